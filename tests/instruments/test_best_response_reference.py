"""Best responses, iRECIST and reader agreement against reference data."""

from __future__ import annotations

import pytest
from tests.known_answers import best_response, irecist, reader_agreement
from tests.known_answers.compared import Compared

pytestmark = pytest.mark.real_data


def of_209(name: str) -> Compared:
    return next(each for each in best_response.of_209_subjects() if each.name == f"{name} of 209 subjects")


def test_best_responses_of_209_subjects_and_their_days_are_those_of_the_reference() -> None:
    compared = best_response.of_209_subjects()
    assert [len(each.expected) for each in compared] == [209] * 18
    assert {each.name: each.unexplained for each in compared if not each.good} == {}
    assert {each.name: len(each.different) for each in compared if each.different} == {
        "day of CRSP of 209 subjects": 1,
        "CBCP (CBOR is CR or PR) of 209 subjects": 16,
    }


def test_all_13_cases_of_the_functions_that_made_the_reference() -> None:
    compared = best_response.of_13_cases()
    assert len(compared) == 13
    assert {each.name: each.different for each in compared if each.different} == {}


def test_irecist_time_points_of_19_subjects_but_for_two_slips_of_the_data() -> None:
    overall, courses = irecist.comparisons()
    assert (len(overall.expected), len(overall.different)) == (53, 5)
    assert overall.good
    assert len(courses.expected) == 19
    assert courses.different == {}


def test_readers_of_72_patients_agree_as_published_and_accepted_reads_are_found() -> None:
    for compared in reader_agreement.comparisons():
        assert compared.good, compared.lines()
