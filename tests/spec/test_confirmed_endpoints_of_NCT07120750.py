"""Loss of HBsAg and undetectable HBV DNA as NCT07120750 means them, from SDTM rows to the analysis data.

Entecavir begins on day 0 (2026-03-01); `results` are results by day. Answer Y, N or ? (unknown), with the day reached.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from tests.spec.subjects import DAY_0, Case, study_of, tables

from hepatica.endpoints import derive
from hepatica.screening import screen
from hepatica.sdtm import facts
from hepatica.vocabulary import load

STUDY = "NCT07120750"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "DS DECOD=INFORMED CONSENT OBTAINED STDTC=-20",
    "PR CAT=SURGERY DECOD=resection STDTC=-34",
    "CM CAT=ANTIVIRAL DECOD=entecavir STDTC=0 ENDTC=999",
)
HBSAG = """
what                                            | results                                 | answer | day
24 weeks apart, dated by the first              | 364:<0.05 532:<0.05                     | Y      | 364
a number below the limit counts as well         | 364:0.01 532:0.04                       | Y      | 364
0.06 between                                    | 364:<0.05 448:0.06 532:<0.05 700:0.06   | N      |
exactly 0.05 between                            | 364:<0.05 448:0.05 532:<0.05 700:0.05   | N      |
167 days apart, then back                       | 364:<0.05 531:<0.05 700:3               | N      |
167 days apart, and nothing later               | 364:<0.05 531:<0.05                     | ?      |
confirmed at a third test                       | 364:<0.05 531:<0.05 532:<0.05           | Y      | 364
one sight within the two years, confirmed after | 720:<0.05 888:<0.05                     | Y      | 720
never below                                     | 0:900 364:850 728:800 900:800           | N      |
no result                                       |                                         | ?      |
"""
HBV_DNA = """
what                                            | results                                 | answer | day
under 20 does not decide under 10               | 84:<20 364:<20 728:<20 760:<20          | ?      |
target not detected does                        | 84:TND 364:TND                          | Y      | 84
under 10 does                                   | 84:<10 364:<10                          | Y      | 84
exactly 10 is not under 10                      | 84:10 364:10 728:10 760:10              | N      |
12 between, 12-weekly                           | 84:TND 168:12 252:TND 336:30 760:30     | N      |
a span of six months of 12-weekly tests         | 84:TND 168:TND 252:TND 336:TND          | Y      | 84
under 20 between decides nothing, nor undoes    | 84:TND 168:<20 336:TND                  | Y      | 84
"""


def lines(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def records(results: str, test: str) -> tuple[str, ...]:
    """Rows of MB; TND is a target not detected."""
    given = [each.split(":") for each in results.split()]
    return tuple(
        f"MB TESTCD={test} ORRES={'TARGET NOT DETECTED' if value == 'TND' else value} ORRESU=[IU]/mL DTC={day}"
        for day, value in given
    )


@pytest.mark.parametrize(
    ("parameter", "test", "table"), [("hbsag_loss", "HBSAGQN", HBSAG), ("hbv_dna_undetectable", "HBVDNA", HBV_DNA)]
)
def test_state_is_reached_as_the_record_defines_it(parameter: str, test: str, table: str) -> None:
    cases = [
        Case(number, what, answer, day, records(results, test))
        for number, (what, results, answer, day) in enumerate(lines(table))
    ]
    study = study_of(STUDY)
    data = tables(STUDY, BASE, cases)
    screened = screen(study, facts(data, load()), pl.DataFrame({"subject": data.subjects}))
    derived = derive(study, data, screened)["adbin"]
    label = study.endpoints[parameter].label.en
    found = {row["USUBJID"]: row for row in derived.iter_rows(named=True) if row["PARAM"] == label}
    for case in cases:
        row = found[case.subject]
        reached = (DAY_0 + timedelta(int(case.what))).isoformat() if case.what else ""
        assert (row["AVALC"] or "?", row["ADT"] if row["AVALC"] == "Y" else "") == (case.answer, reached), (
            case.criterion,
            row["REASON"],
        )
