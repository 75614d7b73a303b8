"""Names of scales and endpoints, one letter off."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.spelling import misspelt_name
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Chid-Pugh grade A", True),
        ("Child-Puhg grade A", True),
        ("Overal survival", True),
        ("Progresison Free Survival", True),
        ("hepatocelular carcinoma", True),
        ("Child-Pugh grade A", False),
        ("Childs-Pugh grade A", False),
        ("Overall survival", False),
        ("hepatocellular carcinomas", False),
        ("progression-free survival", False),
    ],
)
def test_names_that_are_one_letter_off(told: str, found: bool) -> None:
    assert bool(list(misspelt_name(record_of({"eligibility.inclusion": told})))) is found
