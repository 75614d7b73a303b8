"""The criteria of tumour response: everything in which they differ, as parameters.

RECIST 1.1: Eisenhauer EA et al., Eur J Cancer 2009;45:228. mRECIST: Lencioni R, Llovet JM, Semin Liver Dis 2010;30:52, and
the clarifications of Llovet JM, Lencioni R, J Hepatol 2020;72:288. EASL: Bruix J et al., J Hepatol 2001;35:421.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from hepatica.errors import HepaticaError

Size = Literal["longest", "viable", "viable_area"]
"""What is summed: the longest diameter, that of the viable (arterially enhancing) part, or the area of that part."""

Reference = Literal["nadir", "baseline"]

SIZES: Final[tuple[Size, ...]] = ("longest", "viable", "viable_area")
REFERENCES: Final[tuple[Reference, ...]] = ("nadir", "baseline")

LIVER: Final = frozenset({"LIVER"})
EFFUSIONS: Final = frozenset({"ASCITES", "PLEURAL EFFUSION", "PERICARDIAL EFFUSION"})
PORTAL_VEIN: Final = frozenset({"PORTAL VEIN", "PORTAL VEIN THROMBUS"})
PORTA_HEPATIS: Final = frozenset({"PORTA HEPATIS", "LYMPH NODE, PORTA HEPATIS"})
"""Organs are compared in capitals."""


@dataclass(frozen=True)
class NewLesionRule:
    """When a new focus in the liver is a new lesion by its image alone (mRECIST).

    smallest: longest diameter in mm from which it can be one. growth: mm of growth since it was first seen that make it
    one without the typical pattern (arterial hyperenhancement with washout).
    """

    smallest: float = 10.0
    growth: float = 10.0


@dataclass(frozen=True)
class Criteria:
    """One way to judge response. Percentages are of the reference, lengths in mm (areas in mm2).

    size: what is summed of a lesion that is no node; nodes are summed by their short axis. Outside `viable_organs` the
    longest diameter counts whatever `size` says (None: no such exception).
    complete_without_enhancement: complete response is the end of arterial enhancement (viable diameter 0), although
    another size is summed.
    fall, rise: least fall from baseline for PR, least rise over `reference` for PD. least_rise: least absolute rise for PD.
    node_target, porta_hepatis_target: least short axis of a pathological node that can be a target. node_normal: short
    axis under which a node is normal again.
    target_size: least size of another target. targets, targets_per_organ: most target lesions.
    too_small: what counts for a lesion that is seen but too small to measure.
    non_target_progression: whether unequivocal progression of non-target lesions is progression.
    new_in_liver: the rule for new foci in the liver; None where the reader's word counts.
    backdate: a new lesion that is equivocal at first and sure later counts from the day it was first seen.
    cytology: an effusion or ascites progresses only with malignant cells in it.
    not_measurable: organs whose lesions are never targets (tumour in the portal vein).
    relapse_after: a lesion that comes back after so many overall complete responses in a row is progression, whatever its
    size; None: never for that alone.
    """

    name: str
    size: Size = "longest"
    viable_organs: frozenset[str] | None = None
    complete_without_enhancement: bool = False
    fall: float = 30.0
    rise: float = 20.0
    least_rise: float | None = 5.0
    reference: Reference = "nadir"
    node_target: float = 15.0
    porta_hepatis_target: float = 15.0
    node_normal: float = 10.0
    target_size: float = 10.0
    targets: int = 5
    targets_per_organ: int = 2
    too_small: float = 5.0
    non_target_progression: bool = True
    new_in_liver: NewLesionRule | None = None
    backdate: bool = True
    cytology: bool = False
    not_measurable: frozenset[str] = field(default_factory=frozenset)
    relapse_after: int | None = 2

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise HepaticaError(f"'{self.size}' is no size of a lesion", do=f"write one of {', '.join(SIZES)}")
        if self.reference not in REFERENCES:
            raise HepaticaError(f"'{self.reference}' is no reference of a rise", do="write nadir or baseline")
        if not 0 < self.fall <= 100 or not self.rise > 0:
            raise HepaticaError(
                f"a fall of {self.fall:g} % or a rise of {self.rise:g} % makes no response",
                do="give percentages: a fall over 0 and up to 100, a rise over 0",
            )
        if self.least_rise is not None and self.least_rise < 0:
            raise HepaticaError(f"the least rise {self.least_rise:g} mm is under 0", do="give it in mm, or None")

    @property
    def unit(self) -> str:
        """Unit of the sum."""
        return "mm2" if self.size == "viable_area" else "mm"


RECIST_1_1: Final = Criteria("RECIST 1.1")
"""Longest diameters, short axis of nodes; 20 % and 5 mm over the nadir. A lesion that comes back is progression after a CR
that was truly met (table 3, note a), taken here as seen twice, as the EORTC's clarification recommends (recist.eortc.org)."""

MRECIST_2010: Final = Criteria(
    "mRECIST 2010",
    size="viable",
    viable_organs=LIVER,
    least_rise=None,
    porta_hepatis_target=20.0,
    new_in_liver=NewLesionRule(),
    cytology=True,
    not_measurable=PORTAL_VEIN,
)
"""Viable diameters in the liver. The paper names no absolute rise; a porta hepatis node is malignant from 20 mm."""

MRECIST_2020: Final = Criteria(
    "mRECIST 2020",
    size="viable",
    viable_organs=LIVER,
    least_rise=5.0,
    porta_hepatis_target=20.0,
    new_in_liver=NewLesionRule(),
    cytology=True,
    not_measurable=PORTAL_VEIN,
)
"""As in 2010, with the absolute rise of 5 mm of RECIST 1.1. ASSUMED: the paper was not at hand when this was written."""

EASL: Final = Criteria(
    "EASL",
    size="viable_area",
    fall=50.0,
    rise=25.0,
    least_rise=None,
    porta_hepatis_target=20.0,
    not_measurable=PORTAL_VEIN,
    relapse_after=None,
)
"""Areas of the viable part (two diameters at right angles): -50 % and +25 % of their sum."""

PERCENTAGES: Final = Criteria("RECIST percentages only", least_rise=None, relapse_after=None)
"""-30 % and +20 % of the sum of longest diameters, without the absolute rise."""

ENHANCEMENT_AND_WHOLE_DIAMETERS: Final = Criteria(
    "CR by enhancement, PR and PD by whole diameters",
    complete_without_enhancement=True,
    least_rise=None,
    non_target_progression=False,
    relapse_after=None,
)
"""As ChiCTR2600120525 words mRECIST: no enhancement is CR, the sum of (whole) diameters decides PR and PD, and only it or a
new lesion is progression. The nadir as reference of PD is assumed: the record names none."""

ENHANCEMENT_WITH_NON_TARGETS: Final = Criteria(
    "CR by enhancement, PR by whole diameters, PD as mRECIST",
    complete_without_enhancement=True,
    least_rise=None,
    new_in_liver=NewLesionRule(),
    cytology=True,
    not_measurable=PORTAL_VEIN,
)
"""As NCT07100236 words it: CR by enhancement, PR by the sum of diameters, progression "per mRECIST"."""

CRITERIA: Final = {
    each.name: each
    for each in (
        RECIST_1_1,
        MRECIST_2010,
        MRECIST_2020,
        EASL,
        PERCENTAGES,
        ENHANCEMENT_AND_WHOLE_DIAMETERS,
        ENHANCEMENT_WITH_NON_TARGETS,
    )
}
"""The criteria by name and version, as study files write their instruments (mRECIST, version 2010)."""
