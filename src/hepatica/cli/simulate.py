"""`hepatica simulate`: SDTM data as a study expects them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hepatica.cli.console import out, print_json, progress


def simulate_command(
    study: Annotated[str, typer.Argument(help="Study id or file.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write; it must not exist yet.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same data.")] = 1,
    subjects: Annotated[
        int | None, typer.Option(help="Subjects to screen; the study's own number if left out.")
    ] = None,
    format: Annotated[str, typer.Option("--format", help="parquet, csv or xpt.")] = "parquet",  # noqa: A002 (the option)
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Write SDTM data made from the study's own schedule, arms and assumptions, marked as simulated."""
    from hepatica.protocol import load_study
    from hepatica.sdtm import write_tables
    from hepatica.sdtm.files import new_folder_is_free, read_format
    from hepatica.simulation import simulate

    kind = read_format(format)
    new_folder_is_free(output)
    with progress(f"Simulating {study}"):
        tables = simulate(load_study(study), seed=seed, subjects=subjects)
        write_tables(tables, output, kind)
    if as_json:
        print_json({"folder": str(output), "seed": seed, "rows": dict(tables.counts)})
    else:
        rows = ", ".join(f"{code} {count}" for code, count in tables.counts.items())
        out().print(f"{output}: simulated data of {study}, seed {seed} ({rows})", highlight=False, markup=False)
