"""The studies that come with Hepatica say what their registry records say."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from hepatica.protocol import Study, dump, expand, list_studies, load_study, study_schema
from hepatica.protocol.check import resolves
from hepatica.protocol.schedule import expand_entry
from hepatica.protocol.source import read_source
from hepatica.rules import parse_rule

SPEC = Path(__file__).parents[1] / "spec" / "criteria"
OVERLAY = Path(__file__).parents[2] / "examples" / "tcga_lihc" / "NCT07100236-tcga.yaml"
LETTERS = {"NCT07100236": "A", "NCT07120750": "D"}


@pytest.fixture(params=list(LETTERS), scope="module")
def study(request: pytest.FixtureRequest) -> Study:
    return load_study(request.param)


def test_both_studies_are_listed() -> None:
    assert set(list_studies()) >= set(LETTERS)


@pytest.mark.parametrize(
    ("name", "inclusion", "exclusion", "classes"),
    [
        ("NCT07100236", 11, 17, {"C": 16, "P": 10, "J": 2}),
        ("NCT07120750", 7, 18, {"C": 13, "P": 8, "J": 4}),
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


def test_the_rules_are_those_of_the_rule_tables(study: Study) -> None:
    table = YAML(typ="safe", pure=True).load((SPEC / f"{LETTERS[study.study]}.yaml").read_text(encoding="utf-8"))
    expected = {row["id"]: (row["kind"], row["class"], parse_rule(row["rule"])) for row in table["criteria"]}
    alternatives = {row["id"] for row in table["criteria"] if "one_of" in row}
    given = {key: (kind, c.class_, c.rule.node) for key, (kind, c) in study.criteria.items()}
    assert given.keys() == expected.keys()
    for key in given.keys() - alternatives:
        assert given[key] == expected[key], key


def test_one_of_the_two_specimens_is_enough() -> None:
    criteria = load_study("NCT07100236").criteria
    assert [criteria[key][1].rule.node for key in ("A-I5a", "A-I5b")] == [
        parse_rule(
            "any specimen(code = tumour_frozen and dose >= 3 g) by treatment_start "
            "or any specimen(code = tumour_puncture) by treatment_start"
        ),
        parse_rule(
            "any specimen(code = tumour_frozen and dose >= 3 g) by treatment_start "
            "or (any specimen(code = tumour_puncture and status = adequate) by treatment_start "
            "and specimen_quality = adequate by treatment_start)"
        ),
    ]


def test_every_assumption_resolves_and_gives_a_reason(study: Study) -> None:
    whole = study.model_dump(by_alias=True, exclude_none=True)
    assert len(study.assumed) > 20
    for path, reason in study.assumptions.items():
        assert resolves(whole, path), path
        assert reason.strip(), path
        assert "\n" not in reason, path


def test_every_open_conflict_quotes_the_record_and_says_what_happens_meanwhile(study: Study) -> None:
    letter = LETTERS[study.study]
    assert Counter(c.severity for c in study.conflicts) == {"A": {1: 10, 2: 14}, "D": {1: 13, 2: 16}}[letter]
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


def test_the_schedules_expand_without_an_open_end(study: Study) -> None:
    assert {visit.entry for visit in expand(study.schedule)} == set(study.schedule)


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
    data = Path(os.environ.get("HEPATICA_DATA", "../shared/data"))
    record = data.parent / "records" / f"{name}.txt"
    if not record.is_file():
        pytest.skip("the registry records are not here")
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
