"""Whether each value of a record stands in its source where the record says."""

from __future__ import annotations

import ast
import html
import json
import re
import unicodedata
from collections.abc import Iterator

from hepatica.registry import Quote, Record, Value

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)


def resolved(record: Record, words: str) -> str:
    """Words of a record's source with the escapes of its format resolved."""
    if "JSON" in record.format:
        return str(json.loads(f'"{words}"', strict=False))
    if "viewer" in record.format:
        return _ESCAPE.sub(lambda met: str(ast.literal_eval(f'"{met[0]}"')), words)
    return words


def squeezed(words: str) -> str:
    """Words without what readers put right: entities, Markdown's backslashes, Roman numerals of one character, white space."""
    plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", html.unescape(words))
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", plain))


def stands(record: Record, name: str, value: Value, start: int, end: int) -> bool:
    """Whether characters of a value stand in the source where the record says."""
    span = record.span(Quote(name, value, start, end))
    if span is None:
        return False
    return squeezed(resolved(record, record.source[span.start : span.end])) == squeezed(value.text[start:end])


def misplaced(record: Record) -> Iterator[tuple[str, Value]]:
    """Values that do not stand where the record says, as a whole or, where they were put together, word by word."""
    for name, value in record.values():
        words = [(0, len(value.text))]
        if not stands(record, name, value, *words[0]):
            words = [met.span() for met in re.finditer(r"\S+", value.text)]
        if not all(stands(record, name, value, *word) for word in words):
            yield name, value
