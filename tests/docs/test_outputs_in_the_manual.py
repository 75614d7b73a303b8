"""What the manual shows commands to print is what they print, and its numbers are those that come out."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from tests.reference_data import reference

from hepatica.assignment.assign import OFFERED
from hepatica.cli import screen_many
from hepatica.instruments import with_derived
from hepatica.instruments.settings import Settings
from hepatica.protocol import load_study
from hepatica.study_data import read_study_data

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shown() -> ModuleType:
    """The module `docs/shown.py`, which is a script and no part of the package."""
    spec = importlib.util.spec_from_file_location("docs_shown", DOCS / "shown.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def data() -> Path:
    """The folder of reference data."""
    return reference()


@pytest.fixture(scope="module")
def clinic(shown: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the five patients of the manual, imported."""
    folder: Path = tmp_path_factory.mktemp("clinic")
    shown.prepare(folder)
    shown.printed("hepatica import clinic.import.yaml clinic.csv -o data", folder)
    return folder


def rows(name: str, head: str) -> list[list[str]]:
    """The cells of the table whose first line begins so."""
    table = page(name).partition(f"\n| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_what_screening_shows_is_what_is_printed(shown: ModuleType) -> None:
    found = shown.outputs(page("screening"))
    assert sum(given is not None for _, given, _ in found) == 5
    for command, given, printed in found:
        assert given in (None, printed), command


def test_what_a_recomputed_sample_size_shows_is_what_is_printed(shown: ModuleType) -> None:
    found = shown.outputs(page("power"))
    assert [command.split()[:3] for command, _, _ in found] == [
        ["hepatica", "power", "NCT07363356"],
        ["hepatica", "power", "NCT04163237"],
    ]
    for command, given, printed in found:
        assert given == printed, command


@pytest.mark.real_data
def test_what_the_example_on_wrong_units_shows_is_what_is_printed(shown: ModuleType, data: Path) -> None:
    found = shown.outputs(page("uci-hcc"), data)
    assert len(found) == 2
    for command, given, printed in found:
        assert given == printed, command


def test_the_five_patients_have_the_status_the_manual_gives_them(shown: ModuleType, clinic: Path) -> None:
    printed = shown.printed("hepatica screen small.yaml --data data --on 2026-03-27 --json", clinic)
    status = {row["USUBJID"]: row["STATUS"] for row in json.loads(printed)["subjects"]}
    told = {who: cells[0] for cells in rows("screening", "status") for who in re.findall(r"\bP\d", cells[2])}
    assert told == status
    assert set(told.values()) == {"eligible", "eligible so far", "not eligible", "unknown"}


def test_without_a_day_the_pathology_of_a_past_operation_is_due(shown: ModuleType, clinic: Path) -> None:
    status = json.loads(shown.printed("hepatica screen small.yaml --data data --json", clinic))["subjects"]
    assert {row["USUBJID"]: row["STATUS"] for row in status}["P2"] == "unknown"


def test_the_decision_of_the_manual_decides_the_patient_who_hung_on_it(shown: ModuleType, clinic: Path) -> None:
    study, decision = re.findall(r"^```yaml\n(.*?)^```", page("study-file"), re.M | re.S)
    (clinic / "decided.yaml").write_text(study + decision, encoding="utf-8")
    status = {}
    for name in ("small", "decided"):
        command = f"hepatica screen {name}.yaml --data data --on 2026-03-27 --subject P5 --json"
        status[name] = json.loads(shown.printed(command, clinic))["status"]
    assert status == {"small": "unknown", "decided": "eligible so far"}
    assert [conflict.id for conflict in load_study(clinic / "small.yaml").open_conflicts] == ["F1"]
    assert load_study(clinic / "decided.yaml").open_conflicts == ()


def test_the_number_of_rows_taken_into_memory_is_the_one_told() -> None:
    assert f"{screen_many.LARGE:,} rows" in " ".join(page("screening").split())


def test_every_assumption_of_derived_scores_is_told() -> None:
    told = re.sub(r"[^a-z0-9]+", " ", page("scores").lower())
    for sentence in Settings().assumed.values():
        for part in re.split(r"[;:,]", sentence.replace("both", "")):
            numbers = re.findall(r"\d+(?:\.\d+)?", part)
            assert all(re.sub(r"[^a-z0-9]+", " ", number) in told for number in numbers), sentence
    assert len(re.findall(r"^- ", page("scores").partition("## What is assumed")[2], re.M)) == len(Settings().assumed)


def test_studies_that_run_are_those_the_manual_names() -> None:
    told = set(
        re.findall(r"\w*(?:NCT|ChiCTR)\d+", page("statistician").partition("run to a report")[0].splitlines()[-1])
    )
    methods = {
        name: load_study(name).assignment for name in re.findall(r"^\| ((?:NCT|ChiCTR)\d+) \|", page("index"), re.M)
    }
    assert told == {name for name, how in methods.items() if how is not None and how.method in OFFERED}
    assert len(methods) == 5


@pytest.fixture(scope="module")
def cohort(shown: ModuleType, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the cohort of wrong units, imported before and after somebody signed."""
    folder: Path = tmp_path_factory.mktemp("cohort")
    shown.prepare(folder, data)
    for command, _ in shown.commands(page("uci-hcc")):
        shown.printed(command, folder)
    return folder


@pytest.mark.real_data
def test_scores_can_be_had_of_as_many_as_the_example_says(cohort: Path) -> None:
    told = {cells[0]: cells[1:] for cells in rows("uci-hcc", "score")}
    known: dict[str, list[str]] = {"Child-Pugh class known": [], "ALBI grade known": []}
    for name in ("before", "after"):
        facts = with_derived(read_study_data("NCT07120750", cohort / name, strict=False).facts)
        for variable, prefix, said in (("child_pugh.class", "", known["Child-Pugh class known"]),
                                       ("albi.grade", "grade ", known["ALBI grade known"])):  # fmt: skip
            mine = facts.filter((pl.col("variable") == variable) & pl.col("problem").is_null())
            counts = mine.group_by("code").len().sort("code").rows()
            parts = ", ".join(f"{prefix}{code} {count}" for code, count in counts)
            said.append(f"{mine.height}: {parts}" if parts else "0")
    assert known == told


@pytest.mark.real_data
def test_screening_the_cohort_gives_the_counts_of_the_example(shown: ModuleType, cohort: Path) -> None:
    found = {
        when: json.loads(shown.printed(f"hepatica screen all --data {when} --on 1 --json", cohort))
        for when in ("before", "after")
    }
    told = {cells[0]: [int(cell) for cell in cells[1:]] for cells in rows("uci-hcc", "study")}
    assert told == {
        study: [found[when][study][status] for when in ("before", "after") for status in ("not_eligible", "unknown")]
        for study in found["before"]
    }
    assert all(counts["eligible"] + counts["so_far"] == 0 for each in found.values() for counts in each.values())
