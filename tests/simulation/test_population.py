"""A population puts every rule to the test, and is the same however it is made."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hepatica.protocol import load_study
from hepatica.rules.columnar import evaluate_many
from hepatica.rules.facts import NARROW, REPEATED, SCHEMA, without_places
from hepatica.rules.reference import SubjectDays, explain_all, subject_facts
from hepatica.rules.rule_set import RuleSet
from hepatica.screening.plan import Plan
from hepatica.simulation.population import names, population, write_population
from hepatica.vocabulary import load

STUDIES = ("NCT07100236", "NCT04163237", "NCT07363356", "NCT07120750", "ChiCTR2600120525")
MANY = range(20_000)


@cache
def sets() -> dict[str, RuleSet]:
    """The criteria of the five studies, each in its own reading."""
    plans = {name: Plan(load_study(name)) for name in STUDIES}
    return {
        name: RuleSet({key: each.rule.node for key, each in plan.criteria.items()}, plan.context())
        for name, plan in plans.items()
    }


def made(subjects: range, *, seed: int = 1) -> pl.DataFrame:
    return population(list(sets().values()), subjects, seed=seed)


@cache
def many() -> pl.DataFrame:
    return made(MANY)


def test_each_of_the_171_criteria_holds_for_some_fails_for_some_and_is_unknown_for_some() -> None:
    answers = evaluate_many(sets(), many(), names(MANY))
    lacking = {
        f"{study} {name}": sorted({True, False, None} - set(answers[study][name].to_list()), key=str)
        for study, own in sets().items()
        for name in own.rules
    }
    assert sum(len(own.rules) for own in sets().values()) == 171
    assert {name: values for name, values in lacking.items() if values} == {}


def test_the_facts_are_facts_and_each_has_a_number_of_its_own() -> None:
    facts = many()
    assert dict(facts.schema) == SCHEMA
    assert facts["fact"].n_unique() == facts.height
    assert set(facts["variable"]) <= set(load().variables)


def test_there_are_about_forty_laboratory_results_a_subject() -> None:
    tests = [name for name, word in load().variables.items() if word.home.domain == "LB" and word.kind == "number"]
    assert many()["variable"].is_in(tests).sum() / len(MANY) == pytest.approx(40, abs=1)


def test_results_lie_exactly_at_thresholds_are_censored_lack_limits_and_units_and_days_are_partial() -> None:
    facts = many()
    platelets = facts.filter(pl.col("variable") == "platelets")
    assert platelets.filter(pl.col("number") == 75, pl.col("unit") == "10*9/L").height > 0
    assert set(platelets["comparator"]) >= {"", "<", "<=", ">", ">="}
    assert platelets["unit"].n_unique() >= 4
    assert facts.filter(pl.col("variable") == "bilirubin_total")["high"].null_count() > 0
    exact, none = pl.col("start_lo") == pl.col("start_hi"), pl.col("start_lo").is_null()
    assert all(facts.filter(kind).height > 0 for kind in (exact, ~exact, none))
    assert facts["problem"].null_count() < facts.height
    assert facts.filter(~pl.col("occurred"), pl.col("code").is_null()).height > 0


def test_a_number_and_its_text_are_the_same() -> None:
    numbers = many().filter(pl.col("text").is_not_null())
    assert (numbers["text"].cast(pl.Float64) == numbers["number"]).all()


def test_a_subject_is_the_same_whoever_else_is_made() -> None:
    """Across the blocks in which subjects are made."""
    whole = many()
    part = made(range(4_998, 5_003))
    assert_frame_equal(part, whole.join(names(range(4_998, 5_003)), on="subject", how="semi", maintain_order="left"))


def test_another_seed_makes_other_subjects() -> None:
    assert not made(range(5)).equals(made(range(5), seed=2))


def test_nobody_has_no_facts() -> None:
    assert dict(made(range(0)).schema) == SCHEMA


def test_on_disk_it_is_the_same_in_parts_of_any_size(tmp_path: Path) -> None:
    parts = write_population(list(sets().values()), 25, tmp_path / "population", part=10)
    assert (parts.count, parts.subjects) == (3, 25)
    facts = pl.concat([facts for facts, _ in parts]).drop("fact")
    subjects = pl.concat([subjects for _, subjects in parts])
    assert_frame_equal(facts.sort(facts.columns), made(range(25)).drop("fact").sort(facts.columns))
    assert_frame_equal(subjects, names(range(25)))


def test_facts_on_disk_are_read_by_name_where_others_are_asked_for_than_they_are_kept_with(tmp_path: Path) -> None:
    parts = write_population(list(sets().values()), 30, tmp_path / "population", part=30)
    facts = pl.scan_parquet(parts.facts_files[0])
    asked = names(range(30)).filter(pl.col("subject").str.contains("[147]$"))
    shuffled = pl.concat([asked.reverse(), pl.DataFrame({"subject": ["SIM-9999999", "SIM-0000000"]})])
    for study, found in evaluate_many(sets(), facts, shuffled.lazy()).items():
        wanted = evaluate_many(sets(), made(range(30)), shuffled)[study]
        assert_frame_equal(found.collect(), wanted)


def test_facts_without_places_beside_others_with_them_are_not_lost(tmp_path: Path) -> None:
    parts = write_population(list(sets().values()), 30, tmp_path / "population", part=30)
    kept, subjects = pl.read_parquet(parts.facts_files[0]), pl.read_parquet(parts.subjects_files[0])
    later = kept["variable"] == "platelets"
    own = without_places(kept.filter(later)).with_columns(pl.col(REPEATED).cast(pl.Categorical())).cast(NARROW)
    mixed = pl.concat([kept.filter(~later), own], how="diagonal").lazy()
    wanted = evaluate_many(sets(), made(range(30)), subjects)
    for study, found in evaluate_many(sets(), mixed, subjects.lazy()).items():
        assert_frame_equal(found.collect(), wanted[study])


def test_the_evaluators_agree_on_it() -> None:
    """The values lie where the two could differ: at thresholds, in every unit."""
    few = made(range(6))
    answers = evaluate_many(sets(), few, names(range(6)))
    for study, own in sets().items():
        for row in answers[study].iter_rows(named=True):
            rows = few.filter(pl.col("subject") == row["subject"]).to_dicts()
            days = SubjectDays(subject_facts(rows, row["subject"]), own.context)
            expected = {name: explain_all(rule, days).truth.boolean for name, rule in own.rules.items()}
            assert {name: row[name] for name in expected} == expected
