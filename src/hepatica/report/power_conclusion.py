"""What a recomputed sample-size claim comes to, in a few plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from hepatica.report.power_tables import USUAL
from hepatica.report.power_text import PowerText
from hepatica.simulation.by_formula import comparison_of
from hepatica.simulation.scenarios import months_of
from hepatica.statistics.sample_size import power_with

USUAL_ACCRUAL: Final = 24
"""Months within which a single hospital usually wants to have its patients."""
EXPLAINED: Final = (0.1, 0.3)
"""R squared of the group on covariates, where groups are not drawn by lot."""


def conclusions(text: PowerText) -> list[str]:
    """Whether the claim can be had, under which horizons or rates, what simulation says, and what would undo it."""
    told = [*_arithmetic(text), *_dates(text), *_simulated(text), *_fragile(text), *_confounded(text)]
    return [sentence for sentence in told if sentence]


def _arithmetic(text: PowerText) -> Iterator[str]:
    power, claim, w = text.power, text.claim, text.words
    found, combinations = power.reproducing, f"{power.combinations:,}"
    if not found.height:
        yield w("say_impossible", combinations=combinations, n=claim.subjects)
        return
    if found.height == power.combinations:
        yield w("say_exact", n=claim.subjects)
        return
    yield w("say_possible", found=f"{found.height:,}", combinations=combinations, n=claim.subjects)
    taken = (pl.col("sides") == claim.sides) & ((pl.col("dropout") - claim.dropout).abs() < 1e-9)
    usual = found.filter(USUAL & (pl.col("events") == "unrounded") & taken)
    if "accrual" in claim.open and "follow_up" in claim.open and claim.by is None:
        yield from _horizons(usual.filter(pl.col("accrual") <= USUAL_ACCRUAL), text)
    elif "control_share" in claim.open:
        yield from _rates(usual, text)


def _horizons(usual: pl.DataFrame, text: PowerText) -> Iterator[str]:
    """From when to when accrual and follow-up together may last, by formula."""
    spans = []
    for formula in text.claim.formulas:
        total = usual.filter(pl.col("formula") == formula).select(pl.col("accrual") + pl.col("follow_up")).to_series()
        if total.len():
            low, high = (text.number(value) for value in (min(total), max(total)))
            span = low if low == high else text.words("between", low=low, high=high)
            spans.append(text.words("say_horizon_one", span=span, formula=text.formula(formula)))
    if spans:
        yield text.words("say_horizon", sides=text.sides(), accrual=USUAL_ACCRUAL, list=text.list(spans))


def _rates(usual: pl.DataFrame, text: PowerText) -> Iterator[str]:
    """Which rates of the controls give the claimed number with the loss that is assumed, by formula."""
    rates = []
    for formula in text.claim.formulas:
        own = usual.filter(pl.col("formula") == formula)
        if own.height:
            shares = text.list(text.percent(share) for share in own["control_share"].sort())
            rates.append(text.words("say_share_one", share=shares, formula=text.formula(formula)))
    if rates:
        yield text.words(
            "say_share",
            sides=text.sides(),
            loss=text.percent(text.claim.dropout),
            n=text.claim.subjects,
            list=text.list(rates),
        )


def _dates(text: PowerText) -> Iterator[str]:
    """How fast subjects must enter for all to be followed to the time of the shares within the study's dates."""
    claim, whole = text.claim, months_of(text.power.study)
    if claim.by is None or whole is None or whole <= claim.by:
        return
    left = whole - claim.by
    rate = f"{claim.subjects / left:.1f}"
    yield text.words("say_dates", months=f"{left:.1f}", n=claim.subjects, by=text.number(claim.by), rate=rate)


def _simulated(text: PowerText) -> Iterator[str]:
    """Where simulated trials reach the claimed power, and where they do not."""
    claim, w = text.claim, text.words
    for kind in ("horizon", "control_share", "claimed"):
        rows = text.power.simulated.filter(pl.col("kind") == kind)
        if not rows.height:
            continue
        reached = rows.filter(pl.col("power") >= claim.power)
        missed = rows.filter(pl.col("power") < claim.power)
        if reached.height:
            told = _where(kind, reached, text)
            yield w("say_reach", n=claim.subjects, power=text.percent(claim.power), where=told)
        if missed.height:
            yield w("say_miss", where=_where(kind, missed, text))


def _where(kind: str, rows: pl.DataFrame, text: PowerText) -> str:
    return text.words(f"where_{kind}", list=text.list(_one(kind, row, text) for row in rows.iter_rows(named=True)))


def _one(kind: str, row: dict[str, Any], text: PowerText) -> str:
    if kind == "claimed":
        return text.whole_percent(row["power"])
    times = {name: text.number(row[name] or 0) for name in ("accrual", "follow_up")}
    what = text.words("pair_times", **times) if kind == "horizon" else text.percent(row["control_share"])
    return text.words("where_one", what=what, power=text.whole_percent(row["power"]))


def _fragile(text: PowerText) -> Iterator[str]:
    """What would undo the power: a weaker effect, other arms, an effect that comes late."""
    simulated, claim = text.power.simulated, text.claim
    for kind in ("effect", "assay", "allocation", "delayed"):
        rows = list(simulated.filter(pl.col("kind") == kind).iter_rows(named=True))
        if kind == "assay" and rows:
            rows = [rows[0], rows[-1]]
        if rows:
            what = text.list((_varied(kind, row, text) for row in rows), last=True)
            power = text.list((text.whole_percent(row["power"]) for row in rows), last=True)
            more = {"ratio": text.ratio(claim.hazard_ratio)} if kind == "effect" else {}
            yield text.words(f"say_{kind}", what=what, power=power, **more)


def _varied(kind: str, row: dict[str, Any], text: PowerText) -> str:
    match kind:
        case "effect":
            return f"{row['hazard_ratio']:.2f}"
        case "assay":
            return text.whole_percent(row["detail"])
        case _:
            return text.number(row["detail"])


def _confounded(text: PowerText) -> Iterator[str]:
    """What covariates that explain the group take away, where groups are not drawn by lot (Hsieh & Lavori 2000)."""
    claim, design = text.claim, text.power.study.design
    if design.allocation == "randomised" or claim.kind != "survival" or not claim.timed:
        return
    seen = claim.subjects * (1 - claim.dropout)
    values = [
        float(power_with(comparison_of("schoenfeld", claim), seen * (1 - share), alpha=claim.alpha, sides=claim.sides))
        for share in (0.0, *EXPLAINED)
    ]
    yield text.words(
        "say_confounding",
        what=text.list((text.percent(share) for share in EXPLAINED), last=True),
        before=text.whole_percent(values[0]),
        power=text.list((text.whole_percent(value) for value in values[1:]), last=True),
    )
