"""`hepatica trace` on what is not there, or is no longer what the run wrote."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Refused = Callable[..., str]
RESULT = "recurrence.by_arm.log_rank.p"


@pytest.fixture
def out(simulated: Path, here: Path) -> Path:
    """A copy of a run and its data, free to be damaged."""
    shutil.copytree(simulated / "data", here / "data")
    shutil.copytree(simulated / "out", here / "out")
    return here / "out"


def test_a_result_that_is_not_there_is_answered_with_the_nearest(out: Path, refused: Refused) -> None:
    refused("trace", "out", "recurence.by_arm.log_rank.p", says=("out/results.json", f"the nearest are: {RESULT}"))


def test_a_subject_who_is_not_there_is_answered_with_the_nearest(out: Path, refused: Refused) -> None:
    message = refused("trace", "out", RESULT, "--subject", "NCT07120750-0001", says=("'NCT07120750-0001'",))
    assert "the nearest are: NCT07120750-000" in message
    refused("trace", "out", RESULT, "--subject", "nobody", says=("there is no subject 'nobody'",))


def test_a_folder_that_is_no_run_is_refused(out: Path, refused: Refused) -> None:
    for folder in ("data", "nowhere"):
        refused("trace", folder, RESULT, says=(folder, "name the folder a run has written"))


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1}', '[{"result_id": "x"}]', "[1]"])
def test_results_that_are_none_are_refused(text: str, out: Path, refused: Refused) -> None:
    (out / "results.json").write_text(text)
    refused("trace", "out", RESULT, says=("out/results.json",))


@pytest.mark.parametrize("change", [{"outputs": 3}, {"inputs": []}, {"format": 9}])
def test_a_manifest_that_is_none_is_refused(change: dict[str, Any], out: Path, refused: Refused) -> None:
    path = out / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    refused("trace", "out", RESULT, says=("out/manifest.json",))
    path.unlink()
    refused("trace", "out", RESULT, says=("out/manifest.json", "no manifest"))


def test_data_that_have_moved_are_missed(out: Path, refused: Refused) -> None:
    shutil.move(out.parent / "data", out.parent / "elsewhere")
    says = ("the subject data of this run are not where they were", "put them back")
    refused("trace", "out", RESULT, "--subject", "NCT07120750-00001", says=says)


def test_results_that_somebody_changed_are_marked(out: Path, hepatica: Callable[..., CompletedProcess[str]]) -> None:
    path = out / "results.json"
    path.write_text(path.read_text().replace('"recurrence"', '"recurrence" ', 1))
    ended = hepatica("trace", "out", RESULT)
    assert ended.returncode == 0
    assert "warning: results.json has changed since the run" in ended.stdout
