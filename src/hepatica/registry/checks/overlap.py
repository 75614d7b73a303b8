"""Inclusion and exclusion that meet: the same stage, value or diagnosis admits a patient and refuses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.limits import opposed
from hepatica.registry.looking import IN, OUT, whole
from hepatica.registry.record import Quote, Record, Value
from hepatica.registry.stages import Scale, Stated, stated

SCALES: Final[tuple[Scale, ...]] = ("BCLC", "Child-Pugh", "ECOG")
REFINED: Final = re.compile(
    r"期?\s*(?:patients?\s+|disease\s+)?(?:with|without|who|complicated|combined|and\s+with)\b|期?(?:患者)?\s*[伴合且]"
)
"""What narrows a stage that is excluded: "BCLC stage C with main portal vein thrombus" leaves the rest of C in."""

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
SAME_LETTERS, SAME_CHARACTERS = 40, 14  # a shorter beginning ("Patients with a history of …") is everybody's
DIAGNOSIS: Final = re.compile(
    r"diagnos|confirm|patholog|histolog|stage|carcinoma|cancer|诊断|确诊|病理|分期|癌", re.IGNORECASE
)
ENDED: Final = re.compile(r"[,;，；。]|\.\s")


def _ordered(steps: frozenset[str]) -> str:
    return ", ".join(sorted(steps))


def stage_on_both_sides(record: Record) -> Iterator[Found]:
    """A stage that the inclusion criteria admit and the exclusion criteria refuse."""
    for scale in SCALES:
        refused = [each for each in stated(record, scale, OUT) if each.sure and not _narrowed(each)]
        if not refused:
            continue
        admitted = [each for each in stated(record, scale, IN) if each.sure]
        for one in admitted:
            for other in refused:
                both = one.classes() & other.classes()
                if both:
                    steps = _ordered(both)
                    collides = Phrase(f"{scale} {steps} is admitted and refused", f"{scale} {steps}既被纳入又被排除")
                    yield Found(collides, (one.quote, other.quote))
                    break
            else:
                continue
            break


def _worded(value: Value) -> str:
    """A criterion's words in lower case, blanks joined."""
    return " ".join(value.text.casefold().split())


def _narrowed(each: Stated) -> bool:
    return REFINED.match(each.quote.value.text, each.quote.end) is not None


def value_on_both_sides(record: Record) -> Iterator[Found]:
    """A value that a limit of the inclusion criteria admits and one of the exclusion criteria refuses."""
    for one, other, lie in opposed(record):
        if lie == "meet" and not one.conditional and not other.conditional:
            collides = Phrase(
                f"what '{one.quote.text}' admits, '{other.quote.text}' refuses in part",
                f"“{one.quote.text}”允许的部分数值被“{other.quote.text}”排除",
            )
            yield Found(collides, (one.quote, other.quote))
            return


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
        title=Phrase("A laboratory value is admitted and refused", "同一检验值既被纳入又被排除"),
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
