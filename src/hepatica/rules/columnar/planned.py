"""A rule set planned over a shelf of facts: one row per subject, one nullable Boolean column per rule.

The leaves of all rules are gathered first, by variable, so that each variable's facts are looked at once; what the rules
join with and, or, not and if is then arithmetic on one row per subject.
"""

from __future__ import annotations

import narwhals as nw

from hepatica.rules.aspects import AGE, JUDGEMENT, age_point, reading_of
from hepatica.rules.calendar import FAR
from hepatica.rules.columnar.ages import BORN, compare_age, with_age, with_birth
from hepatica.rules.columnar.days import Days
from hepatica.rules.columnar.engine import Frame
from hepatica.rules.columnar.events import count, judged, occurs, uncounted
from hepatica.rules.columnar.expressions import and_, constant, implies, not_, or_
from hepatica.rules.columnar.readings import known, read
from hepatica.rules.columnar.rows import anchor_records
from hepatica.rules.columnar.series import confirmed
from hepatica.rules.columnar.sheet import Sheet
from hepatica.rules.columnar.shelf import Shelf
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
    Point,
    Range,
    Window,
)
from hepatica.rules.rule_set import RuleSet

Leaf = Comparison | Range | Member | Flag | Known | Occurs | Count | Confirmed | Judged


def planned(shelf: Shelf, own: RuleSet) -> Frame:
    """Subjects with the answers to every rule (null: unknown) and whether every point of time is reached."""
    evaluation = _Evaluation(shelf, own.context)
    truths = {name: evaluation.truth(node) for name, node in own.rules.items()}
    passed = {name: evaluation.reached(point) for name, point in own.reached.items()}
    joined = evaluation.joined()
    unknown = nw.lit(None, dtype=nw.Boolean)
    columns = {
        name: nw.when(truth == 2)
        .then(nw.lit(True))
        .otherwise(nw.when(truth == 0).then(nw.lit(False)).otherwise(unknown))
        for name, truth in truths.items()
    }
    return joined.select("subject", **columns, **passed)


def planned_days(shelf: Shelf, context: Context) -> Frame:
    """Subjects with the days of every anchor: `<anchor>_lo` and `<anchor>_hi`, null where they are not known."""
    days = Days(shelf, context, anchor_records)
    columns = {}
    for name in context.anchors:
        day = days.anchor(name)[1]
        for end, column in (("lo", day.lo), ("hi", day.hi)):
            known = nw.col(column).abs() < FAR
            columns[f"{name}_{end}"] = nw.when(known).then(nw.col(column)).cast(nw.Int64)
    return days.frame.select("subject", **columns)


class _Evaluation:
    """Gathers the leaves of a rule set; `joined` then gives one row per subject with a column per leaf."""

    def __init__(self, shelf: Shelf, context: Context) -> None:
        self._shelf, self._context = shelf, context
        self._days = Days(shelf, context, anchor_records)
        self._sheets: dict[tuple[str, str | None], Sheet] = {}
        self._leaves: dict[tuple[Node, bool], nw.Expr] = {}
        self._ages: dict[Point, tuple[str, str]] = {}
        self._passed: list[str] = []

    def truth(self, node: Node) -> nw.Expr:
        """A rule's truth, over the columns of `joined`."""
        match node:
            case And(operands):
                return and_([self.truth(each) for each in operands])
            case Or(operands):
                return or_([self.truth(each) for each in operands])
            case Not(operand):
                return not_(self.truth(operand))
            case Implies(condition, consequence):
                return implies(self.truth(condition), self.truth(consequence))
            case Comparison() | Range() | Member() | Flag():
                return self._age(node) if reading_of(node).variable == AGE else self._leaf(node)
            case Known():
                return self._known_age(node) if node.subject.variable == AGE else self._leaf(node)
            case _:
                return self._leaf(node)

    def reached(self, point: Point) -> nw.Expr:
        """Whether a point of time is past, over the columns of `joined`."""
        truth, needs = self._days.reached(point)
        self._passed += needs
        return truth

    def joined(self) -> Frame:
        """Subjects with every leaf's column."""
        ages = [name for pair in self._ages.values() for name in pair]
        days = self._days.select([*self._passed, *ages, *([BORN] if ages else [])])
        frame = self._shelf.joined([days, *(sheet.answers() for sheet in self._sheets.values())])
        defaults = {name: default for sheet in self._sheets.values() for name, default in sheet.defaults().items()}
        filled = [nw.col(name).fill_null(default) for name, default in defaults.items()]
        return frame.with_columns(*filled) if filled else frame

    # ------------------------------------------------------------ leaves

    def _leaf(self, node: Leaf, *, whenever: bool = False) -> nw.Expr:
        """The column of a leaf, asked of its variable's sheet once; `whenever`: in no window."""
        if (node, whenever) not in self._leaves:
            name = f"leaf{len(self._leaves)}"
            # every question has many answers to others beside its own
            sheet = self._sheet(_variable(node), node.text if isinstance(node, Judged) else None)
            window = None if whenever else _window(node) or self._context.window
            truth, default = _ask(sheet, node, name, window)
            sheet.answer(name, truth, default)
            self._leaves[node, whenever] = nw.col(name)
        return self._leaves[node, whenever]

    def _sheet(self, variable: str, code: str | None) -> Sheet:
        if (variable, code) not in self._sheets:
            self._sheets[variable, code] = Sheet(variable, self._days, code)
        return self._sheets[variable, code]

    # ------------------------------------------------------------ age

    def _age(self, node: Comparison | Range | Member | Flag) -> nw.Expr:
        """Age from the birth date; where there is none, as it was recorded."""
        recorded = self._leaf(node, whenever=True)
        point = age_point(self._context, node.window)
        if point is None:
            return recorded
        computed = compare_age(self._days, node, self._years(point))
        return nw.when(nw.col(BORN) == 1).then(computed).otherwise(recorded)

    def _known_age(self, node: Known) -> nw.Expr:
        recorded = self._leaf(node, whenever=True)
        point = age_point(self._context, node.window)
        if point is None:
            return recorded
        least, most = self._years(point)
        exact = nw.when(nw.col(least) == nw.col(most)).then(constant(2)).otherwise(constant(0))
        return nw.when(nw.col(BORN) == 1).then(exact).otherwise(recorded)

    def _years(self, point: Point) -> tuple[str, str]:
        if not self._ages:
            with_birth(self._days)
        if point not in self._ages:
            self._ages[point] = with_age(self._days, point, f"age{len(self._ages)}")
        return self._ages[point]


def _variable(node: Leaf) -> str:
    match node:
        case Occurs(event) | Count(event):
            return event.variable
        case Confirmed(state):
            return reading_of(state).variable
        case Judged():
            return JUDGEMENT
        case Known(subject):
            return subject.variable
        case _:
            return reading_of(node).variable


def _window(node: Leaf) -> Window | None:
    match node:
        case Confirmed(state):
            return state.window
        case Judged():
            return None
        case _:
            return node.window


def _ask(sheet: Sheet, node: Leaf, name: str, window: Window | None) -> tuple[nw.Expr, int]:
    """The leaf's truth over the sheet's aggregates, and its truth where the subject has no fact of the variable."""
    match node:
        case Occurs():
            return occurs(sheet, node, window), 1
        case Count():
            return count(sheet, node, window), uncounted(node)
        case Confirmed():
            return confirmed(sheet, node, name, window), 1
        case Judged():
            return judged(sheet, node), 1
        case Known():
            return known(sheet, node, window), 0
        case _:
            return read(sheet, node, window), 1
