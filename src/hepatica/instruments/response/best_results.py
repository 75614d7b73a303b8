"""Best responses and the answers that follow from them, with day and reason, from the first days of each response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from hepatica.instruments.response.best_rules import CODES, MISSING, BestRules

PARTS: Final = ("", "_day", "_reason", "_reason_zh")
NO_DAY: Final = pl.lit(None, pl.Int64)


@dataclass(frozen=True)
class Result:
    """A value, its day (from day zero), and why, in English and Chinese."""

    value: pl.Expr
    day: pl.Expr
    en: pl.Expr
    zh: pl.Expr

    def parts(self) -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
        """In the order of PARTS."""
        return self.value, self.day, self.en, self.zh


def results(facts: pl.DataFrame, rules: BestRules, *, reasons: bool = True) -> pl.DataFrame:
    """case, parameter, value, day, reason, reason_zh: the rows of one parameter after those of another.

    facts: see `best_facts.facts`; cases stay in their order. Without reasons, those of responses are null.
    """
    best = {"BOR": _best(rules), "CBOR": _confirmed(rules)}
    answers = {
        "RSP": _response(rules),
        "CRSP": _confirmed_response(rules),
        "CB": _benefit(rules, confirmed=False),
        "CCB": _benefit(rules, confirmed=True),
        "PD": _progression(rules),
    }
    # lazily, so that what several results share is computed once
    wide = facts.lazy().with_columns(_columns(best, reasons)).with_columns(_columns(answers, reasons)).collect()
    placed, zero = pl.col("unplaced").not_(), pl.col("zero")
    frames = [
        wide.select(
            "case",
            parameter=pl.lit(code),
            value=pl.when(placed).then(code),
            day=pl.col(f"{code}_day").cast(pl.Int64) + zero,
            reason=pl.when(placed).then(f"{code}_reason").otherwise(pl.lit("the subject has no day zero")),
            reason_zh=pl.when(placed).then(f"{code}_reason_zh").otherwise(pl.lit("受试者没有起始日")),
        )
        for code in (*best, *answers)
    ]
    return pl.concat([*frames, wide.select("case", *_death())])


def _columns(found: dict[str, Result], reasons: bool) -> list[pl.Expr]:
    """Value, day and reasons of each parameter, under its code."""
    none = pl.lit(None, pl.String)
    return [
        (expression if reasons or not suffix.startswith("_reason") else none).alias(f"{code}{suffix}")
        for code, result in found.items()
        for expression, suffix in zip(result.parts(), PARTS, strict=True)
    ]


def _first(found: list[tuple[pl.Expr, Result]], otherwise: Result) -> Result:
    """The first result whose condition holds."""
    parts: Sequence[pl.Expr] = otherwise.parts()
    for holds, result in reversed(found):
        parts = [pl.when(holds).then(new).otherwise(old) for new, old in zip(result.parts(), parts, strict=True)]
    return Result(*parts)


def _named(code: str, day: str, en: str, zh: str, *more: str) -> tuple[pl.Expr, Result]:
    """A response where `day` is known; en and zh hold a place for the day, and for each of `more`."""
    arguments = [pl.col(name) for name in (day, *more)]
    return pl.col(day).is_not_null(), Result(
        pl.lit(code), pl.col(day), pl.format(en, *arguments), pl.format(zh, *arguments)
    )


def _where(holds: pl.Expr, then: pl.Expr | str, otherwise: pl.Expr | str = "") -> pl.Expr:
    """One text or another."""
    one, other = (pl.lit(each) if isinstance(each, str) else each for each in (then, otherwise))
    return pl.when(holds).then(one).otherwise(other)


def _best(rules: BestRules) -> Result:
    late, late_zh = f"{rules.stable} or more days after day zero", f"距起始日不少于 {rules.stable} 天"
    found = [
        _named("CR", "cr", "CR on day {}", "第 {} 天 CR"),
        _named("PR", "pr", "PR on day {}, no CR", "第 {} 天 PR，无 CR"),
        _named("SD", "sd", f"SD on day {{}}, {late}; no CR or PR", f"第 {{}} 天 SD，{late_zh}；无 CR 或 PR"),
        _named("NON-CR/NON-PD", "non", f"NON-CR/NON-PD on day {{}}, {late}", f"第 {{}} 天 NON-CR/NON-PD，{late_zh}"),
        _named("PD", "pd", "PD on day {}, nothing better that counts before it", "第 {} 天 PD，此前无可计入的更好疗效"),
    ]
    return _first(found, _inevaluable("early", ("SD or NON-CR/NON-PD", "仅有 SD 或 NON-CR/NON-PD"), rules))


def _confirmed(rules: BestRules) -> Result:
    late, late_zh = f"{rules.stable} or more days after day zero", f"距起始日不少于 {rules.stable} 天"
    response = pl.min_horizontal("cr", "pr")
    none, code = response.is_null(), _where(pl.col("cr") == response, "CR", "PR")
    held = Result(
        pl.lit("SD"),
        pl.col("held"),
        _where(
            none,
            pl.format(f"SD on day {{}}, {late}; no CR or PR", "held"),
            pl.format(f"{{}} on day {{}} was not confirmed; day {{}}, {late}, makes it SD", code, response, "held"),
        ),
        _where(
            none,
            pl.format(f"第 {{}} 天 SD，{late_zh}；无 CR 或 PR", "held"),
            pl.format(f"第 {{}} 天 {{}} 未获确认；第 {{}} 天{late_zh}，计为 SD", response, code, "held"),
        ),
    )
    by = _where(pl.col("cpr_with") == CODES.index("CR"), "CR", "PR")
    partial = Result(
        pl.lit("PR"),
        pl.col("cpr"),
        pl.format("PR on day {}, confirmed by {} on day {}", "cpr", by, "cpr_by"),
        pl.format("第 {} 天 PR，第 {} 天 {} 确认", "cpr", "cpr_by", by),
    )
    early = "; the response of day {} was not confirmed and came too early for SD"
    progressed = Result(
        pl.lit("PD"),
        pl.col("pd"),
        pl.format("PD on day {}{}", "pd", _where(none, "", pl.format(early, response))),
        pl.format(
            "第 {} 天 PD{}", "pd", _where(none, "", pl.format("；第 {} 天的缓解未获确认，且过早不能计为 SD", response))
        ),
    )
    found = [
        _named("CR", "ccr", "CR on day {}, confirmed by CR on day {}", "第 {} 天 CR，第 {} 天 CR 确认", "ccr_by"),
        (pl.col("cpr").is_not_null(), partial),
        (pl.col("held").is_not_null(), held),
        _named("NON-CR/NON-PD", "non", f"NON-CR/NON-PD on day {{}}, {late}", f"第 {{}} 天 NON-CR/NON-PD，{late_zh}"),
        (pl.col("pd").is_not_null(), progressed),
    ]
    return _first(found, _inevaluable("held_early", ("a response or SD", "仅有缓解或 SD"), rules))


def _inevaluable(early: str, what: tuple[str, str], rules: BestRules) -> Result:
    """NE: nothing that could be evaluated, or only something too early; MISSING: no assessment."""
    day, soon = pl.min_horizontal("ne", early), pl.col(early).is_not_null()
    died = _where(pl.col("died").is_null(), "", pl.format("; died on day {}", "died"))
    died_zh = _where(pl.col("died").is_null(), "", pl.format("；第 {} 天死亡", "died"))
    return Result(
        _where(day.is_null(), MISSING, "NE"),
        day,
        pl.when(day.is_null())
        .then(pl.format("no assessment from day zero on that counts{}", died))
        .when(soon)
        .then(pl.format(f"{what[0]} only on day {{}}, less than {rules.stable} days after day zero{{}}", early, died))
        .otherwise(pl.format("no assessment could be evaluated (first NE on day {}){}", "ne", died)),
        pl.when(day.is_null())
        .then(pl.format("起始日后无可计入的评估{}", died_zh))
        .when(soon)
        .then(pl.format(f"{what[1]}，在第 {{}} 天，距起始日不足 {rules.stable} 天{{}}", early, died_zh))
        .otherwise(pl.format("所有评估均不可评价（第 {} 天首次 NE）{}", "ne", died_zh)),
    )


def _answer(
    day: pl.Expr, yes: tuple[pl.Expr, pl.Expr], no: tuple[pl.Expr, pl.Expr], best: str, rules: BestRules
) -> Result:
    """Y on its day; N; unknown where the best response is NE or MISSING (N where the rules say so)."""
    assessed, never = pl.col(best).is_in(["NE", MISSING]).not_(), pl.col("n") == 0
    unassessed = pl.lit("N") if rules.unassessed == "no" else pl.lit(None, pl.String)
    blank = Result(
        unassessed,
        NO_DAY,
        _where(never, "no assessment that counts", "no assessment that decides it"),
        _where(never, "无可计入的评估", "没有足以判定的评估"),
    )
    return _first(
        [(day.is_not_null(), Result(pl.lit("Y"), day, *yes)), (assessed, Result(pl.lit("N"), NO_DAY, *no))], blank
    )


def _never() -> tuple[pl.Expr, pl.Expr]:
    return pl.format("no CR or PR in {} assessments", "n"), pl.format("{} 次评估均无 CR 或 PR", "n")


def _response(rules: BestRules) -> Result:
    day = pl.min_horizontal("cr", "pr")
    code = _where(pl.col("cr") == day, "CR", "PR")
    yes = pl.format("{} on day {}, the first response", code, day), pl.format("第 {} 天 {}，首次缓解", day, code)
    return _answer(day, yes, _never(), "BOR", rules)


def _confirmed_response(rules: BestRules) -> Result:
    day, first = pl.min_horizontal("ccr", "cpr"), pl.min_horizontal("cr", "pr")
    by = pl.when(pl.col("ccr") == day).then("ccr_by").otherwise("cpr_by")
    yes = (
        pl.format("response of day {}, confirmed on day {}", day, by),
        pl.format("第 {} 天缓解，第 {} 天确认", day, by),
    )
    alone, never = pl.col("last") == first, _never()
    no = (
        _where(
            first.is_null(),
            never[0],
            pl.format(
                "the response of day {} was not confirmed{}",
                first,
                _where(alone, "; no assessment after it that counts"),
            ),
        ),
        _where(
            first.is_null(),
            never[1],
            pl.format("第 {} 天的缓解未获确认{}", first, _where(alone, "；此后无可计入的评估")),
        ),
    )
    return _answer(day, yes, no, "CBOR", rules)


def _benefit(rules: BestRules, *, confirmed: bool) -> Result:
    names = {"CR": "ccr", "PR": "cpr"} if confirmed else {"CR": "cr", "PR": "pr"}
    responses = [name for code, name in names.items() if code in rules.benefit]
    day = pl.min_horizontal(*responses, "benefit")
    response = pl.min_horizontal(*responses) == day if responses else pl.lit(False)
    days = rules.benefit_days
    yes = (
        _where(
            response,
            pl.format("response on day {}", day),
            pl.format(f"no progression on day {{}}, {days} or more days after day zero", day),
        ),
        _where(
            response,
            pl.format("第 {} 天缓解", day),
            pl.format(f"第 {{}} 天未进展，距起始日不少于 {days} 天", day),
        ),
    )
    no = (
        pl.lit(f"no response, and nothing but progression {days} or more days after day zero"),
        pl.lit(f"无缓解，且距起始日 {days} 天及以后无未进展的评估"),
    )
    return _answer(day, yes, no, "CBOR" if confirmed else "BOR", rules)


def _progression(rules: BestRules) -> Result:
    day = pl.col("pd")
    yes = pl.format("first PD on day {}", day), pl.format("第 {} 天首次 PD", day)
    no = pl.format("no PD up to day {}", "last"), pl.format("至第 {} 天无 PD", "last")
    return _answer(day, yes, no, "BOR", rules)


def _death() -> list[pl.Expr]:
    """From the day as it was given: known where there is no day zero too; unknown where no deaths were given."""
    died, unplaced = pl.col("death").is_not_null(), pl.col("died").is_null()
    en = _where(unplaced, "died", pl.format("died on day {}", "died"))
    zh = _where(unplaced, "死亡", pl.format("第 {} 天死亡", "died"))
    return [
        pl.lit("DEATH").alias("parameter"),
        pl.when("deaths").then(_where(died, "Y", "N")).alias("value"),
        pl.col("death").alias("day"),
        _where(died, en, _where(pl.col("deaths"), "no death on record", "no days of death were given")).alias("reason"),
        _where(died, zh, _where(pl.col("deaths"), "无死亡记录", "未提供死亡日期")).alias("reason_zh"),
    ]
