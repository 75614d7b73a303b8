"""A title that tells of other participants than the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import IN, OUT, first, search, sentence_of
from hepatica.registry.record import Quote, Record

INCLUSION: Final = (IN,)
NAMES: Final = ("title", "title.official", "condition")

_ADVANCED: Final = re.compile(
    r"(?i)(?<!locally )(?<!local )\badvanced (?:stage )?(?:primary )?(?:liver cancer|hepatocellular carcinoma|HCC"
    r"|hepatoma)"
    r"|\bunresectable (?:liver cancer|hepatocellular carcinoma|HCC)"
    r"|(?<!局部)晚期(?:原发性)?肝(?:细胞)?癌|不可切除(?:的)?(?:原发性)?肝(?:细胞)?癌"
)
_RESECTED: Final = re.compile(
    r"(?i)\b(?:received|underwent|undergone|undergoing|having had|treated (?:by|with)) (?:[\w-]+ ){0,2}?"
    r"(?:surgical treatment|surgical resection|(?:curative|radical|R0|complete) (?:resection|hepatectomy|surgery)"
    r"|hepatectomy|R0 resection)[^.;\n]{0,50}"
    r"|(?<!un)(?<!un-)\bresectable (?:liver cancer|hepatocellular carcinoma|HCC|disease|tumou?rs?|lesions?)"
    r"|\b(?:scheduled|planned|eligible|candidates?) (?:for|to undergo) (?:curative|radical|surgical|liver) ?"
    r"(?:resection|hepatectomy|surgery)"
    r"|\b(?:BCLC|Barcelona)[- ](?:clinic liver cancer )?(?:\(BCLC\) )?(?:stages? )?(?:0 ?(?:or|and|-|/|to) ?A|0|A)"
    r"(?![\w/-])(?! ?(?:to|or|and|,|-) ?[BC])|\bearly[- ]stage (?:HCC|hepatocellular|liver cancer)"
    r"|(?:接受|已行|行)(?:过)?(?:肝癌)?(?:手术治疗|根治性切除|根治性手术|肝切除)|(?<!不)可切除(?:的)?肝"
)
_NO_RULE: Final = re.compile(
    r"(?i)recurr|relapse|progress|\bnot\b|\bno\b|\bif\b|\bor\b|allow|prior|previous|history|unsuitable|unable"
    r"|neo-?adjuvant|conver"
    r"|复发|进展|未|不|或|既往|转化|新辅助"
)


def advanced_yet_resected(record: Record) -> Iterator[Found]:
    """Advanced or unresectable disease by title, and resected disease by the criteria."""
    advanced = first(record, NAMES, _ADVANCED)
    if advanced is None or (title := record.one("title")) is None or _NO_RULE.search(title.text):
        return
    for quote in search(
        record, INCLUSION, _RESECTED, ("surgical", "surgery", "resect", "hepatectomy", "bclc", "early", "手术", "切除")
    ):
        if _NO_RULE.search(sentence_of(quote).text.replace(quote.text, "")) is None:
            yield Found(
                Phrase(
                    "the title tells of disease beyond surgery, and the criteria require that it was operated on",
                    "题目为晚期或不可切除疾病，入选标准却要求已手术",
                ),
                (advanced, quote),
            )
            return


_TITLE_RULES: Final = (
    (
        re.compile(
            r"(?i)\b(?:adjuvant|after (?:curative |radical )?(?:resection|hepatectomy)|(?<!un)resectable|resected"
            r"|neo-?adjuvant)\b|(?<!不)可切除|术后辅助|新辅助"
        ),
        re.compile(r"(?i)unresectable|conversion|advanced|不可切除|转化|晚期"),
        IN,
        re.compile(
            r"(?i)^[^;\n]{0,80}\b(?:unresectable|not (?:suitable|eligible) for (?:surgical )?resection"
            r"|inoperable)\b[^;\n]{0,40}|不可切除|无法手术"
        ),
        re.compile(r"(?i)\b(?:no|not|or|if|recurr|potentially|initially|previous|exclu)\b|或|复发|初始"),
    ),
    (
        re.compile(r"(?i)\b(?:second|2nd|third)[- ]line\b|[二三]线"),
        re.compile(r"(?i)\bfirst[- ]|maintenance|一线"),
        OUT,
        re.compile(
            r"(?i)^\W*(?:any |received any |has received any |have received )?(?:prior|previous) (?:systemic )"
            r"(?:\w+ )?(?:therapy|treatment)\W*$"
            r"|^\W*(?:既往)?(?:曾)?接受过(?:任何)?(?:系统|全身)(?:性)?(?:抗肿瘤)?治疗\W*$"
        ),
        None,
    ),
    (
        re.compile(r"(?i)\bfirst[- ]line\b|一线"),
        re.compile(r"(?i)second|third|failure|after|subsequent|二线|失败|后"),
        IN,
        re.compile(
            r"(?i)\b(?:progress\w+|refractory|intoleran\w+|failed?|failure) (?:on|after|to|of|following) (?:\w+"
            r" ){0,2}?(?:prior |previous |first-line |standard )"
            r"(?:systemic|sorafenib|lenvatinib|therapy|treatment|chemotherapy)[^.;\n]{0,40}|(?:一线|系统)治疗(?:后)?(?:失败|进展)"
        ),
        re.compile(r"(?i)\b(?:no|not|local|TACE|adjuvant|resection|if|allowed)\b|未|局部"),
    ),
    (
        re.compile(
            r"(?i)\b(?:HBV|hepatitis B)(?: virus)?[- ](?:related|associated|positive|infected)|乙(?:型)?肝(?:病毒)?相关"
        ),
        re.compile(r"(?i)\bnon|HCV|hepatitis C|without|非"),
        OUT,
        re.compile(
            r"(?i)^\W*(?:HBsAg[- ](?:positive|\(\+\))|positive (?:for )?HBsAg|(?:chronic )?(?:HBV|hepatitis B)(?:"
            r" virus)?(?: \(HBV\))? infection|乙型?肝(?:炎|病毒)感染)\W*$"
        ),
        None,
    ),
)
"""What a title says, what takes it back there, where a criterion stands, how it says the opposite, and what takes that back."""


def title_against_criterion(record: Record) -> Iterator[Found]:
    """A title that names participants whom a criterion keeps out."""
    for told, but, names, opposite, unless in _TITLE_RULES:
        title = first(record, ("title",), told)
        if title is None or but.search(title.value.text):
            continue
        for quote in search(record, (names,), opposite):
            if unless is None or unless.search(quote.value.text) is None:
                yield Found(
                    Phrase(
                        f"the title says '{title.text}', and a criterion the opposite",
                        f"题目为“{title.text}”，而标准与之相反",
                    ),
                    (title, quote),
                )
                return


_AGED: Final = re.compile(r"(?i)\b(?:elderly|older (?:adults|patients|people)|geriatric|octogenarians?)\b|老年")
_YOUNG: Final = re.compile(
    r"(?i)\b(?:in|of|among|for) (?:[\w-]+ ){0,2}?(?:children|pa?ediatric (?:patients|subjects|cancers?|tumou?rs?)"
    r"|infants|neonates|newborns)\b"
    r"|(?:儿童|小儿)(?:患者|肝|肿瘤)|患儿"
)
_BESIDE: Final = re.compile(
    r"(?i)\band (?:\w+ )?(?:adult|young)|\badults?\b|parents?|mothers?|maternal|pregnan\w+|women|staff|workers|born"
    r"|family|families|caregivers|childhood|年轻|成人"
)


def title_against_age(record: Record) -> Iterator[Found]:
    """A title of the old or of children, and an age limit that keeps them out."""
    for pattern, field, keeps_out in ((_AGED, "age.maximum", _below(65)), (_YOUNG, "age.minimum", _from(18))):
        limit = record.one(field)
        title = first(record, ("title",), pattern) if limit is not None else None
        if title is None or limit is None or _BESIDE.search(title.value.text):
            continue
        met = _YEARS.search(limit.text)
        if met is not None and keeps_out(float(met[1])):
            yield Found(
                Phrase(
                    f"the title says '{title.text}', and the age limit is {limit.text}",
                    f"题目为“{title.text}”，而年龄限制为{limit.text}",
                ),
                (title, Quote(field, limit, 0, len(limit.text))),
            )
            return


_YEARS: Final = re.compile(r"(?i)(\d+(?:\.\d+)?)\s*(?:years?|y\b|岁|$)")


def _below(most: float) -> Callable[[float], bool]:
    return lambda years: 0 < years < most


def _from(least: float) -> Callable[[float], bool]:
    return lambda years: years >= least


_PRIMARY_CANCER: Final = re.compile(r"(?i)\bprimary liver (?:cancer|carcinoma)\b|原发性肝癌")
_HEPATOCELLULAR: Final = re.compile(r"(?i)hepatocellular|\bHCC\b|肝细胞癌")
_ALL_KINDS: Final = re.compile(r"(?i)cholangio|biliary|\bICC\b|liver (?:cancer|neoplasm)|胆管|肝癌")


def primary_cancer_for_one_kind(record: Record) -> Iterator[Found]:
    """Primary liver cancer in the title, where only hepatocellular carcinoma may enter."""
    title = first(record, ("title", "title.official"), _PRIMARY_CANCER)
    conditions = record.all("condition")
    if title is None or not conditions or _HEPATOCELLULAR.search(title.value.text):
        return
    if all(_HEPATOCELLULAR.search(each.text) and not _ALL_KINDS.search(each.text) for each in conditions):
        yield Found(
            Phrase(
                "the title tells of primary liver cancer, the condition of hepatocellular carcinoma alone",
                "题目为原发性肝癌，研究疾病仅为肝细胞癌",
            ),
            (title, Quote("condition", conditions[0], 0, len(conditions[0].text))),
            severity=3,
        )


def title_and_participants(record: Record) -> Iterator[Found]:
    """A title that tells of other participants than the criteria or the condition."""
    yield from title_against_age(record)
    if not any(word in record.text("title") for word in ("iver", "IVER", "HCC", "epato", "EPATO", "肝")):
        return
    yield from title_against_criterion(record)
    yield from advanced_yet_resected(record)
    yield from primary_cancer_for_one_kind(record)


CHECKS: Final = (
    Check(
        code="HPT410",
        title=Phrase("The title tells of other participants than the record", "题目与受试者范围不一致"),
        severity=1,
        decidability="T",
        costs=Phrase("Nobody can say to whom the result applies.", "无法说明研究结果适用于哪些患者。"),
        mend=Phrase("Name in the title the participants that the criteria take.", "题目写明入选标准所纳入的人群。"),
        meanwhile=Phrase("The criteria are followed, not the title.", "以入选标准为准，不以题目为准。"),
        find=title_and_participants,
        knowledge=True,
        source="Reig et al., BCLC 2022, J Hepatol; WHO Classification of Tumours, 5th edition, 2019",
        example=Example(
            {
                "title": "Targeted therapy for advanced liver cancer",
                "eligibility.inclusion": "Received surgical treatment of hepatocellular carcinoma",
            },
            {"title": "Targeted therapy for resected liver cancer"},
        ),
    ),
)
