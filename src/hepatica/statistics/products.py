"""Products of a few rows with many columns, in one order of summation and on one thread.

A multithreaded BLAS is no faster on arrays this thin, waits for its threads on a busy machine, and may round
differently with the number of cores; the same input must give the same bytes.
"""

from __future__ import annotations

import numpy as np

from hepatica.statistics.arguments import Floats

# OpenBLAS stays on one thread up to 4 x 65536 multiplications a call.
MULTIPLICATIONS = 1 << 18


def combine(coefficients: Floats, rows: Floats) -> Floats:
    """Sum of coefficient times row: p and p x n to n. Equal columns give equal sums, to the last bit."""
    total = np.zeros(rows.shape[1])
    for coefficient, row in zip(coefficients, rows, strict=True):
        total += coefficient * row
    return total


def row_sums(rows: Floats, weights: Floats) -> Floats:
    """Sum of each row times the weights: p x n and n to p."""
    return np.array([np.sum(row * weights) for row in rows])


def weighted_gram(rows: Floats, weights: Floats) -> Floats:
    """rows diag(weights) rows': p x n and n to p x p."""
    p, n = rows.shape
    block = max(MULTIPLICATIONS // (p * p), 256)
    total = np.zeros((p, p))
    for start in range(0, n, block):
        part = rows[:, start : start + block]
        total += (part * weights[start : start + block]) @ part.T
    return total
