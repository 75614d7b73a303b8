"""Results that must be confirmed: the interval against the visits and against the horizon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import values
from hepatica.registry.record import Quote, Record, Value

DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365, "天": 1, "周": 7, "月": 30, "年": 365}
_LENGTH: Final = r"(?P<n>\d+)\s*-?\s*(?P<unit>day|week|month|year)s?"
APART: Final = re.compile(
    r"(?P<what>(?:in\s+)?(?:(?P<consecutive>two\s+consecutive|2\s+consecutive|consecutive)|two|2|repeat\w*"
    r"|confirm\w*)[^.;\n]{0,60}?)(?:≥|>=|>|at\s+least|no\s+less\s+than|by)?\s*"
    + _LENGTH
    + r"\s*(?:apart|later|interval|between)"
    r"|(?P<zconsecutive>连续)?(?:两|2)次[^。；\n]{0,20}?间隔(?:≥|>=|至少"
    r"|不少于)?\s*(?P<zn>\d+)\s*个?(?P<zunit>[天周月年])(?:以上)?",
    re.IGNORECASE,
)
HORIZON: Final = re.compile(_LENGTH + r"\b|(?P<zn>\d+)\s*个?(?P<zunit>[天周月年])", re.IGNORECASE)
WORDED: Final = re.compile(r"(?P<n>\d+)\s*-\s*(?P<unit>year|month|week)", re.IGNORECASE)
EVERY: Final = re.compile(
    r"\bevery\s+" + _LENGTH + r"|(?P<vague>\b(?:collected|tested|measured|monitored"
    r"|performed)?\s*at\s+regular\s+intervals[^.;\n]{0,60}|定期(?:检测|采集|随访))"
    r"|每\s*(?P<zn>\d+)\s*个?(?P<zunit>[天周月年])",
    re.IGNORECASE,
)
LONG: Final = 84  # days; response criteria confirm at 4 weeks, within every horizon


def _days(met: re.Match[str]) -> int:
    groups = met.groupdict()
    number, unit = groups.get("n") or groups.get("zn"), groups.get("unit") or groups.get("zunit")
    return int(number) * DAYS[unit.casefold()] if number and unit else 0


def _told(member: Mapping[str, tuple[Value, ...]], number: int) -> Iterator[tuple[Quote, re.Match[str]]]:
    """Where an outcome asks for confirmation after an interval of some length."""
    for own in ("description", "method", "name"):
        for value in member.get(own, ()):
            for met in APART.finditer(value.text):
                if _days(met) >= LONG:
                    yield Quote(f"outcome[{number}].{own}", value, *met.span()), met


def confirmed_after_the_horizon(record: Record) -> Iterator[Found]:
    """A confirmation a long interval later, for an outcome with a fixed horizon."""
    for number, member in enumerate(record.members("outcome")):
        for frame in member.get("time_frame", ()):
            lengths = [_days(met) for met in HORIZON.finditer(frame.text)]
            if not lengths or "confirm" in frame.text.casefold() or "确认" in frame.text:
                continue
            for quote, met in _told(member, number):
                if _days(met) < max(lengths):
                    yield Found(
                        Phrase(
                            "a result first seen near the horizon is confirmed after it, or never",
                            "接近终点时首次出现的结果，其确认落在终点之后",
                        ),
                        (Quote(f"outcome[{number}].time_frame", frame, 0, len(frame.text)), quote),
                    )
                    return


def consecutive_tests_too_close(record: Record) -> Iterator[Found]:
    """Consecutive tests that must lie further apart than those the record plans, or plans at no told interval."""
    for number, member in enumerate(record.members("outcome")):
        for quote, met in _told(member, number):
            if not (met["consecutive"] or met["zconsecutive"]):
                continue
            names = {
                word
                for value in member.get("name", ())
                for word in re.findall(r"[A-Za-z]{3,}", value.text)
                if word.isupper()
            }
            planned = [
                (_days(every), Quote(name, value, *every.span()))
                for name, value in values(record, ("biospecimen", "description", "summary", "outcome.time_frame"))
                for every in EVERY.finditer(value.text)
                if 0 < _days(every) < _days(met) or every["vague"]
            ]
            about = [pair for pair in planned if any(word in _around(pair[1]) for word in names)] or planned
            if about:
                yield Found(
                    Phrase(
                        "tests at the planned interval that follow each other do not lie far enough apart to confirm",
                        "按计划间隔进行的相邻两次检测达不到确认所需的间隔",
                    ),
                    (quote, about[0][1]),
                )
                return


def _around(quote: Quote) -> str:
    return quote.value.text[max(0, quote.start - 60) : quote.end + 120]


CHECKS: Final = (
    Check(
        code="HPT200",
        title=Phrase("Consecutive tests cannot lie as far apart as asked", "相邻两次检测达不到要求的间隔"),
        severity=1,
        decidability="T",
        costs=Phrase("Read literally, nobody reaches the outcome.", "按字面理解无人可达到该结局。"),
        mend=Phrase(
            "Say that every test over the interval must meet the limit, and give the interval of the tests.",
            "写明该期间内所有检测均须达标，并给出检测间隔。",
        ),
        meanwhile=Phrase(
            "Two results at least that far apart, with none between that contradicts them.",
            "两次结果间隔达到要求，且其间无相反结果。",
        ),
        find=consecutive_tests_too_close,
        example=Example(
            {
                "outcome[0].name": "HBV DNA undetectable",
                "outcome[0].description": "HBV DNA <10 IU/mL in two consecutive tests ≥6 months apart",
                "description": "HBV DNA is measured every 12 weeks.",
            },
            {"description": "HBV DNA is measured every 6 months."},
        ),
    ),
    Check(
        code="HPT201",
        title=Phrase("The confirmation may fall after the horizon", "确认可能晚于观察终点"),
        severity=2,
        decidability="H",
        costs=Phrase(
            "Late successes are lost, more of them in whichever group responds later.", "较晚达到者被漏计，且两组不等。"
        ),
        mend=Phrase(
            "Say whether the confirming result may be taken after the horizon.", "写明确认结果是否可取自终点之后。"
        ),
        meanwhile=Phrase(
            "The first result counts if it lies within the horizon, whenever it is confirmed.",
            "首次结果在终点内即计入，不论何时确认。",
        ),
        find=confirmed_after_the_horizon,
        example=Example(
            {
                "outcome[0].name": "HBsAg loss",
                "outcome[0].time_frame": "2 years post-treatment initiation.",
                "outcome[0].description": "Confirmation: Required at two timepoints ≥24 weeks apart",
            },
            {"outcome[0].time_frame": "2 years, confirmed until 2.5 years"},
        ),
    ),
)
