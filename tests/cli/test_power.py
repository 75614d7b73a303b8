"""`hepatica power`: what it prints, what it writes, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Command = Callable[..., "CompletedProcess[str]"]
Json = Callable[..., Any]
Refused = Callable[..., str]

CLAIM = """\
sample_size:
  subjects: {value: 56, source: record}
  endpoint: os
  control: OLD
  treated: NEW
  medians: {OLD: {length: 11 mo, source: record}, NEW: {length: 33 mo, source: record}}
  alpha: {value: 0.05, source: record}
  power: {value: 0.8, source: record}
"""
FEW = ("--replicates", "200")


@pytest.fixture
def claiming(small: Path) -> Path:
    """A file `small.yaml` of a study that claims a sample size."""
    small.write_text(small.read_text(encoding="utf-8") + CLAIM, encoding="utf-8")
    return small


def test_the_claim_what_is_open_what_reproduces_it_and_the_conclusion_are_printed(hepatica: Command) -> None:
    ended = hepatica("power", "NCT07363356", *FEW)
    said = " ".join(ended.stdout.split())
    assert ended.returncode == 0, ended.stderr
    assert "56 subjects; the record has: a power of 80 % at alpha 0.05" in said
    assert "Left open: one- or two-sided, formula, accrual, follow-up, how losses count, rounding." in said
    assert "Schoenfeld 26.0 → 27 20.5 → 21" in said
    assert "Schoenfeld 12+15, 18+12, 24+9" in said
    assert "accrual and follow-up together must last 27 to 33 (Schoenfeld)" in said
    assert "200 trials each, seed 1" in said


def test_the_rate_of_the_controls_that_gives_332_is_told_and_the_accrual_that_the_dates_leave(
    hepatica: Command,
) -> None:
    said = " ".join(hepatica("power", "NCT07120750", *FEW).stdout.split())
    assert "332 comes out at a control rate of 50 %" in said
    assert "leave 16.0 months to enter 332 subjects" in said
    assert "20.8 a month" in said


def test_it_speaks_chinese(hepatica: Command) -> None:
    said = hepatica("power", "NCT07120750", "--lang", "zh", *FEW).stdout
    assert "样本量复核" in said
    assert "未说明：单侧或双侧" in said
    assert "Left open" not in said


def test_json_holds_the_claim_every_reproducing_combination_and_the_simulated_power(json_of: Json) -> None:
    told = json_of("power", "NCT07363356", *FEW, "--seed", "3")
    assert (told["study"], told["claim"]["subjects"], told["seed"]) == ("NCT07363356", 56, 3)
    assert told["open"] == ["sides", "formula", "accrual", "follow_up", "loss", "rounding"]
    assert {row["subjects"] for row in told["reproducing"]} == {56}
    assert {row["kind"] for row in told["simulated"]} >= {"horizon", "assay", "effect", "delayed", "visits", "null"}
    assert all(0 < row["power_se"] < 0.04 for row in told["simulated"])


def test_the_same_seed_prints_the_same(hepatica: Command) -> None:
    first, again, other = (hepatica("power", "NCT07363356", *FEW, "--seed", seed).stdout for seed in (1, 1, 2))
    assert first == again != other


def test_a_side_a_formula_and_times_can_be_settled(json_of: Json) -> None:
    words = ("--sides", "1", "--formula", "freedman", "--accrual", "6", "--follow-up", "15")
    told = json_of("power", "NCT07363356", *FEW, *words)
    assert told["open"] == ["loss", "rounding"]
    assert {row["formula"] for row in told["sizes"]} == {"freedman"}
    assert ("arms_before_loss", "divide") in {(row["rounding"], row["loss"]) for row in told["reproducing"]}


def test_the_folder_holds_page_figure_and_numbers(here: Path, hepatica: Command) -> None:
    ended = hepatica("power", "NCT07363356", *FEW, "-o", "out")
    assert ended.returncode == 0, ended.stderr
    assert {path.name for path in (here / "out").iterdir()} == {"power.html", "power.json", "power.png", "power.svg"}
    assert (here / "out" / "power.png").read_bytes().startswith(b"\x89PNG")
    told = json.loads((here / "out" / "power.json").read_text(encoding="utf-8"))
    assert told["figure"]["over"] == "follow_up"
    assert "out/power.html" in ended.stderr


@pytest.mark.parametrize("study", ["NCT07100236", "NCT04163237", "ChiCTR2600120525"])
def test_a_study_without_a_claim_says_so_and_that_is_no_failure(study: str, hepatica: Command, json_of: Json) -> None:
    ended = hepatica("power", study)
    assert ended.returncode == 0
    assert f"{study} claims no sample-size calculation" in ended.stdout
    told = json_of("power", study)
    assert told["claim"] is None
    assert "claims no sample-size calculation" in told["says"][0]


def test_what_fifty_and_350_subjects_could_detect_is_told_where_two_arms_are_planned(hepatica: Command) -> None:
    assert "0.65 if 60 % have the event" in hepatica("power", "NCT07100236").stdout
    assert "0.36 if 60 % have the event" in hepatica("power", "NCT04163237").stdout
    assert "could detect" not in hepatica("power", "ChiCTR2600120525").stdout


def test_a_claim_without_times_is_recomputed_over_the_usual_ones(claiming: Path, json_of: Json) -> None:
    told = json_of("power", claiming, *FEW)
    assert told["sizes"] == []
    assert {row["kind"] for row in told["simulated"]} == {"horizon"}
    assert told["reproducing"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--accrual", "-3"), "the accrual is -3 months"),
        (("--dropout", "1"), "the loss is 1"),
        (("--sides", "3"), "a test has 3 sides"),
        (("--formula", "schonfeld"), "«schonfeld» is not a formula"),
        (("--replicates", "1"), "1 simulated trials say nothing"),
        (("--seed", "-1"), "-1 is not a seed"),
        (("--subjects", "1"), "cannot have 1 subjects"),
        (("--control-share", "0.5"), "has no share of controls"),
    ],
)
def test_impossible_options_are_refused(words: tuple[str, ...], says: str, refused: Refused) -> None:
    refused("power", "NCT07363356", *FEW, *words, "-o", "out", says=(says,))


def test_an_impossible_claim_of_a_file_is_refused_with_its_line(claiming: Path, refused: Refused) -> None:
    text = claiming.read_text(encoding="utf-8")
    claiming.write_text(text.replace("length: 33 mo", "length: 11 mo"), encoding="utf-8")
    refused("power", "small.yaml", says=("small.yaml line", "the medians of both arms are equal"))


def test_what_exists_is_never_touched(here: Path, refused: Refused) -> None:
    (here / "folder").mkdir()
    (here / "folder" / "precious").write_text("mine")
    refused("power", "NCT07363356", *FEW, "-o", "folder", says=("folder", "remove this one"))
    refused("power", "NCT07100236", "-o", "folder", says=("folder", "remove this one"))


def test_a_place_where_nothing_can_be_written_is_refused(here: Path, refused: Refused) -> None:
    (here / "file").write_text("mine")
    refused("power", "NCT07363356", *FEW, "-o", "file/out", says=("file", "you may write to"))
