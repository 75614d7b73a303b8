"""Times to deterioration against the definitions written out, one subject and one score after the other."""

from __future__ import annotations

from typing import get_args

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hepatica.instruments.deterioration import Definitive, Reference, time_to_deterioration

DIFFERENCE = 10

Series = list[tuple[int, float | None]]


def written_out(series: Series, better: str, reference: str, definitive: str | None, death: int | None):  # type: ignore[no-untyped-def]
    """Event and day of one subject: visits are numbered in the order of the series, the first is the baseline."""
    sign = 1 if better == "higher" else -1
    known = [(day, sign * score) for day, score in series if score is not None]
    if not known:
        return None, None
    if series[0][1] is None:
        return False, 0.0
    start, zero = known[0]
    later = known[1:]
    for place, (day, value) in enumerate(later):
        before = [zero] + [score for _, score in later[:place]]
        compared = {"baseline": zero, "best": max(before), "previous": before[-1]}[reference]
        after = [score for _, score in later[place + 1 :]]
        undone = {
            None: lambda after, compared, value: False,
            "no improvement over reference": lambda a, c, v: any(each >= c + DIFFERENCE for each in a),
            "every later score worse": lambda a, c, v: any(each > c - DIFFERENCE for each in a),
            "no improvement over worse score": lambda a, c, v: any(each >= v + DIFFERENCE for each in a),
        }[definitive]
        if value <= compared - DIFFERENCE and not undone(after, compared, value):
            return True, float(day - start)
    if death is not None:
        return True, float(death - start)
    return False, float(later[-1][0] - start) if later else 1.0


@st.composite
def people(draw: st.DrawFn) -> list[tuple[Series, int | None]]:
    found = []
    for _ in range(draw(st.integers(1, 4))):
        gaps = draw(st.lists(st.integers(1, 60), min_size=1, max_size=6))
        days = [sum(gaps[: place + 1]) for place in range(len(gaps))]
        scores = draw(st.lists(st.none() | st.sampled_from(range(0, 101, 5)), min_size=len(days), max_size=len(days)))
        death = draw(st.none() | st.integers(days[-1], days[-1] + 100))
        found.append((list(zip(days, scores, strict=True)), death))
    return found


@given(people(), st.sampled_from(["higher", "lower"]), st.sampled_from(get_args(Reference)), st.data(), st.booleans())
def test_every_definition_finds_what_reading_the_scores_one_by_one_finds(  # type: ignore[no-untyped-def]
    everyone, better, reference, data, deadly
) -> None:
    definitive = data.draw(st.sampled_from([None, *get_args(Definitive)]))
    rows = [
        (who, visit, day, score)
        for who, (series, _) in enumerate(everyone)
        for visit, (day, score) in enumerate(series)
    ]
    scores = pl.DataFrame(
        rows, schema={"subject": pl.Int64, "visit": pl.Int64, "day": pl.Int64, "score": pl.Float64}, orient="row"
    )
    deaths = pl.DataFrame(
        {"subject": range(len(everyone)), "day": [death for _, death in everyone]},
        schema={"subject": pl.Int64, "day": pl.Int64},
    )
    found = time_to_deterioration(
        scores,
        difference=DIFFERENCE,
        better=better,
        reference=reference,
        definitive=definitive,
        deaths=deaths if deadly else None,
    )
    wanted = [
        written_out(series, better, reference, definitive, death if deadly else None) for series, death in everyone
    ]
    assert list(found.select("event", "day").iter_rows()) == wanted
