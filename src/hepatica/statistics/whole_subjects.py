"""From a computed number of subjects to whole ones who enter: when it is rounded, and how losses are allowed for.

A sample size of 49.3 with 10 % loss is 54, 55, 56 or 58 by custom; the customs are named here, none is the right one.
"""

from __future__ import annotations

from typing import Final, get_args

import numpy as np
from numpy.typing import ArrayLike

from hepatica.statistics.arguments import Floats, StatisticsError
from hepatica.statistics.sample_size import shares
from hepatica.vocabulary.sample_size import Loss, Rounding

LOSSES: Final[tuple[Loss, ...]] = get_args(Loss)
ROUNDINGS: Final[tuple[Rounding, ...]] = get_args(Rounding)
NEARLY = 1e-9  # of a number: 45 / 0.9 is 50, not 51


def whole_subjects(
    subjects: ArrayLike, *, loss: ArrayLike = 0.0, by: Loss = "divide", rounding: Rounding, ratio: float = 1.0
) -> Floats:
    """Whole subjects who must enter, both arms together, so that `subjects` are evaluable.

    subjects: both arms, unrounded. loss: the share who are lost. ratio: treated subjects for each control.
    Raises StatisticsError for a loss outside 0 to 1 (1 itself too).

    >>> float(whole_subjects(2 * 148.66, loss=0.1, rounding="arms_before_loss"))
    332.0
    """
    n = np.asarray(subjects, dtype=np.float64)
    factor = inflation(loss, by)
    arms = [n * share for share in shares(ratio)]
    match rounding:
        case "arms_before_loss":
            whole = sum(_up(_up(arm) * factor) for arm in arms)
        case "arms_after_loss":
            whole = sum(_up(arm * factor) for arm in arms)
        case "total_before_loss":
            whole = _up(_up(n) * factor)
        case "total_after_loss":
            whole = _up(n * factor)
        case "nearest":
            whole = np.floor(n * factor + 0.5)
        case _:
            raise StatisticsError(f"«{rounding}» is not a way to round", do=f"write one of: {', '.join(ROUNDINGS)}")
    return np.asarray(whole, dtype=np.float64)


def inflation(loss: ArrayLike, by: Loss) -> Floats:
    """By how much losses enlarge a study under a convention; its inverse is the evaluable share."""
    share = np.asarray(loss, dtype=np.float64)
    if ((share < 0) | (share >= 1) | np.isnan(share)).any():
        wrong = share[(share < 0) | (share >= 1) | np.isnan(share)]
        raise StatisticsError(
            f"the loss is {float(wrong.flat[0]):g}", do="give a share from 0 to below 1, such as 0.1 for 10 percent"
        )
    match by:
        case "divide":
            return 1 / (1 - share)
        case "multiply":
            return 1 + share
        case "censoring":
            return np.ones_like(share)
        case _:
            raise StatisticsError(f"«{by}» is not a way to allow for losses", do=f"write one of: {', '.join(LOSSES)}")


def _up(values: Floats) -> Floats:
    return np.asarray(np.ceil(values * (1 - NEARLY)), dtype=np.float64)
