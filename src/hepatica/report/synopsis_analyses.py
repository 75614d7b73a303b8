"""Sample size and statistical analyses in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from hepatica.protocol.analyses import Analysis
from hepatica.protocol.simulation import Parameter, Rate
from hepatica.report.synopsis_claim import claim_sentences
from hepatica.report.synopsis_groups import arm
from hepatica.report.synopsis_rules import Spoken, plain

ROLES: tuple[Literal["primary", "secondary", "exploratory", "sensitivity"], ...] = (
    "primary",
    "secondary",
    "exploratory",
    "sensitivity",
)


def sample_size(spoken: Spoken) -> list[str]:
    """How many subjects, by the record's own claim; without one, what the study file expects of them."""
    w, study = spoken.words, spoken.study
    if study.sample_size is not None:
        return claim_sentences(spoken)
    planned = [(name, group.planned) for name, group in study.arms.items() if group.planned is not None]
    told = [
        w.clauses(
            [
                w("size_stated", n=study.design.enrolment) if study.design.enrolment is not None else "",
                w("size_arms", arms=w.list(w("size_arm", arm=arm(name, spoken), n=n) for name, n in planned))
                if planned
                else "",
            ]
        )
    ]
    expected = list(_expected(spoken))
    told.append(w("size_expected", what=w.clauses(expected)) if expected else w("size_unknown"))
    return [w.sentence(text) for text in told if text]


def _expected(spoken: Spoken) -> Iterator[str]:
    """The rates of the primary endpoints, hazard ratios and losses that the study file expects."""
    w, simulation = spoken.words, spoken.study.simulation
    if simulation is None:
        return
    primary = [name for name, _ in spoken.study.endpoints_of("primary")]
    for name, rate in simulation.events.items():
        if name not in primary:
            continue
        yield w(
            "expected_event",
            endpoint=_endpoint(name, spoken),
            share=_share(rate.probability, spoken),
            arm=arm(rate.reference, spoken),
            by=spoken.duration(rate.by.node),
        )
        for group, ratio in rate.hazard_ratio.items():
            yield w("expected_ratio", ratio=_sourced(plain(ratio.value), ratio, spoken), arm=arm(group, spoken))
    for name, by_arm in simulation.proportions.items():
        if name in primary:
            shares = w.list(
                w("share_of", share=_share(rate, spoken), arm=arm(group, spoken)) for group, rate in by_arm.items()
            )
            yield w("expected_share", endpoint=_endpoint(name, spoken), shares=shares)
    if simulation.dropout is not None:
        share = _share(simulation.dropout.probability, spoken)
        yield w("expected_dropout", share=share, by=spoken.duration(simulation.dropout.by.node))


def _share(rate: Rate, spoken: Spoken) -> str:
    return _sourced(f"{100 * rate.value:g} %", rate, spoken)


def _sourced(text: str, number: Rate | Parameter, spoken: Spoken) -> str:
    return spoken.words.aside(text, spoken.words(f"source.{number.source}"))


def analyses(spoken: Spoken) -> list[tuple[str, str]]:
    """Role and sentence of each analysis; those that differ in nothing but their endpoint share one."""
    w, found = spoken.words, []
    for role in ROLES:
        alike: dict[str, list[str]] = {}
        for analysis in spoken.study.analyses:
            if analysis.role == role:
                alike.setdefault(_how(analysis, spoken), []).append(_endpoint(analysis.endpoint, spoken))
        sentences = [w("colon", term=w.list(dict.fromkeys(names)), text=how) for how, names in alike.items()]
        if sentences:
            found.append((w(f"analysis_role.{role}"), w("space").join(w.sentence(text) for text in sentences)))
    return found


def _how(analysis: Analysis, spoken: Spoken) -> str:
    """Methods or model, grouping, population and level of one analysis."""
    w = spoken.words
    methods = [_method(name, spoken) for name in analysis.methods]
    if analysis.model is not None:
        terms = w.list(_terms(analysis, spoken))
        model = _method(analysis.model, spoken)
        methods.append(w("model_with", model=model, terms=terms) if terms else model)
    parts = [w.list(methods)]
    if analysis.by is not None:
        parts.append(w("by_group", group=w("own_group") if analysis.by == "arm" else spoken.variable(analysis.by)))
    if analysis.strata:
        parts.append(w("stratified_by", names=w.list(spoken.variable(name) for name in analysis.strata)))
    if analysis.population is not None:
        parts.append(w("in_population", population=population(analysis.population, spoken)))
    if analysis.excluding is not None:
        parts.append(w("excluding", rule=spoken.rule(analysis.excluding.node)))
    if analysis.alpha is not None:
        parts.append(w("alpha", alpha=f"{analysis.alpha:g}"))
    return w("comma").join(part for part in parts if part)


def _terms(analysis: Analysis, spoken: Spoken) -> Sequence[str]:
    """The terms of a model: variables, the group, logarithms."""
    found = []
    for term in analysis.terms:
        name = spoken.words("own_group") if term.node.variable == "arm" else spoken.variable(term.node.variable)
        found.append(f"{term.node.function}({name})" if term.node.function is not None else name)
    return found


def _method(name: str, spoken: Spoken) -> str:
    label = spoken.vocabulary.methods["statistical_method"].get(name)
    return spoken.inside(spoken.label(label)) if label is not None else name.replace("_", " ")


def _endpoint(name: str, spoken: Spoken) -> str:
    """An endpoint by its label; of the simulation also an event (`death`)."""
    found = spoken.study.endpoints.get(name)
    return found.label.in_language(spoken.words.lang) if found is not None else spoken.variable(name)


def population(name: str, spoken: Spoken) -> str:
    """A population of the study by its label."""
    found = spoken.study.populations.get(name)
    if found is not None and found.label is not None:
        return found.label.in_language(spoken.words.lang)
    return name.replace("_", " ")
