"""A rate that is defined as a proportion of participants and analysed as a time to an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.endpoint import NAMED
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import search, sentence
from hepatica.registry.record import Quote, Record

_PROPORTION: Final = re.compile(
    r"(?i)\b(?:proportion|percentages?|per ?cent|fraction|share|number|rate"
    r"|%) of (?:the )?(?:[\w-]+ ){0,2}?(?:participants|patients|subjects|cases|individuals|people)"
    r"[^.;\n]{0,120}|\b(?:participants|patients|subjects|cases) with [^.;\n]{3,60} ?(?:/|divided by"
    r"|over) ?(?:the )?(?:total|all|number)[^.;\n]{0,40}"
    r"|[^。；;\n]{0,20}(?:患者|受试者|例数|病例)(?:数)?的?(?:比例|百分比|占比|百分率|占总)|占[^。；;\n]{0,12}(?:比例|百分比)"
)
_CURVE: Final = re.compile(
    r"(?i)Kaplan[-\s–]*Meier|log[-\s]?rank|\bKM (?:curve|method|estimat\w*|analysis)|\bcox\b|生存曲线|乘积极限|对数秩"
)
_CURVES: Final = (
    "kaplan",
    "log-rank",
    "log rank",
    "logrank",
    "km curve",
    "km method",
    "km estim",
    "km analysis",
    "cox",
    "生存曲线",
    "对数秩",
    "乘积极限",
)
_CUMULATIVE: Final = re.compile(
    r"(?i)(?P<event>recur|relaps|progress|metasta|复发|进展|转移)\w*[^.;\n]{0,20}?(?:rate|incidence|proportion|frequency|率)"
    r"|(?:rate|incidence|proportion|percentage|frequency|number)s? (?:of|with) (?:[\w-]+ ){0,4}?(?P<of>recur|relaps"
    r"|progress|metasta)\w*"
    r"|(?:objective|overall|complete|partial|pathologic(?:al)?|tumou?r|best overall) (?P<rate>respon)\w*(?:"
    r" \w+)? (?:rate|proportion)"
    r"|(?P<rate_zh>缓解)率"
    r"|^(?:(?:tumou?r|disease|intrahepatic|local|early|late|distant|hcc|hepatocellular carcinoma) )*(?P<bare>recur"
    r"|relaps|metasta)\w*(?: at [\w\s-]+)?$"
)


def proportion_by_curve(record: Record) -> Iterator[Found]:
    """A rate defined as a proportion of participants and analysed as a time to an event."""
    curves = list(_curves(record))
    for number, outcome in enumerate(record.members("outcome") if curves else ()):
        name = next((met for value in outcome.get("name", ()) if (met := _CUMULATIVE.search(value.text))), None)
        if name is None or NAMED.search(name.string) is not None:
            continue
        event = next(each for each in name.groups() if each is not None).lower()
        here = (f"outcome[{number}].{own}" for own in ("description", "method", "name"))
        values = [(field, value) for field in here for value in outcome.get(field.rpartition(".")[2], ())]
        share = next(
            (Quote(field, value, *met.span()) for field, value in values if (met := _PROPORTION.search(value.text))),
            None,
        )
        if share is None or _OF_A_CURVE.search(share.text) is not None:
            continue
        curve = next((quote for quote in curves if event in _around(quote, number, event).lower()), None)
        if curve is not None:
            yield Found(
                Phrase(
                    "it is defined as a proportion and analysed as a time to an event",
                    "定义为比例，却按生存时间分析",
                ),
                (share, curve),
            )
            return


_OF_A_CURVE: Final = re.compile(r"(?i)kaplan|estimat|cumulative|surviv|累积|生存")
"""Words by which a proportion is itself read from a curve."""


def _curves(record: Record) -> Iterator[Quote]:
    return search(
        record, ("description", "summary", "design", "outcome.description", "outcome.method"), _CURVE, _CURVES
    )


def _around(quote: Quote, number: int, event: str) -> str:
    """The sentence of a curve; what stands in the outcome itself speaks of the outcome.

    A curve of survival or of the duration of response beside the word response is usual: that sentence tells nothing of a rate.
    """
    begin, end = sentence(quote.value, quote.start)
    if event in ("respon", "缓解"):
        told = quote.value.text[begin : max(end, quote.end)]
        return "" if _TIMES.search(told) is not None else told
    told = quote.value.text[min(begin, max(quote.start - 90, 0)) : max(end, quote.end + 30)]
    own = quote.field.startswith(f"outcome[{number}].")
    return f"{told} recur relaps progress metasta 复发 进展 转移" if own else told


_TIMES: Final = re.compile(r"(?i)surviv|duration|\btime\b|\b(?:OS|PFS|DOR|TTP|RFS|DFS|EFS)\b|生存|持续时间|至进展")


CHECKS: Final = (
    Check(
        code="HPT180",
        title=Phrase("A proportion is analysed as a time to an event", "比例指标按生存时间分析"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "A proportion takes no account of who left early, and a curve takes no account of death before the event.",
            "比例未考虑提前退出者，曲线未考虑事件前死亡。",
        ),
        mend=Phrase(
            "Define a cumulative incidence at the horizon, and say what a death before the event does.",
            "定义为期限内的累积发生率，并说明事件前死亡的处理。",
        ),
        meanwhile=Phrase(
            "A cumulative incidence with death as a competing event is computed.", "按死亡为竞争事件计算累积发生率。"
        ),
        find=proportion_by_curve,
        source="Aalen and Johansen, Scand J Stat 1978; ICH E9(R1)",
        example=Example(
            {
                "outcome[0].name": "3-year recurrence rate",
                "outcome[0].description": "Proportion of participants with new lesions within 3 years",
                "description": "The recurrence rate is analysed by the Kaplan-Meier method.",
            },
            {"description": "The recurrence rate is analysed by a test of two proportions."},
        ),
    ),
)
