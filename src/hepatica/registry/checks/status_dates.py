"""The recruitment status against the dates, and the dates against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import WRITTEN
from hepatica.registry.background import of_others
from hepatica.registry.dates import Days, days_of
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.kept import kept
from hepatica.registry.looking import said, search, whole
from hepatica.registry.record import Quote, Record

_NOT_YET: Final = re.compile(
    r"(?ai)not[ _](?:\w+[ _])*yet|not (?:started|open)\b|^\s*(?:pending|planned|planning)\b|尚未(?:开始|招募)|^\s*未(?:开始"
    r"|招募)|计划中"
)
_OPEN: Final = re.compile(
    r"(?ai)^\s*(?:authori[sz]ed, |ongoing,? |currently |actively |open,? )?(?:recruiting|enrolling)\b"
    r"|^\s*open (?:to|for) (?:recruitment|enrol|accrual)|^\s*(?:正在)?(?:进行中?|招募中?)(?!完)"
)
_OVER: Final = re.compile(r"(?ai)^\s*(?:completed|ended|finished|terminated|已完成|已结束|完成|结束)")
_UNCONFIRMED: Final = re.compile(rf"{_NOT_YET.pattern}|^\s*unknown")
_LATEST: Final = ("date.updated", "version", "date.version", "date.verified")
_PEOPLE: Final = r"(?:patients|participants|subjects|cases|volunteers|individuals|people|women|men)"
PAST: Final = re.compile(
    rf"(?ai)\b(?:all (?:of )?(?:the )?|every |each )(?:enrolled |included |eligible |study )?(?:{_PEOPLE}|patient"
    r"|participant|subject) "
    r"(?:underwent|received|completed|were (?:followed|observed|treated|examined|enrolled))"
    r"[^.;\n]{0,60}|(?:所有|全部)(?:患者|受试者|病例)均?(?:已)?(?:接受|完成|行)了[^。；\n]{0,30}"
)
DONE: Final = re.compile(
    rf"(?ai)\b(?:{_PEOPLE}|they) were (?:\w+ly )?(?:randomi[sz]ed|assigned|allocated|divided)\b[^.;\n]{{0,60}}"
    r"|\b(?:we|the investigators) (?:prospectively )?(?:enrolled|recruited|included|randomi[sz]ed) (?:[\w-]+"
    rf" ){{0,3}}?{_PEOPLE}\b[^.;\n]{{0,40}}"
    rf"|\b(?:a total of )?(?:\d+|{WRITTEN}) (?:[\w-]+ ){{0,3}}?{_PEOPLE} were (?:enrolled|included|recruited"
    r"|selected|randomi"
    rf"[sz]ed)\b[^.;\n]{{0,40}}"
    r"|\b(?:blood|samples?|specimens?|tissues?) (?:[\w-]+ )?were (?:collected|drawn|taken|obtained) from (?:all"
    r"|the|these|our|each) "
    rf"(?:[\w-]+ )?(?:{_PEOPLE}|patient|participant|subject)\b"
    r"|(?<!将)(?:共|已)(?:纳入|入组|入选|招募)了?\s*\d+\s*(?:例|名)[^。；\n]{0,30}"
)
_NOT_THIS: Final = re.compile(
    r"(?ai)\b(?:will|would|shall|to be|who|whom|that|which|if|when|once|after|until|should)\b[^.;\n]{0,60}$|将"
    r"[^。；\n]{0,20}$"
)


@kept
def dated(record: Record, name: str) -> tuple[Days, Quote] | None:
    """A date field's days and words; None where there is none or it cannot be read."""
    quote = said(record, name)
    days = days_of(record, quote.value) if quote is not None else None
    return (days, quote) if days is not None and quote is not None else None


@kept
def latest(record: Record) -> tuple[Days, Quote] | None:
    """The last day on which the record is known to have been looked at."""
    known = [
        (days, whole(name, value))
        for name in _LATEST
        for value in record.all(name)
        if (days := days_of(record, value)) is not None
    ]
    return max(known, key=lambda each: each[0].earliest, default=None)


def not_yet_after_the_start(record: Record) -> Iterator[Found]:
    """Not yet recruiting, although the start had passed when the record was last seen."""
    status = said(record, "status", _NOT_YET)
    start = dated(record, "date.recruitment_start") or dated(record, "date.start")
    seen = latest(record)
    if status is None or start is None or seen is None:
        return
    if start[0].latest < seen[0].earliest:
        yield Found(
            Phrase(
                f"not yet recruiting, although the start ({start[1].text}) had passed by {seen[1].text}",
                f"状态为尚未招募，而开始日期（{start[1].text}）在{seen[1].text}时已过",
            ),
            (status, start[1], seen[1]),
        )


def recruiting_after_the_end(record: Record) -> Iterator[Found]:
    """Recruiting, although the end had passed when the record was last seen."""
    status = said(record, "status", _OPEN)
    end = dated(record, "date.recruitment_end") or dated(record, "date.completion")
    seen = latest(record)
    if status is None or end is None or seen is None:
        return
    if end[0].latest < seen[0].earliest:
        yield Found(
            Phrase(
                f"recruiting, although the end ({end[1].text}) had passed by {seen[1].text}",
                f"状态为招募中，而结束日期（{end[1].text}）在{seen[1].text}时已过",
            ),
            (status, end[1], seen[1]),
        )


_ORDER: Final = (
    ("date.start", "date.primary_completion"),
    ("date.start", "date.completion"),
    ("date.primary_completion", "date.completion"),
    ("date.recruitment_start", "date.recruitment_end"),
    ("date.recruitment_end", "date.completion"),
)


def dates_out_of_order(record: Record) -> Iterator[Found]:
    """An end that lies before its beginning."""
    for earlier, later in _ORDER:
        one, other = dated(record, earlier), dated(record, later)
        if one is not None and other is not None and other[0].latest < one[0].earliest:
            yield Found(
                Phrase(
                    f"{other[1].text} ({later.removeprefix('date.')}) lies before "
                    f"{one[1].text} ({earlier.removeprefix('date.')})",
                    f"{other[1].text}早于{one[1].text}",
                ),
                (one[1], other[1]),
            )
            return


def told_as_done(record: Record) -> Iterator[Found]:
    """What all patients went through told in the past, by a study that is not known to have begun."""
    status = said(record, "status", _UNCONFIRMED)
    if status is None:
        return
    fields = ("summary", "description")
    words = next(search(record, fields, PAST, ("all ", "every ", "each ", "所有", "全部")), None)
    if words is None and _NOT_YET.search(status.text) is not None:
        tells = search(
            record,
            fields,
            DONE,
            ("were ", "enrolled", "recruited", "included", "randomi", "纳入", "入组", "入选", "招募"),
        )
        words = next((quote for quote in tells if not _of_somebody_else(quote)), None)
    if words is not None:
        yield Found(
            Phrase(
                f"the text tells what is planned as if it were done, and the status is '{status.text}'",
                f"正文以过去时叙述计划内容，而状态为“{status.text}”",
            ),
            (words, status),
        )


def _of_somebody_else(quote: Quote) -> bool:
    """Whether the words are of another study, of what is to come, or of a condition."""
    return of_others(quote) or _NOT_THIS.search(quote.value.text[max(0, quote.start - 80) : quote.start]) is not None


def ahead_of_the_dates(record: Record) -> Iterator[Found]:
    """Recruiting or completed, although the start or the end still lay ahead when the record was last seen."""
    seen = latest(record)
    over, open_ = said(record, "status", _OVER), said(record, "status", _OPEN)
    status = over or open_
    if seen is None or status is None:
        return
    start = dated(record, "date.recruitment_start") or dated(record, "date.start")
    end = dated(record, "date.completion") if over else None
    for date in (start, end):
        if date is not None and date[0].earliest > seen[0].latest:
            yield Found(
                Phrase(
                    f"'{status.text}' on {seen[1].text}, and {date[1].text} had not come",
                    f"{seen[1].text}时状态为“{status.text}”，而{date[1].text}尚未到来",
                ),
                (status, date[1], seen[1]),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT110",
        title=Phrase("Not yet recruiting after the start", "开始日期已过，状态仍为尚未招募"),
        severity=3,
        decidability="S",
        costs=Phrase(
            "Whether the study runs, and on which dates, cannot be told.", "无法判断研究是否已开始及时间安排。"
        ),
        mend=Phrase("Update the status or move the start.", "更新状态或推迟开始日期。"),
        meanwhile=Phrase("The registered start is taken.", "以登记的开始日期为准。"),
        find=not_yet_after_the_start,
        example=Example(
            {"status": "NOT_YET_RECRUITING", "date.start": "2025-08-01", "date.updated": "2025-08-03"},
            {"status": "RECRUITING"},
        ),
    ),
    Check(
        code="HPT111",
        title=Phrase("Recruiting after the end", "结束日期已过，状态仍为招募中"),
        severity=3,
        decidability="S",
        costs=Phrase("Patients may be referred to a study that is closed.", "患者可能被转介至已关闭的研究。"),
        mend=Phrase("Update the status or the end.", "更新状态或结束日期。"),
        meanwhile=Phrase("The registered dates are taken.", "以登记日期为准。"),
        find=recruiting_after_the_end,
        example=Example(
            {"status": "RECRUITING", "date.completion": "2024-12-31", "date.updated": "2025-08-03"},
            {"date.completion": "2026-12-31"},
        ),
    ),
    Check(
        code="HPT112",
        title=Phrase("A date lies before the one it must follow", "日期先后颠倒"),
        severity=2,
        decidability="S",
        costs=Phrase("Neither accrual nor follow-up can be planned.", "无法安排入组与随访。"),
        mend=Phrase("Correct the date that is wrong.", "更正错误日期。"),
        meanwhile=Phrase("Neither date is used.", "两个日期均不采用。"),
        find=dates_out_of_order,
        example=Example(
            {"date.start": "2025-08-01", "date.completion": "2024-08-01"},
            {"date.completion": "2027-08-01"},
        ),
    ),
    Check(
        code="HPT113",
        title=Phrase("Planned work told as if it were done", "计划内容以已完成的口吻叙述"),
        severity=3,
        decidability="T",
        costs=Phrase("A reader takes the plan for a result.", "读者会把计划误认为结果。"),
        mend=Phrase("Write the plan in the future, and verify the status.", "以将来时书写计划并核实状态。"),
        meanwhile=Phrase("It is taken as planned.", "按计划内容处理。"),
        find=told_as_done,
        example=Example(
            {"status": "Unknown", "summary": "All patients underwent 7 tests."},
            {"summary": "All patients will undergo 7 tests."},
        ),
    ),
    Check(
        code="HPT114",
        title=Phrase("The status runs ahead of the dates", "状态早于日期"),
        severity=3,
        decidability="S",
        costs=Phrase("Whether the study has begun or ended cannot be told.", "无法判断研究是否已开始或结束。"),
        mend=Phrase("Correct the status or the date.", "更正状态或日期。"),
        meanwhile=Phrase("The status is taken, and the date as planned.", "以状态为准，日期视为计划。"),
        find=ahead_of_the_dates,
        example=Example(
            {"status": "COMPLETED", "date.completion": "2027-05", "date.updated": "2025-06-01"},
            {"date.completion": "2025-05"},
        ),
    ),
)
