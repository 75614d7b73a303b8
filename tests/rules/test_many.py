"""Several rule sets over facts that come at once or in batches: the same answers, whatever the order and the parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.rules.cases import Maker

from hepatica.errors import HepaticaError
from hepatica.rules import parse_anchor, parse_point, parse_rule, parse_window
from hepatica.rules.columnar import evaluate, evaluate_batches, evaluate_many
from hepatica.rules.columnar.on_polars import batch
from hepatica.rules.context import Context
from hepatica.rules.rule_set import RuleSet
from hepatica.vocabulary import load

VOCABULARY = load()
ANCHORS = {
    "consent": parse_anchor("first informed_consent"),
    "surgery": parse_anchor("last of surgery, ablation else consent - 3 mo"),
}
BY_CONSENT = Context(VOCABULARY, ANCHORS, parse_window("28 d before consent"), "consent")
SETS = {
    "one": RuleSet(
        {
            "platelets": parse_rule("platelets >= 75 10*9/L"),
            "fit": parse_rule("ecog in {0, 1} and age between 18 and 70 a"),
            "untreated": parse_rule("no prior_treatment(code in {chemotherapy, targeted_therapy}) before consent"),
            "lasting": parse_rule("hbsag = negative from consent confirmed 2 times, at least 7 d apart"),
        },
        BY_CONSENT,
        {"operated": parse_point("surgery + 14 d")},
    ),
    "two": RuleSet(
        {
            "platelets": parse_rule("lowest platelets >= 50 10*9/L"),
            "no surgery": parse_rule("count of surgery(status = radical) < 1 before consent"),
            "willing": parse_rule('judged "willing" by investigator'),
        },
        replace(BY_CONSENT, window=parse_window("3 mo before surgery"), reference="surgery"),
    ),
}
SUBJECTS = pl.DataFrame({"subject": [f"S{number:02}" for number in range(40)]})


def made(seed: int = 5) -> pl.DataFrame:
    rules = [rule for own in SETS.values() for rule in own.rules.values()]
    return Maker(seed, VOCABULARY, rules).frame(40, ANCHORS)


FACTS = made()


def one_by_one(facts: pl.DataFrame = FACTS, subjects: pl.DataFrame = SUBJECTS) -> dict[str, pl.DataFrame]:
    return {name: evaluate(own.rules, facts, subjects, own.context, reached=own.reached) for name, own in SETS.items()}


def same(found: dict[str, pl.DataFrame], expected: dict[str, pl.DataFrame]) -> None:
    assert list(found) == list(expected)
    for name in expected:
        assert_frame_equal(found[name], expected[name])


def test_the_facts_made_decide_every_rule_both_ways_and_leave_it_open() -> None:
    """Equal answers would mean nothing if all were unknown."""
    for name, found in one_by_one().items():
        for rule in SETS[name].rules:
            assert {True, None} <= set(found[rule].to_list()) or {False, None} <= set(found[rule].to_list())


def test_several_rule_sets_at_once_answer_as_each_alone() -> None:
    same(evaluate_many(SETS, FACTS, SUBJECTS), one_by_one())


def test_several_rule_sets_at_once_on_duckdb() -> None:
    with duckdb.connect() as connection:
        relations = [connection.from_arrow(frame.to_arrow()) for frame in (FACTS, SUBJECTS)]
        found = {name: answers.pl() for name, answers in evaluate_many(SETS, *relations).items()}
    same(found, one_by_one())


@pytest.mark.parametrize("order", [["variable", "subject"], ["subject"], ["fact"]])
def test_the_order_of_the_facts_does_not_matter(order: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts of a variable that stand together are taken as they stand: few are enough for that here."""
    monkeypatch.setattr(batch, "RUN", 2)
    same(evaluate_many(SETS, FACTS.sort(order), SUBJECTS), one_by_one(FACTS.sample(fraction=1, shuffle=True, seed=3)))


def test_chunks_in_which_facts_are_parted_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = one_by_one()
    monkeypatch.setattr(batch, "ROWS", 7)
    same(evaluate_many(SETS, FACTS, SUBJECTS), expected)


@pytest.mark.parametrize("together", [1, 12, 1000])
def test_batches_put_together_are_the_whole(together: int, tmp_path: Path) -> None:
    """From Parquet, in batches of seven subjects that are computed alone, in twos or all together."""

    def pairs() -> Iterator[tuple[pl.LazyFrame, pl.DataFrame]]:
        for number, who in enumerate(SUBJECTS.iter_slices(7)):
            path = tmp_path / f"{number}.parquet"
            FACTS.join(who, on="subject", how="semi").write_parquet(path)
            yield pl.scan_parquet(path), who

    found = list(evaluate_batches(SETS, pairs(), together=together))
    assert len(found) == {1: 6, 12: 3, 1000: 1}[together]
    same({name: pl.concat(part[name] for part in found) for name in SETS}, one_by_one())


def test_values_that_come_first_in_a_later_batch_are_looked_up_anew() -> None:
    """What a code means is worked out once and kept; the next batch brings other codes in other order."""
    rules = {"either": parse_rule("bclc in {A, B} ever")}
    sets = {"": RuleSet(rules, BY_CONSENT)}
    codes = [["C", "A"], ["B", "0"], ["A", "C"], [None, None]]
    names = [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]
    computed = []
    for who, said in zip(names, codes, strict=True):
        rows = [
            {
                "subject": subject,
                "variable": name,
                "fact": 1,
                "code": code,
                "occurred": True,
                "start_lo": 9,
                "start_hi": 9,
            }
            for subject, code in zip(who, said, strict=True)
            for name in ("bclc", "informed_consent")
        ]
        facts = pl.DataFrame([{**dict.fromkeys(FACTS.columns), **row} for row in rows], schema=FACTS.schema)
        computed.append((facts, pl.DataFrame({"subject": who})))
    found = pl.concat(part[""] for part in evaluate_batches(sets, computed, together=1))
    assert found["either"].to_list() == [False, True, True, False, True, False, None, None]


def test_no_batches_give_nothing() -> None:
    assert list(evaluate_batches(SETS, [])) == []


def test_facts_of_nobody_asked_for_are_left_out() -> None:
    few = SUBJECTS.head(3)
    same(evaluate_many(SETS, FACTS, few), {name: frame.head(3) for name, frame in one_by_one().items()})


def test_many_results_of_one_subject_are_read_as_few_are() -> None:
    """More rows than are reduced side by side: the newest of a hundred counts, and the lowest."""
    texts = {
        "last": "platelets >= 75 10*9/L",
        "lowest": "lowest platelets < 20 10*9/L",
        "any": "any platelets > 300 10*9/L",
    }
    rules = {name: parse_rule(text) for name, text in texts.items()}
    context = Context(VOCABULARY)
    rows = [
        {
            "subject": who,
            "variable": "platelets",
            "number": float(number),
            "unit": "10*9/L",
            "comparator": "",
            "day": day,
        }
        for who, count in (("long", 100), ("short", 2))
        for day, number in enumerate([10 + day for day in range(count)])
    ]
    days = {name: pl.col("day") for name in ("start_lo", "start_hi", "end_lo", "end_hi")}
    given = pl.DataFrame(rows).with_columns(**days, fact=pl.int_range(pl.len())).drop("day")
    facts = pl.concat([FACTS.clear(), given], how="diagonal_relaxed")
    found = evaluate(rules, facts, pl.DataFrame({"subject": ["long", "short"]}), context)
    assert found.rows() == [("long", True, True, False), ("short", False, True, False)]


def test_a_name_for_both_a_rule_and_a_point_is_refused_before_a_batch_is_read() -> None:
    clash = {"": RuleSet({"there": parse_rule("pregnant")}, BY_CONSENT, {"there": parse_point("consent")})}
    for work in (lambda: evaluate_many(clash, FACTS, SUBJECTS), lambda: list(evaluate_batches(clash, []))):
        with pytest.raises(HepaticaError, match="'there' names both"):
            work()
