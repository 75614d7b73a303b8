"""The nodes of the rule language: what a rule says, apart from how it is written.

Every node is frozen and compares by meaning: `span` (where it stood in the text) takes no part in equality or hashing,
so that parse(print(node)) == node. Numbers are decimals as written. Truth is Kleene's: yes, no, unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
Pick = Literal["last", "first", "any", "every", "lowest", "highest"]
TimeUnit = Literal["min", "h", "d", "wk", "mo", "a"]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node stands in its text: line and column from 1, start and end as character offsets."""

    line: int
    column: int
    start: int
    end: int


# ---------------------------------------------------------------- operands


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a UCUM unit (`75 10*9/L`); `unit` is None for pure numbers and scores."""

    number: Decimal
    unit: str | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Limit:
    """A multiple of the row's own reference limit (`1.5 ULN`, `LLN` is `1 LLN`)."""

    multiple: Decimal
    bound: Literal["ULN", "LLN"]
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Code:
    """A coded value or a class of codes (`positive`, `0`, `immune_checkpoint_inhibitor`)."""

    name: str
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. Weeks are 7 days; months and years are calendar steps, clamped to the month's end."""

    number: Decimal
    unit: TimeUnit
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Point:
    """A day: an anchor, possibly moved (`consent`, `surgery + 14 d`, `consent - 5 a`)."""

    anchor: str
    offset: Duration | None = None
    sign: Literal[1, -1] = 1
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


# ---------------------------------------------------------------- windows: sets of days, ends included unless said


@dataclass(frozen=True, slots=True)
class Within:
    """`within 7 d before first_dose`: [point - 7 d, point]. `less than 28 d before`: the far end is left out.

    `around` looks both ways: [point - d, point + d].
    """

    length: Duration
    direction: Literal["before", "after", "around"]
    point: Point
    strict: bool = False
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class During:
    """`during first_dose to last_dose + 28 d`: both ends included."""

    start: Point
    end: Point
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class At:
    """`at surgery + 14 d`: that day; with `within` tolerance: `at surgery + 14 d give or take 3 d`."""

    point: Point
    tolerance: Duration | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Side:
    """`before X` (< X), `after X` (> X), `by X` (<= X), `from X` (>= X)."""

    side: Literal["before", "after", "by", "from"]
    point: Point
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Ever:
    """`ever`: any day up to the reference day of the rule set (the anchor of its default window), or any day at all."""

    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


Window = Within | During | At | Side | Ever


# ---------------------------------------------------------------- what is looked at


@dataclass(frozen=True, slots=True)
class Reading:
    """A variable's value: `platelets`, `any hbv_dna`, `lowest lvef`. `pick` None is the language's default, `last`."""

    variable: str
    pick: Pick | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the event in whose brackets it stands: `code`, `status`, `start`, `end`, `dose`, …"""

    name: str
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class EventPattern:
    """Records of an event variable, those for which `where` holds: `local_treatment(code in {TACE, RFA})`."""

    variable: str
    where: Node | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


# ---------------------------------------------------------------- predicates


@dataclass(frozen=True, slots=True)
class Comparison:
    """`creatinine > 1.5 ULN within 28 d before consent`; inside an event's brackets, of a `Field`."""

    subject: Reading | Field
    operator: Operator
    operand: Quantity | Limit | Code | Point
    window: Window | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Range:
    """`age between 18 and 70 a`: both ends included; the unit stands once, after the second number."""

    subject: Reading | Field
    low: Quantity | Limit
    high: Quantity | Limit
    window: Window | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Member:
    """`bclc in {0, A}`, `histology not in {ICC}`; a class stands for the codes it contains."""

    subject: Reading | Field
    items: tuple[Code, ...]
    negated: bool = False
    window: Window | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean variable or field standing alone: `pregnant`, `on_antiviral within 28 d before consent`."""

    subject: Reading | Field
    window: Window | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Known:
    """`known afp`: yes where the reading has a usable value, no where it has none; never unknown."""

    subject: Reading
    window: Window | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Occurs:
    """`any surgery(code = resection) before consent`, `no radiotherapy within 12 wk before first_dose`."""

    event: EventPattern
    window: Window | None = None
    negated: bool = False
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Count:
    """`count of lesion(measurable) >= 1 within 28 d before first_dose`."""

    event: EventPattern
    operator: Operator
    number: int
    window: Window | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A state seen at `times` dates, the first and the last at least `gap` apart, no known contradiction between them.

    `hbsag_quantitative < 0.05 [IU]/mL confirmed 2 times at least 24 wk apart`.
    """

    state: Comparison | Range | Member | Flag
    times: int
    gap: Duration | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Judged:
    """A recorded judgement: `judged "life expectancy over 3 months" by investigator`."""

    text: str
    role: str
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Not:
    operand: Node
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class And:
    operands: tuple[Node, ...]
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Or:
    operands: tuple[Node, ...]
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Implies:
    """`if childbearing_potential then …`: not (condition) or consequence."""

    condition: Node
    consequence: Node
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


Node = Comparison | Range | Member | Flag | Known | Occurs | Count | Confirmed | Judged | Not | And | Or | Implies


# ---------------------------------------------------------------- anchors


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day of the subject: `first informed_consent`, `last of resection, ablation`, `2nd dose`, `surgery + 14 d`.

    Exactly one of `events` (with `pick`) and `point` is given. `fallback` is used where the first has no record.
    Records are ordered and dated by `edge`: `end of last antitumour_treatment` is the latest end of any of them.
    """

    pick: Literal["first", "last"] | int = "first"
    events: tuple[EventPattern, ...] = ()
    point: Point | None = None
    window: Window | None = None
    edge: Literal["start", "end"] = "start"
    fallback: Anchor | None = None
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)
