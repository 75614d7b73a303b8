"""Two languages of one record: what differs, and what only looks as if it did."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.bilingual import (
    after_and_at,
    amounts_differ,
    items_differ,
    phases_differ,
    terms_differ,
    thresholds_differ,
)
from hepatica.registry.looking import record_of

TITLES = {"title@zh": "肝癌研究", "title": "A study of liver cancer"}


def test_a_clause_that_lost_its_number_in_english_is_quoted_beside_the_item_it_was() -> None:
    says = {
        "eligibility@zh": "1. 回顾性部分：(1) 确诊HCC；(2) 完整数据；(3) 接受过联合治疗；(4) ECOG<=2。",
        "eligibility": "1. Retrospective: (1) HCC; (2) complete data; having received therapy; (3) ECOG <= 2.",
    }
    (found,) = items_differ(record_of(says))
    assert found.quotes[0].text == "(3) 接受过联合治疗"
    assert found.quotes[1].text == "(2) complete data; having received therapy"


@pytest.mark.parametrize(
    "english",
    [
        "(1) HCC; (2) complete data, (e.g. imaging (2) and pathology); (3) ECOG <= 2",
        "HCC, complete data, ECOG <= 2",
        "1. HCC 2. complete data 3. ECOG <= 2",
    ],
)
def test_the_same_items_and_another_way_of_numbering_are_left_alone(english: str) -> None:
    assert (
        list(items_differ(record_of({"eligibility@zh": "(1) HCC；(2) 数据；(3) ECOG<=2", "eligibility": english})))
        == []
    )


@pytest.mark.parametrize(
    ("chinese", "english", "wrong"),
    [
        ("术后1周、2周随访", "follow-up after the operation", True),
        ("操作后24小时内、术后1周、2周随访", "within 24 hours after the operation", True),
        ("每3个月随访", "every three months", False),
        ("每两个治疗周期（约8-12周）", "every two treatment cycles (approximately 8 to 12 weeks)", False),
        ("1年", "12 months", False),
        ("随访24周", "24 weeks of follow-up", False),
        ("2年总生存率", "2-year overall survival", False),
        ("2024年起", "since 2024", False),
    ],
)
def test_a_time_in_one_language_only_is_found(chinese: str, english: str, wrong: bool) -> None:
    record = record_of({**TITLES, "outcome[0].time_frame@zh": chinese, "outcome[0].time_frame": english})
    assert bool(list(amounts_differ(record))) is wrong


def test_a_percentage_of_a_definition_in_one_language_only_is_grave() -> None:
    says = {
        **TITLES,
        "outcome[0].method@zh": "部分缓解：缩小>=30%，维持4周以上",
        "outcome[0].method": "Partial response by CT",
    }
    (found,) = amounts_differ(record_of(says))
    assert found.severity == 1


def test_a_factor_of_one_hundred_per_cent_is_no_percentage() -> None:
    says = {**TITLES, "outcome[0].method@zh": "缓解例数/总例数", "outcome[0].method": "responders/all cases × 100%"}
    assert list(amounts_differ(record_of(says))) == []


@pytest.mark.parametrize(
    ("chinese", "english", "wrong"),
    [
        ("ECOG评分≤2", "ECOG performance status ≤ 1", True),
        ("血小板≥75×10^9/L", "platelets ≥ 50×10^9/L", True),
        ("白蛋白≥28.0g/L", "albumin ≥ 28 g/L", False),
        ("血小板≥75×10⁹/L", "platelets ≥ 75×10^9/L", False),
        ("年龄≥18岁且≤75岁", "aged 18 years and older", False),
    ],
)
def test_a_threshold_that_differs_between_the_languages_is_found(chinese: str, english: str, wrong: bool) -> None:
    record = record_of({**TITLES, "eligibility.inclusion@zh": chinese, "eligibility.inclusion": english})
    assert bool(list(thresholds_differ(record))) is wrong


def test_after_surgery_beside_at_surgery_is_found_and_days_after_it_are_not() -> None:
    def found(chinese: str, english: str) -> bool:
        says = {**TITLES, "outcome[0].time_frame@zh": chinese, "outcome[0].time_frame": english}
        return bool(list(after_and_at(record_of(says))))

    assert found("手术后采集", "at the time of surgery")
    assert not found("手术后7天采集", "at day 7")
    assert not found("手术后采集", "at surgery and after surgery")


def test_other_is_not_the_same_as_not_applicable() -> None:
    assert list(phases_differ(record_of({"phase@zh": "其它", "phase": "N/A"})))
    assert list(phases_differ(record_of({"phase@zh": "II期", "phase": "Phase III"})))
    assert not list(phases_differ(record_of({"phase@zh": "II期", "phase": "Phase II"})))


def test_serious_and_severe_for_one_chinese_term_are_found() -> None:
    says = {
        "title@zh": "严重不良事件研究",
        "title": "A study of serious adverse events",
        "outcome[0].name@zh": "严重不良事件",
        "outcome[0].name": "Severe adverse events",
    }
    assert list(terms_differ(record_of(says)))
    assert not list(terms_differ(record_of({**says, "outcome[0].name": "Serious adverse events"})))


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("1. HCC; 2. Age over 18; 3. Consent", True),
        ("1) HCC\n2) Age over 18\n3) Consent", True),
        ("(1) HCC (2) Age over 18 (3) consent", True),
        ("1. HCC; 2. Age over 18; 3. Consent; 4. ECOG 0-1", False),
        ("1) HCC\n2) Age\n3) Consent\n4) ECOG", False),
    ],
)
def test_lists_of_other_lengths(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "eligibility@zh": "1、肝癌；2、年龄18岁以上；3、签署知情同意书；4、ECOG 0-1",
            "eligibility": told,
        }
    )
    assert bool(list(items_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("①肝癌；②年龄；③同意；④ECOG", True),
        ("一、肝癌\n二、年龄\n三、同意\n四、ECOG", True),
        ("1．肝癌\n2．年龄\n3．同意\n4．ECOG", True),
        ("①肝癌；②年龄；③同意", False),
        ("1.肝癌\n2.年龄\n3.同意", False),
    ],
)
def test_chinese_numbering(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "eligibility": "1. HCC\n2. Age over 18\n3. Consent",
            "eligibility@zh": told,
        }
    )
    assert bool(list(items_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("12 months after surgery", True),
        ("Six weeks after surgery", True),
        ("After surgery", True),
        ("2 years", True),
        ("6 months after surgery", False),
        ("six months after surgery", False),
        ("24-26 weeks after surgery", False),
        ("half a year after surgery", False),
        ("Six (6) months", False),
    ],
)
def test_amounts_in_one_language(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "outcome[0].time_frame@zh": "术后6个月",
            "outcome[0].time_frame": told,
        }
    )
    assert bool(list(amounts_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Life expectancy of at least 6 months", True),
        ("Life expectancy ≥ six months", True),
        ("Expected survival over 12 months", True),
        ("Life expectancy ≥ 3 months", False),
        ("Life expectancy of at least three months", False),
        ("Life expectancy ≥ 12 weeks", False),
    ],
)
def test_numbers_that_differ(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "eligibility.inclusion@zh": "预计生存期≥3个月",
            "eligibility.inclusion": told,
        }
    )
    assert bool(list(thresholds_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("肿瘤不超过五个", True),
        ("肿瘤数目≤2个", True),
        ("肿瘤不超过三个", False),
        ("肿瘤数目≤3个", False),
    ],
)
def test_chinese_numerals(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "eligibility.inclusion": "No more than 3 tumours",
            "eligibility.inclusion@zh": told,
        }
    )
    assert bool(list(thresholds_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("100 cases", True),
        ("120 cases", False),
        ("120", False),
    ],
)
def test_enrolment_that_differs(told: str, wrong: bool) -> None:
    record = record_of(
        {"title@zh": "肝癌研究", "title": "A study of liver cancer", "enrolment@zh": "120例", "enrolment": told}
    )
    assert bool(list(thresholds_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Phase III", True),
        ("Phase 3", True),
        ("N/A", True),
        ("Phase II", False),
        ("Phase 2", False),
    ],
)
def test_phases_that_differ(told: str, wrong: bool) -> None:
    record = record_of({"phase@zh": "II期", "phase": told})
    assert bool(list(phases_differ(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("At surgery", True),
        ("During the operation", True),
        ("After surgery", False),
        ("Postoperative", False),
    ],
)
def test_after_and_at(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "outcome[0].time_frame@zh": "术后",
            "outcome[0].time_frame": told,
        }
    )
    assert bool(list(after_and_at(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("No more than 3 tumors, diameter ≤5 cm", True),
        ("No more than three tumors, diameter ≤3 cm", False),
    ],
)
def test_a_number_differs_between_the_languages_in_other_words(told: str, wrong: bool) -> None:
    record = record_of(
        {
            "title@zh": "肝癌研究",
            "title": "A study of liver cancer",
            "eligibility.inclusion@zh": "肿瘤数目不超过3个，直径≤3cm",
            "eligibility.inclusion": told,
        }
    )
    assert bool(list(thresholds_differ(record))) is wrong
