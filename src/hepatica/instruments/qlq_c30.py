"""EORTC QLQ-C30 version 3.0: 30 items, 15 scales, and the summary score.

Aaronson NK et al., J Natl Cancer Inst 1993;85:365; scoring: Fayers PM et al., Scoring Manual, 2001. Summary score:
Giesinger JM et al., J Clin Epidemiol 2016;69:79: the mean of 13 scales, symptoms turned round; financial difficulties and
global health are not part of it, and it is computed only where all 13 are known.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.bounds import exact
from hepatica.instruments.components import Components
from hepatica.instruments.outcome import Outcome, outcome
from hepatica.instruments.questionnaire import Scale, score_of, scored
from hepatica.vocabulary.words import Label

GLOBAL: Final = 7
"""The greatest answer to items 29 and 30; the others go to 4."""

SCALES: Final = (
    Scale("global_health", "QL2", (29, 30), "global", Label("Global health status", "总体健康状况"), GLOBAL),
    Scale("physical_functioning", "PF2", (1, 2, 3, 4, 5), "functioning", Label("Physical functioning", "躯体功能")),
    Scale("role_functioning", "RF2", (6, 7), "functioning", Label("Role functioning", "角色功能")),
    Scale("emotional_functioning", "EF", (21, 22, 23, 24), "functioning", Label("Emotional functioning", "情绪功能")),
    Scale("cognitive_functioning", "CF", (20, 25), "functioning", Label("Cognitive functioning", "认知功能")),
    Scale("social_functioning", "SF", (26, 27), "functioning", Label("Social functioning", "社会功能")),
    Scale("fatigue", "FA", (10, 12, 18), "symptom", Label("Fatigue", "疲乏")),
    Scale("nausea_vomiting", "NV", (14, 15), "symptom", Label("Nausea and vomiting", "恶心呕吐")),
    Scale("pain", "PA", (9, 19), "symptom", Label("Pain", "疼痛")),
    Scale("dyspnoea", "DY", (8,), "symptom", Label("Dyspnoea", "气促")),
    Scale("insomnia", "SL", (11,), "symptom", Label("Insomnia", "失眠")),
    Scale("appetite_loss", "AP", (13,), "symptom", Label("Appetite loss", "食欲丧失")),
    Scale("constipation", "CO", (16,), "symptom", Label("Constipation", "便秘")),
    Scale("diarrhoea", "DI", (17,), "symptom", Label("Diarrhoea", "腹泻")),
    Scale("financial_difficulties", "FI", (28,), "symptom", Label("Financial difficulties", "经济困难")),
)
"""Names are those of the vocabulary, after `qlq_c30.`."""

VARIABLE: Final = "qlq_c30."
"""What the names of scales and items begin with in the vocabulary."""

ITEMS: Final = {f"{VARIABLE}{scale.name}": tuple(f"{VARIABLE}item_{item}" for item in scale.items) for scale in SCALES}
"""Each scale's variable, and those of its items."""

NOT_SUMMED: Final = ("global_health", "financial_difficulties")


def qlq_c30(table: pl.DataFrame, *, prefix: str = "q") -> pl.DataFrame:
    """The 15 scales and the summary score of each questionnaire, row by row.

    table: numeric columns q1 to q30 (`prefix` and the number), answers 1 to 4, of items 29 and 30 1 to 7; null where not
    answered. Returns the names of SCALES and summary (0 to 100, 10 significant digits; null where unknown) and problem
    (answers that do not exist: they count as not answered).
    Raises HepaticaError for a missing item column or one that does not hold numbers.
    """
    found = scored(table, SCALES, prefix=prefix, where="QLQ-C30")
    summed = [
        100 - pl.col(scale.name) if scale.kind == "symptom" else pl.col(scale.name)
        for scale in SCALES
        if scale.name not in NOT_SUMMED
    ]
    summary = exact(pl.sum_horizontal(summed, ignore_nulls=False) / len(summed))
    return found.with_columns(summary=summary).select(*(scale.name for scale in SCALES), "summary", "problem")


def from_facts(components: Components, scale: Scale) -> Outcome:
    """A scale of each day on which one of its items was answered; the answers of a day are one questionnaire.

    An answer that cannot be used counts as not given. Two different answers to an item on one day are a problem of the
    score: nobody can tell which belongs to the others.
    """
    names = {str(item): f"{VARIABLE}item_{item}" for item in scale.items}
    parts = {item: _answers(components.of(name), item, scale.most) for item, name in names.items()}
    table = pl.concat([part.select("key") for part in parts.values()]).unique().sort("key")
    for part in parts.values():
        table = table.join(part, on="key", how="left", maintain_order="left")
    twice = pl.coalesce(
        *(
            pl.when(f"{item}_twice").then(pl.lit(f"{name}: different answers on one day"))
            for item, name in names.items()
        ),
        pl.lit(None, pl.String),
    )
    table = table.with_columns(exact(score_of(scale)).alias("score"), twice.alias("problem"), oldest=pl.col("key"))
    table = table.with_columns(complete=pl.col("score").is_not_null() | pl.col("problem").is_not_null())
    result = {
        "number": pl.when(pl.col("problem").is_null()).then("score"),
        "unit": pl.lit("{score}"),
        "problem": pl.col("problem"),
    }
    return outcome(table, {f"{VARIABLE}{scale.name}": result}, names, components)


def _answers(rows: pl.DataFrame, item: str, most: int) -> pl.DataFrame:
    """The answer to an item on each day: key, <item> (null where it cannot be used), <item>_fact, <item>_twice."""
    offered = {str(answer): float(answer) for answer in range(1, most + 1)}
    answer = pl.col("code").replace_strict(offered, default=None, return_dtype=pl.Float64)
    answers = rows.with_columns(answer=pl.when(pl.col("problem").is_null()).then(answer))
    return answers.group_by("key").agg(
        pl.col("answer").drop_nulls().first().alias(item),
        pl.col("fact").min().alias(f"{item}_fact"),
        (pl.col("answer").drop_nulls().n_unique() > 1).alias(f"{item}_twice"),
    )
