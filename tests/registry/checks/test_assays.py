"""Assays of viral markers: a limit of another assay, and a version given once."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.assays import (
    ASSAYS,
    limit_of_another_assay,
    version_in_one_place,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    "text",
    [
        "COBAS® TaqMan HBV Test (LLOQ = 10 IU/mL)",
        "采用COBAS TaqMan HBV检测，定量下限为10 IU/mL",
        "Cobas 6800 HBV, lower limit of quantification 20 IU/mL",
        "HBV DNA <10 IU/mL by Cobas TaqMan HBV",
        "Abbott RealTime HBV (LLOQ 20 IU/mL)",
    ],
)
def test_a_limit_that_the_assay_does_not_have_is_found(text: str) -> None:
    assert list(limit_of_another_assay(record_of({"outcome[0].description": text})))


@pytest.mark.parametrize(
    "text",
    [
        "COBAS AmpliPrep/COBAS TaqMan HBV v2.0 (LLOQ = 20 IU/mL)",
        "HBV DNA <2000 IU/mL by Cobas TaqMan HBV",
        "HBsAg <0.05 IU/mL (Architect HBsAg QT); HBV DNA by COBAS TaqMan HBV",
        "Abbott RealTime HBV, LLOQ 15 IU/mL",
        "HBV DNA <10 IU/mL by a sensitive assay",
    ],
)
def test_the_assays_own_limit_a_higher_threshold_and_another_marker_are_left_alone(text: str) -> None:
    assert list(limit_of_another_assay(record_of({"outcome[0].description": text}))) == []


def test_a_version_in_one_place_only_is_found() -> None:
    with_version = {"outcome[0].description": "COBAS TaqMan HBV Test v2.0"}
    assert list(version_in_one_place(record_of({**with_version, "description": "by COBAS TaqMan HBV Test."})))
    assert not list(
        version_in_one_place(record_of({**with_version, "description": "by COBAS TaqMan HBV Test, version 2.0."}))
    )
    assert not list(version_in_one_place(record_of({"description": "by COBAS TaqMan HBV Test."})))


def test_every_assay_has_a_limit_and_a_unit() -> None:
    assert all(assay.limits and assay.unit == "IU/mL" for assay in ASSAYS)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Abbott RealTime HBV assay; undetectable is HBV DNA below 5 IU/mL", True),
        ("HBV DNA by COBAS TaqMan HBV (detection limit 12 IU/ml)", True),
        ("COBAS TaqMan HBV Test with a lower limit of quantification of 5 IU/mL", True),
        ("Roche cobas 6800 HBV, LLOQ: 20 IU/mL", True),
        ("HBV DNA undetectable (<5 IU/mL) by Abbott RealTime HBV", True),
        ("采用COBAS TaqMan HBV检测，定量下限为10 IU/mL", True),
        ("COBAS TaqMan HBV; HBV-DNA lower than 6 IU/ml", True),
        ("COBAS TaqMan HBV Test v2.0, LLOQ 20 IU/mL", False),
        ("HBV DNA <2000 IU/mL by COBAS TaqMan HBV", False),
        ("Abbott RealTime HBV; LLOQ 10 IU/mL", False),
        ("HBV DNA below 5 IU/mL", False),
    ],
)
def test_limits_that_are_not_those_of_the_assay(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].description": told})
    assert bool(list(limit_of_another_assay(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("COBAS TaqMan HBV version 2.0", True),
        ("COBAS TaqMan HBV Test v2", True),
        ("COBAS TaqMan HBV Test (ver. 2.0)", True),
        ("COBAS TaqMan HBV", False),
        ("Abbott RealTime HBV v2", False),
    ],
)
def test_versions_in_one_place_only(told: str, wrong: bool) -> None:
    record = record_of({"description": "HBV DNA is measured by COBAS TaqMan HBV.", "outcome[0].description": told})
    assert bool(list(version_in_one_place(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("HBV DNA <15 IU/mL (lower limit of detection, COBAS TaqMan HBV)", True),
        ("HBV DNA undetectable, < 5 IU/mL, cobas 6800", True),
        ("HBV DNA < 20 IU/mL by COBAS TaqMan HBV v2.0", False),
    ],
)
def test_a_limit_is_not_that_of_the_assay_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"outcome[0].description": told})
    assert bool(list(limit_of_another_assay(record))) is wrong
