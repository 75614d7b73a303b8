"""What values usually look like, for simulated data only: nothing here decides anything about a real subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np
from ruamel.yaml import YAML

from hepatica.protocol.simulation import Rate


@dataclass(frozen=True)
class Typical:
    """The usual distribution of a variable in adults with resected HCC, in the vocabulary's unit.

    median, spread: of a log-normal (spread is the standard deviation of the logarithm) or, where `normal`, of a normal
    distribution. low, high: the reference limits a laboratory would print. digits: decimals reported. weights: of codes.
    """

    median: float = 0.0
    spread: float = 0.0
    normal: bool = False
    low: float | None = None
    high: float | None = None
    digits: int = 1
    weights: Mapping[str, float] | None = None

    def draw(self, rng: np.random.Generator) -> float:
        """One value."""
        if self.normal:
            return float(rng.normal(self.median, self.spread))
        return float(self.median * np.exp(rng.normal(0, self.spread)))


def typical_of(usual: Mapping[str, Mapping[str, Rate]]) -> Mapping[str, Typical]:
    """All distributions by variable, with a study's own shares of codes."""
    own = {
        name: replace(typical().get(name, Typical()), weights={code: rate.value for code, rate in shares.items()})
        for name, shares in usual.items()
    }
    return {**typical(), **own}


@cache
def typical() -> Mapping[str, Typical]:
    """All distributions by variable."""
    text = resources.files("hepatica.simulation").joinpath("typical.yaml").read_text(encoding="utf-8")
    return {name: Typical(**slots) for name, slots in YAML(typ="safe", pure=True).load(text).items()}
