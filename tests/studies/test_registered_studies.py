"""The studies that come with Hepatica say what their registry records say."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
from tests.reference_data import RECORDS, at_hand

from hepatica.protocol import Study, dump, expand, list_studies, load_study, study_schema
from hepatica.protocol.check import resolves
from hepatica.protocol.schedule import expand_entry
from hepatica.protocol.source import read_source
from hepatica.rules.nodes import Node

OVERLAY = Path(__file__).parents[2] / "examples" / "tcga_lihc" / "NCT07100236-tcga.yaml"
LETTERS = {
    "NCT07100236": "A",
    "NCT04163237": "B",
    "NCT07363356": "C",
    "NCT07120750": "D",
    "ChiCTR2600120525": "E",
}
SEVERITIES = {"A": {1: 10, 2: 14}, "B": {1: 13, 2: 13}, "C": {1: 16, 2: 8}, "D": {1: 13, 2: 16}, "E": {1: 16, 2: 13}}


@pytest.fixture(params=list(LETTERS), scope="module")
def study(request: pytest.FixtureRequest) -> Study:
    return load_study(request.param)


def test_the_five_studies_are_listed() -> None:
    assert set(list_studies()) == set(LETTERS)


@pytest.mark.parametrize(
    ("name", "inclusion", "exclusion", "classes"),
    [
        ("NCT07100236", 11, 17, {"C": 16, "P": 10, "J": 2}),
        ("NCT04163237", 22, 22, {"C": 26, "P": 16, "J": 2}),
        ("NCT07363356", 21, 29, {"C": 35, "P": 11, "J": 4}),
        ("NCT07120750", 7, 18, {"C": 13, "P": 8, "J": 4}),
        ("ChiCTR2600120525", 15, 9, {"C": 12, "P": 9, "J": 3}),
    ],
)
def test_every_criterion_of_the_record_is_there_in_its_class(
    name: str, inclusion: int, exclusion: int, classes: dict[str, int]
) -> None:
    eligibility = load_study(name).eligibility
    assert (len(eligibility.inclusion), len(eligibility.exclusion)) == (inclusion, exclusion)
    both = {**eligibility.inclusion, **eligibility.exclusion}
    assert Counter(criterion.class_ for criterion in both.values()) == classes


def test_a_criterion_that_is_computable_only_after_a_choice_names_the_choice(study: Study) -> None:
    for key, (_, criterion) in study.criteria.items():
        assert criterion.class_ != "P" or criterion.assumed, key


def test_every_criterion_speaks_both_languages_and_quotes_the_record(study: Study) -> None:
    for key, (_, criterion) in study.criteria.items():
        assert criterion.text, key
        assert re.search(r"[\u4e00-\u9fff]", criterion.zh), key
        assert criterion.source, key


def test_every_title_and_label_speaks_both_languages(study: Study) -> None:
    labelled = [study.title, study.summary]
    for section in (study.anchors, study.arms, study.schedule, study.endpoints, study.populations):
        labelled += [item.label for item in section.values()]
    for label in labelled:
        assert label is not None
        assert re.search(r"[\u4e00-\u9fff]", label.zh), label.en


def test_every_criterion_says_from_when_it_can_be_decided(study: Study) -> None:
    silent = [key for key, (_, criterion) in study.criteria.items() if criterion.decidable_from is None]
    assert silent == []


def test_the_rule_of_the_file_is_one_reading_of_a_conflict_and_another_differs(study: Study) -> None:
    for conflict in study.conflicts:
        own: dict[str, Node | None] = {key: study.criteria[key][1].rule.node for key in conflict.criteria}
        ways = [own | {key: rule.node for key, rule in read.criteria.items()} for read in conflict.readings.values()]
        assert not own or own in ways, conflict.id
        assert not own or any(way != own for way in ways), conflict.id


def test_every_assumption_resolves_and_gives_a_reason(study: Study) -> None:
    whole = study.model_dump(by_alias=True, exclude_none=True)
    assert len(study.assumed) > 20
    for path, reason in study.assumptions.items():
        assert resolves(whole, path), path
        assert reason.strip(), path
        assert "\n" not in reason, path


def test_every_open_conflict_quotes_the_record_and_says_what_happens_meanwhile(study: Study) -> None:
    letter = LETTERS[study.study]
    assert Counter(c.severity for c in study.conflicts if c.severity < 3) == SEVERITIES[letter]
    for conflict in study.conflicts:
        assert conflict.id.startswith(f"{letter}-F")
        assert all(phrase.strip() for phrase in conflict.phrases)
        assert conflict.meanwhile.endswith("."), conflict.id
        assert conflict.open


def test_a_study_file_survives_saving(study: Study, tmp_path: Path) -> None:
    (tmp_path / "saved.yaml").write_text(dump(study), encoding="utf-8")
    saved = load_study(tmp_path / "saved.yaml")
    assert saved.model_dump(mode="json") == study.model_dump(mode="json")
    assert saved.anchor_nodes == study.anchor_nodes


def test_study_d_has_13_scans_from_week_12_to_week_156() -> None:
    study = load_study("NCT07120750")
    scans = expand_entry("mri", study.schedule["mri"])
    assert [scan.day for scan in scans] == [7 * week for week in range(12, 157, 12)]
    assert {(scan.late - scan.early) for scan in scans if scan.late is not None and scan.early is not None} == {14}


def test_every_entry_of_the_schedule_has_visits(study: Study) -> None:
    assert {visit.entry for visit in expand(study.schedule, end_of_study=5 * 365)} == set(study.schedule)


def test_study_a_looks_for_response_at_weeks_8_16_24_and_at_progression_of_every_line() -> None:
    visits = expand_entry("response", load_study("NCT07100236").schedule["response"])
    assert [(visit.kind, visit.day) for visit in visits] == [
        ("planned", 56),
        ("planned", 112),
        ("planned", 168),
        ("triggered", None),
    ]
    assert {visit.per for visit in visits} == {"line"}


def test_time_to_progression_differs_from_progression_free_survival_by_death_alone() -> None:
    endpoints = load_study("NCT07100236").endpoints
    ttp, pfs = endpoints["ttp"], endpoints["pfs"]
    assert (ttp.event_variables, ttp.death) == ({"progression"}, "censor")
    assert (pfs.event_variables, pfs.death) == ({"progression", "death"}, "event")
    assert ttp.censor == pfs.censor


def test_recurrence_counts_from_radical_treatment_but_nobody_is_at_risk_before_the_group_is_known() -> None:
    recurrence = load_study("NCT07120750").endpoints["recurrence"]
    assert recurrence.origin.text == "radical_treatment"
    assert recurrence.entry is not None
    assert recurrence.entry.text == "antiviral_start + 28 d"
    assert recurrence.competing_variables == {"death"}


def test_the_simulation_takes_the_numbers_of_the_record_and_marks_the_others_as_assumed() -> None:
    simulation = load_study("NCT07120750").simulation
    assert simulation is not None
    recurrence = simulation.events["recurrence"]
    assert (simulation.subjects, recurrence.by.text, recurrence.probability.value) == (332, "3 a", 0.5)
    assert (recurrence.hazard_ratio["NA_PEGIFN"].value, recurrence.hazard_ratio["NA_PEGIFN"].source) == (0.6, "record")
    assert simulation.dropout is not None
    assert (simulation.dropout.probability.value, simulation.dropout.probability.source) == (0.1, "assumed")


@pytest.mark.real_data
@pytest.mark.parametrize("name", list(LETTERS))
def test_every_quotation_stands_in_the_record(name: str) -> None:
    record = at_hand(RECORDS / f"{name}.txt")
    text = plain(record.read_text(encoding="utf-8"))
    study = load_study(name)
    quoted = {c.id: c.phrases for c in study.conflicts} | {k: (c.source,) for k, (_, c) in study.criteria.items()}
    missing = [(key, phrase) for key, phrases in quoted.items() for phrase in phrases if plain(phrase) not in text]
    assert missing == []


def plain(text: str) -> str:
    """Text without Markdown escapes, on one line."""
    return " ".join(text.replace("\\n", " ").replace("\\", "").split())


def test_the_tcga_study_is_the_record_with_what_tcga_lacks_taken_out() -> None:
    study = load_study(OVERLAY)
    assert study.extends == "NCT07100236"
    assert list(study.anchors) == ["diagnosis"]
    assert set(study.endpoints) == {"os", "pfi"}
    changed = {change.path: change.value for change in study.overrides}
    assert changed["anchors.treatment_start"] is None
    assert changed["endpoints.ttp"] is None
    assert "assignment.genes" not in changed


def test_every_analysis_of_the_tcga_study_is_repeated_among_the_evaluable() -> None:
    analyses = load_study(OVERLAY).analyses
    main = {a.id for a in analyses if a.role != "sensitivity"}
    repeated = {a.sensitivity_of for a in analyses if a.role == "sensitivity"}
    assert main == repeated == {"os.by_class", "pfi.by_class", "os.by_icluster", "os.by_hoshida", "os.by_ncip"}
    assert {a.population for a in analyses if a.role == "sensitivity"} == {"evaluable"}


def test_the_tcga_labels_are_called_a_stand_in() -> None:
    assignment = load_study(OVERLAY).assignment
    assert assignment is not None
    assert assignment.method == "classified by expression"
    assert assignment.label_status is not None
    assert "stand-in" in assignment.label_status.en
    assert (assignment.genes.learn, assignment.genes.labels, assignment.reject) == (29, "icluster_tcga", "NONE")


@pytest.mark.parametrize("path", [*list_studies().values(), OVERLAY], ids=lambda path: path.stem)
def test_an_editor_with_the_schema_accepts_every_study_file(path: Path) -> None:
    schema = study_schema()
    if path == OVERLAY:  # an overlay is completed by its base
        data = load_study(path).model_dump(by_alias=True, exclude_unset=True, mode="json")
    else:
        data = read_source(path).data
    jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)
