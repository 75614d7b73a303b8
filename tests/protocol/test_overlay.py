"""A study that extends another: merged, with what it changes kept for the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from hepatica.protocol import StudyError, load_study


@pytest.fixture
def base(tmp_path: Path, small: str) -> Path:
    (tmp_path / "base.yaml").write_text(small, encoding="utf-8")
    return tmp_path


def overlay(folder: Path, text: str, name: str = "over.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_overlay_keeps_what_it_does_not_name(base: Path) -> None:
    study = load_study(overlay(base, "extends: base.yaml\nstudy: OVER\n"))
    assert study.study == "OVER"
    assert study.extends == "base.yaml"
    assert study.criteria.keys() == load_study(base / "base.yaml").criteria.keys()
    assert study.overrides == ()


def test_an_overlay_reaches_into_a_section(base: Path) -> None:
    study = load_study(overlay(base, "extends: base.yaml\nendpoints: {rfs: {horizon: 2 a}}\n"))
    assert study.endpoints["rfs"].horizon is not None
    assert study.endpoints["rfs"].horizon.text == "2 a"
    assert study.endpoints["rfs"].event_variables == {"recurrence", "death"}


def test_null_takes_a_part_out_with_what_was_assumed_of_it(base: Path) -> None:
    text = (base / "base.yaml").read_text(encoding="utf-8") + "  schedule.scan.phases: every 12 weeks is a guess\n"
    (base / "base.yaml").write_text(text, encoding="utf-8")
    study = load_study(
        overlay(
            base,
            "extends: base.yaml\nschedule: null\nendpoints: {rfs: {horizon: 2 a}}\n"
            "eligibility: {exclusion: {S-E1: null}}\n",
        )
    )
    assert study.schedule == {}
    assert list(study.criteria) == ["S-I1", "S-I2", "S-E2"]
    assert list(study.assumed) == ["eligibility.window"]


def test_every_change_is_listed_with_both_values(base: Path) -> None:
    study = load_study(
        overlay(
            base, "extends: base.yaml\nstudy: OVER\npopulations: null\neligibility: {window: 14 d before consent}\n"
        )
    )
    assert [(c.path, c.base, c.value) for c in study.overrides] == [
        ("populations", {"all": "everyone"}, None),
        ("eligibility.window", "28 d before consent", "14 d before consent"),
    ]


def test_lists_are_replaced_whole(base: Path) -> None:
    study = load_study(
        overlay(base, "extends: base.yaml\nanalyses: [{id: only, endpoint: rfs, by: sex, methods: [log_rank]}]\n")
    )
    assert [analysis.id for analysis in study.analyses] == ["only"]


def test_a_fault_is_told_in_the_file_it_stands_in(base: Path) -> None:
    with pytest.raises(StudyError) as caught:
        load_study(overlay(base, "extends: base.yaml\nstudy: OVER\nendpoints: {rfs: {horizn: 2 a}}\n"))
    assert (caught.value.file, caught.value.line, caught.value.nearest) == ("over.yaml", 3, "horizon")


def test_what_an_overlay_breaks_in_its_base_is_told(base: Path) -> None:
    with pytest.raises(StudyError, match="there is no anchor 'operation'"):
        load_study(overlay(base, "extends: base.yaml\nanchors: {operation: null}\n"))


def test_studies_that_extend_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    overlay(tmp_path, "extends: two.yaml\n", "one.yaml")
    overlay(tmp_path, "study: TWO\nextends: one.yaml\n", "two.yaml")
    with pytest.raises(StudyError, match="circle: one → two → one") as caught:
        load_study(tmp_path / "one.yaml")
    assert (caught.value.file, caught.value.line) == ("one.yaml", 1)


def test_a_base_that_is_not_there_is_told_at_extends(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="there is no study «NCT0712075»") as caught:
        load_study(overlay(tmp_path, "study: OVER\nextends: NCT0712075\n"))
    assert caught.value.line == 2
    assert "NCT07120750" in caught.value.do
