"""Cox regression of 100,000 subjects on 10 covariates, distinct times and days, beside R coxph and lifelines."""

from __future__ import annotations

import warnings

import pandas as pd

from benchmarks.common import Survival, Timing, measure, measure_r, report, size_argument, survival_data
from hepatica.statistics import cox


def lifelines_fit(data: Survival) -> Timing:
    from lifelines import CoxPHFitter

    frame = pd.DataFrame(data.X, columns=[f"x{k}" for k in range(data.X.shape[1])])
    frame = frame.assign(time=data.time, event=data.event)

    def fit() -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return float(CoxPHFitter().fit(frame, "time", "event").params_.iloc[0])

    return measure("lifelines CoxPHFitter", fit, runs=1)


def hepatica_fit(data: Survival) -> Timing:
    return measure("hepatica cox", lambda: float(cox(data.time, data.event, data.X).coefficients[0]), runs=5)


def hepatica_fit_with_concordance(data: Survival) -> Timing:
    def fit() -> float:
        found = cox(data.time, data.event, data.X)
        return float(found.coefficients[0]) if found.concordance.index > 0 else float("nan")

    return measure("hepatica cox, concordance too", fit, runs=3)


def r_fits(data: Survival) -> list[Timing | None]:
    core = "coxph.fit(X, Surv(time, event), NULL, NULL, NULL, coxph.control(), NULL, 'efron', NULL)"
    return [
        measure_r("R coxph (concordance too)", "coxph(Surv(time, event) ~ X)$coefficients[[1]]", data, runs=3),
        measure_r("R coxph.fit (its core)", f"{core}$coefficients[[1]]", data, runs=3),
    ]


def main() -> None:
    n = size_argument(100_000, __doc__)
    for ties in (False, True):
        data = survival_data(n, 10, ties=ties)
        kind = "times in whole days" if ties else "distinct times"
        report(
            f"Cox regression, {n:,} subjects, 10 covariates, {kind}: first coefficient",
            "cox_days" if ties else "cox",
            [hepatica_fit(data), hepatica_fit_with_concordance(data), *r_fits(data), lifelines_fit(data)],
        )


if __name__ == "__main__":
    main()
