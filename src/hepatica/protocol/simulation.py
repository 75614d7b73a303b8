"""What a simulated study expects: rates and parameters, each with where the number comes from."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from hepatica.protocol.section import Name, Section
from hepatica.protocol.written import DurationText, PointText

Source = Literal["record", "published", "assumed"]


class Parameter(Section):
    """A number and where it comes from. A bare number is assumed."""

    bare = "value"
    value: float
    source: Source = "assumed"
    why: str = ""


class Rate(Section):
    """A probability and where it comes from. A bare number is assumed."""

    bare = "value"
    value: Annotated[float, Field(ge=0, le=1)]
    source: Source = "assumed"
    why: str = ""


class EventRate(Section):
    """How often an endpoint's event happens in the reference arm, and how the other arms differ.

    Times are exponential: hazard = -log(1 - probability) / by.
    """

    reference: Name
    probability: Rate
    """In the reference arm, by the time `by`."""
    by: DurationText
    hazard_ratio: dict[Name, Parameter] = Field(default_factory=dict)
    """Of each other arm against the reference; 1 where it is left out."""


class AdverseEventRate(Section):
    """How often one adverse event happens, and how severe it is.

    Times are exponential, and the event may come again: hazard = -log(1 - probability) / by.
    """

    probability: dict[Name, Rate]
    """By arm: of at least one, by the end of the span."""
    grades: dict[Annotated[int, Field(ge=1, le=4)], Rate]
    """The share of each grade; together 1. A death is an event of its own, so there is no grade 5."""
    serious: dict[Annotated[int, Field(ge=1, le=4)], Rate] = Field(default_factory=dict)
    """The share of each grade that is serious; none where it is left out."""
    lasts: DurationText | None = None
    """The median duration; 2 weeks where it is left out."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = sum(share.value for share in self.grades.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the shares of the grades add up to {total:g}, not to 1")
        return self


class AdverseEvents(Section):
    """The adverse events that a simulated study expects in a span of time."""

    origin: Annotated[PointText, Field(alias="from")]
    """The first day on which they may begin."""
    by: DurationText
    """How long the span is, from its origin; nothing begins later."""
    terms: dict[str, AdverseEventRate]
    """By term, in the words of CTCAE."""
    related: dict[Name, Rate] = Field(default_factory=dict)
    """By arm: the share of the events that are judged related; none where it is left out."""


class Dropout(Section):
    """How many leave by a time, whatever their arm."""

    probability: Rate
    by: DurationText


class Days(Section):
    """A span of days counted from the reference day (consent): an anchor lies somewhere in it."""

    earliest: int
    latest: int
    source: Source = "assumed"
    why: str = ""


class Simulation(Section):
    """Parameters of the simulation."""

    subjects: Annotated[int, Field(ge=1)]
    arms: dict[Name, Rate]
    """Share of each arm."""
    accrual: DurationText
    follow_up: DurationText
    """Of each subject, from the reference day."""
    days: dict[Name, Days] = Field(default_factory=dict)
    """Where each anchor lies from the reference day; on it where it is left out."""
    events: dict[Name, EventRate] = Field(default_factory=dict)
    """By endpoint, or by the event variable that it stands for (`death`)."""
    proportions: dict[Name, dict[Name, Rate]] = Field(default_factory=dict)
    """Endpoint to arm to the proportion who reach the state or respond, or in whom what is looked for at a moment is there."""
    adverse_events: AdverseEvents | None = None
    dropout: Dropout | None = None
    missing_visit: Rate | None = None
    late_visit: Rate | None = None
    """Visits outside their window."""
    missing_value: Rate | None = None
    ineligible: Rate | None = None
    """Screened subjects who break a criterion."""
    usual: dict[str, dict[str, Rate]] = Field(default_factory=dict)
    """Coded variable to code to its share among these patients, where it is not that of resected ones."""
    parameters: dict[Name, Parameter] = Field(default_factory=dict)
    """Any other number the simulation needs."""
