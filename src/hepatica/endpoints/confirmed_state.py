"""A state seen several times, far enough apart, nothing between contradicting it: loss of HBsAg, undetectable DNA.

A state is reached on the day of the first of the sights that confirm it. A result that decides nothing (`<20` against
`< 10`) neither confirms nor contradicts; where it could have decided the matter the answer is unknown, and so it is
where follow-up ended too early.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import polars as pl

from hepatica.endpoints.answers import answer_rows, decided, no_time_zero
from hepatica.endpoints.days import moved
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.occurrences import DEATH, each_record, first_after, occurrences
from hepatica.endpoints.time_zero import time_zero
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Confirmation, Endpoint
from hepatica.protocol.schedule import Schedule
from hepatica.rules.nodes import Comparison, Confirmed, Duration, EventPattern, Flag, Member, Range, Reading

NO_GAP: Final = Duration(Decimal(0), "d")

State = Comparison | Range | Member | Flag


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a state, seen `times` times, the first and last at least `gap` apart.

    strict: a known value between that is not in the state undoes the sights before it. inside: all sights must lie
    within the horizon, not only the first.
    """

    times: int
    gap: Duration
    strict: bool
    inside: bool


def wanted(confirmation: Confirmation | None) -> Wanted:
    """How often, and how far apart, an endpoint's state must be seen; once where nothing is said."""
    if confirmation is None:
        return Wanted(1, NO_GAP, strict=True, inside=False)
    gap = confirmation.gap.node if confirmation.gap else NO_GAP
    strict = confirmation.between == "none failing"
    return Wanted(confirmation.times, gap, strict, inside=confirmation.within_horizon == "all")


def state_of(name: str, endpoint: Endpoint) -> tuple[str, State, Wanted]:
    """The variable and the state an endpoint looks for. Raises HepaticaError for a rule that is not about one variable."""
    where = f"endpoints.{name}.state"
    if endpoint.state is None:
        raise HepaticaError(f"{name} has no state", where=where, do="write for example `state: hbv_dna < 10 [IU]/mL`")
    node, look = endpoint.state.node, wanted(endpoint.confirmed)
    if isinstance(node, Confirmed):
        look = replace(look, times=node.times, gap=node.gap or NO_GAP)
        node = node.state
    if not isinstance(node, Comparison | Range | Member | Flag) or not isinstance(node.subject, Reading):
        raise HepaticaError(
            f"the state of {name} is «{endpoint.state}», which is not about the values of one variable",
            where=where,
            do="write one comparison, as in `hbv_dna < 10 [IU]/mL`",
        )
    return node.subject.variable, node, look


def confirmed_state(name: str, code: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule) -> pl.DataFrame:
    """The rows of ADBIN for one endpoint, one row a subject (TRT01A is left empty)."""
    variable, state, look = state_of(name, endpoint)
    zero = time_zero(name, endpoint, evidence, schedule).select("subject", "origin", "horizon")
    records = evidence.of(variable).filter(pl.col("start_lo") == pl.col("start_hi"))
    judged = records.join(each_record({"state": state}, records, evidence), on="fact")
    words = evidence.context.vocabulary[variable].label.en
    return answer_rows(code, endpoint, evidence, reached(endpoint, evidence, zero, sights(judged, zero), look, words))


def reached(
    endpoint: Endpoint,
    evidence: Evidence,
    zero: pl.DataFrame,
    values: pl.DataFrame,
    look: Wanted,
    words: str,
    enough: int | None = None,
) -> pl.DataFrame:
    """Whether each subject reached a state: subject, origin, day, fact, AVALC and REASON.

    zero: subject, origin, horizon. values: the frame of `sights`. words: what was looked at, in a sentence. enough: days
    from time zero up to which a value must be known for a no, where that is less than the horizon asks.
    """
    rows = zero.join(confirmation(look, values, "seen"), on="subject", how="left")
    rows = rows.join(confirmation(look, values, "possible").select("subject", maybe="day"), on="subject", how="left")
    rows = rows.join(followed(values, look), on="subject", how="left")
    death = first_after(occurrences((EventPattern(DEATH),), evidence), zero.drop_nulls("origin"))
    rows = rows.join(death.select("subject", death="day"), on="subject", how="left")
    return _answered(rows, look, endpoint, words, enough)


def sights(judged: pl.DataFrame, zero: pl.DataFrame) -> pl.DataFrame:
    """Every dated value from time zero on: subject, day, fact, seen (null: undecided), possible, origin, horizon.

    judged: dated facts with `state` (whether the value is in the state; null: undecided). Values of one day that
    disagree decide nothing.
    """
    rows = judged.join(zero, on="subject").filter(pl.col("start_lo") >= pl.col("origin"))
    return (
        rows.group_by("subject", "origin", "horizon", day="start_lo")
        .agg(
            fact=pl.col("fact").min(),
            seen=pl.when(pl.col("state").all(ignore_nulls=False))
            .then(True)
            .when((~pl.col("state")).all(ignore_nulls=False))
            .then(False),
        )
        .sort("subject", "day")
        .with_columns(possible=pl.col("seen").fill_null(True))
    )


def confirmation(look: Wanted, values: pl.DataFrame, sight: str) -> pl.DataFrame:
    """The first confirmed state of each subject: subject, day, fact. `sight`: the column of what counts as seen."""
    failing = (pl.col(sight) == pl.lit(False)).fill_null(False)
    run = failing.cum_sum().over("subject") if look.strict else pl.lit(0, pl.UInt32)
    inside = (pl.col("day") <= pl.col("horizon")).fill_null(True)
    rows = values.with_columns(run=run)
    rows = rows.filter(pl.col(sight).fill_null(False) & (inside if look.inside else pl.lit(True)))
    runs = rows.group_by("subject", "run", "horizon").agg(
        pl.col("day").first(), pl.col("fact").first(), last=pl.col("day").max(), times=pl.len()
    )
    good = (pl.col("times") >= look.times) & (pl.col("last") >= moved(pl.col("day"), look.gap))
    first_inside = (pl.col("day") <= pl.col("horizon")).fill_null(True)
    found = runs.filter(good & first_inside).sort("day").unique("subject", keep="first", maintain_order=True)
    return found.select("subject", "day", "fact")


def followed(values: pl.DataFrame, look: Wanted) -> pl.DataFrame:
    """How each series ends: subject, last_known (day), early (whether a value is known within the horizon), open_from.

    open_from: the first possible sight since the last known no, if it could still have been confirmed.
    """
    inside = (pl.col("day") <= pl.col("horizon")).fill_null(True)
    values = values.filter(inside) if look.inside else values
    known = values.filter(pl.col("seen").is_not_null())
    last = known.group_by("subject").agg(
        last_known=pl.col("day").max(), early=inside.any(), last_no=pl.col("day").filter(~pl.col("seen")).max()
    )
    rows = values.join(last, on="subject", how="left")
    since = rows.filter(pl.col("possible") & (pl.col("day") > pl.col("last_no")).fill_null(True))
    opened = since.group_by("subject", "horizon").agg(open_from=pl.col("day").min())
    by = moved(pl.col("open_from"), look.gap) if look.inside else pl.col("open_from")
    opened = opened.filter((by <= pl.col("horizon")).fill_null(True))
    return last.join(opened.drop("horizon"), on="subject", how="left")


def _answered(rows: pl.DataFrame, look: Wanted, endpoint: Endpoint, words: str, enough: int | None) -> pl.DataFrame:
    """Add AVALC and REASON."""
    asked = endpoint.horizon is not None
    day = pl.col("day") - pl.col("origin") + 1
    dead = (pl.col("death") <= pl.col("horizon")).fill_null(pl.col("death").is_not_null())
    needed = pl.min_horizontal(moved(pl.col("horizon"), look.gap, -1), pl.col("origin") + pl.lit(enough, pl.Int64))
    short = pl.lit(asked) & (pl.col("last_known") < needed).fill_null(False)
    after = {name: pl.col(name) - pl.col("origin") + 1 for name in ("maybe", "death", "open_from", "last_known")}
    cases = [
        *no_time_zero(endpoint),
        (
            pl.col("day").is_not_null(),
            "Y",
            pl.format("reached on day {} and confirmed" if look.times > 1 else "reached on day {}", day),
        ),
        (
            pl.col("maybe").is_not_null(),
            "",
            pl.format("a value from day {} on does not say whether the state holds", after["maybe"]),
        ),
        (dead, "N", pl.format("not reached before death on day {}", after["death"])),
        (
            ~pl.col("early").fill_null(False),
            "",
            pl.lit(f"{words}: no usable value from time zero on{' and within the horizon' if asked else ''}"),
        ),
        (
            pl.col("open_from").is_not_null(),
            "",
            pl.format("seen from day {} on, but not long or often enough to confirm", after["open_from"]),
        ),
        (short, "", pl.format("{}: last known on day {}, before the horizon", pl.lit(words), after["last_known"])),
    ]
    return decided(rows, cases, ("N", pl.format("not reached; last known on day {}", after["last_known"])))
