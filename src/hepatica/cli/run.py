"""`hepatica run`: the way from data to report in one call."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hepatica.cli.console import out, print_json, progress, say


def run_command(
    study: Annotated[str, typer.Argument(help="Study id or file.")],
    data: Annotated[Path, typer.Option("--data", help="Folder of SDTM tables.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write; it must not exist yet.")],
    population: Annotated[
        str | None,
        typer.Option(
            help="Analyse this population (all: everyone) instead of each analysis' own; sensitivity analyses keep theirs."
        ),
    ] = None,
    classifier: Annotated[
        Path | None, typer.Option(help="A frozen classifier.json to use instead of learning.")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of the report: en or zh.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Screen, assign, derive, analyse and report; write everything into one folder."""
    from hepatica.run import run

    with progress(f"Running {study}") as bar:
        task = bar.task_ids[0]
        result = run(
            study,
            data,
            output,
            population=population,
            classifier=classifier,
            lang=lang,
            step=lambda text: bar.update(task, description=text),
        )
    if result.foreign:
        say(f"note: {result.foreign}")
    if as_json:
        print_json(result.summary())
        return
    console = out()
    for line in result.lines():
        console.print(line, highlight=False, markup=False)
