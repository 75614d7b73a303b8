"""What the study file assumes and changes, told so that a reader can take it in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from hepatica.protocol import Study
from hepatica.protocol.study import Override
from hepatica.report.study_tables import assumption_table, change_table
from hepatica.report.words import Words


def cells(base: Any, value: Any) -> tuple[str, str]:
    study = SimpleNamespace(overrides=(Override("somewhere", base, value),), extends="BASE")
    table = change_table(cast(Study, study), Words("en"))
    assert table is not None
    return str(table.rows[0][1]), str(table.rows[0][2])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("28 d before consent", "28 d before consent"),
        (350, "350"),
        (["ttp", "orr"], "ttp, orr"),
        ({"rule": "age >= 18 a", "class": "C", "text": "adults"}, "age >= 18 a"),
        ({"label": {"en": "novel"}, "planned": 100}, "100"),
        (
            [{"id": f"A-F{n:02}", "collides": "two readings of one thing " * 9} for n in range(3)],
            "3 entries: A-F00, A-F01, A-F02",
        ),
        ({f"endpoint_{n}": {"label": "x", "kind": "change" * 9} for n in range(4)}, "4 entries: endpoint_0, "),
        ({"rule": "age >= 18 a and " * 40}, "age >= 18 a and age"),
        ({"label": {"en": "Time to progression"}, "kind": "k" * 300}, "Time to progression"),
    ],
)
def test_a_changed_value_is_told_in_full_if_short_and_by_its_entries_if_long(value: Any, text: str) -> None:
    before, after = cells(value, None)
    assert before.startswith(text)
    assert len(before) < 200
    assert after == "taken out"


def test_what_the_base_does_not_have_is_said_to_be_new() -> None:
    assert cells(None, "first surgery") == ("not in the base", "first surgery")


def test_an_assumption_shows_its_value_where_that_is_short(cohort_study: Study) -> None:
    table = assumption_table(cohort_study, Words("en"))
    assert table is not None
    shown = {str(row[0]).replace("<wbr>", ""): str(row[1]) for row in table.rows}
    assert shown['<span class="path">eligibility.window</span>'] == "28 d before consent"
    assert shown['<span class="path">endpoints.os.from</span>'] == "surgery"
    assert shown['<span class="path">eligibility.inclusion.A-I1</span>'] == "age >= 18 a"
