"""The table of commands."""

from __future__ import annotations

import typer

from hepatica.cli import study
from hepatica.cli.assign import assign_command
from hepatica.cli.check import check_command
from hepatica.cli.derive import derive_command
from hepatica.cli.draft import draft_command
from hepatica.cli.import_ import import_command
from hepatica.cli.power import power_command
from hepatica.cli.record import record_command
from hepatica.cli.run import run_command
from hepatica.cli.screen import screen_command
from hepatica.cli.simulate import simulate_command
from hepatica.cli.trace import trace_command

app = typer.Typer(
    name="hepatica",
    help="Run a liver-cancer study from its file to its result.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("record")(record_command)
app.command("draft")(draft_command)
app.add_typer(study.app, name="study")
app.command("power")(power_command)
app.command("check")(check_command)
app.command("simulate")(simulate_command)
app.command("import")(import_command)
app.command("screen")(screen_command)
app.command("assign")(assign_command)
app.command("derive")(derive_command)
app.command("run")(run_command)
app.command("trace")(trace_command)
