"""The questions of a ChiCTR record, in Chinese and English, and the fields their answers go to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from hepatica.registry.passage import Passage
from hepatica.registry.record import Language

REGISTER = "ChiCTR"
NUMBER: Final = re.compile(r"ChiCTR[-A-Za-z]*\d+")
DATES: Final = {
    "execution": ("date.start", "date.completion"),
    "recruitment": ("date.recruitment_start", "date.recruitment_end"),
}
"""Question answered by two dates (of `LISTS`) -> fields of the first and of the last."""

_FIELDS: Final = {
    "id": ("注册号", "Registration number"),
    "status.audit": ("审核状态", "Project audit state"),
    "date.updated": ("最近更新日期", "Date of Last Refreshed on"),
    "date.registered": ("注册时间", "Date of Registration"),
    "registration.timing": ("注册号状态", "Registration Status"),
    "title": ("注册题目", "Public title"),
    "acronym": ("注册题目简写", "English Acronym"),
    "title.official": ("研究课题的正式科学名称", "Scientific title"),
    "other_id": (
        "研究课题代号(代码)",
        "Study subject ID",
        "在二级注册机构或其它机构的注册号",
        "The registration number of the Partner Registry or other register",
    ),
    "ethics.approved": ("是否获伦理委员会批准", "Approved by ethic committee"),
    "ethics.number": ("伦理委员会批件文号", "Approved No. of ethic committee"),
    "ethics.committee": ("批准本研究的伦理委员会名称", "Name of the ethic committee"),
    "document": ("伦理委员会批件附件", "Approved file of Ethical Committee"),
    "ethics.date": ("伦理委员会批准日期", "Date of approved by ethic committee"),
    "sponsor": ("研究实施负责(组长)单位", "Primary sponsor"),
    "funding": ("经费或物资来源", "Source(s) of funding"),
    "condition": ("研究疾病", "Target disease"),
    "condition.code": ("研究疾病代码", "Target disease code"),
    "study_type": ("研究类型", "Study type"),
    "phase": ("研究所处阶段", "Study phase"),
    "design": ("研究设计", "Study design"),
    "summary": ("研究目的", "Objectives of Study"),
    "description": ("药物成份或治疗方案详述", "Description for medicine or protocol of treatment in detail"),
    "eligibility.inclusion": ("纳入标准", "Inclusion criteria"),
    "eligibility.exclusion": ("排除标准", "Exclusion criteria"),
    "status": ("征募研究对象情况", "Recruiting status"),
    "sex": ("性别", "Gender"),
    "randomisation": ("随机方法", "Randomization Procedure"),
    "results.public": ("是否公开试验完成后的统计结果", "Calculated Results after the Study Completed public access"),
    "masking": ("盲法", "Blinding"),
    "sharing": ("是否共享原始数据", "IPD sharing"),
    "sharing.description": ("共享原始数据的方式", "The way of sharing IPD"),
    "data_capture": ("数据采集和管理", "Data collection and Management"),
    "dmc": ("数据与安全监察委员会", "Data and Safety Monitoring Committee"),
}
_PEOPLE: Final = {
    "applicant": {
        "name": ("申请注册联系人", "Applicant"),
        "phone": ("申请注册联系人电话", "Applicant telephone"),
        "fax": ("申请注册联系人传真", "Applicant Fax"),
        "email": ("申请注册联系人电子邮件", "Applicant E-mail"),
        "website": ("申请单位网址(自愿提供)", "Applicant website(voluntary supply)"),
        "address": ("申请注册联系人通讯地址", "Applicant address"),
        "postcode": ("申请注册联系人邮政编码", "Applicant postcode"),
        "affiliation": ("申请人所在单位", "Applicant's institution"),
    },
    "leader": {
        "name": ("研究负责人", "Study leader"),
        "phone": ("研究负责人电话", "Study leader's telephone"),
        "fax": ("研究负责人传真", "Study leader's fax"),
        "email": ("研究负责人电子邮件", "Study leader's E-mail"),
        "website": ("研究负责人网址(自愿提供)", "Study leader's website(voluntary supply)"),
        "address": ("研究负责人通讯地址", "Study leader's address"),
        "postcode": ("研究负责人邮政编码", "Study leader's postcode"),
        "affiliation": ("研究负责人所在单位", "Affiliation of the Leader"),
    },
    "ethics": {
        "name": ("伦理委员会联系人", "Contact Name of the ethic committee"),
        "phone": ("伦理委员会联系人电话", "Contact phone of the ethic committee"),
        "email": ("伦理委员会联系人邮箱", "Contact email of the ethic committee"),
        "address": ("伦理委员会联系地址", "Contact Address of the ethic committee"),
    },
}
_LISTS: Final = {
    "arm": ("干预措施", "Interventions"),
    "site": ("研究实施地点", "Countries of recruitment and research settings"),
    "outcome": ("测量指标", "Outcomes"),
    "sample": ("采集人体标本", "Collecting sample(s) from participants"),
    "sponsor": ("试验主办单位(项目批准或申办者)", "Secondary sponsor"),
    "age": ("年龄范围", "Participant age"),
    "execution": ("研究实施时间", "Study execute time"),
    "recruitment": ("征募观察对象时间", "Recruiting time"),
}
_WITHIN: Final = {
    "arm": {
        "name": ("组别", "Group"),
        "size": ("样本量", "Sample size"),
        "intervention": ("干预措施", "Intervention"),
        "code": ("干预措施代码", "Intervention code"),
    },
    "site": {
        "country": ("国家", "Country"),
        "province": ("省(直辖市)", "Province"),
        "city": ("市(区县)", "City"),
        "name": ("单位(医院)", "Institution hospital"),
        "level": ("单位级别", "Level of the institution"),
    },
    "outcome": {
        "name": ("指标中文名", "Outcome"),
        "role": ("指标类型", "Type"),
        "time_frame": ("测量时间点", "Measure time point of outcome"),
        "method": ("测量方法", "Measure method"),
    },
    "sample": {
        "name": ("标本中文名", "Sample Name"),
        "tissue": ("组织", "Tissue"),
        "fate": ("人体标本去向", "Fate of sample"),
        "note": ("说明", "Note"),
    },
    "sponsor": {"name": ("单位(医院)", "Institution hospital")},
}
UNWORDED: Final = frozenset(
    {"id", "other_id", "date.updated", "date.registered", "ethics.number", "ethics.date", "condition.code", "size", "code",
     "phone", "fax", "email", "website", "postcode"}
)  # fmt: skip
"""Fields of numbers, dates and addresses, which have no language."""

_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_DATE: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?: \d{2}:\d{2}:\d{2})?")
_UNTIL: Final = re.compile(r"至|\bTo\b")
_BOTH: Final = re.compile(r"([\u3400-\u9fff][^/A-Za-z]*?)\s*/?\s*([A-Za-z][^/\u3400-\u9fff]*)")
_ASIDE: Final = re.compile(r"\((?:说明|请说明|please|include|a standard).*$|[”\"]", re.IGNORECASE | re.DOTALL)
_DROPPED: Final = re.compile(r"[\s:]+")


def plain(label: str) -> str:
    """A question as it is looked up: without white space, colon, and the explanation in brackets that follows some."""
    return _DROPPED.sub("", _ASIDE.sub("", unicodedata.normalize("NFKC", label))).lower()


def spoken(text: str) -> Language:
    """The language of a text that is Chinese or English."""
    return "zh" if _CHINESE.search(text) else "en"


def from_to(said: Passage, listed: str) -> Iterator[tuple[str, Passage]]:
    """The dates of an answer ("从 2024-06-01 至 2029-10-01"), each with its field. listed: a question of `DATES`."""
    first, last = DATES[listed]
    until = _UNTIL.search(said.text)
    for met in _DATE.finditer(said.text):
        yield last if until and met.start() > until.start() else first, said.part(*met.span())


def in_two_languages(said: Passage) -> list[tuple[Passage, Language]]:
    """An answer in both languages at once ("不公开/Private", "否No") as its two parts; as it is where it is none."""
    met = _BOTH.fullmatch(said.text)
    return [(said, "")] if met is None else [(said.part(*met.span(1)), "zh"), (said.part(*met.span(2)), "en")]


def _looked_up(labels: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    return MappingProxyType({plain(label): name for name, several in labels.items() for label in several})


FIELDS: Final = _looked_up(_FIELDS)
"""Question -> field."""

LISTS: Final = _looked_up(_LISTS)
"""Question whose answer is a list, an age or two dates -> what it lists."""

PEOPLE: Final = {
    plain(label): (who, field) for who, own in _PEOPLE.items() for field, two in own.items() for label in two
}
"""Question -> whose, and field of `contact`."""

WITHIN: Final = {group: _looked_up(labels) for group, labels in _WITHIN.items()}
"""Group -> question about one of its members -> field."""
