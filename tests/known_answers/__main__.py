"""Print the comparisons with known answers: all, or those named; exit status 1 where one is not as it must be."""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module

from tests import known_answers

NOT_SOURCES = ("__main__", "compared")


def main(names: list[str]) -> int:
    """Print each source's comparisons; each module of this package offers `comparisons()`."""
    sources = [each.name for each in pkgutil.iter_modules(known_answers.__path__) if each.name not in NOT_SOURCES]
    unknown = [name for name in names if name not in sources]
    if unknown:
        sys.stderr.write(f"no such source: {', '.join(unknown)}; there are: {', '.join(sources)}\n")
        return 2
    good = True
    for name in names or sources:
        sys.stdout.write(f"{name}\n")
        for compared in import_module(f"tests.known_answers.{name}").comparisons():
            sys.stdout.write("".join(f"  {line}\n" for line in compared.lines()))
            good &= compared.good
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
