"""The treatments of a simulated subject's arm, and the answers that the other arms' treatments were not begun."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.assignment.exposure import exposure_variables
from hepatica.protocol.assignment import AsTreated
from hepatica.protocol.schedule import nominal_days
from hepatica.protocol.study import Study
from hepatica.protocol.written import Exposed
from hepatica.simulation.baseline import Person
from hepatica.simulation.days import point_day
from hepatica.simulation.rows import Record
from hepatica.vocabulary import Vocabulary


def exposure_records(study: Study, person: Person, vocabulary: Vocabulary) -> Iterator[Record]:
    """Records of the drugs that decide the arm: begun in the first half of the grace period, or said not to be."""
    method = study.assignment
    if not isinstance(method, AsTreated):
        return
    origin = point_day(method.origin.node, person.days, 0)
    anchor = study.anchor_nodes.get(method.origin.node.anchor)
    half = (nominal_days(method.grace.node) + 1) // 2
    for arm, condition in method.arms.items():
        if not isinstance(condition.node, Exposed):
            continue
        for variable in exposure_variables(condition.node.codes, anchor, vocabulary):
            for code in condition.node.codes:
                leaves = sorted(vocabulary.classes.get(code, frozenset({code})))
                if arm == person.arm:
                    day = origin + int(person.rng.integers(0, half + 1))
                    drug = str(person.rng.choice(leaves))
                    yield Record(variable, day, code=drug, occurred=True, source=f"arm {arm}")
                else:
                    yield Record(variable, origin + 2 * half, code=code, occurred=False, source=f"arm {person.arm}")
