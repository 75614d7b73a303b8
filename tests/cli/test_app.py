"""The list of commands: it says of each what the command says of itself, and needs none of them."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, cast

import pytest
import typer

from hepatica.cli.app import COMMANDS, app

ALL = cast(Any, typer.main.get_command(app)).commands


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_sentence_of_its_help(name: str) -> None:
    first = " ".join(ALL[name].help.split("\n\n")[0].split())
    assert first == COMMANDS[name].summary
    assert ALL[name].name == name


def test_the_list_imports_no_command() -> None:
    script = """
import sys
from hepatica.cli.app import app
try:
    app(["--help"])
except SystemExit:
    pass
print(*sorted(name for name in sys.modules if name in ("polars", "scipy", "hepatica.protocol", "hepatica.cli.run")))
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "derive" in ended.stdout
    assert ended.stdout.splitlines()[-1] == ""
