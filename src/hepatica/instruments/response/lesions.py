"""The lesion table: one row for each subject, reader, day and lesion, checked and brought into one form.

    subject, reader    reader is "" where there is one
    day                study day of the assessment (whole number)
    lesion             the reader's name of it (T01)
    role               target, non_target, new; none: the assessment was made and there is no lesion
    organ, node        node: whether it is a lymph node
    longest_mm, short_axis_mm, viable_mm, viable_perpendicular_mm
    unit               of the lengths: mm (as where it is left out) or cm
    state              target: present, absent, too_small, not_evaluable, split, merged
                       non-target: absent, present, unequivocal_progression, not_evaluable
                       new: unequivocal, equivocal
    part_of            the lesion that this one split off from, or merged into
    measurable         no: such a target counts as a non-target lesion
    treated_before, progressed_since    treated locally: measurable only where it progressed afterwards
    typical            a new focus in the liver has the pattern of HCC (arterial hyperenhancement with washout)
    cytology           malignant cells were found in the effusion
    markers_normal     tumour markers are normal at this assessment

A null is unknown, and unknown is neither absent nor no.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.response.stretches import on_each_row, starts

COLUMNS: Final[dict[str, type[pl.DataType]]] = {
    "subject": pl.String,
    "reader": pl.String,
    "day": pl.Int64,
    "lesion": pl.String,
    "role": pl.String,
    "organ": pl.String,
    "node": pl.Boolean,
    "longest_mm": pl.Float64,
    "short_axis_mm": pl.Float64,
    "viable_mm": pl.Float64,
    "viable_perpendicular_mm": pl.Float64,
    "unit": pl.String,
    "state": pl.String,
    "part_of": pl.String,
    "measurable": pl.Boolean,
    "treated_before": pl.Boolean,
    "progressed_since": pl.Boolean,
    "typical": pl.Boolean,
    "cytology": pl.Boolean,
    "markers_normal": pl.Boolean,
}

NEEDED: Final = ("subject", "day", "lesion", "role")
LENGTHS: Final = ("longest_mm", "short_axis_mm", "viable_mm", "viable_perpendicular_mm")
ROLES: Final = ("target", "non_target", "new", "none")
STATES: Final = (
    "present",
    "absent",
    "too_small",
    "not_evaluable",
    "split",
    "merged",
    "unequivocal_progression",
    "unequivocal",
    "equivocal",
)

ROLE: Final = pl.Enum(ROLES)
STATE: Final = pl.Enum(STATES)
"""Role and state as they are from the first check on: compared as numbers."""

DAYS: Final = 1 << 21
"""Room for the days of one subject and reader in the number of a visit."""

SPREAD: Final = 0x9E3779B97F4A7C15
"""Sets the lesions of different subjects apart: an odd number of 64 bits."""


def lesion_table(table: pl.DataFrame) -> pl.DataFrame:
    """The table with every column of `COLUMNS` (null where it has none), and three numbers to group by.

    Added: `who` (subject and reader), `visit` (who and day, in the order of days), `tumour` (who and lesion). Lengths that
    are text stay text where they are no number: columns `<length>_text` hold them, null elsewhere.
    Raises HepaticaError for a missing column, or one of another type.
    """
    check_columns(table)
    lengths = [name for name in LENGTHS if name in table.columns]
    texts = [name for name in lengths if table[name].dtype == pl.String]
    odd = [
        pl.when(pl.col(name).cast(pl.Float64, strict=False).is_null() & (pl.col(name).str.strip_chars() != ""))
        .then(pl.col(name))
        .alias(f"{name}_text")
        for name in texts
    ]
    known = [
        pl.col(name).str.strip_chars().cast(kind, strict=False) if name in texts else pl.col(name).cast(kind)
        for name, kind in COLUMNS.items()
        if name in table.columns
    ]
    absent = [pl.lit(None, kind).alias(name) for name, kind in COLUMNS.items() if name not in table.columns]
    if texts:
        # in one piece, as text may fail to be read on a table in many with an empty one (Polars 2.1)
        table = table.rechunk()
    full = table.select(*known, *absent, *odd)
    cm = pl.col("unit").str.to_lowercase() == "cm"
    changed: list[pl.Expr] = []
    if full["unit"].null_count() < full.height:
        changed += [pl.when(cm).then(pl.col(name) * 10).otherwise(name).alias(name) for name in lengths]
    if full["organ"].null_count() < full.height:
        node = pl.col("node").fill_null(pl.col("organ").str.contains("(?i)node").fill_null(False))
        changed += [pl.col("organ").str.to_uppercase(), node]
    else:
        changed += [pl.col("node").fill_null(False)]
    return numbered(full.with_columns(*changed).with_row_index("row"))


def numbered(table: pl.DataFrame) -> pl.DataFrame:
    """The table with `who`, `visit` and `tumour`; text is compared as whole numbers from here on."""
    who = number(table["subject"])
    if table["reader"].null_count() < table.height:
        readers = number(table["reader"].fill_null(""))
        who = who * (readers.n_unique() + 1) + readers
    rows = table.with_columns(pl.col("reader").fill_null(""), who=who, lesion_hash=pl.col("lesion").hash())
    return rows.with_columns(
        visit=pl.col("who") * DAYS + pl.col("day") + DAYS // 2,
        tumour=pl.col("lesion_hash") ^ (pl.col("who").cast(pl.UInt64) * SPREAD),
    ).drop("lesion_hash")


def number(texts: pl.Series) -> pl.Series:
    """Each distinct text as a whole number from 0, in alphabetical order.

    Equal neighbours are read once: tables are mostly sorted.
    """
    begin = starts(texts.rle_id())
    first = texts.gather(begin).fill_null("")
    numbers = first.cast(pl.Enum(first.unique().sort())).to_physical().cast(pl.Int64)
    return on_each_row(numbers.to_numpy(), begin, len(texts))


def check_columns(table: pl.DataFrame) -> None:
    """Raise HepaticaError for a missing column or one of another type."""
    lacking = [name for name in NEEDED if name not in table.columns]
    if lacking:
        raise HepaticaError(
            f"the lesion table has no column {', '.join(lacking)}", do=f"give one row for each {', '.join(NEEDED)}"
        )
    for name, kind in COLUMNS.items():
        found = table.schema.get(name, pl.Null())
        fits = found == pl.Null or found == kind or (kind == pl.Float64 and (found.is_numeric() or found == pl.String))
        fits |= kind == pl.Int64 and found.is_integer()
        fits |= kind == pl.String and found in (pl.Categorical, pl.Enum)
        if not fits:
            raise HepaticaError(
                f"column {name} of the lesion table holds {found}, not {kind.__name__}", do="convert it before"
            )
    for day in (table["day"].min(), table["day"].max()):
        if isinstance(day, int) and abs(day) > DAYS // 4:
            raise HepaticaError(
                f"day {day} is no study day", do="count days from the subject's own start, not from 1970"
            )
