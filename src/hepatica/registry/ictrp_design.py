"""The design of a study as the WHO's portal joins it from the parts that a register has: each part is found by its label.

Allocation: Randomized. Intervention model: Parallel Assignment. Primary purpose: Treatment. Masking: None (Open Label).
Randomization: Not randomized, Blinding: Not blinded, Placebo: Not used, Assignment: Single, Purpose: Treatment.
Controlled: yes<br>Randomised: yes<br>Open: yes<br>Single blind: no<br>Double blind: no<br>Parallel group: yes
"""

from __future__ import annotations

import re
from typing import Final

from hepatica.registry.building import Building
from hepatica.registry.labels import after_labels
from hepatica.registry.passage import Passage

PARTS: Final = {
    "allocation": "allocation",
    "randomization": "allocation",
    "randomisation": "allocation",
    "randomized": "allocation",
    "randomised": "allocation",
    "randomization description": "randomisation",
    "intervention model": "model",
    "observational model": "model",
    "assignment": "model",
    "time perspective": "time_perspective",
    "timing": "time_perspective",
    "primary purpose": "purpose",
    "study design purpose": "purpose",
    "purpose": "purpose",
    "masking": "masking",
    "blinding": "masking",
    "blinding description": "masking.description",
}
"""Label in lower case -> field."""

TICKED: Final = {
    "open": "masking",
    "single blind": "masking",
    "double blind": "masking",
    "parallel group": "model",
    "cross over": "model",
}
"""Labels that are the answer where "yes" stands behind them."""

OTHERS: Final = (
    "controlled", "other", "control", "placebo", "type of endpoint", "group", "duration", "selection", "other design features",
    "endpoint classification", "if controlled, specify comparator", "number of treatment arms in the trial",
)  # fmt: skip
_LABEL: Final = re.compile(
    r"(?<![\w])(" + "|".join(sorted((*PARTS, *TICKED, *OTHERS), key=len, reverse=True)) + r")\s?: ?", re.IGNORECASE
)


def add_design(building: Building, name: str, design: Passage) -> None:
    """Add the parts of a design, which is itself kept whole elsewhere. name: what the portal calls the cell."""
    for label, said in after_labels(design, list(_LABEL.finditer(design.text)), ".,;"):
        what = label.text.lower()
        field = PARTS.get(what)
        answer = said
        if said.text.lower() == "yes" and (what in TICKED or field == "allocation"):
            answer, field = label, field or TICKED[what]
        if field is not None:
            building.add_passage(field, answer, f"{name}: {label.text}")
