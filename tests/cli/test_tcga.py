"""NCT07100236 on the real TCGA-LIHC files, from the downloads to a cell of the original.

Known log-rank p-values of overall survival: by iCluster 0.699 (117 patients), Hoshida 0.0169 (123), NCIP 0.0051 (123);
without the 3 patients followed for 0 days and the 1 redacted patient 0.712, 0.0195, 0.0057.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from tests.reference_data import reference

pytestmark = pytest.mark.real_data

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "tcga_lihc"
HAZARD_RATIO = "os.by_icluster.cox.hr.iCluster:2:iCluster:1"


@pytest.fixture(scope="module")
def omics() -> Path:
    """The folder of the downloads."""
    return reference("omics")


@pytest.fixture(scope="module")
def tcga(omics: Path, run_in: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data`, imported by three of the example's maps, and `out`, the overlay run on everyone."""
    folder = tmp_path_factory.mktemp("tcga")
    maps = [EXAMPLE / f"{name}.import.yaml" for name in ("clinical", "subtypes", "expression_z")]
    run_in(folder, "import", *maps, "--files", omics, "-o", "data")
    overlay = EXAMPLE / "NCT07100236-tcga.yaml"
    run_in(folder, "run", overlay, "--data", "data", "--population", "all", "-o", "out")
    return folder


@pytest.fixture(scope="module")
def results(tcga: Path) -> dict[str, dict[str, Any]]:
    """The results by their id."""
    return {row["result_id"]: row for row in json.loads((tcga / "out" / "results.json").read_text(encoding="utf-8"))}


@pytest.mark.parametrize(
    ("labels", "n", "p", "evaluable", "p_evaluable"),
    [
        ("icluster", 117, 0.699, 113, 0.712),
        ("hoshida", 123, 0.0169, 119, 0.0195),
        ("ncip", 123, 0.0051, 119, 0.0057),
    ],
)
def test_published_labels_give_the_known_p_values(
    results: dict[str, dict[str, Any]], labels: str, n: int, p: float, evaluable: int, p_evaluable: float
) -> None:
    everyone = results[f"os.by_{labels}.log_rank.p"]
    fewer = results[f"os.by_{labels}.evaluable.log_rank.p"]
    assert (everyone["n"], float(f"{everyone['value']:.{places(p)}f}")) == (n, p)
    assert (fewer["n"], float(f"{fewer['value']:.{places(p_evaluable)}f}")) == (evaluable, p_evaluable)
    assert everyone["population"] != fewer["population"]


def places(number: float) -> int:
    return len(str(number).partition(".")[2])


def test_every_tumour_with_expression_gets_a_class_or_matches_none(tcga: Path, results: dict[str, Any]) -> None:
    counts = {name: results[f"flow.n.group.{name}"]["value"] for name in ("IC1", "IC2", "IC3", "NONE")}
    assert sum(counts.values()) == 238
    assert all(counts.values())
    classifier = json.loads((tcga / "out" / "classifier.json").read_text(encoding="utf-8"))
    assert len(classifier["genes"]) == 29


def test_the_learnt_genes_are_labelled_a_stand_in_wherever_they_are_shown(tcga: Path) -> None:
    report = (tcga / "out" / "report.html").read_text(encoding="utf-8")
    gene = json.loads((tcga / "out" / "classifier.json").read_text(encoding="utf-8"))["genes"][0]
    assert gene in report
    assert "tand-in" in report[: report.index(gene)]


def test_the_report_lists_what_the_overlay_changes_and_both_endpoints(tcga: Path) -> None:
    report = (tcga / "out" / "report.html").read_text(encoding="utf-8")
    for words in ("Progression-free interval", "Overall survival", "TCGA counts days from diagnosis", "NCT07100236"):
        assert words in report


def test_a_hazard_ratio_is_followed_to_the_cell_of_the_original(
    tcga: Path, omics: Path, hepatica: Callable[..., CompletedProcess[str]]
) -> None:
    listed = json.loads(hepatica("trace", tcga / "out", HAZARD_RATIO, "--json").stdout)
    assert len(listed["subjects"]) == 117
    subject = "TCGA-DD-A1EG"
    words = ("trace", tcga / "out", HAZARD_RATIO, "--subject", subject, "--sources", omics)
    deciding = json.loads(hepatica(*words, "--json").stdout)["one"]["records"][0]["source"]

    original = omics / "tcga_lihc_clinical_dev.tsv"
    with original.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))
    line = next(number for number, row in enumerate(lines, start=2) if row["patient"] == subject)
    assert (deciding["file"], deciding["line"], deciding["status"]) == (original.name, line, "verified")
    assert deciding["cells"][0] == ["OS.time", lines[line - 2]["OS.time"]]

    shown = hepatica(*words).stdout
    assert f"{original.name}, line {line}" in shown
    assert f"column OS.time: '{lines[line - 2]['OS.time']}'" in shown


def test_the_originals_are_found_where_they_lay(tcga: Path, hepatica: Callable[..., CompletedProcess[str]]) -> None:
    shown = hepatica("trace", tcga / "out", HAZARD_RATIO, "--subject", "TCGA-DD-A1EG").stdout
    assert "tcga_lihc_clinical_dev.tsv, line 66" in shown
    assert "column OS.time: '1372.0'" in shown
    assert "verified: the file is the one that was imported" in shown


def test_without_the_originals_the_trace_still_names_file_line_and_column(
    tcga: Path, here: Path, hepatica: Callable[..., CompletedProcess[str]]
) -> None:
    (here / "elsewhere").mkdir()
    words = ("trace", tcga / "out", HAZARD_RATIO, "--subject", "TCGA-DD-A1EG", "--sources", "elsewhere")
    shown = hepatica(*words).stdout
    assert "tcga_lihc_clinical_dev.tsv, line 66" in shown
    assert "column OS.time" in shown
    assert "not at hand" in shown
