"""Tumour response against readers, hand-made subjects and the published tables."""

from __future__ import annotations

import pytest
from tests.known_answers import hcc_tace_seg, recist_tables, sdtm_rs_onco, sdtm_rs_onco_recist
from tests.known_answers.compared import Compared

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def onco() -> dict[str, Compared]:
    return {compared.name: compared for compared in sdtm_rs_onco.comparisons()}


def test_target_responses_differ_from_a_source_that_compares_with_the_baseline_exactly_there(
    onco: dict[str, Compared],
) -> None:
    by_date = onco["target response, recorded sums by date"]
    by_visit = onco["target response, recorded sums by visit number"]
    assert (len(by_date.expected), len(by_date.different), by_date.good) == (1899, 168, True)
    assert (len(by_visit.expected), len(by_visit.different), by_visit.good) == (1899, 169, True)
    pairs = sorted(by_visit.different.values())
    assert (pairs.count(("PR", "PD")), pairs.count(("SD", "PD"))) == (69, 100)


def test_target_responses_from_lesions_differ_where_lesions_are_missing_too(onco: dict[str, Compared]) -> None:
    compared = onco["target response, from lesions"]
    assert (len(compared.expected), len(compared.different), compared.good) == (1899, 199, True)
    assert sum(found == "NE" for _, found in compared.different.values()) == 42


def test_non_target_responses_and_new_lesions_from_lesions_are_those_of_the_source(onco: dict[str, Compared]) -> None:
    assert (len(onco["non-target response, from lesions"].expected), len(onco["new lesions"].expected)) == (1896, 114)
    assert onco["non-target response, from lesions"].different == {}
    assert onco["new lesions"].different == {}
    assert list(onco["new lesions"].expected.values()).count("EQUIVOCAL") == 81


def test_overall_responses_from_their_parts_are_those_of_the_source_but_for_the_planted_codes(
    onco: dict[str, Compared],
) -> None:
    compared = onco["overall response, from the responses of its parts"]
    assert (len(compared.expected), len(compared.different), compared.good) == (1899, 3, True)


def test_all_66_readings_of_the_hard_cases_are_equal() -> None:
    (compared,) = sdtm_rs_onco_recist.comparisons()
    assert (len(compared.expected), compared.different) == (66, {})


def test_all_444_categories_of_three_readers_before_and_after_tace_are_equal() -> None:
    categories, easl = hcc_tace_seg.comparisons()
    assert (len(categories.expected), categories.different) == (444, {})
    assert (len(easl.expected), easl.different) == (74, {})


def test_every_line_of_the_published_tables_gives_its_result() -> None:
    (compared,) = recist_tables.comparisons()
    assert (len(compared.expected), compared.different) == (105, {})
