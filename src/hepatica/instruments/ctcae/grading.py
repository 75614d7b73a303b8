"""Grades of laboratory results by CTCAE 4.03, 5.0 or 6.0, three-valued: a grade, or why there is none.

Rules: `data/laboratory.yaml`, from the text of the Common Terminology Criteria for Adverse Events of the National Cancer
Institute. A result is judged against its own row's limits of normal and baseline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, Literal

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae import columns
from hepatica.instruments.ctcae.criteria import CLINICAL
from hepatica.instruments.ctcae.evaluate import at_least, holds
from hepatica.instruments.ctcae.missing import used, why_open
from hepatica.instruments.ctcae.rules import Rule, Version, rules
from hepatica.instruments.ctcae.units import SYSTEMS, CutOffs, System, cut_offs

Clinical = Literal["worst", "unknown"]
"""What is assumed of symptoms and treatment that nobody recorded: the worst, or nothing."""

SLICE: Final = 1_000_000
"""Rows graded together: bounds the memory, whatever the table."""

GRADE: Final = pl.Int8()


def grade_laboratory(
    table: pl.DataFrame, *, version: Version = "5.0", units: System = "any", clinical: Clinical = "worst"
) -> pl.DataFrame:
    """Grade each row of a table of laboratory results.

    table: columns term (as CTCAE has it, in any case) and value (numbers, or texts such as `<0.3`). Besides, where there
    are such: comparator (`<`, `<=`, `>`, `>=`), unit, lln and uln, base (all in that unit), base_indicator (LOW, NORMAL,
    HIGH; without one, base is held against lln and uln), change (per cent from baseline, used where there is no base),
    symptomatic, anticoagulated, consequences (true, false).
    units: which are taken; `SI` and `US` refuse all but those the system writes. clinical: what is assumed of symptoms,
    anticoagulation and consequences where they are null.
    Returns, row by row: grade (0 to 4; null where it cannot be told), grade_low and grade_high (what it can be; null
    where nothing can be told) and problem (why there is no grade).
    Raises HepaticaError for a missing column, one of the wrong type, an unknown version or choice.
    """
    known = rules(version)
    _check(units, clinical)
    slices = list(table.iter_slices(SLICE)) or [table]
    found = pl.concat(_slice(columns.ready(part), known, version, units, clinical) for part in slices)
    grade = pl.when(pl.col("problem").is_null()).then("grade_low").alias("grade")
    return found.select(grade, "grade_low", "grade_high", "problem")


def _slice(
    table: pl.DataFrame, known: Mapping[str, Rule], version: str, units: System, clinical: Clinical
) -> pl.DataFrame:
    """grade_low, grade_high and problem of some rows, in their order."""
    numbers = {term.casefold(): number for number, term in enumerate(known)}
    term = columns.looked_up(table["term"], lambda text: numbers.get(text.strip().casefold()), pl.UInt32())
    sound = ~table["bad"] & term.is_not_null()
    refused = table.filter(~sound)
    done = [_ungraded(refused, _why_refused(refused, version))]
    for number, unit, comparator, part in _alike(table.filter(sound), term.filter(sound)):
        rule = list(known.values())[number]
        cuts = cut_offs(rule, unit, units)
        if isinstance(cuts, str):
            done.append(_ungraded(part, pl.lit(cuts)))
        else:
            done += _graded(_complete(part, clinical), rule, comparator, cuts)
    return pl.concat(done).sort("row").drop("row")


def _alike(table: pl.DataFrame, term: pl.Series) -> Iterator[tuple[int, str, str, pl.DataFrame]]:
    """The rows of each term, unit and comparator; without those columns, which are the same in all of them."""
    group, spellings = term, []
    for name in ("unit", "comparator"):
        codes, seen = columns.coded(table[name]) if name in table.columns else (0, [])
        group = group * (len(seen) + 1) + codes
        spellings.append([*seen, ""])
    numbers = table.drop("term", "unit", "comparator", "bad", "written", strict=False)
    for (key,), part in numbers.with_columns(group.alias("group")).partition_by("group", as_dict=True).items():
        rest, comparator = divmod(int(key), len(spellings[1]))
        number, unit = divmod(rest, len(spellings[0]))
        yield number, spellings[0][unit], spellings[1][comparator], part


def _complete(part: pl.DataFrame, clinical: Clinical) -> pl.DataFrame:
    """The rows with every column that a rule may read; what nobody recorded is assumed true where the worst is."""
    absent = [pl.lit(None, kind).alias(name) for name, kind in columns.SCHEMA.items() if name not in part.columns]
    assumed = [pl.col(name).fill_null(True) for name in CLINICAL] if clinical == "worst" else []
    return part.with_columns(absent).with_columns(assumed)


def _graded(part: pl.DataFrame, rule: Rule, comparator: str, cuts: CutOffs | None) -> list[pl.DataFrame]:
    """Grades of rows of one term, unit and comparator: those with everything the rule asks for, and the others."""
    conditions = at_least(rule, comparator, cuts)
    asked = used(rule)
    if comparator or rule.elsewhere or any(part[name].null_count() for name in asked):
        whole = pl.all_horizontal(pl.col(name).is_not_null() for name in asked) if asked else pl.lit(True)
        whole &= pl.lit(not comparator and rule.elsewhere is None)
        return [
            _decided(part.filter(whole), conditions),
            _open(part.filter(~whole), conditions, rule, comparator, cuts),
        ]
    return [_decided(part, conditions)]


def _decided(part: pl.DataFrame, conditions: Mapping[int, pl.Expr]) -> pl.DataFrame:
    grade = _highest(conditions)
    return part.select("row", grade_low=grade, grade_high=grade, problem=pl.lit(None, pl.String))


def _open(
    part: pl.DataFrame, conditions: Mapping[int, pl.Expr], rule: Rule, comparator: str, cuts: CutOffs | None
) -> pl.DataFrame:
    low = _highest({grade: holding.fill_null(False) for grade, holding in conditions.items()})
    high = _highest({grade: holding.fill_null(True) for grade, holding in conditions.items()})
    table = part.with_columns(grade_low=low, grade_high=high)
    open_ = pl.col("grade_low") != pl.col("grade_high")
    problem: pl.Expr = pl.when(open_).then(why_open(rule, comparator))
    if rule.elsewhere is not None:
        another = holds(rule.elsewhere.when, comparator, cuts).fill_null(False)
        table = table.with_columns(pl.when(~another).then(name).alias(name) for name in ("grade_low", "grade_high"))
        problem = pl.when(another).then(pl.lit(rule.elsewhere.says)).otherwise(problem)
    return table.select("row", "grade_low", "grade_high", problem=problem)


def _highest(conditions: Mapping[int, pl.Expr]) -> pl.Expr:
    """The highest grade whose condition holds: each one that holds adds its distance from the one below."""
    rising = sorted(conditions)
    steps = [grade - below for below, grade in pairwise([0, *rising])]
    return sum(
        (conditions[grade].cast(GRADE) * step for grade, step in zip(rising, steps, strict=True)), pl.lit(0, GRADE)
    )


def _ungraded(rows: pl.DataFrame, problem: pl.Expr) -> pl.DataFrame:
    nothing = [pl.lit(None, GRADE).alias(name) for name in ("grade_low", "grade_high")]
    return rows.select("row", *nothing, problem.alias("problem"))


def _why_refused(rows: pl.DataFrame, version: str) -> pl.Expr:
    strange = pl.format("'{}' is no laboratory term of CTCAE {}", pl.col("term"), pl.lit(version))
    unnamed = pl.col("term").str.strip_chars().fill_null("") == ""
    bad = columns.why_bad(rows.columns)
    return pl.when("bad").then(bad).when(unnamed).then(pl.lit("no term")).otherwise(strange)


def _check(units: str, clinical: str) -> None:
    if units not in SYSTEMS:
        raise HepaticaError(f"'{units}' is no choice of units", do=f"use one of {', '.join(SYSTEMS)}")
    if clinical not in ("worst", "unknown"):
        raise HepaticaError(f"'{clinical}' cannot be assumed of what was not recorded", do="use worst or unknown")
