"""Criteria of response: which are named where, and whether the words fit the criteria that are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, TEXTS, first, holding, holds, search, sentence, sentence_of
from hepatica.registry.record import Quote, Record, Value

OUTCOME: Final = ("outcome.name", "outcome.description", "outcome.method", "outcome.time_frame")
TOLD: Final = (*OUTCOME, *TEXTS, "arm.description", "intervention.description")

MODIFIED: Final = re.compile(
    r"(?i)(?<![a-z])m-?\s?RECIST|modified[ -](?:\w+ )?(?:RECIST|response evaluation)|RECIST,? ?\(?(?:modified|mod\.)"
    r"|(?:改良|改进|修订|修正)(?:的|版)?\s*RECIST"
)
_MODIFIED_WORDS: Final = (
    "mrecist",
    "m recist",
    "modified-recist",
    "modified",
    "改进",
    "修订",
    "修正",
    "m-recist",
    "modified recist",
    "modified response",
    "recist modified",
    "recist (modified",
    "改良",
)
PLAIN: Final = re.compile(
    r"(?:RECIST|Response Evaluation Criteria in Solid Tumou?rs)(?<![A-Za-z]RECIST)(?<!odified "
    r"RECIST)(?<!odified-RECIST)(?<!odified HCC RECIST)(?<![改修][良进订正]RECIST)"
    r"(?<![改修][良进订正]的RECIST)(?<!m RECIST)(?<!m-RECIST)(?<!M-RECIST)(?<!odified Response Evaluation Criteria in Solid "
    r"Tumors)(?<!odified Response Evaluation Criteria in Solid Tumours)"
    r"(?! ?\(?m-?RECIST)(?!,? ?\(?modified)(?: ?(?:v|V|version|Version|criteria)?\.? ?1\.[01])?"
)
_MEASURABLE: Final = re.compile(r"(?i)measur(?:e?able|ed)|evaluable|assessable|target lesion|可测量|可评[估价]|靶病灶")


_RECIST: Final = ("recist", "response evaluation criteria")


def entry_by_other_criteria(record: Record) -> Iterator[Found]:
    """Measurable disease by RECIST at entry, and response by mRECIST alone."""
    entry = next(
        (
            quote
            for quote in search(record, CRITERIA[:1], PLAIN, _RECIST)
            if _MEASURABLE.search(sentence_of(quote).text) and MODIFIED.search(sentence_of(quote).text) is None
        ),
        None,
    )
    if entry is None:
        return
    response = first(record, TOLD, MODIFIED, _MODIFIED_WORDS)
    if response is not None and all(
        _MEASURABLE.search(sentence_of(each).text) for each in search(record, TOLD, PLAIN, _RECIST)
    ):
        yield Found(
            Phrase(
                "disease must be measurable by RECIST to enter, and response is judged by mRECIST",
                "入组按RECIST判断可测量病灶，疗效按mRECIST评价",
            ),
            (entry, response),
        )


_BY_ENHANCEMENT: Final = re.compile(
    r"(?i)(?:disappearance|absence|loss|no|lack|resolution) (?:of )?(?:any |all "
    r"|the )?(?:residual )?(?:intra-?tumou?ral )?(?:arterial )?(?:phase )?"
    r"(?:contrast[- ])?(?:hyper-?)?enhanc(?:ement|ing)[^.;,\]\n]{0,40}"
    r"|(?:arterial|intra-?tumou?ral) (?:phase )?(?:hyper-?)?enhancement (?:\w+ )?(?:disappears?|is absent|vanish\w*"
    r"|resolves?)[^.;,\]\n]{0,40}"
    r"|(?:所有)?(?:目标|靶)?病灶(?:内)?动脉期(?:增强)?(?:强化|显影|增强)+(?:均)?(?:完全)?消失|(?:无"
    r"|不再有?|未见)(?:肿瘤内)?动脉期?强化"
    r"|动脉(?:期)?强化[^。；;\n，,]{0,4}消失"
)
_BY_DIAMETER: Final = re.compile(
    r"(?i)(?:reduction|decrease|increase|decline|shrinkage) (?:of |by )(?:≥|>=|>|at least|more than|not less"
    r" than)?\s*(?:30|20)\s*%"
    r" (?:or more )?(?:in|of) (?:the )?sums? of [^.;\]\n]{3,60}"
    r"|(?:≥|>=|>|at least|more than|not less than)\s*(?:a\s*)?(?:30|20)\s*%\s*(?:or more )?(?:reduction|decrease"
    r"|increase|decline|shrinkage) (?:in|of) (?:the )?sums? of "
    r"[^.;\]\n]{3,60}|(?:the )?sums? of (?:the )?(?:[\w-]+ ){0,4}?diameters?(?: of [^.;\]\n]{3,40}?)? (?:has |have "
    r"|is |are )?(?:reduc|decreas|increas|declin|shr[aiu]nk)\w* (?:by )?"
    r"(?:≥|>=|>|at least|more than)?\s*(?:30|20)\s*%[^.;\]\n]{0,30}|\b(?:30|20)\s*% (?:or more "
    r"|or greater )?(?:reduction|decrease|increase|decline) in (?:the )?sums? of [^.;\]\n]{3,60}"
    r"|(?:目标|靶)?病灶[^。；;\n，,]{0,14}?(?:直|长|最大)径(?:的)?(?:总和|之和)[^。；;\n，,]{0,6}?(?:缩小|减少|增大"
    r"|增加|下降)\s*(?:≥|>=|至少"
    r"|超过)?\s*(?:30|20)\s*%"
)
_VIABLE: Final = re.compile(r"(?i)viable|enhanc|存活|强化|活性|动脉期")


def complete_by_one_partial_by_other(record: Record) -> Iterator[Found]:
    """Complete response by arterial enhancement, and partial response by the whole diameter, in one definition."""
    for name, value in holding(record, TOLD, ("enhanc", "强化", "显影")):
        if not ("30" in value.text or "20" in value.text) or not ("iameter" in value.text or "径" in value.text):
            continue
        complete = _BY_ENHANCEMENT.search(value.text)
        if complete is None:
            continue
        partial = next((met for met in _BY_DIAMETER.finditer(value.text) if _VIABLE.search(met[0]) is None), None)
        if partial is not None:
            yield Found(
                Phrase(
                    "complete response goes by enhancement, partial response by the whole diameter",
                    "完全缓解按动脉期强化判断，部分缓解按病灶总直径判断",
                ),
                (Quote(name, value, *complete.span()), Quote(name, value, *partial.span())),
            )
            return


_SUM: Final = re.compile(r"(?i)sum of (?:the )?(?:[\w-]+ ){0,4}?diameters?|直径(?:总和|之和)|径(?:总和|之和)")
_SINGLE: Final = re.compile(
    r"(?i)(?:reduction|decrease|change|shrinkage|increase) (?:in|of) (?:the )?(?:longest|largest|maximum|maximal"
    r"|greatest) (?:tumou?r |lesion )?diameter\b(?!s)[^.;\n]{0,30}"
    r"|\(?(?:longest|largest|maximum) diameter (?:before|at baseline)[^.;\n]{0,60}?(?:longest|largest|maximum) diameter"
    r"(?: after [\w-]+\)?)?|[（(]?[^。；;，,\n（(]{0,6}病灶最[长大]径\s*[-－−–]\s*[^。；;\n]{0,10}病灶最[长大]径[)）]?"
)


def one_diameter_and_a_sum(record: Record) -> Iterator[Found]:
    """Shrinkage by one longest diameter in one outcome, and by the sum of diameters in another."""
    single: dict[str, Quote] = {}
    for quote in search(record, OUTCOME[1:3], _SINGLE, ("diameter", "径")):
        if "sum of" not in quote.value.text[max(quote.start - 20, 0) : quote.start].lower():
            single.setdefault(quote.value.language, quote)
    if not single:
        return
    places = {quote.field.partition(".")[0] for quote in single.values()}
    for quote in search(record, OUTCOME[1:3], _SUM, ("diameter", "径")):
        if quote.field.partition(".")[0] not in places:
            begin, end = sentence(quote.value, quote.start)
            shown = Quote(quote.field, quote.value, max(begin, quote.start - 12), min(end, quote.end + 12))
            yield Found(
                Phrase(
                    "one outcome goes by the longest diameter of a lesion, the other by the sum over target lesions",
                    "一个指标按单个病灶最长径，另一个按靶病灶直径总和",
                ),
                (*single.values(), shown),
            )
            return


_JUDGED: Final = {
    "ORR": re.compile(r"(?i)objective res?ponse|overall response|(?<![a-z])ORR(?![a-z])|客观(?:缓解|反应)"),
    "PFS": re.compile(r"(?i)progression[- ]*free|(?<![a-z])PFS(?![a-z])|无进展"),
    "DCR": re.compile(r"(?i)disease control|(?<![a-z])DCR(?![a-z])|疾病控制"),
}
"""Endpoints that go by criteria of response."""


def judged_by_two_criteria(record: Record) -> Iterator[Found]:
    """An endpoint judged by RECIST 1.1 in its outcome and by mRECIST in the text, or the other way round."""
    if not holds(record, TOLD, _MODIFIED_WORDS):
        return
    for endpoint, named in _JUDGED.items():
        registered: dict[str, Quote] = {}
        for number, outcome in enumerate(record.members("outcome")):
            if any(named.search(value.text) for value in outcome.get("name", ())):
                for own in ("name", "description", "method"):
                    for value in outcome.get(own, ()):
                        registered |= criteria_named(f"outcome[{number}].{own}", value, 0, len(value.text))
        told: dict[str, Quote] = {}
        for field, value in holding(record, ("summary", "description"), ("recist",)):
            for met in named.finditer(value.text):
                told |= criteria_named(field, value, *sentence(value, met.start()))
        if len(registered) == len(told) == 1 and registered.keys() != told.keys():
            yield Found(
                Phrase(
                    f"{endpoint} goes by {min(registered)} where it is registered and by {min(told)} in the text",
                    f"{endpoint}在指标中按{min(registered)}，在正文中按{min(told)}",
                ),
                (*registered.values(), *told.values()),
            )
            return


def criteria_named(field: str, value: Value, begin: int, end: int) -> dict[str, Quote]:
    """The criteria named in a stretch of a text, each with where it is first named."""
    found = {
        name: pattern.search(value.text, begin, end) for name, pattern in (("mRECIST", MODIFIED), ("RECIST 1.1", PLAIN))
    }
    return {name: Quote(field, value, *met.span()) for name, met in found.items() if met is not None}


_LR5: Final = re.compile(r"(?i)LI-?RADS[- ]?(?:category )?5(?: \(definite HCC\))?|(?<![a-z])LR-?5(?!\d)")
_APHE_WASHOUT: Final = re.compile(
    r"(?i)(?:(?:non-?rim[- ]?(?:like )?)?arterial[- ](?:phase )?(?:hyper-?)?(?:enhance?ment|hypervascularity"
    r"|enhancing)|APHE|wash-?in|动脉期(?:高|明显|非环形高|显著)?强化)"
    r"[^;\n]{0,60}?(?:wash-?\s?out|廓清|洗脱|流出)"
)
_SIZE: Final = re.compile(r"(?i)\d+\s*(?:mm|cm)\b|\bsize\b|直径|大小")


_LIRADS: Final = ("li-rads", "lirads", "lr-5", "lr5", "lr 5")


def lr5_without_size(record: Record) -> Iterator[Found]:
    """LI-RADS 5 spelled out by its features, without the size that decides which features are needed."""
    for name, value in holding(record, TOLD, _LIRADS):
        for category in _LR5.finditer(value.text):
            features = _APHE_WASHOUT.search(value.text, category.end(), category.end() + 200)
            if features is None:
                continue
            around = value.text[max(category.start() - 60, 0) : features.end() + 60]
            if _SIZE.search(around) is None:
                yield Found(
                    Phrase(
                        "LR-5 needs 10 mm at least, and washout is one of several features beside enhancement",
                        "LR-5要求病灶≥10 mm，且廓清只是与动脉期高强化并列的特征之一",
                    ),
                    (Quote(name, value, *features.span()), Quote(name, value, *category.span())),
                )
                return


_RECURRENCE: Final = re.compile(r"(?i)recur|relapse|progression|复发|进展")
_LOCAL: Final = re.compile(
    r"(?i)local \(?(?:original site|recurrence|tumou?r progression)|(?:ablat(?:ion|ed)|treated|treatment|original"
    r"|resection) (?:site|zone|area|lesion|tumou?r|margin)|at the site of (?:the )?(?:ablation|treat\w+|previous)"
    r"|局部复发|原位复发|消融(?:区|灶)|治疗(?:部位|灶)"
)
_TREATED: Final = re.compile(r"(?i)LR-?TR|treatment response algorithm|non-?viable|治疗反应")


def lr5_of_a_treated_lesion(record: Record) -> Iterator[Found]:
    """Local recurrence after treatment judged by LI-RADS 5, which is for observations that were not treated."""
    for name, value in holding(record, OUTCOME[1:3], _LIRADS):
        category, local = _LR5.search(value.text), _LOCAL.search(value.text)
        if category is None or local is None or _RECURRENCE.search(value.text) is None:
            continue
        if first(record, TOLD, _TREATED, ("lr-tr", "lrtr", "treatment response", "viable", "治疗反应")) is None:
            yield Found(
                Phrase(
                    "LR-5 is for untreated observations; a lesion at the treated site needs the treatment response "
                    "categories",
                    "LR-5用于未经治疗的病灶；治疗部位应采用治疗反应（LR-TR）分类",
                ),
                (Quote(name, value, *category.span()), Quote(name, value, *local.span())),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT150",
        title=Phrase("Entry and response go by different criteria", "入组与疗效评价标准不同"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "A participant may enter with a lesion that cannot be followed: without enhancement it is no mRECIST "
            "target.",
            "部分受试者的病灶无动脉期强化，不能作为mRECIST靶病灶，入组后无法评价。",
        ),
        mend=Phrase(
            "Require measurable disease by the criteria that judge response.", "按疗效评价标准要求可测量病灶。"
        ),
        meanwhile=Phrase(
            "Response goes by mRECIST; who has no target lesion by it is reported apart.",
            "疗效按mRECIST评价，无mRECIST靶病灶者单独报告。",
        ),
        find=entry_by_other_criteria,
        knowledge=True,
        source="Eisenhauer et al., RECIST 1.1, Eur J Cancer 2009; Lencioni and Llovet, mRECIST, Semin Liver Dis 2010",
        example=Example(
            {
                "eligibility.inclusion": "At least one measurable lesion according to RECIST 1.1",
                "outcome[0].description": "Response assessed per mRECIST",
            },
            {"eligibility.inclusion": "At least one measurable lesion according to mRECIST"},
        ),
    ),
    Check(
        code="HPT151",
        title=Phrase("Complete and partial response go by different measurements", "完全缓解与部分缓解的测量方法不同"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "A necrotic lesion of the same size is a complete response by one line and no response by the next.",
            "大小不变的坏死病灶按一条为完全缓解，按另一条为未缓解。",
        ),
        mend=Phrase(
            "By mRECIST, measure the viable, enhancing part for partial response and progression too.",
            "按mRECIST，部分缓解和进展也应测量存活（强化）部分。",
        ),
        meanwhile=Phrase("mRECIST is followed throughout.", "统一按mRECIST执行。"),
        find=complete_by_one_partial_by_other,
        knowledge=True,
        source="Lencioni and Llovet, mRECIST, Semin Liver Dis 2010, table 1",
        example=Example(
            {
                "description": "CR: disappearance of arterial enhancement in all target lesions; "
                "PR: ≥30% reduction in sum of target lesion diameters"
            },
            {
                "description": "CR: disappearance of arterial enhancement in all target lesions; "
                "PR: ≥30% reduction in sum of viable target lesion diameters"
            },
        ),
    ),
    Check(
        code="HPT152",
        title=Phrase("One diameter in one outcome, a sum of diameters in another", "单个径线与径线总和并用"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Shrinkage and response can contradict each other in a participant with several lesions.",
            "多病灶受试者的缩小率与缓解判定可能矛盾。",
        ),
        mend=Phrase("Use the sum over target lesions in both.", "两处均采用靶病灶径线总和。"),
        meanwhile=Phrase("The sum over target lesions is computed for both.", "两处均按靶病灶径线总和计算。"),
        find=one_diameter_and_a_sum,
        source="Eisenhauer et al., RECIST 1.1, Eur J Cancer 2009",
        example=Example(
            {
                "outcome[0].description": "Partial response: a decrease in the sum of target lesion diameters",
                "outcome[1].description": "Shrinkage = (longest diameter before treatment - longest diameter after "
                "treatment)",
            },
            {"outcome[1].description": "Shrinkage = change in the sum of target lesion diameters"},
        ),
    ),
    Check(
        code="HPT153",
        title=Phrase("LI-RADS 5 is spelled out without a size", "LI-RADS 5类未写明大小"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Readers would call small lesions definite and miss those that qualify by capsule or growth.",
            "阅片者可能将小病灶判为确诊，并遗漏以包膜或增长达标者。",
        ),
        mend=Phrase("Refer to the diagnostic table of the version that is used.", "引用所用版本的诊断表。"),
        meanwhile=Phrase("The diagnostic table of LI-RADS v2018 is followed.", "按LI-RADS v2018诊断表执行。"),
        find=lr5_without_size,
        knowledge=True,
        source="American College of Radiology, CT/MRI LI-RADS v2018 core",
        example=Example(
            {"outcome[0].description": "LI-RADS 5: arterial hyperenhancement + portal venous washout"},
            {"outcome[0].description": "LI-RADS 5: 10 mm or more, arterial hyperenhancement + portal venous washout"},
        ),
    ),
    Check(
        code="HPT154",
        title=Phrase("A treated lesion is judged by LI-RADS 5", "以LI-RADS 5类评价已治疗病灶"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Local recurrence is missed or read from changes that treatment itself leaves.",
            "局部复发可能漏诊，或被治疗后改变误导。",
        ),
        mend=Phrase("Judge the treated site by the treatment response categories.", "治疗部位采用治疗反应分类。"),
        meanwhile=Phrase("New lesions go by LR-5, the treated site by LR-TR.", "新病灶按LR-5，治疗部位按LR-TR。"),
        find=lr5_of_a_treated_lesion,
        knowledge=True,
        source="American College of Radiology, CT/MRI LI-RADS v2018 core, treatment response",
        example=Example(
            {"outcome[0].description": "Recurrence by LI-RADS 5; classed as local (original site) or distant"},
            {
                "outcome[0].description": "Recurrence by LI-RADS 5 or LR-TR viable; classed as local (original site) "
                "or distant"
            },
        ),
    ),
    Check(
        code="HPT155",
        title=Phrase("An endpoint is judged by two sets of criteria", "同一终点采用两种疗效标准"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "The same participants have different rates of response by RECIST 1.1 and by mRECIST.",
            "同一批受试者按RECIST 1.1与mRECIST的缓解率不同。",
        ),
        mend=Phrase(
            "Name the criteria that decide, and the others as supporting.", "写明判定标准，其余作为支持性分析。"
        ),
        meanwhile=Phrase("The criteria of the registered outcome decide.", "以注册指标所列标准为准。"),
        find=judged_by_two_criteria,
        knowledge=True,
        source="Kudo et al., REFLECT, Lancet 2018 (lenvatinib, masked review: 40.6 % by mRECIST, 18.8 % by RECIST 1.1)",
        example=Example(
            {
                "description": "The primary endpoint is ORR assessed per RECIST 1.1.",
                "outcome[0].name": "Objective response rate (ORR)",
                "outcome[0].description": "Complete and partial response per mRECIST",
            },
            {"description": "The primary endpoint is ORR assessed per mRECIST."},
        ),
    ),
)
