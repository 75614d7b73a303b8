"""A source reference is one readable line, and survives being written and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.errors import HepaticaError
from hepatica.lineage import SourceRef, quote, unquote

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "row", "columns", "sheet"),
    [
        ("file:labs.csv#row=12;col=PLT", 12, ("PLT",), None),
        ("file:labs.csv#row=12;col=PLT,PLT unit", 12, ("PLT", "PLT unit"), None),
        ("file:visit.xlsx#row=3;col=AFP%2C ng/mL;sheet=化验", 3, ("AFP, ng/mL",), "化验"),
        ("file:z.tsv.gz#row=2;col=TCGA-4R-AA8I", 2, ("TCGA-4R-AA8I",), None),
    ],
)
def test_a_cell_reference_gives_its_row_columns_and_sheet(
    text: str, row: int, columns: tuple[str, ...], sheet: str | None
) -> None:
    ref = SourceRef.parse(text)
    assert (ref.scheme, ref.row, ref.columns, ref.sheet) == ("file", row, columns, sheet)
    assert str(ref) == text


def test_simulated_data_keep_what_makes_them_again() -> None:
    ref = SourceRef.parse("simulated:NCT07120750#seed=1;subject=12;visit=week 4")
    assert (ref.scheme, ref.name, ref.get("seed"), ref.get("visit")) == ("simulated", "NCT07120750", "1", "week 4")
    assert ref.row is None


@given(name=names, row=st.integers(1, 10**9), columns=st.lists(names, max_size=4), sheet=st.none() | names)
def test_any_name_of_file_column_or_sheet_survives(name: str, row: int, columns: list[str], sheet: str | None) -> None:
    ref = SourceRef.cell(name, row, *columns, sheet=sheet)
    assert SourceRef.parse(str(ref)) == ref


@given(names)
def test_quoted_text_holds_no_separator(text: str) -> None:
    assert unquote(quote(text)) == text
    assert not set(quote(text)) & set("#;=,\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "labs.csv",
        "file:",
        "file:a#row",
        "file:a#row=0",
        "file:a#row=x",
        "File:a#row=1",
        "file:%ff#row=1",
        "file:a#row=１",
    ],
)
def test_what_is_no_reference_is_refused_by_name(text: str) -> None:
    with pytest.raises(HepaticaError) as caught:
        SourceRef.parse(text)
    assert caught.value.do
