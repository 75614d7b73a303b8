"""The way from data to report in one call: read, screen, assign, derive, analyse, report."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

from hepatica.analysis import analyse
from hepatica.assignment import Assigned, assign
from hepatica.assignment.centroids import save
from hepatica.endpoints import derive
from hepatica.endpoints.adsl import exclusion_flags
from hepatica.errors import HepaticaError
from hepatica.lineage import content_hash, package_versions, write_manifest
from hepatica.protocol import Study
from hepatica.protocol.section import nearest
from hepatica.report import Omitted, Ran, participants, write_report
from hepatica.report.from_run import stand_ins
from hepatica.report.words import LANGUAGES, Words
from hepatica.screening import Flow, flow, reasons, screen
from hepatica.sdtm.files import new_folder
from hepatica.simulation.simulate import LABEL
from hepatica.study_data import StudyData, read_study_data

EXPLAINED = 2000  # subjects whose reasons are written out; of a larger cohort one asks subject by subject


@dataclass(frozen=True)
class Run:
    """What a run wrote: its folder, the counts of screening, the groups, the results table, and what is to be said
    where the data were made for another study."""

    folder: Path
    flow: Flow
    assigned: Assigned
    results: pl.DataFrame
    foreign: str = ""

    def groups(self) -> dict[str, int]:
        """Number of subjects in each group; "" where none could be given."""
        counted = self.assigned.table["ARM"].fill_null("").value_counts(sort=True)
        return dict(counted.iter_rows())

    def summary(self) -> dict[str, Any]:
        """The run in a form for `--json`."""
        tests = self.results.filter(pl.col("statistic") == "p_value").select("result_id", "value")
        return {
            "folder": str(self.folder),
            "report": str(self.folder / "report.html"),
            "screening": self.flow.__dict__,
            "groups": self.groups(),
            "results": self.results.height,
            "p_values": dict(tests.iter_rows()),
        }

    def lines(self) -> list[str]:
        """The run in a few lines for a terminal."""
        f = self.flow
        lines = [
            f"{f.assessed} assessed: {f.eligible} eligible, {f.not_eligible} not eligible, {f.unknown} unknown",
            "groups: " + ", ".join(f"{arm or '(none)'} {count}" for arm, count in self.groups().items()),
        ]
        tests = self.results.filter((pl.col("statistic") == "p_value") & (pl.col("method") == "log_rank"))
        lines += [f"log-rank p = {row['value']:.4g}  {row['result_id']}" for row in tests.iter_rows(named=True)]
        return [*lines, f"{self.results.height} results", f"report: {self.folder / 'report.html'}"]


def run(
    study: str | Path | Study,
    data: Path,
    out: Path,
    *,
    population: str | None = None,
    classifier: Path | None = None,
    lang: str = "en",
    step: Callable[[str], None] = lambda text: None,
) -> Run:
    """Run a study on its data and write everything into the new folder `out`, complete or not at all.

    study: id, file or loaded study. data: folder of SDTM tables. population: analyse this population throughout
    ("all": everyone) instead of the one each analysis names. classifier: a frozen classifier instead of a learnt one.
    step: told what is being done. The same inputs give the same bytes, but for the manifest's clock.
    """
    started = datetime.now(UTC)
    if lang not in LANGUAGES:
        raise HepaticaError(f"there is no report in the language «{lang}»", do=f"use one of: {', '.join(LANGUAGES)}")
    refuse_existing(out)
    step("Reading")
    read = read_study_data(study, data)
    whole = with_population(read.study, population)
    step("Screening")
    known = read.known().facts
    screened = screen(whole, known, read.subjects)
    step("Assigning")
    assigned = assign(whole, read.tables, read.facts, read.subjects, classifier=classifier)
    step("Deriving")
    adam = derive(whole, read.tables, screened, assigned.table, facts=read.facts)
    step("Analysing")
    results = analyse(whole, adam, simulated=read.tables.simulated)
    step("Reporting")
    words = Words("zh" if lang == "zh" else "en")
    with new_folder(out) as folder:
        _write_data(folder, whole, read, screened, assigned, adam, results)
        _report(folder, whole, read, flow(screened), assigned, adam, results, words)
        _manifest(folder, whole, read, population, classifier, started)
    return Run(out, flow(screened), assigned, results, read.foreign)


def with_population(study: Study, population: str | None) -> Study:
    """The study with its analyses on one population; the study itself where none is named.

    Sensitivity analyses keep the population that makes them one.
    """
    if population is None:
        return study
    if population not in study.populations and population != "all":
        near = nearest(population, [*study.populations, "all"])
        raise HepaticaError(
            f"{study.study} has no population «{population}»",
            where=study.file,
            do=f"did you mean «{near}»?" if near else f"use one of: {', '.join([*study.populations, 'all'])}",
        )
    chosen = population if population in study.populations else None
    analyses = tuple(
        a if a.role == "sensitivity" else a.model_copy(update={"population": chosen}) for a in study.analyses
    )
    return study.model_copy(update={"analyses": analyses})


def refuse_existing(out: Path) -> None:
    """Raise HepaticaError if the output folder is there already, or nothing can be written beside it."""
    if out.exists():
        raise HepaticaError(
            "the output folder exists", where=str(out), do="name a new folder, or remove this one first"
        )
    beside = next(p for p in out.absolute().parents if p.exists())
    if not beside.is_dir() or not os.access(beside, os.W_OK):
        raise HepaticaError("nothing can be written here", where=str(beside), do="name a folder you may write to")


def _write_data(
    folder: Path,
    study: Study,
    read: StudyData,
    screened: pl.DataFrame,
    assigned: Assigned,
    adam: dict[str, pl.DataFrame],
    results: pl.DataFrame,
) -> None:
    (folder / "adam").mkdir()
    for name, frame in adam.items():
        frame.write_parquet(folder / "adam" / f"{name}.parquet")
    screened.write_parquet(folder / "screening.parquet")
    if screened.height <= EXPLAINED:
        reasons(study, read.known().facts, screened, calendar=read.calendar).write_parquet(folder / "reasons.parquet")
    assigned.table.write_parquet(folder / "assignment.parquet")
    if assigned.classifier is not None:
        save(assigned.classifier, folder / "classifier.json")
    text = json.dumps(results.to_dicts(), ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")


def _report(
    folder: Path,
    study: Study,
    read: StudyData,
    counted: Flow,
    assigned: Assigned,
    adam: dict[str, pl.DataFrame],
    results: pl.DataFrame,
    words: Words,
) -> None:
    omitted = [
        Omitted(study.endpoints[name].label.in_language(words.lang), reason)
        for name, _, reason in adam["not_derived"].iter_rows()
    ]
    ran = Ran(
        data_set=_data_set(read, words),
        study_hash=study_hash(study),
        inputs=_inputs(read),
        packages=package_versions(),
        seeds={"data": read.tables.seed} if read.tables.seed is not None else {},
    )
    write_report(
        folder,
        study,
        results,
        ran=ran,
        participants=participants(study, counted, results, words),
        simulated=read.tables.simulated,
        omitted=omitted,
        stand_ins=stand_ins(study, assigned, words),
        notes=[*([read.foreign] if read.foreign else []), *(str(problem) for problem in read.problems)],
        lang=words.lang,
    )


def _data_set(read: StudyData, words: Words) -> str:
    """What the data are called in a report: simulated ones with their seed."""
    tables = read.tables
    if not tables.simulated:
        return tables.study
    seed = words("simulated_seed", seed=tables.seed) if tables.label == LABEL else f"{tables.label}, seed {tables.seed}"
    return words("of_what", name=tables.study, what=seed)


def study_hash(study: Study) -> str:
    """Hash of the study file; "" for a study that was not read from one."""
    return content_hash(Path(study.file)) if study.file else ""


def _inputs(read: StudyData) -> dict[str, str]:
    """Hash of each file of the data folder and of each original the data were imported from."""
    files = {f"data/{p.name}": content_hash(p) for p in sorted(read.folder.iterdir()) if p.is_file()}
    return {**files, **{f"source/{name}": digest for name, digest in sorted(read.tables.sources.items())}}


def _manifest(
    folder: Path, study: Study, read: StudyData, population: str | None, classifier: Path | None, started: datetime
) -> None:
    inputs: dict[str, Path | str] = dict(_inputs(read))
    if classifier is not None:
        inputs["classifier"] = content_hash(classifier)
    ended = datetime.now(UTC)
    write_manifest(
        folder,
        inputs=inputs,
        study={"id": study.study, "file": Path(study.file).name, "hash": study_hash(study), "format": study.format},
        seeds={"data": read.tables.seed} if read.tables.seed is not None else {},
        clock={"started": started.isoformat(timespec="seconds"), "ended": ended.isoformat(timespec="seconds")},
        extra={
            "population": population,
            "data": os.path.relpath(read.folder, folder.parent / "x"),
            "simulated": read.tables.simulated,
            "exclusions": exclusion_flags(study),
        },
    )


class _Verb(ModuleType):
    """This module, callable: `hepatica.run` is both the module and the verb, and `hp.run(...)` must work either way."""

    def __call__(self, *arguments: Any, **named: Any) -> Run:
        """See `run`."""
        return run(*arguments, **named)


sys.modules[__name__].__class__ = _Verb
