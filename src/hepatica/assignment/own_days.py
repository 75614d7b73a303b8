"""Subjects one by one, each with what the study's days and some variables rest on, and where a record came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from hepatica.protocol.context import rule_context
from hepatica.protocol.study import Study
from hepatica.rules.context import Context
from hepatica.rules.nodes import Anchor, EventPattern
from hepatica.rules.reference import SubjectDays, subject_facts
from hepatica.sdtm import Tables, fact_sources
from hepatica.sdtm.days import Calendar
from hepatica.vocabulary import load

SCHEMA = {"USUBJID": pl.String(), "ARM": pl.String(), "EVIDENCE": pl.String(), "FACTS": pl.List(pl.Int64())}
"""What a method that looks at subjects one by one says of each; FACTS: the records that decided."""


def context_of(study: Study, tables: Tables) -> Context:
    """The surroundings of a study's rules, in the days of these data."""
    return rule_context(study, calendar=Calendar.of(tables).dated)


def own_days(
    context: Context, facts: pl.DataFrame, subjects: pl.DataFrame, asked: Iterable[str] = ()
) -> Iterator[tuple[str, SubjectDays]]:
    """Each subject in order with its days; only the facts of the anchors and of the variables `asked` are looked at."""
    wanted = {pattern.variable for anchor in context.anchors.values() for pattern in _patterns(anchor)} | set(asked)
    own = facts.filter(pl.col("variable").is_in(sorted(wanted))).partition_by("subject", as_dict=True)
    for subject in subjects["subject"].sort():
        rows = own[(subject,)].to_dicts() if (subject,) in own else []
        yield subject, SubjectDays(subject_facts(rows, subject), context)


def _patterns(anchor: Anchor) -> Iterator[EventPattern]:
    yield from anchor.events
    if anchor.fallback is not None:
        yield from _patterns(anchor.fallback)


def with_sources(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The rows with SRCREF, where the records FACTS came from (joined by "; "), in the place of FACTS."""
    long = rows.select("USUBJID", fact="FACTS").explode("fact").drop_nulls().unique(maintain_order=True)
    known = fact_sources(tables, load()).select("fact", "srcref").join(long, on="fact", how="semi")
    named = long.join(known, on="fact", how="inner", maintain_order="left").filter(pl.col("srcref").fill_null("") != "")
    said = named.group_by("USUBJID", maintain_order=True).agg(
        SRCREF=pl.col("srcref").unique(maintain_order=True).str.join("; ")
    )
    return rows.drop("FACTS").join(said, on="USUBJID", how="left", maintain_order="left")
