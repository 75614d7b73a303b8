"""The two evaluators give every rule the same meaning, on Polars and on DuckDB, for facts as nasty as real ones."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.rules import strategies
from tests.rules.cases import Maker

from hepatica.rules import parse_anchor
from hepatica.rules.columnar import anchor_days, evaluate
from hepatica.rules.context import Context
from hepatica.rules.nodes import (
    Anchor,
    Code,
    Comparison,
    Confirmed,
    Count,
    Duration,
    EventPattern,
    Ever,
    Field,
    Judged,
    Known,
    Limit,
    Member,
    Node,
    Occurs,
    Point,
    Quantity,
    Range,
    Reading,
    Within,
)
from hepatica.rules.printing import format_rule
from hepatica.rules.reference import SubjectDays, explain_all, subject_facts
from hepatica.rules.truth import Truth
from hepatica.vocabulary import load

VOCABULARY = load()
SUBJECTS = 12
BATCH = 12
"""Rules evaluated together: what they share must not mix them up."""

PLAIN = {
    "consent": parse_anchor("first informed_consent"),
    "surgery": parse_anchor("last of surgery, ablation else consent - 3 mo"),
    "first_dose": parse_anchor("2nd study_treatment from consent else end of last antiviral"),
}
# no shrinking: the message names the rule and the subject that differ, smaller examples take minutes to find
FIXED = settings(
    derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)


def ages() -> st.SearchStrategy[Node]:
    """Statements about age, which follows rules of its own."""
    years = st.builds(Quantity, st.integers(16, 72).map(Decimal), st.just("a"))
    window = st.none() | strategies.windows()
    pair = st.lists(st.integers(16, 72), min_size=2, max_size=2).map(sorted)
    return st.one_of(
        st.builds(Comparison, st.just(Reading("age")), st.sampled_from(strategies.OPERATORS), years, window),
        st.builds(
            lambda ends, window: Range(
                Reading("age"), Quantity(Decimal(ends[0]), "a"), Quantity(Decimal(ends[1]), "a"), window
            ),
            pair,
            window,
        ),
        st.builds(Known, st.just(Reading("age")), window),
    )


def extremes() -> st.SearchStrategy[Node]:
    """The lowest or highest of grades, of multiples of a limit, of members of a set."""
    pick = st.sampled_from(("lowest", "highest"))
    window = st.none() | strategies.windows()
    grade = st.sampled_from(("0", "1", "2")).map(Code)
    ecog = st.builds(Reading, st.just("ecog"), pick)
    limit = st.builds(Limit, st.sampled_from(("1", "1.5", "2.5")).map(Decimal), st.sampled_from(("ULN", "LLN")))
    return st.one_of(
        st.builds(Comparison, ecog, st.sampled_from(strategies.OPERATORS), grade, window),
        st.builds(Member, ecog, st.lists(grade, min_size=1, max_size=2).map(tuple), st.booleans(), window),
        st.builds(
            Comparison,
            st.builds(Reading, st.just("creatinine"), pick),
            st.sampled_from(strategies.OPERATORS),
            limit,
            window,
        ),
    )


def doses() -> st.SearchStrategy[Node]:
    """Steroids by their dose in prednisone, conditions by grade."""
    window = st.none() | strategies.windows()
    dose = st.builds(Quantity, st.sampled_from(("10", "12.5", "2")).map(Decimal), st.just("mg/d"))
    operator = st.sampled_from(strategies.OPERATORS)
    medication = st.builds(
        EventPattern,
        st.just("concomitant_medication"),
        st.builds(Comparison, st.sampled_from((Field("prednisone_equivalent"), Field("dose"))), operator, dose),
    )
    grade = st.builds(Quantity, st.integers(1, 3).map(Decimal))
    history = st.builds(
        EventPattern, st.just("medical_history"), st.builds(Comparison, st.just(Field("grade")), operator, grade)
    )
    return st.one_of(
        st.builds(Occurs, medication | history, window, st.booleans()),
        st.builds(Count, medication | history, operator, st.integers(0, 3), window),
    )


def series() -> st.SearchStrategy[Node]:
    """Confirmed states with gaps that the facts can reach."""
    state = strategies.comparisons(picks=False)
    gap = st.none() | st.builds(Duration, st.sampled_from((1, 7, 30)).map(Decimal), st.sampled_from(("d", "wk", "mo")))
    return st.builds(Confirmed, state, st.integers(2, 3), gap)


def judgements() -> st.SearchStrategy[Node]:
    """A few questions, so that several facts answer one."""
    return st.builds(Judged, st.sampled_from(("fit", "willing")), st.sampled_from(("investigator", "surgeon")))


def leaves() -> st.SearchStrategy[Node]:
    return st.one_of(
        strategies.predicates(), strategies.predicates(), ages(), extremes(), doses(), series(), judgements()
    )


def contexts() -> st.SearchStrategy[Context]:
    """Plain or random anchors, with and without a default window and a reference day."""
    window = st.sampled_from((None, Within(Duration(Decimal(60), "d"), "before", Point("consent")), Ever()))
    anchors = st.just(PLAIN) | st.builds(lambda one: {**PLAIN, "first_dose": one}, free_anchors())
    return st.builds(
        Context, st.just(VOCABULARY), anchors, window, st.sampled_from((None, "consent", "surgery")), st.just(True)
    )


def free_anchors() -> st.SearchStrategy[Anchor]:
    """Anchors that may lean on the two others, never on themselves."""
    return strategies.anchors().filter(lambda anchor: "first_dose" not in repr(anchor))


def disagreements(rules: Mapping[str, Node], facts: pl.DataFrame, answers: pl.DataFrame, context: Context) -> list[str]:
    """Where the columnar answers differ from the reference's; and what the reference says without a reason."""
    wrong = []
    for row in answers.iter_rows(named=True):
        rows = facts.filter(pl.col("subject") == row["subject"]).to_dicts()
        days = SubjectDays(subject_facts(rows, row["subject"]), context)
        for name, rule in rules.items():
            found = explain_all(rule, days)
            if found.truth.boolean != row[name]:
                wrong.append(f"{row['subject']} {format_rule(rule)}: {row[name]}, but {found.text}")
            if (found.truth is Truth.UNKNOWN) != bool(found.missing):
                wrong.append(f"{row['subject']} {format_rule(rule)}: unknown without a reason, or the reverse")
    return wrong


def subjects_frame() -> pl.DataFrame:
    # S12 has no facts at all
    return pl.DataFrame({"subject": [f"S{number:02}" for number in range(SUBJECTS + 1)]})


def batch(rules: list[Node]) -> dict[str, Node]:
    return {f"rule {number}": rule for number, rule in enumerate(rules)}


@settings(FIXED, max_examples=40)
@given(st.lists(leaves(), min_size=BATCH, max_size=BATCH), contexts(), st.integers(0, 2**32))
def test_polars_and_the_reference_agree_on_every_kind_of_predicate(
    drawn: list[Node], context: Context, seed: int
) -> None:
    rules = batch(drawn)
    facts = Maker(seed, VOCABULARY, drawn).frame(SUBJECTS, context.anchors)
    answers = evaluate(rules, facts, subjects_frame(), context)
    assert disagreements(rules, facts, answers, context) == []


@settings(FIXED, max_examples=20)
@given(st.lists(strategies.logic(leaves(), 5), min_size=4, max_size=4), contexts(), st.integers(0, 2**32))
def test_polars_and_the_reference_agree_on_whole_rules(drawn: list[Node], context: Context, seed: int) -> None:
    rules = batch(drawn)
    facts = Maker(seed, VOCABULARY, drawn).frame(SUBJECTS, context.anchors)
    answers = evaluate(rules, facts.lazy(), subjects_frame().lazy(), context).collect()
    assert disagreements(rules, facts, answers, context) == []


@settings(FIXED, max_examples=4)
@given(st.lists(leaves(), min_size=BATCH, max_size=BATCH), contexts(), st.integers(0, 2**32))
def test_duckdb_answers_as_polars_does(drawn: list[Node], context: Context, seed: int) -> None:
    rules = batch(drawn)
    facts = Maker(seed, VOCABULARY, drawn).frame(SUBJECTS, context.anchors)
    subjects = subjects_frame()
    with duckdb.connect() as connection:
        relations = [connection.from_arrow(frame.to_arrow()) for frame in (facts, subjects)]
        found = evaluate(rules, relations[0], relations[1], context).pl()
        days = anchor_days(context, relations[0], relations[1]).pl()
    assert_frame_equal(found, evaluate(rules, facts, subjects, context))
    assert_frame_equal(days, anchor_days(context, facts, subjects))


@settings(FIXED, max_examples=40)
@given(contexts(), st.integers(0, 2**32))
def test_anchors_fall_on_the_same_days(context: Context, seed: int) -> None:
    facts = Maker(seed, VOCABULARY, []).frame(SUBJECTS, context.anchors)
    found = anchor_days(context, facts, subjects_frame())
    for row in found.iter_rows(named=True):
        rows = facts.filter(pl.col("subject") == row["subject"]).to_dicts()
        days = SubjectDays(subject_facts(rows, row["subject"]), context)
        for name in context.anchors:
            day = days.anchor(name).day
            expected = [None if abs(end) >= 5_000_000 else end for end in (day.lo, day.hi)]
            assert [row[f"{name}_lo"], row[f"{name}_hi"]] == expected


def test_every_truth_value_occurs_among_the_facts_made() -> None:
    """The agreement would mean nothing if everything were unknown."""
    texts: dict[str, Any] = {
        "platelets": Comparison(Reading("platelets"), ">=", Quantity(Decimal(75), "10*9/L")),
        "treated": Occurs(EventPattern("prior_treatment", Comparison(Field("code"), "=", Code("TACE")))),
        "age": Comparison(Reading("age"), ">=", Quantity(Decimal(40), "a")),
    }
    context = Context(VOCABULARY, PLAIN, Ever(), "consent")
    facts = Maker(7, VOCABULARY, texts.values()).frame(200, PLAIN)
    subjects = facts.select("subject").unique()
    answers = evaluate(texts, facts, subjects, context)
    for name in texts:
        assert set(answers[name].to_list()) == {True, False, None}
