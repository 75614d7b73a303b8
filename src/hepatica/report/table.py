"""A table of the report: rows of cells with row groups and notes, made to HTML by great-tables under a fixed id.

Great-tables writes the structure (headings, scopes, header associations); the look is the report's own style sheet,
so its inline style block, which also leaks rules onto the rest of the page, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import great_tables
import polars as pl
from markupsafe import Markup, escape

STYLE: Final = re.compile(r"<style>.*?</style>", re.DOTALL)
Cell = str | Markup


@dataclass(frozen=True)
class Column:
    """A column's heading and how its cells stand."""

    label: str
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Table:
    """Cells are text, or Markup where they hold more; `groups` names the row group of each row, if there are any.

    A table without a title stands under a heading that says what it is.
    """

    id: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    groups: Sequence[str] = ()
    notes: Sequence[str] = ()

    def html(self) -> Markup:
        """The table as HTML without a caption; the first column holds the row headings."""
        names = [f"c{index}" for index in range(len(self.columns))]
        data = {name: [str(escape(row[i])) for row in self.rows] for i, name in enumerate(names)}
        if self.groups:
            data["group"] = list(self.groups)
        frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))
        table = great_tables.GT(
            frame, rowname_col="c0", groupname_col="group" if self.groups else None, id=self.id
        ).tab_stubhead(great_tables.html(str(escape(self.columns[0].label))))
        for name, column in zip(names[1:], self.columns[1:], strict=True):
            heading = great_tables.html(str(escape(column.label)))
            table = table.cols_label({name: heading}).cols_align(column.align, columns=[name])
        table = table.fmt(lambda cell: cell, columns=names)
        for note in self.notes:
            table = table.tab_source_note(great_tables.html(str(escape(note))))
        text = STYLE.sub("", table.as_raw_html(), count=1)
        text = text[text.index("<table") : text.rindex("</table>") + len("</table>")]
        return Markup(re.sub(r' data-quarto-\w+(?:-\w+)*="\w+"', "", text))


def with_id(text: str, result_id: str) -> Markup:
    """A number with its result id beneath, small and selected by one click."""
    if not result_id:
        return escape(text)
    return Markup('<span class="number">{}</span> <code class="rid">{}</code>').format(
        text, Markup("<wbr>").join(re.findall(r"[^.:]*[.:]|[^.:]+$", result_id))
    )
