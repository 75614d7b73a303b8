"""Ways in which registries write a defect, and near misses that are none: a line each in the tables beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from hepatica.registry.checks import CHECKS
from hepatica.registry.looking import record_of

LINES = [
    tuple(line.split(" | "))
    for table in sorted((Path(__file__).parent / "wordings").glob("*.txt"))
    for line in table.read_text(encoding="utf-8").splitlines()
]
"""Code, `yes` where it is the defect, then what the record says, field by field; `8 rules` adds criteria about nothing."""

RULES = {f"eligibility.exclusion@{number}": f"Rule {number}" for number in range(8)}
FIND = {check.code: check.find for check in CHECKS}


@pytest.mark.parametrize("line", LINES, ids=" | ".join)
def test_a_defect_is_told_from_its_near_misses_whatever_the_words(line: tuple[str, ...]) -> None:
    code, defect, *told = line
    says = dict(field.split(": ", 1) for field in told if field != "8 rules") | (RULES if "8 rules" in told else {})
    assert bool(list(FIND[code](record_of(says)))) is (defect == "yes")
