"""What stands under a survival figure, and what its vertical axis is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from hepatica.report import numbers
from hepatica.report.curve import Curve
from hepatica.report.estimate import Row, estimate
from hepatica.report.labels import Labels, lower
from hepatica.report.timescale import TimeScale

TESTS_OF: Final[Mapping[str, frozenset[str]]] = {
    "km_caption": frozenset({"log_rank"}),
    "cif_caption": frozenset({"gray", "gray_test"}),
}
"""The tests that belong under a figure, by its kind."""


def curve_caption(first: Row, curves: Sequence[Curve], rows: Sequence[Row], labels: Labels, scale: TimeScale) -> str:
    """The caption: what is drawn, the bands, the ticks, medians with limits, the test of the groups.

    first: any row of the curves. rows: the other rows of the analysis.
    """
    words = labels.words
    by = words("by", group=labels.grouping(first["group_by"])) if first["group_by"] else ""
    survival = first["statistic"] == "survival"
    key = "km_caption" if survival else "cif_caption"
    parts = [_what(first, by, labels)]
    if first["level"] is not None:
        parts.append(words("band_note", level=numbers.level(first["level"])))
    parts.append(words("censor_note"))
    if any(curve.late for curve in curves):
        parts.append(words("late_entry_note"))
    if survival:
        parts += _medians([row for row in rows if row["statistic"] == "median"], labels, scale)
    for row in rows:
        if row["statistic"] == "p_value" and row["method"] in TESTS_OF[key]:
            phrase = numbers.p_phrase(row["value"], words)
            parts += [words("test_note", test=labels.method(row["method"]), p=phrase)] if phrase else []
    return " ".join(parts)


def axis_title(first: Row, labels: Labels) -> str:
    """The vertical axis: the endpoint itself where it is a survival, else being free of its event."""
    if first["statistic"] != "survival":
        return labels.words("incidence_axis")
    name = labels.endpoint(first["endpoint"])
    if "survival" in name.lower() or "生存" in name:
        return labels.words("survival_axis", endpoint=name)
    return labels.words("event_free_axis")


def _medians(rows: Sequence[Row], labels: Labels, scale: TimeScale) -> list[str]:
    words = labels.words
    if not rows:
        return []
    texts = []
    for row in rows:
        text = estimate(row, scale, words)
        name = labels.group(row["group_by"] or "", row["group"])
        texts.append(words("named", name=name, text=text) if row["group"] else text)
    told = [words("median_note", unit=words(scale.unit), text=words("and").join(texts))]
    return (
        [*told, words("nr_note")] if any(words("not_reached") in text for text in texts) and words("nr_note") else told
    )


def _what(first: Row, by: str, labels: Labels) -> str:
    """The curve in words: of the endpoint, or of what competes with it."""
    endpoint, cause = first["endpoint"], first["term"] or first["endpoint"]
    if first["statistic"] == "survival":
        return labels.words("km_caption", endpoint=labels.endpoint(endpoint), by=by)
    if cause == endpoint:
        return labels.words("cif_caption", endpoint=labels.endpoint(endpoint), by=by)
    competing = lower(labels.cause(cause, endpoint))
    return labels.words("competing_caption", endpoint=labels.endpoint(endpoint), by=by, cause=competing)
