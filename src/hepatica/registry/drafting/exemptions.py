"""Malignancies that do not exclude: "except for radically treated basal cell carcinoma of the skin"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_OPENS: Final = re.compile(
    r"\s*[,;.(]*\s*(?:and\s+)?(?:(?:with\s+the\s+)?exceptions?\s+of|except(?:\s+for|ing)?|excluding|other\s+than|but\s+(?:not|excluding)"
    r"|但?除外?|不包括)\s*(?:for\s+|of\s+)?(?:those\s+(?:with|who\s+have(?:\s+had)?)\s+|(?:patients|subjects)\s+with\s+|the\s+|an?\s+"
    r"|已?经?)?",
    re.IGNORECASE,
)
_RADICAL: Final = (
    r"(?:(?:radically|adequately|curatively|definitively|appropriately|properly|effectively)[\s-]+(?:treated|resected|cured)"
    r"|(?:completely|fully)\s+(?:treated|resected|excised)|radical(?:ly)?\s+resected|已?经?(?:过)?(?:充分|根治性?|有效|适当)(?:的)?治疗(?:过|后)?(?:的)?"
    r"|根治(?:术后)?的?|经根治(?:性)?(?:切除|手术)(?:后|的)*)"
)
_CURED: Final = r"(?:cured|已治愈的?|治愈的?)"
_HOW: Final = rf"(?:(?:(?P<radical>{_RADICAL})|(?P<cured>{_CURED}))\s*)?"
_BEHIND: Final = re.compile(
    r"\s*(?:\(\s*)?(?:(?:that|which)\s+)?(?:(?:has|have)\s+|was\s+|were\s+|is\s+|are\s+)?(?:been\s+)?(?:(?P<radical>(?:undergone\s+|after\s+|received"
    r"\s+|treated\s+with\s+)(?:curative|radical|complete)\s+(?:resections?|surgery|treatments?|excision|therapy)|"
    + _RADICAL
    + rf")|(?P<cured>{_CURED}))\s*\)?",
    re.IGNORECASE,
)
_SITES: Final = (
    (r"(?:cutaneous\s+|skin\s+)?basal\s+cell\s+(?:skin\s+)?(?:carcinomas?|cancers?)\s*(?:of\s+(?:the\s+)?skin)?|basal\s+cell\s+(?:or|and|/)\s+"
     r"squamous\s+cell\s+(?P<two>)(?:skin\s+(?:cancers?|carcinomas?)|(?:carcinomas?|cancers?)\s+of\s+(?:the\s+)?skin)|皮肤?基底细胞(?:皮肤)?癌"
     r"|基底细胞(?:皮肤)?癌", ("basal_cell_skin",)),
    (r"(?:cutaneous\s+|skin\s+)squamous\s+cell\s+(?:carcinomas?|cancers?)|squamous\s+cell\s+(?:skin\s+(?:carcinomas?|cancers?)|(?:carcinomas?|cancers?)"
     r"\s+of\s+(?:the\s+)?skin)|皮肤鳞状?细胞癌|皮肤鳞癌|鳞状细胞皮肤癌", ("squamous_cell_skin",)),
    (r"non-?\s?melanoma(?:tous)?\s+skin\s+cancers?|非黑色素瘤(?:性)?皮肤癌", ("basal_cell_skin", "squamous_cell_skin")),
    (r"(?:carcinomas?\s+in\s+situ\s+of\s+(?:the\s+)?(?:uterine\s+)?cervix(?:\s+uteri)?|(?:uterine\s+)?cervical\s+(?:carcinomas?|cancers?)\s+in[\s-]+situ"
     r"|in[\s-]+situ\s+(?:cervical\s+(?:carcinomas?|cancers?)|(?:carcinomas?|cancers?)\s+of\s+(?:the\s+)?(?:uterine\s+)?cervix)|(?:子)?宫颈原位癌)",
     ("cervical_in_situ",)),
    (r"(?:any\s+)?carcinomas?\s+in\s+situ(?!\s+of)|in\s+situ\s+(?:carcinomas?|cancers?)(?!\s+of)|原位癌",
     ("cervical_in_situ", "carcinoma_in_situ")),
    (r"papillary\s+(?:thyroid\s+(?:carcinomas?|cancers?)|(?:carcinomas?|cancers?)\s+of\s+(?:the\s+)?thyroid)|甲状腺乳头状癌",
     ("papillary_thyroid",)),
)  # fmt: skip
_ITEM: Final = tuple((re.compile(words, re.IGNORECASE), codes) for words, codes in _SITES)
_HOW_TREATED: Final = re.compile(_HOW + r"(?:the\s+|an?\s+|any\s+)?", re.IGNORECASE)
_JOINT: Final = re.compile(
    r"\s*(?:[,、/]\s*(?:and/or|and|or|或|和|及)?|and/or|and|or|或者?|和|及|以及)\s*(?=\S)", re.IGNORECASE
)
_BARE: Final = re.compile(r"\s*[,(]\s*(?:但|已?经)?")
_CLOSES: Final = re.compile(r"\s*(?:病?史|者|患者)?(?:可以?)?除外\s*[.;,)]*\s*$")
_ENDS: Final = re.compile(r"\s*[.;,)]*\s*$")
TREATED: Final = "detail in {radical, resected}"
"""Radical treatment, by an operation or otherwise."""

CURED: Final = "status = cured"
Group = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Exempt:
    """Exemptions in a sentence: where they stand, and the codes of each group with how they must have been treated."""

    start: int
    end: int
    groups: tuple[Group, ...]

    def condition(self, *, uncured: bool) -> str:
        """What must not be: `not (code in {…} and detail in {…}) and …`. uncured: cured malignancies do not count anyway."""
        counted = [(codes, how) for codes, how in self.groups if not (uncured and how == CURED)]
        parts = [f"code in {{{', '.join(codes)}}}" + (f" and {how}" if how else "") for codes, how in counted]
        return " and ".join(f"not ({part})" for part in parts)


def exemptions(text: str, start: int) -> Exempt | None:
    """The exemptions that stand behind a place, to the end of a sentence.

    None where there are none, or where one of them is not read.
    """
    opens = _OPENS.match(text, start) or _BARE.match(text, start)
    if opens is None:
        return None
    groups, at = list[Group](), opens.end()
    shared = ""
    while True:
        how = _HOW_TREATED.match(text, at)
        if how and (how["radical"] or how["cured"]):
            shared = TREATED if how["radical"] else CURED
        at = how.end() if how else at
        met = next(((found, codes) for pattern, codes in _ITEM if (found := pattern.match(text, at))), None)
        if met is None:
            return None
        found, codes = met
        if found.groupdict().get("two") is not None:
            codes = ("basal_cell_skin", "squamous_cell_skin")
        behind = _BEHIND.match(text, found.end())
        own = (TREATED if behind["radical"] else CURED) if behind else shared
        if groups and not behind and groups[-1][1] == own:
            groups[-1] = ((*groups[-1][0], *(code for code in codes if code not in groups[-1][0])), own)
        else:
            groups.append((codes, own))
        at = behind.end() if behind else found.end()
        joint = _JOINT.match(text, at)
        if joint is None:
            break
        at = joint.end()
    closes = _CLOSES.match(text, at) if opens.re is _BARE else _ENDS.match(text, at)
    return Exempt(start, closes.end(), tuple(groups)) if closes else None
