"""Criteria under the wrong heading."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.misfiled import IN, pathology_under_laboratory
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Laboratory values: Hb ≥ 90 g/L; Positive resection margin", True),
        ("实验室检查标准：血小板≥50×10^9/L；切缘阳性", True),
        ("Laboratory values: ALT ≤ 5 × ULN in patients with liver metastases", False),
        ("Laboratory values: Hb ≥ 90 g/L; ALT ≤ 2.5 × ULN", False),
        ("Pathological findings: Positive resection margin", False),
        ("Laboratory values: for patients with metastases a second sample", False),
    ],
)
def test_a_finding_of_pathology_in_a_laboratory_list(text: str, found: bool) -> None:
    language = "@zh" if text > "z" else ""
    assert bool(list(pathology_under_laboratory(record_of({f"{IN}{language}": text})))) is found
