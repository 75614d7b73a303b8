"""The colours of responses are told apart by everybody.

Machado GM, Oliveira MM, Fernandes LAF, IEEE Trans Vis Comput Graph 2009;15:1291, matrices of severity 1.0, on linear RGB;
distances in CIELAB (D65), where 10 is seen at a glance.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from hepatica.report.response_palette import colour, ordered

VISION = {
    "common": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def lab(code: str, vision: str) -> np.ndarray:
    """How a colour looks, in CIELAB."""
    value = np.array([int(colour(code)[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    x, y, z = XYZ @ np.clip(np.asarray(VISION[vision]) @ linear, 0, 1) / WHITE
    f = [np.cbrt(t) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("pair", list(combinations(("CR", "PR", "SD", "PD", "NE"), 2)), ids="-".join)
def test_two_responses_differ_for_every_kind_of_colour_vision(pair: tuple[str, str], vision: str) -> None:
    assert float(np.linalg.norm(lab(pair[0], vision) - lab(pair[1], vision))) > 20


def test_a_partial_response_is_lighter_than_a_progression_in_grey_print() -> None:
    assert lab("PR", "common")[0] - lab("PD", "common")[0] > 10


def test_responses_stand_from_best_to_worst_and_the_unknown_last() -> None:
    assert ordered(["", "PD", "NE", "CR", "SD", "PR", "PD"]) == ["CR", "PR", "SD", "PD", "NE", ""]
