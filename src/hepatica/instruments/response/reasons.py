"""Why an assessment got its response, in one sentence, English and Chinese."""

from __future__ import annotations

import polars as pl

from hepatica.instruments.response.criteria import Criteria


def with_reasons(judged: pl.DataFrame, criteria: Criteria) -> pl.DataFrame:
    """The assessments with reason and reason_zh, in their order.

    Progression is told by what progressed; every other response by its target, non-target and new lesions.
    """
    told = []
    for group in judged.with_row_index("place").partition_by("target", "overall"):
        numbers = [_number(name) for name in NUMBERS.get(group["target"][0] or "", ())]
        told.append(group.with_columns(numbers).select("place", *_told(group, criteria)))
    if not told:
        return judged.with_columns(reason=pl.lit(None, pl.String), reason_zh=pl.lit(None, pl.String))
    return judged.hstack(pl.concat(told).sort("place").drop("place"))


def _told(group: pl.DataFrame, criteria: Criteria) -> list[pl.Expr]:
    """Both reasons for assessments with one target and one overall response."""
    target, overall = group["target"][0], group["overall"][0]
    found = []
    for name, language, stop, colon in (("reason", "en", "; ", ": "), ("reason_zh", "zh", "；", "：")):
        parts: list[pl.Expr] = [pl.when("relapse").then(pl.lit(RELAPSE[language]))] if group["relapse"].any() else []
        parts += [] if target is None or (overall == "PD" != target) else [_target(target, criteria, language)]
        non_target, new = _non_target(language), _new(language)
        if overall == "PD":
            non_target = pl.when(pl.col("non_target") == "PD").then(non_target)
            new = pl.when(pl.col("new_lesion") == "UNEQUIVOCAL").then(new)
        parts += [non_target] if group["non_target"].null_count() < group.height else []
        parts += [new] if group["new_lesion"].null_count() < group.height else []
        parts += [pl.lit(NONE[language])] if overall == "NED" else []
        text = pl.concat_str(*parts, separator=stop, ignore_nulls=True)
        found.append(pl.concat_str(pl.lit(f"{overall}{colon}"), text).alias(name))
    return found


RELAPSE = {
    "en": "a lesion is there again after a complete response",
    "zh": "完全缓解后病灶再现",
}
NUMBERS = {
    "PR": ("measured_mm", "baseline_mm", "change_pct"),
    "SD": ("measured_mm", "change_pct", "rise"),
    "PD": ("measured_mm", "nadir_mm", "rise", "rise_pct"),
}
"""The numbers that the words for a target response name."""

NONE = {"en": "no lesion at baseline and none since", "zh": "基线及此后均无病灶"}


def _target(response: str, criteria: Criteria, language: str) -> pl.Expr:
    """What the target lesions say, where their response is this one."""
    zh, unit = language == "zh", criteria.unit
    total, base, nadir = pl.col("measured_mm said"), pl.col("baseline_mm said"), pl.col("nadir_mm said")
    change, rise = pl.col("change_pct said"), pl.col("rise said")
    missing, many = (pl.col("targets") - pl.col("seen")).cast(pl.String), pl.col("targets").cast(pl.String)
    low = ("基线" if zh else "baseline") if criteria.reference == "baseline" else ("最低值" if zh else "nadir")
    if response == "CR":
        return pl.lit(_complete(criteria, language))
    if response == "PR":
        said = f"总和 {{}} {unit}，较基线 {{}} {unit} 变化 {{}} %"
        if not zh:
            said = f"the sum of {{}} {unit}, baseline {{}} {unit}, changed by {{}} %"
        return pl.format(said, total, base, change)
    if response == "PD":
        said = f"总和 {{}} {unit}，较{low} {{}} {unit} 增加 {{}} {unit}"
        lack = "，{}/{} 个靶病灶无测量值"
        if not zh:
            said = f"the sum of {{}} {unit}, {low} {{}} {unit}, rose by {{}} {unit}"
            lack = ", target lesions without a size: {} of {}"
        share = pl.when(pl.col("rise_pct").is_not_null()).then(pl.format(" (+{} %)", "rise_pct said"))
        although = pl.when(~pl.col("whole")).then(pl.format(lack, missing, many))
        return pl.concat_str(pl.format(said, total, nadir, rise), share, although, ignore_nulls=True)
    if response == "SD":
        said = f"总和 {{}} {unit}，较基线变化 {{}} %，较{low}变化 {{}} {unit}"
        need = f"，未达进展所需的 {criteria.least_rise or 0:g} {unit}"
        if not zh:
            said = f"the sum of {{}} {unit} changed by {{}} % from baseline, by {{}} {unit} from the {low}"
            need = f": progression needs {criteria.least_rise or 0:g} {unit}"
        near = (pl.col("rise_pct") >= criteria.rise).fill_null(True) & (pl.col("rise") > 0)
        return pl.concat_str(pl.format(said, total, change, rise), pl.when(near).then(pl.lit(need)), ignore_nulls=True)
    lost = pl.format("{}/{} 个靶病灶无测量值" if zh else "target lesions without a size: {} of {}", missing, many)
    without = "没有可比较的基线总和" if zh else "no sum at baseline to compare with"
    return pl.when(pl.col("baseline_mm").is_null()).then(pl.lit(without)).otherwise(lost)


def _complete(criteria: Criteria, language: str) -> str:
    """A complete response of the target lesions, in words."""
    viable = criteria.complete_without_enhancement or criteria.size != "longest"
    if language == "zh":
        what = "所有靶病灶动脉期强化消失" if viable else "所有靶病灶消失"
        return f"{what}（淋巴结短径小于 {criteria.node_normal:g} mm）"
    what = "no arterial enhancement in any target lesion" if viable else "all target lesions are gone"
    return f"{what} (nodes under {criteria.node_normal:g} mm)"


def _non_target(language: str) -> pl.Expr:
    """What the non-target lesions say."""
    response = pl.col("non_target")
    missing = (pl.col("non_targets") - pl.col("looked_at")).cast(pl.String)
    many = pl.col("non_targets").cast(pl.String)
    if language == "en":
        words = ("the non-target lesions are gone", "the non-target lesions progressed unequivocally")
        markers, left = "the tumour markers are not normal", "non-target lesions remain"
        lost = pl.format("non-target lesions not assessed: {} of {}", missing, many)
        proof = "an effusion got worse without proof of malignant cells"
    else:
        words = ("非靶病灶消失", "非靶病灶明确进展")
        markers, left = "肿瘤标志物未恢复正常", "非靶病灶仍存在"
        lost = pl.format("{}/{} 个非靶病灶未评估", missing, many)
        proof = "积液增多但无恶性细胞证据"
    remains = pl.when("unproven").then(pl.lit(proof)).otherwise(pl.lit(left))
    return (
        pl.when(response == "CR").then(pl.lit(words[0]))
        .when(response == "PD").then(pl.lit(words[1]))
        .when(response == "NE").then(lost)
        .when(response == "NON-CR/NON-PD")
        .then(pl.when(pl.col("left") == 0).then(pl.lit(markers)).otherwise(remains))
    )  # fmt: skip


def _new(language: str) -> pl.Expr:
    """What the new lesions say."""
    sure, doubt = (
        ("a new lesion", "a new lesion that is not certain yet")
        if language == "en"
        else ("新病灶", "可疑新病灶，尚不确定")
    )
    return (
        pl.when(pl.col("new_lesion") == "UNEQUIVOCAL").then(pl.lit(sure))
        .when(pl.col("new_lesion") == "EQUIVOCAL").then(pl.lit(doubt))
    )  # fmt: skip


def _number(name: str) -> pl.Expr:
    """A number with one decimal at most, as text in a column of its own."""
    return pl.col(name).round(1).cast(pl.String).str.strip_suffix(".0").alias(f"{name} said")
