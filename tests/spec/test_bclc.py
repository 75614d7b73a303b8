"""BCLC 2022: the stage, what is unknown, and whether a recorded stage can be true.

What a table does not name is one nodule of 15 mm, no invasion, no spread, ECOG 0, Child-Pugh A, no transplantation. An
empty cell is unknown. Sizes in mm.
"""

from __future__ import annotations

import polars as pl
import pytest
from tests.spec.plain_tables import check

from hepatica.errors import HepaticaError
from hepatica.instruments.bclc import bclc, bclc_consistency
from hepatica.instruments.ecog import ecog_consistency, ecog_from_karnofsky

GIVEN = {
    "nodules": 1,
    "largest_mm": 15.0,
    "ecog": 0,
    "child_pugh": "A",
    "macrovascular_invasion": False,
    "extrahepatic_spread": False,
    "tumor_related": None,
    "transplant_candidate": False,
}


def filled(table: pl.DataFrame) -> pl.DataFrame:
    given = {name: value for name, value in GIVEN.items() if name not in table.columns}
    kinds = {"tumor_related": pl.Boolean}
    return table.with_columns(pl.lit(value, kinds.get(name)).alias(name) for name, value in given.items())


def staged(table: pl.DataFrame) -> pl.DataFrame:
    return bclc(filled(table))


def held(table: pl.DataFrame) -> pl.DataFrame:
    table = table.with_columns(pl.col("stage").cast(pl.String).str.strip_suffix(".0"))
    return bclc_consistency(filled(table)).rename({"verdict": "recorded is"})


def test_tumour_burden() -> None:
    """One nodule of any size is early; 2 or 3 up to 30 mm each too; anything beyond is intermediate."""
    check(
        staged,
        """
        nodules | largest_mm | stage
        1       | 20         | 0
        1       | 20.1       | A
        1       | 51         | A
        1       | 120        | A
        2       | 15         | A
        3       | 30         | A
        3       | 30.1       | B
        2       | 31         | B
        4       | 10         | B
        12      | 80         | B
        """,
    )


def test_invasion_spread_and_symptoms_of_the_tumour_make_it_advanced() -> None:
    check(
        staged,
        """
        macrovascular_invasion | extrahepatic_spread | ecog | tumor_related | stage
        no                     | no                  | 0    | no            | 0
        yes                    | no                  | 0    | no            | C
        no                     | yes                 | 0    | no            | C
        no                     | no                  | 1    | yes           | C
        no                     | no                  | 2    | yes           | C
        no                     | no                  | 1    | no            | 0
        no                     | no                  | 2    | no            | 0
        """,
    )


def test_ecog_3_or_4_or_child_pugh_c_without_transplantation_is_terminal() -> None:
    check(
        staged,
        """
        ecog | child_pugh | transplant_candidate | macrovascular_invasion | stage
        3    | A          | no                   | no                     | D
        4    | B          | yes                  | no                     | D
        0    | C          | no                   | no                     | D
        0    | C          | no                   | yes                    | D
        0    | C          | yes                  | no                     | 0
        0    | B          | no                   | no                     | 0
        """,
    )


def test_what_is_unknown_leaves_the_stages_that_some_way_to_fill_it_gives() -> None:
    check(
        staged,
        """
        nodules | largest_mm | macrovascular_invasion | ecog | tumor_related | child_pugh | stage | possible      | missing
        1       |            | no                     | 0    | no            | A          |       | 0, A          | largest_mm
        2       |            | no                     | 0    | no            | A          |       | A, B          | largest_mm
        5       |            | no                     | 0    | no            | A          | B     | B             | largest_mm
                | 35         | no                     | 0    | no            | A          |       | A, B          | nodules
        1       | 15         |                        | 0    | no            | A          |       | 0, C          | macrovascular_invasion
        1       | 40         | no                     | 1    |               | A          |       | A, C          | tumor_related
        1       | 40         | yes                    |      | no            | A          |       | C, D          | ecog
        1       | 40         | yes                    | 1    |               |            |       | C, D          | child_pugh, tumor_related
        1       | 40         |                        | 3    |               |            | D     | D             | child_pugh, macrovascular_invasion, tumor_related
        """,  # noqa: E501
    )


def test_a_value_that_cannot_be_is_named_and_not_used() -> None:
    check(
        staged,
        """
        nodules | largest_mm | ecog | stage | possible   | problem
        1       | 2.5        | 0    |       | 0, A       | a diameter of 2.5 mm: is it in cm?
        0       | 15         | 0    |       | 0, A, B    | 0 nodules
        1       | 15         | 5    |       | 0, C, D    | ECOG 5
        """,
    )


def test_a_stage_a_with_ecog_1_is_a_question_for_a_person_and_no_contradiction() -> None:
    """Unless it is known whether the tumour is the reason."""
    check(
        held,
        """
        stage | largest_mm | ecog | tumor_related | recorded is   | why
        A     | 25         | 0    |               | consistent    |
        A     | 25         | 1    |               | question      | ECOG 1: is it the tumour that lowers it?
        B     | 25         | 1    |               | contradiction | what is recorded makes A or C
        A     | 25         | 2    |               | question      | ECOG 2: is it the tumour that lowers it?
        A     | 25         | 1    | no            | consistent    |
        A     | 25         | 1    | yes           | contradiction | what is recorded makes C
        C     | 25         | 1    |               | question      | ECOG 1: is it the tumour that lowers it?
        A     | 25         | 3    |               | contradiction | what is recorded makes D
        D     | 25         | 3    |               | consistent    |
        A     | 25         |      | no            | question      | unknown: ecog
              | 25         | 0    |               |               |
        """,
    )


def test_a_stage_that_burden_or_invasion_excludes_is_a_contradiction() -> None:
    check(
        held,
        """
        stage | nodules | largest_mm | macrovascular_invasion | recorded is   | why
        0     | 1       | 35         | no                     | contradiction | what is recorded makes A
        A     | 3       | 30         | no                     | consistent    |
        A     | 3       | 45         | no                     | contradiction | what is recorded makes B
        B     | 1       | 90         | no                     | contradiction | what is recorded makes A
        B     | 6       | 20         | yes                    | contradiction | what is recorded makes C
        B     | 6       |            | no                     | consistent    |
        B     |         | 20         | no                     | question      | unknown: nodules
        C     | 1       | 90         |                        | question      | unknown: macrovascular_invasion
        """,
    )


def test_child_pugh_c_is_stage_d_unless_transplantation_is_in_view() -> None:
    """The burden then decides, here that of stage A."""
    check(
        held,
        """
        stage | child_pugh | largest_mm | transplant_candidate | recorded is   | why
        D     | C          | 25         | no                   | consistent    |
        D     | C          | 25         | yes                  | contradiction | what is recorded makes A
        D     | C          | 25         |                      | question      | Child-Pugh C: is transplantation in view?
        A     | C          | 25         | yes                  | consistent    |
        """,
    )


def test_an_unheard_of_stage_is_refused() -> None:
    with pytest.raises(HepaticaError, match="'A1' is no BCLC stage"):
        bclc_consistency(filled(pl.DataFrame({"stage": ["A1"]})))
    with pytest.raises(HepaticaError, match="no column 'ecog'"):
        bclc(filled(pl.DataFrame({"nodules": [1]})).drop("ecog"))


def test_karnofsky_to_ecog_by_the_two_conversions_in_use() -> None:
    check(
        lambda table: ecog_from_karnofsky(table).with_columns(verger=ecog_from_karnofsky(table, "Verger 1992")["ecog"]),
        """
        karnofsky | ecog | verger | problem
        100       | 0    | 0      |
        90        | 0    | 1      |
        80        | 1    | 1      |
        70        | 1    | 2      |
        60        | 2    | 2      |
        50        | 2    | 3      |
        40        | 3    | 3      |
        30        | 3    | 4      |
        20        | 4    | 4      |
        10        | 4    | 4      |
        0         | 5    | 5      |
        85        |      |        | a Karnofsky score of 85
        110       |      |        | a Karnofsky score of 110
                  |      |        |
        """,
    )


def test_ecog_and_karnofsky_agree_where_one_conversion_says_so() -> None:
    check(
        lambda table: ecog_consistency(table).rename({"verdict": "they are"}),
        """
        ecog | karnofsky | they are      | why
        0    | 90        | consistent    |
        1    | 90        | consistent    |
        2    | 90        | contradiction | Karnofsky 90 is ECOG 0 or 1, not 2
        0    | 80        | contradiction | Karnofsky 80 is ECOG 1, not 0
        1    |           |               |
             | 80        |               |
        """,
    )


def test_a_conversion_that_does_not_exist_is_refused() -> None:
    with pytest.raises(HepaticaError, match="'mine' is no conversion"):
        ecog_from_karnofsky(pl.DataFrame({"karnofsky": [90]}), "mine")  # type: ignore[arg-type]
