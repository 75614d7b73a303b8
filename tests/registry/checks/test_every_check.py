"""Every check: it raises its own example, is silent once that is mended, and quotes words that stand in the source."""

from __future__ import annotations

import pytest

from hepatica.registry.checks import CHECKS
from hepatica.registry.finding import Check, check
from hepatica.registry.looking import record_of

ALL = pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.code)


@ALL
def test_a_check_finds_what_its_example_shows(one: Check) -> None:
    record = record_of(one.example.says)
    found = check(record, [one])
    assert found, one.title.en
    for finding in found:
        assert finding.found.quotes
        for quote in finding.found.quotes:
            span = record.span(quote)
            assert span is not None
            assert record.source[span.start : span.end] == quote.text


@ALL
def test_a_check_is_silent_once_its_example_is_mended(one: Check) -> None:
    assert check(record_of({**one.example.says, **one.example.mended}), [one]) == ()


@ALL
def test_a_check_is_silent_where_nothing_is_said(one: Check) -> None:
    assert (
        check(record_of({"title": "A study"}), [one]) == () or one.find.__doc__ is None or "absent" in one.find.__doc__
    )


@ALL
def test_a_check_speaks_both_languages(one: Check) -> None:
    for phrase in (one.title, one.costs, one.mend, one.meanwhile):
        assert phrase.en
        assert any("\u4e00" <= character <= "\u9fff" for character in phrase.zh), phrase.zh


def test_codes_are_unique_and_in_order() -> None:
    codes = [one.code for one in CHECKS]
    assert codes == sorted(set(codes))
