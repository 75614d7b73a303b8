"""A rule that speaks of what does not exist, or compares what cannot be compared, is refused with the right word."""

from __future__ import annotations

import pytest

from hepatica.rules import (
    RuleError,
    check_anchor,
    check_event,
    check_rule,
    check_window,
    parse_anchor,
    parse_event,
    parse_rule,
    parse_window,
)
from hepatica.vocabulary import load

ANCHORS = ("consent", "surgery", "first_dose")


def refused(text: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        check_rule(parse_rule(text, line=12, column=9), load(), ANCHORS, where="study.yaml")
    return caught.value


@pytest.mark.parametrize(
    ("text", "column", "word", "nearest"),
    [
        ("platelet >= 75 10*9/L", 9, "platelet", "platelets"),
        ("PLT >= 75 10*9/L", 9, "PLT", "platelets"),
        ("血小板 >= 75 10*9/L", 9, "血小板", "platelets"),
        ("known alphafetoprotein", 15, "alphafetoprotein", "afp"),
        ("any surgeryy", 9, "surgeryy", "surgery"),
        ("afp > 400 ng/mI", 19, "ng/mI", "ng/mL"),
        ("creatinine > 1.5 uln", 26, "uln", "ULN"),
        ("afp > 400", 15, "400", "400 ng/mL"),
        ("histology = HHC", 21, "HHC", "HCC"),
        ("hbsag in {positiv}", 19, "positiv", "positive"),
        ("any surgery(code = resectoin)", 28, "resectoin", "resection"),
        ("ever prior_treatment in {chemotherapie}", 34, "chemotherapie", "chemotherapy"),
        ("any surgery(status = radicl)", 30, "radicl", "radical"),
        ("any surgery(statis = radical)", 21, "statis", "status"),
        ("any concomitant_medication(prednison_equivalent > 10 mg/d)", 36, "prednison_equivalent",
         "prednisone_equivalent"),
        ("any concomitant_medication(prednisone_equivalent > 10 mg)", 63, "mg", "mg/d"),
        ("pregnant within 28 d before consnt", 37, "consnt", "consent"),
        ("any surgery(start < frst_dose)", 29, "frst_dose", "first_dose"),
    ],
)  # fmt: skip
def test_the_wrong_word_its_place_and_the_nearest_right_one(text: str, column: int, word: str, nearest: str) -> None:
    problem = refused(text)
    assert (problem.line, problem.column, problem.word, problem.nearest) == (12, column, word, nearest)
    assert str(problem).startswith(f"study.yaml line 12, column {column}: ")
    assert f"did you mean '{nearest}'?" in str(problem)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("platelets >= 75 g/L", "'platelets' is not measured in 'g/L'"),
        ("hbv_dna > 2000 {copies}/L", "'hbv_dna' is not measured in"),
        ("creatinine_clearance >= 50 mL/min/{1.73_m2}", "'creatinine_clearance' is not measured in"),
        ("egfr < 50 mL/min", "'egfr' is not measured in"),
        ("haemoglobin >= 9.0 g/L", "lies outside what 'haemoglobin' can be (30 to 250 g/L)"),
        ("haemoglobin >= 90 g/dL", "lies outside what 'haemoglobin' can be"),
        ("lvef < 0.5 %", "lies outside what 'lvef' can be"),
        ("age between 70 and 18 a", "the range ends before it starts"),
        ("alt between 3 and 1 ULN", "the range ends before it starts"),
        ("creatinine_clearance > 1.5 ULN", "have no reference limits of their own"),
        ("bclc >= B", "the codes of 'bclc' have no order"),
        ("bclc = 5", "'bclc' has no code '5'"),
        ("bclc > 3 mm", "'bclc' is coded, it cannot be compared with '3 mm'"),
        ("ecog between 0 and 1", "'ecog' is coded, it cannot be compared with '0'"),
        ("platelets = positive", "'platelets' is a number, it cannot be compared with 'positive'"),
        ("platelets in {75}", "'platelets' is a number, it cannot be compared with '75'"),
        ("platelets", "'platelets' is a number, it cannot stand alone"),
        ("histology", "'histology' is coded, it cannot stand alone"),
        ("pregnant = Y", "write pregnant or not pregnant"),
        ("birth_date > 400 d", "'birth_date' is a date, it cannot be compared with '400 d'"),
        ("afp < consent - 3 d", "'afp' is a number, it cannot be compared with 'consent'"),
        ("surgery > 3", "'surgery' is an event, it has no value"),
        ("known surgery", "'surgery' is an event, it has no value"),
        ("any platelets(code = x)", "'platelets' is a number, not an event"),
        ("count of pregnant >= 1", "'pregnant' is a boolean, not an event"),
        ("highest bclc = A", "'bclc' has no highest value"),
        ("last afp < 10 ng/mL confirmed twice", "a confirmed state looks at the whole series"),
        ("afp < 10 ng/mL confirmed 1 times", "confirmed by at least two results"),
        ('judged " " by investigator', "a judgement needs a question"),
        ('judged "fit" by investigater', "did you mean 'investigator'"),
        ("pregnant during consent + 3 d to consent - 1 d", "the window ends before it starts"),
        ("pregnant during consent + 2 mo to consent + 55 d", "the window ends before it starts"),
        ("any surgery(status > radical)", "the codes of 'surgery.status' have no order"),
        ("any medical_history(grade)", "it cannot stand alone"),
    ],
)
def test_what_cannot_be_compared_is_said_in_words(text: str, said: str) -> None:
    assert said in str(refused(text))


@pytest.mark.parametrize(
    "text",
    [
        "haemoglobin >= 9.0 g/dL",
        "afp >= 200 ug/L",
        "tumour_diameter_max > 5 cm",
        "hbv_dna < 3.3 {Log_IU}/mL",
        "inr <= 2",
        "child_pugh.score <= 7 {score}",
        "ecog <= 1",
        "urine_protein >= 2",
        "birth_date <= consent - 18 a",
        'site in {"01", Guangxi}',
        "allergy in {pd_1_inhibitor}",
        "any prior_treatment(code = chemotherapy)",
        "any medical_history(grade >= 2)",
        "any retinopathy ever",
        "pregnant during consent + 1 mo to consent + 30 d",
        "pregnant during consent to surgery - 5 a",
        "lowest lvef < 50 %",
        "highest ecog >= 2",
    ],
)
def test_what_makes_sense_passes(text: str) -> None:
    check_rule(parse_rule(text), load(), ANCHORS)


def test_anchors_windows_and_events_are_checked_alike() -> None:
    vocabulary = load()
    check_anchor(parse_anchor("last platelets before consent else surgery - 1 d"), vocabulary, ANCHORS)
    check_window(parse_window("28 d before consent"), ANCHORS, vocabulary)
    check_event(parse_event("recurrence(code = local)"), vocabulary, ANCHORS)
    with pytest.raises(RuleError, match="no anchor 'operation'"):
        check_anchor(parse_anchor("first surgery else operation + 1 d"), vocabulary, ANCHORS)
    with pytest.raises(RuleError, match="did you mean 'recurrence'"):
        check_anchor(parse_anchor("first recurence"), vocabulary, ANCHORS)
    with pytest.raises(RuleError, match="the anchors of this study are: consent, first_dose, surgery"):
        check_window(parse_window("28 d before randomisation"), ANCHORS, vocabulary)
    with pytest.raises(RuleError, match="has no code 'locale'"):
        check_event(parse_event("recurrence(code = locale)"), vocabulary, ANCHORS)
