"""Every fault of a study file is one message: file, line, column, the value, and the nearest valid word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hepatica.errors import HepaticaError
from hepatica.protocol import Study, StudyError, load_study

Load = Callable[[str], Study]

SLIPS = {
    # what slips            old text -> new text                                         word              nearest
    "an unknown variable": ("S-E1: creatinine > 1.5 ULN", "S-E1: creatinin > 1.5 ULN", "creatinin", "creatinine"),
    "an unknown code": ("bclc in {0, A}", "hbsag = positiv", "positiv", "positive"),
    "a wrong unit": ("S-E1: creatinine > 1.5 ULN", "S-E1: creatinine > 130 kg", "kg", None),
    "a rule of the wrong type": ("S-E1: creatinine > 1.5 ULN", "S-E1: bclc > 1.5 ULN", "bclc", None),
    "an event as a value": ("S-E1: creatinine > 1.5 ULN", "S-E1: surgery = 3", "surgery", None),
    "an undefined anchor": ("from: operation\n    phases", "from: operaton\n    phases", "operaton", "operation"),
    "an anchor in a window": ("window: 28 d before consent", "window: 28 d before consnt", "consnt", "consent"),
    "an unknown key": ("design: {type", "design: {tipe: cohort, type", "tipe", "type"),
    "an unknown section": ("populations:", "population:", "population", "populations"),
    "an unknown kind": ("kind: time to event", "kind: time to evnt", "time to evnt", "time to event"),
    "an unknown role": ("role: primary", "role: prmary", "prmary", "primary"),
    "an unknown method": ("methods: [kaplan_meier]", "methods: [kaplan_maier]", "kaplan_maier", "kaplan_meier"),
    "an unknown endpoint": ("- {endpoint: rfs", "- {endpoint: rfss", "rfss", "rfs"),
    "an unknown grouping": ("by: arm", "by: arn", "arn", "arm"),
    "an unknown assessment": ("assessments: [imaging]", "assessments: [imagin]", "imagin", "imaging"),
    "an event nobody knows": ("event: recurrence, death", "event: recurence, death", "recurence", "recurrence"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_with_its_line_its_word_and_the_nearest_valid_one(slip: str, small: str, load: Load) -> None:
    old, new, word, close = SLIPS[slip]
    assert old in small
    text = small.replace(old, new, 1)
    line = text.count("\n", 0, text.index(new) + new.rindex(word)) + 1

    with pytest.raises(StudyError) as caught:
        load(text)

    error = caught.value
    assert (error.file, error.line) == ("small.yaml", line)
    assert word in error.what
    assert f"small.yaml line {line}, column {error.column}" in str(error)
    assert error.nearest == close
    if close is not None:
        assert close in error.do


def test_the_column_points_at_the_word_inside_the_rule(small: str, load: Load) -> None:
    with pytest.raises(StudyError) as caught:
        load(small.replace("S-E1: creatinine > 1.5 ULN", "S-E1: bclc = A and creatinin > 1.5 ULN"))
    line = small.splitlines()[caught.value.line - 1]
    assert caught.value.column == line.index("S-E1: ") + len("S-E1: bclc = A and ") + 1


def test_a_fault_in_a_text_of_several_lines_points_at_its_own_line(small: str, load: Load) -> None:
    folded = small.replace(
        "    S-E1: creatinine > 1.5 ULN\n",
        "    S-E1: >-\n      bclc = A\n      and   bclc = B and creatinin > 1.5 ULN\n",
    )
    with pytest.raises(StudyError) as caught:
        load(folded)
    line = folded.splitlines()[caught.value.line - 1]
    assert line[caught.value.column - 1 :].startswith("creatinin >")


def test_a_rule_that_does_not_parse_says_where_it_stops(small: str, load: Load) -> None:
    with pytest.raises(StudyError) as caught:
        load(small.replace("S-E1: creatinine > 1.5 ULN", "S-E1: creatinine > > 1.5 ULN"))
    assert caught.value.column == len("    S-E1: creatinine > ") + 1
    assert "S-E1" in caught.value.what


def test_a_key_written_twice_is_an_error_at_the_second(small: str, load: Load) -> None:
    with pytest.raises(StudyError) as caught:
        load(small + "format: 1\n")
    assert caught.value.line == len(small.splitlines()) + 1
    assert "duplicate key «format»" in caught.value.what
    assert "line 2" in caught.value.what


def test_a_missing_section_is_named(small: str, load: Load) -> None:
    with pytest.raises(StudyError, match="«title» is missing in the study"):
        load(small.replace("title: {en: A small study, zh: 小型研究}\n", ""))


def test_a_key_without_a_value_is_refused(small: str, load: Load) -> None:
    with pytest.raises(StudyError, match="«analyses» has no value"):
        load(small.replace("  - {endpoint: rfs, by: arm, methods: [kaplan_meier]}\n", ""))


def test_another_format_is_refused(small: str, load: Load) -> None:
    with pytest.raises(StudyError, match="format"):
        load(small.replace("format: 1", "format: 2"))


def test_anchors_that_rest_on_each_other_are_refused(small: str, load: Load) -> None:
    circle = small.replace("consent: first informed_consent", "consent: operation - 7 d").replace(
        "day: first surgery,", "day: consent + 7 d,"
    )
    with pytest.raises(StudyError, match="consent → operation → consent") as caught:
        load(circle)
    assert caught.value.line == 6


def test_an_anchor_that_rests_on_itself_is_refused(small: str, load: Load) -> None:
    with pytest.raises(StudyError, match="consent → consent"):
        load(small.replace("consent: first informed_consent", "consent: consent + 1 d"))


def test_death_must_be_what_the_slots_say(small: str, load: Load) -> None:
    with pytest.raises(StudyError, match="death is said to be «competing»"):
        load(small.replace("death: event", "death: competing"))


def test_a_time_to_event_endpoint_needs_an_event(small: str, load: Load) -> None:
    with pytest.raises(StudyError, match="needs «event»"):
        load(small.replace("    event: recurrence, death\n    death: event\n", ""))


def test_an_assumption_must_concern_something_in_the_file(small: str, load: Load) -> None:
    with pytest.raises(StudyError, match=r"«eligibility\.windows» is assumed"):
        load(small.replace("  eligibility.window:", "  eligibility.windows:"))


def test_two_analyses_cannot_share_an_id(small: str, load: Load) -> None:
    analysis = "  - {endpoint: rfs, by: arm, methods: [kaplan_meier]}\n"
    with pytest.raises(StudyError, match=r"two analyses have the id «rfs\.by_arm»"):
        load(small.replace(analysis, analysis * 2))


def test_the_first_fault_in_the_file_is_the_one_told(small: str, load: Load) -> None:
    two = small.replace("S-I1: age", "S-I1: agee").replace("by: arm", "by: arn")
    with pytest.raises(StudyError) as caught:
        load(two)
    assert "agee" in caught.value.what


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no study"),
        ("- a\n- b\n", "holds no study"),
        ("study: [1, 2\n", "not readable as YAML"),
        ("study: !!python/object/apply:os.system [ls]\n", "tag"),
        ("a: &x [1]\nb: *x\n", "anchors and aliases"),
        ("? [1, 2]\n: 3\n", "a key must be a word"),
        ("study: A\n\tformat: 1\n", "not readable as YAML"),
        ("[" * 5000 + "]" * 5000, "nested too deep"),
    ],
)
def test_what_is_no_plain_study_file_is_refused(text: str, says: str, load: Load) -> None:
    with pytest.raises(StudyError, match=says):
        load(text)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "binary.yaml"
    path.write_bytes(b"study: A\n\xff\xfe")
    with pytest.raises(StudyError, match=r"binary\.yaml line 2.*not UTF-8"):
        load_study(path)


def test_an_unknown_study_is_named_with_the_nearest() -> None:
    with pytest.raises(HepaticaError, match="NCT07120751") as caught:
        load_study("NCT07120751")
    assert "NCT07120750" in caught.value.do
