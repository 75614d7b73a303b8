"""A recomputed sample-size claim with the words to tell it: names of formulas, shares, months, cells of a search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from hepatica.report.synopsis_claim import claim_sentences, ratio
from hepatica.report.synopsis_rules import Spoken
from hepatica.report.synopsis_words import Phrases
from hepatica.report.words import Words
from hepatica.simulation.claim import Claim, claim_of
from hepatica.simulation.power import Power
from hepatica.simulation.reproduce import Grid
from hepatica.vocabulary import load


@dataclass(frozen=True)
class PowerText:
    """What all parts of the page, the figure and the terminal say in the same way."""

    power: Power
    words: Words

    @cached_property
    def spoken(self) -> Spoken:
        """The study file in words."""
        return Spoken(self.power.study, load(), Phrases(self.words.lang))

    @property
    def claim(self) -> Claim:
        """The claim, with what was settled."""
        return self.power.claim

    def sentences(self) -> list[str]:
        """The claim as the study file has it, and what was taken instead."""
        taken = self._taken()
        asked = [self.words("power_taken", what=self.list(taken))] if taken else []
        return [*claim_sentences(self.spoken), *asked]

    def _taken(self) -> list[str]:
        before, now, w = claim_of(self.power.study), self.claim, self.words
        told = []
        if "sides" in before.open and "sides" not in now.open:
            told.append(w(f"sided_low_{now.sides}"))
        if before.formula != now.formula and now.formula is not None:
            told.append(self.formula(now.formula))
        changed = [name for name in ("accrual", "follow_up", "dropout", "subjects", "control") if
                   getattr(before, name) != getattr(now, name) or (name in before.open and name not in now.open)]  # fmt: skip
        for name in changed:
            match name:
                case "accrual" | "follow_up":
                    value = getattr(now, name)
                    phrase = self.spoken.words
                    told.append(phrase(f"assumed.{name}", value=phrase("mo.many", n=self.number(value)), arm=""))
                case "dropout":
                    told.append(w("pair_loss", loss=self.percent(now.dropout)))
                case "subjects":
                    told.append(w("power_none_n", n=now.subjects).strip())
                case _ if now.control_share is not None:
                    told.append(w("assumed_share", share=self.percent(now.control_share)))
        return told

    # ------------------------------------------------------------ names and numbers

    def formula(self, name: str) -> str:
        """A formula's name."""
        label = load().methods["sample_size_method"][name]
        return label.zh or label.en if self.words.lang == "zh" else label.en

    def sides(self, sides: int | None = None, *, low: bool = False) -> str:
        """One-sided, or two-sided; low: inside a sentence."""
        return self.words(f"sided_{'low_' if low else ''}{sides or self.claim.sides}")

    @staticmethod
    def percent(share: float, digits: int = 0) -> str:
        """A share as a percentage; whole numbers stay whole.

        >>> PowerText.percent(0.105), PowerText.percent(0.5), PowerText.percent(0.8156, 1)
        ('10.5 %', '50 %', '81.6 %')
        """
        value = 100 * share
        return f"{value:.{digits}f} %" if digits or abs(value - round(value)) < 1e-9 else f"{value:.3g} %"

    @staticmethod
    def whole_percent(share: float) -> str:
        """A simulated share, as exact as it is known."""
        return f"{100 * share:.0f} %"

    @staticmethod
    def number(value: float) -> str:
        """Months or a ratio: no more digits than there are; 27.98 months are 28."""
        return f"{round(value, 1):g}"

    @staticmethod
    def ratio(value: float) -> str:
        """A hazard ratio with three digits."""
        return f"{value:.3g}"

    def list(self, items: Iterable[str], *, last: bool = False) -> str:
        """Items in a row; last: with "or" before the last."""
        parts = [item for item in items if item]
        if last and len(parts) > 1:
            return self.words("joined").join(parts[:-1]) + self.words("or_last") + parts[-1]
        return self.words("joined").join(parts)

    def assumed(self, *, but: str = "") -> str:
        """What holds where nothing else is said: times, rate of the controls, allocation, loss; but for what is varied."""
        claim, w, told = self.claim, self.words, []
        if claim.kind == "survival" and claim.accrual is not None and claim.follow_up is not None:
            times = {name: self.number(getattr(claim, name)) for name in ("accrual", "follow_up")}
            told.append(w("assumed_accrual" if but == "follow_up" else "assumed_times", **times))
        if claim.control_share is not None and but != "control_share":
            told.append(w("assumed_share", share=self.percent(claim.control_share)))
        told.append(w("assumed_ratio", ratio=ratio(claim.ratio)))
        told.append(w("assumed_dropout", loss=self.percent(claim.dropout)) if claim.dropout else w("loss_none"))
        return self.list(told)

    def cells(self, rows: pl.DataFrame) -> str:
        """Combinations of what is open, by what is open: times, rates of the controls (with the loss), or losses."""
        grid = Grid.of(self.claim)
        by = [
            name for name in ("dropout", "control_share", "accrual", "follow_up") if rows[name].null_count() < len(rows)
        ]
        ordered = rows.sort(by) if by else rows
        if grid.timed and len(grid.dropout) > 1:
            parts = ordered.partition_by("dropout", maintain_order=True)
            return self.words("joined_more").join(
                self.words("pair_of_loss", loss=self._loss(part["dropout"][0]), cells=self._times(part))
                for part in parts
            )
        if grid.timed:
            return self._times(ordered)
        return self.list(self._share(row) for row in ordered.iter_rows(named=True))

    def _times(self, rows: pl.DataFrame) -> str:
        return self.list(
            self.words("pair_times", accrual=self.number(row["accrual"] or 0), follow_up=self.number(row["follow_up"]))
            for row in rows.iter_rows(named=True)
        )

    def _loss(self, share: float) -> str:
        return self.words("pair_loss", loss=self.percent(share)) if share else self.words("loss_none")

    def _share(self, row: Mapping[str, Any]) -> str:
        grid = Grid.of(self.claim)
        share = self.percent(row["control_share"]) if len(grid.control_share) > 1 else ""
        if len(grid.dropout) == 1:
            return share or self.words("pair_as_claimed")
        if not share:
            return self._loss(row["dropout"])
        kind = "pair_share_loss" if row["dropout"] else "pair_share_lossless"
        return self.words(kind, share=share, loss=self.percent(row["dropout"]))
