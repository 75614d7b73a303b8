"""The sample-size claim of a study file: what it leaves open, and claims that cannot be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hepatica.protocol import Study, StudyError, dump, load_study
from hepatica.protocol.sample_size import OPEN, Length

Load = Callable[[str], Study]

CLAIM = """\
sample_size:
  subjects: {value: 56, source: record}
  endpoint: rfs
  control: OLD
  treated: NEW
  medians: {OLD: {length: 11 mo, source: record}, NEW: {length: 33 mo, source: record}}
  alpha: {value: 0.05, source: record}
  power: {value: 0.8, source: record}
"""
RATIO = """\
sample_size:
  subjects: {value: 332, source: record}
  endpoint: rfs
  control: OLD
  treated: NEW
  hazard_ratio: {value: 0.6, source: record}
  by: {length: 3 a, source: record}
  shares: {OLD: 0.5}
  control_range: {low: 0.4, high: 0.7, source: record}
  alpha: {value: 0.05, source: record}
  power: {value: 0.8, source: record}
"""
BOTH = RATIO.replace("  hazard_ratio: {value: 0.6, source: record}\n", "  kind: proportions\n").replace(
    "{OLD: 0.5}", "{OLD: {value: 0.5, source: record}, NEW: {value: 0.34, source: record}}"
)
MEDIANS = "  medians: {OLD: {length: 11 mo, source: record}, NEW: {length: 33 mo, source: record}}\n"


@pytest.mark.parametrize("claim", [CLAIM, RATIO, BOTH])
def test_a_claim_by_medians_by_a_hazard_ratio_or_by_shares_is_valid_and_survives_saving(
    claim: str, small: str, load: Load
) -> None:
    study = load(small + claim)
    assert study.sample_size is not None
    assert load(dump(study)).sample_size == study.sample_size


def test_what_is_not_stated_or_only_assumed_is_open(small: str, load: Load) -> None:
    claim = load(small + CLAIM + "  dropout: 0.1\n  accrual: {length: 1 a, source: published}\n").sample_size
    assert claim is not None
    assert claim.open == ("sides", "formula", "dropout", "ratio", "follow_up", "loss", "rounding")
    ratio = load(small + RATIO).sample_size
    assert ratio is not None
    assert "control_share" in ratio.open
    shares = load(small + BOTH).sample_size
    assert shares is not None
    assert not {"control_share", "accrual", "follow_up", "median"} & set(shares.open)
    assert set(claim.open) | set(ratio.open) <= set(OPEN)


def test_a_study_without_a_claim_has_none(small: str, load: Load) -> None:
    assert load(small).sample_size is None


@pytest.mark.parametrize(
    ("text", "months"), [("36 mo", 36.0), ("3 a", 36.0), ("11.0 mo", 11.0), ("52 wk", 364 / 30.4375), ("30 d", 0.9856)]
)
def test_lengths_are_months_of_which_a_year_has_twelve(text: str, months: float) -> None:
    assert Length.model_validate(text).months == pytest.approx(months, abs=1e-4)


def test_every_number_of_a_claim_says_where_it_comes_from() -> None:
    for name in ("NCT07363356", "NCT07120750"):
        claim = load_study(name).sample_size
        assert claim is not None
        assert all(number.why for number in claim.numbers.values())
        assert {number.source for number in claim.numbers.values()} == {"record", "assumed"}


SLIPS = {
    # what is wrong             old text -> new text                                  what the message says
    "a power of 0": (CLAIM, "power: {value: 0.8", "power: {value: 0", "«0» is not possible (in sample_size.power)"),
    "a power of 80": (CLAIM, "power: {value: 0.8", "power: {value: 80", "«80» is not possible (in sample_size.power)"),
    "an alpha of 5": (CLAIM, "alpha: {value: 0.05", "alpha: {value: 5", "«5» is not possible (in sample_size.alpha)"),
    "an alpha above the power": (CLAIM, "alpha: {value: 0.05", "alpha: {value: 0.9", "above alpha"),
    "half a subject": (CLAIM, "subjects: {value: 56", "subjects: {value: 56.5", "«56.5» is not possible"),
    "equal medians": (CLAIM, "length: 33 mo", "length: 11 mo", "the medians of both arms are equal"),
    "a median of 0": (CLAIM, "length: 33 mo", "length: 0 mo", "«0» is not possible as one of the medians"),
    "a hazard ratio of 1": (RATIO, "value: 0.6", "value: 1", "«1» is not possible (in sample_size.hazard_ratio)"),
    "a hazard ratio of 0": (RATIO, "value: 0.6", "value: 0", "«0» is not possible (in sample_size.hazard_ratio)"),
    "a share of 1": (RATIO, "{OLD: 0.5}", "{OLD: 1}", "«1» is not possible as one of the shares"),
    "equal shares": (BOTH, "value: 0.34", "value: 0.5", "the shares of both arms are equal"),
    "a loss of everybody": (CLAIM, "  alpha", "  dropout: 1\n  alpha", "«1» is not possible (in sample_size.dropout)"),
    "three sides": (CLAIM, "  alpha", "  sides: 3\n  alpha", "«3» is not possible (in sample_size.sides)"),
    "an allocation of 0": (CLAIM, "  alpha", "  ratio: 0\n  alpha", "«0» is not possible (in sample_size.ratio)"),
    "nobody is followed": (
        CLAIM, "  alpha", "  accrual: 0 mo\n  follow_up: 0 mo\n  alpha", "«0 mo» is not possible (in sample_size.follow_up)",
    ),
    "a negative accrual": (CLAIM, "  alpha", "  accrual: -6 mo\n  alpha", "sample_size.accrual"),
    "a range upside down": (RATIO, "low: 0.4", "low: 0.8", "(in sample_size.control_range)"),
    "no effect": (CLAIM, MEDIANS, "", "the claim names no effect"),
    "two effects": (CLAIM, "  alpha", "  hazard_ratio: 0.5\n  alpha", "the effect is given by medians and by hazard_ratio"),
    "a ratio alone": (CLAIM, MEDIANS, "  hazard_ratio: 0.5\n", "a hazard ratio alone"),
    "shares without a time": (RATIO, "  by: {length: 3 a, source: record}\n", "", "shares have no time"),
    "proportions without shares": (CLAIM, "  alpha", "  kind: proportions\n  alpha", "needs the share of each arm"),
    "an unknown arm": (CLAIM, "treated: NEW", "treated: NEWER", "«NEWER» is not an arm of this study"),
    "an arm against itself": (CLAIM, "treated: NEW", "treated: OLD", "«OLD» is compared with itself"),
    "an unknown endpoint": (CLAIM, "endpoint: rfs", "endpoint: pfs", "«pfs» is not an endpoint of this study"),
    "the median of a stranger": (CLAIM, "NEW: {length", "NEWER: {length", "«NEWER» is not an arm that the claim compares"),
    "an unknown formula": (CLAIM, "  alpha", "  formula: schonfeld\n  alpha", "«schonfeld» is not a valid"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_an_impossible_claim_is_one_message_with_its_line_and_what_to_do(slip: str, small: str, load: Load) -> None:
    claim, old, new, says = SLIPS[slip]
    assert claim.count(old) == 1
    with pytest.raises(StudyError) as caught:
        load(small + claim.replace(old, new))
    assert says in str(caught.value)
    assert caught.value.do
    lines = (small + claim.replace(old, new)).splitlines()
    assert lines.index("sample_size:") < caught.value.line <= len(lines)
