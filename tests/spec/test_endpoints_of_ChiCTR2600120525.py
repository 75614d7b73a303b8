"""Endpoints of ChiCTR2600120525, rule by rule: survival, progression, molecular values, shrinkage, events of the biopsy.

The liver is biopsied on day -10; TACE, lenvatinib and sintilimab begin on day 0. Days count as the records do: a time to an
event is that day and one more.
"""

from __future__ import annotations

import polars as pl
import pytest
from tests.spec.endpoint_tables import changes, check, data_of, frames_of, lines, one_endpoint, rows_of

STUDY = "ChiCTR2600120525"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "PR CAT=BIOPSY DECOD=liver STDTC=-10",
    "EC CAT=TREATMENT CYCLE DECOD=TACE|lenvatinib|sintilimab STDTC=0 ENDTC=35",
    "EC CAT=TREATMENT CYCLE DECOD=TACE|lenvatinib|sintilimab STDTC=36 ENDTC=70",
)
SHORT = {
    "tcells": "MI TESTCD=TCELLINF ORRES={1} ORRESU={{score}} DTC={0}",
    "sum": "TR TESTCD=SUMDIAM ORRES={1} ORRESU=mm DTC={0}",
    "TP53": "GF TESTCD=EXPR SYM=TP53 ORRES={1} ORRESU={{TPM}} DTC={0}",
    "CTNNB1": "GF TESTCD=EXPR SYM=CTNNB1 ORRES={1} ORRESU={{TPM}} DTC={0}",
    "lactate": "LB TESTCD=METAB TSTDTL=lactate ORRES={1} ORRESU=umol/L DTC={0}",
    "alanine": "LB TESTCD=METAB TSTDTL=alanine ORRES={1} ORRESU=umol/L DTC={0}",
}

OVERALL_SURVIVAL = """
what                           | records            | answer   | day | reason
death of any cause             | death 200          | event    | 200 | event on day 201: death
alive at the last follow-up    | alive 90 180       | censored | 180 | last contact
found dead, day not recorded   | alive 90 ; SS TESTCD=SURVSTAT STRESC=DEAD DTC=180 | - | | recorded as dead, but no death is recorded
"""  # noqa: E501
PROGRESSION_FREE_SURVIVAL = """
what                                         | records                         | answer   | day | reason
progression                                  | progression 75 ; death 200      | event    | 75  | event on day 76: disease progression
death without progression                    | alive 90 ; death 200            | event    | 200 | death
alive without progression at last follow-up  | imaging 75 ; alive 90 180       | censored | 180 | last contact
"""  # noqa: E501
BIOPSY_EVENTS = """
what                                | records                                               | answer | day | reason
bleeding during the biopsy          | AE TERM=bleeding TOXGR=1 STDTC=-10                    | Y      | -10 | first on day 1: adverse event
pain on the fourteenth day          | AE TERM=pain TOXGR=1 STDTC=4                          | Y      | 4   | first on day 15: adverse event
a day later it belongs to treatment | AE TERM=pain TOXGR=1 STDTC=5                          | N      |     | none recorded
before the biopsy                   | AE TERM=pain TOXGR=1 STDTC=-11 ; alive 90             | N      |     | none recorded
whatever its grade                  | AE TERM=pain STDTC=-9                                 | Y      | -9  | adverse event
none recorded                       | alive 90                                              | N      |     | none recorded
"""  # noqa: E501
T_CELLS = """
what                     | records            | answer | day | reason
in the biopsy            | tcells -10:40      | 40     | -10 | 40 on day 1, on «liver biopsy»
another day              | tcells -3:40       | -      |     | the nearest lies 7 days after it
not measured             |                    | -      |     | no usable value is recorded
an impossible score      | tcells -10:400     | -      |     | the value cannot be used
"""
GENES = """
what                             | records                          | values
two genes of one biopsy          | TP53 -10:12 ; CTNNB1 -10:80      | CTNNB1:80 TP53:12
one gene twice, differently      | TP53 -10:12 -10:14 ; CTNNB1 -10:80 | CTNNB1:80
one gene twice, alike            | TP53 -10:12 -10:12               | TP53:12
none                             |                                  |
"""
METABOLITES = """
what                             | records                          | values
two metabolites of one sample    | lactate -10:1500 ; alanine -10:300 | alanine:300 lactate:1500
"""
SHRINKAGE = """
what                                   | records                | changes
half the size is half shrunk           | sum -3:100 75:50       | 50.00
a third smaller, then back             | sum -3:90 75:60 145:90 | 33.33 0.00
grown                                  | sum -3:100 75:120      | -20.00
gone                                   | sum -3:100 75:0        | 100.00
measured a week before treatment       | sum -7:100 75:50       | 50.00
measured eight days before it          | sum -8:100 75:50       |
centimetres                            | sum -3:100 ; TR TESTCD=SUMDIAM ORRES=5 ORRESU=cm DTC=75 | 50.00
"""


def test_overall_survival_counts_from_treatment_to_death_or_the_last_follow_up() -> None:
    check(STUDY, BASE, "os", OVERALL_SURVIVAL, SHORT)


def test_progression_free_survival_is_censored_at_the_last_follow_up() -> None:
    check(STUDY, BASE, "pfs", PROGRESSION_FREE_SURVIVAL, SHORT)


def test_an_event_of_the_biopsy_comes_within_fourteen_days_of_it() -> None:
    check(STUDY, BASE, "biopsy_adverse_events", BIOPSY_EVENTS, SHORT)


def test_t_cell_infiltration_is_read_in_the_biopsy() -> None:
    check(STUDY, BASE, "immune_cells", T_CELLS, SHORT)


@pytest.mark.parametrize(("endpoint", "table"), [("expression", GENES), ("metabolites", METABOLITES)])
def test_every_gene_and_metabolite_has_a_value_of_its_own(endpoint: str, table: str) -> None:
    wanted = lines(table)
    frames = frames_of(one_endpoint(STUDY, endpoint), data_of(STUDY, BASE, wanted, SHORT))
    rows = rows_of(frames, STUDY, endpoint).filter(pl.col("ANL01FL") == "Y").sort("ANALYTE")
    for number, line in enumerate(wanted):
        own = rows.filter(pl.col("USUBJID") == f"S{number:03}").select("ANALYTE", "AVALC").iter_rows()
        assert " ".join(f"{name}:{value}" for name, value in own) == line["values"], line


def test_the_shrinkage_rate_is_what_the_tumour_lost_of_its_size_in_the_week_before_treatment() -> None:
    found = changes(STUDY, BASE, "shrinkage", SHRINKAGE, SHORT)
    assert {what: " ".join(one.partition(":")[2] for one in said.split()) for what, said in found.items()} == {
        line["what"]: line["changes"] for line in lines(SHRINKAGE)
    }
