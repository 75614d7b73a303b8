"""A small study file that is valid, and a way to load it after a change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hepatica.protocol import Study, load_study

SMALL = """\
study: SMALL
format: 1
title: {en: A small study, zh: 小型研究}
design: {type: cohort, allocation: none}
anchors:
  consent: first informed_consent
  operation: {day: first surgery, label: operation}
eligibility:
  window: 28 d before consent
  inclusion:
    S-I1: age between 18 and 70 a
    S-I2: {rule: 'bclc in {0, A}', class: C, text: early stage}
  exclusion:
    S-E1: creatinine > 1.5 ULN
    S-E2: {rule: 'judged "unsuitable" by investigator', class: J}
populations:
  all: everyone
arms: {OLD: the old drug, NEW: {label: the new drug, planned: 20}}
schedule:
  scan:
    label: scan
    assessments: [imaging]
    from: operation
    phases: [{every: 12 wk, tolerance: 7 d, until: 24 wk}]
endpoints:
  rfs:
    label: recurrence-free survival
    role: primary
    kind: time to event
    from: operation
    event: recurrence, death
    death: event
    censor: last adequate imaging
    horizon: through the week 24 visit window
analyses:
  - {endpoint: rfs, by: arm, methods: [kaplan_meier]}
assumed:
  eligibility.window: nothing is said of it
"""


@pytest.fixture
def small() -> str:
    """The text of the small study."""
    return SMALL


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Study]:
    """Load a study from its text."""

    def from_text(text: str, name: str = "small.yaml") -> Study:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return load_study(path)

    return from_text
