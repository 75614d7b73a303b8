"""The group is the treatment begun within a grace period, fixed then whatever follows.

Hernán & Robins, Am J Epidemiol 2016;183:758: with a grace period the group is known only at its end, so that time
before it must not count in either group; the endpoints' delayed entry sees to that.
"""

from __future__ import annotations

import polars as pl

from hepatica.assignment.exposure import condition_rule
from hepatica.protocol.assignment import AsTreated
from hepatica.protocol.context import rule_context
from hepatica.protocol.study import Study
from hepatica.protocol.written import Otherwise
from hepatica.rules.columnar import evaluate


def as_treated(study: Study, facts: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    """The arm of every subject: the first whose condition holds, all earlier ones being a clear no.

    Returns USUBJID, ARM (null where it cannot be said) and EVIDENCE (the condition that decided, or why none could).
    """
    method = study.assignment
    if not isinstance(method, AsTreated):
        raise TypeError(f"{study.study} does not assign as treated")
    context = rule_context(study)
    anchors, words = study.anchor_nodes, context.vocabulary
    rules = {
        arm: condition_rule(
            condition.node, method.origin.node, method.grace.node, anchors.get(method.origin.node.anchor), words
        )
        for arm, condition in method.arms.items()
        if not isinstance(condition.node, Otherwise)
    }
    answers: pl.DataFrame = evaluate(rules, facts, subjects, context).rename({"subject": "USUBJID"}).sort("USUBJID")
    texts = {arm: f"{method.arms[arm].text} from {method.origin.text} for {method.grace.text}" for arm in rules}
    arm: pl.Expr = pl.lit(None, pl.String)
    evidence: pl.Expr = pl.lit("whether any arm's treatment was begun is not recorded")
    for name in reversed(method.arms):
        if name not in rules:
            clear = pl.all_horizontal(pl.col(other) == pl.lit(False) for other in rules)
            said = "none of: " + "; ".join(texts.values())
            arm = pl.when(clear).then(pl.lit(name)).otherwise(arm)
            evidence = pl.when(clear).then(pl.lit(said)).otherwise(evidence)
        else:
            arm = pl.when(pl.col(name)).then(pl.lit(name)).when(pl.col(name).is_null()).then(None).otherwise(arm)
            open_ = f"not recorded whether {texts[name]}"
            evidence = (
                pl.when(pl.col(name)).then(pl.lit(texts[name])).when(pl.col(name).is_null()).then(pl.lit(open_))
            ).otherwise(evidence)
    return answers.select("USUBJID", ARM=arm, EVIDENCE=evidence)
