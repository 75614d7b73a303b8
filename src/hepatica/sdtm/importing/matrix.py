"""Expression matrices to GF: one row for each gene and sample kept."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.lineage.sheets import is_spreadsheet, open_bytes, separator_of
from hepatica.lineage.source import quote
from hepatica.sdtm.importing.source import LINE, Original, read_original, separator_word
from hepatica.sdtm.importing.spec import Matrix, Table
from hepatica.sdtm.numbers import read_numbers


@dataclass(frozen=True, slots=True)
class Sample:
    """A column of values and whose they are."""

    column: str
    name: str
    subject: str


def matrix_rows(table: Table, matrix: Matrix, path: Path) -> pl.DataFrame:
    """GF rows (USUBJID, GFTESTCD, GFSYM, GFORRES, …, SRCREF) of a matrix, sample after sample, genes in file order.

    Raises HepaticaError if a column the map names is not there, no sample is left, a gene asked for is not in the file,
    or a value is no number.
    """
    original = _read(table, path)
    genes = original.need(matrix.gene)
    if matrix.identifier is not None:
        original.need(matrix.identifier)
    samples = _samples(matrix, original)
    totals = _totals(matrix, original, samples) if matrix.sum_to is not None else {}
    frame = original.frame.filter(pl.col(genes).is_not_null())
    if matrix.genes is not None:
        frame = _wanted(frame, genes, matrix.genes, original)
    if not samples:
        return pl.DataFrame(schema={"USUBJID": pl.String, "SRCREF": pl.String})
    return pl.concat([_sample_rows(frame, matrix, original, sample, totals.get(sample.column)) for sample in samples])


def _read(table: Table, path: Path) -> Original:
    """The file as text; one without quotes, which is what matrices are, is read by the fast reader."""
    if is_spreadsheet(path) or table.encoding not in ("utf-8-sig", "utf-8"):
        return read_original(table, path)
    with open_bytes(path) as file:
        try:
            content = file.read()
        except (OSError, EOFError) as error:
            raise HepaticaError(f"the file cannot be read ({error})", where=path.name, do="fetch it again") from error
    if b'"' in content or not content.strip():
        return read_original(table, path)
    first = content[: content.find(b"\n") if b"\n" in content else None].decode("utf-8", errors="replace")
    separator = separator_word(table.separator) or separator_of(first)
    try:
        raw = pl.read_csv(
            io.BytesIO(content),
            separator=separator,
            infer_schema=False,
            has_header=table.header > 0,
            skip_lines=max(table.header - 1, 0),
            quote_char=None,
        )
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        return read_original(table, path)
    if not _even(content, separator, raw, table.header):
        return read_original(table, path)
    if table.header == 0:
        raw.columns = [str(position) for position in range(1, raw.width + 1)]
    start = max(table.header, 0) + 1
    numbers = pl.int_range(start, start + raw.height, dtype=pl.Int64, eager=True).alias(LINE)
    missing = list(dict.fromkeys(["", *table.missing]))
    stripped = raw.with_columns(pl.all().str.strip_chars())
    frame = stripped.with_columns(
        pl.when(~pl.col(name).is_in(missing)).then(pl.col(name)).alias(name) for name in raw.columns
    )
    return Original(path.name, table.sheet, frame.with_columns(numbers), stripped.with_columns(numbers))


def _even(content: bytes, separator: str, raw: pl.DataFrame, header: int) -> bool:
    """Whether every line has all its cells. The fast reader fills short lines up, which would move values to others."""
    lines = content.rstrip(b"\r\n").split(b"\n")[max(header - 1, 0) :]
    cells = sum(line.count(separator.encode()) + 1 for line in lines)
    return len(lines) == raw.height + (header > 0) and cells == len(lines) * raw.width


def _samples(matrix: Matrix, original: Original) -> list[Sample]:
    """The samples to keep, in file order; none where `keep` leaves out a file of one sample."""
    try:
        pattern = re.compile(matrix.samples.pattern)
    except re.error as error:
        raise HepaticaError(
            f"{matrix.samples.pattern!r} is not a regular expression ({error})", where=original.where, do="mend the map"
        ) from error
    groups = {"subject", *matrix.samples.keep}
    if not groups <= pattern.groupindex.keys():
        raise HepaticaError(
            f"the sample pattern has no group named {', '.join(sorted(groups - pattern.groupindex.keys()))}",
            where=original.where,
            do="write (?P<subject>…) in the pattern",
        )
    kept, left_out = [], 0
    for column, name in _candidates(matrix, original):
        found = pattern.search(name)
        if found is None:
            raise HepaticaError(
                f"sample {name!r} does not match the pattern", where=original.where, do="mend the pattern"
            )
        if any(found[group] not in texts for group, texts in matrix.samples.keep.items()):
            left_out += 1
            continue
        kept.append(Sample(column, name, found["subject"]))
    if not kept and matrix.samples.from_ == "column":
        raise HepaticaError(
            f"no sample is left: {left_out} were left out by `keep`",
            where=original.where,
            do="check the pattern and `keep`",
        )
    return kept


def _candidates(matrix: Matrix, original: Original) -> list[tuple[str, str]]:
    if matrix.samples.from_ == "file name":
        if matrix.value is None:
            raise HepaticaError(
                "the map does not say which column holds the values", where=original.where, do="add `value`"
            )
        return [(original.need(matrix.value), original.name)]
    other = {matrix.gene, matrix.identifier, LINE}
    return [(name, name) for name in original.frame.columns if name not in other]


def _totals(matrix: Matrix, original: Original, samples: list[Sample]) -> dict[str, float]:
    """The sum of each sample over all genes of the file, those left out later included."""
    return {sample.column: float(_values(original.frame, sample, original)["number"].sum()) for sample in samples}


def _wanted(frame: pl.DataFrame, genes: str, wanted: tuple[str, ...], original: Original) -> pl.DataFrame:
    there = set(frame[genes])
    absent = [gene for gene in wanted if gene not in there]
    if absent:
        raise HepaticaError(
            f"the matrix has no gene {', '.join(absent[:8])} ({len(absent)} of {len(wanted)} asked for)",
            where=original.where,
            do="correct the symbols in the map (older names differ), or leave them out",
        )
    return frame.filter(pl.col(genes).is_in(list(wanted)))


def _values(frame: pl.DataFrame, sample: Sample, original: Original) -> pl.DataFrame:
    values = read_numbers(frame[sample.column].fill_null(""))
    wrong = values["number"].is_null() & frame[sample.column].is_not_null()
    if wrong.any():
        row = frame.filter(wrong).row(0, named=True)
        raise HepaticaError(
            f"{row[sample.column]!r} is not a number",
            where=original.cell(row[LINE], sample.column),
            do="correct the value, or add its word to `missing`",
        )
    return values


def _sample_rows(
    frame: pl.DataFrame, matrix: Matrix, original: Original, sample: Sample, total: float | None
) -> pl.DataFrame:
    values = _values(frame, sample, original)
    number = values["number"] if total is None else values["number"] / total * (matrix.sum_to or 1.0)
    standard = values["text"] if total is None else number.cast(pl.String)
    tail = f";col={quote(sample.column)}" + (f";sheet={quote(original.sheet)}" if original.sheet else "")
    rows = frame.select(
        USUBJID=pl.lit(sample.subject),
        GFREFID=pl.lit(sample.name),
        GFSPID=pl.col(matrix.identifier) if matrix.identifier else pl.lit(""),
        GFTESTCD=pl.lit(matrix.test),
        GFTEST=pl.lit(matrix.name),
        GFSYM=pl.col(matrix.gene),
        GFSYMTYP=pl.lit("GENE"),
        GFORRES=pl.col(sample.column),
        GFORRESU=pl.lit(matrix.unit),
        GFMETHOD=pl.lit(matrix.method),
        SRCREF=pl.concat_str(pl.lit(f"file:{quote(original.name)}#row="), pl.col(LINE).cast(pl.String), pl.lit(tail)),
    )
    rows = rows.with_columns(
        standard.alias("GFSTRESC"),
        number.alias("GFSTRESN"),
        pl.lit(matrix.standard_unit if total is not None else matrix.unit).alias("GFSTRESU"),
    )
    return rows.filter(pl.col("GFORRES").is_not_null())
