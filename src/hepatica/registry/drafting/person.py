"""The person as rules: age, sex, pregnancy, contraception, consent, part in other trials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.drafting.atom import Atom, Moment, whole
from hepatica.registry.drafting.plain import COMPARATORS

_YEARS: Final = r"\s*(?:-?\s*years?(?:\s*-?\s*old|\s+of\s+age)?|yrs?\.?(?:\s+old)?|y/?o|周岁|岁)?"
_NEEDED: Final = r"\s*(?:-?\s*years?(?:\s*-?\s*old|\s+of\s+age)?|yrs?\.?(?:\s+old)?|周岁|岁)"
_ENDS: Final = (
    r"(?:\s*\(?\s*(?:inclusive|including\s+\d+\s+and\s+\d+(?:\s+years(?:\s+old)?)?|including\s+(?:both\s+ends|the\s+boundary\s+value|18\s+and\s+\d+)|含\d+(?:周?岁)?(?:和|及|、)\d+(?:周?岁)?|包括\d+(?:周?岁)?(?:和|及|、)\d+(?:周?岁)?|含(?:两端|临界值"
    r"|边界值))\s*\)?)?"
)
_AGE: Final = (
    r"(?:(?:the\s+)?(?:adults?\s+)?(?:patients?'?s?|subjects?'?s?|participants?'?s?)?\s*(?:\baged?\b|\bages\b|age\s+range"
    r"|年龄)(?:\s+of\s+(?:patients|subjects))?"
    r"\s*(?:is|are|was|must\s+be|should\s+be|of|ranging|ranges?|在|为|[:,])?\s*)"
)
_DASH: Final = r"(?:-|~|to|and|至|到)"
_AGES: Final = (
    re.compile(rf"{_AGE}(?:between|from)?\s*(?P<low>\d{{1,2}}){_YEARS}\s*{_DASH}\s*(?P<high>\d{{2,3}})"
               rf"(?!\d){_YEARS}{_ENDS}", re.IGNORECASE),
    re.compile(rf"(?:between|from)\s+(?:the\s+ages?\s+of\s+)?(?P<low>\d{{1,2}}){_YEARS}\s*(?:-|to"
               rf"|and)\s*(?P<high>\d{{2,3}}){_NEEDED}{_ENDS}", re.IGNORECASE),
    re.compile(rf"(?<![\d.])(?P<low>\d{{1,2}}){_YEARS}\s*{_DASH}\s*(?P<high>\d{{2,3}}){_NEEDED}{_ENDS}", re.IGNORECASE),
    re.compile(rf"(?P<low>\d{{1,2}}){_YEARS}\s*(?:≤|<=)\s*(?:age|年龄)\s*(?:≤"
               rf"|<=)\s*(?P<high>\d{{2,3}})(?!\d){_YEARS}", re.IGNORECASE),
    re.compile(rf"{_AGE}?(?:≥|>=)\s*(?P<low>\d{{1,2}}){_YEARS}\s*,?\s*(?:and|且|并且)?\s*(?:≤"
               rf"|<=)\s*(?P<high>\d{{2,3}})(?!\d){_YEARS}", re.IGNORECASE),
)  # fmt: skip
_OUTSIDE: Final = re.compile(
    rf"{_AGE}(?:<|less\s+than|under|below|小于)\s*(?P<low>\d{{1,2}}){_YEARS}\s*,?\s*(?:or|或者?)\s*{_AGE}?(?:>|more\s+than"
    rf"|over|above|大于)\s*(?P<high>\d{{2,3}})(?!\d){_YEARS}",
    re.IGNORECASE,
)
_ONE: Final = (
    re.compile(rf"{_AGE}?(?P<sign>>=|≥|<=|≤|>|<)\s*(?P<years>\d{{1,2}}){_NEEDED}", re.IGNORECASE),
    re.compile(rf"{_AGE}(?P<sign>>=|≥|<=|≤|>|<)\s*(?P<years>\d{{1,2}})(?![\d.])(?!\s*(?:months?|weeks?|days?|月|周|天"
               rf"|-))", re.IGNORECASE),
    re.compile(rf"{_AGE}?(?P<least>at\s+least|not\s+less\s+than|no\s+less\s+than|年满|已满|不小于"
               rf"|大于等于)\s*(?P<years>\d{{1,2}}){_NEEDED}", re.IGNORECASE),
    re.compile(
        rf"{_AGE}?(?P<years>\d{{1,2}}){_YEARS}\s*(?P<up>(?:of\s+age\s+)?(?:or|and)\s+(?:older|above|over)|及以上"
        rf"|或以上)(?:\s+years?(?:\s+old)?)?", re.IGNORECASE
    ),
    re.compile(rf"{_AGE}?(?P<under>younger\s+than|less\s+than|under|below|小于|未满"
               rf"|不满)\s*(?:the\s+age\s+of\s+)?(?P<years>\d{{1,2}}){_NEEDED}", re.IGNORECASE),
)  # fmt: skip


def age_atoms(text: str) -> Iterator[Atom]:
    """The ages that a sentence names, and the day on which they count where it says so; both ends of a range belong to it."""
    if _HINT_OF_AGE.search(text) is None:
        return
    for start, end, rule in _ages(text):
        day = _DAY.match(text, end)
        at = next((name for name in ("consent", "randomisation", "enrolment") if day[name]), "") if day else ""
        if day and at:
            yield whole(start, day.end(), f"({rule}) at {at}" if " or " in rule else f"{rule} at {at}", "person")
        else:
            yield whole(start, end, rule, "person")


_HINT_OF_AGE: Final = re.compile(r"\d.*?(?:\bage|year|yr|y/?o\b|岁)|(?:\bage|岁|年龄|年满).*?\d", re.IGNORECASE)
_DAY: Final = re.compile(
    r"\s*,?\s*(?:at|on|upon)\s+(?:the\s+)?(?:(?:time|day|date)\s+(?:of"
    r"|when)\s+)?(?:the\s+)?(?:(?P<consent>(?:signing\s+(?:of\s+)?(?:the\s+)?)?informed\s+consent(?:\s+form)?"
    r"(?:\s*\(ICF\))?(?:\s+signing)?)"
    r"|(?P<randomisation>randomi[sz]ation)|(?P<enrolment>study\s+entry|enrol+ment|inclusion))\b\)?",
    re.IGNORECASE,
)


def _ages(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern in _AGES:
        for met in pattern.finditer(text):
            if int(met["low"]) < int(met["high"]):
                yield *met.span(), f"age between {met['low']} and {met['high']} a"
    for met in _OUTSIDE.finditer(text):
        if int(met["low"]) < int(met["high"]):
            yield *met.span(), f"age < {met['low']} a or age > {met['high']} a"
    for pattern in _ONE:
        for met in pattern.finditer(text):
            said = met.groupdict()
            sign = COMPARATORS.get(said.get("sign") or "") or ("<" if said.get("under") else ">=")
            yield *met.span(), f"age {sign} {met['years']} a"


# ---------------------------------------------------------------- sex

_ANY_SEX: Final = re.compile(
    r"\b(?:(?:both\s+)?(?:male|men|man)s?\s*(?:and|or|/)\s*(?:non-?pregnant\s+)?(?:female|women|woman)s?|(?:female"
    r"|women)s?\s*(?:and|or|/)\s*(?:male|men)s?"
    r"|(?:regardless\s+of|no\s+limit(?:ation)?\s+(?:on|of|to)|irrespective\s+of)\s+(?:the\s+)?(?:gender|sex)|(?:both|either"
    r"|any|all)\s+(?:gender|sex)(?:e?s)?"
    r"|(?:gender|sex)\s+(?:is\s+)?(?:not\s+limited|unlimited|without\s+limitation)|no\s+(?:gender|sex)\s+(?:restriction"
    r"|limit(?:ation)?)|(?:not\s+limited\s+to|unlimited\s+for)\s+men\s+and\s+women)|男女(?:均可|不限|皆可)|性别不限"
    r"|不限性别|男性?或女性?",
    re.IGNORECASE,
)


def sex_atoms(text: str) -> Iterator[Atom]:
    """A sentence that admits any sex."""
    for met in _ANY_SEX.finditer(text):
        if "pregnant" not in met[0].lower():
            yield whole(*met.span(), "sex in {M, F}", "sex")


# ---------------------------------------------------------------- pregnancy and contraception

_HINT_OF_PREGNANCY: Final = re.compile(
    r"pregnan|lactat|breast|nursing|contracep|conceive|妊娠|怀孕|哺乳", re.IGNORECASE
)

_WHO: Final = r"(?:women|woman|females?)(?:\s+(?:patients?|subjects?|participants?))?"
_STATE: Final = (
    r"(?:pregnant|pregnancy|lactating|lactation|breast-?\s?feeding|nursing|妊娠期?|怀孕|哺乳期?|(?:during"
    r"|in)\s+(?:pregnancy|lactation))"
)
_STATES: Final = re.compile(
    rf"(?:(?P<before>{_WHO}|female\s+patients|女性(?:患者|受试者)?|妇女)\s*(?:who\s+are|that\s+are|who\s+is|are"
    rf"|with)?\s*)?(?:either\s+)?(?:currently\s+)?"
    rf"(?P<one>{_STATE})(?:\s*(?:or|and|/|and/or|,|、|或|和|及|与)\s*(?:are\s+)?(?P<two>{_STATE}))?"
    rf"(?:\s*(?:的)?\s*(?P<after>{_WHO}|妇女|女性(?:患者|受试者)?))?",
    re.IGNORECASE,
)
_PLANS: Final = re.compile(
    rf"(?P<who>{_WHO}|patients?|subjects?|participants?|those)?\s*(?:who\s+(?:are\s+)?)?(?:plan(?:ning"
    rf"|s)?\s+(?:to\s+(?:become|get|be)\s+(?:pregnant|conceive)|(?:a\s+)?pregnancy)"
    r"|intend(?:ing|s)?\s+to\s+(?:become\s+pregnant|conceive))(?:\s+(?:during|within|in)\s+(?:the\s+)?(?:study"
    r"|trial)(?:\s+period)?)?"
    r"(?P<unwilling>\s*,?\s*(?:and|who)\s+(?:are|is)\s+(?:unwilling|not\s+willing|unable)\s+to\s+(?:use|take"
    r"|practi[cs]e)\s+(?:effective\s+)?(?:contracepti(?:on|ves?)(?:\s+measures)?|birth\s+control))?",
    re.IGNORECASE,
)
_FERTILE: Final = r"(?:childbearing|child-bearing|gestational|reproductive|fertile)"
_NO_PLAN: Final = re.compile(
    rf"(?:for\s+)?{_WHO}\s+(?:of|with)\s+{_FERTILE}\s+(?:age|potential)\s*(?:\(WOCBP\))?\s*,?\s*(?:(?:should"
    rf"|must)\s+have\s+)?no\s+(?:pregnancy\s+plans?|plans?\s+(?:to\s+become\s+pregnant|for\s+pregnancy))"
    r"\s+and\s+(?:continued\s+|continuous\s+)?(?:full\s+|effective\s+|adequate\s+)?contraception",
    re.IGNORECASE,
)


def pregnancy_atoms(text: str) -> Iterator[Atom]:
    """Pregnancy, breastfeeding, plans of pregnancy, contraception."""
    if _HINT_OF_PREGNANCY.search(text) is None:
        return
    for met in _STATES.finditer(text):
        flags = [_flag(word) for word in (met["one"], met["two"]) if word]
        if re.search(r"test|试验|检[查测]|希望|计划|pregnancy\s+plan", text[met.end() : met.end() + 12], re.IGNORECASE):
            continue
        joined = " or ".join(dict.fromkeys(flags))
        yield whole(*met.span(), f"sex = F and {f'({joined})' if ' or ' in joined else joined}", "pregnancy")
    for met in _PLANS.finditer(text):
        female = bool(re.match(_WHO, met["who"] or "", re.IGNORECASE))
        rule = " and ".join(
            [*(["sex = F"] if female else []), "pregnancy_plan", *(["not contraception"] if met["unwilling"] else [])]
        )
        yield whole(*met.span(), rule, "pregnancy")
    for met in _NO_PLAN.finditer(text):
        yield whole(*met.span(), "if sex = F and childbearing_potential then contraception and not pregnancy_plan")


def _flag(word: str) -> str:
    return "pregnant" if re.search(r"pregnan|妊娠|怀孕", word, re.IGNORECASE) else "lactating"


# ---------------------------------------------------------------- consent

_HINT_OF_CONSENT: Final = re.compile(r"consent|agree|willing|同意", re.IGNORECASE)

_FORM: Final = (
    r"(?:the\s+|a\s+|an\s+)?(?:written\s+)?(?:informed\s+)?consent(?:\s+(?:form|letter|document))?(?:\s*\(ICF\))?"
)
_CONSENT: Final = re.compile(
    r"(?:(?:the\s+)?(?:patients?|subjects?|participants?)(?:\s+or\s+(?:their\s+)?(?:legal\s+(?:guardians?|representatives?)"
    r"|guardians?|famil(?:y|ies)))?\s+)?"
    r"(?:(?:understands?\s+and\s+)?(?:fully\s+)?(?:(?:has|have|having)\s+)?(?:been\s+)?(?:(?:be|are|is)\s+)?(?:voluntar(?:y"
    r"|ily)|willing(?:ly)?(?:\s+to)?|able\s+to|agree(?:s|d)?\s+to|volunteer(?:s|ed)?\s+to)?\s*"
    r"(?:participat(?:e|es|ed|ing)\s+in\s+(?:this|the)\s+(?:study|trial|research|clinical\s+trial)\s*(?:,|and)\s+(?:(?:has"
    r"|have|having)\s+)?(?:voluntarily\s+)?)?)"
    rf"(?:sign(?:s|ed|ing)?|provid(?:e|es|ed|ing)(?:\s+signed)?|giv(?:e|es|ing)|obtain(?:ed)?|able\s+to\s+(?:sign|provide"
    rf"|give)|signing\s+of)\s+(?:an?\s+|the\s+)?(?:{_FORM})"
    rf"|(?<![A-Za-z])(?:signed\s+|written\s+|provision\s+of\s+)*informed\s+consent(?:\s+form)?(?:\s+(?:is\s+|was\s+"
    rf"|has\s+been\s+|have\s+been\s+|must\s+be\s+)?(?:signed|obtained|provided))?"
    r"|(?:患者|受试者)?(?:本人)?(?:或(?:其)?(?:法定)?(?:监护人|代理人|家属))?(?:自愿(?:参加|参与|加入)(?:本"
    r"|该)?(?:项)?(?:研究|试验|临床研究|临床试验)\s*[,、]?\s*(?:并|且|并且)?)?"
    r"(?:能够|自愿|同意|已)?(?:签署|签订)(?:了)?(?:书面)?(?:的)?知情同意书?",
    re.IGNORECASE,
)
_BY_ANOTHER: Final = re.compile(
    r"\.?(?:(?<!\s)\s+)?if\s+(?:a|the)\s+(?:participant|patient|subject)\s+is\s+unable\s+to\s+(?:read\s+and\s+)?sign\b\s*(?:the\s+)?"
    r"(?:informed\s+)?(?:consent\s+)?(?:form)?[^.;]{0,30}?,\s*"
    r"(?:a|the|their|his\s+or\s+her)\s+(?:legal\s+)?(?:guardian|agent"
    r"|representative)(?:\s+or\s+(?:a\s+)?(?:legal\s+)?(?:guardian|agent|representative))?\s+(?:must|may|shall|can"
    r"|should)\s+(?:do\s+so|sign(?:\s+it)?)",
    re.IGNORECASE,
)
_SPECIMENS: Final = re.compile(
    r"(?:agrees?|willing|consents?)\s+to\s+(?:provide|provision\s+of|donate)\s+(?:of\s+)?(?:the\s+)?(?:tumou?r\s+"
    r"|liver\s+)?(?:tissues?|blood|specimens?|samples?)"
    r"(?:\s*(?:and|or|/|,)\s*(?:pathological|pathology|blood|tissue)?\s*(?:specimens?|samples?|sections?))*|同意(?:提供"
    r"|留取)(?:肿瘤)?(?:组织|血液)?(?:及|和)?(?:病理)?(?:标本|样本)",
    re.IGNORECASE,
)


def consent_atoms(text: str) -> Iterator[Atom]:
    """Consent to the study, and to giving specimens."""
    if _HINT_OF_CONSENT.search(text) is None:
        return
    for met in _CONSENT.finditer(text):
        yield whole(*met.span(), "any informed_consent ever", "consent")
    for met in _SPECIMENS.finditer(text):
        yield whole(*met.span(), "any specimen_consent ever", "consent")


def signed_by_another(text: str) -> tuple[int, int] | None:
    """A sentence that only says who signs for a person who cannot: the consent is one all the same."""
    met = _BY_ANOTHER.search(text)
    return met.span() if met else None


_CANNOT: Final = r"^\W*if\s+(?:the|a)\s+(?:subject|patient|participant)\s+is\s+unable\s+to\s+"
_SIGNS: Final = (
    r"(?:must|shall|should|may|will|can)\s+(?:(?:act\s+as\s+the\s+agent\s+for|witness|attend)\s+(?:the\s+)?(?:whole\s+)?(?:informed(?:\s+consent)?"
    r"\s+)?process\s+and\s+)?sign\s+(?:the\s+|it\b)?(?:informed\s+consent(?:\s+form)?)?\W*$"
)
_GUARDIAN: Final = re.compile(
    rf"{_CANNOT}(?:read\s+and\s+)?sign\s+the\s+(?:informed\s+)?consent(?:\s+form)?\s+(?:due\s+to|because\s+of)\s+(?:\w+\s+)?incapacity"
    rf"(?:\s+(?:and|or)\s+other\s+reasons)?\s*,\s*(?:the|a|their|his\s+or\s+her)\s+(?:legal\s+)?(?:guardians?|representatives?)\s+{_SIGNS}",
    re.IGNORECASE,
)
_WITNESS: Final = re.compile(
    rf"{_CANNOT}read\s+the\s+(?:informed\s+)?consent(?:\s+form)?\s*(?:\([^()]*illiterate[^()]*\))?\s*,\s*(?:an?\s+)?(?:impartial\s+"
    rf"|independent\s+)?witness\s+{_SIGNS}",
    re.IGNORECASE,
)


def proxies(text: str) -> str:
    """Who must have signed for a person who cannot decide, or with one who cannot read; "" where a sentence says neither."""
    if _GUARDIAN.match(text):
        return "(if not decision_capacity then any informed_consent(status = guardian)) ever"
    return "(if not literate then any informed_consent(status = witness)) ever" if _WITNESS.match(text) else ""


# ---------------------------------------------------------------- other trials

_HINT_OF_TRIAL: Final = re.compile(r"trial|stud(?:y|ies)|临床", re.IGNORECASE)

_TRIAL: Final = (
    r"(?:an|any|the)?\s*(?:other|another|others?)\s*(?:ongoing\s+)?(?:interventional\s+)?(?:clinical\s+)?(?:drug\s+)?"
    r"(?:research\s+)?(?:trials?|stud(?:y|ies))"
)
_NOW: Final = r"concurrently|currently|simultaneously|now"
_OTHER_TRIAL: Final = re.compile(
    rf"(?P<now>(?:\b(?:are|is)\s+(?:(?:{_NOW})\s+)?(?:participating|enrolled|involved|taking\s+part)"
    rf"|\b(?:{_NOW})\s+(?:participating|participate|enrolled|involved|taking\s+part)"
    rf"|\b(?:concurrent|simultaneous)\s+(?:participation|enrol+ment))\s+in\s+{_TRIAL})"
    rf"|(?P<past>\b(?:have\s+|has\s+|had\s+)?(?:ever\s+)?(?:participated|taken\s+part)\s+in\s+{_TRIAL})"
    rf"|(?P<timed>\b(?:enrolled|participation|enrol+ment)\s+in\s+{_TRIAL})"
    r"|(?P<now_zh>(?:正在|目前|同时)(?:参加|参与)(?:了)?(?:其他|其它|另一项|另外的?)(?:药物)?临床(?:试验|研究))"
    r"|(?P<past_zh>(?:曾)?(?:参加|参与)(?:过|了)?(?:其他|其它|另一项|任何)(?:药物)?(?:的)?临床(?:试验|研究)(?:者)?)",
    re.IGNORECASE,
)


def trial_atoms(text: str) -> Iterator[Atom]:
    """Part in another trial: now, or in a window."""
    if _HINT_OF_TRIAL.search(text) is None:
        return
    for met in _OTHER_TRIAL.finditer(text):
        if met["now"] or met["now_zh"]:
            yield Atom(*met.span(), "whole", lambda moment, reference: f"any other_trial at {reference}")
        else:
            yield Atom(*met.span(), "event", _in_window if met["timed"] else _took_part)


def _in_window(moment: Moment | None, reference: str) -> str:
    """Of "participation in another trial" the words alone do not tell when: without a window it is no rule."""
    return f"any other_trial {moment.around_event()}" if moment else ""


def _took_part(moment: Moment | None, reference: str) -> str:
    return f"any other_trial {moment.around_event() if moment else 'ever'}"
