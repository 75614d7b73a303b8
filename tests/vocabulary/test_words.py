"""The vocabulary's own promises: complete labels and homes, no ambiguity, verified codes, nearest words."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hepatica.vocabulary import UnknownWordError, load
from hepatica.vocabulary.homes import distinct
from hepatica.vocabulary.nearest import edits

VOC = load()
NAMES = sorted(VOC.variables)

VERIFIED_LOINC = {
    "ecog": "89247-1", "lvef": "10230-1", "weight": "29463-7", "height": "8302-2", "neutrophils": "751-8",
    "platelets": "777-3", "haemoglobin": "718-7", "creatinine": "14682-9", "creatinine_clearance": "35591-7",
    "alt": "1742-6", "bilirubin_total": "14631-6", "inr": "6301-6", "aptt": "14979-9", "prothrombin_time": "5902-2",
    "urine_protein": "5804-0", "urine_protein_24h": "2889-4", "calcium_ionised": "1995-0", "hcg_urine": "2106-3",
    "hcg_serum": "2118-8", "afp": "1834-1", "hbsag": "5196-1", "hbsag_quantitative": "63557-3", "hbv_dna": "42595-9",
    "hcv_rna": "11259-9", "anti_hcv": "13955-0",
}  # fmt: skip


def test_no_row_of_sdtm_belongs_to_two_variables() -> None:
    shared = [
        (one.name, other.name)
        for one, other in combinations(VOC.variables.values(), 2)
        if not distinct(one.home, other.home)
    ]
    assert shared == []


def test_homes_are_told_apart_by_a_column_not_by_leaving_one_out() -> None:
    fasting, dipstick = VOC["glucose_fasting"].home, VOC["urine_protein"].home
    assert distinct(fasting, dipstick)
    assert not distinct(dipstick, type(dipstick)("LB", {"LBTESTCD": "PROT"}, {}))


def test_only_verified_loinc_codes_are_given() -> None:
    assert {name: word.loinc for name, word in VOC.variables.items() if word.loinc} == VERIFIED_LOINC


def test_every_word_has_an_english_and_a_chinese_label() -> None:
    labels = [
        label
        for word in VOC.variables.values()
        for label in (word.label, *word.values.values(), *(field.label for field in word.fields.values()))
    ]
    labels += [label for names in VOC.methods.values() for label in names.values()]
    assert all(label.en.strip() and label.zh.strip() for label in labels)
    chinese = [word.name for word in VOC.variables.values() if not any("一" <= sign <= "鿿" for sign in word.label.zh)]
    assert chinese == []


def test_every_number_has_a_unit_and_a_plausible_range() -> None:
    numbers = [word for word in VOC.variables.values() if word.kind == "number"]
    assert all(word.unit and word.range and None not in word.range for word in numbers)


def test_every_coded_variable_has_its_codes_but_the_ones_a_study_defines() -> None:
    open_lists = {name for name in NAMES if VOC[name].kind in ("code", "ordinal") and not VOC.codes(name)}
    assert open_lists == {"site", "country", "planned_arm", "actual_arm"}


def test_ordinal_codes_are_numbers_in_order() -> None:
    for word in VOC.variables.values():
        if word.kind == "ordinal":
            steps = [float(code) for code in word.values]
            assert steps == sorted(set(steps)), word.name


def test_a_variable_is_found_by_everything_it_is_called() -> None:
    for name, word in VOC.variables.items():
        for called in (name, word.label.en, word.label.zh, *word.synonyms, word.label.en.upper(), f" {word.label.zh} "):
            assert VOC.find(called) == name


def test_every_spelling_of_a_code_is_read_as_one_code() -> None:
    for name, word in VOC.variables.items():
        for code, label in word.values.items():
            assert VOC.code(name, code) == code
            assert VOC.code(name, label.en) == VOC.code(name, label.en.upper()) is not None
            assert VOC.code(name, label.zh) is not None
        for attribute, field in word.fields.items():
            assert all(VOC.code(name, code, attribute) == code for code in field.values)


def test_no_spelling_stands_for_two_codes_of_one_variable() -> None:
    for name, word in VOC.variables.items():
        for code, label in word.values.items():
            for spelling in (label.en, label.zh, *label.synonyms):
                assert VOC.code(name, spelling) == code, (name, spelling)


def test_reported_words_become_codes() -> None:
    assert VOC.code("sex", "MALE") == "M"
    assert VOC.code("histology", "Hepatocholangiocarcinoma (Mixed)") == "CHCC_CCA"
    assert VOC.code("antitumour_treatment", "索拉非尼") == "sorafenib"
    assert VOC.code("allergy", "Nexavar") == "sorafenib"
    assert VOC.code("imaging", "adequate", "status") == "adequate"
    assert VOC.code("bile_duct_invasion", "是") == "Y"
    assert VOC.code("sex", "unknown") is None


@given(st.sampled_from(NAMES), st.data())
def test_nearest_finds_a_slip_of_one_letter(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz_"))
    slip = data.draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + letter + name[place:],
                name[:place] + letter + name[place + 1 :],
            ]
        )
    )
    assume(VOC.find(slip) is None)  # `ae` is a slip of `age` and a name of adverse_event
    found = VOC.nearest(slip, among=NAMES)
    assert found is not None
    assert edits(slip, found, 3) <= 1


@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_edits_are_symmetric_and_zero_only_for_the_same_word(one: str, other: str) -> None:
    assert edits(one, other, 9) == edits(other, one, 9)
    assert (edits(one, other, 9) == 0) == (one == other)


def test_unknown_word_names_the_nearest() -> None:
    with pytest.raises(UnknownWordError, match="haemoglobin") as missing:
        VOC["hemoglobine"]
    assert missing.value.nearest == "haemoglobin"
    with pytest.raises(KeyError):
        VOC["血红"]
    assert VOC.nearest("child_pugh") == "child_pugh.class"
    assert VOC.nearest("血小板") == "platelets"
    assert VOC.nearest("something quite else") is None


def test_method_names_a_study_may_use_are_there() -> None:
    assert {"kaplan_meier", "log_rank", "cox", "cumulative_incidence", "linear_mixed_model"} <= set(
        VOC.methods["statistical_method"]
    )
    assert "last adequate imaging" in VOC.methods["censoring_rule"]
    assert len(VOC.methods["assignment_method"]) == 6


def test_loading_twice_gives_the_same_vocabulary() -> None:
    assert load() is VOC
