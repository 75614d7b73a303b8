"""What rules say of events, on record or denied: on the reference evaluator, on Polars and on DuckDB.

Subjects are tables (see `subject_tables`); an expectation is a subject, a rule and an answer. Where nothing else is said,
the default window is the 28 days before consent, consent is 2026-03-01, surgery 2026-02-10, the first dose 2026-03-05.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.spec.rule_contexts import ANCHORS, CONTEXT

from hepatica.rules import parse_anchor

Check = Callable[..., None]


# ---------------------------------------------------------------- events


def test_what_nobody_recorded_is_unknown_and_a_statement_that_there_was_none_is_no(check: Check) -> None:
    check(
        """
        who     | date       | what         | value
        said    | 2026-03-01 | radiotherapy | none
        stale   | 2025-06-01 | radiotherapy | none
        treated | 2026-01-15/2026-01-20 | radiotherapy | SBRT
        past    | 2025-01-15/2025-01-20 | radiotherapy | SBRT
        going   | 2025-01-15/           | radiotherapy | SBRT
        """,
        """
        who     | rule                                            | answer
        said    | no radiotherapy within 12 wk before first_dose  | yes
        silent  | no radiotherapy within 12 wk before first_dose  | unknown
        stale   | no radiotherapy within 12 wk before first_dose  | unknown
        stale   | no radiotherapy before first_dose               | yes
        treated | no radiotherapy within 12 wk before first_dose  | no
        past    | no radiotherapy within 12 wk before first_dose  | unknown
        going   | no radiotherapy within 12 wk before first_dose  | unknown
        past    | any radiotherapy ever                           | yes
        said    | count of radiotherapy >= 1 ever                 | no
        silent  | count of radiotherapy >= 1 ever                 | unknown
        past    | count of radiotherapy >= 2 ever                 | no
        """,
    )


def test_a_statement_counts_only_if_it_was_surely_made_in_the_window_or_after(check: Check) -> None:
    """The ablation was some day in January: the statement of the 15th may be older than it."""
    check(
        """
        who   | date       | what         | value
        early | 2026-01    | ablation     | RFA
        early | 2026-01-15 | radiotherapy | none
        late  | 2026-01    | ablation     | RFA
        late  | 2026-01-31 | radiotherapy | none
        """,
        """
        who   | rule                                      | answer
        early | no radiotherapy during ablated to consent | unknown
        late  | no radiotherapy during ablated to consent | yes
        """,
        context=replace(CONTEXT, anchors={**ANCHORS, "ablated": parse_anchor("first ablation")}),
    )


def test_a_length_between_two_days_leaves_the_second_day_open(check: Check) -> None:
    """36 hours before a day: the day before is within them, of two days before nobody knows the hour."""
    check(
        """
        who   | date       | what      | value
        one   | 2026-03-04 | hcg_serum | negative
        two   | 2026-03-03 | hcg_serum | negative
        three | 2026-03-02 | hcg_serum | negative
        """,
        """
        who   | rule                                                 | answer
        one   | known hcg_serum within 36 h before first_dose        | yes
        one   | hcg_serum = negative within 36 h before first_dose   | yes
        two   | hcg_serum = negative within 36 h before first_dose   | unknown
        two   | known hcg_serum within 36 h before first_dose        | no
        two   | known hcg_serum within 48 h before first_dose        | yes
        three | known hcg_serum within 48 h before first_dose        | no
        """,
    )


def test_a_statement_about_a_class_denies_its_drugs_and_a_record_of_a_class_leaves_its_drugs_open(check: Check) -> None:
    check(
        """
        who     | date       | what            | value
        class   |            | prior_treatment | not targeted_therapy
        drug    |            | prior_treatment | not sorafenib
        whole   |            | prior_treatment | none
        vague   | 2025-01-01/2025-02-01 | prior_treatment | targeted_therapy
        exact   | 2025-01-01/2025-02-01 | prior_treatment | sorafenib
        """,
        """
        who   | rule                                              | answer
        class | any prior_treatment(code = sorafenib) ever        | no
        class | any prior_treatment(code = targeted_therapy) ever | no
        drug  | any prior_treatment(code = sorafenib) ever        | no
        drug  | any prior_treatment(code = targeted_therapy) ever | unknown
        drug  | any prior_treatment ever                          | unknown
        whole | any prior_treatment(code = targeted_therapy) ever | no
        vague | any prior_treatment(code = sorafenib) ever        | unknown
        vague | any prior_treatment(code = targeted_therapy) ever | yes
        exact | any prior_treatment(code = targeted_therapy) ever | yes
        exact | any prior_treatment(code = lenvatinib) ever       | unknown
        exact | any prior_treatment(code != lenvatinib) ever      | yes
        vague | any prior_treatment(code != sorafenib) ever       | unknown
        vague | any prior_treatment(code != TACE) ever            | yes
        """,
    )


def test_a_combination_is_one_record_with_both_classes(check: Check) -> None:
    both = "any antitumour_treatment(code in {targeted_therapy} and code in {immune_checkpoint_inhibitor}) ever"
    check(
        """
        who  | date                  | what                | value
        both | 2026-01-01/2026-02-01 | antitumour_treatment | lenvatinib + sintilimab
        apart | 2026-01-01/2026-02-01 | antitumour_treatment | lenvatinib
        apart | 2026-01-01/2026-02-01 | antitumour_treatment | sintilimab
        """,
        f"""
        who   | rule   | answer
        both  | {both} | yes
        apart | {both} | unknown
        """,
    )


def test_steroids_are_weighed_as_prednisone(check: Check) -> None:
    """1.5 mg of dexamethasone is 10 mg of prednisone: not more than 10."""
    over = "any concomitant_medication(prednisone_equivalent > 10 mg/d) within 14 d before consent"
    check(
        """
        who  | date                  | what                   | value
        ten  | 2026-02-20/2026-02-25 | concomitant_medication | dexamethasone; dose 1.5 mg/d
        more | 2026-02-20/2026-02-25 | concomitant_medication | dexamethasone; dose 2 mg/d
        gram | 2026-02-20/2026-02-25 | concomitant_medication | prednisone; dose 0.02 g/d
        """,
        f"""
        who  | rule    | answer
        ten  | {over}  | unknown
        more | {over}  | yes
        gram | {over}  | yes
        """,
    )
