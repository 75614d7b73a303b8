"""Endpoints of a study file: origin, events, censoring, confirmation and horizon of each, as slots."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from hepatica.protocol.section import Name, Section, Text
from hepatica.protocol.written import CensorText, DurationText, EventsText, HorizonText, PointText, RuleText

Role = Literal["primary", "secondary", "exploratory", "sensitivity"]
"""`sensitivity`: a variant of another endpoint."""
Kind = Literal["time to event", "confirmed state", "response rate", "incidence", "change", "value at", "deterioration"]
Direction = Literal["higher better", "lower better", "neither"]


class Censoring(Section):
    """Where follow-up ends for a subject without the event."""

    bare = "at"
    at: CensorText
    """`last adequate imaging`, `last contact`, or the day of an event such as `last progression_free_status`."""
    if_none: Literal["day 0", "unknown"] = "day 0"
    """What holds where there is no such record: censored on the day of origin, or not analysable."""
    known_alive: Literal["any record", "contact"] = "any record"
    """What shows that a subject was alive, where death is the event: visits, laboratory results, assessments and treatments
    after the last contact too, or contacts alone.
    """
    label: Text | None = None


class Intercurrent(Section):
    """An event that changes how later records are read (new anticancer treatment, a switch of arm)."""

    event: EventsText
    then: Literal["censor before", "ignore", "count as event"]
    """`censor before`: censored at the last adequate assessment before it."""
    label: Text | None = None


class MissedVisits(Section):
    """What too many missed assessments before the event do to it."""

    more_than: Annotated[int, Field(ge=0)]
    """The event still counts after this many missed assessments in a row."""
    then: Literal["censor at last adequate"] = "censor at last adequate"
    visits: Name | None = None
    """The schedule entry whose visits are counted."""


class Confirmation(Section):
    """A state must be seen again. `twice, at least 24 wk apart` is short for {times: 2, gap: 24 wk}."""

    spoken = ("twice, at least 24 wk apart",)
    times: Annotated[int, Field(ge=2)]
    gap: DurationText | None = None
    """The first and the last sight lie at least this far apart."""
    between: Literal["none failing", "anything"] = "none failing"
    """What known values between the sights may say."""
    within_horizon: Literal["first", "all"] = "first"
    """Which sights must lie inside the horizon."""

    @model_validator(mode="before")
    @classmethod
    def _words(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        found = re.fullmatch(r"(?:(twice)|(\d+) times)(?:,? at least (.+) apart)?", " ".join(data.split()))
        if found is None:
            raise ValueError("write for example: twice, at least 24 wk apart")
        return {"times": 2 if found[1] else int(found[2])} | ({"gap": found[3]} if found[3] else {})


class Subtype(Section):
    """A kind of the event that is counted apart (local, extrahepatic)."""

    label: Text
    event: EventsText


class Variant(Section):
    """The same endpoint with some slots changed: another reading of events, censoring, criteria or reader."""

    label: Text
    event: EventsText | None = None
    competing: EventsText | None = None
    death: Literal["event", "censor", "competing"] | None = None
    censor: Censoring | None = None
    intercurrent: tuple[Intercurrent, ...] | None = None
    missed_visits: MissedVisits | None = None
    no_baseline: Literal["censor at day 0"] | None = None
    confirmed: Confirmation | None = None
    reader: str | None = None
    instrument: Name | None = None
    horizon: HorizonText | None = None


class Endpoint(Section):
    """One endpoint."""

    label: Text
    role: Role
    kind: Kind
    origin: Annotated[PointText, Field(alias="from")]
    """Time zero."""
    entry: PointText | None = None
    """Delayed entry: the day from which the subject is at risk, where the group is known only after time zero."""
    landmark: PointText | None = None
    """Only subjects still at risk on this day count, and time starts here."""
    event: EventsText | None = None
    """Whichever of these comes first."""
    competing: EventsText | None = None
    """Events after which the event can no longer happen."""
    death: Literal["event", "censor", "competing"] | None = None
    """What death is here; must agree with `event` and `competing`."""
    censor: Censoring | None = None
    """Where follow-up ends for a subject without the event."""
    intercurrent: tuple[Intercurrent, ...] = ()
    """Events that change how later records are read."""
    missed_visits: MissedVisits | None = None
    """What too many missed assessments before the event do to it."""
    no_baseline: Literal["censor at day 0"] | None = None
    """What becomes of a subject without an adequate assessment on or before time zero; left out, it is followed as others."""
    state: RuleText | None = None
    """The state looked for (kind `confirmed state`, `response rate`, `deterioration`)."""
    confirmed: Confirmation | None = None
    """How often and how far apart the state must be seen: `twice, at least 24 wk apart`."""
    variable: str | None = None
    """The variable followed (kind `change`, `value at`, `deterioration`)."""
    scale: Literal["difference", "log10 ratio", "percent", "percent decrease"] = "difference"
    """How a change from baseline is expressed (kind `change`)."""
    worsening: Annotated[float, Field(gt=0)] | None = None
    """How far `variable` must move in the bad direction from baseline (kind `deterioration`), in `unit`."""
    at: PointText | None = None
    """When the value is read (kind `value at`), or the response (kind `response rate`; left out, the best one counts)."""
    within: DurationText | None = None
    """How far before or after `at` the value or response may lie; left out, the window of the visit planned for it, or the day.

    Of a change or a deterioration: how long before time zero its baseline may lie; left out, the study's baseline window.
    """
    per: Literal["subject", "line"] = "subject"
    """Whether a subject counts once or once for each line of treatment (kind `time to event`, and response rates)."""
    horizon: HorizonText | None = None
    """How far the endpoint looks; open-ended where it is left out."""
    unit: str | None = None
    direction: Direction | None = None
    instrument: Name | None = None
    reader: str | None = None
    """Whose reads of responses count: an evaluator or reader of the data, or `computed` (from lesions, by `instrument`).

    Left out, the accepted read counts; where none is accepted and reads differ, the response is unknown. Where no response is
    recorded, they are computed from lesions.
    """
    subtypes: dict[Name, Subtype] = Field(default_factory=dict)
    """Kinds of the event that are counted apart."""
    variants: dict[Name, Variant] = Field(default_factory=dict)
    """Sensitivity variants. The variant `with_death` of `rfs` is the endpoint `rfs_with_death`, in role `sensitivity`."""
    notes: str = ""

    def variant(self, name: str) -> Endpoint:
        """A variant as an endpoint of its own."""
        changed = self.variants[name]
        slots = {slot: getattr(changed, slot) for slot in changed.model_fields_set if slot != "label"}
        zh = f"{self.label.zh or self.label.en}（{changed.label.zh or changed.label.en}）"
        label = Text(en=f"{self.label.en} ({changed.label.en})", zh=zh)
        return self.model_copy(update={**slots, "label": label, "role": "sensitivity", "variants": {}})

    @property
    def event_variables(self) -> frozenset[str]:
        """Names of the event variables that count as the event."""
        return frozenset(pattern.variable for pattern in self.event.node) if self.event else frozenset()

    @property
    def competing_variables(self) -> frozenset[str]:
        """Names of the event variables that compete."""
        return frozenset(pattern.variable for pattern in self.competing.node) if self.competing else frozenset()


def with_variants(endpoints: dict[Name, Endpoint]) -> dict[Name, Endpoint]:
    """The endpoints, each followed by its variants. Raises ValueError where a variant has the name of another endpoint."""
    found: dict[Name, Endpoint] = {}
    for name, endpoint in endpoints.items():
        found.setdefault(name, endpoint)
        for variant in endpoint.variants:
            own = f"{name}_{variant}"
            if own in endpoints and endpoints[own].role != "sensitivity":
                raise ValueError(
                    f"the variant «{variant}» of {name} has the name of the endpoint {own}: rename one of them"
                )
            found[own] = endpoint.variant(variant)
    return found
