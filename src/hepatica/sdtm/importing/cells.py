"""Cells of an original as SDTM wants them: dates, study days, numbers, codes. What cannot be read names its cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.sdtm.dates import day_bounds
from hepatica.sdtm.importing.source import LINE, Original
from hepatica.sdtm.importing.spec import Part
from hepatica.sdtm.numbers import read_numbers

_SHOWN = 8
_MIDNIGHT = r"[T ]00:00(?::00(?:\.0+)?)?$"


@dataclass(frozen=True, slots=True)
class Cells:
    """The texts of one part for the rows of a record: null where missing. `lines` gives each its line in the file."""

    original: Original
    part: Part
    lines: pl.Series
    texts: pl.Series

    def refuse(self, wrong: pl.Series, what: str, do: str) -> None:
        """Raise HepaticaError if any row is wrong, naming the first cell and the distinct values seen."""
        if not wrong.any():
            return
        seen = self.texts.filter(wrong).unique(maintain_order=True)
        shown = ", ".join(repr(text) for text in seen.head(_SHOWN))
        more = f", … ({seen.len()} in all)" if seen.len() > _SHOWN else ""
        line = self.lines.filter(wrong)[0]
        column = self.part.column or "(constant)"
        raise HepaticaError(f"{what}: {shown}{more}", where=self.original.cell(line, column), do=do)

    def decided(self, decide: Callable[[str], str | None]) -> tuple[pl.Series, pl.Series]:
        """Each distinct text decided once: the results, and where a text was there but nothing was decided."""
        distinct = self.texts.drop_nulls().unique(maintain_order=True)
        table = pl.DataFrame(
            {"text": distinct, "decided": pl.Series([decide(text) for text in distinct], dtype=pl.String)}
        )
        found = self.texts.to_frame("text").join(table, on="text", how="left", maintain_order="left")["decided"]
        return found, found.is_null() & self.texts.is_not_null()


def cells(original: Original, rows: pl.DataFrame, part: Part) -> Cells:
    """The texts of a part in the given rows of an original's frame, after its `pattern` and `codes`."""
    lines = rows[LINE]
    if part.constant is not None:
        return Cells(original, part, lines, pl.Series([part.constant] * rows.height, dtype=pl.String))
    texts = rows[original.need(part.column or "")]
    if part.pattern is not None:
        found = Cells(original, part, lines, texts)
        texts = _extracted(found, part.pattern)
    if part.whole:
        texts = texts.str.replace(r"^([+-]?\d+)\.0+$", "$1")
    if part.codes is not None or part.otherwise is not None:
        known, otherwise = part.codes or {}, part.otherwise
        found = Cells(original, part, lines, texts)
        decided, _ = found.decided(lambda text: known.get(text, text if otherwise is None else otherwise))
        texts = decided.replace("", None)
    return Cells(original, part, lines, texts)


def as_dates(found: Cells) -> pl.Series:
    """ISO 8601 text; "" where missing."""
    texts = found.texts
    if found.part.format is not None:
        read = texts.str.to_date(found.part.format, strict=False)
        found.refuse(
            read.is_null() & texts.is_not_null(),
            f"no date in the form {found.part.format!r}",
            "correct the `format` in the map, or the value",
        )
        return read.dt.to_string("%Y-%m-%d").fill_null("")
    texts = texts.str.replace(_MIDNIGHT, "").str.replace(r"^(\d{4}-\d{2}-\d{2}) ", "${1}T")
    bounds = day_bounds(texts.fill_null(""))
    do = 'say the `format` in the map (e.g. "%d/%m/%Y"), or correct the value; words for "missing" belong to `missing`'
    found.refuse(bounds["problem"].is_not_null(), "no date of the calendar (ISO 8601)", do)
    return texts.fill_null("")


def as_days(found: Cells) -> pl.Series:
    """SDTM study days (…, -1, 1, 2, …) from a column that calls the first day `first`; null where missing."""
    first = found.part.first
    if first is None:
        raise HepaticaError(
            f"the map does not say what number column {found.part.column!r} gives the first day",
            where=found.original.where,
            do="add `first: 0` (days since the origin) or `first: 1` (SDTM study days)",
        )
    numbers = found.texts.cast(pl.Float64, strict=False)
    wrong = (numbers.is_null() | (numbers != numbers.floor())).fill_null(True) & found.texts.is_not_null()
    found.refuse(wrong, "no whole number of days", "correct the value, or add its word to `missing`")
    days = numbers.cast(pl.Int64)
    if first == 1:
        found.refuse(
            (days == 0).fill_null(False), "study days have no day 0", "say `first: 0` if days are counted from 0"
        )
        return days
    return days + (days >= 0).cast(pl.Int64)


def as_numbers(found: Cells) -> pl.DataFrame:
    """The columns of `read_numbers`; refuses text that is neither a number nor a word for "not detected"."""
    numbers = read_numbers(found.texts.fill_null(""))
    wrong = numbers["number"].is_null() & ~numbers["absent"] & found.texts.is_not_null()
    found.refuse(wrong, "not a number", "correct the value, translate it in `codes`, or add it to `missing`")
    return numbers


def as_codes(found: Cells, decide: Callable[[str], str | None], what: str, accepted: str) -> pl.Series:
    """The vocabulary's codes; "" where missing. Refuses text that stands for none, listing what was seen."""
    decided, wrong = found.decided(decide)
    found.refuse(wrong, f"not translated for {what}", f"add `codes:` to this part; {accepted}")
    return decided.fill_null("")


def _extracted(found: Cells, pattern: str) -> pl.Series:
    try:
        groups = re.compile(pattern).groups
        extracted = found.texts.str.extract(pattern, 1) if groups else found.texts.str.extract(f"({pattern})", 1)
    except (re.error, pl.exceptions.ComputeError) as error:
        raise HepaticaError(
            f"{pattern!r} is not a regular expression", where=found.original.where, do="mend the `pattern` in the map"
        ) from error
    wrong = extracted.is_null() & found.texts.is_not_null()
    found.refuse(wrong, f"does not match {pattern!r}", "correct the `pattern` in the map, or the value")
    return extracted
