"""iRECIST: progression under immunotherapy is unconfirmed (iUPD) until a later assessment confirms it (iCPD).

Seymour L et al., Lancet Oncol 2017;18:e143 (table 2, time points), and the questions answered by the RECIST working group
(recist.eortc.org): growth adds up from the first iUPD; scans less than 4 weeks after it do not confirm; a later
assessment may.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import require
from hepatica.instruments.response.course import PROBLEMS, problems
from hepatica.instruments.response.irecist_reasons import reasons

WHERE: Final = "iRECIST"
TARGET: Final = ("CR", "PR", "SD", "PD", "NE")
NON_TARGET: Final = ("CR", "NON-CR/NON-PD", "PD", "NE")
CONFIRMED: Final = "CPD"
"""What a reader writes (iCPD) who has seen the growth themselves."""

RANK: Final = {"CR": 0, "PR": 1, "SD": 2, "PD": 3}
OPTIONAL: Final = {
    "reader": pl.String,
    "target": pl.String,
    "non_target": pl.String,
    "new_lesion": pl.Boolean,
    "new_remains": pl.Boolean,
    "sum_mm": pl.Float64,
    "new_sum_mm": pl.Float64,
    "non_target_growth": pl.Boolean,
    "new_growth": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class ImmuneRules:
    """growth: least further growth in mm, of the sum of target (or of new) lesions since the first iUPD, that confirms.
    earliest: least days from the first iUPD to an assessment that confirms. latest: most days; None: any later one may
    (the paper asks for the scan after 4 to 8 weeks).
    """

    growth: float = 5.0
    earliest: int = 28
    latest: int | None = None

    def __post_init__(self) -> None:
        if not self.growth > 0 or self.earliest < 0 or (self.latest is not None and self.latest < self.earliest):
            raise HepaticaError(
                f"confirmation by {self.growth} mm from day {self.earliest} to {self.latest} is impossible",
                where=WHERE,
                do="give growth over 0 and 0 <= earliest <= latest",
            )


def immune_time_points(
    assessments: pl.DataFrame, rules: ImmuneRules | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The iRECIST response of each time point, and the problems.

    assessments: subject, reader (may be left out), day, target (CR, PR, SD, PD, NE by RECIST 1.1 from baseline and nadir;
    null: no target lesions), non_target (CR, NON-CR/NON-PD, PD, NE; null: none), new_lesion (true: a lesion that was never
    seen before), and as far as known sum_mm (of target lesions), new_sum_mm (of measured new lesions), non_target_growth
    and new_growth (true: further growth of what is not measured), new_remains (true: new lesions of before are still
    there, unchanged). Codes may have the i of iRECIST; iCPD says that the reader saw the growth.
    Returns subject, reader, day, target, non_target, new_lesion, overall (iCR, iPR, iSD, NON-iCR/NON-iUPD, iUPD, iCPD, NE;
    null where nothing was assessed), since (the day of the first iUPD that has not been undone), reason, reason_zh.
    Raises HepaticaError for tables without these columns.
    """
    rules = rules or ImmuneRules()
    rows, found = _rows(assessments)
    rows = _states(rows).with_columns(overall_now=_without_progression())
    rows = _runs(rows)
    rows = _evidence(rows, rules)
    since = pl.col("day") - pl.col("first")
    seen = pl.any_horizontal("grown", "new_grown", "further", "other", "said")
    inside = (since >= rules.earliest) & (pl.lit(rules.latest is None) | (since <= (rules.latest or 0)))
    confirms = pl.col("open") & seen & inside
    rows = rows.with_columns(confirms=confirms, seen=seen, since_first=since)
    # once confirmed, progression stays confirmed until a response undoes it
    confirmed = pl.col("confirms").cum_max().over("case", "run")
    overall = (
        pl.when(pl.col("open") & confirmed & (pl.col("progressed") | pl.col("confirms")))
        .then(pl.lit("iCPD"))
        .when(pl.col("progressed") | pl.col("unchanged"))
        .then(pl.lit("iUPD"))
        .otherwise("overall_now")
    )
    rows = rows.with_columns(overall=overall)
    rows = rows.with_columns(reasons(rules.growth, rules.latest))
    unmeasured = rows.filter(
        pl.col("progressed")
        & (pl.col("first") < pl.col("day"))
        & ~pl.col("seen")
        & pl.col("target_pd")
        & pl.col("sum_mm").is_null()
    )
    found.append(
        problems(
            unmeasured, "no sum", "without sums it is not known whether target lesions grew further: it stays iUPD",
            "缺少直径总和，无法判断靶病灶是否进一步增大：仍为 iUPD", kept_out=False,
        )
    )  # fmt: skip
    columns = ("subject", "reader", "day", "target", "non_target", "new_lesion", "overall")
    first = pl.when(pl.col("overall").is_in(["iUPD", "iCPD"])).then("first")
    result = rows.select(*columns, first.alias("since"), "reason", "reason_zh")
    return result, pl.concat([pl.DataFrame(schema=PROBLEMS), *found])


def _rows(assessments: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """One row a case and day, in order, with every column; and the problems."""
    given = [name for name in OPTIONAL if name in assessments.columns]
    kinds = {kind: [name for name in given if OPTIONAL[name] == kind] for kind in (pl.String, pl.Boolean, pl.Float64)}
    assessments = require(
        assessments,
        WHERE,
        keys=("subject",),
        numbers=("day", *kinds[pl.Float64]),
        flags=kinds[pl.Boolean],
        codes=kinds[pl.String],
    )
    rows = assessments.select(
        pl.col("subject").cast(pl.String),
        pl.col("day").cast(pl.Int64),
        *((pl.col(n) if n in given else pl.lit(None)).cast(kind).alias(n) for n, kind in OPTIONAL.items()),
    ).with_columns(pl.col("reader").fill_null(""))
    found = []
    undated = rows.filter(pl.col("day").is_null())
    found.append(problems(undated, "no day", "the assessment has no day", "评估没有日期"))
    rows = rows.drop_nulls("day")
    for name, codes in (("target", TARGET), ("non_target", NON_TARGET)):
        bare = pl.col(name).str.strip_chars().str.replace("^NON-iCR/NON-iUPD$", "NON-CR/NON-PD").str.strip_prefix("i")
        code = bare.str.to_uppercase().replace("UPD", "PD")
        known = code.is_in([*codes, CONFIRMED])
        wrong = rows.filter(pl.col(name).is_not_null() & ~known)
        found.append(
            problems(
                wrong,
                "no response",
                f"'{{}}' is no response of {name.replace('_', '-')} lesions: not evaluable",
                "“{}”不是病灶疗效代码：按不可评价",
                name,
            )
        )
        rows = rows.with_columns(
            pl.when(pl.col(name).is_not_null() & ~known).then(pl.lit("NE")).otherwise(code).alias(name)
        )
    key = ["subject", "reader", "day"]
    doubled = rows.filter(~pl.struct(key).is_first_distinct())
    found.append(
        problems(doubled, "several on one day", "a second assessment of one day is left out", "同日第二次评估不计入")
    )
    rows = rows.unique(key, keep="first", maintain_order=True).sort(key, maintain_order=True)
    return rows.with_columns(case=pl.struct("subject", "reader").rle_id()), found


def _states(rows: pl.DataFrame) -> pl.DataFrame:
    """What each time point shows by itself: progressed (in which lesions), or not evaluable."""
    target, non_target, new = (pl.col(name) for name in ("target", "non_target", "new_lesion"))
    said = [CONFIRMED, "PD"]
    return rows.with_columns(
        target_pd=target.is_in(said).fill_null(False),
        non_target_pd=non_target.is_in(said).fill_null(False),
        new=new.fill_null(False),
        said=((target == CONFIRMED).fill_null(False) | (non_target == CONFIRMED).fill_null(False)),
        rank=target.replace_strict(RANK, default=None, return_dtype=pl.Int8),
    ).with_columns(progressed=pl.any_horizontal("target_pd", "non_target_pd", "new"))


def _without_progression() -> pl.Expr:
    """Table 2 where nothing progresses (RECIST 1.1, tables 1 and 2)."""
    target, non_target = pl.col("target"), pl.col("non_target")
    clear = non_target.is_null() | (non_target == "CR")
    return (
        pl.when((target == "CR") & clear).then(pl.lit("iCR"))
        .when(target.is_in(["CR", "PR"])).then(pl.lit("iPR"))
        .when(target == "SD").then(pl.lit("iSD"))
        .when(target == "NE").then(pl.lit("NE"))
        .when(non_target == "CR").then(pl.lit("iCR"))
        .when(non_target == "NON-CR/NON-PD").then(pl.lit("NON-iCR/NON-iUPD"))
        .when(non_target == "NE").then(pl.lit("NE"))
    )  # fmt: skip


def _runs(rows: pl.DataFrame) -> pl.DataFrame:
    """Stretches between responses: a run begins with a time point that undoes progression (iSD, iPR, iCR).

    unchanged: nothing progresses, but new lesions of before are still there and the target lesions are no better than at
    the last progression. Then progression is not undone.
    """
    progressed, evaluable = pl.col("progressed"), (pl.col("overall_now") != "NE").fill_null(False)
    rank = pl.col("rank").fill_null(RANK["SD"])
    last = pl.when(progressed).then(rank).forward_fill().over("case")
    same = ~progressed & evaluable & pl.col("new_remains").fill_null(False) & (rank >= last).fill_null(False)
    # what decided last: a progression, or a response that undid it
    decided = pl.when(progressed).then(True).when(evaluable & ~same).then(False).forward_fill().over("case")
    rows = rows.with_columns(unchanged=same & decided.fill_null(False))
    undoes = ~progressed & evaluable & ~pl.col("unchanged")
    rows = rows.with_columns(run=undoes.cum_sum().over("case"))
    run = ("case", "run")
    first = pl.when(progressed).then("day").min().over(run)
    return rows.with_columns(first=first).with_columns(open=(pl.col("day") > pl.col("first")).fill_null(False))


def _evidence(rows: pl.DataFrame, rules: ImmuneRules) -> pl.DataFrame:
    """What has grown since the first iUPD of the run, or progressed that had not progressed then.

    New lesions that were there before it, in a stretch without progression, are measured from it too ("further increase in
    new lesion size from iUPD", table 2), or from where they are first measured after it.
    """
    run, at_first = ("case", "run"), pl.col("day") == pl.col("first")

    def then(name: str) -> pl.Expr:
        return pl.when(at_first).then(name).max().over(run)

    target_then, non_target_then = then("target_pd").fill_null(False), then("non_target_pd").fill_null(False)
    grown = pl.col("sum_mm") - then("sum_mm")
    since_first = pl.when(pl.col("day") >= pl.col("first")).then("new_sum_mm")
    new_first = since_first.drop_nulls().first().over(run)
    later_new = (pl.col("new") & pl.col("open")).cum_max().over(run)
    return rows.with_columns(
        grown=(target_then & (grown >= rules.growth)).fill_null(False),
        new_grown=((pl.col("new_sum_mm") - new_first) >= rules.growth).fill_null(False)
        | pl.col("new_growth").fill_null(False)
        | later_new,
        further=(non_target_then & pl.col("non_target_growth")).fill_null(False),
        other=(pl.col("target_pd") & ~target_then) | (pl.col("non_target_pd") & ~non_target_then),
    )
