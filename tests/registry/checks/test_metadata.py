"""The record itself."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.metadata import (
    blank_fields,
    date_as_a_name,
    document_without_address,
    no_dates,
    person_as_sponsor,
    phone_that_cannot_be_dialled,
    sponsor_twice,
    two_dates_for_one,
    version_after_refresh,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("86+13900000000", True),
        ("+86 510 85350121", False),
        ("+86-139", False),
        ("0510-85350121", False),
        ("021 64175590+83630", False),
    ],
)
def test_a_plus_sign_inside_a_number(told: str, found: bool) -> None:
    assert bool(list(phone_that_cannot_be_dialled(record_of({"contact[0].phone": told})))) is found


def test_a_date_told_twice_in_two_ways_of_writing_is_one_date() -> None:
    assert list(two_dates_for_one(record_of({"date.posted": "2025-07-08", "date.posted@en": "20250708"}))) == []
    assert list(two_dates_for_one(record_of({"date.posted": "2025-07-08", "date.posted@en": "2025-07"}))) == []
    assert list(two_dates_for_one(record_of({"date.posted": "2025-07-08", "date.posted@en": "2025年8月13日"})))


def test_a_version_is_compared_to_the_second_and_not_by_the_day_alone() -> None:
    assert list(version_after_refresh(record_of({"date.version": "2026-03-17", "date.updated": "2026-03-16"}))) == []
    assert list(
        version_after_refresh(record_of({"date.version": "2026/03/16 15:52:30", "date.updated": "2026-03-16 15:52:24"}))
    )


def test_one_date_is_enough() -> None:
    says = {"status": "Unknown", "enrolment": "50"}
    assert list(no_dates(record_of(says)))
    assert list(no_dates(record_of({**says, "date.registered": "2019-11"}))) == []


def test_a_company_may_sponsor_and_a_hospital_collaborate() -> None:
    says = {"collaborator": "Ruijin Hospital", "summary": "Ruijin Hospital is the leading unit"}
    assert list(person_as_sponsor(record_of({**says, "sponsor": "Junjie Xu"})))
    assert list(person_as_sponsor(record_of({**says, "sponsor": "Hengrui Pharma"}))) == []


def test_a_document_with_a_file_is_there() -> None:
    assert list(document_without_address(record_of({"document": "研究方案"})))
    assert (
        list(document_without_address(record_of({"document": "Study Protocol", "document@en": "Prot_000.pdf"}))) == []
    )


def test_a_field_that_is_left_blank() -> None:
    city = {"site[0].province": "江苏", "contact[0].address": "中国江苏省无锡市"}
    assert list(blank_fields(record_of(city)))
    assert list(blank_fields(record_of({**city, "site[0].city": "无锡"}))) == []
    names = {"title": "A study", "title@zh": "一项研究", "condition": "Liver cancer"}
    assert list(blank_fields(record_of(names)))
    assert list(blank_fields(record_of({**names, "condition@zh": "肝癌"}))) == []


def test_a_second_sponsor_and_a_registrant_are_others() -> None:
    assert list(sponsor_twice(record_of({"sponsor@zh": "无锡市人民医院", "collaborator@zh": "无锡市人民医院"})))
    assert list(sponsor_twice(record_of({"sponsor@zh": "无锡市人民医院", "collaborator@zh": "江苏省人民医院"}))) == []
    assert list(date_as_a_name(record_of({"contact[0].name": "2026-03-16"})))
    assert list(date_as_a_name(record_of({"contact[0].name": "Ding Wei"}))) == []


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("2025-04-01", True),
        ("April 2025", True),
        ("1 April 2025", True),
        ("March 2025", False),
        ("2025-03-01", False),
        ("1 March 2025", False),
        ("2025", False),
    ],
)
def test_two_days_for_one_event(told: str, wrong: bool) -> None:
    record = record_of({"date.start": "2025-03-01", "date.start@en": told})
    assert bool(list(two_dates_for_one(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("86+13900000000", True),
        ("86+10 12345678", True),
        ("0086+139 0000 0000", True),
        ("021+64370045", True),
        ("(86)+13900000000", True),
        ("86-+13900000000", True),
        ("+86 139 0000 0000", False),
        ("0086 13900000000", False),
        ("+49 (0)89 1234", False),
        ("021-64370045", False),
        ("+8613900000000 ext. 12", False),
        ("+86 21 64370045 + 123", False),
    ],
)
def test_telephones_that_cannot_be_dialled(told: str, wrong: bool) -> None:
    record = record_of({"contact[0].phone": told})
    assert bool(list(phone_that_cannot_be_dialled(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("2026-03-16 15:52:24", True),
        ("2026/03/16", True),
        ("16.03.2026", True),
        ("2026-03-16T15:52:24Z", True),
        ("March 16, 2026", True),
        ("Ding Wei", False),
        ("May Lee", False),
        ("Li 2", False),
        ("April Johnson", False),
    ],
)
def test_a_date_for_a_name(told: str, wrong: bool) -> None:
    record = record_of({"contact[0].name": told})
    assert bool(list(date_as_a_name(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"sponsor": "Li Wei", "summary": "The study is led by Ruijin Hospital."}, True),
        ({"sponsor": "Jane Doe", "summary": "Ruijin Hospital is the lead center."}, True),
        (
            {"sponsor": "Wei Li, MD", "description": "Ruijin Hospital, the coordinating centre, will keep the data."},
            True,
        ),
        ({"sponsor": "Qiang Zhou", "summary": "本研究由瑞金医院牵头。"}, True),
        ({"sponsor": "Dr. Jane Doe", "summary": "initiated by Ruijin Hospital"}, True),
        ({"sponsor": "Ruijin Hospital", "summary": "led by Ruijin Hospital"}, False),
        ({"sponsor": "Li Wei", "summary": "A study of two drugs"}, False),
        ({"sponsor": "Novartis Oncology", "summary": "led by Ruijin Hospital"}, False),
    ],
)
def test_a_person_as_sponsor(told: dict[str, str], wrong: bool) -> None:
    record = record_of({"collaborator": "Ruijin Hospital", **told})
    assert bool(list(person_as_sponsor(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Study Protocol and Informed Consent Form", True),
        ("Statistical Analysis Plan", True),
        ("Protocol", True),
        ("研究方案", True),
        ("Study Protocol: Prot_000.pdf", False),
        ("https://example.org/protocol", False),
    ],
)
def test_documents_without_a_file(told: str, wrong: bool) -> None:
    record = record_of({"document": told})
    assert bool(list(document_without_address(record))) is wrong
