"""Tumour expression of a simulated subject, with a planted class where the study classifies by expression."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hepatica.protocol.assignment import ClassifiedByExpression
from hepatica.protocol.study import Study
from hepatica.simulation.baseline import Person
from hepatica.simulation.rows import Record

PANEL = 60  # genes measured where the study names none
RAISED = 3.0  # standard deviations by which a class's genes are raised
LABELLED = 0.5  # share of subjects with a published label, where the classifier learns from labels


def expression_records(study: Study, person: Person) -> Iterator[Record]:
    """Expression of each gene, raised in the genes of the subject's class; no class for the reject arm."""
    method = study.assignment
    if not isinstance(method, ClassifiedByExpression):
        return
    genes = list(method.genes.names) or [f"SIM{i:03d}" for i in range(1, PANEL + 1)]
    classes = sorted(method.labels)
    own = [k for k, name in enumerate(classes) if method.labels[name] == person.arm]
    chosen = int(person.rng.choice(own)) if own else -1
    day = min(person.days.values())
    values = person.rng.normal(0, 1, len(genes))
    if chosen >= 0:
        values[np.arange(len(genes)) % (len(classes) + 1) == chosen] += RAISED
    for gene, value in zip(genes, values, strict=True):
        yield Record(
            "gene_expression", day, value=f"{2**value:.4f}", unit="{TPM}", fields={"GFSYM": gene}, source="expression"
        )
    if chosen >= 0 and method.genes.labels and person.rng.random() < LABELLED:
        yield Record(method.genes.labels, day, code=classes[chosen], source="published label")
