"""The days of all subjects, as columns: when each anchor happened, and which days a window holds.

One frame, a row per subject. Whatever a rule set asks for (an anchor, a moved point, a window) is added once and shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import narwhals as nw

from hepatica.errors import HepaticaError
from hepatica.rules.calendar import FAR, Step, step, with_moved
from hepatica.rules.columnar.bounds import Day, Span, point_in
from hepatica.rules.columnar.engine import Frame
from hepatica.rules.columnar.expressions import constant, flag
from hepatica.rules.columnar.shelf import Beside, Shelf, Total
from hepatica.rules.context import Context
from hepatica.rules.nodes import Anchor, At, During, EventPattern, Ever, Point, Side, Window, Within

Records = Callable[[EventPattern, Anchor, "Days", Sequence[str]], Frame]


class Days:
    """Builds the frame of days.

    records: gives the records that match an anchor's pattern: subject, truth, lo, hi, and some columns of the frame of days.
    """

    def __init__(self, shelf: Shelf, context: Context, records: Records) -> None:
        self.frame, self.context, self.shelf, self._records = shelf.subjects, context, shelf, records
        self._anchors: dict[str, tuple[str, Day]] = {}
        self._moved: dict[tuple[Day, Step, int], Day] = {}
        self._seeking: list[str] = []
        self._added = 0
        self._open = True

    def select(self, columns: Iterable[str]) -> Frame:
        """Subjects with some of the columns."""
        return self.frame.select("subject", *dict.fromkeys(columns))

    def beside(self, columns: Iterable[str]) -> Beside:
        """Some of the columns, to stand beside rows."""
        if self._open:
            self.frame, self._open = self.shelf.settled(self.frame), False
        return Beside(self.frame, tuple(dict.fromkeys(columns)))

    # ------------------------------------------------------------ points

    def point(self, point: Point) -> Day:
        """The day of an anchor, moved by the point's offset."""
        day = self.anchor(point.anchor)[1]
        return day if point.offset is None else self._move(day, step(point.offset), point.sign)

    def _move(self, day: Day, length: Step, sign: int) -> Day:
        if (length.least, length.most) == (0, 0):
            return day
        key = (day, length, sign)
        if key not in self._moved:
            number = len(self._moved)
            moved = Day(f"moved{number}_lo", f"moved{number}_hi")
            for old, new, most in ((day.lo, moved.lo, sign < 0), (day.hi, moved.hi, sign > 0)):
                self.frame, self._open = with_moved(self.frame, old, length, sign, new, most=most), True
                if length.months:  # many stages, which a SQL engine is handed as text: not one upon the other
                    self.frame, self._open = self.shelf.settled(self.frame), False
            self._moved[key] = moved
        return self._moved[key]

    def _shift(self, day: Day, days: int) -> Day:
        return self._move(day, Step(abs(days), abs(days), months=False), 1 if days > 0 else -1)

    # ------------------------------------------------------------ windows

    def window(self, window: Window | None) -> Span:
        """First and last day of a window; None: any day at all."""
        match window:
            case None:
                return Span(None, None)
            case Ever():
                reference = self.context.reference
                return Span(None, self.anchor(reference)[1] if reference is not None else None)
            case Within(length, direction, point, strict):
                day, far, inward = self.point(point), step(length), 1 if strict else 0
                before = self._shift(self._move(day, far, -1), inward) if direction != "after" else day
                after = self._shift(self._move(day, far, 1), -inward) if direction != "before" else day
                return Span(before, after)
            case During(start, end):
                return Span(self.point(start), self.point(end))
            case At(point, tolerance):
                day = self.point(point)
                if tolerance is None:
                    return Span(day, day)
                return Span(self._move(day, step(tolerance), -1), self._move(day, step(tolerance), 1))
            case Side("before", point):
                return Span(None, self._shift(self.point(point), -1))
            case Side("by", point):
                return Span(None, self.point(point))
            case Side("after", point):
                return Span(self._shift(self.point(point), 1), None)
            case Side(_, point):
                return Span(self.point(point), None)

    # ------------------------------------------------------------ anchors

    def anchor(self, name: str) -> tuple[str, Day]:
        """The column that says whether an anchor has happened (0, 1, 2), and its day.

        Not happened or perhaps not: any day is possible. Raises HepaticaError if nobody defines it or it is defined by
        itself.
        """
        if name not in self._anchors:
            if name in self._seeking:
                circle = " → ".join([*self._seeking, name])
                raise HepaticaError(f"the anchor '{name}' is defined by itself: {circle}", do="define it by an event")
            definition = self.context.anchors.get(name)
            if definition is None:
                known = ", ".join(self.context.anchors) or "none"
                raise HepaticaError(f"there is no anchor '{name}'", do=f"the anchors are: {known}")
            self._seeking.append(name)
            self._anchors[name] = self._supposed(name, self._define(definition))
            self._seeking.pop()
        return self._anchors[name]

    def _supposed(self, name: str, found: tuple[str, Day]) -> tuple[str, Day]:
        """The anchor as found; an anchor of entry that has not happened is taken to be today."""
        if self.context.today is None or name not in self.context.entry:
            return found
        (happened, day), today = found, nw.lit(self.context.today)
        absent = nw.col(happened) == 0
        return self._add(
            nw.when(absent).then(constant(2)).otherwise(nw.col(happened)),
            nw.when(absent).then(today).otherwise(nw.col(day.lo)),
            nw.when(absent).then(today).otherwise(nw.col(day.hi)),
        )

    def reached(self, point: Point) -> tuple[nw.Expr, list[str]]:
        """Whether a point may have come: its anchor has happened, perhaps, and seen from `today` it need not lie ahead.

        With the names of the columns that it needs.
        """
        happened, first = self.anchor(point.anchor)[0], self.point(point).lo
        perhaps = nw.col(happened) > 0
        if self.context.today is None:
            return perhaps, [happened]
        return perhaps & (nw.col(first) <= self.context.today), [happened, first]

    def _define(self, anchor: Anchor) -> tuple[str, Day]:
        """Add an anchor; its fallback is used where it has not happened."""
        happened, day = self._define_one(anchor)
        if anchor.fallback is None:
            return happened, day
        other, fallback = self._define(anchor.fallback)
        absent = nw.col(happened) == 0
        return self._add(
            nw.when(absent).then(nw.col(other)).otherwise(nw.col(happened)),
            nw.when(absent).then(nw.col(fallback.lo)).otherwise(nw.col(day.lo)),
            nw.when(absent).then(nw.col(fallback.hi)).otherwise(nw.col(day.hi)),
        )

    def _add(self, happened: nw.Expr, lo: nw.Expr, hi: nw.Expr) -> tuple[str, Day]:
        self._added += 1
        names = [f"anchor{self._added}_{part}" for part in ("happened", "lo", "hi")]
        columns = [expr.alias(name) for expr, name in zip((happened, lo, hi), names, strict=True)]
        self.frame, self._open = self.frame.with_columns(*columns), True
        return names[0], Day(names[1], names[2])

    def _define_one(self, anchor: Anchor) -> tuple[str, Day]:
        if anchor.point is not None:
            return self.anchor(anchor.point.anchor)[0], self.point(anchor.point)
        records = nw.concat([self._counting(pattern, anchor) for pattern in anchor.events], how="vertical")
        picked = self._picked(self.shelf.settled(records), anchor)
        self.frame = self.shelf.joined([self.frame, picked])
        place = anchor.pick if isinstance(anchor.pick, int) else 1
        happened = (
            nw.when(nw.col("sure") >= place)
            .then(constant(2))
            .otherwise(nw.when(nw.col("possible") >= place).then(constant(1)).otherwise(constant(0)))
        )
        known = nw.col("sure") >= place
        found = self._add(
            happened,
            nw.when(known).then(nw.col("picked_lo")).otherwise(nw.lit(-FAR)),
            nw.when(known).then(nw.col("picked_hi")).otherwise(nw.lit(FAR)),
        )
        self.frame = self.shelf.settled(self.frame.drop("sure", "possible", "picked_lo", "picked_hi"))
        return found

    def _counting(self, pattern: EventPattern, anchor: Anchor) -> Frame:
        """Records that count or may count as the anchor: subject, truth, lo, hi."""
        if anchor.window is None:
            return self._records(pattern, anchor, self, ()).filter(nw.col("truth") > 0)
        window = self.window(anchor.window)
        records = self._records(pattern, anchor, self, window.columns)
        inside = point_in(nw.col("lo"), nw.col("hi"), window)
        records = records.with_columns(nw.min_horizontal("truth", inside).alias("truth"))
        return records.select("subject", "truth", "lo", "hi").filter(nw.col("truth") > 0)

    def _picked(self, records: Frame, anchor: Anchor) -> Frame:
        """Subject, number of sure and possible records, earliest and latest day of the one picked."""
        sure = nw.col("truth") == 2
        counted = {
            "sure": Total(flag(sure), "sum"),
            "possible": Total(flag(nw.col("truth") > 0), "sum"),
        }
        if not isinstance(anchor.pick, int):
            sure_lo, sure_hi = nw.when(sure).then(nw.col("lo")), nw.when(sure).then(nw.col("hi"))
            first = anchor.pick == "first"
            lo = Total(nw.col("lo"), "min") if first else Total(sure_lo, "max")
            hi = Total(sure_hi, "min") if first else Total(nw.col("hi"), "max")
            return self.shelf.totals(records, {**counted, "picked_lo": lo, "picked_hi": hi})
        by_lo = nw.col("lo").cum_count().over("subject", order_by=["lo", "hi"])
        by_hi = nw.col("hi").cum_count().over("subject", order_by=["hi", "lo"])
        frames = [
            self.shelf.totals(records, counted),
            self._nth(records, by_lo, anchor.pick, "lo"),
            self._nth(records.filter(sure), by_hi, anchor.pick, "hi"),
        ]
        return self.shelf.joined(frames)

    def _nth(self, records: Frame, order: nw.Expr, place: int, column: str) -> Frame:
        ranked = records.with_columns(order.alias("place")).filter(nw.col("place") == place)
        return self.shelf.totals(ranked, {f"picked_{column}": Total(nw.col(column), "max")})
