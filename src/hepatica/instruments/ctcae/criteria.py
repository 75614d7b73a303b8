"""The language of the grading rules: one line says what is at least a grade (`> 3.0 ULN if baseline not high`).

> ULN                     over the row's own upper limit of normal
>= 1.5 baseline           from 1.5 times the value before treatment on
< 100 g/L, 10.0 g/dL      a cut-off in each unit the text of CTCAE gives
> ULN + 2 g/dL            over the limit by more than that
decrease >= 25 %          fallen by a quarter of the baseline or more
… and …                   both
… if …                    only where that holds: see CLINICAL and BASELINE
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from hepatica.errors import HepaticaError

CLINICAL: Final = ("symptomatic", "anticoagulated", "consequences")
"""What a laboratory does not know: columns that may stand beside the result."""

BASELINE: Final = ("baseline high", "baseline not high", "baseline low")
"""How the value before treatment stood to its limits of normal."""

Reference = Literal["ULN", "LLN", "baseline", "decrease", "amount"]

NUMBER: Final = r"\d+(?:\.\d+)?"
MULTIPLE: Final = re.compile(
    rf"(?P<sign>>=|>|<) ?(?:(?P<factor>{NUMBER}) )?(?P<of>ULN|LLN|baseline)(?: \+ (?P<more>.+))?"
)
DECREASE: Final = re.compile(rf"decrease (?P<sign>>=|>) (?P<percent>{NUMBER}) %")
AMOUNTS: Final = re.compile(r"(?P<sign>>=|>|<) ?(?P<amounts>\d.*)")
AMOUNT: Final = re.compile(rf"(?P<number>{NUMBER})(?: (?P<unit>\S+))?")

Amounts = tuple[tuple[str, Fraction], ...]
"""Cut-offs by unit, in the order of the rule; the unit of a pure number is `1`."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of the result: with a multiple of a limit, with the baseline, or with a cut-off.

    factor: multiple of the limit or baseline; for a decrease, the part of the baseline that is left. amounts: the
    cut-off, or what is added to the limit.
    """

    sign: Literal[">", ">=", "<", "<="]
    of: Reference
    factor: Fraction = Fraction(1)
    amounts: Amounts = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """Comparisons that must all hold, and what they hold for only."""

    all_of: tuple[Comparison, ...]
    provided: tuple[str, ...] = ()


def read_criterion(text: str, where: str) -> Criterion:
    """One line of a rule. Raises HepaticaError for what the language does not know."""
    body, _, condition = text.partition(" if ")
    provided = tuple(condition.split(" and ")) if condition else ()
    for word in provided:
        if word not in CLINICAL + BASELINE:
            raise HepaticaError(
                f"'{word}' is no condition", where=where, do=f"write one of {', '.join(CLINICAL + BASELINE)}"
            )
    return Criterion(tuple(_comparison(part, where) for part in body.split(" and ")), provided)


def _comparison(text: str, where: str) -> Comparison:
    if match := MULTIPLE.fullmatch(text):
        more = _amounts(match["more"], where) if match["more"] else ()
        return Comparison(_sign(match["sign"]), _reference(match["of"]), Fraction(match["factor"] or 1), more)
    if match := DECREASE.fullmatch(text):
        left = 1 - Fraction(match["percent"]) / 100
        return Comparison("<=" if match["sign"] == ">=" else "<", "decrease", left)
    if match := AMOUNTS.fullmatch(text):
        return Comparison(_sign(match["sign"]), "amount", amounts=_amounts(match["amounts"], where))
    raise HepaticaError(f"'{text}' is no comparison", where=where, do="write one such as: > 3.0 ULN")


def _amounts(text: str, where: str) -> Amounts:
    matches = [AMOUNT.fullmatch(part) for part in text.split(", ")]
    if None in matches:
        raise HepaticaError(f"'{text}' holds no cut-offs", where=where, do="write one such as: < 100 g/L, 10.0 g/dL")
    return tuple((match["unit"] or "1", Fraction(match["number"])) for match in matches if match is not None)


def _sign(text: str) -> Literal[">", ">=", "<"]:
    match text:
        case ">":
            return ">"
        case ">=":
            return ">="
        case _:
            return "<"


def _reference(text: str) -> Literal["ULN", "LLN", "baseline"]:
    match text:
        case "ULN":
            return "ULN"
        case "LLN":
            return "LLN"
        case _:
            return "baseline"
