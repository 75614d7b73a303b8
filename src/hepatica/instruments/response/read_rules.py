"""How a study reads its images: who reads, what sends a case to adjudication, and what counts where nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from hepatica.errors import HepaticaError

Trigger = Literal["time point", "best response", "progression", "sum"]
TRIGGERS: Final[tuple[Trigger, ...]] = ("time point", "best response", "progression", "sum")


@dataclass(frozen=True, slots=True)
class ReadRules:
    """Two readers, and when a third person (an adjudicator, or a team as in ChiCTR2600120525) decides between them.

    readers: their names in the table. triggers: differing responses of a time point; differing best responses; days of
    first progression more than `progression_days` apart (or progression by one reader only); sums of diameters more than
    `sum_limit` percent of their mean apart. The first and the last send a time point to adjudication, the two others the
    whole subject. single: what a time point is that one of the two read: waiting for the second read, or accepted. Where
    the readers differ and no trigger is pulled, the first reader counts. confirmed: compare the best responses that
    need confirmation.
    """

    readers: tuple[str, str] = ("1", "2")
    triggers: tuple[Trigger, ...] = ("time point",)
    progression_days: int = 0
    sum_limit: float = 20.0
    single: Literal["waiting", "accepted"] = "waiting"
    confirmed: bool = False

    def __post_init__(self) -> None:
        where = "adjudication"
        if len(self.readers) != 2 or self.readers[0] == self.readers[1]:
            raise HepaticaError(f"readers are {', '.join(self.readers)}", where=where, do="name two readers")
        if strange := [each for each in self.triggers if each not in TRIGGERS]:
            raise HepaticaError(
                f"'{strange[0]}' sends nothing to adjudication", where=where, do=f"use some of {', '.join(TRIGGERS)}"
            )
        if self.single not in ("waiting", "accepted"):
            raise HepaticaError(f"single is '{self.single}'", where=where, do="use waiting or accepted")
        if self.progression_days < 0 or not self.sum_limit >= 0:
            raise HepaticaError("a difference that is let pass is under 0", where=where, do="give 0 or more")

    @property
    def of_subjects(self) -> bool:
        """Whether anything sends whole subjects to adjudication."""
        return bool({"best response", "progression"} & set(self.triggers))
