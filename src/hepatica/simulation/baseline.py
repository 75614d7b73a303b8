"""The record of a simulated subject up to the start of follow-up: what the study's criteria and anchors ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from hepatica.protocol.study import Study
from hepatica.rules import nodes as n
from hepatica.rules.codes import looks_ahead
from hepatica.screening.plan import Plan
from hepatica.simulation.days import day_in, span
from hepatica.simulation.demands import INFINITY, Demand, Reader
from hepatica.simulation.rows import Record, iso
from hepatica.simulation.typical import Typical
from hepatica.vocabulary import Vocabulary

TRIES = 60
UNLISTED = "99"  # a code of an open list that a criterion bans all named codes of


@dataclass(frozen=True)
class Person:
    """What is drawn for a subject before anything is recorded: the arm, the days of the anchors, the criterion that the
    subject breaks (None: none), and the subject's own number and generator of random numbers.

    `aside` is a generator for one named purpose, which nothing drawn before can shift.
    """

    seed: int
    number: int
    arm: str
    days: Mapping[str, int]
    breaks: str | None
    rng: np.random.Generator
    usual: dict[str, float] = field(default_factory=dict)
    """The person's own usual value of variables that nothing else fixes, drawn when first needed."""

    def aside(self, purpose: str) -> np.random.Generator:
        """A generator of this person for one purpose."""
        return np.random.default_rng([self.seed, self.number, *purpose.encode()])


@dataclass(frozen=True)
class Baseline:
    """Makes the baseline records of persons of one study."""

    study: Study
    vocabulary: Vocabulary
    typical: Mapping[str, Typical]
    reference: str

    def records(self, person: Person) -> list[Record]:
        """Records of the anchors, of the criteria and of the arm's drugs, in that order."""
        demands = self._demands(person)
        records = list(self._anchors(person, demands))
        for demand in demands:
            records.extend(self._meet(demand, person, records))
        named = {record.variable for record in records}
        day = person.days[self.reference]
        if "birth_date" not in named:
            records.extend(self._meet(Demand("age", low=18), person, records))
        records.extend(
            Record(name, day, code=self.coded(Demand(name), person.rng))
            for name in ("sex", "race")
            if name not in named
        )
        return records

    def _demands(self, person: Person) -> list[Demand]:
        """Demands of all criteria, those on one variable and window put together; the broken criterion's come first."""
        reader = Reader(self.vocabulary, self.typical, person.rng, self._later)
        broken: list[Demand] = []
        kept: list[Demand] = []
        plan = Plan(self.study)
        failing = {name for unit in plan.units if person.breaks in unit.members for name in unit.members}
        spared = _spared(plan, person)
        for name, stays in plan.keep.items():  # as all readings of an open conflict want it, so that none is in doubt
            if name in spared:
                continue
            want = stays != (name in failing)
            columns = dict.fromkeys([name, *(f"{name}@{reading}" for reading in plan.readings(name))])
            for rule in (plan.rules[column] for column in columns if column in plan.rules):
                (broken if name in failing else kept).extend(reader.demands(rule, want))
        merged: dict[object, Demand] = {}
        for demand in broken + kept:
            key = _key(demand)
            if key not in merged:
                merged[key] = demand
            elif demand.occurs is None and demand not in broken:
                joined = merged[key].both(demand)
                merged[key] = joined if _possible(joined) else merged[key]
        return list(merged.values())

    def _anchors(self, person: Person, demands: list[Demand]) -> Iterator[Record]:
        """A record of the event behind every anchor, but for what happens or is seen only later."""
        nodes = self.study.anchor_nodes
        ends = {anchor.events: person.days[name] for name, anchor in nodes.items() if anchor.edge == "end"}
        for name, anchor in nodes.items():
            if not anchor.events or anchor.edge == "end" or anchor.events[0].variable in self._later:
                continue
            if self.vocabulary[anchor.events[0].variable].kind != "event":
                continue
            pattern = anchor.events[int(person.rng.integers(len(anchor.events)))]
            reader = Reader(self.vocabulary, self.typical, person.rng)
            (demand,) = reader.demands(n.Occurs(pattern), True)
            for other in demands:
                demand = _joined(demand, other) or demand
            code = self._code(demand, person)
            yield Record(
                pattern.variable,
                person.days[name],
                code=code,
                occurred=True if "occurred" in self._parts(pattern.variable) else None,
                end=ends.get(anchor.events),
                fields={k: str(v) for k, v in demand.fields.items()},
                source=f"anchor {name}",
            )

    @cached_property
    def _later(self) -> frozenset[str]:
        """Variables that only the follow-up records: visits, and the events that are simulated."""
        plan = self.study.simulation
        endpoints = [self.study.endpoints[key] for key in (plan.events if plan else ()) if key in self.study.endpoints]
        return frozenset({"visit", "death"}).union(*(endpoint.event_variables for endpoint in endpoints))

    def _parts(self, variable: str) -> frozenset[str]:
        from hepatica.sdtm.homes import shape

        return frozenset(part for part, columns in shape(self.vocabulary[variable]).columns if columns)

    def _code(self, demand: Demand, person: Person) -> str:
        """A code of an event that the demand allows; a drug of the subject's arm where there is one, or what is usual."""
        if demand.together:
            return "|".join(str(person.rng.choice(sorted(codes))) for codes in demand.together)
        variable = self.vocabulary[demand.variable]
        allowed = set(demand.codes if demand.codes is not None else self.vocabulary.codes(variable.name))
        allowed -= demand.banned
        own: set[str] = set()
        arm = self.study.arms.get(person.arm)
        for drug in arm.drugs if arm else ():
            own |= self.vocabulary.classes.get(drug, frozenset({drug})) & allowed
            if own:
                break
        usual = self.typical.get(demand.variable, Typical()).weights or {}
        choice = sorted((own or allowed).intersection(usual)) or sorted(own or allowed)
        return str(person.rng.choice(choice)) if choice else ""

    def _meet(self, demand: Demand, person: Person, so_far: list[Record]) -> Iterator[Record]:
        reference = person.days[self.reference]
        day = day_in(demand.window or self.study.eligibility.window.node, person.days, reference, person.rng)
        variable = self.vocabulary[demand.variable] if demand.variable != "judgement" else None
        if variable is None:
            yield Record("judgement", reference, code=demand.text, occurred=demand.answer, fields={"site": demand.role})
        elif variable.kind == "event":
            day = day_in(demand.window, person.days, reference, person.rng)
            yield from self._event(demand, day, person, so_far)
        elif demand.variable == "age":
            born = self._birthday(demand, reference, person.rng)
            yield Record("birth_date", born, value=iso(born))
        elif variable.kind == "number":
            yield self.number(demand, day, person.rng)
        elif variable.kind == "boolean":
            yield Record(demand.variable, day, code="N" if demand.answer is False else "Y")
        else:
            yield Record(demand.variable, day, code=self.coded(demand, person.rng))

    def number(self, demand: Demand, day: int, rng: np.random.Generator) -> Record:
        """A reading that meets the demand, as usual as it allows, with the limits of a laboratory that prints them."""
        variable, usual = self.vocabulary[demand.variable], self.typical.get(demand.variable, Typical())
        value = draw(demand.both(self.plausible(demand.variable)), usual, rng)
        return Record(
            demand.variable,
            day,
            value=f"{value:.{usual.digits}f}",
            unit=variable.unit or "",
            low=usual.low if variable.limits else None,
            high=usual.high if variable.limits else None,
        )

    def plausible(self, name: str) -> Demand:
        """The vocabulary's plausible range as a demand."""
        low, high = self.vocabulary[name].range or (None, None)
        return Demand(
            name, low=-INFINITY if low is None else float(low), high=INFINITY if high is None else float(high)
        )

    def coded(self, demand: Demand, rng: np.random.Generator) -> str:
        variable = self.vocabulary[demand.variable]
        codes = [c for c in variable.values if _inside(c, demand)]
        if demand.codes is not None:
            codes = [c for c in codes if c in demand.codes] or sorted(demand.codes)
        codes = [c for c in codes if c not in demand.banned] or list(variable.values) or [UNLISTED]
        usual = self.typical.get(demand.variable, Typical()).weights or {}
        weights = np.array([usual.get(c, 0.0 if usual else 1.0) for c in codes])
        weights = weights if weights.sum() > 0 else np.ones(len(codes))
        return str(rng.choice(codes, p=weights / weights.sum()))

    def _event(self, demand: Demand, day: int, person: Person, so_far: list[Record]) -> Iterator[Record]:
        own = [r for r in so_far if r.variable == demand.variable and r.occurred is not False]
        if demand.occurs:
            met = [r for r in own if _meets(r, demand)]
            for _ in range(demand.times - len(met)):
                fields = {k: str(v) for k, v in demand.fields.items()}
                yield Record(demand.variable, day, code=self._code(demand, person), occurred=True, fields=fields)
        elif not own:
            low, high = span(demand.window, person.days, person.days[self.reference])
            if looks_ahead(demand.window, self.reference):
                low = day = high  # of days to come one can only say afterwards that nothing happened
            said = [r.day for r in so_far if r.variable == demand.variable and not r.code and r.day is not None]
            if not any(low <= answered <= high for answered in said):
                yield Record(demand.variable, day, occurred=False)
        else:
            known = {r.code for r in so_far if r.variable == demand.variable}
            for code in sorted((demand.codes or frozenset()) - known):
                yield Record(demand.variable, day, code=code, occurred=False)

    def event(self, demand: Demand, day: int, person: Person, source: str) -> Iterator[Record]:
        """An event on `day` that meets the demand."""
        fields = {k: str(v) for k, v in demand.fields.items()}
        occurred = True if "occurred" in self._parts(demand.variable) else None
        yield Record(
            demand.variable, day, code=self._code(demand, person), occurred=occurred, fields=fields, source=source
        )

    def _birthday(self, demand: Demand, reference: int, rng: np.random.Generator) -> int:
        years = draw(demand, self.typical["age"], rng)
        low = years if demand.low <= years else demand.low
        # a third of a year on: well clear of the birthday on either side of the bound
        return reference - int(low * 365.2425) - int(rng.integers(60, 300))


def draw(demand: Demand, usual: Typical, rng: np.random.Generator) -> float:
    """A value between the demand's bounds, as the variable usually is where that is possible."""
    step = 10.0**-usual.digits
    low = demand.low + (step if demand.open_low else 0)
    high = demand.high - (step if demand.open_high else 0)
    for _ in range(TRIES):
        value = round(usual.draw(rng), usual.digits)
        if low <= value <= high:
            return value
    if low > -INFINITY:
        top = min(high, low + max(abs(low) * 0.2, 2 * step))
        return min(round(float(rng.uniform(low, top)) + step / 2, usual.digits), high)
    return max(round(float(rng.uniform(high - abs(high) * 0.2, high)) - step / 2, usual.digits), 0.0)


def _inside(code: str, demand: Demand) -> bool:
    """Whether an ordinal code lies between the demand's bounds; codes that are no numbers always do."""
    try:
        value = float(code)
    except ValueError:
        return True
    above = value > demand.low if demand.open_low else value >= demand.low
    below = value < demand.high if demand.open_high else value <= demand.high
    return above and below


def _spared(plan: Plan, person: Person) -> set[str]:
    """Criteria that need not hold, because another of the same alternatives does: all but one, which is drawn."""
    spared: set[str] = set()
    for unit in plan.units:
        if unit.alternative and person.breaks not in unit.members:
            spared |= set(unit.members) - {str(person.rng.choice(unit.members))}
    return spared


def _key(demand: Demand) -> object:
    if demand.variable == "judgement":
        return ("judgement", demand.text)
    if demand.occurs is None:
        return (demand.variable, demand.window)
    return (demand.variable, demand.window, demand.occurs, demand.codes, tuple(sorted(demand.fields.items())))


def _meets(record: Record, demand: Demand) -> bool:
    """Whether an event on record is one that the demand asks for."""
    parts = record.code.split("|")
    coded = demand.codes is None or bool(demand.codes.intersection(parts))
    combined = all(codes.intersection(parts) for codes in demand.together)
    return coded and combined and all(record.fields.get(k) == str(v) for k, v in demand.fields.items())


def _joined(demand: Demand, other: Demand) -> Demand | None:
    """A demand for an event that meets another demand for the same event too; None where there is none."""
    if other.variable != demand.variable or not other.occurs or demand.together or other.together:
        return None
    joined = demand.both(other)
    clash = any(demand.fields.get(name, value) != value for name, value in other.fields.items())
    if clash or (joined.codes is not None and not joined.codes - joined.banned):
        return None
    return replace(joined, fields={**demand.fields, **other.fields})


def _possible(demand: Demand) -> bool:
    between = demand.low < demand.high or (demand.low == demand.high and not (demand.open_low or demand.open_high))
    return between and (demand.codes is None or bool(demand.codes - demand.banned))
