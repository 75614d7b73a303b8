"""The tables of tests/spec as a page: what the software must do, read from the very tests that hold it to it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

SPEC = Path(__file__).parent.parent / "tests" / "spec"
ENDPOINTS = re.compile(r"test_.*endpoint.*\.py")
"""Files about the endpoints of a study: a page of their own."""


@dataclass
class SpecTable:
    """One table of a test. said: what it shows, from the names of the tests that read it; slots: what it was run with."""

    line: int
    slots: str
    rows: list[list[str]]
    said: list[str] = field(default_factory=list)


def spec_page() -> str:
    """Every table of the tests of behaviour, by file, but those of endpoints."""
    head = """\
        # What is tested

        Each table below is a test that runs at every change. Its heading is the name of the test.
        """
    return page(head, [file for file in sorted(SPEC.glob("test_*.py")) if not ENDPOINTS.fullmatch(file.name)])


def endpoints_page() -> str:
    """Every table about the endpoints of a study, by file."""
    head = """\
        # Endpoints, rule by rule

        Each line below is a subject and what the software must say of it; each table is a test that runs at every change.
        Records are written as SDTM rows, or short: `imaging 56 112` are two adequate scans, `death 200` a death,
        `afp -5:400 56:40` two results. Days count from the study's own day 0, which the head of each section names.
        """
    return page(head, [file for file in sorted(SPEC.glob("test_*.py")) if ENDPOINTS.fullmatch(file.name)])


def page(head: str, files: list[Path]) -> str:
    """The tables of some files under a heading."""
    parts = [dedent(head)]
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        tables = tables_of(tree)
        if not tables:
            continue
        title, _, more = (ast.get_docstring(tree) or file.stem).partition("\n")
        parts += [f"## {title.rstrip('.')}", "", f"`tests/spec/{file.name}`", "", dedent(more).strip(), ""]
        for table in tables:
            parts += [f"### {table.said[0]}", "", *(f"{said}." for said in table.said[1:]), ""]
            parts += [f"With `{table.slots}`:", ""] if table.slots else []
            parts += [*markdown(table.rows), ""]
    return "\n".join(parts)


def tables_of(tree: ast.Module) -> list[SpecTable]:
    """Tables that a test hands to a call, and those named in capitals that tests read, in the order of the file."""
    named: dict[str, SpecTable] = {}
    found: list[SpecTable] = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            used = [named[name] for name in names_in(node.value) if name in named]
            if is_table(node.value):
                used = [table_at(node.value)]
            if used:
                named[node.targets[0].id] = used[0]
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            mine = [named[name] for name in names_in(node) if name in named]
            calls = [inside for inside in ast.walk(node) if isinstance(inside, ast.Call) and inside.args]
            for call in sorted(calls, key=lambda one: one.lineno):
                if is_table(call.args[-1]):
                    slots = ast.unparse(call.args[0]) if len(call.args) > 1 else ""
                    mine.append(table_at(call.args[-1], slots))
            for table in mine:
                if sentence(node.name) not in table.said:
                    table.said.append(sentence(node.name))
            found += [table for table in mine if table not in found]
    return sorted(found, key=lambda table: table.line)


def names_in(node: ast.AST) -> list[str]:
    """The names that an expression or a test reads."""
    return [inside.id for inside in ast.walk(node) if isinstance(inside, ast.Name)]


def table_at(node: ast.expr, slots: str = "") -> SpecTable:
    """The table that is written here."""
    return SpecTable(node.lineno, slots, read(str(ast.literal_eval(node))))


def is_table(node: ast.AST) -> bool:
    """Whether this is a text of several lines with cells."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(re.search(r"\|.*\n.*\|", node.value))


def read(text: str) -> list[list[str]]:
    """Cells of each line, the heading first; what stands behind two blanks and a # is a comment."""
    lines = [line.split("  #")[0] for line in text.splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines if "|" in line]


def sentence(name: str) -> str:
    """A test's name as a sentence."""
    words = name.removeprefix("test_").replace("_", " ")
    return words[0].upper() + words[1:]


def markdown(rows: list[list[str]]) -> list[str]:
    """A table in Markdown; what is code stays as it was written."""
    head, *body = rows
    lines = [" | ".join(escaped(cell) for cell in row) for row in body]
    return [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(f"| {line} |" for line in lines)]


def escaped(cell: str) -> str:
    """A cell whose signs mean nothing to Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>|~])", r"\\\1", cell)
