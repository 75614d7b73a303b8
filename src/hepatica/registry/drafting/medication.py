"""Other medication as rules: steroids by dose and route, other immunosuppressants, treatment of an autoimmune disease."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.drafting.atom import Atom, Moment, event

NOT_LOCAL: Final = "route not in {topical, inhaled, intranasal, ophthalmic, intra_articular}"
"""Steroids that act on the whole body, as the language tells them: those of a local route do not."""

_HINT: Final = re.compile(
    r"auto-?immune|steroid|glucocortic|immunosuppress|immune\s+suppress|hormone|激素|皮质|免疫抑制", re.IGNORECASE
)
_STEROIDS: Final = (
    r"(?:(?P<systemic>systemic(?:ally)?\s+(?:administered\s+)?|全身(?:性)?(?:的)?(?:使用)?)?"
    r"(?:(?:gluco)?corticosteroids?|glucocorticoids?|steroids?|(?:糖)?皮质(?:类)?(?:激素|类固醇)|类固醇(?:激素)?)"
    r"(?:\s*(?:therapy|treatments?|治疗))?)"
)
_MILLIGRAMS: Final = r"(?P<{0}>\d+(?:\.\d+)?)\s*mg\s*(?:/|\s+per\s+|a\s+)?\s*(?:d(?:ay|aily)?|天|日)"
_EQUIVALENT: Final = (
    r"(?:\s*(?:of\s+|的)?\s*(?:prednisone|泼尼松|强的松)(?:龙)?)?(?:\s*(?:or|或)\s*(?:an?\s+|other\s+|any\s+|its\s+|其他|其它)?"
    r"(?:equivalents?|equivalent\s+(?:doses?|hormones?|drugs?)|等(?:效|同|疗效)(?:剂量)?(?:的)?(?:激素|药物)?|同等剂量(?:的)?(?:药物|激素)?))?"
)
_DOSE: Final = (
    r"(?:\(\s*(?:at\s+)?(?:an?\s+)?(?:(?:daily\s+)?doses?\s*|剂量\s*|prednisone\s*|泼尼松\s*)?(?:of\s+)?"
    rf"(?:>|more\s+than|exceeding|超过|大于)\s*{_MILLIGRAMS.format('dose')}{_EQUIVALENT}\s*\))"
)
_ASIDE: Final = (
    r"(?:\(\s*(?:excluding|except(?:\s+for)?|不包括)\s*(?:(?:topical|nasal|intranasal|inhaled|ophthalmic|ocular"
    r"|intra-?articular|局部|鼻用|吸入|外用|眼用)(?:\s*,?\s*(?:or|and|/|,|、|或|和)\s*(?:or\s+)?)?)+"
    r"(?:other\s+(?:non-?systemic|local)\s+(?:routes?|use))?\s*(?:\s*(?:corticosteroids?|steroids?|routes?|激素))?\s*\))"
)
_OTHER: Final = (
    r"(?:any\s+)?(?:other\s+|其他|其它)?(?:forms?\s+of\s+)?(?:immunosuppress(?:ive|ants?|or)|免疫抑制(?:剂|性?药物)?)"
    r"(?:\s*(?:drugs?|medications?|agents?|therap(?:y|ies)|treatments?|治疗))?"
)
_USED: Final = (
    r"(?:(?:(?:currently|still|ongoing|正在|目前|仍)\s*)*(?:need(?:s|ed|ing)?\s+to\s+(?:use|take|receive)|us(?:e|es|ed|ing)\s+(?:of\s+)?"
    r"|receiv(?:e|ed|ing)\s+|tak(?:e|ing)\s+|on\s+|requir(?:es?|ing)\s+(?:treatment\s+with\s+)?|treatment\s+with\s+|需要?(?:使用|接受)?|使用|接受)\s*"
    r"(?:any\s+)?)?"
)
_BOTH: Final = re.compile(
    rf"{_USED}{_STEROIDS}\s*(?:{_DOSE}|{_ASIDE})?\s*(?:,?\s*(?:or|and/or|或(?:者)?)\s*(?P<other>{_OTHER}))?",
    re.IGNORECASE,
)
_PURPOSE: Final = re.compile(
    r"(?:(?:are|is|currently|正在)\s*)*(?:us(?:e|es|ing)|receiving|使用)\s*(?:immunosuppress(?:ive\s+(?:agents?|drugs?|medications?)"
    r"|ants?)|免疫抑制剂)\s*(?:,|、)?\s*(?:or|或)?\s*(?:systemic|全身)\s*(?:,|、)?\s*(?:or|或)?\s*(?:absorbable\s+(?:local|topical)|可吸收(?:的)?局部)\s*"
    r"(?:hormones?|(?:cortico)?steroids?|激素)(?:\s*(?:therapy|treatment|治疗))?\s*(?:to\s+achieve|for|以?达到)\s*(?:the\s+)?"
    r"(?:(?:purposes?\s+of\s+)?(?:immunosuppressi(?:ve|on)|immune\s+suppression)(?:\s+purposes?)?|免疫抑制(?:的)?(?:目的|作用))\s*"
    rf"{_DOSE}\s*,?\s*(?:and|并且?|且)\s*(?:(?:still\s+)?(?:continue\s+to\s+be\s+used|continued?|in\s+use)|(?={'[^,;.]'}{{0,12}}前))",
    re.IGNORECASE,
)
_STILL_USED: Final = re.compile(r"仍(?:在|然)?(?:继续)?使用(?:者|的)?")
_PHYSIOLOGIC: Final = re.compile(
    r"[.;]?\s*(?:the\s+use\s+of\s+)?physiologic(?:al)?\s+(?:replacement\s+)?doses?\s+of\s+(?:systemic\s+)?(?:gluco)?(?:cortico)?"
    rf"(?:steroids?|ids?)\s*\(\s*(?:≤|<=|up\s+to)\s*{_MILLIGRAMS.format('dose')}{_EQUIVALENT}\s*\)\s*(?:is|are)\s+(?:permitted"
    r"|allowed|acceptable)",
    re.IGNORECASE,
)
_AUTOIMMUNE: Final = re.compile(
    r"(?:(?:has|have|having|known|an?|any|history\s+of)\s+)*(?P<active>active\s+)?(?:known\s+)?auto-?immune\s+(?:diseases?|disorders?)\s+"
    r"(?:that\s+|which\s+)?(?:(?:has|have)\s+)?(?:requir(?:ed|ing|es?)|need(?:ed|ing|s)?)\s+systemic\s+(?:treatment|therapy)",
    re.IGNORECASE,
)
_AGENTS: Final = re.compile(
    r"\(\s*(?:e\.g\.|i\.e\.|such\s+as|that\s+is)\s*,?\s*(?:with\s+)?(?:(?:the\s+)?use\s+of\s+)?(?:(?:disease[\s-]+modifying\s+(?:agents?"
    r"|drugs?)|(?:cortico)?steroids?|immunosuppress(?:ants?|ive\s+(?:drugs?|agents?|medications?)))\s*(?:,\s*)?(?:(?:or|and)\s+)?)+\s*\)",
    re.IGNORECASE,
)
_REPLACEMENT: Final = re.compile(
    r"[.;]?\s*(?:hormone\s+)?replacement\s+therap(?:y|ies)\s*(?:\([^()]*\))?\s*(?:is|are)\s+not\s+considered\s+(?:as\s+)?(?:an?\s+)?forms?"
    r"\s+of\s+systemic\s+(?:treatment|therapy)(?:\s+and\s+(?:is|are)\s+(?:allowed|permitted))?",
    re.IGNORECASE,
)
_PNEUMONITIS: Final = re.compile(
    r"(?:history\s+of\s+)?\(?(?:non-?\s?infectious)\)?\s+pneumonitis\s+(?:that\s+|which\s+)?(?:(?:has|have)\s+)?"
    r"(?:requir(?:ed|ing|es?)|need(?:ed|ing))\s+(?:(?:treatment\s+with\s+)?(?:systemic\s+)?(?:cortico)?steroids?(?:\s+(?:treatment"
    r"|therapy))?)",
    re.IGNORECASE,
)
IN_USE: Final = "medication in use"
"""Medication that is said to be needed still: "a history of A and currently needs B" is both, and no list."""
_NOW: Final = re.compile(r"\s*(?:(?:currently|still|ongoing|need|requir)|正在|目前|仍|需)", re.IGNORECASE)


def medication_atoms(text: str) -> Iterator[Atom]:
    """Steroids and other immunosuppressants; of those that a disease was treated with, the time is that of the treatment."""
    if _HINT.search(text) is None:
        return
    allowed = _PHYSIOLOGIC.search(text)
    for met in _PURPOSE.finditer(text):
        steroid = (
            f"any concomitant_medication(code in {{systemic_steroid}} and prednisone_equivalent > {met['dose']} mg/d)"
        )
        other = "any concomitant_medication(code in {other_immunosuppressant})"
        still = _STILL_USED.search(text, met.end())
        yield _during(*met.span(), f"({steroid} or {other})", (still.span(),) if still else ())
    for met in _BOTH.finditer(text):
        rule = _immunosuppressed(met, allowed)
        if rule:
            group = IN_USE if _NOW.match(met[0]) else "medication"
            yield _during(*met.span(), rule, (allowed.span(),) if allowed else (), group)
    for met in _AUTOIMMUNE.finditer(text):
        agents, replaced = _AGENTS.search(text, met.end()), _REPLACEMENT.search(text, met.end())
        treated = (
            f"any concomitant_medication(code in {{immunosuppressant}} and detail = autoimmune_disease and {NOT_LOCAL})"
        )
        active = "any medical_history(code in {autoimmune_disease} and status in {active, uncontrolled}) ever and "
        rule = f"{active if met['active'] else ''}{treated}"
        yield event(*met.span(), rule, also=tuple(each.span() for each in (agents, replaced) if each))
    for met in _PNEUMONITIS.finditer(text):
        yield event(
            *met.span(), "any concomitant_medication(code in {systemic_steroid} and detail = pneumonitis)", "steroids"
        )


def _immunosuppressed(met: re.Match[str], allowed: re.Match[str] | None) -> str:
    """The medication that is meant; "" where neither route nor dose says which steroids are."""
    dose = met["dose"] or (allowed["dose"] if allowed else "")
    limits = [*([NOT_LOCAL] if met["systemic"] else []), *([f"prednisone_equivalent > {dose} mg/d"] if dose else [])]
    if not limits:
        return ""
    steroid = " and ".join(["code in {systemic_steroid}", *limits])
    if met["other"] is None:
        return f"any concomitant_medication({steroid})"
    return f"any concomitant_medication(({steroid}) or code in {{other_immunosuppressant}})"


def _during(start: int, end: int, rule: str, also: tuple[tuple[int, int], ...], group: str = "medication") -> Atom:
    """Medication in the window that the sentence names; without one it is that of today."""

    def make(moment: Moment | None, reference: str) -> str:
        return f"{rule} {moment.around_event()}" if moment and moment.length else "" if moment else rule

    return Atom(start, end, "event", make, group, also=also)
