"""A recomputed sample size as a folder: the page with its tables, the figure as SVG and PNG, every number as JSON."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from hepatica.report import draw
from hepatica.report.figure import Figure
from hepatica.report.page import Numbering, render
from hepatica.report.power_conclusion import conclusions
from hepatica.report.power_figure import FEW, PAGE, PHONE, PowerFigure, drawn_formulas
from hepatica.report.power_tables import all_table, events_table, reproducing_table, simulated_table, sizes_table
from hepatica.report.power_text import PowerText
from hepatica.report.table import Table
from hepatica.report.words import Lang, Words
from hepatica.sdtm.files import new_folder
from hepatica.simulation.power import Power
from hepatica.simulation.power_curve import PowerCurve

SECTIONS: Final = (
    ("claim", "power_claim"),
    ("conclusion", "power_conclusion"),
    ("formula", "power_by_formula"),
    ("reproducing", "power_reproducing"),
    ("simulated", "power_simulated"),
)


def write_power(folder: Path, power: Power, curve: PowerCurve, *, lang: Lang = "en") -> None:
    """Write `power.html`, `power.svg`, `power.png` and `power.json` into a new folder, complete or not at all.

    The same arguments give the same bytes. Raises HepaticaError if there is something of that name.
    """
    text = PowerText(power, Words(lang))
    figure = power_figure(curve, text)
    with new_folder(folder) as place:
        (place / "power.html").write_text(power_page(text, figure), encoding="utf-8", newline="\n")
        (place / "power.svg").write_text(figure.page, encoding="utf-8", newline="\n")
        (place / "power.png").write_bytes(draw.png(figure.page))
        whole = json.dumps({**power.summary(), "figure": curve.summary()}, ensure_ascii=False, indent=2)
        (place / "power.json").write_text(whole + "\n", encoding="utf-8", newline="\n")


def power_figure(curve: PowerCurve, text: PowerText) -> Figure:
    """The figure for the page and for a telephone, with its caption."""
    caption = _caption(curve, text)
    drawing = PowerFigure(curve, text, caption)
    return Figure("power", unbroken(caption), draw.svg(drawing.chart(PAGE)), draw.svg(drawing.chart(PHONE)))


def power_page(text: PowerText, figure: Figure) -> str:
    """The page as text."""
    numbering = Numbering()

    def numbered(table: Table | None) -> dict[str, Any] | None:
        return numbering.table(table) if table is not None else None

    content: dict[str, Any] = {
        "study": text.power.study.study,
        "title": text.power.study.title.in_language(text.words.lang),
        "claim": [unbroken(sentence) for sentence in text.sentences()],
        "conclusions": [unbroken(sentence) for sentence in conclusions(text)],
        "figure": numbering.figure(figure),
        "formula": [numbered(table) for table in (events_table(text), sizes_table(text)) if table is not None],
        "reproducing": numbered(reproducing_table(text)),
        "all": numbered(all_table(text)),
        "simulated": numbered(simulated_table(text)),
        "version": metadata.version("hepatica"),
    }
    content["contents"] = [
        {"id": name, "title": text.words(word)} for name, word in SECTIONS if content.get(name, True)
    ]
    return render(content, text.words, template="power.html.j2")


def unbroken(text: str) -> str:
    """The text with no line break between a number and its percent sign."""
    return text.replace(" %", "\u00a0%")


def _caption(curve: PowerCurve, text: PowerText) -> str:
    w, claim = text.words, text.claim
    below = [text.assumed(but=curve.over)]
    if drawn_formulas(text) == FEW and len(claim.formulas) > len(FEW):
        below.append(w("figure_between"))
    return w(
        "figure_caption",
        study=text.power.study.study,
        n=claim.subjects,
        power=text.percent(claim.power),
        formula=text.formula(curve.formula),
        replicates=f"{curve.replicates:,}",
        below=text.list(below),
        sides=text.sides(),
        alpha=f"{claim.alpha:g}",
    )
