"""SAS transport files, version 5 (XPT): what the format cannot hold is refused before a byte is written.

Limits (SAS Institute TS-140): names of at most 8 characters, labels of 40, text of 200 bytes. ASCII only, since the
format names no encoding. The writer below accepts all of it in silence, and stamps the clock into the file; both are
mended here, so that the same table gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl
import pyreadstat

from hepatica.errors import HepaticaError
from hepatica.sdtm.model import domain

NAME_LIMIT: Final = 8
LABEL_LIMIT: Final = 40
TEXT_LIMIT: Final = 200
NUMBER_LIMITS: Final = (5.4e-79, 9.0e74)
"""Smallest magnitude of the format (IBM hexadecimal floats) and largest that the writer keeps (it loses the last digit
of the exponent: 16**62 and more become infinite)."""

_FIXED_CLOCK: Final = b"01JAN70:00:00:00"
_CLOCKS_AT: Final = (144, 160, 464, 480)
"""Offsets of the four time stamps: library created and modified, member created and modified."""


def check_xpt(frame: pl.DataFrame, code: str) -> None:
    """Raise HepaticaError for the first thing in a domain's frame that XPT v5 cannot hold as it is."""
    check_table(frame, f"domain {code}", _labels(code), sequence=f"{code}SEQ")


def write_xpt(frame: pl.DataFrame, code: str, path: Path) -> None:
    """Write one domain; the bytes depend on the frame alone. Raises HepaticaError as `check_xpt`."""
    check_xpt(frame, code)
    write_table(frame, code, domain(code).label, _labels(code), path)


def check_table(frame: pl.DataFrame, where: str, labels: Mapping[str, str], *, sequence: str = "") -> None:
    """Raise HepaticaError for the first thing in any table that XPT v5 cannot hold as it is.

    where: what the table is, for messages. labels: of columns; one without keeps its name. sequence: the column that numbers
    a subject's rows, if there is one.
    """
    for name in frame.columns:
        _check_name(name, labels.get(name, name), where)
        if frame.schema[name] == pl.String():
            _check_text(frame, name, where, sequence)
        elif frame.schema[name].is_float():
            _check_number(frame, name, where, sequence)


def write_table(frame: pl.DataFrame, name: str, label: str, labels: Mapping[str, str], path: Path) -> None:
    """Write a table that `check_table` lets pass; the bytes depend on the frame alone."""
    floats = frame.with_columns(pl.col(pl.Int64).cast(pl.Float64))
    pyreadstat.write_xport(
        floats,
        str(path),
        file_label=label,
        column_labels=[labels.get(column, column) for column in frame.columns],
        table_name=name,
        file_format_version=5,
    )
    with open(path, "r+b") as file:
        for offset in _CLOCKS_AT:
            file.seek(offset)
            file.write(_FIXED_CLOCK)


def _labels(code: str) -> dict[str, str]:
    return {name: column.label for name, column in domain(code).columns.items()}


def read_xpt(path: Path) -> pl.DataFrame:
    """The table in a transport file, text as it stands; raises HepaticaError if it cannot be read."""
    try:
        frame, _ = pyreadstat.read_xport(str(path), output_format="polars", disable_datetime_conversion=True)
    except (pyreadstat.ReadstatError, OSError, UnicodeDecodeError) as error:
        raise HepaticaError(
            f"the transport file cannot be read ({error})", where=str(path), do="export it again as XPT version 5"
        ) from error
    return frame


def _check_name(name: str, label: str, where: str) -> None:
    if len(name) > NAME_LIMIT or not name.isascii():
        raise HepaticaError(
            f"XPT version 5 has no room for the column name {name!r} (at most {NAME_LIMIT} ASCII characters)",
            where=where,
            do="rename the column, or write Parquet or CSV",
        )
    if len(label) > LABEL_LIMIT:
        raise HepaticaError(
            f"the label of {name} is longer than {LABEL_LIMIT} characters", where=where, do="shorten it"
        )


def _check_text(frame: pl.DataFrame, name: str, where: str, sequence: str) -> None:
    text = pl.col(name)
    faults = (
        (text.str.len_bytes() != text.str.len_chars(), "holds characters that are not ASCII"),
        (text.str.len_bytes() > TEXT_LIMIT, f"is longer than {TEXT_LIMIT} bytes"),
        (text.str.ends_with(" "), "ends with a blank, which the format drops"),
    )
    for fault, words in faults:
        do = "write Parquet or CSV, or give the value in ASCII and at most 200 bytes"
        _refuse(frame.filter(fault), name, where, sequence, words, do)


def _check_number(frame: pl.DataFrame, name: str, where: str, sequence: str) -> None:
    least, most = NUMBER_LIMITS
    size = pl.col(name).abs()
    fault = ~((size == 0) | size.is_between(least, most))  # not-a-number lies between nothing
    words = "is a number the format cannot hold"
    _refuse(frame.filter(fault), name, where, sequence, words, "write Parquet or CSV")


def _refuse(found: pl.DataFrame, name: str, where: str, sequence: str, words: str, do: str) -> None:
    """Raise HepaticaError for the first of the rows found, if there is one."""
    if found.is_empty():
        return
    row = found.row(0, named=True)
    where += f", subject {row['USUBJID']}"
    if row.get(sequence) is not None:
        where += f", {sequence} {row[sequence]}"
    shown = repr(row[name][:60] if isinstance(row[name], str) else row[name])
    raise HepaticaError(f"{name} {words}: {shown} ({found.height} such values)", where=where, do=do)
