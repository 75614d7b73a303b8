"""Best responses: 209 subjects with reference parameters (ADRS), and 13 small cases of the functions that made them.

The reference lets a PR or SD after a CR stand as it was assessed, and counts subjects without an evaluable assessment as no.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Any, Final

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.response.best_response import best_response
from hepatica.instruments.response.best_rules import CODES, BestRules
from hepatica.instruments.response.course import cases, course, up_to_progression

RULES: Final = BestRules(after_cr="as assessed", unassessed="no")
SAME: Final = ("BOR", "CBOR", "RSP", "CRSP", "CB", "CCB", "PD", "DEATH")
ARTEFACT: Final = "CBCP is N for everybody in the reference, although CBOR is CR or PR"
SD_BETWEEN: Final = (
    "the reference lets the SD of day 98 lie between PR and PR here, but not in CBOR of the same subject"
)


def comparisons() -> list[Compared]:
    """Values and days of 209 subjects by parameter, and the 13 cases."""
    return [*of_209_subjects(), *of_13_cases()]


def of_209_subjects() -> list[Compared]:
    """Each parameter by subject: its value, and its day (days since 1970-01-01)."""
    assessments = pl.read_parquet(reference("clinical", "onco", "adrs_ref205_input_ovr.parquet"))
    expected = pl.read_parquet(reference("clinical", "onco", "adrs_ref205_expected.parquet"))
    people = expected.unique("USUBJID", maintain_order=True)
    subjects = people.select(subject="USUBJID", zero=_day("RANDDT"), death=_day("DTHDT"))
    # the file of assessments holds 66 subjects more, of whom nothing is expected
    rows = assessments.select(subject="USUBJID", day=_day("ADT"), overall="AVALC").join(
        subjects, on="subject", how="semi"
    )
    found, _ = best_response(rows, subjects, RULES)
    wanted = expected.select(subject="USUBJID", parameter="PARAMCD", value="AVALC", day=_day("ADT"))
    compared = []
    for code in SAME:
        want, have = (frame.filter(pl.col("parameter") == code) for frame in (wanted, found))
        late = dict.fromkeys(["01-701-1153"], SD_BETWEEN) if code == "CRSP" else {}
        compared.append(Compared(f"{code} of 209 subjects", _by(want, "value"), _by(have, "value")))
        compared.append(Compared(f"day of {code} of 209 subjects", _by(want, "day"), _by(have, "day"), late))
    for code, source in (("BCP", "BOR"), ("CBCP", "CBOR")):
        have = found.filter(pl.col("parameter") == source).with_columns(
            value=pl.when(pl.col("value").is_in(["CR", "PR"])).then(pl.lit("Y")).otherwise(pl.lit("N"))
        )
        responded = have.filter(pl.col("value") == "Y")["subject"]
        why = dict.fromkeys(responded, ARTEFACT) if code == "CBCP" else {}
        want = wanted.filter(pl.col("parameter") == code)
        compared.append(
            Compared(f"{code} ({source} is CR or PR) of 209 subjects", _by(want, "value"), _by(have, "value"), why)
        )
    return compared


def of_13_cases() -> list[Compared]:
    """Value and day by subject, or the assessments that are kept."""
    tables = {name: _csv(name) for name in ("cases", "input", "other_inputs", "expected")}
    return [_case(case, tables) for case in tables["cases"].to_dicts()]


def _case(case: dict[str, Any], tables: dict[str, pl.DataFrame]) -> Compared:
    own = {name: frame.filter(pl.col("case") == case["case"]) for name, frame in tables.items()}
    parameters = json.loads(case["params"])
    rows = _dated(own["input"].filter(pl.col("PARAMCD") == "OVR")).drop_nulls("overall")
    others = own["other_inputs"]
    # the day of progression, where it comes from somewhere else: assessments after it do not count
    source = parameters.get("source_pd", {})
    end = pl.DataFrame(schema={"subject": pl.String, "last": pl.Int64})
    if source and source["filter"].startswith('PARAMCD == "PD"'):
        given = others.filter(pl.col("source_name") == source["dataset_name"], pl.col("PARAMCD") == "PD")
        end = _dated(given).drop_nulls("day").group_by("subject").agg(last=pl.col("day").min())
    people = others.filter(pl.col("source_name").is_null())
    if people.is_empty():
        people = rows.select(USUBJID="subject", TRTSDT=pl.lit(None, pl.String)).unique()
    subjects = people.select(subject="USUBJID", zero=_iso("TRTSDT")).join(end, on="subject", how="left")
    subjects = subjects.with_columns(pl.col("zero").fill_null(rows["day"].min()))
    rules = BestRules(
        after_cr="as assessed",
        after_progression="left out" if case["fn"] == "filter_pd" else "counted",
        before_zero="counted",
        stable=int(parameters.get("ref_start_window", 42)),
        confirmation=int(parameters.get("ref_confirm", 28)),
        benefit=tuple(parameters.get("clinben_vals", ("CR", "PR", "SD"))),
        unassessed="no",
    )
    name = f"{case['case']} {case['test']}"
    if case["fn"] == "filter_pd":
        return Compared(name, *(_kept(frame) for frame in (_dated(own["expected"]), _filtered(rows, subjects, rules))))
    code = own["expected"]["PARAMCD"][0].replace("CBR", "CB")
    wanted = _dated(own["expected"])
    found, _ = best_response(rows, subjects, rules)
    found = found.filter(pl.col("parameter") == code).select("subject", "day", overall="value")
    return Compared(
        name,
        *({row[0]: row[1:] for row in frame.select("subject", "overall", "day").rows()} for frame in (wanted, found)),
    )


def _filtered(rows: pl.DataFrame, subjects: pl.DataFrame, rules: BestRules) -> pl.DataFrame:
    table, _ = cases(rows, subjects)
    kept, _ = course(rows, table, rules)
    kept = up_to_progression(kept, rules).join(table, on="case")
    return kept.select("subject", "day", overall=pl.col("rank").replace_strict(dict(enumerate(CODES))))


def _kept(frame: pl.DataFrame) -> dict[Hashable, object]:
    return {row[:2]: row[2] for row in frame.select("subject", "day", "overall").rows()}


def _by(frame: pl.DataFrame, what: str) -> dict[Hashable, object]:
    return dict(frame.select("subject", what).rows())


def _csv(name: str) -> pl.DataFrame:
    return pl.read_csv(reference("clinical", "onco", f"recist_unit_{name}.csv"), infer_schema=False)


def _dated(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(subject="USUBJID", day=_iso("ADT"), overall="AVALC")


def _iso(name: str) -> pl.Expr:
    return pl.col(name).str.to_date().cast(pl.Int32).cast(pl.Int64)


def _day(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Date).cast(pl.Int32).cast(pl.Int64)
