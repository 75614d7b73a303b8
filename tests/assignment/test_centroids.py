"""The nearest-centroid classifier: frozen, versioned, with a class for what matches none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hepatica.assignment.agreement import cross_validate, folds
from hepatica.assignment.centroids import (
    Centroids,
    anova_f,
    correlation,
    freeze_reference,
    learn,
    load,
    normal_scores,
    permutation_threshold,
    save,
)
from hepatica.errors import HepaticaError

GENES = tuple(f"G{i:03d}" for i in range(60))


def cohort(seed: int = 7, n: int = 90) -> tuple[np.ndarray, list[str | None]]:
    """Three planted classes, each with ten raised genes, and one third of the samples without a label."""
    rng = np.random.default_rng(seed)
    values = rng.lognormal(0, 1, (n, len(GENES)))
    labels: list[str | None] = []
    for i in range(n):
        k = i % 3
        values[i, 10 * k : 10 * k + 10] *= 8
        labels.append(f"class {k}" if i % 3 != 1 or i % 2 else None)
    return values, labels


def learnt(threshold: float = 0.3, **more: object) -> Centroids:
    values, labels = cohort()
    return learn(values, GENES, labels, size=20, threshold=threshold, unit="1", origin="test", **more)  # type: ignore[arg-type]


def columns(values: np.ndarray, classifier: Centroids) -> np.ndarray:
    return values[:, [GENES.index(g) for g in classifier.genes]]


def test_planted_classes_are_found_again_in_samples_never_seen() -> None:
    classifier = learnt()
    fresh, _ = cohort(seed=99)
    calls = classifier.call(columns(fresh, classifier))
    wanted = [f"class {i % 3}" for i in range(len(calls))]
    assert sum(a == b for a, b in zip(calls, wanted, strict=True)) >= 85


def test_genes_without_any_class_signal_are_not_chosen() -> None:
    assert all(int(g[1:]) < 30 for g in learnt().genes)


def test_a_sample_that_resembles_no_class_matches_none() -> None:
    classifier = learnt(threshold=0.6)
    rng = np.random.default_rng(3)
    noise = rng.lognormal(0, 1, (200, len(GENES)))
    calls = classifier.call(columns(noise, classifier))
    assert calls.count(None) >= 190


def test_a_new_sample_never_changes_the_call_of_another() -> None:
    classifier = learnt()
    values, _ = cohort(seed=5)
    together = classifier.call(columns(values, classifier))
    alone = [classifier.call(columns(values[i : i + 1], classifier))[0] for i in range(len(values))]
    assert together == alone


def test_the_version_changes_with_anything_that_decides_a_call() -> None:
    a = learnt()
    assert a.version == learnt().version
    assert replace(a, threshold=0.31).version != a.version
    moved = a.centroids.copy()
    moved[0, 0] += 0.001
    assert replace(a, centroids=moved).version != a.version


def test_saved_and_loaded_it_is_the_same_classifier(tmp_path: Path) -> None:
    a = learnt()
    save(a, tmp_path / "classifier.json")
    b = load(tmp_path / "classifier.json")
    values, _ = cohort(seed=5)
    assert b.version == a.version
    assert b.call(columns(values, b)) == a.call(columns(values, a))


def test_an_edited_classifier_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "classifier.json"
    save(learnt(), path)
    path.write_text(path.read_text().replace('"threshold": 0.3', '"threshold": 0.1'))
    with pytest.raises(HepaticaError, match="its content has version"):
        load(path)


@pytest.mark.parametrize("content", ["", "{}", "[1, 2]", '{"genes": 3}'])
def test_a_file_that_is_no_classifier_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "classifier.json"
    path.write_text(content)
    with pytest.raises(HepaticaError, match="not a frozen classifier"):
        load(path)


def test_a_missing_gene_value_is_an_error_and_never_a_guess() -> None:
    classifier = learnt()
    values, _ = cohort()
    part = columns(values, classifier)[:2].copy()
    part[1, 4] = np.nan
    with pytest.raises(HepaticaError, match=f"sample 2 has no value for gene {classifier.genes[4]}"):
        classifier.call(part)


def test_named_genes_are_used_and_an_unmeasured_one_is_named() -> None:
    assert learnt(fixed=("G003", "G012", "G025")).genes == ("G003", "G012", "G025")
    with pytest.raises(HepaticaError, match="not measured: TP53"):
        learnt(fixed=("G003", "TP53"))


@pytest.mark.parametrize("labels", [[None] * 90, ["a"] * 90, ["a"] * 89 + ["b"]])
def test_too_few_classes_or_samples_are_refused(labels: list[str | None]) -> None:
    values, _ = cohort()
    with pytest.raises(HepaticaError):
        learn(values, GENES, labels, size=5, threshold=0.3, unit="1", origin="")


def test_f_is_that_of_scipy() -> None:
    from scipy.stats import f_oneway

    rng = np.random.default_rng(1)
    scores, y = rng.normal(size=(40, 6)), np.arange(40) % 3
    wanted = f_oneway(*(scores[y == k] for k in range(3))).statistic
    assert anova_f(scores, y) == pytest.approx(wanted, rel=1e-12)


def test_a_gene_that_is_the_same_in_every_labelled_sample_is_never_chosen() -> None:
    values, labels = cohort()
    silent = values.copy()
    silent[:, 40:] = 0.0
    silent[[i for i, label in enumerate(labels) if label is None][:2], 40:] = 5.0
    classifier = learn(silent, GENES, labels, size=20, threshold=0.3, unit="1", origin="")
    assert all(int(g[1:]) < 40 for g in classifier.genes)


def test_correlation_is_that_of_numpy() -> None:
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(5, 12)), rng.normal(size=(3, 12))
    wanted = np.corrcoef(np.vstack([a, b]))[:5, 5:]
    assert correlation(a, b) == pytest.approx(wanted, abs=1e-12)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 10), st.floats(-5, 5))
def test_normal_scores_do_not_depend_on_scale_or_shift(seed: int, scale: float, shift: float) -> None:
    rng = np.random.default_rng(seed)
    values = rng.lognormal(size=(30, 2))
    plain = normal_scores(values, freeze_reference(values))
    moved = normal_scores(values * scale + shift, freeze_reference(values * scale + shift))
    assert moved == pytest.approx(plain, abs=1e-6)


def test_tied_values_share_the_middle_of_their_ranks() -> None:
    reference = np.array([[0.0] * 101 + [1.0] * 100])
    low, high = normal_scores(np.array([[0.0], [1.0]]), reference)[:, 0]
    assert low < 0 < high
    assert low == pytest.approx(-0.674, abs=0.01)


def test_folds_spread_each_class_evenly_and_repeat_under_their_seed() -> None:
    y = np.array([0] * 23 + [1] * 12)
    a = folds(y, 5, seed=3)
    assert (a == folds(y, 5, seed=3)).all()
    assert (a != folds(y, 5, seed=4)).any()
    for c in (0, 1):
        sizes = np.bincount(a[y == c], minlength=5)
        assert sizes.max() - sizes.min() <= 1


def test_labels_without_any_signal_agree_no_better_than_chance() -> None:
    rng = np.random.default_rng(11)
    values = rng.lognormal(size=(120, 300))
    genes = tuple(f"N{i}" for i in range(300))
    result = cross_validate(values, genes, [f"c{i % 2}" for i in range(120)], size=20, threshold=-1, seed=1)
    assert abs(result.kappa) < 0.25
    assert result.called == 1.0


def test_shuffled_genes_seldom_pass_the_permutation_threshold() -> None:
    classifier = learnt()
    values, _ = cohort()
    part = columns(values, classifier)
    threshold = permutation_threshold(classifier, part, level=0.95, seed=1)
    rng = np.random.default_rng(8)
    shuffled = correlation(rng.permuted(classifier.scores(part), axis=1), classifier.centroids).max(axis=1)
    assert 0.0 <= (shuffled >= threshold).mean() <= 0.12
    assert threshold == permutation_threshold(classifier, part, level=0.95, seed=1)
