"""When the study was registered, beside when it began to recruit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.checks.status_dates import dated
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.grammar import counted
from hepatica.registry.looking import whole
from hepatica.registry.record import Record

GRACE: Final = 21  # days; 42 CFR 11.24(a) asks for registration within 21 days of the first participant
_ESTIMATED: Final = re.compile(r"(?ai)estimated|anticipated|预计")
_NEVER: Final = re.compile(r"(?ai)withdrawn|not[ _]yet|撤销|尚未")
_LATE: Final = re.compile(r"(?ai)retrospective|补注册|^\s*yes\s*$")


def registered_after_the_start(record: Record) -> Iterator[Found]:
    """Recruitment that began before the study was registered."""
    registered = dated(record, "date.registered") or dated(record, "date.posted")
    start = dated(record, "date.recruitment_start") or dated(record, "date.start")
    if registered is None or start is None or _ESTIMATED.search(record.text("date.start.type")):
        return
    if _NEVER.search(record.text("status")):
        return
    if record.register in ("EUCTR", "CTIS"):
        return  # an authority enters the trial there, at a time of its own
    days = (registered[0].earliest - start[0].latest).days
    if days <= 0:
        return
    timing = [whole("registration.timing", v) for v in record.all("registration.timing") if _LATE.search(v.text)][-1:]
    yield Found(
        Phrase(
            f"registered {registered[1].text}, {counted(days, 'day')} after recruitment began on {start[1].text}",
            f"注册于{registered[1].text}，晚于招募开始（{start[1].text}）{days}天",
        ),
        (start[1], registered[1], *timing),
        severity=1 if days > GRACE else 2,
    )


CHECKS: Final = (
    Check(
        code="HPT120",
        title=Phrase("Registered after recruitment began", "招募开始后才注册"),
        severity=1,
        decidability="S",
        costs=Phrase(
            "Endpoints may have been chosen with data in hand; many journals refuse such a trial.",
            "终点可能是看到数据后选定的，许多期刊不予接受。",
        ),
        mend=Phrase(
            "Say who entered before registration, and analyse them apart as well.", "说明注册前入组者，并另作分析。"
        ),
        meanwhile=Phrase("The report says that registration was late.", "报告中注明为补注册。"),
        find=registered_after_the_start,
        example=Example(
            {"date.registered": "2026-03-16", "date.recruitment_start": "2025-10-14"},
            {"date.registered": "2025-09-16"},
        ),
        knowledge=True,
        source="ICMJE, Clinical Trials: registration at or before the time of first patient enrolment; 42 CFR 11.24(a)",
    ),
)
