"""The JSON of CTIS in its two forms, with and without what ctrdata puts beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.registry.register_data import CTRDATA, misplaced, of_format, quoted

from hepatica.errors import HepaticaError
from hepatica.registry.formats.ctis_json import AGES, PHASES, STATUSES
from hepatica.registry.reading import read_record, read_records
from hepatica.registry.record import Record

SEARCH = (
    "_id", "ctrname", "record_last_import", "shortTitle", "trialCountries", "decisionDateOverall", "therapeuticAreas",
    "sponsorType", "trialPhase", "ageRangeSecondary", "ageGroup", "gender", "totalNumberEnrolled", "resultsFirstReceived",
    "lastUpdated", "lastPublicationUpdate",
)  # fmt: skip
"""What the register's search says and ctrdata puts beside the answer about a trial."""


def _translated(words: str, **others: str) -> list[dict[str, Any]]:
    return [{"id": 7, "attributeTranslation": text, "languageDescription": name} for name, text in others.items()]


def _part(**information: Any) -> dict[str, Any]:
    return {"trialDetails": {"trialInformation": information}}


def _read(**trial: Any) -> Record:
    return read_record(json.dumps({"ctNumber": "2023-508143-51-00", **trial}).encode())


def test_both_forms_of_a_trial_say_the_same() -> None:
    part = _part(trialObjective={"mainObjective": "To compare"}, trialCategory={"trialPhase": "5"})
    old, new = _read(authorizedPartI=part), _read(authorizedApplication={"authorizedPartI": part})
    for record in (old, new):
        assert (record.id, record.register, record.format) == ("2023-508143-51-00", "CTIS", "CTIS JSON")
        assert record.text("summary") == "To compare"
        assert record.text("phase") == "Therapeutic confirmatory (Phase III)"


def test_a_code_is_read_as_what_it_stands_for_and_stands_where_the_code_does() -> None:
    subjects = {"ageRanges": [{"ageRangeCategory": "3"}], "isFemaleSubjects": True, "isMaleSubjects": False}
    record = _read(
        ctStatus=5, authorizedPartI=_part(populationOfTrialSubjects=subjects, trialCategory={"trialPhase": "4"})
    )
    for name, words, code in (
        ("status", "Ongoing, recruitment ended", "5"),
        ("phase", "Therapeutic exploratory (Phase II)", "4"),
        ("age.group", "18-64 years", "3"),
        ("sex", "Female", "true"),
    ):
        (value,) = record.all(name)
        assert (value.text, quoted(record, name, value)) == (words, code)
    assert "false" in [value.text for value in record.all("note")]


def test_words_where_codes_are_expected_stay_as_they_are() -> None:
    record = _read(ctStatus="Authorised, not started", authorizedPartI={})
    assert record.text("status") == "Authorised, not started"


def test_a_code_of_no_list_is_a_note() -> None:
    record = _read(ctStatus=99, authorizedPartI=_part(trialCategory={"trialPhase": "77"}))
    assert not record.all("status")
    assert not record.all("phase")
    assert {"99", "77"} <= {value.text for value in record.all("note")}


def test_translations_stand_beside_the_english_with_their_language() -> None:
    criterion = {
        "number": 1,
        "principalInclusionCriteria": "Adults",
        "principalInclusionCriteriaTranslations": _translated("Adults", Greek="Ενήλικες", Klingon="nenwI'"),
    }
    endpoint = {"endPoint": "Death", "endPointTranslations": _translated("Death", Polish="Zgon")}
    record = _read(
        authorizedPartI=_part(
            eligibilityCriteria={"principalInclusionCriteria": [criterion]}, endPoint={"secondaryEndPoints": [endpoint]}
        )
    )
    assert [(v.text, v.language) for v in record.all("eligibility.inclusion")] == [("Adults", "en"), ("Ενήλικες", "el")]
    (outcome,) = record.members("outcome")
    assert [(v.text, v.language) for v in outcome["name"]] == [("Death", "en"), ("Zgon", "pl")]
    assert outcome["role"][0].text == "secondary"
    assert "nenwI'" in [value.text for value in record.all("note")]


def test_criteria_written_as_one_are_taken_apart() -> None:
    criteria = [
        {"principalExclusionCriteria": "1. Child-Pugh C\n2. Other cancer"},
        {"principalExclusionCriteria": "Pregnancy"},
    ]
    record = _read(authorizedPartI=_part(eligibilityCriteria={"principalExclusionCriteria": criteria}))
    assert [v.text for v in record.all("eligibility.exclusion")] == ["Child-Pugh C", "Other cancer", "Pregnancy"]
    assert len(record.all("eligibility")) == 2


def test_subjects_told_by_member_state_only_are_noted() -> None:
    states = [{"mscInfo": {"mscName": "Spain"}, "recruitmentSubjectCount": 6}, {"recruitmentSubjectCount": 4}]
    record = _read(authorizedApplication={"authorizedPartI": {}, "authorizedPartsII": states})
    assert record.notes == ("the number of subjects is given by member state only: Spain 6, ? 4",)
    assert not record.all("enrolment")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"ctNumber": "2023-508143-51-00", "authorizedPartI": {', "the JSON is cut off"),
        ('{"ctNumber": "1", "ctNumber": "2", "authorizedPartI": {}}', "the key 'ctNumber' stands twice"),
        ('{"ctNumber": "2023-508143-51-00"}', "the format is not known"),
        ('{"ctNumber": "1", "authorizedPartI": ' + '{"a":' * 3000 + "1" + "}" * 3001, "nested too deeply"),
    ],
)
def test_a_damaged_answer_is_refused(text: str, words: str) -> None:
    with pytest.raises(HepaticaError, match=words):
        list(read_records(text.encode()))


@pytest.mark.parametrize(
    "trial",
    [
        {"authorizedPartI": None},
        {"authorizedPartI": "gone"},
        {"authorizedPartI": [], "authorizedPartsII": {"mscInfo": 1}},
        {"authorizedApplication": [], "authorizedPartI": {"trialDetails": [], "products": "x", "sponsors": None}},
        {"authorizedPartI": _part(endPoint={"primaryEndPoints": ["bare", None, 3]})},
        {"authorizedPartI": {"trialDetails": {"clinicalTrialIdentifiers": {"fullTitleTranslations": "none"}}}},
    ],
)
def test_parts_of_another_shape_do_not_stop_the_reading(trial: dict[str, Any]) -> None:
    record = _read(**trial)
    assert record.id == "2023-508143-51-00"
    assert list(misplaced(record, "json")) == []


# ---------------------------------------------------------------- real records


@pytest.mark.real_data
def test_the_four_trials_are_read_in_both_forms() -> None:
    four = of_format(CTRDATA, "CTIS JSON")
    assert [record.id for record in four] == [
        "2023-508143-51-01", "2022-500244-37-00", "2024-510663-34-00", "2023-505613-24-00",
    ]  # fmt: skip
    assert [record.text("enrolment") for record in four] == ["11", "150", "11", "13"]
    assert [len(record.members("outcome")) for record in four] == [2, 9, 4, 20]
    assert [len(record.members("site")) for record in four] == [2, 2, 6, 6]


@pytest.mark.real_data
def test_labels_of_the_search_agree_with_the_codes_of_the_record() -> None:
    for record in of_format(CTRDATA, "CTIS JSON"):
        assert len(record.all("phase")) == 2
        assert len({value.text for value in record.all("phase")}) == 1
        (searched,) = (value for value in record.all("age.group") if value.path == "ageGroup")
        coded = [value.text for value in record.all("age.group") if value.path != "ageGroup"]
        assert sorted(searched.text.split(", ")) == sorted(coded)


@pytest.mark.real_data
def test_the_answer_of_the_register_alone_says_the_same_of_the_study() -> None:
    whole = of_format(CTRDATA, "CTIS JSON")[3]
    answer = {key: value for key, value in json.loads(whole.source).items() if key not in SEARCH}
    record = read_record(json.dumps(answer, ensure_ascii=False).encode())
    for name in ("title", "summary", "eligibility.inclusion", "eligibility.exclusion", "sponsor", "other_id", "status"):
        assert [v.text for v in record.all(name)] == [v.text for v in whole.all(name)], name
    assert record.text("phase") == "Therapeutic exploratory (Phase II)"
    assert record.text("age.group") == "0-17 years"
    assert {value.text for value in record.all("sex")} == {"Female", "Male"}
    assert len(record.members("site")) == len(whole.members("site")) > 0
    assert record.notes[0].startswith("the number of subjects is given by member state only: ")


@pytest.mark.real_data
def test_every_value_stands_where_it_says() -> None:
    coded = {*PHASES.values(), *AGES.values(), *STATUSES.values(), "Female", "Male"}
    for record in of_format(CTRDATA, "CTIS JSON"):
        assert {text for _, text, _ in misplaced(record, "json")} <= coded
