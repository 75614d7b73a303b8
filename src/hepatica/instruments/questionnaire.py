"""Scores of EORTC questionnaires: the mean of the answered items of a scale, stretched to 0 to 100.

Fayers PM et al., The EORTC QLQ-C30 Scoring Manual (3rd edition), Brussels 2001: the raw score is the mean of the answered
items, if at least half of them are answered; a functioning score is (1 - (raw - 1) / range) x 100, a symptom or global
score (raw - 1) / range x 100. The wording of the items belongs to the EORTC and is not part of this package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.bounds import exact
from hepatica.instruments.inputs import plain, require, sentences
from hepatica.vocabulary.words import Label

Kind = Literal["global", "functioning", "symptom"]

NEAR: Final = 1e-9
"""Points within which two scores are equal: they are sums of thirds and sevenths."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale: its name, the code of the EORTC, its items by number, what a high score means, a label, the last answer."""

    name: str
    code: str
    items: tuple[int, ...]
    kind: Kind
    label: Label
    most: int = 4

    @property
    def better(self) -> Literal["higher", "lower"]:
        """Which scores are better."""
        return "lower" if self.kind == "symptom" else "higher"


def items_of(scales: Sequence[Scale], prefix: str) -> dict[str, tuple[str, ...]]:
    """Each scale's variable, and those of its items. prefix: what their names in the vocabulary begin with."""
    return {f"{prefix}{scale.name}": tuple(f"{prefix}item_{item}" for item in scale.items) for scale in scales}


def scored(table: pl.DataFrame, scales: Sequence[Scale], *, prefix: str, where: str) -> pl.DataFrame:
    """The scores of each questionnaire, row by row.

    table: one row a questionnaire, numeric columns <prefix><number of the item> of every item; null where not answered.
    Returns a column for each scale (0 to 100; null where fewer than half of its items are answered) and problem: each
    answer that the item does not offer; it counts as not answered.
    Raises HepaticaError for a missing item column or one that does not hold numbers.
    """
    most = {item: scale.most for scale in scales for item in scale.items}
    table = require(table, where, numbers=[f"{prefix}{item}" for item in sorted(most)])
    offered = {item: _offered(pl.col(f"{prefix}{item}").cast(pl.Float64), last) for item, last in most.items()}
    answers = table.select(
        pl.when(offered[item]).then(pl.col(f"{prefix}{item}").cast(pl.Float64)).alias(str(item))
        for item in sorted(most)
    )
    found = answers.select(exact(score_of(scale)).alias(scale.name) for scale in scales)
    return found.with_columns(_wrong(table, most, offered, prefix))


def important_change(
    table: pl.DataFrame, *, difference: float, better: Literal["higher", "lower"] = "higher"
) -> pl.DataFrame:
    """Whether a score has changed by at least the minimal important difference.

    table: columns baseline and score. Returns change (score - baseline) and result: improved, stable or worse; null where
    one of both is unknown. Which difference is important is for the study to say: Osoba D et al., J Clin Oncol
    1998;16:139 call 5 to 10 points of the QLQ-C30 a little, 10 to 20 moderate, more than 20 very much.
    """
    table = require(table, "important change", numbers=("baseline", "score"))
    if not difference > 0:
        raise HepaticaError(f"the minimal important difference is {difference}", do="give a number of points over 0")
    change = pl.col("score").cast(pl.Float64) - pl.col("baseline").cast(pl.Float64)
    gain = change if better == "higher" else -change
    up, down = gain >= difference - NEAR, gain <= -difference + NEAR
    result = pl.when(up).then(pl.lit("improved")).when(down).then(pl.lit("worse")).when(change.is_not_null()).then(
        pl.lit("stable")
    )  # fmt: skip
    return table.select(change=change.round(8), result=result)


def score_of(scale: Scale) -> pl.Expr:
    """The score from columns named by the numbers of the items, which hold answers that exist, or null."""
    columns = [pl.col(str(item)) for item in scale.items]
    answered = pl.sum_horizontal(column.is_not_null() for column in columns)
    part = (pl.mean_horizontal(columns) - 1) / (scale.most - 1)
    stretched = (1 - part if scale.kind == "functioning" else part) * 100
    return pl.when(2 * answered >= len(columns)).then(stretched)


def _wrong(table: pl.DataFrame, most: dict[int, int], offered: dict[int, pl.Expr], prefix: str) -> pl.Series:
    """What is wrong with the answers of each row; sentences are made only where something is."""
    rows = table.select(bad=pl.any_horizontal(~offered[item] for item in offered).fill_null(False)).to_series()
    said = [
        pl.when(~offered[item]).then(
            pl.format(f"item {item} is answered {{}}, not 1 to {most[item]}", plain(pl.col(f"{prefix}{item}")))
        )
        for item in sorted(most)
    ]
    told = table.filter(rows).select(problem=sentences(said)).to_series()
    places = rows.arg_true()
    return pl.Series("problem", [None], dtype=pl.String).new_from_index(0, table.height).scatter(places, told)


def _offered(answer: pl.Expr, most: int) -> pl.Expr:
    """Whether the answer is one that the item offers; null where there is none."""
    return (answer == answer.round(0)) & answer.is_between(1, most)
