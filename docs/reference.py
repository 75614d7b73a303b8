"""Pages of the manual that are rendered from the package and its tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import typer
from check_pages import check_pages
from keys import keys_page
from ruamel.yaml import YAML
from spec_tables import SPEC, endpoints_page, escaped, spec_page

from hepatica.protocol import Study, list_studies, load_study
from hepatica.protocol.eligibility import Criterion
from hepatica.rules import format_point
from hepatica.vocabulary import load

ROOT = Path(__file__).parent.parent


def reference_pages() -> dict[str, str]:
    """Markdown of each rendered page by its name."""
    return {
        "vocabulary": vocabulary_page(),
        "commands": commands_page(),
        "keys": keys_page(),
        "studies": studies_page(),
        "criteria": criteria_page(),
        "endpoints": endpoints_page(),
        "spec": spec_page(),
        **check_pages(),
        "glossary": (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"),
    }


def vocabulary_page() -> str:
    """Every variable of the vocabulary in one table."""
    lines = [
        "# Vocabulary",
        "",
        "| variable | English | 中文 | kind | unit | plausible range | SDTM | LOINC |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for v in load().variables.values():
        low, high = v.range if v.range else (None, None)
        span = "" if low is None and high is None else f"{'' if low is None else low} to {'' if high is None else high}"
        where = ", ".join(f"{column} = {value}" for column, value in v.home.where.items())
        cells = [
            f"`{v.name}`",
            v.label.en,
            v.label.zh,
            v.kind,
            v.unit or "",
            span,
            f"{v.home.domain} {where}",
            v.loinc or "",
        ]
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """Every command with its help, as the command line prints it."""
    parts = ["# Commands", "", "Results go to standard output, messages to standard error.", ""]
    parts += ["Exit status: 0 done, 1 findings or failed checks, 2 wrong use or bad input.", ""]
    parts += [f"## {name}\n\n{help_of(command)}\n" for name, command in commands().items()]
    return "\n".join(parts)


def commands() -> dict[str, Any]:
    """Every leaf command by its whole name (`hepatica study show`)."""
    from hepatica.cli.app import app

    return dict(walk(typer.main.get_command(app), "hepatica"))


def walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """The commands below one. (Typer brings click's classes under a private name: a group is what has commands.)"""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for key, sub in below.items():
        yield from walk(sub, f"{name} {key}")


def help_of(command: Any) -> str:
    """A command's help, and its arguments and options as a table."""
    context = typer.Context(command)
    lines = [dedent(command.help or ""), ""]
    lines += ["| argument | meaning |", "|---|---|"] if command.params else []
    for parameter in command.params:
        record = parameter.get_help_record(context)
        name, text = record if record else (parameter.make_metavar(context), parameter.help or "")
        lines.append(f"| {escaped(name)} | {escaped(text)} |")
    return "\n".join(lines)


def studies_page() -> str:
    """The studies that come with the package: their question, their criteria, and what their records say twice."""
    parts = ["# Studies", "", STUDIES, ""]
    for name in list_studies():
        study = load_study(name)
        counted = Counter[str](criterion.class_ for _, criterion in study.criteria.values())
        by_class = ", ".join(f"{counted[letter]} {letter}" for letter in "CPJ")
        parts += [f"## {name}", "", f"{study.title.en} ({study.title.zh}).", ""]
        parts += [study.summary.en, ""] if study.summary else []
        parts += [f"{len(study.criteria)} criteria ({by_class}); {len(study.open_conflicts)} open conflicts.", ""]
        parts += ["| criterion | rule | class | decidable from |", "|---|---|---|---|"]
        parts += [criterion_row(key, c, study) for key, (_, c) in study.criteria.items()]
        parts += ["", *conflict_lines(study), ""]
    return "\n".join(parts)


STUDIES = (
    "Each is printed as a protocol synopsis of two pages by `hepatica study show ID`, with the usual table of visits and "
    "assessments, and with what the file covers of SPIRIT 2025 and what a protocol must add; `--lang zh` prints it in "
    "Chinese, `-o FILE.html` writes it for print, `--full` prints the rules and all assumptions. Class C is computable as "
    "written, P under a named assumption, J a judgement. What the columns mean is told in "
    "[the study file](study-file.md)."
)


def criterion_row(key: str, criterion: Criterion, study: Study) -> str:
    """A criterion's line: id with the alternatives or the populations it belongs to, rule, class, first day."""
    notes = [f"one of {criterion.one_of}"] if criterion.one_of else []
    notes += [", ".join(criterion.populations)] if criterion.populations else []
    point = study.decidable_from(key)
    day = format_point(point) if point is not None else ""
    named = f"{key} ({'; '.join(notes)})" if notes else key
    return f"| {named} | `{in_table(criterion.rule.text)}` | {criterion.class_} | {day} |"


def conflict_lines(study: Study) -> list[str]:
    """Conflicts whose readings give criteria other rules, one line a reading."""
    lines = [
        f"| {conflict.id} | {escaped(conflict.collides)} | {escaped(reading.label.en)} | "
        + "; ".join(f"{key}: `{in_table(rule.text)}`" for key, rule in reading.criteria.items())
        + " |"
        for conflict in study.open_conflicts
        if conflict.criteria
        for reading in conflict.readings.values()
    ]
    if not lines:
        return []
    head = ["| conflict | what collides | reading | rules |", "|---|---|---|---|"]
    return ["What the record says twice of who may enter. A criterion not named keeps its rule.", "", *head, *lines]


def in_table(text: str) -> str:
    """Code that may stand in a table."""
    return text.replace("|", "\\|")


def criteria_page() -> str:
    """Every criterion of five registered studies as a rule, from the files the tests read."""
    studies = [
        YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        for path in sorted(SPEC.glob("criteria/*.yaml"))
    ]
    count = sum(len(study["criteria"]) for study in studies)
    parts = [
        f"# {count} criteria as rules",
        "",
        f"The eligibility criteria of {len(studies)} registered liver-cancer studies, written as [rules](rules.md). "
        "Class C is computable as written, P after a named assumption, J a judgement of the investigator. "
        "Criteria with the same *one of* are alternatives. `tests/spec/criteria/` holds the files; every rule is parsed, "
        "printed, parsed again and type-checked at every change.",
        "",
    ]
    for study in studies:
        parts += [f"## Study {study['study']}", "", f"Default window: `{study['window']}`. Anchors:", ""]
        parts += [f"- `{name}`: `{' '.join(text.split())}`" for name, text in study["anchors"].items()]
        parts += ["", "| criterion | kind | class | rule | assumed |", "|---|---|---|---|---|"]
        for one in study["criteria"]:
            rule = " ".join(one["rule"].split()).replace("|", "\\|")
            alternative = f" (one of {one['one_of']})" if "one_of" in one else ""
            cells = (one["id"] + alternative, one["kind"], one["class"], f"`{rule}`", escaped(one.get("assumes", "")))
            parts.append(f"| {' | '.join(cells)} |")
        parts.append("")
    return "\n".join(parts)
