"""What a pattern asks of a text: no pattern of a check meets a text without it."""

from __future__ import annotations

import re
import sys

import pytest

from hepatica.registry import checks  # whose patterns are tried
from hepatica.registry.looking import lower
from hepatica.registry.patterns import lowered, plain, required

TEXTS = (
    "Patients with BCLC stage B or C, ECOG 0-1, Child-Pugh A (≤ 7 points); platelets ≥ 75 × 10^9/L, AST ≤ 5 × ULN.",
    "Overall Survival: from the date of Randomization until death from any cause, up to 3 years after surgery",
    "Women of childbearing potential must agree to use contraception for 6 months after the last dose of Sorafenib.",
    "治疗后3年总生存，BCLC分期A/B/C期，随机分组，术后12、24个月随访；既往接受过全身治疗者排除",
    "A total of 332 patients will be enrolled in 3 centers (power 80%, alpha = 0.05, expected HR = 0.6).",
)
PATTERNS = sorted(
    {
        pattern
        for name, module in list(sys.modules.items())
        if name.startswith(checks.__name__.removesuffix("checks"))
        for pattern in vars(module).values()
        if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str)
    },
    key=lambda pattern: pattern.pattern,
)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(?i)Randomi[sz]ed", {("randomi",)}),
        (r"(?:first|second)[- ]line", {("first", "second"), ("line",)}),
        (r"(?x) over (?: all )? survival", {("over",), ("survival",)}),
        (r"(?:three|3) years?", {("year",)}),
        (r"\bCT\b|scan", set()),
        (r"(?!never)(?<=always)\d+", set()),
        (r"(?:not){0,2}|ever", set()),
        (r"(?i)Ωmega", {("mega",)}),
        (r"随机(?:分组)?", {("随机",)}),
    ],
)
def test_words_that_a_pattern_cannot_meet_without(pattern: str, words: set[tuple[str, ...]]) -> None:
    assert set(required(re.compile(pattern))) == words


def test_no_pattern_meets_a_text_without_its_words_or_other_stretches_in_lower_case() -> None:
    assert len(PATTERNS) > 400
    tried = 0
    for pattern in PATTERNS:
        small = lowered(pattern)
        for text in TEXTS:
            met = [found.span() for found in pattern.finditer(text)]
            holds = all(any(word in lower(text) for word in words) for words in required(pattern))
            assert holds or not met, pattern
            if small is not None:
                assert [found.span() for found in small.finditer(lower(text))] == met, pattern
                tried += bool(met)
    assert tried > 100


def test_capitals_that_are_no_letters_of_a_pattern_stay() -> None:
    small = lowered(re.compile(r"(?i)(?P<Name>\SB\W)(?P=Name)?[A-D]"))
    assert small is not None
    assert small.pattern == r"(?P<Name>\Sb\W)(?P=Name)?[a-d]"
    assert lowered(re.compile("OS")) is None
    assert lowered(re.compile("(?i)µg")) is None


def test_a_text_with_letters_that_patterns_take_for_others_is_not_plain() -> None:
    assert plain("Überleben 生存")
    assert not plain("diſeaſe")
    assert not plain("\u212a")
