"""The columnar evaluator: any number of subjects, one nullable Boolean column per rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from narwhals.typing import IntoFrame

from hepatica.errors import HepaticaError
from hepatica.rules.columnar.engine import Frame, lazy, like
from hepatica.rules.columnar.on_polars import TOGETHER, compute, compute_batches
from hepatica.rules.columnar.planned import planned, planned_days
from hepatica.rules.columnar.shelf import EngineShelf, Shelf, names
from hepatica.rules.context import Context
from hepatica.rules.nodes import Node, Point
from hepatica.rules.rule_set import RuleSet


def evaluate(
    rules: Mapping[str, Node],
    facts: IntoFrame,
    subjects: IntoFrame,
    context: Context,
    *,
    reached: Mapping[str, Point] = MappingProxyType({}),
) -> Any:
    """Evaluate rules for all subjects.

    rules: column name -> rule. facts: a frame of `hepatica.rules.facts`. subjects: a frame with the column `subject`;
    facts of others are left out. Both of one backend: Polars, eager or lazy, DuckDB or Spark.
    reached: column name -> point of time. Its column is true where the point may have come: its anchor has happened or
    perhaps has (or is supposed to by the context's `entry`) and, where the context says `today`, the point need not lie
    later; else false.
    Returns a frame of that backend: subject and, per rule, true, false, or null where unknown, then the columns of
    `reached`; sorted by subject. Raises HepaticaError for a rule that `check_rule` would refuse.
    """
    return evaluate_many({"": RuleSet(rules, context, reached)}, facts, subjects)[""]


def evaluate_many(sets: Mapping[str, RuleSet], facts: IntoFrame, subjects: IntoFrame) -> dict[str, Any]:
    """Evaluate several rule sets over the same facts, which are read and sorted once: several studies, one cohort.

    facts, subjects: as in `evaluate`. Returns the frame of `evaluate` for each set, by its name.
    """
    for own in sets.values():
        _check_names(own.rules, own.reached)
    plans = {name: _plan(own) for name, own in sets.items()}
    return _computed(plans, facts, subjects, names(sets.values()))


def evaluate_batches(
    sets: Mapping[str, RuleSet], batches: Iterable[tuple[IntoFrame, IntoFrame]], *, together: int = TOGETHER
) -> Iterator[dict[str, Any]]:
    """Evaluate rule sets for more subjects than memory holds: batch after batch, on Polars.

    batches: pairs of facts and subjects as `evaluate` takes them, of whole subjects; lazy ones (Parquet that is scanned) are
    best, above all facts as they are kept on disk (`with_places`). Yields the frames of `evaluate_many` for batch after batch,
    small ones put together until they hold `together` subjects. The next are read while these are computed: that takes 2.7 GB
    for subjects with 140 facts each.
    """
    for own in sets.values():
        _check_names(own.rules, own.reached)
    plans = {name: _plan(own) for name, own in sets.items()}
    yield from compute_batches(plans, batches, names(sets.values()), together)


def _plan(own: RuleSet) -> Callable[[Shelf], Frame]:
    return lambda shelf: planned(shelf, own)


def _computed(
    plans: Mapping[str, Callable[[Shelf], Frame]], facts: IntoFrame, subjects: IntoFrame, words: frozenset[str]
) -> dict[str, Any]:
    if lazy(subjects).implementation.is_polars():
        return compute(plans, facts, subjects, words)
    shelf = EngineShelf(facts, subjects, words)
    return {name: like(plan(shelf).sort("subject"), subjects) for name, plan in plans.items()}


def _check_names(rules: Mapping[str, Node], reached: Mapping[str, Point]) -> None:
    if "subject" in rules or "subject" in reached:
        raise HepaticaError("a rule cannot be called 'subject'", do="give it another name")
    twice = sorted(rules.keys() & reached.keys())
    if twice:
        raise HepaticaError(f"'{twice[0]}' names both a rule and a point of time", do="give one of them another name")


def anchor_days(context: Context, facts: IntoFrame, subjects: IntoFrame) -> Any:
    """The day of every anchor for all subjects.

    facts and subjects: as in `evaluate`. Returns subject and, per anchor, `<anchor>_lo` and `<anchor>_hi` (Int64): earliest
    and latest possible day; both null where it has not happened or may not have, one null where that end is not known.
    """
    sets = (RuleSet({}, context),)
    return _computed({"": lambda shelf: planned_days(shelf, context)}, facts, subjects, names(sets))[""]
