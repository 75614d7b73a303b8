"""Registry records read from a file of one JSON record a line, beside the standard library's `json.loads` of the same lines.

The 76 records of ClinicalTrials.gov in the reference data (HEPATICA_DATA) are repeated into a temporary file. Reading alone
finds every module and keeps its fields; criteria, groups and tables of results are made when somebody asks: timed as well.
Checking reads each record anew and asks all checks of it; it has a tenth of the file.
Seconds are those of one core, so that other work on the machine counts little. Memory is the process's peak after a tenth of
the file and after the whole of it: it must not grow with the file.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.common import Timing, peak, report, size_argument
from hepatica.registry.checks import CHECKS
from hepatica.registry.finding import check
from hepatica.registry.reading import read_records

ROOT = Path(__file__).parents[1]
ASKED = ("eligibility.inclusion", "eligibility.exclusion")
GROUPS = ("arm", "intervention", "outcome")


def repeated(n: int, folder: Path) -> Path:
    """A file of n records."""
    data = ROOT / os.environ.get("HEPATICA_DATA", "../shared/data")
    with gzip.open(data / "clinical" / "registry" / "ctgov_v2.jsonl.gz", "rb") as packed:
        lines = packed.read().splitlines()
    file = folder / f"{n}.jsonl"
    with file.open("wb") as target:
        for at in range(n):
            target.write(lines[at % len(lines)] + b"\n")
    return file


def read(file: Path) -> float:
    """Number of records."""
    return float(sum(1 for _ in read_records(file)))


def read_and_ask(file: Path) -> float:
    """Number of criteria, arms, interventions and outcomes of all records."""
    found = 0
    for record in read_records(file):
        found += sum(len(record.all(name)) for name in ASKED) + sum(len(record.members(name)) for name in GROUPS)
    return float(found)


def read_everything(file: Path) -> float:
    """Number of values of all records, those of tables of results too."""
    return float(sum(1 for record in read_records(file) for _ in record.values()))


def read_and_check(file: Path) -> float:
    """Number of findings of all checks in all records."""
    return float(sum(len(check(record, CHECKS)) for record in read_records(file)))


def peer(file: Path) -> float:
    """Number of lines that the standard library reads."""
    with file.open("rb") as lines:
        return float(sum(1 for line in lines if json.loads(line)))


def measure(name: str, work: Callable[[], float], *, runs: int) -> Timing:
    """Best time of one core in `runs` runs."""
    seconds = []
    for _ in range(runs):
        begin = time.process_time()
        answer = work()
        seconds.append(time.process_time() - begin)
    return Timing(name, min(seconds), runs, answer)


def main() -> None:
    n = size_argument(3_040, __doc__)
    with tempfile.TemporaryDirectory() as folder:
        part, whole = repeated(n // 10, Path(folder)), repeated(n, Path(folder))
        read_and_ask(part)
        first = peak()
        read_and_ask(whole)
        grown = peak() - first
        timings = [
            measure("read", lambda: read(whole), runs=3),
            measure("read, criteria and groups", lambda: read_and_ask(whole), runs=3),
            measure("read, every value", lambda: read_everything(whole), runs=2),
            measure("json.loads alone", lambda: peer(whole), runs=3),
        ]
        checked = measure(f"read and check, all {len(CHECKS)} checks, of a tenth", lambda: read_and_check(part), runs=3)
    counts = [*((timing, n) for timing in timings), (checked, n // 10)]
    rates = ", ".join(f"{timing.name}: {records / timing.seconds:,.0f} records/s" for timing, records in counts)
    title = (
        f"{n:,} records of ClinicalTrials.gov ({rates}); memory {first:.0f} MB after a tenth, {grown:+.0f} MB after all"
    )
    report(title, "registry", [timing for timing, _ in counts])


if __name__ == "__main__":
    main()
