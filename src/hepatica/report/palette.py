"""Colours, dashes and type of the figures.

The colours are those of Okabe and Ito (2008), told apart under the common colour-vision deficiencies, without the
yellow and the black; beyond six groups the line's dash tells them apart, which also survives grey printing.
"""

from __future__ import annotations

from typing import Any, Final

COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#A8528A", "#3A9BD9", "#B87A00")
DASHES: Final[tuple[list[int], ...]] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
INK: Final = "#1b1f24"
FAINT: Final = "#6a737d"
HAIR: Final = "#d9dde2"
WARNING: Final = "#8c1d18"
LATIN: Final = ("Inter", "Helvetica Neue", "Helvetica", "Arial", "Liberation Sans")
CHINESE: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")


def colour(index: int) -> str:
    """The colour of the group at `index`, in the order of the results."""
    return COLOURS[index % len(COLOURS)]


def dash(index: int) -> list[int]:
    """The dash of the group at `index`: solid for the first six."""
    return DASHES[index // len(COLOURS) % len(DASHES)]


def font(lang: str) -> str:
    """The fonts of the figures, best first. In Chinese the CJK fonts lead: their Latin letters sit well beside them."""
    first, second = (CHINESE, LATIN) if lang == "zh" else (LATIN, CHINESE)
    return ", ".join([*first, *second, "sans-serif"])


def config(lang: str) -> dict[str, Any]:
    """The look shared by all charts: ink on white, no frame, faint horizontal lines."""
    return {
        "font": font(lang),
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK,
            "titleColor": INK,
            "labelFontSize": 11,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "titlePadding": 8,
            "domainColor": INK,
            "tickColor": INK,
            "tickSize": 4,
            "grid": False,
        },
        "axisY": {"grid": True, "gridColor": "#eceff2", "titlePadding": 10},
        "legend": {"labelFontSize": 12, "labelColor": INK, "rowPadding": 3, "columnPadding": 22},
        "text": {"color": INK, "font": font(lang)},
    }
