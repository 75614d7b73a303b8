"""What a person reads when a rule cannot be understood: the word, its place, and what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules import strategies

from hepatica.rules import RuleError, format_rule, parse_anchor, parse_duration, parse_event, parse_rule, parse_window
from hepatica.rules.nodes import Node


def error(text: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        parse_rule(text, where="study.yaml", line=12, column=9)
    return caught.value


@pytest.mark.parametrize(
    ("text", "column", "word", "nearest"),
    [
        ("age betwen 18 and 70 a", 13, "betwen", "between"),
        ("afp > 400 ng/mL wihtin 7 d before consent", 25, "wihtin", "within"),
        ("afp > 400 ng/mL adn known pivka_ii", 25, "adn", "and"),
        ("afp > 400 ng/mL AND known pivka_ii", 25, "AND", "and"),
        ("child_pugh.score < 8 adn known pivka_ii", 30, "adn", "and"),
        ("afp == 400 ng/mL", 13, "==", "="),
        ("afp => 400 ng/mL", 13, "=>", ">="),
        ("pregnant && lactating", 18, "&&", "and"),
        ("! pregnant", 9, "!", "not"),
        ("histology is HCC", 19, "is", "="),
        ("afp > 400 ng/mL prior consent", 25, "prior", "before"),
        ("evry hbv_dna > 10 [IU]/mL", 9, "evry", "every"),
        ("afp > 400 ng/mL within 7 days before consent", 34, "days", "d"),
        ("afp > 400 ng/mL within 2 years before consent", 34, "years", "a"),
        ("exposed to lenvatinb", 20, "lenvatinb", "lenvatinib"),
    ],
)
def test_a_slip_is_named_with_its_place_and_the_word_that_was_meant(
    text: str, column: int, word: str, nearest: str
) -> None:
    problem = error(text)
    assert (problem.line, problem.column, problem.word, problem.nearest) == (12, column, word, nearest)
    assert f"study.yaml line 12, column {column}: " in str(problem)
    assert f"did you mean '{nearest}'?" in str(problem)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing is written here"),
        ("afp >", "something is missing at the end"),
        ("pregnant and", "something is missing at the end"),
        ("(pregnant", "write ')'"),
        ("pregnant )", "nothing more is expected, but here is ')'"),
        ("afp > 2,000 ng/mL", "write 2000 rather than 2,000"),
        ('judged "fit by investigator', "a quotation mark is never closed"),
        ("bclc in {}", "a set of codes is empty"),
        ("last surgery", "'last' chooses among values, but 'surgery' is an event"),
        ("ever pregnant before consent", "'ever' and a window contradict each other"),
        ("any surgery(status = radical before consent)", "a window cannot stand inside the brackets of an event"),
        ("any surgery(any ablation)", "only its own attributes can be compared"),
        ("any surgery(last code = resection)", "only its own attributes can be compared"),
        ("any surgery confirmed twice", "only the state of one variable can be confirmed"),
        ("count of surgery >= 1.5", "'1.5' is not a whole number"),
        ("afp > 400 ng/mL within -7 d before consent", "a length of time cannot be negative"),
        ("no hepatitis_B", "'hepatitis_B' may be recorded in risk_factor or medical_history"),
    ],
)
def test_what_is_wrong_is_said_in_words(text: str, said: str) -> None:
    assert said in str(error(text))


def test_an_error_in_a_later_line_counts_its_own_columns() -> None:
    problem = error("pregnant\n  adn lactating")
    assert (problem.line, problem.column, problem.word) == (13, 3, "adn")


def test_anchors_windows_events_and_durations_complain_too() -> None:
    with pytest.raises(RuleError, match="did you mean 'first'"):
        parse_anchor("frist informed_consent")
    with pytest.raises(RuleError, match="is not a unit of time"):
        parse_window("28 days before consent")
    with pytest.raises(RuleError, match="one event is wanted here"):
        parse_event("recurrence, death")
    with pytest.raises(RuleError, match="something is missing"):
        parse_duration("28")


def test_a_rule_nested_beyond_reason_is_refused_not_crashed_on() -> None:
    assert "nested too deeply" in str(error("not " * 5000 + "pregnant"))
    assert "nested too deeply" in str(error("(" * 5000 + "pregnant" + ")" * 5000))


SIGNS = "afp >=<400ng/mL(){}[],.\"'+-*% and or not any in within d before consent\n适"


def complaint(text: str) -> RuleError | None:
    """The error of a text, None if it is a rule; anything else than a RuleError escapes and fails the test."""
    try:
        parse_rule(text)
    except RuleError as problem:
        return problem
    return None


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.text(alphabet=st.sampled_from(SIGNS)))
def test_nonsense_is_refused_with_a_rule_error_and_nothing_else(text: str) -> None:
    problem = complaint(text)
    assert problem is None or (problem.what and 1 <= problem.line <= text.count("\n") + 1)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(strategies.rules(3), st.data())
def test_a_rule_with_a_piece_cut_out_is_read_or_refused_at_a_place_inside_it(rule: Node, data: st.DataObject) -> None:
    text = format_rule(rule)
    start = data.draw(st.integers(0, len(text)))
    problem = complaint(text[:start] + text[data.draw(st.integers(start, len(text))) :])
    assert problem is None or (problem.what and problem.line >= 1 and 1 <= problem.column <= len(text) + 1)
