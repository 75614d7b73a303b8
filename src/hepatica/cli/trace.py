"""`hepatica trace`: from a number back to the cell it came from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from hepatica.cli.console import out, print_json

WHOLE_LINES = 10_000  # where output goes to a file or another program, a line of the tree is one line


def trace_command(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="Folder that a run has written.")],
    result: Annotated[str, typer.Argument(metavar="RESULT", help="Result id, as the report shows it.")],
    subject: Annotated[str | None, typer.Option(help="Follow this subject to the cells of the originals.")] = None,
    sources: Annotated[
        list[Path] | None, typer.Option(help="Folder (or file) that holds originals; may be given several times.")
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="List every subject, not the first twenty.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the trace as JSON.")] = False,
) -> None:
    """Follow a result to its subjects, and one subject to its analysis row, its records and their original cells."""
    from hepatica.report.trace import trace
    from hepatica.report.trace_tree import trace_tree

    found = trace(folder, result, subject, sources=sources or [])
    if as_json:
        print_json(asdict(found))
    else:
        console = out()
        if not console.is_terminal:
            console.width = WHOLE_LINES
        console.print(trace_tree(found, everyone=everyone), highlight=False, soft_wrap=False)
