"""The pages of the manual about the checks of registry records: one that lists them, and one for each."""

from __future__ import annotations

from pathlib import Path

from hepatica.protocol import load_study
from hepatica.registry.checks import FAMILIES
from hepatica.registry.finding import Check, check
from hepatica.registry.looking import record_of

DECIDED = {
    "S": "from structured fields alone",
    "T": "raised from the text; a person decides",
    "H": "a question that only a person can answer",
}


KNOWN = Path(__file__).parent.parent / "tests" / "registry" / "checks" / "known"
READ = {
    "A": ("NCT07100236", 31),
    "B": ("NCT04163237", 32),
    "C": ("NCT07363356", 31),
    "D": ("NCT07120750", 40),
    "E": ("ChiCTR2600120525", 41),
}
"""The five studies, and how many findings a reader made in the record of each."""


def check_pages() -> dict[str, str]:
    """Markdown of the list, `checks`, and of each check's own page, `HPT011`."""
    pages = {"checks": _list(), "findings": _findings()}
    for family in FAMILIES:
        for one in family.CHECKS:
            pages[one.code] = _page(one)
    return pages


def _list() -> str:
    lines = [
        "# What is checked in a record",
        "",
        "`hepatica check FILE…` looks for these. Each code has a page of its own: an example, what it costs the study, how to",
        "mend it. Severity 1 changes who enters, how they are grouped or what the result means; 2 must be settled before data",
        "capture or analysis; 3 is cosmetic. A code given to `--accept` stays quiet. `--count` tells how many records of a",
        "file have a finding of each code, `--only ChiCTR` takes the records of one register from a file of many. A",
        "file with one JSON record a line may be of any size: it is read line by line, in `--jobs` processes.",
    ]
    for family in FAMILIES:
        about = (family.__doc__ or "").strip().splitlines()[0]
        lines += ["", f"## {about}", "", "| code | severity | what is wrong | 中文 |", "|---|---|---|---|"]
        lines += [
            f"| [{one.code}]({one.code}.md) | {one.severity} | {one.title.en} | {one.title.zh} |"
            for one in family.CHECKS
        ]
    return "\n".join(lines) + "\n"


def _page(one: Check) -> str:
    record = record_of(one.example.says)
    lines = [
        f"# {one.code}: {one.title.en}",
        "",
        one.title.zh,
        "",
        f"Severity {one.severity}; {DECIDED[one.decidability]}{', with a table of knowledge' if one.knowledge else ''}.",
        "",
        "| | | |",
        "|---|---|---|",
        f"| what it costs | {one.costs.en} | {one.costs.zh} |",
        f"| how to mend it | {one.mend.en} | {one.mend.zh} |",
        f"| meanwhile | {one.meanwhile.en} | {one.meanwhile.zh} |",
        *([f"| source | {one.source} | |"] if one.source else []),
        "",
        "## Example",
        "",
        "A record says:",
        "",
        *(f"    {line}" for line in record.source.splitlines()),
        "",
        "The finding:",
        "",
    ]
    for finding in check(record, [one]):
        quotes = " against ".join(f"«{quote.text}»" for quote in finding.found.quotes)
        lines += [f"- {finding.found.collides.en}: {quotes}"]
    changes = "; ".join(
        f"`{name}` says «{value}»" if value else f"`{name}` says nothing" for name, value in one.example.mended.items()
    )
    lines += ["", f"Nothing is found once {changes}.", "", "[All checks](checks.md)"]
    return "\n".join(lines) + "\n"


def _findings() -> str:
    """What a reader found in the records of the five studies, and what of it the checks raise."""
    raised = _raised()
    total = sum(count for _, count in READ.values())
    lines = [
        "# The five records, read and checked",
        "",
        f"A careful reader made {total} findings in the five studies' records. `hepatica check` raises {len(raised)} of them,",
        "with the words that the reader pointed at; the others need a person. A check that only asks a question of judgement",
        "says so on its own page. The checks were written with these five records at hand: how often they find the same faults",
        "in other records is not told by this table.",
        "",
        "| study | findings of the reader | raised | need a person |",
        "|---|---|---|---|",
    ]
    for letter, (name, count) in READ.items():
        own = sum(number.startswith(letter) for number in raised)
        lines.append(f"| {name} | {count} | {own} | {count - own} |")
    for letter, (name, count) in READ.items():
        told = {conflict.id: conflict.collides for conflict in load_study(name).conflicts}
        lines += ["", f"## {name}", "", "| finding | what collides | raised as |", "|---|---|---|"]
        for number in (f"{letter}-F{place:02}" for place in range(1, count + 1)):
            codes = ", ".join(f"[{code}]({code}.md)" for code in raised.get(number, ())) or "needs a person"
            what = told.get(number, "").replace("|", "\\|")
            lines.append(f"| {number} | {what} | {codes} |")
    return "\n".join(lines) + "\n"


def _raised() -> dict[str, tuple[str, ...]]:
    """The codes by which each finding of the reader is raised."""
    found: dict[str, list[str]] = {}
    for file in sorted(KNOWN.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                number, code = (part.strip() for part in line.split("|")[:2])
                found.setdefault(number, []).append(code)
    return {number: tuple(dict.fromkeys(codes)) for number, codes in sorted(found.items())}
