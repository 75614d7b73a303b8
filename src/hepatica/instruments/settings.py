"""What the criteria leave open when scores are derived: cut-offs, variants, and which days may be combined."""

from __future__ import annotations

from dataclasses import dataclass

from hepatica.errors import HepaticaError
from hepatica.instruments.child_pugh import ALBUMIN, INR, Clotting
from hepatica.instruments.egfr import COEFFICIENTS, Equation


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices, each with a default. Days: how far apart components may lie that are taken to belong together.

    child_pugh_days: the newest of each item up to so many days before. albi_days: likewise. calcium_days: calcium and
    albumin; 0 is the same day. weight_days: the newest body weight up to so many days before creatinine, or, where
    there is none, the first up to so many after. egfr_equation: nothing is derived where no equation is named. meld_days:
    likewise, the newest of each item up to so many days before.
    """

    clotting: Clotting = "inr"
    inr_cut: float = INR[1]
    albumin_cut: float = ALBUMIN["g/L"][0]
    child_pugh_days: int = 7
    albi_days: int = 0
    calcium_days: int = 0
    weight_days: int = 28
    egfr_equation: Equation | None = None
    meld_days: int | None = None

    def __post_init__(self) -> None:
        for name in ("child_pugh_days", "albi_days", "calcium_days", "weight_days", "meld_days"):
            days = getattr(self, name)
            if days is not None and not 0 <= days <= 366:
                raise HepaticaError(f"{name} is {days}", do="give a number of days from 0 to 366")
        if self.egfr_equation is not None and self.egfr_equation not in COEFFICIENTS:
            raise HepaticaError(
                f"'{self.egfr_equation}' is no equation for eGFR", do=f"name one of: {', '.join(COEFFICIENTS)}"
            )

    @property
    def assumed(self) -> dict[str, str]:
        """What is assumed when scores are derived, one sentence each, for the list of assumptions."""
        return {
            "child_pugh.items": (
                f"a Child-Pugh score is computed from the newest of each item of the last {self.child_pugh_days} days"
            ),
            "child_pugh.cuts": (
                f"INR over {self.inr_cut:g} and albumin under {self.albumin_cut:g} g/L are 3 points; "
                f"clotting is scored by {self.clotting}"
            ),
            "albi.items": f"albumin and bilirubin of an ALBI score are {_apart(self.albi_days)}",
            "calcium_corrected.formula": (
                "calcium + 0.8 x (4.0 - albumin g/dL) in mg/dL, + 0.02 x (40 - albumin g/L) in mmol/L; "
                f"both are {_apart(self.calcium_days)}; the limits of normal are those of total calcium"
            ),
            "creatinine_clearance.weight": (
                "Cockcroft-Gault with the actual body weight, the newest "
                f"within {self.weight_days} days before creatinine or the first within {self.weight_days} days after"
            ),
            "undated components": "components that are all undated, or have the same incomplete date, belong together",
        }


def _apart(days: int) -> str:
    return "of the same day" if days == 0 else f"at most {days} d apart"
