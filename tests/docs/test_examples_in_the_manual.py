"""What the manual shows to be written can be written so: rules, a study file, an import map, an error message."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hepatica.protocol import StudyError, load_study
from hepatica.rules import RuleError, check_rule, parse_rule
from hepatica.sdtm.importing.spec import Doubt, Matrix, Part, Record, Samples, Table, load_map
from hepatica.vocabulary import load

DOCS = Path(__file__).parents[2] / "docs"
ANCHORS = {"consent", "first_dose", "surgery"}


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def fenced(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page(name), re.M | re.S)


def rules() -> list[str]:
    """The rules of the table's first column and of the blocks marked as rules, one a line."""
    table = re.findall(r"^\| `([^`]+)` \|", page("rules"), re.M)
    blocks = [line for block in fenced("rules", "rule") for line in block.splitlines()]
    return [*table, *blocks]


def test_the_page_shows_many_rules() -> None:
    assert len(rules()) >= 25


@pytest.mark.parametrize("rule", rules())
def test_a_rule_of_the_manual_is_read_and_understood(rule: str) -> None:
    check_rule(parse_rule(rule), load(), ANCHORS)


@pytest.mark.parametrize("rule", [r for r in rules() if "first_dose" in r])
def test_the_check_would_notice_an_anchor_that_is_not_there(rule: str) -> None:
    with pytest.raises(RuleError, match="first_dose"):
        check_rule(parse_rule(rule), load(), ANCHORS - {"first_dose"})


def test_the_study_of_the_manual_is_valid(tmp_path: Path) -> None:
    text, _ = fenced("study-file", "yaml")
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    assert load_study(tmp_path / "small.yaml").study == "SMALL"


def test_the_error_of_the_manual_is_the_error_that_comes(tmp_path: Path) -> None:
    shown = re.findall(r"^    hepatica: (my-study.*)\n    (  → .*)$", page("study-file"), re.M)
    text, _ = fenced("study-file", "yaml")
    wrong = text.replace("bclc in {0, A}", "plateletts >= 75 10*9/L")
    (tmp_path / "my-study.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        load_study(tmp_path / "my-study.yaml")
    assert str(caught.value).splitlines() == list(shown[0])


def test_every_section_of_a_study_file_is_in_the_manual() -> None:
    from hepatica.protocol import study_schema

    sections = page("study-file").partition("## The sections")[2].partition("\n## ")[0]
    named = {word for line in re.findall(r"^\| (`.*?) \|", sections, re.M) for word in re.findall(r"`(\w+)`", line)}
    assert named == set(study_schema()["properties"])


def test_every_key_of_a_study_file_is_in_the_reference(sources: dict[str, str]) -> None:
    from hepatica.protocol import study_schema

    models = [study_schema(), *study_schema()["$defs"].values()]
    models += [form for model in models for form in model.get("anyOf", ())]
    keys = {key for model in models for key in model.get("properties", {})}
    assert {"decidable_from", "one_of", "entry", "readings", "decision"} <= keys
    assert keys <= set(re.findall(r"^\| \**`(\w+)`", sources["keys"], re.M))


def test_every_key_of_a_criterion_and_of_a_conflict_is_explained() -> None:
    from hepatica.protocol.design import Conflict, Decision
    from hepatica.protocol.eligibility import Criterion

    text = page("study-file")
    told = set(re.findall(r"`(\w+)`", text)) | set(re.findall(r"^ +-? ?(\w+):", text, re.M))
    assert {*Criterion.keys(), *Conflict.keys(), *Decision.keys()} <= told


def test_the_import_map_of_the_manual_is_valid(tmp_path: Path) -> None:
    (text,) = fenced("import-maps", "yaml")
    (tmp_path / "labs.import.yaml").write_text(text, encoding="utf-8")
    assert load_map(tmp_path / "labs.import.yaml").study == "NCT07120750"


@pytest.mark.parametrize("model", [Part, Record, Doubt, Samples, Matrix, Table])
def test_every_key_of_an_import_map_is_in_the_manual(model: type[Part]) -> None:
    named = set(re.findall(r"`(\w+)`", page("import-maps")))
    assert {field.alias or name for name, field in model.model_fields.items()} <= named


def test_the_maps_of_the_example_are_all_described() -> None:
    example = DOCS.parent / "examples" / "tcga_lihc"
    named = set(re.findall(r"^\| `([\w.]+\.import\.yaml)` \|", page("tcga-lihc"), re.M))
    assert named == {path.name for path in example.glob("*.import.yaml")}


def test_every_table_of_the_tests_of_behaviour_is_in_the_manual(sources: dict[str, str]) -> None:
    spec = DOCS.parent / "tests" / "spec"
    texts = [path.read_text(encoding="utf-8") for path in spec.glob("test_*.py")]
    in_functions = sum(len(re.findall(r'^ +""",$', text, re.M)) for text in texts)
    assert sources["spec"].count("|---|") >= in_functions > 20
    assert "HBV DNA: copies are not international units" in sources["spec"]
    assert "### Death competes with recurrence" in sources["spec"]


@pytest.mark.parametrize("study", ["NCT07100236", "NCT04163237", "NCT07363356", "NCT07120750", "ChiCTR2600120525"])
def test_the_endpoints_of_every_study_are_in_the_manual_rule_by_rule(study: str, sources: dict[str, str]) -> None:
    section = sources["endpoints"].partition(f"`tests/spec/test_endpoints_of_{study}.py`")[2].partition("\n## ")[0]
    assert section.count("|---|") >= 4
    assert "| event | " in section


def test_every_criterion_is_in_the_manual(sources: dict[str, str]) -> None:
    assert len(re.findall(r"^\| [A-E]-", sources["criteria"], re.M)) == 171
    assert sources["criteria"].startswith("# 171 criteria")
