"""Whether each fact meets a condition, as expressions over the rows of one variable: 0 no, 1 unknown, 2 yes.

A condition is compiled in two steps, so that what several rules share is computed once: columns that depend on a fact and
one threshold (`prepared`), then the truths, which are made of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable
from fractions import Fraction

import narwhals as nw

from hepatica.errors import HepaticaError
from hepatica.rules.aspects import Aspect, Predicate, aspect, not_in_brackets
from hepatica.rules.codes import SEPARATOR, code_set
from hepatica.rules.columnar.bounds import columns, compare_bounds
from hepatica.rules.columnar.days import Days
from hepatica.rules.columnar.expressions import and_, compare_sign, constant, decided, implies, not_, or_, sign
from hepatica.rules.columnar.shelf import SAID
from hepatica.rules.nodes import (
    And,
    Code,
    Comparison,
    Field,
    Flag,
    Implies,
    Limit,
    Member,
    Node,
    Not,
    Operator,
    Or,
    Point,
    Quantity,
    Range,
)
from hepatica.rules.scales import UNSAID, in_base_unit, is_pure, rank, scale

Operand = Quantity | Limit | Code


class Conditions:
    """Compiles conditions on the facts of one variable.

    needs: columns of the days frame that must be beside the rows. lookups: for a column of the facts, columns that follow
    from its value alone. prepared: columns to add to those, by stage, before the truths.
    """

    def __init__(self, variable: str, days: Days) -> None:
        self.variable, self.days = variable, days
        self.vocabulary = days.context.vocabulary
        self.needs: list[str] = []
        self.lookups: dict[str, dict[str, nw.Expr]] = {}
        self.prepared: list[dict[str, nw.Expr]] = [{}, {}]
        self._looked: dict[Hashable, str] = {}
        self._signs: dict[tuple[Aspect, Quantity | Limit], str] = {}

    def look(self, column: str, expression: nw.Expr, key: Hashable) -> str:
        """The name of a column that follows from the value of one column of the facts; shared by all that ask the same."""
        if (column, key) not in self._looked:
            name = f"looked{len(self._looked)}"
            self.lookups.setdefault(column, {})[name] = expression
            self._looked[column, key] = name
        return self._looked[column, key]

    def holds(self, node: Predicate) -> nw.Expr:
        """Whether a fact meets a condition on its variable's value; unknown where it has a problem."""
        return _without_problem(self._predicate(node))

    def matches(self, where: Node | None) -> nw.Expr:
        """Whether a record meets the condition in an event's brackets; unknown where it has a problem."""
        return _without_problem(self._where(where) if where is not None else constant(2))

    def _where(self, node: Node) -> nw.Expr:
        match node:
            case And(operands):
                return and_([self._where(each) for each in operands])
            case Or(operands):
                return or_([self._where(each) for each in operands])
            case Not(operand):
                return not_(self._where(operand))
            case Implies(condition, consequence):
                return implies(self._where(condition), self._where(consequence))
            case Comparison(Field()) | Range(Field()) | Member(Field()) | Flag(Field()):
                return self._predicate(node)
            case _:
                raise not_in_brackets(self.variable)

    def _predicate(self, node: Predicate) -> nw.Expr:
        what = aspect(self.vocabulary, self.variable, node.subject)
        match node:
            case Flag():
                return self._flag(what)
            case Member(_, items, negated):
                return self._coded(what, items, negated=negated)
            case Range(_, low, high):
                return and_([self._numeric(what, ">=", low), self._numeric(what, "<=", high)])
            case Comparison(_, operator, operand):
                if isinstance(operand, Point):
                    return self._date(what, operator, operand)
                if isinstance(operand, Code) and operator in ("=", "!=") and what.kind != "ordinal":
                    return self._coded(what, (operand,), negated=operator == "!=")
                return self._numeric(what, operator, operand)

    # ------------------------------------------------------------ dates and codes

    def _date(self, what: Aspect, operator: Operator, point: Point) -> nw.Expr:
        day = self.days.point(point)
        self.needs += [day.lo, day.hi]
        ends = ("last_lo", "last_hi") if what.column == "end" else ("lo", "hi")
        return compare_bounds((nw.col(ends[0]), nw.col(ends[1])), operator, columns(day, 0))

    def _coded(self, what: Aspect, items: tuple[Code, ...], *, negated: bool) -> nw.Expr:
        wanted, column = code_set(self.vocabulary, items), _column(what)
        recorded = _recorded(what)
        inside, possible = _has_any(recorded, wanted.inside), _has_any(recorded, wanted.possible)
        truth = nw.col(self.look(column, decided(inside, ~inside & ~possible), wanted))
        return not_(truth) if negated else truth

    def _flag(self, what: Aspect) -> nw.Expr:
        code = nw.col(what.column)
        said = nw.col(self.look(what.column, decided(code == "Y", code == "N"), "flag"))
        if what.column != "code":
            return said
        occurred = decided(nw.col("occurred"), ~nw.col("occurred"))
        return nw.when(code.is_null()).then(occurred).otherwise(said)

    # ------------------------------------------------------------ numbers and grades

    def _numeric(self, what: Aspect, operator: Operator, operand: Operand) -> nw.Expr:
        if what.kind == "ordinal":
            return self._graded(what, operator, operand)
        if what.kind != "number" or isinstance(operand, Code):
            raise HepaticaError(f"'{what.name}' cannot be compared so", do="check the rule against the vocabulary")
        signed = nw.col(self._sign(what, operand))
        if what.column == "grade":
            return compare_sign(signed, nw.lit(""), operator)
        return compare_sign(signed, nw.col("comparator").fill_null(""), operator)

    def _graded(self, what: Aspect, operator: Operator, operand: Operand) -> nw.Expr:
        if isinstance(operand, Limit):
            raise HepaticaError(f"'{what.name}' has grades, no reference limits", do="compare it with a grade")
        threshold, recorded = rank(what, operand), _recorded(what)
        place = nw.lit(None, dtype=nw.Int32)
        for number, code in enumerate(what.order):
            place = nw.when(recorded == code).then(nw.lit(number)).otherwise(place)
        signed = nw.when(place.is_null()).then(place).otherwise(place - threshold)
        truth = compare_sign(signed, nw.lit(""), operator)
        return nw.col(self.look(_column(what), truth, ("graded", what.order, threshold, operator)))

    def _sign(self, what: Aspect, operand: Quantity | Limit) -> str:
        """The column that says on which side of a threshold the number lies; shared by all comparisons with it."""
        key = (what, operand)
        if key not in self._signs:
            number = len(self._signs)
            value, threshold = f"value{number}", f"threshold{number}"
            if isinstance(operand, Limit):
                bound = nw.col("high" if operand.bound == "ULN" else "low")
                limit = bound * float(operand.multiple)
                self.prepared[0] |= {value: _reported(what), threshold: limit}
            else:
                self.prepared[0] |= {value: self._value(what), threshold: self._threshold(what, operand)}
            self.prepared[1][f"sign{number}"] = sign(nw.col(value), nw.col(threshold))
            self._signs[key] = f"sign{number}"
        return self._signs[key]

    def _value(self, what: Aspect) -> nw.Expr:
        """The number in its own unit; a dose as one of prednisone."""
        number = _reported(what)
        if not what.equivalent:
            return number
        return number * nw.col(self.look("code", self._equivalent(), "prednisone"))

    def _equivalent(self) -> nw.Expr:
        """Milligrams of prednisone to a milligram of the drug; null where that is not known."""
        factor = nw.lit(None, dtype=nw.Float64)
        for drug in sorted(self.vocabulary.codes(self.variable)):
            equivalent = self.vocabulary.prednisone_equivalent(drug)
            if equivalent is not None:
                factor = nw.when(nw.col("code") == drug).then(nw.lit(float(equivalent))).otherwise(factor)
        return factor

    def _threshold(self, what: Aspect, operand: Quantity) -> nw.Expr:
        """The threshold in the unit of each fact; null for a unit that does not convert."""
        base = in_base_unit(self.vocabulary, what, operand)
        if what.column == "grade":
            return nw.lit(float(base))
        unit = nw.col("unit")
        threshold = nw.lit(None, dtype=nw.Float64)
        for name in dict.fromkeys(what.units):
            conversion = scale(self.vocabulary, what, name)
            if conversion is not None:
                limit = _log10(base / conversion.factor) if conversion.log10 else float(base / conversion.factor)
                threshold = nw.when(unit == name).then(nw.lit(limit)).otherwise(threshold)
        if is_pure(what.unit):
            unsaid = unit.is_null() | unit.is_in([name for name in UNSAID if name is not None])
            threshold = nw.when(unsaid).then(nw.lit(float(base))).otherwise(threshold)
        return nw.col(self.look("unit", threshold, (what, operand)))


def _without_problem(truth: nw.Expr) -> nw.Expr:
    return nw.when(nw.col("problem").is_null()).then(truth).otherwise(constant(1))


def _reported(what: Aspect) -> nw.Expr:
    return nw.col("grade").cast(nw.Float64) if what.column == "grade" else nw.col("number")


def _log10(number: Fraction) -> float:
    """Decimal logarithm; of nothing or less, a number under every other."""
    if number <= 0:
        return -1e300
    return math.log10(number.numerator) - math.log10(number.denominator)


def _column(what: Aspect) -> str:
    """The column that holds what was recorded."""
    return SAID if what.column == "code" else what.column


def _recorded(what: Aspect) -> nw.Expr:
    """What was recorded, as text."""
    recorded = nw.col(_column(what))
    return recorded.cast(nw.String) if what.column == "grade" else recorded


def _has_any(recorded: nw.Expr, codes: frozenset[str]) -> nw.Expr:
    """Whether one of a record's codes is in a set; null where none is recorded."""
    if not codes:
        return nw.when(recorded.is_null()).then(nw.lit(None, dtype=nw.Boolean)).otherwise(nw.lit(False))
    names = sorted(codes)
    several = nw.concat_str([nw.lit(SEPARATOR), recorded, nw.lit(SEPARATOR)])
    return recorded.is_in(names) | several.str.contains(rf"\|({'|'.join(_literally(name) for name in names)})\|")


def _literally(text: str) -> str:
    """A text as a regular expression for itself, in the syntax that Rust, RE2 and Java share."""
    return re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", text)
