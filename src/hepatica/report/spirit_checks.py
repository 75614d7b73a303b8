"""What SPIRIT asks of a protocol that cannot be seen from a value being there: small questions to a study file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hepatica.endpoints.ctcae_version import ADVERSE_EVENT
from hepatica.protocol.assignment import Randomised
from hepatica.protocol.study import Study

Check = Callable[[Study], bool]
DESIGN_WORDS: Final = re.compile(r"randomi[sz]ed|\btrial\b|cohort|registry|observational|prospective|phase \d", re.I)


def title_names_the_design(study: Study) -> bool:
    """A word for the design stands in the English title."""
    return DESIGN_WORDS.search(study.title.en) is not None


def has_a_primary_endpoint(study: Study) -> bool:
    """Some endpoint is primary."""
    return any(study.endpoints_of("primary"))


def has_a_content_hash(study: Study) -> bool:
    """The study came from a file, whose hash tells one version from the next."""
    return bool(study.file)


def shares_the_protocol(study: Study) -> bool:
    """The protocol is among the documents that are shared."""
    return _shares(study, "protocol")


def shares_the_analysis_plan(study: Study) -> bool:
    """The analysis plan is among the documents that are shared."""
    return _shares(study, "analysis plan")


def _shares(study: Study, word: str) -> bool:
    sharing = study.governance.sharing if study.governance is not None else None
    return sharing is not None and any(word in document.lower() for document in sharing.documents)


def sharing_is_decided(study: Study) -> bool:
    """The file says yes or no to sharing individual data."""
    sharing = study.governance.sharing if study.governance is not None else None
    return sharing is not None and sharing.share in ("yes", "no")


def shares(study: Study) -> bool:
    """Individual data are not withheld: when and how is to be said."""
    sharing = study.governance.sharing if study.governance is not None else None
    return sharing is None or sharing.share != "no"


def has_groups(study: Study) -> bool:
    """The study has groups."""
    return bool(study.arms)


def compares_groups(study: Study) -> bool:
    """The study has two groups or more."""
    return len(study.arms) > 1


def intervenes(study: Study) -> bool:
    """The study is a trial: its treatments are its own."""
    return study.design.type == "trial"


def is_randomised(study: Study) -> bool:
    """Groups are drawn by lot, by the design or by the method of assignment."""
    return study.design.allocation == "randomised" or isinstance(study.assignment, Randomised)


def is_blinded(study: Study) -> bool:
    """Somebody does not know the group."""
    return study.design.masking is not None and study.design.masking != "open label"


def criteria_do_not_contradict(study: Study) -> bool:
    """No open contradiction of the record touches a criterion."""
    return not any(conflict.criteria for conflict in study.open_conflicts)


def every_endpoint_is_analysed(study: Study) -> bool:
    """Each endpoint has an analysis; its variants may have none."""
    own = {name for name, endpoint in study.endpoints.items() if endpoint.role != "sensitivity"}
    return own <= {analysis.endpoint for analysis in study.analyses}


def every_primary_endpoint_is_analysed(study: Study) -> bool:
    """Each primary endpoint has an analysis, and there is one."""
    primary = {name for name, _ in study.endpoints_of("primary")}
    return bool(primary) and primary <= {analysis.endpoint for analysis in study.analyses}


def every_endpoint_has_a_time(study: Study) -> bool:
    """Each endpoint says how far it looks or when it is read."""
    return all(endpoint.horizon is not None or endpoint.at is not None for endpoint in study.endpoints.values())


def counts_harms(study: Study) -> bool:
    """An endpoint counts adverse events."""
    return bool(_harms(study))


def harms_are_analysed(study: Study) -> bool:
    """An endpoint that counts adverse events has an analysis."""
    return bool(_harms(study) & {analysis.endpoint for analysis in study.analyses})


def _harms(study: Study) -> set[str]:
    return {name for name, endpoint in study.endpoints.items() if ADVERSE_EVENT in endpoint.event_variables}


def collects_harms(study: Study) -> bool:
    """The schedule asks for adverse events, or for an instrument that grades them."""
    asked = {name for visits in study.schedule.values() for name in visits.assessments}
    return bool(asked & {ADVERSE_EVENT, *_grading(study)})


def grades_harms(study: Study) -> bool:
    """An instrument grades adverse events."""
    return bool(_grading(study))


def _grading(study: Study) -> set[str]:
    return {name for name, instrument in study.instruments.items() if ADVERSE_EVENT in instrument.measures}


def size_rests_on_sources(study: Study) -> bool:
    """Some expected rate or effect comes from the record or a publication."""
    claim = study.sample_size
    if claim is not None and any(
        number.source != "assumed"
        for path, number in claim.numbers.items()
        if path.partition(".")[0] in ("medians", "hazard_ratio", "shares")
    ):
        return True
    if study.simulation is None:
        return False
    events = study.simulation.events.values()
    sources = [rate.probability.source for rate in events]
    sources += [ratio.source for rate in events for ratio in rate.hazard_ratio.values()]
    sources += [rate.source for by_arm in study.simulation.proportions.values() for rate in by_arm.values()]
    return any(source != "assumed" for source in sources)


def every_instrument_has_a_version(study: Study) -> bool:
    """Each instrument names its version, and there is one."""
    return bool(study.instruments) and all(instrument.version for instrument in study.instruments.values())


def every_instrument_has_a_source(study: Study) -> bool:
    """Each instrument names where its rules are published, and there is one."""
    return bool(study.instruments) and all(instrument.source for instrument in study.instruments.values())


def every_analysis_has_a_population(study: Study) -> bool:
    """Each analysis names its population, and there is one."""
    return bool(study.analyses) and all(analysis.population is not None for analysis in study.analyses)


def has_times_to_events(study: Study) -> bool:
    """An endpoint is a time to an event."""
    return any(endpoint.kind == "time to event" for endpoint in study.endpoints.values())


def has_sensitivity_analyses(study: Study) -> bool:
    """An analysis checks another."""
    return any(analysis.role == "sensitivity" or analysis.sensitivity_of for analysis in study.analyses)


def committee_is_stated(study: Study) -> bool:
    """The file says whether there is a data monitoring committee."""
    return study.governance is not None and study.governance.dmc is not None


def has_a_committee(study: Study) -> bool:
    """There is a data monitoring committee."""
    return study.governance is not None and study.governance.dmc is True


def has_no_committee(study: Study) -> bool:
    """There is no data monitoring committee, and the file says so."""
    return study.governance is not None and study.governance.dmc is False


def keeps_specimens(study: Study) -> bool:
    """Specimens are kept."""
    return study.governance is not None and study.governance.specimens is not None


CHECKS: Final[dict[str, Check]] = {
    check.__name__: check
    for check in (
        title_names_the_design, has_a_primary_endpoint, has_a_content_hash, shares_the_protocol,
        shares_the_analysis_plan, sharing_is_decided, shares, has_groups, compares_groups, intervenes, is_randomised,
        is_blinded, criteria_do_not_contradict, every_endpoint_is_analysed, every_primary_endpoint_is_analysed,
        every_endpoint_has_a_time, counts_harms, harms_are_analysed, collects_harms, grades_harms,
        size_rests_on_sources, every_instrument_has_a_version, every_instrument_has_a_source,
        every_analysis_has_a_population, has_times_to_events, has_sensitivity_analyses, committee_is_stated,
        has_a_committee, has_no_committee, keeps_specimens,
    )
}  # fmt: skip
"""By the name that `spirit.yaml` calls them."""
