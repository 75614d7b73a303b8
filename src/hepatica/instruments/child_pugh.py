"""Child-Pugh score: five items of 1 to 3 points, class A to C.

Pugh RN et al., Transection of the oesophagus for bleeding oesophageal varices, Br J Surg 1973;60:646. Cut-offs apply in
the unit the laboratory reported: 3.0 mg/dL of bilirubin is 2 points, although it converts to 51.3 umol/L.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.bounds import Range, falling, of_unit, rising
from hepatica.instruments.components import Components, combine, judged, oldest, part
from hepatica.instruments.inputs import named
from hepatica.instruments.outcome import Outcome, outcome

Clotting = Literal["inr", "prothrombin_time_prolongation"]
"""What the third item is scored by: the INR, or the prothrombin time over control in seconds (as in 1973)."""

CLOTTING: Final[tuple[Clotting, ...]] = ("inr", "prothrombin_time_prolongation")

BILIRUBIN: Final = {"mg/dL": (2.0, 3.0), "umol/L": (34.0, 51.0)}
"""Cut-offs by unit. Primary biliary cholangitis uses others: not offered."""

ALBUMIN: Final = {"g/L": (28.0, 35.0), "g/dL": (2.8, 3.5)}
INR: Final = (1.7, 2.3)
"""Some sources put the upper cut-off at 2.2: `inr_cut`."""

PROLONGATION: Final = (4.0, 6.0)
"""Seconds of prothrombin time over control."""

ALBUMIN_MOLAR: Final = 0.0665
"""g/L in 1 umol/L of albumin (66.5 kg/mol, as in the vocabulary). No cut-off is published in umol/L: those of g/L apply."""

ASCITES: Final = {"none": 1, "mild": 2, "moderate_severe": 3, "refractory": 3}
"""The vocabulary's codes; `slight` and `controlled` are spellings of mild, `moderate` and `severe` of moderate_severe."""

ENCEPHALOPATHY: Final = {"0": 1, "1": 2, "2": 2, "3": 3, "4": 3}
"""West Haven grades."""

ENCEPHALOPATHY_GROUPS: Final = {"none": 1, "grade_1_2": 2, "grade_3_4": 3}
"""The item as Child-Pugh forms ask for it."""

CODED: Final = ("ascites", "encephalopathy")

GROUPED: Final = "child_pugh.encephalopathy"
"""The variable that holds the item in that form."""

CLASSES: Final = {"A": (5, 6), "B": (7, 9), "C": (10, 15)}


def items(clotting: Clotting = "inr") -> tuple[str, ...]:
    """Names of the five items."""
    return ("bilirubin_total", "albumin", clotting, "ascites", "encephalopathy")


def child_pugh(
    table: pl.DataFrame, *, clotting: Clotting = "inr", inr_cut: float = INR[1], albumin_cut: float = ALBUMIN["g/L"][0]
) -> pl.DataFrame:
    """Score each row of a table.

    table: columns bilirubin_total, albumin (numbers), bilirubin_total_unit, albumin_unit, the clotting item (number),
    ascites and encephalopathy (codes of the vocabulary); null where an item is missing. A column <item>_comparator
    (`<`, `<=`, `>`, `>=`) may stand beside a number. inr_cut: INR over it is 3 points. albumin_cut: albumin under it,
    in g/L, is 3 points.
    Returns, row by row: score (5 to 15; null where it is not one number), score_low and score_high (the bounds),
    class (A, B, C; null unless every way to fill what is missing gives the same), missing (names of unknown items).
    Raises HepaticaError for a cut-off that leaves no room for 2 points, or a clotting item that is none.
    """
    score = points(clotting, inr_cut, albumin_cut)
    ranges = {name: score[name](*_reported(table, name)) for name in items(clotting)}
    sides = [(each.low.alias(f"{name}_low"), each.high.alias(f"{name}_high")) for name, each in ranges.items()]
    found = table.select(expression for pair in sides for expression in pair)
    low = pl.sum_horizontal(pl.col(f"{name}_low").fill_null(1) for name in ranges).cast(pl.Int64)
    high = pl.sum_horizontal(pl.col(f"{name}_high").fill_null(3) for name in ranges).cast(pl.Int64)
    return found.select(
        score=pl.when(low == high).then(low),
        score_low=low,
        score_high=high,
        **{"class": pl.when(class_of(low) == class_of(high)).then(class_of(low))},
        missing=named({name: pl.col(f"{name}_low").is_null() for name in ranges}),
    )


def points(
    clotting: Clotting = "inr", inr_cut: float = INR[1], albumin_cut: float = ALBUMIN["g/L"][0]
) -> dict[str, Callable[[pl.Expr, pl.Expr, pl.Expr], Range]]:
    """By item, the function that gives its points, least and most, from value, comparator and unit.

    Null for a value that is missing or in a unit without cut-offs.
    """
    _check(clotting, inr_cut, albumin_cut)
    cuts = {"inr": (INR[0], inr_cut), "prothrombin_time_prolongation": PROLONGATION}[clotting]

    def bilirubin(value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
        first, second = (of_unit(unit, {name: cut[place] for name, cut in BILIRUBIN.items()}) for place in (0, 1))
        return rising(value, comparator, first, second)

    def albumin(value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
        low = {"g/L": albumin_cut, "g/dL": albumin_cut / 10, "umol/L": albumin_cut / ALBUMIN_MOLAR}
        high = {name: cut[1] for name, cut in ALBUMIN.items()} | {"umol/L": ALBUMIN["g/L"][1] / ALBUMIN_MOLAR}
        return falling(value, comparator, of_unit(unit, low), of_unit(unit, high))

    def clot(value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
        return rising(value, comparator, pl.lit(cuts[0]), pl.lit(cuts[1]))

    return {
        "bilirubin_total": bilirubin,
        "albumin": albumin,
        clotting: clot,
        "ascites": lambda code, comparator, unit: _coded(code, ASCITES),
        "encephalopathy": lambda code, comparator, unit: _coded(code, ENCEPHALOPATHY | ENCEPHALOPATHY_GROUPS),
    }


def from_facts(
    components: Components, *, clotting: Clotting, inr_cut: float, albumin_cut: float, within: int
) -> Outcome:
    """Child-Pugh score and class at each day on which an item was recorded, from the newest of each of the last days.

    Score and class are facts where they are known; the class also where a missing or censored item cannot change it,
    the score then as a bound (`>= 10`). Where an item that was recorded cannot be used, both have its problem.
    """
    measures = points(clotting, inr_cut, albumin_cut)
    parts = {name: part(_results(components, name), measures[name], coded=name in CODED) for name in items(clotting)}
    table = combine(parts, within)
    names = {name: name for name in items(clotting)}
    low = pl.sum_horizontal(pl.col(f"{name}_least").fill_null(1) for name in names)
    high = pl.sum_horizontal(pl.col(f"{name}_most").fill_null(3) for name in names)
    table = judged(table, names).with_columns(lowest=low, highest=high, oldest=oldest(names))
    fine = pl.col("problem").is_null()
    decided = class_of(pl.col("lowest")) == class_of(pl.col("highest"))
    trouble = pl.when("complete").then("problem")
    number, comparator = bound(pl.col("lowest"), pl.col("highest"))
    results: dict[str, dict[str, pl.Expr]] = {
        "child_pugh.score": {
            "number": pl.when(fine).then(number),
            "comparator": comparator,
            "unit": pl.lit("{score}"),
            "problem": trouble,
            "vague": ~decided,
        },
        "child_pugh.class": {"code": pl.when(fine & decided).then(class_of(pl.col("lowest"))), "problem": trouble},
    }
    return outcome(table, results, names, components)


def bound(low: pl.Expr, high: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Number and comparator that say most of a score between two bounds; null where they say nothing of the class.

    Exact where the bounds meet. From 8 points on the least counts (not up to 7), else the most where it excludes class C,
    else the least where it excludes class A.
    """
    upper = (low < 8) & (high <= CLASSES["B"][1])
    lower = (low >= CLASSES["B"][0]) & ~upper
    number = pl.when(low == high).then(low).when(upper).then(high).when(lower).then(low)
    comparator = pl.when(low == high).then(pl.lit("")).when(upper).then(pl.lit("<=")).otherwise(pl.lit(">="))
    return number, comparator


def _results(components: Components, name: str) -> pl.DataFrame:
    """Recorded results of an item; encephalopathy may be recorded as a grade, or as forms ask for it."""
    if name != "encephalopathy":
        return components.of(name)
    return pl.concat([components.of(name), components.of(GROUPED)])


def class_of(score: pl.Expr) -> pl.Expr:
    """Class A (5 and 6), B (7 to 9) or C (10 to 15)."""
    a, b = CLASSES["A"][1], CLASSES["B"][1]
    return pl.when(score <= a).then(pl.lit("A")).when(score <= b).then(pl.lit("B")).when(score > b).then(pl.lit("C"))


def _coded(code: pl.Expr, values: dict[str, int]) -> Range:
    found = code.replace_strict(values, default=None, return_dtype=pl.Int8)
    return Range(found, found)


def _reported(table: pl.DataFrame, name: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Value, comparator ("" where there is no such column) and unit of an item."""
    value = pl.col(name) if name in table.columns else pl.lit(None)
    value = value.cast(pl.String if name in CODED else pl.Float64)
    comparator = pl.col(f"{name}_comparator").fill_null("") if f"{name}_comparator" in table.columns else pl.lit("")
    unit = pl.col(f"{name}_unit") if f"{name}_unit" in table.columns else pl.lit(None, pl.String)
    return value, comparator, unit


def _check(clotting: str, inr_cut: float, albumin_cut: float) -> None:
    if clotting not in CLOTTING:
        raise HepaticaError(f"'{clotting}' is no clotting item of Child-Pugh", do=f"use one of {', '.join(CLOTTING)}")
    if not inr_cut >= INR[0]:
        raise HepaticaError(f"the upper INR cut-off {inr_cut} lies under the lower one, {INR[0]}", do="use 2.2 or 2.3")
    if not 0 < albumin_cut <= ALBUMIN["g/L"][1]:
        raise HepaticaError(
            f"the lower albumin cut-off {albumin_cut} g/L does not lie between 0 and {ALBUMIN['g/L'][1]:g} g/L",
            do="give it in g/L: 28 or 30",
        )
