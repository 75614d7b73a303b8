"""Reasons and notes of the results table, which are English, in the language of a report."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from ruamel.yaml import YAML

from hepatica.report.labels import Labels

JOINED: Final = "; "
"""What stands between the notes of one row."""


def told(reason: str, labels: Labels) -> str:
    """A reason, or several joined by a semicolon, in the report's language; what has no translation stays as it is."""
    if labels.words.lang == "en":
        return reason
    return "；".join(_one(part, labels) for part in reason.split(JOINED))


def _one(reason: str, labels: Labels) -> str:
    for pattern, said in _translations():
        found = pattern.fullmatch(reason)
        if found is not None:
            slots = found.groupdict()
            if "population" in slots:
                slots["population"] = labels.population(slots["population"])
            return said.format(**slots)
    return reason


@cache
def _translations() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = files("hepatica.report").joinpath("reason_words.yaml").read_text(encoding="utf-8")
    return tuple((_pattern(each["en"]), each["zh"]) for each in YAML(typ="safe", pure=True).load(text))


def _pattern(words: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", words)
    return re.compile(
        "".join(re.escape(part) if place % 2 == 0 else f"(?P<{part}>.+)" for place, part in enumerate(parts))
    )
