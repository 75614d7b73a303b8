"""Lines of treatment, each with a clock of its own that begins with its first dose and is set anew by the next line."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.days import moved
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.occurrences import first_after, occurrences
from hepatica.endpoints.time_zero import horizon_length, origin_links
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Schedule

UNSURE: Final = "another line of treatment may have begun on a day that is not known"
"""What is said of a line of which nobody can tell how long it lasted."""


def lines_of(name: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule, zero: pl.DataFrame) -> pl.DataFrame:
    """The lines of treatment that an endpoint counts, at least one a subject; exactly one where it counts subjects.

    A line begins whenever an event of time zero happens with another regimen than the one before; its clock starts then,
    and nothing seen after the next line began counts for it.
    zero: subject, origin, horizon. Returns those, origin and horizon being the line's own, with line (from 1), until (the
    day the next line begins; null: none does), start and next (the records that begin this line and the next), and unsure:
    another regimen may have begun while this line lasted, on a day that is not known.
    """
    if endpoint.per != "line":
        none = {"until": pl.Int64(), "start": pl.Int64(), "next": pl.Int64()}
        empty = (pl.lit(None, kind).alias(column) for column, kind in none.items())
        return zero.select(
            "subject", "origin", "horizon", pl.lit(1, pl.Int64).alias("line"), *empty, unsure=pl.lit(False)
        )
    links = list(origin_links(endpoint.origin.node, evidence).values())
    found = occurrences(links[0].events if links else (), evidence)
    found = found.join(evidence.facts.select("fact", "code"), on="fact", how="left", maintain_order="left")
    known = zero.select("subject", first="origin")
    found = found.join(known, on="subject").filter((pl.col("hi") >= pl.col("first")).fill_null(True))
    certain = pl.col("fits").fill_null(False) & (pl.col("lo") == pl.col("hi")).fill_null(False)
    starts = found.filter(certain & pl.col("first").is_not_null()).sort("subject", "lo", "fact")
    changed = (pl.col("code") != pl.col("code").shift(1)).over("subject").fill_null(True)
    starts = starts.filter(changed).unique(["subject", "lo"], keep="first", maintain_order=True)
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
    rows = rows.join(_unsure(rows, found.filter(~certain)), on=["subject", "line"], how="left")
    return rows.select(
        "subject", "origin", "horizon", "line", "until", "start", "next", pl.col("unsure").fill_null(False)
    )


def _unsure(lines: pl.DataFrame, doubtful: pl.DataFrame) -> pl.DataFrame:
    """Lines during which another regimen may have begun: subject, line, unsure (true).

    doubtful: records of a start of which it is not certain that they count, or when.
    """
    rows = lines.join(doubtful.select("subject", "lo", "hi", other="code"), on="subject")
    overlaps = (pl.col("hi") >= pl.col("origin")).fill_null(True) & (pl.col("lo") < pl.col("until")).fill_null(True)
    rows = rows.filter(overlaps & ~pl.col("other").eq(pl.col("code")).fill_null(False))
    return rows.select("subject", "line", unsure=pl.lit(True)).unique()


def first_of_each(found: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The first event of each line: line and the columns of `first_after`, whose time zero is the day the line began.

    found: the frame of `occurrences`. lines: the frame of `lines_of`; those without an origin are left out.
    """
    none = first_after(found, lines.clear()).with_columns(line=pl.lit(None, pl.Int64))
    known = lines.drop_nulls("origin").partition_by("line")
    return pl.concat(
        [none, *(first_after(found, each).with_columns(line=pl.lit(each["line"][0], pl.Int64)) for each in known)]
    )
