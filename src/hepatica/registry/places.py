"""Where the characters of a value stand in the source it was read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from hepatica.registry.record import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a value that came from one stretch of the source.

    at: offset in the value's text. length: number of its characters. start, end: the stretch of the source. Where `length` is
    `end - start` they stand for each other one by one; otherwise the stretch (an entity, an escape) stands for all of them.
    """

    at: int
    length: int
    start: int
    end: int


Pieces = Sequence[Piece]
"""Pieces of one value in ascending order of `at`. Characters between them stand nowhere in the source."""


def whole(start: int, end: int) -> tuple[Piece, ...]:
    """The pieces of a value that stands in the source as it is."""
    return (Piece(0, end - start, start, end),)


def located(pieces: Pieces, start: int, end: int) -> Span | None:
    """Where characters `start` to `end` of a value stand in the source; None where nowhere."""
    if end <= start:
        return None
    met = [piece for piece in _meeting(pieces, start, end) if piece.length]
    if not met:
        return None
    first, last = met[0], met[-1]
    return Span(
        _source(first, max(start, first.at), begin=True), _source(last, min(end, last.at + last.length), begin=False)
    )


def _meeting(pieces: Pieces, start: int, end: int) -> Pieces:
    begin = max(bisect_right(pieces, start, key=lambda piece: piece.at) - 1, 0)
    return [piece for piece in pieces[begin:] if piece.at < end and piece.at + piece.length > start]


def _source(piece: Piece, at: int, *, begin: bool) -> int:
    if piece.length == piece.end - piece.start:
        return piece.start + at - piece.at
    return piece.start if begin else piece.end


def cut(pieces: Pieces, start: int, end: int) -> tuple[Piece, ...]:
    """The pieces of characters `start` to `end` of a value, counted from `start`."""
    kept = []
    for piece in _meeting(pieces, start, end):
        first, last = max(start, piece.at), min(end, piece.at + piece.length)
        if piece.length == piece.end - piece.start:
            begin = piece.start + first - piece.at
            kept.append(Piece(first - start, last - first, begin, begin + last - first))
        elif last > first:
            kept.append(Piece(first - start, last - first, piece.start, piece.end))
    return tuple(kept)


def through(outer: Pieces, inner: Pieces) -> tuple[Piece, ...]:
    """The pieces of a text in the source, from those in a text between (`outer`) and those of that text (`inner`)."""
    found: list[Piece] = []
    for piece in outer:
        if piece.length == piece.end - piece.start:
            found += (Piece(piece.at + p.at, p.length, p.start, p.end) for p in cut(inner, piece.start, piece.end))
        elif (span := located(inner, piece.start, piece.end)) is not None:
            found.append(Piece(piece.at, piece.length, span.start, span.end))
    return tuple(found)
