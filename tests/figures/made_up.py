"""Made-up lesions of a two-group study: tumours shrink and grow again, some do not respond, some get new lesions.

Nothing here is anybody's data. The lesions go through the instruments, so that figures see what those return.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import polars as pl

from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.time_point import time_points

INTERVAL = 56
GROUPS = ("TACE + lenvatinib", "TACE")


class Frames(NamedTuple):
    """What the figures take."""

    time_points: pl.DataFrame
    best: pl.DataFrame
    subjects: pl.DataFrame


def frames(n: int, seed: int = 11, *, groups: tuple[str, ...] = GROUPS) -> Frames:
    """Time points, best responses and subjects of a study of `n` subjects."""
    rng = np.random.default_rng(seed)
    subjects, lesions = [], []
    for index in range(n):
        subject = f"S{index + 1:03}"
        arm = index % len(groups)
        days = int(np.clip(rng.gamma(3, 110 if arm == 0 else 80), 30, 800))
        died = bool(rng.random() < 0.35)
        subjects.append(
            {
                "subject": subject,
                "group": groups[arm],
                "zero": 1,
                "last": 1 + days,
                "death": 1 + days if died else None,
                "treated_until": 1 + int(days * rng.uniform(0.5, 1.0)),
                "ongoing": not died and bool(rng.random() < 0.5),
            }
        )
        lesions += _lesions(subject, days, rng, benefit=0.7 if arm == 0 else 0.4)
    people = pl.DataFrame(subjects, infer_schema_length=None).sort("group", descending=True, maintain_order=True)
    found, _ = time_points(pl.DataFrame(lesions, infer_schema_length=None))
    results, _ = best_response(found.select("subject", "day", "overall"), people.select("subject", "zero", "death"))
    return Frames(found, results, people)


def _lesions(subject: str, days: int, rng: np.random.Generator, *, benefit: float) -> list[dict[str, Any]]:
    """Two or three targets and a non-target lesion of a subject, at baseline and every eight weeks."""
    sizes = rng.uniform(18, 70, int(rng.integers(1, 4)))
    shrinks = rng.random() < benefit
    fall, growth = (rng.uniform(0.004, 0.03), rng.uniform(0.0, 0.003)) if shrinks else (0.0, rng.uniform(0.0, 0.006))
    rows = []
    new_from = int(rng.exponential(500))
    for day in range(-7, days, INTERVAL):
        visit = day + int(rng.integers(-3, 4)) if day > 0 else day
        lost = day > 0 and rng.random() < 0.05
        if day > 0 and rng.random() < 0.04:
            continue
        for place, size in enumerate(sizes):
            time = max(visit, 0)
            length = size * (np.exp(-fall * time) + np.expm1(growth * time)) * rng.normal(1, 0.04)
            rows.append(
                {
                    "subject": subject,
                    "day": visit,
                    "lesion": f"T{place + 1}",
                    "role": "target",
                    "longest_mm": None if lost and place == 0 else float(round(length)) if length >= 2 else 0.0,
                    "state": "not_evaluable" if lost and place == 0 else "present" if length >= 2 else "absent",
                }
            )
        gone = shrinks and visit > 100
        rows.append(_other(subject, visit, "NT1", "non_target", "absent" if gone else "present"))
        if visit > new_from:
            rows.append(_other(subject, visit, "N1", "new", "unequivocal"))
    return rows


def _other(subject: str, day: int, lesion: str, role: str, state: str) -> dict[str, Any]:
    return {"subject": subject, "day": day, "lesion": lesion, "role": role, "longest_mm": None, "state": state}
