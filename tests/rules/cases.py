"""Facts as nasty as real ones, made for the rules that will be asked of them.

Values lie on thresholds and beside them, in every unit the vocabulary takes and in some it does not; results are
censored, limits and units are missing, days are partial, unknown or shared by several facts, anchors do not happen, somebody
recorded that nothing occurred, and some facts have a problem. A third of the subjects is recorded well, so that rules are
decided, a third badly, a third in between.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from hepatica.rules.facts import SCHEMA
from hepatica.rules.nodes import Anchor, Comparison, Judged, Limit, Member, Node, Quantity, Range
from hepatica.rules.nodes import Code as CodeNode
from hepatica.rules.walk import variables, walk
from hepatica.vocabulary import Variable, Vocabulary

Row = dict[str, Any]
DAY = 20_500
"""Around this day (2026-02-16) everything happens."""

NEAR = (-28, -7, -7, -1, 0, 0, 0, 1, 7, 14)
FAR_AND_NEAR = (*NEAR, -700, -200, -60, 90, 400)
LIMITS = ("1", "1.1", "40", "104", "250")
ATTRIBUTES = {
    "status": (None, "ongoing", "stopped", "active", "radical", "palliative"),
    "route": (None, None, "systemic", "topical"),
    "site": (None, None, None, "liver"),
}


def constants(node: Node) -> Iterator[Decimal | str]:
    """The numbers and codes a rule speaks of."""
    for part in walk(node):
        match part:
            case Comparison(operand=Quantity(number) | Limit(number)):
                yield number
            case Comparison(operand=CodeNode(name)):
                yield name
            case Range(low=low, high=high):
                yield low.number if isinstance(low, Quantity) else low.multiple
                yield high.number if isinstance(high, Quantity) else high.multiple
            case Member(items=items):
                yield from (item.name for item in items)
            case _:
                pass


class Maker:
    """Makes facts at random; the same seed makes the same facts."""

    def __init__(self, seed: int, vocabulary: Vocabulary, rules: Iterable[Node]) -> None:
        self._random, self._vocabulary = random.Random(seed), vocabulary
        rules = list(rules)
        said = [constant for rule in rules for constant in constants(rule)]
        self._mess = 1.0
        self.numbers = sorted({each for each in said if isinstance(each, Decimal)}) or [Decimal(1)]
        self.codes = sorted({each for each in said if isinstance(each, str)})
        self.questions = sorted(
            {(part.text, part.role) for rule in rules for part in walk(rule) if isinstance(part, Judged)}
        )
        self.names = sorted(set().union(*(variables(rule) for rule in rules)))

    def frame(self, subjects: int, anchors: Mapping[str, Anchor]) -> pl.DataFrame:
        """Facts of several subjects on everything the rules and the anchors look at."""
        dated = {pattern.variable for anchor in anchors.values() for pattern in _patterns(anchor)}
        names = sorted({*self.names, *dated})
        if "age" in names:
            names.append("birth_date")
        rows = []
        for number in range(subjects):
            self._mess = (0.0, 0.3, 1.0)[number % 3]
            for name in names:
                times = (1, 1, 1, 2, 3) if name in dated else (0, 1, 1, 2, 3, 5)
                for _ in range(self._random.choice(times if self._mess < 1 else (0, 1, 1, 2, 3, 5))):
                    rows.append({"subject": f"S{number:02}", "fact": len(rows), **self.fact(name)})
        self._random.shuffle(rows)
        empty = dict.fromkeys(SCHEMA)
        return pl.DataFrame([{**empty, **row} for row in rows], schema=SCHEMA)

    def fact(self, name: str) -> Row:
        """One fact of a variable."""
        variable = self._vocabulary[name]
        row: Row = {"variable": name, **self._days(variable)}
        if self._sometimes(0.05):
            row["problem"] = "outside the plausible range"
        match variable.kind:
            case "number":
                return row | self._number(variable)
            case "event":
                return row | self._event(variable)
            case "date":
                return row
            case "boolean":
                code = None if self._sometimes(0.5) else self._one_of("Y", "N")
                return row | {"code": code, "occurred": self._one_of(None, True, False)}
            case _:
                return row | {"code": self._code(variable)}

    # ------------------------------------------------------------ parts of a fact

    def _one_of(self, *choices: Any) -> Any:
        return self._random.choice(choices)

    def _sometimes(self, chance: float) -> bool:
        """More often the worse the subject is recorded, never if it is recorded well."""
        return self._random.random() < chance * self._mess

    def _days(self, variable: Variable) -> Row:
        if variable.name == "age":
            return {}
        around = DAY - 365 * self._random.randint(16, 72) if variable.name == "birth_date" else DAY
        lo = around + self._one_of(*(FAR_AND_NEAR if self._mess else NEAR)) + self._one_of(0, 0, 0, 1, -1, 3)
        hi = lo + (self._random.choice((6, 30, 364)) if self._sometimes(0.4) else 0)
        row: Row = {"start_lo": lo, "start_hi": hi, "end_lo": lo, "end_hi": hi}
        if variable.interval:
            row["end_lo"] = lo + self._random.choice((0, 1, 10, 100))
            row["end_hi"] = self._one_of(row["end_lo"], row["end_lo"] + 20, None)
        if self._sometimes(0.12):
            row["start_lo"] = None
            row["start_hi"] = self._one_of(None, hi)
        if self._sometimes(0.12):
            row["end_lo"], row["end_hi"] = self._one_of((None, None), (None, hi + 5))
        return row

    def _decimal(self) -> str:
        number = self._one_of(*self.numbers) + Decimal(self._one_of("0", "0", "0", "-0.01", "0.01", "1", "-3"))
        return str(number * Decimal(self._one_of("1", "1", "10", "0.1", "1.1", "104")))

    def _number(self, variable: Variable) -> Row:
        units = ["furlong", None] if self._sometimes(0.3) else [variable.unit, variable.unit, *variable.units]
        text = None if self._sometimes(0.2) else self._decimal()
        if variable.name == "age":
            text, units = str(self._random.randint(16, 72)), ["a"]
        row: Row = {
            "number": None if text is None else float(text),
            "text": text,
            "comparator": self._one_of("<", "<=", ">", ">=") if self._random.random() < 0.4 else "",
            "unit": self._one_of(*units),
        }
        for bound in ("low", "high"):
            limit = None if self._sometimes(0.3) else self._one_of(*LIMITS)
            row |= {bound: None if limit is None else float(limit), f"{bound}_text": limit}
        return row

    def _code(self, variable: Variable) -> str | None:
        known = sorted(self._vocabulary.codes(variable.name))
        used = [code for code in self.codes if code in known or code in self._vocabulary.classes]
        inside = [leaf for code in used for leaf in sorted(self._vocabulary.classes.get(code, ()))]
        code: str | None = self._one_of(*(used or known), *(used or known), *inside[:12], *(known[:3] or ["other"]))
        if self._sometimes(0.2):
            return None
        if code is not None and variable.kind == "event" and self._random.random() < 0.2:
            return f"{code}|{self._one_of(*(used or known or ['other']))}"
        return code

    def _event(self, variable: Variable) -> Row:
        if variable.name == "judgement" and self.questions:
            text, role = self._one_of(*self.questions)
            return {
                "code": text,
                "site": self._one_of(role, role, None, "nobody"),
                "occurred": self._one_of(True, False, None),
            }
        row: Row = {"code": self._code(variable), "occurred": self._one_of(True, True, True, None, False, False)}
        if row["occurred"] is False and self._random.random() < 0.5:
            row["code"] = None
        for name, values in ATTRIBUTES.items():
            row[name] = self._one_of(*values) if row["occurred"] is not False or self._sometimes(0.5) else None
        if "grade" in variable.fields:
            row["grade"] = self._one_of(None, 1, 2, 3)
        if "dose" in variable.fields:
            unit = self._one_of(variable.fields["dose"].unit, *variable.fields["dose"].units, None)
            text = self._one_of("10", "12.5", "2", None)
            row |= {"number": None if text is None else float(text), "text": text, "comparator": "", "unit": unit}
        return row


def _patterns(anchor: Anchor) -> Iterator[Any]:
    yield from anchor.events
    if anchor.fallback is not None:
        yield from _patterns(anchor.fallback)
