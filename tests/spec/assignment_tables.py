"""Groups as small tables: subjects as SDTM rows, the arm each gets, and a part of the evidence.

    what             | records                                 | arm  | evidence
    a valid result   | organoid 14:established ; result 28:pass | ODST | pass on 2026-03-29

Records are those of `tests.spec.endpoint_tables`. arm: `?` where it cannot be said. A column of another name (`drugs`) is held
against the column of that name; empty where there is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from tests.spec.endpoint_tables import SHORT, data_of, lines
from tests.spec.subjects import study_of

from hepatica.assignment import assign
from hepatica.protocol import Study
from hepatica.sdtm import facts, validate
from hepatica.vocabulary import load


def check(
    study: Study | str, base: Sequence[str], table: str, short: Mapping[str, str] = SHORT, *, valid: bool = True
) -> None:
    """Hold the groups of the subjects of a table against it. valid: the rows are such as real data must be."""
    whole = study_of(study) if isinstance(study, str) else study
    wanted = lines(table)
    data = data_of(whole.study, base, wanted, short)
    if valid:
        assert validate(data, load()) == []
    found = assign(whole, data, facts(data, load()), pl.DataFrame({"subject": data.subjects})).table
    assert found.height == len(wanted)
    for number, line in enumerate(wanted):
        row = found.row(by_predicate=pl.col("USUBJID") == f"S{number:03}", named=True)
        assert (row["ARM"] or "?") == line["arm"], (line, row)
        assert row["EVIDENCE"], f"{line['what']}: no evidence"
        assert line.get("evidence", "") in row["EVIDENCE"], (line["what"], row["EVIDENCE"])
        for column in line.keys() - {"what", "records", "arm", "evidence"}:
            assert (row[column.upper()] or "").replace("|", " + ") == line[column], (line, row)
