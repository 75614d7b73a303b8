"""`hepatica check`: what contradicts itself or is missing in registry records and study files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from hepatica.cli.console import counted, out, print_json, say
from hepatica.errors import HepaticaError
from hepatica.lineage.new_file import refuse_existing_file, write_new_text
from hepatica.protocol import list_studies, load_study
from hepatica.registry.checks import CHECKS
from hepatica.registry.finding import Finding, check
from hepatica.registry.from_study import record_of_study
from hepatica.registry.obtain import records
from hepatica.registry.position import Lines
from hepatica.registry.record import Quote, Record, label
from hepatica.registry.sarif import Checked, sarif
from hepatica.report.findings_page import findings_page

STYLES = {1: "bold red", 2: "yellow", 3: "cyan"}
SHOWN = 100
"""Characters of a line of the source that are shown, at most."""

Files = Annotated[
    list[str],
    typer.Argument(help="Files of registry records in any form that is read, registry numbers, or studies."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Sarif = Annotated[bool, typer.Option("--sarif", help="Print SARIF 2.1.0, for editors and code hosts.")]
Page = Annotated[
    Path | None, typer.Option("--html", help="Write the record with its findings to this new HTML file (one record).")
]
Language = Annotated[Literal["en", "zh"], typer.Option("--lang", help="Language of the texts.")]
Least = Annotated[
    int, typer.Option("--severity", min=1, max=3, help="Leave out what is less grave than this (1 is gravest).")
]
Counts = Annotated[bool, typer.Option("--count", help="Only count the findings, by code.")]
Begins = Annotated[
    str, typer.Option("--only", help="Leave out records whose number does not begin with this, such as ChiCTR.")
]
OfStudy = Annotated[str | None, typer.Option("--study", help="A study whose file accepts findings with a reason.")]
Accept = Annotated[list[str] | None, typer.Option("--accept", help="Codes that are accepted and stay quiet.")]


def check_command(
    files: Files,
    json: Json = False,
    as_sarif: Sarif = False,
    html: Page = None,
    lang: Language = "en",
    severity: Least = 3,
    count: Counts = False,
    only: Begins = "",
    accept: Accept = None,
    study: OfStudy = None,
) -> None:
    """Say what contradicts itself or is missing in a record or a study file: exit status 1 if anything is found."""
    refuse_existing_file(html)
    quiet = _known(accept or ()) | (_known(load_study(study).accepted) if study else frozenset())
    read = (each for file in files for each in _read(file) if each[1].id.upper().startswith(only.upper()))
    checked = _checked(read, severity, quiet)
    if html is not None:
        found = _write_page(list(checked), html, lang)
    elif as_sarif:
        log = sarif(checked, CHECKS, metadata.version("hepatica"))
        print_json(log)
        found = len(log["runs"][0]["results"])
    elif json:
        told = [each.as_json(record) | {"file": name} for name, record, own in checked for each in own]
        print_json({"findings": told})
        found = len(told)
    elif count:
        found = _print_counts(counted(checked, "records"), lang)
    else:
        found = sum(_print(out(), name, record, own, lang) for name, record, own in checked)
    raise typer.Exit(1 if found else 0)


def _known(codes: Iterable[str]) -> frozenset[str]:
    known = {each.code for each in CHECKS}
    for code in codes:
        if code not in known:
            raise HepaticaError(f"there is no check '{code}'", do="give a code as it is printed with a finding")
    return frozenset(codes)


def _read(name: str) -> Iterator[tuple[str, Record, frozenset[str]]]:
    """The records of a file, that of a registry number, or the one that a study makes, with the codes that it accepts."""
    if name in list_studies() or Path(name).suffix in (".yaml", ".yml"):
        study = load_study(name)
        yield study.file or name, record_of_study(study), _known(study.accepted)
    else:
        yield from ((name, record, frozenset[str]()) for record in records(name))


def _checked(
    read: Iterable[tuple[str, Record, frozenset[str]]], severity: int, quiet: frozenset[str]
) -> Iterator[Checked]:
    for name, record, accepted in read:
        found = check(record, CHECKS, quiet | accepted)
        yield name, record, [each for each in found if each.severity <= severity]


def _write_page(checked: Sequence[Checked], html: Path, lang: Literal["en", "zh"]) -> int:
    if len(checked) != 1:
        raise HepaticaError(f"there are {len(checked)} records", do="give --html one file with one record")
    ((_, record, found),) = checked
    write_new_text(html, findings_page(record, found, lang))
    say(f"the findings: {html}")
    return len(found)


# ---------------------------------------------------------------- as a person reads it


def _print(console: Console, name: str, record: Record, found: Sequence[Finding], lang: str) -> int:
    lines = Lines(record.source)
    for finding in found:
        head = Text(_place(name, record, lines, finding.found.quotes[0]) + ": ")
        head.append(f"{finding.code} {_severity(finding, lang)}", STYLES[finding.severity])
        head.append(f": {finding.check.title.in_language(lang)}", "bold")
        console.print(head)
        for quote in finding.found.quotes:
            _print_quote(console, record, lines, quote, STYLES[finding.severity], lang)
        says = {"collides": finding.found.collides, "mend": finding.check.mend, "meanwhile": finding.check.meanwhile}
        for key, phrase in says.items():
            console.print(Text(f"   = {WORDS[lang][key]}{phrase.in_language(lang)}"))
        console.print()
    counts = Counter(each.severity for each in found)
    grave = ", ".join(WORDS[lang]["of"].format(n=counts[severity], severity=severity) for severity in sorted(counts))
    number = WORDS[lang]["one" if len(found) == 1 else "many" if found else "none"].format(n=len(found))
    console.print(Text(f"{record.id or name}: {number}" + (f" ({grave})" if grave else ""), "bold"))
    if found:
        console.print()
    return len(found)


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


def _print_quote(console: Console, record: Record, lines: Lines, quote: Quote, style: str, lang: str) -> None:
    console.print(Text(f"   {label(quote.field, lang)}", "dim"))
    span = record.span(quote)
    if span is None:
        console.print(Text(f"      | {quote.text}"))
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
    console.print(shown)


def _print_counts(checked: Iterable[Checked], lang: str) -> int:
    """How many records have a finding of each code, and how many findings there are."""
    touched, findings, total = Counter[str](), Counter[str](), 0
    for _, _, found in checked:
        total += 1
        codes = Counter(each.code for each in found)
        findings.update(codes)
        touched.update(codes.keys())
    for each in CHECKS:
        if findings[each.code]:
            told = f"{each.code}  {touched[each.code]:>6}  {findings[each.code]:>6}  {each.title.in_language(lang)}"
            out().print(told, highlight=False, markup=False)
    number = sum(findings.values())
    say(
        f"{number} findings in {total} record{'' if total == 1 else 's'}"
        + (f", {number / total:.2f} a record" if total else "")
    )
    return number
