"""EORTC QLQ-HCC18, the module for hepatocellular carcinoma: items 31 to 48 after those of the QLQ-C30, 8 scales.

Blazeby JM et al., Eur J Cancer 2004;40:2439; Chie WC et al., Hepatology 2012;55:1122. Every scale is scored as symptoms
are: a high score is a bad one, for body image too.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.questionnaire import Scale, items_of, scored
from hepatica.vocabulary.words import Label

SCALES: Final = (
    Scale("fatigue", "FA", (45, 46, 47), "symptom", Label("Fatigue", "疲乏")),
    Scale("body_image", "BI", (33, 35), "symptom", Label("Body image", "体象")),
    Scale("jaundice", "JA", (36, 37), "symptom", Label("Jaundice", "黄疸")),
    Scale("nutrition", "NU", (31, 32, 42, 43, 44), "symptom", Label("Nutrition", "营养")),
    Scale("pain", "PA", (38, 39), "symptom", Label("Pain", "疼痛")),
    Scale("fever", "FE", (40, 41), "symptom", Label("Fever", "发热")),
    Scale("sexual_interest", "SI", (48,), "symptom", Label("Sexual interest", "性兴趣")),
    Scale("abdominal_swelling", "AS", (34,), "symptom", Label("Abdominal swelling", "腹胀")),
)
"""Names are those of the vocabulary, after `qlq_hcc18.`."""

VARIABLE: Final = "qlq_hcc18."
"""What the names of scales and items begin with in the vocabulary."""

ITEMS: Final = items_of(SCALES, VARIABLE)


def qlq_hcc18(table: pl.DataFrame, *, prefix: str = "q") -> pl.DataFrame:
    """The 8 scales of each questionnaire, row by row.

    table: numeric columns q31 to q48 (`prefix` and the number), answers 1 to 4; null where not answered. Returns the names
    of SCALES (0 to 100, higher is worse; null where fewer than half of the items are answered) and problem (answers that
    do not exist: they count as not answered).
    Raises HepaticaError for a missing item column or one that does not hold numbers.
    """
    return scored(table, SCALES, prefix=prefix, where="QLQ-HCC18")
