"""What a study is, how it is governed, and which instruments it measures with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hepatica.protocol.endpoints import Direction
from hepatica.protocol.section import CriterionId, Name, Section, Text
from hepatica.protocol.written import AnchorText, ReadingText

PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", examples=["2025-09-01", "2025-09"])]


class Registry(Section):
    """Where the study is registered."""

    bare = "name"
    name: str
    organisation_id: str = ""
    acronym: str = ""
    registered_as: str = ""
    """The record's own study type (OBSERVATIONAL, INTERVENTIONAL)."""


class Design(Section):
    """The stated design."""

    type: Literal["cohort", "trial", "registry"]
    allocation: Literal["as treated", "by expression", "randomised", "by test", "by date", "by model", "none"]
    time: Literal["prospective", "retrospective", "cross-sectional", "both"] | None = None
    masking: Literal["open label", "single blind", "double blind", "readers blind"] | None = None
    enrolment: Annotated[int, Field(ge=1)] | None = None
    sites: Annotated[int, Field(ge=1)] | None = None
    start: PartialDate | None = None
    primary_completion: PartialDate | None = None
    completion: PartialDate | None = None
    sponsor: str = ""
    registry: Registry | None = None


class AnchorDefinition(Section):
    """A named day of the subject from which windows and clocks count."""

    bare = "day"
    day: AnchorText
    label: Text | None = None


class Limits(Section):
    """Limits of an assay, in the instrument's unit."""

    lod: float | None = None
    """Limit of detection."""
    lloq: float | None = None
    """Lower limit of quantification."""
    uloq: float | None = None
    """Upper limit of quantification."""


class Readers(Section):
    """Who reads, and how."""

    bare = "count"
    count: Annotated[int, Field(ge=1)]
    blinded: bool | None = None
    adjudication: str = ""


class Instrument(Section):
    """A test, scale or criterion, in the version this study uses."""

    bare = "name"
    name: str
    version: str | None = None
    measures: tuple[str, ...] = ()
    """The vocabulary's variables that it gives."""
    unit: str | None = None
    range: tuple[float, float] | None = None
    limits: Limits | None = None
    direction: Direction | None = None
    readers: Readers | None = None
    qc: str = ""
    specimen: str = ""
    source: str = ""
    """Where its rules or limits are published."""


class Consent(Section):
    """How consent is given."""

    required: bool = True
    by: tuple[Literal["subject", "guardian", "agent", "witness"], ...] = ("subject",)
    version: str | None = None


class Specimens(Section):
    """What is kept of the subject, and what may become of it."""

    kinds: tuple[str, ...]
    retention: str = ""
    link: Literal["identified", "pseudonymised", "anonymised"] | None = None
    future_use: str = ""


class Sharing(Section):
    """Plan for individual participant data."""

    share: Literal["yes", "no", "undecided", "not stated"]
    start: str = ""
    end: str = ""
    documents: tuple[str, ...] = ()
    request_to: str = ""
    decided_by: str = ""
    notes: str = ""


class Governance(Section):
    """Ethics, monitoring, consent, specimens, sharing."""

    ethics: str | None = None
    """Approval number."""
    dmc: bool | None = None
    """Whether a data monitoring committee is stated."""
    consent: Consent | None = None
    specimens: Specimens | None = None
    sharing: Sharing | None = None
    notes: str = ""


class ReadingOfRecord(Section):
    """One way to read what the record says twice."""

    bare = "label"
    label: Text
    criteria: dict[CriterionId, ReadingText] = Field(default_factory=dict)
    """Criterion to its rule under this reading, or `does not apply`. Criteria not named keep their own rule."""


class Decision(Section):
    """How people settled a conflict."""

    reading: str
    """The reading that holds: the name of one, where the conflict has readings."""
    by: str
    on: PartialDate
    why: str


class Acceptance(Section):
    """Why a finding of the checker is left as it is."""

    why: Annotated[str, Field(min_length=1)]
    by: Annotated[str, Field(min_length=1)]
    on: PartialDate


class Conflict(Section):
    """Two readings of the record that cannot both hold. Open until a person decides."""

    id: str
    fields: Annotated[tuple[str, ...], Field(min_length=1)]
    phrases: Annotated[tuple[str, ...], Field(min_length=1)]
    """The record's own words, verbatim; one phrase where the fault is an absence."""
    collides: str
    severity: Annotated[int, Field(ge=1, le=3)]
    """1 changes who enters, how they are grouped or what the result means; 2 before data capture; 3 cosmetic."""
    meanwhile: str
    """What the software does until it is decided."""
    readings: dict[Name, ReadingOfRecord] = Field(default_factory=dict)
    """The readings that cannot both hold. Where they touch criteria, a subject whose answer depends on which of them holds
    is unknown until a decision is recorded."""
    decision: Decision | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.decision is None

    @property
    def criteria(self) -> tuple[str, ...]:
        """Criteria whose rule depends on the reading, in the order they are named."""
        return tuple(dict.fromkeys(name for reading in self.readings.values() for name in reading.criteria))
