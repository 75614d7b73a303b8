"""A study file with a fault is refused by every command that reads one, at the line and column of the fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Refused = Callable[..., str]

FAULTS = {
    # what is wrong: text of the study, what it becomes, the place of the fault, what the message says
    "an unknown variable": (
        "bclc in {0, A}",
        "bclcc in {0, A}",
        "small.yaml line 12, column 11",
        ("'bclcc'", "eligibility.inclusion.S-I2", "did you mean 'bclc'?"),
    ),
    "a wrong unit": (
        "creatinine > 1.5 ULN",
        "creatinine > 130 kg",
        "small.yaml line 14, column 28",
        ("'creatinine' is not measured in 'kg'", "umol/L"),
    ),
    "a rule of the wrong type": (
        "creatinine > 1.5 ULN",
        "bclc > 1.5 ULN",
        "small.yaml line 14, column 18",
        ("'bclc' is coded", "ULN"),
    ),
    "a value where a rule belongs": (
        "creatinine > 1.5 ULN",
        "creatinine",
        "small.yaml line 14, column 11",
        ("'creatinine' is a number", "compare it"),
    ),
    "an undefined anchor": (
        "28 d before consent",
        "28 d before consnt",
        "small.yaml line 9, column 23",
        ("'consnt'", "did you mean 'consent'?"),
    ),
    "anchors that rest on each other": (
        "consent: first informed_consent\n  operation: first surgery",
        "consent: operation - 7 d\n  operation: consent + 7 d",
        "small.yaml line 6, column 3",
        ("consent → operation → consent", "recorded event"),
    ),
    "an anchor that rests on itself": (
        "consent: first informed_consent",
        "consent: consent + 1 d",
        "small.yaml line 6, column 3",
        ("consent → consent",),
    ),
    "a study that extends itself": (
        "study: SMALL",
        "extends: small.yaml\nstudy: SMALL",
        "small.yaml line 1, column 10",
        ("small → small", "let one of them stand on its own"),
    ),
}

COMMANDS = {
    "validate": ["study", "validate", "small.yaml"],
    "show": ["study", "show", "small.yaml", "--json"],
    "simulate": ["simulate", "small.yaml", "-o", "out"],
    "screen": ["screen", "small.yaml", "--data", "sound", "-o", "out"],
    "assign": ["assign", "small.yaml", "--data", "sound", "-o", "out"],
    "derive": ["derive", "small.yaml", "--data", "sound", "-o", "out"],
    "run": ["run", "small.yaml", "--data", "sound", "-o", "out", "--json"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place_its_value_and_a_way_out(
    fault: str, command: str, small: Path, sound: Path, refused: Refused
) -> None:
    old, new, place, says = FAULTS[fault]
    text = small.read_text(encoding="utf-8")
    assert old in text
    small.write_text(text.replace(old, new, 1), encoding="utf-8")
    refused(*COMMANDS[command], says=(place, *says))


def test_studies_that_extend_each_other_are_refused(here: Path, refused: Refused) -> None:
    (here / "a.yaml").write_text("extends: b.yaml\nstudy: A\n")
    (here / "b.yaml").write_text("extends: a.yaml\nstudy: B\n")
    refused("study", "validate", "a.yaml", says=("line 1, column 10", "a → b → a"))


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_study_is_answered_with_the_nearest(command: str, sound: Path, refused: Refused) -> None:
    words = ["NCT07120751" if word == "small.yaml" else word for word in COMMANDS[command]]
    refused(*words, says=("there is no study «NCT07120751»", "did you mean NCT07120750?"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", ("small.yaml", "not UTF-8")),
        (b"study: [1, 2\n", ("small.yaml", "not readable as YAML")),
        (b"", ("small.yaml", "holds no study")),
        (b"extends: nowhere.yaml\nstudy: S\n", ("small.yaml line 1, column 10", "there is no study «nowhere.yaml»")),
    ],
)
def test_a_file_that_is_no_study_is_refused(
    here: Path, refused: Refused, content: bytes, says: tuple[str, ...]
) -> None:
    (here / "small.yaml").write_bytes(content)
    refused("study", "validate", "small.yaml", says=says)
