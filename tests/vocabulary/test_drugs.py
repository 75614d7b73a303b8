"""Drug and treatment classes: what a rule on a class covers, and what a steroid is worth in prednisone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hepatica.vocabulary import load

VOC = load()


@pytest.mark.parametrize(
    ("drug", "classes"),
    [
        (
            "sintilimab",
            {"pd_1_inhibitor", "immune_checkpoint_inhibitor", "biological_therapy", "antitumour_drug", "drug"},
        ),
        (
            "atezolizumab",
            {"pd_l1_inhibitor", "immune_checkpoint_inhibitor", "biological_therapy", "antitumour_drug", "drug"},
        ),
        (
            "bevacizumab",
            {"anti_angiogenic_antibody", "targeted_therapy", "biological_therapy", "antitumour_drug", "drug"},
        ),
        ("lenvatinib", {"tyrosine_kinase_inhibitor", "targeted_therapy", "antitumour_drug", "drug"}),
        ("peginterferon_alfa_2b", {"peginterferon", "interferon", "antiviral_drug", "immunomodulator", "drug"}),
        ("tenofovir_amibufenamide", {"nucleoside_analogue", "antiviral_drug", "drug"}),
        ("TACE", {"embolisation", "intra_arterial", "local_therapy", "procedure"}),
        ("HAIC", {"intra_arterial", "local_therapy", "procedure"}),
        ("MWA", {"thermal_ablation", "ablation", "local_therapy", "procedure"}),
        ("SBRT", {"external_radiotherapy", "radiotherapy", "local_therapy", "procedure"}),
        ("psoriasis", {"autoimmune_disease", "condition"}),
    ],
)
def test_a_code_belongs_to_its_class_and_to_every_class_above_it(drug: str, classes: set[str]) -> None:
    assert {name for name, codes in VOC.classes.items() if drug in codes} == classes


def test_a_class_name_is_a_code_for_records_that_do_not_name_the_drug() -> None:
    assert "pd_1_inhibitor" in VOC.classes["immune_checkpoint_inhibitor"]
    assert "chemotherapy" in VOC.codes("prior_treatment")
    assert VOC.code("prior_treatment", "化疗") == "chemotherapy"


def test_a_dual_antibody_is_in_both_of_its_classes() -> None:
    assert "cadonilimab" in VOC.classes["pd_1_inhibitor"] & VOC.classes["ctla_4_inhibitor"]


def test_each_local_procedure_has_one_home() -> None:
    words = ("surgery", "ablation", "radiotherapy", "local_treatment")
    for i, one in enumerate(words):
        for other in words[i + 1 :]:
            assert not VOC.codes(one) & VOC.codes(other), (one, other)
    everything = VOC.codes("ablation") | VOC.codes("radiotherapy") | VOC.codes("local_treatment")
    assert VOC.classes["local_therapy"] - everything == {"local_therapy"}


@pytest.mark.parametrize(
    ("drug", "mg", "prednisone"),
    [
        ("prednisone", "10", "10"),
        ("prednisolone", "10", "10"),
        ("methylprednisolone", "8", "10"),
        ("dexamethasone", "1.5", "10"),
        ("hydrocortisone", "40", "10"),
        ("cortisone", "50", "10"),
        ("betamethasone", "1.2", "10"),
    ],
)
def test_ten_milligrams_of_prednisone_in_other_steroids(drug: str, mg: str, prednisone: str) -> None:
    equivalent = VOC.prednisone_equivalent(drug)
    assert equivalent is not None
    assert Fraction(mg) * equivalent == Fraction(prednisone)


def test_every_named_steroid_has_an_equivalent_and_nothing_else_has() -> None:
    named = VOC.classes["systemic_steroid"] - {"systemic_steroid"}
    assert {drug for drug in VOC.classes["drug"] if VOC.prednisone_equivalent(drug) is not None} == named
    assert VOC.prednisone_equivalent("sorafenib") is None
