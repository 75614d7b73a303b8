"""Characters of a value keep their places through every change that a reader makes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from hepatica.registry.passage import Passage, joined
from hepatica.registry.places import Piece, cut, located, through
from hepatica.registry.record import Span

WORDS = st.text("ab \\>.&Ⅲ中\n", max_size=40)


def stretches(source: str, passage: Passage) -> list[tuple[str, str]]:
    """Each character of a passage with the stretch of the source it stands for."""
    found = []
    for at, character in enumerate(passage.text):
        span = located(passage.pieces(), at, at + 1)
        assert span is not None
        found.append((character, source[span.start : span.end]))
    return found


@given(WORDS, st.integers(0, 40), st.integers(0, 40))
def test_a_part_of_a_part_stands_where_it_stood_in_the_source(source: str, start: int, length: int) -> None:
    part = Passage.of(source).part(1).part(start, start + length).stripped()
    assert all(character == stretch for character, stretch in stretches(source, part))


@given(WORDS)
def test_a_resolved_escape_stands_for_its_backslash_and_its_character(source: str) -> None:
    for character, stretch in stretches(source, Passage.of(source).unescaped()):
        assert stretch in (character, f"\\{character}")


@given(WORDS)
def test_places_survive_two_changes_one_after_the_other(source: str) -> None:
    written = Passage.of(source).unescaped().rewritten(re.compile("Ⅲ|\n"), lambda met: "III" if met[0] == "Ⅲ" else " ")
    of = {"I": "Ⅲ", " ": "\n"}
    for character, stretch in stretches(source, written):
        assert stretch in (character, f"\\{character}", of.get(character))


@given(st.lists(WORDS, max_size=4))
def test_joined_passages_keep_their_places_and_the_glue_has_none(parts: list[str]) -> None:
    source = "|".join(parts)
    starts = [sum(len(part) + 1 for part in parts[:n]) for n in range(len(parts))]
    whole = joined((Passage.of(source, at, at + len(part)) for at, part in zip(starts, parts, strict=True)), glue="\0")
    assert whole.text == "\0".join(parts)
    for at, character in enumerate(whole.text):
        span = located(whole.pieces(), at, at + 1)
        assert (span is None) == (character == "\0")
        assert span is None or source[span.start : span.end] == character


def test_words_within_an_entity_stand_for_all_of_it() -> None:
    roman = (Piece(0, 3, 10, 11),)
    assert located(roman, 1, 2) == Span(10, 11)
    assert cut(roman, 1, 3) == (Piece(0, 2, 10, 11),)


def test_a_text_between_two_is_passed_through() -> None:
    outer = (Piece(0, 1, 0, 2), Piece(1, 3, 2, 5))
    inner = (Piece(0, 5, 100, 105),)
    assert through(outer, inner) == (Piece(0, 1, 100, 102), Piece(1, 3, 102, 105))


def test_nothing_is_found_in_nothing() -> None:
    assert located((), 0, 1) is None
    assert located((Piece(0, 2, 5, 7),), 1, 1) is None
