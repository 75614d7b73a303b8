"""What the vocabulary is made of: frozen records of a variable, its labels, its home in SDTM, its event attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Kind = Literal["number", "code", "ordinal", "boolean", "date", "event", "text"]


@dataclass(frozen=True, slots=True)
class Label:
    """A word in English and Chinese, with the other spellings found in reports and source files."""

    en: str
    zh: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """Where a variable's rows lie in SDTM.

    domain: two letters. where: the values that mark the rows (`{"LBTESTCD": "PLAT"}`).
    columns: part of a fact (value, code, unit, date, day, start, end, status, site, detail, grade, …) to the column it
    stands in, where that differs from the rule of the domain's class. Others than SDTMIG's are supplemental qualifiers.
    """

    domain: str
    where: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """An attribute of an event besides code, start and end: its kind, unit and range (numbers), value set (codes)."""

    name: str
    kind: Kind
    label: Label
    unit: str | None = None
    units: tuple[str, ...] = ()
    values: Mapping[str, Label] = field(default_factory=dict)
    range: tuple[Decimal | None, Decimal | None] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A decimal number with its UCUM unit."""

    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Variable:
    """One clinical word.

    unit: canonical UCUM unit (numbers). units: others accepted. range: plausible values in `unit`, ends included.
    values: codes of coded variables and of an event's `code`; empty for an open list.
    limits: a result is judged against its own row's reference limits. interval: the event lasts from start to end.
    fields: attributes of an event. not_detected: "target not detected" counts as below this (assumed).
    loinc: given only where verified. studies: registry numbers of the studies that need it.
    """

    name: str
    kind: Kind
    label: Label
    home: Home
    unit: str | None = None
    units: tuple[str, ...] = ()
    range: tuple[Decimal | None, Decimal | None] | None = None
    values: Mapping[str, Label] = field(default_factory=dict)
    loinc: str | None = None
    synonyms: tuple[str, ...] = ()
    limits: bool = False
    interval: bool = False
    fields: Mapping[str, Field] = field(default_factory=dict)
    not_detected: Measured | None = None
    studies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversion:
    """How to get from one unit to another: value * factor; with `log10`, 10**value * factor."""

    factor: Fraction
    log10: bool = False
