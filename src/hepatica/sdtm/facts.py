"""SDTM tables as facts: one row per recorded thing, in the form the rule evaluators read (see `rules/facts.py`).

Every step works on whole columns; what has to be decided one by one (a unit of a variable, a code of a list, a date) is
decided once for each distinct case and joined.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.rules.facts import SCHEMA
from hepatica.sdtm.clashes import identity, mark_clashes, mark_denials
from hepatica.sdtm.codes import read_codes
from hepatica.sdtm.days import UNDATED, Calendar, row_days
from hepatica.sdtm.homes import Shape, homes, match, shape
from hepatica.sdtm.model import domain
from hepatica.sdtm.numbers import read_numbers
from hepatica.sdtm.problems import mark, unmarked
from hepatica.sdtm.tables import Tables
from hepatica.sdtm.units import judge_numbers
from hepatica.vocabulary import Variable, Vocabulary
from hepatica.vocabulary.reading import NO, YES

CODED: Final = ("code", "ordinal", "boolean", "text")
JUDGED: Final = SCHEMA | {"fault": pl.String(), "meant": pl.String()}
ATTRIBUTES: Final = ("status", "route", "site", "detail")


def facts(tables: Tables, vocabulary: Vocabulary) -> pl.DataFrame:
    """All facts in the tables, with the columns of `rules.facts.SCHEMA`, in the order of `fact`.

    A row without a result, or marked as not done, is no fact. A result that cannot be used (no number, limits without a
    result, unknown unit, outside the plausible range, unknown code, impossible date, another result at the same minute)
    is a fact with a `problem`.
    """
    return judged_facts(tables, vocabulary).select(list(SCHEMA))


def judged_facts(tables: Tables, vocabulary: Vocabulary) -> pl.DataFrame:
    """As `facts`, with the kind of each problem in a word (`fault`, see `problems.Fault`), and `meant`: the unit that
    would explain a value outside its range (see `slips.proposed_units`)."""
    calendar = Calendar.of(tables)
    parts = [
        _facts(code, tables[code], located, vocabulary, calendar)
        for code, located in _located(tables, vocabulary).items()
        if located.height
    ]
    if not parts:
        return pl.DataFrame(schema=JUDGED)
    return mark_denials(pl.concat(parts).sort("fact"))


def fact_sources(tables: Tables, vocabulary: Vocabulary) -> pl.DataFrame:
    """Where each fact comes from: columns fact, subject, variable, domain, seq (null for DM), srcref.

    Holds a row for each fact of `facts(tables, vocabulary)`, and for rows without a result too.
    """
    parts = []
    for code, located in _located(tables, vocabulary).items():
        model, frame = domain(code), tables[code]
        seq = pl.col(model.sequence) if model.sequence in frame.columns else pl.lit(None, pl.Int64)
        keys = frame.select(subject="USUBJID", domain=pl.lit(code), seq=seq, srcref="SRCREF")
        rows = keys[located["row"]]
        parts.append(located.select("fact", "variable").hstack(rows))
    schema = {name: pl.String() for name in ("subject", "variable", "domain", "srcref")}
    if not parts:
        return pl.DataFrame(schema={"fact": pl.Int64(), **schema, "seq": pl.Int64()})
    return pl.concat(parts).select("fact", "subject", "variable", "domain", "seq", "srcref")


def placed_facts(tables: Tables, vocabulary: Vocabulary) -> pl.DataFrame:
    """Judged facts (see `facts.judged_facts`) with the domain, seq and source of the record of each."""
    sources = fact_sources(tables, vocabulary).select("fact", "domain", "seq", source="srcref")
    return judged_facts(tables, vocabulary).join(sources, on="fact", how="left", maintain_order="left")


def _located(tables: Tables, vocabulary: Vocabulary) -> dict[str, pl.DataFrame]:
    """For each domain the facts' numbers, row positions and variables. Numbers depend on the tables alone."""
    found: dict[str, pl.DataFrame] = {}
    start = 0
    for code, frame in tables.domains.items():
        located = match(frame, homes(vocabulary, code))
        ids = pl.int_range(start, start + located.height, dtype=pl.Int64, eager=True)
        found[code] = located.with_columns(ids.alias("fact"))
        start += located.height
    return found


def _facts(
    code: str, frame: pl.DataFrame, located: pl.DataFrame, vocabulary: Vocabulary, calendar: Calendar
) -> pl.DataFrame:
    """The facts of one domain, one group of variables of the same shape after the other."""
    shapes: dict[Shape, list[Variable]] = {}
    for name in located["variable"].unique().sort():
        variable = vocabulary[name]
        shapes.setdefault(shape(variable), []).append(variable)
    parts = []
    for form, variables in shapes.items():
        chosen = located.filter(pl.col("variable").is_in([variable.name for variable in variables]))
        raw = _raw(frame, form, code)[chosen["row"]].hstack(chosen.select("fact", "variable"))
        parts.append(_read(raw, form, {variable.name: variable for variable in variables}, vocabulary, calendar))
    return pl.concat(parts)


def _raw(frame: pl.DataFrame, form: Shape, domain_code: str) -> pl.DataFrame:
    """The parts of a record as text under the names of a shape's parts, days as numbers; "" and null where absent."""

    def texts(columns: tuple[str, ...]) -> pl.Expr:
        there = [pl.col(column).cast(pl.String).replace("", None) for column in columns if column in frame.columns]
        return pl.coalesce(*there).fill_null("") if there else pl.lit("")

    def days(columns: tuple[str, ...]) -> pl.Expr:
        there = [pl.col(column).cast(pl.Int64) for column in columns if column in frame.columns]
        return pl.coalesce(*there) if there else pl.lit(None, pl.Int64)

    codes = form.get("code")
    # an event's words as reported are no code until the list knows them; of a finding the two columns say the same
    coded, spoken = (codes[:1], codes[1:]) if form.kind == "event" else (codes, ())
    names = (
        "value",
        "unit",
        "low",
        "high",
        "start",
        "end",
        "occurred",
        "grade",
        "not_done",
        "doubt",
        "ongoing",
        "as_of",
        *ATTRIBUTES,
    )
    return frame.select(
        subject="USUBJID",
        code=texts(coded),
        spoken=texts(spoken),
        identity=identity(frame, domain_code, form.get("start")),
        start_day=days(form.get("start_day")),
        end_day=days(form.get("end_day")),
        **{name: texts(form.get(name)) for name in names},
    )


def _read(
    raw: pl.DataFrame, form: Shape, variables: dict[str, Variable], vocabulary: Vocabulary, calendar: Calendar
) -> pl.DataFrame:
    """Facts of one shape from the texts of their records."""
    if form.kind == "boolean" and form.get("occurred"):
        # a row among events or treatments says by being there that it was so, unless it says that it was not
        raw = raw.with_columns(code=pl.when(pl.col("code") == "").then(pl.lit("Y")).otherwise("code"))
    content = pl.col("not_done").str.to_uppercase() != "NOT DONE"
    if form.kind == "number":  # limits without a result are a result that got lost, unless it was not done
        content &= (pl.col("value") != "") | (pl.col("low") != "") | (pl.col("high") != "")
    elif form.kind == "date":
        content &= pl.col("value") != ""
    elif form.kind != "event":
        content &= pl.col("code") != ""
    read = unmarked(raw.filter(content)).with_columns(occurred=pl.lit(None, pl.Boolean), said="occurred")
    read = read.with_columns(
        number=pl.lit(None, pl.Float64),
        text=pl.lit(None, pl.String),
        comparator=pl.lit(""),
        low_text=pl.lit(None, pl.String),
        high_text=pl.lit(None, pl.String),
    )
    read = mark(read, "doubt", pl.col("doubt") != "", pl.format("{}: {}", "variable", "doubt"))
    if form.kind == "event":
        read = _events(read)
    if form.kind in ("number", "event"):
        read = _numbers(read, variables, vocabulary, strict=form.kind == "number")
    else:
        read = read.with_columns(
            unit=pl.lit(None, pl.String), low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64)
        )
    if form.kind in (*CODED, "event"):
        read = read_codes(read, variables, vocabulary, form.kind)
    else:
        read = read.with_columns(code=pl.lit(None, pl.String))
    if form.kind == "ordinal":
        rank = pl.col("code").cast(pl.Float64, strict=False)
        read = read.with_columns(number=rank, text=pl.when(rank.is_not_null()).then("code"))
    if form.kind == "date":
        read = _dates(read, calendar)
    if form.kind != "event":
        # of a number only what its home names: which gene or metabolite it is of
        kept = {"detail"} if form.kind == "number" and form.get("detail") else set()
        read = read.with_columns(
            (pl.col(name).replace("", None) if name in kept else pl.lit(None, pl.String)).alias(name)
            for name in ATTRIBUTES
        ).with_columns(grade=None)
    read = row_days(read, calendar, interval=form.interval)
    if form.kind in ("number", *CODED):
        read = mark_clashes(read, form.kind)
    return read.select(
        pl.col(name).cast(kind) if name in read.columns else pl.lit(None, kind).alias(name)
        for name, kind in JUDGED.items()
    )


def _dates(read: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """A date is its own day. Where nothing else has a date, it cannot be set against the study days of the rest."""
    read = mark(read, "order", pl.lit(not calendar.dated), pl.format(UNDATED, "variable"))
    return read.with_columns(start="value", start_day=pl.lit(None, pl.Int64))


def _events(read: pl.DataFrame) -> pl.DataFrame:
    said = pl.col("said").str.strip_chars().str.to_lowercase()
    no = said.is_in(sorted(NO))
    unclear = ~said.is_in(["", *sorted(YES | NO)])
    words = pl.format("{}: whether it occurred is recorded as '{}', not as Y or N", "variable", "said")
    # "did not occur" is about the coded treatment or event; the words beside it only say what was asked
    spoken = pl.when(no).then(pl.lit("")).otherwise("spoken")
    return mark(read, "occurrence", unclear, words).with_columns(occurred=~no, spoken=spoken)


def _numbers(
    read: pl.DataFrame, variables: dict[str, Variable], vocabulary: Vocabulary, *, strict: bool
) -> pl.DataFrame:
    """Number, comparator, unit and limits, with the problems they have; `strict`: a text that is no number is one."""
    values, low, high = (read_numbers(read[name]) for name in ("value", "low", "high"))
    read = read.with_columns(
        values["number"],
        values["text"],
        values["comparator"],
        values["absent"],
        low["text"].alias("low_text"),
        high["text"].alias("high_text"),
        low["number"].alias("low"),
        high["number"].alias("high"),
    )
    return judge_numbers(read, variables, vocabulary, strict=strict)
