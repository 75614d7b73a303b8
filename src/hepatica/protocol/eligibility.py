"""Who may enter a study: criteria, each a rule with its class, its words and what was assumed; and populations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hepatica.protocol.section import Name, Section, Text
from hepatica.protocol.written import PointText, RuleText, WindowText


class Criterion(Section):
    """One criterion. An inclusion rule must hold; an exclusion rule must not."""

    bare = "rule"
    rule: RuleText
    class_: Annotated[Literal["C", "P", "J"], Field(alias="class")] = "C"
    """C computable as written, P computable once a parameter is fixed, J investigator judgement."""
    text: str = ""
    """The criterion in short, for people."""
    zh: str = ""
    source: str = ""
    """The record's own words, verbatim."""
    decidable_from: PointText | None = None
    """A criterion about the future cannot be decided before this day."""
    assumed: str = ""
    """What the record leaves open here, and what this rule takes."""


class Eligibility(Section):
    """Criteria and the window their readings are taken from."""

    window: WindowText
    """Where a rule names no window of its own."""
    inclusion: dict[Name, Criterion]
    exclusion: dict[Name, Criterion] = Field(default_factory=dict)


class Population(Section):
    """A set of subjects to analyse: those of `of` for whom `rule` holds."""

    bare = "of"
    label: Text | None = None
    of: Literal["everyone", "eligible", "assigned", "treated"] = "everyone"
    """`assigned`: has a group. `treated`: has begun a treatment of this study."""
    rule: RuleText | None = None
