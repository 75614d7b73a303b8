"""Whether something is there at a draw, such as circulating tumour cells: by the share the study expects at each moment."""

from __future__ import annotations

import math
from typing import Final

from hepatica.protocol.study import Study
from hepatica.simulation.baseline import Person
from hepatica.simulation.days import point_day

STAYS: Final = 0.5
"""Correlation of two moments of one person, on the scale of a normal variable behind the answers."""

CYCLES: Final = (32.0, 2.0)
"""Mean and standard deviation of the threshold cycle of a PCR that finds something."""

FOLLOWS: Final = {"ctc_count": "ctc_positive", "ctc_ct": "ctc_positive"}
"""Numbers that say nothing, or nought, where the thing is absent."""


def present(study: Study, person: Person, variable: str, day: int) -> bool | None:
    """Whether a boolean variable is yes on a day; None where the study expects no share of it.

    The share is that of the endpoint «value at» whose moment is nearest. Draws have a generator of their own.
    """
    shares = study.simulation.proportions if study.simulation else {}
    moments = {
        key: abs(point_day(endpoint.at.node, person.days, day) - day)
        for key, endpoint in study.endpoints.items()
        if key in shares and person.arm in shares[key] and endpoint.variable == variable and endpoint.at is not None
    }
    if not moments:
        return None
    key = min(moments, key=lambda each: moments[each])
    usual, now = person.aside(variable).normal(), person.aside(f"{variable} {key}").normal()
    level = math.sqrt(STAYS) * usual + math.sqrt(1 - STAYS) * now
    return 0.5 * math.erfc(-level / math.sqrt(2)) < shares[key][person.arm].value


def threshold_cycle(person: Person, day: int) -> str:
    """The cycle at which a PCR finds what is there."""
    mean, spread = CYCLES
    return f"{person.aside(f'cycle {day}').normal(mean, spread):.1f}"
