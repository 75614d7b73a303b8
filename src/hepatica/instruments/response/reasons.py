"""Why an assessment got its response, in one sentence, English and Chinese."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from hepatica.instruments.response.criteria import Criteria

Words = tuple[str, list[pl.Expr]]
"""A text with a place {} for each of some values, which are null nowhere."""

TOLD_BY: Final = ("overall", "target", "non_target", "new_lesion", "relapse")
"""What parts of a sentence there are hangs on these."""

NEEDED: Final = (
    *TOLD_BY, "whole", "targets", "seen", "non_targets", "looked_at", "left", "unproven",
    "measured_mm", "baseline_mm", "nadir_mm", "change_pct", "rise", "rise_pct",
)  # fmt: skip

NUMBERS: Final = {
    "PR": ("measured_mm", "baseline_mm", "change_pct"),
    "SD": ("measured_mm", "change_pct", "rise"),
    "PD": ("measured_mm", "nadir_mm", "rise", "rise_pct"),
}
"""The numbers that the words for a target response name."""

SHARE: Final = " (+{} %)"
RELAPSE: Final = {
    "en": "a lesion is there again after a complete response",
    "zh": "完全缓解后病灶再现",
}
NEW: Final = {
    ("UNEQUIVOCAL", "en"): "a new lesion",
    ("UNEQUIVOCAL", "zh"): "新病灶",
    ("EQUIVOCAL", "en"): "a new lesion that is not certain yet",
    ("EQUIVOCAL", "zh"): "可疑新病灶，尚不确定",
}
NONE: Final = {"en": "no lesion at baseline and none since", "zh": "基线及此后均无病灶"}


def with_reasons(judged: pl.DataFrame, criteria: Criteria) -> pl.DataFrame:
    """The assessments with reason and reason_zh, in their order.

    Progression is told by what progressed; every other response by its target, non-target and new lesions. Assessments
    of which the same is to be said are told together, each sentence in one step.
    """
    if judged.is_empty():
        return judged.with_columns(reason=pl.lit(None, pl.String), reason_zh=pl.lit(None, pl.String))
    told = []
    for group in judged.select(NEEDED).with_row_index("place").partition_by(TOLD_BY):
        numbers = [_said(group[name]) for name in NUMBERS.get(group["target"][0] or "", ())]
        told.append(group.with_columns(numbers).select("place", *_told(group, criteria)))
    return judged.hstack(pl.concat(told).sort("place").drop("place"))


def _told(group: pl.DataFrame, criteria: Criteria) -> list[pl.Expr]:
    """Both reasons for assessments that are alike in `TOLD_BY`."""
    overall, target, non_target, new, relapse = (group[name][0] for name in TOLD_BY)
    progressed, found = overall == "PD", []
    for name, language, stop, colon in (("reason", "en", "; ", ": "), ("reason_zh", "zh", "；", "：")):
        parts: list[Words] = [(RELAPSE[language], [])] if relapse else []
        if target is not None and (not progressed or target == "PD"):
            parts.append(_target(target, group, criteria, language))
        if non_target is not None and (not progressed or non_target == "PD"):
            parts.append(_non_target(non_target, language))
        if new is not None and (not progressed or new == "UNEQUIVOCAL"):
            parts.append((NEW[new, language], []))
        if overall == "NED":
            parts.append((NONE[language], []))
        values = [value for _, own in parts for value in own]
        found.append(_filled(f"{overall}{colon}" + stop.join(words for words, _ in parts), values).alias(name))
    return found


def _filled(words: str, values: list[pl.Expr]) -> pl.Expr:
    return pl.format(words, *values) if values else pl.lit(words)


def _target(response: str, group: pl.DataFrame, criteria: Criteria, language: str) -> Words:
    """What the target lesions say, where their response is this one."""
    zh, unit = language == "zh", criteria.unit
    total, base, nadir = pl.col("measured_mm said"), pl.col("baseline_mm said"), pl.col("nadir_mm said")
    change, rise, share = pl.col("change_pct said"), pl.col("rise said"), pl.col("rise_pct said")
    missing, many = (pl.col("targets") - pl.col("seen")).cast(pl.String), pl.col("targets").cast(pl.String)
    low = ("基线" if zh else "baseline") if criteria.reference == "baseline" else ("最低值" if zh else "nadir")
    if response == "CR":
        return _complete(criteria, language), []
    if response == "PR":
        said = f"总和 {{}} {unit}，较基线 {{}} {unit} 变化 {{}} %"
        if not zh:
            said = f"the sum of {{}} {unit}, baseline {{}} {unit}, changed by {{}} %"
        return said, [total, base, change]
    if response == "PD":
        said = f"总和 {{}} {unit}，较{low} {{}} {unit} 增加 {{}} {unit}"
        lack = "，{}/{} 个靶病灶无测量值"
        if not zh:
            said = f"the sum of {{}} {unit}, {low} {{}} {unit}, rose by {{}} {unit}"
            lack = ", target lesions without a size: {} of {}"
        values = [total, nadir, rise]
        if group["rise_pct"].has_nulls():
            said, values = said + "{}", [*values, _where(pl.col("rise_pct").is_not_null(), pl.format(SHARE, share))]
        else:
            said, values = said + SHARE, [*values, share]
        if not group["whole"].all():
            said, values = said + "{}", [*values, _where(~pl.col("whole"), pl.format(lack, missing, many))]
        return said, values
    if response == "SD":
        said = f"总和 {{}} {unit}，较基线变化 {{}} %，较{low}变化 {{}} {unit}{{}}"
        need = f"，未达进展所需的 {criteria.least_rise or 0:g} {unit}"
        if not zh:
            said = f"the sum of {{}} {unit} changed by {{}} % from baseline, by {{}} {unit} from the {low}{{}}"
            need = f": progression needs {criteria.least_rise or 0:g} {unit}"
        near = (pl.col("rise_pct") >= criteria.rise).fill_null(True) & (pl.col("rise") > 0)
        return said, [total, change, rise, _where(near, pl.lit(need))]
    lost = pl.format("{}/{} 个靶病灶无测量值" if zh else "target lesions without a size: {} of {}", missing, many)
    without = "没有可比较的基线总和" if zh else "no sum at baseline to compare with"
    return "{}", [pl.when(pl.col("baseline_mm").is_null()).then(pl.lit(without)).otherwise(lost)]


def _where(holds: pl.Expr, words: pl.Expr) -> pl.Expr:
    """Words where they hold, else nothing."""
    return pl.when(holds).then(words).otherwise(pl.lit(""))


def _complete(criteria: Criteria, language: str) -> str:
    """A complete response of the target lesions, in words."""
    viable = criteria.complete_without_enhancement or criteria.size != "longest"
    if language == "zh":
        what = "所有靶病灶动脉期强化消失" if viable else "所有靶病灶消失"
        return f"{what}（淋巴结短径小于 {criteria.node_normal:g} mm）"
    what = "no arterial enhancement in any target lesion" if viable else "all target lesions are gone"
    return f"{what} (nodes under {criteria.node_normal:g} mm)"


def _non_target(response: str, language: str) -> Words:
    """What the non-target lesions say, where their response is this one."""
    zh = language == "zh"
    if response == "CR":
        return "非靶病灶消失" if zh else "the non-target lesions are gone", []
    if response == "PD":
        return "非靶病灶明确进展" if zh else "the non-target lesions progressed unequivocally", []
    if response == "NE":
        missing = (pl.col("non_targets") - pl.col("looked_at")).cast(pl.String)
        lost = "{}/{} 个非靶病灶未评估" if zh else "non-target lesions not assessed: {} of {}"
        return lost, [missing, pl.col("non_targets").cast(pl.String)]
    markers = "肿瘤标志物未恢复正常" if zh else "the tumour markers are not normal"
    proof = "积液增多但无恶性细胞证据" if zh else "an effusion got worse without proof of malignant cells"
    left = "非靶病灶仍存在" if zh else "non-target lesions remain"
    remains = pl.when("unproven").then(pl.lit(proof)).otherwise(pl.lit(left))
    return "{}", [pl.when(pl.col("left") == 0).then(pl.lit(markers)).otherwise(remains)]


def _said(numbers: pl.Series) -> pl.Series:
    """Each number with one decimal at most, as text in a column of its own; a number is written once for all its rows."""
    tenths = (numbers.round(1) * 10).round()
    least, most = tenths.min(), tenths.max()
    if not isinstance(least, float) or not isinstance(most, float) or most - least > len(numbers):
        return _written(numbers.round(1) + 0.0)
    every = np.arange(least, most + 1) / 10 + 0.0  # Polars multiplies by 0.1: 164 / 10 is 16.400000000000002 there
    return _written(pl.Series(every)).gather((tenths - least).cast(pl.Int64)).alias(f"{numbers.name} said")


def _written(numbers: pl.Series) -> pl.Series:
    return numbers.cast(pl.String).str.strip_suffix(".0").alias(f"{numbers.name} said")
