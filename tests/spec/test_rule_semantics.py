"""What rules say of values, limits, judgements and eligibility: on the reference evaluator, on Polars and on DuckDB.

Subjects are tables (see `subject_tables`); an expectation is a subject, a rule and an answer. Where nothing else is said,
the default window is the 28 days before consent, consent is 2026-03-01, surgery 2026-02-10, the first dose 2026-03-05.
"""

from __future__ import annotations

from collections.abc import Callable

Check = Callable[..., None]


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
        slip | 2026-02-20 | hbv_dna   | 1200000.5 {Log_IU}/mL
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
        slip | hbv_dna > 2000 [IU]/mL                                                      | yes
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
        f   | 2026-02-20 | afp                | >=1000 ng/mL
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
        f   | afp < 1000 ng/mL                    | no
        f   | afp > 1000 ng/mL                    | unknown
        f   | afp <= 400 ng/mL                    | no
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
