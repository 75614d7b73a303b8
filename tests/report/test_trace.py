"""From a number back to the cell: through the subjects, the analysis row and the record of the subject data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from hepatica.cli.app import app
from hepatica.errors import HepaticaError
from hepatica.lineage import content_hash, write_manifest
from hepatica.report import trace
from hepatica.sdtm import Tables, write_tables

DAYS = {
    "P-01": (120, 0, "A"),
    "P-02": (300, 1, "A"),
    "P-03": (45, 0, "B"),
    "P-04": (None, None, "B"),
    "P-05": (60, 0, ""),
}
"""Days, CNSR and group of each subject; P-04 cannot be analysed, nobody knows the group of P-05."""


def result(**more: Any) -> dict[str, Any]:
    """One row of the results table."""
    texts = ("analysis", "endpoint", "population", "group_by", "group", "reference", "term", "unit", "note")
    row: dict[str, Any] = {**dict.fromkeys(texts, ""), "analysis": "os.by_arm", "endpoint": "os", "group_by": "arm"}
    row |= {
        "population": "eligible",
        "method": "kaplan_meier",
        "statistic": "median",
        "dataset": "ADTTE",
        "parameter": "OS",
    }
    row |= dict.fromkeys(("time", "value", "low", "high", "level", "n", "events", "n_risk"))
    row |= {"simulated": False, **more}
    return row | {"result_id": more.get("result_id", f"os.by_arm.{row['statistic']}.{row['group']}")}


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A hospital's file: outcome of five patients."""
    file = tmp_path / "hospital" / "outcome.csv"
    file.parent.mkdir()
    lines = [
        "patient,died,last_seen",
        "P-01,2024-04-30,",
        "P-02,,2024-10-27",
        "P-03,2024-02-15,",
        "P-04,,",
        "P-05,2024-03-01,",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def run_folder(tmp_path: Path, original: Path) -> Path:
    """A run's folder with its data beside it."""
    deaths = {"P-01": ("2024-04-30", 2), "P-03": ("2024-02-15", 4), "P-05": ("2024-03-01", 6)}
    records = [
        {"USUBJID": who, "DSSEQ": 1, "DSDECOD": "DEATH", "DSTERM": "DEATH", "DSSTDTC": day}
        | {"SRCREF": f"file:outcome.csv#row={line};col=died"}
        for who, (day, line) in deaths.items()
    ]
    people = [{"USUBJID": who, "SRCREF": f"file:outcome.csv#row={i}"} for i, who in enumerate(DAYS, start=2)]
    frames = {"DM": pl.DataFrame(people), "DS": pl.DataFrame(records)}
    write_tables(Tables.build("S", frames, sources={"outcome.csv": content_hash(original)}), tmp_path / "data")
    out = tmp_path / "out"
    (out / "adam").mkdir(parents=True)
    adsl = [{"USUBJID": who, "TRT01A": group, "ELIGIBLEFL": "Y", "X1FL": "N"} for who, (_, _, group) in DAYS.items()]
    pl.DataFrame(adsl).write_parquet(out / "adam" / "adsl.parquet")
    rows = [
        {"USUBJID": who, "TRT01A": group, "PARAMCD": "OS", "AVAL": days, "AVALU": "DAYS", "CNSR": censored}
        | {"SRCDOM": "DS" if who in deaths else "", "SRCVAR": "DSSTDTC", "SRCSEQ": 1 if who in deaths else None}
        | {"ORGDOM": "DM", "ORGSEQ": None, "ANL01FL": "" if days is None else "Y"}
        | {"REASON": "time zero is not known" if days is None else f"event on day {days}: death"}
        for who, (days, censored, group) in DAYS.items()
    ]
    pl.DataFrame(rows).write_parquet(out / "adam" / "adtte.parquet")
    results = [result(group="A", value=120.0, n=2, unit="days"), result(group="B", value=45.0, n=1, unit="days")]
    results += [result(method="cox", statistic="hazard_ratio", term="arm", group="B", reference="A", value=2.0, n=3)]
    results += [result(method="log_rank", statistic="p_value", value=0.04, n=3)]
    results += [
        result(method="exclusions", statistic="excluded", group="B", term="time zero is not known", value=1.0, n=1)
    ]
    results += [
        result(method="flow", statistic="n", term="no group", dataset="ADSL", parameter="", group_by="", population="")
    ]
    (out / "results.json").write_text(json.dumps(results), encoding="utf-8")
    inputs: dict[str, Path | str] = {f"data/{file.name}": file for file in sorted((tmp_path / "data").iterdir())}
    write_manifest(out, inputs=inputs, extra={"data": "../data"})
    return out


def test_a_number_leads_to_the_cell_it_came_from(run_folder: Path, original: Path) -> None:
    found = trace(run_folder, "os.by_arm.median.A", "P-01", sources=[original.parent])
    assert found.one is not None
    assert found.one.sentence == "event on day 120: death"
    assert found.one.row["AVAL"] == 120
    death = found.one.records[0]
    assert (death.role, death.domain, death.sequence, death.variable) == ("deciding record", "DS", 1, "DSSTDTC")
    assert death.values["DSSTDTC"] == "2024-04-30"
    assert (death.source.file, death.source.line, death.source.cells) == ("outcome.csv", 2, (("died", "2024-04-30"),))
    assert death.source.status == "verified"


def test_time_zero_is_followed_too(run_folder: Path, original: Path) -> None:
    found = trace(run_folder, "os.by_arm.median.A", "P-01", sources=[original.parent])
    assert found.one is not None
    assert [(record.role, record.domain) for record in found.one.records] == [
        ("deciding record", "DS"),
        ("time zero", "DM"),
    ]


@pytest.mark.parametrize(
    ("name", "subjects"),
    [
        ("os.by_arm.median.A", ("P-01", "P-02")),
        ("os.by_arm.median.B", ("P-03",)),
        ("os.by_arm.hazard_ratio.B", ("P-01", "P-02", "P-03")),
        ("os.by_arm.p_value.", ("P-01", "P-02", "P-03")),
        ("os.by_arm.excluded.B", ("P-04",)),
        ("os.by_arm.n.", ("P-05",)),
    ],
)
def test_the_subjects_behind_a_result_are_those_it_was_made_from(
    run_folder: Path, name: str, subjects: tuple[str, ...]
) -> None:
    found = trace(run_folder, name)
    assert found.subjects == subjects
    assert found.warnings == ()


def test_an_original_that_is_not_at_hand_is_said_to_be_so(run_folder: Path) -> None:
    found = trace(run_folder, "os.by_arm.median.A", "P-01")
    assert found.one is not None
    source = found.one.records[0].source
    assert (source.status, source.file, source.line) == ("not at hand", "outcome.csv", 2)


def test_an_original_that_has_changed_is_said_to_have_changed(run_folder: Path, original: Path) -> None:
    original.write_text(original.read_text().replace("2024-04-30", "2025-04-30"))
    found = trace(run_folder, "os.by_arm.median.A", "P-01", sources=[original.parent])
    assert found.one is not None
    source = found.one.records[0].source
    assert source.status == "changed"
    assert source.cells == (("died", "2025-04-30"),)


def test_cells_may_come_from_elsewhere_than_files(run_folder: Path) -> None:
    def database(reference: object) -> list[Any]:
        raise HepaticaError(f"the entry {reference} is locked")

    found = trace(run_folder, "os.by_arm.median.A", "P-01", resolver=database)
    assert found.one is not None
    assert "is locked" in found.one.records[0].source.detail


def test_analysis_data_changed_after_the_run_are_reported(run_folder: Path) -> None:
    frame = pl.read_parquet(run_folder / "adam" / "adtte.parquet")
    frame.filter(pl.col("USUBJID") != "P-02").write_parquet(run_folder / "adam" / "adtte.parquet")
    warnings = trace(run_folder, "os.by_arm.median.A").warnings
    assert "adam/adtte.parquet has changed since the run" in warnings
    assert "the result counts 2 subjects, but 1 are found behind it" in warnings


def test_a_wrong_result_id_is_answered_with_the_nearest(run_folder: Path) -> None:
    with pytest.raises(HepaticaError, match=r"os\.by_arm\.median\.A"):
        trace(run_folder, "os.by_arms.median.A")


def test_a_subject_that_is_not_behind_the_result_is_told_why(run_folder: Path) -> None:
    with pytest.raises(HepaticaError, match="time zero is not known"):
        trace(run_folder, "os.by_arm.median.B", "P-04")
    with pytest.raises(HepaticaError, match="the group is not known"):
        trace(run_folder, "os.by_arm.median.B", "P-05")
    with pytest.raises(HepaticaError, match="no subject 'P-99'"):
        trace(run_folder, "os.by_arm.median.B", "P-99")


@pytest.mark.parametrize("broken", ["manifest.json", "results.json", "adam/adtte.parquet", "adam/adsl.parquet"])
def test_a_folder_that_is_not_whole_is_refused_with_its_place(run_folder: Path, broken: str) -> None:
    (run_folder / broken).unlink()
    with pytest.raises(HepaticaError, match=broken.split("/")[-1].split(".")[0]):
        trace(run_folder, "os.by_arm.median.A")


def invoke(*words: str | Path) -> tuple[int, str]:
    """The command's exit status and output."""
    done = CliRunner().invoke(app, ["trace", *map(str, words)], env={"COLUMNS": "200"})
    return done.exit_code, done.output


def test_the_command_prints_a_tree_down_to_the_cell(run_folder: Path, original: Path) -> None:
    status, text = invoke(run_folder, "os.by_arm.median.A", "--subject", "P-01", "--sources", original.parent)
    assert status == 0
    order = ["os.by_arm.median.A", "ADTTE, parameter OS: 2 subjects", "subject P-01", "event on day 120: death"]
    order += ["deciding record: DS DSSEQ 1", "outcome.csv, line 2", "column died: '2024-04-30'", "verified"]
    places = [text.find(part) for part in order]
    assert -1 not in places, text
    assert places == sorted(places)


def test_the_command_lists_twenty_subjects_or_all(run_folder: Path) -> None:
    names = [f"Q-{number:02}" for number in range(30)]
    for name in ("adsl", "adtte"):
        place = run_folder / "adam" / f"{name}.parquet"
        frame = pl.read_parquet(place)
        first = frame.filter(pl.col("USUBJID") == "P-01")
        pl.concat([frame, *(first.with_columns(USUBJID=pl.lit(who)) for who in names)]).write_parquet(place)
    assert "… and 12 more" in invoke(run_folder, "os.by_arm.median.A")[1]
    assert "Q-29" in invoke(run_folder, "os.by_arm.median.A", "--all")[1]


def test_the_command_speaks_json(run_folder: Path, original: Path) -> None:
    status, text = invoke(run_folder, "os.by_arm.median.A", "--subject", "P-01", "--sources", original.parent, "--json")
    assert status == 0
    said = json.loads(text)
    assert said["one"]["records"][0]["source"]["cells"] == [["died", "2024-04-30"]]
    assert said["subjects"] == ["P-01", "P-02"]


def test_simulated_values_say_what_made_them(tmp_path: Path, run_folder: Path, original: Path) -> None:
    frame = pl.DataFrame([{"USUBJID": "P-01", "SRCREF": "simulated:S#seed=1;subject=12"}])
    write_tables(Tables.build("S", {"DM": frame}, simulated=True, label="SIMULATED", seed=1), tmp_path / "made_up")
    manifest = json.loads((run_folder / "manifest.json").read_text())
    (run_folder / "manifest.json").write_text(json.dumps({**manifest, "data": "../made_up", "inputs": {}}))
    found = trace(run_folder, "os.by_arm.median.A", "P-01", sources=[original.parent])
    assert found.one is not None
    source = found.one.records[0].source
    assert source.status == "simulated"
    assert "seed 1, subject 12" in source.detail
