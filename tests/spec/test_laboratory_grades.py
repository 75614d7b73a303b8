"""CTCAE grades that deriving gives to every laboratory result, line by line: its grade, that of the baseline, and why.

NCT07120750: entecavir begins on day 0, version 5.0. Each line is one result of a subject; the lines of one subject belong
together. ALT has limits 9 and 50 U/L, haemoglobin 130 and 170 g/L, platelets 125 and 350 10*9/L, INR 0.9 and 1.15. worst: Y
where the row is the first of the highest grade after time zero. A grade under zero is of what is too low.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from tests.spec.endpoint_tables import frames_of, lines
from tests.spec.subjects import Case, study_of, tables

from hepatica.endpoints.grades_explained import grades_explained
from hepatica.protocol import Study

STUDY = "NCT07120750"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "DS DECOD=INFORMED CONSENT OBTAINED STDTC=-20",
    "PR CAT=SURGERY DECOD=resection STDTC=-34",
    "CM CAT=ANTIVIRAL DECOD=entecavir STDTC=0 ENDTC=999",
)
LIMITS = {
    "ALT": "ORRESU=U/L ORNRLO=9 ORNRHI=50",
    "HGB": "ORRESU=g/dL ORNRLO=13 ORNRHI=17",
    "PLAT": "ORRESU=10*9/L ORNRLO=125 ORNRHI=350",
    "BILI": "ORRESU=umol/L",
    "INR": "ORRESU={INR} ORNRLO=0.9 ORNRHI=1.15",
    "K": "ORRESU=mEq/L ORNRLO=3.5 ORNRHI=5.1",
    "MG": "ORRESU=mg/dL ORNRLO=1.7 ORNRHI=2.4",
    "LDH": "ORRESU=U/L ORNRLO=120 ORNRHI=250",
    "CD4": "ORRESU=/uL ORNRLO=500 ORNRHI=1500",
}


COURSES = """
who | what                                     | result        | grade | baseline | worst | says
a   | baseline, normal                         | ALT -2:40     | 0     | 0        |       | grade 0: 40 U/L, baseline 40
a   | over 3 times the limit                   | ALT 10:160    | 2     | 0        |       | 160 U/L, upper limit 50, baseline 40
a   | over 5 times the limit: the worst        | ALT 20:260    | 3     | 0        | Y     | ; the worst after time zero
a   | as bad again: the first stands           | ALT 30:270    | 3     | 0        |       | 270 U/L
b   | baseline, over the limit                 | ALT -2:100    | 0     | 0        |       | grade 0: 100 U/L
b   | 2.6 times an abnormal baseline           | ALT 10:260    | 1     | 0        | Y     | grade 1, too high
c   | no baseline: it cannot be told           | ALT 10:260    |       |          |       | cannot be graded (no baseline
d   | low, in another unit than the word's     | HGB 10:7.9    | -3    |          |       | grade 3, too low (Anemia): 79 g/L
e   | below what is measured                   | PLAT 10:<20   | -4    |          |       | <20 10*9/L
f   | the unit is none                         | PLAT 10:80?   |       |          |       | cannot be graded (platelets
f   | beside it one that can be used           | PLAT 20:80    | -1    |          |       | grade 1, too low
g   | no limits, and none needed               | PLAT 10:20    | -4    |          |       | grade 4, too low
h   | no limit where one is needed             | BILI 10:60    |       |          |       | graded (no upper limit of normal
i   | of a month only: graded, but never worst | PLAT 2026-05:20 | -4  |          |       | its day is not known
k   | baseline of the clotting                 | INR -2:1.05   | 0     | 0        |       | grade 0
k   | over it: grade 1 under anticoagulants    | INR 10:1.10   | 1     | 0        |       | the worst is assumed: symptoms
k   | over 1.2 for everybody                   | INR 20:1.40   | 1     | 0        |       | baseline 1.05
l   | milliequivalents of an ion of one charge | K 10:6.5      | 3     |          |       | too high (Hyperkalemia): 6.5 mmol/L
l   | too low on another day                   | K 20:2.9      | -3    |          |       | grade 3, too low (Hypokalemia)
l   | milligrams of magnesium                  | MG 10:0.8     | -3    |          |       | grade 3, too low (Hypomagnesemia)
l   | over the limit, whatever the level       | LDH 10:900    | 1     |          |       | upper limit 250
l   | cells of a microlitre                    | CD4 10:180    | -3    |          |       | grade 3, too low (CD4 lymphocytes
j   | on the day treatment begins: baseline    | ALT 0:100     | 0     | 0        |       | baseline 100
"""


def record(result: str, *, limits: bool = True) -> str:
    test, _, given = result.partition(" ")
    day, _, value = given.partition(":")
    known = LIMITS[test] if limits else LIMITS[test].partition(" ")[0]
    known = known.replace("10*9/L", "furlong") if value.endswith("?") else known
    return f"LB TESTCD={test} ORRES={value.rstrip('?')} {known} DTC={day}"


def graded(table: str, study: Study | None = None) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """Each line of a table with its row of ADLB."""
    wanted = lines(table)
    names = sorted({line["who"] for line in wanted})
    cases = [
        Case(number, name, "", "", tuple(record(x["result"], limits=name != "g") for x in wanted if x["who"] == name))
        for number, name in enumerate(names)
    ]
    rows = rows_of(cases, study)
    found = []
    for line in wanted:
        own = [each["result"] for each in wanted if each["who"] == line["who"]]
        mine = (pl.col("USUBJID") == f"S{names.index(line['who']):03}") & (
            pl.col("SRCSEQ") == own.index(line["result"]) + 1
        )
        found.append((line, rows.row(by_predicate=mine, named=True)))
    return found


def rows_of(cases: list[Case], study: Study | None = None) -> pl.DataFrame:
    """The rows of grades of some subjects."""
    whole = study or plain()
    return frames_of(whole, tables(STUDY, BASE, cases))["adlb"].filter(pl.col("PARCAT1") != "")


def plain(**changed: object) -> Study:
    """The study without analyses and populations, which need more of its subjects."""
    return study_of(STUDY).model_copy(update={"analyses": (), "populations": {}, "baseline": (), **changed})


def ctcae(version: str | None) -> Study:
    """The study with another version of CTCAE, or none."""
    instruments = dict(study_of(STUDY).instruments)
    own = instruments.pop("ctcae")
    return plain(
        instruments=instruments
        if version is None
        else {**instruments, "ctcae": own.model_copy(update={"version": version})}
    )


def test_every_laboratory_result_is_graded_against_its_limits_and_the_subjects_own_baseline() -> None:
    for line, row in graded(COURSES):
        assert (row["ATOXGR"], row["BTOXGR"]) == (line["grade"], line["baseline"]), (line, row)
        assert line["says"] in row["REASON"], (line["what"], row["REASON"])
        assert (row["WORSTHFL"] if "ALT" in line["result"] else "") == line["worst"], line["what"]


def test_a_row_names_its_record_the_version_and_its_term() -> None:
    (_, row), *_ = graded(COURSES)
    assert [row[name] for name in ("PARCAT1", "PARAMCD", "ATOXDSCH", "ATOXDSCL", "SRCDOM", "SRCVAR", "SRCSEQ")] == [
        "CTCAE 5.0", "ALT", "Alanine aminotransferase increased", "", "LB", "LBDTC", 1,
    ]  # fmt: skip
    assert (row["ABLFL"], row["ANL01FL"], row["BASE"], row["ANRHI"], row["BNRIND"]) == ("Y", "Y", 40, 50, "NORMAL")


def test_a_baseline_older_than_the_studys_baseline_window_is_none() -> None:
    window = study_of(STUDY).windows
    assert "baseline" in window
    rows = rows_of([Case(0, "", "", "", (record("ALT -400:40"), record("ALT 10:160")))])
    assert rows["BASE"].to_list() == [None, None]
    assert "no baseline" in rows["REASON"][1]


def test_the_version_of_the_study_decides() -> None:
    cases = [Case(0, "", "", "", (record("ALT -2:100"), record("ALT 10:260")))]
    by_version = {each: rows_of(cases, ctcae(each))["ATOXGR"].to_list() for each in ("4.03", "5.0", "v6.0")}
    assert by_version == {"4.03": ["1", "3"], "5.0": ["0", "1"], "v6.0": ["1", "3"]}


def test_a_version_without_rules_grades_nothing_and_says_so() -> None:
    rows = rows_of([Case(0, "", "", "", (record("ALT -2:100"), record("ALT 10:260")))], ctcae("3.0"))
    assert rows["ATOXGR"].to_list() == ["", ""]
    assert rows["REASON"][0] == "cannot be graded (CTCAE 3.0: laboratory results are graded by 4.03, 5.0, 6.0)"


def test_a_study_without_ctcae_has_no_grades() -> None:
    assert rows_of([Case(0, "", "", "", (record("ALT 10:260"),))], ctcae(None)).is_empty()


def test_total_calcium_is_graded_as_corrected_for_albumin() -> None:
    calcium = "LB TESTCD=CA ORRES=2.0 ORRESU=mmol/L ORNRLO=2.1 ORNRHI=2.6 DTC=10"
    albumin = "LB TESTCD=ALB ORRES=40 ORRESU=g/L ORNRLO=35 ORNRHI=50 DTC=10"
    rows = rows_of([Case(0, "", "", "", (calcium, albumin))])
    (row,) = rows.filter(pl.col("PARAMCD") == "CACORR").to_dicts()
    assert (row["AVAL"], row["ATOXGRL"], row["SRCDOM"]) == (2.0, "1", "LB")
    assert row["REASON"].startswith("grade 1, too low (Hypocalcemia): 2 mmol/L, lower limit 2.1")


def test_a_code_that_an_endpoint_has_is_numbered() -> None:
    endpoints = study_of(STUDY).endpoints
    rows = rows_of(
        [Case(0, "", "", "", (record("ALT 10:260"),))],
        plain(endpoints={"alt": endpoints["quality_of_life"], **endpoints}),
    )
    assert rows["PARAMCD"].to_list() == ["ALT2"]


def test_the_worst_grades_of_a_subject_are_told_in_both_languages() -> None:
    results = ("ALT -2:40", "ALT 10:160", "ALT 20:260", "PLAT 10:80?", "PLAT 20:80")
    study = plain()
    adlb = frames_of(study, tables(STUDY, BASE, [Case(0, "", "", "", tuple(map(record, results)))]))["adlb"]
    told = {lang: grades_explained(adlb, "S000", lang) for lang in ("en", "zh")}
    assert [(row["label"], row["answer"], row["record"]) for row in told["en"]] == [
        ("Alanine aminotransferase increased", "grade 3", "LB 3"),
        ("Platelet count decreased", "grade 1", "LB 5"),
    ]
    assert [(row["label"], row["answer"]) for row in told["zh"]] == [
        ("丙氨酸氨基转移酶升高", "3级"),
        ("血小板计数降低", "1级"),
    ]
    assert told["en"][0]["reason"].startswith("day 21: grade 3, too high (Alanine aminotransferase increased): 260 U/L")
    assert "1 of 2 results could not be graded: cannot be graded (platelets" in told["en"][1]["reason"]
    assert grades_explained(adlb, "S999") == []


def test_where_no_result_after_time_zero_can_be_graded_the_answer_is_open() -> None:
    adlb = frames_of(plain(), tables(STUDY, BASE, [Case(0, "", "", "", (record("ALT 10:260"),))]))["adlb"]
    (row,) = grades_explained(adlb, "S000")
    assert (row["answer"], row["record"]) == ("not graded", "")
    assert "no baseline" in row["reason"]
