"""Kaplan-Meier curves of a million subjects beside R survfit and lifelines, distinct times and days."""

from __future__ import annotations

from benchmarks.common import Survival, Timing, measure, measure_r, report, size_argument, survival_data
from hepatica.statistics import kaplan_meier


def lifelines_fit(data: Survival) -> Timing:
    from lifelines import KaplanMeierFitter

    def fit() -> float:
        return float(KaplanMeierFitter().fit(data.time, data.event).median_survival_time_)

    return measure("lifelines KaplanMeierFitter", fit, runs=1)


def hepatica_curve(data: Survival) -> Timing:
    return measure("hepatica kaplan_meier", lambda: kaplan_meier(data.time, data.event).median().value, runs=5)


def main() -> None:
    n = size_argument(1_000_000, __doc__)
    for ties in (False, True):
        data = survival_data(n, 0, ties=ties)
        kind = "times in whole days" if ties else "distinct times"
        report(
            f"Kaplan-Meier, {n:,} subjects, {kind}: median",
            "kaplan_meier_days" if ties else "kaplan_meier",
            [
                hepatica_curve(data),
                measure_r(
                    "R survfit",
                    "{f <- survfit(Surv(time, event) ~ 1); unname(quantile(f, 0.5)$quantile)}",
                    data,
                    runs=3,
                ),
                lifelines_fit(data),
            ],
        )


if __name__ == "__main__":
    main()
