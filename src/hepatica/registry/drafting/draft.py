"""A first study file from a registry record: what can be read with certainty as rules, the rest marked for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from hepatica.protocol.check import check_study
from hepatica.protocol.dump import dump
from hepatica.protocol.study import Study
from hepatica.registry.drafting.conflicts import conflicts_of
from hepatica.registry.drafting.criteria import Drafted, age_and_sex, drafted
from hepatica.registry.drafting.design import arms_of, design_of, text_of, title_of
from hepatica.registry.drafting.endpoints import endpoints_of
from hepatica.registry.drafting.laboratory import Sense
from hepatica.registry.drafting.moments import DAYS
from hepatica.registry.finding import Finding
from hepatica.registry.record import Quote, Record, Span
from hepatica.registry.traits import interventional, randomised
from hepatica.vocabulary import load

SCREENING: Final = "28 d"  # how far back a value counts where the record gives no window
POPULATIONS: Final[dict[str, dict[str, Any]]] = {
    "all": {"label": {"en": "all subjects", "zh": "全部受试者"}, "of": "everyone"},
    "eligible": {"label": {"en": "eligible subjects", "zh": "合格受试者"}, "of": "eligible"},
}
SENSES: Final[tuple[Sense, ...]] = ("inclusion", "exclusion")
PARTS: Final = {
    "retrospective": {"en": "eligible for the retrospective part", "zh": "回顾性研究部分合格受试者"},
    "prospective": {"en": "eligible for the prospective part", "zh": "前瞻性研究部分合格受试者"},
}


@dataclass(frozen=True)
class Draft:
    """A first study file and where its criteria stand in the record."""

    record: Record
    study: Study
    criteria: tuple[Drafted, ...]

    @property
    def text(self) -> str:
        """The study file."""
        return dump(self.study)

    @property
    def unread(self) -> tuple[Drafted, ...]:
        """The criteria that nobody has read."""
        return tuple(each for each in self.criteria if each.unread)

    def place(self, criterion: Drafted, number: int = 0) -> Span | None:
        """Where the words of a criterion stand in the record's source: those of its nth value."""
        value = criterion.values[number]
        return self.record.span(Quote("eligibility", value, 0, len(value.text)))


def draft(record: Record, findings: Iterable[Finding] = ()) -> Draft:
    """A first study file of a record; its rules and everything else hold against the vocabulary.

    findings: what the checker found in the record; they become the study's open conflicts. Where the format demands what the
    record does not say, a value is taken and told under `assumed`.
    """
    reference = "randomisation" if interventional(record) and randomised(record) else _reference(record)
    text = [each for sense in SENSES for each in drafted(record, sense, reference)]
    fields = list(age_and_sex(record, text))
    criteria = (
        *(each for each in text if each.sense == "inclusion"),
        *fields,
        *(each for each in text if each.sense == "exclusion"),
    )
    design, assumed = design_of(record)
    outcomes = endpoints_of(record, reference)
    named = {"consent", reference, *outcomes.anchors, *(name for each in criteria for name in each.anchors)}
    if record.id == "":
        assumed["study"] = "the record has no number"
    assumed["eligibility.window"] = "the record gives no window that holds for all criteria"
    if "surgery" in named:
        assumed["anchors.surgery"] = "which operation is meant is not read from the record; the first is taken"
    whole: dict[str, Any] = {
        "study": re.sub(r"[^A-Za-z0-9_-]+", "-", record.id).strip("-_") or "UNNUMBERED",
        "format": 1,
        "title": title_of(record),
        "summary": text_of(record.all("summary")),
        "design": design,
        "anchors": {name: _anchor(name) for name in DAYS if name in named},
        "eligibility": _eligibility(criteria, reference),
        "populations": POPULATIONS | _parts(criteria),
        "arms": arms_of(record),
        "endpoints": outcomes.section,
        "assumed": assumed | outcomes.assumed,
        "conflicts": conflicts_of(findings),
    }
    study = Study.model_validate({key: value for key, value in whole.items() if value})
    faults = check_study(study, load())
    if faults:  # a draft that does not hold is a fault of this room, never of the record
        raise AssertionError(f"{record.id}: {faults[0].path}: {faults[0].what}")
    return Draft(record, study, criteria)


def _reference(record: Record) -> str:
    return "enrolment" if interventional(record) else "consent"


def _anchor(name: str) -> dict[str, Any]:
    day, en, zh = DAYS[name]
    return {"day": day, "label": {"en": en, "zh": zh}}


def _eligibility(criteria: Iterable[Drafted], reference: str) -> dict[str, Any]:
    made: dict[str, dict[str, Any]] = {"inclusion": {}, "exclusion": {}}
    for each in criteria:
        made[each.sense][each.id] = _criterion(each)
    entry = [name for name in DAYS if name in ("consent", reference)]
    return {"window": f"{SCREENING} before {reference}", "entry": entry, **made}


def _criterion(each: Drafted) -> dict[str, Any]:
    said: dict[str, Any] = {"rule": each.rule, "class": each.class_, "text": " ".join(each.source.split())}
    if each.zh:
        said["zh"] = each.zh
    said["source"] = each.source
    if each.part:
        said["populations"] = [each.part]
    if each.assumed:
        said["assumed"] = "; ".join(each.assumed)
    return said


def _parts(criteria: Iterable[Drafted]) -> dict[str, dict[str, Any]]:
    named = {each.part for each in criteria if each.part}
    return {name: {"label": label, "of": "eligible"} for name, label in PARTS.items() if name in named}
