"""MELD, MELD-Na and MELD 3.0: their limits, dialysis, units, and what an unknown item leaves open.

Bilirubin, creatinine in mg/dL, albumin in g/dL, sodium in mmol/L where nothing else is said. An empty cell was not recorded.
"""

from __future__ import annotations

from itertools import product
from math import floor, log

import polars as pl
import pytest
from tests.spec import subject_tables
from tests.spec.plain_tables import check
from tests.spec.rule_contexts import VOCABULARY

from hepatica.errors import HepaticaError
from hepatica.instruments import Settings, derived
from hepatica.instruments.meld import Version, meld


def scored(table: pl.DataFrame, version: Version) -> pl.DataFrame:
    units = {"bilirubin_total_unit": "mg/dL", "creatinine_unit": "mg/dL", "albumin_unit": "g/dL"}
    table = table.with_columns(pl.lit(unit).alias(name) for name, unit in units.items() if name not in table.columns)
    return meld(table, version).rename({"score_low": "low", "score_high": "high"})


def test_meld_counts_values_under_1_as_1_and_creatinine_over_4_as_4() -> None:
    """10 x (0.957 ln creatinine + 0.378 ln bilirubin + 1.120 ln INR + 0.643), to a tenth before it is multiplied."""
    check(
        lambda table: scored(table, "MELD"),
        """
        bilirubin_total | inr | creatinine | score
        1               | 1   | 1          | 6
        0.3             | 0.9 | 0.5        | 6
        1.5             | 1.5 | 1          | 13
        2               | 1.5 | 1.2        | 15
        1               | 1   | 4          | 20
        1               | 1   | 8          | 20
        30              | 5   | 4          | 40
        """,
    )


def test_after_dialysis_creatinine_counts_as_the_limit_4_or_in_meld_3_0_3_mg_per_dl() -> None:
    check(
        lambda table: scored(table, "MELD"),
        """
        bilirubin_total | inr | creatinine | dialysis | score | low | high | missing
        1               | 1   | 1          | no       | 6     | 6   | 6    |
        1               | 1   | 1          | yes      | 20    | 20  | 20   |
        1               | 1   |            | yes      | 20    | 20  | 20   | creatinine
        1               | 1   | 1          |          |       | 6   | 20   | dialysis
        1               | 1   | 4          |          | 20    | 20  | 20   | dialysis
        """,
    )
    check(
        lambda table: scored(table, "MELD 3.0"),
        """
        sex | bilirubin_total | inr | creatinine | sodium | albumin | dialysis | score
        M   | 1               | 1   | 1          | 137    | 3.5     | no       | 6
        M   | 1               | 1   | 1          | 137    | 3.5     | yes      | 18
        M   | 1               | 1   | 3          | 137    | 3.5     | no       | 18
        M   | 1               | 1   | 9          | 137    | 3.5     | no       | 18
        """,
    )


def test_sodium_counts_in_meld_na_from_125_to_137_and_where_meld_is_over_11() -> None:
    """MELD + 1.32 (137 - Na) - 0.033 MELD (137 - Na); the fourth line is a published worked example."""
    check(
        lambda table: scored(table, "MELD-Na"),
        """
        bilirubin_total | inr | creatinine | sodium | score
        1               | 1   | 1.5        | 125    | 10
        1               | 1   | 1.6        | 125    | 11
        1               | 1   | 1.7        | 125    | 23
        1.5             | 1.5 | 1          | 135    | 15
        1.5             | 1.5 | 1          | 137    | 13
        1.5             | 1.5 | 1          | 150    | 13
        1.5             | 1.5 | 1          | 125    | 24
        1.5             | 1.5 | 1          | 110    | 24
        2               | 1.5 | 1.2        | 130    | 21
        30              | 5   | 4          | 125    | 40
        """,
    )


def test_meld_3_0_adds_sex_and_albumin_from_1_5_to_3_5() -> None:
    check(
        lambda table: scored(table, "MELD 3.0"),
        """
        sex | bilirubin_total | inr | creatinine | sodium | albumin | score
        M   | 1               | 1   | 1          | 140    | 4       | 6
        F   | 1               | 1   | 1          | 140    | 4       | 7
        F   | 2               | 1.5 | 1.2        | 130    | 2.5     | 22
        M   | 2               | 1.5 | 1.2        | 130    | 2.5     | 21
        M   | 1               | 1   | 1          | 137    | 1.5     | 10
        M   | 1               | 1   | 1          | 137    | 1       | 10
        M   | 1               | 1   | 1          | 125    | 3.5     | 16
        M   | 60              | 5   | 4          | 120    | 1       | 40
        """,
    )


def test_units_convert_and_a_unit_that_does_not_is_named() -> None:
    check(
        lambda table: scored(table, "MELD"),
        """
        bilirubin_total | inr | creatinine | creatinine_unit | score | problem
        2               | 1.5 | 106.104    | umol/L          | 15    |
        2               | 1.5 | 0.106104   | mmol/L          | 15    |
        2               | 1.5 | 1.2        | mg/L            |       | creatinine 1.2 mg/L cannot be used
        2               | 1.5 | 1.2        |                 |       | creatinine 1.2 (no unit) cannot be used
        2               | 0   | 1.2        | mg/dL           |       | inr 0 cannot be used
        """,
    )


def test_what_is_unknown_leaves_a_score_between_two_bounds() -> None:
    """Sodium, albumin and sex can only move the score so far; bilirubin and INR have no upper limit, the score has: 40."""
    check(
        lambda table: scored(table, "MELD 3.0"),
        """
        sex | bilirubin_total | inr | creatinine | sodium | albumin | score | low | high | missing
        M   | 2               | 1.5 | 1.2        | 130    |         |       | 19  | 22   | albumin
        M   | 2               | 1.5 | 1.2        |        | 2.5     |       | 16  | 24   | sodium
            | 2               | 1.5 | 1.2        | 130    | 2.5     |       | 21  | 22   | sex
        M   |                 | 1.5 | 1.2        | 130    | 2.5     |       | 19  | 40   | bilirubin_total
        M   | 60              | 5   | 3          | 125    |         | 40    | 40  | 40   | albumin
        """,
    )


def test_up_to_11_points_meld_na_needs_no_sodium() -> None:
    check(
        lambda table: scored(table, "MELD-Na"),
        """
        bilirubin_total | inr | creatinine | sodium | score | low | high | missing
        1               | 1   | 1          |        | 6     | 6   | 6    | sodium
        1               | 1   | 1.6        |        | 11    | 11  | 11   | sodium
        4.2             | 1.2 | 1.9        |        |       | 20  | 28   | sodium
        1               | 1   | 1          | 130    | 6     | 6   | 6    |
        """,
    )


def test_a_result_under_1_needs_no_number() -> None:
    check(
        lambda table: scored(table.with_columns(pl.col("bilirubin_total_comparator").fill_null("")), "MELD"),
        """
        bilirubin_total_comparator | bilirubin_total | inr | creatinine | score | low | high
        <                          | 0.3             | 1   | 1          | 6     | 6   | 6
        <                          | 2               | 1   | 1          |       | 6   | 9
        >                          | 30              | 1   | 1          |       | 19  | 40
        """,
    )


@pytest.mark.parametrize("sex", ["M", "F"])
def test_the_bounds_of_meld_3_0_enclose_every_way_to_fill_the_gaps(sex: str) -> None:
    """At bilirubin over 30 mg/dL the terms change their sign: bounds taken at the wrong ends would cross."""
    sodiums, albumins = (125, 128, 131, 134, 137), (1.5, 2, 2.5, 3, 3.5)
    for bilirubin, creatinine in product((1, 5, 30, 45), (1, 2, 2.8, 3)):
        whole = [
            1.33 * (sex == "F") + 4.56 * log(bilirubin) + 0.82 * (137 - sodium) - 0.24 * (137 - sodium) * log(bilirubin)
            + 11.14 * log(creatinine) + 1.85 * (3.5 - albumin) - 1.83 * (3.5 - albumin) * log(creatinine) + 6
            for sodium, albumin in product(sodiums, albumins)
        ]  # fmt: skip
        table = pl.DataFrame(
            {"sex": [sex], "bilirubin_total": [bilirubin], "inr": [1.0], "creatinine": [creatinine]}
        ).with_columns(sodium=pl.lit(None, pl.Float64), albumin=pl.lit(None, pl.Float64))
        found = scored(table, "MELD 3.0").row(0, named=True)
        rounded = [min(40, max(6, floor(each + 0.5))) for each in whole]
        assert (found["low"], found["high"]) == (min(rounded), max(rounded))


RECORDED = """
  who     | date       | what            | value
  whole   | 2026-03-01 | bilirubin_total | 34.2 umol/L
  whole   | 2026-03-05 | inr             | 1.5
  whole   | 2026-03-08 | creatinine      | 1.2 mg/dL
  late    | 2026-03-01 | bilirubin_total | 34.2 umol/L
  late    | 2026-03-01 | inr             | 1.5
  late    | 2026-03-09 | creatinine      | 1.2 mg/dL
  low     | 2026-03-01 | bilirubin_total | <1 mg/dL
  low     | 2026-03-01 | inr             | 1
  low     | 2026-03-01 | creatinine      | 1 mg/dL
  bounded | 2026-03-01 | bilirubin_total | >30 mg/dL
  bounded | 2026-03-01 | inr             | 1
  bounded | 2026-03-01 | creatinine      | 1 mg/dL
"""


def test_meld_is_derived_where_the_days_that_belong_together_are_said() -> None:
    """The newest of each item of 7 days; without that nothing is derived."""
    facts = subject_tables.facts(RECORDED, VOCABULARY)
    found = derived(facts, Settings(meld_days=7), variables=["meld"])
    said = found.facts.sort("subject").select("subject", pl.col("comparator") + pl.col("text"))
    assert list(said.iter_rows()) == [("bounded", ">=19"), ("low", "6"), ("whole", "15")]
    late = found.incomplete.filter(pl.col("subject") == "late")["missing"].to_list()
    assert ["bilirubin_total", "inr"] in late
    assert derived(facts, variables=["meld"]).facts.is_empty()


def test_a_version_that_does_not_exist_and_a_missing_column_are_refused() -> None:
    table = pl.DataFrame({"bilirubin_total": [1.0], "inr": [1.0], "creatinine": [1.0]})
    with pytest.raises(HepaticaError, match="'PELD' is no version"):
        meld(table, "PELD")  # type: ignore[arg-type]
    with pytest.raises(HepaticaError, match="no column 'sodium'"):
        scored(table, "MELD-Na")
