"""ChiCTR's own pages: a record in Chinese and in English side by side, and a list of what a search found."""

from __future__ import annotations

import pytest
from tests.registry.register_data import CHICTR_PAGE, CHICTR_SEARCH, misplaced, quoted, records, text_of

from hepatica.errors import HepaticaError
from hepatica.registry.dates import read_days
from hepatica.registry.reading import read_record, read_records
from hepatica.registry.record import Record


def _label(zh: str = "", en: str = "") -> str:
    spoken = [f'<p class="cn">{zh}：</p>' if zh else "", f'<p class="en">{en}：</p>' if en else ""]
    return f'<td class="left_title">{"".join(spoken)}</td>'


def _row(zh: str, en: str, said: str, kind: str = "") -> str:
    return f'<tr class="{kind}">{_label(zh, en)}<td>{said}</td></tr>'


def _page(*rows: str, end: str = "</body></html>") -> Record:
    number = _row("注册号", "Registration number", " ChiCTR2600000001\n ")
    body = f'<div class="project-ms"><table><tbody>{number}{"".join(rows)}</tbody></table></div>'
    return read_record(f"<html><body>{body}{end}".encode())


def _both(record: Record, name: str) -> list[tuple[str, str]]:
    return [(value.text, value.language) for value in record.all(name)]


def test_a_question_asked_twice_is_answered_in_each_language() -> None:
    record = _page(
        _row("注册题目", "", '<p class="cn">\n  肝癌  研究\n</p>', "cn"),
        _row("", "Public title", '<p class="en">A study of HCC</p>', "en"),
    )
    assert (record.id, record.register, record.format) == ("ChiCTR2600000001", "ChiCTR", "ChiCTR page")
    assert _both(record, "title") == [("肝癌 研究", "zh"), ("A study of HCC", "en")]
    assert [value.path for value in record.all("title")] == ["注册题目", "Public title"]


def test_a_question_in_both_languages_has_an_answer_in_each_or_one_for_both() -> None:
    record = _page(
        _row("征募研究对象情况", "Recruiting status", '<p class="cn">尚未开始</p><p class="en">Not yet recruiting</p>'),
        _row("数据与安全监察委员会", "Data and Safety Monitoring Committee", '<p class="cn">有/Yes</p>'),
        _row("是否共享原始数据", "IPD sharing", '<p class="cn">否No</p>'),
        _row("伦理委员会批准日期", "Date of approved by ethic committee", "2023-12-22 00:00:00"),
    )
    assert _both(record, "status") == [("尚未开始", "zh"), ("Not yet recruiting", "en")]
    assert _both(record, "dmc") == [("有", "zh"), ("Yes", "en")]
    assert _both(record, "sharing") == [("否", "zh"), ("No", "en")]
    assert _both(record, "ethics.date") == [("2023-12-22 00:00:00", "")]
    assert record.all("status")[0].path == "征募研究对象情况 Recruiting status"


def test_two_questions_in_one_row_have_each_its_answer() -> None:
    record = _page(
        f'<tr>{_label("性别")}<td><p class="cn">男女均可</p></td>{_label("", "Gender")}<td><p class="en">Both</p></td></tr>'
    )
    assert _both(record, "sex") == [("男女均可", "zh"), ("Both", "en")]


def test_arms_have_one_size_and_a_name_in_each_language() -> None:
    arm = (
        '<table class="noComma"><tr><td><p class="cn">组别：</p></td><td><p class="cn">{zh}</p></td>'
        '<td><p class="cn">样本量：</p></td><td rowspan="2">{size}</td></tr>'
        '<tr><td><p class="en">Group：</p></td><td><p class="en">{en}</p></td><td><p class="en">Sample size：</p></td></tr>'
        '<tr><td><p class="cn">干预措施：</p></td><td><p class="cn">仑伐替尼</p></td></tr></table>'
    )
    arms = arm.format(zh="试验组", en="trial group", size=" 192 ") + arm.format(zh="对照组", en="control", size="")
    record = _page(_row("干预措施", "Interventions", arms))
    one, other = record.members("arm")
    assert [(value.text, value.language) for value in one["name"]] == [("试验组", "zh"), ("trial group", "en")]
    assert [(value.text, value.language) for value in one["size"]] == [("192", "")]
    assert one["intervention"][0].path == "干预措施 Interventions / 干预措施"
    assert "size" not in other


def test_start_and_end_are_told_by_from_and_to() -> None:
    span = '<span class="cn">从</span><span class="en">From</span> {0} <span class="cn">至</span><span class="en">To</span> {1}'
    record = _page(
        _row("研究实施时间", "Study execute time", span.format("2024-06-01 00:00:00", "2029-10-01 00:00:00")),
        _row("征募观察对象时间", "Recruiting time", span.format("", "2026-06-01 00:00:00")),
    )
    names = ("date.start", "date.completion", "date.recruitment_start", "date.recruitment_end")
    assert [record.text(name)[:10] for name in names] == ["2024-06-01", "2029-10-01", "", "2026-06-01"]


def test_an_age_has_its_unit_as_the_page_shows_it() -> None:
    ages = "".join(
        f'<tr><td><span class="cn">{zh}</span><span class="en">{en}</span></td><td>{age}</td>'
        '<td><span class="cn">岁</span><span class="en">years</span></td></tr>'
        for zh, en, age in (("最小", "Min age", 18), ("最大", "Max age", 75))
    )
    record = _page(_row("年龄范围", "Participant age", f"<table>{ages}</table>"))
    assert _both(record, "age.minimum") == [("18 岁 years", "")]
    assert _both(record, "age.maximum") == [("75 岁 years", "")]


@pytest.mark.parametrize(
    ("said", "criteria"),
    [
        ("1 肝癌；<br>2 年龄≥18岁", ["肝癌；", "年龄≥18岁"]),
        ("13 肝癌；<br> 14 年龄≥18岁", ["肝癌；", "年龄≥18岁"]),
        ("1 肝癌；<br>2 年龄≥18岁<br>4 周前手术", ["1 肝癌；", "2 年龄≥18岁", "4 周前手术"]),
        ("1. 肝癌；<br>2. Child-Pugh&nbsp;A", ["肝癌；", "Child-Pugh\xa0A"]),
        ("4 周前手术", ["4 周前手术"]),
    ],
)
def test_numbers_without_a_point_are_numbers_only_where_every_line_counts_on(said: str, criteria: list[str]) -> None:
    record = _page(_row("纳入标准", "", f'<p class="cn brRep">{said}</p>', "cn"))
    assert [value.text.replace("\xa0", " ") for value in record.all("eligibility.inclusion")] == [
        each.replace("\xa0", " ") for each in criteria
    ]
    assert record.text("eligibility").startswith(said.split("<")[0][:3])


def test_who_asks_and_who_leads_are_contacts_with_their_role() -> None:
    record = _page(
        f'<tr class="cn">{_label("申请注册联系人")}<td>张三</td>{_label("研究负责人")}<td>李四</td></tr>',
        f'<tr class="en">{_label("", "Applicant")}<td>Zhang San</td>{_label("", "Study leader")}<td>Li Si</td></tr>',
        _row("研究负责人电话", "Study leader's <br> telephone", "+86 1"),
    )
    applicant, leader = record.members("contact")
    assert [value.text for value in applicant["name"]] == ["张三", "Zhang San"]
    assert [value.text for value in leader["role"]] == ["研究负责人", "Study leader"]
    assert (leader["phone"][0].text, leader["phone"][0].path) == ("+86 1", "研究负责人电话 Study leader's telephone")


def test_a_question_nobody_knows_is_a_note_under_its_own_words() -> None:
    record = _page(_row("新问题", "New question", "Answer"))
    assert [(value.path, value.text) for value in record.all("note")] == [("新问题 New question", "Answer")]


def test_scripts_of_a_page_are_neither_run_nor_read() -> None:
    record = _page(_row("注册题目", "Public title", "T<script>document.write('x')</script><style>p{}</style>"))
    assert [value.text for value in record.all("title")] == ["T"]


def test_a_page_that_is_cut_off_says_so_and_keeps_what_there_is() -> None:
    record = _page(_row("注册题目", "", "肝癌", "cn"), end="<div")
    assert record.text("title") == "肝癌"
    assert record.notes == ("the page ends before </html>: it may be cut off",)


def test_another_page_of_the_register_is_no_record() -> None:
    with pytest.raises(HepaticaError, match="the format is not known"):
        list(read_records("<html><body>ChiCTR 中国临床试验注册中心</body></html>".encode()))


# ---------------------------------------------------------------- real pages


@pytest.mark.real_data
def test_a_real_page_is_read_whole() -> None:
    (record,) = records(CHICTR_PAGE)
    assert record.id == "ChiCTR2400084905"
    assert [member["size"][0].text for member in record.members("arm")] == ["192", "192", "276", "276"]
    assert {group: len(members) for group, members in record.groups.items()} == {
        "contact": 3, "arm": 4, "site": 43, "outcome": 3, "sample": 4,
    }  # fmt: skip
    criteria = [(v.language, v.path.partition("#")[2]) for v in record.all("eligibility.inclusion")]
    assert [sum(1 for lang, number in criteria if lang == one and number.count(".") == 1) for one in ("zh", "en")] == [
        12,
        12,
    ]
    for name in ("date.registered", "date.updated", "date.start", "date.completion", "ethics.date"):
        days = read_days(record.text(name))
        assert days is not None
        assert days.exact
    assert record.notes == ()


@pytest.mark.real_data
def test_every_text_of_a_real_page_is_there_in_both_languages() -> None:
    (record,) = records(CHICTR_PAGE)
    for name, values in record.fields.items():
        spoken = {value.language for value in values}
        assert spoken in ({""}, {"zh", "en"}) or name == "note", name
    for name in ("arm", "site", "outcome"):
        for member in record.members(name):
            assert {value.language for value in member["name"]} == {"zh", "en"}


@pytest.mark.real_data
def test_nothing_that_a_real_page_answers_is_dropped() -> None:
    (record,) = records(CHICTR_PAGE)
    words = {line for _, value in record.values() for line in value.text.split("\n")}
    for said in (
        "吉林省长春市湖光路1018号、锦湖大路1066号",
        "NA",
        "2024-05-28 08:55:58",
        "PD-L1、KRAS CDx",
        "Tertiary A",
        "三级甲等",
    ):
        assert said in words


@pytest.mark.real_data
def test_ten_of_the_studies_found_are_listed_and_the_rest_is_noted() -> None:
    found = records(CHICTR_SEARCH)
    assert len(found) == 10
    first = found[0]
    assert (first.id, first.text("date.registered"), first.text("study_type")) == (
        "ChiCTR2500111173",
        "2025/10/27",
        "干预性研究",
    )
    assert first.text("title").endswith("SUNRAY-02")
    assert first.text("organisation") == "广东省人民医院（广东省医学科学院）"
    assert first.text("url") == "showproj.html?proj=274313"
    assert [record.notes for record in found] == [()] * 9 + [("the page shows 10 of 32 studies found",)]


@pytest.mark.real_data
def test_every_value_stands_where_it_says() -> None:
    for record in (*records(CHICTR_PAGE), *records(CHICTR_SEARCH)):
        assert list(misplaced(record, "markup")) == []
    (record,) = records(CHICTR_PAGE)
    (number,) = record.all("id")
    assert quoted(record, "id", number) == "ChiCTR2400084905"
    assert record.source == text_of(CHICTR_PAGE)
