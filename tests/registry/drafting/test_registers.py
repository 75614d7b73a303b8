"""Sentences as registers write them, in Chinese and English: each has its rule, or is left to a person."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from hepatica.registry.drafting.laboratory import Sense
from hepatica.registry.drafting.statements import statements
from hepatica.rules import parse_rule

JUDGED = "judged"


def rows(language: str) -> list[tuple[Sense, str, str]]:
    """Rows of `kind | sentence | rule` of the table of one language."""
    lines = (Path(__file__).parent / f"registers_{language}.txt").read_text(encoding="utf-8").splitlines()
    told = []
    for line in lines:
        if line and not line.startswith("#"):
            kind, sentence, rule = (part.strip() for part in line.split("|"))
            sense: Sense = next(each for each in get_args(Sense) if each == kind)
            told.append((sense, sentence, rule))
    return told


@pytest.mark.parametrize(("sense", "sentence", "rule"), [*rows("zh"), *rows("en")])
def test_a_sentence_of_a_register_has_its_rule_or_is_left_to_a_person(sense: Sense, sentence: str, rule: str) -> None:
    (one,) = statements(sentence, sense, "consent")
    if rule == JUDGED:
        assert one.read is None
    else:
        assert one.read is not None
        assert one.read.node == parse_rule(rule)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_a_language_has_rules_and_what_must_not_be_one(language: str) -> None:
    told = rows(language)
    assert len(told) >= 60
    assert sum(rule == JUDGED for _, _, rule in told) >= 8
