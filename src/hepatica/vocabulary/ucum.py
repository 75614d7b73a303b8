"""What a UCUM unit is worth, exactly: a fraction times powers of base units.

The text is parsed by ucumvert (UCUM's own grammar); the factors are fractions, because floats would turn a result that
equals its threshold into one that misses it. Arbitrary units ([IU], [arb'U], U) and annotations ({copies}, {1.73_m2},
{score}) are base units of their own: nothing converts into them or out of them by arithmetic.
Factors: The Unified Code for Units of Measure, version 2.2, tables 1 to 24.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final, cast

from lark import Lark, Token, Tree
from lark.exceptions import LarkError
from ucumvert.parser import InvalidUcumError, get_ucum_parser

from hepatica.vocabulary.errors import UnitError

PREFIXES: Final[dict[str, Fraction]] = {
    "f": Fraction(1, 10**15),
    "p": Fraction(1, 10**12),
    "n": Fraction(1, 10**9),
    "u": Fraction(1, 10**6),
    "m": Fraction(1, 1000),
    "c": Fraction(1, 100),
    "d": Fraction(1, 10),
    "da": Fraction(10),
    "h": Fraction(100),
    "k": Fraction(1000),
    "M": Fraction(10**6),
    "G": Fraction(10**9),
    "T": Fraction(10**12),
}

ATOMS: Final[dict[str, tuple[Fraction, dict[str, int]]]] = {
    "1": (Fraction(1), {}),
    "10*": (Fraction(10), {}),
    "10^": (Fraction(10), {}),
    "%": (Fraction(1, 100), {}),
    "[ppm]": (Fraction(1, 10**6), {}),
    "m": (Fraction(1), {"m": 1}),
    "L": (Fraction(1, 1000), {"m": 3}),
    "l": (Fraction(1, 1000), {"m": 3}),
    "g": (Fraction(1), {"g": 1}),
    "t": (Fraction(10**6), {"g": 1}),
    "mol": (Fraction(1), {"mol": 1}),
    "eq": (Fraction(1), {"eq": 1}),  # a mole of charges: what it is in moles depends on the ion
    "s": (Fraction(1), {"s": 1}),
    "min": (Fraction(60), {"s": 1}),
    "h": (Fraction(3600), {"s": 1}),
    "d": (Fraction(86400), {"s": 1}),
    "wk": (Fraction(604800), {"s": 1}),
    "mo": (Fraction(2629800), {"s": 1}),  # mo_j: a twelfth of 365.25 days, 30.4375 d
    "a": (Fraction(31557600), {"s": 1}),  # a_j: 365.25 d
    "Pa": (Fraction(1000), {"g": 1, "m": -1, "s": -2}),
    "bar": (Fraction(10**8), {"g": 1, "m": -1, "s": -2}),
    "m[Hg]": (Fraction(133322000), {"g": 1, "m": -1, "s": -2}),
    "kat": (Fraction(1), {"mol": 1, "s": -1}),
    "U": (Fraction(1, 60_000_000), {"mol": 1, "s": -1}),
    "Hz": (Fraction(1), {"s": -1}),
    "T": (Fraction(1), {"T": 1}),
    "Gy": (Fraction(1), {"m": 2, "s": -2}),
    "Bq": (Fraction(1), {"s": -1}),
    "Cel": (Fraction(1), {"Cel": 1}),
    "[iU]": (Fraction(1), {"[IU]": 1}),
    "[IU]": (Fraction(1), {"[IU]": 1}),
    "[arb'U]": (Fraction(1), {"[arb'U]": 1}),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit's worth: `factor` times the base units to their powers (sorted pairs)."""

    factor: Fraction
    bases: tuple[tuple[str, int], ...]

    def times(self, other: Measure, power: int = 1) -> Measure:
        """This unit multiplied by another one to a power."""
        powers = Counter(dict(self.bases))
        for base, exponent in other.bases:
            powers[base] += exponent * power
        bases = tuple(sorted((base, exponent) for base, exponent in powers.items() if exponent))
        return Measure(self.factor * other.factor**power, bases)


ONE: Final = Measure(Fraction(1), ())


_DECIMAL: Final = re.compile(r"\d\.\d(?![^{]*\})")


@cache
def _parser() -> Lark:
    return cast(Lark, get_ucum_parser())


@cache
def measure(unit: str) -> Measure:
    """The worth of a UCUM unit.

    Raises UnitError if the text is no UCUM unit, has an atom this package has no use for, or a decimal number: UCUM
    reads `7.5.mL` as 7 times 5 mL, which nobody means.
    """
    if _DECIMAL.search(unit):
        raise UnitError(
            f"'{unit}' holds a decimal number, which UCUM reads as a product", do="write 7500.uL for 7.5 mL"
        )
    try:
        tree = _parser().parse(unit)
    except (InvalidUcumError, LarkError):
        raise UnitError(f"'{unit}' is not a UCUM unit", do="write UCUM, for example 10*9/L, mg/dL or [IU]/mL") from None
    return _worth(tree, unit)


def _worth(node: Tree[Token] | Token, unit: str) -> Measure:
    if isinstance(node, Token):
        return _token(node, unit)
    match str(node.data):
        case "simple_unit":
            *prefix, atom = node.children
            worth = _worth(atom, unit)
            return worth.times(Measure(PREFIXES[str(prefix[0])], ())) if prefix else worth
        case "annotatable":
            inside, exponent = node.children
            return ONE.times(_worth(inside, unit), int(str(exponent)))
        case "component":  # `ug{FEU}`: the annotation makes it another quantity
            return _product(list(node.children), unit)
        case _:
            return _product(list(node.children), unit)


def _product(children: list[Tree[Token] | Token], unit: str) -> Measure:
    worth, power = ONE, 1
    for child in children:
        if isinstance(child, Token) and child.type in ("OPERATOR", "DIVIDE"):
            power = -1 if child == "/" else 1
            continue
        worth, power = worth.times(_worth(child, unit), power), 1
    return worth


def _token(token: Token, unit: str) -> Measure:
    text = str(token)
    if token.type == "ANNOTATION":
        return Measure(Fraction(1), ((text, 1),))
    if token.type == "FACTOR":
        return Measure(Fraction(text), ())
    if text not in ATOMS:
        raise UnitError(f"the unit '{unit}' has '{text}', which is not used here")
    factor, bases = ATOMS[text]
    return Measure(factor, tuple(sorted(bases.items())))
