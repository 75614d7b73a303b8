"""Response of one assessment, from the lesions: RECIST 1.1, mRECIST, EASL and the wordings of the studies.

A line is a subject; a cell is a lesion at baseline and at each visit after it, in mm (`40/20`: longest and viable diameter);
`-` absent, `?` not assessed, `small` seen but too small to measure. N is a target node (short axis), NT a non-target lesion,
NN a non-target node. The answers are those of the visits after baseline.
"""

from __future__ import annotations

from dataclasses import replace

from tests.spec.lesion_tables import check

from hepatica.instruments.response.criteria import (
    EASL,
    ENHANCEMENT_AND_WHOLE_DIAMETERS,
    MRECIST_2010,
    MRECIST_2020,
    PERCENTAGES,
    RECIST_1_1,
)

AGAINST_BASELINE = replace(RECIST_1_1, reference="baseline")


def test_progression_needs_20_percent_and_5_mm_over_the_nadir() -> None:
    check(
        RECIST_1_1,
        """
        T1             | sum_mm     | nadir_mm   | target     | why
        20, 24         | 24         | 20         | SD         | +20 %, but 4 mm
        24, 29         | 29         | 24         | PD         | +20.8 % and 5 mm
        30, 36         | 36         | 30         | PD         | +20 % exactly and 6 mm
        30, 35         | 35         | 30         | SD         | 5 mm, but +16.7 %
        50, 35, 41, 42 | 35, 41, 42 | 50, 35, 35 | PR, SD, PD | the nadir is 35: 41 is +17 %, 42 is +20 % and 7 mm
        20, 25         | 25         | 20         | PD         | 5 mm and +25 %
        100, 70, 71    | 70, 71     | 100, 70    | PR, SD     | -30 % exactly is PR; -29 % is not
        60, 30, 60     | 30, 60     | 60, 30     | PR, PD     | back at the baseline, twice the nadir
        """,
    )


def test_the_baseline_counts_as_nadir_where_no_sum_was_smaller() -> None:
    check(
        RECIST_1_1,
        """
        T1             | nadir_mm       | change_pct       | change_from_nadir_mm | target
        40, 44, 47, 48 | 40, 40, 40     | 10, 17.5, 20     | 4, 7, 8              | SD, SD, PD
        """,
    )


def test_progression_against_the_baseline_where_a_study_says_so() -> None:
    check(
        AGAINST_BASELINE,
        """
        T1         | target | why
        50, 25, 45 | PR, SD | +80 % over the nadir, but 10 % under the baseline
        50, 25, 60 | PR, PD | +20 % over the baseline
        """,
    )


def test_from_a_nadir_of_0_any_growth_of_5_mm_is_progression() -> None:
    check(
        RECIST_1_1,
        """
        T1           | target     | overall    | why
        20, -, 5     | CR, PD     | CR, PD     | 5 mm over 0
        20, -, 4.95  | CR, PR     | CR, PR     | under 5 mm, and CR was seen only once: it may have been there all along
        20, -, -, 3  | CR, CR, PR | CR, CR, PD | a definite CR (seen twice) ends when the lesion is back
        20, -, ?, -  | CR, NE, CR | CR, NE, CR | not assessed says nothing
        """,
    )


def test_nodes_count_by_their_short_axis_and_are_normal_under_10_mm() -> None:
    check(
        RECIST_1_1,
        """
        N1          | T1    | sum_mm   | target | why
        15, 9.9     |       | 9.9      | CR     | a normal node is a complete response although the sum is not 0
        15, 10      |       | 10       | PR     | 10 mm is not normal
        20, 9       | 30, - | 9        | CR     | all nodes under 10 mm, all else absent
        20, 9       | 30, 5 | 14       | PR     | a lesion is left
        20, 9, 14   |       | 9, 14    | CR, PD | pathological again: +56 % and 5 mm
        20, 9, 13.9 |       | 9, 13.9  | CR, PR | +54 %, but 4.9 mm
        20, -       |       | 0        | CR     | a node that cannot be seen
        16, 9, 9.5  |       | 9, 9.5   | CR, CR | still normal
        """,
    )


def test_lesions_too_small_to_measure_count_5_mm_unless_they_were_measured() -> None:
    check(
        RECIST_1_1,
        """
        T1               | sum_mm  | target | why
        20, small        | 5       | PR     | the default of 5 mm
        20, small, small | 5, 5    | PR, PR | and it stays
        20, -, small     | 0, 5    | CR, PD | it is there again: 5 mm over 0
        """,
    )


def test_parts_of_a_split_lesion_add_up() -> None:
    check(
        RECIST_1_1,
        """
        T1            | T2     | sum_mm | target | why
        30, 12+8      |        | 20     | PR     | 12 and 8 mm
        30, 20+17     |        | 37     | PD     | 37 mm is +23 % and 7 mm
        30, 12+8, -   |        | 20, 0  | PR, CR | both parts gone
        30, 12+8      | 20, ?  | -      | NE     | the other lesion is missing
        """,
    )


def test_merged_lesions_are_measured_as_one() -> None:
    check(
        RECIST_1_1,
        """
        T1     | T2        | sum_mm | target | why
        20, 32 | 15, in T1 | 32     | SD     | the longest diameter of the whole
        20, 42 | 15, in T1 | 42     | PD     | 42 mm over 35 is +20 % and 7 mm
        20, ?  | 15, in T1 | -      | NE     | the whole was not assessed
        20, -  | 15, in T1 | 0      | CR     | the whole is gone
        """,
    )


def test_a_missing_target_lesion_is_not_evaluable_unless_the_rest_is_progression() -> None:
    check(
        RECIST_1_1,
        """
        T1         | T2         | sum_mm | nadir_mm | target | overall | why
        20, 10     | 20, ?      | -      | 40       | NE     | NE      | half of the sum is unknown
        20, 50     | 20, ?      | -      | 40       | PD     | PD      | 50 mm alone is +25 % of 40
        20, 10     | 20,        | -      | 40       | NE     | NE      | no record is not assessed
        20, ?, 20  | 20, 5, 16  | -, 36  | 40, 40   | NE, SD | NE, SD  | a sum with a gap is no nadir
        20, -      | 20, ?      | -      | 40       | NE     | NE      | what is missing may be there
        """,
    )


def test_a_missing_target_leaves_progression_elsewhere_as_it_is() -> None:
    check(
        RECIST_1_1,
        """
        T1    | NT1         | new    | target | non_target    | overall | why
        20, ? | here, worse |        | NE     | PD            | PD      | unequivocal progression of a non-target lesion
        20, ? | here, here  | , sure | NE     | NON-CR/NON-PD | PD      | a new lesion
        20, ? | here, here  |        | NE     | NON-CR/NON-PD | NE      | nothing says progression
        """,
    )


def test_target_and_non_target_lesions_make_the_overall_response_of_table_1() -> None:
    check(
        RECIST_1_1,
        """
        T1     | NT1         | target | non_target    | overall | why
        20, -  | here, -     | CR     | CR            | CR      | all gone
        20, -  | here, here  | CR     | NON-CR/NON-PD | PR      | non-target lesions remain
        20, -  | here, ?     | CR     | NE            | PR      | non-target lesions not assessed
        20, 10 | here, -     | PR     | CR            | PR      |
        20, 10 | here, ?     | PR     | NE            | PR      |
        20, 20 | here, ?     | SD     | NE            | SD      |
        20, 20 | here, worse | SD     | PD            | PD      |
        20, 10 | here, worse | PR     | PD            | PD      | progression of non-target lesions outweighs the sum
        """,
    )


def test_disease_without_target_lesions_has_the_responses_of_table_2() -> None:
    check(
        RECIST_1_1,
        """
        NT1            | NN1    | target | non_target    | overall       | why
        here, -        |        | -      | CR            | CR            | all gone
        here, here     |        | -      | NON-CR/NON-PD | NON-CR/NON-PD |
        here, ?        |        | -      | NE            | NE            |
        here, worse    |        | -      | PD            | PD            |
        here, -        | 12, 9  | -      | CR            | CR            | the node is normal
        here, -        | 12, 10 | -      | NON-CR/NON-PD | NON-CR/NON-PD | the node is not
        here, -        | 12, ?  | -      | NE            | NE            | not all were assessed
        """,
    )


def test_non_target_lesions_gone_are_a_complete_response_only_with_normal_markers() -> None:
    check(
        RECIST_1_1,
        """
        T1    | NT1     | markers_normal | non_target    | overall | why
        20, - | here, - | yes            | CR            | CR      |
        20, - | here, - | no             | NON-CR/NON-PD | PR      | the marker is still high
        20, - | here, - |                | CR            | CR      | markers not followed
        """,
    )


def test_a_new_lesion_is_progression_whatever_the_sum_once_it_is_unequivocal() -> None:
    check(
        RECIST_1_1,
        """
        T1         | new          | new_lesion               | overall | why
        20, -      | , sure       | UNEQUIVOCAL              | PD      |
        20, 10     | , doubt      | EQUIVOCAL                | PR      | a doubtful one is not progression
        20, 10, 10 | , doubt, sure| UNEQUIVOCAL, UNEQUIVOCAL | PD, PD  | sure later: progression from the day it was first seen
        20, 10, 10 | , doubt,     | EQUIVOCAL, -             | PR, PR  | never confirmed
        """,
    )


def test_without_any_lesion_at_baseline_only_a_new_one_matters() -> None:
    check(
        RECIST_1_1,
        """
        NT1    | new      | overall | why
        ,      | , ,      | NED, NED | no disease, then none
        ,      | , sure   | PD      | a new lesion
        """,
    )


def test_a_lesion_treated_locally_is_a_target_only_after_progression_there() -> None:
    check(
        RECIST_1_1,
        """
        T1     | treated_before | progressed_since | target | non_target    | overall       | why
        20, 10 | no             |                  | PR     | -             | PR            |
        20, 10 | yes            | yes              | PR     | -             | PR            | measurable again
        20, 10 | yes            | no               | -      | NON-CR/NON-PD | NON-CR/NON-PD | counts as a non-target lesion
        20, 10 | yes            |                  | -      | NON-CR/NON-PD | NON-CR/NON-PD | progression there is not known
        """,
    )


def test_a_target_that_is_not_measurable_counts_as_a_non_target_lesion() -> None:
    check(
        RECIST_1_1,
        """
        T1    | measurable | target | non_target    | overall       | why
        9, 20 | no         | -      | NON-CR/NON-PD | NON-CR/NON-PD |
        9, -  | no         | -      | CR            | CR            |
        """,
    )


def test_mrecist_sums_the_viable_part_of_liver_lesions() -> None:
    check(
        MRECIST_2010,
        """
        T1 (liver)   | T2 (lung) | sum_mm | target | why
        40/40, 40/28 |           | 28     | PR     | the lesion kept its size, its viable part shrank by 30 %
        40/40, 38/0  |           | 0      | CR     | no arterial enhancement is left
        40/20, 40/24 |           | 24     | PD     | +20 %: no absolute rise is asked for in 2010
        40/20, 60/20 |           | 20     | SD     | growth of necrosis is not progression
        40/20, 40    |           | -      | NE     | the viable diameter was not measured
        40/20, 40/0  | 20, 20    | 20     | PR     | outside the liver the longest diameter counts
        """,
    )


def test_mrecist_of_2020_asks_for_5_mm_too() -> None:
    check(
        MRECIST_2020,
        """
        T1 (liver)   | target | why
        40/20, 40/24 | SD     | +20 %, but 4 mm
        40/20, 40/25 | PD     | 5 mm
        """,
    )


def test_mrecist_takes_a_new_focus_in_the_liver_for_a_lesion_by_size_and_pattern_or_growth() -> None:
    check(
        MRECIST_2010,
        """
        T1 (liver)          | new (liver)       | new_lesion               | overall | why
        40/20, 40/20        | , pattern 10      | UNEQUIVOCAL              | PD      | 10 mm with the typical pattern
        40/20, 40/20        | , pattern 9       | EQUIVOCAL                | SD      | under 10 mm
        40/20, 40/20        | , 12              | EQUIVOCAL                | SD      | without the pattern
        40/20, 40/20, 40/20 | , 12, 22          | UNEQUIVOCAL, UNEQUIVOCAL | PD, PD  | grown by 10 mm: from its first day
        40/20, 40/20, 40/20 | , 12, 21          | EQUIVOCAL, EQUIVOCAL     | SD, SD  | grown by 9 mm
        40/20, 40/20, 40/20 | , pattern 8, pattern 11 | UNEQUIVOCAL, UNEQUIVOCAL | PD, PD | typical from 11 mm on
        40/20, 40/20        | , sure            | UNEQUIVOCAL              | PD      | neither recorded: the reader's word
        """,
    )


def test_mrecist_takes_the_readers_word_for_new_lesions_outside_the_liver() -> None:
    check(
        MRECIST_2010,
        """
        T1 (liver)   | new (lung) | overall | why
        40/20, 40/20 | , sure     | PD      |
        40/20, 40/20 | , 12       | SD      | a size says nothing of its nature
        """,
    )


def test_mrecist_takes_a_node_of_the_porta_hepatis_for_malignant_from_20_mm() -> None:
    check(
        MRECIST_2010,
        """
        T1 (liver)   | new (porta hepatis) | new_lesion  | overall | why
        40/20, 40/20 | , sure 19           | EQUIVOCAL   | SD      | enlarged as in any cirrhosis
        40/20, 40/20 | , sure 20           | UNEQUIVOCAL | PD      |
        """,
    )


def test_mrecist_counts_tumour_in_the_portal_vein_as_non_target() -> None:
    check(
        MRECIST_2010,
        """
        T1 (portal vein) | T2 (liver)   | target | non_target    | overall
        30/30, 15/15     | 40/40, 40/40 | SD     | NON-CR/NON-PD | SD
        30/30, 15/0      | 40/40, 40/0  | CR     | CR            | CR
        """,
    )


def test_mrecist_counts_ascites_and_effusions_only_with_malignant_cells() -> None:
    check(
        MRECIST_2010,
        """
        T1 (liver)   | NT1 (ascites) | cytology | non_target    | overall | why
        40/20, 40/20 | here, worse   | yes      | PD            | PD      |
        40/20, 40/20 | here, worse   | no       | NON-CR/NON-PD | SD      | no malignant cells
        40/20, 40/20 | here, worse   |          | NON-CR/NON-PD | SD      | not examined is not proven
        """,
    )


def test_mrecist_counts_a_new_effusion_only_with_malignant_cells() -> None:
    check(
        MRECIST_2010,
        """
        T1 (liver)   | new (ascites) | cytology | overall
        40/20, 40/20 | , sure        | yes      | PD
        40/20, 40/20 | , sure        | no       | SD
        40/20, 40/20 | , sure        |          | SD
        """,
    )


def test_recist_takes_the_readers_word_for_an_effusion() -> None:
    check(
        RECIST_1_1,
        """
        T1     | NT1 (ascites) | overall
        40, 40 | here, worse   | PD
        """,
    )


def test_easl_compares_areas_of_viable_tumour() -> None:
    check(
        EASL,
        """
        T1 (liver)           | sum_mm | target | why
        40/20x10, 40/10x10   | 100    | PR     | -50 %
        40/20x10, 40/11x10   | 110    | SD     | -45 %
        40/20x10, 40/25x10   | 250    | PD     | +25 %
        40/20x10, 40/24x10   | 240    | SD     | +20 %
        40/20x10, 40/0       | 0      | CR     | nothing viable
        """,
    )


def test_percentages_alone_know_no_5_mm() -> None:
    check(
        PERCENTAGES,
        """
        T1     | target
        20, 24 | PD
        20, 23 | SD
        20, 14 | PR
        """,
    )


def test_the_wording_of_chictr2600120525_mixes_enhancement_and_whole_diameters() -> None:
    check(
        ENHANCEMENT_AND_WHOLE_DIAMETERS,
        """
        T1           | NT1         | target | overall | why
        40/40, 40/0  |             | CR     | CR      | no enhancement, whatever the diameter
        40/40, 28/20 |             | PR     | PR      | the whole diameter fell by 30 %
        40/40, 40/20 |             | SD     | SD      | half as much viable tumour is no response by this wording
        20/20, 24/10 |             | PD     | PD      | the whole diameter rose by 20 %
        40/40, 40/40 | here, worse | SD     | SD      | only the sum or a new lesion is progression
        40/40, 28    |             | NE     | NE      | whether it still enhances is not known
        """,
    )


def test_each_answer_says_why() -> None:
    check(
        RECIST_1_1,
        """
        T1     | NT1        | new    | reason
        24, 29 |            |        | PD: the sum of 29 mm, nadir 24 mm, rose by 5 mm (+20.8 %)
        20, 10 | here, here |        | PR: the sum of 10 mm, baseline 20 mm, changed by -50 %; non-target lesions remain
        20, 10 | here, here | , sure | PD: a new lesion
        20, ?  | here, ?    |        | NE: target lesions without a size: 1 of 1; non-target lesions not assessed: 1 of 1
        20, -  | here, -    |        | CR: all target lesions are gone (nodes under 10 mm); the non-target lesions are gone
        """,
    )


def test_a_rise_of_20_percent_that_is_no_progression_says_why() -> None:
    check(
        RECIST_1_1,
        """
        T1     | reason
        20, 24 | SD: the sum of 24 mm changed by 20 % from baseline, by 4 mm from the nadir: progression needs 5 mm
        20, 23 | SD: the sum of 23 mm changed by 15 % from baseline, by 3 mm from the nadir
        """,
    )


def test_each_answer_says_why_in_chinese() -> None:
    check(
        RECIST_1_1,
        """
        T1     | new    | reason_zh
        24, 29 |        | PD：总和 29 mm，较最低值 24 mm 增加 5 mm (+20.8 %)
        20, 10 | , sure | PD：新病灶
        """,
    )
