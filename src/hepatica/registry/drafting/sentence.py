"""One sentence read whole: its statements, how they are joined, its window. A word that is left over leaves it unread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from hepatica.registry.blank import blanked
from hepatica.registry.drafting.atom import Atom, Moment, value, whole
from hepatica.registry.drafting.history import (
    abuse_atoms,
    allergy_atoms,
    condition_atoms,
    malignancy_atoms,
    marker_atoms,
    tumour_atoms,
    untreated,
)
from hepatica.registry.drafting.laboratory import Sense, limit_atoms
from hepatica.registry.drafting.medication import IN_USE, medication_atoms
from hepatica.registry.drafting.moments import DAYS, moments
from hepatica.registry.drafting.person import (
    age_atoms,
    consent_atoms,
    pregnancy_atoms,
    sex_atoms,
    signed_by_another,
    trial_atoms,
)
from hepatica.registry.drafting.plain import plain
from hepatica.registry.drafting.quiet import Joint, heading, joint, silent, without_examples
from hepatica.registry.drafting.scores import score_atoms
from hepatica.registry.drafting.spelt import conditions
from hepatica.registry.drafting.treatments import treatment_atoms
from hepatica.rules import RuleError, check_rule, format_rule, parse_rule
from hepatica.rules.nodes import And, Node, Or
from hepatica.vocabulary import load


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence that was read whole.

    rule, node: its rule, written and parsed. groups: what kinds of statements it makes. anchors: the days its rule names.
    assumed: what the rule takes that the words leave open. apart: where each of several statements begins that must all hold
    and share no limit, no list and no time.
    """

    rule: str
    node: Node
    groups: frozenset[str]
    anchors: frozenset[str]
    assumed: tuple[str, ...] = ()
    apart: tuple[int, ...] = ()


LONGEST: Final = 2000
"""Characters beyond which no sentence is tried: none so long says one thing, and every place in it would be asked."""


@lru_cache(maxsize=4096)
def read(words: str, sense: Sense, reference: str, inherited: Moment | None = None) -> Read | None:
    """A sentence as a rule; None where any word of it is left over, or where its words leave the meaning open.

    inherited: the window that a heading above gives. The rule holds against the vocabulary.
    """
    if len(words) > LONGEST:
        return None
    text = without_examples(plain(words))
    start = heading(text)
    by = signed_by_another(text)
    if by is not None:
        text = blanked(text, *by)
    for begin in dict.fromkeys((0, start)):
        found = _read(text[begin:], sense, reference, inherited)
        if found is not None and _told_again(text[:begin], text[begin:], found.rule):
            return replace(found, apart=tuple(begin + start for start in found.apart))
    return None


_TUMOUR: Final = re.compile(r"\bHCC\b|hepatocellular\s+carcinoma|liver\s+cancer|肝癌|肝细胞癌", re.IGNORECASE)


def _told_again(heading: str, rest: str, rule: str) -> bool:
    """Whether the diseases that a heading names are those of the rule ("Diabetes: fasting glucose > 10" is of diabetics)."""
    if _TUMOUR.search(heading) and not _TUMOUR.search(rest):
        return False
    named = {conditions().code(met[0]) for met in conditions().pattern.finditer(heading)}
    return all(re.search(rf"\b(?:{'|'.join((code, *DEFINING.get(code, ())))})\b", rule) for code in named)


def _read(text: str, sense: Sense, reference: str, inherited: Moment | None) -> Read | None:
    atoms = _defined(_apart(_atoms(text, sense)), text, sense, reference)
    atoms = _of_organs(atoms, text, sense, reference)
    for begin, end in [span for atom in atoms for span in atom.also]:
        atoms = [atom for atom in atoms if atom.end <= begin or atom.start >= end]
        text = blanked(text, begin, end)
    for anybody in [atom for atom in atoms if atom.group == "sex"] if len(atoms) > 1 else []:
        atoms.remove(anybody)  # "male or female, aged 18 to 70" is about the age
        text = blanked(text, anybody.start, anybody.end)
    if not atoms:
        return None
    windows = list(moments(text))
    if any(_overlap(window, atom) for window in windows for atom in atoms):
        return None
    if len(windows) > 1 or not _covered(text, atoms, windows):
        return None
    between = _joints(text, atoms, windows)
    how = _joined(between, atoms, sense) if between is not None else None
    if how is None:
        return None
    window = windows[0] if windows else inherited
    if window is not None and not _goes_with(window if windows else None, atoms):
        return None
    made = _rule(atoms, how, window, reference)
    return replace(made, apart=_starts(atoms)) if made and how == "and" and window is None else made


def _starts(atoms: Sequence[Atom]) -> tuple[int, ...]:
    """Where statements begin that stand for themselves; none where some are of one list."""
    lists = [atom.group for atom in atoms if atom.group]
    return () if len(set(lists)) < len(lists) else tuple(atom.start for atom in atoms)


def _atoms(text: str, sense: Sense) -> Iterator[Atom]:
    yield from age_atoms(text)
    for atom in limit_atoms(_blanked(text, list(moments(text)), 0, ")"), sense):
        yield untreated(text, atom, "hbv_dna") if atom.make(None, "").startswith("hbv_dna ") else atom
    yield from score_atoms(text)
    yield from marker_atoms(text)
    yield from condition_atoms(text, sense)
    yield from allergy_atoms(text)
    yield from malignancy_atoms(text)
    yield from medication_atoms(text)
    yield from treatment_atoms(text, sense)
    yield from pregnancy_atoms(text)
    yield from consent_atoms(text)
    yield from trial_atoms(text)
    yield from abuse_atoms(text)
    yield from tumour_atoms(text)
    yield from sex_atoms(text)


def _overlap(one: Atom | Moment, other: Atom | Moment) -> bool:
    return one.start < other.end and other.start < one.end


def _apart(atoms: Iterator[Atom]) -> list[Atom]:
    """Statements that do not overlap, in their order: of two that do, the longer one is meant."""
    kept: list[Atom] = []
    for atom in sorted(atoms, key=lambda each: each.start - each.end):
        if not any(_overlap(atom, other) for other in kept):
            kept.append(atom)
    return sorted(kept, key=lambda each: each.start)


# ---------------------------------------------------------------- a disease with its limit in brackets

_BRACKET: Final = re.compile(r"\s*(?:mellitus\s*)?\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)", re.IGNORECASE)
DEFINING: Final = {"hypertension": ("systolic_pressure", "diastolic_pressure"), "heart_failure": ("nyha",)}
"""Diseases that a limit of these variables defines; of others a limit is a further condition."""


def _defined(atoms: list[Atom], text: str, sense: Sense, reference: str) -> list[Atom]:
    """Statements with "poorly controlled diabetes (fasting glucose > 10 mmol/L)" as one."""
    done: list[Atom] = []
    for atom in atoms:
        if done and atom.start < done[-1].end:
            continue
        bracket = _BRACKET.match(text, atom.end) if atom.group == "conditions" else None
        inside = _read(bracket["inside"], sense, reference, None) if bracket else None
        if bracket is None or inside is None or inside.groups != {"limits"} or inside.anchors:
            done.append(atom)
            continue
        rule = atom.make(None, reference)
        variables = next((names for code, names in DEFINING.items() if f"code = {code}" in rule), ())
        limit = format_rule(inside.node)
        if variables and all(name in variables for name in re.findall(r"[a-z_.]+(?= [<>=])", limit)):
            done.append(whole(atom.start, bracket.end(), limit, group="conditions"))
        elif "status = uncontrolled" in rule:
            disease = rule.replace(" and status = uncontrolled", "")
            done.append(whole(atom.start, bracket.end(), f"{disease} and ({limit})", group="conditions"))
        else:
            done.append(atom)
    return done


_ORGANS: Final = (
    (
        re.compile(r"(?:(?:renal|kidney)\s+(?:impairment|dysfunction|insufficiency|failure|injury)|(?:impaired"
                   r"|abnormal)\s+(?:renal|kidney)\s+function|(?:chronic\s+)?kidney\s+disease"
                   r"|肾功能(?:不全|异常|障碍))", re.IGNORECASE),
        frozenset({"creatinine", "creatinine_clearance", "egfr", "egfr_absolute", "urea"}),
    ),
    (
        re.compile(r"(?:(?:cardiac|heart)\s+(?:dysfunction|insufficiency)|(?:impaired|abnormal)\s+(?:cardiac"
                   r"|heart)\s+function|心功能(?:不全|异常))", re.IGNORECASE),
        frozenset({"lvef", "nyha"}),
    ),
    (
        re.compile(r"(?:(?:liver|hepatic)\s+(?:impairment|dysfunction|insufficiency|failure|injury|diseases?)|(?:impaired"
                   r"|abnormal)\s+(?:liver|hepatic)\s+function|肝功能(?:不全|异常|障碍)|肝(?:脏)?疾?病)", re.IGNORECASE),
        frozenset({"alt", "ast", "bilirubin_total", "child_pugh.class", "child_pugh.score", "albumin"}),
    ),
)  # fmt: skip
"""Failing organs, and the values that say how far where they stand in brackets behind."""
_AS: Final = re.compile(
    r"\s*,?\s*(?:which\s+is\s+)?(?:defined|determined|indicated)\s+(?:as|by)\s+(?:an?\s+)?|\s*:\s*", re.IGNORECASE
)
_SEVERE: Final = re.compile(
    r"(?:(?:known|(?:end|final)[\s-]stage|severe|serious|significant|moderate(?:\s+(?:to|or)\s+severe)?|严重)\s*)+$",
    re.IGNORECASE,
)


def _of_organs(atoms: list[Atom], text: str, sense: Sense, reference: str) -> list[Atom]:
    """Statements with "severe renal insufficiency (eGFR < 30 mL/min/1.73 m2)" as one: the limit says what is severe."""
    if sense != "exclusion":
        return atoms
    for pattern, variables in _ORGANS:
        for met in pattern.finditer(text):
            severe = _SEVERE.search(text, 0, met.start())
            start = severe.start() if severe else met.start()
            defined = _AS.match(text, met.end())
            named = next(
                (each for each in atoms if defined and each.start == defined.end() and each.group == "limits"), None
            )
            if named is not None and set(re.findall(r"[a-z_.]+(?= [<>=])", named.make(None, reference))) <= variables:
                kept = [each for each in atoms if each.end <= start or each.start >= named.end]
                atoms = sorted([*kept, replace(named, start=start)], key=lambda each: each.start)
                continue
            bracket = _BRACKET.match(text, met.end())
            inside = _read(bracket["inside"], sense, reference, None) if bracket else None
            if bracket is None or inside is None or inside.groups != {"limits"} or inside.anchors:
                continue
            if set(re.findall(r"[a-z_.]+(?= [<>=])", inside.rule)) <= variables:
                end = bracket.end()
                kept = [atom for atom in atoms if atom.end <= start or atom.start >= end]
                atoms = sorted([*kept, value(start, end, inside.rule, "limits")], key=lambda each: each.start)
    return atoms


# ---------------------------------------------------------------- between the statements


def _covered(text: str, atoms: Sequence[Atom], windows: Sequence[Moment]) -> bool:
    """Whether nothing is said before the first statement and behind the last."""
    return silent(_blanked(text[: atoms[0].start], windows, 0)) and silent(
        _blanked(text[atoms[-1].end :], windows, atoms[-1].end)
    )


def _joints(text: str, atoms: Sequence[Atom], windows: Sequence[Moment]) -> list[Joint] | None:
    found: list[Joint] = []
    for one, other in pairwise(atoms):
        if any(one.end <= window.start < other.start for window in windows):
            return None
        how = joint(text[one.end : other.start])
        if how is None:
            return None
        found.append(how)
    return found


def _blanked(gap: str, windows: Sequence[Moment], offset: int, blank: str = " ") -> str:
    for window in windows:
        start, end = window.start - offset, window.end - offset
        if 0 <= start < len(gap):
            gap = blanked(gap, start, end) if blank == " " else gap[:start] + blank * (end - start) + gap[end:]
    return gap


def _joined(between: Sequence[Joint], atoms: Sequence[Atom], sense: Sense) -> Joint | None:
    """What joins all statements; None where the words mix "and" with "or" or leave open which is meant."""
    said = set(between)
    groups = {atom.group for atom in atoms}
    if not said:
        return ""
    named = said - {","}
    if len(named) > 1:
        return None
    if named == {"and/or"}:
        return "or" if sense == "exclusion" else None
    if named == {"or"}:
        return "or"
    if named == {"and"}:
        listed = sense == "exclusion" and groups not in ({"limits"}, {"conditions", IN_USE})
        return None if listed else "and"  # "diabetes and stroke" may exclude by both or by either
    if sense == "inclusion":
        return "and"
    return "or" if groups <= {"conditions"} else None


def _goes_with(own: Moment | None, atoms: Sequence[Atom]) -> bool:
    kinds = {atom.kind for atom in atoms}
    if "whole" in kinds or len(kinds) > 1:
        return False
    return own is None or len(atoms) == 1 or own.start >= atoms[-1].end or own.end <= atoms[0].start


def checked(rule: str) -> Node | None:
    """A rule that holds against the vocabulary; None where it does not (a unit the analyte has not, an age of 130)."""
    try:
        node = parse_rule(rule)
        check_rule(node, load(), set(DAYS))
    except RuleError:
        return None
    return node


def _rule(atoms: Sequence[Atom], how: Joint, window: Moment | None, reference: str) -> Read | None:
    assumed = [atom.assumed for atom in atoms if atom.assumed]
    if window is not None and not window.anchor:
        assumed.append(f"the record does not say before what: counted back from {DAYS[reference][1]}")
        window = replace(window, anchor=reference)
    if (
        window is not None
        and atoms[0].kind != "value"
        and atoms[0].group not in OWN_TIME
        and (len(atoms) > 1 or _lists(atoms[0], reference))
    ):
        assumed.append("the time goes with the whole list")
    rule = _written(atoms, how, window, reference)
    node = checked(rule) if rule is not None else None
    if rule is None or node is None:
        return None
    return Read(rule, node, frozenset(atom.group for atom in atoms), _days(rule), tuple(dict.fromkeys(assumed)))


def _days(rule: str) -> frozenset[str]:
    """The days that a rule names."""
    return frozenset(name for name in DAYS if re.search(rf"\b(?:before|by|at|of) {name}\b|>= {name}\b", rule))


def whole_rule(rule: str, group: str) -> Read | None:
    """A rule that was made elsewhere, as what was read; None where it does not hold against the vocabulary."""
    node = checked(rule)
    return Read(rule, node, frozenset({group}), _days(rule)) if node is not None else None


OWN_TIME: Final = frozenset({"malignancy", "medication", IN_USE})
"""Statements whose codes are one thing, or none that exclude: their time is not that of a list."""


def _lists(atom: Atom, reference: str) -> bool:
    """Whether a statement names several diseases or treatments."""
    return re.search(r"code in \{[^}]*,", atom.make(None, reference)) is not None


def _written(atoms: Sequence[Atom], how: Joint, window: Moment | None, reference: str) -> str | None:
    """The rule of joined statements; the window of values stands once, behind brackets round them all."""
    if len(atoms) == 1:
        return atoms[0].make(window, reference)
    of_values = window is not None and all(atom.kind == "value" for atom in atoms)
    try:
        nodes = tuple(parse_rule(atom.make(None if of_values else window, reference)) for atom in atoms)
    except RuleError:
        return None  # a unit or code that the language does not have: a person must look
    joint_of: type[And] | type[Or] = And if how == "and" else Or
    flat = tuple(each for node in nodes for each in (node.operands if isinstance(node, joint_of) else (node,)))
    rule = format_rule(joint_of(flat))
    return f"({rule}) {window.around_value()}" if of_values and window is not None else rule
