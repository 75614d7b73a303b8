"""The protocol synopsis: what a study file says, in words, in two languages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from ruamel.yaml import YAML
from tests.rules import strategies

import hepatica.report
from hepatica.protocol import Study, list_studies, load_study
from hepatica.report.synopsis import Synopsis, synopsis
from hepatica.report.synopsis_endpoints import definition
from hepatica.report.synopsis_groups import assignment
from hepatica.report.synopsis_rules import Spoken
from hepatica.report.synopsis_words import Phrases
from hepatica.report.words import Lang
from hepatica.rules import parse_rule
from hepatica.rules.nodes import Node
from hepatica.vocabulary import load

LANGUAGES: tuple[Lang, ...] = ("en", "zh")


@cache
def study(name: str) -> Study:
    return load_study(name)


def spoken(name: str, lang: Lang = "en") -> Spoken:
    return Spoken(study(name), load(), Phrases(lang))


def texts(told: Synopsis) -> list[str]:
    lines = [text for section in told.sections for line in section.lines for text in (line.term, line.text)]
    return [told.title, *(text for fact in told.facts for text in fact), *lines, *(s.title for s in told.sections)]


def lines(told: Synopsis, section: str) -> dict[str, str]:
    (found,) = (each for each in told.sections if each.id == section)
    return {line.term: line.text for line in found.lines}


def test_every_phrase_has_the_same_fields_in_both_languages() -> None:
    path = Path(hepatica.report.__file__).parent / "synopsis_words.yaml"
    for key, text in YAML(typ="safe", pure=True).load(path).items():
        english, chinese = (set(re.findall(r"\{(\w*)\}", text[lang])) for lang in LANGUAGES)
        assert english == chinese, key


# ---------------------------------------------------------------- rules in words


@pytest.mark.parametrize(
    ("rule", "english", "chinese"),
    [
        ("creatinine > 1.5 ULN", "creatinine (serum) > 1.5 × upper limit of normal", "血清肌酐 > 1.5 倍正常值上限"),
        ("age between 18 and 70 a", "age 18 to 70 years", "年龄 18 至 70 年"),
        ("child_pugh.score >= 10", "Child-Pugh score ≥ 10", "Child-Pugh评分 ≥ 10"),
        ("ever resection", "liver resection", "曾有肝切除术"),
        (
            "no radiotherapy within 12 wk before consent",
            "no radiotherapy within 12 weeks before informed consent",
            "签署知情同意书前 12 周内无放射治疗",
        ),
        (
            "any adverse_event(grade >= 3) from radical_treatment",
            "adverse event (CTCAE grade ≥ 3) from radical treatment on",
            "自根治性治疗起不良事件（CTCAE分级 ≥ 3）",
        ),
        (
            "hbsag_quantitative < 0.05 [IU]/mL and hbv_dna < 10 [IU]/mL",
            "hepatitis B surface antigen (quantity) < 0.05 IU/mL and HBV DNA < 10 IU/mL",
            "乙型肝炎表面抗原定量 < 0.05 IU/mL且乙型肝炎病毒DNA < 10 IU/mL",
        ),
        ("not pregnant", "not (pregnant)", "非（妊娠）"),
    ],
)
def test_a_rule_reads_as_words(rule: str, english: str, chinese: str) -> None:
    assert spoken("NCT07120750", "en").rule(parse_rule(rule)) == english
    assert spoken("NCT07120750", "zh").rule(parse_rule(rule)) == chinese


def test_a_window_that_all_parts_share_is_said_once() -> None:
    rule = "afp > 400 ug/L after consent and any recurrence after consent"
    assert spoken("NCT07120750").rule(parse_rule(rule)).count("informed consent") == 1


@given(strategies.rules())
def test_every_rule_that_can_be_written_can_be_said(rule: Node) -> None:
    for lang in LANGUAGES:
        assert spoken("NCT07120750", lang).rule(rule).strip()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", list_studies())
def test_no_code_of_the_rule_language_is_left_in_a_criterion(name: str, lang: Lang) -> None:
    told = spoken(name, lang)
    for key, (_, criterion) in study(name).criteria.items():
        words = told.rule(criterion.rule.node)
        judged = "judged" in criterion.rule.text
        assert judged or not re.search(r"[a-z]_[a-z]|[<>!]=|\{|\[|\bULN\b|\bnot in\b", words), f"{key}: {words}"


# ---------------------------------------------------------------- the whole


@pytest.mark.parametrize("name", list_studies())
def test_the_synopsis_holds_every_criterion_endpoint_and_grave_conflict(name: str) -> None:
    told = synopsis(study(name), "en")
    terms = {line.term for section in told.sections for line in section.lines}
    assert set(study(name).criteria) <= terms
    whole = " ".join(terms)
    assert all(endpoint.label.en in whole for endpoint in study(name).endpoints.values())
    grave = {conflict.id for conflict in study(name).open_conflicts if conflict.severity == 1}
    assert {line.term for section in told.sections for line in section.lines if line.mark == "grave"} == grave


@pytest.mark.parametrize("name", list_studies())
def test_no_english_of_ours_stands_in_the_chinese_synopsis(name: str) -> None:
    """Every Latin word comes from the study file itself or from a Chinese label of the vocabulary (Cox, Child-Pugh)."""
    vocabulary = load()
    labels = [v.label.zh for v in vocabulary.variables.values()] + [label.zh for label in vocabulary.labels.values()]
    labels += [label.zh for group in vocabulary.methods.values() for label in group.values()]
    allowed = Path(study(name).file).read_text(encoding="utf-8") + " ".join(labels) + " log10 hepatica "
    known = set(re.findall(r"[A-Za-z]+", allowed))
    for text in texts(synopsis(study(name), "zh")):
        foreign = [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in known]
        assert not foreign, f"{foreign} in «{text}»"


@pytest.mark.parametrize("name", list_studies())
def test_both_languages_have_the_same_sections_and_statements(name: str) -> None:
    english, chinese = (synopsis(study(name), lang) for lang in LANGUAGES)
    assert [(s.id, len(s.lines)) for s in english.sections] == [(s.id, len(s.lines)) for s in chinese.sections]


def test_the_head_names_registration_sponsor_design_and_dates() -> None:
    facts = dict(synopsis(study("NCT07120750"), "en").facts)
    assert facts["Registration"] == (
        "NCT07120750, ClinicalTrials.gov, sponsor's number IIT-2024-077, acronym PRTRAS 001, "
        "registered as observational study"
    )
    assert facts["Design"] == "cohort study, prospective, groups as treated, open label"
    assert facts["Enrolment"] == "332 subjects, 1 site"
    assert facts["Dates"] == "start 2025-09-01, primary completion 2029-12-31, completion 2030-12-31"


def test_what_the_file_does_not_say_is_said_to_be_missing() -> None:
    told = synopsis(study("NCT04163237"), "en")
    assert dict(told.facts)["Dates"] == "not stated in the study file"
    assert "Ethics approval is not stated." in texts(told)


def test_a_contradiction_takes_one_line() -> None:
    told = synopsis(study("NCT04163237"), "en")
    grave = [line for section in told.sections for line in section.lines if line.mark == "grave"]
    assert len(grave) > 5
    assert all(len(line.text) <= 110 and "\n" not in line.text for line in grave)


def test_a_decided_conflict_is_no_longer_open() -> None:
    base = study("NCT07100236")
    first = next(conflict for conflict in base.open_conflicts if conflict.severity == 1)
    decision = {"reading": next(iter(first.readings), "as recorded"), "by": "PI", "on": "2026-11-20", "why": "asked"}
    decided = type(first).model_validate({**first.model_dump(mode="json"), "decision": decision})
    conflicts = tuple(decided if conflict.id == first.id else conflict for conflict in base.conflicts)
    changed = base.model_copy(update={"conflicts": conflicts})
    assert first.id in lines(synopsis(base, "en"), "open")
    assert first.id not in lines(synopsis(changed, "en"), "open")


def test_alternatives_stand_under_one_heading() -> None:
    told = synopsis(study("NCT04163237"), "en")
    (inclusion,) = (section for section in told.sections if section.id == "inclusion")
    at = next(index for index, line in enumerate(inclusion.lines) if line.text == "At least one of:")
    assert [line.term for line in inclusion.lines[at + 1 : at + 5]] == ["B-I14", "B-I15", "B-I16", "B-I17"]
    assert all(line.text.startswith("– ") for line in inclusion.lines[at + 1 : at + 5])
    assert not inclusion.lines[at + 5].text.startswith("– ")


def test_criteria_of_two_populations_stand_apart() -> None:
    told = synopsis(study("ChiCTR2600120525"), "en")
    (inclusion,) = (section for section in told.sections if section.id == "inclusion")
    leads = [line.text for line in inclusion.lines if line.mark == "lead"]
    assert len(leads) == 3
    assert leads[-1] == "For all subjects:"


# ---------------------------------------------------------------- endpoints


@pytest.mark.parametrize(
    ("endpoint", "lang", "sentence"),
    [
        (
            "recurrence",
            "en",
            "Time from radical treatment to tumour recurrence; at risk only from 28 days after start of the antiviral "
            "strategy; competing: death; without it censored at last adequate imaging; followed through the window of "
            "the week 156 visit; told apart: local, intrahepatic, extrahepatic; instrument: LI-RADS on dynamic "
            "contrast-enhanced MRI v2018 (1 reader).",
        ),
        (
            "hbsag_loss",
            "en",
            "Hepatitis B surface antigen (quantity) < 0.05 IU/mL, seen twice at least 24 weeks apart, from start of "
            "the antiviral strategy; the first within 2 years; instrument: Architect HBsAg QT.",
        ),
        (
            "hbsag_loss",
            "zh",
            "自抗病毒策略开始起乙型肝炎表面抗原定量 < 0.05 IU/mL，两次确认，间隔至少 24 周；首次须在 2 年内；"
            "工具：Architect HBsAg QT。",
        ),
        (
            "liver_deterioration",
            "zh",
            "Child-Pugh评分较抗病毒策略开始恶化达 2 分及以上；随访至第156周访视窗结束；工具：Child-Pugh分级。",
        ),
    ],
)
def test_an_endpoint_is_defined_by_origin_event_censoring_and_horizon(endpoint: str, lang: Lang, sentence: str) -> None:
    found = study("NCT07120750").endpoints[endpoint]
    assert definition([found], spoken("NCT07120750", lang)) == sentence


def test_readings_that_differ_only_in_their_day_share_one_definition() -> None:
    terms = lines(synopsis(study("NCT04163237"), "en"), "endpoints")
    (together,) = (term for term in terms if "CTCs present before surgery" in term)
    assert "CTCs present 12 months after surgery" in together
    assert "1 day before resection" in terms[together]
    assert "12 months after resection" in terms[together]


# ---------------------------------------------------------------- groups


ARMS = "{OLD: {label: the old drug}, NEW: {label: the new drug}}"


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (
            "{method: as treated, from: consent, grace: 28 d, after_switch: censor,"
            " arms: {OLD: exposed to sorafenib, NEW: otherwise}}",
            [
                "within 28 days of informed consent",
                "ends the follow-up",
                "drug: exposed to sorafenib; the new drug: everyone else",
            ],
        ),
        (
            "{method: randomised, from: consent, ratio: {OLD: 1, NEW: 2}, strata: [sex], blocks: [4, 6]}",
            ["by lot at informed consent", "1:2 (the old drug, the new drug)", "stratified by sex", "blocks of 4, 6"],
        ),
        (
            "{method: ranked with fallback, gate: bclc = A, by: consent + 1 mo, candidates: [sorafenib, lenvatinib],"
            " metrics: [auc, ic50], arm: NEW, fallback: {arm: OLD, drugs: [lenvatinib]}}",
            ["by 1 month after informed consent", "«the new drug»", "AUC, then IC50", "«the old drug» with lenvatinib"],
        ),
        (
            "{method: cohort by date, from: consent, cohorts: {OLD: {end: 2025-12-31}, NEW: {start: 2026-01-01}}}",
            ["the old drug to 2025-12-31", "the new drug from 2026-01-01"],
        ),
        (
            "{method: model strata, variable: afp, model: locked-1, thresholds: [0.3], strata: [OLD, NEW]}",
            ["locked model locked-1", "the old drug, the new drug from low to high", "cut at 0.3"],
        ),
    ],
)
def test_each_method_of_assignment_is_told(method: str, words: list[str]) -> None:
    plain = study("NCT07120750").model_dump(by_alias=True, exclude_unset=True, exclude_none=True, mode="json")
    read = YAML(typ="safe", pure=True).load
    model = Study.model_validate({**plain, "arms": read(ARMS), "assignment": read(method)})
    told = " ".join(assignment(Spoken(model, load(), Phrases("en"))))
    assert [word for word in words if word not in told] == [], told
    assert assignment(Spoken(model, load(), Phrases("zh")))


def test_a_learnt_classifier_is_called_a_stand_in() -> None:
    told = assignment(spoken("NCT07100236"))
    assert "29 genes learnt from TCGA iCluster" in told[0]
    assert told[1].startswith("A stand-in.")
