"""The report in a browser: offline, with scripts on and off, on a desk, on a telephone and on paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hepatica.protocol import Study
from hepatica.report import write_report

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium at hand")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


class Visit:
    """An open page, what it asked the network for, and what it complained of."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        self.context = browser.new_context(**context)
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())

    def sees(self, text: str) -> bool:
        """Whether a piece of a drawing or of the page is visible."""
        return any(element.is_visible() for element in self.page.get_by_text(text).all())


@pytest.mark.parametrize("scripts", [True, False])
def test_the_page_reads_offline_with_scripts_on_and_off(browser: Any, page: Path, scripts: bool) -> None:
    visit = Visit(browser, page, java_script_enabled=scripts)
    assert visit.asked == [page.as_uri()]
    assert visit.complaints == []
    assert visit.sees("SIMULATED DATA")
    figure = visit.page.locator("figure", has_text="Kaplan–Meier").locator(".still.page svg")
    assert figure.is_visible()
    assert figure.bounding_box()["width"] > 500
    assert figure.get_by_text("Number at risk").is_visible()
    assert figure.get_by_text("120", exact=True).is_visible()


def test_a_figure_becomes_interactive_and_back_under_the_strict_policy(browser: Any, page: Path) -> None:
    visit = Visit(browser, page)
    figure = visit.page.locator("figure", has_text="Kaplan–Meier")
    figure.get_by_role("button", name="Interactive figure").click()
    live = figure.locator(".live svg")
    live.wait_for(state="visible")
    assert not figure.locator(".still.page").is_visible()
    assert live.get_by_text("Number at risk").is_visible()
    live.locator(".mark-symbol.role-mark path").nth(40).hover(force=True)
    visit.page.locator("#vg-tooltip-element.visible").wait_for()
    assert "Number at risk" in visit.page.locator("#vg-tooltip-element").inner_text()
    figure.get_by_role("button", name="Static figure").click()
    assert figure.locator(".still.page").is_visible()
    assert visit.complaints == []
    assert visit.asked == [page.as_uri()]


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_runs_off_the_side(browser: Any, page: Path, width: int) -> None:
    visit = Visit(browser, page, viewport={"width": width, "height": 800})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_telephone_shows_the_narrow_drawings(browser: Any, page: Path) -> None:
    visit = Visit(browser, page, viewport={"width": 390, "height": 844})
    figure = visit.page.locator("figure", has_text="Kaplan–Meier")
    assert figure.locator(".still.phone").is_visible()
    assert not figure.locator(".still.page").is_visible()
    size = (
        figure.locator(".still.phone").get_by_text("Number at risk").evaluate("e => e.getBoundingClientRect().height")
    )
    assert size > 9


def test_on_paper_the_drawings_stand_even_if_the_figure_was_interactive(browser: Any, page: Path) -> None:
    visit = Visit(browser, page)
    figure = visit.page.locator("figure", has_text="Kaplan–Meier")
    figure.get_by_role("button", name="Interactive figure").click()
    figure.locator(".live svg").wait_for(state="visible")
    visit.page.emulate_media(media="print")
    assert figure.locator(".still.page").is_visible()
    assert not figure.locator(".still.phone").is_visible()
    assert not figure.locator(".live").is_visible()
    assert not figure.get_by_role("button").is_visible()
    assert visit.sees("SIMULATED DATA")
    assert visit.page.locator("#table-inputs").is_visible()


def test_one_click_selects_a_whole_result_id(browser: Any, page: Path) -> None:
    visit = Visit(browser, page)
    visit.page.locator(".rid", has_text="hr.iCluster:2").first.click()
    assert visit.page.evaluate("getSelection().toString()").strip() == "os.by_icluster_tcga.cox.hr.iCluster:2"


def test_result_ids_can_be_hidden_without_scripts(browser: Any, page: Path) -> None:
    visit = Visit(browser, page, java_script_enabled=False)
    visit.page.get_by_label("Show result ids").uncheck()
    assert not visit.page.locator(".rid").first.is_visible()


def test_the_chinese_page_reads_too(
    browser: Any, everything: dict[str, Any], cohort_study: Study, tmp_path: Path
) -> None:
    visit = Visit(browser, write_report(tmp_path, cohort_study, **everything, lang="zh"))
    assert visit.sees("模拟数据")
    assert visit.page.locator("figure .still.page").get_by_text("风险人数").first.is_visible()
    assert visit.complaints == []
