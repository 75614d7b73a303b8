"""How well a learnt classifier finds labels it has not seen: stratified cross-validation, selection inside each fold.

Ambroise & McLachlan, PNAS 2002;99:6562: genes chosen outside the folds make the error look too small. Cohen's kappa:
Cohen, Educ Psychol Meas 1960;20:37.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hepatica.assignment.centroids import Matrix, learn


@dataclass(frozen=True)
class Agreement:
    """Out-of-fold calls against the given labels.

    n: labelled samples; nearest: share whose nearest centroid is their label; called: share called by the threshold at
    all; accuracy: share of the called ones that agree; kappa: Cohen's kappa of the nearest class; similarity: each
    labelled sample's out-of-fold correlation with its nearest centroid, in the order of the labelled samples.
    """

    n: int
    nearest: float
    called: float
    accuracy: float
    kappa: float
    similarity: NDArray[np.float64]


def folds(labels: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """A fold number for each labelled sample, classes spread evenly, reproducible under `seed`."""
    rng = np.random.default_rng(seed)
    out = np.empty(len(labels), dtype=np.int64)
    start = 0
    for c in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == c))
        out[members] = (start + np.arange(len(members))) % count
        start += len(members)
    return out


def cross_validate(
    values: Matrix,
    genes: tuple[str, ...],
    labels: list[str | None],
    *,
    size: int,
    threshold: float,
    fixed: tuple[str, ...] = (),
    count: int = 5,
    seed: int = 1,
) -> Agreement:
    """Learn on all folds but one, call the one left out, and compare with its labels (arguments as in `learn`)."""
    known = np.array([i for i, x in enumerate(labels) if x is not None], dtype=np.int64)
    classes = sorted({x for x in labels if x is not None})
    y = np.array([classes.index(str(labels[i])) for i in known], dtype=np.int64)
    fold = folds(y, count, seed)
    nearest = np.full(len(known), -1, dtype=np.int64)
    similarity = np.zeros(len(known))
    for k in range(count):
        held = set(known[fold == k].tolist())
        if not held:
            continue
        visible = [None if i in held else x for i, x in enumerate(labels)]
        reference = [i for i in range(len(labels)) if i not in held]
        classifier = learn(
            values[reference],
            genes,
            [visible[i] for i in reference],
            size=size,
            threshold=threshold,
            unit="",
            origin="",
            fixed=fixed,
        )
        place = {g: i for i, g in enumerate(genes)}
        columns = [place[g] for g in classifier.genes]
        rows = np.flatnonzero(fold == k)
        s = classifier.similarity(values[known[rows]][:, columns])
        best = s.argmax(axis=1)
        nearest[rows] = [classes.index(classifier.classes[b]) for b in best]
        similarity[rows] = s.max(axis=1)
    called = similarity >= threshold
    agree = nearest == y
    return Agreement(
        n=len(known),
        nearest=float(agree.mean()),
        called=float(called.mean()),
        accuracy=float(agree[called].mean()) if called.any() else float("nan"),
        kappa=_kappa(nearest, y, len(classes)),
        similarity=similarity,
    )


def _kappa(a: NDArray[np.int64], b: NDArray[np.int64], k: int) -> float:
    table = np.zeros((k, k))
    np.add.at(table, (a, b), 1)
    table /= table.sum()
    expected = float(table.sum(axis=1) @ table.sum(axis=0))
    return (float(np.trace(table)) - expected) / (1 - expected) if expected < 1 else 1.0
