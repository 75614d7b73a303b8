"""A map or a file with something wrong in it is refused with the place, the value and what to do; nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from hepatica.errors import HepaticaError
from hepatica.sdtm import import_files

FILE = "id,sex,PLT,day,unit\nS-1,M,107,2026-01-31,10*9/L\nS-2,F,about 90,2026-02-30,furlong\nS-3,X,88,soon,\n"
HEAD = "import: 1\nstudy: S\ntables:\n  - file: labs.csv\n    subject: id\n"


def _refused(tmp_path: Path, text: str, file: str = FILE) -> HepaticaError:
    (tmp_path / "labs.csv").write_text(file, encoding="utf-8")
    (tmp_path / "m.import.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(HepaticaError) as caught:
        import_files(tmp_path / "m.import.yaml", [tmp_path / "labs.csv"])
    assert caught.value.do, "an error says what to do"
    return caught.value


def _record(record: str) -> str:
    return f"{HEAD}    records:\n      - {record}\n"


@pytest.mark.parametrize(
    ("record", "what", "where", "do"),
    [
        ("{variable: platelets, value: PTL, unit: unknown}", "'PTL'", "labs.csv", "nearest is 'PLT'"),
        ("{variable: platelets, value: PLT, unit: unknown}", "not a number: 'about 90'", "line 3, column PLT", "missing"),
        ("{variable: platelets, value: id, unit: unknown}", "'S-1', 'S-2', 'S-3'", "line 2, column id", "missing"),
        ("{variable: platelets, value: {is: '1'}}", "gives platelets no unit", "labs.csv", "unit: unknown"),
        ("{variable: platelets, value: {is: '1'}, unit: unit}", "'furlong'", "line 3, column unit", "10*9/L"),
        ("{variable: platelets, value: {is: '1'}, unit: {is: furlong}}", "'furlong'", "labs.csv", "10*9/L"),
        ("{variable: platelets, unit: unknown}", "has no `value`", "labs.csv", "name its column"),
        ("{variable: birth_date}", "record of birth_date has no `value`", "labs.csv", "name its column"),
        ("{variable: sex}", "record of sex has no `value`", "labs.csv", "name its column"),
        ("{variable: sex, value: sex}", "not translated for sex: 'X'", "line 4, column sex", "the codes are F, M"),
        ("{variable: enrolment, date: day}", "'2026-02-30', 'soon'", "line 3, column day", "format"),
        ("{variable: enrolment, date: {column: day, format: '%d/%m/%Y'}}", "'2026-01-31'", "line 2", "format"),
        ("{variable: enrolment, day: {column: PLT, first: 0}}", "no whole number of days: 'about 90'", "line 3", "missing"),
        ("{variable: enrolment, day: PLT}", "does not say what number", "labs.csv", "first: 0"),
        ("{variable: enrolment, route: PLT}", "enrolment has no route", "labs.csv", "leave `route` out"),
        ("{variable: platlets, value: PLT, unit: unknown}", "'platlets' is not a variable", "m.import.yaml", "platelets"),
        ("{variable: auto, value: day}", "cannot tell what column 'day' is", "labs.csv", "name the variable"),
        ("{variable: surgery, occurred: sex}", "'M', 'F', 'X'", "line 2, column sex", "Y and N"),
        ("{domain: QQ, columns: {A: id}}", "'QQ' is not an SDTM domain", "m.import.yaml", "DM"),
        ("{domain: DM, columns: {SUBJID: {column: id, pattern: '('}}}", "not a regular expression", "labs.csv", "mend"),
        ("{domain: DM, columns: {SUBJID: {column: id, pattern: '^T'}}}", "does not match '^T'", "line 2, column id", "pattern"),
        ("{domain: VS, columns: {VSSTRESN: PLT}}", "not a number: 'about 90'", "line 3, column PLT", "missing"),
        ("{domain: DM, columns: {RACE: {column: sex, codes: {M: A}}}}", "not translated for RACE: 'F', 'X'", "line 3", "codes"),
        ("{domain: DM, when: {sexx: M}, columns: {SUBJID: id}}", "'sexx'", "labs.csv", "nearest is 'sex'"),
    ],
)  # fmt: skip
def test_what_a_record_gets_wrong_is_named(tmp_path: Path, record: str, what: str, where: str, do: str) -> None:
    error = _refused(tmp_path, _record(record))
    assert what in error.what
    assert where in error.where
    assert do in error.do


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("", "empty or no mapping", "m.import.yaml"),
        ("import: 1\n  study: [", "not YAML", "line 2"),
        ("import: 2\nstudy: S\ntables: []\n", "Input should be 1", "line 1, column 1"),
        ("import: 1\nstudy: S\ntables: []\n", "at least 1 item", "line 3"),
        (f"{HEAD}    records:\n      - {{variable: age, valu: sex}}\n", "valu", "line 7, column 25"),
        (
            f"{HEAD}    records:\n      - {{variable: age, domain: DM}}\n",
            "exactly one of `variable` and `domain`",
            "line 7",
        ),
        (f"{HEAD}    records:\n      - {{domain: DM, value: sex}}\n", "by `columns` alone", "line 7"),
        (
            f"{HEAD}    records:\n      - {{variable: age, value: {{codes: {{}}}}}}\n",
            "exactly one of `column`",
            "line 7",
        ),
        (HEAD, "either `records` or `matrix`", "line 4"),
        (
            "import: 1\nstudy: S\ntables:\n  - file: a\n    records: [{variable: age, value: x}]\n",
            "`subject`",
            "line 4",
        ),
    ],
)
def test_what_the_map_itself_gets_wrong_is_named_by_line(tmp_path: Path, text: str, what: str, where: str) -> None:
    error = _refused(tmp_path, text)
    assert what in error.what
    assert where in error.where


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("", "empty"),
        ("id,id\nS-1,M\n", "two columns are named 'id'"),
        ("id,sex\nS-1,M\nS-2\n", "line 3 has 1 cells, the header 2"),
        ("id,sex\n,M\n", "the subject is missing"),
        ('id,sex\nS-1,"M\n', "cannot be read"),
        ("id,sex\nS-1,M\nS-1,F\n", "subject S-1 stands in lines 2, 3"),
    ],
)
def test_what_the_file_gets_wrong_is_named(tmp_path: Path, file: str, what: str) -> None:
    assert what in _refused(tmp_path, _record("{variable: sex, value: sex}"), file).what


def test_a_file_the_map_needs_and_nobody_gave_is_named(tmp_path: Path) -> None:
    (tmp_path / "lab.csv").write_text(FILE)
    (tmp_path / "m.import.yaml").write_text(_record("{variable: sex, value: sex}"))
    with pytest.raises(HepaticaError, match=r"needs the file 'labs\.csv'") as caught:
        import_files(tmp_path / "m.import.yaml", [tmp_path / "lab.csv"])
    assert "nearest given is 'lab.csv'" in caught.value.do


def test_a_file_given_twice_under_one_name_is_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "labs.csv").write_text(FILE)
    (tmp_path / "m.import.yaml").write_text(_record("{variable: sex, value: sex}"))
    with pytest.raises(HepaticaError, match="two files are named"):
        import_files(tmp_path / "m.import.yaml", [tmp_path / "a", tmp_path / "b"])


def test_text_in_another_encoding_than_the_map_says_is_refused(tmp_path: Path) -> None:
    (tmp_path / "labs.csv").write_text("id,性别\n1,男\n", encoding="gb18030")
    (tmp_path / "m.import.yaml").write_text(_record("{variable: sex, value: 性别}"), encoding="utf-8")
    with pytest.raises(HepaticaError, match="not utf-8-sig text") as caught:
        import_files(tmp_path / "m.import.yaml", [tmp_path / "labs.csv"])
    assert "gb18030" in caught.value.do


@pytest.mark.parametrize(("sheet", "words"), [("", "2 sheets: A, B"), ("    sheet: C\n", "no sheet 'C'")])
def test_the_sheet_of_a_workbook_must_be_named_and_be_there(tmp_path: Path, sheet: str, words: str) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "A"
    book.create_sheet("B")
    book.save(tmp_path / "b.xlsx")
    (tmp_path / "m.import.yaml").write_text(
        f"import: 1\nstudy: S\ntables:\n  - file: b.xlsx\n{sheet}    subject: id\n    records: [{{variable: sex, value: s}}]\n"
    )
    with pytest.raises(HepaticaError, match=words):
        import_files(tmp_path / "m.import.yaml", [tmp_path])


def test_a_map_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HepaticaError, match="cannot read the import map"):
        import_files(tmp_path / "none.import.yaml", [])
