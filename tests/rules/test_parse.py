"""What each way of writing means, node by node."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hepatica.rules import (
    parse_anchor,
    parse_duration,
    parse_event,
    parse_events,
    parse_point,
    parse_rule,
    parse_window,
)
from hepatica.rules.nodes import (
    Anchor,
    And,
    At,
    Code,
    Comparison,
    Confirmed,
    Count,
    Duration,
    During,
    EventPattern,
    Ever,
    Field,
    Flag,
    Implies,
    Judged,
    Known,
    Limit,
    Member,
    Node,
    Not,
    Occurs,
    Or,
    Point,
    Quantity,
    Range,
    Reading,
    Side,
    Span,
    Within,
)

PREGNANT = Flag(Reading("pregnant"))
LACTATING = Flag(Reading("lactating"))
FEMALE = Comparison(Reading("sex"), "=", Code("F"))
CONSENT = Point("consent")


def days(number: int) -> Duration:
    return Duration(Decimal(number), "d")


def code_is(code: str) -> Comparison:
    return Comparison(Field("code"), "=", Code(code))


def code_in(*codes: str) -> Member:
    return Member(Field("code"), tuple(Code(code) for code in codes))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("platelets >= 75 10*9/L", "10*9/L"),
        ("hbv_dna > 2000 [IU]/mL", "[IU]/mL"),
        ("systolic_pressure > 140 mm[Hg]", "mm[Hg]"),
        ("egfr < 50 mL/min/{1.73_m2}", "mL/min/{1.73_m2}"),
        ("urine_protein_24h < 1 g/(24.h)", "g/(24.h)"),
        ("child_pugh.score <= 7 {score}", "{score}"),
        ("lvef < 50 %", "%"),
        ("pivka_ii > 40 [arb'U]/L", "[arb'U]/L"),
        ("ctc_count >= 1 {cells}/(7.5.mL)", "{cells}/(7.5.mL)"),
        ("platelets >= 75 /uL", "/uL"),
        ("bmi > 30 kg/m2", "kg/m2"),
        ("age >= 18 a", "a"),
        ("life_expectancy > 3 mo", "mo"),
        ("child_pugh.score <= 7", None),
    ],
)
def test_units_are_read_whole(text: str, unit: str | None) -> None:
    rule = parse_rule(text)
    assert isinstance(rule, Comparison)
    assert isinstance(rule.operand, Quantity)
    assert rule.operand.unit == unit


@pytest.mark.parametrize("joint", ["and", "or"])
def test_a_unit_does_not_swallow_the_word_after_it(joint: str) -> None:
    rule = parse_rule(f"age >= 18 a {joint} child_pugh.score <= 7 {joint} (lvef < 50 %)")
    assert isinstance(rule, And | Or)
    units = [part.operand.unit for part in rule.operands if isinstance(part, Comparison)]  # type: ignore[union-attr]
    assert units == ["a", None, "%"]


def test_a_window_may_follow_a_number_without_unit() -> None:
    rule = parse_rule("child_pugh.score <= 7 within 7 d before consent")
    assert rule == Comparison(
        Reading("child_pugh.score"), "<=", Quantity(Decimal(7)), Within(days(7), "before", CONSENT)
    )


def test_a_number_is_a_code_where_the_variable_is_coded() -> None:
    assert parse_rule("bclc = 0") == Comparison(Reading("bclc"), "=", Code("0"))
    assert parse_rule("ecog <= 1") == Comparison(Reading("ecog"), "<=", Code("1"))
    assert parse_rule("tumour_count > 3") == Comparison(Reading("tumour_count"), ">", Quantity(Decimal(3)))


def test_multiples_of_the_rows_own_limit() -> None:
    assert parse_rule("creatinine > 1.5 ULN") == Comparison(Reading("creatinine"), ">", Limit(Decimal("1.5"), "ULN"))
    assert parse_rule("aptt between LLN and ULN") == Range(
        Reading("aptt"), Limit(Decimal(1), "LLN"), Limit(Decimal(1), "ULN")
    )
    assert parse_rule("alt between 1 and 2 ULN") == Range(
        Reading("alt"), Limit(Decimal(1), "ULN"), Limit(Decimal(2), "ULN")
    )


def test_both_ends_of_a_range_have_its_unit() -> None:
    assert parse_rule("age between 18 and 70 a") == Range(
        Reading("age"), Quantity(Decimal(18), "a"), Quantity(Decimal(70), "a")
    )


def test_codes_may_be_any_word_even_a_keyword_in_quotation_marks() -> None:
    assert parse_rule('bclc in {0, A, "A", first, 2+, LR-5}') == Member(
        Reading("bclc"), tuple(Code(code) for code in ("0", "A", "A", "first", "2+", "LR-5"))
    )
    assert parse_rule('icluster_tcga != "iCluster:1"') == Comparison(Reading("icluster_tcga"), "!=", Code("iCluster:1"))
    assert parse_rule("lirads = LR-5") == Comparison(Reading("lirads"), "=", Code("LR-5"))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("pregnant or lactating and sex = F", Or((PREGNANT, And((LACTATING, FEMALE))))),
        ("(pregnant or lactating) and sex = F", And((Or((PREGNANT, LACTATING)), FEMALE))),
        ("not pregnant and sex = F", And((Not(PREGNANT), FEMALE))),
        ("pregnant and (lactating and sex = F)", And((PREGNANT, And((LACTATING, FEMALE))))),
        ("if sex = F then not pregnant or lactating", Implies(FEMALE, Or((Not(PREGNANT), LACTATING)))),
        ("if sex = F then if pregnant then lactating", Implies(FEMALE, Implies(PREGNANT, LACTATING))),
    ],
)
def test_not_binds_before_and_before_or_before_if(text: str, node: Node) -> None:
    assert parse_rule(text) == node


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("within 7 d before consent", Within(days(7), "before", CONSENT)),
        ("within 7 d after consent", Within(days(7), "after", CONSENT)),
        ("within 7 d of consent", Within(days(7), "around", CONSENT)),
        ("less than 28 d before consent", Within(days(28), "before", CONSENT, strict=True)),
        ("during consent to surgery + 28 d", During(CONSENT, Point("surgery", days(28)))),
        ("at surgery + 14 d", At(Point("surgery", days(14)))),
        ("at surgery + 14 d give or take 3 d", At(Point("surgery", days(14)), days(3))),
        ("before consent", Side("before", CONSENT)),
        ("after consent - 1 mo", Side("after", Point("consent", Duration(Decimal(1), "mo"), -1))),
        ("by consent", Side("by", CONSENT)),
        ("from consent", Side("from", CONSENT)),
        ("ever", Ever()),
    ],
)
def test_every_window_follows_a_predicate_and_stands_alone(text: str, window: object) -> None:
    assert parse_rule(f"pregnant {text}") == Flag(Reading("pregnant"), window)  # type: ignore[arg-type]
    assert parse_window(text) == window


def test_within_may_be_left_out_where_a_window_stands_alone() -> None:
    assert parse_window("28 d before consent") == Within(days(28), "before", CONSENT)


def test_a_window_behind_brackets_goes_to_every_predicate_that_has_none() -> None:
    window = Side("by", CONSENT)
    assert parse_rule("(pregnant or not lactating ever or known afp) by consent") == Or(
        (Flag(Reading("pregnant"), window), Not(Flag(Reading("lactating"), Ever())), Known(Reading("afp"), window))
    )


@pytest.mark.parametrize("pick", ["last", "first", "any", "every", "lowest", "highest"])
def test_the_choice_of_value_stands_before_the_variable(pick: str) -> None:
    rule = parse_rule(f"{pick} platelets > 50 10*9/L")
    assert rule == Comparison(Reading("platelets", pick), ">", Quantity(Decimal(50), "10*9/L"))  # type: ignore[arg-type]


def test_no_and_ever_before_a_reading() -> None:
    assert parse_rule("no pregnant") == Not(Flag(Reading("pregnant", "any")))
    assert parse_rule("ever hbsag = positive") == Comparison(Reading("hbsag", "any"), "=", Code("positive"), Ever())


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("any surgery", Occurs(EventPattern("surgery"))),
        ("surgery before consent", Occurs(EventPattern("surgery"), Side("before", CONSENT))),
        ("no radiotherapy", Occurs(EventPattern("radiotherapy"), negated=True)),
        ("any surgery(code = resection)", Occurs(EventPattern("surgery", code_is("resection")))),
        ("surgery = resection", Occurs(EventPattern("surgery", code_is("resection")))),
        ("any resection", Occurs(EventPattern("surgery", code_is("resection")))),
        ("any palliative resection", Occurs(EventPattern("surgery", And((code_is("resection"), Comparison(
            Field("status"), "=", Code("palliative"))))))),
        ("ever prior_treatment in {TACE, RFA}",
         Occurs(EventPattern("prior_treatment", code_in("TACE", "RFA")), Ever())),
        ("no vaccination in {live_vaccine}",
         Occurs(EventPattern("vaccination", code_in("live_vaccine")), negated=True)),
        ("any live_vaccine", Occurs(EventPattern("vaccination", code_in("live_vaccine")))),
        ("exposed to lenvatinib", Occurs(EventPattern("antitumour_treatment", code_in("lenvatinib")))),
        ("exposed to peginterferon_alfa_2b", Occurs(EventPattern("antiviral", code_in("peginterferon_alfa_2b")))),
        ("exposed to {warfarin, aspirin}",
         Occurs(EventPattern("concomitant_medication", code_in("warfarin", "aspirin")))),
        ("exposed to {lenvatinib, entecavir} ever", Or((
            Occurs(EventPattern("antitumour_treatment", code_in("lenvatinib")), Ever()),
            Occurs(EventPattern("antiviral", code_in("entecavir")), Ever())))),
        ("any other_malignancy(end < consent - 5 a)", Occurs(EventPattern("other_malignancy", Comparison(
            Field("end"), "<", Point("consent", Duration(Decimal(5), "a"), -1))))),
        ("any other_malignancy(start < consent)",
         Occurs(EventPattern("other_malignancy", Comparison(Field("start"), "<", CONSENT)))),
        ("any concomitant_medication(prednisone_equivalent > 10 mg/d)", Occurs(EventPattern("concomitant_medication",
            Comparison(Field("prednisone_equivalent"), ">", Quantity(Decimal(10), "mg/d"))))),
        ("count of tumour_lesion(status = measurable) >= 1", Count(EventPattern("tumour_lesion", Comparison(
            Field("status"), "=", Code("measurable"))), ">=", 1)),
        ("count of adequate imaging >= 2", Count(EventPattern("imaging", Comparison(
            Field("status"), "=", Code("adequate"))), ">=", 2)),
    ],
)  # fmt: skip
def test_events_are_spelt_out(text: str, node: Node) -> None:
    assert parse_rule(text) == node


def test_a_confirmed_state() -> None:
    state = Comparison(Reading("hbsag_quantitative"), "<", Quantity(Decimal("0.05"), "[IU]/mL"))
    gap = Duration(Decimal(24), "wk")
    assert parse_rule("hbsag_quantitative < 0.05 [IU]/mL confirmed twice, at least 24 wk apart") == Confirmed(
        state, 2, gap
    )
    assert parse_rule("hbsag_quantitative < 0.05 [IU]/mL confirmed 3 times") == Confirmed(state, 3)
    assert parse_rule("pregnant confirmed twice after consent") == parse_rule("pregnant after consent confirmed twice")


def test_a_judgement_keeps_its_question_word_for_word() -> None:
    rule = parse_rule(r'judged "\"fit\" for\\surgery, 适合" by investigator')
    assert rule == Judged('"fit" for\\surgery, 适合', "investigator")


def test_chinese_and_mathematical_signs_do_not_disturb_spans() -> None:
    rule = parse_rule('judged "适合" by investigator and afp ≥ 400 ng/mL', line=12, column=9)
    assert isinstance(rule, And)
    assert rule.operands[1].span == Span(12, 41, 32, 47)


def test_spans_count_in_the_lines_and_columns_of_the_file() -> None:
    rule = parse_rule("pregnant\nor lactating", line=12, column=9)
    assert isinstance(rule, Or)
    assert [part.span for part in rule.operands] == [Span(12, 9, 0, 8), Span(13, 4, 12, 21)]


def test_anchors() -> None:
    consent = Anchor(events=(EventPattern("informed_consent"),))
    assert parse_anchor("first informed_consent") == consent
    assert parse_anchor("last of resection, ablation") == Anchor(
        pick="last", events=(EventPattern("surgery", code_is("resection")), EventPattern("ablation"))
    )
    assert parse_anchor("2nd treatment_cycle") == Anchor(pick=2, events=(EventPattern("treatment_cycle"),))
    assert parse_anchor("surgery + 14 d") == Anchor(point=Point("surgery", days(14)))
    assert parse_anchor("end of last antiviral after consent else first informed_consent") == Anchor(
        pick="last",
        events=(EventPattern("antiviral"),),
        window=Side("after", CONSENT),
        edge="end",
        fallback=consent,
    )


def test_events_points_and_durations_stand_alone() -> None:
    imaging = EventPattern("imaging", Comparison(Field("status"), "=", Code("adequate")))
    assert parse_event("adequate imaging") == imaging
    assert parse_events("recurrence, death") == (EventPattern("recurrence"), EventPattern("death"))
    assert parse_events("recurrence or death") == (EventPattern("recurrence"), EventPattern("death"))
    assert parse_point("surgery + 14 d") == Point("surgery", days(14))
    assert parse_duration("0.5 a") == Duration(Decimal("0.5"), "a")
