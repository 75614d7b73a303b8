"""What kind of study a record describes, and of how many: the registers' own words, told alike in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import whole_number
from hepatica.registry.kept import kept
from hepatica.registry.looking import said, whole
from hepatica.registry.record import Quote, Record

_INTERVENTIONAL: Final = re.compile(r"intervention|干预性|treatment study|治疗研究", re.IGNORECASE)
_OBSERVATIONAL: Final = re.compile(r"observational|观察性|epidemi|流行病", re.IGNORECASE)
_SINGLE: Final = re.compile(r"\bsingle[ _-]?(?:group|arm)|^\s*single\s*$|单臂|单组", re.IGNORECASE)
_NOT_RANDOM: Final = re.compile(r"non[ _-]?random|not random|quasi|非随机|^\s*(?:N/?A|不适用)\b", re.IGNORECASE)
_RANDOM: Final = re.compile(r"random|随机", re.IGNORECASE)
_PLANNED: Final = re.compile(r"not[ _]yet|not recruiting|尚未|unknown|recruiting|正在|invitation", re.IGNORECASE)
_OVER: Final = re.compile(r"completed|terminated|withdrawn|suspended|active.?not|结束|终止|暂停", re.IGNORECASE)
_SIZES: Final = re.compile(r":\s*(\d+)\s*(?:;|$)")


@kept
def total(record: Record) -> tuple[int, Quote] | None:
    """The registered number of participants; of `name:size;name:size;` the sum."""
    quote = said(record, "enrolment")
    if quote is None:
        return None
    sizes = _SIZES.findall(quote.value.text)
    told = sum(map(int, sizes)) if sizes else whole_number(quote.value.text)
    return (told, quote) if told is not None else None


@kept
def interventional(record: Record) -> bool:
    """Whether the register has it as interventional."""
    return any(_INTERVENTIONAL.search(value.text) for value in record.all("study_type")) and not observational(record)


@kept
def observational(record: Record) -> Quote | None:
    """Where the register has it as observational."""
    return said(record, "study_type", _OBSERVATIONAL)


@kept
def single_group(record: Record) -> Quote | None:
    """Where the register has one group only."""
    told = ((name, value) for name in ("model", "design") for value in record.all(name))
    short = (whole(name, value) for name, value in told if len(value.text) <= 60 and _SINGLE.search(value.text))
    return next(short, None)


@kept
def randomised(record: Record) -> Quote | None:
    """Where the register says that participants are randomised."""
    found = said(record, "allocation", _RANDOM)
    return found if found and not _NOT_RANDOM.search(found.value.text) else None


@kept
def not_randomised(record: Record) -> Quote | None:
    """Where the register says that nobody is randomised: the allocation, one group, no intervention."""
    if randomised(record):
        return None
    return said(record, "allocation", _NOT_RANDOM) or single_group(record) or observational(record)


@kept
def going_on(record: Record) -> Quote | None:
    """The recruitment status, where the study is not over by it."""
    found = said(record, "status", _PLANNED)
    return found if found and not _OVER.search(found.value.text) else None


def primaries(record: Record) -> Iterator[tuple[int, Quote]]:
    """Number and name of each primary outcome, once in a language that all have."""
    return iter(_primaries(record))


@kept
def _primaries(record: Record) -> tuple[tuple[int, Quote], ...]:
    found = []
    for place, outcome in enumerate(record.members("outcome")):
        role = " ".join(value.text for value in outcome.get("role", ())).lower()
        if ("primary" in role or "主要" in role) and outcome.get("name"):
            found.append((place, whole(f"outcome[{place}].name", outcome["name"][-1])))
    return tuple(found)
