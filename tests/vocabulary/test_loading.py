"""A wrong entry is refused when the vocabulary loads, naming file and entry."""

from __future__ import annotations

import copy
import sys
from typing import Any

import pytest

from hepatica.errors import HepaticaError
from hepatica.vocabulary import Vocabulary, load

READER: Any = sys.modules[load.__module__]
FILES = {name: READER._read(name) for name in (*READER.THEMES, *READER.CODE_LISTS, "value_sets", "units", "methods")}
PLATELETS = {
    "kind": "number",
    "unit": "10*9/L",
    "range": [0, 2000],
    "label": ["Platelets", "血小板计数"],
    "home": {"domain": "LB", "where": {"LBTESTCD": "PLAT"}},
}


def built(**said: Any) -> Vocabulary:
    """A vocabulary whose only variables are platelets, changed as said, and what `more` adds."""
    more = said.pop("more", {})
    files: dict[str, Any] = {name: {} for name in READER.THEMES}
    files |= {name: copy.deepcopy(FILES[name]) for name in (*READER.CODE_LISTS, "value_sets", "units", "methods")}
    files["laboratory"] = {"platelets": PLATELETS | said} | more
    return READER.build(files)


def test_the_entry_the_other_tests_spoil_is_right() -> None:
    assert built()["platelets"].unit == "10*9/L"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"label": ["Platelets"]}, "lacks English or Chinese"),
        ({"label": ["Platelets", " "]}, "lacks English or Chinese"),
        ({"unit": "10**9/L"}, "not a UCUM unit"),
        ({"units": ["furlong"]}, "not a UCUM unit"),
        ({"unit": None}, "numbers and only numbers have a unit"),
        ({"kind": "boolean"}, "numbers and only numbers have a unit"),
        ({"kind": "figure"}, "kind 'figure' is not known"),
        ({"range": [2000, 0]}, "not in order"),
        ({"home": {"where": {"LBTESTCD": "PLAT"}}}, "home is incomplete"),
        ({"home": {"domain": "LB", "where": {"LBTESTCD": 1}}}, "no text"),
        ({"home": {"domain": "LB", "where": {"LBTESTCODE": "PLAT"}}}, "longer than the 8 letters"),
        ({"not_detected": {"number": 10}}, "a number and a unit"),
        ({"colour": "red"}, "'colour' is not said of a variable"),
        ({"kind": "code", "unit": None, "values": "colours"}, "value set 'colours' is not known"),
        ({"kind": "code", "unit": None, "codes": ["colours"]}, "class or code 'colours' is not known"),
        ({"kind": "event", "unit": None, "fields": {"colour": {}}}, "no such attribute"),
        ({"kind": "code", "unit": None, "values": {0: ["None", "无"]}}, "a code is not a text"),
    ],
)
def test_wrong_entry_is_refused_with_its_place(said: dict[str, Any], message: str) -> None:
    with pytest.raises(HepaticaError, match=message) as refused:
        built(**said)
    assert "laboratory.yaml, platelets" in refused.value.where


def test_two_variables_in_one_home_are_refused() -> None:
    twin = PLATELETS | {"label": ["Thrombocytes", "血小板数"]}
    with pytest.raises(HepaticaError, match="could be 'platelets' or 'thrombocytes'"):
        built(more={"thrombocytes": twin})


def test_a_synonym_of_two_variables_is_refused() -> None:
    other = PLATELETS | {
        "label": ["Blood", "血"],
        "home": {"domain": "LB", "where": {"LBTESTCD": "X"}},
        "synonyms": ["PLATELETS"],
    }
    with pytest.raises(HepaticaError, match="both 'platelets' and 'blood'"):
        built(more={"blood": other})


def test_a_class_inside_itself_is_refused() -> None:
    files = copy.deepcopy(FILES)
    files["drugs"]["classes"]["drug"]["is"] = ["chemotherapy"]
    with pytest.raises(HepaticaError, match="contains itself"):
        READER.build(files)


def test_a_class_nobody_defines_is_refused() -> None:
    files = copy.deepcopy(FILES)
    files["drugs"]["codes"]["sorafenib"]["is"] = ["wonder_drug"]
    with pytest.raises(HepaticaError, match="no class"):
        READER.build(files)
