"""Whether words stand in a text, whatever was asked of earlier texts."""

from __future__ import annotations

import re

import pytest

from hepatica.registry.lexicon import READY, Lexicon, Sieve

TEXT = "patients randomised (1:1) to li-rads follow-up, the overall survival; 随机分组后治疗 " + "x" * 40
WORDS = (
    "random",
    "1:",
    "quality of life",
    "overall survival",
    " survival",
    "survival of",
    "随机",
    "治疗",
    "tumour",
    "xxx",
    "-up,",
)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_present_exactly_where_the_text_holds_it(word: str) -> None:
    others = tuple(f"other{number}" for number in range(READY))  # a new edition begins between the two
    before = Lexicon(TEXT).present((word, *others))
    after = Lexicon(TEXT).present((word, *others))
    assert before == after == ([word] if word in TEXT else [])


def test_a_part_that_was_looked_at_is_told_again() -> None:
    sieve = Sieve(re.compile("recsit"))
    parts = frozenset({"recsit", "by", "recsit,1.1"})
    assert sieve.met(parts) == sieve.met(parts) == ["recsit", "recsit"]
    assert sieve.met(frozenset({"by"})) == []
