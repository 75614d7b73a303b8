"""`hepatica derive`: analysis data (ADaM) from subject data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from hepatica.cli.console import out, print_json, progress, say
from hepatica.errors import HepaticaError

if TYPE_CHECKING:
    import polars as pl

    from hepatica.study_data import StudyData

GRADES: Final = {
    "en": "Laboratory results, worst CTCAE grade after time zero",
    "zh": "实验室检查：起始日之后的最高CTCAE分级",
}
LISTS: Final = ("not_derived", "kept_out")
"""Frames about what was left out; they are no analysis data."""


def derive_command(
    study: Annotated[str, typer.Argument(help="Study id or file.")],
    data: Annotated[Path, typer.Option("--data", help="Folder of SDTM tables.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder to write; it must not exist yet.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", help="Explain every endpoint of this subject in a sentence.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV files beside the Parquet files.")] = False,
    xpt: Annotated[
        bool, typer.Option("--xpt", help="Write SAS transport files (version 5) beside the Parquet files.")
    ] = False,
    figures: Annotated[
        bool, typer.Option("--figures", help="Draw swimmer, waterfall and spider plots of tumour response.")
    ] = False,
    lang: Annotated[Literal["en", "zh"], typer.Option("--lang", help="Language of figures and labels.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Derive the analysis data: who had what when, how values changed, and which record says so.

    A record that cannot be used is kept out and listed; what does not depend on it is derived. Where this version cannot
    assign by the study's method, nobody has a group; a note says so.
    """
    from hepatica.assignment import assign, cannot_assign
    from hepatica.cli.screen_print import print_problems
    from hepatica.endpoints import derive
    from hepatica.endpoints.explained import explained
    from hepatica.endpoints.grades_explained import grades_explained
    from hepatica.lineage import write_manifest
    from hepatica.run import refuse_existing
    from hepatica.screening import screen
    from hepatica.sdtm.files import new_folder
    from hepatica.study_data import read_study_data

    if output is None and subject is None:
        raise HepaticaError(
            "there is nothing to do", do="name a folder to write (-o) or a subject to explain (--subject)"
        )
    if output is not None:
        refuse_existing(output)
    with progress(f"Deriving {study}"):
        read = read_study_data(study, data, strict=False)
        screened = screen(read.study, read.facts, read.subjects)
        without = cannot_assign(read.study)
        assigned = read.study.assignment is not None and not without
        groups = assign(read.study, read.tables, read.facts, read.subjects).table if assigned else None
        frames = derive(read.study, read.tables, screened, groups, facts=read.facts)
        # before anything is written: a subject that is not there is refused
        told = None
        if subject is not None:
            told = {
                "endpoints": explained(read.study, frames, subject, lang),
                "laboratory_grades": grades_explained(frames["adlb"], subject, lang),
            }
        if output is not None:
            inputs: dict[str, Path | str] = {
                f"data/{file.name}": file for file in sorted(data.iterdir()) if file.is_file()
            }
            with new_folder(output) as folder:
                _write(frames, folder, csv=csv, xpt=xpt)
                if figures:
                    _draw(read, frames, folder / "figures", lang)
                write_manifest(folder, inputs=inputs)
    notes = [read.foreign, f"nobody has a group: {without}" if without else ""]
    for note in filter(None, notes):
        say(f"note: {note}")
    if told is not None and not as_json:
        _explain(told["endpoints"], "endpoint", "")
        _explain(told["laboratory_grades"], "term", GRADES[lang])
    if output is None:
        if as_json:
            print_json(told)
        return
    counts = {name: frame.height for name, frame in frames.items() if name not in LISTS}
    left_out = frames["not_derived"].to_dicts()
    if as_json:
        print_json(
            {
                "folder": str(output),
                "rows": counts,
                "not_derived": left_out,
                "notes": [*filter(None, notes)],
                "problems": [str(problem) for problem in read.problems],
                **(told or {}),
            }
        )
        return
    console = out()
    for name, count in counts.items():
        console.print(f"{count:>8} rows  {name}", highlight=False, markup=False)
    for row in left_out:
        console.print(f"not derived: {row['endpoint']} ({row['reason']})", highlight=False, markup=False)
    print_problems(read.problems, "en")


def _write(frames: Mapping[str, pl.DataFrame], folder: Path, *, csv: bool, xpt: bool) -> None:
    from hepatica.endpoints.transport import write_transport

    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
        if csv:
            frame.write_csv(folder / f"{name}.csv")
    if xpt:
        write_transport({name: frame for name, frame in frames.items() if name not in LISTS}, folder)


def _draw(read: StudyData, frames: Mapping[str, pl.DataFrame], folder: Path, lang: Literal["en", "zh"]) -> None:
    """The figures of response as SVG and PNG, each with its caption beside it."""
    from hepatica.endpoints.assessments import measured_points
    from hepatica.endpoints.evidence import gather
    from hepatica.report import draw
    from hepatica.report.response_figures import Told
    from hepatica.report.response_from_adam import study_figures
    from hepatica.report.words import Words

    words = Words(lang)
    points = measured_points(read.study, gather(read.study, read.tables, read.facts))
    told = Told(words, mark=words("simulated_title") if read.tables.simulated else "")
    found = study_figures(frames, read.study, told, time_points=points)
    if found:
        folder.mkdir()
    for figure in found:
        (folder / f"{figure.name}.svg").write_text(figure.page, encoding="utf-8")
        (folder / f"{figure.name}.png").write_bytes(draw.png(figure.page))
        (folder / f"{figure.name}.txt").write_text(figure.caption + "\n", encoding="utf-8")


def _explain(rows: Sequence[Mapping[str, str]], by: str, heading: str) -> None:
    """Print what is said of a subject, under the label of each endpoint or term (`by`)."""
    if rows and heading:
        out().print(heading, style="bold underline", highlight=False, markup=False)
    last = ""
    for row in rows:
        if row[by] != last:
            out().print(row["label"], style="bold", highlight=False, markup=False)
        last = row[by]
        told = ": ".join(filter(None, (row["answer"], row["reason"])))
        because = f" ({row['record']})" if row["record"] else ""
        out().print(f"  {told}{because}", highlight=False, markup=False)
