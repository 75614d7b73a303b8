"""What happens to a simulated subject after baseline: event times, visits kept, late or missed, and what they record.

Times to events are exponential with the hazards of the study's simulation section; an event that is only seen at a visit
(recurrence, progression) is recorded at the first assessment kept after it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from hepatica.protocol.assignment import ClassifiedByExpression, RankedWithFallback
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import PlannedVisit, expand, nominal_days
from hepatica.protocol.simulation import Dropout, EventRate, Simulation
from hepatica.protocol.study import Study
from hepatica.rules import nodes as n
from hepatica.simulation.adverse_events import adverse_event_records
from hepatica.simulation.baseline import Baseline, Person
from hepatica.simulation.days import point_day
from hepatica.simulation.demands import Demand, Reader
from hepatica.simulation.molecules import PANELS, panel, score
from hepatica.simulation.organoids import RECORDED
from hepatica.simulation.presence import FOLLOWS, present, threshold_cycle
from hepatica.simulation.rows import Record
from hepatica.simulation.typical import Typical

COMPLETE = 0.15  # of the responses, those that are complete
SIZES = {"CR": 0.25, "PR": 0.55, "SD": 0.95, "PD": 1.30}  # of the sum of diameters, by response, against the usual one
ADEQUATE = 0.97  # of the assessments kept, those of adequate quality


@dataclass(frozen=True)
class Kept:
    """A visit that took place on `day`."""

    plan: PlannedVisit
    day: int
    window: str


@dataclass(frozen=True)
class Course:
    """Draws the follow-up of persons of one study."""

    study: Study
    baseline: Baseline

    @property
    def plan(self) -> Simulation:
        """The study's simulation section."""
        if self.study.simulation is None:
            raise TypeError(f"{self.study.study} has no simulation section")
        return self.study.simulation

    def records(self, person: Person, before: list[Record]) -> list[Record]:
        """All records of the person up to the end of follow-up: those made `before`, and those of the follow-up."""
        start = person.days[self.baseline.reference]
        times = self._event_days(person)
        death = math.floor(times["death"]) if times.get("death", math.inf) < math.inf else None
        lost = start + math.floor(exponential(self.plan.dropout, person.arm, person.rng)) if self.plan.dropout else None
        end = min(day for day in (death, lost, start + nominal_days(self.plan.follow_up.node)) if day is not None)
        visits = list(self._visits(person, end))
        records = [record for visit in visits for record in self._visit(visit, person, before, times)]
        seen = list(self._seen(times, visits, person, end))
        records += seen
        records += self._triggered(seen, person, before, times, end)
        records += adverse_event_records(self.study, person, end)
        if death == end:
            records.append(Record("death", end, source="death"))
        elif lost == end:
            records.append(Record("lost_to_follow_up", end, source="drop-out"))
        records.append(Record("last_contact", end, source="end of follow-up"))
        return [closed for r in before + records if (closed := _closed(r, end)) is not None]

    def _event_days(self, person: Person) -> dict[str, float]:
        """Day of each simulated event by its key in the simulation section."""
        days: dict[str, float] = {}
        for key, rate in self.plan.events.items():
            endpoint = self.study.endpoints.get(key)
            point = endpoint.origin.node if endpoint else None
            origin = point_day(point, person.days, 0) if point else person.days[self.baseline.reference]
            days[key] = origin + exponential(rate, person.arm, person.rng)
        return days

    def _visits(self, person: Person, end: int) -> Iterator[Kept]:
        """Planned visits that were kept: some are missed, some lie outside their window."""
        missing = self.plan.missing_visit.value if self.plan.missing_visit else 0.0
        late = self.plan.late_visit.value if self.plan.late_visit else 0.0
        horizon = nominal_days(self.plan.follow_up.node)
        for plan in expand(self.study.schedule, end_of_study=horizon):
            if plan.kind != "planned" or plan.day is None or plan.early is None or plan.late is None:
                continue
            rule = self.study.schedule[plan.entry]
            origin = point_day(rule.origin.node, person.days, person.days[self.baseline.reference])
            draws = person.rng.random(2)
            last = 0 if plan.day == 0 else plan.late  # a baseline visit comes before what it is the baseline of
            day = origin + int(person.rng.integers(plan.early, last + 1))
            if plan.day != 0 and draws[1] < late:
                day = origin + plan.late + int(person.rng.integers(1, 15))
            if draws[0] >= missing and day <= end:
                yield Kept(plan, day, "late" if day > origin + plan.late else "in window")

    def _triggered(
        self, seen: list[Record], person: Person, before: list[Record], times: Mapping[str, float], end: int
    ) -> Iterator[Record]:
        """Visits that nothing but an event brings about, within their tolerance after it.

        What is done at such an entry on planned days too is recorded there.
        """
        for plan in expand(self.study.schedule, end_of_study=nominal_days(self.plan.follow_up.node)):
            rule = self.study.schedule[plan.entry]
            if plan.kind != "triggered" or rule.on is None or rule.at or rule.phases or rule.cycles:
                continue
            wanted = {pattern.variable for pattern in rule.on.node}
            days = [each.day for each in seen if each.variable in wanted and each.day is not None]
            own = replace(person, rng=person.aside(f"visit {plan.entry}"))
            reach = nominal_days(rule.tolerance.late.node) if rule.tolerance else 0
            for day in sorted(days):
                late = day + int(own.rng.integers(0, reach + 1))
                if late <= end:
                    yield from self._visit(Kept(plan, late, "in window"), own, before, times)

    def _visit(self, visit: Kept, person: Person, before: list[Record], times: Mapping[str, float]) -> Iterator[Record]:
        """The visit and what was assessed at it."""
        where = f"{visit.plan.entry} {visit.plan.number}"
        yield Record(
            "visit",
            visit.day,
            code=visit.plan.label,
            end=visit.day,
            visit=visit.plan.label,
            visit_number=float(visit.plan.number),
            source=where,
        )
        for name in self._variables(visit.plan.assessments):
            if name in RECORDED and isinstance(self.study.assignment, RankedWithFallback):
                continue
            if self.plan.missing_value and person.rng.random() < self.plan.missing_value.value:
                continue
            if name == "response":
                said = Record(name, visit.day, code=self._response(visit.day, person, times))
                yield replace(said, visit=visit.plan.label, visit_number=float(visit.plan.number), source=where)
                continue
            for record in self._assess(name, visit.day, visit.plan.label, person, before):
                if name == "diameter_sum" and visit.day > person.days[self.baseline.reference]:
                    size = float(record.value) * SIZES[self._response(visit.day, person, times)]
                    record = replace(record, value=f"{size:.0f}")
                yield replace(record, visit=visit.plan.label, visit_number=float(visit.plan.number), source=where)

    def _variables(self, assessments: tuple[str, ...]) -> list[str]:
        """Variables of the vocabulary behind a list of assessments; an instrument stands for what it measures."""
        names: dict[str, None] = {}
        for name in assessments:
            instrument = self.study.instruments.get(name)
            names |= dict.fromkeys(instrument.measures if instrument else (name,))
        return list(names)

    def _assess(self, name: str, day: int, visit_label: str, person: Person, before: list[Record]) -> Iterator[Record]:
        """One assessed variable: imaging is adequate or not, numbers vary round the subject's own, codes stay.

        Of what is absent a count is 0, and nothing else is measured.
        """
        variable = self.baseline.vocabulary[name]
        there = present(self.study, person, FOLLOWS.get(name, name), day)
        earlier = next((r for r in before if r.variable == name and (r.value or r.code)), None)
        if variable.name == "imaging":
            good = person.rng.random() < ADEQUATE
            code = next((c for c in variable.values if c in visit_label), "CT" if "CT" in variable.values else "")
            yield Record(name, day, code=code, occurred=True, fields={"status": "adequate" if good else "inadequate"})
        elif name == "model_score":
            yield replace(self._measured(name, day, person, earlier), value=score(person)[0])
        elif name == "model_stratum":
            yield Record(name, day, code=score(person)[1])
        elif variable.kind == "number":
            measured = self._measured(name, day, person, earlier)
            if name in PANELS and not isinstance(self.study.assignment, ClassifiedByExpression):
                yield from panel(measured, person)
            elif there is None or (there and name != "ctc_ct"):
                yield measured
            elif there:
                yield replace(measured, value=threshold_cycle(person, day))
            elif name == "ctc_count":
                yield replace(measured, value="0")
        elif variable.kind == "boolean" and there is not None:
            yield Record(name, day, code="Y" if there else "N")
        elif variable.kind in ("code", "ordinal", "boolean") and earlier is not None:
            yield replace(earlier, day=day)
        elif name in self.plan.usual:
            yield Record(name, day, code=self.baseline.coded(Demand(name), person.aside(name)))

    def _response(self, day: int, person: Person, times: Mapping[str, float]) -> str:
        """The response seen on a day: progression once it has happened, before it PR (or CR) in those who respond."""
        rates = [
            shares[person.arm].value
            for key, shares in self.plan.proportions.items()
            if self.study.endpoints[key].kind == "response rate" and person.arm in shares
        ]
        progressed = any(
            day >= when
            for key, when in times.items()
            if key in self.study.endpoints and "progression" in self.study.endpoints[key].event_variables
        )
        if progressed:
            return "PD"
        fate = person.aside("response").random(2)
        if rates and fate[0] < rates[0]:
            return "CR" if fate[1] < COMPLETE else "PR"
        return "SD"

    def _measured(self, name: str, day: int, person: Person, earlier: Record | None) -> Record:
        usual = self.baseline.typical.get(name, Typical(median=1, spread=0.3))
        if earlier is None and name not in person.usual:
            person.usual[name] = usual.draw(person.aside(name))
        own = float(earlier.value.lstrip("<>=")) if earlier else person.usual[name]
        step = person.rng.normal(0, usual.spread / 3)
        value = own + step if usual.normal else own * math.exp(step)
        low, high = self.baseline.vocabulary[name].range or (None, None)
        value = min(max(value, -math.inf if low is None else float(low)), math.inf if high is None else float(high))
        record = self.baseline.number(Demand(name), day, person.rng)
        record = replace(record, value=f"{value:.{usual.digits}f}")
        return self._reached(name, day, person, record)

    def _reached(self, name: str, day: int, person: Person, record: Record) -> Record:
        """A value below the limit where the person reaches an endpoint's state, printed as the assay prints it."""
        for key, shares in self.plan.proportions.items():
            endpoint = self.study.endpoints[key]
            share = shares.get(person.arm)
            threshold = below(endpoint, name)
            if share is None or threshold is None:
                continue
            fate = person.aside(key)
            reached, when = fate.random() < share.value, fate.uniform(0.15, 0.6)
            origin = point_day(endpoint.origin.node, person.days, 0)
            horizon = nominal_days(self.plan.follow_up.node)
            if reached and day >= origin + when * min(horizon, 730):
                limit = self._printed_limit(name, threshold)
                return replace(record, value=f"<{limit:g}")
        return record

    def _printed_limit(self, name: str, threshold: float) -> float:
        """The lowest number the study's assay reports for a variable."""
        for instrument in self.study.instruments.values():
            if name in instrument.measures and instrument.limits and instrument.limits.lloq is not None:
                return min(instrument.limits.lloq, threshold)
        return threshold

    def _seen(self, times: Mapping[str, float], visits: list[Kept], person: Person, end: int) -> Iterator[Record]:
        """Events other than death, recorded at the first imaging kept after they happened."""
        for key, when in times.items():
            endpoint = self.study.endpoints.get(key)
            if endpoint is None or endpoint.event is None or when > end:
                continue
            pattern = endpoint.event.node[0]
            looks = sorted(v.day for v in visits if "imaging" in self._variables(v.plan.assessments) and v.day >= when)
            if not looks:
                continue
            reader = Reader(self.baseline.vocabulary, self.baseline.typical, person.rng)
            (demand,) = reader.demands(n.Occurs(pattern), True)
            if self.baseline.vocabulary[pattern.variable].kind == "event":
                yield from self.baseline.event(demand, looks[0], person, key)
            else:
                yield Record(pattern.variable, looks[0], code=self.baseline.coded(demand, person.rng), source=key)


def _closed(record: Record, end: int) -> Record | None:
    """A record as it stands when follow-up ends: what would come later is not made, what lasts ends by then.

    That something did not occur is said on the last day, where it was to be said later.
    """
    if record.day is None:
        return record
    if record.day > end:
        return replace(record, day=end) if record.occurred is False else None
    return replace(record, end=min(record.end, end)) if record.end is not None else record


def exponential(rate: EventRate | Dropout, arm: str, rng: np.random.Generator) -> float:
    """Days to an event whose probability in the reference arm by `rate.by` is `rate.probability`.

    No hazard makes an event certain: one that is comes on any day up to then.
    """
    if rate.probability.value == 1:
        return float(rng.uniform(0, nominal_days(rate.by.node)))
    hazard = -math.log1p(-rate.probability.value) / nominal_days(rate.by.node)
    ratio = rate.hazard_ratio.get(arm) if isinstance(rate, EventRate) else None
    scale = hazard * (ratio.value if ratio else 1.0)
    return float(rng.exponential(1 / scale)) if scale > 0 else math.inf


def below(endpoint: Endpoint, variable: str) -> float | None:
    """The threshold under which an endpoint's state puts a variable, where it is of that form."""
    node = endpoint.state.node if endpoint.state else None
    if isinstance(node, n.Confirmed):
        node = node.state
    match node:
        case n.Comparison(subject=n.Reading(name), operator="<" | "<=", operand=n.Quantity(number)) if name == variable:
            return float(number)
        case _:
            return None
