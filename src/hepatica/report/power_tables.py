"""The tables of a recomputed sample-size claim, the same for the page and the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from hepatica.report.power_text import PowerText
from hepatica.report.table import Column, Table
from hepatica.simulation.reproduce import Grid

ABSENT: Final = "—"
GROUPS: Final = {"assay_by_chance": "assay", "delayed": "shape", "waning": "shape"}
"""Kinds of scenarios that stand under the heading of another."""
USUAL: Final = (pl.col("rounding") == "arms_before_loss") & pl.col("loss").is_in(["divide", "none"])


def power_tables(text: PowerText) -> list[Table]:
    """Events, subjects, what reproduces the claim, simulated power: those that there are."""
    made = (events_table(text), sizes_table(text), reproducing_table(text), simulated_table(text))
    return [table for table in made if table is not None]


def events_table(text: PowerText) -> Table | None:
    """Events by formula, one- and two-sided: unrounded and whole."""
    events, w, claim = text.power.events, text.words, text.claim
    if not events.height:
        return None
    sides = events["sides"].unique(maintain_order=True).to_list()
    rows = []
    for formula in events["formula"].unique(maintain_order=True):
        own = {row["sides"]: row for row in events.filter(pl.col("formula") == formula).iter_rows(named=True)}
        rows.append([text.formula(formula), *(f"{own[s]['events']:.1f} → {own[s]['whole']}" for s in sides)])
    title = w(
        "events_title",
        ratio=text.ratio(claim.hazard_ratio),
        power=text.percent(claim.power),
        alpha=f"{claim.alpha:g}",
    )
    columns = [Column(w("formula")), *(Column(text.sides(s), "right") for s in sides)]
    return Table("table-events", title, columns, rows)


def sizes_table(text: PowerText) -> Table | None:
    """Subjects by formula under what is assumed meanwhile, and the power of the claimed number."""
    w, sizes = text.words, text.power.sizes.filter(pl.col("sides") == text.claim.sides)
    if not sizes.height:
        return None
    rows = [
        [
            text.formula(row["formula"]),
            f"{row['evaluable']:.1f}",
            f"{row['with_loss']:.1f}",
            f"{row['whole']}",
            text.percent(row["power"], 1),
        ]
        for row in sizes.iter_rows(named=True)
    ]
    heads = ("sizes_evaluable", "sizes_with_loss", "sizes_whole")
    columns = [Column(w("formula")), *(Column(w(head), "right") for head in heads)]
    columns.append(Column(w("sizes_power", n=text.claim.subjects), "right"))
    title = w("sizes_title", assumed=text.assumed(), sides=text.sides(low=True))
    return Table("table-sizes", title, columns, rows, notes=[w("sizes_note")])


def reproducing_table(text: PowerText) -> Table:
    """What gives exactly the claimed number by the usual convention, to the nearest, with one follow-up for all, in all."""
    w, found, alike = text.words, text.power.reproducing, text.power.alike
    plain = found.filter(pl.col("events") == "unrounded")
    rows: list[list[str]] = []
    groups: list[str] = []
    for sides in sorted(found["sides"].unique(), reverse=True) or [text.claim.sides]:
        for formula in text.claim.formulas:
            mine = (pl.col("formula") == formula) & (pl.col("sides") == sides)
            shown = (plain.filter(mine & USUAL), plain.filter(mine & (pl.col("rounding") == "nearest") & _divided()))
            row = [text.formula(formula), *(_cells(part, text) for part in shown)]
            if alike.height:
                row.append(_alike(alike.filter(mine & (pl.col("events") == "unrounded")), text))
            rows.append([*row, f"{found.filter(mine).height}"])
            groups.append(text.sides(sides))
    columns = [Column(w("formula")), Column(_heading(text)), Column(w("reproducing_nearest"))]
    columns += [Column(w("reproducing_alike"))] if alike.height else []
    columns.append(Column(w("reproducing_any"), "right"))
    note = _tried(text)
    title = w("reproducing_title", n=text.claim.subjects)
    return Table("table-reproducing", title, columns, rows, groups if len(set(groups)) > 1 else (), [note])


def all_table(text: PowerText) -> Table | None:
    """Every combination that gives the claimed number, by formula and convention."""
    w, found = text.words, text.power.reproducing
    if not found.height:
        return None
    keys = ["sides", "formula", "events", "rounding", "loss"]
    rows, groups = [], []
    for part in found.sort("sides", descending=True, maintain_order=True).partition_by(keys, maintain_order=True):
        first = part.row(0, named=True)
        told = [w(f"rounding_{first['rounding']}"), w(f"loss_{first['loss']}")]
        told += [w(f"events_{first['events']}")] if first["events"] != "unrounded" else []
        rows.append([text.list(told), _cells(part, text)])
        groups.append(f"{text.formula(first['formula'])}, {text.sides(first['sides'], low=True)}")
    title = w("all_title", n=found.height, subjects=text.claim.subjects)
    return Table("table-all", title, [Column(w("all_convention")), Column(w("all_cells"))], rows, groups)


def simulated_table(text: PowerText) -> Table | None:
    """Simulated power by scenario, with Monte-Carlo standard errors."""
    w, simulated, claim = text.words, text.power.simulated, text.claim
    if not simulated.height:
        return None
    rows, groups = [], []
    for row in simulated.iter_rows(named=True):
        kind = GROUPS.get(row["kind"], row["kind"])
        groups.append(w(f"group_{kind}", **({"by": text.number(claim.by or 0)} if kind == "control_share" else {})))
        rows.append(
            [
                scenario_name(row, text),
                f"{row['n_control']} + {row['n_treated']}",
                f"{100 * row['power']:.1f} ({100 * row['power_se']:.1f})",
                f"{row['events']:.1f}",
            ]
        )
    columns = [Column(w("simulated_what"))]
    columns += [Column(w(f"simulated_{name}"), "right") for name in ("arms", "power", "events")]
    told = "simulated_note" if claim.kind == "survival" else "simulated_proportions_note"
    note = w(told, replicates=f"{text.power.replicates:,}", seed=text.power.seed, assumed=text.assumed())
    kind = "simulated_table_title" if claim.kind == "survival" else "simulated_proportions_title"
    title = w(kind, n=claim.subjects, sides=text.sides(low=True), alpha=f"{claim.alpha:g}")
    return Table("table-simulated", title, columns, rows, groups, [note])


def scenario_name(row: Mapping[str, Any], text: PowerText) -> str:
    """What is varied in a simulated scenario."""
    kind, share, detail = row["kind"], row["control_share"], row["detail"]
    shares = kind in ("assay", "assay_by_chance")
    if kind == "dates" and "control_share" not in text.claim.open:
        kind = "dates_plain"
    if text.claim.kind == "proportions":
        kind = f"{kind}_shares"
    return text.words(
        f"row_{kind}",
        accrual=text.number(row["accrual"] or 0),
        follow_up=text.number(row["follow_up"] or 0),
        share=text.percent(share) if share is not None else "",
        treated=text.percent(round(text.claim.treated_share or 0, 3)),
        ratio=f"{row['hazard_ratio']:.2f}",
        detail=(text.whole_percent(detail) if shares else text.number(detail)) if detail is not None else "",
    )


def _heading(text: PowerText) -> str:
    """What the cells of the usual convention hold."""
    grid = Grid.of(text.claim)
    if grid.timed:
        return text.words("reproducing_times")
    if len(grid.control_share) > 1:
        return text.words("reproducing_share")
    return text.words("reproducing_loss" if len(grid.dropout) > 1 else "reproducing_plain")


def _divided() -> pl.Expr:
    return pl.col("loss").is_in(["divide", "none"])


def _cells(rows: pl.DataFrame, text: PowerText) -> str:
    return text.cells(rows) if rows.height else ABSENT


def _alike(rows: pl.DataFrame, text: PowerText) -> str:
    if not rows.height:
        return ABSENT
    first, last = rows.row(0, named=True)["first"], rows.row(0, named=True)["last"]
    return text.words("between", low=f"{first:.1f}", high=f"{last:.1f}")


def _tried(text: PowerText) -> str:
    """How many combinations of what were tried."""
    axes = list(_axes(text))
    if not axes:
        return text.words("reproducing_one")
    return text.words("reproducing_note", combinations=f"{text.power.combinations:,}", axes=text.list(axes))


def _axes(text: PowerText) -> Iterator[str]:
    """What was tried of everything that is open."""
    grid, claim, w = Grid.of(text.claim), text.claim, text.words
    if len(claim.formulas) > 1:
        yield w("axes_formula")
    if "sides" in claim.open:
        yield w("axes_sides")
    if {"schoenfeld", "freedman"} & set(claim.formulas):
        yield w("axes_events")
    if claim.rounding is None:
        yield w("axes_rounding")
    if "loss" in claim.open:
        yield w("axes_counting", n=2 if claim.kind == "proportions" else 3)
    if grid.timed:
        spans = [_span([value or 0.0 for value in axis], text.number, text) for axis in (grid.accrual, grid.follow_up)]
        yield w("axes_times", accrual=spans[0], follow_up=spans[1])
    if len(grid.control_share) > 1:
        yield w("axes_share", share=_span([value or 0.0 for value in grid.control_share], text.percent, text))
    if len(grid.dropout) > 1:
        yield w("axes_loss", loss=_span(list(grid.dropout), text.percent, text))


def _span(values: list[float], told: Any, text: PowerText) -> str:
    if len(values) == 1:
        return str(told(values[0]))
    return text.words("between", low=told(min(values)), high=told(max(values)))
