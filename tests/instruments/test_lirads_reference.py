"""LI-RADS against its table, written out, and against tumours of known histology."""

from __future__ import annotations

import pytest
from tests.known_answers.lirads import diagnostic_table, tumours

pytestmark = pytest.mark.real_data


def test_every_way_to_meet_each_cell_of_the_table_gives_its_category() -> None:
    compared = diagnostic_table()
    assert len(compared.expected) == 96
    assert compared.unexplained == {}


def test_lr_5_is_met_by_40_of_79_hcc_and_13_of_321_other_tumours() -> None:
    assert tumours().unexplained == {}
