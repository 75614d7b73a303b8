"""Looking for words in a record: quotes of what a pattern meets, field by field, near plain words, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import accumulate, groupby, pairwise
from typing import Final, NamedTuple

from hepatica.registry.building import Building, Member
from hepatica.registry.kept import kept
from hepatica.registry.lexicon import Lexicon
from hepatica.registry.places import whole as stands
from hepatica.registry.record import FIELDS, Language, Quote, Record, Value

TEXTS: Final = (
    "title",
    "title.official",
    "summary",
    "description",
    "design",
    "population",
    "randomisation",
    "masking.description",
    "biospecimen",
    "follow_up",
    "sharing.description",
)
"""Fields that are told in sentences, criteria aside."""

IN, OUT = "eligibility.inclusion", "eligibility.exclusion"
CRITERIA: Final = (IN, OUT)
OUTCOMES: Final = ("outcome.name", "outcome.description", "outcome.time_frame", "outcome.method")
TOLD: Final = (*TEXTS, "arm.description", "arm.intervention", "intervention.description")
"""Fields that tell what is done, criteria and outcomes aside."""

EVERYTHING: Final = (
    *TEXTS,
    *CRITERIA,
    *OUTCOMES,
    "arm.name",
    "arm.description",
    "intervention.name",
    "intervention.description",
)
"""Fields in which a study may have said what a check would otherwise miss."""

REACH: Final = 320
"""Characters on both sides of a word within which a pattern is tried; the patterns of the checks reach less far."""

ANYWHERE: Final = 1_000_000
"""The reach of a pattern without bounds: wherever the word stands, it is tried on the whole value."""


# ---------------------------------------------------------------- values


class _Said(NamedTuple):
    """What a place of a record says: its field and its value."""

    name: str
    value: Value


class _Page:
    """What some fields of a record say, one place under the other, and all of it in one text in lower case."""

    def __init__(self, record: Record, names: tuple[str, ...]) -> None:
        of = _by_name(record, names)
        self.said = [each for said in of.values() for each in said]
        texts = [each.value.text for each in self.said]
        self.lower = "\n".join(map(lower, texts))
        self.begins = [0, *accumulate(len(each) + 1 for each in texts)]
        self._ranges = dict(zip(of, pairwise((0, *accumulate(map(len, of.values())))), strict=True))
        self._lexicon = Lexicon(self.lower) if names is PAGE else None
        self._met: dict[str, list[int]] = {}

    @property
    def parts(self) -> frozenset[str]:
        """What stands between white space."""
        return frozenset(self.lower.split()) if self._lexicon is None else self._lexicon.parts

    def numbers(self, names: tuple[str, ...]) -> Iterator[range]:
        """The numbers of the places of each field."""
        return (range(*self._ranges[name]) for name in names)

    def present(self, words: tuple[str, ...]) -> list[str]:
        """Those of some words that stand anywhere on the page."""
        if self._lexicon is not None:
            return self._lexicon.present(words)
        return [word for word in words if word in self.lower]

    def met(self, word: str) -> list[int]:
        """The numbers of the places that hold a word, in ascending order."""
        found = self._met.get(word)
        if found is None:
            found = self._met[word] = []
            find, begins, at = self.lower.find, self.begins, self.lower.find(word)
            while at >= 0:
                number = bisect_right(begins, at)
                found.append(number - 1)
                at = find(word, begins[number])
        return found

    def near(self, names: tuple[str, ...], words: list[str]) -> Iterator[int]:
        """The numbers of the places of fields that hold one of some words, in the order of the names."""
        met = self.met(words[0]) if len(words) == 1 else sorted({number for word in words for number in self.met(word)})
        for name in names if met else ():
            begin, end = self._ranges[name]
            if begin < end:
                yield from met[bisect_left(met, begin) : bisect_left(met, end)]


PAGE: Final = (
    *EVERYTHING,
    "arm.intervention",
    "intervention.other_name",
    "model",
    "time_perspective",
    "condition",
    "keyword",
    "sample.name",
    "sample.tissue",
    "sample.note",
    "sharing.access",
    "sharing.time",
    "data_capture",
    "status.stop_reason",
)
"""Fields that checks look in for words, which are looked up in all of them together."""

_STANDS: Final = frozenset(PAGE)


@cache
def _runs(names: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Fields in runs, in their order: the fields of a page, and those of them that are named."""
    runs = (tuple(run) for _, run in groupby(dict.fromkeys(names), key=_STANDS.__contains__))
    return tuple((PAGE, run) if run[0] in _STANDS else (run, run) for run in runs)


@kept
def _page(record: Record, names: tuple[str, ...]) -> _Page:
    return _Page(record, names)


def _by_name(record: Record, names: tuple[str, ...]) -> dict[str, list[_Said]]:
    """What a record says under names: the values of a field, or of a field of a group's members."""
    found: dict[str, list[_Said]] = {name: [] for name in names}
    for name in names:
        if name in FIELDS:
            found[name] += [_Said(name, value) for value in record.all(name)]
    for group in dict.fromkeys(name.partition(".")[0] for name in names if name not in FIELDS):
        for number, member in enumerate(record.members(group)):
            for own, values in member.items():
                if (name := f"{group}.{own}") in found:
                    found[name] += [_Said(f"{group}[{number}].{own}", value) for value in values]
    return found


def _told(record: Record, names: tuple[str, ...]) -> Iterator[_Said]:
    for fields, named in _runs(names):
        page = _page(record, fields)
        for numbers in page.numbers(named):
            yield from page.said[numbers.start : numbers.stop]


def lower(text: str) -> str:
    """Words in lower case, each character where it was: the few whose lower case is longer stay as they are."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def values(record: Record, names: Iterable[str]) -> list[tuple[str, Value]]:
    """Values of fields, and of the fields of group members where a name is written `outcome.description`."""
    return [(each.name, each.value) for each in _told(record, tuple(names))]


@kept
def _text(record: Record, names: tuple[str, ...]) -> str:
    return "\n".join(each.value.text for each in _told(record, names))


def text(record: Record, *names: str) -> str:
    """All that fields say, line by line."""
    return _text(record, names)


# ---------------------------------------------------------------- words


class _Near(NamedTuple):
    """A place that holds a word, and its words in lower case."""

    said: _Said
    page: _Page
    number: int
    words: list[str]


def _near(record: Record, names: tuple[str, ...], words: tuple[str, ...]) -> Iterator[_Near]:
    """The places of fields that hold one of the words, in the order of the names."""
    for fields, named in _runs(names):
        page = _page(record, fields)
        if present := page.present(words):
            for number in page.near(named, present):
                yield _Near(page.said[number], page, number, present)


def holds(record: Record, names: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether fields hold one of the words, which are in lower case; finding a word is far faster than trying a pattern."""
    return next(_near(record, names, words), None) is not None


def holding(record: Record, names: tuple[str, ...], words: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    """The values of fields that hold one of the words, which are in lower case."""
    return (each.said for each in _near(record, names, words))


def parts(record: Record) -> frozenset[str]:
    """All that stands between white space in what a record says at length, in lower case and with its punctuation."""
    return _page(record, PAGE).parts


def places(text: str, words: Iterable[str]) -> Iterator[int]:
    """Where each of the words begins in a text, one word after another."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + 1)


# ---------------------------------------------------------------- patterns


def search(
    record: Record,
    names: tuple[str, ...],
    pattern: re.Pattern[str],
    near: tuple[str, ...] = (),
    reach: int = REACH,
) -> Iterator[Quote]:
    """What a pattern meets in fields; with words (in lower case) it is tried only within so many characters of one of them."""
    if not near:
        for name, value in _told(record, names):
            for met in pattern.finditer(value.text):
                yield Quote(name, value, *met.span())
        return
    for (name, value), page, number, present in _near(record, names, near):
        done, length = 0, len(value.text)
        begin = page.begins[number]
        for start, end in (
            _stretches(page.lower[begin : begin + length], present, reach) if length > 2 * reach else ((0, length),)
        ):
            for met in pattern.finditer(value.text, max(start, done), end):
                done = met.end()
                yield Quote(name, value, *met.span())


def first(
    record: Record,
    names: tuple[str, ...],
    pattern: re.Pattern[str],
    near: tuple[str, ...] = (),
    reach: int = REACH,
) -> Quote | None:
    """The first thing that a pattern meets in fields, looked for as by `search`."""
    return next(search(record, names, pattern, near, reach), None)


def _stretches(lowered: str, words: list[str], reach: int) -> list[tuple[int, int]]:
    """The stretches of a text round its words, those that overlap joined."""
    found: list[tuple[int, int]] = []
    for at in sorted(places(lowered, words)):
        if found and at - reach <= found[-1][1]:
            found[-1] = (found[-1][0], at + reach)
        else:
            found.append((max(0, at - reach), at + reach))
    return found


# ---------------------------------------------------------------- quotes


def whole(name: str, value: Value, most: int = 160) -> Quote:
    """A value quoted whole, or its first words where it is long."""
    if len(value.text) <= most:
        return Quote(name, value, 0, len(value.text))
    end = value.text.rfind(" ", 0, most)
    return Quote(name, value, 0, end if end > 0 else most)


def said(record: Record, name: str, pattern: re.Pattern[str] | None = None) -> Quote | None:
    """The first value of a field, or the first that meets a pattern, quoted whole; None where the record does not say."""
    found = (value for value in record.all(name) if pattern is None or pattern.search(value.text))
    return next((whole(name, value) for value in found), None)


def sentence(value: Value, at: int) -> tuple[int, int]:
    """Where the sentence or line around a character begins and ends."""
    begins = [place + len(mark) for mark in _ENDS if (place := value.text.rfind(mark, 0, at)) >= 0]
    ends = [place for mark in _ENDS if (place := value.text.find(mark, at)) >= 0]
    return max(begins, default=0), min(ends, default=len(value.text))


_ENDS: Final = (". ", ".\n", "\n", "。", "；", "; ")


def sentence_of(quote: Quote) -> Quote:
    """The sentence or line in which quoted words begin, to the end of the quote at least."""
    begin, end = sentence(quote.value, quote.start)
    return Quote(quote.field, quote.value, begin, max(end, quote.end))


def around(quote: Quote, before: int, after: int) -> str:
    """Quoted words with so many characters before and behind them."""
    return quote.value.text[max(0, quote.start - before) : quote.end + after]


# ---------------------------------------------------------------- small records


def record_of(says: Mapping[str, str], identifier: str = "EXAMPLE") -> Record:
    """A small record made of field names and what they say: `enrolment`, `arm[0].name`, `title@zh`.

    Its source is a line for each: the name, a colon, the value.
    """
    text = "\n".join(f"{name}: {value}" for name, value in says.items())
    building, at = Building(text, "example", "example"), 0
    members: dict[tuple[str, int], Member] = {}
    for written, value in says.items():
        start = at + len(written) + 2
        at = start + len(value) + 1
        name, _, language = written.partition("@")
        places = stands(start, start + len(value))
        lang: Language = "zh" if language == "zh" else "en" if any(map(str.isalpha, value)) else ""
        grouped = _MEMBER.fullmatch(name)
        if grouped is None:
            building.add(name, value, written, places, lang)
            continue
        key = grouped["group"], int(grouped["number"])
        if key not in members:
            members[key] = building.member(grouped["group"])
        members[key].add(grouped["own"], value, written, places, lang)
    return building.done(identifier)


_MEMBER: Final = re.compile(r"(?P<group>\w+)\[(?P<number>\d+)\]\.(?P<own>\w+)")
