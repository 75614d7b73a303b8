"""Edge cases of the figures: nobody dies, the median is not reached, one group, twelve groups, endless labels."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from hepatica.report import draw
from hepatica.report.contents import Branch, Participants, Reason, Step
from hepatica.report.curve import curves_of
from hepatica.report.flow_figure import PAGE as FLOW_PAGE
from hepatica.report.flow_figure import PHONE as FLOW_PHONE
from hepatica.report.flow_figure import flow_figure
from hepatica.report.survival_figure import PAGE, PHONE, Shape, SurvivalFigure
from hepatica.report.timescale import time_scale
from hepatica.report.words import Words


def drawn(made_up: SimpleNamespace, labels: dict[str, str], shape: Shape = PAGE, lang: str = "en") -> str:
    rng = np.random.default_rng(5)
    rows = []
    for code in labels:
        days = np.ceil(rng.exponential(400, 30))
        rows += made_up.curve_rows(days, rng.integers(0, 2, 30), analysis="a", group=code)
    curves = curves_of(made_up.frame(rows), list(labels.items()))
    scale = time_scale(max(curve.last_day for curve in curves))
    words = Words("zh" if lang == "zh" else "en")
    return draw.svg(SurvivalFigure(curves, scale, "Survival, %", 1.0, {}, "a figure", words).chart(shape))


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg.replace("\u00a0", " "))


def x_of(svg: str, text: str) -> list[float]:
    """Horizontal places of a text within its own group of marks."""
    return [float(x) for x in re.findall(rf'<text[^>]*transform="translate\(([-\d.]+),[^"]*"[^>]*>{text}</text>', svg)]


def test_numbers_at_risk_stand_under_their_ticks(made_up: SimpleNamespace) -> None:
    svg = drawn(made_up, {"a": "Group A"})
    ticks = [float(x) for x in re.findall(r'<line transform="translate\(([\d.]+),0\)" x2="0" y2="4"', svg)]
    numbers = x_of(svg, r"\d+")
    assert len(ticks) > 3
    # the tick's own label and the number at risk; the axis rounds to whole pixels
    assert all(sum(abs(x - tick) < 1 for x in numbers) == 2 for tick in ticks)


def test_twelve_groups_differ_in_colour_or_dash(made_up: SimpleNamespace) -> None:
    svg = drawn(made_up, {f"g{i}": f"Group {i}" for i in range(12)})
    looks = set(re.findall(r'stroke="(#\w+)" stroke-width="1.9"[^>]*?stroke-dasharray="([\d,]+)"', svg))
    assert len(looks) == 12
    assert all(f"Group {i}" in texts(svg) for i in range(12))


@pytest.mark.parametrize("shape", [PAGE, PHONE])
def test_an_endless_label_neither_widens_the_drawing_nor_hides_the_numbers(
    made_up: SimpleNamespace, shape: Shape
) -> None:
    svg = drawn(made_up, {"a": "a very long name of a group of subjects " * 6}, shape)
    width = float(re.search(r'width="([\d.]+)"', svg)[1])  # type: ignore[index]
    assert width < shape.width + 220
    assert "30" in texts(svg)


def test_one_group_needs_no_legend(made_up: SimpleNamespace) -> None:
    assert "role-legend" not in drawn(made_up, {"": "All subjects"})


def test_a_chinese_figure_names_chinese_fonts_first(made_up: SimpleNamespace) -> None:
    svg = drawn(made_up, {"a": "联合治疗组"}, lang="zh")
    assert "联合治疗组" in texts(svg)
    assert 'font-family="Noto Sans CJK SC' in svg


def test_a_figure_is_drawn_without_any_cjk_font_at_hand(
    made_up: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draw, "CJK_FONTS", ())
    draw._register_fonts.cache_clear()
    assert "联合治疗组" in texts(drawn(made_up, {"a": "联合治疗组"}, lang="zh"))
    draw._register_fonts.cache_clear()


def test_a_group_in_which_nobody_dies_stays_at_one_hundred_and_has_no_median(
    made_up: SimpleNamespace, written: Callable[..., str]
) -> None:
    common = {"analysis": "os.by_icluster_tcga", "endpoint": "os", "group_by": made_up.BY, "group": "iCluster:1"}
    rows = made_up.curve_rows(np.array([100.0, 200.0, 300.0]), np.zeros(3), **common)
    rows = [{**row, "result_id": f"s{row['time']}"} for row in rows]
    median = {**common, "method": "kaplan_meier", "statistic": "median", "unit": "days", "result_id": "m"}
    html = written([*rows, median])
    assert "Median, months: iCluster 1: NR." in html
    assert "NR, not reached." in html
    assert '<span class="number">NR</span>' in html


def test_a_median_whose_upper_limit_is_not_reached_says_so(written: Callable[..., str]) -> None:
    row = {"analysis": "os.by_arm", "endpoint": "os", "method": "kaplan_meier", "statistic": "median", "unit": "days"}
    html = written([row | {"value": 365.25, "low": 182.625, "high": None, "level": 0.95, "result_id": "m"}])
    assert "12.0 (6.0 to NR)" in html


@pytest.mark.parametrize("shape", [FLOW_PAGE, FLOW_PHONE])
@pytest.mark.parametrize("groups", [0, 1, 3, 4, 5, 12])
def test_the_flow_holds_any_number_of_groups_inside_its_width(shape: object, groups: int) -> None:
    branches = tuple(Branch(f"Group {i}", 10, 9, (Reason("lost", 1),)) for i in range(groups))
    svg = flow_figure(Participants((Step("Assessed", 100), Step("Eligible", 90)), branches), shape, Words("en"))  # type: ignore[arg-type]
    boxes = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    assert len(boxes) == groups + 2
    assert all(float(x) + float(width) <= shape.width for x, width in boxes)  # type: ignore[attr-defined]


def test_the_flow_names_the_commonest_reasons_and_counts_the_rest_together() -> None:
    reasons = tuple(Reason(f"criterion {i}", 20 - i) for i in range(12))
    svg = flow_figure(
        Participants((Step("Assessed", 200),), (Branch("All", 100, 50, reasons),)), FLOW_PAGE, Words("en")
    )
    assert "criterion 7 (n = 13)" in texts(svg)
    assert "criterion 8 (n = 12)" not in texts(svg)
    assert f"other reasons (n = {sum(20 - i for i in range(8, 12))})" in texts(svg)
