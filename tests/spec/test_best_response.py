"""Best overall response: what the time points of a subject come to, with and without confirmation.

RECIST 1.1 (Eisenhauer et al., Eur J Cancer 2009;45:228), sections 4.5 and 4.6 and table 3. A course is days from day zero,
each with a response; BOR needs no confirmation, CBOR does. Unless a table says otherwise: 28 days to confirm, SD from day
42, one NE between. `?` is a response that is not known yet, or a result that hangs on it.
"""

from __future__ import annotations

import polars as pl
import pytest
from tests.spec.response_courses import check, frames, rows

from hepatica.errors import HepaticaError
from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.best_rules import BestRules
from hepatica.instruments.response.regimen_lines import regimen_lines

AS_ASSESSED = BestRules(after_cr="as assessed")
CR_WAS_PR = BestRules(after_cr="partial")
SAME_OR_BETTER = BestRules(after_cr="as assessed", between=("PR", "SD", "NON-CR/NON-PD"))
NO_NE = BestRules(not_evaluable=0)
LEFT_OUT = BestRules()
UNREADABLE = BestRules(unreadable="unknown")
NOT_ASSESSED_IS_NO = BestRules(unassessed="no")
BEST_OF_DAY = BestRules(same_day="best")
SIX_MONTHS = BestRules(benefit_after=183)
RESPONSE_OR_SD = BestRules(benefit=("CR", "PR", "SD"))


def test_best_response_of_table_3_where_confirmation_is_asked_for() -> None:
    """The lines of table 3, first with SD lasting long enough, then not."""
    check(
        BestRules(),
        """
        course               | CBOR | why
        42 CR, 84 CR         | CR   | the second CR confirms the first
        42 CR, 84 PR         | SD   | after a CR any disease is progression (note a); the CR came late enough for SD
        28 CR, 56 PR         | PD   | the same, but the CR came before day 42
        42 CR, 84 SD         | SD   | not confirmed; late enough for SD
        28 CR, 56 SD         | PD   | not confirmed, too early for SD: the SD is disease after a CR
        42 CR, 84 PD         | SD   | not confirmed; late enough for SD
        28 CR, 56 PD         | PD   | not confirmed, too early for SD
        42 CR, 84 NE         | SD   | not confirmed; late enough for SD
        28 CR, 56 NE         | NE   | not confirmed, too early for SD
        42 PR, 84 CR         | PR   | a CR confirms a PR; nothing confirms the CR
        42 PR, 84 PR         | PR   |
        42 PR, 84 SD         | SD   |
        42 PR, 84 PD         | SD   | late enough for SD
        28 PR, 56 PD         | PD   | too early for SD
        42 PR, 84 NE         | SD   | late enough for SD
        28 PR, 35 NE         | NE   | too early for SD
        42 NE, 84 NE         | NE   |
        """,
    )


def test_without_confirmation_the_best_time_point_counts() -> None:
    check(
        BestRules(),
        """
        course                       | BOR              | RSP  | why
        42 PR, 84 CR, 126 PD         | CR 84            | Y 42 | response begins with the first CR or PR
        42 SD, 84 PR, 126 SD         | PR 84            | Y 84 |
        14 PR, 56 PD                 | PR 14            | Y 14 | a response has no least duration
        42 SD, 84 SD, 126 PD         | SD 42            | N    |
        42 PD                        | PD 42            | N    |
        42 NON-CR/NON-PD, 84 PD      | NON-CR/NON-PD 42 | N    | no target lesions: neither CR nor PD
        42 NON-CR/NON-PD, 84 CR      | CR 84            | Y 84 |
        """,
    )


def test_sd_counts_only_from_the_least_day_on() -> None:
    """Section 4.6: SD too early and then PD is PD; SD too early and then nothing is inevaluable."""
    check(
        BestRules(),
        """
        course               | BOR   | CBOR  | why
        42 SD                | SD 42 | SD 42 | 42 days after day zero is enough
        41 SD                | NE 41 | NE 41 | too early, nothing later
        41 SD, 84 PD         | PD 84 | PD 84 | too early, then progression
        41 SD, 84 SD         | SD 84 | SD 84 | the later SD is late enough
        41 SD, 84 NE         | NE 41 | NE 41 | nothing later can be evaluated
        41 NON-CR/NON-PD     | NE 41 | NE 41 | the same without target lesions
        30 PR, 41 PD         | PR 30 | PD 41 | the response was neither confirmed nor late enough for SD
        """,
    )


def test_a_response_is_confirmed_28_days_later_or_more() -> None:
    check(
        BestRules(),
        """
        course                        | CBOR  | CRSP | why
        42 PR, 70 PR                  | PR 42 | Y 42 | 28 days
        42 PR, 69 PR                  | SD 42 | N    | 27 days
        42 PR, 69 PR, 70 PR           | PR 42 | Y 42 | the third confirms the first
        42 PR, 69 PR, 80 PD           | SD 42 | N    | the PR lasts until progression, but not 28 days
        42 PR, 84 PR, 126 PD          | PR 42 | Y 42 | the PR lasts until progression, and more than 28 days
        42 CR, 69 CR, 97 CR           | CR 42 | Y 42 | the third confirms the first
        42 PR, 84 CR, 126 CR          | CR 84 | Y 42 | the response began with the PR, which the CR confirms
        42 PR, 84 CR                  | PR 42 | Y 42 | the CR confirms the PR, nothing confirms the CR
        42 PR, 56 CR, 84 CR           | CR 56 | Y 42 |
        42 SD, 84 PR, 126 SD, 168 PR  | SD 42 | N    | the SD undoes the first PR
        42 PR                         | SD 42 | N    | nothing later
        """,
    )


def test_one_ne_may_lie_between_a_response_and_what_confirms_it() -> None:
    """Section 4.6: PR, NE, PR may count as confirmed; the protocol says so."""
    check(
        BestRules(),
        """
        course                        | CBOR  | why
        42 PR, 84 NE, 126 PR          | PR 42 | one NE
        42 PR, 56 NE, 63 NE, 126 PR   | SD 42 | two
        42 CR, 84 NE, 126 CR          | CR 42 | one NE
        42 PR, 84 NE                  | SD 42 | an NE confirms nothing
        42 PR, 56 PR, 63 NE, 77 NE, 84 PR | SD 42 | two, counted from the first PR; from the second too
        42 PR, 56 NE, 63 PR, 77 NE, 91 PR | PR 63 | the PR of day 63 has one NE before day 91
        """,
    )


def test_with_no_ne_allowed_between() -> None:
    check(
        NO_NE,
        """
        course                | CBOR  | why
        42 PR, 84 NE, 126 PR  | SD 42 |
        42 PR, 84 PR, 126 NE  | PR 42 |
        """,
    )


def test_pr_or_sd_between_two_cr() -> None:
    """By the criterion the disease has come back after the CR, which is progression (table 3, note a)."""
    check(
        BestRules(),
        """
        course                        | BOR   | CBOR  | PD    | why
        42 CR, 84 PR, 126 CR          | CR 42 | SD 42 | Y 84  | progression on day 84; what follows does not count
        42 CR, 84 SD, 126 CR          | CR 42 | SD 42 | Y 84  |
        42 CR, 84 CR, 126 PR          | CR 42 | CR 42 | Y 126 | the CR was confirmed before
        42 CR, 84 NE, 126 CR          | CR 42 | CR 42 | N     | an NE is no disease
        42 PR, 56 CR, 84 PR, 126 PR   | CR 56 | SD 42 | Y 84  |
        """,
    )


def test_a_reader_who_stands_by_a_pr_after_a_cr() -> None:
    check(
        AS_ASSESSED,
        """
        course                        | CBOR  | PD | why
        42 CR, 84 PR, 126 CR          | PR 84 | N  | the PR undoes the first CR; the second confirms it
        42 CR, 84 PR, 126 PR          | PR 84 | N  | the PR of day 84 is confirmed
        42 PR, 56 CR, 84 PR           | SD 42 | N  | a PR after a CR is not the PR of before
        42 PR, 84 CR, 126 PR          | PR 42 | N  | the CR of day 84 had confirmed it before
        """,
    )


def test_a_cr_that_a_later_pr_shows_to_have_been_a_pr() -> None:
    """The other case of note a: small lesions were there at the first of the two."""
    check(
        CR_WAS_PR,
        """
        course                        | BOR    | CBOR   | why
        42 CR, 84 PR                  | PR 42  | PR 42  | the CR is changed to PR
        42 CR, 84 PR, 126 CR, 168 CR  | CR 126 | CR 126 | only what lies before a PR is changed
        42 CR, 84 SD                  | CR 42  | SD 42  | no PR follows
        """,
    )


def test_cr_or_pr_kept_for_four_weeks_same_or_better_later_and_no_pd_between() -> None:
    """The wording of ChiCTR2600120525."""
    check(
        SAME_OR_BETTER,
        """
        course                        | CBOR   | CRSP  | why
        42 PR, 84 PR                  | PR 42  | Y 42  |
        42 PR, 84 CR                  | PR 42  | Y 42  | better
        42 PR, 56 SD, 84 PR           | PR 42  | Y 42  | no PD between
        42 PR, 56 PD, 84 PR           | SD 42  | N     | PD between
        42 CR, 84 PR                  | SD 42  | N     | worse
        42 CR, 63 PR, 84 CR           | CR 42  | Y 42  | no PD between
        42 PR, 69 PR                  | SD 42  | N     | 27 days
        """,
    )


def test_no_response_of_any_wording_needs_confirmation_where_the_record_asks_for_none() -> None:
    """NCT07100236: the response is that of BOR and RSP, the unconfirmed ones."""
    check(
        BestRules(),
        """
        course              | RSP   | CRSP | why
        56 PR               | Y 56  | N    | one assessment is enough
        56 SD, 112 PR       | Y 112 | N    |
        56 PD, 112 PR       | N     | N    | after progression nothing counts
        """,
    )


def test_what_follows_progression_new_therapy_or_the_last_day_does_not_count() -> None:
    check(
        BestRules(),
        """
        course               | other      | BOR     | CBOR    | PD    | why
        42 PD, 84 PR         |            | PD 42   | PD 42   | Y 42  | after progression
        42 SD, 84 PR         | therapy 60 | SD 42   | SD 42   | N     | after new therapy
        42 SD, 84 PR         | therapy 84 | PR 84   | SD 42   | N     | on the day new therapy begins it still counts
        42 SD, 84 PD         | therapy 60 | SD 42   | SD 42   | N     | not the progression of this treatment
        42 PR, 84 PR         | last 80    | PR 42   | SD 42   | N     | after the last day
        -7 PR, 42 SD         |            | SD 42   | SD 42   | N     | before day zero
        0 SD, 42 PD          |            | PD 42   | PD 42   | Y 42  | on day zero, too early for SD
        """,
    )


def test_of_several_responses_of_one_day_the_worst_counts() -> None:
    check(
        BestRules(),
        """
        course               | BOR   | PD   | why
        42 PR, 42 SD         | SD 42 | N    |
        42 PR, 42 PD         | PD 42 | Y 42 |
        42 PR, 42 NE         | PR 42 | N    | one of both could be evaluated
        42 NE, 42 NE         | NE 42 | ?    |
        42 PD, 42 ?          | PD 42 | Y 42 | whatever the other is
        """,
    )


def test_of_several_responses_of_one_day_the_best_where_the_protocol_says_so() -> None:
    check(
        BEST_OF_DAY,
        """
        course               | BOR   | why
        42 PR, 42 SD         | PR 42 |
        42 SD, 42 NE         | SD 42 |
        """,
    )


def test_a_subject_without_an_evaluable_assessment_has_no_known_answer() -> None:
    """Unknown is not no."""
    check(
        BestRules(),
        """
        course        | other    | BOR     | RSP | CB | PD | DEATH | BOR reason
                      |          | MISSING | ?   | ?  | ?  | N     | no assessment from day zero on that counts
                      | death 30 | MISSING | ?   | ?  | ?  | Y 30  | no assessment from day zero on that counts; died on day 30
        42 NE         |          | NE 42   | ?   | ?  | ?  | N     | no assessment could be evaluated (first NE on day 42)
        21 SD         | death 40 | NE 21   | ?   | ?  | ?  | Y 40  | SD or NON-CR/NON-PD only on day 21, less than 42 days after day zero; died on day 40
        42 NE, 84 PD  |          | PD 84   | N   | N  | Y 84 | N   | PD on day 84, nothing better that counts before it
        """,  # noqa: E501
    )


def test_where_a_protocol_counts_the_unassessed_as_no() -> None:
    check(
        NOT_ASSESSED_IS_NO,
        """
        course        | BOR     | RSP | CRSP | CB | PD
                      | MISSING | N   | N    | N  | N
        42 NE         | NE 42   | N   | N    | N  | N
        """,
    )


def test_clinical_benefit_is_response_or_stable_disease_that_lasts() -> None:
    check(
        BestRules(),
        """
        course                   | CB   | CCB  | why
        42 SD                    | Y 42 | Y 42 |
        14 PR, 35 PD             | Y 14 | N    | a response, not confirmed and not lasting
        14 PR, 42 PR             | Y 14 | Y 14 | confirmed
        14 PR, 35 SD, 49 SD      | Y 14 | Y 49 | SD from day 42 on
        42 NON-CR/NON-PD         | Y 42 | Y 42 |
        30 SD, 60 PD             | N    | N    |
        """,
    )


def test_clinical_benefit_of_six_months() -> None:
    check(
        SIX_MONTHS,
        """
        course                   | CB    | CCB
        84 SD, 182 SD            | N     | N
        84 SD, 183 SD            | Y 183 | Y 183
        84 PR, 126 PR            | Y 84  | Y 84
        """,
    )


def test_clinical_benefit_without_non_cr_non_pd() -> None:
    check(
        RESPONSE_OR_SD,
        """
        course                   | CB
        84 NON-CR/NON-PD         | N
        84 SD                    | Y 84
        """,
    )


def test_every_result_has_a_reason() -> None:
    check(
        BestRules(),
        """
        course               | CBOR  | CBOR reason
        42 PR, 84 CR, 126 CR | CR 84 | CR on day 84, confirmed by CR on day 126
        42 PR, 84 PR         | PR 42 | PR on day 42, confirmed by PR on day 84
        42 PR, 84 CR         | PR 42 | PR on day 42, confirmed by CR on day 84
        42 PR, 84 PD         | SD 42 | PR on day 42 was not confirmed; day 42, 42 or more days after day zero, makes it SD
        42 SD                | SD 42 | SD on day 42, 42 or more days after day zero; no CR or PR
        28 PR, 56 PD         | PD 56 | PD on day 56; the response of day 28 was not confirmed and came too early for SD
        30 PR                | NE 30 | a response or SD only on day 30, less than 42 days after day zero
        """,
    )


def test_an_unknown_response_leaves_open_only_what_hangs_on_it() -> None:
    """As while a read waits for adjudication."""
    check(
        BestRules(),
        """
        course                     | BOR   | CBOR  | RSP  | CRSP | PD   | BOR reason
        42 CR, 84 CR, 126 ?        | CR 42 | CR 42 | Y 42 | Y 42 | ?    | CR on day 42
        42 PR, 84 ?                | ?     | ?     | Y 42 | ?    | ?    | the response of day 84 is not known: CR or PR
        42 ?, 84 PD                | ?     | ?     | ?    | N    | Y    | the response of day 42 is not known: CR or NON-CR/NON-PD or PD or PR or SD
        42 PD, 84 ?                | PD 42 | PD 42 | N    | N    | Y 42 | PD on day 42, nothing better that counts before it
        42 SD, 84 ?, 126 ?, 168 ?, 210 ? | ? | ?   | ?    | ?    | ?    | the response of day 84, 126, 168, 210 is not known
        """,  # noqa: E501
    )


def test_an_unknown_response_after_a_progression_leaves_open_what_hangs_on_it_where_such_days_count() -> None:
    check(
        BestRules(after_progression="counted", after_cr="as assessed"),
        """
        course                     | BOR   | CBOR  | RSP  | PD   | why
        42 PD, 84 ?                | ?     | ?     | ?    | Y 42 | day 84 may be a response
        42 PD, 84 CR, 126 ?        | CR 84 | ?     | Y 84 | Y 42 | day 126 may confirm it
        """,
    )


def test_a_word_that_is_no_response_is_left_out() -> None:
    check(
        LEFT_OUT,
        """
        course                       | BOR   | RSP
        42 PR, 84 CHECK, 126 PD      | PR 42 | Y 42
        42 pr, 84 Non-CR/Non-PD      | PR 42 | Y 42
        """,
    )


def test_a_word_that_is_no_response_is_an_unknown_response_where_the_protocol_says_so() -> None:
    check(
        UNREADABLE,
        """
        course                       | BOR | RSP
        42 PR, 84 CHECK, 126 PD      | ?   | Y 42
        """,
    )


def test_bad_assessments_are_named_and_the_other_results_stand() -> None:
    assessments = pl.DataFrame(
        {
            "subject": ["a", "a", "a", "a", "b", "c", "d", "d"],
            "day": [42, None, 84, 50, 42, 42, 42, 42],
            "overall": ["PR", "CR", "CR", "CHECK", "SD", "PR", "PR", "SD"],
        }
    )
    subjects = pl.DataFrame({"subject": ["a", "b", "d"], "zero": [0, None, 0], "death": [70, None, -3]})
    found, problems = best_response(assessments, subjects)
    assert problems.select("subject", "day", "problem", "kept_out", "what").rows() == [
        ("d", -3, "before day zero", True, "the day of death lies before day zero: it is left out"),
        ("c", 42, "no subject", True, "no such subject (and line) among the subjects"),
        ("b", None, "no day zero", True, "the subject has no day zero"),
        ("a", None, "no day", True, "the assessment has no day"),
        ("a", 84, "after death", True, "the assessment lies after death"),
        ("a", 50, "no response", True, "'CHECK' is no response: it is left out"),
        ("d", 42, "several on one day", False, "PR, SD on one day: SD counts"),
    ]
    best = found.filter(pl.col("parameter") == "BOR").select("subject", "value", "reason").rows()
    assert best == [
        ("a", "PR", "PR on day 42, no CR"),
        ("b", None, "the subject has no day zero"),
        ("d", "SD", "SD on day 42, 42 or more days after day zero; no CR or PR"),
    ]


def test_disease_after_a_cr_is_listed_when_it_is_read_as_progression() -> None:
    _, problems = best_response(*frames(rows("course\n42 CR, 84 SD")))
    assert problems.select("subject", "day", "problem", "kept_out").rows() == [("0", 84, "after CR", False)]


def test_reasons_and_problems_are_said_in_chinese_too() -> None:
    found, problems = best_response(*frames(rows("course\n42 PR, 84 PR\n42 CR, 84 SD\n42 PR, 84 ?")))
    said = dict(found.filter(pl.col("parameter") == "CBOR").select("subject", "reason_zh").rows())
    assert said == {
        "0": "第 42 天 PR，第 84 天 PR 确认",
        "1": "第 42 天 CR 未获确认；第 42 天距起始日不少于 42 天，计为 SD",
        "2": "第 84 天的疗效未知: PR 或 SD",
    }
    assert problems["what_zh"].to_list() == ["CR 之后不再是 CR：按 PD 读取（RECIST 1.1 表 3 注 a）"]


def test_a_subject_without_disease_at_baseline_cannot_respond() -> None:
    found, _ = best_response(*frames(rows("course\n42 NED, 84 NED\n42 NED, 84 PD")))
    assert found.filter(pl.col("parameter") == "BOR").select("subject", "value").rows() == [("0", "NE"), ("1", "PD")]


def test_each_reader_has_best_responses_of_their_own() -> None:
    assessments = pl.DataFrame(
        {"subject": ["a"] * 3, "reader": ["1", "2", "2"], "day": [42, 42, 84], "overall": ["PR", "SD", "PD"]}
    )
    found, _ = best_response(assessments, pl.DataFrame({"subject": ["a", "b"], "zero": [0, 0]}))
    best = found.filter(pl.col("parameter") == "BOR").select("subject", "reader", "value").rows()
    assert best == [("a", "1", "PR"), ("a", "2", "SD"), ("b", "1", "MISSING"), ("b", "2", "MISSING")]


def test_a_response_after_the_next_line_of_treatment_never_counts_for_the_line_before() -> None:
    """NCT07100236: the clock is reset at a change of regimen; the scan of that day belongs to the line that ends."""
    assessments = pl.DataFrame(
        {
            "subject": ["a"] * 5 + ["b"] * 2,
            "day": [56, 112, 150, 168, 224, 56, 112],
            "overall": ["SD", "PD", "SD", "PR", "PR", "PR", "CR"],
        }
    )
    regimens = pl.DataFrame({"subject": ["a", "a", "b", "b"], "line": [1, 2, 1, 2], "start": [0, 112, 0, 80]})
    per_line, lines = regimen_lines(assessments, regimens)
    found, _ = best_response(per_line, lines)
    best = found.filter(pl.col("parameter").is_in(["BOR", "CRSP"])).sort("subject", "line", "parameter")
    assert best.select("subject", "line", "parameter", "value", "day").rows() == [
        ("a", "1", "BOR", "SD", 56),
        ("a", "1", "CRSP", "N", None),
        ("a", "2", "BOR", "PR", 168),
        ("a", "2", "CRSP", "Y", 168),
        ("b", "1", "BOR", "PR", 56),
        ("b", "1", "CRSP", "N", None),
        ("b", "2", "BOR", "CR", 112),
        ("b", "2", "CRSP", None, None),
    ]


@pytest.mark.parametrize(
    ("assessments", "subjects", "said"),
    [
        ({"subject": ["a"], "day": [1]}, {"subject": ["a"], "zero": [0]}, "no column 'overall'"),
        ({"subject": ["a"], "day": ["1"], "overall": ["PR"]}, {"subject": ["a"], "zero": [0]}, "'day' holds String"),
        ({"subject": ["a"], "day": [1], "overall": ["PR"]}, {"subject": ["a"]}, "no column 'zero'"),
        (
            {"subject": ["a"], "day": [1], "overall": ["PR"]},
            {"subject": ["a", "a"], "zero": [0, 1]},
            "stands among the",
        ),
    ],
)
def test_a_wrong_table_is_refused(
    assessments: dict[str, list[object]], subjects: dict[str, list[object]], said: str
) -> None:
    with pytest.raises(HepaticaError, match=said):
        best_response(pl.DataFrame(assessments), pl.DataFrame(subjects))


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ({"confirmation": -1}, "confirmation is -1"),
        ({"after_cr": "never"}, "after_cr is 'never'"),
        ({"between": ("XX",)}, "between holds 'XX'"),
    ],
)
def test_rules_that_mean_nothing_are_refused(slots: dict[str, object], said: str) -> None:
    with pytest.raises(HepaticaError, match=said):
        BestRules(**slots)  # type: ignore[arg-type]


def test_an_assessment_without_a_day_is_named_by_line_too() -> None:
    assessments = pl.DataFrame({"subject": ["a", "a"], "day": [None, 42], "overall": ["PR", "SD"]})
    regimens = pl.DataFrame({"subject": ["a"], "line": [1], "start": [0]})
    found, problems = best_response(*regimen_lines(assessments, regimens))
    assert found.filter(pl.col("parameter") == "BOR")["value"].to_list() == ["SD"]
    assert problems["problem"].to_list() == ["no day"]


@pytest.mark.parametrize(
    ("starts", "said"),
    [([0, None], "a line of subject a has no start"), ([0, 0], "two lines of subject a start on one day")],
)
def test_lines_whose_order_is_not_known_are_refused(starts: list[int | None], said: str) -> None:
    assessments = pl.DataFrame({"subject": ["a"], "day": [42], "overall": ["PR"]})
    with pytest.raises(HepaticaError, match=said):
        regimen_lines(assessments, pl.DataFrame({"subject": ["a", "a"], "line": [1, 2], "start": starts}))


def test_without_reasons_the_answers_are_the_same() -> None:
    tables = frames(rows("course\n42 PR, 84 PR\n42 CR, 84 SD\n42 PR, 84 ?"))
    answers = ["subject", "parameter", "value", "day"]
    with_reasons, without = (best_response(*tables, reasons=reasons)[0] for reasons in (True, False))
    assert without.select(answers).equals(with_reasons.select(answers))
    assert without.filter(pl.col("subject") == "0", pl.col("parameter") != "DEATH")["reason"].null_count() == 7


def test_where_nobody_says_who_died_death_is_unknown() -> None:
    found, _ = best_response(frames(rows("course\n42 PR"))[0], pl.DataFrame({"subject": ["0"], "zero": [0]}))
    assert found.filter(pl.col("parameter") == "DEATH").select("value", "reason").rows() == [
        (None, "no days of death were given")
    ]


def test_without_any_assessment_every_subject_still_has_an_answer() -> None:
    assessments, subjects = frames(rows("course\n42 PR"))
    found, problems = best_response(assessments.clear(), subjects)
    assert found.filter(pl.col("parameter") == "BOR").select("value", "day").rows() == [("MISSING", None)]
    assert problems.is_empty()
    nobody, _ = best_response(assessments.clear(), subjects.clear())
    assert nobody.is_empty()
