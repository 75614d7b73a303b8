"""Looking only where a plain word stands."""

from __future__ import annotations

import re

from hepatica.registry.looking import record_of
from hepatica.registry.narrowing import all_words, holding, near, nearest, places

RECORD = record_of({"title": "Liver", "description": "by RECIST and mRECIST", "outcome[0].name": "ORR by RECIST"})


def test_only_values_with_the_word_are_searched() -> None:
    assert [name for name, _ in holding(RECORD, ("title", "description", "outcome.name"), ("RECIST",))] == [
        "description",
        "outcome[0].name",
    ]
    assert list(holding(RECORD, ("title",), ("RECIST",))) == []


def test_every_match_is_quoted_where_it_stands() -> None:
    found = list(near(RECORD, ("description",), ("RECIST",), re.compile("m?RECIST")))
    assert [quote.text for quote in found] == ["RECIST", "mRECIST"]
    assert nearest(RECORD, ("description",), ("CTCAE",), re.compile("RECIST")) is None


def test_all_words_hold_fields_and_members_of_the_record_asked_for() -> None:
    assert "Liver" in all_words(RECORD)
    assert "ORR by RECIST" in all_words(RECORD)
    assert all_words(record_of({"title": "Lung"})) == "Lung"


def test_places_of_words_in_a_text() -> None:
    assert list(places("from a from b", ("from", "a"))) == [0, 7, 5]
