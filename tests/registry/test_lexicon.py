"""Whether words stand in a text, whatever was asked of earlier texts."""

from __future__ import annotations

import re

import pytest

from hepatica.registry.lexicon import AGAIN, READY, Edition, Sieve

TEXT = "patients randomised (1:1) to li-rads follow-up, the overall survival; 随机分组后治疗 " + "x" * 40
WORDS = ("random", "1:", "随机", "治疗", "tumour", "xxx", "-up,", "s", "后")


@pytest.mark.parametrize("word", WORDS)
def test_a_text_answers_yes_exactly_where_it_holds_a_word(word: str) -> None:
    asked = Edition([("li-rads",), (word, "nowhere"), ("后治",)])
    assert bool(asked.answers(TEXT) & asked.bit((word, "nowhere"))) == (word in TEXT)
    assert asked.answers(TEXT) == asked.answers(TEXT)  # the second time from what is kept of the parts
    assert asked.answers("") == 0


@pytest.mark.parametrize("word", ["quality of life", "overall survival", " survival", "survival of"])
def test_of_a_word_with_spaces_its_longest_part_is_asked_for(word: str) -> None:
    asked = Edition([(word,)])
    assert bool(asked.answers(TEXT) & asked.bit((word,))) == (max(word.split(), key=len) in TEXT)


def test_a_question_that_comes_again_and_again_is_answered_by_the_next_edition() -> None:
    first = Edition()
    questions = [(f"word{number}",) for number in range(READY)]
    for _ in range(AGAIN):
        assert first.next() is first
        assert [first.bit(question) for question in questions] == [0] * READY
    second = first.next()
    assert second.answers("xword3y") == second.bit(("word3",)) > 0


def test_a_part_that_was_looked_at_is_told_again() -> None:
    sieve = Sieve(re.compile("recsit").findall)
    parts = frozenset({"recsit", "by", "recsit,1.1"})
    assert sieve.met(parts) == sieve.met(parts) == ["recsit", "recsit"]
    assert sieve.met(frozenset({"by"})) == []
