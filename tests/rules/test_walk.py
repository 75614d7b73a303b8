"""Which words a rule uses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.rules import strategies

from hepatica.rules import parse_rule
from hepatica.rules.nodes import And, Confirmed, Flag, Node
from hepatica.rules.walk import anchors, variables, walk
from hepatica.vocabulary import load


@pytest.mark.parametrize(
    ("text", "used", "told_from"),
    [
        ("afp > 400 ng/mL", {"afp"}, set()),
        ("known afp within 7 d before consent and not pregnant ever", {"afp", "pregnant"}, {"consent"}),
        ("no surgery(start < first_dose) during consent to last_dose + 3 d", {"surgery"},
         {"first_dose", "consent", "last_dose"}),
        ("if pregnant then count of vaccination >= 1 at consent", {"pregnant", "vaccination"}, {"consent"}),
        ("hbv_dna < 10 [IU]/mL after surgery confirmed twice", {"hbv_dna"}, {"surgery"}),
        ('judged "fit" by investigator', {"judgement"}, set()),
    ],
)  # fmt: skip
def test_variables_and_anchors_of_a_rule(text: str, used: set[str], told_from: set[str]) -> None:
    rule = parse_rule(text)
    assert variables(rule) == used
    assert anchors(rule) == told_from


def test_the_parts_come_from_the_outside_in() -> None:
    rule = parse_rule("pregnant and lactating confirmed twice")
    assert [type(part) for part in walk(rule)] == [And, Flag, Confirmed, Flag]


@settings(deadline=None, derandomize=True)
@given(strategies.rules())
def test_the_words_of_a_rule_are_those_of_the_vocabulary_and_of_the_study(rule: Node) -> None:
    assert variables(rule) <= set(load().variables)
    assert anchors(rule) <= set(strategies.ANCHORS)
