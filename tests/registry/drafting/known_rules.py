"""How many criteria of class C of the five study files a draft of their records gives in the same rule.

    python -m tests.registry.drafting.known_rules

A criterion of a study file and one of a draft belong together where the words of one stand in those of the other. Rules are
compared as nodes, not as text. Printed are the criteria that differ, each with the nearest that the draft has.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.reference_data import RECORDS

from hepatica.protocol import list_studies, load_study
from hepatica.registry.drafting import draft
from hepatica.registry.reading import read_record
from hepatica.rules import parse_rule

ROOT = Path(__file__).parents[3]
COUNTED_AS_COMPUTABLE = "C"
FEWEST = 6  # characters by which words can be told apart: fewer stand in other words by chance


@dataclass(frozen=True)
class Compared:
    """A criterion of a study file, and the rules of the draft whose words it shares."""

    study: str
    name: str
    rule: str
    drafted: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether one of the drafted rules is the same."""
        node = parse_rule(self.rule)
        return any(parse_rule(rule) == node for rule in self.drafted)


def compared(records: Path) -> Iterator[Compared]:
    """Every criterion of class C of the five studies beside what the draft of its record has."""
    for study in (load_study(name) for name in list_studies()):
        made = draft(read_record(records / f"{study.study}.txt"))
        for name, (kind, criterion) in study.criteria.items():
            if criterion.class_ != COUNTED_AS_COMPUTABLE:
                continue
            words = folded(criterion.source)
            beside = [
                each.rule
                for each in made.criteria
                if each.sense == kind
                and (
                    any(meets(words, folded(said)) for said in (each.source, each.zh) if said)
                    or (each.id.startswith("S") and all(folded(value.text) in words for value in each.values))
                )
            ]
            yield Compared(study.study, name, str(criterion.rule), tuple(beside))


def meets(one: str, other: str) -> bool:
    """Whether the words of one stand in the other."""
    return one == other or (min(len(one), len(other)) >= FEWEST and (one in other or other in one))


def folded(words: str) -> str:
    """Words without white space, signs of punctuation and differences of spelling that readers put right."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[\s.;,:，；。：-]", "", plain)


if __name__ == "__main__":
    every = list(compared(RECORDS))
    for each in every:
        if not each.same:
            sys.stdout.write(f"{each.study} {each.name}\n   file:  {each.rule}\n")
            for rule in each.drafted or ("(nothing with these words)",):
                sys.stdout.write(f"   draft: {rule}\n")
    sys.stdout.write(f"the same rule: {sum(each.same for each in every)} of {len(every)}\n")
