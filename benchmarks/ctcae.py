"""CTCAE 5.0 grades of ten million laboratory rows beside a pandas program that grades the same ten terms.

The peer is what a careful programmer writes: whole columns, two units a term, missing limits and baselines left open, and
the ten terms written into the program. It grades a part; the ratio is of the same part.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from benchmarks.common import Timing, measure, peak, report, size_argument
from hepatica.instruments.ctcae import grade_laboratory

PART = 1_000_000
MISSING = 0.02
"""Share of limits and baselines that are not recorded."""

LIVER = {
    "Alanine aminotransferase increased": (1.5, 3, 5, 20),
    "Aspartate aminotransferase increased": (1.5, 3, 5, 20),
    "Alkaline phosphatase increased": (2, 2.5, 5, 20),
    "GGT increased": (2, 2.5, 5, 20),
}
"""Multiples of an abnormal baseline that grades begin at; grade 1 after a normal one begins over ULN."""

LOW = {
    "Platelet count decreased": (75, 50, 25),
    "Neutrophil count decreased": (1.5, 1.0, 0.5),
    "White blood cell decreased": (3.0, 2.0, 1.0),
    "Anemia": (100, 80, None),
    "Hypoalbuminemia": (30, 20, None),
}
"""Cut-offs under which grades 2, 3 and 4 begin, in the first unit."""

UNITS = {
    "Platelet count decreased": ("10*9/L", "10*3/uL", 1.0),
    "Neutrophil count decreased": ("10*9/L", "10*3/uL", 1.0),
    "White blood cell decreased": ("10*9/L", "10*3/uL", 1.0),
    "Anemia": ("g/L", "g/dL", 10.0),
    "Hypoalbuminemia": ("g/L", "g/dL", 10.0),
}
LEVELS = {"Platelet count decreased": 150.0, "Anemia": 130.0, "Hypoalbuminemia": 35.0}


def laboratory(n: int, seed: int = 20_261_127) -> pl.DataFrame:
    """n results of the ten terms, of the size their limits have, in two units."""
    rng = np.random.default_rng(seed)
    terms = [*LIVER, *LOW, "Creatinine increased"]
    which = rng.integers(0, len(terms), n)
    level = np.array([LEVELS.get(term, 4.0 if term in LOW else 40.0) for term in terms])[which]
    second = rng.random(n) < 0.3
    worth = np.array([UNITS.get(term, ("U/L", "U/L", 1.0))[2] for term in terms])[which]
    scale = np.where(second, worth, 1.0)
    names = np.array([UNITS.get(term, ("U/L", "U/L", 1.0))[:2] for term in terms])

    def some(column: NDArray[np.float64]) -> pl.Series:
        return pl.Series(np.where(rng.random(n) < MISSING, np.nan, column)).fill_nan(None)

    return pl.DataFrame(
        {
            "term": pl.Series(terms).gather(which),
            "value": np.round(level / scale * rng.lognormal(0, 0.8, n), 2),
            "unit": pl.Series(names.ravel().tolist()).gather(which * 2 + second),
            "lln": some(level / scale),
            "uln": some(level / scale),
            "base": some(np.round(level / scale * rng.lognormal(0, 0.3, n), 2)),
        }
    )


def peer(table: pd.DataFrame) -> float:
    """The grades by pandas, added up."""
    total = 0.0
    for name, rows in table.groupby("term", sort=False):
        term = str(name)
        value = rows["value"].to_numpy()
        if term in LOW:
            total += float(np.nansum(_low(term, value, rows)))
            continue
        uln, base = rows["uln"].to_numpy(), rows["base"].to_numpy()
        if term in LIVER:
            first, *more = LIVER[term]
            high = base > uln
            limit = np.where(high, base, uln)
            grades = sum((value > limit * times * (1 + 1e-12)).astype(float) for times in more)
            begun = np.where(high, value >= base * first * (1 - 1e-12), value > uln * (1 + 1e-12))
            grades += begun.astype(float)
            grades[np.isnan(uln) | np.isnan(base)] = np.nan
        else:
            grades = _creatinine(value, uln, base)
        total += float(np.nansum(grades))
    return total


def _low(term: str, value: NDArray[np.float64], rows: pd.DataFrame) -> NDArray[np.float64]:
    first, _, worth = UNITS[term]
    scaled = np.where(rows["unit"].to_numpy() == first, value, value * worth)
    lln = rows["lln"].to_numpy()
    grades = np.where(value < lln * (1 - 1e-12), 1.0, 0.0)
    grades[np.isnan(lln)] = np.nan
    for grade, cut in enumerate(LOW[term], 2):
        if cut is not None:
            grades = np.where(scaled < cut * (1 - 1e-12), float(grade), grades)
    return grades


def _creatinine(value: NDArray[np.float64], uln: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
    times, rise = value / uln, value / base
    grades = np.where(times > 1 + 1e-12, 1.0, 0.0)
    grades = np.where((times > 1.5 + 1e-12) | (rise > 1.5 + 1e-12), 2.0, grades)
    grades = np.where((times > 3 + 1e-12) | (rise > 3 + 1e-12), 3.0, grades)
    grades[np.isnan(uln) | (np.isnan(base) & (grades < 3))] = np.nan
    grades[np.isnan(uln) & (rise > 3 + 1e-12)] = np.nan
    grades[np.isnan(base) & (times <= 6)] = np.where(times[np.isnan(base) & (times <= 6)] > 3, 3.0, np.nan)
    return np.where(times > 6 + 1e-12, 4.0, grades)


def _processor(work: Callable[[], float]) -> float:
    """Seconds of processor: what a shared machine cannot stretch."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    n = size_argument(10_000_000, __doc__)
    table = laboratory(n)
    part = table.head(min(n, PART))
    grade_laboratory(part.head(1000))  # the vocabulary is read once

    def graded(rows: pl.DataFrame) -> float:
        return float(grade_laboratory(rows)["grade"].sum())

    before, begin, used = peak() / 1000, time.perf_counter(), time.process_time()
    answer = graded(table)
    whole = Timing(f"hepatica, all {n:,} rows", time.perf_counter() - begin, 1, answer)
    used = time.process_time() - used
    mine = measure(f"hepatica, {len(part):,} rows", lambda: graded(part), runs=3)
    pandas_part = part.to_pandas()
    theirs = measure(f"pandas, {len(part):,} rows", lambda: peer(pandas_part), runs=3)
    processor = [_processor(lambda: graded(part)), _processor(lambda: peer(pandas_part))]
    report(f"CTCAE 5.0 grades of {len(part):,} laboratory rows: sum of grades", "ctcae", [mine, theirs, whole])
    sys.stdout.write(
        f"all {n:,} rows: {whole.seconds:.1f} s, {used:.1f} s of processor; memory {peak() / 1000:.2f} GB at most, "
        f"{before:.2f} GB with the table ({table.estimated_size() / 1e9:.2f} GB) alone; processor for "
        f"{len(part):,} rows: hepatica {processor[0]:.2f} s, pandas {processor[1]:.2f} s\n"
    )


if __name__ == "__main__":
    main()
