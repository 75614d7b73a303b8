"""What a time to an event is, as tables.

Each line is a subject. Days count from the start of treatment (day 0). A cell of records lists days: `30..60` is a day
known only in bounds, `?` a record without a day; empty means none. `result` is the outcome and the analysis day (day 1
is the first); `-` is a subject that cannot be analysed. `why` is part of the sentence that comes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl
import pytest

from hepatica.endpoints.adtte import adtte
from hepatica.endpoints.evidence import SOURCES, Evidence
from hepatica.errors import HepaticaError
from hepatica.protocol.endpoints import Endpoint
from hepatica.protocol.schedule import Visits
from hepatica.rules import parse_anchor
from hepatica.rules.context import Context
from hepatica.rules.facts import SCHEMA
from hepatica.rules.nodes import Anchor
from hepatica.vocabulary import load

TTP = {"event": "progression", "death": "censor", "censor": "last adequate imaging"}
PFS = {"event": "progression, death", "death": "event", "censor": "last adequate imaging"}
OS = {"event": "death", "death": "event", "censor": "last contact"}
RECURRENCE = {"event": "recurrence", "competing": "death", "death": "competing", "censor": "last adequate imaging"}

MRI = Visits.model_validate(
    {
        "label": "MRI",
        "assessments": ["imaging"],
        "from": "treatment",
        "phases": [{"every": "12 wk", "tolerance": "7 d", "until": "156 wk"}],
    }
)
OUTCOME = {0: "event", 1: "censored", 2: "competing"}

Spec = Callable[[dict[str, object], str], None]


@pytest.fixture
def spec() -> Spec:
    """Derive an endpoint for the subjects of a table and hold it against the columns `result` and `why`."""

    def check(slots: dict[str, object], table: str) -> None:
        endpoint = Endpoint.model_validate(
            {"label": "x", "role": "primary", "kind": "time to event", "from": "treatment", **slots}
        )
        lines = read_table(table)
        rows = adtte("x", "X", endpoint, evidence_of(lines, ANCHORS), {"mri": MRI}).to_dicts()
        for line, row in zip(lines, rows, strict=True):
            found = f"{OUTCOME[row['CNSR']]} {row['AVAL']}" if row["ANL01FL"] else "-"
            assert found == line["result"], (line, row["REASON"])
            assert line.get("why", "") in row["REASON"], line
            if "between" in line:
                assert f"{row['EVNTLO']} {row['EVNTHI']}".replace("None None", "") == line["between"], line
            if "entry" in line:
                assert str(row["ENTRY"]) == line["entry"], line

    return check


def test_analysis_day_is_date_minus_date_plus_one(spec: Spec) -> None:
    spec(
        OS,
        """
        death | contact | result       | why
        0     |         | event 1      | event on day 1: death
        364   |         | event 365    | event on day 365: death
              | 0       | censored 1   | censored on day 1: last contact
              | 99 364  | censored 365 | censored on day 365: last contact
        """,
    )


def test_death_censors_time_to_progression(spec: Spec) -> None:
    spec(
        TTP,
        """
        imaging | progression | death | result      | why
        56 112  | 168         | 200   | event 169   | disease progression
        56 112  |             | 200   | censored 113 | last adequate imaging before death
        56 112  |             |       | censored 113 | last adequate imaging
        56 112  | 168         | 168   | event 169   |
                |             | 30    | censored 1  | time zero, no adequate imaging after it
        """,
    )


def test_death_is_an_event_of_progression_free_survival(spec: Spec) -> None:
    spec(
        PFS,
        """
        imaging | progression | death | result       | why
        56 112  | 168         | 200   | event 169    | disease progression
        56 112  |             | 200   | event 201    | death
        56 112  |             |       | censored 113 | last adequate imaging
        56 112  | 168         | 168   | event 169    | disease progression
                |             | 30    | event 31     | death
        """,
    )


def test_death_competes_with_recurrence(spec: Spec) -> None:
    spec(
        RECURRENCE,
        """
        imaging | recurrence | death | result        | why
        84 168  | 250        | 300   | event 251     | tumour recurrence
        84 168  |            | 300   | competing 301 | competing event on day 301: death
        84 168  | 300        | 300   | event 301     |
        84 168  |            |       | censored 169  |
        """,
    )


def test_the_first_of_several_events_counts_and_history_before_time_zero_does_not(spec: Spec) -> None:
    spec(
        TTP,
        """
        imaging | progression | result
        56      | 300 100 200 | event 101
        56      | -90         | censored 57
        56      | -90 70      | event 71
        """,
    )


def test_only_adequate_imaging_after_time_zero_censors(spec: Spec) -> None:
    spec(
        TTP,
        """
        imaging | inadequate | imaging_unstated | result      | why
        56 112  | 168        |                  | censored 113 |
        56 112  |            | 168              | censored 113 |
                | 56         |                  | censored 1  | no adequate imaging after it
        0       |            |                  | censored 1  | no adequate imaging after it
        -5 40   |            |                  | censored 41 |
        """,
    )


def test_without_assessments_the_study_may_leave_the_subject_out(spec: Spec) -> None:
    spec(
        {**TTP, "censor": {"at": "last adequate imaging", "if_none": "unknown"}},
        """
        imaging | progression | result     | why
                |             | -          | neither the event nor any later follow-up is recorded
                | 20          | event 21   |
        30      |             | censored 31 |
        """,
    )


def test_a_subject_nobody_has_heard_of_since_is_not_alive_on_day_one(spec: Spec) -> None:
    spec(
        OS,
        """
        contact | result | why
                | -      | neither the event nor any later follow-up is recorded
        -3      | -      | neither the event nor any later follow-up is recorded
        """,
    )


def test_contact_counts_only_where_the_subject_was_known_to_be_alive(spec: Spec) -> None:
    spec(
        OS,
        """
        alive | dead | lost | death | result       | why
        300   |      |      |       | censored 301 |
        300   |      | 400  |       | censored 301 |
        300   | 400  |      |       | -            | recorded as dead, but no death is recorded
        300   | 400  |      | 350   | event 351    |
              |      | 400  |       | -            | neither the event nor any later follow-up is recorded
        """,
    )


def test_new_treatment_before_progression_censors_at_the_last_adequate_imaging_before_it(spec: Spec) -> None:
    switch = [{"event": "antitumour_treatment", "then": "censor before", "label": "new treatment"}]
    spec(
        {**TTP, "intercurrent": switch},
        """
        imaging    | new_treatment | progression | result       | why
        56 112 168 | 120           | 168         | censored 113 | last adequate imaging before new treatment
        56 112 168 | 168           | 168         | event 169    |
        56 112 168 | 200           | 168         | event 169    |
        56 112     | 30            | 168         | censored 1   | no adequate imaging after it
        56 112     | 112           | 168         | censored 113 |
        """,
    )


def test_new_treatment_may_be_ignored_or_count_as_the_event(spec: Spec) -> None:
    spec(
        {**TTP, "intercurrent": [{"event": "antitumour_treatment", "then": "ignore"}]},
        """
        imaging | new_treatment | progression | result
        56      | 120           | 168         | event 169
        56      | 120           |             | censored 57
        """,
    )
    spec(
        {**TTP, "intercurrent": [{"event": "antitumour_treatment", "then": "count as event"}]},
        """
        imaging | new_treatment | progression | result
        56      | 120           | 168         | event 121
        56      | 170           | 168         | event 169
        """,
    )


def test_new_treatment_ends_contact_on_its_own_day(spec: Spec) -> None:
    switch = [{"event": "antitumour_treatment", "then": "censor before"}]
    spec(
        {**OS, "intercurrent": switch, "censor": {"at": "last contact", "known_alive": "contact"}},
        """
        contact | new_treatment | death | result
        300     | 120           |       | censored 121
        100     | 120           |       | censored 101
                | 120           | 400   | censored 121
        """,
    )


def test_new_treatment_shows_that_the_subject_was_alive(spec: Spec) -> None:
    switch = [{"event": "antitumour_treatment", "then": "censor before"}]
    spec(
        {**OS, "intercurrent": switch},
        """
        contact | new_treatment | death | result
        300     | 120           |       | censored 121
        100     | 120           |       | censored 121
                | 120           | 400   | censored 121
        """,
    )


def test_two_missed_visits_before_the_event_censor_at_the_last_adequate_imaging(spec: Spec) -> None:
    # planned every 84 days, give or take 7
    spec(
        {**RECURRENCE, "missed_visits": {"more_than": 1}},
        """
        imaging | recurrence | result       | why
        84      | 168        | event 169    |
        84      | 180        | event 181    |
        84      | 259        | event 260    |
        84      | 260        | censored 85  | before 2 missed visits, then tumour recurrence
        84      | 300        | censored 85  |
                | 100        | event 101    |
                | 190        | censored 1   | before 2 missed visits
        84 180  | 300        | event 301    |
        """,
    )


def test_a_recurrence_in_the_window_of_the_last_planned_visit_counts(spec: Spec) -> None:
    # week 156 is day 1092 and its window ends 7 days later, beyond three years
    spec(
        {**RECURRENCE, "horizon": "through the week 156 visit window"},
        """
        imaging   | recurrence | death | result         | why
        1008 1092 | 1099       |       | event 1100     |
        1008      | 1100       |       | censored 1100  | end of the endpoint's horizon
        1008 1200 |            |       | censored 1100  | end of the endpoint's horizon
        1008      |            | 1099  | competing 1100 |
        1008      |            | 1100  | censored 1100  | end of the endpoint's horizon
        1008      |            |       | censored 1009  | last adequate imaging
        """,
    )
    spec(
        {**RECURRENCE, "horizon": "3 a"},
        """
        imaging | recurrence | result
        1092    | 1095       | event 1096
        1092    | 1099       | censored 1097
        """,
    )


def test_the_day_of_progression_after_missed_visits_is_told(spec: Spec) -> None:
    spec(
        {**TTP, "missed_visits": {"more_than": 1}},
        """
        imaging | progression | result       | why
        84 168  | 350         | censored 169 | before 2 missed visits, then disease progression on day 351
        """,
    )


def test_an_event_seen_at_an_assessment_happened_since_the_one_before(spec: Spec) -> None:
    spec(
        PFS,
        """
        imaging    | progression | death | result       | between
        56 112     | 168         |       | event 169    | 113 169
        56 112 168 | 168         |       | event 169    | 113 169
                   | 168         |       | event 169    | 0 169
        56 112     |             | 200   | event 201    | 201 201
                   |             | 0     | event 1      | 1 1
        56 112     |             |       | censored 113 |
        """,
    )


def test_without_an_assessment_before_treatment_nothing_can_be_compared(spec: Spec) -> None:
    spec(
        {**PFS, "no_baseline": "censor at day 0"},
        """
        imaging    | progression | death | result       | why
        -7 56 112  | 168         |       | event 169    | disease progression
        0 56 112   | 168         |       | event 169    | disease progression
        56 112     | 168         |       | censored 1   | no adequate assessment on or before it
        56 112     |             | 200   | censored 1   | no adequate assessment on or before it
        """,
    )


def test_delayed_entry_gives_no_immortal_time(spec: Spec) -> None:
    # the group is known only 28 days after the antiviral was begun
    spec(
        {**RECURRENCE, "entry": "antiviral_start + 28 d"},
        """
        antiviral | imaging | recurrence | result       | entry | why
        10        | 84      | 100        | event 101    | 38    |
        10        | 84      |            | censored 85  | 38    |
        10        |         | 37         | -            | None  | the event came on day 38, before entry on day 39
        10        |         | 38         | event 39     | 38    |
        10        | 30      |            | -            | None  | follow-up ended on day 31, before entry on day 39
                  | 84      | 100        | -            | None  | the day of entry «antiviral_start + 28 d» is not known
        """,
    )


def test_a_landmark_restarts_the_clock_for_those_still_at_risk(spec: Spec) -> None:
    spec(
        {**RECURRENCE, "landmark": "treatment + 90 d"},
        """
        imaging | recurrence | result      | why
        84 168  | 200        | event 111   |
        84      | 89         | -           | the event came on day 90, before the landmark on day 91
        84      | 90         | event 1     |
        84      |            | -           | follow-up ended on day 85, before the landmark
        84 168  |            | censored 79 |
        """,
    )


def test_an_event_known_only_in_part_counts_on_its_earliest_day_and_says_so(spec: Spec) -> None:
    spec(
        TTP,
        """
        imaging | progression | result    | why
        56      | 60..89      | event 61  | recorded only as between 1970-03-02 and 1970-03-31
        56      | -3..20      | -         | disease progression may lie before time zero
        56      | ?           | -         | disease progression is recorded without a day
        """,
    )


def test_a_death_known_only_in_part_is_not_before_the_subject_was_last_seen(spec: Spec) -> None:
    spec(
        OS,
        """
        death   | contact | result    | why
        60..89  | 30      | event 61  | the earliest possible day is taken
        60..89  | 75      | event 76  |
        -20..20 |         | event 1   |
        ?       | 30      | -         | death is recorded without a day
        ? 40    | 30      | event 41  |
        -4      | 30      | -         | death is recorded before time zero
        """,
    )


def test_time_zero_must_be_one_known_day(spec: Spec) -> None:
    spec(
        {**OS, "from": "antiviral_start"},
        """
        antiviral | death | contact | result   | why
        10        | 50    |         | event 41 |
        5..20     | 50    |         | -        | the day of time zero «antiviral_start» is known only in part
                  | 50    |         | -        | time zero «antiviral_start» has no known day
        """,
    )


def test_a_record_that_may_be_the_event_is_not_taken_for_none(spec: Spec) -> None:
    slots = {**RECURRENCE, "event": "recurrence(code = local)"}
    spec(
        slots,
        """
        imaging | recurrence_local | recurrence | result       | why
        84 168  | 200              |            | event 201    |
        84 168  |                  | 200        | -            | does not say whether it counts
        84 168  | 200              | 300        | event 201    |
        84 168  | 200              | 100        | -            | does not say whether it counts
        """,
    )


def test_an_endpoint_without_an_event_is_refused(spec: Spec) -> None:
    with pytest.raises(HepaticaError, match="x has no event"):
        spec({"censor": "last contact"}, "death | result\n 1 | event 2")


def test_a_horizon_at_a_visit_nobody_planned_is_refused(spec: Spec) -> None:
    with pytest.raises(HepaticaError, match="no visit is planned"):
        spec({**TTP, "horizon": "through the week 157 visit window"}, "imaging | result\n 1 | censored 2")


def test_an_event_says_what_happened_not_when(spec: Spec) -> None:
    with pytest.raises(HepaticaError, match="compares a record with a day of the subject"):
        spec({**TTP, "event": "progression(start > antiviral_start)"}, "progression | result\n 1 | event 2")


def test_follow_up_ends_with_the_last_record_not_the_first(spec: Spec) -> None:
    assert parse_anchor("first last_contact").pick == "first"
    with pytest.raises(HepaticaError, match="censored at"):
        spec({**OS, "censor": "first last_contact"}, "contact | result\n 1 | censored 2")


# ---------------------------------------------------------------- subjects as tables

ANCHORS = {"treatment": parse_anchor("first surgery"), "antiviral_start": parse_anchor("first antiviral")}

RECORDS: dict[str, dict[str, object]] = {
    "imaging": {"variable": "imaging", "status": "adequate"},
    "inadequate": {"variable": "imaging", "status": "inadequate"},
    "imaging_unstated": {"variable": "imaging"},
    "progression": {"variable": "progression"},
    "recurrence": {"variable": "recurrence"},
    "recurrence_local": {"variable": "recurrence", "code": "local"},
    "death": {"variable": "death"},
    "contact": {"variable": "last_contact"},
    "alive": {"variable": "last_contact", "code": "ALIVE"},
    "dead": {"variable": "last_contact", "code": "DEAD"},
    "lost": {"variable": "last_contact", "code": "UNKNOWN"},
    "new_treatment": {"variable": "antitumour_treatment", "code": "sorafenib"},
    "antiviral": {"variable": "antiviral", "code": "entecavir"},
    "treatment": {"variable": "surgery"},
}


def read_table(table: str) -> list[dict[str, str]]:
    """Rows of a table drawn with `|`, by its heading."""
    head, *body = (line for line in table.strip().splitlines() if line.strip())
    names = [name.strip() for name in head.split("|")]
    return [dict(zip(names, (cell.strip() for cell in line.split("|")), strict=False)) for line in body]


def evidence_of(lines: Sequence[Mapping[str, str]], anchors: Mapping[str, Anchor]) -> Evidence:
    """The evidence of a table: subjects in its order, treated on day 0 unless `treatment` is a column."""
    rows: list[dict[str, object]] = []
    for number, line in enumerate(lines):
        cells = {"treatment": "0", **line}
        for name in RECORDS.keys() & cells.keys():
            days = [day_bounds(day) for day in cells[name].split()]
            rows += [{"subject": f"{number:03}", **RECORDS[name], **day} for day in days]
    rows.sort(key=str)
    return evidence(rows, [f"{number:03}" for number in range(len(lines))], anchors)


def day_bounds(text: str) -> dict[str, object]:
    """Day bounds of `12`, `12..30` and `?`."""
    low, _, high = text.partition("..")
    known = [None if text == "?" else int(day) for day in (low, high or low)]
    return {"start_lo": known[0], "start_hi": known[1], "end_lo": known[0], "end_hi": known[1]}


def evidence(rows: Sequence[Mapping[str, object]], subjects: Sequence[str], anchors: Mapping[str, Anchor]) -> Evidence:
    """Evidence from facts given as dictionaries; what is left out of one is empty, and events have occurred."""
    filled = [
        {**dict.fromkeys(SCHEMA), "comparator": "", "occurred": True, "fact": number, **row}
        for number, row in enumerate(rows)
    ]
    facts = pl.DataFrame(filled, schema=SCHEMA)
    sources = facts.select("fact", "variable", domain="variable", seq="fact").cast(dict(SOURCES))
    return Evidence("TEST", facts, pl.DataFrame({"subject": subjects}), sources, Context(load(), anchors))
