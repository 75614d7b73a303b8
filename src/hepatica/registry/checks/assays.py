"""Assays of viral markers: the limit that is written, and the limit that the assay has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.knowledge import known
from hepatica.registry.looking import EVERYTHING, holding, holds
from hepatica.registry.record import Quote, Record, Value

WHERE: Final = (
    "outcome.description",
    "outcome.method",
    "outcome.name",
    "description",
    "summary",
    "eligibility.inclusion",
)
ANALYTES: Final = ("hbv", "hbsag", "hcv")
MAKERS: Final = ("taqman", "cobas", "abbott", "architect", "elecsys")


@dataclass(frozen=True)
class Assay:
    """An assay: its name, how it is written, what it measures, its published lower limits and their unit."""

    name: str
    named: re.Pattern[str]
    analyte: str
    limits: tuple[float, ...]
    unit: str

    @property
    def make(self) -> tuple[str, str]:
        """What it measures and who makes it: versions of one make are told apart."""
        name = self.name.lower()
        return self.analyte, "taqman" if "taqman" in name else name.split()[0]


ASSAYS: Final = tuple(
    Assay(each["name"], re.compile(each["named"]), each["analyte"], tuple(map(float, each["limits"])), each["unit"])
    for each in known("assays")["assays"]
)

_NUMBER: Final = r"(?P<{}>\d+(?:\.\d+)?)"
LIMIT: Final = re.compile(
    r"(?i)(?:LLO[QD]|(?:lower )?limits? of (?:quantification|quantitation|detection)|(?:lower )?detection limit"
    r"|定量下限|检测下限)\s*"
    r"(?:\(LLO[QD]\)\s*)?(?:of|is|was|are|[=:：为,])?\s*" + _NUMBER.format("one") + r"\s*IU/m"
    r"|(?P<analyte>HBV[- ]?DNA|HCV[- ]?RNA|HBsAg)\s*(?:levels?\s*)?(?:(?:was |is |were )?undetectable,?\s*"
    r"|negative\s*)?[(（]?\s*(?:<|＜|≤|<=|below|under|less than|lower than|低于|小于)\s*"
    + _NUMBER.format("other")
    + r"\s*IU/mL?"
    r"(?:\s*[（(]\s*(?:LLOQ|定量下限)\s*[)）])?"
)
"""A limit that is written: as one of quantification, or as a threshold for a marker."""


def limit_of_another_assay(record: Record) -> Iterator[Found]:
    """A limit beside an assay that has another."""
    for name, value in _told(record):
        for assay, met in _assays(value.text):
            for told in LIMIT.finditer(value.text):
                about = (told["analyte"] or assay.analyte).replace("-", " ").upper()
                limit = float(told["one"] or told["other"])
                threshold = told["one"] is None and "LLOQ" not in told[0] and "定量下限" not in told[0]
                if about != assay.analyte.upper() or (
                    limit >= min(assay.limits) if threshold else limit in assay.limits
                ):
                    continue
                own = " or ".join(f"{each:g}" for each in assay.limits)
                yield Found(
                    Phrase(
                        f"{limit:g} {assay.unit} is written, and {assay.name} has a lower limit of {own} {assay.unit}",
                        f"写为{limit:g} {assay.unit}，而{assay.name}的定量下限为{own.replace(' or ', '或')} {assay.unit}",
                    ),
                    (Quote(name, value, *met), Quote(name, value, *told.span())),
                )
                return


def _told(record: Record) -> Iterator[tuple[str, Value]]:
    """The values that may name an assay."""
    if holds(record, (*EVERYTHING, "condition", "eligibility"), ANALYTES):
        yield from holding(record, WHERE, MAKERS)


def _assays(text: str) -> Iterator[tuple[Assay, tuple[int, int]]]:
    """The assays a text names, each stretch of it for one."""
    taken: list[tuple[int, int]] = []
    for assay in ASSAYS:
        for met in assay.named.finditer(text):
            if not any(start < met.end() and met.start() < end for start, end in taken):
                taken.append(met.span())
                yield assay, met.span()


_VERSION: Final = re.compile(r"(?i)[^.;\n]{0,12}?\b(?:v|version\s?|ver\.?\s?)\s?\d+(?:\.\d+)?")


def version_in_one_place(record: Record) -> Iterator[Found]:
    """An assay named with its version in one place and without it in another."""
    bare: dict[tuple[str, str], Quote] = {}
    versioned: dict[tuple[str, str], Quote] = {}
    for name, value in _told(record):
        for assay, (start, end) in _assays(value.text):
            version = _VERSION.match(value.text, end)
            told = versioned if version is not None else bare
            told.setdefault(assay.make, Quote(name, value, start, version.end() if version is not None else end))
    for make in versioned.keys() & bare.keys():
        yield Found(Phrase("its version is given in one place only", "仅一处注明版本"), (bare[make], versioned[make]))
        return


CHECKS: Final = (
    Check(
        code="HPT350",
        title=Phrase("A limit is not that of the assay", "界值与检测方法的定量下限不符"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "A result between the two limits cannot be told from one below: who counts as undetectable is undefined.",
            "两个界值之间的结果无法区分，“检测不到”的判定不明确。",
        ),
        mend=Phrase("Name the assay that is used and write its own limit.", "写明实际使用的检测方法及其定量下限。"),
        meanwhile=Phrase(
            "Results below the assay's own limit are taken as not quantified.",
            "低于该方法定量下限的结果按不可定量处理。",
        ),
        find=limit_of_another_assay,
        knowledge=True,
        source="Package inserts of the makers, see the table of assays",
        example=Example(
            {"outcome[0].description": "COBAS TaqMan HBV Test v2.0; HBV DNA <10 IU/mL (LLOQ)"},
            {"outcome[0].description": "COBAS TaqMan HBV Test v2.0; HBV DNA <20 IU/mL (LLOQ)"},
        ),
    ),
    Check(
        code="HPT351",
        title=Phrase("The version of an assay is given in one place only", "检测方法版本仅在一处注明"),
        severity=3,
        decidability="T",
        costs=Phrase(
            "Versions differ in their limits, and a laboratory may take either.",
            "不同版本的界值不同，实验室可能任选其一。",
        ),
        mend=Phrase("Write the version wherever the assay is named.", "凡提及该方法处均注明版本。"),
        meanwhile=Phrase("The version that is given is taken.", "以已注明的版本为准。"),
        find=version_in_one_place,
        example=Example(
            {
                "description": "HBV DNA: COBAS TaqMan HBV Test.",
                "outcome[0].description": "COBAS TaqMan HBV Test v2.0",
            },
            {"description": "HBV DNA: COBAS TaqMan HBV Test v2.0."},
        ),
    ),
)
