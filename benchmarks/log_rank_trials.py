"""20,000 simulated log-rank trials of 56 subjects beside lifelines and R survdiff: draw, test, count rejections.

lifelines and R do a part of the trials, on the same data; their times are scaled to all of them, which their names say.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.common import Timing, measure, report
from hepatica.protocol import load_study
from hepatica.simulation.claim import claim_of
from hepatica.simulation.scenarios import trial_of
from hepatica.simulation.trials import Trial, draw_trials, simulate_trials

SEED, ALPHA = 1, 0.05
OF_LIFELINES, OF_R = 200, 1_000


def hepatica_trials(trial: Trial, trials: int) -> Timing:
    def power() -> float:
        return simulate_trials(trial, alpha=ALPHA, replicates=trials, seed=SEED).power

    return measure(f"hepatica simulate_trials, {trials:,} trials", power, runs=5)


def scaled(timing: Timing, part: int, trials: int) -> Timing:
    """The time of all trials, from that of a part."""
    return replace(timing, name=f"{timing.name}, scaled from {part:,}", seconds=timing.seconds * trials / part)


def lifelines_trials(trial: Trial, trials: int) -> Timing:
    from lifelines.statistics import logrank_test

    part = min(OF_LIFELINES, trials)

    def power() -> float:
        rejected = 0
        for time, event, group in draw_trials(trial, replicates=part, seed=SEED):
            for t, e, g in zip(time, event, group, strict=True):
                rejected += logrank_test(t[~g], t[g], e[~g], e[g]).p_value <= ALPHA
        return rejected / part

    return scaled(measure("lifelines logrank_test", power, runs=1), part, trials)


def r_trials(trial: Trial, trials: int) -> Timing | None:
    """survdiff on the same trials, the drawing not counted; None where R is missing."""
    if shutil.which("Rscript") is None:
        return None
    part = min(OF_R, trials)
    drawn = [np.concatenate(one) for one in zip(*draw_trials(trial, replicates=part, seed=SEED), strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        for name, values in zip(("time", "event", "group"), drawn, strict=True):
            np.asarray(values, dtype="<f8").tofile(Path(folder) / name)
        script = f"""
            suppressMessages(library(survival))
            read <- function(name) matrix(readBin(file.path("{folder}", name), "double", {part * trial.subjects}),
                                          nrow = {part}, byrow = TRUE)
            time <- read("time"); event <- read("event"); group <- read("group")
            test <- function(i) survdiff(Surv(time[i, ], event[i, ]) ~ group[i, ])$chisq > qchisq({1 - ALPHA}, 1)
            seconds <- system.time(rejected <- sum(vapply(seq_len({part}), test, logical(1))))[["elapsed"]]
            cat(sprintf("%.17g %.17g", seconds, rejected / {part}))
        """
        done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True)
    seconds, power = (float(x) for x in done.stdout.split()[-2:])
    return scaled(Timing("R survdiff", seconds, 1, power), part, trials)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000, help="number of trials")
    trials = int(parser.parse_args().n)
    trial = trial_of(claim_of(load_study("NCT07363356")))
    report(
        f"{trials:,} simulated log-rank trials of {trial.subjects} subjects: power",
        "log_rank_trials",
        [hepatica_trials(trial, trials), r_trials(trial, trials), lifelines_trials(trial, trials)],
    )


if __name__ == "__main__":
    main()
