"""The figures of response of a study's own analysis data: from ADSL, ADRS and ADTTE as `endpoints.derive` gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from hepatica.endpoints.parameters import parameter_codes
from hepatica.protocol.study import Study
from hepatica.report.figure import Figure
from hepatica.report.response_figures import Told, spider, swimmer, waterfall

LINE = 1
"""The line of treatment that is drawn, of an endpoint that counts every line."""


def study_figures(
    frames: Mapping[str, pl.DataFrame],
    study: Study,
    told: Told,
    *,
    population: str = "ALLFL",
    time_points: pl.DataFrame | None = None,
) -> list[Figure]:
    """The figures of each response endpoint of a study: a swimmer, and with time points a waterfall and a spider.

    frames: adsl, adrs, adtte. population: the flag of ADSL (Y) that says whom the figures are of. time_points: those of one
    reader by the endpoint's criteria, `day` in days since 1970-01-01, as ADAY. Figures of an endpoint that asks for
    confirmation are those of confirmed responses. No response endpoint, no figure.
    """
    codes = parameter_codes(study.endpoints)
    here = frames["adrs"]["PARCAT1"].unique().to_list()
    figures = []
    for name, endpoint in study.endpoints.items():
        if codes[name] not in here:
            continue
        best, subjects = response_frames(frames, codes[name], study, told, population=population)
        mine = replace(told, best="CBOR" if endpoint.confirmed else "BOR")
        drawn = [swimmer(best, subjects, mine)]
        if time_points is not None:
            drawn = [waterfall(time_points, best, subjects, mine), spider(time_points, best, subjects, mine), *drawn]
        figures += [replace(figure, name=f"{name}-{figure.name}") for figure in drawn]
    return figures


def response_frames(
    frames: Mapping[str, pl.DataFrame], code: str, study: Study, told: Told, *, population: str = "ALLFL"
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Best responses and subjects as the figures take them, of the response endpoint with this PARAMCD.

    Days are those of ADAY. The last day known is the latest of all assessments and times to events; the group is the label
    of the subject's arm.
    """
    everybody = frames["adsl"].filter(pl.col(population) == "Y")
    mine = frames["adrs"].filter(pl.col("PARCAT1") == code, pl.col("LINE").is_null() | (pl.col("LINE") == LINE))
    best = mine.filter(pl.col("PARAMCD") != "OVR").select(
        subject="USUBJID",
        parameter="PARAMCD",
        value=pl.when(pl.col("AVALC") != "").then("AVALC"),
        day="ADAY",
    )
    days = pl.concat([mine.select("USUBJID", "ADAY"), frames["adtte"].select("USUBJID", "ADAY")])
    found = everybody.select("USUBJID", "TRT01A")
    for part in (
        mine.group_by("USUBJID").agg(zero=pl.col("STARTDAY").first()),
        days.group_by("USUBJID").agg(last=pl.col("ADAY").max()),
        best.filter(parameter="DEATH", value="Y").select(USUBJID="subject", death="day"),
    ):
        found = found.join(part, on="USUBJID", how="left", maintain_order="left")
    labels = {arm: arms.label.in_language(told.words.lang) for arm, arms in study.arms.items()}
    order = {arm: place for place, arm in enumerate(labels)}
    found = found.sort(
        pl.col("TRT01A").replace_strict(order, default=len(order), return_dtype=pl.Int64), maintain_order=True
    )
    group = pl.col("TRT01A").replace(labels)
    return best, found.select("zero", "last", "death", subject="USUBJID", group=group)
