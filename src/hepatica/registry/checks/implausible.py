"""Limits that no laboratory value comes near: a unit or a power of ten is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.limits import limits
from hepatica.registry.looking import IN
from hepatica.registry.record import Record
from hepatica.vocabulary import load


def limit_out_of_range(record: Record) -> Iterator[Found]:
    """A limit beyond the range in which the analyte is ever reported."""
    vocabulary = load()
    for limit in limits(record):
        variable, value = vocabulary[limit.analyte], limit.value()
        if value is None or variable.range is None or variable.home is None or variable.home.domain != "LB":
            continue
        low, high = variable.range
        if (low is not None and value < low) or (high is not None and value > high):
            unit, shown = variable.unit or "", f"{float(value):g}"
            yield Found(
                Phrase(
                    f"'{limit.quote.text}' is {shown} {unit}; values lie between {low} and {high}",
                    f"“{limit.quote.text}”即{shown} {unit}，而实际数值介于{low}与{high}之间",
                ),
                (limit.quote,),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT095",
        title=Phrase("A limit lies where no value ever does", "限值超出实际可能的范围"),
        severity=1,
        decidability="T",
        costs=Phrase("By the letter everybody meets it, or nobody.", "按字面则人人符合，或无人符合。"),
        mend=Phrase("Correct the unit or the power of ten.", "更正单位或10的幂次。"),
        meanwhile=Phrase("The limit is kept as written, and a person must decide.", "按原文保留，待人工判断。"),
        find=limit_out_of_range,
        example=Example({IN: "Neutrophils ≥ 1500 × 10^9/L"}, {IN: "Neutrophils ≥ 1.5 × 10^9/L"}),
        knowledge=True,
        source="The ranges of the vocabulary's laboratory variables, beyond which an entry is refused",
    ),
)
