"""A record's outcomes as endpoints: label and role as it gives them, the kind only where the name leaves no doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from hepatica.registry.drafting.design import name_of, text_of
from hepatica.registry.drafting.moments import DAYS
from hepatica.registry.endpoint import NAMED, Endpoint, endpoints
from hepatica.registry.record import Group, Record
from hepatica.rules import format_rule
from hepatica.rules.nodes import Judged

EVENTS: Final = {
    "OS": "death",
    "PFS": "progression, death",
    "RFS": "recurrence, death",
    "DFS": "recurrence, death",
    "TTP": "progression",
    "TTR": "recurrence",
}
"""Events of an endpoint whose name settles them (FDA, Clinical trial endpoints for cancer drugs, 2018). Event-free and
metastasis-free survival are defined by each study: not here."""
ORIGINS: Final = {
    "randomisation": "randomisation",
    "treatment": "first_dose",
    "surgery": "surgery",
    "enrolment": "enrolment",
}
"""Moments that a record names, and their anchors."""
_RESPONSE: Final = re.compile(
    r"^\W*(?:(?:the\s+)?(?:best\s+)?(?:overall|objective)\s+(?:tumou?r\s+)?(?:response|remission)\s+rates?|ORR|客观(?:缓解|反应"
    r"|有效)率)[\s\W]*(?:\(?ORR\)?)?\W*$",
    re.IGNORECASE,
)
_CONTROL: Final = re.compile(
    r"^\W*(?:disease\s+control\s+rates?|DCR|疾病控制率)[\s\W]*(?:\(?DCR\)?)?\W*$", re.IGNORECASE
)
_HARMS: Final = re.compile(
    r"^\W*(?:(?:incidence|number|rate|frequency|occurrence)\s+(?:of|and\s+severity\s+of)\s+)?(?:treatment[-\s]*(?:related"
    r"|emergent)\s+)?adverse\s+events?[\s\W]*(?:\(?(?:TE|TR)?AEs?\)?)?(?:\s+rate)?\W*$|^\W*不良(?:事件|反应)(?:发生率)?\W*$",
    re.IGNORECASE,
)
_ROLES: Final = (
    ("primary", re.compile(r"primary|主要")),
    ("secondary", re.compile(r"secondary|次要")),
)
UNSURE: Final = "the kind is not read from the name; until a person writes it, somebody's judgement stands in its place"


@dataclass
class DraftedEndpoints:
    """The section `endpoints`, why some of it is not the record's, and the days it names."""

    section: dict[str, dict[str, Any]] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)


def endpoints_of(record: Record, reference: str) -> DraftedEndpoints:
    """Every outcome of a record as an endpoint."""
    times = {each.name.field: each for each in endpoints(record)}
    made = DraftedEndpoints()
    for number, member in enumerate(record.members("outcome")):
        label = text_of(member.get("name", ()))
        if not label:
            continue
        name = name_of(label, made.section, f"outcome_{number + 1}").lower()
        made.section[name] = _endpoint(made, name, label, member, times.get(f"outcome[{number}].name"), reference)
    return made


def _endpoint(
    made: DraftedEndpoints, name: str, label: dict[str, str], member: Group, time: Endpoint | None, reference: str
) -> dict[str, Any]:
    said: dict[str, Any] = {"label": label, "role": _role(made, name, member)}
    kind, slots = _kind(label["en"], time)
    if kind is None:
        made.assumed[f"endpoints.{name}.kind"] = UNSURE
        kind = "response rate"
        slots = {"state": format_rule(Judged(_short(label["en"]), "investigator"))}
    said |= {"kind": kind, "from": _origin(made, name, time, reference), **slots}
    return said


def _role(made: DraftedEndpoints, name: str, member: Group) -> str:
    words = " ".join(value.text for value in member.get("role", ())).lower()
    role = next((role for role, pattern in _ROLES if pattern.search(words)), None)
    if role is None:
        if "other" not in words and "exploratory" not in words:
            made.assumed[f"endpoints.{name}.role"] = "the record gives no role"
        return "exploratory"
    return role


def _kind(label: str, time: Endpoint | None) -> tuple[str | None, dict[str, Any]]:
    if _RESPONSE.match(label):
        return "response rate", {"state": "response in {CR, PR}"}
    if _CONTROL.match(label):
        return "response rate", {"state": "response in {CR, PR, SD}"}
    if _HARMS.match(label):
        return "incidence", {"event": "adverse_event"}
    if time is not None and time.kind in EVENTS and _named_alone(label):
        return "time to event", {"event": EVENTS[time.kind]}
    return None, {}


def _named_alone(label: str) -> bool:
    """Whether a label is the name of an endpoint and nothing else ("3-year overall survival rate" is another thing)."""
    return re.sub(r"[\W_]+|\b(?:the|of|median)\b|期|时间", "", NAMED.sub("", label)) == ""


def _origin(made: DraftedEndpoints, name: str, time: Endpoint | None, reference: str) -> str:
    origins = {ORIGINS.get(stretch.origin, "") for stretch in time.stretches} - {""} if time is not None else set()
    if len(origins) == 1:
        origin = origins.pop()
        made.anchors.add(origin)
        return origin
    made.assumed[f"endpoints.{name}.from"] = f"no time zero is read from the record; {DAYS[reference][1]} is taken"
    return reference


def _short(label: str) -> str:
    return label if len(label) <= 120 else label[:118].rstrip() + " …"
