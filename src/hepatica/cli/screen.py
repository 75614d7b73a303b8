"""`hepatica screen`: eligibility of every subject, with reasons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from hepatica.cli.console import out, print_json, progress, say
from hepatica.cli.new_file import refuse_existing_file, write_new_parquet


def screen_command(
    study: Annotated[str, typer.Argument(help="Study id or file.")],
    data: Annotated[Path, typer.Option("--data", help="Folder of SDTM tables.")],
    subject: Annotated[str | None, typer.Option(help="One subject: every criterion explained.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the table here (Parquet).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Say for every subject whether it is eligible, is not, or cannot be said to be, and why."""
    from hepatica.run import read_study_data
    from hepatica.screening import flow, screen

    refuse_existing_file(output)
    with progress("Screening"):
        read = read_study_data(study, data)
        screened = screen(read.study, read.facts, read.subjects)
    if read.foreign:
        say(f"note: {read.foreign}")
    if subject is not None:
        _one(read, subject, as_json)
        return
    write_new_parquet(screened, output)
    counted = flow(screened)
    if as_json:
        print_json({**counted.__dict__, "subjects": screened.select("USUBJID", "STATUS", "FAILED", "OPEN").to_dicts()})
        return
    console = out()
    console.print(
        f"{counted.assessed} assessed: {counted.eligible} eligible, {counted.not_eligible} not eligible, "
        f"{counted.unknown} unknown",
        highlight=False,
    )
    for title, counts in (("First criterion that excludes", counted.first), ("Open criterion", counted.open)):
        if counts:
            table = Table(title, "Criterion", "Subjects", title_justify="left")
            for name, count in counts.items():
                table.add_row(
                    name, read.study.criteria[name][1].text or str(read.study.criteria[name][1].rule), str(count)
                )
            console.print(table)


def _one(read: object, subject: str, as_json: bool) -> None:
    """Every criterion of one subject, with the sentence that explains it."""
    from hepatica.run import StudyData
    from hepatica.screening.reasons import explain_subject

    assert isinstance(read, StudyData)
    rows = explain_subject(read.study, read.facts, read.subjects, subject)
    if as_json:
        print_json(rows)
        return
    table = Table("Criterion", "", "Answer", "Why", title=f"{read.study.study}: {subject}")
    for row in rows:
        table.add_row(row["criterion"], row["kind"], row["answer"], row["reason"])
    out().print(table)
