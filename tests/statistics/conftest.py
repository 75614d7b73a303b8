"""Reference values of R and their input, made by the formula of tests/oracles/synthetic.R in both languages."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.reference_data import reference

ORACLES = Path(__file__).parents[1] / "oracles"
ROOT = Path(__file__).parents[2]

Column = NDArray[np.float64]


@dataclass(frozen=True)
class Cohort:
    time: Column
    event: Column
    cause: Column
    entry: Column
    x1: Column
    x2: Column
    x3: Column
    group: Column
    stratum: Column
    weight: Column
    share: Column

    @property
    def covariates(self) -> NDArray[np.float64]:
        return np.column_stack((self.x1, self.x2, self.x3))

    def take(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Cohort:
        return Cohort(*(getattr(self, column.name)[rows] for column in fields(self)))


def _uniform(n: int, seed: int) -> Column:
    values = np.empty(n)
    x = seed
    for i in range(n):
        x = (16807 * x) % 2147483647
        values[i] = x / 2147483647
    return values


def make_cohort(kind: Literal["distinct", "tied"], n: int, seed: int) -> Cohort:
    u = _uniform(9 * n, seed).reshape(n, 9).T
    x1, x2, x3 = np.floor(u[0] * 1000) / 100 - 5, (u[1] < 0.4).astype(float), np.floor(u[2] * 7)
    raw = 40 * u[3] / (1.2 - u[3]) / (1 + x2 + 0.1 * x3 + 0.05 * (x1 + 5))
    time = np.ceil(raw) if kind == "tied" else raw
    if kind == "tied":
        entry = np.maximum(np.floor(time * u[5] * 1.4 - 0.6 * time), -1)
    else:
        entry = np.maximum(time * (u[5] * 1.4 - 0.6), 0) * 0.9
    return Cohort(
        time=time,
        event=(u[4] < 0.65).astype(float),
        cause=np.where(u[4] < 0.4, 1.0, np.where(u[4] < 0.65, 2.0, 0.0)),
        entry=entry,
        x1=x1,
        x2=x2,
        x3=x3,
        group=1 + np.floor(u[6] * 3),
        stratum=1 + np.floor(u[7] * 4),
        weight=1 + np.floor(u[8] * 4),
        share=0.5 + np.floor(u[8] * 8) / 4,
    )


def make_split_rows(d: Cohort) -> Cohort:
    """Every subject with follow-up over 2 in two rows, x2 turning to 1 - x2 in between."""
    cut, two = np.floor(d.time / 2), d.time > 2
    first = replace(d, entry=np.zeros_like(cut), time=np.where(two, cut, d.time), event=np.where(two, 0.0, d.event))
    second = replace(d, entry=cut, x2=1 - d.x2).take(two)
    return Cohort(*(np.concatenate((getattr(first, c.name), getattr(second, c.name))) for c in fields(Cohort)))


@pytest.fixture(scope="session")
def cohort() -> Callable[[Literal["distinct", "tied"], int, int], Cohort]:
    """cohort(kind, n, seed): the data set of that name in the R scripts."""
    return make_cohort


@pytest.fixture(scope="session")
def split_rows() -> Callable[[Cohort], Cohort]:
    return make_split_rows


@pytest.fixture(scope="session")
def oracle() -> Callable[[str, str, str], Column]:
    """oracle(file, case, statistic): the values that R gave."""
    known: dict[str, dict[tuple[str, str], Column]] = {}

    def read(file: str, case: str, statistic: str) -> Column:
        if file not in known:
            with (ORACLES / f"{file}.csv").open(newline="") as lines:
                known[file] = {(row[0], row[1]): np.array(row[2].split(), dtype=float) for row in csv.reader(lines)}
        return known[file][case, statistic]

    return read


@pytest.fixture(scope="session")
def clinical() -> Callable[[str], list[dict[str, str]]]:
    """clinical(path): the rows of a reference data file, which lies outside the repository."""

    def read(path: str) -> list[dict[str, str]]:
        file = reference("clinical", path)
        text = gzip.decompress(file.read_bytes()).decode() if file.suffix == ".gz" else file.read_text()
        return list(csv.DictReader(text.splitlines()))

    return read
