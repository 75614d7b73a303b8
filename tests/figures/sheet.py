"""Two figures of a simulated study side by side, as the manual shows them."""

from __future__ import annotations

import re

import vl_convert
from tests.figures import made_up

from hepatica.report import draw
from hepatica.report.response_figures import Told, swimmer, waterfall
from hepatica.report.words import Words

GAP = 40


def manual_picture() -> bytes:
    """`docs/response.png`: the waterfall and the swimmer of 28 made-up subjects."""
    words = Words("en")
    told = Told(words, mark=words("simulated_title"), start="first dose")
    points, best, subjects = made_up.frames(28, seed=8)
    sides = [waterfall(points, best, subjects, told).page, swimmer(best, subjects, told).page]
    parts, across, down = [], 0.0, 0.0
    for index, svg in enumerate(sides):
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
        assert size is not None
        width, height = float(size[1]), float(size[2])
        placed = f'<svg x="{across:g}" y="0" width="{width:g}" height="{height:g}" '
        parts.append(draw.embedded(svg, f"side{index}").replace("<svg ", placed, 1))
        across, down = across + width + GAP, max(down, height)
    across -= GAP
    sheet = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}" height="{down:g}" viewBox="0 0 {across:g} {down:g}">'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(parts)}</svg>'
    )
    return bytes(vl_convert.svg_to_png(sheet, scale=1.0))
