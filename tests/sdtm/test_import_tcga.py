"""The maps of the worked example read TCGA-LIHC as its authors published it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from hepatica.lineage import Originals
from hepatica.sdtm import Tables, facts, import_files, read_tables, validate, write_tables
from hepatica.vocabulary import Vocabulary

pytestmark = pytest.mark.real_data

EXAMPLE = Path(__file__).parents[2] / "examples" / "tcga_lihc"


@pytest.fixture(scope="module")
def omics(reference_data: Path) -> Path:
    return reference_data / "omics"


@pytest.fixture(scope="module")
def tables(omics: Path) -> Tables:
    names = ("clinical", "subtypes", "expression_z")
    return import_files([EXAMPLE / f"{name}.import.yaml" for name in names], [omics])


@pytest.fixture(scope="module")
def found(tables: Tables, voc: Vocabulary) -> pl.DataFrame:
    return facts(tables, voc)


def _of(found: pl.DataFrame, variable: str) -> pl.DataFrame:
    return found.filter(pl.col("variable") == variable)


def test_270_patients_90_deaths_133_progressions(tables: Tables, found: pl.DataFrame) -> None:
    assert len(tables.subjects) == 270
    assert _of(found, "death").height == 90
    assert _of(found, "progression").height == 133
    assert _of(found, "progression_free_status").height == 137
    assert _of(found, "redaction")["code"].to_list() == ["redacted"]


def test_days_are_those_of_the_published_table(tables: Tables, found: pl.DataFrame, omics: Path) -> None:
    table = pl.read_csv(omics / "tcga_lihc_clinical_dev.tsv", separator="\t", infer_schema=False)
    published = table.select(subject="patient", published=pl.col("OS.time").cast(pl.Float64).cast(pl.Int64))
    joined = _of(found, "last_contact").join(published, on="subject", how="full", coalesce=True)
    assert joined["start_lo"].eq_missing(joined["published"]).all()
    assert _of(found, "diagnosis")["start_lo"].to_list() == [0] * 270
    contacts = tables["SS"].filter(pl.col("SSTESTCD") == "SURVSTAT")
    assert contacts.filter(pl.col("USUBJID") == "TCGA-3K-AAZ8")["SSDY"].to_list() == [397]  # OS.time 396


def test_five_mixed_and_three_fibrolamellar_tumours(found: pl.DataFrame) -> None:
    counts = dict(_of(found, "histology")["code"].value_counts().iter_rows())
    assert counts == {"HCC": 262, "CHCC_CCA": 5, "fibrolamellar": 3}


def test_labels_of_the_molecular_paper(found: pl.DataFrame) -> None:
    counts = dict(_of(found, "icluster_tcga")["code"].value_counts().iter_rows())
    assert counts == {"iCluster:1": 42, "iCluster:2": 34, "iCluster:3": 41}
    assert dict(_of(found, "hoshida_subclass")["code"].value_counts().iter_rows()) == {"S1": 15, "S2": 57, "S3": 51}
    assert dict(_of(found, "ncip_subclass")["code"].value_counts().iter_rows()) == {"A": 45, "B": 78}
    assert dict(_of(found, "tp53_mutation")["code"].value_counts().iter_rows())["wild_type"] == 88


def test_238_patients_have_expression_102_of_them_an_icluster_label(tables: Tables, found: pl.DataFrame) -> None:
    expression = tables["GF"].filter(pl.col("GFTESTCD") == "EXPRZ")
    assert expression.height == 238 * 1550
    with_expression = set(expression["USUBJID"])
    assert len(with_expression) == 238
    assert len(with_expression & set(_of(found, "icluster_tcga")["subject"])) == 102


def test_numbers_without_a_unit_are_kept_and_never_used(tables: Tables, found: pl.DataFrame) -> None:
    for variable in ("afp", "platelets", "albumin", "bilirubin_total", "creatinine"):
        values = _of(found, variable)
        assert values.height > 190
        assert values["problem"].to_list() == [f"{variable}: no unit is recorded"] * values.height
    assert _of(found, "afp")["high"].null_count() < 10


def test_seconds_of_prothrombin_time_are_not_read_as_inr(found: pl.DataFrame) -> None:
    inr = _of(found, "inr")
    doubtful = inr.filter(pl.col("problem").is_not_null())
    assert doubtful["number"].min() == 6.9
    assert inr.filter(pl.col("problem").is_null())["number"].max() == 2.0


def test_values_lead_back_to_the_published_cell(tables: Tables, omics: Path) -> None:
    originals = Originals((omics,), tables.sources)
    for code, result in (("LB", "LBORRES"), ("MI", "MIORRES"), ("GF", "GFORRES")):
        frame = tables[code]
        for index in (0, frame.height // 2, frame.height - 1):
            row = frame.row(index, named=True)
            cell = originals.cells(row["SRCREF"])[0]
            assert (cell.value, cell.changed) == (row[result], False)


def test_the_data_are_sound_and_what_is_odd_is_known(tables: Tables, voc: Vocabulary) -> None:
    odd = {(problem.fault, problem.variable): problem.count for problem in validate(tables, voc)}
    assert odd[("doubt", "inr")] == 65
    assert odd[("range", "height")] == 1  # 64 cm
    assert {fault for fault, _ in odd} == {"doubt", "no unit", "range", "uncoded"}


def test_they_survive_being_written(tables: Tables, tmp_path: Path) -> None:
    write_tables(tables, tmp_path / "data")
    read = read_tables(tmp_path / "data")
    assert all(read[code].equals(frame) for code, frame in tables.domains.items())


def test_fpkm_of_118_primary_tumours_sums_to_a_million_transcripts(omics: Path) -> None:
    gf = import_files(EXAMPLE / "expression_fpkm.import.yaml", [omics])["GF"]
    assert gf["USUBJID"].n_unique() == 118
    assert gf["GFREFID"].str.contains("-01A-").all()
    assert gf["GFSYM"].n_unique() == 19_228
    sums = gf.group_by("USUBJID").agg(pl.col("GFSTRESN").sum())["GFSTRESN"]
    assert sums.max() <= 1_000_000  # unnamed genes have their share too


def test_a_single_gdc_file_gives_the_same_values_as_the_matrix(omics: Path) -> None:
    single = import_files(EXAMPLE / "gdc_file.import.yaml", [omics])["GF"]
    assert single["USUBJID"].unique().to_list() == ["TCGA-DD-A113"]  # the other file is normal liver
    assert single.height == 60_483
    assert abs(single["GFSTRESN"].sum() - 1_000_000) < 1e-3
