"""Exact unit arithmetic, held against pint's reading of UCUM and against itself."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ucumvert import PintUcumRegistry

from hepatica.vocabulary import UnitError, load
from hepatica.vocabulary.ucum import measure

VOC = load()
PAIRS = [
    (word.name, one, other)
    for word in VOC.variables.values()
    if word.unit is not None
    for one, other in permutations((word.unit, *word.units), 2)
]
UNITS = sorted({unit for word in VOC.variables.values() if word.unit for unit in (word.unit, *word.units)})


def _joined(pair: tuple[str, str, str]) -> bool:
    try:
        return not VOC.conversion(*pair).log10
    except UnitError:
        return False


BOTH_WAYS = [pair for pair in PAIRS if _joined(pair)]


@given(st.sampled_from(BOTH_WAYS), st.fractions())
def test_there_and_back_is_the_identity_exactly(pair: tuple[str, str, str], value: Fraction) -> None:
    name, one, other = pair
    there, back = VOC.conversion(name, one, other), VOC.conversion(name, other, one)
    assert value * there.factor * back.factor == value


def test_every_accepted_unit_reaches_the_canonical_one_unless_an_assay_is_needed() -> None:
    stuck = set()
    for word in VOC.variables.values():
        for unit in word.units:
            try:
                VOC.conversion(word.name, unit, str(word.unit))
            except UnitError:
                stuck.add((word.name, unit))
    assert stuck == {
        ("afp", "[IU]/mL"),
        ("afp", "k[IU]/L"),
        ("hbv_dna", "{copies}/mL"),
        ("hbv_dna", "{Log_copies}/mL"),
        ("hcv_rna_quantitative", "{copies}/mL"),
    }


def test_going_by_a_third_unit_is_going_straight() -> None:
    for name, one, other in PAIRS:
        word = VOC[name]
        for third in (word.unit, *word.units):
            try:
                steps = [VOC.conversion(name, a, b) for a, b in ((one, third), (third, other), (one, other))]
            except UnitError:
                continue
            if not any(step.log10 for step in steps):
                assert steps[0].factor * steps[1].factor == steps[2].factor, (name, one, third, other)


NUMBERS = [word for word in VOC.variables.values() if word.kind == "number"]


@given(
    st.sampled_from([(word.name, unit) for word in NUMBERS for unit in (str(word.unit), *word.units)]),
    st.decimals(min_value=0, max_value=10**9, places=3),
    st.sampled_from(["", "<", "<=", ">", ">="]),
    st.sampled_from(["", " ", "  "]),
)
def test_what_is_written_in_any_accepted_unit_is_read_back(
    case: tuple[str, str], number: Decimal, comparator: str, blank: str
) -> None:
    name, unit = case
    if unit[0] in "0123456789":
        blank = " "  # `1.5` and `10*9/L` need a blank between them
    found = VOC.read_quantity(f"{comparator}{blank}{number}{blank}{unit}", name)
    assert (found.comparator, found.number, found.unit) == (comparator, number, unit)


@pytest.fixture(scope="module")
def registry() -> PintUcumRegistry:
    return PintUcumRegistry()


def test_every_unit_is_ucum_and_worth_what_pint_says(registry: PintUcumRegistry) -> None:
    """Oracle: pint's UCUM registry, for every two units of the same dimension without arbitrary parts."""
    plain = [unit for unit in UNITS if not any(sign in unit for sign in "[{") or unit == "mm[Hg]"]
    worth = {unit: registry.from_ucum(unit) for unit in UNITS}
    compared = 0
    for one, other in permutations(plain, 2):
        if measure(one).bases != measure(other).bases or "Cel" in (one, other):
            continue
        expected = (1 * worth[one]).to(worth[other].units).magnitude / worth[other].magnitude
        assert float(measure(one).factor / measure(other).factor) == pytest.approx(expected, rel=1e-5), (one, other)
        compared += 1
    assert compared > 50


def test_every_spelling_of_a_unit_is_read_as_that_unit() -> None:
    assert VOC.unit("10⁹/L") == VOC.unit("×10⁹/L") == VOC.unit("x 10^9 / L") == VOC.unit("109 / L") == "10*9/L"
    assert VOC.unit("μg/L") == VOC.unit("µg/L") == VOC.unit("ug/l") == "ug/L"
    assert VOC.unit("µmol/L") == VOC.unit("UMOL/L") == "umol/L"
    assert VOC.unit("mmHg") == "mm[Hg]"
    assert VOC.unit("g/24h") == "g/(24.h)"
    assert VOC.unit("mL/min/1.73㎡") == "mL/min/{1.73_m2}"
    assert VOC.unit("岁") == "a"
    assert VOC.unit("mg/L") == "mg/L", "UCUM that the list does not name stands for itself"


def test_grams_per_litre_are_not_giga_per_litre_in_small_letters() -> None:
    assert VOC.unit("g/L", "haemoglobin") == VOC.unit("g/l", "haemoglobin") == VOC.unit("g/L") == "g/L"
    assert VOC.unit("G/L", "platelets") == "10*9/L"
    with pytest.raises(UnitError):
        VOC.unit("g/L", "platelets")


@pytest.mark.parametrize(("text", "nearest"), [("mgdL", "mg/dL"), ("umol/LL", "umol/L"), ("ng/mLL", "ng/mL")])
def test_unknown_unit_names_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UnitError, match="not known") as unknown:
        VOC.unit(text)
    assert unknown.value.nearest == nearest


def test_missing_unit_is_an_error_not_a_guess() -> None:
    with pytest.raises(UnitError, match="no unit is written"):
        VOC.unit("  ", "creatinine")


def test_unit_of_another_kind_names_the_units_of_the_variable() -> None:
    with pytest.raises(UnitError, match="mL/min/"):
        VOC.unit("mL/min", "egfr")
    with pytest.raises(UnitError, match="no number"):
        VOC.unit("mg/dL", "sex")


def test_a_pure_number_may_stand_for_a_ratio_or_score() -> None:
    assert VOC.unit("1", "inr") == "{INR}"
    with pytest.raises(UnitError):
        VOC.unit("1", "creatinine")
