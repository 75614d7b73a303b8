"""Pregnancy tests and contraception of a criterion: who, which test, in which window, for how long after the last dose.

A criterion on both is a paragraph of several sentences, of which some only say what the others mean ("if the urine test is
inconclusive, …", "a woman is considered not of childbearing potential if …"): it is read whole or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hepatica.registry.amounts import count
from hepatica.registry.drafting.atom import Moment
from hepatica.registry.drafting.moments import UNITS, moments
from hepatica.registry.drafting.plain import plain

LONGEST: Final = 4000  # characters of a paragraph that is tried
_HINT: Final = re.compile(r"pregnan|childbearing|contracep|妊娠|育龄|生育|避孕", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[a-z)%])\.\s+(?=[A-Z])|[。;]\s*(?=\S)")
_FERTILE: Final = r"(?:child-?\s?bearing|reproductive|fertile|gestational)"
_WOMEN: Final = (
    rf"(?:(?:women|woman|females?)(?:\s+(?:patients|subjects|participants))?\s+(?:of|with|at)\s+(?:an?\s+)?{_FERTILE}\s+(?:potential|age)"
    r"(?:\s*\(\s*WOCBP\s*\))?|WOCBP|育龄期?(?:的)?(?:妇女|女性)(?:患者|受试者)?|有生育能力(?:的)?(?:妇女|女性)(?:患者|受试者)?)"
)
_MEN: Final = r"(?:(?:male|men)(?:\s+(?:patients|subjects|participants))?|男性(?:患者|受试者)?)"
_WHO: Final = (
    rf"(?:(?P<both>{_WOMEN}\s*(?:and|or|和|及|与|、)\s*{_MEN}|{_MEN}\s*(?:and|or|和|及|与|、)\s*{_WOMEN}"
    r"|(?:patients|subjects|participants)\s*\(\s*both\s+male\s+and\s+female\s*\)\s*with\s+(?:a\s+)?risk\s+of\s+pregnancy"
    r"|(?:both\s+)?(?:male|men)\s+and\s+(?:female|women)(?:\s+(?:patients|subjects|participants))?\s+"
    rf"(?:of|with)\s+{_FERTILE}\s+(?:potential|age))"
    rf"|(?P<women>{_WOMEN}))"
)
_FOR: Final = r"(?:(?:for|in|all)\s+)*"
_TEST: Final = re.compile(
    rf"^\W*{_FOR}{_WHO}\s*[,:]?\s*(?:(?:must|should|shall|need\s+to|needs\s+to|are\s+required\s+to|required\s+to|with|who|have|has|undergo|需|应|须)\s*)*"
    r"(?:(?:have|has|with|be\s+confirmed)\s+)?(?:an?\s+|the\s+)?(?:confirmed\s+)?(?:(?P<negative>negative)\s+)?"
    r"(?P<kind>(?:serum|urine|blood|血清?|尿液?)(?:\s*(?:or|/|或)\s*(?:serum|urine|blood|血清?|尿液?))?)\s*(?:β-?HCG\s+)?"
    r"(?:pregnancy\s+tests?|妊娠(?:试验|检[测查])|HCG(?:检[测查])?)(?:\s*(?:(?:results?\s+)?(?:must|should)?\s*(?:be\s+)?(?:(?:confirmed\s+)?)"
    r"(?:is|are)?\s*|结果?)?(?:(?:must|应|需|须|为|且)\s*)*(?P<after>negative|阴性))?(?:\s+(?:must|should)\s+be\s+(?:confirmed|obtained|documented))?",
    re.IGNORECASE,
)
_INCONCLUSIVE: Final = re.compile(
    r"^\W*if\s+(?:the\s+)?urine\s+(?:pregnancy\s+)?test\s+(?:result\s+)?(?:is|cannot\s+be)\s+(?:(?:positive|inconclusive|confirmed\s+as\s+negative)"
    r"(?:\s+or\s+(?:cannot\s+be\s+)?)?)+\s*,?\s*(?:then\s+)?a\s+serum\s+(?:pregnancy\s+)?test\s+(?:is|will\s+be|must\s+be|should\s+be)\s+"
    r"(?:required|performed|done)\W*$",
    re.IGNORECASE,
)
_DEFINED: Final = re.compile(
    r"^\W*(?:a\s+)?(?:woman|women|females?|subjects?)\s+(?:is|are)\s+(?:considered\s+)?not\s+(?:to\s+be\s+)?of\s+childbearing\s+potential\s+if\s+"
    r"(?:she|they)\s+(?:is|are)\s+post-?menopausal\s*\(\s*(?:≥|>=|at\s+least)\s*(?:1|one)\s+year\s+(?:without\s+(?:menses|menstruation)|of\s+amenorrh?oea)\s*\)\s*"
    r"or\s+(?:has|have)\s+(?:undergone|had)\s+surgical\s+sterili[sz]ation\s*(?:\([a-z\s,]*\))?\W*$",
    re.IGNORECASE,
)
_LENGTH: Final = r"(?P<{0}>\d{{1,3}}|one|two|three|four|six)\s*个?(?P<{0}_unit>days?|weeks?|months?|years?|天|周|月|年)"
_AFTER: Final = (
    r"(?:(?:for|until|up\s+to|within|至少)\s+)?(?:(?:at\s+least|a\s+period\s+of|至少)\s+)?"
    rf"{_LENGTH.format('time')}\s+after\s+(?:the\s+)?(?:last|final)\s+(?:dose|administration|dosing)(?:\s+of\s+(?:the\s+)?(?:study|trial|investigational)\s+"
    r"(?:drugs?|treatment|medication|product))?"
    rf"(?:\s*\(\s*or\s+{_LENGTH.format('chemo')}\s+after\s+(?:the\s+)?last\s+dose\s+of\s+chemotherapy(?:\s+(?:agents?|drugs?))?\s*\))?"
)
_AFTER_ZH: Final = (
    r"(?:末次|最后一次)(?:研究|试验)?(?:药物)?(?:给药|用药|使用研究药物|治疗)(?:结束)?后(?:至少)?\s*"
    r"(?P<time_zh>\d{1,3}|[一二两三四六])\s*个?(?P<time_zh_unit>天|周|月|年)(?:之?内)?"
)
_USE: Final = (
    r"(?:(?:must|should|shall|who|are|is|be|agree(?:s|d)?\s+to|willing\s+to|to|required|need\s+to|practice|take|adopt"
    r"|必须|应|需|须|同意|愿意|在)\s*)*"
)
_METHOD: Final = (
    r"(?:(?:use|using|practi[cs]e|take|adopt|employ|采[取用]|使用)\s*)?(?:an?\s+)?(?:(?:adequate|(?:highly\s+)?effective|reliable|acceptable"
    r"|medically\s+(?:acceptable|approved)|appropriate|有效|可靠|高效|适当)(?:的)?\s*)*"
    r"(?:(?:methods?|forms?|means)\s+of\s+)?(?:contracepti(?:on|ves?)|birth\s+control|避孕)(?:\s*(?:methods?|measures?|措施|方法|手段))?"
    r"(?:\s*\(\s*with\s+a\s+failure\s+rate\s+of\s*<\s*1\s*%\s*(?:per\s+year)?\s*\))?"
)
_WHILE: Final = (
    r"(?:(?:during|throughout|for\s+the\s+duration\s+of)\s+(?:the\s+)?(?:(?:entire|whole)\s+)?(?:observation|treatment|study"
    r"|trial)(?:\s+(?:period|treatment))?\s*,?\s*"
    r"(?:and\s*,?\s*)?)?"
)
_WHILE_ZH: Final = r"(?:(?:研究|试验|治疗|用药)(?:治疗)?(?:期间?|过程中?|期内)\s*(?:和|及|以及|并|直?至|、|,)\s*)?"
_WHO_ZH: Final = _WHO.replace("?P<both>", "?P<both_zh>").replace("?P<women>", "?P<women_zh>")
_CONTRACEPTION: Final = re.compile(
    rf"^\W*{_FOR}{_WHO}\s*,?\s*{_USE}{_METHOD}\s*{_WHILE}{_AFTER}\W*$"
    rf"|^\W*{_WHO_ZH}\s*,?\s*{_USE}{_WHILE_ZH}{_AFTER_ZH}\s*{_USE}{_METHOD}(?:避孕)?\W*$",
    re.IGNORECASE,
)
_AND: Final = re.compile(
    r"\s*,?\s*(?:(?:and|并且?|且|同时|以及)\s*,?\s*)(?=(?:must|should|agree|are|be|who|willing|use|必须|应|需|同意|愿意|在))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fertile:
    """Words of a criterion, with the rule they give."""

    words: str
    rule: str


def fertility(words: str) -> list[Fertile]:
    """What a criterion of inclusion demands of those who may have children; empty where a word of it is not read."""
    text = plain(words)
    if len(words) > LONGEST or _HINT.search(text) is None:
        return []
    pieces = _sentences(words)
    told = any(_DEFINED.match(plain(each)) for each in pieces)
    serum_decides = any(_INCONCLUSIVE.match(plain(each)) for each in pieces)
    able = "not (amenorrhoea >= 1 a or sterilised)" if told else "childbearing_potential"
    found = list[Fertile]()
    for piece in pieces:
        said = plain(piece)
        if found and (_DEFINED.match(said) or _INCONCLUSIVE.match(said)):
            found[-1] = Fertile(f"{found[-1].words} {piece}", found[-1].rule)
            continue
        rule = _demanded(said, able, defined=told, serum_decides=serum_decides)
        if not rule:
            return []
        found.append(Fertile(piece, rule))
    return found


def _sentences(words: str) -> list[str]:
    kept, done = list[str](), 0
    for met in _SENTENCE.finditer(plain(words)):
        kept.append(words[done : met.end()].strip())
        done = met.end()
    return [each for each in (*kept, words[done:].strip()) if each]


def _demanded(said: str, able: str, *, defined: bool, serum_decides: bool) -> str:
    met = _CONTRACEPTION.match(said)
    if met:
        both = met["both"] or met["both_zh"]
        mixed = f"sex = M or {able}" if defined else f"sex = M or sex = F and {able}"
        return f"if {mixed if both else f'sex = F and {able}'} then {_protected(met)}"
    windows = [each for each in moments(said) if each.length and each.anchor]
    if len(windows) > 1:
        return ""
    window = windows[0] if windows else None
    bare = said[: window.start] + said[window.end :] if window else said
    test = _TEST.match(bare)
    if test is None or not test["women"] or not (test["negative"] or test["after"]):
        return ""
    rest = bare[test.end() :]
    joined = _AND.match(rest)
    if joined is None:
        return _tested(test, able, window, serum_decides=serum_decides) if not rest.strip(" .,;()。") else ""
    if window is not None and window.start > test.end() + joined.end():
        return ""  # the time goes with the contraception
    other = _CONTRACEPTION.match(f"WOCBP {rest[joined.end() :]}") or _CONTRACEPTION.match(
        f"育龄妇女{rest[joined.end() :]}"
    )
    if other is None:
        return ""
    return f"{_tested(test, able, window, serum_decides=serum_decides)} and {_protected(other)}"


def _tested(test: re.Match[str], able: str, window: Moment | None, *, serum_decides: bool) -> str:
    kinds = test["kind"].lower()
    serum = re.search(r"serum|blood|血", kinds) is not None
    urine = re.search(r"urine|尿", kinds) is not None
    if serum and urine:
        unless = " and not (known hcg_serum and hcg_serum = positive)" if serum_decides else ""
        rule = f"(hcg_serum = negative or hcg_urine = negative{unless})"
    else:
        rule = "hcg_serum = negative" if serum else "hcg_urine = negative"
    return f"if sex = F and {able} then {rule}{f' {window.around_value()}' if window else ''}"


def _protected(met: re.Match[str]) -> str:
    said = met.groupdict()
    number, unit = (said["time"], said["time_unit"]) if said["time"] else (said["time_zh"], said["time_zh_unit"])
    rule = f"contraception and contraception_after_last_dose >= {_time(number, unit)}"
    if said["chemo"]:
        later = _time(said["chemo"], said["chemo_unit"])
        rule += (
            f" and (if any treatment_plan(code in {{chemotherapy}}) ever then contraception_after_last_dose >= {later})"
        )
    return rule


def _time(number: str, unit: str) -> str:
    return f"{count(number)} {UNITS[unit.lower().removesuffix('s')]}"
