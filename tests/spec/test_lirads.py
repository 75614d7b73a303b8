"""LI-RADS v2018, CT and MRI: the category of an untreated observation, and the response of a treated one.

What a table does not name is absent; an empty cell is unknown. Sizes in mm.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tests.spec.plain_tables import check

from hepatica.errors import HepaticaError
from hepatica.instruments.lirads import FEATURES, broken_tie, lirads
from hepatica.instruments.lirads_eligible import high_risk, threshold_growth
from hepatica.instruments.lirads_treated import lirads_treated


def categorised(table: pl.DataFrame) -> pl.DataFrame:
    """The categories in people at high risk, unless the table says otherwise."""
    if "high_risk" not in table.columns:
        table = table.with_columns(high_risk=True)
    return lirads(table, absent=[name for name in ("benign", *FEATURES) if name not in table.columns])


def treated(table: pl.DataFrame) -> pl.DataFrame:
    """The responses after ablation of what can be evaluated, unless the table says otherwise."""
    given = {"therapy": "ablation", "evaluable": True, "enhances_as_before": False, "washout": False}
    return lirads_treated(table.with_columns(pl.lit(v).alias(k) for k, v in given.items() if k not in table.columns))


def test_without_arterial_hyperenhancement() -> None:
    check(
        categorised,
        """
        nonrim_aphe | size_mm | washout | capsule | threshold_growth | category
        no          | 19      | no      | no      | no               | LR-3
        no          | 19      | yes     | no      | no               | LR-3
        no          | 19      | no      | yes     | no               | LR-3
        no          | 19      | no      | no      | yes              | LR-3
        no          | 19      | yes     | yes     | no               | LR-4
        no          | 19      | yes     | yes     | yes              | LR-4
        no          | 20      | no      | no      | no               | LR-3
        no          | 20      | yes     | no      | no               | LR-4
        no          | 20      | no      | yes     | no               | LR-4
        no          | 20      | no      | no      | yes              | LR-4
        no          | 20      | yes     | yes     | yes              | LR-4
        """,
    )


def test_under_10_mm_nothing_is_definitely_hcc() -> None:
    check(
        categorised,
        """
        nonrim_aphe | size_mm | washout | capsule | threshold_growth | category
        yes         | 9       | no      | no      | no               | LR-3
        yes         | 9       | yes     | no      | no               | LR-4
        yes         | 9       | no      | yes     | no               | LR-4
        yes         | 9       | no      | no      | yes              | LR-4
        yes         | 9.9     | yes     | yes     | yes              | LR-4
        """,
    )


def test_from_10_to_19_mm_a_capsule_alone_makes_lr_4_and_washout_or_growth_alone_lr_5() -> None:
    check(
        categorised,
        """
        nonrim_aphe | size_mm | washout | capsule | threshold_growth | category
        yes         | 10      | no      | no      | no               | LR-3
        yes         | 10      | no      | yes     | no               | LR-4
        yes         | 10      | yes     | no      | no               | LR-5
        yes         | 10      | no      | no      | yes              | LR-5
        yes         | 10      | yes     | yes     | no               | LR-5
        yes         | 19.9    | no      | yes     | yes              | LR-5
        """,
    )


def test_from_20_mm_on_any_one_feature_makes_lr_5() -> None:
    check(
        categorised,
        """
        nonrim_aphe | size_mm | washout | capsule | threshold_growth | category
        yes         | 20      | no      | no      | no               | LR-4
        yes         | 20      | yes     | no      | no               | LR-5
        yes         | 20      | no      | yes     | no               | LR-5
        yes         | 20      | no      | no      | yes              | LR-5
        yes         | 120     | yes     | yes     | yes              | LR-5
        """,
    )


def test_a_targetoid_mass_is_lr_m_before_anything_is_counted() -> None:
    """Rim hyperenhancement in a mass that has every sign of LR-5 otherwise."""
    check(
        categorised,
        """
        size_mm | nonrim_aphe | washout | capsule | rim_aphe | peripheral_washout | delayed_central_enhancement | category
        30      | yes         | yes     | yes     | no       | no                 | no                          | LR-5
        30      | yes         | yes     | yes     | yes      | no                 | no                          | LR-M
        30      | yes         | yes     | yes     | no       | yes                | no                          | LR-M
        30      | yes         | yes     | yes     | no       | no                 | yes                         | LR-M
        8       | no          | no      | no      | yes      | no                 | no                          | LR-M
        """,
    )


def test_an_infiltrative_mass_is_lr_m_only_where_it_does_not_meet_lr_5() -> None:
    check(
        categorised,
        """
        size_mm | nonrim_aphe | washout | infiltrative | necrosis_or_ischemia | category
        30      | yes         | yes     | yes          | no                   | LR-5
        30      | yes         | no      | yes          | no                   | LR-M
        30      | no          | no      | no           | yes                  | LR-M
        """,
    )


def test_what_comes_before_the_table_in_its_order() -> None:
    check(
        categorised,
        """
        size_mm | nonrim_aphe | washout | uncategorizable | tumor_in_vein | benign   | rim_aphe | category
        30      | yes         | yes     | yes             | yes           | none     | yes      | LR-NC
        30      | yes         | yes     | no              | yes           | definite | yes      | LR-TIV
        30      | yes         | yes     | no              | no            | definite | yes      | LR-1
        30      | yes         | yes     | no              | no            | probable | yes      | LR-2
        30      | yes         | yes     | no              | no            | none     | yes      | LR-M
        """,
    )


def test_an_unknown_feature_leaves_open_only_what_it_could_change() -> None:
    check(
        categorised,
        """
        size_mm | nonrim_aphe | washout | capsule | rim_aphe | category | possible         | missing
        30      | yes         | yes     |         | no       | LR-5     | LR-5             | capsule
        30      | yes         |         | no      | no       |          | LR-4, LR-5       | washout
        15      | yes         |         | yes     | no       |          | LR-4, LR-5       | washout
        15      | no          |         | no      | no       | LR-3     | LR-3             | washout
        15      |             | yes     | no      | no       |          | LR-3, LR-5       | nonrim_aphe
        30      | yes         | yes     | yes     |          |          | LR-5, LR-M       | rim_aphe
                | yes         | yes     | no      | no       |          | LR-4, LR-5       | size_mm
                | yes         | no      | no      | no       |          | LR-3, LR-4       | size_mm
                | no          | yes     | yes     | no       | LR-4     | LR-4             | size_mm
        """,
    )


def test_a_size_that_looks_like_centimetres_is_named_and_not_used() -> None:
    check(
        categorised,
        """
        size_mm | nonrim_aphe | washout | category | possible   | problem
        2.5     | yes         | yes     |          | LR-4, LR-5 | a size of 2.5 mm: is it in cm?
        0       | yes         | yes     |          | LR-4, LR-5 | a size of 0 mm: is it in cm?
        1200    | yes         | yes     |          | LR-4, LR-5 | a size of 1200 mm: is it in cm?
        3       | yes         | yes     | LR-4     | LR-4       |
        """,
    )


def test_a_person_who_is_not_at_high_risk_has_no_category() -> None:
    check(
        categorised,
        """
        high_risk | size_mm | nonrim_aphe | washout | category | possible | problem
        yes       | 25      | yes         | yes     | LR-5     | LR-5     |
        no        | 25      | yes         | yes     |          |          | LI-RADS is for people at high risk of HCC only
                  | 25      | yes         | yes     |          | LR-5     | whether the person is at high risk is not known
        """,
    )


def test_who_is_at_high_risk() -> None:
    """Hepatitis B counts without cirrhosis; cirrhosis of a vascular or congenital disorder never."""
    check(
        high_risk,
        """
        age | cirrhosis | chronic_hbv | hcc_ever | unsuitable_cirrhosis | high_risk | missing
        55  | yes       | no          | no       | no                   | yes       |
        55  | no        | yes         | no       | no                   | yes       |
        55  | no        | no          | yes      | no                   | yes       |
        55  | no        | no          | no       | no                   | no        |
        17  | yes       | yes         | no       | no                   | no        |
        18  | yes       | no          | no       | no                   | yes       |
        55  | yes       | no          | no       | yes                  | no        |
        55  |           | yes         | no       | no                   | yes       | cirrhosis
        55  |           | no          | no       | no                   |           | cirrhosis
            | no        | no          | no       | no                   | no        | age
            | yes       | no          | no       | no                   |           | age
        """,
    )


def test_ancillary_features_move_the_category_by_one_and_never_to_lr_5() -> None:
    """More than one of a kind moves it no further; features of both kinds leave it where it is."""
    check(
        categorised,
        """
        size_mm | nonrim_aphe | washout | restricted_diffusion | mosaic | size_reduction | category
        15      | no          | no      | no                   | no     | no             | LR-3
        15      | no          | no      | yes                  | no     | no             | LR-4
        15      | no          | no      | yes                  | yes    | no             | LR-4
        25      | yes         | no      | yes                  | yes    | no             | LR-4
        25      | yes         | yes     | yes                  | no     | no             | LR-5
        15      | no          | no      | no                   | no     | yes            | LR-2
        25      | yes         | yes     | no                   | no     | yes            | LR-4
        15      | no          | no      | yes                  | no     | yes            | LR-3
        15      | no          | no      |                      | no     | no             |
        25      | yes         | no      |                      | no     | no             | LR-4
        """,
    )


def test_unsure_between_two_categories_the_less_certain_one_counts() -> None:
    check(
        broken_tie,
        """
        first | second | category | problem
        LR-1  | LR-2   | LR-2     |
        LR-3  | LR-2   | LR-3     |
        LR-3  | LR-4   | LR-3     |
        LR-5  | LR-4   | LR-4     |
        LR-5  | LR-M   | LR-M     |
        LR-5  | LR-TIV | LR-5     |
        LR-M  | LR-TIV | LR-M     |
        LR-5  | LR-5   | LR-5     |
        LR-5  |        |          |
        LR-1  | LR-5   |          | LI-RADS v2018 breaks no tie between LR-1 and LR-5
        """,
    )


def test_threshold_growth_is_half_as_large_again_in_at_most_6_months() -> None:
    """By the calendar: from 31 August 6 months end on the last of February."""

    def grown(table: pl.DataFrame) -> pl.DataFrame:
        return threshold_growth(table.with_columns(pl.col("day", "previous_day").str.to_date("%Y-%m-%d")))

    check(
        grown,
        """
        size_mm | previous_mm | day        | previous_day | growth | problem
        15      | 10          | 2026-06-01 | 2025-12-01   | yes    |
        15      | 10          | 2026-06-02 | 2025-12-01   | no     |
        14.9    | 10          | 2026-03-01 | 2025-12-01   | no     |
        18      | 12          | 2026-02-28 | 2025-08-31   | yes    |
        18      | 12          | 2026-03-01 | 2025-08-31   | no     |
        15      |             | 2026-06-01 | 2025-12-01   |        |
        15      | 10          |            | 2025-12-01   |        |
        12      |             | 2026-06-02 | 2025-12-01   | no     |
        15      | 10          | 2025-11-01 | 2025-12-01   |        | the earlier examination is not earlier
        15      | 0           | 2026-02-01 | 2025-12-01   |        | a size that is not over 0
        """,
    )


def test_a_treated_lesion_is_viable_with_mass_like_tissue_that_enhances_or_washes_out() -> None:
    check(
        treated,
        """
        evaluable | enhancement | expected_pattern | mass_like_tissue | aphe | washout | enhances_as_before | response
        yes       | yes         | no               | yes              | yes  | no      | no                 | LR-TR viable
        yes       | yes         | no               | yes              | no   | yes     | no                 | LR-TR viable
        yes       | yes         | no               | yes              | no   | no      | yes                | LR-TR viable
        yes       | yes         | no               | yes              | no   | no      | no                 | LR-TR equivocal
        yes       | yes         | no               | no               | yes  | no      | no                 | LR-TR equivocal
        yes       | yes         | yes              | no               | no   | no      | no                 | LR-TR nonviable
        yes       | no          | no               | no               | no   | no      | no                 | LR-TR nonviable
        no        | yes         | no               | yes              | yes  | yes     | yes                | LR-TR nonevaluable
        """,
    )


def test_what_is_unknown_of_a_treated_lesion_leaves_open_what_it_could_change() -> None:
    check(
        treated,
        """
        evaluable | enhancement | expected_pattern | mass_like_tissue | aphe | possible
        yes       | no          |                  | no               | no   | LR-TR nonviable
        yes       | yes         |                  | no               | no   | LR-TR nonviable, LR-TR equivocal
        yes       | yes         | no               |                  | yes  | LR-TR equivocal, LR-TR viable
                  | yes         | no               | yes              | yes  | LR-TR nonevaluable, LR-TR viable
        no        |             |                  |                  |      | LR-TR nonevaluable
        """,
    )


def test_treatment_response_is_for_locoregional_therapy_after_resection_the_lesion_is_new() -> None:
    check(
        treated,
        """
        therapy   | enhancement | expected_pattern | mass_like_tissue | aphe | response     | problem
        TACE      | yes         | no               | yes              | yes  | LR-TR viable |
        TARE      | yes         | no               | yes              | yes  | LR-TR viable |
        resection | yes         | no               | yes              | yes  |              | after resection a recurrence is a new observation: use the diagnostic algorithm
        systemic  | yes         | no               | yes              | yes  |              | LR-TR applies after locoregional therapy only
                  | yes         | no               | yes              | yes  |              | the therapy is not known
        """,  # noqa: E501
    )


def test_a_feature_that_no_column_holds_must_be_said_to_be_absent() -> None:
    table = pl.DataFrame({"size_mm": [20.0], "high_risk": [True]})
    with pytest.raises(HepaticaError, match="no column 'uncategorizable'"):
        lirads(table)
    with pytest.raises(HepaticaError, match="'wash' is no feature"):
        lirads(table, absent=["wash"])
    with pytest.raises(HepaticaError, match="'washout' is taken to be absent, but the table has it"):
        lirads(table.with_columns(washout=True), absent=["washout"])


def test_an_unheard_of_word_is_refused() -> None:
    with pytest.raises(HepaticaError, match="'maybe' does not say how benign"):
        categorised(pl.DataFrame({"size_mm": [20.0], "benign": ["maybe"]}))
    with pytest.raises(HepaticaError, match="'hope' is no therapy"):
        treated(
            pl.DataFrame(
                {"therapy": ["hope"], "enhancement": [True], "expected_pattern": [False]}
                | {"mass_like_tissue": [True], "aphe": [True]}
            )
        )
    with pytest.raises(HepaticaError, match="'nonrim_aphe' holds String"):
        categorised(pl.DataFrame({"size_mm": [20.0], "nonrim_aphe": ["yes!"]}))


def test_growth_between_dates_that_are_no_dates_is_refused() -> None:
    table = pl.DataFrame({"size_mm": [1], "previous_mm": [1], "day": ["2026"], "previous_day": [date(2026, 1, 1)]})
    with pytest.raises(HepaticaError, match="'day' holds String"):
        threshold_growth(table)
