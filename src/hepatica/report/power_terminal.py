"""A recomputed sample size on a terminal: the same sentences and tables as the page."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from hepatica.report.power_conclusion import conclusions
from hepatica.report.power_tables import power_tables
from hepatica.report.power_text import PowerText
from hepatica.report.table import Table
from hepatica.report.words import Lang, Words
from hepatica.simulation.power import Power

ACCENT, FAINT = "bold cyan", "dim"
LEAST: Final = 17  # characters that names of formulas and scenarios keep on a narrow terminal
WIDEST: Final = 120  # characters: longer lines are hard to read


def print_power(power: Power, lang: Lang, console: Console) -> None:
    """Print the claim, the tables and the conclusion."""
    console.width = min(console.width, WIDEST)
    text = PowerText(power, Words(lang))
    console.print(Text(f"{power.study.study} · {text.words('power_title')}", style=ACCENT))
    for sentence in text.sentences():
        console.print(Text(sentence))
    for table in power_tables(text):
        console.print()
        console.print(Text(table.title, style="bold"))
        console.print(_grid(table))
        for note in table.notes:
            console.print(Text(note, style=FAINT))
    console.print()
    console.print(Text(text.words("power_conclusion"), style="bold"))
    told = Grid.grid(padding=(0, 1))
    for sentence in conclusions(text):
        told.add_row("–", Text(sentence))
    console.print(told)


def _grid(table: Table) -> Grid:
    grid = Grid(box=None, header_style=FAINT, padding=(0, 2, 0, 0))
    least = min(max(len(str(row[0])) for row in table.rows) + 2, LEAST)
    for number, column in enumerate(table.columns):
        grid.add_column(column.label, justify=column.align, overflow="fold", min_width=None if number else least)
    before = None
    for row, group in zip_longest(table.rows, table.groups):
        if group is not None and group != before:
            grid.add_row(Text(group, style="italic"))
            before = group
        cells = [Text(str(cell)) for cell in row]
        grid.add_row(Text("  ").append_text(cells[0]) if table.groups else cells[0], *cells[1:])
    return grid
