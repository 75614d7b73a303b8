"""Endpoints of a study as small tables: subjects as SDTM rows, what each is answered, on which day, and why.

    what                    | records                                   | answer   | day | reason
    seen at the second scan | imaging 56 112 ; CE CAT=PROGRESSION STDTC=112 | event | 112 | disease progression

Days count as the records do, from the study's own day 0. Records are those of `tests.spec.subjects`, and for short
`imaging 56 112` (adequate), `alive 56 112` (contact), `death 200` and lists of results whose meaning the test gives.
answer: event, censored, competing; Y, N; a value; `-` or `?` where nothing can be said. reason: a part of the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
from tests.spec.subjects import DAY_0, Case, study_of, tables

from hepatica.endpoints import derive
from hepatica.protocol import Study
from hepatica.sdtm import Tables, facts
from hepatica.vocabulary import load

OUTCOME = {0: "event", 1: "censored", 2: "competing"}
SHORT = {
    "imaging": "PR CAT=IMAGING DECOD=mri STATUS=adequate STDTC={}",
    "alive": "SS TESTCD=SURVSTAT STRESC=ALIVE DTC={}",
    "death": "DS DECOD=DEATH STDTC={}",
    "progression": "CE CAT=PROGRESSION STDTC={}",
    "recurrence": "CE CAT=RECURRENCE STDTC={}",
}
FRAMES = ("adtte", "adbin", "adlb", "adqs", "adtr", "adoth")
Line = dict[str, str]


def lines(table: str) -> list[Line]:
    """The lines of a table by its heading."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    assert all(len(row) == len(rows[0]) for row in rows), table
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def spelt(records: str, short: Mapping[str, str] = SHORT) -> tuple[str, ...]:
    """The records of a cell; what is written for short (`imaging 56 112`, `afp -5:400 56:20`) one by one."""
    found = []
    for part in (each.strip() for each in records.split(";") if each.strip()):
        word, _, rest = part.partition(" ")
        if word not in short:
            found.append(part)
            continue
        for each in rest.split():
            when, _, value = each.partition(":")
            found.append(short[word].format(when, value))
    return tuple(found)


def one_endpoint(study: str, endpoint: str) -> Study:
    """The study with this endpoint alone, so that nothing else need be known of its subjects."""
    whole = study_of(study)
    kept = {endpoint: whole.endpoints[endpoint]}
    return whole.model_copy(update={"endpoints": kept, "analyses": (), "populations": {}, "baseline": ()})


def data_of(study: str, base: Sequence[str], table: Sequence[Line], short: Mapping[str, str] = SHORT) -> Tables:
    """SDTM tables of the subjects of a table."""
    subjects = [
        Case(number, line["what"], "", "", spelt(line["records"], {**SHORT, **short}))
        for number, line in enumerate(table)
    ]
    return tables(study, base, subjects)


def frames_of(study: Study, data: Tables) -> dict[str, pl.DataFrame]:
    """The analysis data of a study."""
    return derive(study, data, facts=facts(data, load()))


def rows_of(frames: Mapping[str, pl.DataFrame], study: str, endpoint: str) -> pl.DataFrame:
    """The rows of an endpoint, from whichever frame holds them."""
    label = study_of(study).endpoints[endpoint].label.en
    found = [frames[name].filter(pl.col("PARAM") == label) for name in FRAMES]
    (rows,) = [frame for frame in found if frame.height]
    return rows


def check(
    study: str,
    base: Sequence[str],
    endpoint: str,
    table: str,
    short: Mapping[str, str] = SHORT,
    *,
    answer: str = "answer",
) -> None:
    """Hold the derived rows of an endpoint, one a subject, against a table. answer: the column of the answers."""
    wanted = lines(table)
    whole = one_endpoint(study, endpoint)
    rows = rows_of(frames_of(whole, data_of(study, base, wanted, short)), study, endpoint)
    assert rows.height == len(wanted)
    for number, line in enumerate(wanted):
        row = rows.row(by_predicate=pl.col("USUBJID") == f"S{number:03}", named=True)
        assert row["REASON"], f"{line['what']}: no sentence"
        assert answer_of(row) == line[answer], (line, row)
        assert day_of(row) == line.get("day", day_of(row)), (line, row)
        assert line.get("reason", "") in row["REASON"], (line["what"], row["REASON"])


def answer_of(row: Mapping[str, object]) -> str:
    """What a row answers."""
    if not row["ANL01FL"]:
        return "?" if "AVALC" in row and "CHG" not in row else "-"
    if "CNSR" in row:
        assert row["AVAL"] == row["ADAY"] - row["STARTDAY"] + 1  # type: ignore[operator]
        return OUTCOME[row["CNSR"]]  # type: ignore[index]
    return str(row["AVALC"])


def day_of(row: Mapping[str, object]) -> str:
    """The day of a row, counted as the records are."""
    given = str(row["ADT"])
    return str((date.fromisoformat(given) - DAY_0).days) if given and (row["ANL01FL"] or "CNSR" not in row) else ""


def changes(
    study: str, base: Sequence[str], endpoint: str, table: str, short: Mapping[str, str] = SHORT
) -> dict[str, str]:
    """The changes from baseline of each subject as `visit number:change`, by what the line says.

    Every row has a sentence.
    """
    wanted = lines(table)
    whole = one_endpoint(study, endpoint)
    rows = rows_of(frames_of(whole, data_of(study, base, wanted, short)), study, endpoint)
    assert (rows["REASON"] != "").all()
    found = {}
    for number, line in enumerate(wanted):
        own = rows.filter((pl.col("USUBJID") == f"S{number:03}") & (pl.col("ANL01FL") == "Y") & (pl.col("ABLFL") == ""))
        said = own.select("AVISITN", "CHG").iter_rows()
        found[line["what"]] = " ".join(f"{visit}:{change:.2f}".replace("-0.00", "0.00") for visit, change in said)
    return found
