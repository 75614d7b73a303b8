"""The page and the figure of a recomputed sample size."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import hepatica.report
from hepatica.errors import HepaticaError
from hepatica.report import draw
from hepatica.report.power_conclusion import conclusions
from hepatica.report.power_figure import PAGE, PHONE, PowerFigure
from hepatica.report.power_page import power_figure, power_page, write_power
from hepatica.report.power_tables import all_table, power_tables, reproducing_table
from hepatica.report.power_text import PowerText
from hepatica.report.words import LANGUAGES, Lang, Words
from hepatica.simulation.power import Power, power
from hepatica.simulation.power_curve import PowerCurve, power_curve

STUDIES = ("NCT07363356", "NCT07120750")


@cache
def recomputed(study: str) -> tuple[Power, PowerCurve]:
    found = power(study, replicates=400)
    return found, power_curve(found.claim, replicates=100, seed=1)


def text_of(study: str, lang: Lang = "en") -> PowerText:
    return PowerText(recomputed(study)[0], Words(lang))


def page_of(study: str, lang: Lang = "en") -> str:
    text = text_of(study, lang)
    return power_page(text, power_figure(recomputed(study)[1], text))


def test_every_word_has_the_same_fields_in_both_languages() -> None:
    path = Path(hepatica.report.__file__).parent / "power_words.yaml"
    for key, text in YAML(typ="safe", pure=True).load(path).items():
        english, chinese = (set(re.findall(r"\{(\w*)\}", text[lang])) for lang in LANGUAGES)
        assert english == chinese, key


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("study", STUDIES)
def test_the_page_holds_the_claim_the_conclusion_every_table_and_the_figure(study: str, lang: Lang) -> None:
    text, page = text_of(study, lang), page_of(study, lang)
    plain = re.sub(r"<[^>]+>|\s+", " ", page.replace("&#39;", "'").replace("&#34;", '"'))
    plain = " ".join(plain.split())
    for sentence in [*text.sentences(), *conclusions(text)]:
        assert " ".join(sentence.split()) in plain
    for table in power_tables(text):
        assert f'id="{table.id}"' in page
    assert page.count("<svg") == 2  # one for the page, one for a telephone
    assert "None" not in plain
    assert not re.search(r"\bnan\b", plain)


@pytest.mark.parametrize("study", STUDIES)
def test_the_page_needs_nothing_from_outside_and_runs_no_script(study: str) -> None:
    page = page_of(study)
    assert "default-src 'none'" in page
    assert "script-src 'none'" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="https?:', page)


def test_the_table_of_horizons_is_that_of_the_search() -> None:
    rows = {(group, row[0]): row[1:] for group, row in zip(*_grouped(text_of("NCT07363356")), strict=True)}
    assert rows["Two-sided", "Schoenfeld"][0] == "12+15, 18+12, 24+9"
    assert rows["Two-sided", "Freedman"][0] == "18+21, 24+18, 30+15, 36+12, 48+9"
    assert rows["One-sided", "Schoenfeld"][0] == "24+3"
    assert rows["Two-sided", "Schoenfeld"][2] == "19.4 to 20.8"


def test_the_table_of_rates_is_that_of_the_search() -> None:
    rows = {(group, row[0]): row[1:] for group, row in zip(*_grouped(text_of("NCT07120750")), strict=True)}
    assert "50 % (10 % lost)" in rows["Two-sided", "Two proportions (pooled)"][0]
    assert "45 % (no loss)" in rows["Two-sided", "Two proportions (pooled)"][0]
    assert rows["Two-sided", "Freedman"][1] == "50 % (10 % lost)"


def _grouped(text: PowerText) -> tuple[list[str], list[list[str]]]:
    table = reproducing_table(text)
    return list(table.groups), [[str(cell) for cell in row] for row in table.rows]


def test_every_combination_that_reproduces_the_claim_is_listed_once() -> None:
    text = text_of("NCT07363356")
    table = all_table(text)
    assert table is not None
    listed = sum(str(row[1]).count("+") for row in table.rows)
    assert listed == text.power.reproducing.height


def test_the_conclusion_says_under_which_horizons_the_claim_holds_and_what_undoes_it() -> None:
    told = " ".join(conclusions(text_of("NCT07363356")))
    for span in ("27 to 33 (Schoenfeld)", "39 to 42 (Freedman)", "27 to 39 (Lachin-Foulkes)", "24 to 30 (Rubinstein)"):
        assert span in told
    assert "They do not with 12+6" in told
    assert "If the assay succeeds in 25 % or 90 %" in told
    assert "Groups are not drawn by lot" in told


def test_the_conclusion_names_the_rates_at_which_the_power_is_reached() -> None:
    told = " ".join(conclusions(text_of("NCT07120750")))
    assert "reach the claimed 80 % with 50 %" in told
    assert "They do not with 40 %" in told
    assert "leave 16.0 months to enter 332 subjects if each is followed for 36 months: 20.8 a month" in told


@pytest.mark.parametrize("shape", [PAGE, PHONE])
@pytest.mark.parametrize("study", STUDIES)
def test_the_figure_marks_the_claimed_power_and_the_claimed_number(study: str, shape: Any) -> None:
    chart = PowerFigure(recomputed(study)[1], text_of(study), "the figure").chart(shape)
    drawn = draw.svg(chart)
    n = text_of(study).claim.subjects
    for words in ("claimed 80 %", f"claimed {n}", f"Power of {n} subjects, %", "Subjects needed for 80 % power"):
        assert f">{words}<" in drawn
    assert drawn.count('aria-roledescription="rule mark"') >= 2


def test_the_range_that_the_record_names_is_shaded_where_it_names_one() -> None:
    drawn = {study: draw.svg(PowerFigure(recomputed(study)[1], text_of(study), "").chart(PAGE)) for study in STUDIES}
    assert "the record's own range" in unescape(drawn["NCT07120750"])
    assert "own range" not in drawn["NCT07363356"]


def test_the_figure_is_in_chinese_where_asked() -> None:
    drawn = draw.svg(PowerFigure(recomputed("NCT07363356")[1], text_of("NCT07363356", "zh"), "").chart(PAGE))
    assert "末例入组后的随访时间（月）" in drawn
    assert "入组期 12 个月" in drawn


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    found, curve = recomputed("NCT07363356")
    for name in ("one", "two"):
        write_power(tmp_path / name, found, curve)
    for name in ("power.html", "power.svg", "power.png", "power.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(HepaticaError, match="already something here"):
        write_power(tmp_path / "out", *recomputed("NCT07363356"))
    assert list((tmp_path / "out").iterdir()) == []
