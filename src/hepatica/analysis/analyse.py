"""The analyses of a study, run on its analysis data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from hepatica.analysis.adverse_events import adverse_event_rows
from hepatica.analysis.baseline import baseline_rows
from hepatica.analysis.cohort import Cohort, cohort, exclusion_rows
from hepatica.analysis.comparison import log_rank_rows
from hepatica.analysis.curves import competes, count_rows, curve_rows, restricted_mean_rows
from hepatica.analysis.event_rates import rate_rows
from hepatica.analysis.flow import flow_rows
from hepatica.analysis.incidence import incidence_rows
from hepatica.analysis.proportions import contingency_rows, proportion_rows
from hepatica.analysis.regression import cox_rows
from hepatica.analysis.results import Place, Row, frame
from hepatica.endpoints.adae import criteria
from hepatica.endpoints.derive import not_derived
from hepatica.endpoints.parameters import parameter_codes
from hepatica.errors import HepaticaError
from hepatica.protocol.analyses import Analysis
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.study import Study
from hepatica.vocabulary import Vocabulary, load

NOT_HERE = "this version does not do this method for this kind of endpoint"
OVERSTATES = "competing events are censored here: see the cumulative incidence for the risk of the event"
LATE = "subjects enter late: the curve is of those who were free of the event when they entered"
LINES = "lines of treatment are counted: several lines of one subject are taken as if they were independent"


def analyse(study: Study, adam: Mapping[str, pl.DataFrame], *, simulated: bool = False) -> pl.DataFrame:
    """Run every analysis of a study and return the results table (`analysis.results.SCHEMA`).

    adam: frames `adsl`, `adtte`, `adbin` and, for adverse events, `adae` of `hepatica.endpoints.derive`. A method that cannot
    be done on these data gives one row of statistic "not_done" with the reason in `note`; subjects left out are rows of
    statistic "excluded".
    Raises HepaticaError where the frames are not those of this study.
    """
    vocabulary = load()
    for name in ("adsl", "adtte", "adbin"):
        if name not in adam:
            raise HepaticaError(f"there is no {name} in the analysis data", do="derive them with `hepatica derive`")
    rows = [*flow_rows(study, adam["adsl"]), *baseline_rows(study, adam["adsl"], vocabulary)]
    for analysis in study.analyses:
        rows += _analysis(analysis, study, adam, vocabulary)
    return frame(rows, simulated=simulated)


def _analysis(
    analysis: Analysis, study: Study, adam: Mapping[str, pl.DataFrame], vocabulary: Vocabulary
) -> Iterator[Row]:
    endpoint = study.endpoints[analysis.endpoint]
    survival = endpoint.kind == "time to event"
    place = Place(
        analysis.id,
        analysis.endpoint,
        analysis.population or "",
        analysis.by or "",
        "ADTTE" if survival else "ADBIN",
        parameter_codes(study.endpoints)[analysis.endpoint],
        always=(LINES,) if endpoint.per == "line" else (),
    )
    methods = methods_of(analysis)
    if reason := not_derived(endpoint):
        yield from (place.by(method).failed(f"the endpoint is not derived; {reason}") for method in methods)
        return
    if endpoint.kind in ("change", "value at"):
        yield from (place.by(method).failed(NOT_HERE) for method in methods)
        return
    chosen = cohort(analysis, place.parameter, adam["adtte" if survival else "adbin"], adam["adsl"], study, vocabulary)
    yield from exclusion_rows(place, chosen.left_out)
    if not chosen.rows.height:
        yield from (place.by(method).failed("no subject can be analysed", n=0, events=0) for method in methods)
        return
    if survival:
        yield from _survival(place, chosen, analysis, endpoint, study, vocabulary)
    else:
        yield from _state(place, chosen, analysis, study, adam.get("adae"))


def methods_of(analysis: Analysis) -> tuple[str, ...]:
    """The methods of an analysis and its model, each once."""
    return tuple(dict.fromkeys([*analysis.methods, *([analysis.model] if analysis.model else [])]))


def _survival(
    place: Place, chosen: Cohort, analysis: Analysis, endpoint: Endpoint, study: Study, vocabulary: Vocabulary
) -> Iterator[Row]:
    methods = methods_of(analysis)
    shown = next((method for method in methods if method in ("kaplan_meier", "cumulative_incidence")), None)
    if shown is not None:
        yield from count_rows(place.by(shown), chosen, endpoint)
    late = bool((chosen.rows["ENTRY"] > 0).any())
    notes = (OVERSTATES if competes(endpoint) else "", LATE if late else "")
    for method in methods:
        here = place.by(method, *notes) if method in ("kaplan_meier", "restricted_mean") else place.by(method)
        match method:
            case "kaplan_meier":
                yield from curve_rows(here, chosen, analysis)
            case "log_rank":
                yield from log_rank_rows(here, chosen, analysis)
            case "cumulative_incidence":
                yield from incidence_rows(here, chosen, analysis, endpoint)
            case "restricted_mean":
                yield from restricted_mean_rows(here, chosen, analysis)
            case "cox":
                yield from cox_rows(here, chosen, analysis, study, vocabulary)
            case "summary":
                yield from count_rows(here, chosen, endpoint)
            case _:
                yield here.failed(NOT_HERE)


def _state(place: Place, chosen: Cohort, analysis: Analysis, study: Study, adae: pl.DataFrame | None) -> Iterator[Row]:
    flag = criteria(study).get(analysis.endpoint) if adae is not None else None
    for method in methods_of(analysis):
        here = place.by(method)
        match method:
            case "proportion" | "proportion_wilson" | "proportion_exact" | "summary":
                yield from proportion_rows(here, chosen, analysis)
            case "chi_square" | "fisher":
                yield from contingency_rows(here, chosen)
            case "incidence_table" if adae is not None:
                yield from adverse_event_rows(here, chosen, analysis, adae, flag)
            case "incidence_rate" if study.endpoints[analysis.endpoint].kind == "incidence":
                yield from rate_rows(here, chosen, analysis, adae, flag)
            case _:
                yield here.failed(NOT_HERE)
