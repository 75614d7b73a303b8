"""No row of SDTM may be about two variables: every two homes are told apart by a column."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from hepatica.errors import HepaticaError
from hepatica.vocabulary.words import Home, Variable


def check_homes(variables: Iterable[Variable]) -> None:
    """Raise HepaticaError if a row could belong to two variables."""
    by_domain: dict[str, list[Variable]] = {}
    for variable in variables:
        by_domain.setdefault(variable.home.domain, []).append(variable)
    for inmates in by_domain.values():
        for one, other in combinations(inmates, 2):
            if not distinct(one.home, other.home):
                raise HepaticaError(
                    f"a row of {one.home.domain} could be '{one.name}' or '{other.name}'",
                    do="give their homes different values in one column",
                )


def distinct(one: Home, other: Home) -> bool:
    """Whether no row can lie in both homes. In DM, which has one row a subject, variables differ by column."""
    if one.domain != other.domain:
        return True
    if one.domain == "DM":
        return not set(one.columns.values()) & set(other.columns.values())
    return any(other.where.get(column, value) != value for column, value in one.where.items())
