"""Sample sizes for two survival curves: Schoenfeld, Freedman, Lachin and Foulkes, Rubinstein, Gail and Santner.

Proportional hazards throughout; the last two formulas, and the way from events to subjects, take exponential times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hepatica.statistics.arguments import Floats, StatisticsError
from hepatica.statistics.event_probability import event_probability
from hepatica.statistics.sample_size import Comparison, critical_value, power_quantile, shares, subjects_needed
from hepatica.vocabulary.sample_size import Formula

EVENT_DRIVEN: tuple[Formula, ...] = ("schoenfeld", "freedman")
SURVIVAL_FORMULAS: tuple[Formula, ...] = (*EVENT_DRIVEN, "lachin_foulkes", "rubinstein")


@dataclass(frozen=True, slots=True)
class TwoArms:
    """Two arms with exponential times, uniform accrual and follow-up in months. All numbers are broadcast.

    control, treated: hazards per month. follow_up: from the last entry on. ratio: treated subjects for each control.
    loss: hazard of loss in both arms. horizon: nobody is followed longer.
    """

    control: ArrayLike
    treated: ArrayLike
    follow_up: ArrayLike
    accrual: ArrayLike = 0.0
    ratio: ArrayLike = 1.0
    loss: ArrayLike = 0.0
    horizon: ArrayLike = np.inf

    @property
    def hazard_ratio(self) -> Floats:
        """Of the treated against the control arm."""
        return np.asarray(self.treated, dtype=np.float64) / np.asarray(self.control, dtype=np.float64)

    def seen(self, hazard: ArrayLike) -> Floats:
        """The share whose event is seen, at a hazard."""
        return event_probability(
            hazard, accrual=self.accrual, follow_up=self.follow_up, loss=self.loss, horizon=self.horizon
        )

    @property
    def event_share(self) -> Floats:
        """The share of all subjects whose event is seen."""
        control, treated = shares(self.ratio)
        return control * self.seen(self.control) + treated * self.seen(self.treated)


def schoenfeld(hazard_ratio: ArrayLike, *, ratio: ArrayLike = 1.0, event_share: ArrayLike = 1.0) -> Comparison:
    """The log-rank test by the log hazard ratio, whose variance is 1 / (events * share * share).

    Schoenfeld, Biometrics 1983;39:499: events = (z + z)^2 / (p (1 - p) log(hazard ratio)^2). event_share: events for each
    subject; 1 gives events.
    """
    effect = np.abs(np.log(_ratio(hazard_ratio)))
    control, treated = shares(ratio)
    error = 1 / np.sqrt(control * treated * np.asarray(event_share, dtype=np.float64))
    return Comparison(effect, error, error)


def freedman(hazard_ratio: ArrayLike, *, ratio: ArrayLike = 1.0, event_share: ArrayLike = 1.0) -> Comparison:
    """The log-rank test by the hazard ratio itself, with the arms at risk in the ratio of their sizes.

    Freedman, Stat Med 1982;1:121: events = (z + z)^2 (1 + r h)^2 / (r (1 - h)^2), h the hazard ratio and r treated subjects
    for each control.
    """
    hazards, per_control = _ratio(hazard_ratio), np.asarray(ratio, dtype=np.float64)
    shares(per_control)
    error = (1 + per_control * hazards) / np.sqrt(per_control * np.asarray(event_share, dtype=np.float64))
    return Comparison(np.abs(1 - hazards), error, error)


def lachin_foulkes(arms: TwoArms) -> Comparison:
    """The difference of two exponential hazards, with the variance under no difference at the mean hazard.

    Lachin & Foulkes, Biometrics 1986;42:507, equation 2.4: the variance of a hazard is hazard^2 / (n P(event seen)).
    """
    control, treated = (np.asarray(hazard, dtype=np.float64) for hazard in (arms.control, arms.treated))
    _ratio(treated / control)
    own, other = shares(arms.ratio)
    mean = own * control + other * treated
    null = np.sqrt(mean**2 / arms.seen(mean) * (1 / own + 1 / other))
    alternative = np.sqrt(control**2 / arms.seen(control) / own + treated**2 / arms.seen(treated) / other)
    return Comparison(np.abs(treated - control), null, alternative)


def rubinstein(arms: TwoArms) -> Comparison:
    """The log hazard ratio of two exponentials, with the variance 1 / events of one arm + 1 / events of the other.

    Rubinstein, Gail & Santner, J Chronic Dis 1981;34:469: log(hazard ratio)^2 / (z + z)^2 = 1 / E(events in the control arm)
    + 1 / E(events in the treated arm).
    """
    own, other = shares(arms.ratio)
    error = np.sqrt(1 / (own * arms.seen(arms.control)) + 1 / (other * arms.seen(arms.treated)))
    return Comparison(np.abs(np.log(_ratio(arms.hazard_ratio))), error, error)


def survival_comparison(formula: str, arms: TwoArms) -> Comparison:
    """The comparison of two arms by one of the four formulas; its subjects are all who enter."""
    match formula:
        case "schoenfeld":
            return schoenfeld(arms.hazard_ratio, ratio=arms.ratio, event_share=arms.event_share)
        case "freedman":
            return freedman(arms.hazard_ratio, ratio=arms.ratio, event_share=arms.event_share)
        case "lachin_foulkes":
            return lachin_foulkes(arms)
        case "rubinstein":
            return rubinstein(arms)
        case _:
            raise StatisticsError(
                f"«{formula}» is not a formula for survival", do=f"write one of: {', '.join(SURVIVAL_FORMULAS)}"
            )


def events_needed(
    formula: str,
    hazard_ratio: ArrayLike,
    *,
    alpha: float,
    power: float,
    sides: int = 2,
    ratio: ArrayLike = 1.0,
    explained: ArrayLike = 0.0,
) -> Floats:
    """Events in all, unrounded, by Schoenfeld's or Freedman's formula.

    explained: R squared of the group on the covariates of the model, where groups are not drawn by lot; events grow by
    1 / (1 - R squared) (Hsieh & Lavori, Control Clin Trials 2000;21:552).

    >>> float(events_needed("schoenfeld", 0.6, alpha=0.05, power=0.8).round(1))
    120.3
    """
    of = {"schoenfeld": schoenfeld, "freedman": freedman}.get(formula)
    if of is None:
        raise StatisticsError(f"«{formula}» counts no events", do="write schoenfeld or freedman")
    plain = subjects_needed(of(hazard_ratio, ratio=ratio), alpha=alpha, power=power, sides=sides)
    share = np.asarray(explained, dtype=np.float64)
    if ((share < 0) | (share >= 1)).any():
        raise StatisticsError(f"R squared is {float(share.max()):g}", do="give a number from 0 to below 1")
    return plain / (1 - share)


def detectable_hazard_ratio(
    events: ArrayLike, *, alpha: float, power: float, sides: int = 2, ratio: ArrayLike = 1.0
) -> Floats:
    """The hazard ratio below 1 that a log-rank test with so many events detects with the power, by Schoenfeld's formula."""
    control, treated = shares(ratio)
    z = critical_value(alpha, sides) + power_quantile(power, alpha)
    return np.exp(-z / np.sqrt(np.asarray(events, dtype=np.float64) * control * treated))


def _ratio(hazard_ratio: ArrayLike) -> Floats:
    """A hazard ratio that is positive and not 1."""
    values = np.asarray(hazard_ratio, dtype=np.float64)
    wrong = ~((values > 0) & np.isfinite(values))
    if wrong.any():
        raise StatisticsError(
            f"the hazard ratio is {float(values[wrong].flat[0]):g}", do="give a number above 0, such as 0.6"
        )
    if (values == 1).any():
        raise StatisticsError(
            "the hazard ratio is 1: without a difference no number of subjects is enough", do="give another ratio"
        )
    return values
