"""Centres."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.sites import (
    centre_without_ethics,
    no_site_listed,
    one_and_several,
    one_centre_two_names,
    spelt_two_ways,
    told_and_listed,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Patients come from 10 tertiary hospitals across China.", True),
        ("conducted in three centers", True),
        ("由3家医院共同开展", True),
        ("来自十家中心", True),
        ("conducted in two centers", False),
        ("由2家医院共同开展", False),
        ("in approximately 10 centers", False),
        ("in up to 10 hospitals", False),
        ("10 percent of patients", False),
        ("约10家医院", False),
    ],
)
def test_a_number_of_centres_that_is_not_that_of_the_list(told: str, found: bool) -> None:
    assert (
        bool(
            list(
                told_and_listed(
                    record_of(
                        {"summary": told, "site[0].name": "Ruijin Hospital", "site[1].name": "Zhongshan Hospital"}
                    )
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("A single-center study", True),
        ("本研究为单中心研究", True),
        ("A multicenter study", False),
    ],
)
def test_a_single_centre_and_a_list_of_two(told: str, found: bool) -> None:
    assert (
        bool(
            list(
                one_and_several(
                    record_of(
                        {"summary": told, "site[0].name": "Ruijin Hospital", "site[1].name": "Zhongshan Hospital"}
                    )
                )
            )
        )
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("A single-center study", True),
        ("单中心研究", True),
        ("A study", False),
    ],
)
def test_a_centre_that_is_not_listed(told: str, found: bool) -> None:
    assert bool(list(no_site_listed(record_of({"summary": told, "contact[0].name": "Q. Cai"})))) is found


@pytest.mark.parametrize(
    ("committee", "found"),
    [
        ("Ethics Committee of Wuxi Hospital", True),
        ("Central Ethics Committee", False),
        ("Ethics Committee of another place", False),
    ],
)
def test_each_centre_needs_an_approval(committee: str, found: bool) -> None:
    assert (
        bool(
            list(
                centre_without_ethics(
                    record_of(
                        {
                            "ethics.committee": committee,
                            "site[0].name": "Wuxi Hospital",
                            "site[1].name": "Suzhou Hospital",
                        }
                    )
                )
            )
        )
        is found
    )


def test_two_approvals_are_enough_for_two_centres() -> None:
    says = {
        "ethics.committee": "Ethics Committee of Wuxi Hospital",
        "ethics.committee@": "Ethics Committee of Suzhou Hospital",
    }
    sites = {"site[0].name": "Wuxi Hospital", "site[1].name": "Suzhou Hospital"}
    assert list(centre_without_ethics(record_of({**says, **sites}))) == []


def test_one_centre_under_two_names_and_two_centres_of_one_university() -> None:
    site = {"site[0].name": "Sir Run Run Shaw Hospital, Zhejiang University School of Medicine"}
    same = "led by the affiliated Run Run Shaw Hospital of Zhejiang University School of Medicine"
    other = "led by the First Affiliated Hospital of Zhejiang University School of Medicine"
    assert list(one_centre_two_names(record_of({"summary": same, **site})))
    assert list(one_centre_two_names(record_of({"summary": other, **site}))) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Wuxi people’s Hospital", "Wuxi People's Hospital", True),
        ("Hunan cancer hospital", "Hunan Cancer Hospital", True),
        ("Wuxi People's Hospital", "Wuxi People's Hospital", False),
        ("Wuxi People's Hospital", "Wuxi Children's Hospital", False),
        ("WUXI HOSPITAL", "Wuxi Hospital", False),
    ],
)
def test_capitals_and_apostrophes_make_one_hospital_two(one: str, other: str, found: bool) -> None:
    assert bool(list(spelt_two_ways(record_of({"sponsor": one, "contact[0].affiliation": other})))) is found
