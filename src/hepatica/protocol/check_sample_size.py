"""A sample-size claim held against itself: possible numbers, one effect, arms and an endpoint that are there."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.protocol.meaning import Fault, unknown
from hepatica.protocol.sample_size import SampleSize
from hepatica.protocol.source import Path_
from hepatica.protocol.study import Study
from hepatica.vocabulary import Vocabulary

HERE: Path_ = ("sample_size",)


def sample_size_faults(study: Study, _: Vocabulary) -> Iterator[Fault]:
    """Faults of the section `sample_size`; none where a study has none."""
    claim = study.sample_size
    if claim is None:
        return
    misnamed = list(_names(study, claim))
    yield from misnamed
    yield from _numbers(claim)
    if not misnamed:  # which arms the effect is of must be clear first
        yield from _effect(claim)


def _names(study: Study, claim: SampleSize) -> Iterator[Fault]:
    if claim.endpoint not in study.endpoints:
        yield unknown((*HERE, "endpoint"), claim.endpoint, "an endpoint of this study", study.endpoints)
    for slot in ("control", "treated"):
        if getattr(claim, slot) not in study.arms:
            yield unknown((*HERE, slot), getattr(claim, slot), "an arm of this study", study.arms)
    if claim.control == claim.treated:
        do = "name the arm that is compared with it"
        yield Fault((*HERE, "treated"), f"«{claim.treated}» is compared with itself", do, claim.treated)
    for slot in ("medians", "shares"):
        for arm in getattr(claim, slot):
            if arm not in (claim.control, claim.treated):
                both = {claim.control: None, claim.treated: None}
                yield unknown((*HERE, slot, arm), arm, "an arm that the claim compares", both, key=True)


def _numbers(claim: SampleSize) -> Iterator[Fault]:
    """Numbers that cannot be: a power of 0, a loss of everybody, one and a half sides."""
    subjects = claim.subjects.value
    if subjects < 2 or subjects != int(subjects):
        yield _impossible("subjects", subjects, "a study of two arms has a whole number of subjects, 2 or more")
    for slot in ("alpha", "power"):
        value = getattr(claim, slot).value
        if not 0 < value < 1:
            yield _impossible(slot, value, f"write the {slot} as a share, such as {0.05 if slot == 'alpha' else 0.8}")
    if claim.power.value <= claim.alpha.value:
        yield _impossible("power", claim.power.value, "a power must be above alpha")
    if claim.sides is not None and claim.sides.value not in (1, 2):
        yield _impossible("sides", claim.sides.value, "a test has 1 or 2 sides")
    if claim.ratio is not None and claim.ratio.value <= 0:
        yield _impossible("ratio", claim.ratio.value, "write treated subjects for each control, such as 1")
    if claim.dropout is not None and not 0 <= claim.dropout.value < 1:
        yield _impossible("dropout", claim.dropout.value, "write the share lost, from 0 to below 1, such as 0.1")
    if claim.accrual is not None and claim.follow_up is not None and claim.accrual.months + claim.follow_up.months <= 0:
        yield _impossible("follow_up", claim.follow_up.length.text, "without accrual and follow-up nobody is followed")
    if claim.control_range is not None and claim.control_range.low >= claim.control_range.high:
        yield _impossible("control_range", claim.control_range.low, "low must be below high")


def _effect(claim: SampleSize) -> Iterator[Fault]:
    """The effect is given once, is there, and is an effect."""
    arms = {claim.control, claim.treated}
    for slot in ("medians", "shares"):
        values = {arm: getattr(each, "months", getattr(each, "value", 0)) for arm, each in getattr(claim, slot).items()}
        if arms <= set(values) and len(set(values.values())) == 1:
            what = f"the {slot} of both arms are equal: without a difference no number of subjects is enough"
            yield Fault((*HERE, slot), what, "write the values that the claim assumes")
        for arm, value in values.items():
            possible = value > 0 if slot == "medians" else 0 < value < 1
            if not possible:
                do = "write a length above 0" if slot == "medians" else "write a share between 0 and 1, such as 0.5"
                yield Fault((*HERE, slot, arm), f"«{value:g}» is not possible as one of the {slot}", do, f"{value:g}")
    if claim.hazard_ratio is not None and (claim.hazard_ratio.value <= 0 or claim.hazard_ratio.value == 1):
        do = "a hazard ratio is above 0, and 1 is no effect"
        yield _impossible("hazard_ratio", claim.hazard_ratio.value, do)
    if claim.shares and claim.by is None:
        yield Fault((*HERE, "shares"), "shares have no time by which they are counted", "add by:, such as 3 a")
        return
    yield from _given_once(claim, arms)


def _given_once(claim: SampleSize, arms: set[str]) -> Iterator[Fault]:
    of = {
        "medians": arms <= set(claim.medians),
        "hazard_ratio": claim.hazard_ratio is not None,
        "shares": arms <= set(claim.shares),
    }
    given = [name for name, there in of.items() if there]
    if claim.kind == "proportions" and given != ["shares"]:
        yield Fault(HERE, "a claim about proportions needs the share of each arm", "add shares: of both arms, and by:")
    elif not given:
        yield Fault(
            HERE, "the claim names no effect", "add medians: of both arms, hazard_ratio:, or shares: of both arms"
        )
    elif len(given) > 1:
        yield Fault((*HERE, given[1]), f"the effect is given by {given[0]} and by {given[1]}", "keep the record's own")
    elif given == ["hazard_ratio"] and claim.by is None and claim.control not in claim.medians:
        do = "add medians: of the control arm, or by:, the time that a share is counted by"
        yield Fault((*HERE, "hazard_ratio"), "a hazard ratio alone does not say how many events there will be", do)


def _impossible(slot: str, value: object, do: str) -> Fault:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return Fault((*HERE, slot), f"«{text}» is not possible", do, text)
