"""Total calcium corrected for albumin, in the unit calcium was reported in.

calcium + 0.8 x (4.0 - albumin g/dL) in mg/dL, calcium + 0.02 x (40 - albumin g/L) in mmol/L: the rounded forms in general
use that go back to Payne RB et al., Br Med J 1973;4:643. Each is used in its own unit; neither is converted into the other.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.albi import G_L
from hepatica.instruments.bounds import Range, as_reported, exact, of_unit, one_sided
from hepatica.instruments.components import Components, combine, judged, part
from hepatica.instruments.inputs import missing
from hepatica.instruments.outcome import Outcome, outcome

NORMAL_ALBUMIN = 40.0
"""g/L."""

PER_ALBUMIN: Final = {"mg/dL": 0.08, "mmol/L": 0.02}
"""What is added to calcium, in its own unit, for each g/L of albumin under 40 (0.8 mg/dL for each g/dL)."""


def corrected_calcium(table: pl.DataFrame) -> pl.DataFrame:
    """Corrected calcium of each row.

    table: columns calcium_total and albumin (numbers), calcium_total_unit and albumin_unit; null where missing.
    Returns calcium (10 significant digits), unit (calcium's own) and missing.
    """
    none = pl.lit("")
    grams, _ = albumin_grams(pl.col("albumin").cast(pl.Float64), none, pl.col("albumin_unit"))
    step = of_unit(pl.col("calcium_total_unit"), PER_ALBUMIN)
    total = pl.when(step.is_not_null()).then(pl.col("calcium_total").cast(pl.Float64))
    found = table.select("calcium_total_unit", calcium_total=total, step=step, albumin=grams)
    calcium = corrected(pl.col("calcium_total"), pl.col("step"), pl.col("albumin"))
    return found.select(
        calcium=calcium,
        unit=pl.when(calcium.is_not_null()).then("calcium_total_unit"),
        missing=missing(("calcium_total", "albumin")),
    )


def corrected(calcium: pl.Expr, step: pl.Expr, albumin: pl.Expr) -> pl.Expr:
    """Calcium and the correction for albumin in g/L, with `step` for each g/L."""
    return exact(calcium + step * (NORMAL_ALBUMIN - albumin))


def albumin_grams(value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
    """Albumin in g/L, least and most; null for a unit that does not convert."""
    return as_reported(value * of_unit(unit, G_L), comparator)


def from_facts(components: Components, *, within: int) -> Outcome:
    """Corrected calcium of each total calcium with albumin of the same day, or of up to `within` days before.

    It has calcium's day and calcium's own reference limits: it stands on the same scale.
    """
    total = components.of("calcium_total").with_columns(step=of_unit(pl.col("unit"), PER_ALBUMIN))
    limits = total.select("step", "unit", "low", "high", "low_text", "high_text", calcium_fact="fact")
    parts = {
        "calcium": part(total, lambda value, comparator, unit: as_reported(_in_a_unit(value, unit), comparator)),
        "albumin": part(components.of("albumin"), albumin_grams),
    }
    names = {"calcium": "calcium_total", "albumin": "albumin"}
    table = combine(parts, within, at="calcium").join(limits, on="calcium_fact", how="left", maintain_order="left")
    table = judged(table, names).with_columns(
        lowest=corrected(pl.col("calcium_least"), pl.col("step"), pl.col("albumin_most")),
        highest=corrected(pl.col("calcium_most"), pl.col("step"), pl.col("albumin_least")),
        oldest=pl.col("key"),
    )
    number, comparator = one_sided(pl.col("lowest"), pl.col("highest"))
    given = {name: pl.col(name) for name in ("unit", "low", "high", "low_text", "high_text")}
    trouble = pl.when("complete").then("problem")
    results = {"calcium_corrected": {"number": number, "comparator": comparator, "problem": trouble, **given}}
    return outcome(table, results, names, components)


def _in_a_unit(value: pl.Expr, unit: pl.Expr) -> pl.Expr:
    return pl.when(unit.is_in(list(PER_ALBUMIN))).then(value)
