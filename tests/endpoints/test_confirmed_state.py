"""Loss of HBsAg and undetectable HBV DNA: seen twice, far enough apart, with nothing between that contradicts it.

Each line is a subject; `values` are results by day after treatment (`day:result`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hepatica.endpoints.confirmed_state import confirmed_state
from hepatica.endpoints.evidence import Evidence
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint

HBSAG = {
    "state": "hbsag_quantitative < 0.05 [IU]/mL",
    "confirmed": "twice, at least 24 wk apart",
    "horizon": "2 a",
}
DNA = {"state": "hbv_dna < 10 [IU]/mL", "confirmed": {"times": 2, "gap": "6 mo"}, "horizon": "2 a"}

Spec = Callable[[dict[str, object], str], None]


def record(variable: str, subject: str, text: str) -> dict[str, Any]:
    day, _, result = text.partition(":")
    if variable == "death":
        return {"subject": subject, "variable": "death", "day": int(day)}
    comparator = result[0] if result[0] in "<>" else ""
    number = result.removeprefix(comparator)
    return {
        "subject": subject,
        "variable": variable,
        "day": int(day),
        "number": float(number),
        "text": number,
        "comparator": comparator,
        "unit": "[IU]/mL",
        "occurred": None,
    }


@pytest.fixture
def spec(evidence_of: Callable[..., Evidence]) -> Spec:
    """Derive a confirmed state for the subjects of a table: `answer` Y, N or ?, `day` of the first sight, and why."""

    def check(slots: dict[str, object], table: str) -> None:
        head, *body = (line for line in table.strip().splitlines() if line.strip())
        names = [name.strip() for name in head.split("|")]
        lines = [dict(zip(names, (cell.strip() for cell in line.split("|")), strict=False)) for line in body]
        endpoint = Endpoint.model_validate(
            {"label": "x", "role": "secondary", "kind": "confirmed state", "from": "treatment", **slots}
        )
        variable = str(slots["state"]).split()[0]
        subjects = [f"{number:03}" for number in range(len(lines))]
        records = [
            record(what, subject, text)
            for subject, line in zip(subjects, lines, strict=True)
            for what, column in ((variable, "values"), ("death", "death"))
            for text in line.get(column, "").split()
        ]
        rows = confirmed_state("x", "X", endpoint, evidence_of(records, subjects), {}).to_dicts()
        for line, row in zip(lines, rows, strict=True):
            assert (row["AVALC"] or "?") == line["answer"], (line, row["REASON"])
            assert row["ANL01FL"] == ("" if line["answer"] == "?" else "Y")
            assert line.get("why", "") in row["REASON"], line
            if line.get("day"):
                assert row["ADAY"] == int(line["day"])

    return check


def test_loss_is_two_results_below_the_limit_24_weeks_apart(spec: Spec) -> None:
    spec(
        HBSAG,
        """
        values                                | answer | day | why
        100:0.04 268:0.04                     | Y      | 100 | reached on day 101 and confirmed
        100:0.04 267:0.04 700:0.04            | Y      | 100 |
        100:0.04 267:0.04                     | ?      |     | not long or often enough to confirm
        100:<0.05 268:<0.05                   | Y      | 100 |
        100:0.05 268:0.05 731:0.05            | N      |     |
        """,
    )


def test_a_result_between_that_contradicts_starts_the_wait_again(spec: Spec) -> None:
    spec(
        HBSAG,
        """
        values                                    | answer | day
        100:0.01 200:0.2 268:0.01 600:0.2         | N      |
        100:0.01 200:0.2 268:0.01 436:0.01        | Y      | 268
        100:0.01 200:0.2 700:0.01 868:0.01        | Y      | 700
        """,
    )


def test_only_the_first_sight_must_lie_within_the_horizon_unless_the_study_says_all(spec: Spec) -> None:
    within = {**HBSAG, "confirmed": {"times": 2, "gap": "24 wk", "within_horizon": "all"}}
    table = """
        values                     | answer | day
        700:0.01 868:0.01          | {}     | {}
        740:0.01 908:0.01          | {}     |
    """
    spec(HBSAG, table.format("Y", "700", "?"))
    spec(within, table.format("N", "", "?"))


def test_a_result_that_decides_nothing_leaves_the_answer_open(spec: Spec) -> None:
    # the assay reports "<20": nobody can say whether that is below 10
    spec(
        DNA,
        """
        values                          | answer | why
        100:<10 300:<10                 | Y      |
        100:<20 300:<20 729:5000        | ?      | does not say whether the state holds
        100:<20 300:50 729:5000         | N      |
        100:5 200:<20 300:5             | Y      |
        """,
    )


def test_six_months_are_calendar_months(spec: Spec) -> None:
    # day 0 is 1970-01-01; 181 days later it is 1 July
    spec(
        DNA,
        """
        values              | answer
        0:5 181:5           | Y
        0:5 180:5 200:50 720:50 | N
        """,
    )


def test_follow_up_that_ends_early_is_unknown_not_no(spec: Spec) -> None:
    spec(
        HBSAG,
        """
        values          | death | answer | why
                        |       | ?      | no usable value from time zero on
        -30:0.01        |       | ?      | no usable value from time zero on
        100:1 300:1     |       | ?      | last known on day 301, before the horizon
        740:1           |       | ?      | within the horizon
        100:1 700:1     |       | N      | not reached; last known on day 701
        100:1 300:1     | 400   | N      | not reached before death on day 401
        100:0.01        | 400   | N      | not reached before death on day 401
        """,
    )


def test_two_results_of_one_day_that_disagree_decide_nothing(spec: Spec) -> None:
    spec(
        HBSAG,
        """
        values                            | answer
        100:0.01 100:1 300:0.01 730:1     | ?
        100:0.01 100:0.02 300:0.01        | Y
        """,
    )


def test_without_time_zero_there_is_no_answer(evidence_of: Callable[..., Evidence]) -> None:
    endpoint = Endpoint.model_validate(
        {"label": "x", "role": "secondary", "kind": "confirmed state", "from": "treatment", **HBSAG}
    )
    rows = confirmed_state("x", "X", endpoint, evidence_of([], ["1"], treated=False), {})
    assert rows["AVALC"].to_list() == [""]
    assert "time zero" in rows["REASON"][0]


def test_a_state_of_two_variables_is_refused(spec: Spec) -> None:
    with pytest.raises(HepaticaError, match="values of one variable"):
        spec({"state": "hbv_dna < 10 [IU]/mL and hbsag = negative"}, "values | answer\n 1:1 | N")
