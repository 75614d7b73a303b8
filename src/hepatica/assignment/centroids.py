"""A nearest-centroid classifier with a class for what matches no centroid, frozen once and versioned by its content.

Each gene's value is placed in the frozen reference cohort and turned into a normal score (the same sample always gets
the same scores, whoever else is in the study), the sample is correlated with each class centroid, and the nearest
class is called unless the best correlation stays under the threshold. Tibshirani et al., PNAS 2002;99:6567 (nearest
centroids); Dudoit et al., J Am Stat Assoc 2002;97:77 (genes ranked by between- to within-class variance).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from hepatica.errors import HepaticaError

Matrix = NDArray[np.float64]
FORMAT = 1
LEAST_VARIANCE = 1e-12  # of normal scores within classes; anything below is rounding
QUANTILES = 201  # grid of the frozen reference distribution of each gene


@dataclass(frozen=True)
class Centroids:
    """A frozen classifier.

    genes: symbols, in order (g). classes: labels, in order (k). centroids: k × g normal scores.
    reference: g × 201 quantiles of each gene in the reference cohort, in `unit`.
    threshold: least Pearson correlation with the nearest centroid for a call. origin: how it came to be.
    """

    genes: tuple[str, ...]
    classes: tuple[str, ...]
    centroids: Matrix
    reference: Matrix
    unit: str
    threshold: float
    origin: str

    @property
    def version(self) -> str:
        """First twelve hexadecimal digits of the SHA-256 of everything that decides a call."""
        return hashlib.sha256(_canonical(_body(self)).encode()).hexdigest()[:12]

    def scores(self, values: Matrix) -> Matrix:
        """Normal scores (n × g) of expression values (n × g, in `unit`) within the reference cohort."""
        return normal_scores(values, self.reference)

    def similarity(self, values: Matrix) -> Matrix:
        """Pearson correlation (n × k) of each sample with each centroid; NaN where a gene is missing."""
        return correlation(self.scores(values), self.centroids)

    def call(self, values: Matrix) -> list[str | None]:
        """The class of each sample; None where it matches no class. A missing gene is an error, never a guess."""
        if np.isnan(values).any():
            row, column = (int(i) for i in np.argwhere(np.isnan(values))[0])
            raise HepaticaError(
                f"sample {row + 1} has no value for gene {self.genes[column]}",
                do="leave the sample out of the classification or use a classifier whose genes were all measured",
            )
        similarity = self.similarity(values)
        best = similarity.argmax(axis=1)
        return [self.classes[k] if similarity[i, k] >= self.threshold else None for i, k in enumerate(best.tolist())]


def freeze_reference(values: Matrix) -> Matrix:
    """The quantile grid (g × 201) of each gene over a reference cohort (n × g)."""
    return np.ascontiguousarray(np.quantile(values, np.linspace(0, 1, QUANTILES), axis=0).T)


def normal_scores(values: Matrix, reference: Matrix) -> Matrix:
    """Each gene's value as a normal score of its mid-rank in the frozen reference, kept inside the last half step."""
    step = 0.5 / QUANTILES
    out = np.empty_like(values)
    for g, grid in enumerate(reference):
        left = np.interp(values[:, g], *_strict(grid, "left"))
        right = np.interp(values[:, g], *_strict(grid, "right"))
        out[:, g] = ndtri(np.clip((left + right) / 2, step, 1 - step))
    return out


def _strict(grid: NDArray[np.float64], side: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A grid's distinct values with the lowest ("left") or highest rank of each run of equal values."""
    ranks = np.linspace(0, 1, len(grid))
    distinct, first = np.unique(grid, return_index=True)
    if side == "left":
        return distinct, ranks[first]
    last = np.append(first[1:], len(grid)) - 1
    return distinct, ranks[last]


def correlation(samples: Matrix, centroids: Matrix) -> Matrix:
    """Pearson correlation of the rows of `samples` (n × g) with the rows of `centroids` (k × g)."""
    a = samples - samples.mean(axis=1, keepdims=True)
    b = centroids - centroids.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(a, axis=1)[:, None] * np.linalg.norm(b, axis=1)[None, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(norms > 0, a @ b.T / norms, 0.0)


def anova_f(scores: Matrix, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """One-way analysis-of-variance F of each gene (columns of `scores`) over the classes 0…k-1.

    A gene that is the same in all labelled samples has F 0: rounding must not make it look perfect.
    """
    k = int(labels.max()) + 1
    counts = np.bincount(labels, minlength=k).astype(float)
    means = np.stack([scores[labels == c].mean(axis=0) for c in range(k)])
    between = (counts[:, None] * (means - scores.mean(axis=0)) ** 2).sum(axis=0) / (k - 1)
    within = ((scores - means[labels]) ** 2).sum(axis=0) / (len(labels) - k)
    return np.asarray(between / np.maximum(within, LEAST_VARIANCE), dtype=np.float64)


def learn(
    values: Matrix,
    genes: tuple[str, ...],
    labels: list[str | None],
    *,
    size: int,
    threshold: float,
    unit: str,
    origin: str,
    fixed: tuple[str, ...] = (),
) -> Centroids:
    """Learn a classifier from a reference cohort of which some samples carry a label.

    values: n × all genes. labels: n labels, None where unknown. size: genes to keep by ANOVA F (ties by name), unless
    `fixed` names the genes. The reference comes from all n samples, selection and centroids from the labelled ones.
    """
    classes = tuple(sorted({x for x in labels if x is not None}))
    known = np.array([i for i, x in enumerate(labels) if x is not None], dtype=np.int64)
    if len(classes) < 2:
        raise HepaticaError(
            f"{len(classes)} class among {len(known)} labelled samples", do="give labels of at least two classes"
        )
    y = np.array([classes.index(str(labels[i])) for i in known], dtype=np.int64)
    if np.bincount(y).min() < 2:
        raise HepaticaError("a class has a single labelled sample", do="give at least two labelled samples a class")
    columns = _columns(genes, fixed) if fixed else np.arange(len(genes))
    reference = freeze_reference(values[:, columns])
    scores = normal_scores(values[:, columns], reference)[known]
    if not fixed:
        f = anova_f(scores, y)
        chosen = sorted(range(len(genes)), key=lambda g: (-f[g], genes[g]))[:size]
        columns, reference, scores = columns[chosen], reference[chosen], scores[:, chosen]
    centroids = np.stack([scores[y == c].mean(axis=0) for c in range(len(classes))])
    kept = tuple(genes[int(c)] for c in columns)
    return Centroids(kept, classes, centroids, reference, unit, threshold, origin)


def permutation_threshold(classifier: Centroids, values: Matrix, *, level: float, seed: int, draws: int = 200) -> float:
    """The correlation that only 1 - `level` of samples with shuffled genes reach with their nearest centroid.

    values: n × g, the classifier's genes. The null of nearest template prediction (Hoshida, PLoS ONE 2010;5:e15543).
    """
    rng = np.random.default_rng(seed)
    scores = classifier.scores(values)
    best = [correlation(rng.permuted(scores, axis=1), classifier.centroids).max(axis=1) for _ in range(draws)]
    return round(float(np.quantile(np.concatenate(best), level)), 4)


def _columns(genes: tuple[str, ...], wanted: tuple[str, ...]) -> NDArray[np.int64]:
    place = {g: i for i, g in enumerate(genes)}
    missing = [g for g in wanted if g not in place]
    if missing:
        raise HepaticaError(
            f"{len(missing)} of the {len(wanted)} genes of the study were not measured: {', '.join(missing[:5])}",
            do="import an expression file that holds them, or change the study's gene list",
        )
    return np.array([place[g] for g in wanted], dtype=np.int64)


def save(classifier: Centroids, path: Path) -> None:
    """Write the classifier as JSON, its version inside."""
    body = {**_body(classifier), "version": classifier.version}
    path.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: Path) -> Centroids:
    """Read a frozen classifier; one whose content no longer gives its version is refused."""
    try:
        body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        classifier = Centroids(
            tuple(body["genes"]),
            tuple(body["classes"]),
            np.array(body["centroids"], dtype=float),
            np.array(body["reference"], dtype=float),
            body["unit"],
            float(body["threshold"]),
            body["origin"],
        )
    except OSError as error:
        raise HepaticaError(
            f"the classifier {path.name} cannot be read", do="give the path of a classifier.json"
        ) from error
    except (KeyError, ValueError, TypeError) as error:
        raise HepaticaError(f"{path.name} is not a frozen classifier", do="give a classifier.json of a run") from error
    if classifier.version != body.get("version"):
        raise HepaticaError(
            f"the classifier says version {body.get('version')} but its content has version {classifier.version}",
            where=path.name,
            do="restore the file: a frozen classifier is never edited, a new one is learnt under a new version",
        )
    return classifier


def _body(c: Centroids) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "genes": list(c.genes),
        "classes": list(c.classes),
        "centroids": np.round(c.centroids, 10).tolist(),
        "reference": np.round(c.reference, 10).tolist(),
        "unit": c.unit,
        "threshold": c.threshold,
        "origin": c.origin,
    }


def _canonical(body: dict[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
