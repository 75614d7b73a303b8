"""What the reference evaluator says: sentences, evidence and reasons that a coordinator can act on."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.spec import subject_tables

from hepatica.errors import HepaticaError
from hepatica.rules import parse_anchor, parse_rule, parse_window
from hepatica.rules.context import Context
from hepatica.rules.reference import Explanation, explain, subject_facts
from hepatica.rules.truth import Truth
from hepatica.vocabulary import load

VOCABULARY = load()
ANCHORS = {
    "consent": parse_anchor("first informed_consent"),
    "first_dose": parse_anchor("first study_treatment"),
    "surgery": parse_anchor("first surgery"),
}
CONTEXT = Context(VOCABULARY, ANCHORS, parse_window("28 d before consent"), "consent")


def explained(rule: str, table: str, context: Context = CONTEXT) -> Explanation:
    facts = subject_tables.facts("who | date | what | value\n" + table, VOCABULARY)
    return explain(parse_rule(rule), facts.to_dicts(), context)


DOSED = "s | 2026-03-01 | study_treatment | lenvatinib"
CONSENTED = "s | 2026-03-01 | informed_consent | yes"


@pytest.mark.parametrize(
    ("rule", "table", "reason"),
    [
        (
            "platelets >= 75 10*9/L within 7 d before first_dose",
            DOSED,
            "no platelets within 7 d before first_dose (2026-02-22 to 2026-03-01)",
        ),
        ("platelets >= 75 10*9/L before surgery", DOSED, "anchor surgery has not happened"),
        (
            "creatinine <= 1.5 ULN",
            f"{CONSENTED}\ns | 2026-02-20 | creatinine | 80 umol/L",
            "creatinine 80 umol/L on 2026-02-20 has no upper limit of normal",
        ),
        (
            "hbv_dna < 10 [IU]/mL",
            f"{CONSENTED}\ns | 2026-02-20 | hbv_dna | <20 [IU]/mL",
            "<20 [IU]/mL does not decide < 10 [IU]/mL",
        ),
        (
            "haemoglobin >= 90 g/L",
            f"{CONSENTED}\ns | 2026-02-20 | haemoglobin | 120",
            "haemoglobin was recorded without a unit",
        ),
        (
            "afp < 400 ng/mL",
            f"{CONSENTED}\ns | 2026-02-20 | afp | 12 {{copies}}/mL",
            "afp was recorded in {copies}/mL, which does not convert",
        ),
        (
            "haemoglobin >= 90 g/L",
            f"{CONSENTED}\ns | 2026-02-20 | haemoglobin | 9 g/L; problem outside the plausible range",
            "haemoglobin: outside the plausible range",
        ),
        (
            "no radiotherapy within 12 wk before first_dose",
            DOSED,
            "nobody recorded whether there was radiotherapy within 12 wk before first_dose (2025-12-07 to 2026-03-01)",
        ),
        (
            "platelets >= 75 10*9/L",
            f"{CONSENTED}\ns | 2026 | platelets | 80 10*9/L",
            "platelets (80 on a day between 2026-01-01 and 2026-12-31) may lie outside the window",
        ),
        (
            "platelets >= 75 10*9/L",
            f"{CONSENTED}\ns | 2026-02-20 | platelets | 80 10*9/L\ns | 2026-02-20 | platelets | 60 10*9/L",
            "last platelets: 2 results could be it and they disagree",
        ),
        (
            "age >= 18 a",
            f"{CONSENTED}\ns | 2008 | birth_date |",
            "birth_date is a day between 2008-01-01 and 2008-12-31",
        ),
        ('judged "fit" by investigator', CONSENTED, "no judgement of the investigator on 'fit'"),
        (
            "any prior_treatment(code = sorafenib) ever",
            f"{CONSENTED}\ns | 2025-01-01 | prior_treatment | targeted_therapy",
            "prior_treatment.code is recorded only as targeted_therapy",
        ),
    ],
)
def test_unknown_carries_the_reason(rule: str, table: str, reason: str) -> None:
    found = explained(rule, table)
    assert found.truth is Truth.UNKNOWN
    assert reason in found.missing
    assert reason in found.text


def test_a_sentence_names_value_unit_day_and_window() -> None:
    found = explained(
        "platelets >= 75 10*9/L within 7 d before first_dose", f"{DOSED}\ns | 2026-02-25 | platelets | 80 10*9/L"
    )
    assert found.text == (
        "platelets >= 75 10*9/L within 7 d before first_dose (2026-02-22 to 2026-03-01): yes (80 10*9/L on 2026-02-25)"
    )


def test_the_default_window_is_said_where_the_rule_names_none() -> None:
    found = explained("platelets >= 75 10*9/L", f"{CONSENTED}\ns | 2026-02-20 | platelets | 60 10*9/L")
    assert found.text == (
        "platelets >= 75 10*9/L within 28 d before consent (2026-02-01 to 2026-03-01): no (60 10*9/L on 2026-02-20)"
    )


def test_study_days_are_said_as_days_where_there_is_no_calendar() -> None:
    facts = [
        {"variable": "informed_consent", "fact": 0, "start_lo": 12, "start_hi": 12, "occurred": True},
        {"variable": "ecog", "fact": 1, "start_lo": 10, "start_hi": 10, "code": "1"},
    ]
    found = explain(parse_rule("ecog <= 1"), facts, replace(CONTEXT, calendar=False))
    assert found.text == "ecog <= 1 within 28 d before consent (day -16 to day 12): yes (1 on day 10)"


def test_the_tree_has_the_shape_of_the_rule_and_keeps_what_decides() -> None:
    table = f"""{CONSENTED}
    s | 2026-02-20 | ecog | 1
    s | 2026-02-20 | bclc | A"""
    found = explained("bclc in {0, A} and (ecog = 0 or afp < 400 ng/mL)", table)
    assert [child.truth for child in found.children] == [Truth.YES, Truth.UNKNOWN]
    assert [child.truth for child in found.children[1].children] == [Truth.NO, Truth.UNKNOWN]
    assert found.truth is Truth.UNKNOWN
    assert found.missing == ("no afp within 28 d before consent (2026-02-01 to 2026-03-01)",)
    assert [line.partition(":")[0] for line in found.lines()] == [
        "unknown",
        "  yes",
        "  unknown",
        "    no",
        "    unknown",
    ]


def test_a_decided_rule_has_no_reasons_and_names_the_facts_that_decide() -> None:
    table = f"{CONSENTED}\ns | 2026-02-20 | ecog | 1\ns | 2026-02-05 | ecog | 0"
    found = explained("ecog = 0 or afp < 400 ng/mL", table)
    assert (found.truth, found.evidence) == (Truth.UNKNOWN, ())
    found = explained("ecog = 1 or afp < 400 ng/mL", table)
    assert (found.truth, found.evidence, found.missing) == (Truth.YES, (1,), ())


def test_a_denial_is_evidence() -> None:
    found = explained("no radiotherapy ever", f"{CONSENTED}\ns | | radiotherapy | none")
    assert (found.truth, found.evidence) == (Truth.YES, (1,))


def test_an_anchor_nobody_defines_is_refused() -> None:
    with pytest.raises(HepaticaError, match="there is no anchor 'randomisation'") as refused:
        explained("ecog = 0 before randomisation", CONSENTED)
    assert "consent, first_dose, surgery" in refused.value.do


def test_an_anchor_defined_by_itself_is_refused() -> None:
    circle = {"a": parse_anchor("b + 1 d"), "b": parse_anchor("first surgery after a")}
    with pytest.raises(HepaticaError, match="a → b → a"):
        explained("ecog = 0 before a", CONSENTED, replace(CONTEXT, anchors={**ANCHORS, **circle}))


def test_a_field_the_event_does_not_have_is_refused() -> None:
    rule = parse_rule("any surgery(code = resection)")
    assert rule is not None
    with pytest.raises(HepaticaError, match="the event 'surgery' has no 'colour'"):
        explained("any surgery(colour = red)", f"{CONSENTED}\ns | 2026-02-10 | surgery | resection")


def test_a_fallback_is_used_only_where_the_first_has_no_record() -> None:
    anchors = {**ANCHORS, "start": parse_anchor("first randomisation else consent")}
    context = replace(CONTEXT, anchors=anchors)
    rule = "ecog = 0 within 3 d before start"
    table = f"{CONSENTED}\ns | 2026-02-27 | ecog | 0"
    assert explained(rule, table, context).truth is Truth.YES
    later = f"{table}\ns | 2026-03-20 | randomisation |"
    assert explained(rule, later, context).truth is Truth.UNKNOWN


def test_rows_come_from_the_facts_frame_as_they_are() -> None:
    facts = subject_tables.facts(f"who | date | what | value\n{CONSENTED}", VOCABULARY)
    frame = facts.with_columns(pl.lit("more").alias("another column"))
    assert subject_facts(frame.to_dicts()).of("informed_consent")[0].day.lo == 20_513
