"""An import map turns files into SDTM rows, each with the cells it came from."""

from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from hepatica.lineage import Originals, content_hash
from hepatica.sdtm import Tables, facts, import_files, validate
from hepatica.vocabulary import Vocabulary

CSV = """\
id,sex,day,PLT,PLT unit,ULN,Hb,HBsAg,operation,conditions,note
S-001,男,31/01/2026,107,10^9/L,300,13.5,阳性,Lobectomy,Hepatitis B|Alcohol consumption,ok
S-002,女,01/02/2026,＜20,10*3/uL,,NA,neg,,[Unknown],
S-003,男,,NA,,,,NA,Other (specify),,late
"""

DM = """
      - {variable: sex, value: sex}
      - domain: DM
        columns: {SUBJID: {column: id, pattern: "-(\\\\d+)$"}}
"""


def run(folder: Path, records: str, text: str = CSV, *, table: str = "", subject: str = "id") -> Tables:
    """Import one CSV file by a map with these records."""
    (folder / "labs.csv").write_text(text, encoding="utf-8")
    (folder / "labs.import.yaml").write_text(
        f"import: 1\nstudy: NCT00000000\ntables:\n  - file: labs.csv\n    subject: {subject}\n"
        f'    missing: ["", NA, "[Unknown]"]\n{table}    records:{DM}{records}',
        encoding="utf-8",
    )
    return import_files(folder / "labs.import.yaml", [folder / "labs.csv"])


def test_demographics_of_several_records_are_one_row_a_subject(tmp_path: Path) -> None:
    dm = run(tmp_path, "")["DM"]
    assert dm.select("USUBJID", "SUBJID", "SEX").rows() == [
        ("S-001", "001", "M"),
        ("S-002", "002", "F"),
        ("S-003", "003", "M"),
    ]
    assert dm["SRCREF"][0] == "file:labs.csv#row=2;col=sex,id"


def test_a_number_keeps_what_was_written_beside_its_standard_form(tmp_path: Path, voc: Vocabulary) -> None:
    record = "      - {variable: platelets, value: PLT, unit: {column: PLT unit}, high: ULN}\n"
    tables = run(tmp_path, record)
    columns = ["LBORRES", "LBORRESU", "LBORNRHI", "LBSTRESC", "LBSTRESN", "LBSTRESU", "LBTESTCD"]
    assert tables["LB"].select(columns).rows() == [
        ("107", "10*9/L", "300", "107", 107.0, "10*9/L", "PLAT"),
        ("＜20", "10*3/uL", "", "<20", None, "10*9/L", "PLAT"),
    ]
    found = facts(tables, voc).filter(pl.col("variable") == "platelets")
    assert found["comparator"].to_list() == ["", "<"]


def test_a_standard_result_is_converted_and_rounded_to_twelve_digits(tmp_path: Path) -> None:
    lb = run(tmp_path, "      - {variable: haemoglobin, value: Hb, unit: {is: g/dL}}\n")["LB"]
    assert lb.select("LBORRES", "LBORRESU", "LBSTRESC", "LBSTRESN", "LBSTRESU").rows() == [
        ("13.5", "g/dL", "135", 135.0, "g/L")
    ]


def test_every_row_leads_back_to_its_cells(tmp_path: Path) -> None:
    record = "      - {variable: platelets, value: PLT, unit: {column: PLT unit}, high: ULN}\n"
    tables = run(tmp_path, record)
    assert tables["LB"]["SRCREF"].to_list() == [
        "file:labs.csv#row=2;col=PLT,PLT unit,ULN",
        "file:labs.csv#row=3;col=PLT,PLT unit,ULN",
    ]
    originals = Originals((tmp_path,), tables.sources)
    for row in tables["LB"].iter_rows(named=True):
        cell = originals.cells(row["SRCREF"])[0]
        assert (cell.value, cell.changed) == (row["LBORRES"], False)


def test_sources_and_map_are_known_by_their_content(tmp_path: Path) -> None:
    tables = run(tmp_path, "")
    assert tables.sources == {"labs.csv": content_hash(tmp_path / "labs.csv")}
    assert tables.maps == {"labs.import.yaml": content_hash(tmp_path / "labs.import.yaml")}


def test_a_column_named_as_the_vocabulary_names_it_is_mapped_by_name_alone(tmp_path: Path) -> None:
    tables = run(
        tmp_path, "      - {variable: auto, value: PLT, unit: unknown}\n      - {variable: auto, value: HBsAg}\n"
    )
    assert tables["LB"]["LBTESTCD"].unique().to_list() == ["PLAT"]
    assert tables["MB"].select("MBORRES", "MBSTRESC").rows() == [("阳性", "positive"), ("neg", "negative")]


def test_an_unknown_unit_is_kept_unknown_and_said(tmp_path: Path, voc: Vocabulary) -> None:
    tables = run(tmp_path, "      - {variable: platelets, value: PLT, unit: unknown, high: ULN}\n")
    assert tables["LB"].select("LBORRESU", "LBSTRESN").row(0) == ("", None)
    assert [problem.fault for problem in validate(tables, voc)] == ["no unit"]
    found = facts(tables, voc).filter(pl.col("variable") == "platelets").row(0, named=True)
    assert (found["unit"], found["high"]) == (None, 300.0)


def test_dates_are_read_in_the_form_the_map_names(tmp_path: Path) -> None:
    record = '      - {variable: haemoglobin, value: Hb, unit: {is: g/dL}, date: {column: day, format: "%d/%m/%Y"}}\n'
    assert run(tmp_path, record)["LB"]["LBDTC"].to_list() == ["2026-01-31"]


def test_partial_dates_stay_partial(tmp_path: Path) -> None:
    text = "id,sex,day\nS-1,M,2026-01\nS-2,F,2025\nS-3,M,2026-01-05 00:00:00\nS-4,M,2026-01-05 09:30:00\n"
    tables = run(tmp_path, "      - {variable: enrolment, date: day}\n", text)
    assert tables["DS"]["DSSTDTC"].to_list() == ["2026-01", "2025", "2026-01-05", "2026-01-05T09:30:00"]


@pytest.mark.parametrize(("first", "days"), [(0, [1, 397, -5]), (1, [None, 396, -5])])
def test_days_since_an_origin_become_study_days_without_a_day_zero(
    tmp_path: Path, first: int, days: list[int | None]
) -> None:
    text = "id,sex,time\nS-1,M," + ("0.0" if first == 0 else "") + "\nS-2,F,396.0\nS-3,M,-5\n"
    tables = run(tmp_path, f"      - {{variable: last_contact, day: {{column: time, first: {first}}}}}\n", text)
    assert tables["SS"]["SSDY"].to_list() == days


def test_conditions_choose_rows_by_the_text_as_it_stands(tmp_path: Path) -> None:
    record = """
      - variable: death
        when: {note: [ok, late], sex: 男}
        unless: {note: late}
      - {variable: last_contact, given: note, code: {is: Alive}}
"""
    tables = run(tmp_path, record)
    assert tables["DS"]["USUBJID"].to_list() == ["S-001"]
    assert tables["DS"]["SRCREF"].to_list() == ["file:labs.csv#row=2;col=note,sex"]
    assert tables["SS"]["USUBJID"].to_list() == ["S-001", "S-003"]


def test_a_cell_of_several_values_becomes_several_records(tmp_path: Path) -> None:
    tables = run(tmp_path, '      - {variable: risk_factor, code: {column: conditions, split: "|"}}\n')
    assert tables["MH"].select("USUBJID", "MHSEQ", "MHDECOD").rows() == [
        ("S-001", 1, "hepatitis_B"),
        ("S-001", 2, "alcohol"),
    ]


def test_codes_are_translated_and_the_words_kept(tmp_path: Path) -> None:
    tables = run(tmp_path, '      - {variable: surgery, code: {column: operation, codes: {"Lobectomy": resection}}}\n')
    assert tables["PR"].select("PRTRT", "PRDECOD", "PRCAT").rows() == [
        ("Lobectomy", "resection", "SURGERY"),
        ("Other (specify)", "surgery_other", "SURGERY"),
    ]


def test_what_is_not_a_named_code_can_be_given_one_meaning(tmp_path: Path) -> None:
    text = "id,sex,TP53\nS-1,M,wt\nS-2,F,p.R249S\nS-3,M,\n"
    record = "      - {variable: tp53_mutation, value: {column: TP53, codes: {wt: wild_type}, otherwise: mutated}}\n"
    assert run(tmp_path, record, text)["GF"].select("USUBJID", "GFORRES", "GFSTRESC").rows() == [
        ("S-1", "wt", "wild_type"),
        ("S-2", "p.R249S", "mutated"),
    ]


def test_an_answer_no_becomes_a_record_that_it_did_not_occur(tmp_path: Path, voc: Vocabulary) -> None:
    text = "id,sex,radio\nS-1,M,NO\nS-2,F,YES\nS-3,M,NA\n"
    tables = run(tmp_path, "      - {variable: adjuvant_treatment, code: {is: radiation}, occurred: radio}\n", text)
    assert tables["PR"].select("USUBJID", "PROCCUR").rows() == [("S-1", "N"), ("S-2", "Y")]
    found = facts(tables, voc).filter(pl.col("variable") == "adjuvant_treatment")
    assert found.select("code", "occurred").rows() == [("radiation", False), ("radiation", True)]


def test_numbers_a_map_doubts_are_kept_and_not_used(tmp_path: Path, voc: Vocabulary) -> None:
    text = "id,sex,INR\nS-1,M,1.1\nS-2,F,11.5\n"
    tables = run(tmp_path, "      - {variable: inr, value: INR, doubt: {outside: [0.5, 8], because: seconds?}}\n", text)
    assert tables["LB"]["LBORRES"].to_list() == ["1.1", "11.5"]
    found = facts(tables, voc).filter(pl.col("variable") == "inr")
    assert found["problem"].to_list() == [None, "inr: seconds?"]


def test_quoted_cells_with_line_breaks_keep_their_line_numbers(tmp_path: Path) -> None:
    text = 'id,sex,"Hb, g/dL"\nS-1,"M",12\n\nS-2,"F","9\n"\nS-3,M,13\n'
    tables = run(tmp_path, '      - {variable: haemoglobin, value: "Hb, g/dL", unit: {is: g/dL}}\n', text)
    assert tables["LB"]["SRCREF"].to_list()[2] == "file:labs.csv#row=6;col=Hb%2C g/dL"


@pytest.mark.parametrize(("name", "opener"), [("labs.csv.gz", gzip.open), ("labs.csv.xz", lzma.open)])
def test_packed_files_are_imported_as_they_are(tmp_path: Path, name: str, opener) -> None:  # type: ignore[no-untyped-def]
    with opener(tmp_path / name, "wt", encoding="utf-8") as file:
        file.write(CSV)
    (tmp_path / "m.import.yaml").write_text(
        f"import: 1\nstudy: S\ntables:\n  - {{file: {name}, subject: id, records: [{{variable: sex, value: sex}}]}}\n"
    )
    tables = import_files(tmp_path / "m.import.yaml", [tmp_path])
    assert tables["DM"].height == 3
    assert tables["DM"]["SRCREF"][0] == f"file:{name}#row=2;col=sex"


def test_a_file_in_chinese_national_encoding_is_read_when_the_map_says_so(tmp_path: Path) -> None:
    (tmp_path / "病例.csv").write_text("病例号;性别\n1;男\n", encoding="gb18030")
    (tmp_path / "m.import.yaml").write_text(
        "import: 1\nstudy: S\ntables:\n  - file: 病例.csv\n    encoding: gb18030\n    separator: semicolon\n"
        "    subject: 病例号\n    records: [{variable: auto, value: 性别}]\n",
        encoding="utf-8",
    )
    tables = import_files(tmp_path / "m.import.yaml", [tmp_path])
    assert tables["DM"].select("USUBJID", "SEX", "SRCREF").rows() == [("1", "M", "file:病例.csv#row=2;col=性别")]


def test_a_sheet_of_a_workbook_is_read_with_the_rows_a_person_sees(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "化验"
    book.create_sheet("Other")["A1"] = "x"
    for row in ([], ["病例号", "日期", "AFP", "单位"], ["1", None, 12.5, "ng/mL"], [], ["2", None, "<20", "ug/L"]):
        sheet.append(row)
    import datetime

    sheet["B3"] = datetime.datetime(2026, 1, 31)
    book.save(tmp_path / "visit.xlsx")
    (tmp_path / "m.import.yaml").write_text(
        "import: 1\nstudy: S\ntables:\n  - file: visit.xlsx\n    sheet: 化验\n    header: 2\n    subject: 病例号\n"
        "    records:\n      - {domain: DM, columns: {SUBJID: 病例号}}\n"
        "      - {variable: afp, value: AFP, unit: {column: 单位}, date: 日期}\n",
        encoding="utf-8",
    )
    tables = import_files(tmp_path / "m.import.yaml", [tmp_path])
    assert tables["LB"].select("LBORRES", "LBORRESU", "LBDTC", "LBSTRESN").rows() == [
        ("12.5", "ng/mL", "2026-01-31", 12.5),
        ("<20", "ug/L", "", None),
    ]
    ref = tables["LB"]["SRCREF"][1]
    assert ref == "file:visit.xlsx#row=5;col=AFP,单位,日期;sheet=化验"
    assert Originals((tmp_path,), tables.sources).cells(ref)[0].value == "<20"


def test_two_maps_make_one_data_set(tmp_path: Path) -> None:
    first = run(tmp_path, "")
    (tmp_path / "more.csv").write_text("id,Hb\nS-001,12\nS-003,10\n")
    (tmp_path / "more.import.yaml").write_text(
        "import: 1\nstudy: NCT00000000\ntables:\n  - file: more.csv\n    subject: id\n    records:\n"
        "      - {variable: haemoglobin, value: Hb, unit: {is: g/dL}}\n"
    )
    both = import_files([tmp_path / "labs.import.yaml", tmp_path / "more.import.yaml"], [tmp_path])
    assert both["DM"].equals(first["DM"])
    assert both.counts == {"DM": 3, "LB": 2}
    assert set(both.sources) == {"labs.csv", "more.csv"}


def test_the_same_import_gives_the_same_tables(tmp_path: Path) -> None:
    record = "      - {variable: platelets, value: PLT, unit: unknown}\n"
    one, two = run(tmp_path, record), run(tmp_path, record)
    assert all(one[code].equals(two[code]) for code in one.domains)
