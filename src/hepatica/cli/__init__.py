"""The command line: one file a command, each a thin way to the library's verb of the same name."""

from __future__ import annotations

import sys

from hepatica.errors import HepaticaError


def main() -> None:
    """Run the command line; a HepaticaError is printed as one message and ends with exit status 2."""
    from hepatica.cli.app import app

    try:
        app()
    except HepaticaError as error:
        print(f"hepatica: {error}", file=sys.stderr)  # noqa: T201 (the one place where a message is printed)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
