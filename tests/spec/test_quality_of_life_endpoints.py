"""Endpoints of quality of life: change and deterioration of the summary score and of the liver module, computed from answers.

NCT07120750: entecavir begins on day 0, quality of life is asked every 24 weeks, 14 days either way. A cell lists day:answer,
the same answer to every question that is named.
"""

from __future__ import annotations

import polars as pl
from tests.spec.endpoint_tables import frames_of, lines
from tests.spec.subjects import Case, study_of, tables

from hepatica.protocol.endpoints import Endpoint

STUDY = "NCT07120750"
BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "DS DECOD=INFORMED CONSENT OBTAINED STDTC=-20",
    "PR CAT=SURGERY DECOD=resection STDTC=-34",
    "CM CAT=ANTIVIRAL DECOD=entecavir STDTC=0 ENDTC=999",
)
C30 = [("EORTC QLQ-C30", item) for item in range(1, 31)]
TIRED = [("EORTC QLQ-HCC18", item) for item in (45, 46, 47)]

SUMMARY = """
what                                   | answers     | changes (visit: change)
every answer one step worse            | -2:1 168:2  | 1:-33.3
the same                               | -2:2 168:2  | 1:0.0
no questionnaire before treatment      | 168:2       |
"""
FATIGUE = """
what                                   | answers     | answer
one step of three is 33 points worse   | -2:1 168:2  | Y
better is not worse                    | -2:3 168:1  | N
no questionnaire before treatment      | 168:2       | ?
"""


def cases(table: str, items: list[tuple[str, int]]) -> list[Case]:
    """A subject a line, who gives all items the same answer on a day."""
    found = []
    for number, line in enumerate(lines(table)):
        given = [each.split(":") for each in line["answers"].split()]
        records = tuple(
            f"QS CAT={form} TESTCD=QLQ{item:02} ORRES={answer} DTC={day}"
            for day, answer in given
            for form, item in items
        )
        found.append(Case(number, line["what"], "", "", records))
    return found


def rows(table: str, items: list[tuple[str, int]], frame: str, **slots: object) -> pl.DataFrame:
    given = {"label": "x", "role": "secondary", "from": "antiviral_start", **slots}
    study = study_of(STUDY).model_copy(
        update={"endpoints": {"x": Endpoint.model_validate(given)}, "analyses": (), "populations": {}, "baseline": ()}
    )
    return frames_of(study, tables(STUDY, BASE, cases(table, items)))[frame]


def test_the_summary_score_changes_from_baseline() -> None:
    found = rows(SUMMARY, C30, "adqs", kind="change", variable="qlq_c30.summary")
    found = found.filter((pl.col("ANL01FL") == "Y") & (pl.col("ABLFL") == ""))
    for number, line in enumerate(lines(SUMMARY)):
        own = found.filter(pl.col("USUBJID") == f"S{number:03}").select("AVISITN", "CHG").iter_rows()
        assert " ".join(f"{visit}:{change:.1f}" for visit, change in own) == line["changes (visit: change)"], line[
            "what"
        ]
    assert set(found["SRCDOM"]) == {"QS"}


def test_a_scale_of_the_liver_module_becomes_worse_by_so_many_points() -> None:
    found = rows(
        FATIGUE,
        TIRED,
        "adbin",
        kind="deterioration",
        variable="qlq_hcc18.fatigue",
        worsening=10,
        direction="lower better",
    )
    answers = {row["USUBJID"]: (row["AVALC"] or "?", row["REASON"]) for row in found.iter_rows(named=True)}
    for number, line in enumerate(lines(FATIGUE)):
        assert answers[f"S{number:03}"][0] == line["answer"], (line["what"], answers[f"S{number:03}"][1])
