"""Units, censored values and other traps at their boundaries, on the reference evaluator and on three engines.

A line reads `trap | rule | recorded | answer`. The rule is written out, or named: a criterion of the five studies. Results are
recorded two days before consent as a laboratory writes them, with its limits in brackets, or on the day that is said; `none`
says that an event did not occur. What is written is read, and held against the plausible range, by the vocabulary. "(read
twice)" asks a criterion in both readings of the open conflict it depends on, which must agree. Answers are yes, no and ?
(unknown).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from ruamel.yaml import YAML

from hepatica.protocol import load_study
from hepatica.rules import check_rule, parse_anchor, parse_rule, parse_window
from hepatica.rules.context import Context
from hepatica.rules.facts import SCHEMA
from hepatica.rules.nodes import Node
from hepatica.rules.reference import explain
from hepatica.screening.engines import answers
from hepatica.screening.plan import Plan
from hepatica.vocabulary import load

VECTORS = """
trap                                     | rule      | recorded                                          | answer
haemoglobin of 9.0 g/dL, C               | C-I8.1.4  | haemoglobin 9.0 g/dL                              | yes
haemoglobin of 8.9 g/dL, C               | C-I8.1.4  | haemoglobin 8.9 g/dL                              | no
haemoglobin of 90 g/L, C                 | C-I8.1.4  | haemoglobin 90 g/L                                | yes
haemoglobin of 90 g/L, B                 | B-I8      | haemoglobin 90 g/L                                | yes
haemoglobin of 89 g/L, B                 | B-I8      | haemoglobin 89 g/L                                | no
haemoglobin of 9.0 g/dL, B               | B-I8      | haemoglobin 9.0 g/dL                              | yes
90 g/dL is a range error                 | B-I8      | haemoglobin 90 g/dL                               | ?
9.0 g/L is a range error                 | B-I8      | haemoglobin 9.0 g/L                               | ?
count with a lost superscript            | B-I6      | neutrophils 1.5 × 109 / L                         | yes
count just under it                      | B-I6      | neutrophils 1.49 × 109 / L                        | no
thousand per microlitre                  | B-I6      | neutrophils 1.5 10*3/uL                           | yes
just under, per microlitre               | B-I6      | neutrophils 1499 /uL                              | no
platelets per microlitre                 | B-I7      | platelets 50,000/uL                               | yes
1.5 mg/dL of creatinine                  | creatinine <= 132.63 umol/L | creatinine 1.5 mg/dL            | yes
1.5 mg/dL of creatinine, from above      | creatinine >= 132.6 umol/L  | creatinine 1.5 mg/dL            | yes
2 mg/dL of bilirubin                     | bilirubin_total <= 34.3 umol/L | bilirubin_total 2 mg/dL      | yes
2.1 mg/dL of bilirubin                   | bilirubin_total <= 34.3 umol/L | bilirubin_total 2.1 mg/dL    | no
2.8 g/dL of albumin                      | albumin >= 28 g/L | albumin 2.8 g/dL                          | yes
2.7 g/dL of albumin                      | albumin >= 28 g/L | albumin 2.7 g/dL                          | no
glucose of 10 mmol/L is not over 10      | C-E9.12   | medical_history diabetes; glucose_fasting 10 mmol/L | no
glucose of 10.1 mmol/L is                | C-E9.12   | medical_history diabetes; glucose_fasting 10.1 mmol/L | yes
no diabetes, whatever the glucose        | C-E9.12   | medical_history none; glucose_fasting 11 mmol/L   | no
ionised is not total calcium             | calcium_total > 12 mg/dL | calcium_ionised 1.6 mmol/L         | ?
12 mg/dL of calcium is not over 12       | calcium_total > 12 mg/dL | calcium_total 12 mg/dL             | no
12.1 mg/dL of calcium is                 | calcium_total > 12 mg/dL | calcium_total 12.1 mg/dL           | yes
calcium of 3.0 mmol/L is over 12 mg/dL   | calcium_total > 12 mg/dL | calcium_total 3.0 mmol/L           | yes
AFP of 200 ng/mL is 200 ug/L             | B-I16     | afp 200 ng/mL                                     | yes
AFP of 199 ng/mL                         | B-I16     | afp 199 ng/mL                                     | no
AFP in IU needs the assay's factor       | B-I16     | afp 200 [IU]/mL                                   | ?
HBV DNA of 2000 passes                   | A-E5a     | hbv_dna 2000 IU/mL; antiviral none                | no
HBV DNA of 2001 untreated is excluded    | A-E5a     | hbv_dna 2001 IU/mL; antiviral none                | yes
HBV DNA of 2001 under entecavir passes   | A-E5a     | hbv_dna 2001 IU/mL; antiviral entecavir           | no
HBV DNA of 3.31 log10                    | A-E5a     | hbv_dna 3.31 log10 IU/mL; antiviral none          | yes
HBV DNA of 3.30 log10                    | A-E5a     | hbv_dna 3.30 log10 IU/mL; antiviral none          | no
copies do not convert by themselves      | A-E5a     | hbv_dna 11640 copies/mL; antiviral none           | ?
HBsAg under the limit of the assay       | hbsag_quantitative < 0.05 [IU]/mL | hbsag_quantitative <0.05 IU/mL | yes
HBsAg at the limit                       | hbsag_quantitative < 0.05 [IU]/mL | hbsag_quantitative 0.05 IU/mL | no
detected below 20 does not decide 10     | hbv_dna < 10 [IU]/mL | hbv_dna <20 IU/mL detected             | ?
below 20 is below 20                     | hbv_dna < 20 [IU]/mL | hbv_dna <20 IU/mL                      | yes
target not detected is below 10          | hbv_dna < 10 [IU]/mL | hbv_dna target not detected            | yes
1.65 is 1.5 times 1.1                    | creatinine <= 1.5 ULN | creatinine 1.65 mg/dL (ULN 1.1)       | yes
1.66 is more                             | creatinine <= 1.5 ULN | creatinine 1.66 mg/dL (ULN 1.1)       | no
a missing limit is unknown, no pass      | creatinine <= 1.5 ULN | creatinine 1.0 mg/dL                  | ?
INR 1.5 with a limit of 1.2              | inr <= 1.5 ULN | inr 1.5 (ULN 1.2)                            | yes
INR 1.5 with a limit of 1.0              | inr <= 1.5 ULN | inr 1.5 (ULN 1.0)                            | yes
INR 1.8 with a limit of 1.2              | inr <= 1.5 ULN | inr 1.8 (ULN 1.2)                            | yes
INR 1.8 with a limit of 1.0              | inr <= 1.5 ULN | inr 1.8 (ULN 1.0)                            | no
2+ with 0.99 g a day is eligible         | C-I8.3.2  | urine_protein 2+; urine_protein_24h 0.99 g/24h    | yes
2+ with 1.0 g a day is not eligible      | C-I8.3.2  | urine_protein 2+; urine_protein_24h 1.0 g/24h     | no
2+ with 1.0 g a day is not excluded      | C-E9.13   | urine_protein ++; urine_protein_24h 1.0 g/24h     | no
2+ with 1.01 g a day is excluded         | C-E9.13   | urine_protein ++; urine_protein_24h 1.01 g/24h    | yes
a trace is less than 2                   | C-I8.3.2  | urine_protein ±                                   | yes
1+ is less than 2                        | C-I8.3.2  | urine_protein 1+                                  | yes
50 mm is not over 5 cm                   | tumour_diameter_max > 5 cm | tumour_diameter_max 50 mm        | no
51 mm is                                 | tumour_diameter_max > 5 cm | tumour_diameter_max 51 mm        | yes
5.0 cm is not over 50 mm                 | tumour_diameter_max > 50 mm | tumour_diameter_max 5.0 cm      | no
creatinine 2 ULN, clearance 60: A        | A-E4c     | creatinine 2.0 mg/dL (ULN 1.0); egfr_absolute 60 mL/min | no
creatinine 2 ULN, clearance 60: B fails  | B-I9      | creatinine 2.0 mg/dL (ULN 1.0); creatinine_clearance 60 mL/min | no
creatinine 2 ULN, clearance 60: C passes | C-I8.3.1  | creatinine 2.0 mg/dL (ULN 1.0); creatinine_clearance 60 mL/min | yes
AFP not on record                        | B-I16     |                                                   | ?
ejection fraction in percent             | A-E4e     | lvef 49 %                                         | yes
half is not under 50 %                   | A-E4e     | lvef 50 %                                         | no
0.55 % is a range error                  | A-E4e     | lvef 0.55 %                                       | ?
performance status is ECOG               | ecog = 0  | ecog 1                                            | no
"PS 0-1" beside "ECOG 0": status 1, B    | B-I21 (read twice) | ecog 1                                   | ?
"PS 0-1" beside "ECOG 0": status 0, B    | B-I21 (read twice) | ecog 0                                   | yes
"PS 0-1" beside "ECOG 0": status 2, B    | B-I21 (read twice) | ecog 2                                   | no
six months before 31 August | ecog = 0 within 6 mo before operation | surgery on 2026-08-31; ecog 0 on 2026-02-28 | yes
a day more is too early   | ecog = 0 within 6 mo before operation | surgery on 2026-08-31; ecog 0 on 2026-02-27 | ?
three grams of tissue                    | specimen_mass >= 3 g | specimen_mass 3 g                       | yes
less than three grams                    | specimen_mass >= 3 g | specimen_mass 2.9 g                     | no
millilitres of tissue are not grams      | specimen_mass >= 3 g | specimen_mass 3 mL                      | ?
140 mmHg is not over 140                 | C-E9.5    | systolic_pressure 140mmHg; diastolic_pressure 90 mmHg | no
141 mmHg is                              | C-E9.5    | systolic_pressure 141mmHg; diastolic_pressure 90 mmHg | yes
"""

VOCABULARY = load()
ANCHORS = {
    name: parse_anchor(text)
    for name, text in {
        "consent": "first informed_consent",
        "randomisation": "first informed_consent",
        "treatment_start": "first informed_consent",
        "surgery": "consent - 14 d",
        "operation": "first surgery",
    }.items()
}
CONTEXT = Context(VOCABULARY, ANCHORS, parse_window("28 d before consent"), "consent")
CONSENT = 20_513
LIMITS = re.compile(r"\((?:(ULN|LLN) ([0-9.]+)(?:, )?)+\)$")
AS_REPORTED = ("[IU]/mL", "copies/mL", "mL")
"""Units that are kept as they were reported: the assay is not said, or the variable has none like it."""
READ_TWICE = " (read twice)"
PLANS = {"B": "NCT04163237"}
SAID = {True: "yes", False: "no", None: "?"}
Row = dict[str, Any]


@cache
def criteria() -> dict[str, str]:
    """The rules of the five studies by the ids of their criteria."""
    files = sorted((Path(__file__).parent / "criteria").glob("*.yaml"))
    studies = [YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")) for file in files]
    return {one["id"]: one["rule"] for study in studies for one in study["criteria"]}


def cells() -> list[tuple[str, str, str, str]]:
    lines = [line.split(" | ") for line in VECTORS.strip().splitlines()[1:]]
    return [(trap.strip(), rule.strip(), recorded.strip(), answer.strip()) for trap, rule, recorded, answer in lines]


def rule_of(text: str) -> Node:
    """A rule written out, or of the criterion that is named."""
    rule = parse_rule(criteria().get(text, text))
    check_rule(rule, VOCABULARY, ANCHORS)
    return rule


def readings(text: str) -> dict[str, Node]:
    """What is asked for a rule, by column: the rule, or one for each reading of the conflict that it depends on."""
    if not text.endswith(READ_TWICE):
        return {text: rule_of(text)}
    name = text.removesuffix(READ_TWICE)
    plan = Plan(load_study(PLANS[name[0]]))
    columns = plan.readings(name).values()
    assert len(columns) == 2, f"{name} is not read in two ways"
    return {f"{text}: {column}": plan.rules[name if column == plan.own(name) else str(column)] for column in columns}


def agreed(found: dict[str, bool | None]) -> bool | None:
    """The answer that all readings give; unknown where they differ."""
    return next(iter(found.values())) if len(set(found.values())) == 1 else None


def fact(written: str) -> Row:
    """A fact as it is written: the variable, a space, the result, and its day if it has one of its own."""
    written, _, on = written.partition(" on ")
    name, _, result = written.partition(" ")
    variable = VOCABULARY[name]
    own = (date.fromisoformat(on) - date(1970, 1, 1)).days if on else CONSENT - 2
    row: Row = {"variable": name, "comparator": "", **dict.fromkeys(("start_lo", "start_hi", "end_lo", "end_hi"), own)}
    if variable.kind == "event":
        return row | {"occurred": result != "none", "code": None if result in ("none", "") else result}
    if variable.kind != "number":
        code = VOCABULARY.code(name, result)
        return row | {"code": code, "text": code}
    limits = LIMITS.search(result)
    if limits:
        column = "high" if limits[1] == "ULN" else "low"
        row |= {column: float(limits[2]), f"{column}_text": limits[2]}
        result = result[: limits.start()].strip()
    if result.partition(" ")[2] in AS_REPORTED:
        text, _, unit = result.replace("copies", "{copies}").partition(" ")
        return row | {"number": float(text), "text": text, "unit": unit}
    read = VOCABULARY.read_quantity(result, name)
    text = f"{read.number:f}"
    problem = None if read.comparator else VOCABULARY.check_range(name, text, read.unit)
    return row | {
        "number": float(text),
        "text": text,
        "unit": read.unit,
        "comparator": read.comparator,
        "problem": problem,
    }


def facts() -> pl.DataFrame:
    """The facts of one subject a line, each with a consent."""
    rows: list[Row] = []
    consent = {"variable": "informed_consent", "occurred": True, "comparator": ""}
    days = dict.fromkeys(("start_lo", "start_hi", "end_lo", "end_hi"), CONSENT)
    for number, (_, _, recorded, _) in enumerate(cells()):
        own = [fact(part.strip()) for part in recorded.split(";") if part.strip()]
        rows += [{"subject": f"V{number:03}", **row} for row in [consent | days, *own]]
    empty: Row = dict.fromkeys(SCHEMA)
    return pl.DataFrame([{**empty, **row, "fact": number} for number, row in enumerate(rows)], schema=SCHEMA)


Answers = dict[tuple[str, str], bool | None]


def by_reference() -> Answers:
    """The reference evaluator's answers."""
    own = facts().partition_by("subject", as_dict=True)
    found: Answers = {}
    for number, (_, rule, _, _) in enumerate(cells()):
        subject = f"V{number:03}"
        records = own[(subject,)].to_dicts()
        each = {name: explain(node, records, CONTEXT).truth.boolean for name, node in readings(rule).items()}
        found[subject, rule] = agreed(each)
    return found


def by_engine(engine: str) -> Answers:
    """An engine's answers to every rule of every subject, in one query."""
    asked = {rule: readings(rule) for _, rule, _, _ in cells()}
    rules = {name: node for own in asked.values() for name, node in own.items()}
    subjects = pl.DataFrame({"subject": [f"V{number:03}" for number in range(len(cells()))]})
    found = pl.concat(answers(rules, CONTEXT, facts(), subjects, engine=engine, natively=engine == "spark"))
    rows = found.iter_rows(named=True)
    return {
        (row["subject"], rule): agreed({name: row[name] for name in own}) for row in rows for rule, own in asked.items()
    }


def wrong(given: Answers) -> list[str]:
    """The lines to which another answer was given, with the answer."""
    return [
        f"{trap}: {SAID[given[f'V{number:03}', rule]]}, not {answer}"
        for number, (trap, rule, _, answer) in enumerate(cells())
        if SAID[given[f"V{number:03}", rule]] != answer
    ]


@pytest.mark.parametrize(
    "evaluate",
    [by_reference, lambda: by_engine("polars"), lambda: by_engine("duckdb")],
    ids=["reference", "polars", "duckdb"],
)
def test_every_trap_has_the_answer_of_a_clinician(evaluate: Callable[[], Answers]) -> None:
    assert wrong(evaluate()) == []


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_spark_gives_every_trap_the_answer_of_a_clinician() -> None:
    assert wrong(by_engine("spark")) == []
