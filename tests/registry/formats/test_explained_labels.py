"""NCT07100236 as a page with explained headings: what stands in it, and that nothing of the page itself comes with it."""

from __future__ import annotations

import pytest

from hepatica.registry import Quote, Record
from hepatica.registry.criteria import parent
from hepatica.registry.formats.explained_labels import fits, read

PAGE = """\
A small study

NCT ID: NCT00000001

Basic Information

Get a concise snapshot of the trial, with its status.

Total Enrollment

350 participants

Study Start Date

Brief Summary

Review the synopsis that the sponsor has provided.

NYHA Class Ⅲ-Ⅳ and three - dimensional radiotherapy \\> 3.

Study Groups

Review each arm or cohort in the study.

First arm

What is done

Intervention Type DRUG

How it is done

Another thing

Intervention Type OTHER

How that is done

Second arm

A description of it

What is done

Intervention Type DRUG

How it is done

Facility Contacts

Find local site contact details for specific facilities.

Somebody

Role: primary

1

More Related Trials

Additional clinical trials that may be of interest.

Another trial altogether
"""


@pytest.fixture(scope="module")
def small() -> Record:
    return next(read(PAGE))


def texts(record: Record, group: str, name: str) -> list[list[str]]:
    return [[value.text for value in member.get(name, ())] for member in record.members(group)]


def test_only_such_a_page_fits() -> None:
    assert fits(PAGE)
    assert not fits("NCT ID: NCT00000001\n\nBrief Summary\n\nWords.\n")


def test_roman_numerals_and_spaced_hyphens_are_put_right_and_keep_their_places(small: Record) -> None:
    summary = small.all("summary")[0]
    assert summary.text == "NYHA Class III-IV and three-dimensional radiotherapy > 3."
    start = summary.text.index("three-dimensional")
    span = small.span(Quote("summary", summary, start, start + len("three-dimensional")))
    assert span is not None
    assert PAGE[span.start : span.end] == "three - dimensional"


def test_a_label_whose_value_is_missing_is_noted_and_takes_no_other_value(small: Record) -> None:
    assert small.all("date.start") == ()
    assert "labels without a value: Study Start Date" in small.notes


def test_arms_are_told_apart_by_their_interventions(small: Record) -> None:
    assert texts(small, "arm", "name") == [["First arm"], ["Second arm"]]
    assert texts(small, "arm", "description") == [[], ["A description of it"]]
    assert texts(small, "arm", "intervention") == [
        ["What is done", "DRUG", "How it is done", "Another thing", "OTHER", "How that is done"],
        ["What is done", "DRUG", "How it is done"],
    ]


def test_contacts_that_match_no_sites_stay_contacts_and_are_noted(small: Record) -> None:
    assert texts(small, "contact", "name") == [["Somebody"]]
    assert any("1 contacts of sites stand beside 0 sites" in note for note in small.notes)


def test_nothing_of_the_page_itself_is_kept(small: Record) -> None:
    said = " ".join(value.text for _, value in small.values())
    assert "concise snapshot" not in said
    assert "Another trial" not in said


# ---------------------------------------------------------------- the record itself


@pytest.fixture
def record(five: dict[str, Record]) -> Record:
    return five["NCT07100236"]


@pytest.mark.real_data
def test_it_has_6_and_9_criteria(record: Record) -> None:
    for kind, number in (("inclusion", 6), ("exclusion", 9)):
        found = record.all(f"eligibility.{kind}")
        assert len(found) == number
        assert not any(parent(value.path) for value in found)


@pytest.mark.real_data
def test_the_paragraph_behind_including_is_part_of_its_criterion(record: Record) -> None:
    first, *_, infections = (record.all("eligibility.exclusion")[n] for n in (0, 3, 4))
    assert first.text.startswith("Received any local treatment")
    assert first.text.endswith("other local physical/chemical therapies.")
    assert "Hepatitis B virus DNA > 2000IU/ml" in infections.text


@pytest.mark.real_data
def test_the_last_exclusion_criterion_ends_where_the_ages_begin(record: Record) -> None:
    assert record.all("eligibility.exclusion")[-1].text.endswith("targeted-immunotherapy treatment, etc.).")
    assert (record.text("age.minimum"), record.text("sex"), record.text("healthy_volunteers")) == (
        "18 Years",
        "ALL",
        "No",
    )


@pytest.mark.real_data
def test_fourteen_contacts_belong_to_thirteen_sites(record: Record) -> None:
    contacts = texts(record, "site", "contact")
    assert len(contacts) == 13
    assert [len(own) for own in contacts] == [3] * 8 + [6] + [3] * 4
    assert contacts[8] == ["Junjie Xu", "primary", "86+13656688716", "Yangtao Xue", "backup", "86+13676738276"]
    assert texts(record, "site", "city")[8] == ["Hangzhou"]
    assert "labels without a value: Site Status (13 of 13 sites)" in record.notes


@pytest.mark.real_data
def test_sponsor_and_collaborator_are_told_by_their_roles(record: Record) -> None:
    assert record.text("sponsor") == "Junjie Xu"
    assert record.text("collaborator") == "Sir Run Run Shaw Hospital"
    assert [value.text for value in record.all("responsible_party")][-1] == "SPONSOR_INVESTIGATOR"


@pytest.mark.real_data
def test_the_facts_are_there(record: Record) -> None:
    expected = {
        "enrolment": "350 participants",
        "study_type": "OBSERVATIONAL",
        "model": "COHORT",
        "time_perspective": "CROSS_SECTIONAL",
        "date.start": "2025-08-01",
        "date.completion": "2027-08-01",
        "date.updated": "2025-08-03",
        "other_id": "2025-0540",
        "document": "Study Protocol and Informed Consent Form",
        "results": "Results pending",
        "country": "China",
    }
    assert {name: record.text(name) for name in expected} == expected
    assert texts(record, "arm", "name") == [["Novel subtype cohort of HCC"], ["Other HCC subtypes cohort"]]


@pytest.mark.real_data
def test_no_explaining_sentence_and_no_backslash_is_left(record: Record) -> None:
    said = [value.text for _, value in record.values()]
    assert not [text for text in said if text.startswith(("Get a", "Review", "Dive", "See the", "Understand", "Learn"))]
    assert not [text for text in said if "\\" in text or "Ⅲ" in text or " - " in text]
