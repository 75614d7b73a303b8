"""Treatments as rules: `no radiotherapy within 12 wk before first_dose`, `ever prior_treatment in {chemotherapy}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.drafting.atom import Atom, event
from hepatica.registry.drafting.laboratory import Sense
from hepatica.registry.drafting.quiet import OR
from hepatica.registry.drafting.spelt import treatments

_HINT: Final = re.compile(
    r"receiv|under|prior|previous|history|treat|no\s|not\s|without|vaccin|inoculat|既往|接受|曾|未|疫苗|切除",
    re.IGNORECASE,
)
_RECEIVED: Final = (
    r"(?:(?:have\s+|has\s+|had\s+)?(?:previously\s+|ever\s+)?(?:received|undergone|been\s+treated\s+with|underwent)"
    r"|(?:prior|previous)|treatment\s+with|history\s+of|既往(?:曾)?(?:接受过?|行)|曾(?:接受过?|行)|接受过)"
)
_NO: Final = (
    r"(?:no\s+(?:prior\s+|previous\s+|history\s+of\s+)?|(?:have\s+|has\s+)?not\s+(?:received|undergone)\s+(?:any\s+)?"
    r"|without\s+(?:prior|previous)\s+|未(?:曾)?(?:接受|行)(?:过)?)"
)
_GENERAL: Final = (
    r"(?:(?:systemic\s+)?(?:anti-?\s?(?:tumou?r|cancer|neoplastic))\s+(?:treatments?|therapy|therapies)(?:\s+history)?"
    r"|抗肿瘤治疗)"
)
_ANY: Final = re.compile(
    rf"(?:(?P<no>{_NO})|(?P<yes>{_RECEIVED})\s*(?:any\s+|过)?)(?P<general>{_GENERAL})", re.IGNORECASE
)
_LIST: Final = re.compile(r"\s*(?:,\s*(?:and|or)?|and/or|or|/|、|或)\s*$", re.IGNORECASE)
_NAMED: Final = re.compile(rf"(?:(?P<no>{_NO})|(?P<yes>{_RECEIVED})\s*(?:any\s+|过)?)(?:a\s+|an\s+)?$", re.IGNORECASE)
_SUCH: Final = re.compile(
    r"(?P<yes>(?:have\s+|has\s+)?(?:received\s+)?(?:prior|previous)\s+(?:systemic\s+)?(?:anti-?)?(?:cancer|tumou?r"
    r"|antitumou?r)?\s*(?:treatments?|therapy|therapies)\s*,?\s*(?:such\s+as|including|i\.e\.,?|:)\s*)$",
    re.IGNORECASE,
)
_VACCINE: Final = re.compile(
    r"(?P<no>no\s+)?(?:(?:received|inoculated\s+with|administration\s+of|vaccinated\s+with"
    r"|接种(?:过)?)\s*(?:of\s+)?)?(?:any\s+|an?\s+)?(?P<live>live(?:[\s,-]+attenuated)?\s+|(?:减毒)?活)?"
    r"(?:anti-?infective\s+|anti-?infection\s+)?(?:vaccines?|vaccination|疫苗)(?:\s+inoculation)?",
    re.IGNORECASE,
)
_OPERATED: Final = re.compile(
    r"(?:(?:have\s+|has\s+)?(?:received|undergone|underwent)\s+(?:an?\s+)?(?:(?:radical|curative|R0)\s+)?(?:(?P<cut>(?:liver\s+|hepatic\s+|surgical\s+"
    r"|tumou?r\s+)?resection|hepatectomy)(?:\s+(?:of|for)\s+(?:primary\s+)?(?:HCC|hepatocellular\s+carcinoma|liver\s+cancer))?"
    r"|(?:surgical\s+treatment|surgery)\s+(?:of|for)\s+(?:primary\s+)?(?:HCC|hepatocellular\s+carcinoma|liver\s+cancer))"
    r"|(?:已)?(?:接受|行)(?:了|过)?(?P<cut_zh>(?:肝癌|肝脏?)?(?:根治性?)?(?:肝)?切除(?:手?术)?))",
    re.IGNORECASE,
)


def treatment_atoms(text: str, sense: Sense) -> Iterator[Atom]:
    """Earlier treatment of the tumour and vaccination, done or not done."""
    if _HINT.search(text) is None:
        return
    for met in _ANY.finditer(text):
        yield event(*met.span(), "no prior_treatment" if met["no"] else "any prior_treatment")
    found = [(met.start(), met.end(), treatments().code(met[0])) for met in treatments().pattern.finditer(text)]
    while found:
        start, end, code = found.pop(0)
        codes, between = [code], ""
        while found and _LIST.fullmatch(text, end, found[0][0]):
            between += text[end : found[0][0]]
            _, end, code = found.pop(0)
            codes.append(code)
        either = len(codes) == 1 or OR.search(between) is not None or (sense == "exclusion" and "and" not in between)
        atom = _treated(text, start, end, list(dict.fromkeys(codes)), either=either)
        if atom is not None:
            yield atom
    for met in _OPERATED.finditer(text):
        assumed = "" if met["cut"] or met["cut_zh"] else "surgery of the tumour is taken as resection"
        yield event(*met.span(), "any surgery(code = resection)", "surgery", assumed)
    for met in _VACCINE.finditer(text):
        which = "(code in {live_vaccine})" if met["live"] else ""
        yield event(*met.span(), f"{'no' if met['no'] else 'any'} vaccination{which}")


def _treated(text: str, start: int, end: int, codes: list[str], *, either: bool) -> Atom | None:
    """either: whether the treatments named are alternatives; otherwise it is open whether all of them are meant."""
    named = _NAMED.search(text, 0, start)
    such = _SUCH.search(text, 0, start)
    if such is not None and len(codes) > 1:
        assumed = "the treatments named are taken for all that are meant"
        return event(such.start(), end, f"any prior_treatment(code in {{{', '.join(codes)}}})", assumed=assumed)
    if named is None or (named["yes"] and not either):
        return None
    any_or_no = "no" if named["no"] else "any"
    what = "radiotherapy" if codes == ["radiotherapy"] else f"prior_treatment(code in {{{', '.join(codes)}}})"
    return event(named.start(), end, f"{any_or_no} {what}", "treatments")
