"""EORTC questionnaires: scores of 0 to 100, the half rule, answers that do not exist.

Fayers et al., QLQ-C30 Scoring Manual, 2001. Global health and functioning: higher is better; symptoms: higher is worse.
"""

from __future__ import annotations

import polars as pl
import pytest
from tests.spec import subject_tables
from tests.spec.plain_tables import check
from tests.spec.rule_contexts import VOCABULARY

from hepatica.errors import HepaticaError
from hepatica.instruments import derived
from hepatica.instruments.qlq_c30 import SCALES, qlq_c30
from hepatica.instruments.qlq_hcc18 import SCALES as HCC18
from hepatica.instruments.qlq_hcc18 import qlq_hcc18
from hepatica.instruments.questionnaire import important_change


def answered(table: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """The table with every item that it lacks, answered with 1."""
    lacking = [f"q{item}" for item in range(first, last + 1) if f"q{item}" not in table.columns]
    return table.with_columns(pl.lit(1).alias(name) for name in lacking)


def c30(table: pl.DataFrame) -> pl.DataFrame:
    return qlq_c30(answered(table, 1, 30))


def hcc18(table: pl.DataFrame) -> pl.DataFrame:
    return qlq_hcc18(answered(table, 31, 48))


def test_a_scale_of_five_items_needs_three_answers() -> None:
    """With three of five answered the mean of the three counts; with two of five there is no score."""
    check(
        c30,
        """
        q1 | q2 | q3 | q4 | q5 | physical_functioning
        1  | 1  | 1  | 1  | 1  | 100
        4  | 4  | 4  | 4  | 4  | 0
        1  | 2  | 3  |    |    | 66.6667
        1  | 2  |    |    |    |
           |    |    |    |    |
        """,
    )


def test_of_three_items_two_and_of_four_items_two_must_be_answered() -> None:
    """One of three (fatigue) and one of four (emotional functioning) is less than half."""
    check(
        c30,
        """
        q10 | q12 | q18 | q21 | q22 | q23 | q24 | fatigue | emotional_functioning
        2   | 3   | 3   | 2   | 2   | 1   | 1   | 55.5556 | 83.3333
        2   | 3   |     | 2   | 2   |     |     | 50      | 66.6667
        2   |     |     | 2   |     |     |     |         |
        """,
    )


def test_one_of_two_items_is_half() -> None:
    """Global health is asked from 1 to 7, everything else from 1 to 4."""
    check(
        c30,
        """
        q29 | q30 | q9 | q19 | global_health | pain
        7   | 7   | 1  | 1   | 100           | 0
        1   | 1   | 4  | 4   | 0             | 100
        5   | 4   | 2  | 1   | 58.3333       | 16.6667
        5   |     |    | 3   | 66.6667       | 66.6667
            |     |    |     |               |
        """,
    )


def test_an_answer_that_does_not_exist_is_named_and_counts_as_not_answered() -> None:
    check(
        c30,
        """
        q9  | q19 | q29 | q30 | pain    | global_health | problem
        5   | 3   | 7   | 8   | 66.6667 | 100           | item 9 is answered 5, not 1 to 4; item 30 is answered 8, not 1 to 7
        0   |     | 1   | 1   |         | 0             | item 9 is answered 0, not 1 to 4
        2.5 | 1   | 1   | 1   | 0       | 0             | item 9 is answered 2.5, not 1 to 4
        4   | 4   | 7   | 7   | 100     | 100           |
        """,
    )


def test_the_summary_score_is_the_mean_of_13_scales_and_needs_all_of_them() -> None:
    """Giesinger 2016: without financial difficulties (item 28) and global health (items 29, 30); symptoms turned round."""
    check(
        c30,
        """
        q8 | q11 | q28 | q29 | q30 | summary
        1  | 1   | 1   | 1   | 1   | 100
        4  | 1   | 1   | 1   | 1   | 92.3077
        4  | 4   | 1   | 1   | 1   | 84.6154
        4  | 4   | 4   | 7   |     | 84.6154
           | 4   | 1   | 7   | 7   |
        """,
    )


def test_every_scale_of_the_liver_module_is_higher_when_it_is_worse_body_image_too() -> None:
    """A scoring program that is in use turns body image round; the published module does not."""
    check(
        hcc18,
        """
        q31 | q32 | q33 | q34 | q35 | q38 | q42 | q43 | q44 | body_image | abdominal_swelling | pain | nutrition
        1   | 1   | 1   | 1   | 1   | 1   | 1   | 1   | 1   | 0          | 0                  | 0    | 0
        4   | 4   | 4   | 4   | 4   | 4   | 4   | 4   | 4   | 100        | 100                | 50   | 100
        2   | 2   | 2   |     |     |     | 2   |     |     | 33.3333    |                    | 0    | 33.3333
        2   | 2   |     | 3   |     | 2   |     |     |     |            | 66.6667            | 16.6667 |
        """,
    )


def test_a_change_counts_from_the_minimal_important_difference_on() -> None:
    check(
        lambda table: important_change(table, difference=10),
        """
        baseline | score   | change   | result
        50       | 60      | 10       | improved
        50       | 59.9    | 9.9      | stable
        50       | 40      | -10      | worse
        50       | 41.6667 | -8.3333  | stable
        50       |         |          |
                 | 50      |          |
        """,
    )


def test_of_symptoms_less_is_better() -> None:
    check(
        lambda table: important_change(table, difference=10, better="lower"),
        """
        baseline | score | change | result
        50       | 60    | 10     | worse
        50       | 40    | -10    | improved
        """,
    )


ANSWERS = """
  who    | date       | what            | value
  both   | 2026-03-01 | qlq_c30.item_29 | 5
  both   | 2026-03-01 | qlq_c30.item_30 | 4
  both   | 2026-06-01 | qlq_c30.item_29 | 7
  half   | 2026-03-01 | qlq_c30.item_29 | 5
  apart  | 2026-03-01 | qlq_c30.item_29 | 5
  apart  | 2026-03-02 | qlq_c30.item_30 | 1
  twice  | 2026-03-01 | qlq_c30.item_29 | 5
  twice  | 2026-03-01 | qlq_c30.item_29 | 6
  twice  | 2026-03-01 | qlq_c30.item_30 | 6
  fewer  | 2026-03-01 | qlq_c30.item_1  | 2
  fewer  | 2026-03-01 | qlq_c30.item_2  | 2
  three  | 2026-03-01 | qlq_c30.item_1  | 2
  three  | 2026-03-01 | qlq_c30.item_2  | 2
  three  | 2026-03-01 | qlq_c30.item_4  | 2
"""
SCORES = """
  who    | date       | score                        | value
  apart  | 2026-03-01 | qlq_c30.global_health        | 66.66666667
  apart  | 2026-03-02 | qlq_c30.global_health        | 0
  both   | 2026-03-01 | qlq_c30.global_health        | 58.33333333
  both   | 2026-06-01 | qlq_c30.global_health        | 100
  half   | 2026-03-01 | qlq_c30.global_health        | 66.66666667
  three  | 2026-03-01 | qlq_c30.physical_functioning | 66.66666667
  twice  | 2026-03-01 | qlq_c30.global_health        | ?
"""


def test_scales_are_facts_of_the_day_on_which_their_items_were_answered() -> None:
    """Where an item has two answers on one day the score is a problem that names it."""
    facts = subject_tables.facts(ANSWERS, VOCABULARY)
    assert scores_of(facts) == list(subject_tables.cells(SCORES))
    found = derived(facts)
    assert found.facts.filter(pl.col("subject") == "twice")["problem"].to_list() == [
        "qlq_c30.item_29: different answers on one day"
    ]
    fewer = found.incomplete.filter(pl.col("subject") == "fewer").row(0, named=True)
    assert fewer["missing"] == ["qlq_c30.item_3", "qlq_c30.item_4", "qlq_c30.item_5"]


def test_every_scale_is_a_word_of_the_vocabulary_in_both_languages() -> None:
    for name, scales in (("QLQ-C30", SCALES), ("QLQ-HCC18", HCC18)):
        word = name.lower().replace("-", "_") + "."
        assert [VOCABULARY[f"{word}{scale.name}"].label.zh for scale in scales] == [
            f"{name}{scale.label.zh}" for scale in scales
        ]
        for scale in scales:
            answers = [VOCABULARY[f"{word}item_{item}"].values for item in scale.items]
            assert [len(each or ()) for each in answers] == [scale.most] * len(scale.items)
    assert VOCABULARY["qlq_c30.summary"].label.zh == "QLQ-C30总分"


HCC18_ANSWERS = """
  who    | date       | what              | value
  a      | 2026-03-01 | qlq_hcc18.item_45 | 2
  a      | 2026-03-01 | qlq_hcc18.item_46 | 4
  a      | 2026-03-01 | qlq_hcc18.item_34 | 4
  b      | 2026-03-01 | qlq_hcc18.item_45 | 2
  c      | 2026-03-01 | qlq_hcc18.item_36 | 1
"""
HCC18_SCORES = """
  who    | date       | score                        | value
  a      | 2026-03-01 | qlq_hcc18.abdominal_swelling | 100
  a      | 2026-03-01 | qlq_hcc18.fatigue            | 66.66666667
  c      | 2026-03-01 | qlq_hcc18.jaundice           | 0
"""


def test_the_scales_of_the_module_for_hepatocellular_carcinoma_are_facts_too() -> None:
    assert scores_of(subject_tables.facts(HCC18_ANSWERS, VOCABULARY)) == list(subject_tables.cells(HCC18_SCORES))


def scores_of(facts: pl.DataFrame, wanted: str = "") -> list[list[str]]:
    """Who, day, score and value of what is derived; of one variable only, where one is named."""
    rows = derived(facts).facts.sort("subject", "start_lo", "variable")
    rows = rows.filter(pl.col("variable").str.starts_with(wanted))
    day = pl.col("start_lo").cast(pl.Int32).cast(pl.Date).dt.to_string("%Y-%m-%d")
    return [list(row) for row in rows.select("subject", day, "variable", pl.col("text").fill_null("?")).iter_rows()]


def written(who: str, values: dict[str, int | float]) -> str:
    return "".join(f"  {who} | 2026-03-01 | qlq_c30.{name} | {value}\n" for name, value in values.items())


HEADING = "\n  who | date | what | value\n"
WELL = {f"item_{item}": 1 for item in range(1, 29)} | {"item_29": 7, "item_30": 7}
"""The answers of somebody who has no trouble at all."""
RECORDED = {scale.name: 40 if scale.kind == "symptom" else 60 for scale in SCALES}
"""Scores of scales as a laboratory of statistics hands them over; every one counts as 60."""


@pytest.mark.parametrize(
    ("values", "score"),
    [
        (WELL, "100"),
        ({**WELL, "item_29": 1, "item_30": 1, "item_28": 4}, "100"),
        ({**WELL, "item_20": 4, "item_25": 4}, "92.30769231"),
        ({name: each for name, each in WELL.items() if name != "item_8"}, None),
        ({name: each for name, each in WELL.items() if name != "item_1"}, "100"),
        (RECORDED, "60"),
        ({name: each for name, each in RECORDED.items() if name != "dyspnoea"}, None),
        ({name: each for name, each in RECORDED.items() if name != "financial_difficulties"}, "60"),
        ({**WELL, **RECORDED}, "100"),
    ],
    ids=[
        "no trouble",
        "global health and money are no part of it",
        "one scale of thirteen at its worst",
        "a scale without an answer: not known",
        "an item missing of a scale that is known all the same",
        "from recorded scales",
        "of which one is missing",
        "of which one that is no part of it is missing",
        "answers count before recorded scales",
    ],
)
def test_the_summary_score_needs_all_its_thirteen_scales(values: dict[str, int | float], score: str | None) -> None:
    facts = subject_tables.facts(HEADING + written("a", values), VOCABULARY)
    expected = [] if score is None else [["a", "2026-03-01", "qlq_c30.summary", score]]
    assert scores_of(facts, "qlq_c30.summary") == expected


def test_two_answers_to_an_item_on_one_day_leave_the_summary_open() -> None:
    facts = subject_tables.facts(HEADING + written("a", WELL) + written("a", {"item_8": 3}), VOCABULARY)
    assert scores_of(facts, "qlq_c30.summary") == [["a", "2026-03-01", "qlq_c30.summary", "?"]]


def test_a_questionnaire_without_one_of_its_items_is_refused() -> None:
    with pytest.raises(HepaticaError, match="no column 'q30'"):
        qlq_c30(answered(pl.DataFrame({"id": [1]}), 1, 29))


def test_answers_written_as_words_are_refused() -> None:
    with pytest.raises(HepaticaError, match="'q9' holds String"):
        c30(pl.DataFrame({"q9": ["a little"]}))
