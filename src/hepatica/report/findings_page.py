"""The findings of a record as one HTML page: its text with the words that collide marked, and each finding linked to them.

The page needs nothing from outside and runs no script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import metadata
from itertools import pairwise
from typing import Any, Final

from markupsafe import Markup, escape

from hepatica.registry.finding import Finding
from hepatica.registry.position import Lines
from hepatica.registry.record import Record, Span, label
from hepatica.report.page import render
from hepatica.report.words import Lang, Words

COMMON: Final = 400_000
"""Characters of a source that are shown; of a longer one only what stands around the marks."""
AROUND: Final = 600
"""Characters shown around a mark of a long source."""


@dataclass
class _Mark:
    """A stretch of the source that findings quote: their anchors and the greatest severity."""

    span: Span
    names: list[str] = field(default_factory=list)
    severity: int = 3


def findings_page(record: Record, found: Sequence[Finding], lang: Lang) -> str:
    """The page of one record in one language; the same record and findings give the same text."""
    words = Words(lang)
    marks: list[_Mark] = []
    lines = Lines(record.source)
    told = [_told(number, record, each, marks, lines, words) for number, each in enumerate(found, 1)]
    counts = [sum(each.severity == severity for each in found) for severity in (1, 2, 3)]
    title = record.text("title", lang) or record.text("title.official", lang) or record.id
    content = {
        "title": title,
        "identifier": record.id or words("no_identifier"),
        "register": record.register,
        "counts": counts,
        "findings": told,
        "source": _marked(record.source, marks),
        "notes": record.notes,
        "version": metadata.version("hepatica"),
    }
    return render(content, words, template="findings.html.j2", style="findings.css")


def _told(
    number: int, record: Record, finding: Finding, marks: list[_Mark], lines: Lines, words: Words
) -> dict[str, Any]:
    quotes = []
    for place, quote in enumerate(finding.found.quotes, 1):
        span, name = record.span(quote), f"f{number}-{place}"
        if span is not None:
            _note(marks, span, name, finding.severity)
        line = lines.at(span.start)[0] if span is not None else None
        quotes.append(
            {"text": " ".join(quote.text.split()), "field": label(quote.field, words.lang), "line": line, "name": name}
        )
    check = finding.check
    return {
        "name": f"f{number}",
        "code": finding.code,
        "severity": finding.severity,
        "decidability": words(f"decidability_{check.decidability}"),
        "title": check.title.in_language(words.lang),
        "collides": finding.found.collides.in_language(words.lang),
        "quotes": quotes,
        "costs": check.costs.in_language(words.lang),
        "mend": check.mend.in_language(words.lang),
        "meanwhile": check.meanwhile.in_language(words.lang),
    }


def _note(marks: list[_Mark], span: Span, name: str, severity: int) -> None:
    mark = next((each for each in marks if each.span == span), None)
    if mark is None:
        mark = _Mark(span)
        marks.append(mark)
    mark.names.append(name)
    mark.severity = min(mark.severity, severity)


def _marked(source: str, marks: Sequence[_Mark]) -> Markup:
    """The source with its marks; where marks overlap, each stretch belongs to the gravest of them."""
    cuts = sorted({0, len(source), *(end for mark in marks for end in (mark.span.start, mark.span.end))})
    parts: list[Markup] = []
    begun: set[int] = set()
    for start, end in pairwise(cuts):
        own = [mark for mark in marks if mark.span.start <= start and end <= mark.span.end]
        text = source[start:end]
        if not own:
            parts.append(_plain(text, len(source), first=start == 0, last=end == len(source)))
            continue
        anchors = Markup("").join(
            Markup('<a id="{}"></a>').format(name) for mark in own if id(mark) not in begun for name in mark.names
        )
        begun.update(map(id, own))
        grave = min(own, key=lambda mark: mark.severity)
        back = grave.names[0].partition("-")[0]
        parts.append(anchors + Markup('<a class="mark s{}" href="#{}">{}</a>').format(grave.severity, back, text))
    return Markup("").join(parts)


def _plain(text: str, length: int, *, first: bool, last: bool) -> Markup:
    if length <= COMMON or len(text) <= 2 * AROUND:
        return escape(text)
    begin = "" if first else text[:AROUND]
    end = "" if last else text[-AROUND:]
    return escape(f"{begin}\n[…]\n{end}")
