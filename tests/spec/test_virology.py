"""Viral results against a limit, loss of HBsAg, undetectable HBV DNA, cure off treatment, and the fall of HBsAg.

A result is written as the laboratory does: `<20`, `>250`, `37`, `TND` (target not detected), `<20 d` (detected, not
counted), `?` (no result). All in IU/mL. A series is `day: result`.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import pytest
from tests.spec.plain_tables import cells, check, check_series

from hepatica.endpoints.functional_cure import PARTIAL, dna_undetectable, functional_cure, hbsag_loss
from hepatica.errors import HepaticaError
from hepatica.instruments.virology import below, hbsag_decline, hbsag_slope, in_own_unit


def read(texts: pl.Expr) -> dict[str, pl.Expr]:
    """Value, comparator and detection of results as they are written."""
    return {
        "value": texts.str.extract(r"([\d.]+)").cast(pl.Float64),
        "comparator": texts.str.extract(r"^([<>]=?)").fill_null(""),
        "detected": pl.when(texts.str.ends_with("d")).then(True).when(texts == "TND").then(False),
    }


def results(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(**read(pl.col("result").cast(pl.String)))


def series(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(**read(pl.col("text")))


def under(limit: float, table: pl.DataFrame) -> pl.DataFrame:
    return below(results(table), limit)


def test_which_results_are_below_10() -> None:
    """`<20, detected` may be 15 or 5: it does not decide. Target not detected counts as below."""
    check(
        partial(under, 10),
        """
        result | below | problem
        9.9    | yes   |
        10     | no    |
        37     | no    |
        <10    | yes   |
        <=10   |       | <=10 does not decide < 10
        <5     | yes   |
        <20    |       | <20 does not decide < 10
        <20 d  |       | <20, detected, does not decide < 10
        TND    | yes   |
        >10    | no    |
        >5     |       | >5 does not decide < 10
        >250   | no    |
        ?      |       | no result
        """,
    )


def test_which_results_are_below_0_05() -> None:
    check(
        partial(under, 0.05),
        """
        result | below
        <0.05  | yes
        0.05   | no
        0.04   | yes
        >250   | no
        <0.1   |
        """,
    )


def test_a_number_under_what_the_assay_can_count_is_read_as_below_that_limit() -> None:
    """With a limit of quantification of 20 only a target that was not detected is below 10."""
    check(
        partial(under, 10),
        """
        result | lower_limit | below | problem
        12     | 20          |       | <20 does not decide < 10
        5      | 20          |       | <20 does not decide < 10
        5 d    | 20          |       | <20, detected, does not decide < 10
        TND    | 20          | yes   |
        5      | 10          | yes   |
        25     | 20          | no    |
        """,
    )


def test_a_number_beside_target_not_detected_contradicts_itself() -> None:
    """`<20` beside it does not."""
    check(
        lambda table: below(table, 10),
        """
        value | comparator | detected | below | problem
        37    |            | no       |       | 37, and yet the target was not detected
        20    | <          | no       | yes   |
        20    | >          | no       |       | >20, and yet the target was not detected
              |            | no       | yes   |
        """,
    )


def test_a_negative_number_is_no_result() -> None:
    """Nor is it one under what the assay can count; that the target was not detected stands."""
    check(
        lambda table: below(table, 10),
        """
        value | comparator | detected | lower_limit | below | problem
        -1    |            |          |             |       | the result is negative
        -1    | <          |          |             |       | the result is negative
        -1    | >          |          |             |       | the result is negative
        -1    |            |          | 5           |       | the result is negative
        -1    |            | no       |             | yes   | the result is negative
        0     |            |          |             | yes   |
        """,
    )


def test_whether_not_detected_counts_as_below_is_for_the_study_to_say() -> None:
    check(
        lambda table: below(table, 10, not_detected_is_below=False),
        """
        value | comparator | detected | below | problem
              |            | no       |       | no result
        20    | <          | no       |       | <20 does not decide < 10
        """,
    )


def test_hbsag_is_lost_with_two_results_below_the_limit_24_weeks_apart_and_none_above_between() -> None:
    """24 weeks are 168 days; the day is that of the first of the two."""
    check_series(
        lambda rows: hbsag_loss(series(rows)),
        """
        subject | series                                            | reached | day | why
        A       | 0: 120, 100: <0.05, 268: <0.05                    | yes     | 100 | reached on day 100 and confirmed
        B       | 0: 120, 100: <0.05, 267: <0.05                    |         |     | seen from day 100 on, but not long or often enough to confirm
        C       | 0: 120, 100: <0.05, 180: 0.3, 268: <0.05          |         |     | seen from day 268 on, but not long or often enough to confirm
        D       | 100: <0.05, 180: 0.3, 268: <0.05, 436: <0.05      | yes     | 268 | reached on day 268 and confirmed
        E       | 0: 120, 100: 80, 268: 40                          | no      |     | not reached; last known on day 268
        F       | 0: 120, 100: <0.05, 268: 0.05                     | no      |     | not reached; last known on day 268
        G       | 100: <0.05, 180: <0.1, 268: <0.05                 | yes     | 100 | reached on day 100 and confirmed
        H       | 100: <0.1, 268: <0.05, 300: 2                     |         |     | a value from day 100 on does not decide it
        I       | 0: ?, 168: ?                                      |         |     | a value from day 0 on does not decide it
        J       | 0: ?                                              |         |     | no value decides it
        """,  # noqa: E501
    )


def test_hbv_dna_must_stay_below_for_6_months() -> None:
    """Every test between counts; `<20, detected` neither confirms nor undoes."""
    check_series(
        lambda rows: dna_undetectable(series(rows)),
        """
        subject | series                                     | reached | day
        A       | 0: 5000, 84: TND, 168: TND, 270: TND       | yes     | 84
        B       | 0: 5000, 84: TND, 168: 37, 270: TND        |         |
        C       | 0: 5000, 84: TND, 168: <20 d, 270: TND     | yes     | 84
        D       | 84: <20 d, 168: <20 d, 270: <20 d, 280: 50 |         |
        E       | 0: 5000, 84: 400, 270: 37                  | no      |
        F       | 84: <10, 180: <10                          |         |
        """,
    )


CURE = """
subject | hbsag                                | dna                                | stopped | reached | day
A       | 300: <0.05, 468: <0.05               | 300: TND, 468: TND                 | 300     | yes     | 300
B       | 280: <0.05, 320: <0.05, 468: <0.05   | 280: TND, 320: TND, 468: TND       | 300     | yes     | 300
C       | 300: <0.05, 467: <0.05               | 300: TND, 467: TND                 | 300     |         |
D       | 300: 12, 400: <0.05, 568: <0.05      | 300: TND, 400: TND, 568: TND       | 300     | yes     | 400
E       | 300: <0.05, 468: <0.05               | 300: TND, 400: 350, 468: TND       | 300     |         |
F       | 100: <0.05, 268: <0.05               | 100: TND, 268: TND                 |         | no      |
G       | 300: <0.05, 468: 0.8                 | 300: TND, 468: TND                 | 300     | no      |
H       | 300: <0.05, 468: <0.05               | 300: <20 d, 468: <20 d             | 300     |         |
I       | 300: <0.05, 468: <0.05               | 310: TND, 490: TND                 | 300     | yes     | 310
J       | 100: <0.05                           | 100: TND                           | 300     |         |
"""
"""Treatment of F goes on; E has a result of DNA between; J was last seen before treatment ended."""


def test_cure_is_both_markers_below_for_24_weeks_off_treatment() -> None:
    head, lines = cells(CURE)
    stopped = [float(line[head.index("stopped")]) if line[head.index("stopped")] else None for line in lines]
    ends = pl.DataFrame({"subject": [line[0] for line in lines], "day": stopped})
    given = {name: long_form(head, lines, name) for name in ("hbsag", "dna")}
    found = functional_cure(given["hbsag"], given["dna"], ends)
    said = [
        [{True: "yes", False: "no", None: ""}[reached], "" if day is None else str(day)]
        for reached, day in found.select("reached", "day").iter_rows()
    ]
    assert said == [line[-2:] for line in lines]
    assert found.filter(pl.col("subject") == "F")["why"].item() == "treatment has not ended"


def long_form(head: list[str], lines: list[list[str]], name: str) -> pl.DataFrame:
    rows = [
        (line[0], int(day), text.strip())
        for line in lines
        for day, text in (entry.split(":") for entry in line[head.index(name)].split(","))
    ]
    return series(pl.DataFrame(rows, schema=["subject", "day", "text"], orient="row"))


def test_partial_cure_asks_for_hbsag_below_100() -> None:
    frame = pl.DataFrame({"subject": ["A", "A"], "day": [0, 168], "text": ["90", "60"]})
    dna = frame.with_columns(text=pl.lit("TND"))
    ends = pl.DataFrame({"subject": ["A"], "day": [0]})
    assert functional_cure(series(frame), series(dna), ends)["reached"].to_list() == [False]
    assert functional_cure(series(frame), series(dna), ends, cure=PARTIAL)["reached"].to_list() == [True]


def test_the_fall_of_hbsag_is_told_in_powers_of_ten_and_as_a_bound_beyond_a_limit() -> None:
    check(
        lambda table: hbsag_decline(
            table.with_columns(pl.col("comparator", "baseline_comparator").cast(pl.String))
        ).rename({"comparator": "is"}),
        """
        baseline | baseline_comparator | value | comparator | decline | is | problem
        1000     |                     | 100   |            | 1       |    |
        1000     |                     | 1000  |            | 0       |    |
        100      |                     | 1000  |            | -1      |    |
        500      |                     | 0.05  | <          | 4       | >= |
        250      | >                   | 25    |            | 1       | >= |
        0.05     | <                   | 5     |            | -2      | <= |
        0.05     | <                   | 0.05  | <          |         |    | both lie beyond a limit
        1000     |                     | 0     |            |         |    | 0 has no logarithm: give the limit of the assay
        1000     |                     | -1    |            |         |    | the result is negative
        -1000    |                     | 100   |            |         |    | the result is negative
                 |                     | 100   |            |         |    | a result is unknown
        """,
    )


def test_the_slope_is_the_least_squares_line_through_log10_per_year() -> None:
    """365.25 days are a year; results beyond a limit are refused unless somebody says what they count as."""
    check_series(
        lambda rows: hbsag_slope(series(rows)),
        """
        subject | series                                | slope    | results | censored | problem
        A       | 0: 1000, 365.25: 100                  | -1       | 2       | 0        |
        B       | 0: 1000, 365.25: 100, 730.5: 100      | -0.5     | 3       | 0        |
        C       | 0: 1000, 365.25: 100, 730.5: <0.05    |          | 3       | 1        | results beyond a limit: 1
        D       | 0: 1000                               |          | 1       | 0        | results of fewer than two days
        E       | 0: 1000, 365.25: 100, 400: 0          | -1       | 2       | 0        | kept out, no day or nothing over 0: 1
        """,
    )
    negative = pl.DataFrame({"subject": "A", "day": [0.0, 365.25, 400.0], "value": [1000.0, 100.0, -5.0]})
    found = hbsag_slope(negative.with_columns(comparator=pl.lit("")))
    assert found.select("slope", "problem").row(0) == (-1, "kept out, no day or nothing over 0: 1")


def test_or_a_result_beyond_a_limit_counts_as_the_limit_or_half_of_it() -> None:
    rows = pl.DataFrame({"subject": ["A", "A"], "day": [0.0, 365.25], "text": ["5", "<0.05"]})
    assert hbsag_slope(series(rows), censored="at the limit")["slope"].to_list() == [-2.0]
    half = hbsag_slope(series(rows), censored="at half the limit")["slope"].item()
    assert half == pytest.approx(-2.30103, abs=1e-6)


def test_units_convert_where_the_vocabulary_knows_how() -> None:
    """Copies do not convert to IU, and a result without a unit is none."""
    check(
        lambda table: in_own_unit(table.select("value", "unit"), "hbv_dna").rename({"value": "number", "unit": "in"}),
        """
        value | unit      | number | in      | problem
        20    | IU/mL     | 20     | [IU]/mL |
        2000  | IU/L      | 2      | [IU]/mL |
        3     | log IU/mL | 1000   | [IU]/mL |
        """,
    )
    odd = in_own_unit(pl.DataFrame({"value": [500.0, 1.0], "unit": ["copies/mL", None]}), "hbv_dna")
    assert odd["value"].to_list() == [None, None]
    signed = in_own_unit(pl.DataFrame({"value": [-5.0, -1.0], "unit": ["IU/mL", "log IU/mL"]}), "hbsag_quantitative")
    assert signed.select("value", "problem").rows() == [(None, "hbsag_quantitative: -5 is negative"), (0.1, None)]
    assert odd["problem"][1] == "hbv_dna: no unit is recorded"
    assert "hbv_dna" in odd["problem"][0]


def test_a_limit_of_nothing_and_a_comparator_that_is_none_are_refused() -> None:
    with pytest.raises(HepaticaError, match="the limit is 0"):
        below(results(pl.DataFrame({"result": ["5"]})), 0)
    with pytest.raises(HepaticaError, match="'~' is no comparator"):
        below(pl.DataFrame({"value": [5.0], "comparator": ["~"]}), 10)
    with pytest.raises(HepaticaError, match="'tobit' is no choice"):
        hbsag_slope(
            series(pl.DataFrame({"subject": ["A"], "day": [0.0], "text": ["5"]})),
            censored="tobit",  # type: ignore[arg-type]
        )
