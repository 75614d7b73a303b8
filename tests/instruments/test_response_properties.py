"""The columnar engine beside a slow and obvious one that judges subject by subject, on random lesions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.instruments.response.criteria import PERCENTAGES, RECIST_1_1, Criteria
from hepatica.instruments.response.time_point import time_points

Size = float | str | None
"""A length in mm, "absent", or not assessed."""

AGAINST_BASELINE = replace(RECIST_1_1, reference="baseline")


@dataclass(frozen=True)
class Subject:
    """Lesions by visit, the baseline first: targets (whether a node, and sizes), states of non-targets, new lesions."""

    targets: list[tuple[bool, list[Size]]]
    non_targets: list[list[str | None]]
    new: list[str | None]


LENGTH = st.integers(10, 60).map(float)
LATER = st.one_of(LENGTH, st.integers(5, 14).map(float), st.just("absent"), st.just(None))
STATE = st.sampled_from(["present", "absent", "unequivocal_progression", None])
VISITS = 4


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    targets = draw(
        st.lists(st.tuples(st.booleans(), LENGTH, st.lists(LATER, min_size=VISITS, max_size=VISITS)), max_size=3)
    )
    others = draw(st.lists(st.lists(STATE, min_size=VISITS, max_size=VISITS), max_size=2))
    new = draw(
        st.lists(st.sampled_from([None, None, None, "equivocal", "unequivocal"]), min_size=VISITS, max_size=VISITS)
    )
    return Subject(
        [(node, [first, *later]) for node, first, later in targets],
        [["present", *states] for states in others],
        [None, *new],
    )


def lesions(people: list[Subject]) -> pl.DataFrame:
    rows = []
    for who, one in enumerate(people):
        for visit in range(VISITS + 1):
            at = {"subject": f"{who:02}", "day": 1 + 42 * visit}
            rows.append({**at, "lesion": "", "role": "none"})
            for k, (node, sizes) in enumerate(one.targets):
                size = sizes[visit]
                length = size if isinstance(size, float) else None
                state = {None: "not_evaluable", "absent": "absent"}.get(
                    size if not isinstance(size, float) else "", "present"
                )
                name = {"short_axis_mm" if node else "longest_mm": length}
                rows.append({**at, "lesion": f"T{k}", "role": "target", "node": node, "state": state, **name})
            for k, states in enumerate(one.non_targets):
                state = states[visit] or "not_evaluable"
                rows.append({**at, "lesion": f"NT{k}", "role": "non_target", "node": False, "state": state})
            if one.new[visit]:
                rows.append({**at, "lesion": f"X{visit}", "role": "new", "node": False, "state": one.new[visit]})
    schema = dict.fromkeys(("subject", "lesion", "role", "state"), pl.String)
    lengths = {"node": pl.Boolean, "longest_mm": pl.Float64, "short_axis_mm": pl.Float64}
    return pl.DataFrame(rows, schema={**schema, "day": pl.Int64, **lengths})


def slowly(one: Subject, criteria: Criteria) -> list[tuple[str | None, str | None, str]]:
    """Target, non-target and overall response of each visit after baseline."""
    found: list[tuple[str | None, str | None, str]] = []
    base = lowest = sum(sizes[0] for _, sizes in one.targets if isinstance(sizes[0], float))
    for visit in range(1, VISITS + 1):
        now = [(node, sizes[visit]) for node, sizes in one.targets]
        reference = base if criteria.reference == "baseline" else lowest
        total = sum(size for _, size in now if isinstance(size, float))
        whole = all(size is not None for _, size in now)
        target = _target(now, total, whole, base, reference, criteria)
        if whole and one.targets:
            lowest = min(lowest, total)
        non_target = _non_target([states[visit] for states in one.non_targets])
        found.append((target, non_target, _overall(target, non_target, one.new[visit], found, criteria)))
    return found


def _target(
    now: list[tuple[bool, Size]], total: float, whole: bool, base: float, reference: float, criteria: Criteria
) -> str | None:
    if not now:
        return None
    gone = [size == "absent" or (node and isinstance(size, float) and size < 10) for node, size in now]
    if whole and all(gone):
        return "CR"
    rise = total - reference
    seen = any(size is not None for _, size in now)
    if seen and rise > 0 and rise >= (criteria.least_rise or 0) and 5 * total >= 6 * reference:
        return "PD"
    if not whole:
        return "NE"
    return "PR" if 10 * total <= 7 * base else "SD"


def _non_target(states: list[str | None]) -> str | None:
    if not states:
        return None
    if "unequivocal_progression" in states:
        return "PD"
    if None in states:
        return "NE"
    return "CR" if set(states) == {"absent"} else "NON-CR/NON-PD"


def _overall(
    target: str | None,
    non_target: str | None,
    new: str | None,
    before: list[tuple[str | None, str | None, str]],
    criteria: Criteria,
) -> str:
    if "PD" in (target, non_target) or new == "unequivocal":
        return "PD"
    if target is None:
        answer = non_target or "NED"
    elif target == "CR":
        answer = "CR" if non_target in (None, "CR") else "PR"
    else:
        answer = target
    known = [overall for *_, overall in before if overall != "NE"]
    back = target in ("PR", "SD") or non_target == "NON-CR/NON-PD"
    again = criteria.relapse_after
    if again and answer != "NE" and back and len(known) >= again and set(known[-again:]) == {"CR"}:
        return "PD"
    return answer


@pytest.mark.parametrize(
    "criteria", [RECIST_1_1, PERCENTAGES, AGAINST_BASELINE], ids=lambda one: f"{one.name} {one.reference}"
)
@given(people=st.lists(subjects(), min_size=1, max_size=8))
def test_both_engines_say_the_same(criteria: Criteria, people: list[Subject]) -> None:
    found, _ = time_points(lesions(people), criteria)
    said = found.select("subject", "target", "non_target", "overall").rows()
    wanted = [(f"{who:02}", *visit) for who, one in enumerate(people) for visit in slowly(one, criteria)]
    assert said == wanted
