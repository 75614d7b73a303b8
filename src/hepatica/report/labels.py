"""How the names in a results table read, in the language of the report: endpoints, groups, terms, criteria."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hepatica.protocol.analyses import Analysis
from hepatica.protocol.assignment import ClassifiedByExpression
from hepatica.protocol.study import Study
from hepatica.report import numbers
from hepatica.report.words import Words
from hepatica.vocabulary import Vocabulary

ARM: Final = "arm"
TRANSFORMED: Final = re.compile(r"(log10|log2|log|sqrt)\((.+)\)")


@dataclass(frozen=True)
class Labels:
    """Names as people read them. A name that nobody has labelled reads as itself."""

    study: Study
    vocabulary: Vocabulary
    words: Words

    def endpoint(self, name: str) -> str:
        """An endpoint's label."""
        found = self.study.endpoints.get(name)
        return found.label.in_language(self.words.lang) if found else _spoken(name)

    def role(self, name: str) -> str:
        """Primary, secondary or exploratory endpoint; empty where the study file does not have it."""
        found = self.study.endpoints.get(name)
        return self.words(found.role) if found else ""

    def analysis(self, name: str) -> str:
        """An analysis' own label, or how it is grouped."""
        found = self.found(name)
        if found is None:
            return _spoken(name)
        told = self._told(found)
        twins = [one for one in self.study.analyses if one.endpoint == found.endpoint and self._told(one) == told]
        return (
            self.words("among", analysis=told, population=lower(self.population(found.population or "")))
            if twins[1:]
            else told
        )

    def _told(self, found: Analysis) -> str:
        """What an analysis does, by its label, its model or its grouping."""
        if found.label is not None:
            return found.label.in_language(self.words.lang)
        if found.model is not None:
            return self.method(found.model)
        return self.words("grouped_by", group=self.grouping(found.by)) if found.by else self.words("all_subjects")

    def analysis_of(self, endpoint: str, name: str) -> str:
        """An endpoint with one of its analyses, as a caption begins."""
        analysis, found = self.analysis(name), self.found(name)
        ours = found is not None and found.label is None and found.model is None
        return self.words("within", endpoint=self.endpoint(endpoint), analysis=lower(analysis) if ours else analysis)

    def found(self, name: str) -> Analysis | None:
        """The analysis of this id in the study file."""
        return next((analysis for analysis in self.study.analyses if analysis.id == name), None)

    def method(self, name: str) -> str:
        """A method's name, by the vocabulary; what the report adds (tests of a model) by its own words."""
        found = self.vocabulary.methods["statistical_method"].get(name)
        if found is None:
            return self.words.named("method", name)
        return found.zh or found.en if self.words.lang == "zh" else found.en

    def population(self, name: str) -> str:
        """A population's label."""
        found = self.study.populations.get(name)
        if found is not None and found.label is not None:
            return found.label.in_language(self.words.lang)
        return _spoken(name) if name else self.words("all_subjects")

    def group(self, by: str, code: str) -> str:
        """A group's label: of an arm, or of a coded variable's value."""
        if not code:
            return self.words("all_subjects")
        if by == ARM:
            arm = self.study.arms.get(code)
            return arm.label.in_language(self.words.lang) if arm else _spoken(code)
        variable = self.vocabulary.variables.get(by)
        label = variable.values.get(code) if variable is not None else None
        return (label.zh if self.words.lang == "zh" else label.en) or code if label is not None else code

    def variable(self, name: str) -> str:
        """A variable's label; `log10(x)` keeps its function."""
        if name == ARM:
            return self.words("group")
        if found := TRANSFORMED.fullmatch(name):
            return f"{found[1]}({self.variable(found[2].strip())})"
        variable = self.vocabulary.variables.get(name)
        if variable is None:
            return _spoken(name)
        return variable.label.zh or variable.label.en if self.words.lang == "zh" else variable.label.en

    def cause(self, name: str, endpoint: str) -> str:
        """What happened: the endpoint itself, or what competes with it."""
        if name == endpoint:
            return self.endpoint(endpoint)
        return self.words("competing_events") if name == "competing" else self.variable(name)

    def grouping(self, by: str) -> str:
        """What subjects are grouped by, inside a sentence; a learnt class is called the stand-in it is."""
        if by != ARM:
            return self.variable(by)
        method = self.study.assignment
        learnt = isinstance(method, ClassifiedByExpression) and method.genes.learn is not None
        return self.words("stand_in_group" if learnt else "own_group")

    def unit(self, ucum: str | None) -> str:
        """A unit as people write it."""
        text = numbers.unit_text(ucum)
        return self.words(text) if text in ("days", "weeks", "months", "years") else text

    def kind_of_event(self, name: str, endpoint: str) -> str:
        """A kind of the event that is counted apart."""
        found = self.study.endpoints.get(endpoint)
        kind = found.subtypes.get(name) if found else None
        return kind.label.in_language(self.words.lang) if kind else self.variable(name)

    def comparison(self, term: str, group: str, reference: str, by: str = "") -> str:
        """What an estimate compares: two groups (of a variable named if it is not the grouping), or a unit more."""
        if group and reference:
            text = self.words("versus", group=self.group(term, group), reference=self.group(term, reference))
            return text if term in (by, ARM) else self.words("named", name=self.variable(term), text=text)
        if group:
            return self.group(term, group)
        if not term:
            return self.words("all_groups")
        return self.words("per_unit", term=self.variable(term), unit=self._step(term))

    def _step(self, term: str) -> str:
        """One step of a numeric term: a unit, or a factor where the term is a logarithm."""
        found = TRANSFORMED.fullmatch(term)
        if found:
            return self.words({"log10": "tenfold", "log2": "doubling"}.get(found[1], "unit"))
        variable = self.vocabulary.variables.get(term)
        unit = numbers.unit_text(variable.unit) if variable is not None else ""
        return self.words("one_year") if unit == "years" else f"1 {unit}" if unit else self.words("unit")

    def criterion(self, name: str) -> str:
        """A criterion's id with its short text."""
        found = self.study.criteria.get(name)
        if found is None:
            return name
        _, criterion = found
        text = criterion.zh or criterion.text if self.words.lang == "zh" else criterion.text
        return f"{name} {text or criterion.rule.text}"


def lower(text: str) -> str:
    """A label inside a sentence; abbreviations keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _spoken(name: str) -> str:
    return name.replace("_", " ").strip()
