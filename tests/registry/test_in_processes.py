"""The same work in several processes: the same answers in the same order, and the same error after them."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from itertools import count

import pytest

from hepatica.errors import HepaticaError
from hepatica.protocol.source import Place, StudyError
from hepatica.registry.in_processes import WORTH, told_of


def halves(numbers: Iterable[int]) -> Iterator[int]:
    """Twice what is even, nothing of what is odd; a negative number is refused."""
    for number in numbers:
        if number < 0:
            raise HepaticaError("is negative", where=f"number {number}", do="give another")
        if number % 2 == 0:
            yield number * 2


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("length", [0, 3, 2 * WORTH + 5])
def test_answers_come_in_the_order_of_the_pieces(jobs: int, length: int) -> None:
    assert list(told_of(halves, range(length), jobs)) == list(halves(range(length)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_comes_before_an_error_is_told(jobs: int) -> None:
    pieces = [*range(WORTH + 7), -1, *range(WORTH)]
    told = told_of(halves, pieces, jobs)
    assert [next(told) for _ in range(WORTH // 2 + 4)] == list(halves(range(WORTH + 7)))
    with pytest.raises(HepaticaError) as raised:
        next(told)
    assert (raised.value.what, raised.value.where, raised.value.do) == ("is negative", "number -1", "give another")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("length", [3, WORTH + 7])
def test_what_comes_before_an_error_in_reading_is_told(jobs: int, length: int) -> None:
    def pieces() -> Iterator[int]:
        yield from range(length)
        raise HepaticaError("there is no such file")

    told: list[int] = []
    with pytest.raises(HepaticaError, match="no such file"):
        told.extend(told_of(halves, pieces(), jobs))
    assert told == list(halves(range(length)))


def test_pieces_without_an_end_are_not_read_to_the_end() -> None:
    told = told_of(halves, count(), 2)
    assert next(told) == 0
    told.close()


def test_an_error_of_its_own_kind_stays_one() -> None:
    said = StudyError("has no arms", place=Place("study.yaml", 3, 1), do="add one", nearest="arms")
    error = pickle.loads(pickle.dumps(said))
    assert type(error) is StudyError
    assert (str(error), error.line, error.nearest) == (str(said), 3, "arms")
