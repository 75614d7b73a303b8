"""One result graded by hand: the rules read again, in exact fractions and plain Python, to hold the columns against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from hepatica.instruments.ctcae.criteria import Comparison, Criterion
from hepatica.instruments.ctcae.rules import Rule

Truth = bool | None


@dataclass(frozen=True)
class Result:
    """A result in the unit of the rule's first cut-off; everything that was not recorded is None."""

    value: Fraction
    uln: Fraction | None = None
    lln: Fraction | None = None
    base: Fraction | None = None
    symptomatic: Truth = None


def bounds(rule: Rule, result: Result) -> tuple[int, int]:
    """The least and the greatest grade it can have."""
    low = high = 0
    for grade, alternatives in rule.grades.items():
        truth = either(holds(each, result) for each in alternatives)
        low = grade if truth is True else low
        high = grade if truth is not False else high
    return low, high


def holds(criterion: Criterion, result: Result) -> Truth:
    truths = [compared(each, result) for each in criterion.all_of]
    high = None if result.base is None or result.uln is None else result.base > result.uln
    low = None if result.base is None or result.lln is None else result.base < result.lln
    for condition in criterion.provided:
        match condition:
            case "baseline high":
                truths.append(high)
            case "baseline not high":
                truths.append(None if high is None else not high)
            case "baseline low":
                truths.append(low)
            case _:
                truths.append(result.symptomatic)
    return both(truths)


def compared(comparison: Comparison, result: Result) -> Truth:
    more = comparison.amounts[0][1] if comparison.amounts else Fraction(0)
    against = {"ULN": result.uln, "LLN": result.lln, "amount": Fraction(0)}.get(comparison.of, result.base)
    if against is None:
        return None
    limit = against * comparison.factor + more
    match comparison.sign:
        case ">":
            return result.value > limit
        case ">=":
            return result.value >= limit
        case "<":
            return result.value < limit
        case _:
            return result.value <= limit


def both(truths: Iterable[Truth]) -> Truth:
    told = list(truths)
    return False if False in told else None if None in told else True


def either(truths: Iterable[Truth]) -> Truth:
    told = list(truths)
    return True if True in told else None if None in told else False
