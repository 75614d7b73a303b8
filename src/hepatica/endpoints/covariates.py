"""Subject-level values that analyses group by or adjust for: the last one recorded by the baseline.

Numbers come in the variable's own unit. A result beyond a limit (`<20`) is not a number, and a result that cannot be
used is not known: both are missing here, and analyses count the subject as left out.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from hepatica.endpoints.days import completed_years
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.values import exact, in_own_unit, is_coded
from hepatica.errors import HepaticaError
from hepatica.protocol.study import Study
from hepatica.rules.nodes import Anchor, At, Duration, During, Point, Side, Window, Within
from hepatica.vocabulary import Variable, Vocabulary

AGE = "age"
BASELINE = "baseline"
"""The study's window of this name says where covariates are read; without it, the window of eligibility does."""


def baseline_days(study: Study, evidence: Evidence) -> pl.DataFrame:
    """The days between which a value counts as baseline: subject, start and end (null: no bound, or not known).

    `bounded` says whether there is an end at all: then a subject whose end is not known has no baseline.
    """
    written = study.windows.get(BASELINE)
    start, end = bounds(written.node if written else study.eligibility.window.node)
    anchors = {}
    if end is not None:
        anchors["~end"] = Anchor(point=end)
        if start is not None:
            anchors["~start"] = Anchor(point=Point("~end", start, -1))
    days = evidence.days(anchors)
    column = {
        name: pl.col(f"~{name}_lo") if f"~{name}" in anchors else pl.lit(None, pl.Int64) for name in ("start", "end")
    }
    return days.select("subject", bounded=pl.lit(end is not None), **column)


def bounds(window: Window) -> tuple[Duration | None, Point | None]:
    """How far a window looks back from its last day, and that day; None where it has no bound."""
    match window:
        case Within(direction="before", point=point, length=length):
            return length, point
        case At(point=point, tolerance=tolerance):
            return tolerance, point
        case Side(side="before" | "by", point=point):
            return None, point
        case During(end=point):
            return None, point
        case Within(point=point, length=length, direction="around"):
            return length, point
        case _:
            return None, None


def covariates(names: Iterable[str], study: Study, evidence: Evidence) -> pl.DataFrame:
    """One row a subject: `subject`, and for each variable <name> (Float64 or text), <name>_SRCDOM and <name>_SRCSEQ.

    A value is missing (null, "") where none is recorded by the baseline, where the last ones disagree, or where the
    last one cannot be used. Raises HepaticaError for a variable that has no value (an event).
    """
    days = baseline_days(study, evidence)
    rows = evidence.subjects
    for name in dict.fromkeys(names):
        variable = evidence.context.vocabulary[name]
        if variable.kind in ("event", "date"):
            raise HepaticaError(
                f"{name} is recorded as {variable.kind}s: it is no value of a subject",
                do="name a number or a coded variable, or write a population rule",
            )
        last = (ages if name == AGE else last_values)(variable, evidence, days)
        last = last.rename({"value": name, "domain": f"{name}_SRCDOM", "seq": f"{name}_SRCSEQ"})
        rows = rows.join(last, on="subject", how="left")
        texts = [column for column in (name, f"{name}_SRCDOM") if rows.schema[column] == pl.String]
        rows = rows.with_columns(pl.col(texts).fill_null(""))
    return rows


def last_values(variable: Variable, evidence: Evidence, days: pl.DataFrame) -> pl.DataFrame:
    """The last value of each subject by the end of its baseline: subject, value, domain, seq.

    days: the frame of `baseline_days`. A number must lie within it, for measurements age; a code stands until the next
    one. An undated value counts where the subject has no other.
    """
    rows = evidence.of(variable.name).join(days, on="subject")
    alone = pl.len().over("subject") == 1
    dated = pl.col("start_hi").is_not_null()
    in_time = (pl.col("start_hi") <= pl.col("end")).fill_null(~pl.col("bounded"))
    if variable.kind == "number":
        in_time &= (pl.col("start_lo") >= pl.col("start")).fill_null(True)
    rows = rows.filter((dated & in_time) | (~dated & alone))
    rows = rows.filter(pl.col("start_hi").fill_null(0) == pl.col("start_hi").fill_null(0).max().over("subject"))
    rows = rows.with_columns(value=_value(variable, rows, evidence.context.vocabulary))
    agreed = rows.group_by("subject").agg(
        value=pl.when(pl.col("value").n_unique() == 1).then(pl.col("value").first()), fact=pl.col("fact").min()
    )
    return agreed.join(evidence.sources, on="fact", how="left").select("subject", "value", "domain", "seq")


def ages(variable: Variable, evidence: Evidence, days: pl.DataFrame) -> pl.DataFrame:
    """Completed years on the day `end`, from the date of birth; the recorded age where that is not known to the day."""
    anytime = days.with_columns(bounded=False, start=pl.lit(None, pl.Int64), end=pl.lit(None, pl.Int64))
    recorded = last_values(variable, evidence, anytime)
    born = evidence.of("birth_date").filter(pl.col("problem").is_null() & (pl.col("start_lo") == pl.col("start_hi")))
    born = born.unique("subject", keep="first", maintain_order=True).join(days.drop_nulls("end"), on="subject")
    born = born.with_columns(value=completed_years(pl.col("start_lo"), pl.col("end")))
    born = born.join(evidence.sources, on="fact", how="left").select("subject", "value", "domain", "seq")
    return pl.concat([born, recorded.join(born, on="subject", how="anti").select(born.columns)])


def _value(variable: Variable, rows: pl.DataFrame, vocabulary: Vocabulary) -> pl.Expr:
    """The usable value of each row, in the variable's unit, else null."""
    if is_coded(variable, rows):
        return pl.when(pl.col("problem").is_null()).then("code")
    return pl.when(exact()).then(in_own_unit(variable, rows, vocabulary))
