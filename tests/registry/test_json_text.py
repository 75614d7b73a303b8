"""JSON is read strictly, and each value's place is found through its escapes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.errors import HepaticaError
from hepatica.registry.json_text import read_json
from hepatica.registry.places import located

KEYS = st.text("abc中 ", min_size=1, max_size=4)
VALUES = st.recursive(
    st.text('a"\\/\n\t中😀é', max_size=8) | st.integers(-99, 99) | st.booleans() | st.none(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3),
    max_leaves=12,
)


def leaves(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Paths of the texts, numbers and truth values in some JSON."""
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in leaves(each, f"{path}.{key}" if path else key)]
    if isinstance(value, list):
        return [leaf for n, each in enumerate(value) for leaf in leaves(each, f"{path}[{n}]")]
    return [] if value is None else [(path, value)]


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.booleans(), st.sampled_from([None, 2]))
def test_every_character_stands_where_its_own_escape_stands(
    data: dict[str, Any], ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    read = read_json(text)
    for path, value in leaves(data):
        passage = read.passage(path)
        assert passage.text == (value if isinstance(value, str) else json.dumps(value))
        for at, character in enumerate(passage.text):
            span = located(passage.pieces(), at, at + 1)
            assert span is not None
            written = text[span.start : span.end]
            assert (json.loads(f'"{written}"') if isinstance(value, str) else written) == character


def test_numbers_are_kept_as_they_are_written() -> None:
    read = read_json('{"count": 332, "lat": 45.580050, "big": 12345678901234567890}')
    assert [read.passage(name).text for name in ("count", "lat", "big")] == ["332", "45.580050", "12345678901234567890"]


def test_a_part_tells_its_places_in_the_whole() -> None:
    text = '{"studies": [{"id": "A"}, {"id": "B"}]}'
    part = read_json(text).below("studies", 1)
    span = located(part.passage("id").pieces(), 0, 1)
    assert span is not None
    assert text[span.start : span.end] == "B"
    assert part.source is text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "the key 'c' stands twice"),
        ('{"a": [1, 2', "line 1, column 12: the JSON is cut off"),
        ('{"a": "words', "line 1, column 7: the JSON is cut off"),
        ("", "line 1, column 1: the JSON is cut off"),
        ('{"a":\n 1,}', "line 2, column 4: no JSON"),
        ('{"a": NaN}', "NaN is no JSON number"),
        ('{"a": Infinity}', "Infinity is no JSON number"),
        ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ('{"a": "\\ud83d"}', "half of a character"),
        ('{"a": 1} {"b": 2}', "no JSON"),
        ('{"a": "line\nbreak"}', "no JSON"),
    ],
)
def test_bad_json_is_one_clear_error(text: str, said: str) -> None:
    with pytest.raises(HepaticaError) as caught:
        read_json(text)
    assert said in str(caught.value)
    assert caught.value.do
