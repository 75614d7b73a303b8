"""iRECIST: progression that a later assessment confirms, or a response undoes.

Seymour et al., Lancet Oncol 2017;18:e143, tables 2 and 3. A line is a time point of person `who`: target and non-target
lesions by RECIST 1.1, whether a new lesion appears (or those of before remain), the sum of target lesions and of measured
new lesions in mm, and further growth of what is not measured. An empty cell is none, or not recorded.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.spec.response_courses import course, rows

from hepatica.errors import HepaticaError
from hepatica.instruments.response.irecist import ImmuneRules, immune_time_points
from hepatica.instruments.response.irecist_best import immune_best_response

EIGHT_WEEKS = ImmuneRules(latest=56)
NON = "NON-CR/NON-PD"


def check(rules: ImmuneRules, table: str) -> None:
    lines = rows(table)
    points = [
        {
            "subject": line["who"],
            "day": int(line["day"]),
            "target": line["target"] or None,
            "non_target": line.get("non-target") or None,
            "new_lesion": line.get("new") == "appears",
            "new_remains": line.get("new") == "remains",
            "sum_mm": _number(line.get("mm")),
            "new_sum_mm": _number(line.get("new mm")),
            "non_target_growth": line.get("growth") == "non-target" or None,
            "new_growth": line.get("growth") == "new" or None,
        }
        for line in lines
    ]
    found, problems = immune_time_points(pl.DataFrame(points, infer_schema_length=None), rules)
    assert problems.is_empty()
    wanted = [name for name in ("overall", "reason") if name in lines[0]]
    given = {(row["subject"], row["day"]): row for row in found.to_dicts()}
    said = [{name: given[(line["who"], int(line["day"]))][name] for name in wanted} for line in lines]
    assert said == [{name: line[name] for name in wanted} for line in lines]


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def test_time_points_without_progression() -> None:
    check(
        ImmuneRules(),
        """
        who | day | target | non-target    | overall
        a   | 42  | CR     | CR            | iCR
        b   | 42  | CR     |               | iCR
        c   | 42  | CR     | NON-CR/NON-PD | iPR
        d   | 42  | CR     | NE            | iPR
        e   | 42  | PR     | NON-CR/NON-PD | iPR
        f   | 42  | SD     | CR            | iSD
        g   | 42  | NE     | NON-CR/NON-PD | NE
        h   | 42  |        | CR            | iCR
        i   | 42  |        | NON-CR/NON-PD | NON-iCR/NON-iUPD
        j   | 42  |        | NE            | NE
        """,
    )


def test_the_first_progression_is_unconfirmed_whatever_progresses() -> None:
    check(
        ImmuneRules(),
        """
        who | day | target | non-target    | new     | overall | reason
        a   | 42  | PD     | NON-CR/NON-PD |         | iUPD    | progression of target lesions
        b   | 42  | SD     | PD            |         | iUPD    | progression of non-target lesions
        c   | 42  | PR     | NON-CR/NON-PD | appears | iUPD    | progression of new lesions
        d   | 42  | PD     | PD            | appears | iUPD    | progression of target lesions and non-target lesions and new lesions
        e   | 42  | NE     | NE            | appears | iUPD    | progression of new lesions
        """,  # noqa: E501
    )


def test_further_growth_of_5_mm_confirms_from_four_weeks_on() -> None:
    check(
        ImmuneRules(),
        """
        who | day | target | mm  | overall | reason
        a   | 42  | PD     | 120 | iUPD    | progression of target lesions
        a   | 84  | PD     | 125 | iCPD    | target lesions grew by 5 mm or more since the iUPD of day 42, 42 days before
        b   | 42  | PD     | 120 | iUPD    | progression of target lesions
        b   | 84  | PD     | 124 | iUPD    | no further growth that confirms the iUPD of day 42
        b   | 126 | PD     | 126 | iCPD    | target lesions grew by 5 mm or more since the iUPD of day 42, 84 days before
        c   | 42  | PD     | 120 | iUPD    | progression of target lesions
        c   | 69  | PD     | 140 | iUPD    | target lesions grew by 5 mm or more, but only 27 days after the iUPD of day 42: too early to confirm it
        c   | 70  | PD     | 140 | iCPD    | target lesions grew by 5 mm or more since the iUPD of day 42, 28 days before
        """,  # noqa: E501
    )


def test_with_at_most_eight_weeks_to_confirm() -> None:
    check(
        EIGHT_WEEKS,
        """
        who | day | target | mm  | overall | reason
        a   | 42  | PD     | 120 | iUPD    | progression of target lesions
        a   | 98  | PD     | 130 | iCPD    | target lesions grew by 5 mm or more since the iUPD of day 42, 56 days before
        b   | 42  | PD     | 120 | iUPD    | progression of target lesions
        b   | 99  | PD     | 130 | iUPD    | target lesions grew by 5 mm or more, but 57 days after the iUPD of day 42: too late to confirm it
        """,  # noqa: E501
    )


def test_other_growth_that_confirms() -> None:
    """Non-target and unmeasured new lesions: any growth; measured new lesions: 5 mm; or progression of another kind."""
    check(
        ImmuneRules(),
        """
        who | day | target | non-target    | new     | mm  | new mm | growth     | overall
        a   | 42  | SD     | PD            |         | 100 |        |            | iUPD
        a   | 84  | SD     | PD            |         | 100 |        | non-target | iCPD
        b   | 42  | SD     | PD            |         | 100 |        |            | iUPD
        b   | 84  | SD     | PD            |         | 100 |        |            | iUPD
        c   | 42  | SD     | NON-CR/NON-PD | appears | 100 | 12     |            | iUPD
        c   | 84  | SD     | NON-CR/NON-PD | remains | 100 | 17     |            | iCPD
        d   | 42  | SD     | NON-CR/NON-PD | appears | 100 | 12     |            | iUPD
        d   | 84  | SD     | NON-CR/NON-PD | remains | 100 | 16     |            | iUPD
        e   | 42  | SD     | NON-CR/NON-PD | appears | 100 |        |            | iUPD
        e   | 84  | SD     | NON-CR/NON-PD | remains | 100 |        | new        | iCPD
        f   | 42  | SD     | NON-CR/NON-PD | appears | 100 |        |            | iUPD
        f   | 84  | SD     | NON-CR/NON-PD | appears | 100 |        |            | iCPD
        g   | 42  | PD     | NON-CR/NON-PD |         | 120 |        |            | iUPD
        g   | 84  | PD     | PD            |         | 120 |        |            | iCPD
        h   | 42  | SD     | PD            |         | 100 |        |            | iUPD
        h   | 84  | PD     | PD            |         | 122 |        |            | iCPD
        """,
    )


def test_a_response_undoes_an_unconfirmed_progression() -> None:
    """The next progression is unconfirmed again, and is measured from itself."""
    check(
        ImmuneRules(),
        """
        who | day | target | mm  | overall | reason
        a   | 42  | PD     | 120 | iUPD    | progression of target lesions
        a   | 84  | SD     | 100 | iSD     | target SD, non-target none, no new lesion
        a   | 126 | PD     | 121 | iUPD    | progression of target lesions
        a   | 168 | PD     | 126 | iCPD    | target lesions grew by 5 mm or more since the iUPD of day 126, 42 days before
        b   | 42  | PD     | 120 | iUPD    | progression of target lesions
        b   | 84  | NE     |     | NE      | target NE, non-target none, no new lesion
        b   | 126 | PD     | 130 | iCPD    | target lesions grew by 5 mm or more since the iUPD of day 42, 84 days before
        """,
    )


def test_new_lesions_that_were_there_before_are_measured_from_the_iupd_that_is_to_be_confirmed() -> None:
    """Table 2: "further increase in new lesion size from iUPD"; after an iPR the bar is reset."""
    check(
        ImmuneRules(),
        """
        who | day | target | new     | mm  | new mm | overall
        a   | 42  | SD     | appears | 100 | 12     | iUPD
        a   | 84  | PR     | remains | 60  | 12     | iPR
        a   | 126 | PD     | remains | 80  | 18     | iUPD
        a   | 168 | PD     | remains | 80  | 19     | iUPD
        a   | 210 | PD     | remains | 80  | 23     | iCPD
        b   | 42  | SD     | appears | 100 | 12     | iUPD
        b   | 84  | PR     | remains | 60  | 12     | iPR
        b   | 126 | PD     | remains | 80  |        | iUPD
        b   | 168 | PD     | remains | 80  | 18     | iUPD
        b   | 210 | PD     | remains | 80  | 23     | iCPD
        """,
    )


def test_new_lesions_that_remain_keep_progression_open_unless_target_lesions_shrink() -> None:
    """After PR, a new lesion and no further change is still iUPD; after a new lesion, shrinkage to PR is iPR."""
    check(
        ImmuneRules(),
        """
        who | day | target | new     | overall | reason
        a   | 42  | SD     | appears | iUPD    | progression of new lesions
        a   | 84  | PR     | remains | iPR     | target PR, non-target none, no new lesion
        b   | 42  | PR     |         | iPR     | target PR, non-target none, no new lesion
        b   | 84  | PR     | appears | iUPD    | progression of new lesions
        b   | 126 | PR     | remains | iUPD    | new lesions remain, no change since the iUPD of day 84
        b   | 168 | PR     |         | iPR     | target PR, non-target none, no new lesion
        c   | 42  | SD     | appears | iUPD    | progression of new lesions
        c   | 84  | PR     | remains | iPR     | target PR, non-target none, no new lesion
        c   | 126 | SD     | remains | iSD     | target SD, non-target none, no new lesion
        """,
    )


def test_what_a_reader_calls_confirmed_is_confirmed_where_the_time_allows_it() -> None:
    check(
        ImmuneRules(),
        """
        who | day | target | overall | reason
        a   | 42  | iUPD   | iUPD    | progression of target lesions
        a   | 84  | iCPD   | iCPD    | the reader saw further growth since the iUPD of day 42, 42 days before
        a   | 126 | iSD    | iSD     | target SD, non-target none, no new lesion
        b   | 42  | iUPD   | iUPD    | progression of target lesions
        b   | 56  | iCPD   | iUPD    | the reader saw further growth, but only 14 days after the iUPD of day 42: too early to confirm it
        c   | 42  | iCPD   | iUPD    | progression of target lesions
        """,  # noqa: E501
    )


def test_confirmed_progression_goes_on_being_confirmed() -> None:
    check(
        ImmuneRules(),
        """
        who | day | target | mm  | overall | reason
        a   | 42  | PD     | 120 | iUPD    | progression of target lesions
        a   | 84  | PD     | 130 | iCPD    | target lesions grew by 5 mm or more since the iUPD of day 42, 42 days before
        a   | 126 | PD     | 124 | iCPD    | the iUPD of day 42 has been confirmed
        """,
    )


def best(table: str, **slots: Any) -> None:
    """A course of iRECIST time points a line; iBOR, PD (with its day) and RSP as they stand there."""
    lines = rows(table)
    points = [
        {"subject": str(number), "day": day, "overall": said}
        for number, line in enumerate(lines)
        for day, said in course(line["course"])
    ]
    schema = {"subject": pl.String, "zero": pl.Int64, "death": pl.Int64, "last": pl.Int64}
    subjects = []
    for number, line in enumerate(lines):
        words = line.get("other", "").split()
        own: dict[str, Any] = {name: int(day) for name, day in zip(words[::2], words[1::2], strict=True)}
        subjects.append({"subject": str(number), "zero": 0, "death": None, "last": None} | own)
    assessments = pl.DataFrame(points, schema={"subject": pl.String, "day": pl.Int64, "overall": pl.String})
    found, _ = immune_best_response(assessments, pl.DataFrame(subjects, schema=schema), **slots)
    codes = [name for name in lines[0] if name in ("iBOR", "PD", "RSP", "PD reason")]
    assert said_of(found, codes, lines) == [{code: line[code] for code in codes} for line in lines]


def said_of(found: pl.DataFrame, codes: list[str], lines: list[dict[str, str]]) -> list[dict[str, str]]:
    said = []
    for number in range(len(lines)):
        own = {row["parameter"]: row for row in found.filter(pl.col("subject") == str(number)).to_dicts()}
        cells = {}
        for code in codes:
            row = own[code.removesuffix(" reason")]
            value = row["value"] or "?"
            day = f" {row['day']}" if row["day"] is not None and code == "PD" else ""
            cells[code] = row["reason"] if code.endswith("reason") else f"{value}{day}"
        said.append(cells)
    return said


def test_best_response_of_table_3() -> None:
    """Its eight examples; assessments six weeks apart."""
    best(
        """
        course                                          | iBOR | why
        42 iCR, 84 iPR, 126 iUPD, 168 iUPD, 210 iCPD    | iCR  | example 1
        42 iUPD, 84 iSD, 126 iCR, 168 iUPD, 210 iCPD    | iCR  | example 2
        42 iUPD, 84 iPR, 126 iSD, 168 iUPD, 210 iCPD    | iPR  | example 3
        42 iUPD, 84 NE, 126 iPR, 168 iSD, 210 iUPD      | iPR  | example 4
        42 iUPD, 84 iSD, 126 iUPD, 168 iSD, 210 iUPD    | iSD  | example 5
        42 iUPD, 84 iCPD, 126 iPR, 168 iCR, 210 iSD     | iCPD | example 6: what follows does not count
        42 iUPD, 84 iUPD, 126 iCPD, 168 iSD, 210 iSD    | iCPD | example 7
        42 iUPD, 84 NE, 126 NE, 168 NE, 210 NE          | iUPD | example 8
        """
    )


def test_isd_counts_only_from_the_least_day_on() -> None:
    best(
        """
        course                 | iBOR | why
        42 iSD                 | iSD  |
        41 iSD                 | NE   | too early
        41 iSD, 83 iUPD        | iUPD |
        """
    )


def test_the_day_of_progression_is_that_of_the_iupd_that_stands() -> None:
    best(
        """
        course                                | other             | PD    | PD reason
        42 iUPD, 84 iCPD                      |                   | Y 42  | iUPD on day 42, confirmed (iCPD) on day 84
        42 iUPD, 84 iUPD, 126 iCPD            |                   | Y 42  | iUPD on day 42, confirmed (iCPD) on day 126
        42 iUPD, 84 NE, 126 iCPD              |                   | Y 42  | iUPD on day 42, confirmed (iCPD) on day 126
        42 iUPD, 84 iSD, 126 iUPD, 168 iCPD   |                   | Y 126 | iUPD on day 126, confirmed (iCPD) on day 168
        42 iUPD, 84 iSD                       |                   | N     | the iUPD of day 42 was undone by a later response
        42 iUPD                               | death 60          | Y 42  | iUPD on day 42, not confirmed, but nothing better follows
        42 iUPD, 84 iUPD                      | last 400          | Y 42  | iUPD on day 42, not confirmed, but nothing better follows
        42 iUPD                               | last 90           | ?     | iUPD on day 42, not confirmed yet: data end within 56 days of it
        42 iUPD                               | last 98           | Y 42  | iUPD on day 42, not confirmed, but nothing better follows
        42 iSD, 84 iPR                        |                   | N     | no iUPD up to day 84
        42 NE                                 |                   | ?     | no assessment that decides it
                                              |                   | ?     | no assessment that counts
        """  # noqa: E501
    )


def test_response_begins_with_the_first_icr_or_ipr() -> None:
    best(
        """
        course                                | RSP
        42 iUPD, 84 iPR, 126 iCR              | Y
        42 iUPD, 84 iCPD, 126 iPR             | N
        42 NE                                 | ?
        """
    )


def test_an_unknown_response_leaves_open_what_hangs_on_it() -> None:
    best(
        """
        course                                | iBOR | PD   | RSP | why
        42 iCR, 84 ?                          | iCR  | ?    | Y   | nothing is better than iCR
        42 iPR, 84 ?                          | ?    | ?    | Y   |
        42 ?, 84 iSD                          | ?    | ?    | ?   |
        42 iUPD, 84 iCPD, 126 ?               | iCPD | Y 42 | N   | what follows an iCPD does not count
        """
    )


def test_bad_time_points_are_named() -> None:
    points = pl.DataFrame(
        {
            "subject": ["a", "a", "b", "b", "c"],
            "day": [42, 42, 42, 84, None],
            "target": ["SD", "PD", "PD", "PD", "SD"],
            "non_target": [None, None, "maybe", NON, None],
            "new_lesion": [None, None, None, None, False],
        }
    )
    found, problems = immune_time_points(points)
    assert found.select("subject", "day", "overall").rows() == [("a", 42, "iSD"), ("b", 42, "iUPD"), ("b", 84, "iUPD")]
    assert problems.select("subject", "day", "problem", "kept_out").rows() == [
        ("c", None, "no day", True),
        ("b", 42, "no response", True),
        ("a", 42, "several on one day", True),
        ("b", 84, "no sum", False),
    ]


@pytest.mark.parametrize("slots", [{"growth": 0}, {"earliest": -1}, {"earliest": 28, "latest": 14}])
def test_confirmation_that_cannot_be_is_refused(slots: dict[str, Any]) -> None:
    with pytest.raises(HepaticaError, match="is impossible"):
        ImmuneRules(**slots)


@pytest.mark.parametrize("sums", [(float("nan"), 62.0), (60.0, float("nan"))])
def test_a_sum_that_is_no_number_confirms_nothing(sums: tuple[float, float]) -> None:
    points = [
        {"subject": "a", "day": day, "target": "PD", "non_target": None, "new_lesion": False, "sum_mm": mm}
        for day, mm in zip((42, 84), sums, strict=True)
    ]
    found, _ = immune_time_points(pl.DataFrame(points, schema_overrides={"non_target": pl.String}))
    assert found["overall"].to_list() == ["iUPD", "iUPD"]
