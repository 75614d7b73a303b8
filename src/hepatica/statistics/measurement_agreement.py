"""Agreement of raters who measure the same subjects: intraclass correlation, and differences of two with their limits.

Shrout & Fleiss, Psychol Bull 1979;86:420 (six forms); McGraw & Wong, Psychol Methods 1996;1:30 (limits). Bland & Altman,
Lancet 1986;327:307 and Stat Methods Med Res 1999;8:135.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import f as f_distribution
from scipy.stats import t as t_distribution

from hepatica.statistics.arguments import Floats, StatisticsError, numbers, probability
from hepatica.statistics.confidence import normal_quantile

Form = Literal["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]
FORMS: tuple[Form, ...] = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")

NOISE = 1e-12
"""Of the greatest measure: differences under it are those of floating point, not of raters."""

AGREED = "the raters do not differ at all: there is no error to estimate"
SHIFTED = "the raters differ by a constant only: there is no error of consistency to estimate"
LEVEL = "the means of the subjects are equal: there is nothing to correlate"
UNBOUNDED = "raters differ more within subjects than subjects do: the correlation of their mean has no bound there"


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """A form of the intraclass correlation of n subjects and k raters, with limits at `level`.

    value, lower and upper are NaN where the measures have no such correlation; why says so then, and is "" otherwise.
    """

    form: Form
    n: int
    k: int
    value: float
    lower: float
    upper: float
    level: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """Differences (second minus first) of n pairs: their mean, spread and limits of agreement, each with its limits.

    coverage: the share of differences that the limits of agreement are to hold. level: of the confidence limits, given
    as pairs. All in the unit of the measurement.
    """

    n: int
    bias: float
    bias_limits: tuple[float, float]
    spread: float
    lower: float
    lower_limits: tuple[float, float]
    upper: float
    upper_limits: tuple[float, float]
    coverage: float
    level: float


def intraclass_correlation(measures: ArrayLike, form: Form = "2,1", *, level: float = 0.95) -> IntraclassCorrelation:
    """Intraclass correlation. measures: n subjects x k raters, complete.

    form: "1,1" each subject has raters of its own; "2,1" the same raters, drawn from many (absolute agreement);
    "3,1" these raters only (consistency); with "k" for the mean of the k raters. Raters that do not differ, or (for "3")
    only by a constant, leave no error to estimate; subjects whose means are equal leave nothing to correlate: unknown.
    Raises StatisticsError for missing values, or fewer than two subjects or raters.

    >>> round(intraclass_correlation([[9, 2], [6, 1], [8, 4], [7, 1], [10, 5], [6, 2]], "3,1").value, 2)
    0.75
    """
    probability(level, "level")
    if form not in FORMS:
        raise StatisticsError(f"form {form!r} is not known", do=f"write one of {', '.join(FORMS)}")
    table = np.asarray(measures, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2:
        raise StatisticsError("measures are not a table of subjects and raters", do="give at least two of each")
    if not np.isfinite(table).all():
        raise StatisticsError("a measure is missing", do="leave out subjects that a rater did not measure")
    n, k = table.shape
    subjects, within, raters, rest = _mean_squares(table)
    why = _undefined(form, subjects, within, rest)
    if why:
        return IntraclassCorrelation(form, n, k, *(float("nan"),) * 3, level, why)
    tail = (1 - level) / 2
    if form[0] == "1":
        limits = _ratio_limits(subjects / within, n - 1, n * (k - 1), tail)
        values = [_of_ratio(ratio, k, form) for ratio in (subjects / within, *limits)]
    elif form[0] == "3":
        limits = _ratio_limits(subjects / rest, n - 1, (n - 1) * (k - 1), tail)
        values = [_of_ratio(ratio, k, form) for ratio in (subjects / rest, *limits)]
    else:
        values = _absolute(subjects, raters, rest, n, k, tail)
        if form == "2,k":
            values = [_of_mean(value, k) for value in values]
        why = "" if np.isfinite(values).all() else UNBOUNDED
    value, lower, upper = values
    return IntraclassCorrelation(form, n, k, value, lower, upper, level, why)


def bland_altman(
    first: ArrayLike, second: ArrayLike, *, coverage: float = 0.95, level: float = 0.95, multiple: float | None = None
) -> BlandAltman:
    """Bias and limits of agreement of two raters (or methods) of the same subjects.

    first, second: n measures in one unit. multiple: standard deviations from the bias to a limit of agreement; without
    it the normal quantile of `coverage` (1.96). Confidence limits use Student's t with n - 1 degrees of freedom and the
    large-sample error of a limit, spread * sqrt(1/n + multiple^2 / (2 (n - 1))) (1999, section 2.3).
    Raises StatisticsError for fewer than two pairs, and missing or unpaired measures.

    >>> found = bland_altman([10, 20, 30, 40], [11, 22, 29, 42])
    >>> round(found.bias, 2), round(found.lower, 2), round(found.upper, 2)
    (1.0, -1.77, 3.77)
    """
    probability(level, "level")
    probability(coverage, "coverage")
    before = numbers(first, "first")
    after = numbers(second, "second", len(before))
    n = len(before)
    if n < 2:
        raise StatisticsError("there are fewer than two pairs", do="give the measures of at least two subjects")
    difference = after - before
    bias, spread = float(difference.mean()), float(difference.std(ddof=1))
    times = normal_quantile(coverage) if multiple is None else float(multiple)
    student = float(t_distribution.ppf(1 - (1 - level) / 2, n - 1))
    of_bias = student * spread / np.sqrt(n)
    of_limit = student * spread * np.sqrt(1 / n + times**2 / (2 * (n - 1)))

    def around(value: float, margin: float) -> tuple[float, float]:
        return float(value - margin), float(value + margin)

    lower, upper = bias - times * spread, bias + times * spread
    return BlandAltman(
        n, bias, around(bias, of_bias), spread, lower, around(lower, of_limit), upper, around(upper, of_limit),
        coverage, level,
    )  # fmt: skip


def _mean_squares(table: Floats) -> tuple[float, float, float, float]:
    """Mean squares between subjects, within subjects, between raters, and the rest (Shrout & Fleiss, table 1)."""
    n, k = table.shape
    mean, by_subject, by_rater = table.mean(), table.mean(axis=1), table.mean(axis=0)
    subjects = k * ((by_subject - mean) ** 2).sum() / (n - 1)
    within = ((table - by_subject[:, None]) ** 2).sum() / (n * (k - 1))
    raters = n * ((by_rater - mean) ** 2).sum() / (k - 1)
    rest = ((table - by_subject[:, None] - by_rater[None, :] + mean) ** 2).sum() / ((n - 1) * (k - 1))
    noise = (NOISE * np.abs(table).max()) ** 2
    subjects, within, raters, rest = (
        0.0 if each <= noise else float(each) for each in (subjects, within, raters, rest)
    )
    return subjects, within, raters, rest


def _undefined(form: Form, subjects: float, within: float, rest: float) -> str:
    """Why the measures have no correlation of this form; "" where they have."""
    if within == 0:
        return AGREED
    if subjects == 0:
        return LEVEL
    return SHIFTED if form[0] == "3" and rest == 0 else ""


def _ratio_limits(ratio: float, above: int, below: int, tail: float) -> tuple[float, float]:
    lower = ratio / float(f_distribution.ppf(1 - tail, above, below))
    return lower, ratio * float(f_distribution.ppf(1 - tail, below, above))


def _of_ratio(ratio: float, k: int, form: Form) -> float:
    return 1 - 1 / ratio if form[2] == "k" else (ratio - 1) / (ratio + k - 1)


def _of_mean(value: float, k: int) -> float:
    """The correlation of the mean of k raters from that of one (Spearman-Brown); NaN where it falls without bound."""
    share = 1 + (k - 1) * value
    return k * value / share if share > NOISE else float("nan")


def _absolute(subjects: float, raters: float, rest: float, n: int, k: int, tail: float) -> list[float]:
    """Absolute agreement of one rater drawn from many, and its limits (Shrout & Fleiss 1979, p. 424)."""
    value = (subjects - rest) / (subjects + (k - 1) * rest + k * (raters - rest) / n)
    of_raters, of_rest = k * value * raters, (n * (1 + (k - 1) * value) - k * value) * rest
    degrees = (k - 1) * (n - 1) * (of_raters + of_rest) ** 2 / ((n - 1) * of_raters**2 + of_rest**2)
    high = float(f_distribution.ppf(1 - tail, n - 1, degrees))
    low = float(f_distribution.ppf(1 - tail, degrees, n - 1))
    scale = k * raters + (k * n - k - n) * rest
    lower = n * (subjects - high * rest) / (high * scale + n * subjects)
    upper = n * (low * subjects - rest) / (scale + n * low * subjects)
    return [float(value), float(lower), float(upper)]
