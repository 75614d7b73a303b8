"""The surroundings in which a study's rules are evaluated."""

from __future__ import annotations

from hepatica.protocol.study import Study
from hepatica.rules.context import Context
from hepatica.rules.nodes import At, During, Side, Window, Within
from hepatica.vocabulary import load


def rule_context(study: Study, *, calendar: bool = True) -> Context:
    """Vocabulary, anchors, default window and reference day of a study.

    The reference (where `ever` ends and age is taken) is the anchor of the eligibility window.
    calendar: False where the data have study days instead of dates.
    """
    window = study.eligibility.window.node
    return Context(load(), study.anchor_nodes, window, _anchor(window), calendar)


def _anchor(window: Window) -> str | None:
    match window:
        case Within(point=point) | At(point=point) | Side(point=point) | During(end=point):
            return point.anchor
        case _:
            return None
