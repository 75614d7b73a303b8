"""Kleene's three truth values: no, unknown, yes.

Ordered no < unknown < yes, so that `and` is the least and `or` the greatest of its operands (Kleene 1952, §64).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """What is known of a statement. Unknown is never no."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __str__(self) -> str:
        return self.name.lower()

    @property
    def boolean(self) -> bool | None:
        """True, False, or None where unknown: the value a nullable column holds."""
        return None if self is Truth.UNKNOWN else self is Truth.YES


def from_boolean(value: bool | None) -> Truth:
    """Yes for True, no for False, unknown for None."""
    if value is None:
        return Truth.UNKNOWN
    return Truth.YES if value else Truth.NO


def not_(value: Truth) -> Truth:
    """Yes and no change places; unknown stays."""
    return Truth(2 - value)


def and_(values: Iterable[Truth]) -> Truth:
    """No if any is no, yes if all are yes, otherwise unknown; yes of nothing."""
    return min(values, default=Truth.YES)


def or_(values: Iterable[Truth]) -> Truth:
    """Yes if any is yes, no if all are no, otherwise unknown; no of nothing."""
    return max(values, default=Truth.NO)


def implies(condition: Truth, consequence: Truth) -> Truth:
    """Not the condition, or the consequence."""
    return or_((not_(condition), consequence))
