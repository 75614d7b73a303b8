"""Eligibility texts as people write them, and the criteria a person would count in them.

Each table has a line for a criterion: its number and its words; criteria of a list are indented under the one above it.
"""

from __future__ import annotations

import pytest

from hepatica.registry.criteria import Kind, criteria, leaves, parent
from hepatica.registry.passage import Passage
from hepatica.registry.record import Value


def told(text: str, kind: Kind | None = None) -> list[str]:
    """`in 1.2 words` for each criterion."""
    found = criteria(Passage.of(text), kind)
    return [f"{each.kind[:2]} {'.'.join(map(str, each.number))} {each.passage.text}" for each in found]


def check(text: str, table: str, kind: Kind | None = None) -> None:
    """The criteria of a text are those of the table."""
    assert told(text, kind) == [line.strip() for line in table.strip().splitlines()]


def test_bullets_under_headings_are_criteria() -> None:
    check(
        "Inclusion Criteria:\n\n* Age 18 or over\n* ECOG 0-1\n\nExclusion Criteria:\n\n* Pregnancy",
        """
        in 1 Age 18 or over
        in 2 ECOG 0-1
        ex 1 Pregnancy
        """,
    )


def test_lines_without_marks_are_a_criterion_each() -> None:
    check(
        "Inclusion Criteria:\n\nPatients with HCC\nSigned consent\n\nExclusion Criteria:\n\nRefusal",
        """
        in 1 Patients with HCC
        in 2 Signed consent
        ex 1 Refusal
        """,
    )


def test_indented_bullets_stand_under_the_item_above() -> None:
    check(
        "8. Adequate function:\n\n    * ANC ≥1.5\n    * PLT ≥75\n\n9. Consent",
        """
        in 1 Adequate function:
        in 1.1 ANC ≥1.5
        in 1.2 PLT ≥75
        in 2 Consent
        """,
        "inclusion",
    )


def test_a_hand_numbered_outline_is_read_by_its_numbers_where_the_indentation_does_not_tell() -> None:
    check(
        "  8. Function:\n\n    8.1. Blood:\n\n    8.1. 2. ANC ≥1.5 × 10⁹/L\n\n    8.1. 3. PLT ≥75\n\n"
        "    8.2. Liver:\n\n    8.2.1. TBIL ≤3 × ULN",
        """
        in 1 Function:
        in 1.1 Blood:
        in 1.1.1 ANC ≥1.5 × 10⁹/L
        in 1.1.2 PLT ≥75
        in 1.2 Liver:
        in 1.2.1 TBIL ≤3 × ULN
        """,
        "inclusion",
    )


def test_one_paragraph_of_numbers_within_numbers_is_a_list_of_lists() -> None:
    check(
        "1. 回顾性研究部分:(1) 确诊为HCC的患者;(2) BCLC分期A/B/C期。 2. 前瞻性研究部分:(1) ECOG<=2;(2) 签署知情同意书。",
        """
        in 1 回顾性研究部分:
        in 1.1 确诊为HCC的患者;
        in 1.2 BCLC分期A/B/C期。
        in 2 前瞻性研究部分:
        in 2.1 ECOG<=2;
        in 2.2 签署知情同意书。
        """,
        "inclusion",
    )


@pytest.mark.parametrize(
    "text",
    [
        "入选标准：1、年龄18-75岁；2、确诊HCC；3、ECOG 0-1。\n排除标准：1、孕妇；",
        "纳入标准\n（1）年龄18-75岁；（2）确诊HCC；（3）ECOG 0-1。\n排除标准\n孕妇；",
        "纳入标准:①年龄18-75岁；②确诊HCC；③ECOG 0-1。\n剔除标准:\n1）孕妇；",
    ],
)
def test_chinese_headings_and_numerals_are_known(text: str) -> None:
    check(
        text,
        """
        in 1 年龄18-75岁；
        in 2 确诊HCC；
        in 3 ECOG 0-1。
        ex 1 孕妇；
        """,
    )


def test_a_number_before_an_age_or_a_multiple_is_the_number_of_the_item() -> None:
    check(
        "1.18岁≤年龄≤75岁\n2.确诊HCC\n3.1.5倍正常上限以内",
        """
        in 1 18岁≤年龄≤75岁
        in 2 确诊HCC
        in 3 1.5倍正常上限以内
        """,
        "inclusion",
    )


def test_a_decimal_at_the_start_of_a_line_is_no_number_of_an_item() -> None:
    assert [each.split("\n") for each in told("* ALT below\n1.5 × ULN\n* AST", "inclusion")] == [
        ["in 1 ALT below", "1.5 × ULN"],
        ["in 2 AST"],
    ]


def test_a_paragraph_behind_including_belongs_to_the_bullet_above() -> None:
    found = told("* Active infections, including:\n\nHBV DNA > 2000; tuberculosis.\n\n* Pregnancy", "exclusion")
    assert found == ["ex 1 Active infections, including:\n\nHBV DNA > 2000; tuberculosis.", "ex 2 Pregnancy"]


def test_a_paragraph_behind_a_whole_sentence_is_a_criterion_of_its_own() -> None:
    check(
        "* Age 18.\n* Consent.\n\nPatients who die before are eligible too.",
        """
        in 1 Age 18.
        in 2 Consent.
        in 3 Patients who die before are eligible too.
        """,
        "inclusion",
    )


def test_a_sentence_that_only_announces_the_list_is_no_criterion() -> None:
    check(
        "Inclusion Criteria:\n\nPatients must meet all of the following criteria:\n\n1. Age 18\n2. Consent\n\n"
        "Exclusion Criteria:\n\n* Subjects with any of the following will NOT be eligible:\n\n  * Pregnancy\n  * Infection",
        """
        in 1 Age 18
        in 2 Consent
        ex 1 Pregnancy
        ex 2 Infection
        """,
    )


def test_two_items_on_one_line_are_two() -> None:
    check(
        "6. Progression\n\n8. PD-L1 TPS <1% 9. appropriate organ function",
        """
        in 1 Progression
        in 2 PD-L1 TPS <1%
        in 3 appropriate organ function
        """,
        "inclusion",
    )


def test_several_headings_of_a_kind_stand_above_their_own_criteria() -> None:
    check(
        "Inclusion Criteria (COVID cohort):\n\nPositive test\n\nInclusion criteria (ARDS cohort):\n\nBerlin criteria\n\n"
        "Exclusion Criteria:\n\nNone",
        """
        in 1 Inclusion Criteria (COVID cohort):
        in 1.1 Positive test
        in 2 Inclusion criteria (ARDS cohort):
        in 2.1 Berlin criteria
        ex 1 None
        """,
    )


@pytest.mark.parametrize(
    "line",
    [
        "Do not meet inclusion criteria",
        "Patient must meet all of the following inclusion criteria to be enrolled",
        "Inclusion and exclusion criteria:",
        "Main exclusion was pregnancy",
        "Does not satisfy all of the inclusion criteria.",
    ],
)
def test_a_sentence_about_the_criteria_is_no_heading(line: str) -> None:
    assert told(f"* A\n{line}\n* B", "exclusion")[-1] == "ex 2 B"


@pytest.mark.parametrize(
    "heading",
    [
        "Inclusion Criteria:",
        "INCLUSION CRITERIA",
        "Key Inclusion Criteria",
        "**Inclusion criteria**",
        "Inclusion:",
        "1. Inclusion criteria:",
        "Inclusion Criteria for Vaccine Arm:",
        "Inclusion Criteria - patients are eligible if they:",
        "Eligibility criteria:",
        "入选标准：",
        "主要纳入标准",
    ],
)
def test_headings_are_told_however_they_are_written(heading: str) -> None:
    assert told(f"Some words before.\n\n{heading}\n* A\n\nExclusion criteria:\n* B") == ["in 1 A", "ex 1 B"]


def test_words_behind_the_colon_of_a_heading_are_the_first_criterion() -> None:
    check("Inclusion Criteria: Age 18-75\nExclusion Criteria: Pregnancy", "in 1 Age 18-75\nex 1 Pregnancy")


def test_without_headings_and_without_a_kind_nothing_is_a_criterion() -> None:
    assert told("DISEASE CHARACTERISTICS:\n\n* Hearing loss") == []


def test_a_mark_without_words_is_no_criterion() -> None:
    assert told("Exclusion Criteria:\n\n-\n\n* \n") == []


def test_numbers_set_flush_right_are_one_list() -> None:
    check(
        "  9. nine\n 10. ten\n 11. eleven",
        """
        in 1 nine
        in 2 ten
        in 3 eleven
        """,
        "inclusion",
    )


def test_a_letter_begins_an_item_only_where_it_continues_a_list() -> None:
    assert told("1. Infection with:\n   a. Cocci\n   b. Rods\n2. E. coli", "inclusion") == [
        "in 1 Infection with:",
        "in 1.1 Cocci",
        "in 1.2 Rods",
        "in 2 E. coli",
    ]


def test_a_text_indented_without_end_is_read_all_the_same() -> None:
    text = "\n".join(f"{'  ' * depth}* item {depth}" for depth in range(2_000))
    found = criteria(Passage.of(text), "inclusion")
    assert len(found) == 2_000
    assert max(len(each.number) for each in found) < 20


def test_a_path_tells_the_parent() -> None:
    assert parent("eligibilityCriteria#inclusion.8.1") == "eligibilityCriteria#inclusion.8"
    assert parent("eligibilityCriteria#inclusion.8") == ""
    values = [Value("Function:", "x#inclusion.8"), Value("ANC", "x#inclusion.8.1"), Value("Consent", "x#inclusion.9")]
    assert [value.text for value in leaves(values)] == ["ANC", "Consent"]
