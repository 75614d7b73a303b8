"""Several genes or metabolites of one specimen, and the score and stratum of a locked risk model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hepatica.simulation.baseline import Person
from hepatica.simulation.rows import Record

PANELS: Final = {
    "gene_expression": {"CD274": 2.0, "CD8A": 6.0, "CTNNB1": 90.0, "GPC3": 45.0, "VEGFA": 30.0},
    "metabolite_level": {"glutamine": 600.0, "lactate": 1600.0, "taurocholic acid": 4.0, "tryptophan": 55.0},
}
"""Of each variable that holds many analytes a few, with a usual value: genes in TPM, metabolites of blood in umol/L."""

SPREAD: Final = 0.5
"""Standard deviation of the logarithm of a value."""

CUTS: Final = (("low", 1 / 3), ("intermediate", 2 / 3), ("high", 1.0))
"""Strata by the score below which they lie: thirds, since no study says where its model cuts."""


def panel(record: Record, person: Person) -> Iterator[Record]:
    """One record for each analyte that stands for the variable of a record; values have a generator of their own."""
    rng = person.aside(f"{record.variable} {record.day}")
    for name, usual in PANELS[record.variable].items():
        value = usual * float(rng.lognormal(0, SPREAD))
        yield replace(record, value=f"{value:.2f}", fields={**record.fields, "detail": name})


def score(person: Person) -> tuple[str, str]:
    """The score of a locked model as it is recorded, and its stratum: the same whenever it is asked for.

    It says nothing of the course that is simulated.
    """
    value = f"{person.aside('risk model').random():.2f}"
    return value, next((name for name, cut in CUTS if float(value) < cut), CUTS[-1][0])
