"""Texts that are cut off, and numbers that are missing in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import OUTCOMES, values
from hepatica.registry.record import Quote, Record, Value

LIMITS: Final = {
    "sharing.description": 1000,
    "sharing.access": 1000,
    "sharing.time": 1000,
    "outcome.description": 999,
    "arm.description": 999,
    "intervention.description": 1000,
    "population": 1000,
    "biospecimen": 1000,
}
"""Characters that ClinicalTrials.gov takes in a field: its Protocol Registration Data Element Definitions."""
_FIELDS: Final = tuple(LIMITS)
NEAR: Final = 20  # characters from the limit within which a text without an end is taken to be cut off there
_LEAST: Final = min(LIMITS.values()) - NEAR
_UNENDED: Final = re.compile(r"[a-z,\u4e00-\u9fff(]\s*$")
_ROMANS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
DANGLING: Final = re.compile(
    r"(?:^|\n|[^\d\s=<>≤≥.])\s*[.。；;)）]?(?:(?<=\n)\s*|(?<=[.。；;)）])\s*|\s+)(?P<open>[(（])?(?:(?P<number>\d{1,2})|"
    r"(?P<letter>[a-j]"
    r"|[ivx]{1,4}))\s*"
    r"(?P<close>[.、．)）])\s*$|[。；;.\s](?P<circled>[②-⑳])\s*$"
)
_CLOSE: Final = frozenset(".、．)）②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_LAST: Final = re.compile(r"(?<![^\W_])(?:\d{1,2}|[a-j]|[ivx]{1,4})\s*[.、．)）]\s*$|[②-⑳]\s*$")
ITEM: Final = re.compile(r"(?m)^[ \t]*(?P<number>\d{1,2}(?:\.[ \t]?\d{1,2})*)[.、．)）][ \t]*(?=\D)")


def cut_at_the_limit(record: Record) -> Iterator[Found]:
    """A text that stops without an end where its field is full."""
    for name, value in values(record, _FIELDS if record.register in ("ClinicalTrials.gov", "example") else ()):
        if len(value.text) < _LEAST:
            continue
        limit = LIMITS[re.sub(r"\[\d+\]", "", name)]
        if limit - NEAR <= len(value.text) <= limit + NEAR and _UNENDED.search(value.text):
            yield Found(
                Phrase(
                    f"the text stops in the middle after {len(value.text)} characters, where its field is full",
                    f"文字在{len(value.text)}个字符处中断，该字段已达上限",
                ),
                (_tail(name, value),),
            )


def _tail(name: str, value: Value, most: int = 90) -> Quote:
    begin = max(0, len(value.text) - most)
    space = value.text.find(" ", begin) + 1 if begin else 0
    return Quote(name, value, space or begin, len(value.text))


def dangling_number(record: Record) -> Iterator[Found]:
    """A list that ends with a number and nothing behind it."""
    for name, value in values(record, ("summary", "description", *OUTCOMES, "sharing.description", "eligibility")):
        if value.text.rstrip()[-1:] not in _CLOSE or _LAST.search(value.text, max(0, len(value.text) - 8)) is None:
            continue
        found = DANGLING.search(value.text, max(0, len(value.text) - 12))
        if found is None or not _continues(value.text, found):
            continue
        number = found["number"] or found["letter"] or found["circled"]
        yield Found(
            Phrase(
                f"the list ends with '{number}' and nothing behind it: an item is lost",
                f"列表以“{number}”结尾，其后无内容，有条目遗失",
            ),
            (_end(name, value), *(_same_item(record, name, value, int(number)) if number.isdecimal() else ())),
        )


def _continues(text: str, last: re.Match[str]) -> bool:
    """Whether the mark before the last one of a list, and the first, stand in the text as marks as well."""
    if mark := last["circled"]:
        return chr(ord(mark) - 1) in text
    close, told = re.escape(last["close"]), last["number"] or last["letter"]
    before: list[str] = []
    if told.isdecimal():
        before = [str(int(told) - 1), "1"] if int(told) > 1 else []
    elif told in _ROMANS[1:] and re.search(rf"(?:^|[\s(（])i{close}", text):
        before = [_ROMANS[_ROMANS.index(told) - 1]]
    elif len(told) == 1 and told > "a":
        before = [chr(ord(told) - 1), "a"]
    marks = (re.search(rf"(?:^|(?<=[\s(（。；;.,，])){each}\s?{close}(?!\d)", text) for each in before)
    return bool(before) and all(marks)


def _end(name: str, value: Value) -> Quote:
    """A short text whole, of a longer one the end."""
    return Quote(name, value, 0, len(value.text)) if len(value.text) <= 400 else _tail(name, value)


def _same_item(record: Record, name: str, value: Value, number: int) -> Iterator[Quote]:
    """The item of that number in the field's other language."""
    group, _, own = name.partition("].")
    for other_name, other in values(record, (name,) if not own else (f"{group.partition('[')[0]}.{own}",)):
        if other_name == name and other.language != value.language:
            found = re.search(rf"(?<!\d){number}[.、．)）]\s*\S[^.。]*", other.text)
            if found:
                yield Quote(name, other, *found.span())


_PARTS: Final = re.compile(r"\d\.[ \t]?\d{1,2}[.、．)）]")


def missing_number(record: Record) -> Iterator[Found]:
    """A numbered list of criteria whose first item, or one between two others, is missing."""
    for value in record.all("eligibility"):
        parts: dict[tuple[int, ...], re.Match[str]] = {}
        for match in ITEM.finditer(value.text) if _PARTS.search(value.text) else ():
            own = tuple(int(each) for each in match["number"].replace(" ", "").split("."))
            if len(own) > 1:
                parts.setdefault(own, match)
        for own, match in parts.items():
            if own[-1] == 2 and (*own[:-1], 1) not in parts and own[:-1] in _headings(value, parts):
                end = value.text.find("\n", match.end())
                head = _headings(value, parts)[own[:-1]]
                stop = value.text.find("\n", head.end())
                yield Found(
                    Phrase(
                        f"item {'.'.join(map(str, own))} follows '{head[0].strip()}', "
                        f"and {'.'.join(map(str, (*own[:-1], 1)))} is missing",
                        f"缺少第{'.'.join(map(str, (*own[:-1], 1)))}条",
                    ),
                    (
                        Quote("eligibility", value, match.start("number"), end if end > 0 else len(value.text)),
                        Quote("eligibility", value, head.start("number"), stop if stop > 0 else len(value.text)),
                    ),
                )
                return


_MARK: Final = re.compile(r"\d{1,2}[.、．)）](?![\d.])(?=[ \t]*\S)")


_NUMBERS: Final = re.compile(r"\d[.、．)）](?![\d.])")


def _ending(text: str, at: int) -> int:
    """The number of one or two digits whose last digit stands there."""
    tens = text[at - 1] if at else ""
    return int(tens + text[at]) if tens.isdecimal() else int(text[at])


def _marks(text: str) -> Iterator[tuple[str, int, re.Match[str]]]:
    """The marks of plain lists: how they are written, their number, where they stand."""
    for met in _MARK.finditer(text):
        before = text[max(0, met.start() - 8) : met.start()]
        if before[-1:] in ("(", "（"):
            if met[0][-1] in ")）" and (len(before) == 1 or before[-2:-1].isspace() or before[-2:-1] in ";；。.,，:："):
                yield "paren", int(met[0][:-1]), met
            continue
        line = before.rstrip(" \t")
        if (
            not line
            or line[-1] in "\n;；。"
            or (line[-1] == "." and not line[-2:-1].isdigit() and len(line) < len(before))
        ):
            yield "half" if met[0][-1] in ")）" else "dot", int(met[0][:-1]), met


def skipped_number(record: Record) -> Iterator[Found]:
    """A list of criteria that is counted one by one and leaves out a number."""
    lost = (_skipped(value) for value in record.all("eligibility"))
    yield from (found for found in lost if found is not None)


def _skipped(value: Value) -> Found | None:
    """A plain list, counted one by one from its first item, that leaves out one number and goes on behind it."""
    told = [_ending(value.text, met.start()) for met in _NUMBERS.finditer(value.text)]
    if not any(one + 2 == other for one, other in pairwise(told)):
        return None
    marks = list(_marks(value.text))
    everything = [
        [(number, met) for kind, number, met in marks if kind == written] for written in ("dot", "paren", "half")
    ]
    for own in everything:
        for at, (number, met) in enumerate(own[1:], start=1):
            before = own[at - 1][0]
            if number != before + 2 or not _counted_from_one(own, at - 1):
                continue
            heads = [head.start() for head in _SECTION.finditer(value.text, 0, met.start())]
            if any(_told_before(marked, before + 1, heads[-1] if heads else 0, met.start()) for marked in everything):
                continue
            goes_on = at + 1 == len(own) or own[at + 1][0] in (number + 1, 1)
            if (
                goes_on
                and re.search(
                    rf"(?<![\d.]){before + 1}\s?[.．、:：)）\]-](?!\d)", value.text[own[at - 1][1].end() : met.start()]
                )
                is None
            ):
                return Found(
                    Phrase(
                        f"item {number} follows item {before}, and {before + 1} is missing",
                        f"第{before}条之后为第{number}条，缺少第{before + 1}条",
                    ),
                    (_line(value, own[at - 1][1]), _line(value, met)),
                )
    return None


_SECTION: Final = re.compile(r"(?i)(?:exclusion|exclude|排除)[^\n:：]{0,30}[:：]?")


def _told_before(own: list[tuple[int, re.Match[str]]], number: int, begin: int, at: int) -> bool:
    """Whether a number is a mark of the section already: the list in between stands under that item."""
    return any(other == number and begin <= met.start() < at for other, met in own)


def _counted_from_one(marks: list[tuple[int, re.Match[str]]], at: int) -> bool:
    """Whether the list counts 1, 2, 3 … up to there."""
    return marks[at][0] <= at + 1 and all(marks[at - back][0] == marks[at][0] - back for back in range(marks[at][0]))


def _line(value: Value, met: re.Match[str], most: int = 120) -> Quote:
    begin = met.end() - len(met[0].lstrip())
    ends = [place for mark in ("\n", ";", "；", "。") if (place := value.text.find(mark, met.end())) >= 0]
    return Quote(
        "eligibility",
        value,
        begin,
        min(*ends, begin + most, len(value.text)) if ends else min(begin + most, len(value.text)),
    )


def _headings(value: Value, parts: dict[tuple[int, ...], re.Match[str]]) -> dict[tuple[int, ...], re.Match[str]]:
    """The numbered lines that others stand under."""
    return {
        tuple(int(each) for each in match["number"].replace(" ", "").split(".")): match
        for match in ITEM.finditer(value.text)
    }


CHECKS: Final = (
    Check(
        code="HPT270",
        title=Phrase("A text is cut off where its field is full", "文字因字段上限被截断"),
        severity=3,
        decidability="S",
        costs=Phrase("What was to follow is lost to every reader.", "其后内容丢失。"),
        mend=Phrase("Shorten the text so that it ends within the field.", "精简文字，使其完整。"),
        meanwhile=Phrase("The text is taken as far as it goes.", "以现有文字为准。"),
        find=cut_at_the_limit,
        example=Example(
            {"sharing.description": "Data will be shared. " * 46 + "Documents will be made avail to facili"},
            {"sharing.description": "Data will be shared. " * 46 + "Documents will be made available too."},
        ),
        knowledge=True,
        source="ClinicalTrials.gov Protocol Registration Data Element Definitions, limits of characters",
    ),
    Check(
        code="HPT271",
        title=Phrase("A list ends with a number and nothing behind it", "列表末条仅有编号"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "A definition is lost, and readers in two languages work by different rules.",
            "定义缺失，两种语言的读者依据不同规则。",
        ),
        mend=Phrase("Enter the item that is missing.", "补全缺失条目。"),
        meanwhile=Phrase(
            "The item of the other language is taken, where there is one.", "若另一语言有该条目则采用之。"
        ),
        find=dangling_number,
        example=Example(
            {"outcome[0].method@zh": "1. 依据 mRECIST 标准评估。2."},
            {"outcome[0].method@zh": "1. 依据 mRECIST 标准评估。2. 计算客观缓解率。"},
        ),
    ),
    Check(
        code="HPT272",
        title=Phrase("A number is missing in the list of criteria", "入排标准编号缺失"),
        severity=2,
        decidability="T",
        costs=Phrase("A criterion may be lost.", "可能遗失一条标准。"),
        mend=Phrase("Enter the criterion, or number the list anew.", "补充该标准或重新编号。"),
        meanwhile=Phrase("The criteria that are told are taken.", "以现有标准为准。"),
        find=missing_number,
        example=Example(
            {"eligibility": "8.1. Blood:\n8.1.2. Neutrophils over 1.5\n8.1.3. Platelets over 75"},
            {"eligibility": "8.1. Blood:\n8.1.1. Neutrophils over 1.5\n8.1.2. Platelets over 75"},
        ),
    ),
    Check(
        code="HPT273",
        title=Phrase("A list of criteria leaves out a number", "入排标准列表跳号"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "A criterion may be lost, and a reference to a number may mean another item.",
            "可能遗失一条标准，引用编号时也可能指错条目。",
        ),
        mend=Phrase("Enter the criterion, or number the list anew.", "补充该标准或重新编号。"),
        meanwhile=Phrase("The criteria that are told are taken.", "以现有标准为准。"),
        find=skipped_number,
        example=Example(
            {"eligibility": "1. Age over 18\n2. HCC\n4. ECOG 0-1\n5. Consent"},
            {"eligibility": "1. Age over 18\n2. HCC\n3. ECOG 0-1\n4. Consent"},
        ),
    ),
)
