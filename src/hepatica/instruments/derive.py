"""Scores as facts: what the instruments find is added to the subjects' facts before rules run.

Nothing recorded is touched. A derived fact stands beside a recorded one: where both are of the same day and disagree,
`last` has no one answer and a rule says unknown. A derived fact without a definite value yields to a recorded one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from hepatica.instruments.albi import from_facts as albi
from hepatica.instruments.child_pugh import CLOTTING, CODED, GROUPED
from hepatica.instruments.child_pugh import from_facts as child_pugh
from hepatica.instruments.components import Components, components
from hepatica.instruments.corrected_calcium import from_facts as corrected_calcium
from hepatica.instruments.creatinine_clearance import from_facts as creatinine_clearance
from hepatica.instruments.egfr import from_facts as egfr
from hepatica.instruments.meld import NEEDS as MELD
from hepatica.instruments.meld import from_facts as meld
from hepatica.instruments.outcome import ROWS, Outcome
from hepatica.instruments.person import PERSON
from hepatica.instruments.qlq_c30 import ITEMS as C30_ITEMS
from hepatica.instruments.qlq_c30 import SCALES as C30
from hepatica.instruments.qlq_c30 import SUMMARY, SUMMED_ITEMS, SUMMED_SCALES, summary_from_facts
from hepatica.instruments.qlq_c30 import VARIABLE as C30_NAMES
from hepatica.instruments.qlq_hcc18 import ITEMS as HCC18_ITEMS
from hepatica.instruments.qlq_hcc18 import SCALES as HCC18
from hepatica.instruments.qlq_hcc18 import VARIABLE as HCC18_NAMES
from hepatica.instruments.questionnaire_days import scale_from_facts
from hepatica.instruments.settings import Settings
from hepatica.rules.facts import SCHEMA
from hepatica.vocabulary import load

LIVER: Final = ("bilirubin_total", "albumin")
RENAL: Final = ("creatinine", *PERSON)
NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "child_pugh.score": (*LIVER, *CLOTTING, *CODED, GROUPED),
    "child_pugh.class": (*LIVER, *CLOTTING, *CODED, GROUPED),
    "albi.score": LIVER,
    "albi.grade": LIVER,
    "calcium_corrected": ("calcium_total", "albumin"),
    "creatinine_clearance": (*RENAL, "weight"),
    "egfr": RENAL,
    "meld": MELD["MELD"],
    **C30_ITEMS,
    **HCC18_ITEMS,
    SUMMARY: (*SUMMED_ITEMS.values(), *SUMMED_SCALES.values()),
}
"""The variables that can be derived, and what each is computed from."""

DEFAULT: Final = Settings()
INCOMPLETE: Final = {
    "subject": pl.String(),
    "variable": pl.String(),
    "start_lo": pl.Int64(),
    "start_hi": pl.Int64(),
    "missing": pl.List(pl.String()),
}


@dataclass(frozen=True)
class Derived:
    """What the instruments add to the facts.

    facts: derived facts alone, columns of `rules.facts.SCHEMA`. rests_on: columns fact, component: the recorded facts
    that each derived one was computed from. incomplete: columns subject, variable, start_lo, start_hi, missing (names of
    variables): occasions on which something was recorded, but not enough.
    """

    facts: pl.DataFrame
    rests_on: pl.DataFrame
    incomplete: pl.DataFrame


def with_derived(
    facts: pl.DataFrame,
    settings: Settings = DEFAULT,
    *,
    variables: Collection[str] | None = None,
    first: int | None = None,
) -> pl.DataFrame:
    """The facts, and after them those derived from them.

    facts: the frame of `rules.facts`, of any number of subjects, each whole; without derived facts. variables: those that
    are wanted (names that cannot be derived are passed over); all of them, if left out. first: number of the first
    derived fact (one more than the greatest there is, if left out).
    """
    rows, _, _ = _derive(facts, settings, variables, first)
    return pl.concat([facts, _as_facts(rows)])


def derived(
    facts: pl.DataFrame,
    settings: Settings = DEFAULT,
    *,
    variables: Collection[str] | None = None,
    first: int | None = None,
) -> Derived:
    """What the instruments add to the facts, on what it rests, and what is missing; arguments as for `with_derived`."""
    rows, outcomes, given = _derive(facts, settings, variables, first)
    return Derived(_as_facts(rows), _rests_on(rows, outcomes), _incomplete(outcomes, given.subjects))


def _derive(
    facts: pl.DataFrame, settings: Settings, variables: Collection[str] | None, first: int | None
) -> tuple[pl.DataFrame, list[Outcome], Components]:
    """Derived rows, numbered and in order, with what they come from."""
    wanted = NEEDS.keys() if variables is None else NEEDS.keys() & set(variables)
    given = components(facts, sorted({needed for name in wanted for needed in NEEDS[name]}))
    outcomes = _outcomes(given, settings, wanted)
    parts = [pl.DataFrame(schema=ROWS | {"instrument": pl.Int32()})]
    for place, each in enumerate(outcomes):
        for variable, rows in each.rows.items():
            if variable in wanted and rows.height:
                plausible = _plausible(rows, variable)
                kept = _beside(plausible, facts, variable, given.subjects)
                parts.append(kept.with_columns(instrument=pl.lit(place, pl.Int32)))
    found = pl.concat(parts)
    highest = facts["fact"].max()
    start = first if first is not None else (highest + 1 if isinstance(highest, int) else 0)
    numbers = pl.int_range(start, start + pl.len(), dtype=pl.Int64)
    return found.with_columns(fact=numbers, subject=given.subjects.gather(found["who"])), outcomes, given


def _outcomes(given: Components, settings: Settings, wanted: Collection[str]) -> list[Outcome]:
    found = []
    if {"child_pugh.score", "child_pugh.class"} & set(wanted):
        cuts = {"inr_cut": settings.inr_cut, "albumin_cut": settings.albumin_cut}
        found.append(child_pugh(given, clotting=settings.clotting, within=settings.child_pugh_days, **cuts))
    if {"albi.score", "albi.grade"} & set(wanted):
        found.append(albi(given, within=settings.albi_days))
    if "calcium_corrected" in wanted and "calcium_total" in given.rows:
        found.append(corrected_calcium(given, within=settings.calcium_days))
    if "creatinine_clearance" in wanted and "creatinine" in given.rows:
        found.append(creatinine_clearance(given, weight_days=settings.weight_days))
    if "egfr" in wanted and settings.egfr_equation is not None:
        found.append(egfr(given, equation=settings.egfr_equation))
    if "meld" in wanted and settings.meld_days is not None:
        found.append(meld(given, within=settings.meld_days))
    for prefix, scales in ((C30_NAMES, C30), (HCC18_NAMES, HCC18)):
        for scale in scales:
            name = f"{prefix}{scale.name}"
            if name in wanted and given.rows.keys() & set(NEEDS[name]):
                found.append(scale_from_facts(given, scale, prefix))
    if SUMMARY in wanted and given.rows.keys() & set(NEEDS[SUMMARY]):
        found += summary_from_facts(given)
    return found


# ------------------------------------------------------------ beside what is recorded


def _plausible(rows: pl.DataFrame, variable: str) -> pl.DataFrame:
    """The rows with a problem where the number lies outside the variable's plausible range."""
    vocabulary = load()
    word = vocabulary[variable]
    if word.range is None or word.unit is None:
        return rows
    conversions = [
        (unit, float(vocabulary.conversion(variable, unit, word.unit).factor))
        for unit in rows["unit"].unique().drop_nulls()
    ]
    number = pl.col("number") * pl.col("unit").replace_strict(dict(conversions), default=None, return_dtype=pl.Float64)
    low, high = (None if end is None else float(end) for end in word.range)
    out = (pl.col("comparator") == "") & ~number.is_between(
        -float("inf") if low is None else low, float("inf") if high is None else high
    )
    if not rows.select(out.any()).item():
        return rows
    words = pl.format("{} computed as {} {} is not plausible", "variable", "number", "unit")
    return rows.with_columns(problem=pl.when(out).then(words).otherwise("problem"))


def _recorded(facts: pl.DataFrame, variable: str, subjects: pl.Series) -> pl.DataFrame:
    """Usable recorded values of a variable: who, start_lo, start_hi, number."""
    usable = pl.col("problem").is_null() & (pl.col("comparator").fill_null("") == "")
    has_value = pl.col("number").is_not_null() | pl.col("code").is_not_null()
    rows = facts.lazy().filter((pl.col("variable") == variable) & usable & has_value)
    found = rows.select("subject", "start_lo", "start_hi", "number").collect()
    if found.is_empty():
        return found.with_columns(who=pl.lit(None, pl.Int64))
    places = pl.DataFrame({"subject": subjects}).with_row_index("who").with_columns(pl.col("who").cast(pl.Int64))
    return found.join(places, on="subject", how="inner")


def _beside(rows: pl.DataFrame, facts: pl.DataFrame, variable: str, subjects: pl.Series) -> pl.DataFrame:
    """The rows of a variable without those that say less than what is known otherwise.

    A problem yields to a usable recorded value of the same day. A bound that does not settle the class (`vague`) yields
    to any definite value the subject has, recorded or derived, unless it contradicts one recorded on its day.
    """
    trouble = pl.col("problem").is_not_null()
    definite = ~trouble & (pl.col("comparator") == "")
    if rows["problem"].count() == 0 and (rows["comparator"] == "").all():
        return rows
    weak, recorded = rows.filter(~definite), _recorded(facts, variable, subjects)
    there = weak.join(recorded.select("who", "start_lo", "start_hi", "number"), on="who", suffix="_there").filter(
        (pl.col("start_lo") <= pl.col("start_hi_there")).fill_null(True)
        & (pl.col("start_lo_there") <= pl.col("start_hi")).fill_null(True)
    )
    over = (pl.col("comparator") == "<=") & (pl.col("number_there") > pl.col("number"))
    under = (pl.col("comparator") == ">=") & (pl.col("number_there") < pl.col("number"))
    against = there.filter(~trouble & (over | under)).select("row")
    known = pl.concat([rows.filter(definite).select("who"), recorded.select("who")]).unique()
    settled = weak.filter(~trouble & pl.col("vague")).join(known, on="who", how="semi").select("row")
    answered = pl.concat([there.select("row"), settled]).unique().join(against, on="row", how="anti")
    return rows.join(answered, on="row", how="anti", maintain_order="left")


# ------------------------------------------------------------ frames


def _as_facts(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the columns of facts; a number as text is a decimal."""
    number = pl.when(pl.col("problem").is_null()).then("number")
    text = number.cast(pl.String).str.strip_suffix(".0")
    extra = {
        "number": number,
        "text": text,
        "code": pl.when(pl.col("problem").is_null()).then("code"),
        "comparator": pl.when(number.is_null()).then(pl.lit("")).otherwise("comparator"),
        "end_lo": pl.col("start_lo"),
        "end_hi": pl.col("start_hi"),
    }
    return rows.select(
        extra.get(name, pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in SCHEMA.items()
    )


def _rests_on(rows: pl.DataFrame, outcomes: Sequence[Outcome]) -> pl.DataFrame:
    parts = [pl.DataFrame(schema={"fact": pl.Int64, "component": pl.Int64})]
    for place, each in enumerate(outcomes):
        mine = rows.filter(pl.col("instrument") == place).select("row", "fact")
        parts.append(mine.join(each.used(), on="row", how="inner").select("fact", "component"))
    return pl.concat(parts).unique().sort("fact", "component")


def _incomplete(outcomes: Sequence[Outcome], subjects: pl.Series) -> pl.DataFrame:
    parts = [each.incomplete().with_columns(subject=subjects.gather(each.incomplete()["who"])) for each in outcomes]
    table = pl.concat([pl.DataFrame(schema=INCOMPLETE), *(part.select(*INCOMPLETE) for part in parts)])
    return table.unique(maintain_order=True)
