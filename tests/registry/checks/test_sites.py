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


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("A multicenter study conducted at twelve centres in China.", True),
        ("Patients are recruited from ten (10) hospitals.", True),
        ("Five participating institutions enrol patients.", True),
        ("The trial takes place in 6 university hospitals.", True),
        ("This three-center trial compares two drugs.", True),
        ("A prospective, 4-center cohort.", True),
        ("Recruitment is planned at 3 sites in France and Belgium.", True),
        ("A total of eight study sites will take part.", True),
        ("Subjects from twenty medical centers will be enrolled.", True),
        ("全国十五家医院参与本研究。", True),
        ("由5家三甲医院联合开展。", True),
        ("本研究拟在12个研究中心进行。", True),
        ("Seven clinical sites across Korea participate.", True),
        ("It is carried out by four tertiary care hospitals.", True),
        ("A study at two centers.", False),
        ("This two-center trial compares two drugs.", False),
        ("由两家医院开展。", False),
        ("Previous work from 10 hospitals showed a benefit.", False),
        ("About 10 centres will take part.", False),
        ("Up to 12 hospitals may join.", False),
        ("Two to three hospitals are planned.", False),
        ("A data set of 5 hospitals was published.", False),
        ("One of 5 hospitals in Wuhan.", False),
    ],
)
def test_numbers_of_centres_that_the_list_does_not_bear_out(told: str, wrong: bool) -> None:
    record = record_of({"site[0].name": "Ruijin Hospital", "site[1].name": "Zhongshan Hospital", "summary": told})
    assert bool(list(told_and_listed(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("This multicenter randomized trial compares two drugs.", True),
        ("A multi-centre, open-label study.", True),
        ("本研究为多中心随机对照试验。", True),
        ("A two-centre trial", True),
        ("Multicentre studies are lacking.", False),
        ("A single-centre study.", False),
        ("A previous multicenter trial showed a benefit.", False),
        ("The first study in Ruijin hospital.", False),
    ],
)
def test_several_centres_told_and_one_listed(told: str, wrong: bool) -> None:
    record = record_of({"site[0].name": "Ruijin Hospital", "summary": told})
    assert bool(list(told_and_listed(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("A single-centre trial of two drugs.", True),
        ("This monocentric study compares two drugs.", True),
        ("A single-institution phase II study.", True),
        ("A unicentric randomized trial.", True),
        ("The study is conducted at one center.", True),
        ("A single center, open study", True),
        ("One-centre randomised trial", True),
        ("本研究为单中心研究。", True),
        ("A mono-center pilot study", True),
        ("A single-site trial", True),
        ("A single hospital cohort study.", True),
        ("A two-center study", False),
        ("Single-centre experience with this drug was published by others.", False),
        ("Previous single-center studies showed a benefit.", False),
        ("Data come from several centers.", False),
        ("Randomisation is stratified by single versus several centres?", False),
        ("单中心研究结果提示有效，既往报道较少。", False),
    ],
)
def test_one_centre_told_and_several_listed(told: str, wrong: bool) -> None:
    record = record_of({"site[0].name": "Ruijin Hospital", "site[1].name": "Zhongshan Hospital", "summary": told})
    assert bool(list(one_and_several(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("A single-centre study", True),
        ("The study is conducted at one center.", True),
        ("本研究为单中心研究", True),
        ("A multicenter trial at 8 hospitals in China", True),
        ("A monocentric trial.", True),
        ("A study of two drugs", False),
        ("Previous single-center studies showed a benefit.", False),
        ("Central review of images.", False),
    ],
)
def test_a_place_told_and_none_listed(told: str, wrong: bool) -> None:
    record = record_of({"contact[0].name": "Q. Cai", "summary": told})
    assert bool(list(no_site_listed(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Patients will be enrolled in nine academic centers.", True),
        ("The study involves 14 French hospitals.", True),
        ("Six liver centres in Italy collaborate.", True),
        ("本研究由全国20家中心共同参与。", True),
        ("This is a 7-site randomized trial", True),
        ("Both hospitals take part.", False),
        ("The two hospitals take part", False),
    ],
)
def test_the_text_tells_another_number_of_centres_than_is_listed_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"site[0].name": "A Hospital", "site[1].name": "B Hospital", "description": told})
    assert bool(list(told_and_listed(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("This is a single institution study.", True),
        ("A monocenter, open, randomised study", True),
        ("Single-Center, Phase 2 Study of X", True),
        ("A multi-institution study", False),
    ],
)
def test_a_single_centre_in_the_text_several_in_the_list_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"site[0].name": "A Hospital", "site[1].name": "B Hospital", "summary": told})
    assert bool(list(one_and_several(record))) is wrong
