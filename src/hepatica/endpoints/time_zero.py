"""Time zero of an endpoint, when a subject comes under observation, and how far the endpoint looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.occurrences import occurrences
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import PlannedVisit, Schedule, expand_entry, nominal_days
from hepatica.protocol.written import VisitWindow
from hepatica.rules.nodes import Anchor, Duration, Point

PARTS: Final = ("origin", "entry", "landmark", "horizon")


def time_zero(name: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule) -> pl.DataFrame:
    """The days that frame an endpoint, one row a subject.

    Returns subject; <part>_lo and <part>_hi for origin, entry, landmark and horizon (null where unknown or not asked
    for); origin, entry, landmark, horizon (the day, where it is certain); origin_fact (the record that gave it).
    """
    points = {"origin": endpoint.origin, "entry": endpoint.entry, "landmark": endpoint.landmark}
    anchors = {f"~{part}": Anchor(point=text.node) for part, text in points.items() if text is not None}
    length = horizon_length(name, endpoint, schedule)
    if length is not None:
        anchors["~horizon"] = Anchor(point=Point("~origin", length))
    links = origin_links(endpoint.origin.node, evidence)
    question = ("time zero", tuple(anchors.items()), tuple(links.items()))
    if question not in evidence.kept:
        evidence.kept[question] = _framed(anchors, links, evidence)
    return evidence.kept[question]


def _framed(anchors: Mapping[str, Anchor], links: Mapping[str, Anchor], evidence: Evidence) -> pl.DataFrame:
    days = evidence.days({**anchors, **links})
    bounds = [
        (pl.col(f"~{part}_{end}") if f"~{part}" in anchors else pl.lit(None, pl.Int64)).alias(f"{part}_{end}")
        for part in PARTS
        for end in ("lo", "hi")
    ]
    certain = [
        pl.when(pl.col(f"{part}_lo") == pl.col(f"{part}_hi")).then(pl.col(f"{part}_lo")).alias(part) for part in PARTS
    ]
    zero = days.select("subject", *bounds).with_columns(certain)
    return zero.join(origin_facts(links, days, evidence), on="subject", how="left")


def horizon_length(name: str, endpoint: Endpoint, schedule: Schedule) -> Duration | None:
    """How far from time zero an endpoint looks; None where it has no horizon. Errors: see `window_end`."""
    if endpoint.horizon is None:
        return None
    length = endpoint.horizon.node
    return window_end(name, endpoint, length, schedule) if isinstance(length, VisitWindow) else length


def window_end(name: str, endpoint: Endpoint, window: VisitWindow, schedule: Schedule) -> Duration:
    """How long after time zero the late end of a visit's window lies.

    The visit is one of a schedule entry that counts from the endpoint's own time zero; of several, the one that looks
    furthest. Errors: HepaticaError where no entry plans a visit on that day from there.
    """
    day = nominal_days(window.length)
    late = [
        visit.late
        for visit in planned_visits(schedule, endpoint.origin.node)
        if visit.day == day and visit.late is not None
    ]
    if not late:
        raise HepaticaError(
            f"the horizon of {name} is «{endpoint.horizon}», but no visit is planned {window.length.number} "
            f"{window.length.unit} after {endpoint.origin}",
            where=f"endpoints.{name}.horizon",
            do="write the horizon as a length, or plan that visit",
        )
    return Duration(type(window.length.number)(max(late)), "d")


def planned_visits(schedule: Schedule, origin: Point, entry: str | None = None) -> Iterator[PlannedVisit]:
    """The planned visits that count from `origin`, of one schedule entry or of all; open phases are left out."""
    for name, visits in schedule.items():
        if visits.origin.node == origin and entry in (None, name):
            closed = tuple(phase for phase in visits.phases if phase.until.node is not None)
            yield from expand_entry(name, visits.model_copy(update={"phases": closed}))


def origin_links(point: Point, evidence: Evidence) -> dict[str, Anchor]:
    """The anchors with events of their own that time zero rests on, the first choice first, under names of their own."""
    links = _links(point.anchor, evidence.rules.anchors)
    return {f"~link{i}": replace(anchor, fallback=None) for i, anchor in enumerate(links)}


def origin_facts(links: Mapping[str, Anchor], days: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """The record that gives time zero its day: subject, origin_fact (the first of several of that day).

    links: see `origin_links`. days: subject and the day of each link.
    """
    parts = [days.select("subject", fact=pl.lit(None, pl.Int64), order=pl.lit(None, pl.Int32)).clear()]
    for order, (name, anchor) in enumerate(links.items()):
        day = days.select("subject", day=f"{name}_lo").drop_nulls()
        found = occurrences(anchor.events, evidence).filter("fits").join(day, on="subject")
        parts.append(found.filter(pl.col("lo") == pl.col("day")).select("subject", "fact", order=pl.lit(order)))
    first = pl.concat(parts).sort("order", "fact").unique("subject", keep="first", maintain_order=True)
    return first.select("subject", origin_fact="fact")


def _links(name: str, anchors: Mapping[str, Anchor], seen: frozenset[str] = frozenset()) -> Iterator[Anchor]:
    """The anchors with events of their own that a named anchor rests on, the first choice first."""
    if name in seen or name not in anchors:
        return
    anchor: Anchor | None = anchors[name]
    while anchor is not None:
        if anchor.events:
            yield anchor
        elif anchor.point is not None:
            yield from _links(anchor.point.anchor, anchors, seen | {name})
        anchor = anchor.fallback
