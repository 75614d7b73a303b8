"""Bytes become the text that was meant, or are refused."""

from __future__ import annotations

import codecs

import pytest

from hepatica.errors import HepaticaError
from hepatica.registry.decoding import decode

CHINESE = "纳入标准：1、年龄18-75岁；2、确诊为原发性肝癌，AFP≥400 ng/mL。"
WESTERN = "Universitätsklinikum Köln; Hôpital Saint-André; 37,8 ºC; “quoted”"


@pytest.mark.parametrize("text", [CHINESE, WESTERN, "plain", "😀 ≥ ⅢⅣ"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_told_by_its_mark_or_its_bytes(text: str, encoding: str) -> None:
    if encoding.endswith(("le", "be")) and text != "plain":
        text = f"a western text holds many of these: {text}"
    assert decode(text.encode(encoding)) == text


def test_chinese_without_a_declaration_is_gb18030() -> None:
    assert decode(CHINESE.encode("gb18030")) == CHINESE


def test_western_letters_stand_alone_and_are_latin_1() -> None:
    assert decode(WESTERN.encode("cp1252")) == WESTERN
    assert decode("Müller café Ä ß".encode("latin-1")) == "Müller café Ä ß"


def test_a_declaration_goes_before_a_guess() -> None:
    page = '<html><meta http-equiv="Content-Type" content="text/html; charset=gb2312">Ä 肝'
    assert decode(page.replace("Ä ", "").encode("gb18030")) == page.replace("Ä ", "")
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Ã¤ÃŸ°±</a>'.replace("Ÿ", "¶")
    assert decode(declared.encode("latin-1")) == declared


def test_two_encodings_in_one_file_are_refused_with_the_line() -> None:
    mixed = CHINESE.encode() + b"\n" + CHINESE.encode() + b"\n" + "年龄".encode("gb18030") + b"\nend of the file"
    with pytest.raises(HepaticaError) as caught:
        decode(mixed, "record.txt")
    assert "record.txt, line 3" in str(caught.value)
    assert "encodings are mixed" in str(caught.value)


def test_a_character_that_is_cut_off_is_refused() -> None:
    with pytest.raises(HepaticaError, match="last character is cut off"):
        decode(CHINESE.encode()[:-1])


def test_a_mark_of_utf_16_before_an_odd_number_of_bytes_is_refused() -> None:
    with pytest.raises(HepaticaError, match="cut off"):
        decode(codecs.BOM_UTF16_LE + "abc".encode("utf-16-le") + b"x")


def test_nothing_is_an_empty_text() -> None:
    assert decode(b"") == ""
