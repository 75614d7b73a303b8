"""Made-up results in the shape of a run's results table, for the tests of the report. No number means anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from hepatica.protocol import Study, load_study
from hepatica.report import Branch, Leaving, Omitted, Participants, Ran, Reason, StandIn, Step, write_report

SCHEMA = {
    "result_id": pl.String,
    "analysis": pl.String,
    "endpoint": pl.String,
    "population": pl.String,
    "group_by": pl.String,
    "group": pl.String,
    "reference": pl.String,
    "method": pl.String,
    "term": pl.String,
    "statistic": pl.String,
    "time": pl.Float64,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "level": pl.Float64,
    "unit": pl.String,
    "n": pl.Int64,
    "events": pl.Int64,
    "n_risk": pl.Int64,
    "dataset": pl.String,
    "parameter": pl.String,
    "note": pl.String,
    "simulated": pl.Boolean,
}


def frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a results table; columns not named are null."""
    blank = dict.fromkeys(SCHEMA)
    return pl.DataFrame([{**blank, **row} for row in rows], schema=SCHEMA, orient="row")


def curve_rows(days: Any, events: Any, **common: Any) -> list[dict[str, Any]]:
    """Kaplan-Meier rows of one group: every distinct time, with Greenwood limits on the log scale."""
    rows, survival, variance = [], 1.0, 0.0
    for day in np.unique(days):
        at_risk, failed = int((days >= day).sum()), int(((days == day) & (events == 1)).sum())
        if at_risk > failed:
            variance += failed / (at_risk * (at_risk - failed))
        survival *= 1 - failed / at_risk
        spread = 1.96 * np.sqrt(variance)
        limits = (survival * np.exp(-spread), min(1.0, survival * np.exp(spread))) if survival > 0 else (None, None)
        rows.append(
            {**common, "statistic": "survival", "method": "kaplan_meier", "time": float(day), "value": float(survival)}
            | {"low": limits[0], "high": limits[1], "level": 0.95, "n_risk": at_risk, "events": failed}
        )
    return rows


def incidence_rows(days: Any, causes: Any, cause: int, **common: Any) -> list[dict[str, Any]]:
    """Cumulative-incidence rows of one group and cause, with rough limits."""
    rows, free, incidence, n = [], 1.0, 0.0, len(days)
    for day in np.unique(days):
        at_risk = int((days >= day).sum())
        failed, other = (int(((days == day) & (causes == k)).sum()) for k in (cause, 3 - cause))
        incidence += free * failed / at_risk
        free *= 1 - (failed + other) / at_risk
        spread = 1.96 * np.sqrt(incidence * (1 - incidence) / n)
        rows.append(
            {**common, "statistic": "cumulative_incidence", "method": "cumulative_incidence", "time": float(day)}
            | {"value": float(incidence), "low": max(0.0, incidence - spread), "high": min(1.0, incidence + spread)}
            | {"level": 0.95, "n_risk": at_risk, "events": failed}
        )
    return rows


def survival_analysis(
    analysis: str,
    endpoint: str,
    by: str,
    groups: dict[str, tuple[int, float]],
    *,
    simulated: bool = True,
    seed: int = 1,
) -> list[dict[str, Any]]:
    """Curves, medians, a log-rank test and hazard ratios for groups given as code -> (subjects, mean days)."""
    rng = np.random.default_rng(seed)
    common = {
        "analysis": analysis,
        "endpoint": endpoint,
        "population": "eligible",
        "group_by": by,
        "simulated": simulated,
    }
    common |= {"dataset": "ADTTE", "parameter": endpoint.upper()[:8]}
    rows: list[dict[str, Any]] = []
    for code, (n, mean) in groups.items():
        failing, leaving = np.ceil(rng.exponential(mean, n)), np.ceil(rng.uniform(200, 2600, n))
        days, events = np.minimum(failing, leaving), (failing <= leaving).astype(int)
        curve = curve_rows(days, events, **common, group=code)
        rows += [{**row, "result_id": f"{analysis}.survival.{code}.{row['time']:g}"} for row in curve]
        below = [row["time"] for row in curve if row["value"] <= 0.5]
        lows = [row["time"] for row in curve if row["low"] is not None and row["low"] <= 0.5]
        highs = [row["time"] for row in curve if row["high"] is not None and row["high"] <= 0.5]
        named = {**common, "group": code, "method": "kaplan_meier"}
        rows += [
            {**named, "statistic": "n", "value": float(n), "result_id": f"{analysis}.kaplan_meier.n.{code}"},
            {
                **named,
                "statistic": "events",
                "value": float(events.sum()),
                "result_id": f"{analysis}.kaplan_meier.events.{code}",
            },
            {**named, "statistic": "median", "value": below[0] if below else None, "low": lows[0] if lows else None}
            | {
                "high": highs[0] if highs else None,
                "level": 0.95,
                "unit": "d",
                "result_id": f"{analysis}.kaplan_meier.median.{code}",
            },
        ]
    if len(groups) > 1:
        test = {**common, "method": "log_rank"}
        rows += [
            {**test, "statistic": "chi_square", "value": 14.2, "result_id": f"{analysis}.log_rank.chi_square"},
            {**test, "statistic": "df", "value": float(len(groups) - 1), "result_id": f"{analysis}.log_rank.df"},
            {**test, "statistic": "p_value", "value": 0.00082, "result_id": f"{analysis}.log_rank.p_value"},
        ]
        first, *others = groups
        for index, code in enumerate(others):
            model = {**common, "method": "cox", "term": by, "group": code, "reference": first}
            ratio = 0.58 + 0.07 * index
            rows += [
                {
                    **model,
                    "statistic": "hazard_ratio",
                    "value": ratio,
                    "low": ratio * 0.7,
                    "high": ratio / 0.7,
                    "level": 0.95,
                }
                | {"result_id": f"{analysis}.cox.hr.{code}"},
                {
                    **model,
                    "statistic": "p_value",
                    "value": 0.0123 + 0.2 * index,
                    "result_id": f"{analysis}.cox.p.{code}",
                },
            ]
    return rows


def competing_analysis(
    analysis: str, endpoint: str, by: str, groups: dict[str, tuple[int, float]]
) -> list[dict[str, Any]]:
    """Cumulative incidence of an event with death competing, and Gray's test."""
    rng = np.random.default_rng(3)
    common = {"analysis": analysis, "endpoint": endpoint, "population": "eligible", "group_by": by, "simulated": True}
    rows: list[dict[str, Any]] = []
    for code, (n, mean) in groups.items():
        times = np.stack([rng.exponential(mean, n), rng.exponential(mean * 3, n), rng.uniform(300, 1100, n)])
        days, causes = np.ceil(times.min(axis=0)), np.array([1, 2, 0])[times.argmin(axis=0)]
        curve = incidence_rows(days, causes, 1, **common, group=code)
        rows += [{**row, "result_id": f"{analysis}.cif.{code}.{row['time']:g}"} for row in curve]
    test = {**common, "method": "gray_test", "statistic": "p_value", "value": 0.041}
    return [*rows, {**test, "result_id": f"{analysis}.gray_test.p_value"}]


def baseline_rows(by: str, groups: Sequence[str]) -> list[dict[str, Any]]:
    """A small baseline table."""
    common = {"analysis": "baseline", "endpoint": "", "method": "baseline", "group_by": by, "simulated": True}
    rows: list[dict[str, Any]] = []
    for index, code in enumerate(groups):
        named = {**common, "group": code}
        size = 90 + 10 * index
        rows += [
            {**named, "statistic": "n", "value": float(size)},
            {**named, "term": "age", "statistic": "median", "value": 58.0 + index, "unit": "a"},
            {**named, "term": "age", "statistic": "q1", "value": 51.0},
            {**named, "term": "age", "statistic": "q3", "value": 66.0},
            {**named, "term": "sex", "statistic": "count", "reference": "M", "value": 60.0, "n": size},
            {**named, "term": "sex", "statistic": "count", "reference": "F", "value": size - 60.0, "n": size},
            {**named, "term": "afp", "statistic": "median", "value": 12345.6, "unit": "ng/mL"},
            {**named, "term": "afp", "statistic": "missing", "value": 3.0},
        ]
    return [{**row, "result_id": f"baseline.{row.get('term', '')}.{row['statistic']}.{row['group']}"} for row in rows]


BY = "icluster_tcga"
HASH = "sha256:" + "ab" * 32
GROUPS = {"iCluster:1": (120, 900.0), "iCluster:2": (95, 1500.0), "iCluster:3": (80, 2600.0)}


@pytest.fixture(scope="session")
def cohort_study() -> Study:
    """An overlay of a small study: two endpoints, a few changes, assumptions and conflicts."""
    return load_study(Path(__file__).with_name("cohort.yaml"))


@pytest.fixture(scope="session")
def made_up() -> SimpleNamespace:
    """Builders of made-up results rows."""
    return SimpleNamespace(
        frame=frame,
        curve_rows=curve_rows,
        survival=survival_analysis,
        competing=competing_analysis,
        baseline=baseline_rows,
        BY=BY,
        GROUPS=GROUPS,
    )


@pytest.fixture(scope="session")
def everything() -> dict[str, Any]:
    """Arguments of a report that has every part."""
    incidence = {code: (n, mean * 0.6) for code, (n, mean) in GROUPS.items()}
    rows = [
        *baseline_rows(BY, list(GROUPS)),
        *survival_analysis("os.by_icluster_tcga", "os", BY, GROUPS),
        *competing_analysis("recurrence.by_icluster_tcga", "recurrence", BY, incidence),
    ]
    unclear = Leaving("Eligibility cannot be decided", 30, (Reason("E4 nobody recorded the NYHA class", 30),))
    failed = Leaving(
        "Not eligible", 52, (Reason("E3 another active malignancy within five years", 40), Reason("I4", 12))
    )
    steps = (Step("Assessed for eligibility", 377, (failed, unclear)), Step("Eligible", 295))
    branches = (Branch("iCluster 1", 120, 118, (Reason("time zero is not known", 2),)), Branch("iCluster 2", 95, 95))
    return {
        "results": frame(rows),
        "ran": Ran(
            "cohort of 377",
            "sha256:" + "ab" * 32,
            {"clinical.csv": "sha256:" + "0f" * 32},
            {"polars": "2.1.0"},
            {"data": 7},
        ),
        "participants": Participants(
            steps, (*branches, Branch("iCluster 3", 80, 80)), "Counted under the first criterion."
        ),
        "omitted": [Omitted("Objective response", "no response was assessed in these data")],
        "stand_ins": [
            StandIn(
                "29-gene classifier",
                "Learnt from labelled samples.",
                {"Centroids": "3fa9c01b77de", "Cross-validated agreement": "0.91", "Rejection threshold": "0.30"},
                tuple(f"GENE{number}" for number in range(1, 30)),
            )
        ],
        "notes": ["Two subjects have no date of last contact."],
    }


@pytest.fixture(scope="session")
def page(everything: dict[str, Any], cohort_study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that has every part."""
    return write_report(tmp_path_factory.mktemp("report"), cohort_study, **everything)


@pytest.fixture
def written(cohort_study: Study, tmp_path: Path) -> Callable[..., str]:
    """Writes a report of the given rows and returns its page, without the interactive script."""

    def write(rows: Sequence[dict[str, Any]], **more: Any) -> str:
        arguments: dict[str, Any] = {"ran": Ran("made-up data"), "interactive": False, **more}
        return write_report(tmp_path, cohort_study, frame(rows), **arguments).read_text(encoding="utf-8")

    return write
