"""What must hold of times to events whatever the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from hepatica.endpoints.adtte import adtte
from hepatica.endpoints.evidence import Evidence
from hepatica.protocol.endpoints import Endpoint

EvidenceOf = Callable[..., Evidence]
Record = dict[str, Any]

TTP = Endpoint.model_validate(
    {
        "label": "TTP",
        "role": "primary",
        "kind": "time to event",
        "from": "treatment",
        "event": "progression",
        "death": "censor",
        "censor": "last adequate imaging",
        "horizon": "2 a",
    }
)
PFS = TTP.model_copy(update={"death": "event"})
SUBJECTS = ["1", "2", "3"]

days = st.integers(-100, 900)
bounds = st.one_of(
    days.map(lambda day: {"start_lo": day, "start_hi": day}),
    st.tuples(days, st.integers(1, 40)).map(lambda at: {"start_lo": at[0], "start_hi": at[0] + at[1]}),
    st.just({"start_lo": None, "start_hi": None}),
)
kinds = st.sampled_from(
    [
        {"variable": "imaging", "status": "adequate"},
        {"variable": "imaging", "status": "inadequate"},
        {"variable": "progression"},
        {"variable": "death"},
    ]
)
records = st.lists(
    st.tuples(st.sampled_from(SUBJECTS), kinds, bounds).map(lambda r: {"subject": r[0], **r[1], **r[2]}), max_size=14
)
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def derived(endpoint: Endpoint, evidence: Evidence) -> pl.DataFrame:
    return adtte("x", "X", endpoint, evidence, {})


@quick
@given(found=records, seed=st.integers(0, 99))
def test_the_order_of_the_rows_changes_nothing(evidence_of: EvidenceOf, found: list[Record], seed: int) -> None:
    evidence = evidence_of(found, SUBJECTS)
    shuffled = Evidence(
        evidence.study,
        evidence.facts.sample(fraction=1, shuffle=True, seed=seed),
        evidence.subjects.sample(fraction=1, shuffle=True, seed=seed),
        evidence.sources.sample(fraction=1, shuffle=True, seed=seed),
        evidence.rules,
    )
    assert_frame_equal(derived(TTP, evidence), derived(TTP, shuffled))


@quick
@given(found=records)
def test_progression_or_death_never_comes_after_progression_alone(evidence_of: EvidenceOf, found: list[Record]) -> None:
    evidence = evidence_of(found, SUBJECTS)
    both = derived(TTP, evidence).join(derived(PFS, evidence), on="USUBJID", suffix="_PFS")
    events = both.filter((pl.col("CNSR") == 0) & (pl.col("CNSR_PFS") == 0))
    assert (events["AVAL_PFS"] <= events["AVAL"]).all()
    progressed = both.filter((pl.col("CNSR") == 0) & (pl.col("ANL01FL_PFS") == "Y"))
    assert (progressed["CNSR_PFS"] == 0).all()


@quick
@given(found=records, later=st.integers(0, 400), kind=kinds)
def test_a_later_record_never_changes_an_earlier_event(
    evidence_of: EvidenceOf, found: list[Record], later: int, kind: Record
) -> None:
    before = derived(PFS, evidence_of(found, SUBJECTS))
    events = before.filter((pl.col("CNSR") == 0) & (pl.col("ADTF") == ""))  # a later sight alive narrows a partial date
    more = [
        {"subject": row["USUBJID"], **kind, "start_lo": row["ADAY"] + 1 + later, "start_hi": row["ADAY"] + 1 + later}
        for row in events.iter_rows(named=True)
    ]
    after = derived(PFS, evidence_of([*found, *more], SUBJECTS)).join(events.select("USUBJID"), on="USUBJID")
    same = ["USUBJID", "AVAL", "CNSR", "ADAY", "ANL01FL"]
    assert_frame_equal(after.select(same).sort("USUBJID"), events.select(same).sort("USUBJID"))


@quick
@given(found=records)
def test_every_row_is_analysed_or_says_why_not(evidence_of: EvidenceOf, found: list[Record]) -> None:
    rows = derived(PFS, evidence_of(found, SUBJECTS))
    assert rows["USUBJID"].to_list() == SUBJECTS
    assert (rows["REASON"] != "").all()
    good = rows.filter(pl.col("ANL01FL") == "Y")
    assert (good["AVAL"] == good["ADAY"] - good["STARTDAY"] + 1).all()
    assert (good["AVAL"] > good["ENTRY"]).all()
    assert (good["AVAL"] <= 731).all()
    assert (good["SRCSEQ"].is_not_null()).all()
    rest = rows.filter(pl.col("ANL01FL") != "Y")
    assert rest["AVAL"].is_null().all()
    assert rest["CNSR"].is_null().all()
