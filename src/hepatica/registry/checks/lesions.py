"""Tumours that one list admits by their number or size, and the other refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hepatica.registry.amounts import WRITTEN, count
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import IN, OUT, holding, lower, sentence
from hepatica.registry.record import Quote, Record, Value

_LESION: Final = (
    r"(?:(?:liver|hepatic|intra-?hepatic|HCC|tumou?r|target|cancer|malignant)\s+)*"
    r"(?:tumou?rs?|lesions?|nodules?|foci|masses)"
)
_COUNT: Final = rf"(?P<{{0}}>[1-9]|1\d|{WRITTEN})"
_MORE: Final = r"(?:more\s+than|over|exceed(?:s|ing)?|greater\s+than|>(?!=)|＞)"
_LEAST: Final = r"(?:at\s+least|≥|>=|no\s+fewer\s+than|not\s+less\s+than)"
_MOST: Final = (
    r"(?:(?:no|not)\s+more\s+than|not\s+exceed(?:ing)?|at\s+most|up\s+to|≤|<=|(?:a\s+)?maximum\s+of"
    r"|less\s+than\s+or\s+equal\s+to)"
)
_FEWER: Final = r"(?:fewer\s+than|less\s+than|<(?!=)|＜)"
_SIGN: Final = (
    rf"(?:(?P<{{0}}most>{_MOST}|不超过|不多于|至多|小于等于)|(?P<{{0}}more>{_MORE}|超过|多于|大于)"
    rf"|(?P<{{0}}least>{_LEAST}|至少|不少于|大于等于)|(?P<{{0}}fewer>{_FEWER}|少于|小于))"
)
_NUMBERED: Final = re.compile(
    rf"(?i){_SIGN.format('')}\s*{_COUNT.format('n')}\s+{_LESION}\b"
    rf"|\b(?:the\s+)?(?:number|count)\s+of\s+(?:the\s+)?{_LESION}\s*(?:is|are|must\s+be|should\s+be|of|:)?\s*"
    rf"{_SIGN.format('b_')}\s*{_COUNT.format('b_n')}(?!\s*(?:cm|mm|\d|\.))"
    rf"|{_COUNT.format('c_n')}\s+or\s+(?P<c_most>fewer|less)\s+{_LESION}\b"
    rf"|{_COUNT.format('d_n')}\s+or\s+(?P<d_least>more)\s+{_LESION}\b"
    rf"|(?:肿瘤|病灶|结节)(?:数目?|数量|个数)?\s*{_SIGN.format('e_')}\s*(?P<e_n>[1-9]|[一二两三四五])\s*个"
)
_SIZED: Final = re.compile(
    rf"(?i){_LESION}\s*(?:with\s+(?:a\s+)?)?(?:(?:maximum|maximal|largest|longest|greatest)\s+)?(?:size|diameter)s?\s*"
    rf"(?:is|are|of|must\s+be|should\s+be|:)?\s*{_SIGN.format('')}\s*(?P<n>\d{{1,3}}(?:\.\d)?)\s*(?P<unit>cm|mm)\b"
    rf"|{_LESION}\s+{_SIGN.format('c_')}\s*(?P<c_n>\d{{1,3}}(?:\.\d)?)\s*(?P<c_unit>cm|mm)\b"
    rf"|(?:肿瘤|病灶)(?:最大)?(?:直径|径线|大小|长径)\s*{_SIGN.format('b_')}\s*(?P<b_n>\d{{1,3}}(?:\.\d)?)\s*"
    rf"(?P<b_unit>cm|mm|厘米|毫米)"
)
_OTHERWISE: Final = re.compile(
    r"(?i)\b(?:or|if|and|with|single|solitary|each|extra-?hepatic|cohort|group|arm|brain|lung|bone|measurable|target"
    r"|satellite|lobe|adjacent|abutting|near|donor|part|treated|requiring)\b"
    r"|或|且|单个|单发|每个|肝外|队列|靶|合并|卫星"
)
"""Words by which a number holds together with a size, or for some tumours or patients only."""
_WORDS: Final = ("tumo", "lesion", "nodule", "foci", "masses", "肿瘤", "病灶", "结节")


_SIGNS: Final = (
    "than", "over", "exceed", "least", "most", "up to", "maximum", "or more", "or fewer", "or less", "<", ">", "≤", "≥", "＜",
    "＞", "超过", "多于", "大于", "少于", "小于", "至少", "至多", "等于",
)  # fmt: skip
_MEASURES: Final = ("cm", "mm", "厘米", "毫米")


class _Bound(NamedTuple):
    """What a criterion says of tumours: what is bounded, whether from above, the highest admitted or lowest refused,
    where."""

    what: str
    above: bool
    size: float
    quote: Quote


def tumours_on_both_sides(record: Record) -> Iterator[Found]:
    """A number or size of tumours that the inclusion criteria admit and the exclusion criteria refuse."""
    refused = [each for name, value in holding(record, (OUT,), _WORDS) for each in _bounds(name, value)]
    admitted = (
        [each for name, value in holding(record, (IN,), _WORDS) for each in _bounds(name, value)] if refused else []
    )
    for one in admitted:
        for other in refused:
            if one.what != other.what or one.above is other.above:
                continue
            if (other.size <= one.size) if one.above else (other.size >= one.size):
                yield Found(
                    Phrase(
                        f"what '{one.quote.text}' admits, '{other.quote.text}' refuses in part",
                        f"“{one.quote.text}”允许的部分患者被“{other.quote.text}”排除",
                    ),
                    (one.quote, other.quote),
                )
                return


def _bounds(name: str, value: Value) -> Iterator[_Bound]:
    low = lower(value.text)
    if not any(sign in low for sign in _SIGNS):
        return
    sized = any(word in low for word in _MEASURES)
    for what, pattern in (("number", _NUMBERED), ("size", _SIZED))[: 1 + sized]:
        for met in pattern.finditer(value.text):
            begin, end = sentence(value, met.start())
            if _OTHERWISE.search(value.text[begin : met.start()] + " " + value.text[met.end() : max(end, met.end())]):
                continue
            said = {key.split("_")[-1]: told for key, told in met.groupdict().items() if told is not None}
            number = float(said["n"]) if what == "size" else float(count(said["n"]) or 0)
            if what == "size" and said["unit"] in ("cm", "厘米"):
                number *= 10
            step = 1.0 if what == "number" else 0.001
            above = "most" in said or "fewer" in said
            if "fewer" in said:
                number -= step
            elif "more" in said:
                number += step
            yield _Bound(what, above, number, Quote(name, value, *met.span()))


CHECKS: Final = (
    Check(
        code="HPT058",
        title=Phrase("A number or size of tumours is admitted and refused", "同一肿瘤数目或大小既被纳入又被排除"),
        severity=1,
        decidability="T",
        costs=Phrase("Nobody can say whether such a patient may enter.", "无法判断该类患者能否入组。"),
        mend=Phrase("Keep one limit, in one list.", "只在一处保留一个限值。"),
        meanwhile=Phrase("Both limits hold.", "两个限值同时生效。"),
        find=tumours_on_both_sides,
        example=Example(
            {IN: "No more than 3 tumour nodules in the liver", OUT: "More than 2 intrahepatic lesions"},
            {OUT: "More than 3 intrahepatic lesions"},
        ),
    ),
)
