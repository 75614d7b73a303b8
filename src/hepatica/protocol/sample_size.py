"""The sample-size claim of a study: what the record says of it, number by number, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from hepatica.protocol.schedule import DAYS_OF
from hepatica.protocol.section import Name, Section
from hepatica.protocol.simulation import Parameter, Source
from hepatica.protocol.written import DurationText
from hepatica.vocabulary.sample_size import Formula, Loss, Rounding

OPEN = (
    "sides",
    "formula",
    "median",
    "control_share",
    "dropout",
    "ratio",
    "accrual",
    "follow_up",
    "loss",
    "rounding",
)
"""What a claim may leave open, in the order in which it is told."""


class Length(Section):
    """A length of time and where it comes from. A bare length is assumed."""

    bare = "length"
    length: DurationText
    source: Source = "assumed"
    why: str = ""

    @property
    def months(self) -> float:
        """The length in months of 30.4375 days; a year has 12."""
        node = self.length.node
        if node.unit in ("mo", "a"):
            return float(node.number) * (12 if node.unit == "a" else 1)
        return float(node.number) * DAYS_OF[node.unit] / DAYS_OF["mo"]


class Range(Section):
    """Two shares between which the truth is said to lie, and where they come from."""

    low: Annotated[float, Field(gt=0, lt=1)]
    high: Annotated[float, Field(gt=0, lt=1)]
    source: Source = "assumed"
    why: str = ""


class SampleSize(Section):
    """The claim: with so many subjects the study has such a power to find such an effect.

    A number that is left out, or whose source is `assumed`, is one that the record leaves open.
    """

    subjects: Parameter
    """The number claimed, all arms together."""
    endpoint: Name
    """The endpoint on which the arms are compared."""
    control: Name
    """The arm that the other is compared with."""
    treated: Name
    kind: Literal["survival", "proportions"] = "survival"
    """`survival`: curves, by medians or a hazard ratio. `proportions`: shares with the event by a time."""
    medians: dict[Name, Length] = Field(default_factory=dict)
    """Median time to the event, by arm."""
    hazard_ratio: Parameter | None = None
    """Of the treated against the control arm."""
    by: Length | None = None
    """The time by which shares are counted; nobody is followed longer."""
    shares: dict[Name, Parameter] = Field(default_factory=dict)
    """Share with the event by the time `by`, by arm, between 0 and 1."""
    control_range: Range | None = None
    """Where the record or the literature sees the share of the control arm."""
    alpha: Parameter
    power: Parameter
    sides: Parameter | None = None
    """1 or 2."""
    ratio: Parameter | None = None
    """Treated subjects for each control."""
    dropout: Parameter | None = None
    """Share of subjects who are lost, between 0 and 1."""
    accrual: Length | None = None
    """How long subjects enter."""
    follow_up: Length | None = None
    """From the last entry to the end."""
    formula: Formula | None = None
    loss: Loss | None = None
    """How losses enlarge the number: n / (1 - loss), n (1 + loss), or counted by the formula as censoring."""
    rounding: Rounding | None = None
    """When the number is rounded up: each arm or the total, before the loss or after it; or to the nearest."""

    @property
    def open(self) -> tuple[str, ...]:
        """What the record leaves open, of `OPEN`."""
        return tuple(name for name in OPEN if self._applies(name) and not self._stated(name))

    @property
    def numbers(self) -> dict[str, Parameter | Length]:
        """Every number of the claim by its path in the section."""
        return dict(self._numbers())

    def _numbers(self) -> Iterator[tuple[str, Parameter | Length]]:
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Parameter | Length):
                yield name, value
            elif isinstance(value, dict):
                yield from ((f"{name}.{arm}", number) for arm, number in value.items())

    def _applies(self, name: str) -> bool:
        match name:
            case "median":
                return self.kind == "survival" and self.by is None
            case "control_share":
                return self.by is not None
            case "accrual" | "follow_up":
                return self.kind == "survival"
            case _:
                return True

    def _stated(self, name: str) -> bool:
        value = {"median": self.medians.get(self.control), "control_share": self.shares.get(self.control)}.get(
            name, getattr(self, name, None)
        )
        return value is not None and getattr(value, "source", "record") != "assumed"
