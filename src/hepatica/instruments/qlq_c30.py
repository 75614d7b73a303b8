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
from hepatica.instruments.outcome import Outcome
from hepatica.instruments.questionnaire import Scale, items_of, score_of, scored
from hepatica.instruments.questionnaire_days import answered, of_each_day, scored_days, together
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

ITEMS: Final = items_of(SCALES, VARIABLE)

SUMMARY: Final = f"{VARIABLE}summary"
SUMMED: Final = tuple(scale for scale in SCALES if scale.name not in ("global_health", "financial_difficulties"))
SUMMED_ITEMS: Final = {str(item): f"{VARIABLE}item_{item}" for scale in SUMMED for item in scale.items}
SUMMED_SCALES: Final = {scale.name: f"{VARIABLE}{scale.name}" for scale in SUMMED}
"""What the summary score is computed from: by number or name, the variable."""


def qlq_c30(table: pl.DataFrame, *, prefix: str = "q") -> pl.DataFrame:
    """The 15 scales and the summary score of each questionnaire, row by row.

    table: numeric columns q1 to q30 (`prefix` and the number), answers 1 to 4, of items 29 and 30 1 to 7; null where not
    answered. Returns the names of SCALES and summary (0 to 100, 10 significant digits; null where unknown) and problem
    (answers that do not exist: they count as not answered).
    Raises HepaticaError for a missing item column or one that does not hold numbers.
    """
    found = scored(table, SCALES, prefix=prefix, where="QLQ-C30")
    return found.with_columns(summary=_summary()).select(*(scale.name for scale in SCALES), "summary", "problem")


def _summary() -> pl.Expr:
    """The summary score from columns named by the scales; null where one is not known."""
    summed = [100 - pl.col(scale.name) if scale.kind == "symptom" else pl.col(scale.name) for scale in SUMMED]
    return exact(pl.sum_horizontal(summed, ignore_nulls=False) / len(summed))


def summary_from_facts(components: Components) -> list[Outcome]:
    """The summary score of each day: from the answers of that day, else from the scores of scales recorded on it."""
    last = {str(item): scale.most for scale in SUMMED for item in scale.items}
    answers = {item: answered(components.of(name), item, last[item]) for item, name in SUMMED_ITEMS.items()}
    scores = {scale: _recorded(components.of(name), scale) for scale, name in SUMMED_SCALES.items()}
    asked = pl.concat([rows.select("key") for rows in answers.values()])
    scores = {scale: rows.join(asked, on="key", how="anti", maintain_order="left") for scale, rows in scores.items()}
    of_answers = together(answers).with_columns(exact(score_of(scale)).alias(scale.name) for scale in SUMMED)
    return [
        scored_days(of_answers, SUMMARY, _summary(), SUMMED_ITEMS, components),
        scored_days(together(scores), SUMMARY, _summary(), SUMMED_SCALES, components),
    ]


def _recorded(rows: pl.DataFrame, scale: str) -> pl.DataFrame:
    """The recorded score of a scale on each day: key, <scale> (null where it is no number), <scale>_fact, <scale>_twice."""
    number = pl.col("problem").is_null() & (pl.col("comparator") == "")
    return of_each_day(rows.with_columns(answer=pl.when(number).then("number")), scale)
