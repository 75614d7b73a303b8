"""Keys and tags that look like paths do not lead a value's place astray."""

from __future__ import annotations

import json

from tests.registry.register_data import quoted

from hepatica.registry.nested import below, steps
from hepatica.registry.reading import read_record


def test_a_path_takes_its_keys_apart_again_whatever_they_hold() -> None:
    path = ""
    for key in ("a", "b.c", "d[0]", 'e"]', "f\\", "", "肝 癌"):
        path = below(path, key)
    assert steps(path) == ("a", "b.c", "d[0]", 'e"]', "f\\", "", "肝 癌")
    assert steps("studies[3].x") == ("studies", 3, "x")


def test_a_value_under_a_key_with_a_point_is_quoted_from_its_place() -> None:
    trial = {"ctNumber": "2023-508143-51-00", "authorizedPartI": {"see e.g. [1]": {"a.b": "found"}}}
    record = read_record(json.dumps(trial).encode())
    (value,) = record.all("note")
    assert (value.text, quoted(record, "note", value)) == ("found", "found")


def test_words_between_the_elements_of_a_record_are_kept() -> None:
    text = "<fullTrial><trial><isrctn>12345678</isrctn><a.b>one <c>two</c> three</a.b></trial></fullTrial>"
    record = read_record(text.encode())
    assert {value.text for value in record.all("note")} == {"one  three", "two"}
    assert [quoted(record, "note", value) for value in record.all("note") if value.text == "two"] == ["two"]
