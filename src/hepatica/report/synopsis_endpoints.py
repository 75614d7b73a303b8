"""Endpoints in words: what is counted from when, what competes, who is censored where, and how far it is followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hepatica.endpoints.follow_up import ends_by_contact, known_alive
from hepatica.endpoints.time_to_event import death_alone
from hepatica.protocol.design import Instrument
from hepatica.protocol.endpoints import Censoring, Confirmation, Endpoint
from hepatica.protocol.written import CENSORING, VisitWindow
from hepatica.report.numbers import unit_text
from hepatica.report.synopsis_rules import Spoken, plain, shared_window, timeless
from hepatica.rules.nodes import Side


def definition(endpoints: Sequence[Endpoint], spoken: Spoken) -> str:
    """One sentence that defines an endpoint, or several that differ only in when the value is read."""
    words, first = spoken.words, endpoints[0]
    measure = _measure(first, spoken)
    if len(endpoints) > 1:
        days = dict.fromkeys(spoken.point(one.at.node) for one in endpoints if one.at is not None)
        measure = words("value_of", variable=spoken.variable(first.variable or ""), at=words.list(days))
    return words.sentence(words.clauses([measure, *_details(first, spoken)]))


def _measure(endpoint: Endpoint, spoken: Spoken) -> str:
    """What is measured, from which day."""
    w, origin = spoken.words, spoken.point(endpoint.origin.node)
    state = _state(endpoint, spoken)
    event = spoken.events(endpoint.event.node) if endpoint.event is not None else ""
    variable = spoken.variable(endpoint.variable) if endpoint.variable is not None else ""
    match endpoint.kind:
        case "time to event":
            many = endpoint.event is not None and len(endpoint.event.node) > 1
            return w("time_to", origin=origin, event=w("whichever", events=event) if many else event)
        case "confirmed state" if endpoint.confirmed is not None:
            gap, times = endpoint.confirmed.gap, endpoint.confirmed.times
            if gap is None:
                return w("confirmed_state_plain", state=state, times=times, origin=origin)
            key = "confirmed_state_twice" if times == 2 else "confirmed_state"
            return w(key, state=state, times=times, gap=spoken.duration(gap.node), origin=origin)
        case "incidence":
            return w("share_event", event=event, origin=origin)
        case "change":
            return w("change_of", variable=variable, origin=origin, scale=w(f"scale.{endpoint.scale}"))
        case "value at":
            at = spoken.point(endpoint.at.node) if endpoint.at is not None else origin
            return w("value_of", variable=variable, at=at)
        case "deterioration":
            by = f"{plain(endpoint.worsening or 0)} {unit_text(endpoint.unit)}".strip()
            if endpoint.unit == "{score}":
                by = w("points_n", n=plain(endpoint.worsening or 0))
            return w("worse", variable=variable, worsening=by, origin=origin)
        case _:
            return w("share_with", state=state or event, origin=origin)


def _state(endpoint: Endpoint, spoken: Spoken) -> str:
    """The state looked for; that it is looked for from the origin on is not said twice."""
    if endpoint.state is None:
        return ""
    node = endpoint.state.node
    match shared_window(node):
        case Side("from" | "after", point) if point == endpoint.origin.node:
            return spoken.rule(timeless(node))
        case _:
            return spoken.rule(node)


def _details(endpoint: Endpoint, spoken: Spoken) -> Iterator[str]:
    """Who is at risk, what ends the follow-up, how long it lasts, and how it is measured."""
    w = spoken.words
    if endpoint.kind != "confirmed state" and endpoint.confirmed is not None:
        yield _confirmed(endpoint.confirmed, spoken)
    if endpoint.per == "line":
        yield w("per_line")
    if endpoint.entry is not None:
        yield w("entry", point=spoken.point(endpoint.entry.node))
    if endpoint.landmark is not None:
        yield w("landmark", point=spoken.point(endpoint.landmark.node))
    if endpoint.competing is not None:
        yield w("competing", events=spoken.events(endpoint.competing.node, "list"))
    if endpoint.death == "censor":
        yield w("death_censor")
    if endpoint.censor is not None:
        yield _censored(endpoint, endpoint.censor, spoken)
    for intercurrent in endpoint.intercurrent:
        label = intercurrent.label
        event = label.in_language(w.lang) if label is not None else spoken.events(intercurrent.event.node)
        yield w(f"intercurrent.{intercurrent.then}", event=event)
    if endpoint.missed_visits is not None:
        entry = spoken.study.schedule.get(endpoint.missed_visits.visits or "")
        visits = spoken.inside(entry.label.in_language(w.lang)) if entry is not None else w("visits_any")
        yield w("missed", n=endpoint.missed_visits.more_than, visits=visits)
    if endpoint.horizon is not None:
        yield _horizon(endpoint, spoken)
    if endpoint.subtypes:
        yield w(
            "apart", kinds=w.list(spoken.inside(kind.label.in_language(w.lang)) for kind in endpoint.subtypes.values())
        )
    instrument = spoken.study.instruments.get(endpoint.instrument or "")
    if instrument is not None and not (w.lang == "zh" and described(instrument)):
        yield w("measured_by", instrument=told(endpoint.instrument or "", instrument, spoken))


def _confirmed(confirmed: Confirmation, spoken: Spoken) -> str:
    if confirmed.gap is None:
        return spoken.words("confirmed_plain", times=confirmed.times)
    return spoken.words("confirmed", times=confirmed.times, gap=spoken.duration(confirmed.gap.node))


def _censored(endpoint: Endpoint, censor: Censoring, spoken: Spoken) -> str:
    """Where follow-up ends without the event; a rule with a name of its own goes by it."""
    w = spoken.words
    named = spoken.vocabulary.methods["censoring_rule"].get(censor.at.text) if censor.at.text in CENSORING else None
    if censor.label is not None:
        point = censor.label.in_language(w.lang)
    else:
        point = spoken.inside(spoken.label(named)) if named is not None else spoken.day(censor.at.node)
    lasting = ends_by_contact(endpoint) and death_alone(endpoint) and known_alive(endpoint)
    none = w("or_unknown") if censor.if_none == "unknown" else ""
    return w.aside(w("censored_at", point=w("known_alive", point=point) if lasting else point), none)


def _horizon(endpoint: Endpoint, spoken: Spoken) -> str:
    """How far it is followed; of a confirmed state, what must lie inside."""
    assert endpoint.horizon is not None
    w, horizon = spoken.words, endpoint.horizon.node
    if isinstance(horizon, VisitWindow):
        time = w(f"at.{horizon.length.unit}", n=plain(horizon.length.number))
        return w("horizon_visit", time=spoken.inside(time))
    length = spoken.duration(horizon)
    if endpoint.kind == "confirmed state" and endpoint.confirmed is not None:
        if endpoint.confirmed.within_horizon == "all":
            return w("all_within", length=length)
        return w("first_within", length=length)
    return w("horizon", length=length)


def described(instrument: Instrument) -> bool:
    """Whether the file describes an instrument (`RNA sequencing`) and does not call it by a trade mark or an acronym."""
    return bool(re.search(r"\s[a-z]", instrument.name) and instrument.measures)


def told(name: str, instrument: Instrument, spoken: Spoken) -> str:
    """An instrument of the study file with its version and its readers.

    Files name instruments in English. In Chinese the vocabulary's name serves, and for a description (`RNA sequencing`,
    not a trade mark) what it measures.
    """
    w, text = spoken.words, instrument.name
    if w.lang == "zh":
        known = spoken.vocabulary.methods["instrument"].get(name)
        if known is not None:
            text = known.zh
        elif described(instrument):
            text = w.list(spoken.variable(variable) for variable in instrument.measures)
    if instrument.version and instrument.version not in text:
        text = f"{text} {instrument.version}"
    if instrument.readers is None:
        return text
    count = instrument.readers.count
    readers = [w("reader_1") if count == 1 else w("readers", n=count)]
    readers += [w("blinded")] if instrument.readers.blinded else []
    return w.aside(text, w.list(readers))
