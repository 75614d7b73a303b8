"""Problems of a lesion table: listed by subject; most keep their lesion out of the assessment, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from hepatica.instruments.response.lesions import LENGTHS, ROLE, STATE
from hepatica.instruments.response.stretches import starts, whole

LONGEST: Final = 300.0
"""Lengths over it, in mm, are no lesion's (range of the vocabulary)."""

FEW: Final = 16
"""Lesions of a visit up to which it is told by comparing neighbours whether one stands twice."""

NO_ROW: Final = ("no subject or day", "role")
"""Faults after which nothing is left of a row."""

SCHEMA: Final = pl.Schema(
    {
        "subject": pl.String,
        "reader": pl.String,
        "day": pl.Int64,
        "lesion": pl.String,
        "problem": pl.String,
        "kept_out": pl.Boolean,
        "what": pl.String,
        "what_zh": pl.String,
    }
)


@dataclass(frozen=True)
class Fault:
    """Something wrong with a row. kept_out: whether it takes no part in the response."""

    name: str
    holds: pl.Expr
    en: pl.Expr
    zh: pl.Expr
    kept_out: bool = True


def listed(rows: pl.DataFrame, fault: Fault) -> pl.DataFrame:
    """The rows as problems, whether the fault holds there or not."""
    # in one piece, as text of numbers may fail on a table in many with an empty one (Polars 2.1)
    rows = rows.rechunk()
    words = {"what": fault.en.cast(pl.String), "what_zh": fault.zh.cast(pl.String)}
    named = {"problem": pl.lit(fault.name), "kept_out": pl.lit(fault.kept_out)}
    return rows.select("subject", "reader", "day", "lesion", **named, **words).select(list(SCHEMA)).cast(SCHEMA)


def gathered(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Problems of all kinds, in the order of subjects, readers and days."""
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts]).sort("subject", "reader", "day", "lesion", nulls_last=False)


def set_aside(rows: pl.DataFrame, wrong: pl.Expr, *, word: bool = True) -> pl.DataFrame:
    """The rows, those that are wrong without sizes and state: the lesion counts as not evaluable at this assessment.

    A new lesion keeps the reader's word, unless that is what is wrong (word).
    """
    lost = wrong.fill_null(False)
    old = pl.col("role").is_in(["target", "non_target"])
    state = pl.when(lost & old).then(pl.lit("not_evaluable", STATE)).when(~lost | word).then("state")
    return rows.with_columns(*[pl.when(~lost).then(name).alias(name) for name in LENGTHS], state=state)


def row_faults(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The rows without what cannot be read in them, role and state as codes, and the problems."""
    # as codes first: text is slow to compare
    written = rows.select(role_text="role", state_text="state")
    codes = pl.col("role").cast(ROLE, strict=False), pl.col("state").cast(STATE, strict=False)
    rows = rows.with_columns(*codes)
    told = rows.hstack(written)
    faults = _faults(told)
    holds = told.select(fault.holds.fill_null(False).alias(str(number)) for number, fault in enumerate(faults))
    found = {number: fault for number, fault in enumerate(faults) if holds[str(number)].any()}
    problems = [listed(told.filter(holds[str(number)]), fault) for number, fault in found.items()]
    aside = [holds[str(number)] for number, fault in found.items() if fault.kept_out and fault.name not in NO_ROW]
    for wrong in aside:
        rows = set_aside(rows, pl.lit(wrong))
    for number, fault in found.items():
        if fault.name in NO_ROW:
            rows = rows.filter(~holds[str(number)])
            holds = holds.filter(~holds[str(number)])
    return rows, problems


def duplicates(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """One row where the same lesion stands twice; where the contents differ, the lesion is not evaluable there."""
    if _alone(rows):
        return rows, []
    key = pl.col("visit").hash() ^ pl.col("tumour")
    numbers = rows.select(number=key.alias("number"))["number"]
    doubled = rows.filter(numbers.is_duplicated())
    content = [*LENGTHS, "role", "organ", "node", "state", "part_of", "typical", "cytology", "markers_normal"]
    same = doubled.with_columns(kinds=pl.struct(content).n_unique().over("visit", "lesion"))
    twice, unlike = (
        pl.lit("recorded more than once, with the same content: used once"),
        pl.lit("内容相同的重复记录：只用一次"),
    )
    again = Fault("duplicate", pl.lit(True), twice, unlike, kept_out=False)
    clash = Fault(
        "contradiction",
        pl.lit(True),
        pl.lit("recorded more than once with different content: which holds is not known"),
        pl.lit("重复记录内容不一致：无法判断以哪一条为准"),
    )
    equal = same.filter(pl.col("kinds") == 1).sort("row")
    surplus = equal.filter(~pl.struct("visit", "lesion").is_first_distinct())
    differing = same.filter(pl.col("kinds") > 1)
    once = differing.unique(["visit", "lesion"], keep="first", maintain_order=True)
    rest = differing["row"].filter(~differing["row"].is_in(once["row"].implode()))
    left = rows.filter(~pl.col("row").is_in(pl.concat([surplus["row"], rest]).implode()))
    left = set_aside(left, pl.col("row").is_in(once["row"].implode()), word=False)
    return left, [listed(surplus, again), listed(once, clash)]


def _alone(rows: pl.DataFrame) -> bool:
    """Whether every row is the only one of its visit and lesion; false too where comparing neighbours cannot tell."""
    begin = starts(rows["visit"])
    most = int(np.diff(begin, append=rows.height).max()) if rows.height else 0
    if most > FEW or not whole(rows["visit"], begin):
        return False
    visit, tumour = rows["visit"].to_numpy(), rows["tumour"].to_numpy()
    same = ((visit[step:] == visit[:-step]) & (tumour[step:] == tumour[:-step]) for step in range(1, most))
    return not any(each.any() for each in same)


def _faults(rows: pl.DataFrame) -> list[Fault]:
    """What can be wrong with one row by itself; only checks for which the table has values.

    rows: with role and state as codes, and as they were written (role_text, state_text).
    """
    lengths = [name for name in LENGTHS if rows[name].null_count() < rows.height]
    texts = [f"{name}_text" for name in lengths if f"{name}_text" in rows.columns]
    texts += [f"{name}_text" for name in LENGTHS if name not in lengths and f"{name}_text" in rows.columns]
    faults = [
        Fault(
            "no subject or day",
            pl.col("subject").is_null() | (pl.col("subject") == "") | pl.col("day").is_null(),
            pl.lit("no subject, or no day of assessment"),
            pl.lit("缺少受试者编号或评估日"),
        ),
        Fault(
            "role",
            pl.col("role").is_null(),
            pl.format(
                "'{}' is no role of a lesion: target, non_target, new or none", pl.col("role_text").fill_null("")
            ),
            pl.format("“{}”不是病灶类别（靶、非靶、新发、无）", pl.col("role_text").fill_null("")),
        ),
    ]
    if rows["state_text"].null_count() < rows.height:
        faults += _state_faults(lengths)
    if rows["unit"].null_count() < rows.height:
        faults.append(
            Fault(
                "unit",
                ~pl.col("unit").str.to_lowercase().is_in(["mm", "cm"]),
                pl.format("lengths in '{}': give mm or cm", "unit"),
                pl.format("长度单位“{}”：请用 mm 或 cm", "unit"),
            )
        )
    for name in texts:
        faults.append(
            Fault(
                "not a number",
                pl.col(name).is_not_null(),
                pl.format(name.removesuffix("_text") + " '{}' is not a number", name),
                pl.format(name.removesuffix("_text") + "“{}”不是数字", name),
            )
        )
    for name in lengths:
        faults.append(
            Fault(
                "impossible length",
                ~pl.col(name).is_between(0, LONGEST),
                pl.format(name + " {} does not lie between 0 and " + f"{LONGEST:g} mm", name),
                pl.format(name + " {} 不在 0 至 " + f"{LONGEST:g} mm 之间", name),
            )
        )
    return faults + _pair_faults(lengths)


def _state_faults(lengths: list[str]) -> list[Fault]:
    seen = pl.max_horizontal(*lengths) if lengths else pl.lit(None, pl.Float64)
    return [
        Fault(
            "state",
            pl.col("state").is_null() & pl.col("state_text").is_not_null(),
            pl.format("'{}' is no state of a lesion", "state_text"),
            pl.format("“{}”不是病灶状态", "state_text"),
        ),
        Fault(
            "absent but measured",
            (pl.col("state") == "absent") & (seen > 0) & (pl.col("role") == "target") & ~pl.col("node"),
            pl.format("absent, yet {} mm", seen),
            pl.format("记为消失，但测得 {} mm", seen),
        ),
    ]


def _pair_faults(lengths: list[str]) -> list[Fault]:
    pairs = [("viable_mm", "longest_mm"), ("short_axis_mm", "longest_mm"), ("viable_perpendicular_mm", "viable_mm")]
    return [
        Fault(
            "longer than the longest",
            pl.col(part) > pl.col(whole) + 0.5,
            pl.format(part + " {} is over " + whole + " {}", part, whole),
            pl.format(part + " {} 大于 " + whole + " {}", part, whole),
            kept_out=False,
        )
        for part, whole in pairs
        if part in lengths and whole in lengths
    ]
