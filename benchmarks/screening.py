"""The 171 criteria of the five studies for 10,000 to 1,000,000 subjects, from Parquet: time and memory; pandas beside it.

Each figure is measured in a process of its own, from the start of its evaluation to the last answer: its greatest memory is
that of nothing else. The pandas version answers ten of the criteria (see `benchmarks.pandas_peer`), and is held against the
same ten evaluated by Hepatica; their answers must be the same.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks import pandas_peer
from benchmarks.common import RESULTS, peak
from benchmarks.population import criteria, everything, population
from hepatica.rules.columnar import evaluate_batches
from hepatica.rules.rule_set import RuleSet
from hepatica.sdtm.batches import Parts

SIZES = (10_000, 100_000, 1_000_000)
PEER_SIZE = 100_000
Counts = dict[str, list[int]]
"""For each criterion how many answers are yes, no and unknown."""


def counted(sets: Mapping[str, RuleSet], parts: Parts) -> Counts:
    """Evaluate rule sets for a dataset and count the answers."""
    pairs = zip(map(pl.scan_parquet, parts.facts_files), map(pl.scan_parquet, parts.subjects_files), strict=True)
    counts: Counts = {name: [0, 0, 0] for own in sets.values() for name in own.rules}
    for frames in evaluate_batches(sets, pairs):
        for name, own in sets.items():
            for rule in own.rules:
                answers = frames[name][rule]
                yes, unknown = int(answers.sum() or 0), answers.null_count()
                for place, number in enumerate((yes, len(answers) - yes - unknown, unknown)):
                    counts[rule][place] += number
    return counts


def ten() -> dict[str, RuleSet]:
    """The criteria that the peer answers."""
    own = criteria()[pandas_peer.STUDY]
    return {pandas_peer.STUDY: RuleSet({name: own.rules[name] for name in pandas_peer.CRITERIA}, own.context)}


WORK: dict[str, Callable[[Parts], Counts]] = {
    "171 criteria": lambda parts: counted(criteria(), parts),
    "171 criteria in all readings, and their stages": lambda parts: counted(everything(), parts),
    "ten criteria": lambda parts: counted(ten(), parts),
    "ten criteria, pandas": pandas_peer.counted,
}


def child(work: str, subjects: int) -> None:
    """Do one piece of work and print what it took, as JSON."""
    parts = population(subjects)
    begin, used = time.perf_counter(), time.process_time()
    counts = WORK[work](parts)
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    took = {"seconds": seconds, "processor": used, "megabytes": peak()}
    sys.stdout.write(json.dumps({"work": work, "subjects": subjects, "facts": parts.rows, **took, "counts": counts}))


def measured(work: str, subjects: int) -> dict[str, object]:
    """`child` in a process of its own, with the load of the machine before it started."""
    load = os.getloadavg()[0]
    words = [sys.executable, "-m", "benchmarks.screening", "--child", work, "--n", str(subjects)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return {**json.loads(done.stdout), "load before": load}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=SIZES[-1], help="greatest number of subjects")
    parser.add_argument("--child", choices=WORK, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child, asked.n)
        return
    sizes = [size for size in SIZES if size < asked.n] + [asked.n]
    for size in {*sizes, min(PEER_SIZE, asked.n)}:
        population(size)
    rows = [measured("171 criteria", size) for size in sizes]
    rows.append(measured("171 criteria in all readings, and their stages", sizes[-1]))
    ours, theirs = (measured(work, min(PEER_SIZE, asked.n)) for work in ("ten criteria", "ten criteria, pandas"))
    if ours["counts"] != theirs["counts"]:
        raise SystemExit(f"the answers differ: {ours['counts']} and {theirs['counts']}")
    show([*rows, ours, theirs])


def show(rows: list[dict[str, object]]) -> None:
    """Print the table and write it as JSON."""
    table = Table(title=f"Screening from Parquet on {os.cpu_count()} cores")
    for heading in ("", "subjects", "facts", "seconds", "processor seconds", "peak MB", "load before"):
        table.add_column(heading, justify="left" if not heading else "right")
    for row in rows:
        cells = (f"{row[name]:,.1f}" for name in ("seconds", "processor", "megabytes", "load before"))
        table.add_row(str(row["work"]), f"{row['subjects']:,}", f"{row['facts']:,}", *cells)
    Console(width=140).print(table)
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "screening.json").write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
