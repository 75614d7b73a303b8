"""New lesions: which of the new foci are progression, and from which day.

RECIST 1.1 (Eisenhauer 2009), 4.3.5: a new lesion must be unequivocal; one that is doubtful at first and sure later is
progression from the day it was first seen. mRECIST (Lencioni and Llovet 2010): in the liver it is a new lesion from 10 mm
with the typical pattern, or with growth of 10 mm since; a node of the porta hepatis is malignant from 20 mm, an effusion
only with malignant cells.
"""

from __future__ import annotations

import polars as pl

from hepatica.instruments.response.criteria import EFFUSIONS, LIVER, PORTA_HEPATIS, Criteria


def new_lesions(rows: pl.DataFrame, criteria: Criteria) -> pl.DataFrame:
    """UNEQUIVOCAL or EQUIVOCAL for each visit with a new lesion, and why (`unproven`: an effusion without proof).

    rows: the rows of role new. Returns visit, new_lesion, unproven.
    """
    news = rows.filter(pl.col("role") == "new").sort("visit")
    if criteria.new_in_liver is None:
        sure = pl.col("state") == "unequivocal"
    else:
        rule = criteria.new_in_liver
        size = pl.col("longest_mm")
        grown = size - size.cum_min().over("tumour") >= rule.growth
        large = size >= rule.smallest
        liver = pl.col("organ").is_in(sorted(LIVER)).fill_null(True)
        image = large & (pl.col("typical").fill_null(False) | grown.fill_null(False))
        unmeasured = size.is_null() & pl.col("typical").fill_null(True) & (pl.col("state") == "unequivocal")
        sure = pl.when(liver).then(image | unmeasured).otherwise(pl.col("state") == "unequivocal")
    if criteria.porta_hepatis_target > criteria.node_target:
        porta = pl.col("node") & pl.col("organ").is_in(sorted(PORTA_HEPATIS)).fill_null(False)
        large = (pl.col("short_axis_mm") >= criteria.porta_hepatis_target).fill_null(True)
        sure &= large | ~porta
    effusion = pl.col("organ").is_in(sorted(EFFUSIONS)).fill_null(False) if criteria.cytology else pl.lit(False)
    unproven = effusion & ~pl.col("cytology").fill_null(False)
    if criteria.cytology:
        sure = pl.when(effusion).then(pl.col("cytology").fill_null(False)).otherwise(sure)
    news = news.with_columns(sure=sure.fill_null(False), unproven=unproven)
    if criteria.backdate:
        news = news.with_columns(sure=pl.col("sure").reverse().cum_max().reverse().over("tumour"))
    found = pl.when(pl.col("sure").any()).then(pl.lit("UNEQUIVOCAL")).otherwise(pl.lit("EQUIVOCAL"))
    return news.group_by("visit").agg(new_lesion=found, unproven=pl.col("unproven").any())
