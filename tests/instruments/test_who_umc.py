"""Causality in the six terms of WHO-UMC."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.instruments.who_umc import ANSWERS, TERMS, assess, causality, six_terms


def said(word: str | None) -> tuple[object, ...]:
    return causality(pl.DataFrame({"AEREL": pl.Series([word], dtype=pl.String)})).row(0)


@pytest.mark.parametrize(
    ("word", "term", "related"),
    [
        ("Certain", "certain", "Y"),
        ("DEFINITE", "certain", "Y"),
        ("probable", "probable", "Y"),
        ("Probable/Likely", "probable", "Y"),
        ("possible", "possible", "Y"),
        ("REMOTE", "unlikely", "N"),
        ("unlikely", "unlikely", "N"),
        ("Conditional/unclassified", "conditional", None),
        ("unassessable", "unassessable", None),
        ("很可能", "probable", "Y"),
        ("可能", "possible", "Y"),
        ("可能无关", "unlikely", "N"),
        ("肯定", "certain", "Y"),
    ],
)
def test_a_recorded_word_is_one_of_the_six_terms(word: str, term: str, related: str | None) -> None:
    assert said(word) == (term, related, None)


@pytest.mark.parametrize("word", ["unrelated", "Not related", "NONE", "无关"])
def test_unrelated_is_no_term_of_who_umc_but_says_that_it_is_not_related(word: str) -> None:
    assert said(word) == (None, "N", f"WHO-UMC has no term '{word}'")


def test_related_alone_does_not_say_how_likely() -> None:
    assert said("RELATED") == (None, "Y", "WHO-UMC has no term 'RELATED'")


def test_a_missing_or_strange_word_is_unknown() -> None:
    assert said(None) == (None, None, "no causality")
    assert said("who knows") == (None, None, "the word 'who knows' is not known")


def test_each_term_says_what_it_asks_for() -> None:
    assert tuple(six_terms()) == TERMS
    assert all(term.points and term.label.zh for term in six_terms().values())


STRONGEST = {
    "time": "plausible",
    "other_causes": "excluded",
    "withdrawal": "plausible",
    "definitive": "yes",
    "rechallenge": "satisfactory",
    "information": "sufficient",
}


@pytest.mark.parametrize(
    ("answers", "term"),
    [
        ({}, "certain"),
        ({"rechallenge": "not needed"}, "certain"),
        ({"rechallenge": "not done"}, "probable"),
        ({"definitive": "no"}, "probable"),
        ({"time": "reasonable", "other_causes": "unlikely", "withdrawal": "reasonable"}, "probable"),
        ({"withdrawal": "unclear"}, "possible"),
        ({"other_causes": "possible"}, "possible"),
        ({"other_causes": "plausible"}, "unlikely"),
        ({"time": "improbable"}, "unlikely"),
        ({"information": "awaited"}, "conditional"),
        ({"information": "insufficient"}, "unassessable"),
        ({"time": None}, None),
        ({"information": None}, None),
    ],
)
def test_the_answers_of_an_assessor_lead_to_the_strongest_term_whose_points_are_met(
    answers: dict[str, str | None], term: str | None
) -> None:
    given = {name: pl.Series([value], dtype=pl.String) for name, value in (STRONGEST | answers).items()}
    found = assess(pl.DataFrame(given))
    assert found["causality"].to_list() == [term]
    missing = [name for name, value in answers.items() if value is None]
    assert found["problem"].to_list() == [f"not answered: {', '.join(missing)}" if missing else None]


def test_a_table_of_the_wrong_form_is_refused() -> None:
    with pytest.raises(HepaticaError, match="no column AEREL"):
        causality(pl.DataFrame({"AETERM": ["Nausea"]}))
    with pytest.raises(HepaticaError, match="no column 'rechallenge'"):
        assess(pl.DataFrame({name: ["x"] for name in ANSWERS if name != "rechallenge"}))


@pytest.mark.real_data
def test_the_words_of_pilot_data_are_all_read(clinical: Path) -> None:
    table = pl.read_parquet(clinical / "onco" / "sdtm_ae.parquet")
    counts = dict(causality(table).group_by("causality").len().rows())
    assert counts == {"probable": 361, "possible": 343, "unlikely": 161, None: 326}
