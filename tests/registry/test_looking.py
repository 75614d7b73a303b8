"""Looking only where a plain word stands."""

from __future__ import annotations

import re

from hepatica.registry.looking import TEXTS, first, holding, holds, places, record_of, search, text

RECORD = record_of({"title": "Liver", "description": "by RECIST and mRECIST", "outcome[0].name": "ORR by RECIST"})


def test_only_values_with_the_word_are_searched() -> None:
    assert [name for name, _ in holding(RECORD, ("title", "description", "outcome.name"), ("recist",))] == [
        "description",
        "outcome[0].name",
    ]
    assert list(holding(RECORD, ("title",), ("recist",))) == []


def test_every_match_is_quoted_where_it_stands() -> None:
    found = list(search(RECORD, ("description",), re.compile("m?RECIST"), ("recist",)))
    assert [quote.text for quote in found] == ["RECIST", "mRECIST"]
    assert first(RECORD, ("description",), re.compile("RECIST"), ("ctcae",)) is None


def test_a_word_is_found_whatever_its_letters_and_where_it_stands() -> None:
    capital = record_of({"description": "İn İstanbul: by MRECIST"})  # a letter whose lower case is two characters
    (quote,) = search(capital, ("description",), re.compile("MRECIST"), ("mrecist",), reach=8)
    assert quote.text == "MRECIST"


def test_words_far_from_each_other_are_each_searched_once() -> None:
    long = record_of({"description": "OS " + "x" * 2000 + " OS OS " + "x" * 2000})
    assert len(list(search(long, ("description",), re.compile("OS"), ("os",)))) == 3


def test_words_hold_fields_and_members_of_the_record_asked_for() -> None:
    assert "Liver" in text(RECORD, *TEXTS)
    assert holds(RECORD, ("outcome.name",), ("orr",))
    assert not holds(RECORD, ("outcome.name",), ("liver",))
    assert text(record_of({"title": "Lung"}), *TEXTS) == "Lung"


def test_places_of_words_in_a_text() -> None:
    assert list(places("from a from b", ("from", "a"))) == [0, 7, 5]
