"""iRECIST time points of random courses against a plain machine that goes from one assessment to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from hepatica.instruments.response.irecist import NON_TARGET, ImmuneRules, immune_time_points


@dataclass
class Point:
    """An assessment."""

    day: int
    target: str
    non_target: str | None
    new: bool
    remains: bool
    mm: float
    new_mm: float | None
    growth: bool

    @property
    def progressed(self) -> bool:
        return self.target == "PD" or self.non_target == "PD" or self.new

    @property
    def rank(self) -> int:
        return {"CR": 0, "PR": 1, "SD": 2, "PD": 3, "NE": 2}[self.target]

    @property
    def quiet(self) -> str:
        """The response where nothing progresses."""
        if self.target == "CR" and self.non_target in (None, "CR"):
            return "iCR"
        return {"CR": "iPR", "PR": "iPR", "SD": "iSD", "NE": "NE"}[self.target]


def courses(count: int) -> list[list[Point]]:
    rng = np.random.default_rng(11)
    found = []
    for _ in range(count):
        days = np.cumsum(rng.integers(10, 60, rng.integers(1, 8)))
        course: list[Point] = []
        for day in days:
            there = any(point.new for point in course)
            target = str(rng.choice(["CR", "PR", "SD", "PD", "NE"], p=[0.08, 0.17, 0.25, 0.42, 0.08]))
            non_target = rng.choice(np.array([None, *NON_TARGET], dtype=object), p=[0.3, 0.1, 0.35, 0.2, 0.05])
            new_mm = float(rng.integers(10, 25)) if there and rng.random() < 0.4 else None
            course.append(
                Point(int(day), target, non_target, bool(rng.random() < 0.15), there and bool(rng.random() < 0.5),
                      float(rng.integers(90, 110)), new_mm, bool(rng.random() < 0.15))
            )  # fmt: skip
        found.append(course)
    return found


def plain(course: list[Point], rules: ImmuneRules) -> list[str]:
    """Each response from what lies before it."""
    said: list[str] = []
    start: Point | None = None  # the first iUPD that has not been undone
    last: Point | None = None  # the last assessment with progression
    later_new, first_new, confirmed = False, None, False
    for point in course:
        kept = not point.progressed and point.remains and start is not None and point.quiet != "NE"
        unchanged = kept and last is not None and point.rank >= last.rank
        if not point.progressed and point.quiet != "NE" and not unchanged:
            start, later_new, first_new, confirmed = None, False, None, False
        if first_new is None and (start is not None or point.progressed):
            first_new = point.new_mm
        seen = False
        if start is not None:
            later_new |= point.new
            grown_new = point.new_mm is not None and first_new is not None and point.new_mm - first_new >= rules.growth
            seen = (
                (start.target == "PD" and point.mm - start.mm >= rules.growth)
                or grown_new
                or later_new
                or (start.non_target == "PD" and point.growth)
                or (point.target == "PD" and start.target != "PD")
                or (point.non_target == "PD" and start.non_target != "PD")
            )
            since = point.day - start.day
            now = seen and since >= rules.earliest and (rules.latest is None or since <= rules.latest)
            confirmed |= now
            if confirmed and (point.progressed or now):
                said.append("iCPD")
                last = point if point.progressed else last
                continue
        if point.progressed:
            start = start or point
            last = point
        said.append("iUPD" if point.progressed or unchanged else point.quiet)
    return said


@pytest.mark.parametrize("rules", [ImmuneRules(), ImmuneRules(growth=8, earliest=40, latest=90)])
def test_time_points_are_those_of_a_plain_machine(rules: ImmuneRules) -> None:
    made = courses(1500)
    rows = [
        {
            "subject": f"{number:05}",
            "day": point.day,
            "target": point.target,
            "non_target": point.non_target,
            "new_lesion": point.new,
            "new_remains": point.remains,
            "sum_mm": point.mm,
            "new_sum_mm": point.new_mm,
            "non_target_growth": point.growth,
        }
        for number, course in enumerate(made)
        for point in course
    ]
    found, _ = immune_time_points(pl.DataFrame(rows, infer_schema_length=None), rules)
    said = found.group_by("subject", maintain_order=True).agg("overall")["overall"].to_list()
    wanted = [plain(course, rules) for course in made]
    assert said == wanted
    assert {response for course in wanted for response in course} == {"iCR", "iPR", "iSD", "iUPD", "iCPD", "NE"}
