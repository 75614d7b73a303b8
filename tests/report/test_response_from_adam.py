"""A study's own analysis data make its swimmer figure; with time points also a waterfall and a spider."""

from __future__ import annotations

import polars as pl
import pytest

from hepatica.protocol import load_study
from hepatica.report.response_figures import Told
from hepatica.report.response_from_adam import response_frames, study_figures
from hepatica.report.words import Words

STUDY = load_study("NCT07100236")
DAY = 20_000
ADRS = {
    "USUBJID": pl.String, "PARCAT1": pl.String, "PARAMCD": pl.String, "LINE": pl.Int64, "AVALC": pl.String,
    "STARTDAY": pl.Int64, "ADAY": pl.Int64,
}  # fmt: skip


def frames() -> dict[str, pl.DataFrame]:
    """Two subjects of two groups and one without a day zero; b died, after its progression."""
    rows = [
        ("a", "OVR", None, "PR", DAY, DAY + 56),
        ("a", "BOR", 1, "PR", DAY, DAY + 56), ("a", "RSP", 1, "Y", DAY, DAY + 56),
        ("a", "PD", 1, "N", DAY, None), ("a", "DEATH", 1, "N", DAY, None),
        ("b", "OVR", None, "PD", DAY + 5, DAY + 61),
        ("b", "BOR", 1, "PD", DAY + 5, DAY + 61), ("b", "RSP", 1, "", DAY + 5, None),
        ("b", "PD", 1, "Y", DAY + 5, DAY + 61), ("b", "DEATH", 1, "Y", DAY + 5, DAY + 205),
    ]  # fmt: skip
    adrs = pl.DataFrame([(who, "ORR", *rest) for who, *rest in rows], schema=ADRS, orient="row")
    return {
        "adsl": pl.DataFrame(
            {
                "USUBJID": ["a", "b", "c"],
                "TRT01A": ["OTHER", "NOVEL", ""],
                "ALLFL": ["Y"] * 3,
                "ELIGIBLEFL": ["Y", "", "Y"],
            }
        ),
        "adrs": adrs,
        "adtte": pl.DataFrame({"USUBJID": ["a", "a", "b"], "ADAY": [DAY + 300, DAY + 100, DAY + 205]}),
    }


def test_days_count_from_time_zero_to_the_latest_that_is_known() -> None:
    _, subjects = response_frames(frames(), "ORR", STUDY, Told(Words("en")))
    assert subjects.select("subject", "zero", "last", "death").rows() == [
        ("b", DAY + 5, DAY + 205, DAY + 205),
        ("a", DAY, DAY + 300, None),
        ("c", None, None, None),
    ]


@pytest.mark.parametrize(("lang", "label"), [("en", "other subtypes"), ("zh", "其他亚型")])
def test_groups_have_the_labels_of_the_study_in_its_order(lang: str, label: str) -> None:
    told = Told(Words("zh" if lang == "zh" else "en"))
    _, subjects = response_frames(frames(), "ORR", STUDY, told)
    arms = [arm.label.in_language(told.words.lang) for arm in STUDY.arms.values()]
    assert label in arms
    assert subjects["group"].to_list() == [arms[list(STUDY.arms).index("NOVEL")], label, ""]


def test_an_empty_answer_is_unknown_and_no_mark() -> None:
    best, _ = response_frames(frames(), "ORR", STUDY, Told(Words("en")))
    assert best.filter(subject="b", parameter="RSP")["value"].to_list() == [None]


def test_without_time_points_there_is_a_swimmer_alone_and_who_has_no_day_zero_is_told() -> None:
    figure = study_figures(frames(), STUDY, Told(Words("en")))
    assert [one.name for one in figure] == ["orr-swimmer"]
    assert "2 of 3 subjects" in figure[0].caption
    assert "Start of response 1, Progression 1, Death 1" in figure[0].caption
    assert figure[0].caption.endswith("Not drawn: no day zero, 1.")


def test_a_population_is_that_of_its_flag() -> None:
    figure = study_figures(frames(), STUDY, Told(Words("en")), population="ELIGIBLEFL")
    assert "1 of 2 subjects" in figure[0].caption


def test_time_points_in_the_same_days_give_all_three() -> None:
    points = pl.DataFrame(
        {"subject": ["a", "b"], "day": [DAY + 56, DAY + 61], "change_pct": [-42.0, 31.0], "overall": ["PR", "PD"]}
    )
    figures = study_figures(frames(), STUDY, Told(Words("en")), time_points=points)
    assert [one.name for one in figures] == ["orr-waterfall", "orr-spider", "orr-swimmer"]
    assert "2 of 3 subjects" in figures[0].caption


def test_a_study_without_a_response_endpoint_has_no_such_figure() -> None:
    assert study_figures(frames(), load_study("NCT07120750"), Told(Words("en"))) == []
