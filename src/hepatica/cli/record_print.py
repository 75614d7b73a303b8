"""A registry record as a person reads it, on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent
from typing import Final, Literal

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hepatica.registry.criteria import parent
from hepatica.registry.record import FIELDS, GROUPS, Group, Quote, Record, Value, label

Language = Literal["en", "zh"]
LONGEST: Final = 600  # characters of a value; `--field` prints all
MOST: Final = {"site": 8, "contact": 8}  # members of a group; `--field` prints all
ASIDE: Final = frozenset({"eligibility", "eligibility.inclusion", "eligibility.exclusion", "results", "note", "title"})
"""Fields that are printed apart."""
ANSWERS: Final = frozenset({"true", "false", "yes", "no"})
_NUMBERS: Final = re.compile(r"\[\d+\]")
CRITERIA: Final = ("eligibility.inclusion", "eligibility.exclusion")
FAINT: Final = "dim"
HEADING: Final = "bold cyan"

WORDS: Final = {
    "en": {
        "conflict": "several values",
        "more": "and {n} more: --field {name}",
        "rest": "{n} more characters: --field {name}",
        "further": "{n} further values: --field {name}",
        "unread": "What the reader could not use",
        "records": "{n} records",
        "criteria": "criteria",
        "none": "the record does not say",
    },
    "zh": {
        "conflict": "多个值",
        "more": "另有{n}项：--field {name}",
        "rest": "另有{n}字：--field {name}",
        "further": "另有{n}个值：--field {name}",
        "unread": "未能使用的内容",
        "records": "{n}条记录",
        "criteria": "标准数",
        "none": "记录未说明",
    },
}


def print_record(console: Console, record: Record, lang: Language) -> None:
    """All a record says: facts, criteria, arms, outcomes, sites, contacts; long texts and lists in part."""
    console.print(Text(f"{record.id or '?'} · {record.register} · {record.format}", style=HEADING))
    for value in _distinct(record.all("title"), lang):
        console.print(Text(value.text, style="bold"))
    console.print()
    console.print(_facts(record, lang))
    for name in CRITERIA:
        _criteria(console, record, name, lang)
    for group in GROUPS:
        if members := record.members(group):
            _group(console, group, members, lang)
    _rest(console, record, lang)


def print_field(console: Console, record: Record, name: str, lang: Language) -> None:
    """One field or group, whole, each value with its path and its place in the source."""
    console.print(Text(f"{record.id or '?'} · {label(name, lang)}", style=HEADING))
    found = list(_of(record, name))
    if not found:
        console.print(Text(f"  {WORDS[lang]['none']}", style=FAINT))
    for where, value in found:
        span = record.span(Quote(where, value, 0, len(value.text)))
        place = f" · {span.start}–{span.end}" if span is not None else ""
        head = where if where != name else ""
        told = " · ".join(part for part in (head, value.language, value.path) if part)
        console.print(Text(f"{told}{place}", style=FAINT), soft_wrap=True)
        console.print(Text(indent(value.text, "  ")), soft_wrap=True)


def print_list(console: Console, records: Iterable[Record], lang: Language) -> None:
    """A line for each record: number, status, how many criteria, title."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in (label("id", lang), label("status", lang), WORDS[lang]["criteria"], label("title", lang)):
        table.add_column(heading, justify="right" if heading == WORDS[lang]["criteria"] else "left")
    number = 0
    for record in records:
        number += 1
        criteria = sum(len([v for v in record.all(name) if not parent(v.path)]) for name in CRITERIA)
        title = record.text("title", lang) or record.text("title") or record.text("title.official")
        status = record.text("status", lang) or record.text("status")
        table.add_row(
            record.id or "?", Text(status), str(criteria or ""), Text(title, overflow="ellipsis", no_wrap=True)
        )
    console.print(table)
    console.print(Text(WORDS[lang]["records"].format(n=number), style=FAINT))


# ---------------------------------------------------------------- parts


def _facts(record: Record, lang: Language) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=FAINT, max_width=30)
    table.add_column(overflow="fold")
    for name in FIELDS:
        values = _distinct(record.all(name), lang) if name not in ASIDE else []
        for at, value in enumerate(values):
            said = Text(_short(value.text, name, lang))
            if _differ(values, value):
                said.append(f" ‹{_last(value)}›", style="yellow" if value.text.lower() not in ANSWERS else FAINT)
            table.add_row(label(name, lang) if at == 0 else "", said)
    return table


def _distinct(values: Sequence[Value], lang: Language) -> list[Value]:
    """Values that say something else, those in the language asked for first."""
    ordered = sorted(values, key=lambda value: value.language not in (lang, ""))
    kept = {(value.text, value.language, _asked(value)): value for value in reversed(ordered)}
    return list(kept.values())[::-1]


def _asked(value: Value) -> str:
    """What a bare yes or no answers: the last key of its path; other values say it themselves."""
    return _last(value) if value.text.lower() in ANSWERS else ""


def _last(value: Value) -> str:
    """The end of a path, by which a person knows it."""
    return ".".join(value.path.split(".")[-2:]).replace("Struct.date", "").removeprefix("oversightModule.")


def _differ(values: Sequence[Value], value: Value) -> bool:
    """Whether another value of the language stands beside this one in another part of the record."""
    return any(v.language == value.language and _part(v) != _part(value) for v in values)


def _part(value: Value) -> str:
    return _NUMBERS.sub("", value.path)


def _criteria(console: Console, record: Record, name: str, lang: Language) -> None:
    values = record.all(name)
    if not values:
        return
    console.print()
    console.print(Text(label(name, lang), style=HEADING))
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(justify="right", style=FAINT, no_wrap=True)
    table.add_column(overflow="fold")
    language = values[0].language
    for value in sorted(values, key=lambda value: value.language not in (lang, "")):
        if value.language != language:
            table.add_row("", Text(f"– {value.language} –", style=FAINT))
            language = value.language
        number = value.path.rpartition("#")[2].partition(".")[2] or "·"
        left = 2 * number.count(".")
        table.add_row(number, Padding(Text(_short(" ".join(value.text.split()), name, lang)), (0, 0, 0, left)))
    console.print(table)


def _group(console: Console, group: str, members: Sequence[Group], lang: Language) -> None:
    console.print()
    console.print(Text(f"{label(group, lang)} ({len(members)})", style=HEADING))
    shown = members[: MOST.get(group, len(members))]
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style=FAINT)
    table.add_column(style=FAINT, max_width=24)
    table.add_column(overflow="fold")
    for number, member in enumerate(shown, start=1):
        for at, (name, said) in enumerate(_lines_of(group, member, lang)):
            table.add_row(str(number) if at == 0 else "", name, Text(_short(said, group, lang)))
    console.print(table)
    if len(members) > len(shown):
        console.print(Text(f"  {WORDS[lang]['more'].format(n=len(members) - len(shown), name=group)}", style=FAINT))


def _lines_of(group: str, member: Group, lang: Language) -> Iterator[tuple[str, str]]:
    """Label and text of each value of a member; the parts of a place or a person in one line each."""
    for name in GROUPS[group]:
        values = _distinct(member.get(name, ()), lang)
        together = name in ("contact", "position", "role")
        if together and values:
            yield label(f"{group}.{name}", lang), ", ".join(value.text for value in values)
        for at, value in enumerate(values if not together else ()):
            yield label(f"{group}.{name}", lang) if at == 0 else "", value.text


def _rest(console: Console, record: Record, lang: Language) -> None:
    """How much more there is, and what could not be used."""
    console.print()
    for name in ("results", "note"):
        if number := len(record.all(name)):
            told = WORDS[lang]["further"].format(n=number, name=name)
            console.print(Text(f"{label(name, lang)}: {told}", style=FAINT))
    if record.notes:
        console.print(Text(WORDS[lang]["unread"], style="yellow"))
        for note in record.notes:
            console.print(Padding(Text(note), (0, 0, 0, 2)))


def _short(text: str, name: str, lang: Language) -> str:
    if len(text) <= LONGEST:
        return text
    end = text.rfind(" ", LONGEST // 2, LONGEST)
    more = WORDS[lang]["rest"].format(n=len(text) - LONGEST, name=name)
    return f"{text[: end if end > 0 else LONGEST]} … ({more})"


def _of(record: Record, name: str) -> Iterator[tuple[str, Value]]:
    """The values of a field, of a group's field, or of a whole group."""
    if name in FIELDS:
        yield from ((name, value) for value in record.all(name))
        return
    group, _, own = name.partition(".")
    for number, member in enumerate(record.members(group)):
        for field, values in member.items():
            yield from ((f"{group}[{number}].{field}", value) for value in values if not own or field == own)
