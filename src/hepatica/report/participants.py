"""The flow of participants into the main analysis, in numbers that add up from box to box.

Counts come from the results table (methods "flow" and "exclusions" and the counts of the analysis); screening gives the
criteria that subjects did not meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from hepatica.protocol.analyses import Analysis
from hepatica.protocol.study import Study
from hepatica.report.contents import Branch, Leaving, Participants, Reason, Step
from hepatica.report.estimate import EXCLUDED
from hepatica.report.labels import Labels
from hepatica.report.reasons import told
from hepatica.report.words import Words
from hepatica.screening import Flow
from hepatica.vocabulary import load

SHOWN: Final = 6  # reasons named one by one; the rest are counted together
OUTSIDE: Final = ("not in the population ", "not known whether in the population ")
NO_GROUP: Final = "the group is not known"


def participants(study: Study, screened: Flow, results: pl.DataFrame, words: Words) -> Participants:
    """The way from the assessed to those in the main analysis: the first of a primary endpoint that gave results."""
    labels = Labels(study, load(), words)
    analysis = main_analysis(study, results)
    population = study.populations.get(analysis.population or "") if analysis else None
    chosen_by_eligibility = population is not None and population.of == "eligible"
    left = (
        Leaving(words("so_far"), screened.so_far, criteria_reasons(screened.later, labels), not chosen_by_eligibility),
        Leaving(
            words("not_eligible"),
            screened.not_eligible,
            criteria_reasons(screened.first, labels),
            not chosen_by_eligibility,
        ),
        Leaving(
            words("eligibility_unknown"),
            screened.unknown,
            criteria_reasons(screened.open, labels),
            not chosen_by_eligibility,
        ),
    )
    steps = [Step(words("assessed"), screened.assessed, tuple(one for one in left if one.count))]
    if chosen_by_eligibility:
        steps.append(Step(words("eligible"), screened.eligible))
    if analysis is None:
        return Participants(tuple(steps), note=words("aside_note") if steps[0].leaving else "")
    rows = results.filter((pl.col("analysis") == analysis.id) & (pl.col("endpoint") == analysis.endpoint))
    excluded = [(str(g), str(reason), int(count)) for g, reason, count in _excluded(rows)]
    outside = [one for one in excluded if one[1].startswith(OUTSIDE)]
    inside = [one for one in excluded if not one[1].startswith(OUTSIDE)]
    if outside and not (chosen_by_eligibility and population is not None and population.rule is None):
        steps[-1] = _with(steps[-1], Leaving(words("outside"), sum(one[2] for one in outside)))
        steps.append(Step(labels.population(analysis.population or ""), steps[-1].count - _going(steps[-1])))
    ungrouped = [one for one in inside if one[1] == NO_GROUP]
    if ungrouped:
        steps[-1] = _with(steps[-1], Leaving(words("no_group"), sum(one[2] for one in ungrouped)))
    branches = _branches(rows, [one for one in inside if one[1] != NO_GROUP], analysis, labels)
    note = words("flow_note", endpoint=labels.analysis_of(analysis.endpoint, analysis.id))
    aside = any(one.aside for step in steps for one in step.leaving)
    return Participants(tuple(steps), branches, f"{note} {words('aside_note')}" if aside else note)


def main_analysis(study: Study, results: pl.DataFrame) -> Analysis | None:
    """The first analysis of a primary endpoint that counted subjects; any analysis where there is none."""
    counted = set(results.filter((pl.col("statistic") == "n") & (pl.col("endpoint") != ""))["analysis"])
    there = [analysis for analysis in study.analyses if analysis.id in counted]
    primary = [one for one in there if study.endpoints[one.endpoint].role == "primary"]
    return next(iter([*primary, *there]), None)


def _excluded(rows: pl.DataFrame) -> list[tuple[str, str, float]]:
    """Group, reason and count of subjects who are not in the analysis as a whole."""
    found = rows.filter((pl.col("statistic") == EXCLUDED) & ~pl.col("result_id").str.contains(".model.", literal=True))
    return found.select("group", "term", "value").rows()


def _branches(
    rows: pl.DataFrame, excluded: Sequence[tuple[str, str, int]], analysis: Analysis, labels: Labels
) -> tuple[Branch, ...]:
    counted = rows.filter(pl.col("statistic") == "n").select("group", "value").unique("group", maintain_order=True)
    by = analysis.by or ""
    branches = []
    for group, value in counted.iter_rows():
        lost = tuple(Reason(told(reason, labels), count) for g, reason, count in excluded if g == group)
        analysed = round(value)
        total = analysed + sum(reason.count for reason in lost)
        branches.append(Branch(labels.group(by, group), total, analysed, lost))
    return tuple(branches)


def _with(step: Step, leaving: Leaving) -> Step:
    return Step(step.label, step.count, (*step.leaving, leaving))


def _going(step: Step) -> int:
    """How many leave at a step; those told aside stay."""
    return sum(leaving.count for leaving in step.leaving if not leaving.aside)


def criteria_reasons(counts: dict[str, int], labels: Labels) -> tuple[Reason, ...]:
    named = list(counts.items())[:SHOWN]
    rest = sum(counts.values()) - sum(count for _, count in named)
    reasons = [Reason(labels.criterion(name), count) for name, count in named]
    return (*reasons, Reason(labels.words("other_criteria"), rest)) if rest else tuple(reasons)
