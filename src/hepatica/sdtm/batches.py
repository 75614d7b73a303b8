"""Subject data larger than memory: read some thousand subjects at a time, kept as a dataset of facts in parts.

A dataset is a folder with the facts of each part (`facts-00000.parquet`, …), its subjects (`subjects-00000.parquet`, …) and
`facts.json`. A part holds whole subjects, those without facts too; parts follow one another in the order of subjects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.rules.facts import SCHEMA, with_places, without_places
from hepatica.sdtm.clusters import Batches
from hepatica.sdtm.days import is_dated
from hepatica.sdtm.files import checked_files, new_folder, read_description
from hepatica.sdtm.problems import Problem
from hepatica.sdtm.tables import Tables
from hepatica.sdtm.validate import checked_facts
from hepatica.vocabulary import load

DESCRIPTION: Final = "facts.json"
VERSION: Final = 2
BATCH: Final = 10_000
"""Subjects in memory at once, with all their records."""

ROWS: Final = 50_000
"""Facts in a row group: a part is sorted by variable, so that a reader of some variables skips the others' groups."""

Pair = tuple[pl.DataFrame, pl.DataFrame]
Step = Callable[[int, int], None]
"""Told how many subjects are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A dataset of facts on disk. Iterating gives each part's facts and subjects (column `subject`, ascending).

    study, simulated, label, seed, sources: as in `Tables`. subjects, rows: how many there are of subjects and of facts.
    problems: what is odd about the data, one line for each kind.
    """

    folder: Path
    count: int
    subjects: int
    rows: int
    study: str = ""
    simulated: bool = False
    label: str = ""
    seed: int | None = None
    sources: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Pair]:
        for facts, subjects in zip(self.facts_files, self.subjects_files, strict=True):
            yield without_places(pl.read_parquet(facts)), pl.read_parquet(subjects)

    def scans(self) -> Iterator[tuple[pl.LazyFrame, pl.LazyFrame]]:
        """Each part's facts and subjects, not yet read; the facts as they are kept (`with_places`)."""
        for facts, subjects in zip(self.facts_files, self.subjects_files, strict=True):
            yield pl.scan_parquet(facts), pl.scan_parquet(subjects)

    @property
    def facts_files(self) -> list[Path]:
        """The Parquet files of facts, in order of subjects."""
        return [self.folder / f"facts-{number:05}.parquet" for number in range(self.count)]

    @property
    def subjects_files(self) -> list[Path]:
        """The Parquet files of subjects, in order."""
        return [self.folder / f"subjects-{number:05}.parquet" for number in range(self.count)]


def write_facts(
    folder: Path | str,
    target: Path | str,
    *,
    batch: int = BATCH,
    strict: bool = True,
    prepare: Callable[[pl.DataFrame], pl.DataFrame] = lambda facts: facts,
    step: Step = lambda done, total: None,
) -> Parts:
    """Turn a folder of SDTM tables into a new dataset of facts, `batch` subjects at a time.

    Parquet tables are never held whole: files in which subjects lie together are read where they are, others are first
    parted on disk in one pass. Tables in other formats are read into memory. The identifiers of all subjects are in memory.
    strict: see `checked_facts`. prepare: what else is done with the facts of a batch, such as adding derived ones.
    Fact numbers are unique in the dataset, but are not those of `facts(read_tables(folder))`.
    Raises HepaticaError as `read_tables` and `checked_facts` do; the dataset is then not written.
    """
    if batch < 1:
        raise HepaticaError(f"a batch of {batch} subjects is none", do="give 1 or more")
    folder = Path(folder)
    described = read_description(folder)
    with Batches.of(checked_files(folder, described), described["study"], batch) as batches:
        dated = is_dated(batches.scans())
        found: list[Problem] = []

        def pairs() -> Iterator[Pair]:
            for frames in batches:
                part = replace(Tables.build(described["study"], frames), dated=dated)
                facts, problems = checked_facts(part, load(), strict=strict)
                found.extend(problems)
                yield prepare(facts), pl.DataFrame({"subject": sorted(part.subjects)}, schema={"subject": pl.String})

        about = {name: described[name] for name in ("study", "simulated", "label", "seed", "sources")}
        return _write(pairs(), Path(target), about, found, step, batches.subjects)


def write_parts(pairs: Iterable[Pair], target: Path | str, *, step: Step = lambda done, total: None) -> Parts:
    """Write facts and subjects that come in parts, in ascending order of subjects and each subject in one, to a new dataset.

    Raises HepaticaError if a subject comes out of order, or a part has facts of subjects it does not have.
    """
    return _write(pairs, Path(target), {}, [], step, 0)


def read_parts(folder: Path | str) -> Parts:
    """A dataset of facts written before; raises HepaticaError if the folder is none."""
    folder = Path(folder)
    path = folder / DESCRIPTION
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        if described.pop("format") != VERSION:
            raise ValueError("another format")
        problems = tuple(Problem(**problem) for problem in described.pop("problems"))
        sources = tuple(sorted(described.pop("sources").items()))
        parts = Parts(folder, **described, sources=sources, problems=problems)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise HepaticaError("this is no dataset of facts", where=str(folder), do="write it again") from error
    missing = [file.name for file in (*parts.facts_files, *parts.subjects_files) if not file.is_file()]
    if missing:
        raise HepaticaError(f"the file {missing[0]} is missing", where=str(folder), do="write the dataset again")
    return parts


def _write(
    pairs: Iterable[Pair], target: Path, about: dict[str, Any], found: list[Problem], step: Step, total: int
) -> Parts:
    """Write each pair as a part; `found` fills with problems as the pairs are drawn."""
    count = subjects = rows = first = 0
    last = ""
    with new_folder(target) as place:
        for facts, who in pairs:
            last = _checked_order(facts, who, last)
            names = Parts(place, count + 1, 0, 0)
            numbered = facts.with_columns(pl.col("fact") - pl.col("fact").min() + first).select(list(SCHEMA))
            kept = with_places(numbered.sort("variable", "subject", "fact"), who["subject"])
            kept.write_parquet(names.facts_files[-1], compression="zstd", row_group_size=ROWS)
            who.select("subject").write_parquet(names.subjects_files[-1], compression="zstd")
            highest = numbered["fact"].max()
            first = highest + 1 if isinstance(highest, int) else first
            count, subjects, rows = count + 1, subjects + who.height, rows + facts.height
            step(subjects, max(total, subjects))
        told = {"study": "", "simulated": False, "label": "", "seed": None, "sources": {}} | about
        counts = {"count": count, "subjects": subjects, "rows": rows}
        problems = [asdict(problem) for problem in _kinds(found)]
        text = json.dumps({"format": VERSION, **told, **counts, "problems": problems}, indent=2, ensure_ascii=False)
        (place / DESCRIPTION).write_text(text + "\n", encoding="utf-8")
    return read_parts(target)


def _checked_order(facts: pl.DataFrame, who: pl.DataFrame, last: str) -> str:
    """The last subject of a part; raises HepaticaError if a part's subjects are not whole, ascending and its own."""
    subjects = who["subject"]
    disordered = not (subjects.is_sorted() and subjects.is_unique().all())
    if disordered or (subjects.len() and last and subjects[0] <= last):
        raise HepaticaError("the subjects of the parts are out of order", do="sort them, and give each in one part")
    strange = facts.filter(~pl.col("subject").is_in(subjects.implode()))
    if strange.height:
        raise HepaticaError(
            f"a part has facts of {strange['subject'][0]}, who is none of its subjects", do="give each subject whole"
        )
    return str(subjects[-1]) if subjects.len() else last


def _kinds(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of several batches, one for each kind: the first with the number of all."""
    kinds: dict[tuple[str, ...], Problem] = {}
    for problem in problems:
        key = (problem.fault, problem.variable, problem.meant, "" if problem.variable else problem.domain)
        same = kinds.get(key)
        kinds[key] = problem if same is None else replace(same, count=same.count + problem.count)
    return list(kinds.values())
