"""The record itself: fields left blank, filled with something else, or at odds with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.checks.status_dates import dated
from hepatica.registry.dates import Days, days_of, read_days
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.grammar import counted
from hepatica.registry.looking import first, said, values, whole
from hepatica.registry.record import Quote, Record, Value
from hepatica.registry.traits import going_on

PHONE: Final = re.compile(r"^\s*[(（]?\d+[)）]?[\s-]*\+\s*\d[\d -]*$|^\s*\d{1,3}\+\d+")
_PERSON: Final = re.compile(r"^(?:(?:Prof|Dr)\.? )?[A-Z][\w'-]+(?: [A-Z]\.?)?(?: [A-Z][\w'-]+){1,2}(?:, .{2,12})?$")
_INSTITUTION: Final = re.compile(
    r"(?ai)hospital|universit|institut|cent(?:er|re)|college|group|inc\b|ltd|pharma|foundation|company|network"
    r"|clinic|school|oncolog|biotech|therapeut|laborator|scien|medical|health|医院|大学|公司|中心"
)
LEADING: Final = re.compile(
    r"(?ai)\b(?:the )?(?:lead(?:ing)?|co-?ordinating|principal) (?:unit|cent(?:er|re)|site|institution|hospital)\b"
    r"|\b(?:led|initiated|organi[sz]ed|co-?ordinated|sponsored) by (?:the )?[A-Z][\w' ]{2,60}?(?:Hospital"
    r"|University|Institute|Center)\b"
    r"|牵头(?:单位|中心|医院)|组长单位|由[^。；\n]{2,24}(?:牵头|发起)"
)
_ADDRESS: Final = re.compile(r"(?ai)https?:|www\.|\.pdf|\.docx?|Prot_|SAP_|ICF_")
_PROMISED: Final = re.compile(r"(?ai)protocol|consent|analysis plan|方案|知情")
_SINGLE: Final = (
    "date.registered", "date.posted", "date.updated", "date.start", "date.primary_completion", "date.completion",
)  # fmt: skip
_DATES: Final = (
    "date.start",
    "date.completion",
    "date.primary_completion",
    "date.recruitment_start",
    "date.posted",
    "date.registered",
)
_REGISTRANT: Final = re.compile(r"(?ai)name of registration|注册人|registrant")


def no_dates(record: Record) -> Iterator[Found]:
    """A record from which every date is absent."""
    status = said(record, "status")
    if status is None or not record.all("enrolment") or any(name.startswith("date.") for name, _ in _dated(record)):
        return
    yield Found(
        Phrase(
            f"'{status.text}', and no date of start, completion or registration",
            f"状态为“{status.text}”，无开始、结束或注册日期",
        ),
        (status,),
    )


def _dated(record: Record) -> Iterator[tuple[str, Value]]:
    for name in _DATES:
        for value in record.all(name):
            yield name, value


def two_dates_for_one(record: Record) -> Iterator[Found]:
    """Two different days for one event."""
    for name in _SINGLE:
        seen: list[tuple[Days, Quote]] = []
        several = record.all(name)
        for value in several if len(several) > 1 else ():
            days = days_of(record, value)
            if days is None:
                continue
            other = next(
                (each for each in seen if days.earliest > each[0].latest or days.latest < each[0].earliest), None
            )
            quote = whole(name, value)
            if other is not None:
                yield Found(
                    Phrase(
                        f"'{other[1].value.path}' says {other[1].text}, and '{value.path}' says {quote.text}",
                        f"“{other[1].value.path}”为{other[1].text}，“{value.path}”为{quote.text}",
                    ),
                    (other[1], quote),
                )
                return
            seen.append((days, quote))


def version_after_refresh(record: Record) -> Iterator[Found]:
    """A version made after the last refresh of the record, by the clock or in another way of writing."""
    version, updated = dated(record, "date.version"), dated(record, "date.updated")
    if version is None or updated is None:
        return
    one, other = (re.findall(r"\d+", quote.text) for _, quote in (version, updated))
    if [int(each) for each in one] > [int(each) for each in other] and len(one) == len(other) > 3:
        yield Found(
            Phrase(
                f"the version was made at {version[1].text}, after the last refresh at {updated[1].text}",
                f"版本创建时间（{version[1].text}）晚于最近更新时间（{updated[1].text}）",
            ),
            (version[1], updated[1]),
        )


def phone_that_cannot_be_dialled(record: Record) -> Iterator[Found]:
    """A telephone number with the plus sign inside."""
    found = [
        whole(f"{group}[{place}].{own}", value)
        for group, own in (("contact", "phone"), ("site", "contact"))
        for place, member in enumerate(record.members(group))
        for value in member.get(own, ())
        if "+" in value.text and PHONE.search(value.text) and not value.text.strip().startswith("+")
    ]
    if found:
        yield Found(
            Phrase(
                f"{counted(len(found), 'number')} with the plus sign inside: '{found[0].text}'",
                f"{len(found)}个电话号码的加号位置有误：“{found[0].text}”",
            ),
            tuple(found[:3]),
        )


def person_as_sponsor(record: Record) -> Iterator[Found]:
    """A person as lead sponsor, and the leading hospital only as collaborator."""
    sponsor = said(record, "sponsor")
    if sponsor is None or _INSTITUTION.search(sponsor.text) or not _PERSON.match(sponsor.text):
        return
    others = [whole("collaborator", v) for v in record.all("collaborator") if _INSTITUTION.search(v.text)]
    leading = first(record, ("summary", "description"), LEADING)
    if others and leading is not None:
        yield Found(
            Phrase(
                f"'{sponsor.text}', a person, is the lead sponsor, and '{others[0].text}', "
                f"which leads the study, only a collaborator",
                f"申办者为个人“{sponsor.text}”，牵头单位“{others[0].text}”仅为合作者",
            ),
            (others[0], leading, sponsor),
        )


def document_without_address(record: Record) -> Iterator[Found]:
    """A document that is promised, and nowhere to get it."""
    documents = [whole("document", value) for value in record.all("document")]
    if (
        not documents
        or any(_ADDRESS.search(quote.value.text) for quote in documents)
        or record.register not in ("ClinicalTrials.gov", "example")
    ):
        return
    promised = [quote for quote in documents if _PROMISED.search(quote.text)]
    if promised and len(documents) == len(promised):
        yield Found(
            Phrase(f"'{promised[0].text}' is promised, and no file named", f"承诺提供“{promised[0].text}”，却无文件"),
            (promised[0],),
        )


def _site_status(record: Record) -> Iterator[Found]:
    """Centres listed with a place for their status, and nothing in it."""
    notes = [note for note in record.notes if "Site Status" in note or "单位招募状态" in note]
    if not notes:
        return
    names = [whole(f"site[{n}].name", s["name"][-1]) for n, s in enumerate(record.members("site")) if s.get("name")]
    if not names or going_on(record) is None or any(site.get("status") for site in record.members("site")):
        return
    yield Found(
        Phrase(
            f"{counted(len(names), 'centre')} listed, and the status of none", f"{len(names)}家中心的招募状态均为空"
        ),
        (names[0], names[-1]),
    )


def blank_fields(record: Record) -> Iterator[Found]:
    """A field that the record has a place for, and nothing in it."""
    yield from _city(record)
    yield from _disease(record)
    yield from _site_status(record)


def _city(record: Record) -> Iterator[Found]:
    """A centre with a province and no city, although an address tells it."""
    for place, site in enumerate(record.members("site")):
        if not site.get("province") or site.get("city"):
            continue
        province = site["province"][-1]
        for name, value in values(record, ("contact.address",)):
            if province.text in value.text and value.text.strip() != province.text:
                yield Found(
                    Phrase(
                        f"a centre in {province.text} has no city, although an address tells it ('{value.text[:80]}')",
                        f"{province.text}的中心未填城市，而地址中已有（“{value.text[:60]}”）",
                    ),
                    (whole(f"site[{place}].province", province), whole(name, value)),
                )
                return


def sponsor_twice(record: Record) -> Iterator[Found]:
    """A collaborator or second sponsor that is the first."""
    for value in record.all("sponsor"):
        for other in record.all("collaborator"):
            if other.text == value.text and other.language == value.language and value.path != other.path:
                english = [
                    v for v in record.all("collaborator") if v.language == "en" and v.text in _texts(record, "sponsor")
                ]
                shown = english[0] if english else other
                mine = next(v for v in record.all("sponsor") if v.text == shown.text)
                yield Found(
                    Phrase(
                        f"'{shown.text}' is both first and second sponsor",
                        f"“{shown.text}”既为主办单位又为第二主办单位",
                    ),
                    (whole("sponsor", mine), whole("collaborator", shown)),
                )
                return


def _texts(record: Record, name: str) -> set[str]:
    return {value.text for value in record.all(name)}


def _disease(record: Record) -> Iterator[Found]:
    """A disease named in one language in a record of two, or without its code."""
    languages = {value.language for value in record.all("title")}
    conditions = record.all("condition")
    if not {"en", "zh"} <= languages or not conditions or {value.language for value in conditions} >= {"en", "zh"}:
        return
    yield Found(
        Phrase(
            f"the disease is named in one of the record's two languages only: '{conditions[0].text}'",
            f"研究疾病仅有一种语言：“{conditions[0].text}”",
        ),
        (whole("condition", conditions[0]),),
    )


def date_as_a_name(record: Record) -> Iterator[Found]:
    """A date where a name belongs."""
    names = ("contact.name", "contact.affiliation", "sponsor", "organisation")
    for name, value in values(record, names if record.register == "ClinicalTrials.gov" else (*names, "note")):
        if (
            (value.text[:1].isdigit() or value.text[-1:].isdigit())
            and _exact(value.text)
            and (name != "note" or _REGISTRANT.search(value.path))
        ):
            yield Found(
                Phrase(
                    f"'{value.path}' holds a date, {value.text.strip()}",
                    f"“{value.path}”填的是日期{value.text.strip()}",
                ),
                (whole(name, value),),
            )
            return


def _exact(text: str) -> bool:
    """Whether a text is a day of the calendar and nothing else."""
    days = read_days(text)
    return days is not None and (days.latest - days.earliest).days < 366 and len(text.strip()) > 7


CHECKS: Final = (
    Check(
        code="HPT390",
        title=Phrase("No date at all", "无任何日期"),
        severity=3,
        decidability="S",
        costs=Phrase("Whether the study can be done in time cannot be checked.", "无法核查研究能否按期完成。"),
        mend=Phrase(
            "Read the record from a source that tells its dates, or enter them.", "从含日期的来源读取，或补填日期。"
        ),
        meanwhile=Phrase("No date is assumed.", "不假定任何日期。"),
        find=no_dates,
        example=Example({"status": "Unknown", "enrolment": "50"}, {"date.start": "2019-11"}),
    ),
    Check(
        code="HPT391",
        title=Phrase("Two dates for one event", "同一事件两个日期"),
        severity=3,
        decidability="S",
        costs=Phrase("Tables of studies will disagree with the register.", "研究列表将与注册信息不符。"),
        mend=Phrase("Take the register's own date.", "以注册机构日期为准。"),
        meanwhile=Phrase("Both are kept.", "两者均保留。"),
        find=two_dates_for_one,
        example=Example(
            {"date.posted": "2025-07-08", "date.posted@en": "2025-08-13"}, {"date.posted@en": "2025-07-08"}
        ),
    ),
    Check(
        code="HPT392",
        title=Phrase("A version later than the last refresh", "版本时间晚于最近更新时间"),
        severity=3,
        decidability="S",
        costs=Phrase("Which text is the latest cannot be told from the record.", "无法判断哪一版最新。"),
        mend=Phrase("Nothing: the register writes these times.", "无需处理：由注册平台生成。"),
        meanwhile=Phrase("The later time is taken.", "以较晚时间为准。"),
        find=version_after_refresh,
        example=Example(
            {"date.version": "2026/03/16 15:52:30", "date.updated": "2026-03-16 15:52:24"},
            {"date.updated": "2026-03-16 15:52:30"},
        ),
    ),
    Check(
        code="HPT393",
        title=Phrase("A telephone number that cannot be dialled", "电话号码格式错误"),
        severity=3,
        decidability="S",
        costs=Phrase("Patients cannot reach the centre.", "患者无法联系研究中心。"),
        mend=Phrase("Write +, the country, the number.", "按“+国家代码 号码”填写。"),
        meanwhile=Phrase("The number is kept as it is.", "保留原样。"),
        find=phone_that_cannot_be_dialled,
        example=Example({"contact[0].phone": "86+13900000000"}, {"contact[0].phone": "+8613900000000"}),
        knowledge=True,
        source="ITU-T E.123 and E.164: the plus sign stands before the country code",
    ),
    Check(
        code="HPT394",
        title=Phrase(
            "A person is the sponsor and the leading hospital a collaborator", "个人为申办者，牵头医院仅为合作者"
        ),
        severity=3,
        decidability="S",
        costs=Phrase("Who answers for the study in law is open.", "法律责任主体不明。"),
        mend=Phrase("Register the institution as sponsor.", "以机构为申办者。"),
        meanwhile=Phrase("Both are named.", "两者均列出。"),
        find=person_as_sponsor,
        example=Example(
            {
                "sponsor": "Jane Doe",
                "collaborator": "Ruijin Hospital",
                "summary": "Ruijin Hospital is the leading unit",
            },
            {"sponsor": "Ruijin Hospital"},
        ),
    ),
    Check(
        code="HPT395",
        title=Phrase("A document is promised and not to be had", "承诺的文件无法获取"),
        severity=3,
        decidability="S",
        costs=Phrase("What the record leaves out cannot be looked up.", "注册信息未述内容无从查阅。"),
        mend=Phrase("Attach the file.", "上传文件。"),
        meanwhile=Phrase("The record alone is read.", "仅依据注册信息。"),
        find=document_without_address,
        example=Example(
            {"document": "Study Protocol and Informed Consent Form"}, {"document": "Study Protocol: Prot_000.pdf"}
        ),
    ),
    Check(
        code="HPT396",
        title=Phrase("A field is left blank", "字段留空"),
        severity=3,
        decidability="S",
        costs=Phrase("Searches by place, disease or status miss the study.", "按地点、疾病或状态检索不到该研究。"),
        mend=Phrase(
            "Fill in the city, the disease in both languages, the status of each centre.",
            "填写城市、中英文疾病名称及各中心状态。",
        ),
        meanwhile=Phrase("The field is taken as not told.", "按未填处理。"),
        find=blank_fields,
        example=Example(
            {"site[0].province": "Jiangsu", "contact[0].address": "299 Qingyang Road, Wuxi, Jiangsu"},
            {"site[0].city": "Wuxi"},
        ),
    ),
    Check(
        code="HPT397",
        title=Phrase("The second sponsor is the first", "第二主办单位与主办单位相同"),
        severity=3,
        decidability="S",
        costs=Phrase("Who pays or shares responsibility is not told.", "经费与责任方不明。"),
        mend=Phrase("Name the second sponsor, or leave it empty.", "填写真正的第二主办单位或留空。"),
        meanwhile=Phrase("One sponsor is taken.", "按一个主办单位处理。"),
        find=sponsor_twice,
        example=Example(
            {"sponsor": "Wuxi Hospital", "collaborator": "Wuxi Hospital"}, {"collaborator": "Jiangsu Province"}
        ),
    ),
    Check(
        code="HPT398",
        title=Phrase("A date where a name belongs", "姓名栏填为日期"),
        severity=3,
        decidability="S",
        costs=Phrase("Nobody can be asked.", "无人可询。"),
        mend=Phrase("Enter the name.", "填写姓名。"),
        meanwhile=Phrase("The name is taken as not told.", "按未填处理。"),
        find=date_as_a_name,
        example=Example({"contact[0].name": "2026-03-16 15:52:24"}, {"contact[0].name": "Ding Wei"}),
    ),
)
