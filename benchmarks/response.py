"""Response of every assessment and the best of each subject, from lesions: beside pandas, which does the sums alone.

The peer sums the targets and compares with the nadir, whole columns at a time, and does nothing else: no checks, no non-target
or split lesions, no reasons. It is timed on a part (`PART` subjects) and scaled to the whole: both grow with the table.
"""

from __future__ import annotations

import resource
import time

import numpy as np
import pandas as pd
import polars as pl

from benchmarks.common import Timing, measure, report, size_argument
from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.time_point import time_points

VISITS, LESIONS, APART = 8, ("T01", "T02", "T03", "NT01"), 42
PART = 10_000


def lesion_table(n: int, *, seed: int = 20_260_601) -> pl.DataFrame:
    """n subjects, 8 visits, three targets and a non-target lesion each: sizes walk, some lesions vanish, some are missed."""
    rng = np.random.default_rng(seed)
    first = rng.uniform(15, 60, (n, 1, len(LESIONS)))
    steps = rng.normal(-0.05, 0.2, (n, VISITS, len(LESIONS)))
    steps[:, 0] = 0
    size = (first * np.exp(np.cumsum(steps, axis=1))).round().ravel()
    rows = n * VISITS * len(LESIONS)
    target = np.tile(np.array([name.startswith("T") for name in LESIONS]), n * VISITS)
    luck = rng.random(rows)
    later = np.tile(np.repeat(np.arange(VISITS) > 0, len(LESIONS)), n)
    state = np.select([later & (luck < 0.002), later & (luck < 0.01)], ["not_evaluable", "absent"], "present")
    return pl.DataFrame(
        {
            "subject": np.repeat(np.arange(n), VISITS * len(LESIONS)),
            "day": np.tile(np.repeat(1 + APART * np.arange(VISITS), len(LESIONS)), n),
            "lesion": np.tile(np.array(LESIONS), n * VISITS),
            "role": np.where(target, "target", "non_target"),
            "longest_mm": np.where(target & (state == "present"), size, np.nan),
            "state": state,
        }
    ).with_columns(pl.format("S-{}", pl.col("subject")), pl.col("longest_mm").fill_nan(None))


def both(lesions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Time points and best responses."""
    points, _ = time_points(lesions)
    subjects = points.select("subject").unique(maintain_order=True).with_columns(zero=pl.lit(1, pl.Int64))
    best, _ = best_response(points.select("subject", "reader", "day", "overall"), subjects)
    return points, best


def in_pandas(lesions: pd.DataFrame) -> float:
    """Assessments whose sum is progression, by pandas."""
    targets = lesions[lesions["role"] == "target"]
    size = targets["longest_mm"].where(targets["state"] != "absent", 0.0)
    sums = size.groupby([targets["subject"], targets["day"]]).sum(min_count=3).rename("size").reset_index()
    lacking = size.isna().groupby([targets["subject"], targets["day"]]).any().to_numpy()
    sums["size"] = sums["size"].mask(lacking)
    sums["lowest"] = sums.groupby("subject")["size"].cummin()
    sums["lowest"] = sums.groupby("subject")["lowest"].ffill()
    nadir = sums.groupby("subject")["lowest"].shift()
    rise = sums["size"] - nadir
    return float(((rise >= 5) & (rise >= 0.2 * nadir)).sum())


def main() -> None:
    n = size_argument(100_000, __doc__)
    lesions = lesion_table(n)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def points() -> float:
        return float((time_points(lesions)[0]["target"] == "PD").sum())

    def silent() -> float:
        return float((time_points(lesions, reasons=False)[0]["target"] == "PD").sum())

    def all_of_it() -> float:
        return float((both(lesions)[0]["target"] == "PD").sum())

    begin = time.process_time()
    points()
    processor = time.process_time() - begin
    ours = measure("time points", points, runs=2)
    bare = measure("time points without reasons", silent, runs=2)
    whole = measure("time points and best response", all_of_it, runs=2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    part = lesions.head(min(n, PART) * VISITS * len(LESIONS))
    small = measure(f"time points of {min(n, PART):,}", lambda: float(time_points(part)[0].height), runs=2)
    frame = part.to_pandas()
    peer = measure(f"pandas, sums alone, of {min(n, PART):,}", lambda: in_pandas(frame), runs=2)
    scaled = Timing(f"pandas, scaled to {n:,}", peer.seconds * n / min(n, PART), 1, float("nan"))
    size = f"{n:,} subjects, {VISITS} visits, {len(LESIONS)} lesions: assessments with target PD"
    cost = f"peak {peak / 1e6:.2f} GB (table alone {before / 1e6:.2f}), processor time of time points {processor:.2f} s"
    report(f"{size}; {cost}", "response", [ours, bare, whole, small, peer, scaled])


if __name__ == "__main__":
    main()
