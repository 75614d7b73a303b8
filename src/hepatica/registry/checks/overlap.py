"""Inclusion and exclusion that meet: the same stage, value or diagnosis admits a patient and refuses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from hepatica.registry.ages import Ages, ages
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.limits import Limit, limits, numbers, opposed
from hepatica.registry.looking import IN, OUT, holds, whole
from hepatica.registry.record import Quote, Record, Value
from hepatica.registry.stages import Scale, stated
from hepatica.registry.stages_restated import Restated, Steps, restated

SCALES: Final[Mapping[str, tuple[Scale | Restated, ...]]] = {
    "BCLC": ("BCLC", "BCLC before"),
    "Child-Pugh": ("Child-Pugh", "Child-Pugh before"),
    "Child-Pugh points": ("Child-Pugh points",),
    "ECOG": ("ECOG",),
    "CNLC": ("CNLC",),
}
"""A scale -> the ways in which criteria state it."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "BCLC": ("bclc", "barcelona", "巴塞罗那"),
    "Child-Pugh": ("child", "chid"),
    "Child-Pugh points": ("pugh",),
    "ECOG": ("ecog", "ps", "performance", "状", "eastern"),
    "CNLC": ("cnlc", "china liver", "中国肝癌"),
}

REFINED: Final = re.compile(
    r"期?\s*(?:patients?\s+|disease\s+)?(?:with|without|who|complicated|combined|and\s+with)\b|期?(?:患者)?\s*[伴合且]"
)
"""What narrows a stage that is excluded: "BCLC stage C with main portal vein thrombus" leaves the rest of C in."""

FIRST: Final = 300  # characters of a criterion in which a shared beginning ends
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
SAME_LETTERS, SAME_CHARACTERS = 40, 11  # a shorter beginning ("Patients with a history of …") is everybody's
DIAGNOSIS: Final = re.compile(
    r"diagnos|confirm|patholog|histolog|stage|carcinoma|cancer|诊断|确诊|病理|分期|癌", re.IGNORECASE
)
ENDED: Final = re.compile(r"[,;，；。]|\.\s")


def _ordered(steps: frozenset[str]) -> str:
    return ", ".join(sorted(steps))


def stage_on_both_sides(record: Record) -> Iterator[Found]:
    """A stage that the inclusion criteria admit and the exclusion criteria refuse."""
    for name, ways in SCALES.items():
        if not holds(record, (OUT,), KEYS[name]):
            continue
        refused = _apart(each for way in ways for each in _stated(record, way, OUT) if not _narrowed(each.quote))
        admitted = _apart(each for way in ways for each in _stated(record, way, IN)) if refused else []
        pairs = ((one, other, _shared_steps(one.steps, other.steps)) for one in admitted for other in refused)
        met = next(((one, other, both) for one, other, both in pairs if both), None)
        if met is not None:
            one, other, both = met
            steps = _ordered(both)
            collides = Phrase(f"{name} {steps} is admitted and refused", f"{name} {steps}既被纳入又被排除")
            yield Found(collides, (one.quote, other.quote))


def _apart(statements: Iterable[Steps]) -> list[Steps]:
    """The first statement of each set of steps."""
    first: dict[frozenset[str], Steps] = {}
    for each in statements:
        first.setdefault(each.steps, each)
    return list(first.values())


def _stated(record: Record, way: Scale | Restated, field: str) -> list[Steps]:
    """What the criteria of a field state for certain of a scale, in one of the ways to write it."""
    if way == "BCLC" or way == "Child-Pugh" or way == "ECOG":
        return [Steps(each.steps, each.quote, each.sure) for each in stated(record, way, field) if each.sure]
    return [each for each in restated(record, way, field) if each.sure]


def _shared_steps(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The steps in both; a letter alone (B) holds its sub-steps (B7)."""
    letters = {step[0] for step in one | other if len(step) == 1}
    return (one & other) | frozenset(
        letter
        for letter in letters
        if any(step[0] == letter and not step.isdigit() for step in one)
        and any(step[0] == letter and not step.isdigit() for step in other)
    )


def _worded(value: Value) -> str:
    """The first words of a criterion in lower case, blanks joined."""
    return " ".join(value.text[:FIRST].casefold().split())


def _narrowed(quote: Quote) -> bool:
    return REFINED.match(quote.value.text, quote.end) is not None


def value_on_both_sides(record: Record) -> Iterator[Found]:
    """A value that a limit of the inclusion criteria admits and one of the exclusion criteria refuses."""
    known = limits(record)
    meeting = chain(
        ((one.quote, other.quote) for one, other, lie in opposed(record) if lie == "meet" and _certain(one, other)),
        _listed(known),
        _ages(record),
    )
    for one, other in meeting:
        collides = Phrase(
            f"what '{one.text}' admits, '{other.text}' refuses in part",
            f"“{one.text}”允许的部分数值被“{other.text}”排除",
        )
        yield Found(collides, (one, other))
        return


def _certain(one: Limit, other: Limit) -> bool:
    """Whether two limits hold for everybody and differ by more than a way to write it: 12 weeks are 3 months."""
    if (
        one.conditional
        or other.conditional
        or any(_MORE.match(each.quote.value.text, each.quote.end) for each in (one, other))
    ):
        return False
    first, second = one.value(), other.value()
    written = one.unit != other.unit and one.unit in TIMES and first is not None and second is not None
    return not (written and first and second and abs(first - second) <= max(first, second) / 10)


def _listed(known: tuple[Limit, ...]) -> Iterator[tuple[Quote, Quote]]:
    """Limits of several analytes: all must keep the one ("ALT and AST ≤ 5"), any may break the other ("ALT or AST > 3")."""
    for one in known:
        if one.quote.field != IN or one.joined == "or":
            continue
        for other in known:
            if (
                other.quote.field == OUT
                and (one.joined or other.joined)
                and other.joined != "and"
                and (one.analyte, one.of) == (other.analyte, other.of)
                and one.upper is not other.upper
                and _certain(one, other)
            ):
                admitted, refused = numbers(one, other)
                if (
                    admitted is not None
                    and refused is not None
                    and admitted != refused
                    and (refused < admitted) == one.upper
                ):
                    yield one.quote, other.quote


def _ages(record: Record) -> Iterator[tuple[Quote, Quote]]:
    """Ages that an inclusion criterion admits and an exclusion criterion refuses, as "aged 18 to 75" and "older than 70".

    Whoever is older than 80 may be refused where no highest age is told; whoever is older than 16 may not.
    """
    told = ages(record)
    refusing = [
        each for each in told if each.quote.field == OUT and not _GOES_ON.match(each.quote.value.text, each.quote.end)
    ]
    for other in refusing:
        for one in told:
            alike = one.quote.text == other.quote.text  # inclusion criteria of a second part, told among the exclusions
            if one.quote.field == IN and not alike and (_over(one, other) or _under(one, other)):
                yield one.quote, other.quote


_GOES_ON: Final = re.compile(r"\s*[,，]")
"""What lets an age be one part of a description: "over 18 years old, under guardianship"."""


def _over(one: Ages, other: Ages) -> bool:
    """Whether ages that are refused from a lowest on are admitted up to a higher one, or all that are admitted lie there."""
    if other.low is None or other.high is not None:
        return False
    if one.high is not None:
        return other.low < one.high or (other.low == one.high and one.with_high and other.with_low)
    return one.low is not None and other.low <= one.low


def _under(one: Ages, other: Ages) -> bool:
    """The same of ages that are refused up to a highest."""
    if other.high is None or other.low is not None:
        return False
    if one.low is not None:
        return other.high > one.low or (other.high == one.low and one.with_low and other.with_high)
    return one.high is not None and other.high >= one.high


_MORE: Final = re.compile(r"\s*\+\s*\d")  # "> ULN + 4 seconds"
TIMES: Final = frozenset({"d", "wk", "mo", "a", "h"})


def same_beginning(record: Record) -> Iterator[Found]:
    """An inclusion and an exclusion criterion that begin with the same clause and more."""
    included: dict[str, list[tuple[str, Value]]] = {}
    for value in record.all(IN):
        words = _worded(value)
        included.setdefault(words[:SAME_CHARACTERS], []).append((words, value))
    for value in record.all(OUT):
        refused = _worded(value)
        for admitted, other in included.get(refused[:SAME_CHARACTERS], ()):
            shared = _shared(admitted, refused)
            least = SAME_CHARACTERS if CHINESE.search(refused) else SAME_LETTERS
            if (
                shared >= least
                and shared < len(refused)
                and ENDED.search(refused, 0, shared)
                and DIAGNOSIS.search(refused, 0, shared)
            ):
                size = min(shared, len(other.text), len(value.text))
                yield Found(
                    Phrase(
                        "an inclusion and an exclusion criterion open with the same words",
                        "纳入标准与排除标准以相同的文字开头",
                    ),
                    (Quote(IN, other, 0, size), whole(OUT, value)),
                )
                return


def _shared(one: str, other: str) -> int:
    size = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        size += 1
    return size


CHECKS: Final = (
    Check(
        code="HPT050",
        title=Phrase("A stage is admitted and refused", "同一分期既被纳入又被排除"),
        severity=1,
        decidability="T",
        costs=Phrase("Nobody can say whether such a patient may enter.", "无法判断该类患者能否入组。"),
        mend=Phrase(
            "Take the stage out of one of the two lists, or say which of its patients are meant.",
            "从其中一处删除该分期，或说明所指的患者范围。",
        ),
        meanwhile=Phrase("Both criteria hold: such a patient is not eligible.", "两条标准同时生效：该类患者不合格。"),
        find=stage_on_both_sides,
        example=Example(
            {IN: "BCLC stage A,B,C", OUT: "BCLC stage A, with radical resection"},
            {OUT: "BCLC stage D"},
        ),
    ),
    Check(
        code="HPT051",
        title=Phrase("A value or an age is admitted and refused", "同一数值或年龄既被纳入又被排除"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "The narrower of the two limits decides who enters, and sites will read them differently.",
            "实际以较严的限值为准，各中心理解可能不一。",
        ),
        mend=Phrase("Keep one limit, in one list.", "只在一处保留一个限值。"),
        meanwhile=Phrase("Both limits hold.", "两个限值同时生效。"),
        find=value_on_both_sides,
        example=Example(
            {IN: "Platelets ≥ 50 × 10^9/L", OUT: "Platelet count < 75 × 10^9/L"},
            {OUT: "Platelet count < 50 × 10^9/L"},
        ),
    ),
    Check(
        code="HPT052",
        title=Phrase("The same clause opens an inclusion and an exclusion criterion", "同一句话同时开启纳入与排除标准"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Read item by item the exclusion refuses everybody, read as a whole nobody.",
            "逐项理解则排除所有人，整体理解则不排除任何人。",
        ),
        mend=Phrase("Write the exclusion with the words that are particular to it.", "排除标准只写其特有的内容。"),
        meanwhile=Phrase("The exclusion holds only where all its parts hold.", "排除标准仅在其各部分同时满足时生效。"),
        find=same_beginning,
        example=Example(
            {
                IN: "Pathological diagnosis of primary hepatocellular carcinoma, BCLC stage A, B or C",
                OUT: "Pathological diagnosis of primary hepatocellular carcinoma, BCLC stage A with resection",
            },
            {OUT: "Child-Pugh grade C"},
        ),
    ),
)
