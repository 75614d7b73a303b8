"""Numbers that do not close: a value neither list decides, a limit within another, two lengths of one duty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from hepatica.registry.amounts import DAYS, count
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.knowledge import known
from hepatica.registry.limits import Limit, limits, numbers, opposed
from hepatica.registry.looking import CRITERIA, IN, OUT, holding, sentence
from hepatica.registry.record import Quote, Record

ULN_AT_MOST: Final = {name: Fraction(each["value"]) for name, each in known("normal_limits")["highest"].items()}
"""Upper limits of normal that no laboratory exceeds, in the vocabulary's unit."""

FAMILY: Final = {"calcium_corrected": "calcium_total"}
"""Analytes that bound each other: corrected calcium is total calcium at a normal albumin."""

_LENGTH: Final = (
    r"(?P<{0}>\d+|\b[a-z]{{3,9}})(?:\s?\(\s?(?P<{0}_again>\d+)\s?\))?\s*-?\s*(?P<{1}>day|week|month|year)s?"
)
_LAST: Final = (
    r"(?:last|final|end(?:ing)?|discontinu\w*|complet\w*|stop\w*|cessation|terminat\w*|withdrawal)(?:\s+of)?"
    r"(?:\s+(?:the\s+|study\s+|their\s+)*(?:dose|administration|treatment|infusion|injection|intake|use|application"
    r"|cycle|dosing))?(?:\s+of)?"
)
_WHAT: Final = (
    r"(?P<{}>(?:\s+(?:the|study|investigational|trial|any|experimental|protocol|assigned))*(?:\s+[A-Za-z-]+)?)"
)
AFTER_LAST: Final = re.compile(
    rf"{_LENGTH.format('n', 'unit')}\s+(?:after|following|from|post|beyond|past"
    rf"|of)\s+(?:\w+\s+){{0,4}}?{_LAST}{_WHAT.format('what')}"
    rf"|(?:after|following|beyond)\s+(?:the\s+"
    rf"|their\s+)*{_LAST}{_WHAT.format('what_2')}[^.;\n]{{0,60}}?\bfor\s+(?:at\s+least\s+"
    rf"|a\s+(?:further\s+)?(?:period|minimum)\s+of\s+"
    rf"|another\s+|up\s+to\s+)*{_LENGTH.format('m', 'unit_2')}"
    rf"|{_LENGTH.format('k', 'unit_3')}\s+(?:thereafter|afterwards?|after\s+(?:that|it)\b|post-?\s?(?:treatment"
    rf"|therapy|study)"
    r"|after\s+(?:the\s+|their\s+|this\s+|all\s+|study\s+|trial\s+|protocol\s+)*(?:treatments?|therapy|medication"
    r"|participation|study|trial)\b"
    r"(?!\s+(?:start|initiation|begin)))"
    r"|(?:此后|其后|之后|(?:治疗|用药|给药|研究|试验)(?:结束|完成|停止)?之?后)(?:至少|的|内|持续|继续|\s)*(?P<zk>\d+"
    r"|[一二三四五六七八九十两]+)\s*个?(?P<zv>[天日周月年])"
    r"|(?:末次|最后一次|停|结束|完成|终止)(?:研究)?(?:用药|给药|治疗|药|药物|研究治疗|研究用药|剂量)+(?:使用|给药|治疗"
    r"|结束)?后?(?:至少|的|内|持续|后|\s)*(?P<zn>\d+"
    r"|[一二三四五六七八九十两]+)"
    r"\s*个?(?P<zu>[天日周月年])",
    re.IGNORECASE,
)
"""A length of time after the last dose, either way round."""
_DUTY: Final = ("contracept", "birth control", "pregnan", "避孕", "妊娠", "怀孕")
CONTRACEPTION: Final = re.compile(
    r"contracept|birth control|(?:avoid|prevent|not (?:become|get|be)(?:ing|ning)?|refrain from)[\w\s]{0,20}pregnan"
    r"|避孕|避免(?:妊娠|怀孕)",
    re.IGNORECASE,
)
FEMALE: Final = re.compile(r"wom[ae]n|female|WOCBP|childbearing|女", re.IGNORECASE)
MALE: Final = re.compile(r"(?<!wo)\bm[ae]n\b|(?<!fe)\bmales?\b|(?<!女)男|partner", re.IGNORECASE)
FURTHER: Final = re.compile(r"[\s,，(（]*(?:and|with|plus|combined|accompanied|&|且|并|同时|伴|合并)", re.IGNORECASE)
"""What makes a limit hold together with a further condition: "AST > 3 × ULN and bilirubin > 2 × ULN"."""

GENERIC: Final = frozenset(
    {
        "dose",
        "drug",
        "drugs",
        "treatment",
        "medication",
        "therapy",
        "intervention",
        "product",
        "agent",
        "agents",
        "study",
        "trial",
        "and",
        "or",
        "for",
        "if",
        "in",
        "to",
        "injection",
        "infusion",
        "dosing",
        "administration",
    }
)


def hole(record: Record) -> Iterator[Found]:
    """A number that is just not admitted by one list and just not refused by the other."""
    for one, other, lie in opposed(record):
        if lie == "apart" and _alike(one, other):
            shown = f"{one.number}{f' × {one.of}' if one.of else ''}"
            yield Found(
                Phrase(f"exactly {shown} is neither admitted nor refused", f"恰为{shown}时既未被纳入也未被排除"),
                (one.quote, other.quote),
            )
            return


def gap(record: Record) -> Iterator[Found]:
    """Two limits on one analyte with room between them: what lies there is not admitted, and not refused either."""
    for one, other, lie in opposed(record):
        if lie == "apart" and not _alike(one, other) and one.analyte != "age" and _plain(one) and _plain(other):
            yield Found(
                Phrase(
                    f"'{one.quote.text}' admits and '{other.quote.text}' refuses: which of the two limits is meant?",
                    f"纳入为“{one.quote.text}”，排除为“{other.quote.text}”：以哪个限值为准？",
                ),
                (one.quote, other.quote),
            )
            return


def _alike(one: Limit, other: Limit) -> bool:
    first, second = numbers(one, other)
    return first == second


def _plain(limit: Limit) -> bool:
    """Whether a limit holds by itself for everybody."""
    value = limit.quote.value.text
    begin, end = sentence(limit.quote.value, limit.quote.start)
    if limit.conditional or limit.joined or FURTHER.match(value, limit.quote.end):
        return False
    return _PARTS.search(value, begin, max(end, limit.quote.end)) is None


_PARTS: Final = re.compile(
    r"\b(?:cohort|arm|part|phase|group|patients? with|if|unless|except|gilbert|metasta\w*|transfus\w*|despite|within"
    r"|prior|history|previous\w*|and|or|donor"
    r"|recipients?)\b|队列|转移|除外|既往|如果|若|和|且|或|合并|史",
    re.IGNORECASE,
)
"""Words by which a limit may be meant for other patients, or together with something else."""


def swallowed(record: Record) -> Iterator[Found]:
    """An excluding limit that can never decide, since another joined with it by "or" refuses earlier."""
    by_value: dict[int, list[Limit]] = {}
    for limit in limits(record):
        if limit.quote.field == OUT:
            by_value.setdefault(limit.quote.value.key, []).append(limit)
    for together in by_value.values():
        for wide in together:
            for narrow in together:
                if (
                    wide is not narrow
                    and wide.upper == narrow.upper
                    and _family(wide) == _family(narrow)
                    and _swallows(wide, narrow)
                    and _either(wide, narrow)
                ):
                    yield Found(
                        Phrase(
                            f"'{wide.quote.text}' already refuses whatever '{narrow.quote.text}' does",
                            f"“{wide.quote.text}”已包含“{narrow.quote.text}”",
                        ),
                        (narrow.quote, wide.quote),
                    )
                    return


def _family(limit: Limit) -> str:
    return FAMILY.get(limit.analyte, limit.analyte)


def _swallows(wide: Limit, narrow: Limit) -> bool:
    """Whether everything over the narrow limit lies over the wide one."""
    if wide.of == narrow.of == "ULN":
        return wide.number < narrow.number and wide.analyte == narrow.analyte and not wide.upper
    value = narrow.value()
    if wide.of == narrow.of == "" and wide.analyte == narrow.analyte:
        own = wide.value()
        return own is not None and value is not None and (own > value if wide.upper else own < value)
    if wide.upper:
        return False
    if wide.of != "ULN" or value is None or wide.analyte not in ULN_AT_MOST:
        return False
    return Fraction(wide.number) * ULN_AT_MOST[wide.analyte] < value


def _either(one: Limit, other: Limit) -> bool:
    """Whether two limits of one criterion stand beside each other with no more than "or" and their names between."""
    first, second = sorted((one.quote, other.quote), key=lambda quote: quote.start)
    between = second.value.text[first.end : second.start]
    if FURTHER.match(one.quote.value.text, one.quote.end):
        return False
    return len(between) < 40 and re.search(r"\bor\b|或", between) is not None


def contraception_of_two_lengths(record: Record) -> Iterator[Found]:
    """Two lengths of contraception after the last dose for the same sex and the same drug."""
    told: list[tuple[int, frozenset[str], Quote]] = []
    for name, value in holding(record, CRITERIA, _DUTY):
        done, behind = -1, 0
        for met in AFTER_LAST.finditer(value.text) if CONTRACEPTION.search(value.text) else ():
            begin, end = sentence(value, met.start())
            around = value.text[begin:end]
            what = (met["what"] or met["what_2"] or "").split()
            again = begin == done
            own = value.text[behind : met.end()] if again else around
            done, behind = begin, met.end()
            if not CONTRACEPTION.search(around) or (what and what[-1].casefold() not in GENERIC):
                continue
            if again and not (CONTRACEPTION.search(own) or FEMALE.search(own) or MALE.search(own)):
                continue  # one duty with two lengths, as "3 months, or 6 months after the end of treatment"
            if not again:
                own = (
                    value.text[begin : met.end()]
                    if FEMALE.search(around[: met.end() - begin]) or MALE.search(around[: met.end() - begin])
                    else around
                )
            sexes = frozenset(sex for sex, words in (("f", FEMALE), ("m", MALE)) if words.search(own))
            days = _days(met)
            if days:
                told.append((days, sexes or frozenset("fm"), Quote(name, value, *met.span())))
    for place, (days, sexes, quote) in enumerate(told):
        for other_days, other_sexes, other in told[place + 1 :]:
            if (
                quote.value.language == other.value.language
                and days != other_days
                and sexes & other_sexes
                and _apart(days, other_days)
            ):
                yield Found(
                    Phrase(
                        f"contraception for {days} days after the last dose here, {other_days} there",
                        f"末次用药后避孕一处为{days}天，另一处为{other_days}天",
                    ),
                    (quote, other),
                )
                return


def _days(met: re.Match[str]) -> int:
    told = met.groupdict()
    number = next(told[each] for each in ("n_again", "m_again", "k_again", "n", "m", "k", "zn", "zk") if told[each])
    unit = next(told[each] for each in ("unit", "unit_2", "unit_3", "zu", "zv") if told[each])
    return (count(number) or 0) * DAYS[unit[0].casefold()]


def _apart(one: int, other: int) -> bool:
    """Whether two lengths differ by more than the way months are counted."""
    return abs(one - other) > max(one, other) * 0.07


CHECKS: Final = (
    Check(
        code="HPT080",
        title=Phrase("A value stands in neither list", "某一数值两处均未规定"),
        severity=3,
        decidability="T",
        costs=Phrase(
            "A patient with exactly that value is decided by whoever reads the criteria.",
            "恰为该数值的患者由阅读者自行决定。",
        ),
        mend=Phrase(
            "State the rule once, or close one of the two limits.", "只规定一次，或将其中一个限值改为包含等号。"
        ),
        meanwhile=Phrase(
            "The inclusion criterion decides: the value is not admitted.", "以纳入标准为准：该数值不合格。"
        ),
        find=hole,
        example=Example(
            {IN: "24-hour urine protein < 1 g", OUT: "24-hour urine protein > 1.0 g"},
            {OUT: "24-hour urine protein ≥ 1.0 g"},
        ),
    ),
    Check(
        code="HPT081",
        title=Phrase("A limit that another one makes void", "一个限值被另一个包含"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "The stricter limit alone decides; whoever wrote the other meant to admit more.",
            "实际只有较严的限值起作用，与另一限值的本意不符。",
        ),
        mend=Phrase("Keep the limit that is meant.", "保留真正需要的限值。"),
        meanwhile=Phrase("Both hold: the one that refuses earlier decides.", "两者同时生效：较早排除者起作用。"),
        find=swallowed,
        example=Example(
            {OUT: "hypercalcemia (calcium > 12 mg/dL, or corrected serum calcium > ULN)"},
            {OUT: "hypercalcemia (calcium > 12 mg/dL)"},
        ),
        knowledge=True,
        source="Tietz Textbook of Clinical Chemistry and Molecular Diagnostics, 6th ed., reference intervals: total "
        "calcium",
    ),
    Check(
        code="HPT082",
        title=Phrase("Two lengths of contraception after the last dose", "末次用药后避孕时长不一致"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Participants are told two lengths; the shorter may end before the drug has left the body.",
            "受试者得到两种说法，较短者可能早于药物清除。",
        ),
        mend=Phrase("Give one length for each sex and drug.", "按性别和药物给出唯一时长。"),
        meanwhile=Phrase("The longer holds.", "以较长者为准。"),
        find=contraception_of_two_lengths,
        example=Example(
            {
                IN: "Women and men must use contraception for at least 8 weeks after the last dose of the study drug. "
                "Subjects must use highly effective contraception for 120 days after the last dose of study drug."
            },
            {IN: "Women and men must use contraception for 120 days after the last dose of the study drug."},
        ),
    ),
    Check(
        code="HPT083",
        title=Phrase("Two limits on one value, with room between them", "同一指标的纳入与排除限值不一致"),
        severity=3,
        decidability="H",
        costs=Phrase(
            "The excluding limit never decides; whoever wrote it may have meant to admit up to it.",
            "排除限值实际不起作用，其本意可能是允许至该值。",
        ),
        mend=Phrase("State the limit once.", "该限值只规定一次。"),
        meanwhile=Phrase("The inclusion criterion decides.", "以纳入标准为准。"),
        find=gap,
        example=Example(
            {IN: "Platelets > 100 × 10^9/L", OUT: "Platelets < 75 × 10^9/L"},
            {OUT: "Platelets ≤ 100 × 10^9/L"},
        ),
    ),
)
