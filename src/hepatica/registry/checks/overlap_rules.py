"""Inclusion and exclusion that meet: a finding, a treatment or another cancer admitted by one rule and refused by the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.agents import NAMED
from hepatica.registry.checks.overlap import ENDED
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import IN, OUT, holding, sentence, whole
from hepatica.registry.record import Quote, Record, Value

THROMBUS: Final = re.compile(
    r"tumou?r\s+thromb(?:us|i|osis)|(?<!micro)\bmacro-?\s?vascular\s+invasion|癌栓|大血管侵犯", re.IGNORECASE
)
MAIN: Final = re.compile(r"\bmain\b|\btrunk\b|主干|Vp\s?4", re.IGNORECASE)
LEVEL: Final = re.compile(
    r"\bmain\b|\btrunk\b|branch|segment|\bVp\s?\d|first|second|third|\bleft\b|\bright\b|portal|hepatic vein|主干|分支"
    r"|一级|二级|三级|段",
    re.IGNORECASE,
)
RISK: Final = re.compile(r"risk\s+factors?|high[\s-]risk|高危|危险因素", re.IGNORECASE)
DENIED: Final = re.compile(
    r"\b(?:no|not|without|absence|free of|never|except|excluding)\b|无|未|没有|除外|不伴", re.IGNORECASE
)
RECEIVED: Final = re.compile(
    r"\b(?:ha(?:ve|s|d|ving)|who)\s+(?:previously\s+|already\s+)?(?:received|undergone|failed|progressed\s+(?:on|after|during)"
    r"|been\s+(?:previously\s+)?treated(?:\s+previously)?\s+with)\s+(?P<en>[^.;]{0,120})"
    r"|\bat\s+least\s+(?:one|1|two|2)\s+(?:prior|previous)\s+(?P<line>(?:lines?|regimens?|courses?)\s+of\s+[^.;]{0,80})"
    r"|\bprogress(?:ion|ed|ive disease)\s+(?:on|after|during|following)(?:\s*(?:or|/|and)\s*(?:on"
    r"|after))?\s+(?P<after>[^.;]{0,80})"
    r"|\b(?:failure\s+of|refractory\s+to|intoleran(?:t|ce)\s+(?:to|of))\s+(?P<failed>[^.;]{0,80})"
    r"|接受过(?P<zh>[^;；。，]{0,40}治疗)",
    re.IGNORECASE,
)
SYSTEMIC: Final = re.compile(
    r"targeted|immun|chemo|systemic|intervention|TACE|HAIC|emboli|ablation|radio|combination therapy|靶向|免疫|化疗"
    r"|介入|全身|系统|消融|放疗|联合治疗",
    re.IGNORECASE,
)
EVER_TREATED: Final = re.compile(
    r"\b(?:(?:any\s+)?(?:previous(?:ly)?|prior)\s+(?:treatment|therapy|treated|received)\s*(?:with|of|for|any)?\s*(?:any\s+)?"
    r"(?:local|systemic|anti-?tumou?r|anti-?cancer)[^.;]{0,60}"
    r"|(?:any\s+)?(?:previous|prior)\s+(?:(?:local|systemic|anti-?tumou?r|anti-?cancer)(?:\s+(?:or|and))?\s+){1,3}(?:treatment|therapy))"
    r"|既往接受过(?:任何)?[^;；。，]{0,12}(?:局部|全身|系统|抗肿瘤)[^;；。，]{0,12}治疗",
    re.IGNORECASE,
)
WINDOWED: Final = re.compile(
    r"\bwithin\b|\bless than\b|\b(?:days?|weeks?|months?|years?)\b|except|other than|unless|for (?:another|other"
    r"|any other)|[天周月年]内|除外|除了|以外",
    re.IGNORECASE,
)
MALIGNANCY: Final = re.compile(
    r"malignan|(?:other|another|second|concurrent)\s+(?:primary\s+)?(?:cancer|tumou?r)s?|恶性肿瘤|其他肿瘤|第二原发",
    re.IGNORECASE,
)
EXCEPTION: Final = re.compile(
    r"\bexcept|\bother than\b|\bunless\b|\bapart from\b|\bexcluding\b|\bexception|\bnot including\b|除外|除了|已治愈|治愈的",
    re.IGNORECASE,
)
ANOTHER: Final = re.compile(
    r"\b(?:any|other|another|second|concurrent|concomitant|additional|prior|previous|history)\b|其他|其它|合并|第二|既往",
    re.I,
)
NEGATED: Final = re.compile(
    r"^\W*(?:[\w -]{3,30}[:：]\s*)?(?:(?:patients?|subjects?|participants?|who)\s+)*(?:ha(?:ve|s)\s+)?(?:(?:no"
    r"|without|never|not)\b|未|无|没有|既往未)",
    re.IGNORECASE,
)
THERAPY: Final = re.compile(
    r"anti-?\s?(?:tumou?r|cancer|neoplastic)[^.;,，；]{0,30}?(?:therap|treatment)|抗肿瘤[^;；。，]{0,8}治疗"
    r"|(?:systemic|全身)[^.;,，；]{0,20}?(?:therap|treatment|治疗)",
    re.IGNORECASE,
)
BEFORE: Final = re.compile(
    r"\b(?:before|prior|previous(?:ly)?|preoperative(?:ly)?|history)\b|既往|术前|曾|之前", re.IGNORECASE
)
SURGERY: Final = re.compile(r"surg|operat|resect|hepatectomy|手术|术前|切除", re.IGNORECASE)


def thrombus_on_both_sides(record: Record) -> Iterator[Found]:
    """A tumour thrombus of any level that qualifies as a risk factor, and one of the main trunk that excludes."""
    for _, value in holding(record, (IN,), ("thromb", "vascular", "癌栓", "大血管")):
        met = THROMBUS.search(value.text)
        if met is None or not RISK.search(value.text) or DENIED.search(value.text):
            continue
        begin = max(value.text.rfind(mark, 0, met.start()) for mark in (",", "，", ";", "；", "、", " or ")) + 1
        end = ENDED.search(value.text, met.end())
        if LEVEL.search(value.text, begin, end.start() if end else len(value.text)):
            continue
        for other in record.all(OUT):
            against = THROMBUS.search(other.text)
            if against and MAIN.search(other.text) and not DENIED.search(other.text):
                yield Found(
                    Phrase(
                        "a visible tumour thrombus qualifies as a risk factor, one of the main trunk excludes",
                        "可见癌栓作为高危因素可纳入，主干癌栓又被排除",
                    ),
                    (
                        Quote(IN, value, *sentence(value, met.start())),
                        Quote(OUT, other, *sentence(other, against.start())),
                    ),
                )
                return


def treatment_required_and_refused(record: Record) -> Iterator[Found]:
    """A treatment that patients must have had, and any earlier treatment that refuses them, whatever its time."""
    refused = {
        value.language: Quote(OUT, value, *ever.span())
        for _, value in holding(record, (OUT,), ("previous", "prior", "既往"))
        if len(value.text) < 160
        and (ever := EVER_TREATED.search(value.text))
        and not WINDOWED.search(value.text)
        and not _LISTED.search(value.text)
    }
    quotes: dict[str, Quote] = {}
    for _, value in holding(record, (IN,), _RECEIVED_KEYS) if refused else ():
        met = RECEIVED.search(value.text)
        if (
            met
            and value.language in refused
            and not DENIED.search(value.text, 0, met.start())
            and not _LISTED.search(value.text, 0, met.start())
            and (SYSTEMIC.search(met[0]) or NAMED.search(met[0]))
        ):
            quotes.setdefault(value.language, Quote(IN, value, met.start(), met.end()))
    if quotes:
        pairs = [pair for language in sorted(quotes) for pair in (quotes[language], refused[language])]
        yield Found(
            Phrase(
                "the treatment that patients must have had is an earlier treatment, which excludes them",
                "纳入标准要求接受过的治疗本身属于排除标准中的既往治疗",
            ),
            tuple(pairs),
        )


_LISTED: Final = re.compile(r"\b(?:cohort|part|arm)\b|\bfollowing\b|[:：]\s*$|队列|以下", re.IGNORECASE)
"""What holds for some of the patients, or leads into a list of treatments."""

_RECEIVED_KEYS: Final = (
    "received", "undergone", "treated", "failed", "failure", "progress", "refractory", "intoleran", "prior", "previous",
    "接受过",
)  # fmt: skip


def exception_overridden(record: Record) -> Iterator[Found]:
    """Two exclusion criteria about another malignancy, one without the exceptions that the other makes."""
    named = holding(record, (OUT,), ("malignan", "cancer", "tumo", "肿瘤", "第二原发"))
    about = [value for _, value in named if MALIGNANCY.search(value.text) and ANOTHER.search(value.text)]
    if len(about) < 2:
        return
    plain = [
        value
        for value in about
        if not EXCEPTION.search(value.text) and not WINDOWED.search(value.text) and len(value.text) < 90
    ]
    excepted = [value for value in about if EXCEPTION.search(value.text)]
    if plain and excepted and not DENIED.search(plain[0].text):
        met = EXCEPTION.search(excepted[0].text)
        assert met is not None
        yield Found(
            Phrase(
                "one criterion refuses every other malignancy, another makes exceptions that are then void",
                "一条标准排除一切其他恶性肿瘤，另一条的例外因此失效",
            ),
            (whole(OUT, plain[0]), Quote(OUT, excepted[0], met.start(), min(met.start() + 160, len(excepted[0].text)))),
        )


def told_twice(record: Record) -> Iterator[Found]:
    """A rule on earlier treatment that stands as "no …" among the inclusion and again among the exclusion criteria."""
    for _, value in holding(record, (IN,), _EARLIER_KEYS):
        if not NEGATED.search(value.text) or not _earlier(value):
            continue
        for _, other in holding(record, (OUT,), _EARLIER_KEYS):
            if (
                _earlier(other)
                and not NEGATED.search(other.text)
                and bool(SURGERY.search(value.text)) == bool(SURGERY.search(other.text))
            ):
                yield Found(
                    Phrase(
                        "no earlier anti-tumour treatment is asked for twice, in different words",
                        "同一条既往治疗要求以不同文字写了两次",
                    ),
                    (whole(IN, value), whole(OUT, other)),
                )
                return


_EARLIER_KEYS: Final = ("before", "prior", "previous", "preoperative", "history", "既往", "术前", "曾", "之前")


def _earlier(value: Value) -> bool:
    text = value.text
    return (
        len(text) < 200
        and BEFORE.search(text) is not None
        and THERAPY.search(text) is not None
        and not WINDOWED.search(text)
    )


CHECKS: Final = (
    Check(
        code="HPT053",
        title=Phrase("A tumour thrombus qualifies and excludes", "癌栓既是纳入条件又是排除条件"),
        severity=1,
        decidability="T",
        costs=Phrase("Patients with a thrombus of the main trunk meet both lists.", "主干癌栓患者同时符合两处。"),
        mend=Phrase("Name the level of the vessel in the inclusion criterion.", "在纳入标准中写明血管分级。"),
        meanwhile=Phrase(
            "Both criteria hold: a thrombus of the main trunk excludes.", "两条同时生效：主干癌栓者排除。"
        ),
        find=thrombus_on_both_sides,
        example=Example(
            {
                IN: "High risk factors for recurrence: satellite nodules, or visible tumor thrombus",
                OUT: "Main trunk tumor thrombus on imaging",
            },
            {IN: "High risk factors for recurrence: satellite nodules, or tumor thrombus of a segmental branch"},
        ),
    ),
    Check(
        code="HPT054",
        title=Phrase(
            "The treatment that is required is refused as an earlier treatment", "要求的治疗又作为既往治疗被排除"
        ),
        severity=1,
        decidability="T",
        costs=Phrase("Read literally, no patient can enter.", "按字面理解无人可入组。"),
        mend=Phrase("Say before which treatment there must have been none.", "写明“在何种治疗之前”未接受过治疗。"),
        meanwhile=Phrase(
            "Only treatment before the one that is required counts as earlier.",
            "仅将所要求的治疗之前的治疗视为既往治疗。",
        ),
        find=treatment_required_and_refused,
        example=Example(
            {
                IN: "having received combination therapy (intervention + targeted therapy + immunotherapy)",
                OUT: "Previous treatment with local or systemic therapy",
            },
            {OUT: "Previous treatment with local or systemic therapy within 6 months before the combination"},
        ),
    ),
    Check(
        code="HPT055",
        title=Phrase("An unconditional exclusion makes the exceptions of another void", "无条件排除使另一条的例外失效"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Patients with a cured skin cancer are let in by one criterion and kept out by the other.",
            "已治愈的皮肤癌患者一条允许、一条排除。",
        ),
        mend=Phrase("Merge the two criteria.", "合并两条标准。"),
        meanwhile=Phrase("The exceptions hold.", "以例外条款为准。"),
        find=exception_overridden,
        example=Example(
            {
                OUT: "Evidence of any concurrent malignant disease",
                f"{OUT}@en": "Another malignancy within 3 years, except for cured basal cell carcinoma of the skin",
            },
            {OUT: "Uncorrectable coagulopathy"},
        ),
    ),
    Check(
        code="HPT056",
        title=Phrase("A rule stands twice, once in each list", "同一规则在两处重复"),
        severity=3,
        decidability="T",
        costs=Phrase(
            "Two wordings of one rule are judged, and recorded, twice.", "同一规则的两种表述需判断和记录两次。"
        ),
        mend=Phrase("Keep it in one list.", "只保留一处。"),
        meanwhile=Phrase("Both are recorded; either refuses.", "两条均记录，任一不符即排除。"),
        find=told_twice,
        example=Example(
            {
                IN: "No anti-tumor treatment history before surgery",
                OUT: "Preoperative TACE or targeted anti-tumor therapy",
            },
            {OUT: "Active infection"},
        ),
    ),
)
