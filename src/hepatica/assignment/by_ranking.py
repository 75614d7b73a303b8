"""The group is whether a test ranked the candidate drugs in time; the drugs are the best of them, or those of the fallback.

The gate is the study's rule. Where a result of the test is on record and the deadline is over on the day of assignment, all its
results are taken to be: who has one that is too late or not valid has none in time. Of whom no result is recorded, nothing is
known, unless the culture failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from hepatica.assignment.own_days import SCHEMA, context_of, own_days, with_sources
from hepatica.assignment.ranking import UNKNOWN, lowest
from hepatica.protocol.assignment import RankedWithFallback
from hepatica.protocol.study import Study
from hepatica.rules.aspects import aspect
from hepatica.rules.intervals import Interval
from hepatica.rules.nodes import And, During, Or, Point, Reading
from hepatica.rules.reference import Explanation, Fact, SubjectDays, SubjectFacts, explain_all
from hepatica.rules.reference.numbers import fact_in_base_unit
from hepatica.rules.reference.readings import inside
from hepatica.rules.reference.words import bounds_text, value_text
from hepatica.rules.truth import Truth
from hepatica.rules.walk import variables
from hepatica.screening.explain import sentence
from hepatica.sdtm.tables import Tables
from hepatica.vocabulary import Vocabulary

MEASURED: Final = {"auc": "drug_auc", "ic50": "drug_ic50"}
"""The variable of each metric: the drug tested stands in its `detail`. Of both, less is more sensitive."""

NAMES: Final = {"auc": "AUC", "ic50": "IC50"}
RECOMMENDED: Final = "drug_sensitivity_recommended"
TESTED: Final = "drug_sensitivity_result"
GROWING: Final = "in_culture"
"""Status of a culture that may still be established, or fail."""
JOINT: Final = re.compile(r"[|+/&,、，]")
"""What stands between the drugs of a combination."""


@dataclass(frozen=True, slots=True)
class Score:
    """One metric of one candidate: its value, or why there is none; as a person reads it; the records."""

    value: Interval
    said: str
    missing: str = ""
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """drugs: the best candidate, None where it cannot be told; said: why; facts: the records that were compared."""

    drugs: str | None
    said: str
    facts: tuple[int, ...] = ()


def by_ranking(study: Study, tables: Tables, facts: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    """The arm and the drugs of every subject.

    Returns USUBJID, ARM (null where the gate is unknown), DRUGS (codes joined by "|"; null where the arm or the best
    candidate is not known), EVIDENCE (the gate, then the ranking, in words) and SRCREF (their records).
    """
    method = study.assignment
    if not isinstance(method, RankedWithFallback):
        raise TypeError(f"{study.study} does not rank candidates")
    context = context_of(study, tables)
    asked = variables(method.gate.node) | {RECOMMENDED, *(MEASURED[metric] for metric in method.metrics)}
    rows = []
    drugs: list[str | None] = []
    for subject, days in own_days(context, facts, subjects, asked):
        gate = explain_all(method.gate.node, _complete(days, method))
        evidence, said, used = gate.evidence, _told(gate, days), None
        match gate.truth:
            case Truth.YES:
                arm: str | None = method.arm
                choice = _chosen(method, days)
                used, said, evidence = choice.drugs, f"{said}; {choice.said}", (*evidence, *choice.facts)
            case Truth.NO:
                arm, used = method.fallback.arm, "|".join(method.fallback.drugs)
            case _:
                arm = None
        rows.append((subject, arm, said, evidence))
        drugs.append(used)
    found = pl.DataFrame(rows, schema=SCHEMA, orient="row").with_columns(DRUGS=pl.Series(drugs, dtype=pl.String))
    return with_sources(found, tables).select("USUBJID", "ARM", "EVIDENCE", "DRUGS", "SRCREF")


def _leaves(gate: Explanation) -> Iterator[Explanation]:
    """The parts of the gate that have no parts, those that decided it."""
    if not gate.children:
        yield gate
    for child in gate.children:
        if child.truth is gate.truth or not isinstance(gate.node, And | Or):
            yield from _leaves(child)


def _told(gate: Explanation, days: SubjectDays) -> str:
    """What decided the gate: the records behind its parts; what is missing, where it is unknown."""
    if gate.truth is Truth.UNKNOWN:
        return sentence(gate)
    told = []
    for leaf in _leaves(gate):
        for name in sorted(variables(leaf.node)):
            label = days.context.vocabulary[name].label.en
            records = [_record(fact, days) for fact in days.facts.of(name) if fact.problem is None]
            told.append(f"{label}: {', '.join(records) or 'nothing recorded'}")
        window = getattr(leaf.node, "window", None)
        if gate.truth is Truth.NO and window is not None:
            told[-1] += f" ({days.dates(window)})"
    return ("met: " if gate.truth is Truth.YES else "not met: ") + "; ".join(told)


def _record(fact: Fact, days: SubjectDays) -> str:
    said = ", ".join(filter(None, (fact.code, fact.status))).replace("|", " + ")
    said = f"none{f' ({said})' if said else ''}" if fact.occurred is False else said or "recorded"
    return f"{said} on {bounds_text(fact.day, calendar=days.context.calendar)}"


def _complete(days: SubjectDays, method: RankedWithFallback) -> SubjectDays:
    """The subject's days with a statement, on the day of the last result, that there were no others.

    A culture that still grows says nothing before the deadline is over: then that is left out.
    """
    more: dict[str, Fact] = {}
    for name in variables(method.gate.node):
        if days.context.vocabulary[name].kind != "event":
            continue
        own = [
            f for f in days.facts.of(name) if f.occurred is not False and f.problem is None and f.start_hi is not None
        ]
        if own:
            last = max(own, key=lambda each: each.day.hi)
            more[name] = replace(
                last, code=None, occurred=False, status=None, route=None, site=None, detail=None, grade=None,
                start_lo=last.start_hi, end_lo=last.start_hi, end_hi=last.start_hi,
            )  # fmt: skip
    over = _is_over(days, method)
    facts = {
        name: tuple(fact for fact in (*own, *([more[name]] if name in more else ())) if over or fact.code != GROWING)
        for name, own in days.facts.by_variable.items()
    }
    return SubjectDays(SubjectFacts(days.facts.subject, facts), days.context)


def _is_over(days: SubjectDays, method: RankedWithFallback) -> bool:
    """Whether the deadline has passed for certain on the day that the study's rules look back from."""
    reference = days.context.reference
    if reference is None:
        return False
    found, deadline = days.anchor(reference), days.point(method.by.node)
    return found.happened is Truth.YES and found.day.lo >= deadline.hi


# ---------------------------------------------------------------- the best candidate


def _chosen(method: RankedWithFallback, days: SubjectDays) -> Choice:
    """The candidate that ranks first; the laboratory's own where it reported no scores at all."""
    window = During(Point(method.by.node.anchor), method.by.node)
    scores = {each: [_score(metric, each, days, window) for metric in method.metrics] for each in method.candidates}
    facts = tuple(fact for own in scores.values() for score in own for fact in score.facts)
    recommended, source = _recommended(method.candidates, days, window)
    if not facts:
        none = f"no {' or '.join(NAMES[metric] for metric in method.metrics)} is recorded"
        if recommended is None:
            return Choice(None, f"{none}: the best candidate is not known")
        return Choice(recommended, f"{none}; the laboratory recommends {_spoken(recommended)}", source)
    ranked = lowest({each: tuple(score.value for score in own) for each, own in scores.items()})
    best = ranked.winner
    if best is None:
        names = " and ".join(map(_spoken, ranked.leaders))
        said = (
            f"{names} rank the same" if ranked.tied else f"{' or '.join(map(_spoken, ranked.leaders))} may be the best"
        )
        missing = [next(filter(None, (score.missing for score in scores[each])), "") for each in ranked.leaders]
        missing = [each for each in missing if each]
        return Choice(None, "; ".join([said, *dict.fromkeys(missing)]), facts)
    said = "; ".join(_listed(place, method, scores) for place in range(ranked.level + 1))
    said = f"{said}; best: {_spoken(best)}"
    if recommended is not None and recommended != best:
        said = f"{said}, although the laboratory recommends {_spoken(recommended)}"
    return Choice(best, said, (*facts, *source))


def _listed(place: int, method: RankedWithFallback, scores: dict[str, list[Score]]) -> str:
    told = [f"{_spoken(each)} {own[place].said}" for each, own in scores.items() if own[place].said]
    return f"{NAMES[method.metrics[place]]}: {', '.join(told)}"


def _score(metric: str, candidate: str, days: SubjectDays, window: During) -> Score:
    """The last usable value of a candidate in the window."""
    context, name = days.context, MEASURED[metric]
    what = f"{NAMES[metric]} of {_spoken(candidate)}"
    span, wanted = days.window(window), frozenset(candidate.split("|"))
    own = [fact for fact in days.facts.of(name) if _regimen(fact.detail or "", context.vocabulary) == wanted]
    seen = [(fact, inside(days, fact, span)) for fact in own]
    sure = [fact for fact, within in seen if within is Truth.YES]
    if any(within is Truth.UNKNOWN for _, within in seen):
        return Score(UNKNOWN, "", f"{what} may have been measured in time or not", tuple(fact.fact for fact in own))
    if not sure:
        return Score(UNKNOWN, "", f"{what} was not measured ({days.dates(window)})")
    newest = max(fact.day.lo for fact in sure)
    last = [fact for fact in sure if fact.day.hi >= newest]
    facts = tuple(fact.fact for fact in last)
    problem = next((fact.problem for fact in last if fact.problem is not None), None)
    if problem is not None:
        return Score(UNKNOWN, "", f"{what} cannot be used: {problem}", facts)
    measure = aspect(context.vocabulary, name, Reading(name))
    values = [fact_in_base_unit(context, measure, fact) for fact in last]
    wrong = next((value for value in values if isinstance(value, str)), None)
    if wrong is not None:
        return Score(UNKNOWN, "", f"{what} cannot be used: {wrong}", facts)
    numbers = [value for value in values if isinstance(value, Interval)]
    if any(value != numbers[0] for value in numbers):
        return Score(UNKNOWN, "", f"{what}: values of one day differ", facts)
    return Score(numbers[0], value_text(last[0], measure, calendar=context.calendar).removesuffix(" 1"), facts=facts)


def _recommended(candidates: Sequence[str], days: SubjectDays, window: During) -> tuple[str | None, tuple[int, ...]]:
    """The candidate that the laboratory last named in the window, and the record; one drug stands for its combination."""
    span = days.window(window)
    own = [f for f in days.facts.of(RECOMMENDED) if f.code and f.problem is None and inside(days, f, span) is Truth.YES]
    if not own:
        return None, ()
    last = max(fact.day.lo for fact in own)
    newest = [fact for fact in own if fact.day.hi >= last]
    codes = {code for fact in newest for code in (fact.code or "").split("|")}
    named = [each for each in candidates if codes & set(each.split("|"))]
    facts = tuple(fact.fact for fact in newest)
    return (named[0] if len(named) == 1 and codes <= set(named[0].split("|")) else None), facts


def _regimen(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The codes of the drugs a text names; what the vocabulary does not know stays as it is."""
    return frozenset(_codes(JOINT.split(text), vocabulary))


def _codes(parts: Iterable[str], vocabulary: Vocabulary) -> Iterator[str]:
    for part in filter(None, (each.strip() for each in parts)):
        yield vocabulary.code(TESTED, part) or part


def _spoken(candidate: str) -> str:
    return candidate.replace("|", " + ")
