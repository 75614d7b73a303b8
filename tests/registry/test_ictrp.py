"""What the WHO's search portal exports, as XML and as CSV: crowded cells told apart, traps left as they are."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.registry.register_data import ICTRP_CSV, ICTRP_XML, misplaced, records

from hepatica.errors import HepaticaError
from hepatica.registry.dates import read_days
from hepatica.registry.reading import read_record, read_records
from hepatica.registry.record import Record

XML = """<?xml version='1.0' encoding='UTF-8'?>
<Trials_downloaded_from_ICTRP><Trial>
  <TrialID>{id}</TrialID><Source_Register>{register}</Source_Register>
  {cells}
</Trial></Trials_downloaded_from_ICTRP>"""


def _xml(register: str, **cells: str) -> Record:
    body = "\n  ".join(f"<{name}>{text}</{name}>" for name, text in cells.items())
    return read_record(XML.format(id="X1", register=register, cells=body).encode())


def _csv(register: str, **cells: str) -> Record:
    names = ["TrialID", "Source Register", "Scientific title", *(name.replace("_", " ") for name in cells)]
    values = ["X1", register, "A title", *('"{}"'.format(text.replace('"', '""')) for text in cells.values())]
    return read_record(f"{','.join(names)}\r\n{','.join(values)}\r\n".encode())


def _texts(record: Record, group: str, *names: str) -> list[tuple[str, ...]]:
    """Of each member of a group the first value of these fields, "" where it has none."""
    return [
        tuple(next((v.text for v in member.get(name, ())), "") for name in names) for member in record.members(group)
    ]


def test_sizes_of_arms_become_arms_and_the_enrolment_stays_as_stated() -> None:
    for record in (
        _xml("ChiCTR", Target_size="survival group:200;died:200;", Intervention="survival group:none;died:none;"),
        _csv("ChiCTR", Target_size="survival group:200;died:200;", Intervention="survival group:none;died:none;"),
    ):
        assert record.text("enrolment") == "survival group:200;died:200;"
        assert _texts(record, "arm", "name", "size", "intervention") == [
            ("survival group", "200", "none"), ("died", "200", "none"),
        ]  # fmt: skip
        assert record.members("intervention") == ()


@pytest.mark.parametrize(
    ("size", "arms"),
    [
        ("Target condition:300;Difficult condition:0", [("Target condition", "300"), ("Difficult condition", "0")]),
        ("Experimental group: mild cases:20;Control :5;", [("Experimental group: mild cases", "20"), ("Control", "5")]),
        ("Critically ill patients;:8;Normal tissue:12;", [("Critically ill patients;", "8"), ("Normal tissue", "12")]),
        ("500", []),
        ("", []),
    ],
)
def test_names_of_arms_may_hold_colons_and_semicolons(size: str, arms: list[tuple[str, str]]) -> None:
    record = _csv("ChiCTR", Target_size=size)
    assert _texts(record, "arm", "name", "size") == arms
    assert record.notes == ()


def test_a_list_of_arms_that_is_cut_off_is_noted() -> None:
    record = _xml("ChiCTR", Target_size="A:20;B:20;Hospital su")
    assert _texts(record, "arm", "name", "size") == [("A", "20"), ("B", "20")]
    assert record.notes == ("Target_size ends with 'Hospital su', which names no size: it may be cut off",)


def test_the_retrospective_flag_is_kept_as_stated_and_nothing_is_concluded() -> None:
    record = _xml("ChiCTR", Retrospective_flag="No", Date_registration="2020-02-17", Date_enrollement="2020-01-01")
    (value,) = record.all("registration.timing")
    assert (value.text, value.path) == ("No", "Retrospective_flag")
    assert record.notes == ()


def test_breaks_and_references_of_the_portal_are_read_as_a_person_reads_them() -> None:
    criteria = "Inclusion criteria: 1. Age &lt;75 years;\n&lt;br&gt;2. ALT &amp;gt; 5&amp;#32;ULN;"
    xml = _xml("ChiCTR", Inclusion_Criteria=criteria)
    csv = _csv("ChiCTR", Inclusion_Criteria="Inclusion criteria: 1. Age <75 years;_x000D_<br>2. ALT &gt; 5&#32;ULN;")
    for record in (xml, csv):
        assert record.text("eligibility") == "Inclusion criteria: 1. Age <75 years;\n2. ALT > 5 ULN;"
        assert [v.text for v in record.all("eligibility.inclusion")] == ["Age <75 years;", "ALT > 5 ULN;"]


def test_criteria_of_clinicaltrials_gov_stand_in_one_cell() -> None:
    record = _csv(
        "ClinicalTrials.gov",
        Inclusion_Criteria="<br>   Inclusion Criteria:<br>  - A<br>   Exclusion Criteria:<br>  - B<br>",
    )
    assert [v.text for v in record.all("eligibility.inclusion")] == ["A"]
    assert [v.text for v in record.all("eligibility.exclusion")] == ["B"]


def test_ages_that_the_eu_register_puts_behind_its_criteria_are_no_criterion() -> None:
    ages = "Are the trial subjects under 18? no<br>F.1.2 Adults (18-64 years) yes<br>"
    record = _csv("EU Clinical Trials Register", Inclusion_Criteria=f"Inclusion criteria: <br>- A<br>{ages}")
    assert [v.text for v in record.all("eligibility.inclusion")] == ["A"]
    assert [v.text for v in record.all("age.group")] == ["Adults (18-64 years)"]
    assert record.register == "EUCTR"


@pytest.mark.parametrize(
    ("register", "cell", "interventions"),
    [
        ("ClinicalTrials.gov", "Drug: arbidol;Drug: placebo, 2 per day", ["Drug|arbidol|", "Drug|placebo, 2 per day|"]),
        ("ClinicalTrials.gov", "Other: A; B;Dietary Supplement: C", ["Other|A; B|", "Dietary Supplement|C|"]),
        ("ChiCTR", "Gold Standard:RT-PCR;Index test:Chest CT;", ["Gold Standard|RT-PCR|", "Index test|Chest CT|"]),
        ("IRCT", "Intervention 1: drug. Intervention 2: placebo.", ["||drug.", "||placebo."]),
        ("CTRI", "Intervention1: drug<br>Control Intervention1: none<br>", ["||drug", "||none"]),
        ("ISRCTN", "Patients are given <br>Drug: X", ["||Patients are given \nDrug: X"]),
    ],
)
def test_interventions_are_told_apart_as_their_register_writes_them(
    register: str, cell: str, interventions: list[str]
) -> None:
    record = _csv(register, Intervention=cell)
    assert ["|".join(each) for each in _texts(record, "intervention", "type", "name", "description")] == interventions


def test_an_intervention_that_names_other_arms_stays_whole() -> None:
    record = _csv("ChiCTR", Target_size="A:20;B:20;", Intervention="A:drug;C:none;")
    assert _texts(record, "arm", "intervention") == [("",), ("",)]
    assert _texts(record, "intervention", "description") == [("A:drug;C:none;",)]


@pytest.mark.parametrize(
    ("register", "cell", "outcomes"),
    [
        ("ChiCTR", "ORR;time to progression;", ["ORR||", "time to progression||"]),
        ("ClinicalTrials.gov", "Survival; all causes;Death", ["Survival; all causes||", "Death||"]),
        (
            "IRCT",
            "Fever. Timepoint: Daily. Method of measurement: Thermometer.;Cough. Timepoint: Daily.",
            ["Fever|Daily|Thermometer.", "Cough|Daily.|"],
        ),
        ("ANZCTR", "Mortality[28 days];Stay[At discharge]", ["Mortality|28 days|", "Stay|At discharge|"]),
        ("LBCTR", "Name: Mood (a; b);Timepoints: one month;Measure: GAD-7", ["Mood (a; b)|one month|GAD-7"]),
        ("ISRCTN", "Measured weekly:;1. Depression", ["Measured weekly:;1. Depression||"]),
    ],
)
def test_outcomes_are_told_apart_where_their_register_lists_them(register: str, cell: str, outcomes: list[str]) -> None:
    record = _csv(register, Primary_outcome=cell)
    assert ["|".join(each) for each in _texts(record, "outcome", "name", "time_frame", "method")] == outcomes
    assert {role for (role,) in _texts(record, "outcome", "role")} == {"Primary"}


def test_objectives_of_the_eu_register_are_no_outcomes() -> None:
    objectives = "Main Objective: To show it.;Secondary Objective: More."
    endpoint = "Primary end point(s): Death;Timepoint(s) of evaluation of this end point: 28 d"
    record = _csv("EU Clinical Trials Register", Primary_outcome=f"{objectives};{endpoint}")
    assert [v.text for v in record.all("summary")] == ["To show it.", "More."]
    assert _texts(record, "outcome", "name", "time_frame") == [("Death", "28 d")]


@pytest.mark.parametrize(
    ("design", "parts"),
    [
        (
            "Allocation: Randomized. Intervention model: Parallel Assignment. Primary purpose: Treatment. "
            "Masking: None (Open Label).",
            "Randomized|Parallel Assignment|Treatment|None (Open Label)",
        ),
        (
            "Randomization: Not randomized, Blinding: Not blinded, Placebo: Not used, Assignment: Single, Purpose: Screening.",
            "Not randomized|Single|Screening|Not blinded",
        ),
        (
            "Controlled: yes<br>Randomised: yes<br>Open: no<br>Single blind: no<br>Double blind: yes<br>Parallel group: yes",
            "Randomised|Parallel group||Double blind",
        ),
        ("Randomized: No, Masking: Single, Control: Placebo", "No|||Single"),
        ("Factorial", "|||"),
    ],
)
def test_the_parts_of_a_design_are_found_by_their_labels(design: str, parts: str) -> None:
    record = _csv("X", Study_design=design)
    assert "|".join(record.text(name) for name in ("allocation", "model", "purpose", "masking")) == parts
    assert record.text("design") == design.replace("<br>", "\n")


def test_a_phase_that_a_spreadsheet_made_a_date_of_is_noted() -> None:
    record = _csv("IRCT", Phase="2020-03-02 00:00:00")
    assert record.text("phase") == "2020-03-02 00:00:00"
    assert record.notes == ("Phase is '2020-03-02 00:00:00': a spreadsheet has made a date of 2-3",)


def test_letters_once_read_in_the_wrong_code_are_kept_and_noted() -> None:
    record = _csv("EU Clinical Trials Register", Public_title="Vaccination with Gu√©rin's bacillus")
    assert record.text("title") == "Vaccination with Gu√©rin's bacillus"
    assert record.notes == (
        "Public title has '√©' for 'é': UTF-8 that was once read as Mac Roman; it is kept as it stands",
    )
    assert _csv("JPRN", Public_title="Guérin, 肝癌, ≥18").notes == ()


def test_what_has_no_field_is_a_note_under_its_own_name() -> None:
    record = _csv("ChiCTR", Export_date="2020-12-05", Bridged_type="parent    ")
    assert [(v.path, v.text) for v in record.all("note")] == [
        ("Source Register", "ChiCTR"), ("Export date", "2020-12-05"), ("Bridged type", "parent"),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_first_line_tells_what_separates_the_fields(mark: str) -> None:
    lines = [
        mark.join(["TrialID", "Scientific_title", "Source Register"]),
        mark.join(["N1", f'"a{mark} ""b""\nc"', "ISRCTN"]),
    ]
    record = read_record(("\ufeff" + "\n".join(lines)).encode())
    assert (record.id, record.register, record.text("title.official")) == ("N1", "ISRCTN", f'a{mark} "b"\nc')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('TrialID,Scientific title\nN1,"no end', "a quoted field does not end"),
        ('TrialID,Scientific title\nN1,"a"b', "a quoted field does not end"),
        ("TrialID,Scientific title\nN1", "a record has 1 fields, the first line names 2"),
        ("TrialID,Scientific title\nN1,a,b", "a record has 3 fields, the first line names 2"),
        ("TrialID,Scientific title\n", "holds no record"),
        ("TrialID,Age\nN1,5", "the format is not known"),
        ("<Trials_downloaded_from_ICTRP><Trial><TrialID>N1</TrialID>", "cut off"),
        ("<Trials_downloaded_from_ICTRP><Trial><TrialID>N1</Trial>", "no well-formed XML"),
        ("<Trials_downloaded_from_ICTRP></Trials_downloaded_from_ICTRP>", "holds no record"),
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><Trials_downloaded_from_ICTRP><Trial><TrialID>&a;</TrialID></Trial>',
            "declares the entity 'a'",
        ),
    ],
)
def test_a_damaged_export_is_refused(text: str, words: str) -> None:
    with pytest.raises(HepaticaError, match=words):
        list(read_records(text.encode(), name="export"))


# ---------------------------------------------------------------- real exports


@pytest.mark.real_data
def test_all_records_of_the_exports_are_read() -> None:
    assert Counter(record.register for record in records(ICTRP_XML)) == {"ChiCTR": 320, "ClinicalTrials.gov": 65}
    registers = Counter(record.register for record in records(ICTRP_CSV))
    assert (registers.total(), len(registers)) == (1575, 16)
    assert (registers["ClinicalTrials.gov"], registers["ChiCTR"], registers["EUCTR"]) == (833, 448, 102)
    assert registers["JPRN"] == 7


@pytest.mark.real_data
def test_practically_all_records_of_chictr_tell_the_sizes_of_their_arms() -> None:
    with_arms = [record for record in records(ICTRP_XML) if record.members("arm")]
    assert len(with_arms) == 319
    assert {record.register for record in with_arms} == {"ChiCTR"}
    assert all(member["size"][0].text.isdecimal() for record in with_arms for member in record.members("arm"))


@pytest.mark.real_data
@pytest.mark.parametrize(("export", "late", "timely"), [(ICTRP_XML, 145, 175), (ICTRP_CSV, 231, 217)])
def test_the_flag_says_no_of_late_registrations_and_yes_of_timely_ones(export: str, late: int, timely: int) -> None:
    said: Counter[tuple[str, bool]] = Counter()
    for record in records(export):
        if record.register == "ChiCTR":
            registered, began = (read_days(record.text(name)) for name in ("date.registered", "date.recruitment_start"))
            assert registered is not None
            assert began is not None
            said[record.text("registration.timing"), began.latest < registered.earliest] += 1
    assert said == {("No", True): late, ("Yes", False): timely}


@pytest.mark.real_data
def test_every_date_of_the_exports_is_read_and_both_forms_of_registration_agree() -> None:
    unread = []
    for record in (*records(ICTRP_XML), *records(ICTRP_CSV)):
        for name in ("date.registered", "date.updated", "date.recruitment_start", "date.completion"):
            days = {value.text: read_days(value.text, "day first") for value in record.all(name)}
            unread += [text for text, read in days.items() if read is None]
            assert len(set(days.values())) <= 1
    assert unread == ["2641-06-14 00:00:00"]  # a year in which no study begins


@pytest.mark.real_data
def test_every_value_stands_where_it_says() -> None:
    assert [found for record in records(ICTRP_XML) for found in misplaced(record, "markup")] == []
    assert [found for record in records(ICTRP_CSV) for found in misplaced(record, "csv")] == []
