"""Safety, ethics, specimens and data sharing in words."""

from __future__ import annotations

from collections.abc import Iterator

from hepatica.endpoints.ctcae_version import ADVERSE_EVENT
from hepatica.protocol.design import Sharing, Specimens
from hepatica.report.synopsis_endpoints import told
from hepatica.report.synopsis_rules import Spoken


def safety(spoken: Spoken) -> list[str]:
    """Which harms are counted, how they are graded, how they are collected, and who watches over them."""
    w, study = spoken.words, spoken.study
    graded = {name: one for name, one in study.instruments.items() if ADVERSE_EVENT in one.measures}
    counted = [
        endpoint.label.in_language(w.lang)
        for endpoint in study.endpoints.values()
        if ADVERSE_EVENT in endpoint.event_variables or endpoint.instrument in graded
    ]
    collected = [
        visits.label.in_language(w.lang)
        for visits in study.schedule.values()
        if {ADVERSE_EVENT, *graded} & set(visits.assessments)
    ]
    harms = w.clauses(
        [
            w.list(counted),
            w("collected", visits=w.list(spoken.inside(label) for label in collected)) if collected else "",
            w("graded", instruments=w.list(told(name, one, spoken) for name, one in graded.items())) if graded else "",
        ]
    )
    monitored = study.governance.dmc if study.governance is not None else None
    committee = w("dmc_unknown") if monitored is None else w("dmc_yes") if monitored else w("dmc_no")
    return [w.sentence(harms or w("no_safety")), w.sentence(committee)]


def conduct(spoken: Spoken) -> list[str]:
    """Ethics approval, consent, specimens and sharing."""
    return [spoken.words.sentence(text) for text in _conduct(spoken)]


def _conduct(spoken: Spoken) -> Iterator[str]:
    w, governance = spoken.words, spoken.study.governance
    if governance is None or not governance.ethics:
        yield w("no_ethics")
    else:
        yield w("ethics", number=governance.ethics)
    if governance is None:
        return
    if governance.consent is not None:
        who = w.list((w(f"who.{one}") for one in governance.consent.by), "or")
        yield w("consent_by", who=who) if governance.consent.required else w("consent_waived")
    if governance.specimens is not None:
        yield _specimens(governance.specimens, spoken)
    if governance.sharing is not None:
        yield _sharing(governance.sharing, spoken)
    if governance.notes:
        yield governance.notes


def _specimens(specimens: Specimens, spoken: Spoken) -> str:
    w = spoken.words
    return w.clauses(
        [
            w("specimens", kinds=w.list(specimens.kinds)),
            w.of("retention", specimens.retention),
            w(f"link.{specimens.link}") if specimens.link is not None else "",
            w("future_use", use=specimens.future_use) if specimens.future_use else "",
        ]
    )


def _sharing(sharing: Sharing, spoken: Spoken) -> str:
    w = spoken.words
    return w.clauses(
        [
            w(f"share.{sharing.share}"),
            w("share_from", start=sharing.start) if sharing.start else "",
            w("share_to", end=sharing.end) if sharing.end else "",
            w.list(sharing.documents),
            w("share_request", whom=sharing.request_to) if sharing.request_to else "",
            w("share_decided", whom=sharing.decided_by) if sharing.decided_by else "",
        ]
    )
