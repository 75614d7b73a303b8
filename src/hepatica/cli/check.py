"""`hepatica check`: what contradicts itself or is missing in registry records and study files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Annotated, Literal

import typer

from hepatica.cli.check_many import Asked, Form, Told, known, sources
from hepatica.cli.console import counted, out, print_json, say
from hepatica.errors import HepaticaError
from hepatica.lineage.new_file import refuse_existing_file, write_new_text
from hepatica.protocol import load_study
from hepatica.registry.checks import CHECKS
from hepatica.registry.in_processes import processors, told_of
from hepatica.registry.sarif import sarif

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
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", min=1, help="Processes at most; by default one a processor where there are many, one a line or file."
    ),
]
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
    jobs: Jobs = None,
) -> None:
    """Say what contradicts itself or is missing in a record or a study file: exit status 1 if anything is found."""
    refuse_existing_file(html)
    quiet = known(accept or ()) | (known(load_study(study).accepted) if study else frozenset())
    form: Form = "sarif" if as_sarif else "json" if json else "codes" if count else "text"
    asked = Asked(form, lang, severity, quiet, only.upper())
    if html is not None:
        raise typer.Exit(1 if _write_page(asked, files, html) else 0)
    told = told_of(asked, sources(files), jobs or processors())
    if form == "text":
        found = sum(_print(each) for each in told)
    elif form == "codes":
        found = _print_counts(counted(told, "records"), lang)
    else:
        results = [result for each in counted(told, "records") for result in each.found]
        found = len(results)
        print_json(sarif(results, CHECKS, metadata.version("hepatica")) if as_sarif else {"findings": results})
    raise typer.Exit(1 if found else 0)


def _write_page(asked: Asked, files: Iterable[str], html: Path) -> int:
    from hepatica.report.findings_page import findings_page  # the report takes long to import

    checked = list(asked.checked(sources(files)))
    if len(checked) != 1:
        raise HepaticaError(f"there are {len(checked)} records", do="give --html one file with one record")
    ((read, found),) = checked
    write_new_text(html, findings_page(read.record, found, asked.lang))
    say(f"the findings: {html}")
    return len(found)


def _print(told: Told) -> int:
    for line in told.lines:
        out().print(line)
    return len(told.codes)


def _print_counts(told: Iterable[Told], lang: str) -> int:
    """How many records have a finding of each code, and how many findings there are."""
    touched, findings, total = Counter[str](), Counter[str](), 0
    for each in told:
        total += 1
        codes = Counter(each.codes)
        findings.update(codes)
        touched.update(codes.keys())
    for one in CHECKS:
        if findings[one.code]:
            line = f"{one.code}  {touched[one.code]:>6}  {findings[one.code]:>6}  {one.title.in_language(lang)}"
            out().print(line, highlight=False, markup=False)
    number = sum(findings.values())
    say(
        f"{number} findings in {total} record{'' if total == 1 else 's'}"
        + (f", {number / total:.2f} a record" if total else "")
    )
    return number
