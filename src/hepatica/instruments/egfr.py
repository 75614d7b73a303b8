"""Estimated glomerular filtration rate from serum creatinine, age and sex, in mL/min per 1.73 m2, by a named equation.

CKD-EPI 2009: Levey AS et al., Ann Intern Med 2009;150:604 (without its coefficient for race). CKD-EPI 2021: Inker LA et
al., N Engl J Med 2021;385:1737. Neither gives mL/min: that needs the body surface, and no study names a formula for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.bounds import Range, as_reported, exact, of_unit, one_sided
from hepatica.instruments.components import Components, judged, part
from hepatica.instruments.creatinine_clearance import with_person
from hepatica.instruments.inputs import missing
from hepatica.instruments.outcome import Outcome, outcome

Equation = Literal["CKD-EPI 2009", "CKD-EPI 2021"]

MG_DL: Final = {"mg/dL": 1.0, "umol/L": 1 / 88.42, "mmol/L": 1000 / 88.42}
"""mg/dL of creatinine in one of each unit (113.1 g/mol, as in the vocabulary)."""

KAPPA: Final = {"M": 0.9, "F": 0.7}
"""mg/dL of creatinine at which the exponent changes."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    """a x min(c/kappa, 1)^alpha x max(c/kappa, 1)^beta x yearly^age, times `female` in women."""

    start: float
    alpha: dict[str, float]
    beta: float
    yearly: float
    female: float


COEFFICIENTS: Final[dict[Equation, Coefficients]] = {
    "CKD-EPI 2009": Coefficients(141, {"M": -0.411, "F": -0.329}, -1.209, 0.993, 1.018),
    "CKD-EPI 2021": Coefficients(142, {"M": -0.302, "F": -0.241}, -1.200, 0.9938, 1.012),
}


def egfr(table: pl.DataFrame, equation: Equation) -> pl.DataFrame:
    """Filtration rate of each row.

    table: columns creatinine (number), creatinine_unit, age (completed years), sex (M, F); null where missing.
    Returns rate (10 significant digits) and missing. Raises HepaticaError for an equation that is not offered.
    """
    level = pl.col("creatinine").cast(pl.Float64)
    level = pl.when(level > 0).then(level) * of_unit(pl.col("creatinine_unit"), MG_DL)
    known = pl.when(pl.col("sex").is_in(list(KAPPA))).then("sex")
    found = table.select(creatinine=level, age=pl.col("age").cast(pl.Float64), sex=known)
    return found.select(
        rate=rate(pl.col("creatinine"), pl.col("age"), pl.col("sex"), equation),
        missing=missing(found.columns),
    )


def rate(creatinine: pl.Expr, age: pl.Expr, sex: pl.Expr, equation: Equation) -> pl.Expr:
    """The rate from creatinine in mg/dL, completed years and sex."""
    if equation not in COEFFICIENTS:
        raise HepaticaError(f"'{equation}' is no equation for eGFR", do=f"name one of: {', '.join(COEFFICIENTS)}")
    by = COEFFICIENTS[equation]
    ratio = creatinine / of_unit(sex, KAPPA)
    one = pl.lit(1.0)
    under = pl.min_horizontal(ratio, one).pow(of_unit(sex, by.alpha))
    over = pl.max_horizontal(ratio, one).pow(by.beta)
    factor = of_unit(sex, {"M": 1.0, "F": by.female})
    return exact(pl.when(ratio.is_not_null()).then(by.start * under * over * pl.lit(by.yearly).pow(age) * factor))


def from_facts(components: Components, *, equation: Equation) -> Outcome:
    """eGFR of each serum creatinine, on its day. An age known to the year or a censored creatinine gives a bound."""
    table = with_person(part(components.of("creatinine"), _level), components)
    names = {"creatinine": "creatinine", "age": "age", "sex": "sex"}
    sex = pl.col("sex")
    table = judged(table, names).with_columns(
        lowest=rate(pl.col("creatinine_most"), pl.col("age_most"), sex, equation),
        highest=rate(pl.col("creatinine_least"), pl.col("age_least"), sex, equation),
        oldest=pl.col("key"),
    )
    number, comparator = one_sided(pl.col("lowest"), pl.col("highest"))
    trouble = pl.when("complete").then("problem")
    unit = pl.lit("mL/min/{1.73_m2}")
    result = {"number": number, "comparator": comparator, "unit": unit, "problem": trouble}
    return outcome(table, {"egfr": result}, names, components)


def _level(value: pl.Expr, comparator: pl.Expr, unit: pl.Expr) -> Range:
    return as_reported(pl.when(value > 0).then(value) * of_unit(unit, MG_DL), comparator)
