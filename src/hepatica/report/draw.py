"""Charts to SVG text and PNG bytes, without a browser and without the network."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import altair as alt
import vl_convert

CJK_FONTS: Final = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/truetype/noto"))
PNG_SCALE: Final = 2.0  # twice the screen's resolution, enough for print at the figure's own size

Chart = alt.LayerChart | alt.VConcatChart | alt.Chart


def spec(chart: Chart) -> dict[str, Any]:
    """The chart as a Vega-Lite specification with its data inside."""
    return chart.to_dict(validate=False)


def svg(chart: Chart) -> str:
    """The chart as SVG text; the same chart gives the same text."""
    _register_fonts()
    return str(vl_convert.vegalite_to_svg(spec(chart), allowed_base_urls=[]))


def png(svg_text: str) -> bytes:
    """An SVG drawing as a PNG at twice its size."""
    _register_fonts()
    return bytes(vl_convert.svg_to_png(svg_text, scale=PNG_SCALE))


def embedded(svg_text: str, prefix: str) -> str:
    """An SVG drawing fit to stand in a page: scalable, and with ids that no other drawing on the page has."""
    text = re.sub(r'<svg ([^>]*?)width="([\d.]+)" height="([\d.]+)"', r"<svg \1", svg_text, count=1)
    return re.sub(r'(id="|url\(#|href="#)', rf"\1{prefix}-", text)


@cache
def _register_fonts() -> None:
    """Let Chinese labels be measured and drawn where a CJK font is installed; without one the reader's own serves."""
    for folder in CJK_FONTS:
        if folder.is_dir():
            vl_convert.register_font_directory(str(folder))
