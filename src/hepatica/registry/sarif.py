"""Findings as SARIF 2.1.0, the form in which editors and code hosts show what a checker has found.

OASIS, Static Analysis Results Interchange Format Version 2.1.0 (2020): a run, its rules, and a result for each finding with the
regions of the file that it is about, in characters and in lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from hepatica.registry.finding import Check, Finding
from hepatica.registry.position import Lines
from hepatica.registry.record import Quote, Record

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final = {1: "error", 2: "warning", 3: "note"}
"""How grave SARIF calls each severity."""


def sarif(results: Iterable[dict[str, Any]], checks: Sequence[Check], version: str) -> dict[str, Any]:
    """A SARIF log of one run. results: of `result`, whose findings come from these checks."""
    places = {check.code: place for place, check in enumerate(checks)}
    told = [{**each, "ruleIndex": places[each["ruleId"]]} for each in results]
    driver = {"name": "Hepatica", "version": version, "rules": [_rule(check) for check in checks]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": told}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.code,
        "shortDescription": {"text": check.title.en},
        "fullDescription": {"text": check.costs.en},
        "help": {"text": f"{check.mend.en} Meanwhile: {check.meanwhile.en}"},
        "defaultConfiguration": {"level": LEVELS[check.severity]},
    }


def result(name: str, record: Record, finding: Finding, line: int = 1) -> dict[str, Any]:
    """A finding as a result. name: the file of the record, as it was named. line: number of the record's first line there.

    Characters are counted from the beginning of the file, so they are told only of a record that begins there.
    """
    lines = Lines(record.source, line)
    first, *others = [_location(name, record, lines, quote, line == 1) for quote in finding.found.quotes]
    told: dict[str, Any] = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.found.collides.en},
        "locations": [first],
    }
    if others:
        told["relatedLocations"] = [{"id": number, **each} for number, each in enumerate(others, 1)]
    return told


def _location(name: str, record: Record, lines: Lines, quote: Quote, counted: bool) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": name}}
    span = record.span(quote)
    if span is not None:
        (line, column), (end_line, end_column) = lines.at(span.start), lines.at(span.end)
        region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
        place["region"] = region
        if counted:
            region |= {"charOffset": span.start, "charLength": span.end - span.start}
    logical = {"fullyQualifiedName": quote.value.path, "name": quote.field}
    return {"physicalLocation": place, "logicalLocations": [logical], "message": {"text": quote.text}}
