"""A study's sample-size claim in words: what the record says, what it leaves open, and what is assumed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hepatica.protocol.sample_size import Length, SampleSize
from hepatica.protocol.simulation import Parameter
from hepatica.report.synopsis_groups import arm
from hepatica.report.synopsis_rules import Spoken

Number = Parameter | Length


def claim_sentences(spoken: Spoken) -> list[str]:
    """The claim, what it leaves open, and what is assumed meanwhile: one sentence each, none where there is no claim."""
    w, claim = spoken.words, spoken.study.sample_size
    if claim is None:
        return []
    told = [w("claim", n=f"{claim.subjects.value:g}", what=w.clauses(_stated(claim, spoken)))]
    if claim.open:
        told.append(w("claim_open", what=w.list(w(f"open.{name}") for name in claim.open)))
    assumed = list(_assumed(claim, spoken))
    if assumed:
        told.append(w("claim_assumed", what=w.list(assumed)))
    return [w.sentence(text) for text in told]


def _stated(claim: SampleSize, spoken: Spoken) -> Iterator[str]:
    """What the record or a publication says, and what is compared with what."""
    w = spoken.words
    yield w("claim_test", power=share(claim.power.value), alpha=f"{claim.alpha.value:g}")
    if claim.sides is not None and claim.sides.source != "assumed":
        yield w(f"claim_sides_{claim.sides.value:g}")
    endpoint = spoken.study.endpoints[claim.endpoint].label.in_language(w.lang)
    yield w(
        "claim_compares",
        endpoint=spoken.inside(endpoint),
        treated=arm(claim.treated, spoken),
        control=arm(claim.control, spoken),
    )
    yield from _effect(claim, spoken)
    if claim.ratio is not None and claim.ratio.source != "assumed":
        yield w("claim_ratio", ratio=ratio(claim.ratio.value))
    if claim.dropout is not None and claim.dropout.source != "assumed":
        yield w("claim_dropout", share=share(claim.dropout.value))
    for name in ("accrual", "follow_up"):
        length: Length | None = getattr(claim, name)
        if length is not None and length.source != "assumed":
            yield w(f"claim_{name}", length=spoken.duration(length.length.node))


def _effect(claim: SampleSize, spoken: Spoken) -> Iterator[str]:
    w = spoken.words
    by = spoken.duration(claim.by.length.node) if claim.by is not None else ""
    if claim.treated in claim.medians and claim.control in claim.medians:
        treated, control = claim.medians[claim.treated], claim.medians[claim.control]
        yield w(
            "claim_medians",
            treated=spoken.duration(treated.length.node),
            control=spoken.duration(control.length.node),
            ratio=f"{control.months / treated.months:.3g}",
        )
    elif claim.hazard_ratio is not None:
        yield w("claim_hazard_ratio", ratio=f"{claim.hazard_ratio.value:g}")
        if by:
            yield w("claim_by", by=by)
    elif claim.treated in claim.shares and claim.control in claim.shares:
        shares = {name: share(number.value) for name, number in claim.shares.items()}
        yield w("claim_shares", treated=shares[claim.treated], control=shares[claim.control], by=by)


def _assumed(claim: SampleSize, spoken: Spoken) -> Iterator[str]:
    """Numbers that are taken although the record does not give them."""
    w = spoken.words
    for path, number in claim.numbers.items():
        if number.source != "assumed":
            continue
        name, _, of = path.partition(".")
        if isinstance(number, Length):
            value = spoken.duration(number.length.node)
        elif name == "ratio":
            value = ratio(number.value)
        else:
            value = share(number.value) if name in ("shares", "dropout", "power") else f"{number.value:g}"
        yield w(f"assumed.{name}", value=value, arm=arm(of, spoken) if of else "")


def share(value: float) -> str:
    """A share as a percentage: `80 %`."""
    return f"{100 * value:g} %"


def ratio(treated_per_control: float) -> str:
    """An allocation, treated to control, in small whole numbers: `1 : 1`, `1 : 2`."""
    found = Fraction(treated_per_control).limit_denominator(20)
    return f"{found.numerator} : {found.denominator}"
