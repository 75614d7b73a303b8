"""Lines and columns are those of an editor, counted from 1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.registry.position import Lines


@given(st.text(alphabet="ab\n肝", max_size=40))
def test_every_character_stands_on_its_line_and_column(text: str) -> None:
    lines = Lines(text)
    for place, character in enumerate(text):
        line, column = lines.at(place)
        if character != "\n":
            assert lines.line(line)[column - 1] == character


@pytest.mark.parametrize(("text", "number", "line"), [("a\r\nb", 1, "a"), ("a\nb", 2, "b"), ("", 1, "")])
def test_a_line_is_shown_without_its_end(text: str, number: int, line: str) -> None:
    assert Lines(text).line(number) == line
