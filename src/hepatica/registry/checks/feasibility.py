"""Criteria that cannot hold together: what a score or a stage requires against the other criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.instruments.child_pugh import ALBUMIN, BILIRUBIN, CLASSES
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.knowledge import known
from hepatica.registry.limits import Limit, limits
from hepatica.registry.looking import IN, search
from hepatica.registry.record import Quote, Record
from hepatica.registry.stages import Stated, stated

BILIRUBIN_ULN: Final = float(known("normal_limits")["usual"]["bilirubin_total"]["value"])
"""Upper limit of normal of total bilirubin that laboratories state most often, umol/L."""

OTHER_ITEMS: Final = 3
"""The least points of INR, ascites and encephalopathy together."""

EARLY: Final = frozenset("0AB")
"""BCLC stages that require a performance status of 0."""


def child_pugh_unattainable(record: Record) -> Iterator[Found]:
    """Limits on bilirubin and albumin whose points go beyond the Child-Pugh score that is admitted."""
    grade, most = next(_admitted(record), (None, 0))
    if grade is None:
        return
    known = [
        limit for limit in limits(record) if limit.quote.field == IN and not limit.joined and not limit.conditional
    ]
    bilirubin = next((each for each in known if each.analyte == "bilirubin_total" and each.upper), None)
    albumin = next((each for each in known if each.analyte == "albumin" and not each.upper), None)
    both = bilirubin is not None and albumin is not None
    points = (_bilirubin_points(bilirubin, both) if bilirubin else 1, _albumin_points(albumin) if albumin else 1)
    if points[0] is None or points[1] is None:
        return
    total = points[0] + points[1] + OTHER_ITEMS
    if total > most:
        what = "bilirubin and albumin" if both else "bilirubin" if bilirubin else "albumin"
        each = f"{points[0]} + {points[1]}" if both else str(points[0] if bilirubin else points[1])
        yield Found(
            Phrase(
                f"{what} at {'their limits score' if both else 'its limit scores'} {each}, together at least {total} "
                f"points; "
                f"{most} are admitted",
                f"胆红素和（或）白蛋白处于限值时计{each}分，总分至少{total}分，而仅允许{most}分",
            ),
            (*([bilirubin.quote] if bilirubin else []), grade, *([albumin.quote] if albumin else [])),
        )


def _admitted(record: Record) -> Iterator[tuple[Quote, int]]:
    """Where a Child-Pugh class or score is admitted, with the highest score that it admits."""
    for each in stated(record, "Child-Pugh", IN):
        if each.sure:
            most = _most(each)
            if most is not None:
                yield each.quote, most
            return
    for met in search(record, (IN,), _SCORED, ("child",)):
        told = _SCORED.fullmatch(met.text)
        score = int(told["n"]) - (told["less"] is not None) if told is not None else None
        if score is not None and score <= CLASSES["B"][0]:
            yield met, score


_SCORED: Final = re.compile(
    r"(?i)Child(?:[\s–-]*Turcotte)?[\s–-]*Pugh\)?[^.;,\n\d<>≥>]{0,30}?(?:≤|<=|no more than|not more than|up to"
    r"|at most|not exceeding|(?P<less><|less than|below|小于)"
    r"|5\s?(?:-|–|to|~|～|至)|小于等于|不超过)\s*(?P<n>[5-9])(?!\d)"
)


def _most(grade: Stated) -> int | None:
    """The highest score that the classes admit; None where they say nothing of it."""
    scores = [int(step[1]) if len(step) > 1 else CLASSES[step][1] for step in grade.steps if step[0] in CLASSES]
    return max(scores) if scores and max(scores) <= CLASSES["B"][0] else None


def _bilirubin_points(limit: Limit, exact: bool) -> int | None:
    """Points at a limit; where nothing else is known, only those of a value clearly beyond a bound."""
    first, second = BILIRUBIN["umol/L"]
    if limit.of == "ULN":
        value = float(limit.number) * BILIRUBIN_ULN
    else:
        own = limit.value()
        if own is None:
            return None
        value = float(own)
    value = value if exact else value / _CLEARLY
    return 1 if value < first else 2 if value <= second else 3


_CLEARLY: Final = 1.25
"""By so much laboratories differ in their upper limits of normal."""


def _albumin_points(limit: Limit) -> int | None:
    value = limit.value()
    low, high = ALBUMIN["g/L"]
    return None if value is None else 3 if value < low else 2 if value < high else 1


def early_stage_with_symptoms(record: Record) -> Iterator[Found]:
    """BCLC stages that require a performance status of 0 beside a performance status of 1 or more."""
    stages = [each for each in stated(record, "BCLC", IN) if each.sure and each.steps & EARLY]
    told = [each for each in stated(record, "ECOG", IN) if each.sure] if stages else []
    quotes: list[Quote] = []
    for language in dict.fromkeys(sorted(each.quote.value.language for each in stages)):
        stage = next(each for each in stages if each.quote.value.language == language)
        own = [each for each in told if each.quote.value.language == language]
        if any(each.steps - {"0"} for each in own):
            quotes += [stage.quote, *(each.quote for each in own)]
    if quotes:
        early = ", ".join(sorted(stages[0].steps & EARLY))
        yield Found(
            Phrase(
                f"BCLC {early} requires performance status 0; with 1 or 2 the stage is C",
                f"BCLC {early}期要求体能状态为0；1～2分即为C期",
            ),
            tuple(quotes),
        )


CHECKS: Final = (
    Check(
        code="HPT070",
        title=Phrase("Laboratory limits go beyond the admitted Child-Pugh score", "检验限值超出允许的Child-Pugh评分"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "The laboratory limits promise patients whom the Child-Pugh criterion refuses; the pool is smaller than "
            "planned.",
            "检验限值看似允许的患者会被Child-Pugh标准排除，可入组人数少于预期。",
        ),
        mend=Phrase(
            "Set the limits on bilirubin and albumin to what the score allows.", "按评分调整胆红素和白蛋白限值。"
        ),
        meanwhile=Phrase("All three criteria hold.", "三条标准同时生效。"),
        find=child_pugh_unattainable,
        example=Example(
            {
                IN: "Child-Pugh Class A or Class B with a score of 7",
                f"{IN}@en": "Total bilirubin ≤ 3 × ULN; Serum albumin ≥ 28 g/L",
            },
            {f"{IN}@en": "Total bilirubin ≤ 1.5 × ULN; Serum albumin ≥ 28 g/L"},
        ),
        knowledge=True,
        source="Pugh RN et al., Br J Surg 1973;60:646",
    ),
    Check(
        code="HPT071",
        title=Phrase("A BCLC stage and a performance status that exclude each other", "BCLC分期与体能状态互相排斥"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Patients with symptoms are stage C whatever their tumour: strata by stage will not be what they are "
            "called.",
            "有症状者无论肿瘤负荷均属C期，按分期分层将名不副实。",
        ),
        mend=Phrase(
            "Say which edition of BCLC is meant and whether symptoms that are not the tumour's count.",
            "注明BCLC版本，以及非肿瘤所致症状是否计入。",
        ),
        meanwhile=Phrase(
            "Stage and performance status are recorded apart; both criteria hold.",
            "分期与体能状态分别记录，两条标准同时生效。",
        ),
        find=early_stage_with_symptoms,
        example=Example(
            {IN: "BCLC stage A/B/C", f"{IN}@en": "ECOG performance status <= 2"},
            {f"{IN}@en": "ECOG performance status 0"},
        ),
        knowledge=True,
        source="Reig M et al., BCLC strategy for prognosis prediction: the 2022 update, J Hepatol 2022;76:681",
    ),
)
