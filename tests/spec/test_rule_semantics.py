"""What rules say of subjects, vector by vector: on the reference evaluator, on Polars and on DuckDB.

Subjects are tables (see `subject_tables`); an expectation is a subject, a rule and an answer. Where nothing else is said,
the default window is the 28 days before consent, consent is 2026-03-01, surgery 2026-02-10, the first dose 2026-03-05.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import duckdb
import polars as pl
import pytest
from tests.spec import subject_tables

from hepatica.rules import check_rule, parse_anchor, parse_rule, parse_window
from hepatica.rules.columnar import evaluate
from hepatica.rules.context import Context
from hepatica.rules.nodes import Node
from hepatica.rules.reference import explain
from hepatica.rules.truth import from_boolean
from hepatica.vocabulary import load

VOCABULARY = load()
ANCHORS = {
    "consent": parse_anchor("first informed_consent"),
    "surgery": parse_anchor("last of surgery, ablation"),
    "first_dose": parse_anchor("first study_treatment"),
}
CONTEXT = Context(VOCABULARY, ANCHORS, parse_window("28 d before consent"), "consent")
EVERYONE = """
  {who} | 2026-03-01 | informed_consent | yes
  {who} | 2026-02-10 | surgery          | resection
  {who} | 2026-03-05 | study_treatment  | lenvatinib
"""

Answers = Callable[[dict[str, Node], pl.DataFrame, pl.DataFrame, Context], pl.DataFrame]
Check = Callable[..., None]


def by_reference(rules: dict[str, Node], facts: pl.DataFrame, subjects: pl.DataFrame, context: Context) -> pl.DataFrame:
    rows = []
    for who in subjects["subject"]:
        own = facts.filter(pl.col("subject") == who).to_dicts()
        rows.append(
            {"subject": who, **{name: explain(rule, own, context).truth.boolean for name, rule in rules.items()}}
        )
    return pl.DataFrame(rows, schema={"subject": pl.String, **dict.fromkeys(rules, pl.Boolean)})


def by_polars(rules: dict[str, Node], facts: pl.DataFrame, subjects: pl.DataFrame, context: Context) -> pl.DataFrame:
    answers: pl.DataFrame = evaluate(rules, facts, subjects, context)
    return answers


def by_duckdb(rules: dict[str, Node], facts: pl.DataFrame, subjects: pl.DataFrame, context: Context) -> pl.DataFrame:
    with duckdb.connect() as connection:
        relations = [connection.from_arrow(frame.to_arrow()) for frame in (facts, subjects)]
        answers: pl.DataFrame = evaluate(rules, relations[0], relations[1], context).pl()
    return answers


@pytest.fixture(params=[by_reference, by_polars, by_duckdb], ids=["reference", "polars", "duckdb"])
def check(request: pytest.FixtureRequest) -> Check:
    """Evaluate every rule for every subject and hold the answers against the table of expectations."""
    answers: Answers = request.param

    def compare(subjects: str, expected: str, *, context: Context = CONTEXT, with_anchors: bool = True) -> None:
        wanted = subject_tables.cells(expected)
        people = sorted({row[0] for row in subject_tables.cells(subjects)} | {row[0] for row in wanted})
        shared = "".join(EVERYONE.format(who=who) for who in people) if with_anchors else ""
        facts = subject_tables.facts(subjects.rstrip() + shared, VOCABULARY)
        rules = {text: parse_rule(text) for _, text, _ in wanted}
        for rule in rules.values():
            check_rule(rule, VOCABULARY, context.anchors)
        found = answers(rules, facts, pl.DataFrame({"subject": people}), context)
        given = {row["subject"]: row for row in found.to_dicts()}
        said = [[who, text, str(from_boolean(given[who][text]))] for who, text, _ in wanted]
        assert said == wanted

    return compare


# ---------------------------------------------------------------- thresholds, units, limits


def test_the_creatinine_rules_of_three_studies_are_three_rules(check: Check) -> None:
    """Twice the upper limit with a clearance of 60: A does not exclude, B refuses, C accepts."""
    check(
        """
        who | date       | what                 | value
        x   | 2026-02-20 | creatinine           | 208 umol/L (ULN 104)
        x   | 2026-02-20 | egfr_absolute        | 60 mL/min
        x   | 2026-02-20 | creatinine_clearance | 60 mL/min
        """,
        """
        who | rule                                                             | answer
        x   | creatinine > 1.5 ULN and egfr_absolute < 50 mL/min               | no
        x   | creatinine <= 1.5 ULN and creatinine_clearance >= 50 mL/min      | no
        x   | creatinine <= 1.5 ULN or creatinine_clearance >= 50 mL/min       | yes
        x   | creatinine > 1.5 ULN                                             | yes
        """,
    )


def test_a_value_on_its_threshold_is_decided_exactly(check: Check) -> None:
    """1.65 is 1.5 times 1.1, and 200 ug/L are 200 ng/mL, although floats say otherwise."""
    check(
        """
        who | date       | what                | value
        x   | 2026-02-20 | inr                 | 1.65 {INR} (ULN 1.1)
        x   | 2026-02-20 | afp                 | 200 ug/L
        x   | 2026-02-20 | haemoglobin         | 9.0 g/dL
        x   | 2026-02-20 | tumour_diameter_max | 5 cm
        x   | 2026-02-20 | glucose_fasting     | 180.2 mg/dL
        y   | 2026-02-20 | haemoglobin         | 8.9 g/dL
        y   | 2026-02-20 | tumour_diameter_max | 51 mm
        """,
        """
        who | rule                          | answer
        x   | inr <= 1.5 ULN                | yes
        x   | inr < 1.5 ULN                 | no
        x   | inr > 1.5 ULN                 | no
        x   | afp >= 200 ng/mL              | yes
        x   | afp > 200 ng/mL               | no
        x   | haemoglobin >= 90 g/L         | yes
        y   | haemoglobin >= 90 g/L         | no
        x   | tumour_diameter_max > 50 mm   | no
        y   | tumour_diameter_max > 5 cm    | yes
        x   | glucose_fasting > 10 mmol/L   | no
        """,
    )


def test_hbv_dna_over_2000_excludes_only_the_untreated(check: Check) -> None:
    check(
        """
        who  | date       | what      | value
        low  | 2026-02-20 | hbv_dna   | 2000 [IU]/mL
        low  |            | antiviral | none
        high | 2026-02-20 | hbv_dna   | 2001 [IU]/mL
        high |            | antiviral | none
        log  | 2026-02-20 | hbv_dna   | 3.30 {Log_IU}/mL
        log4 | 2026-02-20 | hbv_dna   | 4 {Log_IU}/mL
        on   | 2026-02-20 | hbv_dna   | 2001 [IU]/mL
        on   | 2026-01-01/ | antiviral | entecavir
        """,
        """
        who  | rule                                                                        | answer
        low  | hbv_dna > 2000 [IU]/mL and no antiviral within 28 d before consent          | no
        high | hbv_dna > 2000 [IU]/mL and no antiviral within 28 d before consent          | yes
        log  | hbv_dna > 2000 [IU]/mL                                                      | no
        log4 | hbv_dna > 2000 [IU]/mL                                                      | yes
        log4 | hbv_dna = 10000 [IU]/mL                                                     | yes
        """,
    )


def test_a_censored_result_decides_only_what_it_excludes(check: Check) -> None:
    """`<20` says nothing of `< 10`; "target not detected" arrives as `<10`, by the limit the vocabulary states."""
    check(
        """
        who | date       | what               | value
        a   | 2026-02-20 | hbv_dna            | <20 [IU]/mL
        b   | 2026-02-20 | hbv_dna            | <10 [IU]/mL
        c   | 2026-02-20 | hbsag_quantitative | <0.05 [IU]/mL
        d   | 2026-02-20 | afp                | >1000 ng/mL
        e   | 2026-02-20 | hbv_dna            | <=10 [IU]/mL
        """,
        """
        who | rule                                | answer
        a   | hbv_dna < 20 [IU]/mL                | yes
        a   | hbv_dna < 10 [IU]/mL                | unknown
        a   | hbv_dna > 2000 [IU]/mL              | no
        a   | hbv_dna = 20 [IU]/mL                | no
        a   | hbv_dna = 5 [IU]/mL                 | unknown
        b   | hbv_dna < 10 [IU]/mL                | yes
        e   | hbv_dna < 10 [IU]/mL                | unknown
        e   | hbv_dna <= 10 [IU]/mL               | yes
        c   | hbsag_quantitative < 0.05 [IU]/mL   | yes
        c   | hbsag_quantitative >= 0.05 [IU]/mL  | no
        d   | afp >= 400 ng/mL                    | yes
        d   | afp > 1000 ng/mL                    | yes
        d   | afp > 2000 ng/mL                    | unknown
        d   | afp between 400 and 2000 ng/mL      | unknown
        d   | afp between 20 and 400 ng/mL        | no
        """,
    )


def test_a_missing_limit_or_unit_is_unknown_and_never_a_pass(check: Check) -> None:
    check(
        """
        who | date       | what             | value
        a   | 2026-02-20 | bilirubin_total  | 20 umol/L
        b   | 2026-02-20 | bilirubin_total  | 20 umol/L (LLN 3)
        c   | 2026-02-20 | bilirubin_total  | 20 umol/L (ULN 21)
        d   | 2026-02-20 | haemoglobin      | 120
        e   | 2026-02-20 | afp              | 10 {copies}/mL
        f   | 2026-02-20 | child_pugh.score | 6
        """,
        """
        who | rule                     | answer
        a   | bilirubin_total <= 3 ULN | unknown
        b   | bilirubin_total <= 3 ULN | unknown
        b   | bilirubin_total >= LLN   | yes
        c   | bilirubin_total <= 3 ULN | yes
        d   | haemoglobin >= 90 g/L    | unknown
        e   | afp < 400 ng/mL          | unknown
        f   | child_pugh.score <= 7    | yes
        """,
    )


def test_grades_are_compared_in_their_order(check: Check) -> None:
    """A dipstick of trace is under 1+; ECOG 1 is not 0."""
    check(
        """
        who | date       | what          | value
        a   | 2026-02-20 | ecog          | 1
        a   | 2026-02-20 | urine_protein | 0.5
        b   | 2026-02-20 | ecog          |
        b   | 2026-02-20 | urine_protein | 2
        """,
        """
        who | rule              | answer
        a   | ecog in {0, 1}    | yes
        a   | ecog = 0          | no
        a   | ecog <= 1         | yes
        a   | ecog >= 2         | no
        a   | urine_protein < 2 | yes
        b   | urine_protein < 2 | no
        b   | ecog <= 1         | unknown
        """,
    )


def test_a_result_with_a_problem_is_unknown_and_not_skipped(check: Check) -> None:
    """The older good result does not stand in for the newer bad one."""
    check(
        """
        who | date       | what        | value
        a   | 2026-02-10 | haemoglobin | 120 g/L
        a   | 2026-02-20 | haemoglobin | 9 g/L; problem outside the plausible range
        b   | 2026-02-10 | haemoglobin | 9 g/L; problem outside the plausible range
        b   | 2026-02-20 | haemoglobin | 120 g/L
        """,
        """
        who | rule                        | answer
        a   | haemoglobin >= 90 g/L       | unknown
        b   | haemoglobin >= 90 g/L       | yes
        b   | every haemoglobin >= 90 g/L | unknown
        a   | any haemoglobin >= 90 g/L   | yes
        a   | known haemoglobin           | yes
        """,
    )


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


# ---------------------------------------------------------------- eligibility


def test_eligible_is_every_inclusion_and_no_exclusion_and_one_missing_value_makes_it_unknown(check: Check) -> None:
    eligible = "bclc in {0, A} and ecog = 0 and not creatinine > 1.5 ULN and not afp >= 400 ng/mL"
    check(
        """
        who   | date       | what       | value
        fit   | 2026-02-20 | bclc       | A
        fit   | 2026-02-20 | ecog       | 0
        fit   | 2026-02-20 | creatinine | 80 umol/L (ULN 104)
        fit   | 2026-02-20 | afp        | 12 ng/mL
        noafp | 2026-02-20 | bclc       | A
        noafp | 2026-02-20 | ecog       | 0
        noafp | 2026-02-20 | creatinine | 80 umol/L (ULN 104)
        unfit | 2026-02-20 | bclc       | B
        """,
        f"""
        who   | rule       | answer
        fit   | {eligible} | yes
        noafp | {eligible} | unknown
        unfit | {eligible} | no
        """,
    )


def test_a_condition_that_does_not_apply_is_met(check: Check) -> None:
    rule = "if childbearing_potential then hcg_serum = negative within 3 d before first_dose"
    check(
        """
        who   | date       | what                   | value
        man   | 2026-02-20 | childbearing_potential | no
        woman | 2026-02-20 | childbearing_potential | yes
        woman | 2026-03-03 | hcg_serum              | negative
        late  | 2026-02-20 | childbearing_potential | yes
        late  | 2026-02-28 | hcg_serum              | negative
        """,
        f"""
        who   | rule   | answer
        man   | {rule} | yes
        woman | {rule} | yes
        late  | {rule} | unknown
        """,
    )


def test_a_judgement_is_the_newest_answer_of_that_role(check: Check) -> None:
    rule = 'judged "life expectancy over 3 months" by investigator'
    check(
        """
        who     | date       | what      | value
        yes     | 2026-03-01 | judgement | life expectancy over 3 months; site investigator
        changed | 2026-02-01 | judgement | life expectancy over 3 months; site investigator
        changed | 2026-03-01 | judgement | not life expectancy over 3 months; site investigator
        other   | 2026-03-01 | judgement | life expectancy over 3 months; site surgeon
        """,
        f"""
        who     | rule   | answer
        yes     | {rule} | yes
        changed | {rule} | no
        other   | {rule} | unknown
        """,
    )
