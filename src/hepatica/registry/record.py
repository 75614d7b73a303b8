"""A registry record: what a register says of a study, each value with where it stands in the source.

Nothing is chosen and nothing is corrected here: where a record says a thing twice, both values are kept side by side, and
where it says it in two languages, both stand under the same field. Readers make records (one file a format), the checker and
the drafter look at them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

Language = str
"""ISO 639-1 code in lower case ("en", "zh", "es"); "" where a text has none or its source does not tell."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of the source, from `start` up to but not including `end`."""

    start: int
    end: int


class Value(NamedTuple):
    """What one place of a record says.

    text: as a person reads it: entities and escapes resolved, white space at the ends removed, line breaks kept.
    path: the place in the words of the source: `protocolSection.designModule.enrollmentInfo.count`, `Total Enrollment`.
    language: "" where the value has none (a number, a date, a code).
    """

    text: str
    path: str
    language: Language = ""
    key: int = 0
    """Tells the record's `locate` which place is meant; the reader's own."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a value: `text` is what stands from `start` to `end` in `value.text`."""

    field: str
    value: Value
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words quoted."""
        return self.value.text[self.start : self.end]


Group = Mapping[str, tuple[Value, ...]]
"""The fields of one arm, outcome or site: name -> values."""

Locate = Callable[[Value, int, int], Span | None]
"""Where characters `start` to `end` of a value stand in the source; None where the place cannot be told."""


def _nowhere(value: Value, start: int, end: int) -> Span | None:
    return None


@dataclass(frozen=True)
class Record:
    """A record as it was read.

    id: the register's own identifier, "" where the source has none. register: "ClinicalTrials.gov", "ChiCTR", "EUCTR", "CTIS",
    "ISRCTN", or another of the ICTRP's. format: name of the reader. source: the whole text, decoded. fields: name (of `FIELDS`)
    -> values. groups: name (of `GROUPS`) -> its members in the order of the source. notes: what the reader could not make
    sense of, a line each.
    """

    id: str
    register: str
    format: str
    source: str = field(repr=False)
    fields: Mapping[str, tuple[Value, ...]] = field(default_factory=lambda: MappingProxyType({}))
    groups: Mapping[str, tuple[Group, ...]] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()
    locate: Locate = field(default=_nowhere, repr=False, compare=False)

    def all(self, name: str) -> tuple[Value, ...]:
        """Every value of a field, in the order of the source; none where the record does not say."""
        return self.fields.get(name, ())

    def one(self, name: str, language: Language | None = None) -> Value | None:
        """The first value of a field, in a language if one is named (values without one count as any)."""
        return next((v for v in self.all(name) if language is None or v.language in (language, "")), None)

    def text(self, name: str, language: Language | None = None) -> str:
        """The first value's text; "" where the record does not say."""
        value = self.one(name, language)
        return value.text if value is not None else ""

    def members(self, name: str) -> tuple[Group, ...]:
        """The arms, outcomes, sites, …; none where the record lists none."""
        return self.groups.get(name, ())

    def values(self) -> Iterator[tuple[str, Value]]:
        """Every value with the name of its field; of a group's member `arm[0].name`."""
        for name, values in self.fields.items():
            yield from ((name, value) for value in values)
        for group, members in self.groups.items():
            for number, member in enumerate(members):
                for name, values in member.items():
                    yield from ((f"{group}[{number}].{name}", value) for value in values)

    def span(self, quote: Quote) -> Span | None:
        """Where the words of a quote stand in the source."""
        return self.locate(quote.value, quote.start, quote.end)

    def place(self, quote: Quote) -> dict[str, int | None]:
        """The same as plain data: `start` and `end`, null where the place cannot be told."""
        span = self.span(quote)
        return {"start": None, "end": None} if span is None else {"start": span.start, "end": span.end}


FIELDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "id": ("Registry number", "注册号"),
        "version": ("Version", "版本"),
        "date.version": ("Version created", "版本创建时间"),
        "other_id": ("Other identifier", "其他编号"),
        "acronym": ("Acronym", "研究简称"),
        "title": ("Public title", "注册题目"),
        "title.official": ("Scientific title", "研究课题的正式科学名称"),
        "url": ("Address", "网址"),
        "sponsor": ("Sponsor", "主办单位"),
        "sponsor.class": ("Class of sponsor", "主办单位类别"),
        "organisation": ("Organisation", "申请单位"),
        "collaborator": ("Collaborator", "合作单位"),
        "collaborator.class": ("Class of collaborator", "合作单位类别"),
        "responsible_party": ("Responsible party", "责任方"),
        "funding": ("Source of funding", "经费来源"),
        "status": ("Recruitment status", "招募状态"),
        "status.audit": ("Audit state", "审核状态"),
        "status.stop_reason": ("Why stopped", "终止原因"),
        "date.registered": ("Date of registration", "注册时间"),
        "date.posted": ("First posted", "首次公布日期"),
        "date.updated": ("Last updated", "最近更新日期"),
        "date.update_submitted": ("Last update submitted", "最近更新提交日期"),
        "date.verified": ("Verified", "核实日期"),
        "date.start": ("Study start", "研究开始时间"),
        "date.start.type": ("Study start, estimated or actual", "研究开始时间类型"),
        "date.primary_completion": ("Primary completion", "主要终点完成时间"),
        "date.primary_completion.type": ("Primary completion, estimated or actual", "主要终点完成时间类型"),
        "date.completion": ("Study completion", "研究结束时间"),
        "date.completion.type": ("Study completion, estimated or actual", "研究结束时间类型"),
        "date.results": ("Results submitted", "结果提交日期"),
        "date.recruitment_start": ("Start of recruitment", "征募开始时间"),
        "date.recruitment_end": ("End of recruitment", "征募结束时间"),
        "registration.timing": ("Prospective or retrospective registration", "注册状态"),
        "study_type": ("Study type", "研究类型"),
        "phase": ("Phase", "研究所处阶段"),
        "purpose": ("Primary purpose", "研究目的"),
        "design": ("Study design", "研究设计"),
        "allocation": ("Allocation", "分配方式"),
        "model": ("Intervention or observational model", "研究模型"),
        "arm.count": ("Number of arms", "组数"),
        "time_perspective": ("Time perspective", "时间视角"),
        "masking": ("Masking", "盲法"),
        "masking.who": ("Who is masked", "设盲对象"),
        "masking.description": ("Masking, description", "盲法说明"),
        "randomisation": ("Randomisation procedure", "随机方法"),
        "enrolment": ("Enrolment", "入组人数"),
        "enrolment.type": ("Estimated or actual", "入组人数类型"),
        "follow_up": ("Length of follow-up", "随访时间"),
        "summary": ("Brief summary or objectives", "研究概要"),
        "description": ("Detailed description", "详细描述"),
        "condition": ("Condition", "研究疾病"),
        "condition.code": ("Code of the condition", "研究疾病代码"),
        "condition.term": ("Term of the condition", "研究疾病术语"),
        "keyword": ("Keyword", "关键词"),
        "eligibility": ("Eligibility criteria, whole", "入排标准"),
        "eligibility.inclusion": ("Inclusion criterion", "纳入标准"),
        "eligibility.exclusion": ("Exclusion criterion", "排除标准"),
        "age.minimum": ("Minimum age", "最小年龄"),
        "age.maximum": ("Maximum age", "最大年龄"),
        "age.group": ("Age group", "年龄组"),
        "sex": ("Sex", "性别"),
        "healthy_volunteers": ("Healthy volunteers", "健康受试者"),
        "population": ("Study population", "研究人群"),
        "sampling_method": ("Sampling method", "抽样方法"),
        "country": ("Country", "国家"),
        "dmc": ("Data monitoring committee", "数据监察委员会"),
        "oversight": ("Oversight", "监管"),
        "ethics.approved": ("Approved by an ethics committee", "伦理委员会批准"),
        "ethics.committee": ("Ethics committee", "伦理委员会名称"),
        "ethics.number": ("Ethics approval number", "伦理批件文号"),
        "ethics.date": ("Date of approval", "伦理批准日期"),
        "biospecimen": ("Biospecimens", "生物标本"),
        "sharing": ("Sharing of individual data", "共享原始数据"),
        "sharing.description": ("Sharing plan", "共享计划"),
        "sharing.time": ("Time of sharing", "共享时间"),
        "sharing.access": ("Access to shared data", "共享方式"),
        "sharing.url": ("Address of shared data", "共享网址"),
        "sharing.information": ("Further information to be shared", "共享资料类型"),
        "data_capture": ("Case record form and electronic data capture", "数据采集和管理"),
        "results": ("Results", "研究结果"),
        "results.public": ("Publication of results", "研究结果公开"),
        "document": ("Document", "文件"),
        "reference": ("Reference", "参考文献"),
        "note": ("Note", "备注"),
    }
)
"""Names of a record's fields with their labels. A reader keeps what fits none of them under `note`, with its own path."""

GROUPS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = MappingProxyType(
    {
        "arm": {
            "name": ("Arm or group", "组别"),
            "type": ("Type of arm", "组别类型"),
            "description": ("Description of the arm", "组别说明"),
            "size": ("Size of the arm", "样本量"),
            "intervention": ("Intervention of the arm", "干预措施"),
        },
        "intervention": {
            "name": ("Intervention", "干预措施"),
            "type": ("Type of intervention", "干预类型"),
            "description": ("Description of the intervention", "干预说明"),
            "other_name": ("Other name", "别名"),
            "arm": ("Arms with the intervention", "所属组别"),
            "code": ("Code of the intervention", "干预措施代码"),
        },
        "outcome": {
            "role": ("Primary, secondary or other", "指标类型"),
            "name": ("Outcome", "指标名称"),
            "description": ("Description of the outcome", "指标说明"),
            "time_frame": ("Time frame", "测量时间点"),
            "method": ("Method of measurement", "测量方法"),
        },
        "site": {
            "name": ("Site", "单位"),
            "city": ("City", "城市"),
            "province": ("Province", "省"),
            "country": ("Country", "国家"),
            "status": ("Status of the site", "单位招募状态"),
            "level": ("Level of the institution", "单位级别"),
            "postcode": ("Postcode", "邮政编码"),
            "position": ("Latitude and longitude", "经纬度"),
            "contact": ("Contact of the site", "联系人"),
        },
        "contact": {
            "name": ("Contact", "联系人"),
            "role": ("Role", "角色"),
            "phone": ("Telephone", "电话"),
            "email": ("E-mail", "电子邮件"),
            "affiliation": ("Affiliation", "单位"),
            "address": ("Address", "地址"),
            "postcode": ("Postcode of the contact", "邮政编码"),
            "fax": ("Fax", "传真"),
            "website": ("Website", "网址"),
        },
        "sample": {
            "name": ("Sample", "标本名称"),
            "tissue": ("Tissue", "组织"),
            "fate": ("Fate of sample", "标本去向"),
            "note": ("Note on the sample", "说明"),
        },
    }
)
"""Names of what a record lists, and of the fields of each member."""


def label(name: str, language: str) -> str:
    """What a person calls a field (`enrolment`), a group (`arm`), a field of it (`arm.name`) or of its member (`arm[0].name`).

    A name that is none is given back as it is.
    """
    group, _, rest = name.partition("[")
    number, _, own = rest.partition("].")
    if not rest:
        group, _, own = name.partition(".")
    labels = FIELDS.get(name) or GROUPS.get(group, {}).get(own or "name")
    if labels is None:
        return name
    return labels[language == "zh"] + (f" {int(number) + 1}" if rest else "")
