"""Outcomes of response or progression that are judged by different criteria, and nothing tells why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.checks.response import MODIFIED, OUTCOME, PLAIN, TOLD, criteria_named
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import holding, holds, sentence
from hepatica.registry.record import Quote, Record

_KEYS: Final = ("recist", "response evaluation")
_JUDGED: Final = re.compile(
    r"(?i)respon|progress|disease control|\b(?:ORR|PFS|DCR|TTP|BOR)\b|缓解|进展|疾病控制|疗效|反应"
)
_WHY: Final = re.compile(
    r"(?i)sensitivity|explor|independent|central|investigator|\blocal|extra-?hepatic|intra-?hepatic|\bbrain|intracranial"
    r"|compar|concordan|agreement|\bboth\b|敏感性|探索|独立|中心|研究者|肝外|肝内|比较|一致"
)
"""What tells why an outcome is judged by criteria of its own."""


def outcomes_by_two_criteria(record: Record) -> Iterator[Found]:
    """One outcome described by RECIST 1.1 and another by mRECIST, where neither name nor text says that it is meant so."""
    if not holds(record, OUTCOME, _KEYS):
        return
    first: dict[str, Quote] = {}
    for number, outcome in enumerate(record.members("outcome")):
        names = outcome.get("name", ())
        own = [
            (f"outcome[{number}].{name}", value)
            for name in ("name", "description", "method")
            for value in outcome.get(name, ())
        ]
        told = " ".join(value.text for _, value in own)
        if not any(key in told.lower() for key in _KEYS):
            continue
        found: dict[str, Quote] = {}
        for field, value in own:
            found = criteria_named(field, value, 0, len(value.text)) | found
        if len(found) > 1 or any(MODIFIED.search(value.text) or PLAIN.search(value.text) for value in names):
            return  # who writes the criteria into the name means both
        if found and _JUDGED.search(told):
            if _WHY.search(told):
                return
            first = found | first
    if len(first) == 2 and not _named_together(record):
        one, other = sorted(first)
        yield Found(
            Phrase(
                f"one outcome goes by {one}, another by {other}: are both meant?",
                f"一个指标按{one}评价，另一个按{other}评价：是否有意为之？",
            ),
            (first[one], first[other]),
        )


def _named_together(record: Record) -> bool:
    """Whether a sentence of the text names both criteria."""
    return any(
        len(criteria_named(field, value, *sentence(value, met.start()))) == 2
        for field, value in holding(record, TOLD, _KEYS)
        for met in MODIFIED.finditer(value.text)
    )


CHECKS: Final = (
    Check(
        code="HPT156",
        title=Phrase("Outcomes of response go by different criteria", "不同疗效指标采用不同标准"),
        severity=3,
        decidability="H",
        costs=Phrase(
            "A tumour that is dead and unchanged in size responds in one outcome and is stable in the other.",
            "坏死而大小不变的肿瘤在一个指标中为缓解，在另一个中为稳定。",
        ),
        mend=Phrase(
            "Name one set of criteria for all, or say why there are two.", "统一标准，或说明采用两种标准的理由。"
        ),
        meanwhile=Phrase("Each outcome goes by its own criteria.", "各指标按其所述标准评价。"),
        find=outcomes_by_two_criteria,
        knowledge=True,
        source="Lencioni & Llovet, Semin Liver Dis 2010;30:52, table 3: mRECIST beside RECIST",
        example=Example(
            {
                "outcome[0].name": "ORR",
                "outcome[0].description": "Tumour response by RECIST 1.1",
                "outcome[1].name": "Progression-free survival",
                "outcome[1].description": "Progression according to mRECIST",
            },
            {"outcome[1].description": "Progression according to RECIST 1.1"},
        ),
    ),
)
