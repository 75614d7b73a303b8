"""Faults of a study file in plain words, each with its place: what pydantic found, and what the checks found."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hepatica.protocol.meaning import Fault
from hepatica.protocol.section import nearest
from hepatica.protocol.source import Path_, Source, StudyError, dotted
from hepatica.protocol.study import Study


def validate(source: Source) -> Study:
    """The study, or the first fault in the order of the file."""
    try:
        return Study.model_validate(source.data)
    except ValidationError as error:
        raise first([_explain(detail, source) for detail in error.errors(include_url=False)], source) from None


def first(faults: list[StudyError], source: Source) -> StudyError:
    """The first fault by its place; an overlay's own come before its base's."""
    return min(faults, key=lambda fault: (fault.file != source.file, fault.line, fault.column))


def _real_path(loc: tuple[int | str, ...], data: Any) -> Path_:
    """pydantic's location without the names of union branches and other steps that are not in the file."""
    path: list[str | int] = []
    here = data
    for step in loc:
        inside = step in here if isinstance(here, dict) else isinstance(here, list) and isinstance(step, int)
        if inside:
            path.append(step)
            here = here[step]
    return tuple(path)


def _explain(detail: ErrorDetails, source: Source) -> StudyError:
    """One pydantic fault in plain words, with its place."""
    context: dict[str, Any] = detail.get("ctx") or {}
    path = _real_path(detail["loc"], source.data)
    name = dotted(path) or "the study"
    value = detail["input"]
    kind = detail["type"]
    place = source.place(path)
    if kind == "unknown_key":
        key, word = context["key"], context["nearest"]
        do = f"did you mean «{word}»?" if word else f"write one of: {', '.join(context['known'])}"
        place = source.place((*path, key), key=True)
        return StudyError(f"unknown key «{key}» in {name}", place=place, do=do, value=key, nearest=word)
    if kind == "missing":
        return StudyError(f"«{detail['loc'][-1]}» is missing in {name}", place=place, do="add it")
    if kind == "rule":
        return StudyError(
            f"{context['what']} (in {name})",
            place=source.inside(path, context["column"]),
            do=context["do"],
            value=value,
            nearest=context["nearest"],
        )
    if kind in ("literal_error", "union_tag_invalid"):
        words = re.findall(r"'([^']*)'", context.get("expected") or context.get("expected_tags") or "")
        given = context.get("tag", value)
        if kind == "union_tag_invalid":
            place = source.place((*path, "method"))
        word = nearest(str(given), words)
        do = (
            f"did you mean «{word}»? The words are: {', '.join(words)}" if word else f"write one of: {', '.join(words)}"
        )
        return StudyError(f"«{given}» is not a valid {name}", place=place, do=do, value=given, nearest=word)
    return StudyError(f"«{_short(value)}» cannot stand at {name}: {_words(detail)}", place=place, value=value)


def _words(detail: ErrorDetails) -> str:
    message = detail["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "…"


def located(fault: Fault, source: Source) -> StudyError:
    """A fault of meaning, with its place."""
    return StudyError(
        f"{fault.what} (in {dotted(fault.path)})",
        place=source.place(fault.path, key=True) if fault.key else source.inside(fault.path, fault.column),
        do=fault.do,
        value=fault.value,
        nearest=fault.nearest,
    )
