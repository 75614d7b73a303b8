"""Adverse events of each group: how many subjects had any, by worst grade, seriousness and relation, in all and by term.

A subject counts once in each row, at the highest grade of its events there. An event whose grade nobody recorded does not
lower the worst one; what keeps an event from counting is told with the number of events that it holds back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl

from hepatica.analysis.cohort import Cohort
from hepatica.analysis.results import Place, Row
from hepatica.protocol.analyses import Analysis
from hepatica.statistics import proportion

GRADES: Final = (1, 2, 3, 4, 5)
SEVERE: Final = 3
"""Grade 3 and over are severe (CTCAE 5.0, page 1: severe or medically significant)."""

MAY: Final = "the record does not say whether it counts"
NOT_ABOUT_EVENTS: Final = "the endpoint is not about adverse events"


def adverse_event_rows(
    place: Place, cohort: Cohort, analysis: Analysis, adae: pl.DataFrame, flag: str | None
) -> Iterator[Row]:
    """The rows of the table of adverse events of each group.

    adae: ADAE with the column `flag`, which says what counts for the endpoint (Y, N, "" unknown); None: nothing does.
    Statistics: n, event_count (events, not subjects), incidence (share of subjects), incidence_grade_1 to _5 (of whom that is
    the worst; grades that occur), incidence_no_grade (none of whose events has one; where events lack it), incidence_severe
    (grade 3 and over), incidence_serious, incidence_related; `term` is the term, or "" for all together. Limits are Clopper
    and Pearson's. not_counted: events that may count, with the reason as term.
    """
    if flag is None:
        yield place.failed(NOT_ABOUT_EVENTS)
        return
    here = replace(place, dataset="ADAE")
    events = cohort.rows.select("USUBJID", "group").join(adae, on="USUBJID").rename({flag: "counts"})
    counted = events.filter(pl.col("counts") == "Y")
    shown = [f"incidence_grade_{grade}" for grade in GRADES if (counted["ATOXGR"] == grade).any()]
    shown += ["incidence_no_grade"] if counted["ATOXGR"].null_count() else []
    terms = counted.group_by("ADECOD").agg(subjects=pl.col("USUBJID").n_unique())
    ordered = terms.sort("subjects", "ADECOD", descending=[True, False])["ADECOD"].to_list()
    tables = {term: _tallied(counted.filter(pl.col("ADECOD") == term)) for term in ordered}
    tables[""], notes = _tallied(counted), _unrecorded(counted)
    for group in cohort.groups:
        n = cohort.of(group).height
        own = counted.filter(pl.col("group") == group)
        yield here.row("n", n, group=group, n=n, events=own["USUBJID"].n_unique(), unit="1")
        yield here.row("event_count", own.height, group=group, n=n, events=own["USUBJID"].n_unique(), unit="1")
        for term in ("", *ordered):
            tally = tables[term].get(group, {})
            yield from _shares(here, tally, n, group, term, shown, {} if term else notes, analysis)
    yield from _not_counted(here, events.filter(pl.col("counts") == ""), cohort)


def _tallied(events: pl.DataFrame) -> dict[str, Mapping[str, int]]:
    """Subjects with each of the things that are counted, by group."""
    subjects = events.group_by("group", "USUBJID").agg(
        worst=pl.col("ATOXGR").max(),
        serious=(pl.col("AESER") == "Y").any(),
        related=(pl.col("RELFL") == "Y").any(),
    )
    sums = subjects.group_by("group").agg(
        incidence=pl.len(),
        **{f"incidence_grade_{grade}": (pl.col("worst") == grade).sum() for grade in GRADES},
        incidence_no_grade=pl.col("worst").is_null().sum(),
        incidence_severe=(pl.col("worst") >= SEVERE).sum(),
        incidence_serious=pl.col("serious").sum(),
        incidence_related=pl.col("related").sum(),
    )
    return {row.pop("group"): row for row in sums.to_dicts()}


def _shares(
    here: Place,
    tally: Mapping[str, int],
    n: int,
    group: str,
    term: str,
    grades: list[str],
    notes: Mapping[str, str],
    analysis: Analysis,
) -> Iterator[Row]:
    names = ["incidence", *grades]
    names += ["incidence_related"] if term else ["incidence_severe", "incidence_serious", "incidence_related"]
    for name in names:
        events = int(tally.get(name, 0))
        shared: dict[str, Any] = {"group": group, "term": term, "n": n, "events": events, "unit": "1"}
        share = proportion(events, n, method="clopper-pearson", level=analysis.level)
        shared |= {"low": share.lower, "high": share.upper, "level": share.level, "note": notes.get(name, "")}
        yield here.row(name, share.value, **shared)


def _unrecorded(events: pl.DataFrame) -> dict[str, str]:
    """What of the events that count is not recorded, by the statistic that it concerns."""
    missing = {
        "incidence_no_grade": ("without a grade", pl.col("ATOXGR").is_null()),
        "incidence_serious": ("not known whether serious", pl.col("AESER") == ""),
        "incidence_related": ("not known whether related", pl.col("RELFL") == ""),
    }
    counts = {name: (words, int(events.filter(lacks).height)) for name, (words, lacks) in missing.items()}
    return {name: f"{count} of {events.height} events: {words}" for name, (words, count) in counts.items() if count}


def _not_counted(here: Place, doubtful: pl.DataFrame, cohort: Cohort) -> Iterator[Row]:
    """Events of which it is not known whether they count, by group and reason."""
    reason = pl.when(pl.col("REASON") == "").then(pl.lit(MAY)).otherwise("REASON")
    counts = doubtful.group_by("group", reason=reason).agg(events=pl.len(), subjects=pl.col("USUBJID").n_unique())
    for group in cohort.groups:
        for row in counts.filter(pl.col("group") == group).sort("reason").iter_rows(named=True):
            yield here.row("not_counted", row["events"], group=group, term=row["reason"], n=row["subjects"], unit="1")
