"""All criteria of the five studies have the same answers on Polars, DuckDB and Spark, to the byte."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hepatica.errors import HepaticaError
from hepatica.protocol import list_studies, load_study
from hepatica.rules.rule_set import RuleSet
from hepatica.screening.engines import ROWS, answers, write_sorted
from hepatica.screening.plan import Plan
from hepatica.sdtm.batches import Parts, write_parts
from hepatica.simulation.population import names, population

STUDIES = list_studies()
MOST_CRITERIA = "NCT07363356"
"""The study with most criteria, 50 of 171: Spark's own evaluation plans for a minute and a half for each study."""
FEW, SMALL, LARGE, PART = 300, 3_000, 20_000, 4_000


def asked(study: str) -> RuleSet:
    plan = Plan(load_study(study))
    return RuleSet(plan.rules, plan.context(None), plan.points)


ASKED = {study: asked(study) for study in STUDIES}


def dataset(subjects: int, folder: Path) -> Parts:
    """A simulated population in parts; the last subject of all has no facts."""

    def pairs() -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        for start in range(0, subjects, PART):
            some = range(start, min(start + PART, subjects))
            facts = population(list(ASKED.values()), range(some.start, min(some.stop, subjects - 1)))
            yield facts, names(some)

    return write_parts(pairs(), folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    return dataset(SMALL, tmp_path_factory.mktemp("small") / "facts")


@pytest.fixture(scope="module")
def by_polars(small: Parts, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The file of each study's answers."""
    folder = tmp_path_factory.mktemp("polars")
    return {study: written(study, small, folder, engine="polars") for study in STUDIES}


def written(study: str, parts: Parts, folder: Path, **how: Any) -> Path:
    path = folder / f"{study}.parquet"
    rules = ASKED[study]
    write_sorted(answers(rules.rules, rules.context, parts, reached=rules.reached, **how), path)
    return path


def test_the_population_puts_all_171_criteria_to_the_test(by_polars: dict[str, Path]) -> None:
    """The engines' agreement would mean little if one of the three answers were missing."""
    criteria = {study: list(load_study(study).criteria) for study in STUDIES}
    assert sum(len(ids) for ids in criteria.values()) == 171
    for study, ids in criteria.items():
        found = pl.read_parquet(by_polars[study])
        for criterion in ids:
            column = found.select(pl.col(f"^{criterion}@?$")).to_series()
            assert set(column.to_list()) == {True, False, None}, criterion
        assert found["subject"].to_list() == names(range(SMALL))["subject"].to_list()


def test_duckdb_writes_the_same_bytes(small: Parts, by_polars: dict[str, Path], tmp_path: Path) -> None:
    for study in STUDIES:
        found = written(study, small, tmp_path, engine="duckdb", memory="1GB")
        assert found.read_bytes() == by_polars[study].read_bytes(), study


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_spark_writes_the_same_bytes_when_it_evaluates_the_rules_itself(tmp_path: Path) -> None:
    parts = dataset(FEW, tmp_path / "facts")
    for name in ("polars", "spark"):
        (tmp_path / name).mkdir()
    found = written(MOST_CRITERIA, parts, tmp_path / "spark", engine="spark", natively=True)
    assert found.read_bytes() == written(MOST_CRITERIA, parts, tmp_path / "polars", engine="polars").read_bytes()


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_spark_writes_the_same_bytes_for_subjects_in_many_parts(tmp_path: Path) -> None:
    parts = dataset(LARGE, tmp_path / "facts")
    for name in ("polars", "spark"):
        (tmp_path / name).mkdir()
    for study in STUDIES:
        one, other = (written(study, parts, tmp_path / name, engine=name) for name in ("polars", "spark"))
        assert one.read_bytes() == other.read_bytes(), study
        assert pl.scan_parquet(one).select(pl.len()).collect().item() == LARGE


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("natively", [False, True], ids=["in parts", "natively"])
def test_spark_takes_frames_in_memory(natively: bool) -> None:
    rules = ASKED["NCT07120750"]
    some = {name: rules.rules[name] for name in list(rules.rules)[:3]}
    facts, subjects = population([rules], range(20)), names(range(25))
    one, other = (
        pl.concat(answers(some, rules.context, facts, subjects, engine=engine, natively=natively))
        for engine in ("polars", "spark")
    )
    assert_frame_equal(one, other)


# ---------------------------------------------------------------- what goes in and what comes out

RULES = ASKED["NCT07120750"]
SOME = {name: RULES.rules[name] for name in list(RULES.rules)[:3]}


@pytest.mark.parametrize("engine", ["polars", "duckdb", "spark"])
def test_nobody_has_no_answers(engine: str, tmp_path: Path) -> None:
    found = pl.concat(answers(SOME, RULES.context, population([RULES], range(0)), names(range(0)), engine=engine))
    assert found.columns == ["subject", *SOME]
    assert found.height == 0
    write_sorted([found], tmp_path / "a.parquet")
    assert pl.read_parquet(tmp_path / "a.parquet").schema == found.schema


def test_progress_is_told_as_subjects_are_done(small: Parts) -> None:
    told: list[tuple[int, int]] = []
    for _ in answers(SOME, RULES.context, small, step=lambda done, total: told.append((done, total))):
        pass
    assert told == [(SMALL, SMALL)]


def test_the_batches_leave_no_trace_in_the_file(tmp_path: Path) -> None:
    frame = pl.select(subject=pl.int_range(2 * ROWS + 7).cast(pl.String), answer=pl.int_range(2 * ROWS + 7) % 3 == 0)
    cut = {
        "one": [frame],
        "many": list(frame.iter_slices(999)),
        "with empty ones": [frame.clear(), frame, frame.clear()],
    }
    for name, frames in cut.items():
        write_sorted(frames, tmp_path / name)
    assert len({(tmp_path / name).read_bytes() for name in cut}) == 1
    assert_frame_equal(pl.read_parquet(tmp_path / "many"), frame)


def test_frames_of_two_kinds_do_not_make_a_file(tmp_path: Path) -> None:
    frame = pl.DataFrame({"subject": ["a"], "answer": [True]})
    with pytest.raises(HepaticaError, match="differ in their columns"):
        write_sorted([frame, frame.rename({"answer": "other"})], tmp_path / "a.parquet")
    with pytest.raises(HepaticaError, match="nothing to write"):
        write_sorted([], tmp_path / "b.parquet")


def test_an_engine_nobody_knows_is_refused(small: Parts) -> None:
    with pytest.raises(HepaticaError, match=r"no engine 'pandas'[\s\S]*polars, duckdb, spark"):
        answers(SOME, RULES.context, small, engine="pandas")


def test_facts_without_subjects_are_refused() -> None:
    with pytest.raises(HepaticaError, match="subjects go with a frame"):
        answers(SOME, RULES.context, population([RULES], range(3)))


def test_a_memory_that_is_no_amount_is_refused(small: Parts) -> None:
    with pytest.raises(HepaticaError, match="does not start with the memory 'much'"):
        list(answers(SOME, RULES.context, small, engine="duckdb", memory="much"))


@pytest.mark.parametrize(
    ("engine", "package", "extra"), [("duckdb", "duckdb", "duckdb"), ("spark", "pyspark", "spark")]
)
def test_an_engine_that_is_not_installed_says_how_to_install_it(
    engine: str, package: str, extra: str, small: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.split(".")[0] in (package, "py4j"):
            raise ImportError(name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(HepaticaError, match=rf"is not installed[\s\S]*hepatica\[{extra}\]"):
        list(answers(SOME, RULES.context, small, engine=engine))


def test_spark_without_java_says_what_is_missing(small: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.setattr(sql.SparkSession, "getActiveSession", lambda: None)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(HepaticaError, match="Spark needs Java"):
        list(answers(SOME, RULES.context, small, engine="spark"))
