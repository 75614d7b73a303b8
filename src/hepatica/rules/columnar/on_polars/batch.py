"""Facts of a batch of subjects, parted by variable and sorted by subject once, for every rule set that looks at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hepatica.rules.columnar.on_polars.reductions import Runs
from hepatica.rules.columnar.shelf import SAID
from hepatica.rules.facts import AMONG, PLACE, fingerprint

ROWS: Final = 400_000
"""Facts that are parted together: so few that a column of them stays near the processor."""

RUN: Final = 200
"""Facts that stand together must be so many on average to be taken as they stand."""

TEXTS: Final = ("comparator", "unit", "code", "text", "status", "route", "site", "detail")
DAYS: Final = ("start_lo", "start_hi", "end_lo", "end_hi", "grade")
NUMBERS: Final = ("number", "low", "high")

COLUMNS: Final[Mapping[str, pl.DataType]] = {
    "subject": pl.UInt32(),
    **dict.fromkeys(NUMBERS, pl.Float64()),
    **dict.fromkeys(DAYS, pl.Int32()),
    **dict.fromkeys((*TEXTS, SAID), pl.Categorical()),
    "occurred": pl.Boolean(),
    "problem": pl.Boolean(),
}
"""Columns of the parted facts. The subject is its number; `problem` is null where there is none, else true."""

Needs = Mapping[str, Collection[str]]
"""The columns that are looked at, by variable."""


@dataclass(frozen=True)
class Values:
    """The distinct values of a column, null among them, and the place of each row's among them."""

    values: pl.Series
    places: pl.Series


class Batch:
    """The facts of numbered subjects: number i is the i-th of `names`, which are sorted; names may be 0, 1, 2, … themselves."""

    def __init__(self, names: pl.Series, parts: Mapping[str, pl.DataFrame]) -> None:
        self.names, self._parts = names, parts
        self.numbers = pl.int_range(len(names), dtype=pl.UInt32, eager=True)
        self.asked: dict[str, set[str]] = {}
        self._values: dict[tuple[str, str], Values] = {}
        self._runs: dict[int, Runs] = {}

    def column(self, variable: str, name: str) -> pl.Series:
        """A column of a variable's facts; empty if there are none."""
        self.asked.setdefault(variable, set()).add(name)
        part = self._parts.get(variable)
        return pl.Series(name, [], dtype=COLUMNS[name]) if part is None else part[name]

    def values(self, variable: str, column: str) -> Values:
        """The distinct values of a column."""
        if (variable, column) not in self._values:
            self._values[variable, column] = _distinct(self.column(variable, column))
        return self._values[variable, column]

    def runs(self, subjects: NDArray[np.uint32]) -> Runs:
        """Where each subject's rows begin. The rows of one variable are looked at again and again: they are kept."""
        known = self._runs.get(len(subjects))
        if known is None or not np.array_equal(known.subjects, subjects):
            known = self._runs[len(subjects)] = Runs(subjects)
        return known


def _distinct(rows: pl.Series) -> Values:
    """The values in order, so that two columns of the same values have the same ones."""
    codes = rows.to_physical()
    found = rows.gather(codes.arg_unique()).drop_nulls()
    values = found.cast(pl.String) if isinstance(rows.dtype, pl.Categorical) else found
    order = values.arg_sort()
    places = found.gather(order).to_physical().cast(pl.Int64).to_numpy()
    least, most = int(places.min(initial=0)), int(places.max(initial=0))
    place_of = np.full(most - least + 2, len(places), dtype=np.uint32)
    place_of[places - least] = np.arange(len(places), dtype=np.uint32)
    met = place_of[codes.cast(pl.Int64).fill_null(most + 1).to_numpy() - least]
    return Values(values.gather(order).extend_constant(None, 1), pl.Series(met))


# ---------------------------------------------------------------- parting


def empty(names: pl.Series) -> Batch:
    """Subjects without facts."""
    return Batch(names, {})


def read(facts: Iterable[tuple[pl.LazyFrame, pl.Series]], words: Collection[str], needs: Needs | None = None) -> Batch:
    """Part the facts of some subjects.

    facts: frames of `hepatica.rules.facts`, as they are or as they are kept on disk, of which one at a time is in memory; each
    with its subjects. words: the variables that are looked at; others are left out, as are facts of other subjects. needs:
    columns to keep; None: all.
    """
    pairs = list(facts)
    names = pl.concat([who for _, who in pairs]).drop_nulls().unique().sort()
    kept = {name: frozenset(COLUMNS if needs is None else needs.get(name, ())) | {"subject"} for name in sorted(words)}
    parting = _Parting(names, kept)
    for part, who in pairs:
        parting.add(part, who)
    return Batch(names, parting.parts())


class _Parting:
    """Collects the facts of each variable from frames that follow one another. Subjects not asked for have no number."""

    def __init__(self, names: pl.Series, kept: Mapping[str, frozenset[str]]) -> None:
        self._names, self._numbers = names, None if names.dtype.is_integer() else pl.Enum(names)
        groups: dict[frozenset[str], list[str]] = {}
        for variable, columns in kept.items():
            groups.setdefault(columns, []).append(variable)
        self._groups = [(sorted(columns), variables) for columns, variables in groups.items()]
        self._kept = {variable: sorted(kept[variable]) for _, variables in self._groups for variable in variables}
        self._columns = frozenset[str]().union(*kept.values()) - {"subject"}
        self._found: dict[str, list[pl.DataFrame]] = {variable: [] for variable in self._kept}

    def add(self, part: pl.LazyFrame, who: pl.Series) -> None:
        """Part a frame; if the facts of each variable stand together they are taken as they stand."""
        wanted = part.filter(pl.col("variable").is_in(list(self._kept)))
        facts = self._by_place(wanted, who)
        if facts is None:
            facts = self._by_name(wanted)
        runs = facts["variable"].rle()
        if len(runs) * RUN <= facts.height:
            self._add_runs(facts, runs)
        else:
            for chunk in facts.iter_slices(ROWS):
                self._add_scattered(chunk)

    def _by_name(self, part: pl.LazyFrame) -> pl.DataFrame:
        """The columns that are needed; each subject's number looked up by name, if it is not named by its number."""
        numbers = pl.col("subject")
        if self._numbers is not None:
            numbers = numbers.cast(self._numbers, strict=False).to_physical()
        return part.select("variable", *_sources(self._columns), subject=numbers).collect(engine="streaming")

    def _by_place(self, part: pl.LazyFrame, who: pl.Series) -> pl.DataFrame | None:
        """The same, faster; None if the facts have no places among these subjects."""
        if not {PLACE, AMONG} <= set(part.collect_schema()):
            return None
        facts = part.select("variable", *_sources(self._columns), PLACE, AMONG).collect(engine="streaming")
        if not facts[AMONG].eq_missing(pl.Series([fingerprint(who)])).all():
            return None
        return facts.with_columns(self._number_of(who)[facts[PLACE]].alias("subject")).drop(PLACE, AMONG)

    def _number_of(self, who: pl.Series) -> pl.Series:
        """The numbers of subjects; those of a part follow one another."""
        first = self._names.search_sorted(who[0]) if len(who) else 0
        if self._names.slice(first, len(who)).equals(who):
            return pl.int_range(first, first + len(who), dtype=pl.UInt32, eager=True)
        return who if self._numbers is None else who.cast(self._numbers).to_physical()

    def _add_runs(self, facts: pl.DataFrame, runs: pl.Series) -> None:
        begin = 0
        for run in runs.to_list():
            own = facts.slice(begin, run["len"])
            if own["subject"].has_nulls():
                own = own.filter(pl.col("subject").is_not_null())
            self._found[run["value"]].append(_converted(own, self._kept[run["value"]]))
            begin += run["len"]

    def _add_scattered(self, chunk: pl.DataFrame) -> None:
        """One gather for all variables of which the same columns are kept."""
        variables = list(self._kept)
        number = pl.col("variable").cast(pl.Enum(variables)).to_physical().cast(pl.Int16)
        ours = chunk.select(pl.when(pl.col("subject").is_not_null()).then(number).fill_null(-1))
        which: NDArray[np.int16] = ours.to_series().to_numpy()
        order = np.argsort(which, kind="stable")
        ends = np.cumsum(np.bincount(which + 1, minlength=len(variables) + 1))
        place = 0
        for names, members in self._groups:
            start, stop = ends[place], ends[place + len(members)]
            own = _converted(chunk[_sources(names)][order[start:stop]], names)
            for after, variable in enumerate(members, place):
                begin, end = ends[after] - start, ends[after + 1] - start
                if end > begin:
                    self._found[variable].append(own[begin:end])
            place += len(members)

    def parts(self) -> dict[str, pl.DataFrame]:
        """The facts of each variable that has any, sorted by subject."""
        done = {}
        for variable, found in self._found.items():
            if found:
                part = pl.concat(found, rechunk=True)
                found.clear()
                done[variable] = part if part["subject"].is_sorted() else part.sort("subject", maintain_order=True)
        return done


def _sources(columns: Collection[str]) -> list[str]:
    """The columns of the facts that columns kept are made of."""
    own = [name for name in COLUMNS if name in columns and name != SAID]
    return own + [name for name in ("code", "text") if SAID in columns and name not in columns]


def _converted(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The columns that are kept, as they are kept."""
    return pl.DataFrame([_kept(rows, name) for name in columns])


def _kept(rows: pl.DataFrame, name: str) -> pl.Series:
    match name:
        case "said":
            code, text = (rows[each].cast(COLUMNS[each]) for each in ("code", "text"))
            return text.zip_with(code.is_null(), code).alias(name)
        case "problem":
            return rows.select(pl.when(pl.col(name).is_not_null()).then(pl.lit(True)).alias(name)).to_series()
        case _:
            return rows[name].cast(COLUMNS[name])
