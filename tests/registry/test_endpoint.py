"""Endpoints as a record tells them: kind, beginning and end."""

from __future__ import annotations

import pytest

from hepatica.registry.endpoint import endpoints
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Overall survival", "OS"),
        ("Overal survival (OS)", "OS"),
        ("计算OS", "OS"),
        ("Progression - free survival", "PFS"),
        ("无复发生存期", "RFS"),
        ("Time to tumor progression", "TTP"),
        ("Post-operative complications", ""),
        ("OS and PFS", ""),
    ],
)
def test_a_name_tells_one_endpoint_or_none(name: str, kind: str) -> None:
    assert [each.kind for each in endpoints(record_of({"outcome[0].name": name}))] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("text", "origin", "end"),
    [
        ("from the first dose of study drug to death", "treatment", "death"),
        ("from Brigatinib initiation until progression or death", "treatment", "progression or death"),
        ("from the start of study to death", "enrolment", "death"),
        ("between randomization and death", "randomisation", "death"),
        ("from date of curative resection to death", "surgery", "death"),
        ("从患者接受研究相关治疗开始,至因任何原因死亡的时间", "treatment", "因任何原因死亡的时间"),
        ("自确诊至死亡", "diagnosis", "死亡"),
        ("from the first dose or randomization to death", "", "death"),
    ],
)
def test_a_stretch_of_time_is_read_with_its_beginning(text: str, origin: str, end: str) -> None:
    (told,) = endpoints(record_of({"outcome[0].name": "Overall survival", "outcome[0].description": text}))
    (stretch,) = told.stretches
    assert (stretch.origin, stretch.end.text) == (origin, end)


def test_a_definition_in_the_text_belongs_to_the_name_before_it() -> None:
    text = "Endpoints are OS. Time to Progression (TTP, defined as the interval from initiation of therapy to progression)."
    (told,) = endpoints(record_of({"description": text}))
    assert told.kind == "TTP"
    assert told.stretches[0].origin == "treatment"


def test_records_asked_for_in_turn_are_not_mixed_up() -> None:
    one, other = (record_of({"outcome[0].name": name}) for name in ("Overall survival", "PFS"))
    assert [each.kind for record in (one, other, one) for each in endpoints(record)] == ["OS", "PFS", "OS"]
