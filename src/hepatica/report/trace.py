"""From a result back to where it came from: subjects, analysis row, record of the subject data, cell of the original.

    result ─▶ subjects behind it ─▶ ADaM row ─▶ SDTM record (domain, sequence) ─▶ SRCREF ─▶ file, line, column, text

Only what the run's folder and its data folder hold is read; the cells of originals come from a resolver, because
originals may lie in a folder, in a database, or nowhere at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from hepatica.analysis.cohort import grouping
from hepatica.endpoints.adsl import ARM
from hepatica.errors import HepaticaError
from hepatica.lineage import Cell, Originals, SourceRef
from hepatica.report.behind import MODELS, behind, model_terms, variable, why_not
from hepatica.report.events_behind import with_events
from hepatica.report.run_folder import RunFolder

Resolver = Callable[[SourceRef], list[Cell]]
"""Gives the cells a reference names; raises HepaticaError where it cannot."""

Status = Literal["verified", "changed", "unverified", "not at hand", "simulated", "not a file"]

HIDDEN: Final = frozenset({"STUDYID", "DOMAIN", "USUBJID", "SRCREF"})
SHOWN_OF_ADAM: Final = ("PARAMCD", "AVAL", "AVALU", "AVALC", "ENTRY", "CNSR", "EVNTDESC", "CNSDTDSC", "STARTDT", "ADT",
                        "STARTDAY", "ADAY")  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A record's place in its original. cells: column and text, the value's own first; detail: what is to be said."""

    reference: str
    status: Status
    file: str = ""
    sheet: str | None = None
    line: int | None = None
    cells: tuple[tuple[str, str], ...] = ()
    detail: str = ""


@dataclass(frozen=True)
class Record:
    """A row of the subject data and what it decided. `values`: its columns that say something."""

    role: str
    domain: str
    sequence: int | None
    variable: str
    values: Mapping[str, Any]
    source: Source


@dataclass(frozen=True)
class SubjectTrace:
    """One subject behind a result: its analysis row, the sentence that explains it, the records that made it."""

    subject: str
    group: str
    dataset: str
    row: Mapping[str, Any]
    sentence: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Trace:
    """A result, the subjects behind it, one of them followed to its originals where asked, and what has changed."""

    result: Mapping[str, Any]
    subjects: tuple[str, ...]
    one: SubjectTrace | None
    warnings: tuple[str, ...]


def trace(
    out: Path,
    result_id: str,
    subject: str | None = None,
    *,
    sources: Sequence[Path] = (),
    resolver: Resolver | None = None,
) -> Trace:
    """Follow a result of the run folder `out` home.

    subject: follow this one to its originals. sources: folders (or files) that hold the originals
    (those they were imported from, if left out); `resolver` in their
    place where they lie elsewhere. Raises HepaticaError for a result or subject that is not there, naming the nearest.
    """
    folder = RunFolder(out)
    result = folder.result(result_id)
    adsl = folder.frame("ADSL")
    data = folder.frame(result["dataset"]) if result["dataset"] not in ("", "ADSL") else None
    if data is not None and result["dataset"] == "ADAE":
        data = with_events(result, folder.frame("ADBIN"), data)
    terms = model_terms(folder.results, result["analysis"])
    exclusion = folder.manifest.get("exclusions", {}).get(result["analysis"])
    rows = behind(result, adsl, data, terms, exclusion)
    warnings = [*folder.changed(), *_miscounted(result, rows)]
    one = None
    if subject is not None:
        _refuse_unknown(subject, adsl)
        mine = rows.filter(pl.col("USUBJID") == subject)
        if not mine.height:
            reason = why_not(result, adsl, data, exclusion, subject)
            raise HepaticaError(
                f"subject {subject} is not behind this result: {reason}", do="leave out --subject for a list"
            )
        resolve = resolver or Originals(tuple(sources) or folder.tables.places, folder.tables.sources).cells
        one = _follow(mine.row(0, named=True), result, terms, folder, resolve)
    return Trace(result, tuple(rows["USUBJID"]), one, tuple(warnings))


def _miscounted(result: Mapping[str, Any], rows: pl.DataFrame) -> list[str]:
    counted = result["n"]
    if counted is None or result["method"] in ("flow", "baseline", "exclusions") or counted == rows.height:
        return []
    return [f"the result counts {counted} subjects, but {rows.height} are found behind it"]


def _refuse_unknown(subject: str, adsl: pl.DataFrame) -> None:
    known = adsl["USUBJID"].to_list()
    if subject not in known:
        near = get_close_matches(subject, known, n=3, cutoff=0.3)
        do = f"the nearest are: {', '.join(near)}" if near else "leave out --subject for a list"
        raise HepaticaError(f"there is no subject {subject!r} in this run", do=do)


def _follow(
    row: Mapping[str, Any], result: Mapping[str, Any], terms: Sequence[str], folder: RunFolder, resolve: Resolver
) -> SubjectTrace:
    """One subject's row, and the records named in it: of the deciding day, of time zero, of the values used."""
    dataset = result["dataset"] or "ADSL"
    named: list[tuple[str, str, Any, str]] = []
    if dataset != "ADSL":
        named.append(("deciding record", row.get("SRCDOM") or "", row.get("SRCSEQ"), row.get("SRCVAR") or ""))
        named.append(("time zero", row.get("ORGDOM") or "", row.get("ORGSEQ"), row.get("ORGVAR") or ""))
    used = [result["group_by"], *(terms if result["method"] in MODELS else [])]
    used += [result["term"]] if result["method"] == "baseline" else []
    shown = {name: row[name] for name in SHOWN_OF_ADAM if row.get(name) not in (None, "")} if dataset != "ADSL" else {}
    for name in dict.fromkeys(variable(term) for term in used if term):
        column = grouping(name)
        if row.get(column) not in (None, ""):
            shown[column] = row[column]
        if name != ARM:
            named.append((name, row.get(f"{name}_SRCDOM") or "", row.get(f"{name}_SRCSEQ"), ""))
    records = tuple(
        record
        for role, domain, sequence, name in named
        if domain and (record := _record(role, domain, sequence, name, str(row["USUBJID"]), folder, resolve))
    )
    sentence = str(row.get("REASON") or "") if dataset != "ADSL" else ""
    return SubjectTrace(str(row["USUBJID"]), str(row["group"] or ""), dataset, shown, sentence, records)


def _record(
    role: str, domain: str, sequence: int | None, name: str, subject: str, folder: RunFolder, resolve: Resolver
) -> Record | None:
    """The row of the subject data; None where the data no longer have it."""
    rows = folder.tables[domain].filter(pl.col("USUBJID") == subject)
    if sequence is not None and f"{domain}SEQ" in rows.columns:
        rows = rows.filter(pl.col(f"{domain}SEQ") == sequence)
    if not rows.height:
        return None
    row = rows.row(0, named=True)
    values = {key: value for key, value in row.items() if key not in HIDDEN and value not in (None, "")}
    return Record(role, domain, sequence, name, values, _source(str(row["SRCREF"]), resolve))


def _source(reference: str, resolve: Resolver) -> Source:
    if not reference:
        return Source("", "not a file", detail="the record names no source")
    ref = SourceRef.parse(reference)
    if ref.scheme == "simulated":
        parts = ", ".join(f"{key} {' '.join(values)}" for key, values in ref.parts)
        return Source(reference, "simulated", file=ref.name, detail=f"simulated from {ref.name}: {parts}")
    if ref.scheme != "file":
        return Source(reference, "not a file", file=ref.name, detail=f"{ref.scheme} {ref.name}")
    try:
        cells = resolve(ref)
    except HepaticaError as error:
        return Source(
            reference, "not at hand", ref.name, ref.sheet, ref.row, tuple((c, "") for c in ref.columns), error.what
        )
    found = tuple((cell.column, cell.value) for cell in cells)
    changed = cells[0].changed if cells else None
    status: Status = "unverified" if changed is None else "changed" if changed else "verified"
    detail = {
        "verified": "the file is the one that was imported",
        "changed": "the file is not the one that was imported: its content has changed",
        "unverified": "no hash of the file was recorded",
    }[status]
    return Source(reference, status, ref.name, ref.sheet, ref.row, found, detail)
