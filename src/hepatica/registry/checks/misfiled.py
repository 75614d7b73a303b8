"""A criterion under a heading for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.criteria import parent
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import IN, OUT, search, whole
from hepatica.registry.record import Quote, Record, Value

LABORATORY: Final = re.compile(
    r"^\W*(?:\d[\d.]*\W*)?(?:(?:adequate\s+organ\s+function|laboratory|blood|haematolog\w+|hematolog\w+"
    r"|biochemi\w+)\b[\w\s/,-]{0,40}(?:criteria"
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


KEPT_OUT: Final = re.compile(
    r"\b(?:(?:patients?|subjects?|participants?|women|men|those|cases)\b[^.;\n]{0,80}?\b(?:will\s+be|are|is|were"
    r"|must\s+be|should\s+be)\s+(?:excluded|not\s+eligible|ineligible)"
    r"|(?:are|is)\s+(?:not\s+eligible|ineligible|excluded\s+from)\b|cannot\s+be\s+(?:enrolled|included)|(?:will"
    r"|should|must)\s+not\s+be\s+(?:enrolled|included))\b[^.;\n]{0,40}"
    r"|(?:者|患者|情况)(?:予以|应|则|均)?(?:排除|不得入组|不纳入|不能入组)",
    re.IGNORECASE,
)
LET_IN: Final = re.compile(
    r"^\W*(?:\d[\d.]*\W*)?(?:(?:age|ECOG|patients?|subjects?|participants?)\b[^.;\n]{0,60}?\b(?:and|who"
    r"(?:\s+have)?)\s+)?"
    r"(?:(?:who\s+)?(?:have\s+)?(?:voluntarily\s+)?sign(?:ed|s)?|written|willing(?:\s+and\s+able)?\s+to\s+(?:give"
    r"|sign|provide)|able\s+to\s+(?:give|sign|provide)|(?:voluntarily\s+)?provided?|gave|obtained)\s+"
    r"(?:\w+\s+){0,3}?(?:informed\s+)?consent(?:\s+forms?)?\W*$|^\W*(?:\d+\W*)?(?:自愿)?签署(?:书面)?知情同意书?\W*$",
    re.IGNORECASE,
)
_REFUSED: Final = re.compile(
    r"\b(?:not|no|un(?:able|willing)|refus\w+|declin\w+|lack\w*|without|withdr\w+|inab\w+|absen\w+|fail\w*"
    r"|incapable|unless|except|already|another)\b"
    r"|未|不|拒绝|无法|撤回|缺乏|除外|除非",
    re.IGNORECASE,
)


def on_the_wrong_list(record: Record) -> Iterator[Found]:
    """A criterion that keeps people out on the list of inclusion, or one that lets them in on that of exclusion."""
    for name, pattern, unless, words in ((IN, KEPT_OUT, _UNLESS, _OUT_WORDS), (OUT, LET_IN, _REFUSED, _IN_WORDS)):
        for quote in search(record, (name,), pattern, words, 160):
            if unless.search(quote.value.text) is not None:
                continue
            out = name == IN
            yield Found(
                Phrase(
                    f"a criterion of {'inclusion' if out else 'exclusion'} says who may {'not ' if out else ''}enter",
                    f"{'入选' if out else '排除'}标准中列有{'排除' if out else '入选'}条件",
                ),
                (quote,),
            )
            return


_UNLESS: Final = re.compile(
    r"\b(?:unless|except|provided|if\b|but|however|although|otherwise|not\s+(?:be\s+)?excluded)|除外|如果|若",
    re.IGNORECASE,
)
_OUT_WORDS: Final = ("excluded", "eligible", "ineligible", "not be", "cannot be", "排除", "入组", "纳入")
_IN_WORDS: Final = ("consent", "知情")


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
    Check(
        code="HPT431",
        title=Phrase("A criterion stands on the wrong list", "标准列入了错误的列表"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Read as the list says, the criterion takes those it means to keep out, or keeps out those it means to take.",
            "若按所在列表理解，则纳入应排除者，或排除应纳入者。",
        ),
        mend=Phrase("Move it to the other list.", "移至另一列表。"),
        meanwhile=Phrase("It is read by its own words, not by its list.", "按其文字而非所在列表执行。"),
        find=on_the_wrong_list,
        example=Example(
            {IN: "Patients with brain metastases will be excluded"},
            {IN: "No brain metastases"},
        ),
    ),
)
