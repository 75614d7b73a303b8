"""Ages that a criterion states for everybody: "aged 18 to 75 years", "older than 80", "未满18周岁".

Only a clause that says nothing else is read: "men over 70 with heart disease" gives no ages. Years only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hepatica.registry.amounts import WRITTEN, count
from hepatica.registry.kept import kept
from hepatica.registry.looking import CRITERIA, lower, places, sentence
from hepatica.registry.record import Quote, Record, Value


class Ages(NamedTuple):
    """A range of ages in years. low, high: its bounds, None where it is open. with_low, with_high: whether it holds them."""

    quote: Quote
    low: int | None
    high: int | None
    with_low: bool = True
    with_high: bool = True


_WORDS: Final = ("age", "year", "older", "younger", "yrs", "y/o", "岁", "龄")
_CLAUSE: Final = re.compile(
    r"[;.,:，。；：、\n]+|[(（]|\b(?:or|and)\s(?!older|above|over\b(?!\s\d)|more\b|greater|up\b|upwards?|elder|younger"
    r"|under\b(?!\s\d)"
    r"|below\b(?!\s\d)|less\b|equal|\d|≤|<)|或(?!等于|以|者以)|且",
    re.IGNORECASE,
)
_LEAD: Final = (
    r"[\W\d]{0,6}?(?:(?:the|an?|all|any|both|either|adults?|elderly|children|(?:fe)?males?|(?:wo)?m[ae]n|patients?(?:'s|’s)?"
    r"|subjects?(?:'|’)?|participants?(?:'|’)?|persons?|people|individuals?|volunteers?|those|who|is|are|be|being|must"
    r"|should|have|has"
    r"|having|with|genders?|sex(?:es)?|of)\s+|患者的?|受试者的?|成年?人?|男性?|女性?)*"
)
_AGE: Final = (
    r"(?:(?:(?:aged?|ages|age\s+range|(?:minimum|maximum)\s+age)\b|年龄)"
    r"(?:\s*(?:is|are|was|must|should|be|of|limit|ranging|ranges?|在|为|应|需|须|[:：=(（]))*\s*)?"
)
_UNIT: Final = (
    r"(?:\s*-?\s*(?:(?:full\s+)?years?(?:\s*-?\s*old|\s+of\s+age)?|yrs?\.?(?:\s+old|\s+of\s+age)?|y/?o|周?岁|in\s+age))"
)
_YEARS: Final = rf"(?:\d{{1,3}}|{WRITTEN})"
_LOW: Final = (
    r"(?P<{0}over>older\s+than|over|above|beyond|past|(?:more|greater|higher)\s+than(?!\s+or)|exceed(?:s|ing)?|>(?!=)"
    r"|＞|大于(?!等于|或等于)|超过|高于)"
    r"|(?P<{0}least>≥|>=|≧|at\s+least|(?:no|not)\s+(?:less|younger|below|under)(?:\s+than)?"
    r"|(?:older|greater|more)\s+than\s+or\s+equal\s+to|from|不小于|不低于|大于或?等于|至少|年?已?满|不少于)"
)
_HIGH: Final = (
    r"(?P<{0}under>younger\s+than|under|below|(?:less|lower|fewer)\s+than(?!\s+or)|<(?!=)|＜|小于(?!等于|或等于)|未满"
    r"|不满|低于|不足)"
    r"|(?P<{0}most>≤|<=|≦|at\s+most|up\s+to|(?:no|not)\s+(?:older|more|greater|over|above)(?:\s+than)?|not\s+exceed(?:s|ing)?"
    r"|(?:younger|less)\s+than\s+or\s+equal\s+to|until|不超过|不大于|小于或?等于|至多)"
)
_BEHIND: Final = (
    r"(?:\s*,?\s*(?:(?P<up>(?:or|and)\s+(?:older|above|over|more|greater|up|upwards?|elder)|\+)|(?P<up_zh>(?:及|或|含)?以上)"
    r"|(?P<down>(?:or|and)\s+(?:younger|under|below|less))|(?P<down_zh>(?:及|或|含)?以下)))"
)
_TAIL: Final = (
    r"(?:\s*(?:of\s+age|years?|old|者|之间|的?患者|的?受试者|inclusive|在内"
    r"|(?:at|on|upon|when|by)\s+(?:the\s+)?(?:(?:time|day|date)\s+(?:of|when)\s+)?(?:the\s+)?(?:sign\w*|stud\w*"
    r"|enrol\w*|inclusion|screening"
    r"|baseline|consent|entry|randomi\w*|recruitment|registration)(?:\s+(?:of|the|in|into|visit|informed"
    r"|consent|form|study)\b)*))*\W*"
)
_THE_AGE: Final = r"(?:\s*(?:the\s+)?age\s+of)?\s*"
_STATED: Final = tuple(
    re.compile(_LEAD + form + _TAIL, re.IGNORECASE)
    for form in (
        rf"{_AGE}(?:between|from|在|介于)?{_THE_AGE}(?P<low>{_YEARS})(?:{_UNIT})?\s*(?:-|–|—|~|～|to|and|至|到)\s*"
        rf"(?P<high>{_YEARS})(?:{_UNIT})?",
        rf"{_AGE}(?P<low>{_YEARS})(?:{_UNIT})?\s*(?:≤|<=|≦)\s*(?:age|年龄)\s*(?:≤|<=|≦)\s*(?P<high>{_YEARS})(?:{_UNIT})?",
        rf"{_AGE}(?:{_LOW.format('')}){_THE_AGE}(?P<low>{_YEARS})(?:{_UNIT})?\s*(?:and|且|并且)?\s*"
        rf"(?:{_HIGH.format('')})\s*(?P<high>{_YEARS})(?:{_UNIT})?",
        rf"{_AGE}(?:{_LOW.format('')}|{_HIGH.format('')}){_THE_AGE}(?P<years>{_YEARS})(?:{_UNIT})?",
        rf"{_AGE}(?P<years>{_YEARS})(?:{_UNIT})?{_BEHIND}",
    )
)
_HINT: Final = re.compile(r"(?i)\bage|older|younger|\byears?\b|\d\s?-?years?\b|yrs?\b|y/?o\b|岁|龄")
_AGED: Final = re.compile(r"(?i)\bage|\d\d years? (?:or|and) (?:above|over)|older|younger|\bold\b|y/?o\b|岁|龄")
"""What tells that years are those of a person, and no length of time."""
_OF_OTHERS: Final = re.compile(
    r"(?i)\b(?:donors?|controls?|guardians?|parents?|siblings?|relatives?|(?:cohort|phase|part|group|arm)\s?\w*)\s*[:：]"
    r"\s*[-*•]?\s*\Z"
)
"""Whom the age behind a colon is that of, where it is not that of every participant."""
_ABOUT_AGE: Final = re.compile(r"(?i)(?:\bage[ds]?|年龄|\badults?)\W*$")


@kept
def ages(record: Record) -> tuple[Ages, ...]:
    """The ages that a record's criteria state, in their order; the `quote.field` tells whether they include or exclude."""
    return tuple(each for name in CRITERIA for value in record.all(name) for each in read_ages(name, value))


def read_ages(name: str, value: Value) -> Iterator[Ages]:
    """The ages that one value of a field states."""
    done = 0
    for begin, end in _sentences(value):
        if begin >= done:
            yield from _in_sentence(name, value, begin, end)
            done = end


def _sentences(value: Value) -> Iterator[tuple[int, int]]:
    """The sentences of a text that may tell an age, in their order."""
    low = lower(value.text)
    for at in sorted(places(low, _WORDS)):
        whole = low[at : at + 3] != "age" or not (low[at - 1 : at].isalpha() or low[at + 3 : at + 4].isalpha())
        if whole or (low[at + 3 : at + 4] in "ds" and not low[at - 1 : at].isalpha()):
            yield sentence(value, at)


def _in_sentence(name: str, value: Value, begin: int, last: int) -> Iterator[Ages]:
    text, goes_on = value.text, False
    for end, after in (*(met.span() for met in _CLAUSE.finditer(text, begin, last)), (last, last)):
        found = None
        if _HINT.search(text, begin, end) is not None:
            met = next((met for form in _STATED if (met := form.fullmatch(text, begin, end)) is not None), None)
            if met is not None and (
                goes_on or _AGED.search(met[0]) or _ABOUT_AGE.search(text, max(0, begin - 12), begin)
            ):
                found = _ages(name, value, met)
        if found is not None and _OF_OTHERS.search(text, max(0, found.quote.start - 40), found.quote.start):
            found = None
        if found is not None:
            yield found
        begin, goes_on = after, found is not None


def _ages(name: str, value: Value, met: re.Match[str]) -> Ages | None:
    said, told = met.groupdict(), met[0]
    start = met.start() + len(told) - len(told.lstrip(" \t*-•·"))
    told = told.rstrip()
    end = met.start() + len(told.rstrip(")）") if told.count("(") + told.count("（") == 0 else told)
    quote = Quote(name, value, start, end)
    if said.get("low") and said.get("high"):
        low, high = count(said["low"]), count(said["high"])
        if low is None or high is None or low >= high:
            return None
        return Ages(quote, low, high, not said.get("over"), not said.get("under"))
    years = count(said["years"])
    if years is None:
        return None
    if any(said.get(each) for each in ("over", "least", "up", "up_zh")):
        return Ages(quote, years, None, not said.get("over") and said.get("up_zh") != "以上")
    return Ages(quote, None, years, True, not said.get("under") and said.get("down_zh") != "以下")
