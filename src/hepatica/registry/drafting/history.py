"""Diseases as rules: `any medical_history(code = heart_failure) ever`, other malignancies, allergies, abuse, markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.drafting.atom import Atom, Make, Moment, event, value, whole
from hepatica.registry.drafting.exemptions import Exempt, exemptions
from hepatica.registry.drafting.laboratory import Sense
from hepatica.registry.drafting.moments import moments
from hepatica.registry.drafting.quiet import OR
from hepatica.registry.drafting.spelt import conditions, drugs
from hepatica.vocabulary import load

PASSING: Final = frozenset(
    [
        "unstable_angina",
        "peptic_ulcer",
        "gastrointestinal_bleeding",
        "gastrointestinal_obstruction",
        "diverticulitis",
        "intra_abdominal_abscess",
        "septicaemia",
        "hepatitis_acute",
        "non_healing_wound",
        "non_healing_fracture",
        "jaundice",
        "ascites_history",
        "hepatic_encephalopathy",
    ]
)
"""Diseases that pass: named without "history of" and without a time, they are meant as long as they are not over."""
_ACUTE: Final = re.compile(r"acute\b|急性", re.IGNORECASE)
"""How a disease is named that passes whatever it is: "acute myocardial infarction"."""

_ADJECTIVE: Final = re.compile(
    r"(?:(?P<history>(?:prior\s+|previous\s+|past\s+|medical\s+)?history\s+of\s+(?:an?\s+|any\s+)?(?:active\s+)?)"
    r"|(?P<active>(?:(?:unstable|uncontrolled)\s+or\s+active|active\s+or\s+(?:unstable|uncontrolled)"
    r"|(?:clinically\s+)?active)\s+|活动性|活动期)"
    r"|(?P<uncontrolled>(?:poorly\s+controlled|uncontroll?ed|uncontrollable|un-controlled|unstable|not\s+well\s+controlled)\s+|未(?:受|能|得到|良好)?控制的?|(?:药物)?(?:难以|无法|不能|不可)控制的?"
    r"|控制不佳的?))$",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r"\s*\(")  # what is limited in brackets is a statement of its own
_PLAIN_LIST: Final = re.compile(r"\s*(?:,\s*(?:or\b)?|and/or|or|/|、|或者?)\s*$", re.IGNORECASE)


def condition_atoms(text: str, sense: Sense) -> Iterator[Atom]:
    """Diseases by name; those of one list make one statement. An adjective before a list goes with all of it.

    A list of an inclusion criterion without "or" is no statement: all of it may be demanded, or any of it.
    """
    found = [(met.start(), met.end(), conditions().code(met[0])) for met in conditions().pattern.finditer(text)]
    while found:
        start, end, code = found.pop(0)
        codes, passing, between = [code], {_passes(text, start, code)}, ""
        while found and _PLAIN_LIST.fullmatch(text, end, found[0][0]) and not _BRACKET.match(text, found[0][1]):
            between += text[end : found[0][0]]
            begin, end, code = found.pop(0)
            codes.append(code)
            passing.add(_passes(text, begin, code))
        if len(codes) > 1 and sense == "inclusion" and not OR.search(between):
            continue
        shared = re.compile(r"\s*(?:or|and|/)\s*(?:fractures?(?:\(s\))?)", re.IGNORECASE).match(text, end)
        if codes == ["non_healing_wound"] and shared:
            codes, end = ["non_healing_wound", "non_healing_fracture"], shared.end()
        past = _PAST.match(text, end)
        end = past.end() if past else end
        adjective = _ADJECTIVE.search(text, 0, start)
        begin = adjective.start() if adjective else start
        own = frozenset(passing) if adjective is None and past is None else frozenset()
        yield _condition(begin, end, list(dict.fromkeys(codes)), adjective, own)


_PAST: Final = re.compile(r"(?:病|既往)?史")


def _passes(text: str, start: int, code: str) -> bool:
    return code in PASSING or _ACUTE.match(text, start) is not None


def _condition(
    start: int, end: int, codes: list[str], adjective: re.Match[str] | None, passing: frozenset[bool]
) -> Atom:
    """passing: whether the diseases of the list pass: all, none, or some of them; empty where the words say when."""
    status, assumed = "", ""
    if adjective is not None and adjective["active"]:
        status = "status in {active, uncontrolled}"
    elif adjective is not None and adjective["uncontrolled"]:
        status, assumed = "status = uncontrolled", "uncontrolled as recorded"
    elif passing == {True}:
        status = "status != resolved"
    if status and len(codes) > 1 and adjective is not None:
        assumed = f"«{adjective[0].strip()}» goes with the whole list"

    def make(moment: Moment | None, reference: str) -> str:
        parts = [_code(codes), *([status] if status else [])]
        if moment is None and len(passing) > 1:
            return ""  # "stroke or acute myocardial infarction": one ever, the other as long as it lasts
        if moment is None:
            return f"any medical_history({' and '.join(parts)}) ever"
        if not moment.length:
            return f"any medical_history({' and '.join(parts)}) before {moment.anchor}"
        if status and adjective is not None:
            return ""  # "active bleeding in the past 3 months" may be over: the status of today does not tell
        return f"any medical_history({_code(codes)} and start >= {moment.anchor} - {moment.length}) by {moment.anchor}"

    return Atom(start, end, "condition", make, "conditions", assumed)


def _code(codes: list[str]) -> str:
    if len(codes) == 1 and codes[0] not in load().classes:
        return f"code = {codes[0]}"
    return f"code in {{{', '.join(codes)}}}"


# ---------------------------------------------------------------- other malignancies

_OTHER: Final = r"(?:other|another|any\s+other|second(?:ary)?(?:\s+primary)?)"
_TUMOUR: Final = r"(?:malignan(?:cy|cies|t\s+(?:tumou?rs?|diseases?|neoplasms?))|cancers?)"
_MALIGNANCY: Final = re.compile(
    rf"(?P<now>(?:concurrent|concomitant|active|simultaneous|co-?existing|combined\s+with|complicated\s+with|(?:presence"
    rf"|evidence)\s+of)\s+)?(?:an?\s+|any\s+)?{_OTHER}\s+(?P<active>active\s+)?(?:primary\s+)?{_TUMOUR}"
    r"|(?P<now_zh>(?:合并|伴有|同时(?:患有|合并|伴有))(?:有)?)?(?:活动性)?(?:其他|其它|第二(?:原发)?)(?:部位|系统|器官)?(?:原发)?(?:性)?(?:的)?恶性肿瘤(?P<past_zh>(?:病)?史)?",
    re.IGNORECASE,
)
_HISTORY: Final = re.compile(r"(?:history\s+of|previous|prior|past|既往|曾患?)\s*(?:an?\s+)?$", re.IGNORECASE)


def malignancy_atoms(text: str) -> Iterator[Atom]:
    """Another malignancy: that is not cured, or that was diagnosed in a window; those exempted by name do not count."""
    for met in _MALIGNANCY.finditer(text):
        history = _HISTORY.search(text, 0, met.start()) or met["past_zh"]
        diagnosed = _DIAGNOSED.search(text, 0, met.start())
        start = next(each.start() for each in (history, diagnosed, met) if isinstance(each, re.Match))
        spared = next((found for end in _ends(text, met.end()) if (found := exemptions(text, end))), None)
        also = ((spared.start, spared.end),) if spared else ()
        if history or diagnosed or spared:
            yield Atom(
                start,
                met.end(),
                "event",
                _other(met, spared, dated=bool(history or diagnosed)),
                "malignancy",
                also=also,
            )
        else:
            taken = "a cured malignancy is none that the person has"
            yield Atom(*met.span(), "event", _uncured, "", taken)


_DIAGNOSED: Final = re.compile(
    r"(?:(?:was|were|been|have|has)\s+)*(?:(?:diagnosed|diagnosis)\s+(?:with|of|as)|suffer(?:ed|ing)\s+from|had)\s+(?:an?\s+)?$"
    r"|(?:诊断为?|患有?过?|曾?患过?|发生过?|有)\s*$",
    re.IGNORECASE,
)


def _ends(text: str, end: int) -> Iterator[int]:
    """Where exemptions may begin: behind the malignancy, or behind the window that follows it."""
    yield end
    yield from (window.end for window in moments(text) if window.start >= end)


def _other(met: re.Match[str], spared: Exempt | None, *, dated: bool) -> Make:
    def make(moment: Moment | None, reference: str) -> str:
        if (met["now"] or met["now_zh"] or met["active"]) and (dated or (moment is not None and moment.length)):
            return ""  # active today, or within a time?
        since = f"start >= {moment.anchor} - {moment.length}" if moment is not None and moment.length else ""
        status = "" if dated or since else "status != cured"
        exempt = spared.condition(uncured=bool(status)) if spared else ""
        inside = " and ".join(each for each in (since, status, exempt) if each)
        if not inside:
            return ""  # whether a history that is long over counts is left open
        if moment is not None and since:
            return f"any other_malignancy({inside}) by {moment.anchor}"
        return event(0, 0, f"any other_malignancy({inside})").make(moment, reference)

    return make


def _uncured(moment: Moment | None, reference: str) -> str:
    """Within a time, one that is cured may be meant too: then it is no rule."""
    if moment is not None and moment.length:
        return ""
    return event(0, 0, "any other_malignancy(status != cured)").make(moment, reference)


# ---------------------------------------------------------------- allergies and abuse

_ALLERGY: Final = re.compile(
    r"(?:(?P<definite>(?:a\s+)?(?:clear|definite|confirmed)\s+)?(?:a\s+)?(?:known\s+)?(?:history\s+of\s+)?(?:known\s+)?"
    r"(?:severe\s+)?(?:allerg(?:y|ies)|allergic(?:\s+reactions?)?|hypersensitivity(?:\s+reactions?)?)\s+to\s+(?:the\s+"
    r"|any\s+)?)",
    re.IGNORECASE,
)
_DRUG_LIST: Final = re.compile(r"\s*(?:,\s*(?:and|or)?|and/or|and|or|/)\s*(?:the\s+)?$", re.IGNORECASE)
_PARTS: Final = re.compile(
    r"\s*(?:,?\s*(?:or|and)\s+(?:any\s+of\s+)?(?:its|their|the)\s+(?:components?|ingredients?|excipients?|formulations?)"
    r"|(?P<own>involved\s+in\s+(?:the|this)\s+(?:study|trial)))",
    re.IGNORECASE,
)


def allergy_atoms(text: str) -> Iterator[Atom]:
    """Allergy to drugs that are named."""
    yield from _allergic_zh(text)
    for met in _ALLERGY.finditer(text):
        end, codes = met.end(), list[str]()
        while (drug := drugs().pattern.search(text, end)) is not None:
            if not ((drug.start() == end and not codes) or (codes and _DRUG_LIST.fullmatch(text, end, drug.start()))):
                break
            codes.append(drugs().code(drug[0]))
            end = drug.end()
        if not codes:
            continue
        more = _PARTS.match(text, end)
        status = " and status = definite" if met["definite"] else ""
        rule = f"any allergy(code in {{{', '.join(dict.fromkeys(codes))}}}{status}) ever"
        own = "all drugs named are taken, whether the study gives them or not" if more and more["own"] else ""
        yield whole(met.start(), more.end() if more else end, rule, assumed=own)


_ALLERGIC_ZH: Final = re.compile(r"(?:已知)?对")
_ALLERGIC_ZH_END: Final = re.compile(r"(?:(?:或其|及其)(?:任何)?(?:成分|辅料))?(?:过敏|有过敏史)")


def _allergic_zh(text: str) -> Iterator[Atom]:
    for met in _ALLERGIC_ZH.finditer(text):
        drug = drugs().pattern.match(text, met.end())
        closes = _ALLERGIC_ZH_END.match(text, drug.end()) if drug else None
        if drug and closes:
            yield whole(met.start(), closes.end(), f"any allergy(code in {{{drugs().code(drug[0])}}}) ever")


_ABUSE: Final = re.compile(
    r"(?:(?:a\s+)?history\s+of\s+)?(?:(?P<both>(?:drug|substance)\s+abuse\s+(?:or|and|/)\s+(?:alcoholism|alcohol\s+abuse)"
    r"|alcohol(?:ism)?(?:\s+abuse)?\s+(?:or|and|/)\s+(?:drug|substance)\s+abuse)"
    r"|(?P<drugs>drug\s+abuse)|(?P<alcohol>alcohol\s+abuse|alcoholism))|(?P<zh>(?:有)?(?:药物滥用|吸毒)(?:或|及|和"
    r"|、)(?:酗酒)史?)",
    re.IGNORECASE,
)


def abuse_atoms(text: str) -> Iterator[Atom]:
    """Abuse of drugs or alcohol."""
    for met in _ABUSE.finditer(text):
        kind = "(code = drugs)" if met["drugs"] else "(code = alcohol)" if met["alcohol"] else ""
        yield event(*met.span(), f"any substance_abuse{kind}")


# ---------------------------------------------------------------- what follows the tumour

_RECURRENT: Final = re.compile(
    r"(?:recurrent|relapsed)\s+(?:liver\s+cancer|hepatocellular\s+carcinoma|HCC)|复发性?肝癌", re.IGNORECASE
)
_METASTASES: Final = re.compile(
    r"(?:there\s+(?:were|was|are|is)\s+|presence\s+of\s+|with\s+)?(?:a\s+)?distant\s+metastas[ei]s|(?:存在|有|伴)?远处转移",
    re.IGNORECASE,
)
_HISTOLOGY: Final = re.compile(
    r"(?:(?:post-?operative\s+)?(?:patholog(?:y|ical(?:ly)?)|histolog(?:y|ical(?:ly)?)|histopatholog(?:y"
    r"|ical(?:ly)?))(?:\s+or\s+cytological(?:ly)?)?\s+(?:examination\s+|findings?\s+|results?\s+)?(?:confirm(?:ed"
    r"|ation\s+of)|diagnosis\s+of|prove[nd]|diagnosed(?:\s+as)?|indicat(?:es|ing)|suggest(?:s|ing)|show(?:s|ing))|经?(?:病理(?:组织)?"
    r"|组织(?:病理)?)(?:学)?(?:结果|检查|诊断)?(?:确诊|证实|诊断|提示|显示)(?:为|的)?)\s*"
    r"(?:primary\s+|原发性)?(?:(?P<mixed>(?:mixed|combined)\s+hepatocellular(?:\s+carcinoma)?\s*(?:-|and"
    r"|/)\s*cholangiocarcinoma|混合[性型]肝细胞癌-?胆管(?:细胞)?癌)"
    r"|(?P<HCC>hepatocellular\s+carcinoma(?:\s*\(HCC\))?|HCC|肝细胞癌|肝细胞肝癌)(?!\s*-)"
    r"|(?P<ICC>(?:intrahepatic\s+)?cholangiocarcinoma|肝内胆管(?:细胞)?癌))",
    re.IGNORECASE,
)


def tumour_atoms(text: str) -> Iterator[Atom]:
    """Recurrence, distant metastases, histology."""
    for met in _RECURRENT.finditer(text):
        yield whole(*met.span(), "any recurrence ever")
    for met in _METASTASES.finditer(text):
        yield value(*met.span(), "m_stage = M1")
    for met in _HISTOLOGY.finditer(text):
        code = "CHCC_CCA" if met["mixed"] else "HCC" if met["HCC"] else "ICC"
        yield value(*met.span(), f"histology = {code}")


# ---------------------------------------------------------------- hepatitis markers

_MARKERS: Final = {
    "hbsag": r"(?:hepatitis\s+B\s+(?:virus\s+)?surface\s+antigen(?:\s*\(\s*HBsAg\s*\))?|HBsAg"
    r"|乙(?:型)?肝(?:炎)?(?:病毒)?表面抗原(?:\s*\(\s*HBsAg\s*\))?)",
    "hbeag": r"(?:hepatitis\s+B\s+e\s+antigen|HBeAg)",
    "anti_hcv": r"(?:anti-?HCV(?:\s+antibody)?|HCV[\s-]+(?:Ab|antibody)"
    r"|hepatitis\s+C\s+(?:virus\s+)?antibody(?:\s*\(\s*(?:anti-HCV|HCV-Ab)\s*\))?|丙(?:型)?肝(?:炎)?(?:病毒)?抗体)",
    "hcv_rna": r"(?:HCV[\s-]*RNA|hepatitis\s+C\s+virus\s+RNA)",
    "hiv_antibody": r"(?:anti-?HIV(?:\s+antibody)?|HIV\s+antibody|HIV-Ab|HIV\s*抗体|抗-?HIV(?:\s*抗体)?)",
}
_MARKER: Final = re.compile(
    rf"(?:(?P<before>positive|negative)\s+(?:for\s+)?(?:the\s+)?)"
    rf"?{'(?<![A-Za-z-])(?:' + '|'.join(f'(?P<{name}>{words})' for name, words in _MARKERS.items()) + ')'}"
    r"(?:\s*(?:\(?\s*\+\s*\)?(?P<plus>)|(?:was|is|test(?:ed)?|being|must\s+be)?\s*(?P<after>positiv(?:e|ity)|negativ(?:e"
    r"|ity)|阳性|阴性)|\(\s*(?P<within>positive|negative)\s*\)))?",
    re.IGNORECASE,
)
_UNTREATED: Final = re.compile(
    r"\s*(?:\(\s*)?(?:,?\s*and\s+)?(?:without\s+(?:receiving\s+|having\s+received\s+|any\s+)*|not\s+(?:receiving"
    r"|treated\s+with|on)\s+)(?:any\s+)?anti-?\s?viral\s+(?:treatment|therapy|drugs?)(?:\s*\))?|\s*\(?\s*(?:且)?未(?:接受|行"
    r"|经)(?:过)?抗病毒治疗\)?",
    re.IGNORECASE,
)
_CURE: Final = {
    "hbv_dna": "no antiviral(code in {nucleoside_analogue, interferon})",
    "hcv_rna": "no antiviral(code in {direct_acting_antiviral})",
}


def marker_atoms(text: str) -> Iterator[Atom]:
    """Hepatitis markers that are positive or negative."""
    for met in _MARKER.finditer(text):
        said = (
            met["before"] or met["after"] or met["within"] or ("positive" if met["plus"] is not None else "")
        ).lower()
        if (met["before"] and (met["after"] or met["within"])) or not said:
            continue
        sign = "positive" if said.startswith("positiv") or said == "阳性" else "negative"
        name = next(name for name in _MARKERS if met[name])
        yield untreated(text, value(*met.span(), f"{name} = {sign}"), name)


def untreated(text: str, atom: Atom, name: str) -> Atom:
    """A statement about a virus, with the words behind it that it is not treated."""
    met = _UNTREATED.match(text, atom.end)
    if met is None or name not in _CURE:
        return atom
    return Atom(
        atom.start, met.end(), "whole", lambda moment, reference: f"{atom.make(None, reference)} and {_CURE[name]}"
    )
