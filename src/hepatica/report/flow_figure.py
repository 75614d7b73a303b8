"""The flow of participants, drawn in the manner of CONSORT: boxes down the page, those who leave to the side.

Schulz, Altman, Moher, BMJ 2010;340:c332, figure 1. Drawn directly as SVG: the text decides the size of every box.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from hepatica.report import palette
from hepatica.report.contents import Branch, Leaving, Participants, Reason, Step
from hepatica.report.words import Words

SIZE: Final = 12.5
LEADING: Final = 17
PAD: Final = 10
GAP: Final = 22
MOST_REASONS: Final = 8
MOST_COLUMNS: Final = 4


@dataclass(frozen=True)
class FlowShape:
    """Widths of the drawing: the whole, a box of the way down, a box to the side and where that one begins."""

    width: int
    main: int
    side: int
    side_at: int
    columns: int  # groups beside each other; more are listed


PAGE: Final = FlowShape(width=680, main=300, side=330, side_at=350, columns=MOST_COLUMNS)
PHONE: Final = FlowShape(width=340, main=340, side=290, side_at=50, columns=1)


def flow_figure(flow: Participants, shape: FlowShape, words: Words, mark: str = "") -> str:
    """The drawing as SVG text; `mark` stands above it (that its data are simulated)."""
    drawing = _Drawing(palette.font(words.lang))
    y = drawing.note(mark, shape.width) if mark else 1.0
    axis = min(shape.main, shape.side_at * 2) / 2 if shape.side_at >= shape.main else 24.0
    for index, step in enumerate(flow.steps):
        top = y
        if index:
            drawing.arrow((axis, top - GAP), (axis, top))
        y = drawing.box(0, y, shape.main, _step_lines(step, words))
        for leaving in step.leaving:
            box_top = y + GAP
            bottom = drawing.box(
                shape.side_at, box_top, shape.side, _leaving_lines(leaving, words), dashed=leaving.aside
            )
            middle = min(box_top + 16, (box_top + bottom) / 2)
            drawing.arrow((axis, middle), (shape.side_at, middle), dashed=leaving.aside)
            drawing.line((axis, y), (axis, bottom))
            y = bottom
        last = index == len(flow.steps) - 1
        if not last or flow.branches:
            drawing.line((axis, y), (axis, y + (GAP * 0.5 if last else 0)))
            y += GAP
    y = _branches(drawing, flow.branches, shape, axis, y, words)
    return drawing.svg(shape.width, y + 2, words("flow_caption"))


def _branches(
    drawing: _Drawing, branches: Sequence[Branch], shape: FlowShape, axis: float, y: float, words: Words
) -> float:
    if not branches:
        return y
    if len(branches) > shape.columns:
        bottom, joint = y, y - GAP
        for index, branch in enumerate(branches):
            top = bottom + (10 if index else 0)
            drawing.line((axis, joint), (axis, joint := top + 16))
            drawing.arrow((axis, joint), (shape.side_at, joint))
            bottom = drawing.box(shape.side_at, top, shape.side, _branch_lines(branch, words))
        return bottom
    width = (shape.width - 16 * (len(branches) - 1)) / len(branches)
    centres = [width / 2 + index * (width + 16) for index in range(len(branches))]
    bar = y - GAP * 0.5
    ends = [*centres, axis]
    drawing.line((min(ends), bar), (max(ends), bar))
    bottom = y
    for centre, branch in zip(centres, branches, strict=True):
        drawing.arrow((centre, bar), (centre, y + 6))
        bottom = max(bottom, drawing.box(centre - width / 2, y + 6, width, _branch_lines(branch, words)))
    return bottom


Line = tuple[str, bool, int]  # text, bold, indent


def _step_lines(step: Step, words: Words) -> list[Line]:
    return [(_counted(step.label, step.count, words), True, 0)]


def _leaving_lines(leaving: Leaving, words: Words) -> list[Line]:
    lines: list[Line] = [(_counted(leaving.label, leaving.count, words), True, 0)]
    return lines + _reason_lines(leaving.reasons, words)


def _branch_lines(branch: Branch, words: Words) -> list[Line]:
    lines: list[Line] = [(_counted(branch.label, branch.count, words), True, 0)]
    if branch.analysed is not None:
        lines.append((_counted(words("analysed"), branch.analysed, words), False, 0))
        if branch.count > branch.analysed:
            lines.append((_counted(words("not_analysed"), branch.count - branch.analysed, words), False, 0))
    return lines + _reason_lines(branch.lost, words)


def _reason_lines(reasons: Sequence[Reason], words: Words) -> list[Line]:
    """The commonest reasons; the rest in one line, so that no box outgrows the page."""
    shown = list(reasons[:MOST_REASONS])
    rest = sum(reason.count for reason in reasons[MOST_REASONS:])
    if rest:
        shown.append(Reason(words("other_reasons"), rest))
    return [(_counted(reason.text, reason.count, words), False, 12) for reason in shown]


def _counted(text: str, count: int, words: Words) -> str:
    number = f"n\u00a0=\u00a0{count:,}"  # never parted at the end of a line
    return f"{text} ({number})" if words.lang == "en" else f"{text}（{number}）"


@dataclass
class _Drawing:
    """SVG elements as they are added."""

    font: str
    parts: list[str] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, lines: Sequence[Line], *, dashed: bool = False) -> float:
        """A box with its text; returns its lower edge."""
        wrapped = [
            (part, bold, indent, number)
            for text, bold, indent in lines
            for number, part in enumerate(_wrap(text, width - 2 * PAD - indent - (4 if bold else 0), bold))
        ]
        height = PAD * 2 + LEADING * len(wrapped) - 5
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self.parts.append(
            f'<rect x="{x + 0.5:g}" y="{y:g}" width="{width - 1:g}" height="{height:g}" rx="3" '
            f'fill="#fff" stroke="{palette.FAINT}"{dash}/>'
        )
        for index, (part, bold, indent, number) in enumerate(wrapped):
            baseline = y + PAD + LEADING * index + 10
            weight = ' font-weight="600"' if bold else ""
            if indent and not number:
                self.parts.append(
                    f'<circle cx="{x + PAD + 4:g}" cy="{baseline - 4:g}" r="1.6" fill="{palette.FAINT}"/>'
                )
            self.parts.append(
                f'<text x="{x + PAD + indent:g}" y="{baseline:g}" fill="{palette.INK}"{weight}>{escape(part)}</text>'
            )
        return y + height

    def note(self, text: str, width: float) -> float:
        """A warning at the upper right; returns where the drawing begins beneath it."""
        self.parts.append(
            f'<text x="{width - 1:g}" y="12" text-anchor="end" font-size="11" font-weight="bold" '
            f'fill="{palette.WARNING}">{escape(text)}</text>'
        )
        return 20.0

    def line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A straight line."""
        (x1, y1), (x2, y2) = start, end
        self.parts.append(
            f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{palette.FAINT}" stroke-width="1"/>'
        )

    def arrow(self, start: tuple[float, float], end: tuple[float, float], *, dashed: bool = False) -> None:
        """A line with a head at its end, running right or down."""
        (x1, y1), (x2, y2) = start, end
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self.parts.append(
            f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{palette.FAINT}" stroke-width="1"{dash}/>'
        )
        head = f"{x2:g},{y2:g} {x2 - 6:g},{y2 - 3.2:g} {x2 - 6:g},{y2 + 3.2:g}"
        if y2 > y1:
            head = f"{x2:g},{y2:g} {x2 - 3.2:g},{y2 - 6:g} {x2 + 3.2:g},{y2 - 6:g}"
        self.parts.append(f'<polygon points="{head}" fill="{palette.FAINT}"/>')

    def svg(self, width: float, height: float, title: str) -> str:
        """The finished drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="{width:g}" height="{height:g}" '
            f'viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title, quote=True)}" '
            f'font-family="{escape(self.font, quote=True)}" font-size="{SIZE:g}">'
            f'<rect width="{width:g}" height="{height:g}" fill="white"/>' + "".join(self.parts) + "</svg>"
        )


def _wrap(text: str, width: float, bold: bool) -> list[str]:
    """Text in lines no wider than `width`; Chinese may break between any two characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _measure(line + piece.rstrip(), bold) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    pieces, word = [], ""
    for character in text:
        if _wide(character):
            pieces += [word, character] if word else [character]
            word = ""
        else:
            word += character
            if character == " ":
                pieces.append(word)
                word = ""
    return [*pieces, word] if word else pieces


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _measure(text: str, bold: bool) -> float:
    """About how wide a text is; a little too wide rather than too narrow, since the reader's font is unknown."""
    narrow = SIZE * (0.59 if bold else 0.55)
    return sum(SIZE * 1.02 if _wide(c) else narrow * (0.6 if c in " .,;:()il|'" else 1) for c in text)
