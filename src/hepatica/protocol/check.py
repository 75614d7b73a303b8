"""A study held against itself: what is named must be defined, what is said twice must agree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from hepatica.protocol.assignment import (
    AsTreated,
    ClassifiedByExpression,
    CohortByDate,
    ModelStrata,
    Randomised,
    RankedWithFallback,
)
from hepatica.protocol.check_sample_size import sample_size_faults
from hepatica.protocol.eligibility import Criterion
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.meaning import Fault, drugs, meaning_faults, points, unknown
from hepatica.protocol.source import Path_
from hepatica.protocol.study import Study
from hepatica.vocabulary import Vocabulary

NEEDS = {
    "time to event": ("event",),
    "incidence": ("event",),
    "confirmed state": ("state", "confirmed"),
    "response rate": ("state",),
    "change": ("variable",),
    "value at": ("variable", "at"),
    "deterioration": ("variable", "worsening"),
}
"""Slots that an endpoint of each kind cannot do without."""


def check_study(study: Study, vocabulary: Vocabulary) -> list[Fault]:
    """Every fault of meaning in a study whose shape is right; empty where there is none."""
    checks: tuple[Callable[[Study, Vocabulary], Iterator[Fault]], ...] = (
        meaning_faults,
        _anchors,
        _criteria,
        _assignment,
        _arms,
        _schedule,
        _instruments,
        _endpoints,
        _analyses,
        sample_size_faults,
        _simulation,
        _assumed,
        _conflicts,
    )
    return [fault for check in checks for fault in check(study, vocabulary)]


def _among(
    path: Path_, words: Iterable[str], what: str, known: Collection[str], *, key: bool = False
) -> Iterator[Fault]:
    for word in words:
        if word not in known:
            yield unknown((*path, word) if key else path, word, what, known, key=key)


def _listed(path: Path_, words: Iterable[str], what: str, known: Collection[str]) -> Iterator[Fault]:
    """As `_among`, for the items of a list: the place is the item's."""
    for index, word in enumerate(words):
        yield from _among((*path, index), [word], what, known)


def _anchors(study: Study, _: Vocabulary) -> Iterator[Fault]:
    """Anchors that rest on each other in a circle."""
    rests = {
        name: sorted({p.anchor for p in points(node)} & set(study.anchors)) for name, node in study.anchor_nodes.items()
    }
    done: set[str] = set()

    def circle(name: str, above: tuple[str, ...]) -> tuple[str, ...] | None:
        if name in above:
            return (*above[above.index(name) :], name)
        if name in done:
            return None
        found = next((c for step in rests[name] if (c := circle(step, (*above, name)))), None)
        done.add(name)
        return found

    for name in study.anchors:
        found = circle(name, ())
        if found:
            yield Fault(
                ("anchors", found[0]),
                f"the anchors rest on each other in a circle: {' → '.join(found)}",
                "let one of them rest on a recorded event",
                found[0],
                key=True,
            )
            return


def _criteria(study: Study, _: Vocabulary) -> Iterator[Fault]:
    yield from _listed(("eligibility", "entry"), study.eligibility.entry, "an anchor of this study", study.anchors)
    for twice in study.eligibility.inclusion.keys() & study.eligibility.exclusion.keys():
        yield Fault(
            ("eligibility", "exclusion", twice),
            f"the criterion «{twice}» stands under inclusion and under exclusion",
            "give each criterion its own id",
            twice,
            key=True,
        )
    for kind in ("inclusion", "exclusion"):
        for name, criterion in getattr(study.eligibility, kind).items():
            yield from _ways_in(("eligibility", kind, name), criterion, study)


def _ways_in(path: Path_, criterion: Criterion, study: Study) -> Iterator[Fault]:
    """A criterion's populations are those of eligible subjects; only inclusion criteria are alternatives."""
    entries = [name for name, population in study.populations.items() if population.of == "eligible"]
    what = "a population of eligible subjects of this study"
    yield from _listed((*path, "populations"), criterion.populations, what, entries)
    if criterion.one_of is None:
        return
    if "exclusion" in path:
        do = "join the exclusions with and in one rule"
        yield Fault((*path, "one_of"), "exclusion criteria are no alternatives", do, criterion.one_of)
    others = [each for each in study.eligibility.inclusion.values() if each.one_of == criterion.one_of]
    if any(set(each.populations) != set(criterion.populations) for each in others):
        what = f"the alternatives «{criterion.one_of}» govern different populations"
        yield Fault((*path, "one_of"), what, "give all of them the same populations", criterion.one_of)


def _assignment(study: Study, vocabulary: Vocabulary) -> Iterator[Fault]:
    arm, variable, drug = (
        "an arm of this study",
        "a variable of the vocabulary",
        "a drug or drug class of the vocabulary",
    )
    here: Path_ = ("assignment",)
    match study.assignment:
        case AsTreated() as given:
            yield from _among((*here, "arms"), given.arms, arm, study.arms, key=True)
            yield from _listed((*here, "confounders"), given.confounders, variable, vocabulary.variables)
        case ClassifiedByExpression() as given:
            for label, name in given.labels.items():
                yield from _among((*here, "labels", label), [name], arm, study.arms)
            yield from _among((*here, "reject"), [given.reject], arm, study.arms)
            if given.genes.labels is not None:
                path = (*here, "genes", "labels")
                yield from _among(path, [given.genes.labels], variable, vocabulary.variables)
        case Randomised() as given:
            yield from _among((*here, "ratio"), given.ratio, arm, study.arms, key=True)
            yield from _listed((*here, "strata"), given.strata, variable, vocabulary.variables)
        case RankedWithFallback() as given:
            yield from _among((*here, "arm"), [given.arm], arm, study.arms)
            yield from _among((*here, "fallback", "arm"), [given.fallback.arm], arm, study.arms)
            yield from _listed((*here, "fallback", "drugs"), given.fallback.drugs, drug, drugs(vocabulary))
        case CohortByDate() as given:
            yield from _among((*here, "cohorts"), given.cohorts, arm, study.arms, key=True)
        case ModelStrata() as given:
            yield from _listed((*here, "strata"), given.strata, arm, study.arms)
            yield from _among((*here, "variable"), [given.variable], variable, vocabulary.variables)
        case None:
            return


def _arms(study: Study, vocabulary: Vocabulary) -> Iterator[Fault]:
    for name, arm in study.arms.items():
        path: Path_ = ("arms", name, "drugs")
        yield from _listed(path, arm.drugs, "a drug or drug class of the vocabulary", drugs(vocabulary))


def _schedule(study: Study, vocabulary: Vocabulary) -> Iterator[Fault]:
    known = [*study.instruments, *vocabulary.variables]
    for name, visits in study.schedule.items():
        path: Path_ = ("schedule", name, "assessments")
        yield from _listed(path, visits.assessments, "a variable or an instrument of this study", known)


def _instruments(study: Study, vocabulary: Vocabulary) -> Iterator[Fault]:
    for name, instrument in study.instruments.items():
        path: Path_ = ("instruments", name, "measures")
        yield from _listed(path, instrument.measures, "a variable of the vocabulary", vocabulary.variables)


def _endpoints(study: Study, vocabulary: Vocabulary) -> Iterator[Fault]:
    for name, endpoint in study.endpoints.items():
        path: Path_ = ("endpoints", name)
        for slot in NEEDS[endpoint.kind]:
            if getattr(endpoint, slot) is None:
                yield Fault(path, f"an endpoint of kind «{endpoint.kind}» needs «{slot}»", f"add {slot}:", key=True)
        if endpoint.variable is not None:
            what = "a variable of the vocabulary"
            yield from _among((*path, "variable"), [endpoint.variable], what, vocabulary.variables)
        if endpoint.instrument is not None:
            what = "an instrument of this study"
            yield from _among((*path, "instrument"), [endpoint.instrument], what, study.instruments)
        if endpoint.missed_visits is not None and endpoint.missed_visits.visits is not None:
            what, visits = "an entry of the schedule", endpoint.missed_visits.visits
            yield from _among((*path, "missed_visits", "visits"), [visits], what, study.schedule)
        yield from _death((*path, "death"), endpoint)


def _death(path: Path_, endpoint: Endpoint) -> Iterator[Fault]:
    """What is said of death must agree with the events."""
    if endpoint.death is None:
        return
    counted, competes = "death" in endpoint.event_variables, "death" in endpoint.competing_variables
    is_ = "event" if counted else "competing" if competes else "censor"
    if is_ != endpoint.death or (counted and competes):
        slot = {"event": "event", "competing": "competing", "censor": "neither event nor competing"}[endpoint.death]
        said = "an event and competing" if counted and competes else {"censor": "neither"}.get(is_, is_)
        yield Fault(
            path, f"death is said to be «{endpoint.death}», but is {said} by the slots", f"death belongs under: {slot}",
            endpoint.death,
        )  # fmt: skip


def _analyses(study: Study, vocabulary: Vocabulary) -> Iterator[Fault]:
    variable, seen = "arm or a variable of the vocabulary", set[str]()
    yield from _listed(("baseline",), study.baseline, "a variable of the vocabulary", vocabulary.variables)
    ids = {analysis.id for analysis in study.analyses}
    known = ["arm", *vocabulary.variables]
    for index, analysis in enumerate(study.analyses):
        path: Path_ = ("analyses", index)
        yield from _among((*path, "endpoint"), [analysis.endpoint], "an endpoint of this study", study.endpoints)
        if analysis.population is not None:
            what = "a population of this study"
            yield from _among((*path, "population"), [analysis.population], what, study.populations)
        if analysis.by is not None:
            yield from _among((*path, "by"), [analysis.by], variable, known)
        yield from _listed((*path, "strata"), analysis.strata, variable, known)
        if analysis.sensitivity_of is not None:
            yield from _among((*path, "sensitivity_of"), [analysis.sensitivity_of], "an analysis of this study", ids)
        if analysis.by == "arm" and analysis.reference is not None:
            yield from _among((*path, "reference"), [analysis.reference], "an arm of this study", study.arms)
        if not analysis.methods and analysis.model is None:
            yield Fault(path, f"the analysis «{analysis.id}» has no method", "add methods: or model:")
        if analysis.terms and analysis.model is None:
            yield Fault((*path, "terms"), f"the analysis «{analysis.id}» has terms but no model", "add model: cox")
        if analysis.id in seen:
            do = "give one of them an id of its own"
            yield Fault(path, f"two analyses have the id «{analysis.id}»", do, analysis.id)
        seen.add(analysis.id)


def _simulation(study: Study, vocabulary: Vocabulary) -> Iterator[Fault]:
    if study.simulation is None:
        return
    arm, here = "an arm of this study", ("simulation",)
    yield from _among((*here, "arms"), study.simulation.arms, arm, study.arms, key=True)
    for name, rate in study.simulation.events.items():
        yield from _among((*here, "events", name, "reference"), [rate.reference], arm, study.arms)
        yield from _among((*here, "events", name, "hazard_ratio"), rate.hazard_ratio, arm, study.arms, key=True)
    for name, by_arm in study.simulation.proportions.items():
        yield from _among((*here, "proportions"), [name], "an endpoint of this study", study.endpoints, key=True)
        yield from _among((*here, "proportions", name), by_arm, arm, study.arms, key=True)
    path: Path_
    for name, shares in study.simulation.usual.items():
        path = (*here, "usual", name)
        yield from _among((*here, "usual"), [name], "a variable of the vocabulary", vocabulary.variables, key=True)
        if name in vocabulary:
            yield from _among(path, shares, f"a code of «{name}»", vocabulary[name].values, key=True)
    if events := study.simulation.adverse_events:
        path = (*here, "adverse_events")
        yield from _among((*path, "related"), events.related, arm, study.arms, key=True)
        for term, event in events.terms.items():
            yield from _among((*path, "terms", term, "probability"), event.probability, arm, study.arms, key=True)


def _assumed(study: Study, _: Vocabulary) -> Iterator[Fault]:
    """Every assumption must concern something in the file; conflicts are told apart by their ids."""
    whole = study.model_dump(by_alias=True, exclude_none=True)
    for dotted in study.assumed:
        if not resolves(whole, dotted):
            do = "write the path of a key in this file, with dots"
            yield Fault(("assumed", dotted), f"«{dotted}» is assumed, but is not in the file", do, dotted, key=True)
    seen: set[str] = set()
    for index, conflict in enumerate(study.conflicts):
        if conflict.id in seen:
            yield Fault(("conflicts", index), f"two conflicts have the id «{conflict.id}»", "number them", conflict.id)
        seen.add(conflict.id)


def _conflicts(study: Study, _: Vocabulary) -> Iterator[Fault]:
    """Readings concern criteria of this study; a decision names one; no criterion hangs on two open conflicts."""
    known = [*study.eligibility.inclusion, *study.eligibility.exclusion]
    hangs: dict[str, str] = {}
    for index, conflict in enumerate(study.conflicts):
        path: Path_ = ("conflicts", index)
        if len(conflict.readings) == 1:
            yield Fault((*path, "readings"), f"the conflict «{conflict.id}» has one reading", "state the other as well")
        for name, reading in conflict.readings.items():
            here = (*path, "readings", name, "criteria")
            yield from _among(here, reading.criteria, "a criterion of this study", known, key=True)
        if conflict.decision is not None and conflict.readings:
            what = "a reading of this conflict"
            yield from _among((*path, "decision", "reading"), [conflict.decision.reading], what, conflict.readings)
        if not conflict.open:
            continue
        for name in conflict.criteria:
            if name in hangs:
                what = f"the criterion «{name}» depends on two open conflicts, {hangs[name]} and {conflict.id}"
                yield Fault((*path, "readings"), what, "state the readings of both under one conflict", name)
            hangs[name] = conflict.id


def resolves(whole: object, dotted: str) -> bool:
    """Whether a dotted path leads to something: through keys, and through lists by `id` or by number from 0."""
    if not dotted:
        return True
    if isinstance(whole, dict):
        heads = [key for key in whole if dotted == key or dotted.startswith(f"{key}.")]
        return any(resolves(whole[key], dotted[len(key) + 1 :]) for key in heads)
    if isinstance(whole, list | tuple):
        for index, item in enumerate(whole):
            for name in (str(index), item.get("id") if isinstance(item, dict) else None):
                if (
                    name is not None
                    and (dotted == name or dotted.startswith(f"{name}."))
                    and resolves(item, dotted[len(name) + 1 :])
                ):
                    return True
    return False
