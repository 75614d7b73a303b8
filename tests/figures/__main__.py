"""Draws the figures of response as SVG and PNG: `python -m tests.figures OUT`.

Simulated studies of 8, 80 and 250 subjects, and the reference data where they are at hand, in English and Chinese; and
`response.png`, the picture of the manual.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.figures import made_up, onco
from tests.figures.sheet import manual_picture

from hepatica.report import draw
from hepatica.report.response_figures import Told, response_figures
from hepatica.report.words import LANGUAGES, Words

SIZES = (8, 80, 250)


def main(out: Path) -> None:
    """Write every figure, with its caption beside it."""
    studies = {f"simulated-{n}": made_up.frames(n) for n in SIZES}
    out.mkdir(parents=True, exist_ok=True)
    (out / "response.png").write_bytes(manual_picture())
    if onco.ONCO.is_dir():
        studies["onco"] = onco.frames()
    for name, study in studies.items():
        for lang in LANGUAGES:
            words = Words(lang)
            mark = words("simulated_title") if name.startswith("simulated") else ""
            told = Told(words, names=study.subjects.height <= SIZES[0], mark=mark)
            folder = out / f"{name}-{lang}"
            folder.mkdir(parents=True, exist_ok=True)
            for figure in response_figures(*study, told):
                for kind, svg in (("", figure.page), ("-phone", figure.phone)):
                    (folder / f"{figure.name}{kind}.svg").write_text(svg, encoding="utf-8")
                    (folder / f"{figure.name}{kind}.png").write_bytes(draw.png(svg))
                (folder / f"{figure.name}.txt").write_text(figure.caption + "\n", encoding="utf-8")
            sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.figures OUT")
    main(Path(sys.argv[1]))
