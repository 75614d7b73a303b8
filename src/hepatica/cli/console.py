"""Where output goes: results to standard output, progress and messages to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

One = TypeVar("One")


def out() -> Console:
    """The console for results."""
    return Console(file=sys.stdout, soft_wrap=True)


def err() -> Console:
    """The console for messages."""
    return Console(file=sys.stderr)


def say(text: str) -> None:
    """One line to standard error."""
    err().print(text, highlight=False, markup=False, soft_wrap=True)


def print_json(value: Any) -> None:
    """A result as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Progress on standard error, shown only where a person is looking."""
    console = err()
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        bar.add_task(title)
        yield bar


def counted(each: Iterable[One], what: str) -> Iterator[One]:
    """The same things one by one, while a person looking at standard error sees how many there were so far."""
    with progress(f"0 {what}") as bar:
        task = bar.task_ids[0]
        for number, one in enumerate(each, 1):
            yield one
            bar.update(task, description=f"{number:,} {what}")
