"""The trials that are simulated for a study's claim: as claimed, and with one thing changed at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from hepatica.protocol.schedule import DAYS_OF, expand_entry
from hepatica.protocol.study import Study
from hepatica.simulation.claim import Claim
from hepatica.simulation.hazard import constant, treated_hazard
from hepatica.simulation.trials import Trial

MONTH: Final = DAYS_OF["mo"]
HORIZONS: Final = ((12, 6), (12, 12), (12, 18), (12, 24), (18, 18), (24, 12), (24, 24), (24, 36))
"""Months of accrual and of follow-up after it, where a claim gives neither."""
ACCRUAL_ON_DATES: Final = 24.0
"""Months of accrual that are tried against the study's own dates."""
ALLOCATIONS: Final = (1 / 2, 1 / 3)
"""Treated subjects for each control, where the claim gives no ratio: 2 and 3 controls for each treated."""
SUCCESSES: Final = (0.25, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90)
"""Shares of subjects whose assay succeeds, where that decides the group."""
WEAKER: Final = (0.40, 0.50, 0.60, 2 / 3, 0.70, 0.80)
"""Hazard ratios tried where the claimed one is stronger; the four next to it."""
DELAYS: Final = (3.0, 6.0)
"""Months before the treatment begins to work."""
WANES: Final = 12.0
"""Months after which it no longer works."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A trial with what is told of it. kind: what is varied; detail: months or a share that the kind speaks of."""

    kind: str
    trial: Trial
    accrual: float | None
    follow_up: float
    control_share: float | None
    hazard_ratio: float
    detail: float | None = None


def trial_of(claim: Claim) -> Trial:
    """The claim as a trial: exponential times, its own number of subjects, dropout by the mean planned follow-up."""
    arms = claim.two_arms()
    n_control, n_treated = claim.arms
    return Trial(
        control=constant(claim.control),
        treated=constant(claim.control * claim.hazard_ratio),
        n_control=n_control,
        n_treated=n_treated,
        accrual=float(np.asarray(arms.accrual)),
        follow_up=float(np.asarray(arms.follow_up)),
        horizon=claim.horizon,
        loss=claim.loss(),
    )


def scenarios(study: Study, claim: Claim) -> list[Scenario]:
    """Every trial that is simulated for a claim; those with one thing changed need a time of accrual and of follow-up."""
    found = list(_of_time(claim))
    if claim.timed:
        found += _shares(study, claim)
        found += _dates(study, claim)
        found += _groups(study, claim)
        found += _effects(claim)
        found += _assessed(study, claim)
        found.append(_told("null", claim, trial_of(claim).without_effect(), ratio=1.0))
    return found


def _told(
    kind: str, claim: Claim, trial: Trial, *, detail: float | None = None, ratio: float | None = None
) -> Scenario:
    return Scenario(
        kind=kind,
        trial=trial,
        accrual=trial.accrual,
        follow_up=trial.follow_up,
        control_share=claim.control_share,
        hazard_ratio=claim.hazard_ratio if ratio is None else ratio,
        detail=detail,
    )


def _of_time(claim: Claim) -> Iterator[Scenario]:
    """The horizons that a claim leaves open, or the one it has."""
    if claim.by is None and {"accrual", "follow_up"} & set(claim.open):
        times = [
            (
                float(accrual) if "accrual" in claim.open else claim.accrual,
                float(follow_up) if "follow_up" in claim.open else claim.follow_up,
            )
            for accrual, follow_up in HORIZONS
        ]
        for entering, followed in dict.fromkeys(times):
            one = replace(claim, accrual=entering, follow_up=followed)
            yield _told("horizon", one, trial_of(one))
    elif claim.timed and "control_share" not in claim.open:
        yield _told("claimed", claim, trial_of(claim))


def _shares(study: Study, claim: Claim) -> Iterator[Scenario]:
    """Shares of controls with the event, over the range that the record sees, in tens of per cent."""
    if "control_share" not in claim.open:
        return
    seen = study.sample_size.control_range if study.sample_size is not None else None
    low, high = (seen.low, seen.high) if seen is not None else (0.3, 0.7)
    for tenth in range(round(10 * low), round(10 * high) + 1):
        one = claim.with_control_share(tenth / 10)
        yield _told("control_share", one, trial_of(one))


def _dates(study: Study, claim: Claim) -> Iterator[Scenario]:
    """A longer accrual within the study's own dates, which shortens the follow-up of the last to enter."""
    whole = months_of(study)
    if claim.by is None or whole is None or "accrual" not in claim.open:
        return
    left = whole - ACCRUAL_ON_DATES
    if not 0 <= left < claim.by:
        return
    seen = study.sample_size.control_range if study.sample_size is not None else None
    lowest = seen.low if seen is not None and "control_share" in claim.open else None
    for share in dict.fromkeys((claim.control_share, lowest)):
        if share is not None:
            one = replace(claim.with_control_share(share), accrual=ACCRUAL_ON_DATES, follow_up=left)
            yield _told("dates", one, trial_of(one))


def months_of(study: Study) -> float | None:
    """Months from the first entry to the primary completion; None where the study file lacks one of the days."""
    days = (study.design.start, study.design.primary_completion)
    if any(day is None or len(day) != 10 for day in days):
        return None
    start, end = (date.fromisoformat(str(day)) for day in days)
    return (end - start).days / MONTH


def _groups(study: Study, claim: Claim) -> Iterator[Scenario]:
    """Arms of other sizes: by another ratio, or because an assay decides and succeeds in so many."""
    if study.design.allocation == "by test":
        for share in SUCCESSES:
            treated = round(claim.subjects * share)
            trial = replace(trial_of(claim), n_control=claim.subjects - treated, n_treated=treated)
            yield _told("assay", claim, trial, detail=share)
        yield _told("assay_by_chance", claim, replace(trial_of(claim), treated_share=0.5), detail=0.5)
    if "ratio" in claim.open:
        for ratio in ALLOCATIONS:
            yield _told("allocation", claim, trial_of(replace(claim, ratio=ratio)), detail=1 / ratio)


def _effects(claim: Claim) -> Iterator[Scenario]:
    """Weaker effects, and effects that come late or do not last."""
    better = claim.hazard_ratio < 1
    strength = claim.hazard_ratio if better else 1 / claim.hazard_ratio
    for weaker in [ratio for ratio in WEAKER if ratio > strength + 0.01][:4]:
        one = replace(claim, hazard_ratio=weaker if better else 1 / weaker)
        yield _told("effect", one, trial_of(one))
    for delay in DELAYS:
        late = treated_hazard(claim.control, claim.hazard_ratio, from_month=delay)
        yield _told("delayed", claim, replace(trial_of(claim), treated=late), detail=delay)
    fades = treated_hazard(claim.control, claim.hazard_ratio, to_month=WANES)
    yield _told("waning", claim, replace(trial_of(claim), treated=fades), detail=WANES)


def _assessed(study: Study, claim: Claim) -> Iterator[Scenario]:
    """Events that are seen at the next planned visit only."""
    longest = min((claim.accrual or 0) + (claim.follow_up or 0), claim.horizon)
    visits = visits_of(study, longest)
    if visits:
        yield _told("visits", claim, replace(trial_of(claim), visits=visits), detail=float(len(visits)))


def visits_of(study: Study, months: float) -> tuple[float, ...]:
    """Months at which the endpoint of the claim is looked for, up to a time; empty where the schedule does not say.

    They are those of the first entry of the schedule that assesses the endpoint's instrument, or what measures its event.
    """
    if study.sample_size is None:
        return ()
    endpoint = study.endpoints[study.sample_size.endpoint]
    wanted = {*endpoint.event_variables, *([endpoint.instrument] if endpoint.instrument else [])}
    for name, visits in study.schedule.items():
        measured = {
            part for one in visits.assessments if one in study.instruments for part in study.instruments[one].measures
        }
        if wanted & {*visits.assessments, *measured} and visits.phases:
            planned = expand_entry(name, visits, end_of_study=round(months * MONTH))
            days = sorted({visit.day for visit in planned if visit.day is not None and visit.day > 0})
            return tuple(day / MONTH for day in days if day <= months * MONTH + 1)
    return ()
