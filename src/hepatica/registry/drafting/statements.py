"""A criterion as statements: whole where it can be read whole, otherwise in parts that each stand for themselves.

Inclusion criteria joined by "and" are as many criteria, and so are exclusion criteria joined by "or": parting them changes
nothing. A part that is not read may limit another ("…, except …"): then nothing is parted, and the whole is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from hepatica.registry.blank import blanked
from hepatica.registry.drafting.atom import Moment
from hepatica.registry.drafting.fertility import fertility
from hepatica.registry.drafting.laboratory import Sense
from hepatica.registry.drafting.moments import moments
from hepatica.registry.drafting.person import proxies, signed_by_another
from hepatica.registry.drafting.plain import plain
from hepatica.registry.drafting.sentence import Read, read, whole_rule
from hepatica.registry.limits import read_limits
from hepatica.registry.record import Value
from hepatica.rules.nodes import And


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of a record, and their rule where they were read."""

    words: str
    read: Read | None


_PARTS: Final = re.compile(
    r"[;；]\s*(?=\S)|(?<=[a-z)）%\d])\.\s+(?=[A-Z])|(?<!等)。\s*(?=\S)"
    r"|\n\s*\n\s*(?=\S)|(?<=[.:。：])\s*\n\s*(?=\S)"
)
"""Where a statement may end; the end of a line is none where registers break sentences ("precaution to avoid / pregnancy")."""
_LEAD: Final = re.compile(r"^(?P<lead>[^:：]{3,160}[:：])\s*\n+", re.DOTALL)
_BLANKS: Final = r"(?<!\s)\s+"
"""Blanks from the first of them on: many in a row are gone through once."""
_OR: Final = re.compile(rf",?{_BLANKS}or\s+|[,，]?(?:{_BLANKS})?或者?\s*", re.IGNORECASE)
_AND: Final = re.compile(rf",?{_BLANKS}and\s+|[,，]\s*(?:并且?|且)\s*|并且", re.IGNORECASE)
_LIMITS: Final = re.compile(
    r"\b(?:except(?:ions?)?|unless|however|but|permitted|allow(?:ed)?|eligible|provided|if|when|whenever|where|such|these"
    r"|this|those\s+(?:above|patients)|considered|defined|may|can|exclud(?:e|es|ing)"
    r"|otherwise|in\s+case|for\s+(?:patients|subjects|participants|those)|in\s+(?:patients|subjects|participants)"
    r"|patients\s+with|subjects\s+with|other\s+than|regardless|except|former|latter|either|both|neither"
    r"|above|following|in\s+(?:the\s+)?presence\s+of|related\s+to|respectively|alone|its|their)\b|除外|除非|允许|可以|若"
    r"|如果|如有|例外|但"
    r"|者可|以上|上述|任一|之一|其中",
    re.IGNORECASE,
)
_TRAILS: Final = re.compile(
    r"\b(?:requir(?:ing|es|ed?)|need(?:s|ing|ed)?|that|which|due|caused|associated|secondary|with|treated|under)\b|需要?",
    re.IGNORECASE,
)
_OWN_VERB: Final = re.compile(
    r"^(?:patients|subjects|participants|women|those|whom|who|receiving|undergoing|having|taking|using|history|any|a|an)\b",
    re.IGNORECASE,
)
"""How an alternative begins that has no share in the adjective or the verb of the statement before it."""
SHARED: Final = frozenset({"conditions", "treatments"})
"""Statements whose adjective ("uncontrolled") or verb ("no prior") may go with what is named behind them."""
_OWN_CLAUSE: Final = re.compile(
    r"^(?:patients|subjects|participants|women|females|those|whom|who|the\s+investigator|recurrent)\b", re.IGNORECASE
)
_TIMED: Final = re.compile(
    r"\d|\b(?:within|before|prior|after|during|until|since|last|past)\b|[<>≤≥]|[前后内]", re.IGNORECASE
)
NEUTRAL_LEAD: Final = re.compile(
    r"\b(?:laborator(?:y|ies)|inspection|inclusion|exclusion|criteria|criterion|general|ha?ematolog(?:y|ic(?:al)?)|marrow"
    r"|reserve|vital|end[\s-]+organ|data|biochemistry|needs?|to|obtained|specified|recorded|standard|well|normally|bone"
    r"|hepatic|renal|liver|kidney|cardiac|coagulation|blood"
    r"|organs?|functions?|adequate|normal|good|sufficient|important|major|vital|main|severe|impairment|impaired|defined"
    r"|definition|as|values?|tests?|results?|examinations?|indexes|indicators|indices|routine|biochemi(?:stry|cal)"
    r"|the|of|and|or|in|with|following|requirements?|meet(?:s|ing)?|satisf(?:y|ies|ying)|conditions?|must|should|be|is|are"
    r"|have|has|had|patients?|subjects?|participants?|who|by|that|i\.e|e\.g|below|all|any|including|include|includes"
    r"|included|presence|other"
    r"|uncontrolled|systemic|diseases?|active|infections?|counts?|levels?|evidenced?|demonstrated|indicated|shown|baseline"
    r"|screening|within|characteristics?)\b"
    r"|必须|实验室|检查|器官|功能|血常规|肝|肾|心|凝血|骨髓|主要|重要|基本|正常|良好|足够|标准|要求|指标|符合|满足|以下|下列"
    r"|如下|定义|包括|的|应|需|须|且|即|生化|血液学|和|及|水平|严重|障碍|伴有|存在|有"
    r"|纳入|排除",
    re.IGNORECASE,
)
ONE_OF: Final = re.compile(
    r"\b(?:any|one|either|at\s+least\s+(?:one|two|three|\d))\s+(?:one\s+|or\s+more\s+)?(?:of|from)\b|\bat\s+least\b|(?:任意?一"
    r"|之一|至少|任何一)|any\s+of",
    re.IGNORECASE,
)
_ALL_OF: Final = re.compile(r"\ball\b|\bat\s+least\s+(?:two|three|\d)|全部|均", re.IGNORECASE)
OPEN: Final = re.compile(r"not\s+limited\s+to|但不限于|etc\.?|等", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lead:
    """Words above a list of criteria.

    understood: whether the criteria below mean the same without it. window: the window that it gives to what stands below.
    rest: what else it demands, as words that nobody has read. limits: whether it says how far a disease below must have gone.
    about: what it names that the criteria below tell in full; one that is not about it is not understood.
    """

    understood: bool
    window: Moment | None = None
    rest: str = ""
    limits: bool = False
    about: str = ""

    def holds(self, rule: str) -> bool:
        """Whether a rule says all that this demands: "uncontrolled diseases: hypertension" is not about hypertension."""
        if self.about not in rule:
            return False
        return not self.limits or all("status" in met or "start" in met for met in _HISTORY.findall(rule))


_HISTORY: Final = re.compile(r"medical_history\(([^()]*)\) ever(?! and\b)")
_GRADED: Final = re.compile(r"\b(?:uncontrolled|active|severe|major)\b|严重|活动性?|未控制", re.IGNORECASE)


_SUMMARY: Final = re.compile(
    r"(?:(?:history\s+of\s+|ongoing\s+|current\s+|prior\s+)*(?:systemic\s+treatment\s+(?:for|of)\s+(?:active\s+)?auto-?immune\s+"
    r"(?:diseases?|disorders?)|immunosuppressive\s+(?:therapy|treatment)|immunosuppressants?)\s*(?:,|or|and)?\s*)+(?=[:.]?\s*$)",
    re.IGNORECASE,
)
"""A heading that only sums up what the criteria below it tell with time, route and dose."""
_ASIDE: Final = re.compile(r"[(（](?P<inside>(?:[^()（）]|[(（][^()（）]*[)）]){8,})[)）]")


def lead(words: str, sense: Sense, before: str = "") -> Lead:
    """What the words above a list mean for its items. before: how their sentence begins, where a register has broken it."""
    text = plain(words)
    if _SUMMARY.match(text):
        return Lead(True, about="immunosuppress")
    if (ONE_OF if sense == "inclusion" else _ALL_OF).search(f"{plain(before)} {text}"):
        return Lead(False)
    timed = list(moments(text))
    aside = next((met for met in _ASIDE.finditer(text) if not any(met.end() <= each.end for each in timed)), None)
    rest = words[aside.start("inside") : aside.end("inside")] if aside and sense == "inclusion" else ""
    bare = blanked(text, *aside.span()) if aside and rest else text
    windows = list(moments(bare))
    if len(windows) > 1:
        return Lead(False)
    for window in windows:
        bare = blanked(bare, window.start, window.end)
    more = OPEN.sub(" ", bare)
    left = re.sub(
        r"[\s:.,;()/、-]+|\d{1,2}(?:\.\d+)*\.?|[①-⑩]",
        "",
        NEUTRAL_LEAD.sub("", more.replace("but", " ").replace("one of", " ")),
    )
    if left:
        return Lead(False)
    if not rest and OPEN.search(bare):
        rest = words
    return Lead(True, windows[0] if windows else None, rest, _GRADED.search(bare) is not None)


def statements(words: str, sense: Sense, reference: str, inherited: Moment | None = None) -> list[Statement]:
    """A criterion's statements in their order; all its words stand in one of them.

    inherited: the window that the words above the criterion give.
    """
    words = _TRAILING[sense].sub("", words)
    fertile = _of_fertility(words) if sense == "inclusion" and inherited is None else []
    if fertile:
        return fertile
    one = read(words, sense, reference, inherited) or _below_its_lead(words, sense, reference, inherited)
    if one is not None:
        return _halves(words, one, sense, reference, inherited)
    found = list(_parted(words, sense, reference, inherited))
    unread = [each.words for each in found if each.read is None]
    said = {name for each in found if each.read for name in _NAMES.findall(each.read.rule)}
    if len(unread) == len(found) or any(
        (_LIMITS.search(each) and not _of_its_own(each, said)) or _continues(each) for each in unread
    ):
        return [Statement(words, None)]
    return found


_TRAILING: Final[dict[Sense, re.Pattern[str]]] = {
    "inclusion": re.compile(r"(?:\s(?:AND|and)|[,，;；]\s?[且并])[\s;；]*$"),
    "exclusion": re.compile(r"\s(?:OR|or)[\s;]*$"),
}
"""What joins an item of a list to the next, which is a criterion of its own anyway."""


def _of_fertility(words: str) -> list[Statement]:
    """A criterion on pregnancy tests and contraception; empty where it is not read whole."""
    found = [Statement(each.words, whole_rule(each.rule, "fertility")) for each in fertility(words)]
    return found if all(each.read for each in found) else []


_NAMES: Final = re.compile(r"[a-z_.0-9]+(?= (?:[<>=]|between))")
_OF_OTHERS: Final = re.compile(
    r"\b(?:these|this|such|those|above|criteri(?:a|on)|all|values?|other|any|both|either|their|its)\b|上述|以上|其他|均|者可",
    re.IGNORECASE,
)


def _of_its_own(part: str, said: Set[str]) -> bool:
    """Whether a part that is not read begins with a value of its own and limits that alone."""
    limits = list(read_limits("", Value(plain(part), "")))
    return (
        bool(limits)
        and min(each.quote.start for each in limits) <= _LABEL
        and not said & {each.analyte for each in limits}
        and not _OF_OTHERS.search(part)
    )


_LABEL: Final = 4  # characters before a value's name that may be its number or bullet
_SIGN: Final = re.compile(r"[<>≤≥＜＞≦≧]|\bULN\b|上限|下限")


def _continues(part: str) -> bool:
    """Whether a part that is not read states a limit of something that it does not name ("≤ 5 ULN in liver metastases")."""
    sign = _SIGN.search(part)
    return sign is not None and not any(
        each.quote.start <= sign.start() < each.quote.end for each in read_limits("", Value(plain(part), ""))
    )


_INLINE: Final = re.compile(r"^(?P<lead>[^:：;；]{3,160}[:：])\s*(?=\S)")
_ADEQUATE: Final = re.compile(
    r"^(?P<lead>(?:adequate|good|normal|sufficient)\s[^():;]{3,60}(?:function"
    r"|reserve)s?)\s*[(（](?P<list>.*)[)）]\s*[.;；]?\s*$",
    re.IGNORECASE,
)


def _below_its_lead(words: str, sense: Sense, reference: str, inherited: Moment | None) -> Read | None:
    """A sentence that begins with what would be a heading: "Adequate function within 7 days before randomisation: ANC ≥ …"."""
    met = _INLINE.match(words) or (_ADEQUATE.match(words) if sense == "inclusion" else None)
    if met is None:
        return None
    above = lead(met["lead"], sense)
    if not above.understood or above.rest or (above.window and inherited):
        return None
    rest = met["list"] if met.re is _ADEQUATE else words[met.end() :]
    return read(rest, sense, reference, above.window or inherited)


def _parted(words: str, sense: Sense, reference: str, inherited: Moment | None) -> Iterator[Statement]:
    head = _LEAD.match(words)
    if head is not None:
        above = lead(head["lead"], sense)
        if not above.understood or above.window is not None or above.rest:
            yield Statement(words, None)
            return
    else:
        head = _INLINE.match(words)
        above = lead(head["lead"], sense) if head else Lead(False)
        if above.rest or not above.understood or (above.window and inherited):
            head = None
        elif above.window:
            inherited = above.window
    body, above_it = (words[head.end() :], head[0]) if head else (words, "")
    found: list[Statement] = []
    for part in _pieces(body):
        by = signed_by_another(part)
        signed = next((at for at, each in enumerate(found) if each.read and "consent" in each.read.groups), None)
        if by is not None and signed is not None and not part[: by[0]].strip() and not part[by[1] :].strip(" ."):
            found[signed] = replace(found[signed], words=f"{found[signed].words} {part}")
            continue
        proxy = proxies(part)
        if proxy and signed is not None:
            _sign(found, part, proxy)
            continue
        one = read(part, sense, reference, inherited)
        found += (
            _halves(part, one, sense, reference, inherited)
            if one is not None
            else _split(part, sense, reference, inherited) or [Statement(part, None)]
        )
    if above_it and found:
        found[0] = replace(found[0], words=above_it + found[0].words)
    yield from found


def _sign(found: list[Statement], part: str, rule: str) -> None:
    """Who signs for a person who cannot, with what the sentence before says of it: one rule of all who sign."""
    last = found[-1]
    if last.read is not None and "proxies" in last.read.groups:
        joined = f"({last.read.rule.removesuffix(' ever')} and {rule.removesuffix(' ever')}) ever"
        found[-1] = Statement(f"{last.words} {part}", whole_rule(joined, "proxies"))
    else:
        found.append(Statement(part, whole_rule(rule, "proxies")))


def _pieces(words: str) -> list[str]:
    kept, done = [], 0
    for met in _PARTS.finditer(words):
        kept.append(words[done : met.end()].strip())
        done = met.end()
    kept.append(words[done:].strip())
    return [each for each in kept if each]


def _halves(part: str, one: Read, sense: Sense, reference: str, inherited: Moment | None) -> list[Statement]:
    """Two alternatives of an exclusion behind a comma, told apart where both are read ("class C, or bilirubin > 3 ULN")."""
    if sense == "exclusion":
        for met in _OR.finditer(part):
            if not met[0].startswith((",", "，")):
                continue
            left = read(part[: met.start()], sense, reference, inherited)
            right = read(part[met.end() :], sense, reference, inherited)
            if left and right and "conditions" not in left.groups & right.groups:
                return [Statement(part[: met.start()], left), Statement(part[met.end() :], right)]
    return _each(part, one, sense, reference) if sense == "inclusion" and one.apart else [Statement(part, one)]


def _each(part: str, one: Read, sense: Sense, reference: str) -> list[Statement]:
    """Statements that must all hold, one by one, where each is read by itself as it was among the others."""
    cuts = [0, *one.apart[1:], len(part)]
    words = [part[at:after].strip() for at, after in pairwise(cuts)]
    found = [Statement(each, read(_JOINED.sub("", each), sense, reference)) for each in words]
    nodes = [each.read.node for each in found if each.read]
    flat = tuple(each for node in nodes for each in (node.operands if isinstance(node, And) else (node,)))
    return found if len(nodes) == len(found) and And(flat) == one.node else [Statement(part, one)]


_JOINED: Final = re.compile(rf"(?:{_BLANKS})?(?:[,，、;]|\band\b|且|并且?|和)+\s*$", re.IGNORECASE)


def _split(part: str, sense: Sense, reference: str, inherited: Moment | None) -> list[Statement]:
    """A part as two, of which at least one is read and neither can limit the other; none where there are no such two."""
    for met in reversed(list((_OR if sense == "exclusion" else _AND).finditer(part))):
        first, second = part[: met.start()], part[met.end() :]
        if first.count("(") != first.count(")") or first.count("（") != first.count("）"):
            continue
        left, right = read(first, sense, reference, inherited), read(second, sense, reference, inherited)
        if left is None and right is None:
            continue
        if left is not None and (
            _free(second, sense) and (not left.groups & SHARED or _OWN_VERB.match(second) is not None)
            if right is None
            else met[0].startswith((",", "，")) or _OWN_CLAUSE.match(second) or _alone(left, right)
        ):
            return [Statement(first, left), Statement(second, right)]
        if right is not None and left is None and _apart(first) and not _leans(first, second, right, sense):
            return [Statement(first, None), Statement(second, right)]
    return []


def _alone(left: Read, right: Read) -> bool:
    """Whether neither is a list of diseases, whose adjectives and times would go with the other."""
    return not left.groups & right.groups


def _apart(words: str) -> bool:
    """Whether some words that are not read hold no time and no limit, which might be meant for their neighbour too."""
    return not _TIMED.search(words) and not _LIMITS.search(words)


def _free(words: str, sense: Sense) -> bool:
    """Whether an alternative that is not read says nothing that might go with the one before it too."""
    return _apart(words) and not (sense == "exclusion" and _TRAILS.search(words))


def _leans(first: str, second: str, right: Read, sense: Sense) -> bool:
    """Whether what was read may need an adjective or a verb of the words before it."""
    if "limits" in right.groups:
        return True  # "urea and creatinine <= 1.5 ULN": what stands before may share the limit
    if sense == "inclusion":
        return bool(_OR.search(first))
    return not _OWN_CLAUSE.match(second) or ("conditions" in right.groups and not second.lower().startswith("patients"))
