"""Best responses of random courses against a plain reading of the rules, one subject at a time."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest

from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.best_rules import CODES, BestRules

Course = list[tuple[int, str]]

RULES = [
    BestRules(),
    BestRules(after_cr="as assessed"),
    BestRules(after_cr="partial"),
    BestRules(after_cr="as assessed", between=("PR", "SD", "NON-CR/NON-PD"), not_evaluable=2),
    BestRules(confirmation=40, stable=60, not_evaluable=0),
    BestRules(after_cr="as assessed", after_progression="counted", confirmation=20),
]


def courses(count: int, seed: int) -> list[Course]:
    rng = np.random.default_rng(seed)
    shares = [0.15, 0.15, 0.3, 0.2, 0.05, 0.15]
    found = []
    for _ in range(count):
        days = np.cumsum(rng.integers(7, 50, rng.integers(0, 9)))
        found.append([(int(day), CODES[rng.choice(6, p=shares)]) for day in days])
    return found


def read(course: Course, rules: BestRules) -> Course:
    """The course as the rules read it."""
    if rules.after_progression == "left out":
        course = cut(course)
    if rules.after_cr == "progression":
        seen, changed = False, []
        for day, code in course:
            changed.append((day, "PD" if seen and code in ("PR", "SD", "NON-CR/NON-PD") else code))
            seen |= code == "CR"
        course = cut(changed) if rules.after_progression == "left out" else changed
    if rules.after_cr == "partial":
        last = max([day for day, code in course if code == "PR"], default=-1)
        course = [(day, "PR" if code == "CR" and day < last else code) for day, code in course]
    return course


def cut(course: Course) -> Course:
    ends = [place for place, (_, code) in enumerate(course) if code == "PD"]
    return course[: ends[0] + 1] if ends else course


def confirmed(course: Course, wanted: str, rules: BestRules) -> int | None:
    """The first day of a response that is confirmed."""
    confirming = {"CR"} if wanted == "CR" else {"CR", "PR"}
    for i, (day, code) in enumerate(course):
        for j in range(i + 1, len(course)):
            between = [said for _, said in course[i + 1 : j]]
            after_cr = (
                "PR" in [*between, course[j][1]][(between.index("CR") if "CR" in between else len(between) + 1) :]
            )
            if (
                code == wanted
                and course[j][1] in confirming
                and course[j][0] - day >= rules.confirmation
                and all(said in confirming | {"NE", *rules.between} for said in between)
                and between.count("NE") <= rules.not_evaluable
                and not (wanted == "PR" and "PR" not in rules.between and after_cr)
            ):
                return day
    return None


def plain(course: Course, rules: BestRules) -> dict[str, tuple[str, int | None]]:
    """BOR and CBOR by the words of the rules."""
    course = read(course, rules)

    def first(codes: tuple[str, ...], least: int = 0) -> int | None:
        return min((day for day, code in course if code in codes and day >= least), default=None)

    def best(steps: list[tuple[str, int | None]], early: tuple[str, ...]) -> tuple[str, int | None]:
        unevaluable = min(
            (day for day, code in course if code == "NE" or (code in early and day < rules.stable)), default=None
        )
        steps = [*steps, ("PD", first(("PD",))), ("NE", unevaluable)]
        return next(((code, day) for code, day in steps if day is not None), ("MISSING", None))

    non = ("NON-CR/NON-PD", first(("NON-CR/NON-PD",), rules.stable))
    stable = ("SD", "NON-CR/NON-PD")
    return {
        "BOR": best(
            [("CR", first(("CR",))), ("PR", first(("PR",))), ("SD", first(("SD",), rules.stable)), non], stable
        ),
        "CBOR": best(
            [
                ("CR", confirmed(course, "CR", rules)),
                ("PR", confirmed(course, "PR", rules)),
                ("SD", first(("CR", "PR", "SD"), rules.stable)),
                non,
            ],
            ("CR", "PR", *stable),
        ),
    }


def table(found: list[Course]) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = [(number, day, code) for number, course in enumerate(found) for day, code in course]
    schema = {"subject": pl.Int64, "day": pl.Int64, "overall": pl.String}
    subjects = pl.DataFrame({"subject": range(len(found)), "zero": [0] * len(found)})
    return pl.DataFrame(rows, schema=schema, orient="row"), subjects


@pytest.mark.parametrize("rules", RULES)
def test_best_responses_are_those_of_a_plain_reading(rules: BestRules) -> None:
    found = courses(1500, seed=7)
    results, _ = best_response(*table(found), rules)
    said = {
        (int(who), code): (value, day)
        for who, code, value, day in results.select("subject", "parameter", "value", "day").rows()
    }
    wanted = {
        (number, code): result for number, course in enumerate(found) for code, result in plain(course, rules).items()
    }
    assert {key: said[key] for key in wanted} == wanted
    assert len({value for value, _ in wanted.values()}) == 7


def test_the_order_of_rows_does_not_matter() -> None:
    assessments, subjects = table(courses(200, seed=3))
    shuffled = assessments.sample(fraction=1, shuffle=True, seed=1)
    assert best_response(assessments, subjects)[0].equals(best_response(shuffled, subjects)[0])


@pytest.mark.parametrize("rules", RULES)
def test_an_unknown_response_gives_what_all_its_fillings_agree_on(rules: BestRules) -> None:
    """Two responses of each course are hidden; every filling is computed by itself."""
    full = [course for course in courses(120, seed=5) if len(course) >= 3]
    rng = np.random.default_rng(2)
    hidden = [sorted(rng.choice(len(course), 2, replace=False)) for course in full]
    rows, subjects = table(full)
    places = {(number, full[number][place][0]) for number, pair in enumerate(hidden) for place in pair}
    masked = rows.with_columns(
        overall=pl.Series([None if (who, day) in places else code for who, day, code in rows.rows()], dtype=pl.String)
    )
    said, _ = best_response(masked, subjects, rules)
    answers = {(int(who), code): value for who, code, value in said.select("subject", "parameter", "value").rows()}
    for number, course in enumerate(full):
        fillings = []
        for codes in product(CODES, repeat=2):
            filled = list(course)
            for place, code in zip(hidden[number], codes, strict=True):
                filled[place] = (course[place][0], code)
            fillings.append(plain(filled, rules))
        for code in ("BOR", "CBOR"):
            values = {filling[code][0] for filling in fillings}
            assert answers[number, code] == (values.pop() if len(values) == 1 else None)
