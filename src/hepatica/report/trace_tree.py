"""A trace as a tree of text, for a terminal."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from rich.tree import Tree

from hepatica.report import numbers
from hepatica.report.trace import Record, Source, SubjectTrace, Trace
from hepatica.report.words import Words

FEW: Final = 20
MARKS: Final = {"verified": "green", "changed": "bold red", "not at hand": "yellow"}


def trace_tree(trace: Trace, *, everyone: bool = False) -> Tree:
    """The tree: the result, then the subjects behind it (the first twenty, or all), or one followed to its cells."""
    result = trace.result
    tree = Tree(Text(str(result["result_id"]), style="bold"))
    tree.add(Text(_result(trace)))
    named = (("analysis", result["analysis"]), ("endpoint", result["endpoint"]), ("population", result["population"]))
    tree.add(Text(" · ".join(f"{key} {value}" for key, value in named if value)))
    if result["note"]:
        tree.add(Text(f"note: {result['note']}"))
    for warning in trace.warnings:
        tree.add(Text(f"warning: {warning}", style="bold red"))
    parameter = f", parameter {result['parameter']}" if result["parameter"] else ""
    data = Text(f"{result['dataset'] or 'ADSL'}{parameter}: {numbers.count(len(trace.subjects))} subjects")
    branch = tree.add(data)
    if trace.one is not None:
        _subject(branch, trace.one)
        return tree
    for subject in trace.subjects if everyone else trace.subjects[:FEW]:
        branch.add(Text(subject))
    if not everyone and len(trace.subjects) > FEW:
        branch.add(Text(f"… and {len(trace.subjects) - FEW} more (--all lists them)"))
    return tree


def _result(trace: Trace) -> str:
    result, words = trace.result, Words("en")
    name = words.named("statistic", result["statistic"])
    if result["statistic"] == "p_value":
        text = numbers.p_value(result["value"])
    else:
        low, high = numbers.number(result["low"]), numbers.number(result["high"])
        text = numbers.with_limits(numbers.number(result["value"]), low, high, words)
    unit = numbers.unit_text(result["unit"])
    told = [f"{name} {text} {unit}".rstrip()]
    groups = " against ".join(part for part in (result["group"], result["reference"]) if part)
    told += [f"{result['term']} {groups}".strip()] if result["term"] or groups else []
    told += [f"day {result['time']:g}"] if result["time"] is not None else []
    told += [f"n {result['n']}"] if result["n"] is not None else []
    told += [f"events {result['events']}"] if result["events"] is not None else []
    return " · ".join(told)


def _subject(branch: Tree, one: SubjectTrace) -> None:
    head = f"subject {one.subject}" + (f", group {one.group}" if one.group else "")
    subject = branch.add(Text(head, style="bold"))
    if one.row:
        subject.add(Text(f"{one.dataset}: " + ", ".join(f"{key} {value}" for key, value in one.row.items())))
    if one.sentence:
        subject.add(Text(one.sentence, style="italic"))
    for record in one.records:
        _record(subject, record)
    if not one.records:
        subject.add(Text("no record of the subject data decided this: none was found"))


def _record(branch: Tree, record: Record) -> None:
    sequence = f" {record.domain}SEQ {record.sequence}" if record.sequence is not None else ""
    dated = f", {record.variable} {record.values.get(record.variable, '')}" if record.variable else ""
    node = branch.add(Text(f"{record.role}: {record.domain}{sequence}{dated}"))
    node.add(Text(", ".join(f"{key} {value}" for key, value in record.values.items()), style="dim"))
    _source(node, record.source)


def _source(branch: Tree, source: Source) -> None:
    if source.line is None:
        branch.add(Text(source.detail or source.reference))
        return
    place = f"{source.file}" + (f", sheet {source.sheet}" if source.sheet else "") + f", line {source.line}"
    node = branch.add(Text(place))
    for column, text in source.cells:
        node.add(Text(f"column {column}" + (f": {text!r}" if source.status != "not at hand" else "")))
    node.add(Text(f"{source.status}: {source.detail}", style=MARKS.get(source.status, "")))
