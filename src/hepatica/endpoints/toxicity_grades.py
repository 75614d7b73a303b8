"""CTCAE grades of recorded laboratory results: of each result, of the baseline, and the worst after it.

Names: CDISC ADaM Implementation Guide 1.3, section 3.3.4 (ATOXGR, BTOXGR). Baseline is the last usable value on or before
time zero; it is what CTCAE 5.0 grades the liver enzymes against. A result without a day is graded all the same: it is
neither a baseline nor the worst.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from hepatica.endpoints.baseline import baseline
from hepatica.endpoints.days import study_day
from hepatica.endpoints.emergent import first_worst
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.values import in_own_unit, recorded_values
from hepatica.instruments.ctcae import Version, rules
from hepatica.instruments.ctcae.toxicity import SIDES, toxicity
from hepatica.vocabulary import Variable

SCHEMA: Final = {
    "USUBJID": pl.String(),
    "PARAMCD": pl.String(),
    "PARAM": pl.String(),
    "ADAY": pl.Int64(),
    "ADY": pl.Int64(),
    "AVAL": pl.Float64(),
    "AVALC": pl.String(),
    "comparator": pl.String(),
    "AVALU": pl.String(),
    "ANRLO": pl.Float64(),
    "ANRHI": pl.Float64(),
    "BASE": pl.Float64(),
    "BNRIND": pl.String(),
    "ABLFL": pl.String(),
    "ATOXDSCL": pl.String(),
    "ATOXGRL": pl.String(),
    "ATOXDSCH": pl.String(),
    "ATOXGRH": pl.String(),
    "ATOXGR": pl.String(),
    "BTOXGRL": pl.String(),
    "BTOXGRH": pl.String(),
    "BTOXGR": pl.String(),
    "WORSTLFL": pl.String(),
    "WORSTHFL": pl.String(),
    "fact": pl.Int64(),
    "problem": pl.String(),
    "assumed": pl.String(),
}
"""A result is graded in the unit it is reported in, whose own cut-offs CTCAE gives; AVAL, the limits and BASE stand in the
variable's own unit (AVALU); AVALC as reported. ATOXGRL, ATOXGRH: grades 0 to 4 of what is
too low, too high; null where there is none, for the reason in `problem`. ATOXGR: both in one, `-3` is grade 3 of what is too
low. BTOXGRL, BTOXGRH, BTOXGR: those of the baseline. WORSTLFL, WORSTHFL: Y on the first result of the highest grade after time
zero, of each subject, test and direction. fact: the record, as in the evidence. assumed: what is not known of a result
(symptoms, anticoagulants) and was taken as the worst, where its grade hangs on that.
"""


def graded(evidence: Evidence, zero: pl.DataFrame, *, version: Version = "5.0") -> pl.DataFrame:
    """Every laboratory result that CTCAE has a term for, graded: the columns of SCHEMA, by subject, test and day.

    zero: subject, origin (day), and since (the first day that a baseline may have) where there is one. A result that
    cannot be used (no number, unknown unit, out of range) stands with its problem and without a grade; the others stand.
    """
    since = pl.col("since") if "since" in zero.columns else pl.lit(None, pl.Int64)
    parts = list(_results(evidence, zero.select("subject", "origin", since=since), version))
    if not parts:
        return pl.DataFrame(schema=SCHEMA)
    rows = pl.concat(parts)
    usable = rows["problem"].is_null()
    told = {name: pl.col(name) / pl.col("worth") for name in ("AVAL", "ANRLO", "ANRHI", "BASE")}
    asked = rows.with_columns(**told, AVALU="reported").with_columns(AVAL=pl.when(usable).then("AVAL"))
    found = toxicity(asked, version=version)
    own, open_ = rows["problem"], toxicity(asked, version=version, clinical="unknown")
    rows = rows.drop("problem").hstack(found)
    hangs = pl.any_horizontal(pl.col(f"ATOXGR{side}").ne_missing(open_[f"ATOXGR{side}"]) for side in SIDES)
    rows = rows.with_columns(problem=pl.coalesce(own, "problem"), assumed=pl.when(hangs).then(open_["problem"]))
    of_base = {f"BTOXGR{side}": pl.col(f"ATOXGR{side}") for side in ("", *SIDES)}
    at_base = rows.filter(pl.col("ABLFL") == "Y").select("USUBJID", "PARAMCD", **of_base)
    rows = rows.join(at_base, on=["USUBJID", "PARAMCD"], how="left", maintain_order="left")
    rows = rows.with_columns(_worst(rows, side).alias(f"WORST{side}FL") for side in SIDES)
    return rows.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()).sort(
        "USUBJID", "PARAMCD", "ADAY", "fact", nulls_last=True
    )


def _results(evidence: Evidence, zero: pl.DataFrame, version: Version) -> Iterator[pl.DataFrame]:
    """The results of each test that has a term, before they are graded."""
    tests = {rule.test for rule in rules(version).values()}
    vocabulary = evidence.context.vocabulary
    for variable in vocabulary.variables.values():
        code = variable.home.where.get("LBTESTCD", "")
        facts = evidence.of(variable.name)
        if variable.home.domain == "LB" and variable.kind == "number" and code in tests and facts.height:
            yield _of_test(variable, code, facts, evidence, zero)


def _of_test(
    variable: Variable, code: str, facts: pl.DataFrame, evidence: Evidence, zero: pl.DataFrame
) -> pl.DataFrame:
    vocabulary = evidence.context.vocabulary
    limits = facts.select(
        "fact",
        "comparator",
        reported=pl.col("unit").fill_null(variable.unit or ""),
        worth=facts.with_columns(number=1.0).select(in_own_unit(variable, facts, vocabulary)).to_series(),
        **{
            name: facts.with_columns(number=pl.col(bound)).select(in_own_unit(variable, facts, vocabulary)).to_series()
            for name, bound in (("ANRLO", "low"), ("ANRHI", "high"))
        },
    )
    values = recorded_values(variable, facts, vocabulary).join(limits, on="fact", how="left", maintain_order="left")
    base = baseline(values.drop_nulls("day"), zero)
    base = base.filter(pl.col("low") == pl.col("high"))
    indicator = (
        pl.when(pl.col("low") > pl.col("ANRHI"))
        .then(pl.lit("HIGH"))
        .when(pl.col("low") < pl.col("ANRLO"))
        .then(pl.lit("LOW"))
        .when(pl.col("ANRHI").is_not_null() | pl.col("ANRLO").is_not_null())
        .then(pl.lit("NORMAL"))
    )
    known = base.select("subject", BASE="low", BNRIND=indicator, base_fact="fact")
    rows = values.join(zero.select("subject", "origin"), on="subject").join(known, on="subject", how="left")
    after = pl.col("day") - pl.col("origin")
    return rows.select(
        USUBJID="subject",
        PARAMCD=pl.lit(code),
        LBFAST=pl.lit(variable.home.where.get("LBFAST", "")),
        LBSPEC=pl.lit(variable.home.where.get("LBSPEC"), pl.String),
        PARAM=pl.lit(variable.label.en),
        ADAY="day",
        ADY=study_day(after),
        AVAL=pl.coalesce("low", "high"),
        AVALC="said",
        comparator=pl.col("comparator").fill_null(""),
        AVALU=pl.lit(variable.unit),
        reported="reported",
        worth="worth",
        ANRLO="ANRLO",
        ANRHI="ANRHI",
        BASE="BASE",
        BNRIND="BNRIND",
        ABLFL=pl.when(pl.col("fact") == pl.col("base_fact")).then(pl.lit("Y")).otherwise(pl.lit("")),
        fact="fact",
        problem="problem",
    )


def _worst(rows: pl.DataFrame, side: str) -> pl.Series:
    """Y on the first result of the highest grade after time zero; "" on all others."""
    grade = pl.col(f"ATOXGR{side}")
    counted = (pl.col("ADY") > 1) & grade.is_not_null()
    return first_worst(rows, counted, "USUBJID", "PARAMCD", by_grade=grade.cast(pl.Int64), then=("ADAY", "fact"))
