"""Writes the report of a run: `report.html` and its figures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import polars as pl

from hepatica.protocol.study import Study
from hepatica.report import draw
from hepatica.report.baseline_table import baseline_tables, is_baseline, is_result
from hepatica.report.contents import Omitted, Participants, Ran, StandIn
from hepatica.report.figure import Figure, participants_figure
from hepatica.report.labels import Labels
from hepatica.report.left_out import without_result
from hepatica.report.main_results import main_results
from hepatica.report.page import Numbering, render
from hepatica.report.result_sections import result_sections
from hepatica.report.study_tables import assumption_table, change_table, omitted_table, reproducing_tables
from hepatica.report.words import Lang, Words
from hepatica.vocabulary import load

PAGE: Final = "report.html"
FIGURES: Final = "figures"
SECTIONS: Final = (
    ("main", "main", "summary"),
    ("run", "facts", "what_was_run"),
    ("participants", "participants", "participants"),
    ("baseline", "baseline", "baseline"),
    ("results", "", "results"),
    ("left-out", "left_out", "left_out"),
    ("stand-ins", "stand_ins", "stand_ins"),
    ("changes", "changes", "changes"),
    ("assumptions", "", "assumptions"),
    ("conflicts", "", "conflicts"),
    ("tracing", "", "tracing"),
)
"""Id of each section, the content without which it is left out ("" never), and the word for its heading."""


def write_report(
    folder: Path,
    study: Study,
    results: pl.DataFrame,
    *,
    ran: Ran,
    participants: Participants | None = None,
    simulated: bool = False,
    omitted: Sequence[Omitted] = (),
    stand_ins: Sequence[StandIn] = (),
    notes: Sequence[str] = (),
    lang: Lang = "en",
    interactive: bool = True,
) -> Path:
    """Write `report.html` and `figures/*.svg, *.png` into `folder` and return the page's path.

    results: the results table; figures and tables are made from it alone. ran: what was run. participants: the flow of
    participants. simulated: the data are simulated (also seen in the table's own column). omitted: what was not
    derived. The same arguments give the same bytes: no clock enters the page.
    """
    words = Words(lang)
    labels = Labels(study, load(), words)
    numbering = Numbering()
    simulated = simulated or bool(results["simulated"].fill_null(False).any())
    results = results.with_columns(simulated=pl.lit(simulated))
    mark = words("simulated_title") if simulated else ""
    flow = participants_figure(participants, words, mark) if participants is not None else None
    baseline = results.filter(is_baseline())
    content: dict[str, Any] = {
        "study": study.study,
        "title": study.title.in_language(lang),
        "under": words("named", name=words("data_set"), text=ran.data_set),
        "simulated": simulated,
        "main": main_results(results, labels),
        "facts": _facts(results, ran, labels),
        "notes": notes,
        "reproducing": [numbering.table(table, numbers=False) for table in reproducing_tables(ran, words)],
        "participants": numbering.figure(flow) if flow is not None else None,
        "baseline": [numbering.table(table) for table in baseline_tables(baseline, labels)],
        "version": metadata.version("hepatica"),
        "example_id": _example(results),
    }
    sections, drawn = result_sections(results.filter(is_result()), labels, numbering, interactive=interactive)
    content["endpoints"] = sections
    omitted = [*omitted, *without_result(results.filter(is_result()), [one.what for one in omitted], labels)]
    content |= _from_study(study, omitted, stand_ins, words, numbering)
    content["contents"] = _contents(content, words)
    folder.mkdir(parents=True, exist_ok=True)
    _write_figures(folder / FIGURES, [*([flow] if flow is not None else []), *drawn])
    page = folder / PAGE
    page.write_text(render(content, words, interactive=numbering.interactive), encoding="utf-8", newline="\n")
    return page


def _facts(results: pl.DataFrame, ran: Ran, labels: Labels) -> list[tuple[str, str]]:
    study, words = labels.study, labels.words
    facts = [(words("study"), f"{study.study}: {study.title.in_language(words.lang)}")]
    if study.extends:
        facts.append((words("base_study"), study.extends))
    facts.append((words("data_set"), ran.data_set))
    populations = results.filter(is_result())["population"].fill_null("").unique(maintain_order=True).to_list()
    if populations:
        facts.append((words("population"), "; ".join(labels.population(name) for name in populations)))
    if ran.study_hash:
        facts.append((words("study_hash"), ran.study_hash))
    return facts + [
        (words("of_what", name=words("seed"), what=words.named("seed", name)), str(seed))
        for name, seed in ran.seeds.items()
    ]


def _from_study(
    study: Study, omitted: Sequence[Omitted], stand_ins: Sequence[StandIn], words: Words, numbering: Numbering
) -> dict[str, Any]:
    """The parts that do not come from results: what was left out, assumed, changed, and what is in conflict."""

    def numbered(table: Any) -> dict[str, Any] | None:
        return numbering.table(table, numbers=False) if table is not None else None

    return {
        "left_out": numbered(omitted_table(omitted, words)),
        "stand_ins": stand_ins,
        "changes": numbered(change_table(study, words)),
        "base": study.extends or "",
        "assumptions": numbered(assumption_table(study, words)),
        "conflicts": sorted(study.open_conflicts, key=lambda conflict: conflict.severity),
    }


def _contents(content: dict[str, Any], words: Words) -> list[dict[str, Any]]:
    """The table of contents: the sections that are there, and under the results their endpoints."""
    return [
        {"id": name, "title": words(word), "inner": content["endpoints"] if name == "results" else []}
        for name, needed, word in SECTIONS
        if not needed or content[needed]
    ]


def _example(results: pl.DataFrame) -> str:
    """A result id to show how tracing is called: an estimate if there is one."""
    estimates = results.filter(~is_baseline() & pl.col("statistic").is_in(["hazard_ratio", "median", "proportion"]))
    chosen = estimates if estimates.height else results
    return str(chosen["result_id"][0]) if chosen.height else "RESULT"


def _write_figures(folder: Path, figures: Sequence[Figure]) -> None:
    if not figures:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for figure in figures:
        (folder / f"{figure.name}.svg").write_text(figure.page, encoding="utf-8", newline="\n")
        (folder / f"{figure.name}.png").write_bytes(draw.png(figure.page))
