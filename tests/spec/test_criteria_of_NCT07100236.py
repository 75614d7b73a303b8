"""The 28 criteria of NCT07100236, each answered yes, no and unknown for small subjects.

Everyone consents on day -50, has 5 g of frozen tumour taken on day -40 and takes lenvatinib with sintilimab from day 0
(2026-03-01) to day 180, unless the line says otherwise.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.subjects import ANSWERS, EVALUATORS, Case, Spec, answered, cases, study_of

BASE = (
    "DM SITEID=01 SEX=M BRTHDTC=1970-01-01",
    "DS DECOD=INFORMED CONSENT OBTAINED STATUS=subject STDTC=-50",
    "SV VISIT=Screening STDTC=-49",
    "BE CAT=COLLECTION SPEC=tumour_frozen MASS=5 MASSU=g STDTC=-40",
    "EX CAT=ANTITUMOUR TREATMENT DECOD=lenvatinib|sintilimab STDTC=0 ENDTC=180",
)

TABLE = (Path(__file__).parent / "eligibility" / "NCT07100236.txt").read_text(encoding="utf-8")
SPEC = Spec("NCT07100236", BASE, tuple(cases(TABLE)))


def test_every_criterion_is_tried_with_all_three_answers() -> None:
    found = answered(SPEC.table)
    assert found == {name: {"yes", "no", "?"} for name in study_of(SPEC.study).criteria}


@pytest.mark.parametrize("evaluator", list(EVALUATORS))
@pytest.mark.parametrize("case", SPEC.table, ids=lambda case: f"{case.criterion}: {case.what}")
def test_criterion_is_answered_as_the_record_means_it(case: Case, evaluator: str) -> None:
    assert EVALUATORS[evaluator](SPEC)[case.subject, case.criterion] is ANSWERS[case.answer]
