"""One therapy that criteria keep away from the study for two lengths of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, combinations
from typing import Final, NamedTuple

from hepatica.registry.amounts import amounts
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, IN, holding, lower, places, sentence
from hepatica.registry.record import Quote, Record, Value

THERAPIES: Final = {
    "radiotherapy": r"radio-?therapy|radiation(?:\stherapy|\streatment)?|放疗|放射治疗",
    "chemotherapy": r"(?:systemic\s)?chemo-?therapy|(?:全身)?化疗",
    "immunotherapy": r"immuno-?therapy|免疫治疗",
    "major surgery": r"major\s(?:surgery|surgical\s(?:procedures?|operations?)|operations?)|(?:重大|大型|较大|大)(?:外科)?手术",
    "TACE": r"TACE\b|trans-?arterial\schemo-?emboli[sz]ation",
    "a live vaccine": r"live(?:,?\s|-)(?:attenuated\s)?(?:virus\s)?vaccin\w+|减?毒?活疫苗",
    "a transfusion": r"(?:blood\s|red\scell\s)?transfusions?|输血",
    "an investigational drug": r"investigational\s(?:drugs?|agents?|products?|therap(?:y|ies)|treatments?)|试验药物",
    "another trial": r"(?:an)?other\s(?:interventional\s)?(?:clinical\s)?(?:trials?|stud(?:y|ies))|其他(?:药物)?临床试验",
    "anti-tumour therapy": r"anti-?\s?(?:tumou?r|cancer)\s(?:therap(?:y|ies)|treatments?|drugs?)|抗肿瘤(?:药物)?治疗",
    "systemic steroids": r"systemic\s(?:cortico-?)?steroids?|全身(?:性)?(?:糖皮质)?激素",
    "targeted therapy": r"(?:molecular(?:ly)?\s)?targeted\stherapy|靶向治疗",
    "antibiotics": r"(?:systemic\s)?antibiotics?|抗生素",
}
"""Therapies that criteria keep away, as patterns; each means the whole of it, no special kind."""

_ZH: Final = {
    "radiotherapy": "放疗", "chemotherapy": "化疗", "immunotherapy": "免疫治疗", "major surgery": "大手术",
    "a live vaccine": "活疫苗", "a transfusion": "输血", "an investigational drug": "试验药物",
    "another trial": "其他临床试验", "anti-tumour therapy": "抗肿瘤治疗", "systemic steroids": "全身激素",
    "targeted therapy": "靶向治疗", "antibiotics": "抗生素",
}  # fmt: skip
_ANY: Final = re.compile("(?i)" + "|".join(f"(?P<t{at}>{each})" for at, each in enumerate(THERAPIES.values())))
_NAMES: Final = tuple(THERAPIES)
_LENGTH: Final = r"(?:\d{1,3}|[a-z]{3,9})(?:\s?\(\d{1,3}\))?\s*-?\s*(?:days?|weeks?|months?|years?)"
_STUDY: Final = (
    r"(?:enrol|random|(?:the\s)?(?:first|initial)|stud|treatment|screen|inclusion|registr|entry|entering|baseline"
    r"|consent|sign"
    r"|start|initiat|begin|dos|day\s(?:1|one)|C1D1|cycle\s1|(?:the\s)?trial|participat)"
)
_BEFORE: Final = (
    r"\s?(?:\s?(?:before|prior\sto|preceding|of|until|pre-?)\s(?:the\s|study\s|start\sof\s|receiving\s)*"
    rf"{_STUDY}|\sago\b)"
)
_KEPT: Final = re.compile(
    rf"(?i)(?:within|in|during|less\sthan|<|fewer\sthan)\s?(?:the\s)?(?:last|past|previous|preceding)?\s?{_LENGTH}{_BEFORE}"
)
"""A stretch before the study in which a therapy is refused."""
_SINCE: Final = re.compile(
    r"(?i)(?:at\sleast|≥|>=|>|more\sthan|not\sless\sthan|no\sless\sthan|a\sminimum\sof)\s?"
    rf"{_LENGTH}(?:{_BEFORE}|\s(?:since|after|from)\b)"
)
"""A stretch that must have passed since a therapy."""
_KEPT_ZH: Final = re.compile(
    r"(?:入组|随机(?:化|分组)?|首次(?:给药|用药|治疗)|筛选|研究(?:治疗|用药|开始)?|治疗(?:开始)?|签署知情同意书?|入选"
    r"|用药)之?前的?\s*"
    r"(?:\d+|[一二两三四五六七八九十]+)\s*个?(?:天|日|周|月|年)(?:以|之)?内"
)
_WHOLE: Final = frozenset((
    "any", "no", "not", "never", "or", "and", "prior", "previous", "previously", "received", "receiving", "have",
    "has", "had", "having", "undergone", "underwent", "undergoing", "treated", "treatment", "treatments", "therapy",
    "therapies", "of", "with", "without", "by", "other", "the", "who", "whom", "use", "last", "completion",
    "completed", "discontinued", "concurrent", "current", "administration", "vaccination", "participation",
    "participated", "participating", "in", "a", "an", "must", "should", "be", "been", "patient", "patients",
    "subjects", "participants", "procedure", "procedures", "given", "administered", "performed", "was", "were",
    "finished", "stopped", "ended", "drug", "drugs", "less",
))  # fmt: skip
"""Words beside the name of a therapy that leave it whole; any other ("palliative", "of the chest") may narrow it."""
_LAST: Final = re.compile(r"([A-Za-z][A-Za-z-]*|[\u4e00-\u9fff])[^A-Za-z\u4e00-\u9fff]*$")
_SIGNS: Final = frozenset("过受行和或及曾未无有的者用加何")
_SINCE_ZH: Final = re.compile(
    r"(?:入组|随机(?:化|分组)?|首次(?:给药|用药|治疗)|筛选|入选|用药)之?前的?\s*(?:至少|不少于|超过|≥)\s*(?:\d+"
    r"|[一二两三四五六七八九十]+)\s*个?(?:天|日|周|月|年)"
    r"(?:以上)?(?=未|没有|无)"
)
_NARROWED: Final = re.compile(r"(?i)[a-z]*\s*(?:\(|(?:for|of\s+the|to\s+the|with|and|that|which)\b)")
"""What behind a stretch of time tells that some of the therapy alone is meant ("for bone pain", "(nitrosoureas)")."""
_DENIES: Final = re.compile(r"(?i)\b(?:no|not|without|never|none|free of)\b|未|无|没有")
_EXCEPT: Final = re.compile(r"(?i)except|unless|palliative|other than|除外|姑息")


class _Kept(NamedTuple):
    """How long a therapy is kept away: its name, days, and where it is said."""

    therapy: str
    days: float
    quote: Quote


def two_washouts(record: Record) -> Iterator[Found]:
    """A therapy that one criterion keeps away for so long, and another for longer or shorter."""
    told = [each for name, value in holding(record, CRITERIA, _KEYS) for each in _washouts(name, value)]
    for one, other in combinations(told, 2):
        alike = one.quote.value.language == other.quote.value.language and one.quote.value is not other.quote.value
        if one.therapy == other.therapy and alike and abs(one.days - other.days) > 0.2 * max(one.days, other.days):
            yield Found(
                Phrase(
                    f"{one.therapy} is kept away for {one.days:g} days here, {other.days:g} days there",
                    f"{_ZH.get(one.therapy, one.therapy)}的洗脱期一处为{one.days:g}天，另一处为{other.days:g}天",
                ),
                (one.quote, other.quote),
            )
            return


_KEYS: Final = (
    "radiother", "radio-ther", "radiation", "chemother", "chemo-ther", "immunother", "immuno-ther", "major surg", "major oper",
    "tace", "emboli", "live ", "live-", "transfus", "investigational", "clinical trial", "clinical stud", "other trial",
    "other stud", "antitumo", "anti-tumo", "anti tumo", "anticancer", "anti-cancer", "anti cancer", "antineopl", "anti-neopl",
    "systemic steroid", "corticosteroid", "cortico-", "targeted therapy", "antibiotic", "疗", "手术", "疫苗", "输血", "试验",
    "抗肿瘤", "激素", "抗生素",
)  # fmt: skip
_KEPT_STARTS: Final = ("within", "in the ", "during", "less than", "<", "fewer than")
_SINCE_STARTS: Final = ("at least", "≥", ">", "more than", "not less than", "no less than", "a minimum of")


def _washouts(name: str, value: Value) -> Iterator[_Kept]:
    text, low = value.text, lower(value.text)
    if _EXCEPT.search(text):
        return
    for pattern, starts, since in ((_KEPT, _KEPT_STARTS, False), (_SINCE, _SINCE_STARTS, True)):
        for at in sorted(set(places(low, starts))):
            if (met := pattern.match(text, at)) is None:
                continue
            begin = max(sentence(value, met.start())[0], met.start() - 110)
            if since == (name == IN) or (name == IN and _DENIES.search(text, begin, met.start())):
                yield from _before(name, value, begin, met)
    for met in chain(_KEPT_ZH.finditer(text), _SINCE_ZH.finditer(text) if name == IN else ()) if "前" in text else ():
        found = _ANY.search(text, met.end(), met.end() + 16)
        if found is None or not _leaves_whole(text[met.end() : found.start()]):
            continue
        if name != IN or _DENIES.search(text, met.end(), found.start()):
            yield _kept(name, value, found, met, met.start(), found.end())


def _before(name: str, value: Value, begin: int, window: re.Match[str]) -> Iterator[_Kept]:
    """The therapies named right before a stretch of time, one by one or in a list."""
    text = value.text
    if _NARROWED.match(text, window.end()):
        return
    for found in _ANY.finditer(text, begin, window.start()):
        behind = _ANY.sub(" ", text[found.end() : window.start()])
        if (
            _leaves_whole(_ANY.sub(" or ", text[begin : found.start()]))
            and set(_WORD.findall(behind.lower())) <= _WHOLE
        ):
            yield _kept(name, value, found, window, found.start(), window.end())


_WORD: Final = re.compile(r"[a-z]+|[\u4e00-\u9fff]")


def _leaves_whole(before: str) -> bool:
    """Whether the word right before the name of a therapy does not narrow it."""
    met = _LAST.search(before)
    return met is None or met[1].lower() in _WHOLE or met[1] in _SIGNS


def _kept(name: str, value: Value, found: re.Match[str], window: re.Match[str], start: int, end: int) -> _Kept:
    told = [each.size for each in amounts(window[0]) if each.kind == "time"]
    return _Kept(_NAMES[int((found.lastgroup or "t0")[1:])], told[0] if told else 0.0, Quote(name, value, start, end))


CHECKS: Final = (
    Check(
        code="HPT057",
        title=Phrase("One therapy is kept away for two lengths of time", "同一治疗的洗脱期前后不一致"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Those whose therapy ended between the two are admitted by one criterion and refused by the other.",
            "治疗结束时间介于两者之间的患者，一处可入组，另一处被排除。",
        ),
        mend=Phrase("Give one length.", "只保留一个时长。"),
        meanwhile=Phrase("The longer holds.", "以较长者为准。"),
        find=two_washouts,
        example=Example(
            {
                IN: "No radiotherapy within 4 weeks before enrolment",
                "eligibility.exclusion": "Radiotherapy within 2 weeks prior to enrolment",
            },
            {"eligibility.exclusion": "Radiotherapy within 4 weeks prior to enrolment"},
        ),
    ),
)
