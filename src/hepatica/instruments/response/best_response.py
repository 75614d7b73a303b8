"""Best overall response, with and without confirmation, and what follows from it, each with its day and its reason.

Eisenhauer EA et al. (RECIST 1.1), Eur J Cancer 2009;45:228, sections 4.5 and 4.6, table 3. The same rules hold for the
time points of other criteria (mRECIST) that use these responses.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.instruments.response.best_facts import facts
from hepatica.instruments.response.best_results import results
from hepatica.instruments.response.best_rules import BestRules
from hepatica.instruments.response.course import KEYS, cases, course, problems, up_to_progression
from hepatica.instruments.response.open_responses import agreed, open_cases
from hepatica.vocabulary.words import Label

PARAMETERS: Final = {
    "BOR": Label(en="Best overall response", zh="最佳总体缓解"),
    "CBOR": Label(en="Confirmed best overall response", zh="经确认的最佳总体缓解"),
    "RSP": Label(en="Response (CR or PR)", zh="客观缓解(CR 或 PR)"),
    "CRSP": Label(en="Confirmed response", zh="经确认的客观缓解"),
    "CB": Label(en="Clinical benefit", zh="临床获益"),
    "CCB": Label(en="Confirmed clinical benefit", zh="经确认的临床获益"),
    "PD": Label(en="Progression", zh="疾病进展"),
    "DEATH": Label(en="Death", zh="死亡"),
}
"""The results by code (as in ADRS). The day of RSP and of CRSP is the start of the duration of response."""


RESULT: Final = ("parameter", "value", "day", "reason", "reason_zh")


def best_response(
    assessments: pl.DataFrame, subjects: pl.DataFrame, rules: BestRules | None = None, *, reasons: bool = True
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the time points of each subject come to.

    assessments: subject, day (whole number), overall (CR, PR, SD, NON-CR/NON-PD, PD, NE; null: not known, as before an
    adjudication), reader (may be left out). subjects: subject, zero (day zero) and, where known, new_therapy, death,
    last (days; assessments after new_therapy or last do not count); with a column line, both tables have it (see
    `regimen_lines`). Days before day zero do not count.
    NED (no disease at baseline) counts as NE: there is nothing that could respond.
    Returns for each subject (line) and reader: parameter (see PARAMETERS), value (a response, or Y and N; null where
    unknown), day (null where there is none), reason and reason_zh, whose days count from day zero; and the problems: what
    could not be used (kept_out), or was read otherwise than written. Results depend on an unknown response only where
    some way to fill it changes them.
    reasons: false leaves the sentences out (half the time).
    Raises HepaticaError for tables without these columns, and for subjects that stand there twice.
    """
    rules = rules or BestRules()

    def derive(rows: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
        return results(facts(rows, table, rules), rules, reasons=reasons)

    table, of_subjects = cases(assessments, subjects)
    rows, of_assessments = course(assessments, table, rules)
    table = _placed(table, of_assessments)
    keys = [name for name in KEYS if name in table.columns]
    unsure = open_cases(rows, rules)
    if unsure.is_empty():
        sure, settled = up_to_progression(rows, rules), table
    else:
        sure = up_to_progression(rows.join(unsure, on="case", how="anti", maintain_order="left"), rules)
        settled = table.join(unsure, on="case", how="anti", maintain_order="left")
    people = settled.select(keys)
    found = [pl.concat([people] * len(PARAMETERS)).hstack(derive(sure, settled).drop("case"))]
    if not unsure.is_empty():
        open_ = agreed(rows, table, unsure, lambda rows, table: derive(up_to_progression(rows, rules), table))
        open_ = open_.join(table.select("case", *keys), on="case", how="left", maintain_order="left")
        found.append(open_.select(*keys, *RESULT))
    changed = sure.filter("reread").join(table, on="case", how="left", maintain_order="left")
    return pl.concat(found), pl.concat(
        [of_subjects, of_assessments, problems(changed, *_reread(rules), kept_out=False)]
    )


def _placed(table: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Cases with the column unplaced: there are assessments, but no day zero to count them from."""
    lost = found.filter(pl.col("problem") == "no day zero").select("subject", "reader", unplaced=pl.lit(True))
    if lost.is_empty():
        return table.with_columns(unplaced=pl.lit(False))
    joined = table.join(lost, on=["subject", "reader"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("unplaced").fill_null(False) & pl.col("zero").is_null())


def _reread(rules: BestRules) -> tuple[str, str, str]:
    """How a response was read otherwise than written."""
    if rules.after_cr == "partial":
        return (
            "after CR",
            "CR before a PR: read as PR (RECIST 1.1, table 3, note a)",
            "PR 之前的 CR：按 PR 读取（RECIST 1.1 表 3 注 a）",
        )
    return (
        "after CR",
        "no CR after a CR: read as PD (RECIST 1.1, table 3, note a)",
        "CR 之后不再是 CR：按 PD 读取（RECIST 1.1 表 3 注 a）",
    )
