"""Text and nodes are two ways to say the same: reading what was printed gives the node back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.rules import strategies

from hepatica.rules import (
    check_anchor,
    check_rule,
    format_anchor,
    format_duration,
    format_event,
    format_point,
    format_rule,
    format_window,
    parse_anchor,
    parse_duration,
    parse_event,
    parse_point,
    parse_rule,
    parse_window,
)
from hepatica.rules.nodes import Anchor, Duration, EventPattern, Node, Point, Window
from hepatica.vocabulary import load

STEADY = settings(deadline=None, derandomize=True, max_examples=100)


@STEADY
@given(strategies.rules())
def test_a_rule_survives_printing_and_reading(rule: Node) -> None:
    text = format_rule(rule)
    assert parse_rule(text) == rule
    assert format_rule(parse_rule(text)) == text


@STEADY
@given(strategies.rules())
def test_every_generated_rule_makes_sense_to_the_checker(rule: Node) -> None:
    check_rule(parse_rule(format_rule(rule)), load(), strategies.ANCHORS)


@STEADY
@given(strategies.anchors())
def test_an_anchor_survives_printing_and_reading(anchor: Anchor) -> None:
    assert parse_anchor(format_anchor(anchor)) == anchor
    check_anchor(anchor, load(), strategies.ANCHORS)


@STEADY
@given(strategies.windows())
def test_a_window_survives_printing_and_reading(window: Window) -> None:
    assert parse_window(format_window(window)) == window


@STEADY
@given(strategies.event_patterns())
def test_an_event_survives_printing_and_reading(event: EventPattern) -> None:
    assert parse_event(format_event(event)) == event


@STEADY
@given(strategies.points())
def test_a_point_survives_printing_and_reading(point: Point) -> None:
    assert parse_point(format_point(point)) == point


@STEADY
@given(strategies.durations())
def test_a_duration_survives_printing_and_reading(duration: Duration) -> None:
    assert parse_duration(format_duration(duration)) == duration


def test_numbers_are_printed_as_they_were_written() -> None:
    assert format_rule(parse_rule("haemoglobin >= 9.0 g/dL")) == "haemoglobin >= 9.0 g/dL"
    assert format_duration(Duration(Decimal("1E+2"), "d")) == "100 d"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("creatinine ≤ 1.5 × ULN", "creatinine <= 1.5 ULN"),
        ("alt <= 1.5 x ULN and egfr>=50 mL/min/{1.73_m2}", "alt <= 1.5 ULN and egfr >= 50 mL/min/{1.73_m2}"),
        ("aptt between 1 LLN and 1 ULN", "aptt between LLN and ULN"),
        ("age between 18 a and 70 a", "age between 18 and 70 a"),
        ("(afp > 400 ng/mL)", "afp > 400 ng/mL"),
        ("ecog in {0,1}", "ecog in {0, 1}"),
        ('bclc = "A"', "bclc = A"),
        ("ever prior_treatment in {chemotherapy}", "any prior_treatment(code in {chemotherapy}) ever"),
        ("hbv_dna < 10 [IU]/mL confirmed 2 times at least 24 wk apart",
         "hbv_dna < 10 [IU]/mL confirmed twice, at least 24 wk apart"),
        ("not (pregnant or lactating)", "not (pregnant or lactating)"),
        ("not pregnant and (sex = F or lactating)", "not pregnant and (sex = F or lactating)"),
        ("if (if pregnant then lactating) then sex = F", "if (if pregnant then lactating) then sex = F"),
        ("if pregnant then if lactating then sex = F", "if pregnant then if lactating then sex = F"),
    ],
)  # fmt: skip
def test_there_is_one_canonical_way_to_write_a_rule(written: str, canonical: str) -> None:
    assert format_rule(parse_rule(written)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "first informed_consent",
        "last of surgery(code = resection), ablation",
        "2nd vaccination after surgery",
        "11th treatment_cycle",
        "surgery + 14 d",
        "end of last study_treatment else consent - 1 mo",
        "first randomisation else first assignment else first enrolment",
    ],
)
def test_anchors_are_printed_as_they_were_written(text: str) -> None:
    assert format_anchor(parse_anchor(text)) == text
