"""The CTCAE grades of one subject's laboratory results in words: of each term the worst after time zero, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import polars as pl

from hepatica.endpoints.adlb import LOOK
from hepatica.instruments.ctcae import terms

Lang = Literal["en", "zh"]

WORDS: Final = {
    "en": {"grade": "grade {}", "none": "not graded"},
    "zh": {"grade": "{}级", "none": "未分级"},
}


def grades_explained(adlb: pl.DataFrame, subject: str, lang: Lang = "en") -> list[dict[str, str]]:
    """One row a term of CTCAE: term (as CTCAE has it), label (in the language), answer, record and reason.

    adlb: that of `derive`. answer: the worst grade after time zero, as the result in `record` has it (domain and number).
    Where a result after time zero, or one without a day, could not be graded, the reason says how many: the worst may be worse.
    """
    chinese = dict(terms().drop_nulls("zh").select("term", "zh").iter_rows())
    rows = adlb.filter((pl.col("USUBJID") == subject) & (pl.col("PARCAT1") != ""))
    found = []
    for side in LOOK:
        for (term,), own in (
            rows.filter(pl.col(f"ATOXDSC{side}") != "")
            .partition_by(f"ATOXDSC{side}", as_dict=True, maintain_order=True)
            .items()
        ):
            label = chinese.get(str(term), str(term)) if lang == "zh" else str(term)
            found += [{"term": str(term), "label": label, **row} for row in _worst(own, side, lang)]
    return sorted(found, key=lambda row: row["term"])


def _worst(rows: pl.DataFrame, side: str, lang: Lang) -> Iterator[Mapping[str, str]]:
    """The answer of one term; none where no result lies after time zero."""
    after = rows.filter((pl.col("ADY") > 1) | pl.col("ADY").is_null())
    open_ = after.filter(pl.col(f"ATOXGR{side}") == "")
    beside = ""
    if open_.height:
        beside = f"{open_.height} of {after.height} results could not be graded"
        wholly = open_.filter(pl.col("ATOXGR") == "")["REASON"]  # the reason of a row graded the other way is no reason
        beside += f": {wholly[0]}" if wholly.len() else ""
    words = WORDS[lang]
    worst = after.filter(pl.col(f"WORST{side}FL") == "Y")
    for row in worst.iter_rows(named=True):
        yield {
            "answer": words["grade"].format(row[f"ATOXGR{side}"]),
            "record": f"{row['SRCDOM']} {row['SRCSEQ']}",
            "reason": "; ".join(filter(None, (f"day {row['ADY']}: {row['REASON']}", beside))),
        }
    if worst.is_empty() and after.height:
        yield {"answer": words["none"], "record": "", "reason": beside or "no result after time zero has a known day"}
