"""The findings of a record as a person reads them, like a compiler's messages: the place, the words, how to mend them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from hepatica.registry.finding import Finding
from hepatica.registry.position import Lines
from hepatica.registry.record import Quote, Record, label

STYLES = {1: "bold red", 2: "yellow", 3: "cyan"}
SHOWN = 100
"""Characters of a line of the source that are shown, at most."""


def as_read(name: str, record: Record, found: Sequence[Finding], lang: str, line: int = 1) -> Iterator[Text]:
    """The lines that tell the findings of a record.

    name: its file, as it was named. line: number of its first line there.
    """
    lines = Lines(record.source, line)
    for finding in found:
        head = Text(_place(name, record, lines, finding.found.quotes[0]) + ": ")
        head.append(f"{finding.code} {_severity(finding, lang)}", STYLES[finding.severity])
        head.append(f": {finding.check.title.in_language(lang)}", "bold")
        yield head
        for quote in finding.found.quotes:
            yield from _quote(record, lines, quote, STYLES[finding.severity], lang)
        says = {"collides": finding.found.collides, "mend": finding.check.mend, "meanwhile": finding.check.meanwhile}
        for key, phrase in says.items():
            yield Text(f"   = {WORDS[lang][key]}{phrase.in_language(lang)}")
        yield Text()
    counts = Counter(each.severity for each in found)
    grave = ", ".join(WORDS[lang]["of"].format(n=counts[severity], severity=severity) for severity in sorted(counts))
    number = WORDS[lang]["one" if len(found) == 1 else "many" if found else "none"].format(n=len(found))
    yield Text(f"{record.id or name}: {number}" + (f" ({grave})" if grave else ""), "bold")
    if found:
        yield Text()


WORDS = {
    "en": {
        "collides": "",
        "mend": "to mend: ",
        "meanwhile": "meanwhile: ",
        "none": "nothing found",
        "one": "1 finding",
        "many": "{n} findings",
        "of": "{n} of severity {severity}",
    },
    "zh": {
        "collides": "",
        "mend": "更正：",
        "meanwhile": "更正之前：",
        "none": "未发现问题",
        "one": "1项",
        "many": "{n}项",
        "of": "{severity}级{n}项",
    },
}


def _severity(finding: Finding, lang: str) -> str:
    return f"{finding.severity}级" if lang == "zh" else f"severity {finding.severity}"


def _place(name: str, record: Record, lines: Lines, quote: Quote) -> str:
    span = record.span(quote)
    if span is None:
        return f"{name}: {record.id}"
    line, column = lines.at(span.start)
    return f"{name}:{line}:{column}"


def _quote(record: Record, lines: Lines, quote: Quote, style: str, lang: str) -> Iterator[Text]:
    yield Text(f"   {label(quote.field, lang)}", "dim")
    span = record.span(quote)
    if span is None:
        yield Text(f"      | {quote.text}")
        return
    quoted = record.source[span.start : span.end]
    begin = span.start + len(quoted) - len(quoted.lstrip())
    number, column = lines.at(begin)
    whole = lines.line(number)
    start, end = column - 1, min(column - 1 + span.end - begin, len(whole))
    first = max(0, start - (SHOWN - (end - start)) // 2) if len(whole) > SHOWN else 0
    last = min(len(whole), max(end, first + SHOWN))
    shown = Text(f"{number:>5} | ", "dim")
    shown.append(("…" if first else "") + whole[first:start], "none")
    shown.append(whole[start:end], style)
    shown.append(whole[end:last] + ("…" if last < len(whole) else ""), "none")
    yield shown
