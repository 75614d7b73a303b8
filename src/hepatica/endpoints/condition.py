"""Whether a condition holds of a subject: organoids established, the recommended regimen received."""

from __future__ import annotations

import polars as pl

from hepatica.endpoints.answers import answer_rows, decided, no_time_zero
from hepatica.endpoints.days import study_day
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.occurrences import in_sentence
from hepatica.endpoints.time_zero import time_zero
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Schedule
from hepatica.rules.columnar import evaluate
from hepatica.rules.walk import variables


def condition(name: str, code: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule) -> pl.DataFrame:
    """The rows of ADBIN for one endpoint, one row a subject: the answer of its `state` as a rule, all that is known counted.

    A subject of whom some events of a kind are recorded had no others: who was given lenvatinib, and nothing else that is
    recorded, was not given apatinib. Of whom none are recorded, nothing is known. The sentence names the records that the
    rule looks at. Where it looks at one variable, a yes is dated by the first record that says what the last one says.
    Raises HepaticaError where the endpoint has no state.
    """
    if endpoint.state is None:
        where = f"endpoints.{name}.state"
        raise HepaticaError(f"{name} has no state", where=where, do="write for example `state: response in {CR, PR}`")
    zero = time_zero(name, endpoint, evidence, schedule).select("subject", "origin", "horizon")
    looked_at = sorted(variables(endpoint.state.node))
    facts = pl.concat([evidence.facts, no_others(looked_at, evidence)])
    answers = evaluate({"holds": endpoint.state.node}, facts, evidence.subjects, evidence.context)
    rows = zero.join(answers, on="subject").join(on_record(looked_at, zero, evidence), on="subject", how="left")
    rows = decided(
        rows,
        [
            *no_time_zero(endpoint),
            (pl.col("holds").fill_null(False), "Y", pl.format("yes: {}", "record")),
            (pl.col("holds").is_null(), "", pl.format("not decided: {}", "record")),
        ],
        ("N", pl.format("no: {}", "record")),
    )
    rows = rows.join(first_said(looked_at, zero, evidence), on="subject", how="left")
    dated = pl.col("AVALC") == "Y"
    rows = rows.with_columns(day=pl.when(dated).then("day"), fact=pl.when(dated).then("fact"))
    return answer_rows(code, endpoint, evidence, rows)


def no_others(names: list[str], evidence: Evidence) -> pl.DataFrame:
    """A statement for each subject and kind of event that is recorded of it, made on the last day, that there were no more."""
    parts = [evidence.facts.clear()]
    for name in names:
        if evidence.context.vocabulary[name].kind != "event":
            continue
        usable = pl.col("problem").is_null() & pl.col("occurred").fill_null(True) & pl.col("start_hi").is_not_null()
        last = evidence.of(name).filter(usable).sort("start_hi", "fact").unique("subject", keep="last")
        first_free = evidence.next_fact + sum(part.height for part in parts)
        empty = pl.lit(None)
        parts.append(
            last.sort("subject").with_columns(
                *(
                    empty.cast(evidence.facts.schema[c]).alias(c)
                    for c in ("code", "status", "route", "site", "detail", "grade")
                ),
                occurred=False,
                fact=pl.int_range(first_free, first_free + pl.len(), dtype=pl.Int64),
            )
        )
    return pl.concat(parts)


def on_record(names: list[str], zero: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """What is recorded of some variables, in words: subject, record. Each result once, with the day it was first recorded."""
    rows = zero.select("subject", "origin")
    for place, name in enumerate(names):
        words = in_sentence(evidence.context.vocabulary[name].label.en)
        facts = evidence.of(name).filter(pl.col("occurred").fill_null(True)).sort("start_lo", "fact", nulls_last=True)
        said = pl.coalesce("code", "status", "text", pl.lit("recorded")).str.replace_all("|", " + ", literal=True)
        each = facts.join(rows.select("subject", "origin"), on="subject").with_columns(said=said)
        each = each.unique(["subject", "said", "status"], keep="first", maintain_order=True)
        number = study_day(pl.col("start_lo") - pl.col("origin"))
        day = pl.when(pl.col("start_lo") == pl.col("start_hi")).then(pl.format(" on day {}", number))
        why = pl.when(pl.col("problem").is_not_null()).then(pl.format(" (cannot be used: {})", "problem"))
        quality = pl.when(pl.col("code").is_not_null() & pl.col("status").is_not_null()).then(
            pl.format(" ({})", "status")
        )
        each = each.with_columns(
            one=pl.concat_str("said", quality.fill_null(""), day.fill_null(" on an unknown day"), why.fill_null(""))
        )
        listed = each.group_by("subject", maintain_order=True).agg(pl.col("one").str.join(", "))
        rows = (
            rows.join(listed, on="subject", how="left", maintain_order="left")
            .with_columns(
                pl.when(pl.col("one").is_null())
                .then(pl.lit(f"nothing is recorded of {words}"))
                .otherwise(pl.format("{} {}", pl.lit(words), "one"))
                .alias(f"part{place}")
            )
            .drop("one")
        )
    return rows.select("subject", record=pl.concat_str([f"part{place}" for place in range(len(names))], separator="; "))


def first_said(names: list[str], zero: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Of one variable, the first record from time zero on that says what the last says: subject, day, fact; of several none."""
    none = pl.DataFrame(schema={"subject": pl.String(), "day": pl.Int64(), "fact": pl.Int64()})
    if len(names) != 1:
        return none
    rows = evidence.of(names[0]).filter(pl.col("problem").is_null() & (pl.col("start_lo") == pl.col("start_hi")))
    rows = rows.join(zero.select("subject", "origin"), on="subject").filter(pl.col("start_lo") >= pl.col("origin"))
    rows = rows.sort("start_lo", "fact").with_columns(last=pl.col("code").last().over("subject"))
    rows = rows.filter(pl.col("code") == pl.col("last")).unique("subject", keep="first", maintain_order=True)
    return pl.concat([none, rows.select("subject", day="start_lo", fact="fact")])
