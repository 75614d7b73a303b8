"""The table of commands. A command is imported when it is called: a list of the commands needs none of them."""

from __future__ import annotations

from collections import UserDict
from importlib import import_module
from typing import Any, Final, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup


class Entry(NamedTuple):
    """A command: its module and its function (or group of commands) there, and what a list says of it."""

    module: str
    name: str
    summary: str


COMMANDS: Final = {
    "record": Entry(
        "record",
        "record_command",
        "Show what a registry record says, each thing in the record's own words, in every language it has.",
    ),
    "draft": Entry(
        "draft",
        "draft_command",
        "Write a first study file: what the record says with certainty is filled in, the rest is marked for a person.",
    ),
    "study": Entry("study", "app", "The study files: list, show, validate, schema."),
    "power": Entry(
        "power",
        "power_command",
        "Recompute the sample-size claim: by formula, what reproduces it, and the power of simulated trials.",
    ),
    "check": Entry(
        "check",
        "check_command",
        "Say what contradicts itself or is missing in a record or a study file: exit status 1 if anything is found.",
    ),
    "simulate": Entry(
        "simulate",
        "simulate_command",
        "Write SDTM data made from the study's own schedule, arms and assumptions, marked as simulated.",
    ),
    "import": Entry(
        "import_", "import_command", "Make subject data from files, each value with the cell it came from."
    ),
    "screen": Entry(
        "screen",
        "screen_command",
        "Say for every subject whether it is eligible, eligible so far, not eligible, or unknown, and why.",
    ),
    "assign": Entry(
        "assign",
        "assign_command",
        "Give every subject its group by the study's own method, with the evidence and the version of what decided.",
    ),
    "derive": Entry(
        "derive",
        "derive_command",
        "Derive the analysis data: who had what when, how values changed, and which record says so.",
    ),
    "run": Entry("run", "run_command", "Screen, assign, derive, analyse and report; write everything into one folder."),
    "trace": Entry(
        "trace",
        "trace_command",
        "Follow a result to its subjects, and one subject to its analysis row, its records and their original cells.",
    ),
}


class _Commands(UserDict[str, Any]):
    """The commands by name, each imported when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        entry = super().__getitem__(name)
        found = getattr(import_module(f"hepatica.cli.{entry.module}"), entry.name)
        if isinstance(found, typer.Typer):
            group = typer.main.get_group(found)
            group.name = name
            return group
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(name)(found)
        return typer.main.get_command(alone)


class _Group(TyperGroup):
    """All commands; for the list of them a command is no more than its summary."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.commands = _Commands(COMMANDS)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        """A command as a list shows it."""
        entry = COMMANDS.get(cmd_name)
        return None if entry is None else TyperCommand(cmd_name, help=entry.summary)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is called, imported."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command if name is None else self.commands[name], rest


app = typer.Typer(
    name="hepatica",
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _hepatica() -> None:
    """Run a liver-cancer study from its file to its result."""
