"""What the page on drug safety shows in Python is what Python answers."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "safety.md"


def test_the_examples_on_drug_safety_print_what_is_shown() -> None:
    test = doctest.DocTestParser().get_doctest(PAGE.read_text(encoding="utf-8"), {}, PAGE.name, str(PAGE), 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert (runner.summarize(verbose=False).failed, len(test.examples) > 5) == (0, True)
