"""The page of findings: the record as it came, the words that collide marked, each finding linked to them and back."""

from __future__ import annotations

import html
import re

from hepatica.registry.finding import Check, Example, Found, Phrase, check
from hepatica.registry.looking import record_of
from hepatica.registry.record import Quote, Record
from hepatica.report.findings_page import findings_page

NOTHING = Phrase("nothing", "无")


def raised(code: str, severity: int, *quotes: tuple[str, int, int]) -> Check:
    """A check that quotes stretches of a record's fields."""

    def find(record: Record):  # type: ignore[no-untyped-def]
        yield Found(
            Phrase("<b>collides</b>", "矛盾"),
            tuple(Quote(name, record.all(name)[0], start, end) for name, start, end in quotes),
        )

    return Check(code, Phrase("A & B", "甲"), severity, "T", NOTHING, NOTHING, NOTHING, find, Example({}, {}))  # type: ignore[arg-type]


RECORD = record_of({"title": "A <study> of livers", "description": "Fifty patients & a hundred"})


def page(*checks: Check, lang: str = "en") -> str:
    return findings_page(RECORD, check(RECORD, checks), lang)  # type: ignore[arg-type]


def text_of(shown: str) -> str:
    """The record's text as the page shows it, without its marks."""
    (inside,) = re.findall(r"<pre>(.*?)</pre>", shown, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", inside))


def test_the_text_is_the_record_as_it_came_whatever_is_marked() -> None:
    overlapping = (
        raised("HPT901", 2, ("description", 0, 14)),
        raised("HPT902", 1, ("description", 6, 20), ("title", 2, 9)),
    )
    for checks in ((), overlapping):
        assert text_of(page(*checks)) == RECORD.source


def test_every_quote_is_linked_to_its_mark_and_every_mark_back_to_a_finding() -> None:
    shown = page(
        raised("HPT901", 2, ("description", 0, 14)), raised("HPT902", 1, ("description", 6, 20), ("title", 0, 5))
    )
    anchors, links = set(re.findall(r'id="([^"]+)"', shown)), re.findall(r'href="#([^"]+)"', shown)
    assert links
    assert set(links) <= anchors


def test_where_marks_overlap_the_graver_is_seen() -> None:
    shown = page(raised("HPT901", 3, ("description", 0, 14)), raised("HPT902", 1, ("description", 6, 20)))
    assert re.findall(r'class="mark (s\d)" href="#f\d">([^<]*)<', shown) == [
        ("s3", "Fifty "), ("s1", "patients"), ("s1", " &amp; a h"),
    ]  # fmt: skip


def test_words_of_a_record_are_never_markup() -> None:
    shown = page(raised("HPT901", 1, ("title", 2, 9)))
    assert "<study>" not in shown
    assert "&lt;study&gt;" in shown
    assert "<b>collides" not in shown
    assert "script-src 'none'" in html.unescape(shown)


def test_a_page_in_chinese_speaks_chinese() -> None:
    shown = page(raised("HPT901", 1, ("title", 0, 5)), lang="zh")
    assert 'lang="zh-CN"' in shown
    for words in ("检查结果", "注册题目", "矛盾", "1级"):
        assert words in shown


def test_nothing_found_is_said() -> None:
    assert "Nothing was found" in page()
