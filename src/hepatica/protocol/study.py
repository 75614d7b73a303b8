"""The study: one file, every section, frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, field_validator

from hepatica.protocol.analyses import Analysis
from hepatica.protocol.assignment import Arm, Assignment
from hepatica.protocol.design import Acceptance, AnchorDefinition, Conflict, Design, Governance, Instrument
from hepatica.protocol.eligibility import Criterion, Eligibility, Population
from hepatica.protocol.endpoints import Endpoint, with_variants
from hepatica.protocol.sample_size import SampleSize
from hepatica.protocol.schedule import Schedule
from hepatica.protocol.section import Name, Section, Text
from hepatica.protocol.simulation import Simulation
from hepatica.protocol.written import WindowText, Written
from hepatica.rules.nodes import Anchor, At, During, Point, Side, Window, Within


@dataclass(frozen=True, slots=True)
class Override:
    """A change that an overlay makes to its base. `base` and `value` are as written; None where a side has none."""

    path: str
    base: Any
    value: Any


class Study(Section):
    """A study file."""

    study: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]*$", examples=["NCT07120750"])]
    """Registry id, or any name."""
    format: Literal[1]
    """Version of this file format."""
    extends: str | None = None
    """The study (id or file) that this file changes; what is null here is taken out of it."""
    title: Text
    summary: Text | None = None
    design: Design
    anchors: dict[Name, AnchorDefinition]
    windows: dict[Name, WindowText] = Field(default_factory=dict)
    """Named windows; `baseline` is where the covariates of analyses are read."""
    eligibility: Eligibility
    populations: dict[Name, Population] = Field(default_factory=dict)
    baseline: tuple[str, ...] = ()
    """Variables of the baseline table, besides those that analyses need."""
    arms: dict[Name, Arm] = Field(default_factory=dict)
    assignment: Assignment | None = None
    schedule: Schedule = Field(default_factory=dict)
    instruments: dict[Name, Instrument] = Field(default_factory=dict)
    endpoints: dict[Name, Endpoint] = Field(default_factory=dict)
    analyses: tuple[Analysis, ...] = ()
    sample_size: SampleSize | None = None
    """The record's sample-size claim; left out where it makes none."""
    governance: Governance | None = None
    simulation: Simulation | None = None
    assumed: dict[str, str] = Field(default_factory=dict)
    """Dotted path in this file to why its value is not the record's."""
    conflicts: tuple[Conflict, ...] = ()
    accepted: dict[Annotated[str, Field(pattern=r"^HPT\d{3}$")], Acceptance] = Field(default_factory=dict)
    """Codes of findings that people have looked at and leave as they are: `hepatica check` keeps quiet of them."""

    _overrides: tuple[Override, ...] = PrivateAttr(default=())
    _file: str = PrivateAttr(default="")

    @field_validator("analyses", mode="before")
    @classmethod
    def _list(cls, value: Any) -> Any:
        if isinstance(value, Mapping):
            raise ValueError("analyses are a list: begin each with a dash")
        return value

    @field_validator("endpoints", mode="after")
    @classmethod
    def _variants(cls, value: dict[Name, Endpoint]) -> dict[Name, Endpoint]:
        return with_variants(value)

    @property
    def overrides(self) -> tuple[Override, ...]:
        """What this study changes in the one it extends, in the order of the file; empty where it extends none."""
        return self._overrides

    @property
    def file(self) -> str:
        """The file this study was read from; empty where it was not."""
        return self._file

    @property
    def criteria(self) -> dict[str, tuple[Literal["inclusion", "exclusion"], Criterion]]:
        """Every criterion by id: inclusion first, in the order of the file. A decided conflict has changed its rules; a
        criterion that does not apply under the reading that holds is left out."""
        decided = self._decided
        kinds: tuple[tuple[Literal["inclusion", "exclusion"], dict[str, Criterion]], ...] = (
            ("inclusion", self.eligibility.inclusion),
            ("exclusion", self.eligibility.exclusion),
        )
        return {
            key: (kind, criterion if key not in decided else criterion.model_copy(update={"rule": rule}))
            for kind, written in kinds
            for key, criterion in written.items()
            if (rule := decided.get(key, criterion.rule)).node is not None
        }

    @property
    def _decided(self) -> dict[str, Written[Any]]:
        """Criterion to its rule, where a decision on a conflict gives it another one; without a node: it does not apply."""
        found: dict[str, Written[Any]] = {}
        for conflict in self.conflicts:
            if conflict.decision is not None and conflict.decision.reading in conflict.readings:
                found |= conflict.readings[conflict.decision.reading].criteria
        return found

    @property
    def entry_populations(self) -> tuple[str, ...]:
        """Populations into which some criteria govern entry and others do not; empty where there is one way in."""
        return tuple(dict.fromkeys(name for _, criterion in self.criteria.values() for name in criterion.populations))

    @property
    def reference(self) -> str | None:
        """The anchor of the eligibility window: where `ever` ends and age is taken."""
        return anchor_of(self.eligibility.window.node)

    @property
    def entry(self) -> tuple[str, ...]:
        """The anchors that are taken to be the day of screening where they have not happened."""
        return self.eligibility.entry or ((self.reference,) if self.reference is not None else ())

    def decidable_from(self, name: str) -> Point | None:
        """The day from which a criterion can be decided; None where it always can."""
        written = self.eligibility.inclusion.get(name) or self.eligibility.exclusion[name]
        own = written.decidable_from
        if own is not None:
            return own.node
        return Point(self.reference) if self.reference is not None else None

    @property
    def anchor_nodes(self) -> dict[str, Anchor]:
        """Every anchor's meaning by name, as the evaluators take them."""
        return {name: anchor.day.node for name, anchor in self.anchors.items()}

    @property
    def assumptions(self) -> dict[str, str]:
        """Every assumption, by dotted path: those of the section `assumed` and those beside a criterion."""
        beside = {
            f"eligibility.{kind}.{key}": criterion.assumed
            for key, (kind, criterion) in self.criteria.items()
            if criterion.assumed
        }
        return {**self.assumed, **beside}

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        """Conflicts of the record that nobody has decided."""
        return tuple(conflict for conflict in self.conflicts if conflict.open)

    def endpoints_of(self, role: str) -> Iterator[tuple[str, Endpoint]]:
        """Endpoints of a role, in the order of the file."""
        return ((name, endpoint) for name, endpoint in self.endpoints.items() if endpoint.role == role)


def anchor_of(window: Window) -> str | None:
    """The anchor that a window counts from, or that it ends at."""
    match window:
        case Within(point=point) | At(point=point) | Side(point=point) | During(end=point):
            return point.anchor
        case _:
            return None
