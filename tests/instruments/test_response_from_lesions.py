"""From the lesions that a reader measures to the best response, and to iRECIST."""

from __future__ import annotations

import polars as pl

from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.irecist import immune_time_points
from hepatica.instruments.response.irecist_best import immune_best_response
from hepatica.instruments.response.irecist_lesions import with_new_lesions
from hepatica.instruments.response.time_point import time_points

SUBJECTS = pl.DataFrame({"subject": ["a"], "zero": [1]})


def lesions(course: dict[int, tuple[float, dict[str, float]]]) -> pl.DataFrame:
    """By day, the target lesion in mm, and the new lesions in mm."""
    rows = []
    for day, (target, news) in course.items():
        rows.append({"day": day, "lesion": "T01", "role": "target", "longest_mm": target, "state": "present"})
        for name, size in news.items():
            rows.append({"day": day, "lesion": name, "role": "new", "longest_mm": size, "state": "unequivocal"})
    return pl.DataFrame(rows).with_columns(subject=pl.lit("a"), organ=pl.lit("LUNG"), node=pl.lit(False))


def test_a_sum_that_falls_by_a_third_twice_is_a_confirmed_partial_response() -> None:
    points, _ = time_points(lesions({1: (60, {}), 43: (40, {}), 85: (38, {}), 127: (60, {})}))
    found, problems = best_response(points, SUBJECTS)
    said = {code: (value, day) for code, value, day in found.select("parameter", "value", "day").rows()}
    assert said["CBOR"] == ("PR", 43)
    assert said["PD"] == ("Y", 127)
    assert problems.is_empty()


def test_a_new_lesion_that_stays_as_it_is_does_not_confirm_progression_and_one_that_grows_does() -> None:
    course = {1: (60, {}), 43: (55, {"N1": 10}), 85: (55, {"N1": 12}), 127: (55, {"N1": 15})}
    table = lesions(course)
    points, _ = time_points(table)
    assert points["overall"].to_list() == ["PD", "PD", "PD"]
    immune, _ = immune_time_points(with_new_lesions(points, table))
    assert immune["overall"].to_list() == ["iUPD", "iUPD", "iCPD"]
    results, _ = immune_best_response(immune, SUBJECTS)
    assert results.filter(pl.col("parameter") == "PD").select("value", "day").rows() == [("Y", 43)]


def test_after_a_new_lesion_shrinking_targets_undo_progression() -> None:
    table = lesions({1: (60, {}), 43: (60, {"N1": 10}), 85: (40, {"N1": 10}), 127: (40, {"N1": 10, "N2": 8})})
    points, _ = time_points(table)
    immune, _ = immune_time_points(with_new_lesions(points, table))
    assert immune["overall"].to_list() == ["iUPD", "iPR", "iUPD"]
    results, _ = immune_best_response(immune, SUBJECTS)
    said = {code: (value, day) for code, value, day in results.select("parameter", "value", "day").rows()}
    assert said == {"iBOR": ("iPR", 85), "PD": ("Y", 127), "RSP": ("Y", 85)}
