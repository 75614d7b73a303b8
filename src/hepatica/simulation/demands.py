"""What a subject's record must say so that a rule answers as wanted: the rules of a study read backwards.

`demands` walks a rule once and returns one demand per leaf. Where several ways exist (an `or` that must hold, an `and`
that must fail) one is drawn. The result is a proposal: the simulation checks it with the rules themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from hepatica.rules import nodes as n
from hepatica.rules.walk import variables
from hepatica.simulation.typical import Typical
from hepatica.vocabulary import Vocabulary

MIRROR: Final[Mapping[n.Operator, n.Operator]] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
INFINITY: Final = float("inf")


@dataclass(frozen=True)
class Demand:
    """One thing the record must say about `variable`.

    low, high: bounds of a number in the variable's own unit; `open_low`, `open_high`: the bound itself is not allowed.
    codes: allowed codes (None: any); banned: codes not allowed; together: sets of codes of which the record holds one
    each (the drugs of a combination). occurs: an event must (True) or must not (False) be recorded. answer: of a boolean
    or a judgement (its question is `text`, asked of `role`). fields: of an event. times: how often.
    """

    variable: str
    low: float = -INFINITY
    high: float = INFINITY
    open_low: bool = False
    open_high: bool = False
    codes: frozenset[str] | None = None
    banned: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()
    occurs: bool | None = None
    answer: bool | None = None
    text: str = ""
    role: str = ""
    fields: Mapping[str, str | float] = field(default_factory=dict)
    window: n.Window | None = None
    times: int = 1

    def both(self, other: Demand) -> Demand:
        """A demand that meets this one and `other`; the narrower bound and the common codes."""
        codes = other.codes if self.codes is None else self.codes if other.codes is None else self.codes & other.codes
        low = max((self.low, self.open_low), (other.low, other.open_low))
        high = min((self.high, not self.open_high), (other.high, not other.open_high))
        return replace(
            self,
            low=low[0],
            open_low=low[1],
            high=high[0],
            open_high=not high[1],
            codes=codes,
            banned=self.banned | other.banned,
            answer=other.answer if self.answer is None else self.answer,
        )


@dataclass(frozen=True)
class Reader:
    """Reads rules backwards. `rng` draws where several ways would do; `later`: what only the follow-up records, which is no
    way to meet a criterion (a death, say)."""

    vocabulary: Vocabulary
    typical: Mapping[str, Typical]
    rng: np.random.Generator
    later: frozenset[str] = frozenset()

    def demands(self, rule: n.Node, want: bool) -> Iterator[Demand]:
        """Demands under which `rule` answers `want`."""
        match rule:
            case n.And(operands):
                yield from self._all(operands, True) if want else self._one(operands, False)
            case n.Or(operands):
                yield from self._one(operands, True) if want else self._all(operands, False)
            case n.Not(operand):
                yield from self.demands(operand, not want)
            case n.Implies(n.Occurs(negated=True) as absence, consequence) if want:
                yield from self.demands(absence, True)  # "if no anticoagulant": most subjects take none
                yield from self.demands(consequence, True)
            case n.Implies(n.Or(), consequence) if want:
                yield from self.demands(consequence, True)  # "if a man, or a woman who …": few escape the condition
            case n.Implies(condition, consequence) if want:
                yield from self.demands(condition, False)
            case n.Implies(condition, consequence):
                yield from self.demands(condition, True)
                yield from self.demands(consequence, False)
            case n.Confirmed(state=state, times=times):
                yield from (replace(d, times=times) for d in self.demands(state, want))
            case n.Occurs(event=event, window=window, negated=negated):
                yield from self._event(event, window, want != negated)
            case n.Count(event=event, window=window):
                yield from self._count(rule, want)
            case n.Judged(text=text, role=role):
                yield Demand("judgement", answer=want, text=text, role=role)
            case _:
                yield from self._reading(rule, want)

    def _all(self, operands: tuple[n.Node, ...], want: bool) -> Iterator[Demand]:
        for operand in operands:
            yield from self.demands(operand, want)

    def _one(self, operands: tuple[n.Node, ...], want: bool) -> Iterator[Demand]:
        """One operand answers `want`; the others are left to what is typical."""
        ways = tuple(each for each in operands if not (want and variables(each) & self.later)) or operands
        yield from self.demands(ways[int(self.rng.integers(len(ways)))], want)

    def _count(self, rule: n.Count, want: bool) -> Iterator[Demand]:
        operator = rule.operator if want else MIRROR[rule.operator]
        least = {"=": rule.number, ">=": rule.number, ">": rule.number + 1}.get(operator, 0)
        for demand in self._event(rule.event, rule.window, least > 0):
            yield replace(demand, times=max(least, 1))

    def _event(self, event: n.EventPattern, window: n.Window | None, occurs: bool) -> Iterator[Demand]:
        said = list(self._fields(event.where, event.variable)) if event.where is not None else []
        sets = [frozenset(str(value).split("|")) for name, value in said if name == "code"]
        common = frozenset.intersection(*sets) if sets else None
        yield Demand(
            event.variable,
            occurs=occurs,
            codes=common or None,
            together=tuple(sets) if sets and not common else (),
            fields={name: value for name, value in said if name != "code"},
            window=window,
        )

    def _fields(self, where: n.Node, variable: str) -> Iterator[tuple[str, str | float]]:
        """Values of an event's fields for which `where` holds (all codes that would do, joined by "|", for `code`)."""
        match where:
            case n.And(operands):
                for operand in operands:
                    yield from self._fields(operand, variable)
            case n.Or(operands):
                yield from self._fields(operands[0], variable)
            case n.Member(subject=n.Field(name), items=items, negated=False):
                yield name, self._codes(items) if name == "code" else items[0].name
            case n.Comparison(subject=n.Field(name), operator="=", operand=n.Code(code)):
                yield name, self._codes((n.Code(code),)) if name == "code" else code
            case n.Comparison(subject=n.Field(name), operator="!=", operand=n.Code(code)):
                yield name, self._others(variable, name, (n.Code(code),))
            case n.Member(subject=n.Field(name), items=items, negated=True):
                yield name, self._others(variable, name, items)
            case n.Comparison(subject=n.Field(name), operator=operator, operand=n.Quantity(number, unit)):
                if unit is not None:
                    yield "unit", unit
                yield name, float(number) + {">": 1, ">=": 0, "=": 0, "<=": 0}.get(operator, -1)
            case _:
                return

    def _others(self, variable: str, name: str, items: tuple[n.Code, ...]) -> str:
        """Values of a field that are none of these: all of them for `code`, one for any other field."""
        out = frozenset(self._codes(items).split("|"))
        if name == "code":
            return "|".join(sorted(self.vocabulary.codes(variable) - out))
        field = self.vocabulary[variable].fields.get(name)
        return next((code for code in (field.values if field else {}) if code not in out), "")

    def _codes(self, items: tuple[n.Code, ...]) -> str:
        leaves = [self.vocabulary.classes.get(item.name, frozenset({item.name})) for item in items]
        return "|".join(sorted(frozenset().union(*leaves)))

    def _reading(self, rule: n.Node, want: bool) -> Iterator[Demand]:
        match rule:
            case n.Comparison(subject=n.Reading(variable), operator=operator, operand=operand, window=window):
                said = operator if want else MIRROR[operator]
                yield replace(self._compared(variable, said, operand), window=window)
            case n.Range(subject=n.Reading(variable), low=low, high=high, window=window):
                a, b = self._number(variable, low), self._number(variable, high)
                if want:
                    yield Demand(variable, low=a, high=b, window=window)
                elif self.rng.random() < 0.5:
                    yield Demand(variable, low=b, open_low=True, window=window)
                else:
                    yield Demand(variable, high=a, open_high=True, window=window)
            case n.Member(subject=n.Reading(variable), items=items, negated=negated, window=window):
                codes = frozenset(self._codes(items).split("|"))
                inside = want != negated
                yield Demand(
                    variable,
                    codes=codes if inside else None,
                    banned=frozenset() if inside else codes,
                    window=window,
                )
            case n.Flag(subject=n.Reading(variable), window=window):
                yield Demand(variable, answer=want, window=window)
            case _:
                return

    def _compared(self, variable: str, operator: n.Operator, operand: object) -> Demand:
        if isinstance(operand, n.Code):
            codes = self.vocabulary.classes.get(operand.name, frozenset({operand.name}))
            return Demand(variable, codes=codes) if operator == "=" else Demand(variable, banned=codes)
        if not isinstance(operand, n.Quantity | n.Limit):
            return Demand(variable)
        value = self._number(variable, operand)
        match operator:
            case "=":
                return Demand(variable, low=value, high=value)
            case "!=":
                return Demand(variable, low=value, open_low=True)
            case "<" | "<=":
                return Demand(variable, high=value, open_high=operator == "<")
            case _:
                return Demand(variable, low=value, open_low=operator == ">")

    def _number(self, variable: str, operand: n.Quantity | n.Limit) -> float:
        """A threshold in the variable's own unit."""
        if isinstance(operand, n.Limit):
            typical = self.typical[variable]
            limit = typical.high if operand.bound == "ULN" else typical.low
            if limit is None:
                raise ValueError(f"typical.yaml gives no {operand.bound} for {variable}")
            return float(operand.multiple) * limit
        unit = self.vocabulary[variable].unit
        if operand.unit is None or unit is None or operand.unit == unit:
            return float(operand.number)
        conversion = self.vocabulary.conversion(variable, operand.unit, unit)
        return float(operand.number) * float(conversion.factor)
