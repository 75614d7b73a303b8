"""A criterion under a heading for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.criteria import parent
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import IN, whole
from hepatica.registry.record import Quote, Record, Value

LABORATORY: Final = re.compile(
    r"^\W*(?:\d[\d.]*\W*)?(?:(?:laboratory|blood|haematolog\w+|hematolog\w+|biochemi\w+)\b[\w\s/,-]{0,40}(?:criteria"
    r"|values?|tests?|examinations?|results?|inclusion|parameters?)?"
    r"|实验室[^:：\n]{0,12}|化验[^:：\n]{0,8})\s*[:：]?",
    re.IGNORECASE,
)
PATHOLOGY: Final = re.compile(
    r"\b(?:resection\s+margins?|surgical\s+margins?|histopatholog\w+|microvascular\s+invasion|macrovascular"
    r"|tumou?r\s+thromb\w+|satellite\s+nodules?|lymph\s+node|bile\s+duct\s+invasion"
    r"|vessel\w*\s+(?:invasion|\()|vascular\s+invasion|tumou?r\s+(?:size|diameter|number|differentiation)"
    r"|extrahepatic|metasta\w+)"
    r"|切缘|微血管侵犯|大血管侵犯|癌栓|卫星结节|淋巴结|胆管侵犯|分化程度|肿瘤直径|转移",
    re.IGNORECASE,
)
ITEM: Final = re.compile(r"[^;；。\n]+")
MEASURED: Final = re.compile(r"\d\s*(?:×|x|\*|g|mg|U|IU|mmol|μmol|umol|%|/)|ULN|[<>≤≥]|正常值?上限", re.IGNORECASE)
CONDITIONED: Final = re.compile(
    r"\b(?:if|in\s+(?:patients|subjects|case)|with|for\s+(?:patients|subjects)|when)\b"
    r"|患者|者[,，]|若|如",
    re.IGNORECASE,
)


def pathology_under_laboratory(record: Record) -> Iterator[Found]:
    """Findings of surgery or pathology in a list that is headed as laboratory values."""
    criteria = record.all(IN)
    for head in criteria:
        met = LABORATORY.match(head.text)
        if met is None:
            continue
        listed = [whole(IN, each) for each in criteria if parent(each.path) == head.path] + list(
            _inline(head, met.end())
        )
        misfiled = [quote for quote in listed if _of_pathology(quote.text)]
        if misfiled:
            yield Found(
                Phrase(
                    "findings of surgery or pathology stand under laboratory values", "手术或病理所见列在实验室检查之下"
                ),
                (Quote(IN, head, 0, len(met[0].rstrip())), *misfiled),
            )
            return


def _inline(head: Value, at: int) -> Iterator[Quote]:
    """What a heading lists behind it on its own line, or in the lines that follow it."""
    if head.text[:at].rstrip().endswith((":", "：")):
        for met in ITEM.finditer(head.text, at):
            yield Quote(IN, head, *met.span())


def _of_pathology(text: str) -> bool:
    met = PATHOLOGY.search(text)
    return met is not None and not MEASURED.search(text) and not CONDITIONED.search(text, 0, met.start())


CHECKS: Final = (
    Check(
        code="HPT430",
        title=Phrase(
            "Surgical or pathological findings are filed under laboratory values", "手术病理所见归在实验室标准下"
        ),
        severity=1,
        decidability="T",
        costs=Phrase(
            "In a list of values that must all hold, risk factors must all be present at once: hardly anybody can enter.",
            "若列表各项须同时满足，则所有高危因素须同时存在，几乎无人可入组。",
        ),
        mend=Phrase(
            "Give the findings a heading of their own, and say whether one or all are required.",
            "为其单列标题，并写明任一还是全部满足。",
        ),
        meanwhile=Phrase(
            "One of the findings is enough, and that is marked as assumed.", "假设满足其一即可，并予以标注。"
        ),
        find=pathology_under_laboratory,
        example=Example(
            {IN: "Laboratory criteria: Platelets ≥ 50 × 10^9/L; Positive resection margin; Lymph node involvement"},
            {IN: "Laboratory criteria: Platelets ≥ 50 × 10^9/L"},
        ),
        knowledge=True,
        source="LOINC classes of laboratory and of pathology observations",
    ),
)
