"""A study's sample-size claim in plain numbers and months, with what it leaves open and what is taken meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hepatica.errors import HepaticaError
from hepatica.protocol.sample_size import SampleSize
from hepatica.protocol.study import Study
from hepatica.statistics.event_probability import hazard_of, loss_hazard, mean_follow_up
from hepatica.statistics.proportion_size import PROPORTION_FORMULAS
from hepatica.statistics.sample_size import critical_value, power_quantile, shares
from hepatica.statistics.survival_size import SURVIVAL_FORMULAS, TwoArms
from hepatica.statistics.whole_subjects import inflation
from hepatica.vocabulary.sample_size import Formula, Loss, Rounding

FORMULAS: tuple[Formula, ...] = (*SURVIVAL_FORMULAS, *PROPORTION_FORMULAS)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed and taken; months and shares between 0 and 1.

    hazards of both arms are per month. horizon: nobody is followed longer. by: the time of the shares with the event.
    accrual, follow_up: None where the claim leaves them open and nothing is taken. sides: two, where they are open.
    open: what the record does not state. formula, loss_by, rounding: None where they are open.
    """

    study: str
    kind: str
    subjects: int
    alpha: float
    power: float
    sides: int
    ratio: float
    dropout: float
    control: float
    hazard_ratio: float
    accrual: float | None
    follow_up: float | None
    by: float | None
    open: tuple[str, ...]
    formula: Formula | None = None
    loss_by: Loss | None = None
    rounding: Rounding | None = None

    @property
    def horizon(self) -> float:
        """Nobody is followed longer than this."""
        return np.inf if self.by is None else self.by

    @property
    def timed(self) -> bool:
        """Whether it is said, or taken, how long subjects enter and are followed."""
        return self.accrual is not None and self.follow_up is not None

    @property
    def control_share(self) -> float | None:
        """The share of controls with the event by the time `by`."""
        return None if self.by is None else float(-np.expm1(-self.control * self.by))

    @property
    def treated_share(self) -> float | None:
        """The share of the treated with the event by the time `by`."""
        return None if self.by is None else float(-np.expm1(-self.control * self.hazard_ratio * self.by))

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas by which the claim may have been made: that of proportions where shares have a time."""
        if self.formula is not None:
            return (self.formula,)
        if self.kind == "proportions":
            return PROPORTION_FORMULAS
        return SURVIVAL_FORMULAS if self.by is None else FORMULAS

    @property
    def arms(self) -> tuple[int, int]:
        """Whole subjects of the control and of the treated arm."""
        control = round(self.subjects * float(shares(self.ratio)[0]))
        return control, self.subjects - control

    def mean_follow_up(self) -> float:
        """The planned follow-up of the average subject, by the end of which the dropout has happened."""
        return float(mean_follow_up(self._accrual, self._follow_up, self.horizon))

    def loss(self) -> float:
        """The hazard of loss with which the dropout has happened by the mean planned follow-up."""
        return float(loss_hazard(self.dropout, self.mean_follow_up())) if self.dropout else 0.0

    def two_arms(self, *, censoring: bool = False) -> TwoArms:
        """The claim as the formulas take it; censoring: with losses as competing exponential censoring."""
        return TwoArms(
            control=self.control,
            treated=self.control * self.hazard_ratio,
            follow_up=self._follow_up,
            accrual=self._accrual,
            ratio=self.ratio,
            loss=self.loss() if censoring else 0.0,
            horizon=self.horizon,
        )

    def with_control_share(self, share: float) -> Claim:
        """The claim with another share of controls who have the event by the time `by`."""
        if self.by is None:
            raise HepaticaError(
                f"the claim of {self.study} has no share of controls: it is by medians",
                do="leave the share out, or write by: and shares: in the study file",
            )
        return replace(self, control=float(hazard_of(share, self.by)))

    def with_hazard_ratio(self, ratio: float) -> Claim:
        """The claim with another effect."""
        return replace(self, hazard_ratio=ratio)

    @property
    def _accrual(self) -> float:
        return self.accrual or 0.0

    @property
    def _follow_up(self) -> float:
        if self.follow_up is None:
            raise HepaticaError(
                f"{self.study} gives no follow-up and none is assumed",
                do="write --follow-up MONTHS, or follow_up: in the study file's section sample_size",
            )
        return self.follow_up


def claim_of(study: Study) -> Claim:
    """The claim of a study. Raises HepaticaError where it makes none, or where its numbers are impossible."""
    written = study.sample_size
    if written is None:
        raise HepaticaError(
            f"{study.study} claims no sample-size calculation",
            where=study.file,
            do="nothing can be recomputed; a claim stands in the section sample_size of the study file",
        )
    by = written.by.months if written.by is not None else None
    control, ratio = _hazards(written, by)
    follow_up = written.follow_up.months if written.follow_up is not None else by
    accrual = written.accrual.months if written.accrual is not None else None
    claim = Claim(
        study=study.study,
        kind=written.kind,
        subjects=int(written.subjects.value),
        alpha=written.alpha.value,
        power=written.power.value,
        sides=int(written.sides.value) if written.sides is not None else 2,
        ratio=written.ratio.value if written.ratio is not None else 1.0,
        dropout=written.dropout.value if written.dropout is not None else 0.0,
        control=control,
        hazard_ratio=ratio,
        accrual=0.0 if accrual is None and by is not None and follow_up == by else accrual,
        follow_up=follow_up,
        by=by,
        open=written.open,
        formula=written.formula,
        loss_by=written.loss,
        rounding=written.rounding,
    )
    return checked(claim)


def _hazards(written: SampleSize, by: float | None) -> tuple[float, float]:
    """The hazard of the control arm, and the hazard ratio."""
    if written.medians:
        control = np.log(2) / written.medians[written.control].months
        if written.treated in written.medians:
            return float(control), written.medians[written.control].months / written.medians[written.treated].months
    elif written.control in written.shares and by is not None:
        control = float(hazard_of(written.shares[written.control].value, by))
        if written.treated in written.shares:
            return control, float(hazard_of(written.shares[written.treated].value, by)) / control
    elif written.control_range is not None and by is not None:
        control = float(hazard_of((written.control_range.low + written.control_range.high) / 2, by))
    else:
        raise HepaticaError(
            "the claim does not say how many controls have the event",
            do="write shares: with the control arm (source: assumed, if it is)",
        )
    return float(control), written.hazard_ratio.value if written.hazard_ratio is not None else 1.0


def checked(claim: Claim) -> Claim:
    """The claim, if its numbers are possible. Raises HepaticaError or StatisticsError that names the number."""
    critical_value(claim.alpha, claim.sides)
    power_quantile(claim.power, claim.alpha)
    shares(claim.ratio)
    inflation(claim.dropout, "divide")
    if claim.subjects < 2:
        raise HepaticaError(f"a study of two arms cannot have {claim.subjects} subjects", do="give 2 or more")
    if claim.hazard_ratio == 1:
        raise HepaticaError("the hazard ratio is 1: without a difference no number is enough", do="give another ratio")
    for name, value in (("accrual", claim.accrual), ("follow-up", claim.follow_up)):
        if value is not None and not 0 <= value < np.inf:
            raise HepaticaError(f"the {name} is {value:g} months", do="give months, 0 or more")
    if claim.timed and claim._accrual + claim._follow_up <= 0:
        raise HepaticaError("nobody is followed: accrual and follow-up are both 0", do="give one of them in months")
    if claim.formula is not None and claim.formula not in FORMULAS:
        raise HepaticaError(f"«{claim.formula}» is not a formula", do=f"write one of: {', '.join(FORMULAS)}")
    if claim.formula in PROPORTION_FORMULAS and claim.by is None:
        raise HepaticaError(
            f"{claim.study} claims no shares by a time, which «{claim.formula}» compares",
            do=f"write one of: {', '.join(SURVIVAL_FORMULAS)}",
        )
    return claim
