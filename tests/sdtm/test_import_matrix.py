"""Expression matrices become one GF row for each gene and sample kept, each with its cell."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from hepatica.errors import HepaticaError
from hepatica.lineage import Originals
from hepatica.sdtm import Tables, import_files

TEXT = (
    "ensembl\tsymbol\tTCGA-AA-0001-01A-11R\tTCGA-AA-0001-11A-11R\tTCGA-AA-0002-01A-11R\n"
    "ENSG1\tAFP\t1\t7\t0.0\n"
    "ENSG2\t\t3\t7\t10\n"
    "ENSG3\tGPC3\t4.0\t7\t30\n"
)
SAMPLES = 'samples: {pattern: "^(?P<subject>TCGA-[A-Z]{2}-[0-9]{4})-(?P<type>[0-9]{2})", keep: {type: "01"}}'
MATRIX = f"gene: symbol, identifier: ensembl, test: EXPRFPKM, name: Gene expression (FPKM), {SAMPLES}"


def _run(folder: Path, matrix: str, text: str = TEXT, name: str = "expr.tsv.gz", table: str = "") -> Tables:
    with gzip.open(folder / name, "wt") as file:
        file.write(text)
    (folder / "m.import.yaml").write_text(
        f"import: 1\nstudy: S\ntables:\n  - {{file: '*.tsv.gz', separator: tab{table}, matrix: {{{matrix}}}}}\n"
    )
    return import_files(folder / "m.import.yaml", [folder])


def test_each_gene_of_each_kept_sample_is_a_row(tmp_path: Path) -> None:
    gf = _run(tmp_path, MATRIX)["GF"]
    assert gf.select("USUBJID", "GFSEQ", "GFREFID", "GFSPID", "GFSYM", "GFORRES", "GFSTRESN").rows() == [
        ("TCGA-AA-0001", 1, "TCGA-AA-0001-01A-11R", "ENSG1", "AFP", "1", 1.0),
        ("TCGA-AA-0001", 2, "TCGA-AA-0001-01A-11R", "ENSG3", "GPC3", "4.0", 4.0),
        ("TCGA-AA-0002", 1, "TCGA-AA-0002-01A-11R", "ENSG1", "AFP", "0.0", 0.0),
        ("TCGA-AA-0002", 2, "TCGA-AA-0002-01A-11R", "ENSG3", "GPC3", "30", 30.0),
    ]


def test_every_value_leads_back_to_its_cell(tmp_path: Path) -> None:
    tables = _run(tmp_path, MATRIX)
    assert tables["GF"]["SRCREF"][1] == "file:expr.tsv.gz#row=4;col=TCGA-AA-0001-01A-11R"
    originals = Originals((tmp_path,), tables.sources)
    for row in tables["GF"].iter_rows(named=True):
        cell = originals.cells(row["SRCREF"])[0]
        assert (cell.value, cell.changed) == (row["GFORRES"], False)


def test_tpm_is_the_share_of_the_whole_sample_unnamed_genes_included(tmp_path: Path) -> None:
    more = ", unit: '{FPKM}', sum_to: 1000000, standard_unit: '{TPM}', genes: [GPC3]"
    gf = _run(tmp_path, MATRIX + more)["GF"]
    assert gf.select("GFORRES", "GFORRESU", "GFSTRESN", "GFSTRESU").rows() == [
        ("4.0", "{FPKM}", 500_000.0, "{TPM}"),  # 4 of 1 + 3 + 4
        ("30", "{FPKM}", 750_000.0, "{TPM}"),  # 30 of 0 + 10 + 30
    ]


def test_a_missing_value_is_no_row(tmp_path: Path) -> None:
    gf = _run(tmp_path, MATRIX, TEXT.replace("4.0", "NA"), table=", missing: [NA]")["GF"]
    assert gf.filter(gf["USUBJID"] == "TCGA-AA-0001")["GFSYM"].to_list() == ["AFP"]


def test_files_of_one_sample_without_a_header_say_in_their_name_whose_they_are(tmp_path: Path) -> None:
    matrix = (
        'gene: "1", value: "2", test: EXPRFPKM, name: Gene expression (FPKM), samples: {from: file name, '
        'pattern: "(?P<subject>TCGA-[A-Z]{2}-[0-9]{4})-(?P<type>[0-9]{2})", keep: {type: "01"}}'
    )
    with gzip.open(tmp_path / "gdc_TCGA-AA-0009-11A.tsv.gz", "wt") as file:
        file.write("ENSG1\t9\n")
    tables = _run(tmp_path, matrix, "ENSG1\t0.5\nENSG2\t1.5\n", "gdc_TCGA-AA-0009-01A.tsv.gz", ", header: 0")
    assert tables["GF"].select("USUBJID", "GFSYM", "GFORRES").rows() == [
        ("TCGA-AA-0009", "ENSG1", "0.5"),
        ("TCGA-AA-0009", "ENSG2", "1.5"),
    ]
    cell = Originals((tmp_path,), tables.sources).cells(tables["GF"]["SRCREF"][1])[0]
    assert (cell.value, cell.line) == ("1.5", 2)


def test_quoted_matrices_are_read_too(tmp_path: Path) -> None:
    quoted = TEXT.replace("AFP", '"AFP"')
    assert _run(tmp_path, MATRIX, quoted)["GF"].equals(_run(tmp_path, MATRIX)["GF"])


@pytest.mark.parametrize(
    ("matrix", "text", "words"),
    [
        (MATRIX.replace("gene: symbol", "gene: symbols"), TEXT, "'symbols'"),
        (MATRIX + ", genes: [AFP, TERT]", TEXT, "no gene TERT"),
        (MATRIX.replace('keep: {type: "01"}', 'keep: {type: "02"}'), TEXT, "no sample is left: 3 were left out"),
        (MATRIX.replace("?P<subject>", "?P<who>"), TEXT, "no group named subject"),
        (MATRIX.replace("^(?P", "^X(?P"), TEXT, "does not match the pattern"),
        (MATRIX.replace("^(?P", "^((?P"), TEXT, "not a regular expression"),
        (MATRIX, TEXT.replace("4.0", "four"), "'four' is not a number"),
        (MATRIX, TEXT.replace("\t4.0", ""), "cannot be read|cells, the header"),
        (MATRIX, "", "empty"),
    ],
)
def test_what_is_wrong_with_a_matrix_or_its_map_is_named(tmp_path: Path, matrix: str, text: str, words: str) -> None:
    with pytest.raises(HepaticaError, match=words) as caught:
        _run(tmp_path, matrix, text)
    assert caught.value.do


def test_the_cell_of_a_bad_number_is_named(tmp_path: Path) -> None:
    with pytest.raises(HepaticaError) as caught:
        _run(tmp_path, MATRIX, TEXT.replace("4.0", "four"))
    assert "expr.tsv.gz line 4, column TCGA-AA-0001-01A-11R" in caught.value.where


def test_a_packed_file_cut_off_is_an_error(tmp_path: Path) -> None:
    _run(tmp_path, MATRIX)
    path = tmp_path / "expr.tsv.gz"
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(HepaticaError, match="cannot be read"):
        import_files(tmp_path / "m.import.yaml", [path])
