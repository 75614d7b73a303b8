"""Agreement of raters who put the same subjects into classes: Cohen's kappa of two, Fleiss' kappa of several.

Cohen, Educ Psychol Meas 1960;20:37 and Psychol Bull 1968;70:213 (weights); Fleiss, Cohen & Everitt, Psychol Bull
1969;72:323 (standard errors); Fleiss, Psychol Bull 1971;76:378; Gwet, Educ Psychol Meas 2021;81:781 (standard error of
Fleiss' kappa, and ratings that are missing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hepatica.statistics.arguments import Floats, Integers, StatisticsError, probability
from hepatica.statistics.confidence import normal_quantile

Weights = Literal["none", "linear", "quadratic"]
WEIGHTS: tuple[Weights, ...] = ("none", "linear", "quadratic")


@dataclass(frozen=True, slots=True)
class Kappa:
    """Chance-corrected agreement of n subjects, with limits at `level`.

    observed, expected: (weighted) share of agreement, and that expected by chance. error: large-sample standard error;
    null_error: the one under no agreement beyond chance, for a test (not a number where no formula is given).
    value and what follows from it is not a number where chance alone explains all agreement (everybody in one class).
    """

    n: int
    observed: float
    expected: float
    value: float
    error: float
    null_error: float
    lower: float
    upper: float
    level: float


def cohen_kappa(
    first: Sequence[Any],
    second: Sequence[Any],
    *,
    classes: Sequence[Any] | None = None,
    weights: Weights = "none",
    level: float = 0.95,
) -> Kappa:
    """Agreement of two raters. first, second: the class each gave to the same n subjects; none missing.

    classes: the classes in their order, needed for weights ("linear", "quadratic"); without it those found, sorted.
    Raises StatisticsError for unequal lengths, missing ratings and ratings outside the classes.

    >>> k = cohen_kappa(["PR", "PR", "SD", "PD"], ["PR", "SD", "SD", "PD"])
    >>> round(k.observed, 2), round(k.value, 3)
    (0.75, 0.636)
    """
    probability(level, "level")
    if weights not in WEIGHTS:
        raise StatisticsError(f"weights {weights!r} are not known", do=f"write one of {', '.join(WEIGHTS)}")
    if weights != "none" and classes is None:
        raise StatisticsError("weights need the order of the classes", do="give `classes` from best to worst")
    if len(first) != len(second):
        raise StatisticsError(f"{len(first)} ratings and {len(second)}", do="give one rating of each rater per subject")
    codes, names = _coded([list(first), list(second)], classes)
    if (codes < 0).any():
        raise StatisticsError("a rating is missing", do="leave out subjects that one of the two did not rate")
    n, k = len(first), len(names)
    counts = np.zeros((k, k))
    np.add.at(counts, (codes[0], codes[1]), 1)
    return _cohen(counts / n, _weight_matrix(k, weights), n, level)


def fleiss_kappa(ratings: Sequence[Sequence[Any]], *, level: float = 0.95) -> Kappa:
    """Agreement of several raters. ratings: n subjects of m ratings each; None (or not a number) where one is missing.

    With complete ratings this is Fleiss (1971). A subject with one rating counts in the shares of the classes only.
    null_error is that of Fleiss, Nee & Landis (1979), for complete ratings.
    Raises StatisticsError where no subject has two ratings.

    >>> k = fleiss_kappa([["PR", "PR", "PR"], ["SD", "SD", "PR"], ["PD", "PD", "PD"]])
    >>> round(k.observed, 3), round(k.expected, 3), round(k.value, 3)
    (0.778, 0.358, 0.654)
    """
    probability(level, "level")
    if len({len(each) for each in ratings}) > 1:
        raise StatisticsError("subjects have different numbers of ratings", do="write None where a rating is missing")
    codes, names = _coded([list(each) for each in ratings], None)
    counts = (codes[:, :, None] == np.arange(len(names))).sum(axis=1).astype(np.float64)
    counts = counts[counts.sum(axis=1) > 0]
    raters = counts.sum(axis=1)
    several = raters >= 2
    if not several.any():
        raise StatisticsError("no subject was rated twice", do="give at least two ratings of some subjects")
    return _fleiss(counts, raters, several, level)


def _fleiss(counts: Floats, raters: Floats, several: NDArray[np.bool_], level: float) -> Kappa:
    """Gwet (2021): kappa from counts by subject and class; the variance from what each subject adds."""
    n = len(counts)
    pairs = np.zeros(n)
    pairs[several] = (counts * (counts - 1)).sum(axis=1)[several] / (raters * (raters - 1))[several]
    observed = float(pairs[several].mean())
    shares = (counts / raters[:, None]).mean(axis=0)
    expected = float((shares**2).sum())
    null = _null_error(shares, n, raters)
    if np.isclose(expected, 1):
        return Kappa(n, observed, expected, *(float("nan"),) * 5, level)
    value = (observed - expected) / (1 - expected)
    own = np.where(several, (n / several.sum()) * (pairs - expected) / (1 - expected), 0.0)
    chance = (counts / raters[:, None]) @ shares
    own = own - 2 * (1 - value) * (chance - expected) / (1 - expected)
    error = float(np.sqrt(((own - value) ** 2).sum() / (n * (n - 1)))) if n > 1 else float("nan")
    return Kappa(n, observed, expected, value, error, null, *_limits(value, error, level), level)


def _null_error(shares: Floats, n: int, raters: Floats) -> float:
    m = raters[0]
    if (raters != m).any() or m < 2:
        return float("nan")
    spread = float((shares * (1 - shares)).sum())
    if spread == 0:
        return float("nan")
    third = float((shares * (1 - shares) * (1 - 2 * shares)).sum())
    return float(np.sqrt(2 * (spread**2 - third)) / (spread * np.sqrt(n * m * (m - 1))))


def _cohen(shares: Floats, weights: Floats, n: int, level: float) -> Kappa:
    """Fleiss, Cohen & Everitt (1969), formulas 9 (error of kappa) and 8 (error under no agreement beyond chance)."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    chance = np.outer(rows, columns)
    observed, expected = float((weights * shares).sum()), float((weights * chance).sum())
    if np.isclose(expected, 1):
        return Kappa(n, observed, expected, *(float("nan"),) * 5, level)
    value = (observed - expected) / (1 - expected)
    margins = (weights @ columns)[:, None] + (weights.T @ rows)[None, :]
    inner = (shares * (weights - margins * (1 - value)) ** 2).sum() - (value - expected * (1 - value)) ** 2
    error = float(np.sqrt(max(float(inner), 0.0) / n) / (1 - expected))
    outer = (chance * (weights - margins) ** 2).sum() - expected**2
    null = float(np.sqrt(max(float(outer), 0.0) / n) / (1 - expected))
    return Kappa(n, observed, expected, value, error, null, *_limits(value, error, level), level)


def _limits(value: float, error: float, level: float) -> tuple[float, float]:
    """Normal limits, not beyond -1 and 1."""
    margin = normal_quantile(level) * error
    return max(value - margin, -1.0), min(value + margin, 1.0)


def _weight_matrix(k: int, weights: Weights) -> Floats:
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / max(k - 1, 1)
    if weights == "none":
        return np.eye(k)
    return np.asarray(1 - (apart if weights == "linear" else apart**2), dtype=np.float64)


def _coded(rows: list[list[Any]], classes: Sequence[Any] | None) -> tuple[Integers, list[Any]]:
    """Ratings as positions among the classes, -1 for a missing one."""
    if not rows or not rows[0]:
        raise StatisticsError("there is no rating", do="give the ratings of at least one subject")
    found = {value for row in rows for value in row if not _missing(value)}
    try:
        names = sorted(found) if classes is None else list(classes)
    except TypeError as error:
        raise StatisticsError("ratings mix values that cannot be ordered", do="give ratings of one type") from error
    places = {value: place for place, value in enumerate(names)}
    if strange := sorted(map(str, found - places.keys())):
        raise StatisticsError(
            f"rating {strange[0]!r} is not among the classes", do="add it to `classes`, or leave it out"
        )
    codes = [[-1 if _missing(value) else places[value] for value in row] for row in rows]
    return np.asarray(codes, dtype=np.int64), names


def _missing(value: Any) -> bool:
    return value is None or value != value
