"""The reference evaluator: one subject, one rule, exactly and with every reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hepatica.rules.aspects import AGE, JUDGEMENT, reading_of
from hepatica.rules.context import Context
from hepatica.rules.nodes import (
    And,
    Comparison,
    Confirmed,
    Count,
    Flag,
    Implies,
    Judged,
    Known,
    Member,
    Node,
    Not,
    Occurs,
    Or,
    Range,
    Reading,
)
from hepatica.rules.printing import format_rule
from hepatica.rules.reference.age import age, known_age
from hepatica.rules.reference.days import SubjectDays
from hepatica.rules.reference.events import count, occurs
from hepatica.rules.reference.explanation import Explanation, Finding, distinct
from hepatica.rules.reference.readings import known, read
from hepatica.rules.reference.series import confirmed
from hepatica.rules.reference.subject import SubjectFacts, subject_facts
from hepatica.rules.reference.words import bounds_text
from hepatica.rules.truth import Truth, and_, from_boolean, implies, not_, or_

ENDINGS = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "unknown"}


def explain(node: Node, facts: SubjectFacts | Iterable[Mapping[str, object]], context: Context) -> Explanation:
    """Evaluate one rule for one subject.

    facts: the subject's rows of the facts frame, as dicts or SubjectFacts. Returns a tree in the rule's shape.
    Raises HepaticaError for a rule that `check_rule` would refuse (an unknown anchor, a unit that cannot convert).
    """
    subject = facts if isinstance(facts, SubjectFacts) else subject_facts(facts)
    return explain_all(node, SubjectDays(subject, context))


def explain_all(node: Node, days: SubjectDays) -> Explanation:
    """`explain` with the subject's days at hand, so that several rules share the anchors they have found."""
    match node:
        case And(operands):
            return _joined(node, days, operands)
        case Or(operands):
            return _joined(node, days, operands)
        case Implies(condition, consequence):
            return _joined(node, days, (condition, consequence))
        case Not(operand):
            return _joined(node, days, (operand,))
        case _:
            return _leaf(node, days)


def _joined(node: And | Or | Implies | Not, days: SubjectDays, operands: Sequence[Node]) -> Explanation:
    children = tuple(explain_all(operand, days) for operand in operands)
    truths = [child.truth for child in children]
    match node:
        case And():
            truth = and_(truths)
        case Or():
            truth = or_(truths)
        case Not():
            truth = not_(truths[0])
        case Implies():
            truth = implies(truths[0], truths[1])
    deciding = [child for child in children if _decides(node, child, truth)]
    evidence = tuple(dict.fromkeys(fact for child in deciding for fact in child.evidence))
    missing = distinct(reason for child in children for reason in child.missing) if truth is Truth.UNKNOWN else ()
    sentence = f"{format_rule(node)}: {_sentence(truth, '', missing)}"
    return Explanation(node, truth, sentence, children, evidence, missing)


def _decides(node: Node, child: Explanation, truth: Truth) -> bool:
    """Whether a part bears on the whole: all of a yes of `and`, the no's of its no; what is unknown of an unknown."""
    match node:
        case And() | Or():
            return child.truth is truth
        case _:
            return True


def _leaf(
    node: Comparison | Range | Member | Flag | Known | Occurs | Count | Confirmed | Judged, days: SubjectDays
) -> Explanation:
    match node:
        case Occurs():
            found = occurs(days, node)
        case Count():
            found = count(days, node)
        case Confirmed():
            found = confirmed(days, node)
        case Judged():
            found = judged(days, node)
        case Known():
            found = known_age(days, node) if node.subject.variable == AGE else known(days, node)
        case _:
            found = age(days, node) if reading_of(node).variable == AGE else read(days, node)
    sentence = f"{format_rule(node)}{_default_window(node, days)}: {_sentence(found.truth, found.said, found.missing)}"
    return Explanation(node, found.truth, sentence, (), found.evidence, found.missing)


def _sentence(truth: Truth, said: str, missing: Sequence[str]) -> str:
    if truth is Truth.UNKNOWN:
        return f"unknown ({'; '.join(missing)})"
    return f"{ENDINGS[truth]} ({said})" if said else ENDINGS[truth]


def _default_window(node: Node, days: SubjectDays) -> str:
    """The window of the rule set where the node names none, with its days; of one it names, only the days."""
    match node:
        case Judged():
            return ""
        case Comparison(Reading(variable)) | Range(Reading(variable)) | Known(Reading(variable)) if variable == AGE:
            return ""
        case Confirmed(state):
            own = state.window
        case Comparison() | Range() | Member() | Flag() | Known() | Occurs() | Count():
            own = node.window
        case _:
            return ""
    if own is None:
        return days.said(days.context.window)
    dates = days.dates(own)
    return f" ({dates})" if dates else ""


def judged(days: SubjectDays, node: Judged) -> Finding:
    """The newest recorded answer to the question by that role (or by nobody named), whenever it was given.

    Several answers that could be the newest must agree.
    """
    answers = [fact for fact in days.facts.of(JUDGEMENT) if fact.code == node.text and fact.site in (None, node.role)]
    if not answers:
        return Finding(Truth.UNKNOWN, missing=(f"no judgement of the {node.role} on '{node.text}'",))
    newest = max(fact.day.lo for fact in answers)
    candidates = [fact for fact in answers if fact.day.hi >= newest]
    truths = {from_boolean(None if fact.problem is not None else fact.occurred) for fact in candidates}
    truth = truths.pop() if len(truths) == 1 else Truth.UNKNOWN
    on = "; ".join(bounds_text(fact.day, calendar=days.context.calendar) for fact in candidates)
    why = [fact.problem or "" for fact in candidates]
    if any(fact.occurred is None for fact in candidates):
        why.append(f"'{node.text}' was recorded without an answer")
    elif not any(why):
        why.append(f"the answers of the {node.role} to '{node.text}' do not agree")
    evidence = tuple(fact.fact for fact in candidates)
    return Finding(truth, f"judged on {on}", evidence, distinct(why) if truth is Truth.UNKNOWN else ())
