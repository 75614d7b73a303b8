"""SAS transport files, version 5 (XPT): what the format cannot hold is refused before a byte is written.

Limits (SAS Institute TS-140): names of at most 8 characters, labels of 40, text of 200 bytes. ASCII only, since the
format names no encoding. The writer below accepts all of it in silence, and stamps the clock into the file; both are
mended here, so that the same table gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl
import pyreadstat

from hepatica.errors import HepaticaError
from hepatica.sdtm.model import Domain, domain

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
    """Raise HepaticaError for the first thing in the frame that XPT v5 cannot hold as it is."""
    model = domain(code)
    for name in frame.columns:
        _check_name(name, model)
        if frame.schema[name] == pl.String():
            _check_text(frame, name, code)
        elif frame.schema[name].is_float():
            _check_number(frame, name, code)


def write_xpt(frame: pl.DataFrame, code: str, path: Path) -> None:
    """Write one domain; the bytes depend on the frame alone. Raises HepaticaError as `check_xpt`."""
    check_xpt(frame, code)
    model = domain(code)
    labels = {name: column.label for name, column in model.columns.items()}
    floats = frame.with_columns(pl.col(pl.Int64).cast(pl.Float64))
    pyreadstat.write_xport(
        floats,
        str(path),
        file_label=model.label,
        column_labels=[labels.get(name, name) for name in frame.columns],
        table_name=code,
        file_format_version=5,
    )
    with open(path, "r+b") as file:
        for offset in _CLOCKS_AT:
            file.seek(offset)
            file.write(_FIXED_CLOCK)


def read_xpt(path: Path) -> pl.DataFrame:
    """The table in a transport file, text as it stands; raises HepaticaError if it cannot be read."""
    try:
        frame, _ = pyreadstat.read_xport(str(path), output_format="polars", disable_datetime_conversion=True)
    except (pyreadstat.ReadstatError, OSError, UnicodeDecodeError) as error:
        raise HepaticaError(
            f"the transport file cannot be read ({error})", where=str(path), do="export it again as XPT version 5"
        ) from error
    return frame


def _check_name(name: str, model: Domain) -> None:
    column = model.columns.get(name)
    if len(name) > NAME_LIMIT or not name.isascii():
        raise HepaticaError(
            f"XPT version 5 has no room for the column name {name!r} (at most {NAME_LIMIT} ASCII characters)",
            where=f"domain {model.code}",
            do="rename the column, or write Parquet or CSV",
        )
    if column and len(column.label) > LABEL_LIMIT:
        raise HepaticaError(
            f"the label of {name} is longer than {LABEL_LIMIT} characters",
            where=f"domain {model.code}",
            do="shorten it",
        )


def _check_text(frame: pl.DataFrame, name: str, code: str) -> None:
    text = pl.col(name)
    faults = (
        (text.str.len_bytes() != text.str.len_chars(), "holds characters that are not ASCII"),
        (text.str.len_bytes() > TEXT_LIMIT, f"is longer than {TEXT_LIMIT} bytes"),
        (text.str.ends_with(" "), "ends with a blank, which the format drops"),
    )
    for fault, words in faults:
        do = "write Parquet or CSV, or give the value in ASCII and at most 200 bytes"
        _refuse(frame.filter(fault), name, code, words, do)


def _check_number(frame: pl.DataFrame, name: str, code: str) -> None:
    least, most = NUMBER_LIMITS
    size = pl.col(name).abs()
    fault = ~((size == 0) | size.is_between(least, most))  # not-a-number lies between nothing
    _refuse(frame.filter(fault), name, code, "is a number the format cannot hold", "write Parquet or CSV")


def _refuse(found: pl.DataFrame, name: str, code: str, words: str, do: str) -> None:
    """Raise HepaticaError for the first of the rows found, if there is one."""
    if found.is_empty():
        return
    row = found.row(0, named=True)
    where = f"domain {code}, subject {row['USUBJID']}"
    if row.get(f"{code}SEQ") is not None:
        where += f", {code}SEQ {row[f'{code}SEQ']}"
    shown = repr(row[name][:60] if isinstance(row[name], str) else row[name])
    raise HepaticaError(f"{name} {words}: {shown} ({found.height} such values)", where=where, do=do)
