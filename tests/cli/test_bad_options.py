"""Options that cannot be followed are refused before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Refused = Callable[..., str]
Command = Callable[..., "CompletedProcess[str]"]

STUDY = "small.yaml"
WRITES = {
    "simulate": ["simulate", STUDY, "--subjects", "2", "-o"],
    "derive": ["derive", STUDY, "--data", "sound", "-o"],
    "run": ["run", STUDY, "--data", "sound", "-o"],
    "screen": ["screen", STUDY, "--data", "sound", "-o"],
    "assign": ["assign", STUDY, "--data", "sound", "-o"],
    "import": ["import", "dm.import.yaml", "dm.csv", "-o"],
}


@pytest.fixture
def all_there(small: Path, sound: Path) -> Path:
    """A folder with a study, subject data, and a map with its file."""
    here = sound.parent
    table = "{file: dm.csv, subject: id, records: [{variable: sex, value: sex}]}"
    (here / "dm.import.yaml").write_text(f"import: 1\nstudy: S\ntables: [{table}]\n")
    (here / "dm.csv").write_text("id,sex\nP-1,M\n")
    return here


@pytest.mark.parametrize("command", WRITES)
def test_what_exists_is_never_touched(command: str, all_there: Path, refused: Refused) -> None:
    (all_there / "folder").mkdir()
    (all_there / "folder" / "precious").write_text("mine")
    (all_there / "file").write_text("mine")
    for name in ("folder", "file"):
        refused(*WRITES[command], name, says=(name, "remove this one"))


@pytest.mark.parametrize("command", WRITES)
def test_a_place_where_nothing_can_be_written_is_refused(command: str, all_there: Path, refused: Refused) -> None:
    refused(*WRITES[command], "dm.csv/out", says=("dm.csv", "you may write to"))
    refused(*WRITES[command], "/proc/hepatica/out", says=("/proc", "you may write to"))


@pytest.mark.parametrize("command", WRITES)
def test_a_folder_that_refuses_to_be_written_is_told(
    command: str, all_there: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", no)
    refused(*WRITES[command], "out", says=("out", "Permission denied", "you may write to"))


@pytest.mark.parametrize("command", WRITES)
def test_the_same_words_succeed_where_all_is_well(command: str, all_there: Path, hepatica: Command) -> None:
    ended = hepatica(*WRITES[command], "new/out")
    assert ended.returncode == 0
    assert [path.name for path in (all_there / "new").iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--subjects", "0"], "0 subjects cannot be simulated"),
        (["--subjects", "-3"], "-3 subjects cannot be simulated"),
        (["--seed", "-1"], "-1 is not a seed"),
        (["--format", "sas"], "'sas' is not a format"),
    ],
)
def test_a_simulation_out_of_range_is_refused(words: list[str], says: str, small: Path, refused: Refused) -> None:
    refused("simulate", STUDY, "-o", "out", *words, says=(says,))


def test_a_study_without_a_simulation_cannot_be_simulated(small: Path, refused: Refused) -> None:
    (small.parent / "plain.yaml").write_text(f"extends: {STUDY}\nstudy: PLAIN\nsimulation: null\n")
    refused("simulate", "plain.yaml", "-o", "out", says=("PLAIN cannot be simulated", "plain.yaml", "«simulation»"))


def test_an_unknown_population_is_answered_with_the_nearest(small: Path, sound: Path, refused: Refused) -> None:
    words = ["run", STUDY, "--data", "sound", "-o", "out", "--population"]
    refused(*words, "eligibel", says=("no population «eligibel»", "did you mean «eligible»?"))
    refused(*words, "xyz", says=("no population «xyz»", "use one of:", "all"))


def test_an_unknown_language_is_refused(small: Path, sound: Path, refused: Refused) -> None:
    refused("run", STUDY, "--data", "sound", "-o", "out", "--lang", "fr", says=("«fr»", "en, zh"))


def test_a_classifier_that_is_none_is_refused(sound: Path, refused: Refused) -> None:
    (sound.parent / "classifier.json").write_text("{}")
    words = ["assign", "NCT07100236", "--data", "sound", "--classifier"]
    refused(*words, "classifier.json", says=("classifier.json is not a frozen classifier",))
    refused(*words, "nowhere.json", says=("nowhere.json cannot be read",))


@pytest.mark.parametrize("command", ["assign", "run"])
def test_a_classifier_that_would_not_be_used_is_refused(
    command: str, small: Path, sound: Path, refused: Refused
) -> None:
    (sound.parent / "classifier.json").write_text("{}")
    refused(*WRITES[command], "out", "--classifier", "classifier.json", says=("is not classified by expression",))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["simulate", STUDY, "-o", "out", "--seed", "x"], "--seed"),
        (["simulate", STUDY, "-o", "out", "--subjects", "1e3"], "--subjects"),
        (["screen", STUDY], "--data"),
        (["run", STUDY, "--data", "sound"], "--output"),
        (["trace", "out"], "RESULT"),
        (["study", "show"], "study"),
        (["screeen"], "screen"),
        (["study", "lst"], "list"),
    ],
)
def test_wrong_use_ends_with_2_and_names_the_option(here: Path, hepatica: Command, words: list[str], says: str) -> None:
    ended = hepatica(*words)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(here.iterdir()) == []
