"""What the benchmarks share: synthetic survival data, timing, peers in R, and the table and JSON they end with.

Run one with `python -m benchmarks.cox`. Every figure stands beside its peers, measured in the same run on the same
data, because machines differ and ratios travel.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

Floats = NDArray[np.float64]
RESULTS = Path(__file__).parents[1] / "build" / "benchmarks"


@dataclass(frozen=True)
class Timing:
    """Best wall time of `runs` runs (the machine may be shared), and the value by which answers are compared."""

    name: str
    seconds: float
    runs: int
    answer: float


@dataclass(frozen=True)
class Survival:
    """n synthetic subjects: exponential times that depend on p normal covariates, exponential censoring, two groups."""

    time: Floats
    event: NDArray[np.bool_]
    group: NDArray[np.int64]
    X: Floats


def survival_data(n: int, p: int, *, seed: int = 20_240_601, ties: bool = False) -> Survival:
    """Make data with distinct times, or with `ties` in whole days over about four years."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p))
    group = rng.integers(0, 2, n)
    hazard = np.exp(X @ np.linspace(-0.5, 0.5, p) - 0.2 * group) if p else np.exp(-0.2 * group)
    death, censoring = rng.exponential(1 / hazard), rng.exponential(1.5, size=n)
    observed = np.minimum(death, censoring)
    days = np.ceil(observed * 365) if ties else observed
    return Survival(days, death <= censoring, group.astype(np.int64), X)


def measure(name: str, work: Callable[[], float], *, runs: int) -> Timing:
    """Run once to warm up, then `runs` times; `work` returns the answer to compare."""
    answer = work() if runs > 1 else float("nan")
    seconds = []
    for _ in range(runs):
        begin = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - begin)
    return Timing(name, min(seconds), runs, answer)


def measure_r(name: str, expression: str, data: Survival, *, runs: int) -> Timing | None:
    """Time an R expression that sees time, event, group and X, and returns one number; None where R is missing."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for part in ("time", "event", "group", "X"):
            np.asarray(getattr(data, part), dtype="<f8").ravel(order="F").tofile(Path(folder) / part)
        n, p = data.X.shape
        script = f"""
            suppressMessages(library(survival))
            read <- function(name, count) readBin(file.path("{folder}", name), "double", count)
            time <- read("time", {n}); event <- read("event", {n}); group <- read("group", {n})
            X <- matrix(read("X", {n * p}), nrow = {n})
            seconds <- numeric({runs})
            for (i in seq_len({runs})) seconds[i] <- system.time(answer <- {{ {expression} }})[["elapsed"]]
            cat(sprintf("%.17g %.17g", min(seconds), answer))
        """
        done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True)
    seconds, answer = (float(x) for x in done.stdout.split()[-2:])
    return Timing(name, seconds, runs, answer)


def report(title: str, file: str, timings: list[Timing | None]) -> None:
    """Print the table and write it as JSON; the first timing is ours, ratios are to it."""
    known = [timing for timing in timings if timing is not None]
    table = Table(title=title)
    for heading in ("", "seconds", "ratio to ours", "answer"):
        table.add_column(heading, justify="left" if not heading else "right")
    for timing in known:
        ratio = timing.seconds / known[0].seconds
        table.add_row(timing.name, f"{timing.seconds:.3f}", f"{ratio:.2f}", f"{timing.answer:.10g}")
    Console().print(table)
    RESULTS.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "numpy": np.__version__, "processor": platform.machine()}
    content = {"title": title, "machine": machine, "timings": [asdict(timing) for timing in known]}
    (RESULTS / f"{file}.json").write_text(json.dumps(content, indent=2) + "\n")


def size_argument(default: int, description: str | None) -> int:
    """The number of subjects from the command line (`--n`)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--n", type=int, default=default, help="number of subjects")
    return int(parser.parse_args().n)


def peak() -> float:
    """The greatest memory this process has had, in MB; on Linux not `getrusage`, which counts the parent's before the start."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
