"""What the endpoints are derived from: facts, where each came from, and the study's days."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import polars as pl

from hepatica.endpoints.ctcae_version import ctcae_version
from hepatica.endpoints.read_tables import READS, Lesions, lesions_of, reads_of
from hepatica.errors import HepaticaError
from hepatica.instruments import Derived, derived
from hepatica.protocol.context import rule_context
from hepatica.protocol.meaning import points
from hepatica.protocol.study import Study
from hepatica.rules.columnar import anchor_days
from hepatica.rules.context import Context
from hepatica.rules.nodes import Anchor
from hepatica.rules.walk import variables
from hepatica.sdtm import Tables, fact_sources
from hepatica.sdtm import facts as facts_of
from hepatica.sdtm.days import Calendar

SOURCES: Final = {"fact": pl.Int64(), "variable": pl.String(), "domain": pl.String(), "seq": pl.Int64()}


@dataclass(frozen=True)
class Evidence:
    """Subject data of one study, prepared once for all endpoints.

    study: identifier, for STUDYID. facts: the frame of `hepatica.rules.facts`. subjects: column `subject`, sorted.
    sources: fact -> variable, domain, seq. rules: the surroundings in which the study's rules are evaluated.
    reads: who read each recorded response. lesions: those that were measured, if any. labels: what the study calls its
    days, for people. kept, with_more: what several endpoints ask for, and the evidence with facts made for some of them.
    """

    study: str
    facts: pl.DataFrame
    subjects: pl.DataFrame
    sources: pl.DataFrame
    rules: Context
    reads: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=READS))
    lesions: Lesions | None = None
    kept: dict[Hashable, pl.DataFrame] = field(default_factory=dict, init=False, repr=False, compare=False)
    with_more: dict[Hashable, Evidence] = field(default_factory=dict, init=False, repr=False, compare=False)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def context(self) -> Context:
        """The surroundings for records that are judged one by one: no default window, no reference day."""
        return replace(self.rules, window=None, reference=None)

    def days(self, anchors: Mapping[str, Anchor]) -> pl.DataFrame:
        """The earliest and latest possible day of each anchor: subject, <name>_lo, <name>_hi; null: no bound known."""
        context = replace(self.context, anchors=behind(anchors, {**self.rules.anchors, **anchors}))
        found: pl.DataFrame = anchor_days(context, self.facts, self.subjects)
        columns = [pl.col(f"{name}_{end}").cast(pl.Int64) for name in anchors for end in ("lo", "hi")]
        return found.select("subject", *columns)

    @cached_property
    def names(self) -> pl.Series:
        """The subjects in order."""
        return self.subjects["subject"].sort()

    @cached_property
    def by_place(self) -> Evidence:
        """The same, each subject named by its place among `names`, from 0: whole numbers are quick to join by.

        Facts of anybody else have none (null).
        """
        place = pl.col("subject").cast(pl.Enum(self.names), strict=False).to_physical().cast(pl.UInt32)
        places = pl.int_range(len(self.names), dtype=pl.UInt32, eager=True).alias("subject")
        return replace(self, facts=self.facts.with_columns(place), subjects=places.to_frame())

    @property
    def next_fact(self) -> int:
        """The least number that no fact has yet."""
        numbers = [table["fact"].max() for table in (self.facts, self.sources)]
        return 1 + max((number for number in numbers if isinstance(number, int)), default=0)

    def of(self, variable: str) -> pl.DataFrame:
        """The facts of a variable."""
        return self._by_variable.get((variable,), self.facts.clear())

    @cached_property
    def _by_variable(self) -> dict[tuple[object, ...], pl.DataFrame]:
        return self.facts.partition_by("variable", as_dict=True)


def behind(names: Iterable[str], anchors: Mapping[str, Anchor]) -> dict[str, Anchor]:
    """The anchors of these names and all that they rest on, in the order in which they are defined."""
    wanted = list(names)
    for name in wanted:
        wanted += {point.anchor for point in points(anchors[name])} - set(wanted) if name in anchors else ()
    return {name: anchor for name, anchor in anchors.items() if name in wanted}


def gather(study: Study, tables: Tables, facts: pl.DataFrame | None = None) -> Evidence:
    """The evidence in a study's tables; `facts` are made of them if not given. Raises HepaticaError on no subject."""
    if not tables.subjects:
        raise HepaticaError("the data hold no subject", do="import the domain DM, one row a subject")
    context = rule_context(study, calendar=Calendar.of(tables).dated)
    found = facts_of(tables, context.vocabulary) if facts is None else facts
    sources = in_order(fact_sources(tables, context.vocabulary))
    found = found.join(sources.select("fact", "place"), on="fact", how="left").drop("fact").rename({"place": "fact"})
    placed = sources.drop("fact").rename({"place": "fact"})
    placed = placed.select(pl.col(name).cast(kind) for name, kind in SOURCES.items())
    scores = derived(found, variables=asked(study), first=placed.height)
    return Evidence(
        study=study.study,
        facts=pl.concat([found, scores.facts.select(found.columns)]),
        subjects=pl.DataFrame({"subject": sorted(tables.subjects)}, schema={"subject": pl.String()}),
        sources=pl.concat([placed, _sources_of_derived(scores, found, placed)]),
        rules=context,
        reads=reads_of(tables, sources.drop("fact").rename({"place": "fact"})),
        lesions=lesions_of(tables),
        labels={name: each.label.en for name, each in study.anchors.items() if each.label},
    )


def asked(study: Study) -> frozenset[str]:
    """The variables that the endpoints of a study look at, and, where it names CTCAE, what that grades and no one records."""
    rules = [endpoint.state.node for endpoint in study.endpoints.values() if endpoint.state]
    named = {endpoint.variable for endpoint in study.endpoints.values() if endpoint.variable}
    corrected = {"calcium_corrected"} if ctcae_version(study) is not None else set()
    return frozenset(named).union(corrected, *map(variables, rules))


def _sources_of_derived(scores: Derived, facts: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """The record that a derived fact is traced to: the newest of those it was computed from, the columns of SOURCES."""
    rests = scores.rests_on.join(facts.select(component="fact", day="start_lo"), on="component")
    newest = rests.sort("fact", "day", "component", nulls_last=False).group_by("fact", maintain_order=True).last()
    record = newest.join(sources.rename({"fact": "component"}), on="component")
    return record.select(pl.col(name).cast(kind) for name, kind in SOURCES.items())


def in_order(sources: pl.DataFrame) -> pl.DataFrame:
    """Facts numbered (`place`) by subject, domain, --SEQ and variable: of two records of one day the same one counts,
    however the rows of the tables are ordered.
    """
    ranked = sources.sort("subject", "domain", "seq", "variable", maintain_order=True)
    return ranked.with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64))
