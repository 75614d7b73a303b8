"""A Python literal is read and never evaluated."""

from __future__ import annotations

import ast
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.errors import HepaticaError
from hepatica.registry.literal_text import LARGEST, read_literal
from hepatica.registry.places import located

WORDS = st.text("a'\"\\\n\t\x07中😀é", max_size=12)


@given(st.dictionaries(st.text("abc'", min_size=1, max_size=4).filter(lambda key: "." not in key), WORDS, max_size=4))
def test_every_character_stands_where_its_own_escape_stands(data: dict[str, str]) -> None:
    text = f"Raw JSON\n\n{data!r}"
    read, end = read_literal(text, text.index("{"))
    assert end == len(text)
    assert read.value == data
    for key, value in data.items():
        passage = read.passage(key)
        assert passage.text == value
        for at, character in enumerate(value):
            span = located(passage.pieces(), at, at + 1)
            assert span is not None
            written = text[span.start : span.end]
            assert (ast.literal_eval(f'"{written}"') if "\\" in written else written) == character


def test_truth_and_nothing_are_python_words() -> None:
    read, _ = read_literal("{'a': True, 'b': False, 'c': None, 'd': 332, 'e': -1.5}")
    assert [read.passage(key).text for key in "abcde"] == ["True", "False", "", "332", "-1.5"]


def test_a_backslash_that_escapes_nothing_stays_and_warns_nobody() -> None:
    read, _ = read_literal(r"{'a': 'HBV \> 10'}")
    assert read.passage("a").text == r"HBV \> 10"


def test_what_stands_behind_the_literal_is_left() -> None:
    _, end = read_literal("{'a': [1, 2]}\n\nfooter")
    assert end == 13


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{'a': __import__('os').system('true')}", "no Python literal"),
        ("{'a': open('/etc/passwd').read()}", "no Python literal"),
        ("{'a': f'{1}'}", "no Python literal"),
        ("{'a': b'bytes'}", "no Python literal"),
        ("{'a': 1 + 2}", "no Python literal"),
        ("{'a': 'one' 'two'}", "no Python literal"),
        ("{'a', 'b'}", "no Python literal"),
        ("{'a': [i for i in 'b']}", "no Python literal"),
        ("{'a': 1, 'a': 2}", "the key 'a' stands twice"),
        ("{'a': 'cut off", "cut off"),
        ("{'a': [1, 2", "cut off"),
        ("[" * 200 + "]" * 200, "more than 100 levels deep"),
        ("{'a': '" + "x" * LARGEST + "'}", "million characters"),
    ],
)
def test_what_is_no_literal_is_refused_and_nothing_is_executed(text: str, said: str) -> None:
    begin = time.monotonic()
    with pytest.raises(HepaticaError) as caught:
        read_literal(text)
    assert said in str(caught.value)
    assert caught.value.do
    assert time.monotonic() - begin < 60, "hung"
