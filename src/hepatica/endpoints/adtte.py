"""ADTTE: one row per subject and time-to-event endpoint, with the record that decided it and why in a sentence."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.days import as_date, iso
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.follow_up import END, ends_by_contact
from hepatica.endpoints.occurrences import occurrences
from hepatica.endpoints.shape import columns
from hepatica.endpoints.time_to_event import CENSORED, COMPETING, EVENT, time_to_event
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Schedule
from hepatica.sdtm.homes import shape

SCHEMA: Final = {
    "STUDYID": pl.String(),
    "USUBJID": pl.String(),
    "TRT01A": pl.String(),
    "PARAMCD": pl.String(),
    "PARAM": pl.String(),
    "PARAMTYPE": pl.String(),
    "AVAL": pl.Int64(),
    "AVALU": pl.String(),
    "ENTRY": pl.Int64(),
    "LINE": pl.Int64(),
    "CNSR": pl.Int64(),
    "EVNTDESC": pl.String(),
    "EVNTSUB": pl.String(),
    "CNSDTDSC": pl.String(),
    "EVNTLO": pl.Int64(),
    "EVNTHI": pl.Int64(),
    "STARTDT": pl.String(),
    "ADT": pl.String(),
    "STARTDAY": pl.Int64(),
    "ADAY": pl.Int64(),
    "ADTF": pl.String(),
    "SRCDOM": pl.String(),
    "SRCVAR": pl.String(),
    "SRCSEQ": pl.Int64(),
    "ORGDOM": pl.String(),
    "ORGSEQ": pl.Int64(),
    "ANL01FL": pl.String(),
    "REASON": pl.String(),
}
"""AVAL, ENTRY in days. STARTDAY, ADAY: days since 1970-01-01, or study days from 0. ADTF: the assumed part of ADT.
EVNTLO, EVNTHI: the analysis times between which the event happened: it had not at EVNTLO, the last adequate assessment before
it (0: none since time zero), and was seen at EVNTHI; both are AVAL for a death.
EVNTSUB: the first of the endpoint's subtypes that the event is; "" where it is none or that is not recorded.

LINE: the line of treatment, of endpoints that count lines; null of all others.

AVAL and CNSR are null where the subject cannot be analysed (ANL01FL is ""); REASON then says why.
"""


def adtte(name: str, code: str, endpoint: Endpoint, evidence: Evidence, schedule: Schedule) -> pl.DataFrame:
    """The rows of ADTTE for one endpoint (TRT01A is left empty), one row a subject, or line. PARAMCD is `code`."""
    rows = time_to_event(name, endpoint, evidence, schedule)
    rows = with_sources(with_sources(rows, evidence, "fact", "SRC"), evidence, "origin_fact", "ORG")
    rows = rows.join(subtypes(endpoint, evidence), on="fact", how="left")
    good = pl.col("trouble") == ""
    landmark = endpoint.landmark is not None
    start = pl.col("landmark") if landmark else pl.col("origin")
    entry = pl.max_horizontal(pl.col("entry") - start, 0) if endpoint.entry is not None else pl.lit(0)
    partial = (pl.col("how").is_in(["event", "competing"])) & (_decided("lo") < _decided("hi"))
    rows = rows.with_columns(good=good, start=start, partial=partial.fill_null(False), entry_days=entry)
    rows = rows.with_columns(event_counts=pl.col("good") & (pl.col("outcome") == EVENT))
    rows = rows.with_columns(aval=pl.when("good").then(pl.col("day") - pl.col("start") + 1))
    censored_as = censoring_words(endpoint)
    return rows.select(
        STUDYID=pl.lit(evidence.study),
        USUBJID="subject",
        TRT01A=pl.lit(""),
        PARAMCD=pl.lit(code),
        PARAM=pl.lit(endpoint.label.en),
        PARAMTYPE=pl.lit("time to event"),
        AVAL="aval",
        AVALU=pl.lit("DAYS"),
        ENTRY=pl.when("good").then("entry_days"),
        LINE=pl.col("line") if "line" in rows.columns else pl.lit(None, pl.Int64),
        CNSR=pl.when("good").then("outcome"),
        EVNTDESC=pl.when(pl.col("outcome") != CENSORED).then(_decided("label")).otherwise(pl.lit("")),
        EVNTSUB=pl.when(pl.col("outcome") == EVENT).then("subtype"),
        CNSDTDSC=pl.when(pl.col("outcome") == CENSORED).then(censored_as).otherwise(pl.lit("")),
        EVNTLO=pl.when("event_counts").then(_not_yet()),
        EVNTHI=pl.when("event_counts").then(pl.col("between_hi") - pl.col("start") + 1),
        STARTDT=iso("start", evidence.context.calendar),
        ADT=iso("day", evidence.context.calendar),
        STARTDAY="start",
        ADAY="day",
        ADTF=pl.when("partial").then(_assumed_part()).otherwise(pl.lit("")),
        SRCDOM="SRCDOM",
        SRCVAR=_variable(),
        SRCSEQ="SRCSEQ",
        ORGDOM="ORGDOM",
        ORGSEQ="ORGSEQ",
        ANL01FL=pl.when("good").then(pl.lit("Y")).otherwise(pl.lit("")),
        REASON=pl.concat_str(
            pl.when("good").then(_sentence(censored_as, evidence.context.calendar)).otherwise("trouble"),
            pl.when("good").then(pl.format(" ({})", "history")).fill_null(""),
        ),
    ).select(columns(SCHEMA))


def _variable() -> pl.Expr:
    """The column of the deciding day; SDTM calls those of a start and of an end alike but for ST and EN."""
    of_end = pl.col("SRCVAR").str.replace("ST(DTC|DY)$", "EN$1")
    ended = (pl.col("outcome") == CENSORED) & (pl.col("how") == "last") & pl.col("last_sign").str.starts_with(END)
    return pl.when(ended.fill_null(False)).then(of_end).otherwise("SRCVAR")


def _not_yet() -> pl.Expr:
    """The last analysis time at which the event had not happened; 0 where nobody looked since time zero."""
    low = pl.col("between_lo") - pl.col("start")
    exact = pl.col("between_lo") == pl.col("between_hi")
    return pl.when(exact | (low > 0)).then(low + 1).otherwise(0)


def subtypes(endpoint: Endpoint, evidence: Evidence) -> pl.DataFrame:
    """Which subtype each record of an event is: fact, subtype (name); records of none are left out."""
    parts = [
        occurrences(subtype.event.node, evidence).filter("fits").select("fact", subtype=pl.lit(name))
        for name, subtype in endpoint.subtypes.items()
    ]
    empty = pl.DataFrame(schema={"fact": pl.Int64(), "subtype": pl.String()})
    return pl.concat([empty, *parts]).unique("fact", keep="first", maintain_order=True)


def with_sources(rows: pl.DataFrame, evidence: Evidence, fact: str, prefix: str) -> pl.DataFrame:
    """The rows with the columns of `sources` of their facts."""
    # of all facts few are asked for: those are found first
    asked = sources(evidence, fact, prefix).join(rows.select(fact), on=fact, how="semi")
    return rows.join(asked, on=fact, how="left", maintain_order="left")


def sources(evidence: Evidence, fact: str, prefix: str) -> pl.DataFrame:
    """Where a fact stands in SDTM: `fact` and <prefix>DOM, <prefix>VAR (the column of its day), <prefix>SEQ."""
    question = ("sources", fact, prefix)
    if question not in evidence.kept:
        evidence.kept[question] = _sources(evidence, fact, prefix)
    return evidence.kept[question]


def _sources(evidence: Evidence, fact: str, prefix: str) -> pl.DataFrame:
    part = "start" if evidence.rules.calendar else "start_day"
    vocabulary = evidence.rules.vocabulary
    names = evidence.sources["variable"].unique().to_list()
    columns = {name: next(iter(shape(vocabulary[name]).get(part)), "") for name in names}
    return evidence.sources.select(
        pl.col("fact").alias(fact),
        pl.col("domain").alias(f"{prefix}DOM"),
        pl.col("variable").replace_strict(columns, return_dtype=pl.String).alias(f"{prefix}VAR"),
        pl.col("seq").alias(f"{prefix}SEQ"),
    )


def censoring_words(endpoint: Endpoint) -> pl.Expr:
    """What a censored subject's day is, in words."""
    censor = endpoint.censor
    last = "last contact" if censor is None else censor.label.en if censor.label else censor.at.text
    stopped = pl.col("stop_day").is_not_null() & (pl.col("stop_day") >= pl.col("day"))
    until = "until" if ends_by_contact(endpoint) else "before"
    return (
        pl.when(pl.col("how") == "horizon")
        .then(pl.lit("end of the endpoint's horizon"))
        .when(pl.col("how") == "missed")
        .then(pl.format("last adequate assessment before {} missed visits", "missed"))
        .when(pl.col("how") == "no baseline")
        .then(pl.lit("time zero, no adequate assessment on or before it"))
        .when(pl.col("how") == "day 0")
        .then(pl.lit(f"time zero, no {last.removeprefix('last ')} after it"))
        .when(pl.col("last_sign").is_not_null())
        .then(pl.format("last known alive ({})", "last_sign"))
        .when(stopped)
        .then(pl.format("{} {} {}", pl.lit(last), pl.lit(until), "stop_label"))
        .otherwise(pl.lit(last))
    )


def _decided(part: str) -> pl.Expr:
    """A part of the event or of the competing event, whichever was decided on."""
    return (
        pl.when(pl.col("outcome") == EVENT)
        .then(f"event_{part}")
        .when(pl.col("outcome") == COMPETING)
        .then(f"rival_{part}")
    )


def _assumed_part() -> pl.Expr:
    """ADTF: "D" where the day was assumed, "M" where the month was too."""
    return pl.when(_decided("hi") - _decided("lo") < 31).then(pl.lit("D")).otherwise(pl.lit("M"))


def _sentence(censored_as: pl.Expr, calendar: bool) -> pl.Expr:
    """Why the row says what it says."""
    low, high = (_decided(end) for end in ("lo", "hi"))
    event_day = pl.col("event_day") - pl.col("start") + 1
    if calendar:
        low, high = (as_date(day).dt.to_string("%Y-%m-%d") for day in (low, high))
    note = pl.when("partial").then(
        pl.format(" (recorded only as between {} and {}: the earliest possible day is taken)", low, high)
    )
    return (
        pl.when(pl.col("outcome") == EVENT)
        .then(pl.format("event on day {}: {}{}", "aval", "event_label", note.otherwise(pl.lit(""))))
        .when(pl.col("outcome") == COMPETING)
        .then(pl.format("competing event on day {}: {}{}", "aval", "rival_label", note.otherwise(pl.lit(""))))
        .when(pl.col("how") == "missed")
        .then(pl.format("censored on day {}: {}, then {} on day {}", "aval", censored_as, "event_label", event_day))
        .otherwise(pl.format("censored on day {}: {}", "aval", censored_as))
    )
