"""Recorded numbers in their variable's own unit, exact or as bounds."""

from __future__ import annotations

import polars as pl

from hepatica.vocabulary import Variable, Vocabulary


def in_own_unit(variable: Variable, rows: pl.DataFrame, vocabulary: Vocabulary) -> pl.Expr:
    """The number of each fact in the variable's unit, its comparator left aside; a logarithm is undone.

    rows: the facts, for the units that occur in them; those of facts that cannot be used are left as they are.
    """
    factors: dict[str | None, float] = {None: 1.0}
    logs: list[str] = []
    for unit in rows.filter(pl.col("problem").is_null())["unit"].drop_nulls().unique():
        conversion = vocabulary.conversion(variable.name, unit, variable.unit or unit)
        factors[unit] = float(conversion.factor)
        if conversion.log10:
            logs.append(unit)
    number = pl.when(pl.col("unit").is_in(logs)).then(10.0 ** pl.col("number")).otherwise("number")
    return number * pl.col("unit").replace_strict(factors, default=1.0, return_dtype=pl.Float64)


def exact() -> pl.Expr:
    """Whether a fact is usable and says one number, no bound."""
    return pl.col("problem").is_null() & (pl.col("comparator").fill_null("") == "")


def is_coded(variable: Variable, rows: pl.DataFrame) -> bool:
    """Whether these facts of a variable are codes, not numbers."""
    if variable.kind == "ordinal":
        return rows["number"].null_count() == rows.height
    return variable.kind != "number"


def dated_values(variable: Variable, rows: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """The facts of a variable whose day is known; columns as `recorded_values` has them."""
    return recorded_values(variable, rows.filter(pl.col("start_lo") == pl.col("start_hi")), vocabulary)


def recorded_values(variable: Variable, rows: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """The facts of a variable: subject, day (null: not known), fact, low, high, code, said, analyte, problem.

    low and high bound the number in the variable's unit (equal: exact; null: no bound on that side; of codes that are
    numbers, the number); a fact that cannot be used has none. said: the result as a person reads it (`<20`, `A`).
    analyte: which gene or metabolite it is of, where the variable holds many.
    """
    coded = is_coded(variable, rows)
    number = pl.col("code").cast(pl.Float64, strict=False) if coded else in_own_unit(variable, rows, vocabulary)
    sign = pl.col("comparator").fill_null("")
    usable = pl.col("problem").is_null()
    return rows.with_columns(number_=number).select(
        "subject",
        day=pl.when(pl.col("start_lo") == pl.col("start_hi")).then("start_lo"),
        fact="fact",
        low=pl.when(usable & sign.is_in(["", ">", ">="])).then("number_"),
        high=pl.when(usable & sign.is_in(["", "<", "<="])).then("number_"),
        code=pl.when(usable).then("code"),
        said=pl.col("code") if coded else pl.concat_str(sign, pl.col("text")),
        analyte="detail",
        problem="problem",
    )
