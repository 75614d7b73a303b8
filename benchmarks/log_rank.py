"""Log-rank test of a million subjects in two groups beside R survdiff and lifelines, distinct times and days."""

from __future__ import annotations

from benchmarks.common import Survival, Timing, measure, measure_r, report, size_argument, survival_data
from hepatica.statistics import log_rank


def lifelines_test(data: Survival) -> Timing:
    from lifelines.statistics import logrank_test

    one, two = data.group == 0, data.group == 1

    def test() -> float:
        return float(logrank_test(data.time[one], data.time[two], data.event[one], data.event[two]).test_statistic)

    return measure("lifelines logrank_test", test, runs=1)


def hepatica_test(data: Survival) -> Timing:
    return measure("hepatica log_rank", lambda: log_rank(data.time, data.event, data.group).chi_square, runs=5)


def main() -> None:
    n = size_argument(1_000_000, __doc__)
    for ties in (False, True):
        data = survival_data(n, 0, ties=ties)
        kind = "times in whole days" if ties else "distinct times"
        report(
            f"Log-rank test, {n:,} subjects, {kind}: chi-square",
            "log_rank_days" if ties else "log_rank",
            [
                hepatica_test(data),
                measure_r("R survdiff", "survdiff(Surv(time, event) ~ group)$chisq", data, runs=3),
                lifelines_test(data),
            ],
        )


if __name__ == "__main__":
    main()
