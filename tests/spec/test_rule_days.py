"""What rules say of days, windows and the choice among several results, on the reference evaluator, Polars and DuckDB.

Subjects are tables (see `subject_tables`); an expectation is a subject, a rule and an answer. Where nothing else is said,
the default window is the 28 days before consent, consent is 2026-03-01, surgery 2026-02-10, the first dose 2026-03-05.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.spec.rule_contexts import CONTEXT

Check = Callable[..., None]


# ---------------------------------------------------------------- days and windows


def test_both_ends_of_a_window_belong_to_it(check: Check) -> None:
    check(
        """
        who  | date       | what      | value
        day7 | 2026-02-26 | platelets | 80 10*9/L
        day8 | 2026-02-25 | platelets | 80 10*9/L
        day0 | 2026-03-05 | platelets | 80 10*9/L
        late | 2026-03-06 | platelets | 80 10*9/L
        """,
        """
        who  | rule                                                                | answer
        day7 | platelets >= 75 10*9/L within 7 d before first_dose                 | yes
        day8 | platelets >= 75 10*9/L within 7 d before first_dose                 | unknown
        day0 | platelets >= 75 10*9/L within 7 d before first_dose                 | yes
        late | platelets >= 75 10*9/L within 7 d before first_dose                 | unknown
        day7 | platelets >= 75 10*9/L less than 7 d before first_dose              | unknown
        day8 | platelets >= 75 10*9/L within 1 wk of first_dose                    | unknown
        late | platelets >= 75 10*9/L within 1 wk of first_dose                    | yes
        late | platelets >= 75 10*9/L after first_dose                             | yes
        day0 | platelets >= 75 10*9/L after first_dose                             | unknown
        day0 | platelets >= 75 10*9/L from first_dose                              | yes
        day0 | platelets >= 75 10*9/L before first_dose                            | unknown
        day8 | platelets >= 75 10*9/L at surgery + 14 d give or take 1 d           | yes
        day7 | platelets >= 75 10*9/L at surgery + 14 d give or take 1 d           | unknown
        """,
    )


def test_six_months_before_the_end_of_august_is_the_end_of_february(check: Check) -> None:
    check(
        """
        who | date       | what             | value
        a   | 2026-08-31 | informed_consent | yes
        a   | 2026-02-28 | vaccination      |
        b   | 2026-08-31 | informed_consent | yes
        b   | 2026-02-27 | vaccination      |
        c   | 2024-02-29 | informed_consent | yes
        c   | 2023-02-28 | vaccination      |
        """,
        """
        who | rule                                       | answer
        a   | any vaccination within 6 mo before consent | yes
        b   | any vaccination within 6 mo before consent | unknown
        c   | any vaccination within 1 a before consent  | yes
        """,
        with_anchors=False,
    )


def test_a_partial_date_counts_only_where_every_day_of_it_does(check: Check) -> None:
    """The window is 2026-02-01 to 2026-03-01."""
    check(
        """
        who     | date    | what      | value
        within  | 2026-02 | platelets | 80 10*9/L
        across  | 2026    | platelets | 80 10*9/L
        before  | 2026-01 | platelets | 80 10*9/L
        unknown | ?       | platelets | 80 10*9/L
        """,
        """
        who     | rule                        | answer
        within  | platelets >= 75 10*9/L      | yes
        across  | platelets >= 75 10*9/L      | unknown
        before  | platelets >= 75 10*9/L      | unknown
        unknown | platelets >= 75 10*9/L      | unknown
        across  | any platelets >= 75 10*9/L  | unknown
        within  | known platelets             | yes
        across  | known platelets             | no
        """,
    )


def test_an_anchor_that_has_not_happened_makes_its_windows_unknown(check: Check) -> None:
    check(
        """
        who | date       | what      | value
        a   | 2026-02-20 | platelets | 80 10*9/L
        a   |            | radiotherapy | none
        b   | 2026-02-20 | platelets | 80 10*9/L
        """,
        """
        who | rule                                                | answer
        a   | platelets >= 75 10*9/L before first_dose            | unknown
        a   | no radiotherapy within 12 wk before first_dose      | yes
        b   | no radiotherapy within 12 wk before first_dose      | unknown
        a   | known platelets before first_dose                   | no
        """,
        with_anchors=False,
    )


def test_what_belongs_to_the_person_holds_on_every_day(check: Check) -> None:
    check(
        """
        who | date | what | value
        a   |      | sex  | F
        """,
        """
        who | rule    | answer
        a   | sex = F | yes
        a   | sex = M | no
        """,
    )


def test_age_is_completed_years_on_the_day_of_the_anchor(check: Check) -> None:
    """Consent is on 2026-03-01; someone born on 29 February turns a year older on 1 March."""
    check(
        """
        who      | date       | what       | value
        today    | 2008-03-01 | birth_date |
        tomorrow | 2008-03-02 | birth_date |
        leap     | 2008-02-29 | birth_date |
        year     | 2008       | birth_date |
        old      | 1955-03-02 | birth_date |
        recorded |            | age        | 70 a
        """,
        """
        who      | rule                       | answer
        today    | age >= 18 a                | yes
        tomorrow | age >= 18 a                | no
        leap     | age >= 18 a                | yes
        leap     | age >= 18 a at consent - 1 d | no
        year     | age >= 18 a                | unknown
        year     | age >= 17 a                | yes
        old      | age between 18 and 70 a    | yes
        recorded | age between 18 and 70 a    | yes
        recorded | age > 70 a                 | no
        nobody   | age >= 18 a                | unknown
        """,
    )


# ---------------------------------------------------------------- which value counts


def test_the_last_result_counts_and_ties_must_agree(check: Check) -> None:
    check(
        """
        who  | date       | what      | value
        rise | 2026-02-10 | platelets | 60 10*9/L
        rise | 2026-02-20 | platelets | 80 10*9/L
        tie  | 2026-02-20 | platelets | 60 10*9/L
        tie  | 2026-02-20 | platelets | 80 10*9/L
        both | 2026-02-20 | platelets | 80 10*9/L
        both | 2026-02-20 | platelets | 90 10*9/L
        hazy | 2026-02    | platelets | 60 10*9/L
        hazy | 2026-02-20 | platelets | 80 10*9/L
        """,
        """
        who  | rule                              | answer
        rise | platelets >= 75 10*9/L            | yes
        rise | first platelets >= 75 10*9/L      | no
        rise | any platelets < 75 10*9/L         | yes
        rise | every platelets >= 75 10*9/L      | no
        rise | lowest platelets < 75 10*9/L      | yes
        rise | lowest platelets = 60 10*9/L      | yes
        rise | highest platelets between 70 and 80 10*9/L | yes
        tie  | platelets >= 75 10*9/L            | unknown
        both | platelets >= 75 10*9/L            | yes
        hazy | platelets >= 75 10*9/L            | unknown
        hazy | highest platelets >= 75 10*9/L    | yes
        none | any platelets < 75 10*9/L         | unknown
        none | every platelets < 75 10*9/L       | unknown
        """,
    )


def test_a_state_is_confirmed_by_results_far_enough_apart_with_none_against_it_between(check: Check) -> None:
    check(
        """
        who       | date       | what               | value
        confirmed | 2026-01-01 | hbsag_quantitative | <0.05 [IU]/mL
        confirmed | 2026-06-18 | hbsag_quantitative | 0.04 [IU]/mL
        close     | 2026-01-01 | hbsag_quantitative | <0.05 [IU]/mL
        close     | 2026-06-17 | hbsag_quantitative | 0.04 [IU]/mL
        broken    | 2026-01-01 | hbsag_quantitative | <0.05 [IU]/mL
        broken    | 2026-04-01 | hbsag_quantitative | 3 [IU]/mL
        broken    | 2026-07-01 | hbsag_quantitative | 0.04 [IU]/mL
        broken    | 2026-10-01 | hbsag_quantitative | 3 [IU]/mL
        never     | 2026-01-01 | hbsag_quantitative | 3 [IU]/mL
        never     | 2026-07-01 | hbsag_quantitative | 4 [IU]/mL
        once      | 2026-01-01 | hbsag_quantitative | 3 [IU]/mL
        once      | 2026-07-01 | hbsag_quantitative | 0.04 [IU]/mL
        muddled   | 2026-01-01 | hbsag_quantitative | 0.04 [IU]/mL
        muddled   | 2026-04-01 | hbsag_quantitative | <1 [IU]/mL
        muddled   | 2026-07-01 | hbsag_quantitative | 0.04 [IU]/mL
        """,
        """
        who       | rule                                                                            | answer
        confirmed | hbsag_quantitative < 0.05 [IU]/mL confirmed twice, at least 24 wk apart         | yes
        close     | hbsag_quantitative < 0.05 [IU]/mL confirmed twice, at least 24 wk apart         | unknown
        broken    | hbsag_quantitative < 0.05 [IU]/mL confirmed twice, at least 24 wk apart         | no
        never     | hbsag_quantitative < 0.05 [IU]/mL confirmed twice, at least 24 wk apart         | no
        once      | hbsag_quantitative < 0.05 [IU]/mL confirmed twice, at least 24 wk apart         | unknown
        muddled   | hbsag_quantitative < 0.05 [IU]/mL confirmed twice, at least 24 wk apart         | yes
        nobody    | hbsag_quantitative < 0.05 [IU]/mL confirmed twice, at least 24 wk apart         | unknown
        """,
        context=replace(CONTEXT, window=None),
    )
