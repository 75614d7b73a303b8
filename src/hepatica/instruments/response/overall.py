"""The overall response of one assessment, from target lesions, non-target lesions and new lesions.

RECIST 1.1 (Eisenhauer 2009), table 1 (with target lesions) and table 2 (without); mRECIST (Lencioni and Llovet 2010),
table 3, is the same with IR/SD for NON-CR/NON-PD. A subject without any lesion at baseline is NED until one appears.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.response.problems import Fault, gathered, listed
from hepatica.instruments.response.reader import reader

TARGET: Final = ("CR", "PR", "SD", "PD", "NE")
NON_TARGET: Final = ("CR", "NON-CR/NON-PD", "PD", "NE")
NEW: Final = ("UNEQUIVOCAL", "EQUIVOCAL", "NONE")

SPELLINGS: Final = {
    "NON_CR_NON_PD": "NON-CR/NON-PD",
    "NON-CR / NON-PD": "NON-CR/NON-PD",
    "IR/SD": "NON-CR/NON-PD",
    "ND": "NE",
    "Y": "UNEQUIVOCAL",
    "YES": "UNEQUIVOCAL",
    "TRUE": "UNEQUIVOCAL",
    "N": "NONE",
    "NO": "NONE",
    "FALSE": "NONE",
    "": None,
    "NA": None,
}


def overall(target: pl.Expr, non_target: pl.Expr, new_lesion: pl.Expr) -> pl.Expr:
    """Codes to the overall response; null is none of that kind (no target lesion chosen, no new one)."""
    progressed = (target == "PD").fill_null(False) | (non_target == "PD").fill_null(False)
    progressed |= (new_lesion == "UNEQUIVOCAL").fill_null(False)
    return (
        pl.when(progressed).then(pl.lit("PD"))
        .when(target.is_null() & non_target.is_null()).then(pl.lit("NED"))
        .when(target.is_null()).then(non_target)
        .when((target == "CR") & (non_target != "CR")).then(pl.lit("PR"))
        .otherwise(target)
    )  # fmt: skip


def overall_response(table: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The overall response of responses that were given, row by row, and the problems.

    table: subject, day, target, non_target (null: the subject has no such lesions) and new_lesion (UNEQUIVOCAL,
    EQUIVOCAL, NONE, or yes and no; null is none); reader where there are several. IR/SD is read as NON-CR/NON-PD.
    Returns the table with overall, null where a code is none of the field's (listed), and the problems.
    Raises HepaticaError for a missing column.
    """
    needed = ("subject", "day", "target", "non_target", "new_lesion")
    lacking = [name for name in needed if name not in table.columns]
    if lacking:
        raise HepaticaError(f"the responses have no column {', '.join(lacking)}", do=f"give {', '.join(needed)}")
    read = {name: _read(name) for name in needed[2:]}
    odd = {
        name: read[name].is_not_null() & ~read[name].is_in(codes)
        for name, codes in zip(needed[2:], (TARGET, NON_TARGET, NEW), strict=True)
    }
    fine = ~pl.any_horizontal(*odd.values())
    answer = overall(read["target"], read["non_target"], read["new_lesion"])
    told = table.with_columns(reader(table), lesion=pl.lit(None, pl.String))
    problems = [
        listed(
            told.filter(wrong),
            Fault(
                "unknown response",
                pl.lit(True),
                pl.format(f"{name}: '{{}}' is no response", pl.col(name)),
                pl.format(f"{name}：“{{}}”不是疗效编码", pl.col(name)),
            ),
        )
        for name, wrong in odd.items()
    ]
    return table.with_columns(overall=pl.when(fine).then(answer)), gathered(problems)


def _read(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.strip_chars().str.to_uppercase()
    return text.replace(list(SPELLINGS), list(SPELLINGS.values()))
