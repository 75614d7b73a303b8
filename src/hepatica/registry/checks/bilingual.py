"""Two languages of one record that do not say the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from hepatica.registry.amounts import amounts, count
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.knowledge import known
from hepatica.registry.looking import values, whole
from hepatica.registry.record import Quote, Record, Value

Pair = tuple[str, Value, Value]
"""A field with what it says in Chinese and in English."""


def pairs(record: Record, names: Iterable[str]) -> Iterator[Pair]:
    """What fields say in both languages; values of one field go together in their order where there are as many of each."""
    for name in names:
        told: dict[str, dict[str, list[Value]]] = {}
        for field, value in values(record, (name,)):
            if value.language in ("zh", "en"):
                told.setdefault(field, {}).setdefault(value.language, []).append(value)
        for field, both in told.items():
            chinese, english = both.get("zh", []), both.get("en", [])
            if len(chinese) == len(english):
                yield from ((field, zh, en) for zh, en in zip(chinese, english, strict=True))


def both(record: Record) -> bool:
    """Whether a record is in both languages: most are in one, and are done with at once."""
    return {value.language for value in record.all("title")} >= {"zh", "en"} or any(
        value.language == "zh" for value in record.all("eligibility")
    )


# ---------------------------------------------------------------- items

_MARK: Final = re.compile(
    r"(?:^|(?<=[\s;；。,，:：.]))(?:[(（](?P<in>\d{1,2})[)）]|(?P<dot>\d{1,2})(?:[、．]|\.(?!\d)|[)）])|(?P<circled>[①-⑳])"
    r"|(?P<chinese>[一二三四五六七八九]|十[一二三四五六七八九]?)、)"
)


def items_differ(record: Record) -> Iterator[Found]:
    """Criteria that are numbered differently in the two languages."""
    if not both(record):
        return
    for field, chinese, english in pairs(record, ("eligibility",)):
        for kind in ("in", "dot", ""):
            runs, other = _runs(chinese.text, kind), _runs(english.text, kind)
            if len(runs) != len(other) or not runs:
                continue
            for one, two in zip(runs, other, strict=True):
                if len(one) != len(two) and min(len(one), len(two)) > 1:
                    yield _counted(field, (chinese, one), (english, two))
                    return


Run = list[tuple[int, int]]
"""Where the items of one list stand."""


def _runs(text: str, kind: str) -> list[Run]:
    """The lists of a text whose numbers ascend from 1 one by one."""
    marks = [(_number(met), met.start()) for met in _MARK.finditer(text) if not kind or met[kind]]
    lists: list[list[int]] = []
    for number, at in marks:
        if number == 1:
            lists.append([at])
        elif lists and number == len(lists[-1]) + 1:
            lists[-1].append(at)
    ends = [*(run[0] for run in lists[1:]), len(text)][: len(lists)]
    return [list(pairwise([*run, end])) for run, end in zip(lists, ends, strict=True) if len(run) > 1]


def _number(met: re.Match[str]) -> int:
    """The number of a mark of any kind."""
    if mark := met["circled"]:
        return ord(mark) - ord("①") + 1
    if mark := met["chinese"]:
        return count(mark) or 0
    return int(met["in"] or met["dot"])


def _counted(field: str, one: tuple[Value, Run], two: tuple[Value, Run]) -> Found:
    longer, shorter = (one, two) if len(one[1]) > len(two[1]) else (two, one)
    joined = (at for at, span in enumerate(shorter[1]) if _JOINED.search(shorter[0].text, span[0], span[1] - 3))
    at = next(joined, len(shorter[1]) - 1)
    quotes = (
        Quote(field, longer[0], *_trimmed(longer, min(at + 1, len(longer[1]) - 1))),
        Quote(field, shorter[0], *_trimmed(shorter, at)),
    )
    counts = len(one[1]), len(two[1])
    return Found(
        Phrase(
            f"the same list has {counts[0]} items in Chinese and {counts[1]} in English",
            f"同一列表中文{counts[0]}条，英文{counts[1]}条",
        ),
        quotes,
    )


_JOINED: Final = re.compile(r"[;；](?=\s*\S)")


def _trimmed(list_: tuple[Value, Run], at: int) -> tuple[int, int]:
    begin, end = list_[1][at]
    return begin, begin + len(list_[0].text[begin : min(end, begin + 200)].rstrip(" \n;；,，"))


# ---------------------------------------------------------------- numbers


def amounts_differ(record: Record) -> Iterator[Found]:
    """Lengths of time and percentages of an outcome that stand in one language only."""
    if not both(record):
        return
    for field, chinese, english in pairs(record, ("outcome.time_frame", "outcome.method", "outcome.description")):
        if "半" in chinese.text or "half" in english.text:
            continue  # halves of a year are no numbers
        one, two = amounts(chinese.text), amounts(english.text)
        left = [each.span for each in one if not any(each.alike(other) for other in two)]
        right = [each.span for each in two if not any(each.alike(other) for other in one)]
        telling = [value.text[a:b] for value, spans in ((chinese, left), (english, right)) for a, b in spans]
        if all("100" in words and "%" in words for words in telling):
            continue
        defines = field.endswith(("method", "description")) and any("%" in words for words in telling)
        yield Found(
            Phrase(
                f"only one language tells {', '.join(dict.fromkeys(telling))}",
                f"仅一种语言写明{'、'.join(dict.fromkeys(telling))}",
            ),
            (_clause(field, chinese, left), _clause(field, english, right)),
            severity=1 if defines else None,
        )


def _clause(field: str, value: Value, spans: list[tuple[int, int]]) -> Quote:
    """The clause around the first amount that the other language lacks; the value itself where there is none."""
    if not spans:
        return whole(field, value)
    begins = [at + 1 for mark in _CLAUSE if (at := value.text.rfind(mark, 0, spans[0][0])) >= 0]
    ends = [at for mark in _CLAUSE if (at := value.text.find(mark, spans[0][1])) >= 0]
    begin, end = max(begins, default=0), min(ends, default=len(value.text))
    lead = len(value.text[begin:end]) - len(value.text[begin:end].lstrip())
    return Quote(field, value, begin + lead, end)


_CLAUSE: Final = ",，;；。:："


# ---------------------------------------------------------------- thresholds

_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_ENGLISH: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_IN_WORDS: Final = re.compile(
    rf"(?i)\b(?:{'|'.join(_ENGLISH)})\b|[两二三四五六七八九](?=\s?(?:个|年|月|周|天|次|种|处|枚|级|线|倍))"
)


def thresholds_differ(record: Record) -> Iterator[Found]:
    """A criterion that has one number in Chinese and another in English."""
    if not both(record):
        return
    for field, chinese, english in pairs(record, ("eligibility.inclusion", "eligibility.exclusion", "enrolment")):
        one, two = numbers(chinese.text), numbers(english.text)
        if len(one) != len(two):
            one, two = numbers(_spelt(chinese.text)), numbers(_spelt(english.text))
        left, right = [*(Counter(one) - Counter(two))], [*(Counter(two) - Counter(one))]
        if _of_time(chinese.text, english.text):
            continue
        if len(one) == len(two) and len(left) == len(right) == 1:
            yield Found(
                Phrase(
                    f"{left[0]} in Chinese, {right[0]} in English",
                    f"中文与英文数值不同：{left[0]}与{right[0]}",
                ),
                (whole(field, chinese), whole(field, english)),
            )


def _of_time(chinese: str, english: str) -> bool:
    """Whether two numbers differ as lengths of time in different units may: 12 weeks and 3 months."""
    one, two = amounts(chinese), amounts(english)
    return bool(one) and len(one) == len(two) and all(a.alike(b) for a, b in zip(one, two, strict=True))


def _spelt(text: str) -> str:
    """A text with its small numbers written in figures."""

    def figure(met: re.Match[str]) -> str:
        number = count(met[0]) or 0
        return str(number) if number > 1 else met[0]

    return _IN_WORDS.sub(figure, text)


def numbers(text: str) -> list[str]:
    return [number.rstrip("0").rstrip(".") if "." in number else number for number in _DIGITS.findall(folded(text))]


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("^", "")


# ---------------------------------------------------------------- words

_KNOWN: Final = known("renderings")
_EVENTS: Final = tuple(
    (
        re.compile(rf"{zh}后(?!\s*\d)"),
        re.compile(rf"(?i)\b(?:at|during) (?:the )?(?:time of )?{en}\b"),
        re.compile(rf"(?i)(?:after|following|post) (?:the )?{en}|\bpost-?operati"),
    )
    for zh, en in _KNOWN["events"].items()
)
_PHASES: Final = {zh: re.compile(en) for zh, en in _KNOWN["phases"].items()}
_TERMS: Final = tuple((each["zh"], tuple(re.compile(f"(?i){en}") for en in each["en"])) for each in _KNOWN["terms"])


def after_and_at(record: Record) -> Iterator[Found]:
    """A time that is after an event in Chinese and at the event in English."""
    if not both(record):
        return
    for field, chinese, english in pairs(record, ("outcome.time_frame",)):
        for after, at, also in _EVENTS:
            one, two = after.search(chinese.text), at.search(english.text)
            if one is not None and two is not None and also.search(english.text) is None:
                yield Found(
                    Phrase("after the event in Chinese, at the event in English", "中文为事件之后，英文为事件当时"),
                    (whole(field, chinese), Quote(field, english, *two.span())),
                )
                return


def phases_differ(record: Record) -> Iterator[Found]:
    """A phase that is one thing in Chinese and another in English."""
    for field, chinese, english in pairs(record, ("phase",)):
        pattern = _PHASES.get(folded(chinese.text).strip())
        if pattern is not None and pattern.search(english.text) is None:
            yield Found(
                Phrase(f"“{chinese.text}” is not “{english.text}”", f"“{chinese.text}”与“{english.text}”不同"),
                (whole(field, chinese), whole(field, english)),
            )


def terms_differ(record: Record) -> Iterator[Found]:
    """One Chinese term with two English words for it, in the title and in the criteria or outcomes."""
    if not both(record):
        return
    title = next(pairs(record, ("title",)), None)
    if title is None:
        return
    for term, renderings in _TERMS:
        if term not in title[1].text or (own := _rendered(renderings, title[2].text)) is None:
            continue
        for field, chinese, english in pairs(record, ("eligibility", "outcome.name")):
            other = _rendered(renderings, english.text) if term in chinese.text else None
            if other is not None and own[0].search(english.text) is None:
                yield Found(
                    Phrase(f"{term} has two English words", f"“{term}”有两种英文译法"),
                    (Quote("title", title[2], *own[1]), Quote(field, english, *other[1])),
                )
                return


def _rendered(renderings: tuple[re.Pattern[str], ...], text: str) -> tuple[re.Pattern[str], tuple[int, int]] | None:
    for pattern in renderings:
        if (met := pattern.search(text)) is not None:
            return pattern, met.span()
    return None


CHECKS: Final = (
    Check(
        code="HPT260",
        title=Phrase("A list of criteria has more items in one language", "中英文条目数不同"),
        severity=2,
        decidability="T",
        costs=Phrase("A reference to item 4 means two things.", "引用“第4条”时含义不同。"),
        mend=Phrase("Number both languages alike.", "两种语言统一编号。"),
        meanwhile=Phrase("The language of the register's country is followed.", "以注册国语言为准。"),
        find=items_differ,
        example=Example(
            {
                "eligibility@zh": "(1) 肝癌；(2) 年龄18-75岁；(3) 已签署知情同意书",
                "eligibility": "(1) liver cancer; (2) age 18-75; informed consent",
            },
            {"eligibility": "(1) liver cancer; (2) age 18-75; (3) informed consent"},
        ),
    ),
    Check(
        code="HPT261",
        title=Phrase("A time or a percentage stands in one language only", "时间或百分比仅见于一种语言"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Readers of the two languages would measure at other times or by another rule.",
            "不同语言的读者会按不同时间或规则测量。",
        ),
        mend=Phrase("Write the same in both languages.", "两种语言写明相同内容。"),
        meanwhile=Phrase("The language that tells more is followed.", "以内容较全的语言为准。"),
        find=amounts_differ,
        example=Example(
            {
                "title@zh": "肝癌研究",
                "title": "A study of liver cancer",
                "outcome[0].time_frame@zh": "每3个月随访一次",
                "outcome[0].time_frame": "at every follow-up",
            },
            {"outcome[0].time_frame": "follow-up every three months"},
        ),
    ),
    Check(
        code="HPT262",
        title=Phrase("After an event in Chinese, at the event in English", "中文为事件之后，英文为事件当时"),
        severity=3,
        decidability="T",
        costs=Phrase("A window in one language is a moment in the other.", "一种语言为时间段，另一种为时间点。"),
        mend=Phrase("Write the same in both languages.", "两种语言写明相同内容。"),
        meanwhile=Phrase("The window is taken.", "按时间段执行。"),
        find=after_and_at,
        example=Example(
            {
                "title@zh": "肝癌研究",
                "title": "A study of liver cancer",
                "outcome[0].time_frame@zh": "患者确诊后采集血液",
                "outcome[0].time_frame": "At the time of diagnosis",
            },
            {"outcome[0].time_frame": "After diagnosis"},
        ),
    ),
    Check(
        code="HPT263",
        title=Phrase("The phase differs between the languages", "中英文研究阶段不一致"),
        severity=3,
        decidability="S",
        costs=Phrase("A search by phase finds the study in one language only.", "按研究阶段检索时仅一种语言可检出。"),
        mend=Phrase("Choose the same entry in both languages.", "两种语言选择同一选项。"),
        meanwhile=Phrase("The phase is taken as not applicable.", "按不适用处理。"),
        find=phases_differ,
        knowledge=True,
        source="Chinese Clinical Trial Registry, list of study phases",
        example=Example({"phase@zh": "其它", "phase": "N/A"}, {"phase": "Others"}),
    ),
    Check(
        code="HPT264",
        title=Phrase("One Chinese term has two English words", "同一中文术语有两种英文译法"),
        severity=3,
        decidability="T",
        costs=Phrase("Readers of English take them for two things.", "英文读者会理解为两种不同事物。"),
        mend=Phrase("Use one English term throughout.", "全文采用同一英文术语。"),
        meanwhile=Phrase("The term of the title is used.", "以题目用语为准。"),
        find=terms_differ,
        knowledge=True,
        source="See the table of renderings",
        example=Example(
            {
                "title@zh": "血管内介入治疗肝癌",
                "title": "Intra-arterial intervention in liver cancer",
                "eligibility@zh": "接受血管内介入治疗",
                "eligibility": "received intra-vascular intervention",
            },
            {"eligibility": "received intra-arterial intervention"},
        ),
    ),
    Check(
        code="HPT265",
        title=Phrase("A number differs between the languages", "中英文数值不同"),
        severity=1,
        decidability="T",
        costs=Phrase("Who may enter depends on the language one reads.", "能否入组取决于所读语言。"),
        mend=Phrase("Correct the number that is wrong.", "更正错误的数值。"),
        meanwhile=Phrase("The language of the register's country is followed.", "以注册国语言为准。"),
        find=thresholds_differ,
        example=Example(
            {
                "title@zh": "肝癌研究",
                "title": "A study of liver cancer",
                "eligibility.inclusion@zh": "ECOG评分≤2",
                "eligibility.inclusion": "ECOG performance status ≤1",
            },
            {"eligibility.inclusion": "ECOG performance status ≤2"},
        ),
    ),
)
