"""XML is read strictly and expands nothing; HTML is read whatever its state."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.errors import HepaticaError
from hepatica.registry.markup import Element, read_html, read_xml, resolved
from hepatica.registry.passage import Passage
from hepatica.registry.places import located

BOMB = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>\n<a>&c;</a>'
OUTSIDE = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/passwd">]>\n<a>&secret;</a>'


def written(source: str, element: Element) -> list[tuple[str, str]]:
    """Each character of an element's text with what stands for it in the source."""
    passage = element.text()
    found = []
    for at, character in enumerate(passage.text):
        span = located(passage.pieces(), at, at + 1)
        assert span is not None
        found.append((character, source[span.start : span.end]))
    return found


@given(
    st.lists(
        st.sampled_from(["a", "é", "😀", "中", "&amp;", "&lt;", "&#20013;", "\n", "<b/>", "<![CDATA[&x]]>"]),
        max_size=12,
    )
)
def test_every_character_of_xml_stands_where_its_own_entity_stands(parts: list[str]) -> None:
    source = f"  <?xml version='1.0' encoding='iso-8859-1'?>\n<r>{''.join(parts)}</r>"
    meant = {"&amp;": "&", "&lt;": "<", "&#20013;": "中"}
    for character, stretch in written(source, next(read_xml(source))):
        assert meant.get(stretch, stretch) == character


def test_line_breaks_of_windows_are_one_character_of_the_text() -> None:
    assert written("<a>x\r\ny</a>", next(read_xml("<a>x\r\ny</a>"))) == [("x", "x"), ("\n", "\r\n"), ("y", "y")]


def test_elements_are_handed_out_one_by_one() -> None:
    source = "<list><t><n>1</n></t><x><t><n>2</n></t></x>words</list>"
    assert [element.all("n")[0].text().text for element in read_xml(source, "t")] == ["1", "2"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (BOMB, "line 2, column 25: the file declares the entity 'b'"),
        (OUTSIDE, "the file declares the entity 'secret'"),
        ("<a><b>words", "cut off"),
        ("<a><b>words</a>", "line 1, column 14: no well-formed XML"),
        ("<a>&nbsp;</a>", "no well-formed XML: undefined entity"),
        ("", "cut off"),
        ("<a" + " b='c'" * 10, "cut off"),
        ("<a>" * 300 + "</a>" * 300, "more than 200 levels deep"),
        ("no markup at all", "no well-formed XML"),
    ],
)
def test_bad_xml_is_one_clear_error(source: str, said: str) -> None:
    with pytest.raises(HepaticaError) as caught:
        list(read_xml(source))
    assert said in str(caught.value)
    assert caught.value.do


def test_tag_soup_ends_an_item_where_the_next_begins() -> None:
    soup = read_html("<ul><li>one<li>two &lt; three<ul><li>inner</ul><li>four</ul><p>a<p>b")
    assert [element.text().text for element in soup.iter("li")] == ["one", "two < threeinner", "inner", "four"]
    assert [element.text().text for element in soup.iter("p")] == ["a", "b"]


def test_cells_and_rows_that_are_never_closed_end_in_time() -> None:
    soup = read_html("<table><tr><td>1<td>2<tr><td>3<table><tr><td>inner</table><td>4</table>")
    rows = [[cell.text().text for cell in row.all("td")] for row in soup.iter("tr")]
    assert rows == [["1", "2"], ["3inner", "4"], ["inner"]]


def test_entities_of_html_are_resolved_and_unknown_ones_stay() -> None:
    source = "<p>a&nbsp;b &foo; &#x4e2d; &lt &amp;lt; 5 < 6 && 7<br>next"
    paragraph = next(read_html(source).iter("p"))
    assert paragraph.text().text == "a\xa0b &foo; 中 < &lt; 5 < 6 && 7\nnext"
    stretches = dict(written(source, paragraph))
    assert stretches["中"] == "&#x4e2d;"
    assert stretches["\n"] == "<br>"


@given(st.text("<>/&;!-[]\"'= ab#1", max_size=60))
def test_no_html_is_too_bad_to_be_read(source: str) -> None:
    with suppress(HepaticaError):
        assert len(read_html(source).text().text) <= len(source) * 2


def test_what_scripts_and_styles_hold_is_no_text() -> None:
    assert read_html("<p>a<script>if (1 < 2) {}</script><style>p {}</style>b").text().text == "ab"


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(HepaticaError, match="more than 200 levels deep"):
        read_html("<div>" * 10_000)


def test_entities_left_in_a_text_can_be_resolved_too() -> None:
    assert resolved(Passage.of("Alzheimer&apos;s &gt; &unknown;")).text == "Alzheimer's > &unknown;"
