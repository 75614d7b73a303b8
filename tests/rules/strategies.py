"""Hypothesis strategies for rules that make sense: every one is well-typed over the vocabulary's own words.

`rules()` draws whole rules, the others their parts. Windows speak of the anchors in ANCHORS.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from hypothesis import strategies as st

from hepatica.rules.nodes import (
    Anchor,
    And,
    At,
    Code,
    Comparison,
    Confirmed,
    Count,
    Duration,
    During,
    EventPattern,
    Ever,
    Field,
    Flag,
    Implies,
    Judged,
    Known,
    Limit,
    Member,
    Node,
    Not,
    Occurs,
    Or,
    Point,
    Quantity,
    Range,
    Reading,
    Side,
    Window,
    Within,
)

ANCHORS: Final = ("consent", "surgery", "first_dose")
OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=")

NUMBERS: Final = {
    "platelets": ("10*9/L", "20", "400"),
    "haemoglobin": ("g/L", "40", "200"),
    "creatinine": ("umol/L", "20", "900"),
    "bilirubin_total": ("umol/L", "2", "300"),
    "afp": ("ng/mL", "1", "9000"),
    "hbv_dna": ("[IU]/mL", "1", "90000"),
    "hbsag_quantitative": ("[IU]/mL", "0.05", "2000"),
    "child_pugh.score": (None, "5", "15"),
    "egfr": ("mL/min/{1.73_m2}", "5", "150"),
    "urine_protein_24h": ("g/(24.h)", "0.1", "9"),
    "lvef": ("%", "20", "80"),
}
"""Variables that are numbers: unit, and a low and a high threshold that are plausible in it."""
LIMITED: Final = ("creatinine", "bilirubin_total", "platelets", "haemoglobin")
CODED: Final = {
    "bclc": ("0", "A", "B", "C", "D"),
    "hbsag": ("positive", "negative"),
    "histology": ("HCC", "ICC", "CHCC_CCA"),
    "child_pugh.class": ("A", "B", "C"),
    "icluster_tcga": ("iCluster:1", "iCluster:2"),
}
ORDINAL: Final = {"ecog": ("0", "1", "2", "3"), "nyha": ("1", "2", "3", "4"), "urine_protein": ("0", "0.5", "1", "2")}
BOOLEAN: Final = ("pregnant", "cirrhosis", "extrahepatic_spread", "childbearing_potential")
EVENTS: Final = {
    "surgery": (("resection", "liver_transplantation"), {"status": ("radical", "palliative")}),
    "prior_treatment": (("chemotherapy", "TACE", "targeted_therapy", "sorafenib"), {}),
    "concomitant_medication": (
        ("warfarin", "systemic_steroid", "prednisone", "anticoagulant"),
        {"status": ("ongoing", "stopped"), "route": ("systemic", "topical")},
    ),
    "medical_history": (
        ("tuberculosis", "diabetes", "autoimmune_disease"),
        {"status": ("active", "resolved", "uncontrolled")},
    ),
    "antiviral": (("entecavir", "peginterferon", "nucleoside_analogue"), {"status": ("ongoing", "stopped")}),
}
"""Events: some codes and classes, and some coded attributes with some of their values."""


def decimals(low: str, high: str) -> st.SearchStrategy[Decimal]:
    """Thresholds with up to two decimal places, as people write them."""
    return st.one_of(
        st.integers(int(Decimal(low).to_integral_value("ROUND_CEILING")), int(Decimal(high))).map(Decimal),
        st.decimals(Decimal(low), Decimal(high), places=2),
    )


def durations() -> st.SearchStrategy[Duration]:
    """`28 d`, `2 a`."""
    return st.builds(Duration, st.integers(1, 60).map(Decimal), st.sampled_from(("d", "wk", "mo", "a")))


def points() -> st.SearchStrategy[Point]:
    """`surgery + 14 d`."""
    anchor = st.sampled_from(ANCHORS)
    return st.one_of(st.builds(Point, anchor), st.builds(Point, anchor, durations(), st.sampled_from((1, -1))))


@st.composite
def during(draw: st.DrawFn) -> During:
    """Two points of different anchors, so that no window ends before it starts for sure."""
    start, end = draw(st.permutations(ANCHORS))[:2]
    return During(Point(start), draw(st.builds(Point, st.just(end), durations())))


def windows() -> st.SearchStrategy[Window]:
    """Every kind of window."""
    return st.one_of(
        st.builds(Within, durations(), st.sampled_from(("before", "after", "around")), points(), st.booleans()),
        during(),
        st.builds(At, points(), st.none() | durations()),
        st.builds(Side, st.sampled_from(("before", "after", "by", "from")), points()),
        st.just(Ever()),
    )


@st.composite
def comparisons(draw: st.DrawFn, picks: bool = True, windowed: bool = True) -> Comparison | Range | Member | Flag:
    """A statement about one reading; `picks` and `windowed`: whether it may choose a value and have a window."""
    window = draw(st.none() | windows()) if windowed else None
    kind = draw(st.sampled_from(("number", "range", "limit", "coded", "ordinal", "boolean", "member")))
    chosen = ["last", "first", "any", "every"] if picks else []
    if kind in ("number", "range"):
        name = draw(st.sampled_from(sorted(NUMBERS)))
        unit, low, high = NUMBERS[name]
        pick = draw(st.sampled_from([None, *chosen, *(["lowest", "highest"] if picks else [])]))
        values = sorted((draw(decimals(low, high)), draw(decimals(low, high))))
        ends = [Quantity(value, unit) for value in values]
        if kind == "range":
            return Range(Reading(name, pick), ends[0], ends[1], window)
        return Comparison(Reading(name, pick), draw(st.sampled_from(OPERATORS)), ends[0], window)
    pick = draw(st.sampled_from([None, *chosen]))
    if kind == "limit":
        limit = Limit(draw(decimals("0.5", "5")), draw(st.sampled_from(("ULN", "LLN"))))
        return Comparison(
            Reading(draw(st.sampled_from(LIMITED)), pick), draw(st.sampled_from(OPERATORS)), limit, window
        )
    if kind == "boolean":
        return Flag(Reading(draw(st.sampled_from(BOOLEAN)), pick), window)
    among = ORDINAL if kind == "ordinal" else CODED
    name = draw(st.sampled_from(sorted(among)))
    codes = st.sampled_from(among[name]).map(Code)
    if kind == "member":
        items = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
        return Member(Reading(name, pick), tuple(items), draw(st.booleans()), window)
    operators = OPERATORS if kind == "ordinal" else ("=", "!=")
    return Comparison(Reading(name, pick), draw(st.sampled_from(operators)), draw(codes), window)


@st.composite
def conditions(draw: st.DrawFn, event: str) -> Node:
    """What may stand in the brackets of an event."""
    codes, fields = EVENTS[event]
    kind = draw(st.sampled_from(("code", "codes", "date", *(["field"] if fields else []))))
    if kind == "code":
        return Comparison(Field("code"), draw(st.sampled_from(("=", "!="))), Code(draw(st.sampled_from(codes))))
    if kind == "codes":
        items = draw(st.lists(st.sampled_from(codes).map(Code), min_size=1, max_size=3, unique=True))
        return Member(Field("code"), tuple(items), draw(st.booleans()))
    if kind == "date":
        field = Field(draw(st.sampled_from(("start", "end"))))
        return Comparison(field, draw(st.sampled_from(OPERATORS)), draw(points()))
    name = draw(st.sampled_from(sorted(fields)))
    return Comparison(Field(name), "=", Code(draw(st.sampled_from(fields[name]))))


@st.composite
def event_patterns(draw: st.DrawFn) -> EventPattern:
    """An event, with or without brackets."""
    name = draw(st.sampled_from(sorted(EVENTS)))
    where = draw(st.none() | logic(conditions(name), 3))
    return EventPattern(name, where)


def logic(leaves: st.SearchStrategy[Node], most: int) -> st.SearchStrategy[Node]:
    """Leaves joined by and, or, not and if."""

    def joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(parts, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            st.builds(And, several), st.builds(Or, several), st.builds(Not, parts), st.builds(Implies, parts, parts)
        )

    return st.recursive(leaves, joined, max_leaves=most)


def predicates() -> st.SearchStrategy[Node]:
    """Every kind of predicate."""
    window = st.none() | windows()
    every = sorted((*NUMBERS, *CODED, *ORDINAL, *BOOLEAN))
    return st.one_of(
        comparisons(),
        st.builds(Known, st.sampled_from(every).map(Reading), window),
        st.builds(Occurs, event_patterns(), window, st.booleans()),
        st.builds(Count, event_patterns(), st.sampled_from(OPERATORS), st.integers(0, 9), window),
        st.builds(Confirmed, comparisons(picks=False), st.integers(2, 4), st.none() | durations()),
        st.builds(
            Judged, st.text(min_size=1).filter(str.strip), st.sampled_from(("investigator", "multidisciplinary team"))
        ),
    )


def rules(most: int = 8) -> st.SearchStrategy[Node]:
    """Whole rules of up to `most` predicates."""
    return logic(predicates(), most)


def anchors() -> st.SearchStrategy[Anchor]:
    """Definitions of anchors, with fallbacks."""
    chosen = st.builds(
        Anchor,
        pick=st.sampled_from(("first", "last")) | st.integers(1, 30),
        events=st.lists(event_patterns(), min_size=1, max_size=3).map(tuple),
        window=st.none() | windows(),
        edge=st.sampled_from(("start", "end")),
    )
    one = chosen | st.builds(Anchor, point=points())
    return st.lists(one, min_size=1, max_size=3).map(_chained)


def _chained(days: list[Anchor]) -> Anchor:
    fallback = None
    for day in reversed(days):
        fallback = Anchor(
            pick=day.pick, events=day.events, point=day.point, window=day.window, edge=day.edge, fallback=fallback
        )
    assert fallback is not None
    return fallback
