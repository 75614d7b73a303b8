"""Tables number their records, keep their types, and join without losing one."""

from __future__ import annotations

import polars as pl
import pytest

from hepatica.errors import HepaticaError
from hepatica.sdtm import Tables, merge


def test_records_are_numbered_from_one_within_each_subject() -> None:
    frame = pl.DataFrame({"USUBJID": ["b", "a", "b", "a", "a"], "LBORRES": ["1", "2", "3", "4", "5"]})
    tables = Tables.build("S", {"LB": frame})
    assert tables["LB"].select("USUBJID", "LBSEQ").rows() == [("b", 1), ("a", 1), ("b", 2), ("a", 2), ("a", 3)]


def test_missing_text_is_empty_and_missing_numbers_are_null() -> None:
    frame = pl.DataFrame({"USUBJID": ["1", "2"], "AGE": ["61.5", ""], "SEX": ["M", None]})
    dm = Tables.build("S", {"DM": frame})["DM"]
    assert dm["AGE"].to_list() == [61.5, None]
    assert dm["SEX"].to_list() == ["M", ""]


def test_columns_stand_in_the_order_of_the_standard_with_the_source_last() -> None:
    frame = pl.DataFrame({"SRCREF": [""], "LBDTC": [""], "LBORRES": ["1"], "LBTESTCD": ["PLAT"], "USUBJID": ["1"]})
    columns = Tables.build("S", {"LB": frame})["LB"].columns
    assert columns == ["STUDYID", "DOMAIN", "USUBJID", "LBSEQ", "LBTESTCD", "LBORRES", "LBDTC", "SRCREF"]


def test_a_number_that_is_none_is_refused_with_its_place() -> None:
    frame = pl.DataFrame({"USUBJID": ["4"], "LBSTRESN": ["about 3"]})
    with pytest.raises(HepaticaError, match="'about 3'") as caught:
        Tables.build("S", {"LB": frame})
    assert "subject 4" in caught.value.where


def test_a_domain_that_does_not_exist_is_refused() -> None:
    with pytest.raises(HepaticaError, match="'QQ' is not an SDTM domain"):
        Tables.build("S", {"QQ": pl.DataFrame({"USUBJID": ["1"]})})


def test_merged_imports_are_numbered_anew_and_demographics_put_together() -> None:
    one = Tables.build(
        "S",
        {
            "DM": pl.DataFrame({"USUBJID": ["1"], "SEX": ["M"], "SRCREF": ["file:a#row=2;col=sex"]}),
            "LB": pl.DataFrame({"USUBJID": ["1"], "LBORRES": ["5"]}),
        },
        sources={"a": "sha256:1"},
    )
    two = Tables.build(
        "S",
        {
            "DM": pl.DataFrame({"USUBJID": ["1", "2"], "AGE": [60.0, 70.0]}),
            "LB": pl.DataFrame({"USUBJID": ["1"], "LBORRES": ["6"]}),
        },
        sources={"b": "sha256:2"},
    )
    both = merge([one, two])
    assert both["LB"].select("LBSEQ", "LBORRES").rows() == [(1, "5"), (2, "6")]
    assert both["DM"].select("USUBJID", "SEX", "AGE").rows() == [("1", "M", 60.0), ("2", "", 70.0)]
    assert both.sources == {"a": "sha256:1", "b": "sha256:2"}


def test_data_of_two_studies_do_not_merge() -> None:
    with pytest.raises(HepaticaError, match="do not belong together"):
        merge([Tables("A", {}), Tables("B", {})])


def test_two_files_of_one_name_do_not_merge() -> None:
    with pytest.raises(HepaticaError, match=r"both named 'labs\.csv'"):
        merge([Tables("A", {}, {"labs.csv": "sha256:1"}), Tables("A", {}, {"labs.csv": "sha256:2"})])


def test_simulated_and_real_data_do_not_merge() -> None:
    with pytest.raises(HepaticaError, match="simulated"):
        merge([Tables("A", {}), Tables("A", {}, simulated=True)])
