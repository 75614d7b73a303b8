"""Lines of treatment, each with a clock of its own that begins with its first dose and is set anew by the next line."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.days import moved
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.occurrences import DEATH, first_after, occurrences
from hepatica.endpoints.time_zero import horizon_length, origin_links
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Schedule

OWN: Final = {"origin": "begun", "horizon": "end"}
NEXT: Final = pl.lit("the next line of treatment")
UNSURE: Final = "another line of treatment may have begun on a day that is not known"
"""What is said of a line of which nobody can tell how long it lasted."""


def lines_of(name: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule, zero: pl.DataFrame) -> pl.DataFrame:
    """The lines of treatment that an endpoint counts, at least one a subject; exactly one where it counts subjects.

    A line begins whenever an event of time zero happens with another regimen than the one before; its clock starts then,
    and nothing seen after the next line began counts for it.
    What begins on one day is one regimen.
    zero: subject, origin, horizon. Returns those, origin and horizon being the line's own, with line (from 1), until (the
    day the next line begins; null: none does), start and next (the records that begin this line and the next), and unsure
    (the earliest day on which another regimen may have begun while this line lasted; null: none may).
    """
    if endpoint.per != "line":
        none = (pl.lit(None, pl.Int64).alias(column) for column in ("until", "start", "next", "unsure"))
        return zero.select("subject", "origin", "horizon", pl.lit(1, pl.Int64).alias("line"), *none)
    links = list(origin_links(endpoint.origin.node, evidence).values())
    found = occurrences(links[0].events if links else (), evidence)
    found = found.join(evidence.facts.select("fact", "code"), on="fact", how="left", maintain_order="left")
    known = zero.select("subject", first="origin")
    found = found.join(known, on="subject").filter((pl.col("hi") >= pl.col("first")).fill_null(True))
    certain = pl.col("fits").fill_null(False) & (pl.col("lo") == pl.col("hi")).fill_null(False)
    of_start = ("subject", "lo", "hi", "code")
    days = found.filter(certain & pl.col("first").is_not_null()).group_by("subject", "lo", "hi").agg(_regimen())
    unnamed = pl.col("code").is_null() & (pl.col("lo") > pl.col("lo").min().over("subject"))
    doubtful = pl.concat([found.filter(~certain).select(of_start), days.filter(unnamed).select(of_start)])
    starts = days.filter(~unnamed).sort("subject", "lo")
    starts = starts.filter((pl.col("code") != pl.col("code").shift(1)).over("subject").fill_null(True))
    starts = starts.with_columns(
        line=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("subject"),
        until=pl.col("lo").shift(-1).over("subject"),
        next=pl.col("fact").shift(-1).over("subject"),
    )
    length = horizon_length(name, endpoint, schedule)
    begun = starts.select("subject", "line", "until", "next", "code", start="fact", own="lo")
    rows = zero.select("subject", "origin").join(begun, on="subject", how="left")
    rows = rows.with_columns(pl.col("line").fill_null(1), origin=pl.coalesce("own", "origin"))
    rows = rows.with_columns(horizon=moved(pl.col("origin"), length) if length else pl.lit(None, pl.Int64))
    rows = rows.join(_unsure(rows, doubtful), on=["subject", "line"], how="left").sort("subject", "line")
    return rows.select("subject", "origin", "horizon", "line", "until", "start", "next", "unsure")


def _regimen() -> list[pl.Expr]:
    """Of several records the drugs in one order (`lenvatinib|sintilimab`; null where one names none), and the first."""
    drugs = pl.col("code").str.split("|").list.explode().unique().sort().str.join("|")
    return [pl.when(pl.col("code").null_count() == 0).then(drugs).alias("code"), pl.col("fact").min()]


def _unsure(lines: pl.DataFrame, doubtful: pl.DataFrame) -> pl.DataFrame:
    """Lines during which another regimen may have begun: subject, line, unsure (the earliest day of that).

    doubtful: records of a start of which it is not certain that they count, or when.
    """
    in_order = pl.col("code").str.split("|").list.sort().list.join("|")
    rows = lines.join(doubtful.select("subject", "lo", "hi", other=in_order), on="subject")
    overlaps = (pl.col("hi") >= pl.col("origin")).fill_null(True) & (pl.col("lo") < pl.col("until")).fill_null(True)
    rows = rows.filter(overlaps & ~pl.col("other").eq(pl.col("code")).fill_null(False))
    return rows.group_by("subject", "line").agg(unsure=pl.max_horizontal("lo", "origin").min())


def zero_of_lines(lines: pl.DataFrame, zero: pl.DataFrame) -> pl.DataFrame:
    """The frame of `time_zero` with a row a line: its own origin, horizon and origin_fact; and line, until, next, unsure.

    A line that began on a known day has that day as both bounds of its origin. lines: the frame of `lines_of`.
    """
    own = lines.rename({"origin": "begun", "horizon": "end"})
    rows = own.join(zero.drop("origin", "horizon"), on="subject", how="left", maintain_order="left")
    ends = [pl.coalesce(of, f"{part}_{end}").alias(f"{part}_{end}") for part, of in OWN.items() for end in ("lo", "hi")]
    return rows.with_columns(
        *ends, origin="begun", horizon="end", origin_fact=pl.coalesce("start", "origin_fact")
    ).drop("begun", "end", "start")


def of_the_line(found: pl.DataFrame, zero: pl.DataFrame, *, ends: bool) -> pl.DataFrame:
    """The occurrences that a line may have seen: what belongs to another line is left out.

    What was seen on the day the next line began is of the line before, but for death: whoever began a line was alive. ends:
    whether the next line ends what is seen of this one. found: the frame of `occurrences`. zero: subject, origin, line, until.
    """
    rows = found.join(zero.select("subject", "origin", "line", "until"), on="subject", maintain_order="left")
    death = pl.col("variable") == DEATH
    before = (pl.col("line") > 1) & ~death & (pl.col("hi") <= pl.col("origin"))
    after = pl.lit(ends) & death & pl.col("until").is_not_null() & (pl.col("hi") >= pl.col("until")).fill_null(True)
    return rows.filter(~before.fill_null(False) & ~after).select(found.columns)


def ended_by_the_next(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with stop_ columns (see `time_to_event`) where the next line begins, if nothing stopped follow-up earlier."""
    earlier = (pl.col("until") < pl.col("stop_day")).fill_null(pl.col("until").is_not_null())
    stops: dict[str, str | pl.Expr] = {"day": "until", "lo": "until", "hi": "until", "fact": "next", "label": NEXT}
    rows = rows.with_columns(
        pl.when(earlier).then(stop).otherwise(f"stop_{part}").alias(f"stop_{part}") for part, stop in stops.items()
    )
    doubt = (pl.col("unsure") < pl.col("stop_doubt_day")).fill_null(pl.col("unsure").is_not_null())
    return rows.with_columns(
        stop_doubt_day=pl.when(doubt).then("unsure").otherwise("stop_doubt_day"),
        stop_doubt=pl.when(doubt).then(pl.lit(UNSURE)).otherwise("stop_doubt"),
    )


def first_of_each(found: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The first event of each line: line and the columns of `first_after`, whose time zero is the day the line began.

    found: the frame of `occurrences`. lines: the frame of `lines_of`; those without an origin are left out.
    """
    none = first_after(found, lines.clear()).with_columns(line=pl.lit(None, pl.Int64))
    known = lines.drop_nulls("origin").partition_by("line")
    return pl.concat(
        [none, *(first_after(found, each).with_columns(line=pl.lit(each["line"][0], pl.Int64)) for each in known)]
    )
