"""Agents in a record's words: named ones by their stem, regimens by their letters, targets and classes that name none."""

from __future__ import annotations

import re
from typing import Final

from hepatica.registry.knowledge import known

_KNOWN: Final = known("agents")


def _any(table: str, *languages: str) -> str:
    """The entries of a table as one pattern."""
    return "|".join(each for language in languages for each in _KNOWN[table][language])


NAMED: Final = re.compile(
    rf"\b(?:(?:peg)?[A-Za-z]{{2,}}(?:{_any('stems', 'en')})s?(?:\s+(?:alfa|alpha|beta)(?:-\w+)?)?)\b|interferon|"
    rf"[\u4e00-\u9fff]{{1,5}}(?:{_any('stems', 'zh')})",
    re.IGNORECASE,
)
"""A drug told by its nonproprietary name."""

CHEMOTHERAPY: Final = re.compile(
    rf"\b(?!\w*(?:deruxtecan|govitecan))(?:{_any('cytotoxic', 'en')})\b|{_any('cytotoxic', 'zh')}", re.IGNORECASE
)
"""A cytotoxic drug or regimen; one bound to an antibody is none."""

TARGETS: Final = re.compile(
    rf"(?:anti[\s-]?)?(?:{_any('targets', 'en')})(?P<kind>\s*(?:{_any('targets', 'kinds')}))?", re.IGNORECASE
)
"""A receptor or ligand; with `kind`, the class of agents directed at it."""

CLASSES: Final = re.compile(f"(?:{_any('classes', 'en', 'zh')})", re.IGNORECASE)
"""A class of agents and nothing more."""

DOSE: Final = re.compile(
    r"\d\s*(?:mg|μg|µg|ug|mcg|g|kg|IU|MIU|mIU|U|mLs?|mmol|(?:milli|micro)?grams?|milli-?lit(?:er|re)s?"
    r"|international units?|Gy|mCi|GBq|MBq|kBq|万|毫克|微克|克|毫升|单位|片|粒|支"
    r"|袋)(?![A-Za-z])"
    r"|\bAUC\s*=?\s*\d|\d\s*(?:million|billion|×\s*10)|\d\s*%|\b\d+\s*(?:tablets?|capsules?|units?|drops?|sessions?"
    r"|sprays?|pills?|puffs?|ampoules?|fractions?|bags?|copies|particles|cells)\b",
    re.IGNORECASE,
)
"""An amount of a drug."""

AMOUNT: Final = re.compile(
    r"\d\s*(?:mg|μg|µg|ug|mcg|g|IU|MIU|Gy|毫克|微克)(?![A-Za-z])(?!\s*/\s*(?:d?L|m[Ll]"
    r"|ml)\b)",
    re.IGNORECASE,
)
"""An amount of a drug in running text, where laboratory values stand too."""

RHYTHM: Final = re.compile(
    r"\bq\.?\d?[dwmh]\b|\bb\.?i\.?d\b|\bt\.?i\.?d\b|\bq\.?d\b|\bdaily\b|\bweekly\b|\bmonthly\b|\bonce\b|\btwice\b"
    r"|every\s+(?:\w+\s+)?(?:\d|other|day|week|month|three|two|four|hour)"
    r"|\b(?:one|two|three|\d+)\s+doses\b|\bper\s+day\b|times\s+(?:a|per)\s|\bday\s*\d|\bcycles?\s+of\b|每[日天周月]"
    r"|每\d|一日|次/[日天]"
    r"|\bpre-?operative|\bintraoperative|\bsingle\b|\bbolus\b",
    re.IGNORECASE,
)
"""How often a drug is given."""
