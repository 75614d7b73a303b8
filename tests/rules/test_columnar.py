"""The columnar evaluator as a function on frames: what goes in, what comes out, what it refuses."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.spec import subject_tables

from hepatica.errors import HepaticaError
from hepatica.rules import parse_anchor, parse_rule, parse_window
from hepatica.rules.columnar import anchor_days, evaluate
from hepatica.rules.context import Context
from hepatica.rules.facts import empty
from hepatica.vocabulary import load

VOCABULARY = load()
ANCHORS = {
    "consent": parse_anchor("first informed_consent"),
    "surgery": parse_anchor("last of surgery, ablation"),
    "second_dose": parse_anchor("2nd study_treatment"),
    "stop": parse_anchor("end of last antiviral"),
}
CONTEXT = Context(VOCABULARY, ANCHORS, parse_window("28 d before consent"), "consent")
FACTS = subject_tables.facts(
    """
    who | date                  | what             | value
    a   | 2026-03-01            | informed_consent | yes
    a   | 2026-02-20            | ecog             | 1
    a   | 2026-02               | surgery          | resection
    a   | 2026-03-05            | study_treatment  | lenvatinib
    a   | 2026-03-12            | study_treatment  | lenvatinib
    a   | 2026-01-01/2026-02-01 | antiviral        | entecavir
    b   | 2026-03-01            | informed_consent | yes
    b   | 2026-02-20            | ecog             | 2
    b   | 2026-03-05            | study_treatment  | lenvatinib
    b   | 2026-01-01/           | antiviral        | entecavir
    c   | 2026-03-01            | informed_consent | yes
    """,
    VOCABULARY,
)
SUBJECTS = pl.DataFrame({"subject": ["b", "a", "nobody"]})
RULES = {"fit": parse_rule("ecog <= 1"), "unfit": parse_rule("not ecog <= 1")}
ANSWERS = pl.DataFrame({"subject": ["a", "b", "nobody"], "fit": [True, False, None], "unfit": [False, True, None]})


def test_one_row_for_each_subject_asked_for_and_null_where_nothing_is_known() -> None:
    assert_frame_equal(evaluate(RULES, FACTS, SUBJECTS, CONTEXT), ANSWERS)


def test_a_subject_listed_twice_is_answered_once() -> None:
    assert_frame_equal(evaluate(RULES, FACTS, pl.concat([SUBJECTS, SUBJECTS]), CONTEXT), ANSWERS)


def test_the_order_of_the_facts_does_not_matter() -> None:
    assert_frame_equal(evaluate(RULES, FACTS.reverse(), SUBJECTS, CONTEXT), ANSWERS)


def test_lazy_frames_stay_lazy() -> None:
    found = evaluate(RULES, FACTS.lazy(), SUBJECTS.lazy(), CONTEXT)
    assert isinstance(found, pl.LazyFrame)
    assert_frame_equal(found.collect(), ANSWERS)


def test_duckdb_relations_stay_relations() -> None:
    with duckdb.connect() as connection:
        facts, subjects = (connection.from_arrow(frame.to_arrow()) for frame in (FACTS, SUBJECTS))
        found = evaluate(RULES, facts, subjects, CONTEXT)
        assert isinstance(found, duckdb.DuckDBPyRelation)
        assert_frame_equal(found.pl(), ANSWERS)


def test_without_a_single_fact_everything_is_unknown() -> None:
    found = evaluate(RULES, empty(), SUBJECTS, CONTEXT)
    assert found.drop("subject").null_count().row(0) == (3, 3)


def test_no_rules_give_the_subjects_alone() -> None:
    assert evaluate({}, FACTS, SUBJECTS, CONTEXT).columns == ["subject"]


def test_two_rules_of_one_meaning_share_one_answer() -> None:
    rules = {"one": parse_rule("ecog <= 1"), "two": parse_rule("ecog  <=  1")}
    found = evaluate(rules, FACTS, SUBJECTS, CONTEXT)
    assert found["one"].to_list() == found["two"].to_list() == [True, False, None]


def test_the_days_of_anchors_are_bounds() -> None:
    """The month of a's surgery is known, its day is not; b's antiviral goes on, and there was one dose."""
    found = anchor_days(CONTEXT, FACTS, SUBJECTS)
    first = subject_tables.bounds("2026-02")
    assert found.columns == ["subject", *(f"{name}_{end}" for name in ANCHORS for end in ("lo", "hi"))]
    assert (found["surgery_lo"].to_list(), found["surgery_hi"].to_list()) == (
        [first[0], None, None],
        [first[1], None, None],
    )
    assert found["second_dose_lo"].to_list() == [subject_tables.bounds("2026-03-12")[0], None, None]
    assert found["stop_lo"].to_list() == [
        subject_tables.bounds("2026-02-01")[0],
        subject_tables.bounds("2026-01-01")[0],
        None,
    ]
    assert found["stop_hi"].to_list() == [subject_tables.bounds("2026-02-01")[0], None, None]
    assert found.schema["consent_lo"] == pl.Int64


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("ecog = 0 before randomisation", "there is no anchor 'randomisation'"),
        ("ecog <= 9", "'9' is no grade of 'ecog'"),
        ("afp < 10 umol/L", "'afp' cannot be compared with 10 umol/L"),
        ("any surgery(colour = red)", "the event 'surgery' has no 'colour'"),
        ("any surgery(ecog = 0)", "the event 'surgery' has no 'ecog'"),
        ("ecog <= 1.5 ULN", "'ecog' has grades, no reference limits"),
        ("age = A", "age is compared with a number of years"),
        ("age >= 18 a confirmed twice", "age is not seen on several days"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule: str, complaint: str) -> None:
    with pytest.raises(HepaticaError, match=complaint):
        evaluate({"rule": parse_rule(rule)}, FACTS, SUBJECTS, CONTEXT)


def test_a_rule_cannot_take_the_name_of_the_subjects_column() -> None:
    with pytest.raises(HepaticaError, match="cannot be called 'subject'"):
        evaluate({"subject": RULES["fit"]}, FACTS, SUBJECTS, CONTEXT)


def test_an_anchor_defined_by_itself_is_refused() -> None:
    circle = {"a": parse_anchor("b + 1 d"), "b": parse_anchor("first surgery after a")}
    with pytest.raises(HepaticaError, match="a → b → a"):
        anchor_days(replace(CONTEXT, anchors=circle), FACTS, SUBJECTS)
