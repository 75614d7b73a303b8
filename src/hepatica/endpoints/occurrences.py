"""Which records are occurrences of an event, and which of them comes first after time zero.

Whether a record fits a pattern is three-valued. A record that may fit, or whose day is unknown, is a doubt: it is
carried along with the earliest day on which the event may have happened, and is never taken for a no.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Final

import polars as pl

from hepatica.endpoints.evidence import Evidence
from hepatica.errors import HepaticaError
from hepatica.rules import format_event
from hepatica.rules.columnar import evaluate
from hepatica.rules.nodes import EventPattern, Field, Node, Not, Occurs, Point
from hepatica.sdtm.codes import of_grade

DEATH: Final = "death"
"""Happens once: several records are one event, and an undated record adds nothing to a dated one."""

DAYS: Final = ("start_lo", "start_hi", "end_lo", "end_hi")

SCHEMA: Final = {
    "subject": pl.String(),
    "fact": pl.Int64(),
    "variable": pl.String(),
    "order": pl.Int64(),
    "label": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "fits": pl.Boolean(),
    "why": pl.String(),
}


def occurrences(
    patterns: Sequence[EventPattern], evidence: Evidence, labels: Sequence[str | None] | None = None
) -> pl.DataFrame:
    """The records that fit, or may fit, any of the patterns; one row per record, of the first pattern it fits.

    Returns subject, fact, variable, order and label of the pattern, lo and hi (bounds of the day; null if unknown),
    fits (true, or null where it cannot be told) and why (what is unknown; "" where nothing is).
    """
    question = ("occurrences", tuple(patterns), tuple(labels or ()))
    if question not in evidence.kept:
        evidence.kept[question] = _occurrences(patterns, evidence, labels or [None] * len(patterns))
    return evidence.kept[question]


def _occurrences(patterns: Sequence[EventPattern], evidence: Evidence, named: Sequence[str | None]) -> pl.DataFrame:
    parts = [_of_pattern(p, i, label, evidence) for i, (p, label) in enumerate(zip(patterns, named, strict=True))]
    found = pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA | {"subject": evidence.facts.schema["subject"]})
    if len(patterns) == 1:
        return found
    return found.sort(pl.col("fits").is_null(), "order").unique("fact", keep="first", maintain_order=True)


def _of_pattern(pattern: EventPattern, order: int, label: str | None, evidence: Evidence) -> pl.DataFrame:
    words = in_sentence(evidence.context.vocabulary[pattern.variable].label.en)
    records = despite_grades(pattern, evidence.of(pattern.variable).filter(pl.col("occurred").fill_null(True)))
    fits = fitting(pattern, records, evidence)
    return (
        records.join(fits, on="fact")
        .filter(pl.col("fits").fill_null(True))
        .select(
            "subject",
            "fact",
            "variable",
            order=pl.lit(order, pl.Int64),
            label=pl.lit(label or words),
            lo=pl.col("start_lo"),
            hi=pl.col("start_hi"),
            fits="fits",
            why=pl.when(pl.col("problem").is_not_null())
            .then(pl.format("a record of {} cannot be used ({})", pl.lit(words), "problem"))
            .when(pl.col("fits").is_null())
            .then(pl.lit(f"a record of {words} does not say whether it counts"))
            .when(pl.col("start_lo").is_null() | pl.col("start_hi").is_null())
            .then(pl.lit(f"{words} is recorded without a day"))
            .otherwise(pl.lit("")),
        )
    )


def despite_grades(pattern: EventPattern, records: pl.DataFrame) -> pl.DataFrame:
    """The records, those with an impossible grade made usable where the pattern does not ask for grades."""
    if mentions(pattern.where, Field, lambda part: getattr(part, "name", "") == "grade"):
        return records
    return records.with_columns(problem=beside_grade())


def beside_grade() -> pl.Expr:
    """The problem of a record that its grade does not explain: null where an impossible grade is all that is wrong."""
    backwards = (pl.col("end_hi") < pl.col("start_lo")).fill_null(False)
    return pl.when(~of_grade(pl.col("problem")) | backwards).then("problem")


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence; abbreviations and names keep their capitals.

    >>> in_sentence("Tumour recurrence"), in_sentence("Child-Pugh score"), in_sentence("T stage")
    ('tumour recurrence', 'Child-Pugh score', 'T stage')
    """
    first = label.partition(" ")[0]
    plain = label[1:2].islower() and first[1:] == first[1:].lower()
    return label[:1].lower() + label[1:] if plain else label


def fitting(pattern: EventPattern, records: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Whether each record fits a pattern: fact, fits (null: cannot be told).

    Each record is judged alone, as if it were a subject of its own: it fits if the pattern occurs, and does not if its
    opposite occurs.
    """
    usable = pl.col("problem").is_null()
    if mentions(pattern.where, Point):
        raise HepaticaError(
            f"the event «{format_event(pattern)}» compares a record with a day of the subject",
            do="say what the record is, not when: time zero, entry, landmark and horizon say when",
        )
    if pattern.where is None or records.is_empty():
        return records.select("fact", fits=pl.when(usable).then(True))
    rules: dict[str, Node] = {"yes": Occurs(pattern), "no": Occurs(replace(pattern, where=Not(pattern.where)))}
    answers = each_record(rules, records, evidence)
    return answers.select("fact", fits=pl.when(pl.col("yes")).then(True).when(pl.col("no")).then(False))


def each_record(rules: dict[str, Node], records: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Rules evaluated on every record alone: fact and one nullable Boolean column per rule.

    Records that are alike in everything the rules can look at are evaluated once.
    """
    days = any(looks_at_days(rule) for rule in rules.values())
    apart = ("subject", "fact") if days else ("subject", "fact", *DAYS)
    keys = [name for name in records.columns if name not in apart]
    varying = [name for name in keys if not _constant(records[name])] or keys[:1]
    alike = records.select(keys).unique(varying, maintain_order=True).with_row_index("alike")
    alone = alike.with_columns(subject=pl.col("alike").cast(pl.String), fact=pl.col("alike").cast(pl.Int64))
    if not days:
        alone = alone.with_columns(pl.lit(0, pl.Int64).alias(day) for day in DAYS)
    answers = evaluate(rules, alone.select(records.columns), alone.select("subject"), evidence.context)
    answers = alike.join(answers.with_columns(alike=pl.col("subject").cast(pl.UInt32)), on="alike")
    answers = answers.select(*varying, *rules)
    return records.select("fact", *varying).join(answers, on=varying, nulls_equal=True).select("fact", *rules)


def _constant(column: pl.Series) -> bool:
    """Whether a column says the same of every record."""
    if column.null_count() in (0, len(column)):
        return column.null_count() == len(column) or bool((column == column[0]).all())
    return False


def looks_at_days(node: object) -> bool:
    """Whether a rule compares when a record started or ended."""
    return mentions(node, Field, lambda part: getattr(part, "name", "") in ("start", "end"))


def mentions(node: object, kind: type, also: Callable[[object], bool] = lambda part: True) -> bool:
    """Whether a part of a rule is of a kind of node, and `also` holds of it."""
    if isinstance(node, kind) and also(node):
        return True
    parts = node if isinstance(node, tuple) else ()
    if is_dataclass(node):
        parts = tuple(getattr(node, part.name) for part in fields(node))
    return any(mentions(part, kind, also) for part in parts)


def first_after(found: pl.DataFrame, zero: pl.DataFrame, alive: pl.DataFrame | None = None) -> pl.DataFrame:
    """The first certain occurrence on or after time zero, and the earliest doubtful one.

    found: the frame of `occurrences`. zero: subject, origin (day). alive: subject, day: days on which the subject was
    seen alive. A day known only in bounds counts at its earliest possible day; for death, not before the subject was
    last seen alive within those bounds, or at all where the death has no day. An occurrence that lies before time zero is
    history; one that may is a doubt.
    Returns subject, day, fact, label, lo, hi (of the first); doubt_day, doubt (of the doubt).
    """
    rows = found.join(zero.select("subject", "origin"), on="subject")
    rows = rows.filter(pl.col("hi").is_null() | (pl.col("hi") >= pl.col("origin")))
    rows = rows.with_columns(day=pl.max_horizontal("lo", "origin"))
    once = pl.col("variable") == DEATH
    if alive is not None:
        rows = _not_before_last_seen(rows, alive)
    dated = pl.col("lo").is_not_null() & pl.col("hi").is_not_null()
    straddles = dated & (pl.col("lo") < pl.col("origin")) & ~once
    certain = pl.col("fits").fill_null(False) & dated & ~straddles
    sure = rows.filter(certain).sort("day", "order", "fact").unique("subject", keep="first", maintain_order=True)
    dead = rows.filter(certain & once).select("subject", known=pl.lit(True)).unique()
    doubts = rows.filter(~certain).join(dead, on="subject", how="left")
    doubts = doubts.filter(~(once & pl.col("known").fill_null(False)))
    worry = pl.when(straddles).then(pl.format("{} may lie before time zero", "label")).otherwise("why")
    doubts = doubts.with_columns(doubt=worry).sort("day", "order", "fact").unique("subject", keep="first")
    return (
        zero.select("subject")
        .join(sure.select("subject", "day", "fact", "label", "lo", "hi"), on="subject", how="left")
        .join(doubts.select("subject", doubt_day="day", doubt="doubt"), on="subject", how="left")
    )


def _not_before_last_seen(rows: pl.DataFrame, alive: pl.DataFrame) -> pl.DataFrame:
    unsure = (pl.col("lo") < pl.col("hi")) | pl.col("lo").is_null() | pl.col("hi").is_null()
    partial = rows.filter((pl.col("variable") == DEATH) & unsure)
    seen = (
        partial.select("subject", "fact", "hi")
        .join(alive.select("subject", seen="day"), on="subject")
        .filter((pl.col("seen") <= pl.col("hi")).fill_null(True))
        .group_by("fact")
        .agg(pl.col("seen").max())
    )
    return rows.join(seen, on="fact", how="left").with_columns(day=pl.max_horizontal("day", "seen")).drop("seen")
