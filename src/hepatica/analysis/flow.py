"""How subjects came to be analysed: assessed, eligible, grouped, in each population."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from hepatica.analysis.results import Place, Row
from hepatica.endpoints.adsl import flag
from hepatica.protocol.study import Study

METHOD = "flow"


def flow_rows(study: Study, adsl: pl.DataFrame) -> Iterator[Row]:
    """Counts of subjects: all; by eligibility, where anybody was screened; by group; in each population.

    `term` is the step. Of eligibility and populations, statistic "n" counts those in, "excluded" those out and "unknown"
    those of whom it cannot be said.
    """
    place = Place("flow", dataset="ADSL").by(METHOD)
    n = adsl.height
    yield place.row("n", n, term="all", n=n, unit="1")
    if (adsl["ELIGFL"] != "").any():
        yield from _answers(place, adsl["ELIGFL"], "eligible")
    for arm in study.arms:
        count = int((adsl["TRT01A"] == arm).sum())
        yield place.row("n", count, term="group", group=arm, n=n, unit="1")
    if study.arms:
        yield place.row("n", int((adsl["TRT01A"] == "").sum()), term="no group", n=n, unit="1")
    for name in study.populations:
        yield from _answers(place, adsl[flag(name)], f"population {name}")


def _answers(place: Place, answers: pl.Series, term: str) -> Iterator[Row]:
    for statistic, value in (("n", "Y"), ("excluded", "N"), ("unknown", "")):
        yield place.row(statistic, int((answers == value).sum()), term=term, n=len(answers), unit="1")
