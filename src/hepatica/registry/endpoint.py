"""Endpoints as a record tells them: which one is meant, from which moment it is counted, and up to what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hepatica.registry.kept import kept
from hepatica.registry.looking import places
from hepatica.registry.record import Quote, Record, Value

KINDS: Final = {
    "OS": r"overa?l+ \s surviv\w* | (?<![a-z]) OS (?![a-z]) | 总生存",
    "PFS": r"progress?\w* [-\s]* free [-\s]* surviv\w* | (?<![a-z]) PFS (?![a-z]) | 无(?:疾病|肿瘤)?进展生存",
    "RFS": r"(?:recurrence|relapse) [-\s]* free [-\s]* surviv\w* | (?<![a-z]) RFS (?![a-z]) | 无复发生存",
    "DFS": r"disease [-\s]* free [-\s]* surviv\w* | (?<![a-z]) DFS (?![a-z]) | 无(?:疾?病)生存",
    "EFS": r"event [-\s]* free [-\s]* surviv\w* | (?<![a-z]) EFS (?![a-z]) | 无事件生存",
    "MFS": r"metastas[ie]s [-\s]* free [-\s]* surviv\w* | (?<![a-z]) D?MFS (?![a-z]) | 无(?:远处)?转移生存",
    "TTP": r"time [-\s]* to [-\s]* (?:tumou?r\s|disease\s)? progress\w* | (?<![a-z]) TTP (?![a-z])"
    r" | 至(?:疾病|肿瘤)?进展(?:的)?时间",
    "TTR": r"time [-\s]* to [-\s]* (?:tumou?r\s|disease\s)? (?:recurrence|relapse) | 至(?:肿瘤)?复发(?:的)?时间",
}
"""Names of endpoints that are times, as patterns."""

SURVIVALS: Final = ("PFS", "RFS", "DFS", "EFS", "MFS")
"""Endpoints whose name says that a death ends them."""

NAMED: Final = re.compile(
    "(?ix)" + "|".join(f"(?P<{kind}> {pattern} )" for kind, pattern in KINDS.items()),
)

DEATH: Final = re.compile(
    r"(?i)death|\bdead\b|\bdie[sd]?\b|dying|mortality|decease|\balive\b|any cause|死亡|病死|存活|去世"
)
DISEASE: Final = re.compile(
    r"(?i)recurrence|relapse|progress|metastas|recidiv|\b(?:com|cam)(?:es?|ing) back|reappear|\bregrow|\breturn(?:s"
    r"|ed)?\b|\b(?:spread|dissemination)\b|\bgrow(?:s|th)\b(?! (?:factor|hormone))"
    r"|(?:disease|cancer|tumou?r) (?:gets?|getting|becom\w+) worse|\bworsening of (?:the )?(?:disease|tumou?r|cancer)"
    r"|复发|进展|转移"
)

ORIGINS: Final = {
    "randomisation": re.compile(r"(?i)randomi[sz]|随机"),
    "treatment": re.compile(
        r"(?ix) (?: first | initia\w* | start\w* | begin\w* | commenc\w* | day \s? 1 | date \s of )"
        r" (?: (?! \b study \s (?: entry | start ) ) [^,.;] ){0,40}?"
        r" \b (?: dos(?:e|ing|es) | treatments? | therap(?:y|ies) | administration | drugs? | medications? | infusion"
        r" | (?: chemo | radio | immuno )therapy | radiation | (?: DEB-? | c )? TACE | TAE | HAIC | TARE | SIRT | SBRT"
        r" | (?: chemo-? | radio-? )? emboli[sz]ation | cycle | injection ) \b"
        r" | \b (?! study | trial ) \w+ \s initiation | \b C1D1 \b | start \s of \s intervention"
        r" | (?: treatment | therapy | drug ) \s (?: start | commencement | begin )"
        r" | (?: 开始 | 首次 | 第一次 | 接受 ) [^,，。；;至]{0,12}? (?: 治疗 | 用药 | 给药 | 服药 )"
        r" | (?: 治疗 | 用药 | 给药 ) [^,，。；;至]{0,4}? 开始"
    ),
    "surgery": re.compile(
        r"(?i)\bsurger|\bsurgical|\boperation|resection|hepatectomy|transplantation|\bablation|"
        r"(?:radical|curative) (?:treatment|therapy)|手术|术后|切除|消融|根治|移植"
    ),
    "enrolment": re.compile(
        r"(?ix) enrol | recruit | \b registration | \b inclusion \b | study \s entry | entry \s (?: in )? to \s the \s study"
        r" | (?: start | beginning | initiation ) \s of \s (?: the \s )? (?: study | trial ) \b"
        r"   (?! \s (?: treatment | drug | therapy | medication | intervention ) )"
        r" | (?: study | trial ) \s (?: start | initiation ) \b | 入组 | 纳入 | 研究开始 | 开始研究 | 试验开始"
    ),
    "diagnosis": re.compile(r"(?i)diagnos|确诊|诊断"),
    "consent": re.compile(r"(?i)\bconsent|知情同意"),
}
"""Moments from which an endpoint can be counted."""

ORIGIN_NAMES: Final = {
    "randomisation": ("randomisation", "随机"),
    "treatment": ("the start of treatment", "治疗开始"),
    "surgery": ("surgery or other radical treatment", "手术或其他根治性治疗"),
    "enrolment": ("enrolment or the start of the study", "入组或研究开始"),
    "diagnosis": ("diagnosis", "确诊"),
    "consent": ("consent", "知情同意"),
}

FROM: Final = re.compile(
    r"(?ix) \b (?: from | since | between ) \s (?P<origin> [^.;\n]{3,110}? )"
    r" \s (?: to | until | till | through | up \s to | and ) \s (?P<end> (?: [^.;\n] | \.(?=\d) )* )"
    r" | (?: 从 | 自 | 由 ) (?P<origin_zh> [^,，。；;\n至到]{2,30} ) [,，]? (?: 至 | 直?到 ) (?P<end_zh> [^。；;\n]* )"
    r" | \b (?: starts? | begins? | runs? | started | beginning ) \s (?: on | at | with | from | in ) \s (?: the \s"
    r" )? (?: (?: day | date | time ) \s of \s )?"
    r" (?P<origin_clock> [^.;,\n]{3,80}? ) ,? \s (?: and \s )? (?: it \s )? (?: stops? | ends? | runs? | lasts? |"
    r" continues? | goes \s on ) \s"
    r" (?: on | at | with | when | upon | until | till | to ) \s (?P<end_clock> (?: [^.;\n] | \.(?=\d) )* )"
    r" | (?P<origin_bare> [\u4e00-\u9fff]{2,14} ) (?: 至 | 到 )"
    r" (?P<end_bare> [\u4e00-\u9fff、/或]{2,40} (?: 时间 | 日期 | 间隔 ) )"
)
"""A stretch of time: its beginning and its end."""

_DEFINED: Final = re.compile(r"(?i)defin|measured|calculated|refers|\btime\b|interval|duration|定义|是指|时间")
_BREAK: Final = re.compile(r"[.](?=\s)|[。;；\n]")
_BEGINNINGS: Final = (" from ", " between ", " since ", "从", "自")
_HINTS: Final = ("urviv", "URVIV", "OS", "FS", "TTP", "ime to", "ime-to", "生存", "时间")
"""Letters that stand in every name of such an endpoint."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time that an endpoint is said to be.

    origin: a name of `ORIGINS`, "" where it is none of them or more than one. whole: the words. end: those after "to".
    """

    origin: str
    whole: Quote
    end: Quote


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint that is a time.

    kind: of `KINDS`. name: where it is named. says: everything said of it, with its field. stretches: the stretches of time
    by which it is defined.
    """

    kind: str
    name: Quote
    says: tuple[Quote, ...]
    stretches: tuple[Stretch, ...]

    def mentions(self, pattern: re.Pattern[str]) -> bool:
        """Whether anything said of it meets a pattern."""
        return any(pattern.search(quote.text) for quote in self.says)


@kept
def endpoints(record: Record) -> tuple[Endpoint, ...]:
    """The endpoints of a record that are times: its outcomes, then those defined in the text."""
    return tuple(_endpoints(record))


def _endpoints(record: Record) -> Iterator[Endpoint]:
    for number, outcome in enumerate(record.members("outcome")):
        named = [(value, met) for value in outcome.get("name", ()) if (met := _named(value.text)) is not None]
        if not named or len({met.lastgroup for _, met in named}) > 1:
            continue
        says = tuple(
            Quote(f"outcome[{number}].{name}", value, 0, len(value.text))
            for name in ("name", "description", "method", "time_frame")
            for value in outcome.get(name, ())
        )
        value, met = named[0]
        yield _endpoint(met, Quote(f"outcome[{number}].name", value, *met.span()), says)
    for name in ("summary", "description"):
        for value in record.all(name):
            yield from _in_text(name, value)


def _named(text: str) -> re.Match[str] | None:
    """The one endpoint that a name names; None where it names none, or several."""
    if not any(hint in text for hint in _HINTS):
        return None
    met = list(NAMED.finditer(text))
    return met[0] if len({each.lastgroup for each in met}) == 1 else None


def _in_text(name: str, value: Value) -> Iterator[Endpoint]:
    """Endpoints that a sentence names and defines by a stretch of time."""
    text = value.text
    if not any(hint in text for hint in _HINTS):
        return
    for at in places(text, _BEGINNINGS):
        begin = max(at - 110, 0)
        before = text[begin:at]
        if not any(hint in before for hint in _HINTS):
            continue
        before = _BREAK.split(before)[-1]
        if _DEFINED.search(before) is None:
            continue
        named = [met for met in NAMED.finditer(before) if len(before) - met.end() <= 60]
        stretch = FROM.match(text, at + text.startswith(" ", at)) if named else None
        if named and stretch is not None:
            start = at - len(before) + named[-1].start()
            quote = Quote(name, value, start, at - len(before) + named[-1].end())
            yield _endpoint(named[-1], quote, (Quote(name, value, start, stretch.end()),))


def _first(text: str) -> re.Match[str] | None:
    """The first stretch of time in a text; tried only where one can begin."""
    if not text.isascii():
        return FROM.search(text)
    tried = (FROM.match(text, at) for at in sorted(places(text, _WORDS)))
    return next((met for met in tried if met is not None), None)


_WORDS: Final = (
    "from ", "From ", "FROM ", "since ", "Since ", "between ", "Between ", "start", "begin", "runs ", "run ",
)  # fmt: skip


def _endpoint(met: re.Match[str], name: Quote, says: tuple[Quote, ...]) -> Endpoint:
    stretches = tuple(_stretch(quote, found) for quote in says if (found := _first(quote.text)) is not None)
    return Endpoint(str(met.lastgroup), name, says, stretches)


def _stretch(quote: Quote, met: re.Match[str]) -> Stretch:
    origin = met["origin"] or met["origin_zh"] or met["origin_clock"] or met["origin_bare"]
    end = next(name for name in ("end", "end_zh", "end_clock", "end_bare") if met[name] is not None)
    told = [name for name, pattern in ORIGINS.items() if pattern.search(origin)]
    return Stretch(
        told[0] if len(told) == 1 else "",
        Quote(quote.field, quote.value, quote.start + met.start(), quote.start + met.end()),
        Quote(quote.field, quote.value, quote.start + met.start(end), quote.start + met.end(end)),
    )
