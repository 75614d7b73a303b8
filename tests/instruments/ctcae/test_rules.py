"""The rules cover what the criteria have, and the known answers hold."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from tests.known_answers import ctcae
from tests.known_answers.compared import Compared

from hepatica import vocabulary
from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae import Version, rules
from hepatica.instruments.ctcae.criteria import Criterion, read_criterion
from hepatica.instruments.ctcae.rules import VERSIONS
from hepatica.instruments.ctcae.units import CutOffs, cut_offs


def test_each_version_has_its_laboratory_terms() -> None:
    assert {version: len(rules(version)) for version in VERSIONS} == {"4.03": 42, "5.0": 40, "6.0": 43}


def test_every_analyte_is_a_word_of_the_vocabulary_and_takes_the_units_of_its_rule() -> None:
    words = vocabulary.load()
    for rule in rules("4.03").values():
        for unit in rule.cut_off_units if rule.analyte else ():
            if unit != "1":
                assert words.conversion(str(rule.analyte), unit, str(words[str(rule.analyte)].unit))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_rule_has_cut_offs_in_both_systems_of_units(version: str) -> None:
    for rule in rules(version).values():  # type: ignore[arg-type]
        if rule.cut_off_units in ((), ("1",)):
            continue
        for system in ("SI", "US"):
            for unit in rule.units[system]:
                assert isinstance(cut_offs(rule, unit, system), CutOffs), (rule.term, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["> 3 times ULN", "ULN", "< LLN if it rains", "< ten g/L", "decrease >= a lot"])
def test_a_rule_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(HepaticaError, match=r"laboratory\.yaml, Anemia"):
        read_criterion(line, "laboratory.yaml, Anemia")


@pytest.mark.real_data
def test_the_rules_are_of_the_terms_the_criteria_name_in_both_directions(clinical: Path) -> None:
    table = pl.read_csv(clinical / "grading" / "ctcae_lab_criteria_v4_v5_v6.csv.gz", infer_schema_length=0)
    for version in VERSIONS:
        named = table.filter(pl.col("CTCAE") == version[0])
        directions = dict(zip(named["TERM"], named["DIRECTION"], strict=True))
        assert {term: rule.direction[0].upper() for term, rule in rules(version).items()} == directions


BETWEEN_WHOLE_NUMBERS = {
    "Hyponatremia": {Fraction(130)},
    "Creatinine clearance decreased": {Fraction(50), Fraction(26)},
}
"""Cut-offs that the text gives by its neighbour only: grade 2 is "26 - 49 ml/min"."""


@pytest.mark.real_data
@pytest.mark.parametrize("version", VERSIONS)
def test_every_number_of_a_rule_stands_in_the_text_of_its_grade(clinical: Path, version: Version) -> None:
    """In the unit of the rule, in another power of ten of it (500/mm3 is 0.5 10*9/L), or as a decrease in per cent."""
    table = pl.read_csv(clinical / "grading" / "ctcae_lab_criteria_v4_v5_v6.csv.gz", infer_schema_length=0)
    texts = {row["TERM"]: row for row in table.filter(pl.col("CTCAE") == version[0]).to_dicts()}
    for rule in rules(version).values():
        for grade, alternatives in rule.grades.items():
            text = str(texts[rule.term][f"GRADE_{grade}"])
            said = {Fraction(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
            said |= {number * times for number in said for times in (1000, Fraction(1, 1000))}
            said |= BETWEEN_WHOLE_NUMBERS.get(rule.term, set())
            assert numbers(alternatives) <= said, (rule.term, grade, text)


def numbers(alternatives: tuple[Criterion, ...]) -> set[Fraction]:
    """The multiples and cut-offs of a grade, but for one times a limit and any decrease at all."""
    found: set[Fraction] = set()
    for comparison in (each for criterion in alternatives for each in criterion.all_of):
        found |= {number for _, number in comparison.amounts}
        found |= {100 - 100 * comparison.factor} if comparison.of == "decrease" else {comparison.factor}
    return found - {Fraction(0), Fraction(1)}


@pytest.fixture(scope="module")
def compared() -> list[Compared]:
    return ctcae.comparisons()


@pytest.mark.real_data
def test_known_grades_are_met_but_where_they_contradict_the_criteria(compared: list[Compared]) -> None:
    assert [each.good for each in compared] == [True, True, True, True]
    assert [len(each.expected) for each in compared] == [1864, 24995, 35088, 76118]
    assert [len(each.different) for each in compared] == [8, 0, 0, 0]
