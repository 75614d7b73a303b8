"""SDTM data as a study expects them, made from its own file and from nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from hepatica.errors import HepaticaError
from hepatica.protocol.context import rule_context
from hepatica.protocol.schedule import nominal_days
from hepatica.protocol.simulation import Simulation
from hepatica.protocol.study import Study
from hepatica.sdtm.tables import Tables
from hepatica.simulation.baseline import Baseline, Person
from hepatica.simulation.course import Course
from hepatica.simulation.days import anchor_days
from hepatica.simulation.exposure import exposure_records
from hepatica.simulation.expression import expression_records
from hepatica.simulation.organoids import with_organoids
from hepatica.simulation.rows import EPOCH, Record, tables
from hepatica.simulation.typical import typical_of
from hepatica.vocabulary import load

LABEL = "simulated"


def simulate(study: Study, *, seed: int = 1, subjects: int | None = None) -> Tables:
    """Simulate a study's subjects.

    seed: the same seed gives the same data, and subject n is the same whoever comes after. subjects: how many are
    screened; the study's own number where it is left out. Raises HepaticaError if the study says too little to simulate.
    """
    plan = study.simulation
    if plan is None:
        raise HepaticaError(
            f"{study.study} cannot be simulated: its file has no section «simulation»",
            where=study.file,
            do="add the section: arms, accrual, follow_up, events (hepatica study schema shows its keys)",
        )
    count = plan.subjects if subjects is None else subjects
    if count < 1:
        raise HepaticaError(f"{count} subjects cannot be simulated", do="give a number of at least 1")
    if seed < 0:
        raise HepaticaError(f"{seed} is not a seed", do="give a whole number of at least 0")
    vocabulary = load()
    reference = rule_context(study).reference
    if reference is None:
        raise HepaticaError(f"{study.study} has no anchor in its eligibility window", where=study.file)
    baseline = Baseline(study, vocabulary, typical_of(plan.usual), reference)
    course = Course(study, baseline)
    made = (_subject(number, study, plan, baseline, course, seed) for number in range(1, count + 1))
    return tables(study.study, made, vocabulary, seed=seed, label=LABEL)


def _subject(
    number: int, study: Study, plan: Simulation, baseline: Baseline, course: Course, seed: int
) -> tuple[str, dict[str, Any], list[Record]]:
    """Identifier, demographics and records of one subject."""
    person = draw_person(number, study, plan, seed)
    records = baseline.records(person)
    records += list(exposure_records(study, person, baseline.vocabulary))
    records += list(expression_records(study, person))
    records = with_organoids(study, person, records)
    records = course.records(person, records)
    site = f"{(number - 1) % (study.design.sites or 1) + 1:02d}"
    return f"{study.study}-{number:05d}", {"SUBJID": f"{number:05d}", "SITEID": site}, records


def draw_person(number: int, study: Study, plan: Simulation, seed: int) -> Person:
    """What is drawn for subject `number` before anything is recorded."""
    rng = np.random.default_rng([seed, number])
    first = date.fromisoformat((study.design.start or "2025-01-01").ljust(7, "-")[:7].rstrip("-") + "-01")
    if study.design.start and len(study.design.start) == 10:
        first = date.fromisoformat(study.design.start)
    consent = (first - EPOCH).days + int(rng.integers(0, nominal_days(plan.accrual.node) + 1))
    names = list(plan.arms)
    shares = np.array([plan.arms[name].value for name in names])
    arm = str(rng.choice(names, p=shares / shares.sum()))
    rate = plan.ineligible.value if plan.ineligible else 0.0
    breaks = str(rng.choice(list(study.criteria))) if rng.random() < rate else None
    return Person(seed, number, arm, anchor_days(study, consent, rng), breaks, rng)
