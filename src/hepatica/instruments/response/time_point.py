"""The response of each assessment, from the lesion table: sum, target, non-target and new lesions, overall, and why."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.response.baseline import chosen, spread, with_baseline
from hepatica.instruments.response.criteria import RECIST_1_1, Criteria
from hepatica.instruments.response.lesions import lesion_table
from hepatica.instruments.response.new_lesions import new_lesions
from hepatica.instruments.response.non_targets import looks, non_target_response
from hepatica.instruments.response.overall import overall
from hepatica.instruments.response.problems import duplicates, gathered, row_faults
from hepatica.instruments.response.reader import reader
from hepatica.instruments.response.reasons import with_reasons
from hepatica.instruments.response.sizes import gone, size
from hepatica.instruments.response.slips import without_slips
from hepatica.instruments.response.sums import by_visit
from hepatica.instruments.response.targets import target_response, whole_lesions

COLUMNS: Final = (
    "subject",
    "reader",
    "day",
    "sum_mm",
    "baseline_mm",
    "nadir_mm",
    "change_pct",
    "change_from_nadir_mm",
    "change_from_nadir_pct",
    "target",
    "non_target",
    "new_lesion",
    "overall",
    "reason",
    "reason_zh",
)


NOTHING: Final = pl.lit(None, pl.String)


def time_points(
    lesions: pl.DataFrame, criteria: Criteria = RECIST_1_1, *, baseline_until: int | None = 1, reasons: bool = True
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The response of each assessment after the baseline, and the problems of the table.

    lesions: the lesion table (see `lesions.py`), lengths in mm. baseline_until: the baseline is the last assessment up to
    this study day; None: the first of all. reasons: whether to say why (without, both are null: about a quarter less time).
    Returns `COLUMNS`, one row for each subject, reader and day, in that order: the sum in mm (mm2 for areas; null where
    a lesion is missing), responses as CDISC codes (null: no such lesions), new_lesion UNEQUIVOCAL, EQUIVOCAL or null, and
    the reason in English and Chinese; then the problems (`problems.py`): those kept out took no part.
    Raises HepaticaError for a missing column or a wrong type.
    """
    rows, problems = checked(lesions, criteria, baseline_until)
    visits, news = _visits(rows, criteria), new_lesions(rows, criteria)
    del rows
    judged = target_response(visits, criteria).filter(~pl.col("base"))
    judged = judged.with_columns(
        sum_mm=pl.when("whole").then("sum_mm"), measured_mm="sum_mm", non_target=non_target_response(criteria)
    )
    judged = judged.join(news, on="visit", how="left", maintain_order="left")
    judged = judged.with_columns(
        overall=overall(pl.col("target"), pl.col("non_target"), pl.col("new_lesion")),
        unproven=pl.col("unproven").fill_null(False) | pl.col("unproven_non_target"),
    )
    again = criteria.relapse_after
    judged = _relapsed(judged, again) if again else judged.with_columns(relapse=pl.lit(False))
    told = with_reasons(judged, criteria) if reasons else judged.with_columns(reason=NOTHING, reason_zh=NOTHING)
    names = lesions.select(pl.col("subject").cast(pl.String), reader(lesions))[told["row"]]
    return pl.concat([told, names], how="horizontal").select(COLUMNS), problems


def checked(
    lesions: pl.DataFrame, criteria: Criteria, baseline_until: int | None = 1
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the lesion table that can be used, with the size of targets, and all problems of it."""
    rows, faults = row_faults(lesion_table(lesions))
    rows, doubled = duplicates(rows)
    rows, without = with_baseline(rows, baseline_until)
    rows = rows.with_columns(size=pl.when(pl.col("role") == "target").then(size(criteria)))
    rows, slips = without_slips(rows, criteria)
    rows, choices = chosen(rows, criteria)
    return rows, gathered([*faults, *doubled, *without, *slips, *choices])


def _visits(rows: pl.DataFrame, criteria: Criteria) -> pl.DataFrame:
    """One row for each assessment: the sum and the counts that responses are judged by."""
    target, non_target, look = pl.col("role") == "target", pl.col("role") == "non_target", looks(criteria)
    rows = rows.with_columns(
        target=target, size=pl.when(target).then("size"), gone=gone(criteria, pl.col("size")).fill_null(False)
    )
    counted = {
        "target": pl.col("target"),
        "non_target": non_target,
        "looked_at": non_target & look.seen,
        "left": non_target & ~look.gone,
        "seen": pl.col("size").is_not_null(),
        "here": pl.col("target") & ~pl.col("gone"),
        "progressed": non_target & look.progressed,
        "unproven_non_target": non_target & look.unproven,
        "markers_high": (~pl.col("markers_normal")).fill_null(False),
    }
    facts = whole_lesions(rows).select(
        "visit", "row", "who", "day", "base", sum_mm=pl.col("size").fill_null(0.0), **counted
    )
    visits = by_visit(facts, tuple(counted))
    visits = visits.with_columns(
        pl.col("progressed", "unproven_non_target", "markers_high") > 0, gone=pl.col("here") == 0
    )
    return visits.with_columns(targets=_chosen(visits, "target"), non_targets=_chosen(visits, "non_target"))


def _chosen(visits: pl.DataFrame, count: str) -> pl.Series:
    """How many lesions were chosen at baseline; without one, one more than are seen now: they are never complete."""
    at_base = visits.filter(pl.col("base")).select("who", value=count)
    many = spread(at_base, visits["who"])
    now = visits[count]
    return many.fill_null(now + (now > 0).cast(pl.Int64))


def _relapsed(judged: pl.DataFrame, times: int) -> pl.DataFrame:
    """Progression where a lesion is there again although the assessments before were overall complete responses."""
    if not judged.select((pl.col("overall") == "CR").any()).item():
        return judged.with_columns(relapse=pl.lit(False))
    again = pl.col("target").is_in(["PR", "SD"]).fill_null(False)
    again |= (pl.col("non_target") == "NON-CR/NON-PD").fill_null(False) & (pl.col("left") > 0)
    before = [pl.col("overall").shift(k).over("who") == "CR" for k in range(1, times + 1)]
    known = judged.filter(pl.col("overall") != "NE")
    relapse = known.filter(pl.all_horizontal(*before).fill_null(False) & again & (pl.col("overall") != "PD"))["visit"]
    return judged.with_columns(relapse=pl.col("visit").is_in(relapse.implode())).with_columns(
        overall=pl.when("relapse").then(pl.lit("PD")).otherwise("overall")
    )
