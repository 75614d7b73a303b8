"""Scales that are stated twice: two limits on one performance status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import IN
from hepatica.registry.record import Record
from hepatica.registry.stages import Stated, stated

PARTS: Final = re.compile(
    r"\bcohorts?\b|\bparts?\b|\barms?\b|\bphase\b|\bgroups?\b|\bin case of\b|\bif\b|\bunless\b|elderly|years|队列"
    r"|部分|组|如果|若",
    re.IGNORECASE,
)
"""Words after which a second limit may be meant for other patients."""

_GROUP: Final = re.compile(r"oncology\s+group", re.IGNORECASE)


def performance_status_twice(record: Record) -> Iterator[Found]:
    """Two statements on the performance status, among the inclusion criteria, that do not name the same grades."""
    told = [
        each
        for each in stated(record, "ECOG", IN)
        if each.sure and not PARTS.search(_GROUP.sub("", each.quote.value.text))
    ]
    for language in ("en", "zh", ""):
        own = [each for each in told if each.quote.value.language == language]
        other = next((each for each in own if each.steps != own[0].steps), None)
        if other is not None and own[0].quote.value.key != other.quote.value.key:
            yield _found(own[0], other)
            return


def _found(one: Stated, other: Stated) -> Found:
    first, second = (", ".join(sorted(each.steps)) for each in (one, other))
    return Found(
        Phrase(f"performance status {first} here, {second} there", f"体能状态一处为{first}，另一处为{second}"),
        (one.quote, other.quote),
    )


CHECKS: Final = (
    Check(
        code="HPT060",
        title=Phrase("Two limits on the performance status", "体能状态有两个不同限值"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Whether a patient of the grade between them may enter depends on which line the site reads.",
            "介于两者之间的患者能否入组取决于所读的条目。",
        ),
        mend=Phrase("State the performance status once.", "体能状态只规定一次。"),
        meanwhile=Phrase("Both hold: the grades that stand in both are admitted.", "两条同时生效：取共同的分级。"),
        find=performance_status_twice,
        example=Example(
            {IN: "Child-Pugh A, PS score 0-1 point", f"{IN}@en": "ECOG 0 points"},
            {f"{IN}@en": "ECOG 0-1"},
        ),
    ),
)
