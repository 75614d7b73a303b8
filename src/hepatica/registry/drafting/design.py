"""What a record says of its design, in the words of a study file; what it leaves open is named."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from hepatica.registry.dates import days_of
from hepatica.registry.record import Record, Value
from hepatica.registry.traits import interventional, observational, randomised, total

DATES: Final = {"start": "date.start", "primary_completion": "date.primary_completion", "completion": "date.completion"}
_OPEN: Final = re.compile(r"\bnone\b|open|非盲|开放", re.IGNORECASE)
_SINGLE: Final = re.compile(r"single|单盲", re.IGNORECASE)
_DOUBLE: Final = re.compile(r"double|triple|quadruple|双盲|三盲|四盲", re.IGNORECASE)
_TIMES: Final = (
    (re.compile(r"ambispective|both|双向", re.IGNORECASE), "both"),
    (re.compile(r"cross[-_ ]?sectional|横断面", re.IGNORECASE), "cross-sectional"),
    (re.compile(r"retrospective|回顾", re.IGNORECASE), "retrospective"),
    (re.compile(r"prospective|前瞻", re.IGNORECASE), "prospective"),
)
LONGEST_NAME: Final = 40  # characters of a name made of a label


def text_of(values: tuple[Value, ...]) -> dict[str, str]:
    """A text in both languages, from its values; English is demanded and falls back on what there is."""
    en = next((value.text for value in values if value.language != "zh"), "")
    zh = next((value.text for value in values if value.language == "zh"), "")
    return {key: " ".join(words.split()) for key, words in (("en", en or zh), ("zh", zh)) if words}


def title_of(record: Record) -> dict[str, str]:
    """The title in both languages."""
    return text_of((*record.all("title"), *record.all("title.official"))) or {"en": record.id or "untitled"}


def design_of(record: Record) -> tuple[dict[str, Any], dict[str, str]]:
    """The section `design`, and what in it the record does not say (path to reason)."""
    assumed: dict[str, str] = {}
    kind = "trial" if interventional(record) else "registry" if _registry(record) else "cohort"
    if kind == "cohort" and observational(record) is None:
        assumed["design.type"] = "the record does not say whether it intervenes"
    allocation = "randomised" if kind == "trial" and randomised(record) else "none"
    if allocation == "none":
        assumed["design.allocation"] = "how subjects get their group is not read from the record"
    sites = len(record.members("site"))
    number = total(record)
    design: dict[str, Any] = {
        "type": kind,
        "allocation": allocation,
        "time": next((time for pattern, time in _TIMES if pattern.search(record.text("time_perspective"))), None),
        "masking": _masking(record),
        "enrolment": number[0] if number is not None and number[0] > 0 else None,
        "sites": sites or None,
        **{day: _date(record, name) for day, name in DATES.items()},
        "sponsor": text_of(record.all("sponsor")).get("en", ""),
        "registry": _register(record),
    }
    return {key: value for key, value in design.items() if value not in (None, "", {})}, assumed


def _registry(record: Record) -> bool:
    return any(
        re.search(r"patient[ _]registry|登记研究", value.text, re.IGNORECASE) for value in record.all("study_type")
    )


def _masking(record: Record) -> str | None:
    said = " ".join(value.text for value in record.all("masking"))
    found = [
        name
        for pattern, name in ((_DOUBLE, "double blind"), (_SINGLE, "single blind"), (_OPEN, "open label"))
        if pattern.search(said)
    ]
    return found[0] if len(found) == 1 else None


def _date(record: Record, name: str) -> str | None:
    """A date of the record in the order its register writes them, as a day, month or year; None where it can be two of them."""
    value = record.one(name)
    days = days_of(record, value) if value is not None else None
    if days is None:
        return None
    if days.exact:
        return days.earliest.isoformat()
    month = (days.earliest.year, days.earliest.month) == (days.latest.year, days.latest.month)
    return days.earliest.strftime("%Y-%m" if month else "%Y") if days.earliest.year == days.latest.year else None


def _register(record: Record) -> dict[str, str]:
    """Where the study is registered; nothing where the record does not name its register."""
    if not record.register:
        return {}
    said = {
        "name": record.register,
        "organisation_id": record.text("other_id"),
        "acronym": record.text("acronym"),
        "registered_as": record.text("study_type", "en") or record.text("study_type"),
    }
    return {key: " ".join(value.split()) for key, value in said.items() if value}


def arms_of(record: Record) -> dict[str, dict[str, Any]]:
    """The section `arms`: label, planned size and description of each group."""
    arms: dict[str, dict[str, Any]] = {}
    for number, member in enumerate(record.members("arm"), 1):
        label = text_of(member.get("name", ())) or {"en": f"group {number}"}
        size = next((int(met[0]) for v in member.get("size", ()) if (met := re.search(r"\d+", v.text))), None)
        arm: dict[str, Any] = {"label": label}
        if size is not None:
            arm["planned"] = size
        if description := text_of(member.get("description", ())):
            arm["description"] = description
        arms[name_of(label, arms, f"ARM_{number}").upper()] = arm
    return arms


def name_of(label: dict[str, str], taken: Collection[str], otherwise: str) -> str:
    """A name for a label, of its first words; `otherwise` where it has no Latin letters or the name is taken."""
    words = label["en"]
    name = ""
    for word in re.findall(r"[A-Za-z0-9]+", words):
        if len(name) + len(word) >= LONGEST_NAME:
            break
        name = f"{name}_{word}" if name else word
    known = {each.casefold() for each in taken}
    if not name or name.casefold() in known:
        at, name = 1, otherwise
        while name.casefold() in known:
            at, name = at + 1, f"{otherwise}_{at + 1}"
    return name
