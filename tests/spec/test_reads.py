"""Two readers and adjudication: whose read counts at a time point, why, and what waits.

A read is a response, followed by the sum of diameters in mm where that matters; an empty cell was not read. decision:
`MDT chose 2` or `MDT PR`. What waits for a decision is unknown (`?`). ChiCTR2600120525: two radiologists read
independently, a multidisciplinary team (MDT) decides where they differ.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.spec.response_courses import rows

from hepatica.errors import HepaticaError
from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.read_rules import ReadRules
from hepatica.instruments.response.reads import accepted_reads, flagged_reads

DECISION = dict.fromkeys(("subject", "point", "by", "chosen", "overall"), pl.String)

BY_SUM = ReadRules(triggers=("time point", "sum"), sum_limit=20)
ONE_IS_ENOUGH = ReadRules(single="accepted")
BY_BEST = ReadRules(triggers=("best response",))
BY_PROGRESSION = ReadRules(triggers=("progression",), progression_days=14)


def check(rules: ReadRules, table: str) -> None:
    """Each line is a time point of subject `who` on `day`; overall, read and why must be as they stand there."""
    lines = rows(table)
    reads: list[dict[str, Any]] = []
    decisions: list[dict[str, Any]] = []
    for line in lines:
        key = {"subject": line.get("who", "a"), "day": int(line["day"])}
        for reader in ("1", "2"):
            if line[reader]:
                overall, _, total = line[reader].partition(" ")
                reads.append(key | {"reader": reader, "overall": overall, "sum_mm": float(total) if total else None})
        if line.get("decision"):
            by, word, *more = line["decision"].split()
            said = {"chosen": more[0]} if word == "chose" else {"overall": word}
            decisions.append({"subject": key["subject"], "point": line["day"], "by": by} | said)
    frame = pl.DataFrame([dict.fromkeys(DECISION) | each for each in decisions], schema=DECISION)
    subjects = pl.DataFrame({"subject": sorted({read["subject"] for read in reads})}).with_columns(zero=pl.lit(0))
    found, waiting, problems = accepted_reads(
        pl.DataFrame(reads, infer_schema_length=None), frame, rules, subjects=subjects
    )
    assert problems.is_empty()
    given = {(row["subject"], row["day"]): row for row in found.to_dicts()}
    said = []
    for line in lines:
        row = given[(line.get("who", "a"), int(line["day"]))]
        said.append(
            {
                name: "?" if row[name] is None and name == "overall" else row[name] or ""
                for name in ("overall", "read", "why")
            }
        )
    assert said == [{name: line[name] for name in ("overall", "read", "why")} for line in lines]
    assert waiting.height == sum(line["read"] == "" for line in lines)


def test_two_readers_who_agree_need_nobody() -> None:
    check(
        ReadRules(),
        """
        day | 1  | 2  | decision | overall | read    | why
        42  | PR | PR |          | PR      | 1 and 2 | 1 and 2 agree
        84  | NE | NE |          | NE      | 1 and 2 | 1 and 2 agree
        """,
    )


def test_where_they_differ_the_adjudicator_chooses_a_read_or_gives_a_response_of_their_own() -> None:
    check(
        ReadRules(),
        """
        day | 1  | 2  | decision    | overall | read | why
        42  | PR | SD | MDT chose 2 | SD      | 2    | 1 says PR, 2 says SD; MDT chose the read of 2
        84  | PR | SD | MDT chose 1 | PR      | 1    | 1 says PR, 2 says SD; MDT chose the read of 1
        126 | PR | PD | MDT SD      | SD      | MDT  | 1 says PR, 2 says PD; MDT decided SD
        168 | SD | NE | MDT chose 1 | SD      | 1    | 1 says SD, 2 says NE; MDT chose the read of 1
        """,
    )


def test_what_is_not_decided_yet_is_unknown() -> None:
    check(
        ReadRules(),
        """
        day | 1  | 2  | decision | overall | read | why
        42  | PR | SD |          | ?       |      | 1 says PR, 2 says SD; not decided yet
        84  | PR |    |          | ?       |      | 2 has not read it
        126 |    | PR |          | ?       |      | 1 has not read it
        """,
    )


def test_one_read_is_enough_where_the_protocol_says_so() -> None:
    check(
        ONE_IS_ENOUGH,
        """
        day | 1  | 2  | decision | overall | read | why
        84  | PR |    |          | PR      | 1    | only 1 read it
        126 |    | PR |          | PR      | 2    | only 2 read it
        """,
    )


def test_sums_that_lie_too_far_apart_are_adjudicated_although_the_responses_agree() -> None:
    check(
        BY_SUM,
        """
        day | 1     | 2     | decision    | overall | read    | why
        42  | SD 90 | SD 109 |            | SD      | 1 and 2 | 1 and 2 agree
        84  | SD 90 | SD 110 |            | SD      | 1 and 2 | 1 and 2 agree
        126 | SD 90 | SD 111 |            | ?       |         | the sums differ by 20.9 percent, more than 20; not decided yet
        168 | SD 90 | SD 111 | MDT chose 1 | SD     | 1       | the sums differ by 20.9 percent, more than 20; MDT chose the read of 1
        210 | CR 0  | CR 0  |             | CR      | 1 and 2 | 1 and 2 agree
        """,  # noqa: E501
    )


def test_where_only_best_responses_are_compared_other_differences_leave_the_first_reader() -> None:
    check(
        BY_BEST,
        """
        who | day | 1  | 2  | decision    | overall | read    | why
        a   | 42  | PR | SD |             | PR      | 1       | 1 says PR, 2 says SD; nothing sends it to adjudication, the first reader counts
        a   | 84  | PR | PR |             | PR      | 1 and 2 | 1 and 2 agree
        b   | 42  | PR | SD | MDT chose 2 | SD      | 2       | best response: 1 says PR, 2 says SD; MDT chose the read of 2
        b   | 84  | SD | SD |             | ?       |         | best response: 1 says PR, 2 says SD; not decided yet
        """,  # noqa: E501
    )


def test_progression_dated_too_far_apart_sends_the_subject_to_adjudication() -> None:
    check(
        BY_PROGRESSION,
        """
        who | day | 1  | 2  | decision | overall | read    | why
        a   | 42  | SD | SD |          | SD      | 1 and 2 | 1 and 2 agree
        a   | 84  | PD | SD |          | PD      | 1       | 1 says PD, 2 says SD; nothing sends it to adjudication, the first reader counts
        a   | 98  | PD | PD |          | PD      | 1 and 2 | 1 and 2 agree
        b   | 84  | PD | SD |          | ?       |         | the readers date progression differently; not decided yet
        b   | 99  | PD | PD |          | ?       |         | the readers date progression differently; not decided yet
        c   | 84  | PD | SD |          | ?       |         | the readers date progression differently; not decided yet
        """,  # noqa: E501
    )


def reads(*responses: tuple[str, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame([{"subject": who, "reader": by, "day": 42, "overall": said} for who, by, said in responses])


def decided(**said: Any) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(DECISION) | said], schema=DECISION)


def test_a_decision_for_the_whole_subject_holds_at_every_time_point_that_waits() -> None:
    both = reads(("a", "1", "PR"), ("a", "2", "SD"))
    table = pl.concat(
        [
            both,
            both.with_columns(day=pl.lit(84, pl.Int64)),
            both.with_columns(day=pl.lit(126, pl.Int64), overall=pl.lit("SD")),
        ]
    )
    found, waiting, _ = accepted_reads(table, decided(subject="a", by="MDT", chosen="2"))
    assert found.select("day", "overall", "read").rows() == [(42, "SD", "2"), (84, "SD", "2"), (126, "SD", "1 and 2")]
    assert waiting.is_empty()


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"chosen": "3"}, "'3' is none of the two readers"),
        (
            {"chosen": "1", "overall": "PR"},
            "a decision must choose a reader or give a response of its own, one of both",
        ),
        ({}, "a decision must choose a reader or give a response of its own, one of both"),
    ],
)
def test_a_decision_that_decides_nothing_is_named_and_the_case_goes_on_waiting(said: dict[str, str], what: str) -> None:
    both = reads(("a", "1", "PR"), ("a", "2", "SD"), ("b", "1", "PR"), ("b", "2", "PR"))
    found, waiting, problems = accepted_reads(both, decided(subject="a", point="42", by="MDT", **said))
    assert found.select("subject", "overall").rows() == [("a", None), ("b", "PR")]
    assert waiting["subject"].to_list() == ["a"]
    assert problems.select("subject", "what").rows() == [("a", what)]


def test_a_decision_where_the_readers_agree_is_named_and_their_read_stands() -> None:
    both = reads(("a", "1", "PR"), ("a", "2", "PR"))
    found, _, problems = accepted_reads(both, decided(subject="a", point="42", by="MDT", overall="SD"))
    assert found["overall"].to_list() == ["PR"]
    assert problems.select("problem", "what").rows() == [
        ("not asked", "nothing was to be decided here: the reads stand")
    ]


def test_two_decisions_on_one_case_leave_it_open() -> None:
    both = reads(("a", "1", "PR"), ("a", "2", "SD"))
    twice = pl.concat([decided(subject="a", point="42", by="MDT", chosen=reader) for reader in ("1", "2")])
    found, _, problems = accepted_reads(both, twice)
    assert found["overall"].to_list() == [None]
    assert problems["what"].unique().to_list() == ["decided more than once: none counts"]


def test_a_read_without_a_response_is_no_read() -> None:
    table = reads(("a", "1", "PR"), ("a", "2", None), ("b", "1", None), ("b", "2", None))
    found, waiting, _ = accepted_reads(table)
    assert found.select("subject", "overall", "why").rows() == [
        ("a", None, "2 has not read it"),
        ("b", None, "neither reader has a response"),
    ]
    assert waiting["subject"].to_list() == ["a", "b"]


def test_two_responses_of_one_reader_are_named_and_neither_is_taken() -> None:
    table = reads(
        ("a", "1", "PR"), ("a", "1", "SD"), ("a", "2", "PR"), ("b", "1", "PR"), ("b", "1", "PR"), ("b", "2", "PR")
    )
    found, _, problems = accepted_reads(table)
    assert found.select("subject", "overall").rows() == [("a", None), ("b", "PR")]
    assert problems.select("subject", "reader", "problem").rows() == [("a", "1", "read twice")]


def test_what_waits_leaves_the_best_response_open() -> None:
    """The accepted reads go on to the best response as they are."""
    first = reads(("a", "1", "PR"), ("a", "2", "PR"), ("b", "1", "PR"), ("b", "2", "PR"))
    later = reads(("a", "1", "PR"), ("a", "2", "SD"), ("b", "1", "PR"), ("b", "2", "PR")).with_columns(
        day=pl.lit(84, pl.Int64)
    )
    found, _, _ = accepted_reads(pl.concat([first, later]))
    best, _ = best_response(found, pl.DataFrame({"subject": ["a", "b"], "zero": [0, 0]}))
    confirmed = best.filter(pl.col("parameter") == "CBOR").select("subject", "value").rows()
    assert sorted(confirmed) == [("a", None), ("b", "PR")]


def test_where_the_data_mark_the_accepted_read_that_counts() -> None:
    table = reads(
        ("a", "1", "PR"), ("a", "2", "SD"), ("b", "1", "PR"), ("b", "2", "SD"), ("c", "1", "PR"), ("c", "2", "SD")
    )
    table = table.with_columns(accepted=pl.Series([None, True, None, None, True, True]))
    found, waiting, problems = flagged_reads(table)
    assert found.select("subject", "overall", "read", "why").rows() == [
        ("a", "SD", "2", "the read of 2 is marked as accepted"),
        ("b", None, None, "no read is marked as accepted"),
        ("c", None, None, "differing reads are marked as accepted"),
    ]
    assert waiting["subject"].to_list() == ["b", "c"]
    assert problems["subject"].to_list() == ["c"]


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ({"readers": ("1", "1")}, "readers are 1, 1"),
        ({"triggers": ("mood",)}, "'mood' sends nothing to adjudication"),
        ({"single": "maybe"}, "single is 'maybe'"),
        ({"progression_days": -1}, "under 0"),
    ],
)
def test_rules_of_reading_that_mean_nothing_are_refused(slots: dict[str, Any], said: str) -> None:
    with pytest.raises(HepaticaError, match=said):
        ReadRules(**slots)


def test_best_responses_cannot_be_compared_without_day_zero() -> None:
    with pytest.raises(HepaticaError, match="need day zero"):
        accepted_reads(reads(("a", "1", "PR"), ("a", "2", "SD")), rules=BY_BEST)
