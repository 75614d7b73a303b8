"""One record of the EU register in three files: the plain text it offers, its page, and the JSON that ctrdata keeps."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from tests.registry.register_data import (
    CTRDATA,
    EUCTR_PAGE,
    EUCTR_TEXT,
    misplaced,
    of_format,
    quoted,
    records,
    span_of,
    text_of,
)

from hepatica.errors import HepaticaError
from hepatica.registry.reading import read_record, read_records
from hepatica.registry.record import Record

TEXT = """Summary
EudraCT Number: 2020-001234-56
Sponsor's Protocol Code Number: LIVER-1
National Competent Authority: Spain - AEMPS
Clinical Trial Type: EEA CTA
Trial Status: Ongoing
Date on which this record was first entered in the EudraCT database: 2020-03-04

A. Protocol Information
A.1 Member State Concerned: Spain - AEMPS
A.2 EudraCT number: 2020-001234-56
A.3 Full title of the trial: Resection or ablation
A.3 Full title of the trial (es): Resección o ablación
A.7 Trial is part of a Paediatric Investigation Plan: {plan}
A.8 EMA Decision number of Paediatric Investigation Plan:

B. Sponsor Information
Sponsor 1
B.1.1 Name of Sponsor: A hospital
B.3.1 and B.3.2\tStatus of the sponsor: Non-Commercial
B.5.3.3 Post code: 28001

D. IMP Identification
D.IMP: 1
D.1.2 and D.1.3 IMP Role: Test
D.3.1 Product name: Lenvatinib
D.3.7 Routes of administration for this IMP:
Oral use
D.3.8 to D.3.10 IMP Identification Details (Active Substances)
D.3.8 INN - Proposed INN: LENVATINIB
D.3.9.1 CAS number: 417716-92-8
D.3.8 INN - Proposed INN: ANOTHER
D.8 Information on Placebo
D.8 Placebo: 1
D.8.3 Pharmaceutical form of the placebo: Capsule

E. General Information on the Trial
E.1 Medical condition or disease under investigation
E.1.1 Medical condition(s) being investigated: Hepatocellular carcinoma
E.1.1.2 Therapeutic area: Diseases [C] - Cancer [C04]
MedDRA Classification
E.1.2 Medical condition or disease under investigation:
E.1.2 Version: 20.0
E.1.2 Classification code: 10019828
E.1.2 Term: Hepatocellular carcinoma
E.2.1 Main objective of the trial: To compare.
E.3 Principal inclusion criteria: 1. Age: 18 or more;
A.2 mutation known
E.1 class of a score
2. HCC
E.4 Principal exclusion criteria: - Child-Pugh C
E.5.1 Primary end point(s): Overall survival
E.5.1 Primary end point(s) (es): Supervivencia global
E.5.1.1 Timepoint(s) of evaluation of this end point: 3 years
E.6.3 Therapy: Yes
E.6.4 Safety: No
E.7.2 Therapeutic exploratory (Phase II): Yes
E.7.3 Therapeutic confirmatory (Phase III): No
E.8.1 Controlled: Yes
E.8.1.1 Randomised: Yes
E.8.1.2 Open: No
E.8.1.4 Double blind: Yes
E.8.2.4 Number of treatment arms in the trial: 2
E.8.6.3 If E.8.6.1 or E.8.6.2 are Yes, specify the regions in which trial sites are planned:
France
Italy
E.8.7 Trial has a data monitoring committee: Yes

F. Population of Trial Subjects
F.1.1.1 In Utero: No
F.1.2 Adults (18-64 years): Yes
F.2.1 Female: Yes
F.2.2 Male: No
F.3.1 Healthy volunteers: No
F.4.1 In the member state: 50
{whole}
N. Review by the Competent Authority or Ethics Committee in the country concerned
N. Competent Authority Decision: Authorised
N. Ethics Committee Opinion of the trial application: Favourable
N. Ethics Committee Opinion: Reason(s) for unfavourable opinion:
N. Date of Ethics Committee Opinion: 2020-02-03

P. End of Trial
P. End of Trial Status: Ongoing
"""


def _text(plan: str = "No", whole: str = "F.4.2.2 In the whole clinical trial: 300\n") -> Record:
    return read_record(TEXT.format(plan=plan, whole=whole).encode())


def _page() -> Record:
    """The same record as a page shows it."""
    rows = []
    for line in TEXT.format(plan="No", whole="F.4.2.2 In the whole clinical trial: 300\n").splitlines():
        numbered = re.match(r"([A-HNP](?:\.\d+)*\.?)(?: and \S+)?[ \t]+(.*?)\s*:(?: (.*))?$", line)
        heading = re.match(r"(?:Sponsor \d|D\.IMP: \d|D\.8 Placebo: \d)$", line)
        if heading:
            rows.append(f'<tr><td colspan="3" class="cellBlue">{line.replace("Sponsor 1", "B.Sponsor: 1")}</td></tr>')
        elif numbered and not numbered[2].endswith(("(es)", "(s)")):
            number, question, said = numbered[1].rstrip("."), numbered[2], numbered[3] or ""
            cell = f'<table border="1"><tr><td width="90%">{said}</td></tr></table>' if number == "A.3" else said
            rows.append(
                f'<tr class="tricell"><td class="first">{number}</td><td class="second">{question}</td>'
                f'<td class="third"> {cell} </td></tr>'
            )
    summary = '<tr><td class="cellGrey">Trial Status:</td><td class="cellLighterGrey">Ongoing</td></tr>'
    return read_record(
        f"<!DOCTYPE html><html><body>EudraCT<table>{summary}{''.join(rows)}</table></body></html>".encode()
    )


def _said(record: Record, *names: str) -> dict[str, list[str]]:
    return {name: [value.text for value in record.all(name)] for name in names}


def test_answers_go_to_the_fields_they_are_about() -> None:
    record = _text()
    assert (record.id, record.register, record.format) == ("2020-001234-56", "EUCTR", "EUCTR text")
    assert _said(
        record, "status", "study_type", "sponsor", "sponsor.class", "condition", "condition.code", "condition.term",
        "keyword", "summary", "arm.count", "dmc", "healthy_volunteers", "ethics.approved", "ethics.date", "date.registered",
        "country", "other_id", "enrolment",
    ) == {
        "status": ["Ongoing", "Ongoing"],
        "study_type": ["EEA CTA"],
        "sponsor": ["A hospital"],
        "sponsor.class": ["Non-Commercial"],
        "condition": ["Hepatocellular carcinoma"],
        "condition.code": ["10019828"],
        "condition.term": ["Hepatocellular carcinoma"],
        "keyword": ["Diseases [C] - Cancer [C04]"],
        "summary": ["To compare."],
        "arm.count": ["2"],
        "dmc": ["Yes"],
        "healthy_volunteers": ["No"],
        "ethics.approved": ["Favourable"],
        "ethics.date": ["2020-02-03"],
        "date.registered": ["2020-03-04"],
        "country": ["Spain", "France", "Italy"],
        "other_id": ["LIVER-1"],
        "enrolment": ["300"],
    }  # fmt: skip


def test_of_ticked_lists_the_ticked_words_are_the_values() -> None:
    record = _text()
    assert _said(record, "phase", "purpose", "masking", "allocation", "design", "sex", "age.group") == {
        "phase": ["Therapeutic exploratory (Phase II)"],
        "purpose": ["Therapy"],
        "masking": ["Double blind"],
        "allocation": ["Randomised"],
        "design": ["Controlled"],
        "sex": ["Female"],
        "age.group": ["Adults (18-64 years)"],
    }
    notes = {value.path: value.text for value in record.all("note")}
    assert notes["E.7.3 Therapeutic confirmatory (Phase III)"] == "No"
    assert notes["E.8.1.2 Open"] == "No"


def test_a_study_that_is_not_randomised_says_so() -> None:
    record = read_record(TEXT.format(plan="", whole="").replace("Randomised: Yes", "Randomised: No").encode())
    assert _said(record, "allocation") == {"allocation": ["No"]}


def test_the_subjects_of_one_state_are_the_enrolment_where_there_are_no_others() -> None:
    assert _said(_text(whole=""), "enrolment") == {"enrolment": ["50"]}


def test_a_line_of_an_answer_that_looks_like_an_earlier_question_is_none() -> None:
    record = _text()
    assert record.text("eligibility") == "1. Age: 18 or more;\nA.2 mutation known\nE.1 class of a score\n2. HCC"
    assert _said(record, "eligibility.inclusion", "eligibility.exclusion") == {
        "eligibility.inclusion": ["Age: 18 or more;\nA.2 mutation known\nE.1 class of a score", "HCC"],
        "eligibility.exclusion": ["Child-Pugh C"],
    }


def test_translations_have_their_language_and_the_first_text_has_none() -> None:
    record = _text()
    titles = [(v.text, v.language) for v in record.all("title.official")]
    assert titles == [("Resection or ablation", ""), ("Resección o ablación", "es")]
    (outcome,) = record.members("outcome")
    assert [(v.text, v.language) for v in outcome["name"]] == [("Overall survival", ""), ("Supervivencia global", "es")]
    assert (outcome["role"][0].text, outcome["time_frame"][0].text) == ("Primary", "3 years")


def test_products_and_placebos_are_interventions() -> None:
    product, placebo = _text().members("intervention")
    assert {name: [v.text for v in values] for name, values in product.items()} == {
        "type": ["Test"],
        "name": ["Lenvatinib"],
        "description": ["Oral use"],
        "other_name": ["LENVATINIB", "ANOTHER"],
        "code": ["417716-92-8"],
    }
    assert product["name"][0].path == "D.IMP: 1, D.3.1 Product name"
    assert (placebo["type"][0].text, placebo["description"][0].text) == ("Placebo", "Capsule")


def test_an_answer_of_a_program_is_kept_and_noted() -> None:
    record = _text(plan="JSON_ERROR_HERE")
    path = "A.7 Trial is part of a Paediatric Investigation Plan"
    assert {value.path: value.text for value in record.all("note")}[path] == "JSON_ERROR_HERE"
    assert record.notes == (f"{path} is 'JSON_ERROR_HERE', which is a program's error and no answer; it is kept",)
    assert _text().notes == ()


def test_windows_line_ends_change_nothing() -> None:
    text = TEXT.format(plan="No", whole="")
    one, other = read_record(text.encode()), read_record(text.replace("\n", "\r\n").encode())
    assert [(n, v.text.replace("\r", "")) for n, v in other.values()] == [(n, v.text) for n, v in one.values()]


def test_the_page_says_what_the_text_says() -> None:
    text, page = _text(), _page()
    assert page.format == "EUCTR HTML"
    for name in (
        "title.official",
        "phase",
        "masking",
        "allocation",
        "sex",
        "enrolment",
        "dmc",
        "condition.term",
        "purpose",
    ):
        assert page.text(name) == text.text(name), name
    assert [v.text for v in page.members("intervention")[0]["other_name"]] == ["LENVATINIB", "ANOTHER"]
    assert page.notes == ()


def test_a_second_language_on_a_page_stands_beside_its_text() -> None:
    cell = "<table><tr><td>Resection</td><td>English</td></tr><tr><td>Resección</td><td>Spanish</td></tr></table>"
    row = (
        f'<tr class="tricell"><td class="first">A.3</td><td class="second">Title</td><td class="third">{cell}</td></tr>'
    )
    record = read_record(f"<html><body>EudraCT<table>{row}</table></body></html>".encode())
    assert [(v.text, v.language) for v in record.all("title.official")] == [("Resection", "en"), ("Resección", "es")]


def test_a_page_that_is_cut_off_is_noted() -> None:
    row = '<tr class="tricell"><td class="first">A.2</td><td class="second">Number</td><td class="third">2020-001234-56</td>'
    record = read_record(f"<html><body>EudraCT<table>{row}".encode())
    assert record.id == "2020-001234-56"
    assert record.notes == ("the page ends before </html>: it may be cut off",)


def test_the_json_says_what_the_text_says() -> None:
    said = {
        "a2_eudract_number": "2020-001234-56",
        "a3_full_title_of_the_trial": "Resection or ablation",
        "a3_full_title_of_the_trial_es": "Reseccin o ablacin",
        "dimp": [{"_dimp": "1", "d31_product_name": "Lenvatinib", "d38_": [{"d391_cas_number": "417716-92-8"}]}],
        "e12_meddra_classification": [{"e12_term": "HCC", "e12_classification_code": "10019828", "e12_level": "PT"}],
        "e3_principal_inclusion_criteria": "1. Age 18 or more 2. HCC",
        "e51_primary_end_points": "Overall survival",
        "e72_therapeutic_exploratory_phase_ii": "Yes",
        "e8231_comparator_description": "Placebo",
        "f422_in_the_whole_clinical_trial": "300",
        "p_end_of_trial_status": "Ongoing",
        "adverseEvents": {"seriousAdverseEvents": ["Death"]},
    }
    record = read_record(json.dumps(said).encode())
    assert (record.id, record.format) == ("2020-001234-56", "EUCTR JSON")
    assert _said(record, "phase", "enrolment", "status", "condition.code", "condition.term", "results") == {
        "phase": ["Therapeutic exploratory (Phase II)"],
        "enrolment": ["300"],
        "status": ["Ongoing"],
        "condition.code": ["10019828"],
        "condition.term": ["HCC"],
        "results": ["Death"],
    }
    assert [(v.text, v.language) for v in record.all("title.official")][1] == ("Reseccin o ablacin", "es")
    (product,) = record.members("intervention")
    assert (product["name"][0].text, product["code"][0].text) == ("Lenvatinib", "417716-92-8")
    phase = record.one("phase")
    assert phase is not None
    assert quoted(record, "phase", phase) == "e72_therapeutic_exploratory_phase_ii"
    assert [v.text for v in record.all("note")] == ["1", "PT", "Yes", "Placebo"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Summary\nEudraCT Number: 2020-001234-56\n", "the format is not known"),
        ('{"a2_eudract_number": "2020-001234-56"', "the JSON is cut off"),
        ('{"a2_eudract_number": "2020-001234-56", "a2_eudract_number": "x"}', "stands twice"),
    ],
)
def test_a_damaged_file_is_refused(text: str, words: str) -> None:
    with pytest.raises(HepaticaError, match=words):
        list(read_records(text.encode()))


# ---------------------------------------------------------------- real records


@pytest.mark.real_data
def test_the_ten_records_of_the_download_are_two_trials_in_seven_states() -> None:
    ids = Counter(record.id for record in records(EUCTR_TEXT))
    assert ids == {"2022-002568-62": 3, "2021-002179-21": 7}
    states = {record.text("country") for record in records(EUCTR_TEXT)}
    assert states == {"Spain", "Sweden", "France", "Greece", "Poland", "Portugal", "Hungary"}
    spoken = {value.language for record in records(EUCTR_TEXT) for _, value in record.values()}
    assert spoken == {"", "es", "el", "pl", "pt"}


@pytest.mark.real_data
def test_the_planted_token_is_kept_and_noted_where_it_stands() -> None:
    noted = {number: record.notes for number, record in enumerate(records(EUCTR_TEXT)) if record.notes}
    assert {number: len(notes) for number, notes in noted.items()} == {0: 1, 3: 1}
    kept = [v.text for record in records(EUCTR_TEXT) for v in record.all("note") if "JSON_ERROR" in v.text]
    assert kept == ["JSON_ERROR_HERE", "JSON_ERROR_HERE"]


@pytest.mark.real_data
def test_every_line_of_the_download_is_an_answer_or_a_heading() -> None:
    text = text_of(EUCTR_TEXT)
    answered = bytearray(len(text))
    for record in records(EUCTR_TEXT):
        for name, value in record.values():
            if (span := span_of(record, name, value)) is not None:
                answered[span.start : span.end] = b"\x01" * (span.end - span.start)
    left = [line[0] for line in re.finditer(r"\S.*\S", text) if not answered[line.end() - 1]]
    headings = re.compile(
        r"This file contains .*|Summary|Sponsor \d+|D\.IMP: \d+|D\.8 Placebo: \d+|MedDRA Classification|.*:|[A-HNP]\.[^:]*"
    )
    assert [line for line in left if not headings.fullmatch(line)] == []


@pytest.mark.real_data
def test_the_page_of_a_trial_outside_the_union_is_read() -> None:
    (record,) = records(EUCTR_PAGE)
    assert record.id == "2011-005852-33"
    assert _said(record, "phase", "enrolment", "study_type", "dmc", "sex") == {
        "phase": ["Therapeutic exploratory (Phase II)"],
        "enrolment": ["30"],
        "study_type": ["Outside EU/EEA"],
        "dmc": ["Yes"],
        "sex": ["Female", "Male"],
    }
    assert len(record.all("eligibility.inclusion")) == 4
    assert record.all("eligibility.inclusion")[3].text.endswith("< 100,000 parasites/µL")


@pytest.mark.real_data
def test_the_json_of_two_records_is_read_and_its_stray_headings_are_noted() -> None:
    two = of_format(CTRDATA, "EUCTR JSON")
    assert [record.id for record in two] == ["2016-004489-24", "2013-000615-24"]
    assert [len(record.members("intervention")) for record in two] == [2, 4]
    assert [record.text("enrolment") for record in two] == ["172", "50"]
    assert all("ends with 'B. Sponsor Information'" in record.notes[0] for record in two)
    assert [bool(record.all("results")) for record in two] == [True, False]


@pytest.mark.real_data
def test_every_value_stands_where_it_says() -> None:
    for record in records(EUCTR_TEXT):
        placebos = [text for name, text, raw in misplaced(record, "text") if raw is None and name.endswith(".type")]
        assert [text for _, text, _ in misplaced(record, "text")] == placebos == ["Placebo"] * len(placebos)
    assert list(misplaced(records(EUCTR_PAGE)[0], "markup")) == []
    for record in of_format(CTRDATA, "EUCTR JSON"):
        keyed = {name.split("[")[0] for name, _, raw in misplaced(record, "json") if raw in record.source}
        assert keyed <= {"phase", "purpose", "masking", "allocation", "design", "model", "sex", "age.group", "outcome"}
