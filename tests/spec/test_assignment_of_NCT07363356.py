"""Groups of NCT07363356: guided by organoids where a valid result came within a calendar month of the resection.

The liver is resected on day 0 (2026-03-01); the deadline is day 31 (2026-04-01), the day on which treatment is assigned.
Under a candidate stand the area under its curve and its IC50 (in umol/L), reported on day 28: A apatinib, B atezolizumab +
bevacizumab, C donafenib + toripalimab, D sintilimab, F FOLFOX.
"""

from __future__ import annotations

import polars as pl
from tests.spec.assignment_tables import check
from tests.spec.endpoint_tables import data_of, lines
from tests.spec.subjects import study_of

from hepatica.assignment import assign
from hepatica.sdtm import Tables, facts
from hepatica.vocabulary import load

STUDY = "NCT07363356"
RESECTED = ("DM SITEID=01 SEX=M BRTHDTC=1970-01-01", "PR CAT=SURGERY DECOD=resection STDTC=0")
BASE = (*RESECTED, "DS DECOD=ENROLLED STDTC=5", "DS DECOD=GROUP ASSIGNED STDTC=31")
PANEL = ("apatinib", "atezolizumab + bevacizumab", "donafenib + toripalimab", "sintilimab", "FOLFOX")
TESTED = (
    *BASE,
    "BS TESTCD=ORGSTAT ORRES=established DTC=14",
    "BE CAT=DRUG SENSITIVITY RESULT STATUS=pass STDTC=28",
)
SHORT = {
    "organoid": "BS TESTCD=ORGSTAT ORRES={1} DTC={0}",
    "result": "BE CAT=DRUG SENSITIVITY RESULT STATUS={1} STDTC={0}",
    "unjudged": "BE CAT=DRUG SENSITIVITY RESULT STDTC={0}",
    "area": "BS TESTCD=DRAUC TSTDTL={1} ORRES=0.1 ORRESU=1 DTC={0}",
    "none": "BE CAT=DRUG SENSITIVITY RESULT OCCUR=N STDTC={0}",
    "best": "BS TESTCD=DSTBEST ORRES={1} DTC={0}",
}
IN_TIME = """
what                            | records                                            | arm       | evidence
a valid result within the month | organoid 14:established ; result 28:pass | ODST | met: Organoid culture: established
on the day of the resection     | organoid 0:established ; result 0:pass             | ODST      | pass on 2026-03-01
on the last day                 | organoid 31:established ; result 31:pass           | ODST      | pass on 2026-04-01
a day too late                  | organoid 14:established ; result 32:pass           | EMPIRICAL | not met: Drug sensitivity
not valid                       | organoid 14:established ; result 20:fail           | EMPIRICAL | fail on 2026-03-21
not valid, repeated in time     | organoid 14:established ; result 20:fail 30:pass   | ODST      | pass on 2026-03-31
not valid, repeated too late    | organoid 14:established ; result 20:fail 40:pass   | EMPIRICAL | pass on 2026-04-10
no organoids                    | organoid 10:failed                                 | EMPIRICAL | Organoid culture: failed on
contaminated                    | organoid 10:contaminated                           | EMPIRICAL | contaminated on 2026-03-11
last seen in culture            | organoid 10:in_culture                             | EMPIRICAL | in_culture on 2026-03-11
lost after a valid result       | organoid 14:established 28:contaminated ; result 25:pass | ODST | established on 2026-03-15
the second attempt succeeds     | organoid 5:failed 20:established ; result 30:pass  | ODST      | established on 2026-03-21
established too late            | organoid 9:in_culture 40:established ; result 50:pass | EMPIRICAL | (2026-03-01 to 2026-04-01)
the laboratory says: none came  | organoid 14:established ; none 31                  | EMPIRICAL | none on 2026-04-01
nothing is known of a result    | organoid 14:established                            | ?         | nobody recorded whether
nothing is known of the culture | result 28:pass                                     | ?         | no organoid_status
nothing recorded                |                                                    | ?         | no organoid_status
no quality is recorded          | organoid 14:established ; unjudged 28              | ?         | recorded without a code
dated to the month of the end   | organoid 14:established ; result 2026-04:pass      | ?         | may lie outside the window
dated to the month before it    | organoid 14:established ; result 2026-03:pass      | ODST      | met
"""
BEFORE_ASSIGNMENT = """
what                            | records                                            | arm       | evidence
the month may not be over       | organoid 14:established ; result 20:fail           | ?         | nobody recorded whether
said before it was over         | organoid 14:established ; none 20                  | ?         | nobody recorded whether
the culture still grows         | organoid 10:in_culture                             | ?         | organoid_status
the culture has failed          | organoid 10:failed                                 | EMPIRICAL | failed on 2026-03-11
not valid, said after the month | organoid 14:established ; result 20:fail ; none 31 | EMPIRICAL | fail on 2026-03-21, none on
"""
RANKED = """
what                            | A         | B    | C    | D              | F    | records            | drugs | evidence
the smallest area               | 0.62      | 0.70 | 0.55 | 0.41           | 0.50 |                    | D | FOLFOX 0.50; best
whatever the concentrations say | 0.62 0.01 | 0.70 | 0.55 | 0.41 90        | 0.50 |                    | D | best: sintilimab
the same: concentration decides | 0.41 3    | 0.70 | 0.55 | 0.410 2.5      | 0.50 |                    | D | apatinib 3 umol/L
units are converted             | 0.41 3    | 0.70 | 0.55 | 0.41 3100nmol/L | 0.50 |                   | A | 3100 nmol/L
a bound that decides            | 0.41 >100 | 0.70 | 0.55 | 0.41 80        | 0.50 |                    | D | apatinib >100
a bound that does not           | 0.41 >50  | 0.70 | 0.55 | 0.41 80        | 0.50 |                    |   | may be the best
the same in everything          | 0.41 3    | 0.70 | 0.55 | 0.41 3         | 0.50 |                    |   | rank the same
one concentration is missing    | 0.41 3    | 0.70 | 0.55 | 0.41           | 0.50 |                    |   | IC50 of sintilimab
a candidate was not measured    | 0.62      | 0.70 | 0.55 | 0.41 2         |      |                    |   | AUC of FOLFOX
one of a pair is not the pair   | 0.62      | 0.70 | 0.55 | 0.41           | 0.50 | area 28:bevacizumab | D | best: sintilimab
names as the laboratory writes  | 0.62      |      | 0.55 | 0.41 | 0.50 | area 28:阿替利珠单抗/bevacizumab | B | best: atezo
measured before                 | 0.62      | 0.70 | 0.55 | 0.41           | 0.50 | area 20:apatinib   | D | best: sintilimab
measured again after the month  | 0.62      | 0.70 | 0.55 | 0.41           | 0.50 | area 40:apatinib   | D | best: sintilimab
another value of the same day   | 0.62      | 0.70 | 0.55 | 0.41           | 0.50 | area 28:apatinib   |   | one day differ
an area that cannot be          | 0.62      | 0.70 | 0.55 | 41             | 0.50 |                    |   | cannot be used
the laboratory names another    | 0.62      | 0.70 | 0.55 | 0.41           | 0.50 | best 28:apatinib   | D | although
only the recommendation         |           |      |      |      |      | best 28:bevacizumab | B | laboratory recommends
one outside the panel           |           |      |      |                |      | best 28:sorafenib  |   | is not known
nothing recorded of the drugs   |           |      |      |                |      |                    |   | is not known
"""


def measured(table: str) -> str:
    """The table with the columns of the candidates as records of day 28, and the arm, which is the same for all."""
    rows = ["what | records | drugs | evidence | arm"]
    names = dict(zip("ABCDF", PANEL, strict=True))
    for line in lines(table):
        found = [line["records"]] if line["records"] else []
        for letter, drugs in names.items():
            values = zip(line[letter].split(), (("DRAUC", "1"), ("IC50", "umol/L")), strict=False)
            for value, (code, unit) in values:
                number = value.removesuffix("nmol/L")
                unit = unit if number == value else "nmol/L"
                found.append(f"BS TESTCD={code} TSTDTL={drugs} ORRES={number} ORRESU={unit} DTC=28")
        best = names.get(line["drugs"], "")
        rows.append(" | ".join([line["what"], " ; ".join(found), best, line["evidence"], "ODST"]))
    return "\n".join(rows)


def test_who_has_a_valid_result_within_a_calendar_month_is_guided_and_all_others_get_lenvatinib() -> None:
    check(STUDY, BASE, IN_TIME, SHORT)


def test_until_somebody_is_assigned_or_the_month_is_over_an_invalid_result_may_be_repeated() -> None:
    check(STUDY, (*RESECTED, "DS DECOD=ENROLLED STDTC=5"), BEFORE_ASSIGNMENT, SHORT)


def test_all_others_get_lenvatinib_and_who_is_unknown_nothing() -> None:
    table = """
    what     | records                                  | arm       | drugs
    failed   | organoid 10:failed                       | EMPIRICAL | lenvatinib
    too late | organoid 14:established ; result 32:pass | EMPIRICAL | lenvatinib
    unknown  | organoid 14:established                  | ?         |
    """
    check(STUDY, BASE, table, SHORT)


def test_the_drug_is_the_candidate_with_the_smallest_area_and_then_the_smallest_concentration() -> None:
    check(STUDY, TESTED, measured(RANKED), SHORT, valid=False)


def test_an_unknown_day_of_resection_leaves_the_group_open() -> None:
    table = """
    what      | records                                  | arm | evidence
    no day    | organoid 14:established ; result 28:pass | ?   | resection
    """
    check(STUDY, ("DM SITEID=01 SEX=M BRTHDTC=1970-01-01",), table, SHORT)


def test_every_group_names_the_records_it_rests_on() -> None:
    table = "what | records\nguided | organoid 14:established ; best 28:apatinib ; result 28:pass"
    data = data_of(STUDY, BASE, lines(table), SHORT)
    cells = {"BS": ["lab.csv#2", "lab.csv#9"], "BE": ["report.csv#4"]}
    named = {
        code: frame.with_columns(SRCREF=pl.Series(cells[code])) if code in cells else frame
        for code, frame in data.domains.items()
    }
    given = Tables.build(STUDY, named)
    found = assign(study_of(STUDY), given, facts(given, load()), pl.DataFrame({"subject": given.subjects})).table
    assert found["SRCREF"].to_list() == ["lab.csv#2; report.csv#4; lab.csv#9"]


def test_the_version_changes_with_what_decides() -> None:
    study = study_of(STUDY)
    data = data_of(STUDY, BASE, lines("what | records\nnobody | organoid 10:failed"), SHORT)
    subjects = pl.DataFrame({"subject": data.subjects})
    assert study.assignment is not None
    turned = study.model_copy(update={"assignment": study.assignment.model_copy(update={"metrics": ("ic50", "auc")})})
    versions = {assign(each, data, facts(data, load()), subjects).version for each in (study, study, turned)}
    assert len(versions) == 2
