"""The study as a model: short forms, frozen values, the schema for editors, and saving."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from hepatica.protocol import Study, StudyError, dump, load_study, study_schema
from hepatica.protocol.analyses import Method
from hepatica.protocol.check import NEEDS
from hepatica.protocol.endpoints import Confirmation, Endpoint, Kind
from hepatica.protocol.written import VisitWindow
from hepatica.rules import parse_anchor, parse_duration, parse_rule
from hepatica.vocabulary import load as load_vocabulary

Load = Callable[[str], Study]


def test_rules_are_parsed_and_their_text_is_kept(small: str, load: Load) -> None:
    criterion = load(small).eligibility.exclusion["S-E1"]
    assert criterion.rule.text == "creatinine > 1.5 ULN"
    assert criterion.rule.node == parse_rule("creatinine > 1.5 ULN")
    assert criterion.class_ == "C"


def test_a_bare_value_is_short_for_a_mapping(small: str, load: Load) -> None:
    study = load(small)
    assert study.populations["all"].of == "everyone"
    assert study.arms["OLD"].label.en == "the old drug"
    assert study.anchors["consent"].day.node == parse_anchor("first informed_consent")
    assert study.title.in_language("zh") == "小型研究"
    assert study.arms["OLD"].label.in_language("zh") == "the old drug"


def test_an_analysis_without_an_id_is_named_after_what_it_does(small: str, load: Load) -> None:
    (analysis,) = load(small).analyses
    assert analysis.id == "rfs.by_arm"


def test_a_study_cannot_be_changed(small: str, load: Load) -> None:
    study = load(small)
    with pytest.raises(ValidationError, match="frozen"):
        study.study = "OTHER"  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize(
    ("text", "times", "gap"),
    [("twice, at least 24 wk apart", 2, "24 wk"), ("twice", 2, None), ("3 times at least 6 mo apart", 3, "6 mo")],
)
def test_confirmation_can_be_said_in_words(text: str, times: int, gap: str | None) -> None:
    confirmed = Confirmation.model_validate(text)
    assert confirmed.times == times
    assert (confirmed.gap.node if confirmed.gap else None) == (parse_duration(gap) if gap else None)


@pytest.mark.parametrize("text", ["thrice", "once, at least 24 wk apart", "twice, at most 24 wk apart"])
def test_confirmation_in_other_words_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Confirmation.model_validate(text)


def test_a_horizon_is_a_length_or_a_visit_window() -> None:
    slots: dict[str, Any] = {"label": "x", "role": "primary", "kind": "time to event", "from": "consent"}
    window = Endpoint.model_validate({**slots, "horizon": "through the week 156 visit window"}).horizon
    length = Endpoint.model_validate({**slots, "horizon": "2 a"}).horizon
    assert window is not None
    assert window.node == VisitWindow(parse_duration("156 wk"))
    assert length is not None
    assert length.node == parse_duration("2 a")


def test_named_censoring_rules_are_days_of_the_subject() -> None:
    slots: dict[str, Any] = {"label": "x", "role": "primary", "kind": "time to event", "from": "consent"}
    for text, meaning in {
        "last adequate imaging": "last imaging(status = adequate)",
        "last contact": "last last_contact",
        "last imaging": "last imaging",
    }.items():
        censor = Endpoint.model_validate({**slots, "censor": text}).censor
        assert censor is not None
        assert censor.at.node == parse_anchor(meaning)
        assert censor.if_none == "day 0"


def test_every_kind_of_endpoint_says_what_it_needs() -> None:
    assert set(NEEDS) == set(get_args(Kind))
    assert all(slot in Endpoint.model_fields for slots in NEEDS.values() for slot in slots)


def test_every_method_is_a_word_of_the_vocabulary() -> None:
    assert set(get_args(Method)) <= set(load_vocabulary().methods["statistical_method"])


ASSIGNMENTS: dict[str, dict[str, Any]] = {
    "as treated": {"from": "operation", "grace": "28 d", "arms": {"NEW": "exposed to sorafenib", "OLD": "otherwise"}},
    "classified by expression": {
        "genes": ["AFP", "ALB"],
        "transform": "rank normal",
        "classifier": "nearest centroid",
        "similarity": "correlation",
        "threshold": 0.3,
        "reject": "NEW",
        "version": "1",
    },
    "randomised": {"from": "consent", "ratio": {"OLD": 1, "NEW": 2}, "strata": ["sex"]},
    "ranked with fallback": {
        "gate": "organoid_status = established",
        "by": "operation + 1 mo",
        "candidates": ["apatinib", "sintilimab"],
        "metrics": ["auc", "ic50"],
        "arm": "NEW",
        "fallback": {"arm": "OLD", "drugs": ["lenvatinib"]},
    },
    "cohort by date": {"from": "consent", "cohorts": {"OLD": {"end": "2025-12-31"}, "NEW": {"start": "2026-01-01"}}},
    "model strata": {"variable": "model_score", "model": "locked", "thresholds": [0.5], "strata": ["OLD", "NEW"]},
}


@pytest.mark.parametrize("method", ASSIGNMENTS)
def test_each_of_the_six_ways_to_get_a_group_can_be_written(method: str, small: str, load: Load) -> None:
    study = load(small + f"assignment: {json.dumps({'method': method, **ASSIGNMENTS[method]})}\n")
    assert study.assignment is not None
    assert study.assignment.method == method


@pytest.mark.parametrize("method", ASSIGNMENTS)
def test_an_arm_that_the_study_does_not_have_is_refused(method: str, small: str, load: Load) -> None:
    written = json.dumps({"method": method, **ASSIGNMENTS[method]}).replace('"NEW"', '"NEWER"')
    with pytest.raises(StudyError, match="«NEWER» is not an arm of this study"):
        load(small + f"assignment: {written}\n")


def test_model_strata_need_one_stratum_more_than_cuts(small: str, load: Load) -> None:
    slots = {"method": "model strata", **ASSIGNMENTS["model strata"], "thresholds": [0.3, 0.6]}
    with pytest.raises(StudyError, match="one stratum more than thresholds"):
        load(small + f"assignment: {json.dumps(slots)}\n")


def test_saving_and_loading_gives_the_same_study(small: str, load: Load, tmp_path: Path) -> None:
    study = load(small)
    (tmp_path / "saved.yaml").write_text(dump(study), encoding="utf-8")
    saved = load_study(tmp_path / "saved.yaml")
    assert saved.model_dump() == study.model_dump()
    assert dump(saved) == dump(study)


def described(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return next(s for s in (schema["$defs"][name], *schema["$defs"][name].get("anyOf", [])) if "properties" in s)[
        "properties"
    ]


def test_the_schema_offers_every_section_and_every_word_of_a_choice() -> None:
    schema = study_schema()
    assert set(Study.keys()) == set(schema["properties"])
    assert set(described(schema, "Endpoint")["kind"]["enum"]) == set(get_args(Kind))
    assert described(schema, "Criterion")["rule"]["examples"]
    assert "from" in described(schema, "Endpoint")
    assert schema["additionalProperties"] is False


def test_every_key_of_the_schema_that_is_not_self_evident_is_described() -> None:
    endpoint = described(study_schema(), "Endpoint")
    assert {"entry", "competing", "death", "confirmed", "horizon", "per"} <= {
        key for key, value in endpoint.items() if value.get("description")
    }
