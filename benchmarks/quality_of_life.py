"""QLQ-C30 scores and time until definitive deterioration, beside pandas: `python -m benchmarks.quality_of_life --n 20000`.

The peer scores whole columns, as Hepatica does; deterioration it reads subject by subject, as the published programs do.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl

from benchmarks.common import measure, report, size_argument
from hepatica.instruments import qlq_c30, time_to_deterioration
from hepatica.instruments.qlq_c30 import GLOBAL, NOT_SUMMED, SCALES

VISITS = 6
DIFFERENCE = 10


def answers(subjects: int, *, seed: int = 20_250_401) -> pl.DataFrame:
    """Made-up questionnaires, six a subject, one answer in ten missing."""
    rng = np.random.default_rng(seed)
    rows = subjects * VISITS
    columns = {
        f"q{item}": rng.integers(1, (GLOBAL if item > 28 else 4) + 1, rows).astype(float) for item in range(1, 31)
    }
    table = pl.DataFrame(columns).select(
        pl.when(pl.Series(rng.random(rows) > 0.1)).then(pl.col(name)).alias(name) for name in columns
    )
    return table.with_columns(
        subject=pl.Series(np.repeat(np.arange(subjects), VISITS)),
        visit=pl.Series(np.tile(np.arange(VISITS), subjects)),
        day=pl.Series((np.tile(np.arange(VISITS), subjects) * 60).astype(float)),
    )


def scored_by_pandas(table: pd.DataFrame) -> pd.DataFrame:
    """The 15 scales and the summary score."""
    found = pd.DataFrame(index=table.index)
    for scale in SCALES:
        items = table[[f"q{item}" for item in scale.items]]
        items = items.where((items >= 1) & (items <= scale.most) & (items % 1 == 0))
        raw = (items.mean(axis=1) - 1) / (scale.most - 1) * 100
        raw = raw.where(2 * items.notna().sum(axis=1) >= len(scale.items))
        found[scale.name] = 100 - raw if scale.kind == "functioning" else raw
    parts = [100 - found[s.name] if s.kind == "symptom" else found[s.name] for s in SCALES if s.name not in NOT_SUMMED]
    found["summary"] = pd.concat(parts, axis=1).mean(axis=1, skipna=False)
    return found


def deteriorated_by_pandas(table: pd.DataFrame) -> float:
    """The sum of the days until definitive deterioration, or until the last score."""
    total = 0.0
    for _, rows in table.dropna(subset=["score"]).groupby("subject"):
        day, score, visit = (rows[name].to_numpy() for name in ("day", "score", "visit"))
        if visit[0] != 0:
            continue
        worse = score[0] - score >= DIFFERENCE - 1e-9
        for place in np.flatnonzero(worse):
            if not (score[place + 1 :] - score[0] >= DIFFERENCE - 1e-9).any():
                total += day[place] - day[0]
                break
        else:
            total += day[-1] - day[0] if len(day) > 1 else 1.0
    return total


def main() -> None:
    table = answers(size_argument(20_000, __doc__))
    frame = table.to_pandas()

    def summary() -> float:
        return float(qlq_c30(table).select(pl.col("summary").mean().fill_null(float("nan"))).item())

    report(
        f"QLQ-C30, {table.height:,} questionnaires (answer: mean summary score)",
        "qlq_c30",
        [
            measure("hepatica", summary, runs=3),
            measure("pandas, whole columns", lambda: float(scored_by_pandas(frame)["summary"].mean()), runs=3),
        ],
    )
    scores = table.with_columns(score=qlq_c30(table)["physical_functioning"])
    series = scores.select("subject", "visit", "day", "score")
    read = series.to_pandas()

    def ours() -> float:
        found = time_to_deterioration(series, difference=DIFFERENCE, definitive="no improvement over reference")
        return float(found["day"].sum())

    report(
        f"Time until definitive deterioration, {table.height // VISITS:,} subjects (answer: sum of days)",
        "deterioration",
        [
            measure("hepatica", ours, runs=3),
            measure("pandas, one by one", lambda: deteriorated_by_pandas(read), runs=1),
        ],
    )


if __name__ == "__main__":
    main()
