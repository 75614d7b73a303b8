"""`hepatica derive`: analysis data (ADaM) from subject data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hepatica.cli.console import out, print_json, progress, say


def derive_command(
    study: Annotated[str, typer.Argument(help="Study id or file.")],
    data: Annotated[Path, typer.Option("--data", help="Folder of SDTM tables.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write; it must not exist yet.")],
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV files beside the Parquet files.")] = False,
    xpt: Annotated[
        bool, typer.Option("--xpt", help="Write SAS transport files (version 5) beside the Parquet files.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Derive the analysis data: who had what when, how values changed, and which record says so."""
    from hepatica.assignment import assign
    from hepatica.endpoints import derive
    from hepatica.endpoints.transport import write_transport
    from hepatica.lineage import write_manifest
    from hepatica.run import refuse_existing
    from hepatica.screening import screen
    from hepatica.sdtm.files import new_folder
    from hepatica.study_data import read_study_data

    refuse_existing(output)
    with progress(f"Deriving {study}"):
        read = read_study_data(study, data)
        screened = screen(read.study, read.facts, read.subjects)
        groups = assign(read.study, read.tables, read.facts, read.subjects).table if read.study.assignment else None
        frames = derive(read.study, read.tables, screened, groups, facts=read.facts)
        inputs: dict[str, Path | str] = {f"data/{file.name}": file for file in sorted(data.iterdir()) if file.is_file()}
        with new_folder(output) as folder:
            for name, frame in frames.items():
                frame.write_parquet(folder / f"{name}.parquet")
                if csv:
                    frame.write_csv(folder / f"{name}.csv")
            if xpt:
                write_transport({name: frame for name, frame in frames.items() if name != "not_derived"}, folder)
            write_manifest(folder, inputs=inputs)
    if read.foreign:
        say(f"note: {read.foreign}")
    counts = {name: frame.height for name, frame in frames.items() if name != "not_derived"}
    left_out = frames["not_derived"].to_dicts()
    if as_json:
        print_json({"folder": str(output), "rows": counts, "not_derived": left_out})
        return
    console = out()
    for name, count in counts.items():
        console.print(f"{count:>8} rows  {name}", highlight=False, markup=False)
    for row in left_out:
        console.print(f"not derived: {row['endpoint']} ({row['reason']})", highlight=False, markup=False)
