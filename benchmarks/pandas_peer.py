"""Ten criteria of NCT07363356 in pandas, by somebody who knows it well, and the three truth values too.

Whole columns only, categories for what repeats, one part in memory at a time. It answers as Hepatica does: units are
converted, each row has its own limits, results may be censored, days are known within bounds, and the anchor may not have
happened. Only the ten criteria are in it, with their numbers and windows written into the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hepatica.rules.facts import PLACE

if TYPE_CHECKING:
    from hepatica.sdtm.batches import Parts

STUDY = "NCT07363356"
FAR = 5_000_000
NO, UNKNOWN, YES = 0, 1, 2
ANCHOR = ("assignment", "randomisation", "enrolment")
"""The day of randomisation is the first of these that is on record."""

UNITS = {
    "neutrophils": {"10*9/L": 1.0, "10*3/uL": 1.0, "/uL": 1000.0},
    "platelets": {"10*9/L": 1.0, "10*3/uL": 1.0, "/uL": 1000.0, "10*10/L": 0.1},
    "haemoglobin": {"g/L": 1.0, "g/dL": 0.1, "mmol/L": 500 / 8057},
    "albumin": {"g/L": 1.0, "g/dL": 0.1, "umol/L": 2000 / 133},
    "creatinine_clearance": {"mL/min": 1.0, "mL/s": 1 / 60},
    "child_pugh.score": {"{score}": 1.0, "1": 1.0, "": 1.0},
}
"""What one of the variable's own unit is in another; a score has none, or may be said to have none."""

LABORATORY = ("bilirubin_total", "alt", "ast", "alp", "creatinine", "inr", "aptt")
TEXTS = ("variable", "unit", "comparator")
COLUMNS = [*TEXTS, "number", "high", "occurred", "problem", "start_lo", "start_hi"]

Ints = NDArray[np.int64]
Frames = Mapping[str, pd.DataFrame]


def counted(parts: Parts) -> dict[str, list[int]]:
    """Answer the criteria for a dataset and count yes, no and unknown."""
    counts = {name: [0, 0, 0] for name in CRITERIA}
    for facts, subjects in zip(parts.facts_files, parts.subjects_files, strict=True):
        for name, truth in answers(facts, subjects).items():
            for place, value in enumerate((YES, NO, UNKNOWN)):
                counts[name][place] += int((truth == value).sum())
    return counts


def answers(facts: Path, subjects: Path) -> dict[str, Ints]:
    """Each criterion's truth for every subject of a part."""
    who = pl.read_parquet(subjects)["subject"]
    wanted = [("variable", "in", [*UNITS, *LABORATORY, *ANCHOR])]
    table = pq.read_table(facts, columns=[*COLUMNS, PLACE], filters=wanted, read_dictionary=list(TEXTS))
    frame = table.to_pandas(split_blocks=True, self_destruct=True)
    frame["who"] = frame[PLACE].astype(np.int64)
    frame["lo"] = frame["start_lo"].fillna(-FAR).astype(np.int64)
    frame["hi"] = frame["start_hi"].fillna(FAR).astype(np.int64)
    frame["fine"] = frame["problem"].isna()
    by_variable = {str(name): own for name, own in frame.groupby("variable", observed=True)}
    day = randomisation(by_variable, len(who))
    return {name: criterion(by_variable, day) for name, criterion in CRITERIA.items()}


def randomisation(frames: Frames, count: int) -> tuple[Ints, Ints]:
    """Earliest and latest possible day of randomisation; any day where it has not happened or may not have."""
    happened = np.zeros(count, dtype=np.int64)
    lo, hi = np.full(count, -FAR), np.full(count, FAR)
    for name in ANCHOR:
        own = frames[name]
        own = own[own["occurred"].fillna(value=True).astype(bool)]
        possible, sure = own.groupby("who")["lo"].min(), own[own["fine"]].groupby("who")["hi"].min()
        found = np.zeros(count, dtype=np.int64)
        found[possible.index], found[sure.index] = UNKNOWN, YES
        first, last = np.full(count, -FAR), np.full(count, FAR)
        first[possible.index], last[sure.index] = possible, sure
        new = happened == NO
        known = new & (found == YES)
        lo[known], hi[known] = first[known], last[known]
        happened[new] = found[new]
    return lo, hi


def newest(frames: Frames, name: str, met: Callable[[pd.DataFrame], Ints], days: int, day: tuple[Ints, Ints]) -> Ints:
    """What the last result within so many days before randomisation says; those that could be it must agree."""
    own, (first, last) = frames[name], day
    who, lo, hi = own["who"].to_numpy(), own["lo"].to_numpy(), own["hi"].to_numpy()
    start_lo, start_hi = (np.where(np.abs(end) < FAR, end - days, end)[who] for end in (first, last))
    outside = (lo > last[who]) | (hi < start_lo)
    certain = ~outside & (hi <= first[who]) & (lo >= start_hi)
    limit = np.full(len(first), FAR)
    sure = pd.Series(lo[certain]).groupby(who[certain]).max()
    limit[sure.index] = sure
    chosen = ~outside & (hi >= limit[who])
    said = pd.Series(np.where(own["fine"], met(own), UNKNOWN)[chosen]).groupby(who[chosen])
    least, most = said.min(), said.max()
    truth = np.full(len(first), UNKNOWN)
    agreed = least == most
    truth[least.index[agreed]] = least[agreed]
    truth[limit == FAR] = UNKNOWN
    return truth


def compared(own: pd.DataFrame, threshold: NDArray[np.float64], operator: str) -> Ints:
    """Compare results, censored ones too, with a threshold of each row: `<=`, or `<` for the opposite of `>=`."""
    number = own["number"].to_numpy()
    near = np.abs(number - threshold) <= np.abs(threshold) * 1e-12
    under, over = (number < threshold) & ~near, (number > threshold) & ~near
    known = ~np.isnan(number) & ~np.isnan(threshold)
    sign = {text: (own["comparator"] == text).to_numpy() for text in ("<", "<=", ">", ">=")}
    exact = (own["comparator"].isna() | (own["comparator"] == "")).to_numpy()
    if operator == "<=":
        yes = (exact | sign["<"] | sign["<="]) & (under | near)
        no = ((exact | sign[">="]) & over) | (sign[">"] & (over | near))
    else:
        yes = ((exact | sign["<="]) & under) | (sign["<"] & (under | near))
        no = (exact | sign[">"] | sign[">="]) & (over | near)
    truth = np.where(yes, YES, np.where(no, NO, UNKNOWN))
    return np.where(known, truth, UNKNOWN)


def limit(multiple: float) -> Callable[[pd.DataFrame], Ints]:
    """At most so many times the row's own upper limit of normal."""
    return lambda own: compared(own, own["high"].to_numpy() * multiple, "<=")


def at_least(number: float) -> Callable[[pd.DataFrame], Ints]:
    """At least so much, in the variable's own unit."""
    return lambda own: YES - compared(own, in_unit(own, number), "<")


def at_most(number: float) -> Callable[[pd.DataFrame], Ints]:
    """At most so much, in the variable's own unit."""
    return lambda own: compared(own, in_unit(own, number), "<=")


def in_unit(own: pd.DataFrame, number: float) -> NDArray[np.float64]:
    """A threshold in the unit of each row; nothing where that does not convert."""
    factors = UNITS[str(own["variable"].iloc[0])]
    unit = own["unit"].astype(object)
    unit = unit.fillna("") if "" in factors else unit
    values: NDArray[np.float64] = unit.map({name: number * factor for name, factor in factors.items()}).to_numpy(float)
    return values


def week(name: str, met: Callable[[pd.DataFrame], Ints]) -> Callable[[Frames, Any], Ints]:
    """A result in the 7 days before randomisation."""
    return lambda frames, day: newest(frames, name, met, 7, day)


def month(name: str, met: Callable[[pd.DataFrame], Ints]) -> Callable[[Frames, Any], Ints]:
    """A result in the 28 days before randomisation."""
    return lambda frames, day: newest(frames, name, met, 28, day)


def every(*parts: Callable[[Frames, Any], Ints]) -> Callable[[Frames, Any], Ints]:
    """The least of the truths."""
    return lambda frames, day: np.minimum.reduce([part(frames, day) for part in parts])


def some(*parts: Callable[[Frames, Any], Ints]) -> Callable[[Frames, Any], Ints]:
    """The greatest of the truths."""
    return lambda frames, day: np.maximum.reduce([part(frames, day) for part in parts])


def under(number: float) -> Callable[[pd.DataFrame], Ints]:
    """Less than so much."""
    return lambda own: compared(own, in_unit(own, number), "<")


CRITERIA: dict[str, Callable[[Frames, Any], Ints]] = {
    "C-I6": month("child_pugh.score", at_most(7)),
    "C-I8.1.2": week("neutrophils", at_least(1.5)),
    "C-I8.1.3": week("platelets", at_least(75)),
    "C-I8.1.4": week("haemoglobin", at_least(90)),
    "C-I8.2.1": week("bilirubin_total", limit(3)),
    "C-I8.2.2": every(week("alt", limit(5)), week("ast", limit(5)), week("alp", limit(5))),
    "C-I8.2.3": week("albumin", at_least(28)),
    "C-I8.3.1": some(week("creatinine", limit(1.5)), week("creatinine_clearance", at_least(50))),
    "C-I8.4.1": every(week("inr", limit(1.5)), week("aptt", limit(1.5))),
    "C-E8": some(month("child_pugh.score", at_least(10)), month("creatinine_clearance", under(30))),
}
