"""Objective response as the studies mean it: best response with and without confirmation, at a visit, by line, by reader.

Combined treatment begins on day 0 (2026-03-01). A cell of responses lists day:response; `PR/SD` are two reads of one day.
Answer Y, N or ? (unknown) and the day from time zero (day 1 is the first).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from hepatica.endpoints import derive
from hepatica.protocol.study import Study
from hepatica.sdtm import Tables

DAY_0 = date(2026, 3, 1)
ORR: dict[str, Any] = {
    "label": "Objective response",
    "role": "primary",
    "kind": "response rate",
    "from": "start",
    "state": "response in {CR, PR}",
    "instrument": "mrecist",
}
STUDY: dict[str, Any] = {
    "study": "SMALL",
    "format": 1,
    "title": "A small study",
    "design": {"type": "cohort", "allocation": "none"},
    "anchors": {"start": "first study_treatment"},
    "eligibility": {"window": "28 d before start", "inclusion": {"I1": "age >= 18 a"}},
    "instruments": {"mrecist": {"name": "mRECIST", "version": "2010", "measures": ["response", "progression"]}},
    "schedule": {
        "response": {
            "label": "response imaging",
            "assessments": ["imaging", "mrecist"],
            "from": "start",
            "at": ["8 wk", "16 wk", "24 wk"],
            "tolerance": "7 d",
        }
    },
}


def answers(slots: dict[str, Any], courses: list[str], **more: Any) -> list[tuple[str, int | None, str]]:
    """Answer, day from time zero and reason for each course of responses."""
    study = Study.model_validate({**STUDY, "endpoints": {"orr": {**ORR, **slots}}})
    found = derive(study, tables(courses, **more))["adbin"].sort("USUBJID")
    return [
        (row["AVALC"] or "?", None if row["ADAY"] is None else row["ADAY"] - row["STARTDAY"] + 1, row["REASON"])
        for row in found.iter_rows(named=True)
    ]


def tables(
    courses: list[str], reads: dict[str, str] | None = None, doses: str = "0:apatinib", surgery: str = ""
) -> Tables:
    """One subject a course. reads: evaluator by place of the reads of one day; `*` marks the accepted one.

    doses: day:drug. surgery: days on which a tumour was resected.
    """
    rows: dict[str, list[dict[str, Any]]] = {"DM": [], "EC": [], "RS": [], "PR": []}
    for number, course in enumerate(courses):
        subject = {"USUBJID": f"S{number:02}"}
        rows["DM"].append({**subject, "AGE": 60, "AGEU": "YEARS", "SEX": "F"})
        rows["EC"] += [
            {**subject, "ECCAT": "STUDY TREATMENT", "ECTRT": drug, "ECSTDTC": on(day)}
            for day, drug in (each.split(":") for each in doses.split())
        ]
        rows["PR"] += [
            {**subject, "PRCAT": "SURGERY", "PRDECOD": "resection", "PRSTDTC": on(day)} for day in surgery.split()
        ]
        for day, responses in (each.split(":") for each in course.split()):
            for place, response in enumerate(responses.split("/")):
                who = list(reads)[place] if reads else ""
                accepted = bool(reads) and response.endswith("*")
                rows["RS"].append(
                    {**subject, "RSTESTCD": "OVRLRESP", "RSORRES": response.rstrip("*"), "RSDTC": on(day), "RSEVAL": who,
                     "RSACPTFL": "Y" if accepted else ""}
                )  # fmt: skip
    return Tables.build("SMALL", {code: pl.from_dicts(part) for code, part in rows.items() if part})


def on(day: str) -> str:
    """A day counted from day 0 as a date; anything else (`2026-06`) as it stands."""
    if not day.lstrip("-").isdigit():
        return day
    return (DAY_0 + timedelta(int(day))).isoformat()


def check(table: str, slots: dict[str, Any], **more: Any) -> None:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]
    found = answers(slots, [course for _, course, *_ in lines], **more)
    for (what, _, answer, day), (said, on_day, reason) in zip(lines, found, strict=True):
        assert (said, str(on_day or "")) == (answer, day), (what, reason)


def test_without_confirmation_one_response_is_enough() -> None:
    check(
        """
        what                                 | responses           | answer | day
        PR once                              | 56:PR               | Y      | 57
        CR after PR counts from the CR       | 56:PR 112:CR        | Y      | 113
        stable disease is no response        | 56:SD 112:SD        | N      |
        a response after progression counts no more | 56:PD 112:PR | N      |
        on the day treatment begins it is baseline  | 0:PR 56:SD   | N      |
        unreadable after PR: PR or CR, a response | 56:PR 84:CHECK | Y      | 57
        unreadable after SD may be a response | 56:SD 84:CHECK     | ?      |
        never assessed                       |                     | N      |
        never evaluable                      | 56:NE 112:NE        | N      |
        """,
        {},
    )


def test_with_confirmation_a_response_must_be_seen_again_after_four_weeks() -> None:
    check(
        """
        what                                  | responses              | answer | day
        twice, 28 days apart                  | 56:PR 84:PR            | Y      | 57
        twice, 27 days apart                  | 56:PR 83:PR            | N      |
        once                                  | 56:PR                  | N      |
        one assessment between not evaluable  | 56:PR 84:NE 112:PR     | Y      | 57
        stable disease between                | 56:PR 84:SD 112:PR     | N      |
        PR confirmed by CR                    | 56:PR 112:CR           | Y      | 57
        """,
        {"confirmed": "twice, at least 4 wk apart"},
    )


def test_response_at_a_visit_is_the_one_in_its_window() -> None:
    check(
        """
        what                                | responses          | answer | day
        PR in the window of week 16         | 56:SD 110:PR       | Y      | 111
        PR at week 8 only                   | 56:PR 112:SD       | N      |
        outside the window of week 16       | 56:SD 120:PR       | N      |
        not assessed at week 16             | 56:PR              | N      |
        of two in the window the nearer     | 106:SD 111:PR      | Y      | 112
        """,
        {"at": "start + 16 wk"},
    )


def test_of_two_readers_the_accepted_one_counts_and_without_one_nobody_knows() -> None:
    reads = {"READER 1": "", "READER 2": ""}
    check(
        """
        what                              | responses           | answer | day
        both say PR                       | 56:PR/PR            | Y      | 57
        the accepted one says SD          | 56:PR/SD*           | N      |
        the accepted one says PR          | 56:PR*/SD           | Y      | 57
        they differ, none is accepted     | 56:PR/SD            | ?      |
        whoever decides may see a response | 56:SD/PD 112:SD/SD | ?      |
        """,
        {},
        reads=reads,
    )


def test_an_endpoint_may_name_its_reader() -> None:
    found = answers({"reader": "READER 2"}, ["56:PR/SD", "56:SD/PR"], reads={"READER 1": "", "READER 2": ""})
    assert [each[0] for each in found] == ["N", "Y"]


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ("56:PR 140:SD", ["Y", "N"]),
        ("56:SD 140:PR", ["N", "Y"]),
        ("56:SD 99:PR 140:SD", ["Y", "N"]),
        ("56:SD 100:PR 140:SD", ["Y", "N"]),
    ],
)
def test_each_line_has_a_clock_of_its_own_and_a_response_after_the_next_began_never_counts(
    course: str, expected: list[str]
) -> None:
    found = answers({"per": "line"}, [course], doses="0:apatinib 21:apatinib 100:sintilimab")
    assert [each[0] for each in found] == expected


@pytest.mark.parametrize(
    ("surgery", "course", "expected"),
    [
        ("70", "56:SD 90:PR 140:PR", ["N", "Y"]),
        ("120", "56:SD 90:PR 140:PR", ["Y", "N"]),
        ("70 120", "56:SD 90:PR 140:PR", ["N", "N"]),
        ("", "56:SD 90:PR 140:PR", ["Y", "Y"]),
    ],
    ids=["during the first line", "during the second", "during both", "never"],
)
def test_new_therapy_ends_the_line_in_which_it_was_given_and_no_other(
    surgery: str, course: str, expected: list[str]
) -> None:
    slots = {"per": "line", "intercurrent": [{"event": "surgery", "then": "censor before"}]}
    found = answers(slots, [course], doses="0:apatinib 100:sintilimab", surgery=surgery)
    assert [each[0] for each in found] == expected


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ("0:apatinib 100:sintilimab 2026-05:lenvatinib", ["?", "Y"]),
        ("0:apatinib 100:sintilimab 2026-08:lenvatinib", ["Y", "?"]),
        ("0:apatinib 100:sintilimab 2026-05:apatinib", ["Y", "Y"]),
    ],
    ids=["another drug during the first", "during the second", "another dose of the same"],
)
def test_a_line_into_which_another_may_have_fallen_is_unknown(doses: str, expected: list[str]) -> None:
    found = answers({"per": "line"}, ["56:PR 140:PR"], doses=doses)
    assert [each[0] for each in found] == expected


def test_a_subject_without_any_dose_has_a_row_that_says_so() -> None:
    ((answer, _, reason),) = answers({"per": "line"}, ["56:PR"], doses="")
    assert (answer, "no known day" in reason) == ("?", True)


def lesions(diameters: str) -> Tables:
    """One target lesion in the liver, its viable diameter by day (`day:mm`), and no response recorded."""
    given = [each.split(":") for each in diameters.split()]
    known = tables(["0:NE"]).domains
    named = {"USUBJID": "S00", "TUTESTCD": "TUMIDENT", "TUSTRESC": "TARGET", "TULNKID": "T01", "TULOC": "LIVER"}
    size = {"USUBJID": "S00", "TRLNKID": "T01", "TRTESTCD": "LDIAMVIA", "TRSTRESU": "mm"}
    tr = [{**size, "TRSTRESC": mm, "TRORRES": mm, "TRORRESU": "mm", "TRDTC": on(day)} for day, mm in given]
    rows = {"TU": pl.from_dicts([{**named, "TUDTC": on(given[0][0])}]), "TR": pl.from_dicts(tr)}
    return Tables.build("SMALL", {"DM": known["DM"], "EC": known["EC"], **rows})


@pytest.mark.parametrize(
    ("diameters", "answer"),
    [("-7:50 56:34", "Y"), ("-7:50 56:36", "N"), ("-7:50 56:0", "Y"), ("-7:50 56:48 112:30", "Y")],
)
def test_where_only_lesions_are_recorded_the_response_is_computed_by_the_instrument(
    diameters: str, answer: str
) -> None:
    study = Study.model_validate({**STUDY, "endpoints": {"orr": ORR}})
    (row,) = derive(study, lesions(diameters))["adbin"].to_dicts()
    assert row["AVALC"] == answer, row["REASON"]


TTP: dict[str, Any] = {
    "label": "Time to progression",
    "role": "primary",
    "kind": "time to event",
    "from": "start",
    "event": "progression",
    "instrument": "mrecist",
}


def test_an_assessment_of_progression_is_a_progression_of_its_day() -> None:
    study = Study.model_validate({**STUDY, "endpoints": {"ttp": {**TTP, "censor": {"at": "last contact"}}}})
    rows = derive(study, tables(["56:SD 112:PD", "56:PR 112:SD"]))["adtte"].sort("USUBJID").to_dicts()
    assert (rows[0]["CNSR"], rows[0]["AVAL"], rows[0]["SRCDOM"]) == (0, 113, "RS")
    assert rows[1]["CNSR"] is None


def test_progression_by_growth_of_lesions_alone_is_found() -> None:
    study = Study.model_validate({**STUDY, "endpoints": {"ttp": {**TTP, "censor": {"at": "last contact"}}}})
    (row,) = derive(study, lesions("-7:50 56:30 112:40"))["adtte"].to_dicts()
    assert (row["CNSR"], row["AVAL"]) == (0, 113)


def test_the_assessments_and_what_they_come_to_stand_in_adrs() -> None:
    study = Study.model_validate({**STUDY, "endpoints": {"orr": {**ORR, "confirmed": "twice, at least 4 wk apart"}}})
    rows = derive(study, tables(["56:PR 112:PR 168:PD"]))["adrs"]
    assert rows.filter(pl.col("PARAMCD") == "OVR")["AVALC"].to_list() == ["PR", "PR", "PD"]
    best = dict(rows.filter(pl.col("PARAMCD") != "OVR").select("PARAMCD", "AVALC").iter_rows())
    assert (best["BOR"], best["CBOR"], best["CRSP"], best["PD"], best["DEATH"]) == ("PR", "PR", "Y", "Y", "N")
