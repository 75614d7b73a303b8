"""How long a subject was followed: adequate assessments, last contact, and visits that were missed."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.occurrences import DEATH, in_sentence, occurrences
from hepatica.endpoints.time_zero import planned_visits
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Schedule
from hepatica.rules import parse_event
from hepatica.rules.nodes import EventPattern

CONTACT = "last_contact"
SHOWS_LIFE: Final = {
    "visits": ("SV",),
    "laboratory results": ("LB", "MB", "CP"),
    "assessments": ("RS", "TU", "TR", "QS", "VS", "EG", "CV"),
    "treatments": ("PR", "EX", "EC", "CM"),
}
"""Records whose subject was alive on their day, by the SDTM domain of the variable."""
LASTS: Final = ("EX", "EC")
"""Treatments taken up to the day of their end."""
END: Final = "end of "
"""What the label of such a day begins with."""
ALIVE, DEAD = "ALIVE", "DEAD"
"""What a contact can have found. One that found the subject dead, or found nothing out, shows nobody alive."""


def adequate() -> tuple[EventPattern, ...]:
    """An imaging assessment that was adequate. One whose adequacy nobody recorded is not."""
    return (parse_event("imaging(status = adequate)"),)


def censoring_patterns(endpoint: Endpoint) -> tuple[EventPattern, ...]:
    """The records that end follow-up; last contact where the study names none."""
    return endpoint.censor.at.node.events if endpoint.censor else (EventPattern(CONTACT),)


def ends_by_contact(endpoint: Endpoint) -> bool:
    """Whether follow-up lasts without a gap until its end (contact), instead of from assessment to assessment."""
    return all(pattern.variable == CONTACT for pattern in censoring_patterns(endpoint))


def seen(patterns: tuple[EventPattern, ...], evidence: Evidence) -> pl.DataFrame:
    """Days on which something was certainly recorded: subject, day (the earliest possible), fact, label.

    Ordered by subject and day, the first fact of a day last.
    """
    question = ("seen", patterns)
    if question not in evidence.kept:
        evidence.kept[question] = _seen(patterns, evidence)
    return evidence.kept[question]


def _seen(patterns: tuple[EventPattern, ...], evidence: Evidence) -> pl.DataFrame:
    found = occurrences(patterns, evidence).filter(pl.col("fits") & pl.col("lo").is_not_null())
    silent = evidence.of(CONTACT).filter(pl.col("code") != ALIVE)
    found = found.join(silent, on="fact", how="anti")
    days = found.select("subject", day="lo", fact="fact", label="label")
    return days.sort("subject", "day", "fact", descending=[False, False, True])


def known_alive(endpoint: Endpoint) -> bool:
    """Whether other records than contacts show that a subject was alive: unless the study says otherwise."""
    return endpoint.censor is None or endpoint.censor.known_alive == "any record"


def signs(evidence: Evidence) -> pl.DataFrame:
    """Days on which a subject was alive by a record of SHOWS_LIFE; the frame of `seen`, label being the kind of record."""
    if "signs" not in evidence.kept:
        evidence.kept["signs"] = _signs(evidence)
    return evidence.kept["signs"]


def _signs(evidence: Evidence) -> pl.DataFrame:
    vocabulary = evidence.context.vocabulary
    every = [domain for domains in SHOWS_LIFE.values() for domain in domains]
    homes = {name: vocabulary[name].home.domain for name in evidence.facts["variable"].unique()}
    words = {name: in_sentence(vocabulary[name].label.en) for name, domain in homes.items() if domain in every}
    happened = pl.col("problem").is_null() & pl.col("occurred").fill_null(True)
    found = evidence.facts.filter(happened & pl.col("variable").is_in(list(words)))
    lasting = pl.col("variable").is_in([name for name in words if homes[name] in LASTS])
    end = pl.when(lasting & (pl.col("end_lo") > pl.col("start_lo"))).then("end_lo")
    label = pl.col("variable").replace_strict(words, return_dtype=pl.String)
    starts = found.select("subject", day="start_lo", fact="fact", label=label)
    ends = found.select("subject", day=end, fact="fact", label=pl.format(f"{END}{{}}", label))
    days = pl.concat([starts, ends]).drop_nulls("day")
    return days.sort("subject", "day", "fact", descending=[False, False, True])


def found_dead(known: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Subjects whom a contact found dead, but whose death is not recorded: subject, found_dead (true)."""
    dead = evidence.of(CONTACT).filter((pl.col("code") == DEAD) & pl.col("problem").is_null())
    dead = dead.join(known.select("subject", "origin"), on="subject")
    dead = dead.filter((pl.col("start_hi") >= pl.col("origin")).fill_null(True))
    recorded = evidence.of(DEATH).filter(pl.col("occurred").fill_null(True))
    return dead.join(recorded, on="subject", how="anti").select("subject", found_dead=pl.lit(True)).unique()


def last_within(records: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
    """The last record of each subject between two days: subject, last_day, last_fact, last_label.

    records: subject, day, fact, in the order of `seen`. limits: subject, after (left out), until (included; null: no end).
    """
    rows = records.join(limits, on="subject", maintain_order="left")
    rows = rows.filter((pl.col("day") > pl.col("after")) & (pl.col("day") <= pl.col("until")).fill_null(True))
    last = rows.filter((pl.col("subject") != pl.col("subject").shift(-1)).fill_null(True))
    return last.select("subject", last_day="day", last_fact="fact", last_label="label")


def missed_before(name: str, endpoint: Endpoint, schedule: Schedule, gaps: pl.DataFrame) -> pl.DataFrame:
    """How many planned visits lie wholly between the last adequate assessment and the event: subject, missed.

    gaps: subject, origin, start (day of the last adequate assessment), end (day of the event). A visit is missed if its
    whole window lies between the two. Errors: HepaticaError where the study plans no such visit.
    """
    rule = endpoint.missed_visits
    visits = [
        {"early": visit.early, "late": visit.late}
        for visit in planned_visits(schedule, endpoint.origin.node, rule.visits if rule else None)
        if visit.kind == "planned" and (rule is None or rule.visits or "imaging" in visit.assessments)
    ]
    if not visits:
        raise HepaticaError(
            f"{name} counts missed visits, but the schedule plans none from {endpoint.origin}",
            where=f"endpoints.{name}.missed_visits",
            do="name the schedule entry in `visits`, or plan imaging from the same day",
        )
    plan = pl.DataFrame(visits, schema={"early": pl.Int64(), "late": pl.Int64()}).unique()
    rows = gaps.join(plan, how="cross").with_columns(
        early=pl.col("origin") + pl.col("early"), late=pl.col("origin") + pl.col("late")
    )
    lost = (pl.col("early") > pl.col("start")) & (pl.col("late") < pl.col("end"))
    return rows.group_by("subject").agg(missed=lost.sum().cast(pl.Int64))
