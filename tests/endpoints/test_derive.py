"""From SDTM tables to analysis data: populations, covariates, sources, and what is not derived."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hepatica.endpoints import derive, parameter_codes
from hepatica.errors import HepaticaError
from hepatica.protocol.study import Study
from hepatica.sdtm import Tables

STUDY: dict[str, Any] = {
    "study": "SMALL",
    "format": 1,
    "title": "A small study",
    "design": {"type": "cohort", "allocation": "as treated"},
    "anchors": {"surgery": "first surgery"},
    "windows": {"baseline": "28 d before surgery"},
    "eligibility": {"window": "28 d before surgery", "inclusion": {"I1": "age >= 18 a"}},
    "populations": {"eligible": "eligible", "early": {"of": "everyone", "rule": "bclc in {0, A}"}},
    "arms": {"NA": "Antiviral alone", "NA_PEGIFN": "Antiviral and interferon"},
    "endpoints": {
        "os": {
            "label": "Overall survival",
            "role": "primary",
            "kind": "time to event",
            "from": "surgery",
            "event": "death",
            "censor": "last contact",
        },
        "recurrence": {
            "label": "Recurrence",
            "role": "secondary",
            "kind": "time to event",
            "from": "surgery",
            "event": "recurrence",
            "death": "competing",
            "censor": "last adequate imaging",
            "subtypes": {"local": {"label": "local", "event": "recurrence(code = local)"}},
        },
        "orr": {
            "label": "Response",
            "role": "secondary",
            "kind": "response rate",
            "from": "surgery",
            "state": "any response in {CR, PR} from surgery",
        },
        "toxicity_per_line": {
            "label": "Adverse events per line",
            "role": "exploratory",
            "kind": "incidence",
            "from": "surgery",
            "event": "adverse_event",
            "per": "line",
        },
    },
    "analyses": [
        {"endpoint": "os", "by": "arm", "methods": ["kaplan_meier"]},
        {"endpoint": "os", "model": "cox", "terms": ["age", "bclc", "log10(hbsag_quantitative)"]},
    ],
}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows))


@pytest.fixture
def tables() -> Tables:
    """Three subjects operated on 1 March 2026."""
    subjects = ["A", "B", "C"]
    return Tables.build(
        "SMALL",
        {
            "DM": frame(
                *({"USUBJID": s, "SUBJID": s, "SITEID": "1", "SEX": "F", "BRTHDTC": "1970-03-02"} for s in subjects)
            ),
            "PR": frame(
                *({"USUBJID": s, "PRCAT": "SURGERY", "PRTRT": "resection", "PRSTDTC": "2026-03-01"} for s in subjects),
                {"USUBJID": "A", "PRCAT": "IMAGING", "PRSTATUS": "adequate", "PRSTDTC": "2026-06-01"},
                {"USUBJID": "B", "PRCAT": "IMAGING", "PRSTATUS": "adequate", "PRSTDTC": "2026-06-01"},
            ),
            "DS": frame(
                *(
                    {"USUBJID": "A", "DSTERM": term, "DSDECOD": "DEATH", "DSSTDTC": "2027-03-01"}
                    for term in ("Death", "Died of disease")
                )
            ),
            "SS": frame(
                {"USUBJID": "B", "SSTESTCD": "SURVSTAT", "SSORRES": "ALIVE", "SSSTRESC": "ALIVE", "SSDTC": "2026-12-31"}
            ),
            "CE": frame(
                {
                    "USUBJID": "A",
                    "CECAT": "RECURRENCE",
                    "CETERM": "local",
                    "CEDECOD": "local",
                    "CESTDTC": "2026-09-01",
                }
            ),
            "RS": frame(
                *(
                    {"USUBJID": s, "RSCAT": "BCLC", "RSTESTCD": "BCLC", "RSSTRESC": stage, "RSDTC": day}
                    for s, stage, day in (
                        ("A", "A", "2025-06-01"),
                        ("A", "C", "2026-03-02"),
                        ("B", "B", "2026-02-20"),
                    )
                )
            ),
            "MB": frame(
                *(
                    {
                        "USUBJID": s,
                        "MBTESTCD": "HBSAGQN",
                        "MBORRES": result,
                        "MBORRESU": "IU/mL",
                        "MBDTC": day,
                    }
                    for s, result, day in (
                        ("A", "300", "2026-02-01"),
                        ("A", "250.5", "2026-02-25"),
                        ("A", "1", "2026-03-20"),
                        ("B", "<0.05", "2026-02-25"),
                        ("C", "80", "2025-12-01"),
                    )
                )
            ),
        },
    )


@pytest.fixture
def study() -> Study:
    return Study.model_validate(STUDY)


SCREENED = pl.DataFrame({"USUBJID": ["A", "B", "C"], "STATUS": ["eligible", "not eligible", "unknown"]})
ARMS = pl.DataFrame({"USUBJID": ["A", "B", "C"], "ARM": ["NA", "NA_PEGIFN", None]})


def test_each_row_names_the_record_that_decided_it(study: Study, tables: Tables) -> None:
    rows = derive(study, tables, SCREENED, ARMS)["adtte"]
    found = {(r["USUBJID"], r["PARAMCD"]): r for r in rows.iter_rows(named=True)}
    death = found["A", "OS"]
    assert (death["AVAL"], death["CNSR"], death["ADT"], death["STARTDT"]) == (366, 0, "2027-03-01", "2026-03-01")
    assert (death["SRCDOM"], death["SRCVAR"], death["SRCSEQ"]) == ("DS", "DSSTDTC", 1)
    assert (death["ORGDOM"], death["ORGSEQ"], death["TRT01A"]) == ("PR", 1, "NA")
    alive = found["B", "OS"]
    assert (alive["AVAL"], alive["CNSR"], alive["SRCDOM"], alive["SRCVAR"]) == (306, 1, "SS", "SSDTC")
    assert found["C", "OS"]["ANL01FL"] == ""
    local = found["A", "RECURREN"]
    assert (local["EVNTDESC"], local["EVNTSUB"], local["SRCDOM"]) == ("tumour recurrence", "local", "CE")
    assert found["B", "RECURREN"]["CNSDTDSC"] == "last adequate imaging"
    assert found["B", "RECURREN"]["SRCSEQ"] == 2


def test_populations_are_yes_no_or_unknown(study: Study, tables: Tables) -> None:
    adsl = derive(study, tables, SCREENED, ARMS)["adsl"]
    assert adsl["USUBJID"].to_list() == ["A", "B", "C"]
    assert adsl["ELIGFL"].to_list() == ["Y", "N", ""]
    assert adsl["ELIGIBLEFL"].to_list() == ["Y", "N", ""]
    assert adsl["EARLYFL"].to_list()[1:] == ["N", ""]
    assert adsl["TRT01A"].to_list() == ["NA", "NA_PEGIFN", ""]
    assert adsl["ARM"].to_list() == ["Antiviral alone", "Antiviral and interferon", ""]


def test_covariates_are_the_last_values_of_the_baseline(study: Study, tables: Tables) -> None:
    adsl = derive(study, tables, SCREENED, ARMS)["adsl"]
    # a stage stands until the next one; the one of the day after surgery is no baseline
    assert adsl["bclc"].to_list() == ["A", "B", ""]
    # a measurement must lie in the window; "<0.05" is no number
    assert adsl["hbsag_quantitative"].to_list() == [250.5, None, None]
    assert adsl["hbsag_quantitative_SRCDOM"].to_list()[0] == "MB"
    assert adsl["hbsag_quantitative_SRCSEQ"].to_list()[0] == 2
    # born on 2 March: one day short of the birthday
    assert adsl["AGE"].to_list() == [55.0, 55.0, 55.0]
    assert adsl["SEX"].to_list() == ["F", "F", "F"]


def test_endpoints_that_are_not_derived_are_listed_with_the_reason(study: Study, tables: Tables) -> None:
    left_out = derive(study, tables, SCREENED, ARMS)["not_derived"]
    assert left_out["endpoint"].to_list() == ["toxicity_per_line"]
    assert "line of treatment" in left_out["reason"][0]


def test_every_subject_of_dm_has_a_row_for_every_endpoint(study: Study, tables: Tables) -> None:
    frames = derive(study, tables, SCREENED, ARMS)
    rows = pl.concat([frames[name].select("PARAMCD") for name in ("adtte", "adbin")])
    assert rows.group_by("PARAMCD").len().sort("PARAMCD").rows() == [("ORR", 3), ("OS", 3), ("RECURREN", 3)]


def test_the_order_of_the_records_changes_nothing(study: Study, tables: Tables) -> None:
    shuffled = Tables.build(
        "SMALL", {code: rows.sample(fraction=1, shuffle=True, seed=1) for code, rows in tables.domains.items()}
    )
    for name, rows in derive(study, tables, SCREENED, ARMS).items():
        assert_frame_equal(rows, derive(study, shuffled, SCREENED, ARMS)[name])


def test_a_population_of_the_eligible_needs_screening(study: Study, tables: Tables) -> None:
    with pytest.raises(HepaticaError, match="nobody was screened"):
        derive(study, tables)


def test_without_subjects_there_is_nothing_to_derive(study: Study) -> None:
    empty = Tables.build("SMALL", {"DM": pl.DataFrame(schema={"USUBJID": pl.String()})})
    with pytest.raises(HepaticaError, match="no subject"):
        derive(study, empty, SCREENED, ARMS)


def test_parameter_codes_are_short_and_unique() -> None:
    codes = parameter_codes(["recurrence", "recurrence_local", "recurrence-distant", "2_year_survival", "os"])
    assert list(codes.values()) == ["RECURREN", "RECURRE2", "RECURRE3", "P2YEARSU", "OS"]
