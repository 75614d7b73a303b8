"""What a protocol has to say before time points make a best response.

Eisenhauer EA et al. (RECIST 1.1), Eur J Cancer 2009;45:228, sections 4.5 and 4.6 and table 3. Confirmation, the least
duration of stable disease and the handling of assessments that cannot be evaluated are left to the protocol there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from hepatica.errors import HepaticaError

CODES: Final = ("NE", "CR", "PR", "SD", "NON-CR/NON-PD", "PD")
"""Responses of a time point (CDISC terminology ONCRSR); the place of each is its number inside the derivation."""

NE, CR, PR, SD, NON, PD = range(6)

NED: Final = "NED"
"""No disease at baseline, and none since: a time point where nothing can respond."""

MISSING: Final = "MISSING"
"""No assessment at all that counts (as in ADaM; RECIST 1.1, section 4.7, counts it as inevaluable)."""

AfterCr = Literal["progression", "as assessed", "partial"]
SameDay = Literal["worst", "best"]
Unreadable = Literal["left out", "unknown"]
Unassessed = Literal["unknown", "no"]
Counted = Literal["left out", "counted"]

WHERE: Final = "best response"
OFFERED: Final = {
    "after_cr": ("progression", "as assessed", "partial"),
    "after_progression": ("left out", "counted"),
    "before_zero": ("left out", "counted"),
    "same_day": ("worst", "best"),
    "unreadable": ("left out", "unknown"),
    "unassessed": ("unknown", "no"),
}


@dataclass(frozen=True, slots=True)
class BestRules:
    """How time points make a best response. Days are counted between dates.

    confirmation: least days from a response to the assessment that confirms it. stable: least days from day zero to an
    assessment that makes SD (or NON-CR/NON-PD) a best response. not_evaluable: most NE between a response and the
    assessment that confirms it. between: further responses that may lie between the two ("same or better later, no PD
    between" is PR, SD, NON-CR/NON-PD). after_cr: a PR, SD or NON-CR/NON-PD after a CR is progression on its day (table 3,
    note a); or stays as assessed; or a later PR shows that the CR was a PR (the other case of note a).
    after_progression, before_zero: whether assessments after the first PD, or before day zero, count. same_day: which of
    several responses of one day counts; NE only where it stands alone. benefit: best responses that are clinical benefit.
    benefit_after: least days from day zero to an SD or NON-CR/NON-PD that is benefit (None: as `stable`). unreadable:
    what a word is that is no response. unassessed: what yes-or-no results are of a subject without an evaluable
    assessment ("no" for the convention that counts them as such).
    """

    confirmation: int = 28
    stable: int = 42
    not_evaluable: int = 1
    between: tuple[str, ...] = ()
    after_cr: AfterCr = "progression"
    after_progression: Counted = "left out"
    before_zero: Counted = "left out"
    same_day: SameDay = "worst"
    benefit: tuple[str, ...] = ("CR", "PR", "SD", "NON-CR/NON-PD")
    benefit_after: int | None = None
    unreadable: Unreadable = "left out"
    unassessed: Unassessed = "unknown"

    def __post_init__(self) -> None:
        for name in ("confirmation", "stable", "not_evaluable", "benefit_after"):
            if (getattr(self, name) or 0) < 0:
                raise HepaticaError(f"{name} is {getattr(self, name)}", where=WHERE, do="give whole days, 0 or more")
        for name, offered in OFFERED.items():
            if getattr(self, name) not in offered:
                raise HepaticaError(f"{name} is '{getattr(self, name)}'", where=WHERE, do=f"use {' or '.join(offered)}")
        for name in ("between", "benefit"):
            if strange := [each for each in getattr(self, name) if each not in CODES]:
                raise HepaticaError(f"{name} holds '{strange[0]}'", where=WHERE, do=f"use some of {', '.join(CODES)}")

    @property
    def benefit_days(self) -> int:
        """Least days from day zero to an SD that is benefit."""
        return self.stable if self.benefit_after is None else self.benefit_after
