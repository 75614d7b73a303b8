"""Status from the answers of criteria: eligible, not eligible, unknown."""

from __future__ import annotations

import polars as pl
import pytest

from hepatica.screening.flow import flow
from hepatica.screening.screen import status

STAY = {"I1": True, "I2": True, "E1": False}

CASES = """
I1  I2  E1  | status        failed  open    # why
yes yes no  | eligible      -       -
no  yes no  | not eligible  I1      -
yes yes yes | not eligible  E1      -       # an exclusion that holds
yes ?   no  | unknown       -       I2
yes ?   yes | not eligible  E1      I2      # what fails decides, whatever else is open
?   ?   ?   | unknown       -       I1,I2,E1
yes yes ?   | unknown       -       E1      # an open exclusion never passes for absent
no  no  yes | not eligible  I1,I2,E1 -
"""
ANSWER = {"yes": True, "no": False, "?": None}


def rows() -> list[tuple[list[bool | None], str, str, str]]:
    out = []
    for line in CASES.strip().splitlines()[1:]:
        left, right = line.split("#")[0].split("|")
        *words, failed, open_ = right.split()
        out.append(([ANSWER[a] for a in left.split()], " ".join(words), failed, open_))
    return out


@pytest.mark.parametrize(("answers", "wanted", "failed", "open_"), rows())
def test_status_of_one_subject(answers: list[bool | None], wanted: str, failed: str, open_: str) -> None:
    frame = pl.DataFrame(
        {"subject": ["s"], **{name: [a] for name, a in zip(STAY, answers, strict=True)}},
        schema={"subject": pl.String, **dict.fromkeys(STAY, pl.Boolean)},
    )
    row = status(frame, STAY).row(0, named=True)
    assert row["STATUS"] == wanted
    assert row["FAILED"] == failed.replace("-", "").replace(",", " ")
    assert row["OPEN"] == open_.replace("-", "").replace(",", " ")


def test_flow_counts_each_subject_once_by_the_first_criterion_that_excludes() -> None:
    frame = pl.DataFrame(
        {"subject": ["a", "b", "c", "d"], "I1": [True, False, True, True], "I2": [True, False, None, True]}
        | {"E1": [False, True, None, True]}
    )
    counted = flow(status(frame, STAY))
    assert (counted.assessed, counted.eligible, counted.not_eligible, counted.unknown) == (4, 1, 2, 1)
    assert counted.first == {"E1": 1, "I1": 1}
    assert counted.open == {"E1": 1, "I2": 1}


def test_a_study_without_criteria_finds_everyone_eligible() -> None:
    frame = pl.DataFrame({"subject": ["a"]})
    assert status(frame, {})["STATUS"].to_list() == ["eligible"]
