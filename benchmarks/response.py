"""From lesions to the response of every assessment, the best of each subject, PFS and TTP: beside pandas, which does less.

The peer sums the targets, compares with baseline and nadir, and takes the first progression and the last assessment, whole
columns at a time, and does nothing else: no checks, no non-target or split lesions, no confirmation, no reasons. It is timed
on a part (`PART` subjects) and scaled to the whole: both grow with the table.

The whole is measured from Parquet to the frames, each size in a process of its own, whose greatest memory is that of nothing
else; `--parts 10` also derives ten times as many subjects, part by part, from files into files.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from benchmarks.common import Timing, measure, peak, report
from hepatica.endpoints.from_lesions import from_lesions
from hepatica.endpoints.in_parts import Part, derive_parts
from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.time_point import time_points

VISITS, LESIONS, APART = 8, ("T01", "T02", "T03", "NT01"), 42
PART = 10_000
SIZES = (0.25, 0.5, 1)
"""Of the subjects asked for: whether time grows with them."""


def lesion_table(n: int, *, seed: int = 20_260_601, first_name: int = 0) -> pl.DataFrame:
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
            "subject": np.repeat(np.arange(first_name, first_name + n), VISITS * len(LESIONS)),
            "day": np.tile(np.repeat(1 + APART * np.arange(VISITS), len(LESIONS)), n),
            "lesion": np.tile(np.array(LESIONS), n * VISITS),
            "role": np.where(target, "target", "non_target"),
            "longest_mm": np.where(target & (state == "present"), size, np.nan),
            "state": state,
        }
    ).with_columns(pl.format("S-{}", pl.col("subject")), pl.col("longest_mm").fill_nan(None))


def subject_table(n: int, *, seed: int = 20_260_602, first_name: int = 0) -> pl.DataFrame:
    """Time zero of n subjects on day 1, and of three in ten the day of death."""
    rng = np.random.default_rng(seed)
    death = np.where(rng.random(n) < 0.3, rng.integers(30, 500, n), 0)
    names = pl.int_range(first_name, first_name + n, eager=True)
    table = pl.DataFrame({"subject": names, "zero": 1, "death": death})
    return table.with_columns(pl.format("S-{}", "subject"), death=pl.when(pl.col("death") > 0).then("death"))


def files(folder: Path, number: int) -> Part:
    return folder / f"lesions-{number}.parquet", folder / f"subjects-{number}.parquet"


def written(n: int, folder: Path, number: int = 0) -> Part:
    """The two tables of part `number`, of n subjects, as Parquet."""
    lesions, subjects = files(folder, number)
    lesion_table(n, seed=1_000 + number, first_name=number * n).write_parquet(lesions)
    subject_table(n, seed=2_000 + number, first_name=number * n).write_parquet(subjects)
    return lesions, subjects


# ---------------------------------------------------------------- the whole, in processes of its own


def child(folder: Path, parts: int) -> None:
    """Derive a part into frames, or several into files, and print what it took, as JSON.

    A first small run loads what is loaded once.
    """
    from_lesions(lesion_table(100), subject_table(100))
    begin, used = time.perf_counter(), time.process_time()
    if parts:
        target = derive_parts([files(folder, number) for number in range(parts)], folder / "derived")
    else:
        found = from_lesions(*map(pl.read_parquet, files(folder, 0)))
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    outcomes = pl.scan_parquet(target / "adtte" / "*.parquet") if parts else found["adtte"].lazy()
    events = float(outcomes.select((pl.col("CNSR") == 0).sum()).collect().item())
    sys.stdout.write(json.dumps({"seconds": seconds, "processor": used, "megabytes": peak(), "events": events}))


def in_child(name: str, folder: Path, parts: int = 0) -> Timing:
    command = [sys.executable, "-m", "benchmarks.response", "--child", str(folder), "--parts", str(parts)]
    took = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    words = f"{name} (processor {took['processor']:.2f} s, {took['megabytes'] / 1000:.2f} GB)"
    return Timing(words, took["seconds"], 1, took["events"])


def whole(n: int, parts: int) -> None:
    """From lesions to PFS and TTP, for growing numbers of subjects, and by pandas."""
    with tempfile.TemporaryDirectory(prefix="hepatica-response-") as place:
        folder, found = Path(place), []
        for size in sorted({max(1, int(n * share)) for share in SIZES}, reverse=True):
            written(size, folder)
            found.append(in_child(f"time points, best response, PFS and TTP of {size:,}", folder))
        few = min(n, PART)
        lesions, subjects = map(pd.read_parquet, written(few, folder))
        peer = measure(f"pandas, by sums alone, of {few:,}", lambda: in_pandas(lesions, subjects), runs=2)
        for number in range(parts):
            written(n, folder, number)
        if parts:
            found.append(in_child(f"{parts} parts of {n:,}, into files", folder, parts))
    scaled = Timing(f"pandas, scaled to {n:,}", peer.seconds * n / few, 1, float("nan"))
    title = f"{n:,} subjects, {VISITS} visits, {len(LESIONS)} lesions: events of PFS and TTP"
    report(title, "response_whole", [*found, peer, scaled])


def in_pandas(lesions: pd.DataFrame, subjects: pd.DataFrame) -> float:
    """Best response, PFS and TTP by the sums of targets alone, by pandas; returns the number of events."""
    targets = lesions[lesions["role"] == "target"]
    size = targets["longest_mm"].where(targets["state"] != "absent", 0.0)
    sums = size.groupby([targets["subject"], targets["day"]]).sum(min_count=3).rename("size").reset_index()
    lacking = size.isna().groupby([targets["subject"], targets["day"]]).any().to_numpy()
    sums["size"] = sums["size"].mask(lacking)
    sums["lowest"] = sums.groupby("subject")["size"].cummin()
    sums["lowest"] = sums.groupby("subject")["lowest"].ffill()
    nadir = sums.groupby("subject")["lowest"].shift()
    rise = sums["size"] - nadir
    baseline = sums.groupby("subject")["size"].transform("first")
    progressed = (rise >= 5) & (rise >= 0.2 * nadir)
    known = sums["size"].notna() & (sums["day"] > 1)
    smaller = [progressed, ~known, sums["size"] == 0, sums["size"] <= 0.7 * baseline]
    sums["code"] = np.select(smaller, [1, 0, 4, 3], 2)
    by = subjects.set_index("subject")
    by["progression"] = sums[progressed].groupby("subject")["day"].first()
    by["last"] = sums[known].groupby("subject")["day"].last()
    until = sums["subject"].map(by["progression"]).fillna(np.inf)
    by["best"] = sums[sums["day"] <= until].groupby("subject")["code"].max()
    first = by[["progression", "death"]].min(axis=1)
    by["pfs"], by["pfs_event"] = first.fillna(by["last"]).fillna(1), first.notna()
    by["ttp_event"] = by["progression"].notna() & ~(by["death"] < by["progression"])
    by["ttp"] = by["progression"].where(by["ttp_event"], by["last"]).fillna(1)
    return float(by["pfs_event"].sum() + by["ttp_event"].sum())


# ---------------------------------------------------------------- its first two steps


def steps(n: int) -> None:
    """Time points, and best response, by themselves: assessments whose targets are PD."""
    lesions = lesion_table(n)

    def points(*, reasons: bool = True) -> float:
        return float((time_points(lesions, reasons=reasons)[0]["target"] == "PD").sum())

    def with_best() -> float:
        found, _ = time_points(lesions)
        subjects = found.select("subject").unique(maintain_order=True).with_columns(zero=pl.lit(1, pl.Int64))
        best_response(found.select("subject", "reader", "day", "overall"), subjects)
        return float((found["target"] == "PD").sum())

    ours = measure("time points", points, runs=2)
    bare = measure("time points without reasons", lambda: points(reasons=False), runs=2)
    both = measure("time points and best response", with_best, runs=2)
    begin = time.process_time()
    points()
    processor = time.process_time() - begin
    size = f"{n:,} subjects, {VISITS} visits, {len(LESIONS)} lesions: assessments with target PD"
    report(f"{size}; processor time of time points {processor:.2f} s", "response", [ours, bare, both])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000, help="number of subjects")
    parser.add_argument("--parts", type=int, default=0, help="derive so many times as many, too, part by part")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child, asked.parts)
        return
    whole(asked.n, asked.parts)
    steps(asked.n)


if __name__ == "__main__":
    main()
