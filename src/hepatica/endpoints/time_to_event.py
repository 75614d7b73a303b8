"""Time from a day zero to the first of some events, with censoring: the rows of ADTTE for one endpoint.

Analysis time is date2 - date1 + 1 (ADaM ADTTE): an event on the day of origin comes on day 1. Of several events the
first counts; an event counts before a competing one of the same day, and before a censoring of the same day.
Dates known only in part count at their earliest possible day and say so; a day zero known only in part, or an event of
which nobody knows whether it happened, leaves the subject unanalysed, with the reason.
"""

from __future__ import annotations

import polars as pl

from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.follow_up import (
    CONTACT,
    adequate,
    censoring_patterns,
    ends_by_contact,
    found_dead,
    known_alive,
    last_within,
    missed_before,
    seen,
    signs,
)
from hepatica.endpoints.lines import ended_by_the_next, lines_of, of_the_line, zero_of_lines
from hepatica.endpoints.occurrences import DEATH, first_after, occurrences
from hepatica.endpoints.time_zero import time_zero
from hepatica.endpoints.words import in_words
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Schedule
from hepatica.rules.nodes import EventPattern

EVENT, CENSORED, COMPETING = 0, 1, 2
"""CNSR, as in ADaM: 0 is the event."""


def time_to_event(name: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule) -> pl.DataFrame:
    """Decide time and outcome of every subject for one endpoint; with `per: line`, of every line of its treatment.

    Returns one row a subject (and line): the columns of `time_zero`; event_, rival_ and stop_ day, fact, label, lo, hi,
    doubt_day and doubt (first event, competing event, and end of usable follow-up); gap_start, gap_fact and missed;
    last_day and last_fact (the record that censors); outcome (EVENT, CENSORED, COMPETING), how (the rule that decided),
    day, fact (the deciding ones) and trouble (why the subject cannot be analysed; "" if it can); between_lo and between_hi:
    the days between which the event happened (not yet at the last adequate assessment before it, or at time zero; seen on
    its own day; of a death both are its day); history: the last event before time zero, in words, where there is one; of
    lines those of `lines.zero_of_lines` besides.
    Each line has a clock of its own. The next line ends what is seen of it, as `censor before` does, unless death alone is
    the event.
    Raises HepaticaError where the endpoint's slots do not say what is needed.
    """
    check(name, endpoint)
    names, evidence = evidence.names, evidence.by_place
    zero = time_zero(name, endpoint, evidence, schedule)
    if endpoint.per != "line":
        rows = _outcomes(name, endpoint, evidence, schedule, zero).sort("subject")
        return rows.with_columns(names[rows["subject"]])
    lines = zero_of_lines(lines_of(name, endpoint, evidence, schedule, zero), zero)
    parts = lines.partition_by("line")
    rows = pl.concat([_outcomes(name, endpoint, evidence, schedule, each) for each in parts]).sort("subject", "line")
    return rows.with_columns(names[rows["subject"]])


def _outcomes(
    name: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule, zero: pl.DataFrame
) -> pl.DataFrame:
    """The rows of `time_to_event`, subjects named by their place. zero: at most one row a subject."""
    by_line = "line" in zero.columns
    ends = not death_alone(endpoint)
    known = zero.filter(pl.col("origin").is_not_null())
    alive = _alive(endpoint, evidence) if _unsure_deaths(evidence) else None
    rows = zero
    for prefix, (patterns, labels) in roles(endpoint).items():
        found = occurrences(patterns, evidence, labels)
        first = first_after(of_the_line(found, known, ends=ends) if by_line else found, known, alive)
        rows = rows.join(first.rename({c: f"{prefix}_{c}" for c in first.columns[1:]}), on="subject", how="left")
    if by_line and ends:
        rows = ended_by_the_next(rows)
    rows = rows.join(before_zero(roles(endpoint)["event"], known, evidence), on="subject", how="left")
    rows = rows.join(dead_before(known, evidence), on="subject", how="left")
    # whoever began another line was alive then
    last = pl.col("until").is_null() if by_line and ends else pl.lit(True)
    dead = found_dead(known.filter(last), evidence)
    rows = rows.join(dead, on="subject", how="left").with_columns(outcome=_outcome())
    rows = missed(name, endpoint, schedule, evidence, rows)
    rows = censored(endpoint, evidence, rows)
    rows = decided(endpoint, rows)
    rows = without_baseline(endpoint, evidence, rows)
    rows = between(evidence, rows)
    return rows.with_columns(trouble=_trouble(endpoint, evidence))


def check(name: str, endpoint: Endpoint) -> None:
    """Raise HepaticaError where an endpoint cannot be read as a time to an event."""
    where = f"endpoints.{name}"
    if endpoint.event is None and endpoint.death != "event":
        raise HepaticaError(f"{name} has no event", where=where, do="write `event: progression` (or another event)")
    if endpoint.entry is not None and endpoint.landmark is not None:
        raise HepaticaError(f"{name} has both `entry` and `landmark`", where=where, do="keep the one that is meant")
    if endpoint.per == "line" and (endpoint.entry or endpoint.landmark) is not None:
        raise HepaticaError(
            f"{name} counts lines of treatment, which have no entry or landmark",
            where=where,
            do="leave `entry` and `landmark` out, or count subjects",
        )
    if endpoint.censor is not None and endpoint.censor.known_alive == "contact" and not ends_by_contact(endpoint):
        raise HepaticaError(
            f"{name} is censored at «{endpoint.censor.at}»: what shows that somebody was alive does not matter",
            where=f"{where}.censor.known_alive",
            do="leave `known_alive` out, or write `at: last contact`",
        )
    for pattern in censoring_patterns(endpoint):
        if endpoint.censor is not None and endpoint.censor.at.node.pick != "last":
            raise HepaticaError(
                f"{name} is censored at «{endpoint.censor.at}»",
                where=f"{where}.censor.at",
                do=f"write `last {pattern.variable}`: follow-up ends with the last record",
            )


def death_alone(endpoint: Endpoint) -> bool:
    """Whether death is the only event: who is alive has not had it."""
    return all(pattern.variable == DEATH for pattern in roles(endpoint)["event"][0])


def roles(endpoint: Endpoint) -> dict[str, tuple[list[EventPattern], list[str | None]]]:
    """Which events are the event, compete with it (rival) or end the usable follow-up (stop), with their labels."""
    named: dict[str, list[tuple[EventPattern, str | None]]] = {"event": [], "rival": [], "stop": []}
    named["event"] += [(pattern, None) for pattern in (endpoint.event.node if endpoint.event else ())]
    named["rival"] += [(pattern, None) for pattern in (endpoint.competing.node if endpoint.competing else ())]
    for intercurrent in endpoint.intercurrent:
        role = {"count as event": "event", "censor before": "stop", "ignore": None}[intercurrent.then]
        if role is not None:
            label = intercurrent.label.en if intercurrent.label else None
            named[role] += [(pattern, label) for pattern in intercurrent.event.node]
    role = {"event": "event", "competing": "rival", "censor": "stop", None: None}[endpoint.death]
    if role is not None and all(pattern.variable != DEATH for pattern, _ in named[role]):
        named[role].append((EventPattern(DEATH), None))
    return {key: ([pattern for pattern, _ in pairs], [label for _, label in pairs]) for key, pairs in named.items()}


def signs_of_life(endpoint: Endpoint) -> tuple[EventPattern, ...]:
    """What shows that a subject was alive: contact, adequate imaging, and any event of the endpoint but death."""
    events = [pattern for patterns, _ in roles(endpoint).values() for pattern in patterns]
    return (EventPattern(CONTACT), *adequate(), *(pattern for pattern in events if pattern.variable != DEATH))


def _alive(endpoint: Endpoint, evidence: Evidence) -> pl.DataFrame:
    """Days on which subjects were seen alive: subject, day."""
    parts = [seen(signs_of_life(endpoint), evidence), *([signs(evidence)] if known_alive(endpoint) else [])]
    return pl.concat([part.select("subject", "day") for part in parts])


def _unsure_deaths(evidence: Evidence) -> bool:
    """Whether the day of any death is not known exactly: then it matters when subjects were last seen alive."""
    deaths = evidence.of(DEATH)
    return bool((deaths["start_lo"] < deaths["start_hi"]).any()) or deaths["start_hi"].null_count() > 0


def before_zero(
    events: tuple[list[EventPattern], list[str | None]], known: pl.DataFrame, evidence: Evidence
) -> pl.DataFrame:
    """The last event before time zero, which does not count: subject, history (in words). Deaths are `dead_before`."""
    patterns, labels = events
    found = occurrences(patterns, evidence, labels).filter(pl.col("fits") & (pl.col("variable") != DEATH))
    early = found.join(known.select("subject", "origin"), on="subject").filter(pl.col("hi") < pl.col("origin"))
    last = early.sort("hi", "fact").unique("subject", keep="last", maintain_order=True)
    ago = pl.col("origin") - pl.col("hi")
    return last.select("subject", history=pl.format("{} {} days before time zero does not count", "label", ago))


def dead_before(known: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Subjects whose death is recorded before time zero: subject, dead_before (true)."""
    deaths = occurrences((EventPattern(DEATH),), evidence).filter(pl.col("fits"))
    early = deaths.join(known.select("subject", "origin"), on="subject").filter(pl.col("hi") < pl.col("origin"))
    return early.select("subject", dead_before=pl.lit(True)).unique()


def _outcome() -> pl.Expr:
    """The outcome before missed visits and the horizon are looked at; null where there is no time zero."""
    counts = {
        role: pl.col(f"{role}_day").is_not_null() & (pl.col(f"{role}_day") <= pl.col("stop_day")).fill_null(True)
        for role in ("event", "rival")
    }
    first = (pl.col("event_day") <= pl.col("rival_day")).fill_null(True)
    return (
        pl.when(pl.col("origin").is_null())
        .then(None)
        .when(counts["event"] & first)
        .then(EVENT)
        .when(counts["rival"])
        .then(COMPETING)
        .otherwise(CENSORED)
    )


def missed(name: str, endpoint: Endpoint, schedule: Schedule, evidence: Evidence, rows: pl.DataFrame) -> pl.DataFrame:
    """Add gap_start and gap_fact (last adequate assessment before the event) and missed (planned visits since then).

    Where more visits were missed than the study lets pass, the outcome becomes CENSORED.
    """
    if endpoint.missed_visits is None:
        none = {"gap_start": pl.Int64(), "gap_fact": pl.Int64(), "missed": pl.Int64()}
        return rows.with_columns(pl.lit(None, kind).alias(column) for column, kind in none.items())
    patterns = adequate() if ends_by_contact(endpoint) else censoring_patterns(endpoint)
    with_event = rows.filter(pl.col("outcome") == EVENT)
    limits = with_event.select("subject", after=pl.col("origin") - 1, until=pl.col("event_day") - 1)
    last = last_within(seen(patterns, evidence), limits).drop("last_label")
    last = last.rename({"last_day": "gap_start", "last_fact": "gap_fact"})
    gaps = with_event.select("subject", "origin", end="event_day").join(last, on="subject", how="left")
    gaps = gaps.with_columns(start=pl.coalesce("gap_start", "origin"))
    counted = missed_before(name, endpoint, schedule, gaps)
    rows = rows.join(last, on="subject", how="left").join(counted, on="subject", how="left")
    too_many = (pl.col("missed") > endpoint.missed_visits.more_than).fill_null(False)
    return rows.with_columns(
        outcome=pl.when(too_many).then(CENSORED).otherwise("outcome"),
        missed=pl.when(too_many).then("missed"),
    )


def censored(endpoint: Endpoint, evidence: Evidence, rows: pl.DataFrame) -> pl.DataFrame:
    """Add last_day, last_fact and last_sign: the record at which a subject without an event is censored; null without one.

    Assessments after the end of usable follow-up do not count; contact then lasts until that end. last_sign: what showed
    that the subject was alive, where that is no contact and death is the event (see `follow_up.known_alive`); what is
    recorded of day zero does not count.
    """
    by_contact = ends_by_contact(endpoint)
    until = pl.lit(None, pl.Int64) if by_contact else pl.col("stop_day")
    limits = rows.filter(pl.col("outcome") == CENSORED).select("subject", after="origin", until=until)
    if by_contact:
        limits = limits.with_columns(after=pl.col("after") - 1)
    last = last_within(seen(censoring_patterns(endpoint), evidence), limits).drop("last_label")
    rows = rows.join(last, on="subject", how="left").with_columns(last_sign=pl.lit(None, pl.String))
    if not by_contact:
        return rows
    if known_alive(endpoint) and death_alone(endpoint):
        rows = _last_alive(rows, last_within(signs(evidence), limits.with_columns(pl.col("after") + 1)))
    ended = (pl.col("outcome") == CENSORED) & (pl.col("stop_day") <= pl.col("last_day")).fill_null(
        pl.col("stop_day").is_not_null()
    )
    return rows.with_columns(
        last_day=pl.when(ended).then("stop_day").otherwise("last_day"),
        last_fact=pl.when(ended).then("stop_fact").otherwise("last_fact"),
        last_sign=pl.when(~ended.fill_null(False)).then("last_sign"),
    )


def _last_alive(rows: pl.DataFrame, last: pl.DataFrame) -> pl.DataFrame:
    """The rows with the last record that shows life, where it lies after the last contact. last: the frame of `last_within`."""
    rows = rows.join(last.rename(lambda name: name.replace("last_", "sign_")), on="subject", how="left")
    later = (pl.col("sign_day") > pl.col("last_day")).fill_null(pl.col("sign_day").is_not_null())
    return rows.with_columns(
        last_day=pl.when(later).then("sign_day").otherwise("last_day"),
        last_fact=pl.when(later).then("sign_fact").otherwise("last_fact"),
        last_sign=pl.when(later).then("sign_label"),
    ).drop("sign_day", "sign_fact", "sign_label")


def decided(endpoint: Endpoint, rows: pl.DataFrame) -> pl.DataFrame:
    """Add how, day and fact, and censor what lies beyond the horizon at the horizon."""
    gap = pl.col("missed").is_not_null()
    at_zero = (pl.col("outcome") == CENSORED) & pl.col("last_day").is_null() & ~gap
    rows = rows.with_columns(
        how=pl.when(pl.col("outcome") == EVENT)
        .then(pl.lit("event"))
        .when(pl.col("outcome") == COMPETING)
        .then(pl.lit("competing"))
        .when(gap)
        .then(pl.lit("missed"))
        .when(at_zero)
        .then(pl.lit("day 0") if day_zero_holds(endpoint) else pl.lit("unknown"))
        .when(pl.col("outcome") == CENSORED)
        .then(pl.lit("last")),
        day=pl.when(pl.col("outcome") == EVENT)
        .then("event_day")
        .when(pl.col("outcome") == COMPETING)
        .then("rival_day")
        .when(gap)
        .then(pl.coalesce("gap_start", "origin"))
        .otherwise(pl.coalesce("last_day", "origin")),
        fact=pl.when(pl.col("outcome") == EVENT)
        .then("event_fact")
        .when(pl.col("outcome") == COMPETING)
        .then("rival_fact")
        .when(gap)
        .then(pl.coalesce("gap_fact", "origin_fact"))
        .otherwise(pl.coalesce("last_fact", "origin_fact")),
    )
    beyond = (pl.col("day") > pl.col("horizon")).fill_null(False)
    return rows.with_columns(
        outcome=pl.when(beyond).then(CENSORED).otherwise("outcome"),
        how=pl.when(beyond).then(pl.lit("horizon")).otherwise("how"),
        day=pl.when(beyond).then("horizon").otherwise("day"),
    )


def without_baseline(endpoint: Endpoint, evidence: Evidence, rows: pl.DataFrame) -> pl.DataFrame:
    """Censor at time zero whoever has no adequate assessment on or before it, where the study says so."""
    if endpoint.no_baseline is None:
        return rows
    zero = rows.select("subject", "origin").drop_nulls()
    had = seen(adequate(), evidence).join(zero, on="subject").filter(pl.col("day") <= pl.col("origin"))
    rows = rows.join(had.select("subject", had_baseline=pl.lit(True)).unique(), on="subject", how="left")
    none = pl.col("had_baseline").is_null() & pl.col("outcome").is_not_null()
    return rows.with_columns(
        outcome=pl.when(none).then(CENSORED).otherwise("outcome"),
        how=pl.when(none).then(pl.lit("no baseline")).otherwise("how"),
        day=pl.when(none).then("origin").otherwise("day"),
        fact=pl.when(none).then("origin_fact").otherwise("fact"),
    )


def between(evidence: Evidence, rows: pl.DataFrame) -> pl.DataFrame:
    """Add between_lo and between_hi of whoever had the event; null for everybody else."""
    had = rows.filter(pl.col("outcome") == EVENT)
    limits = had.select("subject", after=pl.col("origin") - 1, until=pl.col("event_day") - 1)
    before = last_within(seen(adequate(), evidence), limits).select("subject", assessed="last_day")
    deaths = evidence.of(DEATH).select(event_fact="fact", died=pl.lit(True))
    had = had.select("subject", "origin", "event_day", "event_fact").join(before, on="subject", how="left")
    had = had.join(deaths, on="event_fact", how="left")
    low = pl.when("died").then("event_day").otherwise(pl.coalesce("assessed", "origin"))
    return rows.join(had.select("subject", between_lo=low, between_hi="event_day"), on="subject", how="left")


def day_zero_holds(endpoint: Endpoint) -> bool:
    """Whether a subject without any record of follow-up is censored on day zero.

    That is the rule for assessments. For contact it must be written in the study: a subject whom nobody has heard of
    since may be dead.
    """
    if endpoint.censor is None or endpoint.censor.if_none != "day 0":
        return False
    return not ends_by_contact(endpoint) or "if_none" in endpoint.censor.model_fields_set


def _trouble(endpoint: Endpoint, evidence: Evidence) -> pl.Expr:
    """Why a subject cannot be analysed, the most basic reason first; "" if it can be."""
    origin = pl.lit(in_words(endpoint.origin, evidence))
    start = pl.coalesce("entry", "landmark")
    word = "entry" if endpoint.entry is not None else "the landmark"
    text = endpoint.entry or endpoint.landmark
    late = pl.col("day") < start
    began = pl.col("day") - pl.col("origin") + 1
    needed = pl.lit(text is not None) & start.is_null()
    ended = pl.when(pl.col("outcome") == EVENT).then(pl.lit("the event came")).otherwise(pl.lit("follow-up ended"))
    asked = endpoint.horizon is not None
    by_contact = ends_by_contact(endpoint)
    worries = {role: _worry(role, by_contact=by_contact) for role in ("event", "rival", "stop")}
    deadly = any(pattern.variable == DEATH for patterns, _ in roles(endpoint).values() for pattern in patterns)
    return (
        pl.when(pl.col("origin_lo").is_null() | pl.col("origin_hi").is_null())
        .then(pl.format("time zero {} has no known day", origin))
        .when(pl.col("origin").is_null())
        .then(pl.format("the day of time zero {} is known only in part", origin))
        .when(pl.col("dead_before").fill_null(False))
        .then(pl.format("death is recorded before time zero {}", origin))
        .when(needed)
        .then(pl.lit(f"the day of {word} {in_words(text, evidence) if text else ''} is not known"))
        .when(pl.lit(asked) & pl.col("horizon").is_null())
        .then(pl.lit("the day of the horizon is not known"))
        .when(pl.any_horizontal(worries.values()))
        .then(pl.coalesce(*(pl.when(worries[role]).then(f"{role}_doubt") for role in ("event", "rival", "stop"))))
        .when(deadly & (pl.col("outcome") != EVENT) & pl.col("found_dead").fill_null(False))
        .then(pl.lit("the subject is recorded as dead, but no death is recorded"))
        .when(pl.col("how") == "unknown")
        .then(pl.lit("neither the event nor any later follow-up is recorded"))
        .when(late)
        .then(pl.format("{} on day {}, before {} on day {}", ended, began, pl.lit(word), start - pl.col("origin") + 1))
        .otherwise(pl.lit(""))
    )


def _worry(role: str, *, by_contact: bool) -> pl.Expr:
    """Whether a doubtful record of this role may have come before what was decided.

    Against an event only an earlier day matters, and so it does for what ends usable follow-up where assessments censor
    (a death without a day comes after the last of them); else any day of the follow-up that would have been counted.
    """
    doubt = pl.col(f"{role}_doubt_day")
    end = pl.min_horizontal("stop_day", "horizon", pl.when(pl.col("outcome") == COMPETING).then("rival_day"))
    before_event = doubt < pl.col("day")
    in_follow_up = (doubt <= end).fill_null(True)
    earlier_only = (pl.col("outcome") == EVENT) | pl.lit(role == "stop" and not by_contact)
    return (doubt.is_not_null() & pl.when(earlier_only).then(before_event).otherwise(in_follow_up)).fill_null(False)
