"""Texts that are cut off, and numbers that are missing in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
NEAR: Final = 20  # characters from the limit within which a text without an end is taken to be cut off there
_UNENDED: Final = re.compile(r"[a-z,\u4e00-\u9fff(]\s*$")
DANGLING: Final = re.compile(r"[。；;.)）]\s*[(（]?(?P<number>\d{1,2})\s*[.、．)）]\s*$")
ITEM: Final = re.compile(r"(?m)^[ \t]*(?P<number>\d{1,2}(?:\.[ \t]?\d{1,2})*)[.、．)）][ \t]*(?=\D)")


def cut_at_the_limit(record: Record) -> Iterator[Found]:
    """A text that stops without an end where its field is full."""
    for name, value in values(record, LIMITS if record.register in ("ClinicalTrials.gov", "example") else ()):
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
        found = DANGLING.search(value.text, max(0, len(value.text) - 12))
        if (
            found is None
            or int(found["number"]) < 2
            or not re.search(rf"(?<!\d){int(found['number']) - 1}[.、．)）]", value.text)
        ):
            continue
        yield Found(
            Phrase(
                f"the list ends with '{found['number']}.' and nothing behind it: an item is lost",
                f"列表以“{found['number']}.”结尾，其后无内容，有条目遗失",
            ),
            (_end(name, value), *_same_item(record, name, value, int(found["number"]))),
        )


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


def missing_number(record: Record) -> Iterator[Found]:
    """A numbered list of criteria whose first item, or one between two others, is missing."""
    for value in record.all("eligibility"):
        parts: dict[tuple[int, ...], re.Match[str]] = {}
        for match in ITEM.finditer(value.text):
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
)
