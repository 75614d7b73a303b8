"""Organoids of a simulated subject, where the study ranks drugs by them: culture, drug test, result and the drugs given.

The arm decides the outcome: a valid result in time, or one of the ways to have none. Everything is drawn from a generator of
its own, so that nothing else in the data depends on it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np

from hepatica.assignment.ranking import lowest
from hepatica.protocol.assignment import RankedWithFallback
from hepatica.protocol.study import Study
from hepatica.rules.intervals import Interval
from hepatica.simulation.baseline import Person
from hepatica.simulation.days import point_day
from hepatica.simulation.rows import Record

RECORDED: Final = (
    "organoid_status", "organoid_passage", "organoid_culture_days", "drug_sensitivity_quality", "drug_sensitivity_result",
    "drug_sensitivity_recommended", "drug_ic50", "drug_auc", "drug_fit_r2", "plate_z_prime",
)  # fmt: skip
"""What is recorded here and at no visit."""

PARAMETERS: Final = {"organoids_failed": 0.5, "result_too_late": 0.25, "other_drugs_given": 0.1}
"""Where the study says nothing: the shares, of subjects without a valid result in time, of those whose culture failed and
of those whose result came too late (that of all others is not valid); and, of those with one, who get the fallback's drugs.
"""

ESTABLISHED: Final = (10, 18)
TESTED: Final = (5, 10)
LATE: Final = (2, 14)
"""Days: from the start to established organoids, from there to a result, and of a late result beyond the deadline."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A drug test: day, whether it is valid, and AUC, IC50 (umol/L) and R² of each candidate as text."""

    day: int
    valid: bool
    scores: dict[str, tuple[str, str, str]]
    z_prime: str

    @property
    def best(self) -> str:
        """The candidate with the smallest AUC, of equal ones that with the smallest IC50."""
        ranked = lowest({name: (_exact(auc), _exact(ic50)) for name, (auc, ic50, _) in self.scores.items()})
        return ranked.leaders[0]


def with_organoids(study: Study, person: Person, records: list[Record]) -> list[Record]:
    """The records with those of the organoids; the first dose is of the drugs that the test recommends, as a rule."""
    method = study.assignment
    if not isinstance(method, RankedWithFallback):
        return records
    rng = person.aside("organoids")
    start, deadline = person.days[method.by.node.anchor], point_day(method.by.node, person.days, 0)
    established = start + int(rng.integers(ESTABLISHED[0], ESTABLISHED[1] + 1))
    result = min(established + int(rng.integers(TESTED[0], TESTED[1] + 1)), deadline)
    fate = rng.random(2)
    if person.arm == method.arm:
        plate = _plate(method, result, rng, valid=True)
        others = method.fallback.drugs if fate[1] < _share(study, "other_drugs_given") else ()
        given = others or tuple(plate.best.split("|"))
        made = [*_culture(start, established), *_tested(study, plate, rng)]
        return [each for record in records for each in _dosed(record, given)] + made
    failed = _share(study, "organoids_failed")
    if fate[0] < failed:
        return [*records, Record("organoid_status", result, code="failed", source="organoids")]
    late = fate[0] < failed + _share(study, "result_too_late")
    day = deadline + int(rng.integers(LATE[0], LATE[1] + 1)) if late else result
    plate = _plate(method, day, rng, valid=late)
    return [*records, *_culture(start, established), *_tested(study, plate, rng)]


def _share(study: Study, name: str) -> float:
    given = study.simulation.parameters.get(name) if study.simulation else None
    return PARAMETERS[name] if given is None else given.value


def _exact(text: str) -> Interval:
    return Interval(Fraction(text), Fraction(text))


def _plate(method: RankedWithFallback, day: int, rng: np.random.Generator, *, valid: bool) -> Plate:
    """Scores that hang together: who resists a drug has a larger AUC and a larger IC50; poor plates fit poorly."""
    scores = {}
    for candidate in method.candidates:
        resistance, noise = rng.normal(0, 1), rng.normal(0, 1, 2)
        auc = min(max(0.60 + 0.15 * resistance + 0.03 * noise[0], 0.05), 1.0)
        ic50 = 5.0 * math.exp(0.9 * resistance + 0.2 * noise[1])
        fit = rng.uniform(0.90, 0.99) if valid else rng.uniform(0.40, 0.85)
        scores[candidate] = (f"{auc:.2f}", f"{ic50:.3g}", f"{fit:.2f}")
    z_prime = rng.uniform(0.50, 0.80) if valid else rng.uniform(-0.20, 0.35)
    return Plate(day, valid, scores, f"{z_prime:.2f}")


def _culture(start: int, established: int) -> Iterator[Record]:
    days = established - start
    yield Record("organoid_status", established, code="established", source="organoids")
    yield Record("organoid_culture_days", established, value=str(days), unit="d", source="organoids")
    yield Record("organoid_passage", established, value=str(1 + days // 8), unit="{passage}", source="organoids")


def _tested(study: Study, plate: Plate, rng: np.random.Generator) -> Iterator[Record]:
    """The scores but for those that are missing, the laboratory's verdict and its report; of a valid test the best drugs."""
    missing = study.simulation.missing_value.value if study.simulation and study.simulation.missing_value else 0.0
    verdict = "pass" if plate.valid else "fail"
    for candidate, (auc, ic50, fit) in plate.scores.items():
        for name, value, unit in (("drug_auc", auc, "1"), ("drug_ic50", ic50, "umol/L"), ("drug_fit_r2", fit, "1")):
            if rng.random() >= missing:
                of = {"detail": candidate}
                yield Record(name, plate.day, value=value, unit=unit, fields=of, source=f"drug test of {candidate}")
    yield Record("plate_z_prime", plate.day, value=plate.z_prime, unit="1", source="drug test")
    yield Record("drug_sensitivity_quality", plate.day, code=verdict, source="drug test")
    if plate.valid:
        yield Record("drug_sensitivity_recommended", plate.day, code=plate.best, source="drug test")
    report = {"status": verdict}
    yield Record("drug_sensitivity_result", plate.day, occurred=True, fields=report, source="drug test reported")


def _dosed(record: Record, given: tuple[str, ...]) -> list[Record]:
    """A first dose as doses of the drugs given; any other record as it is."""
    if record.variable != "study_treatment" or record.occurred is False:
        return [record]
    return [replace(record, code=drug) for drug in given]
