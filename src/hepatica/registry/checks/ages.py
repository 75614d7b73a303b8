"""Ages told in two places: the fields for them and the criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.ages import Ages, ages
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import IN, said
from hepatica.registry.record import Quote, Record

_YEARS: Final = re.compile(r"(?i)\s*(?P<years>\d{1,3})(?:\.0+)?\s*(?:years?(?:\s+old)?|yrs?|y|周?岁)?\s*")


def ages_of_fields_and_criteria(record: Record) -> Iterator[Found]:
    """A lowest or highest age in the fields that is another than that of the criteria.

    A single lower bound above that of the field is left alone: it often is one risk among others.
    """
    low, high = _field(record, "age.minimum"), _field(record, "age.maximum")
    if low is None and high is None:
        return
    told = [each for each in ages(record) if each.quote.field == IN]
    if len({(each.low, each.high) for each in told}) != 1:
        return
    for each in told:
        for name, field, differs in (
            ("lowest", low, low is not None and _lowest(each, low[0])),
            ("highest", high, high is not None and _highest(each, high[0])),
        ):
            if field is not None and differs:
                yield Found(
                    Phrase(
                        f"the {name} age is {field[0]} in its field, and the criteria say '{each.quote.text.strip()}'",
                        f"{'最小' if name == 'lowest' else '最大'}年龄字段为{field[0]}岁，标准为“{each.quote.text.strip()}”",
                    ),
                    (field[1], each.quote),
                )
                return


def _field(record: Record, name: str) -> tuple[int, Quote] | None:
    """The age in a field, in years; none where it says 0, as registers do that must say something."""
    quote = said(record, name)
    met = _YEARS.fullmatch(quote.value.text) if quote is not None else None
    return (int(met["years"]), quote) if quote is not None and met is not None and int(met["years"]) else None


def _lowest(told: Ages, field: int) -> bool:
    if told.low is None or (told.high is None and told.low > field):
        return False
    return told.low != field and (told.with_low or told.low + 1 != field)


def _highest(told: Ages, field: int) -> bool:
    if told.high is None or told.low is None:
        return False
    return told.high != field and (told.with_high or told.high - 1 != field)


CHECKS: Final = (
    Check(
        code="HPT325",
        title=Phrase("The fields and the criteria tell different ages", "年龄字段与标准不一致"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Those between the two ages enter or not by what is read.", "介于两者之间的患者能否入组取决于所读之处。"
        ),
        mend=Phrase("Correct the age that is wrong.", "更正错误的年龄。"),
        meanwhile=Phrase("Both hold: the narrower range decides.", "两者同时生效：以较窄的范围为准。"),
        find=ages_of_fields_and_criteria,
        example=Example({"age.maximum": "80 Years", IN: "Aged 18 to 75 years"}, {"age.maximum": "75 Years"}),
    ),
)
