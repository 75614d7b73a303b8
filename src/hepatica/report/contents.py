"""What a report says beside the results: how subjects came to be analysed, what was left out, what stands in for what.

Everything here is plain text and counts, already in the language of the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """Why subjects left, and how many."""

    text: str
    count: int


@dataclass(frozen=True)
class Leaving:
    """Subjects who go no further, by reason.

    `aside`: said for information only; these subjects do go on.
    """

    label: str
    count: int
    reasons: tuple[Reason, ...] = ()
    aside: bool = False


@dataclass(frozen=True)
class Step:
    """One box of the way down: who is still there, and who leaves below it."""

    label: str
    count: int
    leaving: tuple[Leaving, ...] = ()


@dataclass(frozen=True)
class Branch:
    """A group at the end of the way: its subjects, those analysed for the main endpoint, and why others were not."""

    label: str
    count: int
    analysed: int | None = None
    lost: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Participants:
    """The flow of participants: steps from first to last, then the groups. `note` stands under the figure."""

    steps: tuple[Step, ...]
    branches: tuple[Branch, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Omitted:
    """An endpoint or analysis of the study file that this run did not do, and why."""

    what: str
    reason: str


@dataclass(frozen=True)
class StandIn:
    """A classifier or gene list that was learnt because the record does not give it.

    facts: label -> value (centroids' version, cross-validated agreement, rejection threshold, training data).
    """

    title: str
    explanation: str
    facts: Mapping[str, str] = field(default_factory=dict)
    genes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ran:
    """What was run: a name for the data set, and what makes the run again (input hashes, versions, seeds)."""

    data_set: str
    study_hash: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    seeds: Mapping[str, int] = field(default_factory=dict)
