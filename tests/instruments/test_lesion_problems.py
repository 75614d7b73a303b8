"""What is wrong with a lesion table is named by subject, and the other results stand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hepatica.errors import HepaticaError
from hepatica.instruments.response.criteria import MRECIST_2010, RECIST_1_1, Criteria
from hepatica.instruments.response.from_sdtm import lesions_from_sdtm, without_lesions
from hepatica.instruments.response.overall import overall_response
from hepatica.instruments.response.time_point import time_points

CENTIMETRES = "centimetres among millimetres"
GOOD = [
    {"subject": "good", "day": 1, "lesion": "T1", "longest_mm": "30"},
    {"subject": "good", "day": 43, "lesion": "T1", "longest_mm": "15"},
]


def judged(
    *rows: dict[str, Any], criteria: Criteria = RECIST_1_1
) -> tuple[dict[tuple[str, int], str], list[tuple[Any, ...]]]:
    """Overall responses by subject and day, and problems as subject, day, lesion, problem, kept out."""
    table = pl.DataFrame([{"role": "target", **row} for row in [*GOOD, *rows]], infer_schema_length=None)
    found, problems = time_points(table, criteria)
    assert (found["subject"] == "good").any()
    told = found.filter(pl.col("subject") != "good").select("subject", "day", "overall").rows()
    good = found.filter(pl.col("subject") == "good")
    assert good["overall"].to_list() == ["PR"]
    return {row[:2]: row[2] for row in told}, problems.select("subject", "day", "lesion", "problem", "kept_out").rows()


def lesion(day: int, size: float | str | None, name: str = "T1", **more: Any) -> dict[str, Any]:
    return {"subject": "s", "day": day, "lesion": name, "longest_mm": None if size is None else str(size), **more}


def test_a_length_that_is_text_is_listed_and_the_lesion_not_evaluable() -> None:
    found, problems = judged(lesion(1, 30), lesion(43, "12 x 9"), lesion(85, 10))
    assert found == {("s", 43): "NE", ("s", 85): "PR"}
    assert problems == [("s", 43, "T1", "not a number", True)]


@pytest.mark.parametrize(
    ("sizes", "slips", "overall"),
    [
        ((30, 2.8, 29), [43], ["NE", "SD"]),
        ((30, 2.8, 15), [43], ["NE", "PR"]),
        ((3.0, 28, 29), [1], ["NE", "NE"]),
        ((8.2, 80, 79), [1], ["NE", "NE"]),
        ((3.0, 2.8, 2.9), [1], ["NE", "NE"]),
        ((30, 12, 4), [], ["PR", "PR"]),
        ((30, 0, 3), [], ["CR", "PR"]),
    ],
)
def test_centimetres_among_millimetres_are_noticed(
    sizes: tuple[float, ...], slips: list[int], overall: list[str]
) -> None:
    found, problems = judged(*[lesion(1 + 42 * visit, size) for visit, size in enumerate(sizes)])
    assert [(day, kept_out) for _, day, _, problem, kept_out in problems if problem == CENTIMETRES] == [
        (day, True) for day in slips
    ]
    assert list(found.values()) == overall


@pytest.mark.parametrize(
    ("sizes", "asked", "overall"),
    [
        ((30, 3), [43], ["PR"]),
        ((30, 28, 2.9), [85], ["SD", "PR"]),
        ((30, 3, 3), [43, 85], ["PR", "PR"]),
        ((30, 3, 4), [43], ["PR", "PR"]),
        ((30, 3, 0), [43], ["PR", "CR"]),
        ((30, 3, 9), [43], ["PR", "PD"]),
    ],
)
def test_a_lesion_may_truly_shrink_to_a_tenth(sizes: tuple[float, ...], asked: list[int], overall: list[str]) -> None:
    """What does not grow back at once is used as recorded, and asked about."""
    found, problems = judged(*[lesion(1 + 42 * visit, size) for visit, size in enumerate(sizes)])
    assert [(day, kept_out) for _, day, _, problem, kept_out in problems if problem == CENTIMETRES] == [
        (day, False) for day in asked
    ]
    assert list(found.values()) == overall


@pytest.mark.parametrize(
    ("first", "second", "overall", "kept_out"),
    [
        ((30, 2.9), (20, 2.1), "NE", [True, True]),
        ((30, 2.9), (20, 14), "PR", [False]),
        ((30, 2.9), (20, 0), "PR", [False]),
        ((30, 2.9), (20, None), "NE", [False]),
    ],
)
def test_an_assessment_in_centimetres_has_a_tenth_of_every_length(
    first: tuple[float, float], second: tuple[float, float | None], overall: str, kept_out: list[bool]
) -> None:
    rows = [lesion(day, size, "T1") for day, size in zip((1, 43), first, strict=True)]
    rows += [lesion(day, size, "T2") for day, size in zip((1, 43), second, strict=True)]
    found, problems = judged(*rows)
    assert found == {("s", 43): overall}
    assert [out for *_, problem, out in problems if problem == CENTIMETRES] == kept_out


def test_lengths_in_declared_centimetres_are_converted() -> None:
    found, problems = judged(lesion(1, 3.0, unit="cm"), lesion(43, 2.0, unit="cm"))
    assert found == {("s", 43): "PR"}
    assert problems == []


def test_another_unit_is_listed() -> None:
    found, problems = judged(lesion(1, 30), lesion(43, 1, unit="inch"))
    assert found == {("s", 43): "NE"}
    assert problems == [("s", 43, "T1", "unit", True)]


def test_the_same_lesion_recorded_twice_counts_once() -> None:
    found, problems = judged(lesion(1, 30), lesion(1, 30), lesion(43, 30))
    assert found == {("s", 43): "SD"}
    assert problems == [("s", 1, "T1", "duplicate", False)]


def test_the_same_lesion_recorded_twice_with_different_sizes_is_not_evaluable() -> None:
    found, problems = judged(lesion(1, 30), lesion(43, 30), lesion(43, 15), lesion(85, 15))
    assert found == {("s", 43): "NE", ("s", 85): "PR"}
    assert problems == [("s", 43, "T1", "contradiction", True)]


def test_a_new_lesion_recorded_as_sure_and_as_doubtful_is_doubtful() -> None:
    words = [lesion(43, None, "N1", role="new", state=state) for state in ("unequivocal", "equivocal")]
    found, problems = judged(lesion(1, 30), lesion(43, 30), *words)
    assert found == {("s", 43): "SD"}
    assert problems == [("s", 43, "N1", "contradiction", True)]


def test_a_target_first_seen_after_baseline_takes_no_part() -> None:
    found, problems = judged(lesion(1, 30), lesion(43, 30), lesion(43, 50, "T2"))
    assert found == {("s", 43): "SD"}
    assert problems == [("s", 43, "T2", "first seen after baseline", True)]


def test_without_a_baseline_only_progression_that_needs_none_can_be_told() -> None:
    found, problems = judged(lesion(43, 30), lesion(85, 60), lesion(127, None, "N1", role="new", state="unequivocal"))
    assert found == {("s", 43): "NE", ("s", 85): "NE", ("s", 127): "PD"}
    assert problems == [("s", None, None, "no baseline", False)]


def test_a_target_not_measured_at_baseline_leaves_the_sum_unknown() -> None:
    found, problems = judged(lesion(1, 30), lesion(1, None, "T2"), lesion(43, 10), lesion(43, 10, "T2"))
    assert found == {("s", 43): "NE"}
    assert problems == [("s", 1, "T2", "target not measured at baseline", False)]


def test_more_targets_than_the_criteria_allow_are_listed_and_used_as_recorded() -> None:
    first = [lesion(1, 30, f"T{k}", organ="LUNG" if k < 4 else "LIVER") for k in range(1, 7)]
    later = [lesion(43, 15, f"T{k}", organ="LUNG" if k < 4 else "LIVER") for k in range(1, 7)]
    found, problems = judged(*first, *later)
    assert found == {("s", 43): "PR"}
    assert {(where, problem) for _, _, where, problem, _ in problems} == {
        (None, "too many targets"),
        ("LUNG", "too many targets in an organ"),
        ("LIVER", "too many targets in an organ"),
    }


@pytest.mark.parametrize(
    ("criteria", "row", "listed"),
    [
        (RECIST_1_1, {"longest_mm": "9"}, True),
        (RECIST_1_1, {"longest_mm": "10"}, False),
        (RECIST_1_1, {"short_axis_mm": 14.0, "node": True}, True),
        (RECIST_1_1, {"short_axis_mm": 15.0, "node": True}, False),
        (MRECIST_2010, {"viable_mm": 9.0, "longest_mm": "40", "organ": "liver"}, True),
        (MRECIST_2010, {"viable_mm": 10.0, "longest_mm": "40", "organ": "liver"}, False),
        (MRECIST_2010, {"short_axis_mm": 19.0, "node": True, "organ": "porta hepatis"}, True),
        (MRECIST_2010, {"short_axis_mm": 20.0, "node": True, "organ": "porta hepatis"}, False),
        (MRECIST_2010, {"short_axis_mm": 15.0, "node": True, "organ": "mediastinum"}, False),
    ],
)
def test_targets_under_the_least_size_are_listed(criteria: Criteria, row: dict[str, Any], listed: bool) -> None:
    table = pl.DataFrame([{"subject": "s", "day": 1, "lesion": "T1", "role": "target", **row}])
    _, problems = time_points(table, criteria)
    assert ("target under the limit" in problems["problem"].to_list()) is listed


def test_a_lesion_that_is_absent_and_measured_is_listed() -> None:
    found, problems = judged(lesion(1, 30), lesion(43, 12, state="absent"))
    assert found == {("s", 43): "NE"}
    assert problems == [("s", 43, "T1", "absent but measured", True)]


def test_lengths_that_no_lesion_has_are_listed() -> None:
    found, problems = judged(lesion(1, 30), lesion(43, -3), lesion(85, 301))
    assert found == {("s", 43): "NE", ("s", 85): "NE"}
    assert [problem for *_, problem, _ in problems] == ["impossible length"] * 2


def test_a_row_without_day_or_with_an_unknown_role_is_listed_and_the_rest_stands() -> None:
    found, problems = judged(
        lesion(1, 30), lesion(43, 15), {**lesion(85, 15), "day": None}, lesion(85, 9, role="tumour")
    )
    assert found == {("s", 43): "PR"}
    assert {problem for *_, problem, _ in problems} == {"no subject or day", "role"}


def test_readers_are_judged_apart() -> None:
    rows = [
        lesion(1, 30, reader="A"),
        lesion(1, 31, reader="B"),
        lesion(43, 20, reader="A"),
        lesion(43, 40, reader="B"),
    ]
    found, problems = time_points(pl.DataFrame([{"role": "target", **row} for row in rows]))
    assert found.select("reader", "overall").rows() == [("A", "PR"), ("B", "PD")]
    assert problems.is_empty()


def test_the_order_of_the_rows_makes_no_difference() -> None:
    rows = [{"role": "target", **lesion(1 + 42 * visit, size)} for visit, size in enumerate((30, 20, 25, 24, 12))]
    table = pl.DataFrame([*rows, *[{"role": "target", **row} for row in GOOD]])
    first, _ = time_points(table)
    for seed in range(3):
        again, _ = time_points(table.sample(fraction=1, shuffle=True, seed=seed))
        assert again.equals(first)


def test_a_table_without_rows_has_no_responses() -> None:
    found, problems = time_points(
        pl.DataFrame(schema={"subject": pl.String, "day": pl.Int64, "lesion": pl.String, "role": pl.String})
    )
    assert (found.height, problems.height) == (0, 0)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"subject": ["s"], "day": [1], "lesion": ["T1"]}, "no column role"),
        ({"subject": ["s"], "day": ["1"], "lesion": ["T1"], "role": ["target"]}, "column day"),
        ({"subject": ["s"], "day": [20_000_000], "lesion": ["T1"], "role": ["target"]}, "no study day"),
    ],
)
def test_a_wrong_table_is_refused(table: dict[str, list[Any]], words: str) -> None:
    with pytest.raises(HepaticaError, match=words):
        time_points(pl.DataFrame(table))


@pytest.mark.parametrize(
    "wrong", [{"size": "volume"}, {"reference": "worst"}, {"fall": 0.0}, {"rise": -1.0}, {"least_rise": -5.0}]
)
def test_criteria_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(HepaticaError):
        Criteria("mine", **wrong)


def test_an_unknown_response_is_listed_and_has_no_overall_response() -> None:
    table = pl.DataFrame(
        {
            "subject": ["a", "b"],
            "day": [43, 43],
            "target": ["CHECK", "CR"],
            "non_target": ["CR", "NON_CR_NON_PD"],
            "new_lesion": [False, False],
        }
    )
    found, problems = overall_response(table)
    assert found["overall"].to_list() == [None, "PR"]
    assert problems.select("subject", "problem").rows() == [("a", "unknown response")]


def test_a_response_without_any_lesion_behind_it_is_listed() -> None:
    responses = pl.DataFrame({"subject": ["a", "a"], "reader": ["", ""], "day": [43, 85], "overall": ["SD", "PR"]})
    seen = pl.DataFrame({"subject": ["a"], "reader": [""], "day": [43]})
    assert without_lesions(responses, seen).select("subject", "day", "problem").rows() == [
        ("a", 85, "response without lesions")
    ]


def test_a_measurement_of_a_lesion_that_tu_does_not_name_is_listed() -> None:
    tu = pl.DataFrame({"USUBJID": ["a"], "TULNKID": ["T1"], "TUSTRESC": ["TARGET"]})
    tr = pl.DataFrame(
        {
            "USUBJID": ["a", "a"],
            "TRLNKID": ["T1", "T9"],
            "TRTESTCD": ["LDIAM", "LDIAM"],
            "TRSTRESC": ["20", "10"],
            "TRDY": [1, 1],
        }
    )
    table, problems = lesions_from_sdtm(tu, tr)
    assert table["lesion"].to_list() == ["T1"]
    assert problems.select("lesion", "problem").rows() == [("T9", "lesion not identified")]


def test_parts_of_a_split_lesion_are_known_by_their_names_in_sdtm() -> None:
    names = ["T1", "T1.1", "T1.2"]
    tu = pl.DataFrame({"USUBJID": "a", "TULNKID": names, "TUSTRESC": "TARGET"})
    tr = pl.DataFrame(
        {
            "USUBJID": "a",
            "TRLNKID": ["T1", "T1", "T1.1", "T1.2"],
            "TRTESTCD": ["LDIAM", "TUMSTATE", "LDIAM", "LDIAM"],
            "TRSTRESC": ["30", "SPLIT", "12", "8"],
            "TRDY": [1, 43, 43, 43],
        }
    )
    table, _ = lesions_from_sdtm(tu, tr)
    found, problems = time_points(table)
    assert found.select("sum_mm", "target").rows() == [(20.0, "PR")]
    assert problems.is_empty()


def test_without_reasons_the_responses_are_the_same() -> None:
    table = pl.DataFrame([{"role": "target", **row} for row in [*GOOD, lesion(1, 30), lesion(43, 36)]])
    told, _ = time_points(table)
    short, _ = time_points(table, reasons=False)
    assert short.drop("reason", "reason_zh").equals(told.drop("reason", "reason_zh"))
    assert short["reason"].null_count() == short.height == 2


def test_more_lesions_at_one_assessment_than_anybody_has_are_refused() -> None:
    many = 40_000
    names = [f"T{k}" for k in range(many)]
    table = pl.DataFrame({"subject": "s", "day": 1, "lesion": names, "role": "target", "longest_mm": 20.0})
    with pytest.raises(HepaticaError, match="40,000 lesions"):
        time_points(table)


def test_a_table_that_comes_in_many_pieces_has_the_same_problems() -> None:
    """Parquet is read in row groups, most of them without a fault."""
    sizes = [900.0 if row in (13, 25) else 30.0 for row in range(40)]
    whole = pl.DataFrame({
        "subject": [f"S{row // 2:02}" for row in range(40)],
        "day": [1, 43] * 20,
        "lesion": "T1",
        "role": "target",
        "longest_mm": sizes,
    })  # fmt: skip
    pieces = pl.concat([whole.slice(start, 4) for start in range(0, 40, 4)], rechunk=False)
    assert pieces.n_chunks() == 10
    found, problems = time_points(pieces)
    assert problems["subject"].to_list() == ["S06", "S12"]
    assert_frame_equal(found, time_points(whole)[0])
