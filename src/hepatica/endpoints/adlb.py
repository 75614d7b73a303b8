"""ADLB: laboratory values that endpoints follow, and the CTCAE grades of all laboratory results.

Names: CDISC ADaM Implementation Guide 1.3, section 3.3.4. Grades stand in a category of their own (PARCAT1), one row a result.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.endpoints.adae import criteria
from hepatica.endpoints.adtte import sources
from hepatica.endpoints.baseline import since
from hepatica.endpoints.ctcae_version import CTCAE, ctcae_version
from hepatica.endpoints.days import iso
from hepatica.endpoints.evidence import Evidence
from hepatica.endpoints.followed import SCHEMA as FOLLOWED
from hepatica.endpoints.parameters import free_code, parameter_codes
from hepatica.endpoints.shape import columns
from hepatica.endpoints.time_zero import time_zero
from hepatica.endpoints.toxicity_grades import SCHEMA as GRADED
from hepatica.endpoints.toxicity_grades import graded
from hepatica.instruments.ctcae.rules import VERSIONS
from hepatica.instruments.ctcae.toxicity import SIDES
from hepatica.protocol.study import Study

GRADES: Final = {name: kind for name, kind in GRADED.items() if name.isupper() and name not in FOLLOWED}
"""What grading adds to a followed value; the columns of grading in small letters are told in REASON."""

SCHEMA: Final = {
    **{name: FOLLOWED[name] for name in ("STUDYID", "USUBJID", "TRT01A")},
    "PARCAT1": pl.String(),
    **{name: kind for name, kind in FOLLOWED.items() if name != "REASON"},
    **GRADES,
    "REASON": pl.String(),
}
"""PARCAT1: `CTCAE 5.0` (the study's version) on the rows of grades, "" on those of endpoints. Those columns of grades are "" or
null on the rows of endpoints; for what they say see `toxicity_grades.SCHEMA`. PARAMCD of grades is LBTESTCD, numbered where an
endpoint has that code. ANL01FL of grades: Y where at least one direction is graded."""

LOOK: Final = {"L": ("too low", "ANRLO", "lower limit"), "H": ("too high", "ANRHI", "upper limit")}
"""By direction: what it says in a sentence, the limit that matters, and what that is called."""


def adlb_grades(study: Study, evidence: Evidence) -> pl.DataFrame:
    """The rows of ADLB that grade laboratory results (TRT01A is left empty), by subject, test and day.

    None where the study names no CTCAE. Time zero is that of the study's first endpoint about adverse events, else of its
    first endpoint; a baseline is not older than the study's baseline window. A version without rules for laboratory results
    grades none: the rows say so.
    """
    version = ctcae_version(study)
    name = next(iter([*criteria(study), *study.endpoints]), None)
    if version is None or name is None:
        return pl.DataFrame(schema=SCHEMA)
    endpoint = study.endpoints[name]
    zero = time_zero(name, endpoint, evidence, study.schedule).select("subject", "origin")
    zero = since(zero, endpoint, study, evidence)
    known = next((each for each in VERSIONS if each == version), None)
    found = graded(evidence, zero, version=known or "5.0")
    if known is None:
        said = f"CTCAE {version or 'without a version'}: laboratory results are graded by {', '.join(VERSIONS)}"
        none = [name for name in GRADES if name.startswith(("ATOXGR", "BTOXGR"))]
        flags = [pl.lit("").alias(f"WORST{side}FL") for side in SIDES]
        found = found.with_columns(
            *(pl.lit(None, pl.String).alias(name) for name in (*none, "assumed")), *flags, problem=pl.lit(said)
        )
    return _rows(found, study, evidence, f"{CTCAE} {version}".strip(), zero)


def _rows(found: pl.DataFrame, study: Study, evidence: Evidence, category: str, zero: pl.DataFrame) -> pl.DataFrame:
    calendar = evidence.context.calendar
    taken = parameter_codes(study.endpoints).values()
    codes = {test: free_code(test, taken) for test in found["PARAMCD"].unique().sort()}
    origins = zero.select(USUBJID="subject", STARTDAY="origin")
    rows = found.join(origins, on="USUBJID", how="left", maintain_order="left")
    rows = rows.join(sources(evidence, "fact", "SRC"), on="fact", how="left", maintain_order="left")
    either = pl.any_horizontal(pl.col(f"ATOXGR{side}").is_not_null() for side in SIDES)
    return rows.with_columns(
        STUDYID=pl.lit(evidence.study),
        TRT01A=pl.lit(""),
        PARCAT1=pl.lit(category),
        PARAMCD=pl.col("PARAMCD").replace(codes),
        AVISIT=pl.lit(""),
        AVISITN=pl.lit(None, pl.Int64),
        STARTDT=iso("STARTDAY", calendar),
        ADT=iso("ADAY", calendar),
        CHG=pl.lit(None, pl.Float64),
        CHGU=pl.lit(""),
        ANL01FL=pl.when(either).then(pl.lit("Y")),
        ANALYTE=pl.lit(""),
        REASON=pl.concat_str(_told(), _besides()),
    ).select(columns(SCHEMA))


def _told() -> pl.Expr:
    """What a row says: its grade, of what, and against what; or why there is none."""
    unit = pl.when(pl.col("AVALU") == "").then(pl.lit("")).otherwise(pl.format(" {}", "AVALU"))
    value = pl.format("{}{}{}", "comparator", _number("AVAL"), unit)
    base = pl.format(", baseline {}", _number("BASE")).fill_null("")
    known = {side: pl.col(f"ATOXGR{side}").is_not_null() for side in SIDES}
    asked = {side: pl.col(f"ATOXDSC{side}").is_not_null() for side in SIDES}
    said = pl.format("cannot be graded ({})", pl.col("problem"))
    for side, other in zip(SIDES, reversed(SIDES), strict=True):
        half = pl.format(f"grade 0 of {LOOK[side][0]}; of {LOOK[other][0]} it cannot be graded ({{}})", "problem")
        said = pl.when(known[side] & asked[other] & ~known[other]).then(half).otherwise(said)
    normal = pl.all_horizontal(known[side] | ~asked[side] for side in SIDES)
    said = pl.when(normal).then(pl.format("grade 0: {}{}", value, base)).otherwise(said)
    for side, (words, limit, called) in LOOK.items():
        against = pl.format(f", {called} {{}}", _number(limit)).fill_null("")
        term, grade = pl.col(f"ATOXDSC{side}"), pl.col(f"ATOXGR{side}")
        wrong = pl.format(f"grade {{}}, {words} ({{}}): {{}}{{}}{{}}", grade, term, value, against, base)
        said = pl.when((grade != "0").fill_null(False)).then(wrong).otherwise(said)
    return said


def _besides() -> pl.Expr:
    """What is added to the sentence: what was taken as the worst, that the row is the worst of its term, or has no day."""
    worst = pl.any_horizontal(
        (pl.col(f"WORST{side}FL") == "Y") & (pl.col(f"ATOXGR{side}") != "0").fill_null(False) for side in SIDES
    )
    assumed = pl.format("; the worst is assumed: {}", pl.col("assumed")).fill_null("")
    stands = (
        pl.when(worst)
        .then(pl.lit("; the worst after time zero"))
        .when(pl.col("ADAY").is_null())
        .then(pl.lit("; its day is not known"))
        .otherwise(pl.lit(""))
    )
    return pl.concat_str(assumed, stands)


def _number(name: str) -> pl.Expr:
    """A number as people write it: six digits, no empty decimals."""
    return pl.col(name).round_sig_figs(6).cast(pl.String).str.strip_suffix(".0")
