"""What the course of each subject holds: the first day of every response, and of those that are confirmed.

Days count from day zero; null where there is none.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.response.best_rules import CODES, CR, NE, NON, PD, PR, SD, BestRules
from hepatica.instruments.response.confirmation import confirmed_by
from hepatica.instruments.response.stretches import firsts

RANKS: Final = 8
"""More than there are responses: a day times RANKS plus the rank keeps the order of days."""


def facts(rows: pl.DataFrame, table: pl.DataFrame, rules: BestRules) -> pl.DataFrame:
    """One row a case of `table`, in its order: first days of responses; n assessments; what confirms, and when.

    rows: what `up_to_progression` gives. cr, pr, pd: first CR, PR, PD. sd, non: first SD and NON-CR/NON-PD late enough.
    held: first CR, PR or SD late enough (SD where nothing is confirmed). early: first SD or NON-CR/NON-PD too early;
    held_early: first CR, PR, SD or NON-CR/NON-PD too early. ne: first NE. ccr, cpr: first CR and PR that is confirmed;
    ccr_by, cpr_by, cpr_with: day and rank of what confirms. benefit: first response that is benefit by its time.
    """
    rank, since = pl.col("rank"), pl.col("since")
    rows = rows.with_columns(since=pl.col("day") - pl.col("zero"))
    for name, wanted in (("ccr", CR), ("cpr", PR)):
        by = confirmed_by(rows, wanted, rules)
        later = rows["since"].gather(by).alias(f"{name}_by")
        of_day = (rows["since"] * RANKS + rows["rank"]).gather(by).alias(f"{name}_coded")
        rows = rows.with_columns(later, of_day)
    late, named = since >= rules.stable, [CODES.index(code) for code in rules.benefit]
    complete, partial = pl.col("ccr_by").is_not_null(), pl.col("cpr_by").is_not_null()
    found = firsts(
        rows,
        {
            "cr": (rank == CR, "since"),
            "pr": (rank == PR, "since"),
            "sd": ((rank == SD) & late, "since"),
            "non": ((rank == NON) & late, "since"),
            "pd": (rank == PD, "since"),
            "ne": (rank == NE, "since"),
            "early": (rank.is_in([SD, NON]) & ~late, "since"),
            "held": (rank.is_in([CR, PR, SD]) & late, "since"),
            "held_early": (rank.is_in([CR, PR, SD, NON]) & ~late, "since"),
            "ccr": (complete, "since"),
            "cpr": (partial, "since"),
            # the day of confirmation rises with the day of the response: the first of both belong together
            "ccr_by": (complete, "ccr_by"),
            "cpr_by": (partial, "cpr_by"),
            "cpr_coded": (partial, "cpr_coded"),
            "benefit": (rank.is_in(named) & (since >= rules.benefit_days), "since"),
        },
    ).with_columns(cpr_with=pl.col("cpr_coded") % RANKS)
    found = found.with_columns(rows["since"].gather(found["n"].cum_sum() - 1).alias("last"))
    days = table.select("case", "zero", "death", "deaths", "unplaced", died=pl.col("death") - pl.col("zero"))
    return days.join(found, on="case", how="left", maintain_order="left").with_columns(pl.col("n").fill_null(0))
