"""Responses of 205 subjects and three readers (pharmaverse sdtm_tu_onco, sdtm_tr_onco, sdtm_rs_onco).

The target response there was computed against the baseline, not the nadir, and over sums in which lesions are missing: a
correct one must differ, and the rows that must are named here by plain arithmetic, apart from the engine. They are 168 in
the order of dates and 169 in that of visit numbers: two subjects have an unscheduled visit with the higher number and the
earlier date, and for one of them the nadir depends on it.
"""

from __future__ import annotations

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.response.criteria import RECIST_1_1
from hepatica.instruments.response.from_sdtm import lesions_from_sdtm, responses_from_sdtm, with_days
from hepatica.instruments.response.overall import overall_response
from hepatica.instruments.response.targets import target_response
from hepatica.instruments.response.time_point import time_points

Key = tuple[str, str, int]
Sums = dict[tuple[str, str], list[tuple[int, float, bool]]]
"""By subject and reader: day, sum and whether no lesion is missing in it."""

KEYS = ("subject", "reader", "day")


def comparisons() -> list[Compared]:
    """Target response from sums and from lesions, non-target response, new lesions, overall response."""
    starts = table("dm").select(subject="USUBJID", start="RFSTDTC")
    given = responses_from_sdtm(table("rs_onco"), starts)
    lesions, _ = lesions_from_sdtm(table("tu_onco"), table("tr_onco"), starts)
    found, _ = time_points(lesions)
    sums, by_visit = recorded_sums(starts), recorded_sums(starts, order="VISITNUM")
    overall, _ = overall_response(given)
    target, kind = answers(given, "target"), answers(given, "overall")
    return [
        Compared("target response, recorded sums by date", target, from_sums(sums), by_nadir(sums, target)),
        Compared(
            "target response, recorded sums by visit number", target, from_sums(by_visit), by_nadir(by_visit, target)
        ),
        Compared(
            "target response, from lesions",
            target,
            only(answers(found, "target"), target),
            by_nadir(sums, target, whole_only=True),
        ),
        *(
            Compared(name, answers(given, column), only(answers(found, column), answers(given, column)))
            for name, column in (("non-target response, from lesions", "non_target"), ("new lesions", "new_lesion"))
        ),
        Compared(
            "overall response, from the responses of its parts",
            kind,
            answers(overall.drop("overall").with_columns(overall=overall["overall"]), "overall"),
            {key: "CHECK is no response: planted in the source" for key, code in kind.items() if code == "CHECK"},
        ),
    ]


def table(name: str) -> pl.DataFrame:
    """An SDTM table of the reference data."""
    return pl.read_parquet(reference("clinical", "onco", f"sdtm_{name}.parquet"))


def answers(frame: pl.DataFrame, column: str) -> dict[Key, str]:
    """What a column says by subject, reader and day, where it says anything."""
    rows = frame.select(*KEYS, column).drop_nulls(column).rows()
    return {(subject, reader, day): value for subject, reader, day, value in rows}


def only(found: dict[Key, str], expected: dict[Key, str]) -> dict[Key, str]:
    """Answers at the assessments of which the source gives one (49 treated subjects have lesions, but no responses)."""
    return {key: value for key, value in found.items() if key in expected}


def recorded_sums(starts: pl.DataFrame, *, order: str = "day") -> Sums:
    """SUMDIAM of each assessment in order of days (or visits), and whether all lesions were measured for it."""
    tr = with_days(table("tr_onco"), "TR", starts)
    lost = tr.filter((pl.col("TRTESTCD") == "DIAMETER") & (pl.col("TRSTAT") == "NOT DONE")).select(KEYS).unique()
    lacking = set(lost.rows())
    found: Sums = {}
    for row in (
        tr.filter(pl.col("TRTESTCD") == "SUMDIAM")
        .sort("subject", "reader", order, "day")
        .select(*KEYS, "TRSTRESN")
        .rows()
    ):
        found.setdefault(row[:2], []).append((row[2], row[3], row[:3] not in lacking))
    return found


def from_sums(sums: Sums) -> dict[Key, str]:
    """Target responses of the engine, handed the recorded sums."""
    rows = [
        (who, *key, place, *one[:2])
        for who, (key, series) in enumerate(sums.items())
        for place, one in enumerate(series)
    ]
    frame = pl.DataFrame(rows, schema=["who", "subject", "reader", "day", "at", "sum_mm"], orient="row")
    frame = frame.with_columns(base=pl.col("day") == 0, targets=5, seen=5, gone=pl.col("sum_mm") == 0)
    judged = target_response(frame, RECIST_1_1).with_columns(day="at")
    first = table("rs_onco").select("USUBJID").unique()["USUBJID"]
    return answers(judged.filter(pl.col("subject").is_in(first.implode())), "target")


def by_nadir(sums: Sums, target: dict[Key, str], *, whole_only: bool = False) -> dict[Key, str]:
    """Assessments at which RECIST 1.1 says otherwise than the source, and why.

    whole_only: a sum in which a lesion is missing is no sum (NE), and no nadir.
    """
    explained: dict[Key, str] = {}
    for (subject, reader), series in sums.items():
        baseline = lowest = series[0][1]
        for day, total, whole in series[1:]:
            key = (subject, reader, day)
            right, why = _right(total, lowest, baseline)
            if whole_only and not whole and right != "PD":
                right, why = "NE", "a target lesion is missing"
            if target.get(key, right) != right:
                explained[key] = why
            lowest = min(lowest, total) if whole or not whole_only else lowest
    return explained


def _right(total: float, lowest: float, baseline: float) -> tuple[str, str]:
    """Response by RECIST 1.1 of whole millimetres, in whole numbers: 20 % over the nadir is 5 times the sum >= 6 times it."""
    if total == 0:
        return "CR", ""
    if 5 * total >= 6 * lowest and total - lowest >= 5:
        return "PD", "the source compares with the baseline, RECIST 1.1 with the nadir"
    if 10 * total <= 7 * baseline:
        return "PR", "the sum fell by 30 % exactly"
    return "SD", ""
