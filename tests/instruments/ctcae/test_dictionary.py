"""The dictionary of CTCAE 5.0, and finding a term by what people call it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae import rules
from hepatica.instruments.ctcae.dictionary import search, terms


def first(text: str) -> str:
    return str(search(text)["term"][0])


def test_it_holds_837_terms_in_26_classes_each_with_its_chinese_name() -> None:
    table = terms()
    assert table.height == table["term"].n_unique() == 837
    assert table["soc"].n_unique() == 26
    assert table["soc_zh"].null_count() == 0


def test_every_laboratory_term_is_one_of_them_and_has_a_chinese_name() -> None:
    names = dict(zip(terms()["term"], terms()["zh"], strict=True))
    for term in rules("5.0"):
        assert names[term.removesuffix(" (Ionized)")]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("platelet count decreased", "Platelet count decreased"),
        ("low platelets", "Platelet count decreased"),
        ("platlet count", "Platelet count decreased"),
        ("anaemia", "Anemia"),
        ("diarrhoea", "Diarrhea"),
        ("ALT", "Alanine aminotransferase increased"),
        ("liver failure", "Hepatic failure"),
        ("hand-foot syndrome", "Palmar-plantar erythrodysesthesia syndrome"),
        ("neutropenia", "Neutrophil count decreased"),
        ("hepatitis b", "Hepatitis B reactivation"),
        ("脱发", "Alopecia"),
        ("血小板减少", "Platelet count decreased"),
        ("转氨酶升高", "Alanine aminotransferase increased"),
        ("肝衰", "Hepatic failure"),
    ],
)
def test_a_term_is_found_by_what_people_call_it(text: str, term: str) -> None:
    assert first(text) == term


def test_a_word_of_a_grade_or_a_definition_leads_to_the_term_and_says_where() -> None:
    found = search("dialysis", limit=20)
    places = dict(zip(found["term"], found["found"], strict=True))
    assert places["Acute kidney injury"] == "grade 4"
    assert places["Chronic kidney disease"] == "grade 4"


def test_a_search_can_stay_in_one_class_named_in_either_language() -> None:
    english = search("infection", soc="Hepatobiliary disorders")
    assert set(english["soc"]) <= {"Hepatobiliary disorders"}
    assert search("hemorrhage", soc="肝胆疾病")["term"].to_list() == ["Hepatic hemorrhage"]


def test_the_best_come_first_and_no_more_than_were_asked_for() -> None:
    found = search("pain", limit=5)
    assert found.height == 5
    assert found["score"].is_sorted(descending=True)
    assert found["term"][0] == "Pain"


def test_what_fits_nothing_finds_nothing() -> None:
    assert search("zzzz").is_empty()


def test_a_search_that_is_none_is_refused() -> None:
    with pytest.raises(HepaticaError, match="nothing to search for"):
        search("  ")
    with pytest.raises(HepaticaError, match="is no class of CTCAE"):
        search("pain", soc="Liver")
    with pytest.raises(HepaticaError, match="0 results"):
        search("pain", limit=0)


@pytest.mark.real_data
def test_its_text_is_that_of_the_published_table(clinical: Path) -> None:
    published = pl.read_csv(clinical / "grading" / "ctcae_v5_terms.csv.gz", infer_schema_length=0)
    names = {"MedDRA SOC": "soc", "CTCAE Term": "term", "Definition": "definition", "Navigational Note": "note"}
    names |= {f"Grade {grade}": f"grade_{grade}" for grade in range(1, 6)}
    blanks = pl.all().str.replace_all(r"\s+", " ").str.strip_chars()
    wanted = published.select(list(names)).rename(names).with_columns(blanks)
    wanted = wanted.with_columns(pl.when(pl.all() != "-").then(pl.all()))
    assert terms().select(list(names.values())).with_columns(blanks).equals(wanted)
