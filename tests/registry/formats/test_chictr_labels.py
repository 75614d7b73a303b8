"""ChiCTR2600120525 as bilingual text: labels and values in varying order, lists without an index."""

from __future__ import annotations

import pytest

from hepatica.registry import Record, Value
from hepatica.registry.criteria import leaves
from hepatica.registry.formats.chictr_labels import read

TEXT = """\
ChiCTR2600000001 版本V1.2 版本创建时间2026/03/16 15:52:30 中国临床试验注册中心

注册号:

Registration number:

ChiCTR2600000001

审核状态:
Project audit state:
通过审核
Successful

注册题目:
中文题目
Public title:
English title

是否获伦理委员会批准:
是/Yes

新问题:
答案

Approved by ethic committee:

干预措施:
Interventions:
组别:
试验组
样本量:
150
Group:
Treated
Sample size:
组别:
对照组
样本量:
Group:
Control
Sample size:
50

采集人体标本:
Collecting sample(s)
from participants:
标本中文名:
血
Sample Name:
Blood

年龄范围:
Participant age:
最小 Min age 18 years
最大 Max age 80 years
"""


def said(values: tuple[Value, ...]) -> list[tuple[str, str]]:
    return [(value.language, value.text) for value in values]


@pytest.fixture(scope="module")
def small() -> Record:
    return next(read(TEXT))


def test_both_languages_stand_under_one_field(small: Record) -> None:
    assert said(small.all("title")) == [("zh", "中文题目"), ("en", "English title")]
    assert said(small.all("status.audit")) == [("zh", "通过审核"), ("en", "Successful")]


def test_an_answer_in_both_languages_at_once_is_told_apart(small: Record) -> None:
    assert said(small.all("ethics.approved")) == [("zh", "是"), ("en", "Yes")]


def test_the_first_line_gives_number_version_and_time(small: Record) -> None:
    assert [value.text for value in small.all("id")] == ["ChiCTR2600000001"] * 2
    assert small.text("version") == "V1.2"
    assert small.text("date.version") == "2026/03/16 15:52:30"


def test_repeated_labels_begin_the_next_member_of_a_list(small: Record) -> None:
    arms = small.members("arm")
    assert [said(arm["name"]) for arm in arms] == [
        [("zh", "试验组"), ("en", "Treated")],
        [("zh", "对照组"), ("en", "Control")],
    ]
    assert [said(arm["size"]) for arm in arms] == [[("", "150")], [("", "50")]]


def test_a_label_over_two_lines_is_one_label(small: Record) -> None:
    (sample,) = small.members("sample")
    assert said(sample["name"]) == [("zh", "血"), ("en", "Blood")]


def test_an_unknown_label_is_kept_as_a_note_under_its_own_name(small: Record) -> None:
    assert [(value.path, value.text) for value in small.all("note")] == [
        ("first line", "中国临床试验注册中心"),
        ("新问题", "答案"),
    ]


def test_ages_are_told_apart(small: Record) -> None:
    assert (small.text("age.minimum"), small.text("age.maximum")) == ("18 years", "80 years")


# ---------------------------------------------------------------- the record itself


@pytest.fixture
def record(five: dict[str, Record]) -> Record:
    return five["ChiCTR2600120525"]


@pytest.mark.real_data
def test_13_and_9_criteria_in_chinese_12_and_9_in_english(record: Record) -> None:
    counted = {
        (kind, language): len(leaves(v for v in record.all(f"eligibility.{kind}") if v.language == language))
        for kind in ("inclusion", "exclusion")
        for language in ("zh", "en")
    }
    assert counted == {
        ("inclusion", "zh"): 13,
        ("inclusion", "en"): 12,
        ("exclusion", "zh"): 9,
        ("exclusion", "en"): 9,
    }
    assert (record.text("age.minimum"), record.text("age.maximum")) == ("18 years", "80 years")
    assert said(record.all("sex")) == [("zh", "男女均可"), ("en", "Both")]


@pytest.mark.real_data
def test_its_lists_have_their_members(record: Record) -> None:
    counts = {group: len(record.members(group)) for group in ("arm", "site", "outcome", "sample", "contact")}
    assert counts == {"arm": 2, "site": 2, "outcome": 6, "sample": 2, "contact": 3}
    roles = [said(member["role"])[1] for member in record.members("outcome")]
    assert roles.count(("en", "Primary indicator")) == 4
    assert [said(arm["size"]) if "size" in arm else [] for arm in record.members("arm")] == [[("", "150")], []]


@pytest.mark.real_data
def test_spans_of_time_are_two_dates(record: Record) -> None:
    assert record.text("date.start") == "2025-09-01 00:00:00"
    assert record.text("date.completion") == "2026-12-31 00:00:00"
    assert record.text("date.recruitment_start") == "2025-10-14 00:00:00"
    assert record.text("date.recruitment_end") == "2026-12-31 00:00:00"


@pytest.mark.real_data
def test_applicant_and_leader_are_kept_apart_although_their_lines_are_not(record: Record) -> None:
    applicant, leader, ethics = record.members("contact")
    assert said(applicant["name"]) == [("zh", "丁伟"), ("en", "Ding Wei")]
    assert said(leader["name"]) == [("zh", "王卫东"), ("en", "Wang Weidong")]
    assert said(leader["role"]) == [("zh", "研究负责人"), ("en", "Study leader")]
    assert said(ethics["phone"]) == [("", "+86 510 85350835")]


@pytest.mark.real_data
def test_labels_without_a_value_are_named(record: Record) -> None:
    (note,) = record.notes
    assert "样本量 Sample size" in note
    assert "Target disease code" in note
    assert "干预措施代码 Intervention code (2 times)" in note
    assert "研究疾病" not in note, "the Chinese label is missing in the text"


@pytest.mark.real_data
def test_what_has_no_field_is_a_note_with_its_label(record: Record) -> None:
    notes = {value.path: value.text for value in record.all("note")}
    assert notes["Name of Registration"] == "2026-03-16 15:52:24"
    assert notes["试验主办单位(项目批准或申办者) / 省(直辖市)"] == "江苏"
