"""Centres: how many are told and how many listed, whose ethics committee approved, and by what names they go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from hepatica.registry.amounts import count
from hepatica.registry.background import of_others
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.kept import kept
from hepatica.registry.looking import TEXTS, first, holding, holds, search, whole
from hepatica.registry.record import Quote, Record, Value

_ENGLISH: Final = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
COUNT: Final = re.compile(
    r"(?i)(?:\b(?:from|at|in|by|across|involving|a total of|conducted (?:in|at)|among|with|total of|(?<!one )of) |"
    r"(?<![^.;:\n ])(?<!one of )(?<!\d of )(?<!to )(?<!or ))"
    r"(?<![\d.])(?P<number>\d{1,3}|" + "|".join(_ENGLISH) + r")(?: \(\d{1,3}\))?"
    r"(?:"
    r" (?:(?!or\b|to\b|in\b|of\b|from\b|patients|participants|subjects)[\w-]+ ){0,3}"
    r"(?:hospitals|clinics|cent(?:er|re)s|institutions|(?:study|clinical|participating|trial|recruiting|research"
    r"|investigational) sites)\b"
    r"(?: (?:across|in|nationwide)[^.,;]{0,20})?"
    r"| sites(?= (?:in|across) (?-i:[A-Z]))| clinical sites\b"
    r"|[- ](?:cent(?:er|re)|site|hospital),? (?:[\w-]+,? ){0,4}?(?:study|trial|cohort|comparison)\b)"
    r"|(?<![第\d一二两三四五六七八九十百])(?P<zh>\d{1,3}|[一二两三四五六七八九十百]+)(?:家|个)(?:\w{0,6}?)(?:医院|中心"
    r"|研究中心|单位)"
)
AFTER: Final = re.compile(
    r"(?i)\b(?:(?:total )?number of (?:(?:participating|recruiting|study|clinical|involved|investigational) )?"
    r"(?:hospitals|clinics|cent(?:er|re)s|institutions|sites)(?: (?:involved|participating|included))?"
    r"|participating (?:hospitals|clinics|cent(?:er|re)s|institutions|sites))"
    r"(?: (?:is|are|will be|in this study (?:is|are)))?\s?[:=]?\s?(?P<number>\d{1,3}(?![\d.])|"
    + "|".join(_ENGLISH)
    + r")\b"
    r"|(?:参加|参与|研究)(?:医院|中心|单位)(?:数量?|共|为|[:：]|\s)+(?P<zh>\d{1,3}|[一二两三四五六七八九十百]+)(?:家|个)"
)
"""A number of centres behind the word for them."""
_ONE_KIND: Final = r"(?:cent(?:er|re)|institution(?:al)?|site|hospital)"
ONE: Final = re.compile(
    rf"(?ai)\b(?:single|one|mono|uni)[ -]?(?:{_ONE_KIND}|cent(?:er|re|ric))\b(?! (?:experience|has|had|is|was|were"
    rf"|or)\b)[^.;\n]{{0,40}}"
    r"|单中心"
)
SEVERAL: Final = re.compile(
    r"(?ai)\b(?:this|an?|the|present|randomi[sz]ed|prospective|retrospective|international|national|open[- ]label|,"
    r"|^) ?(?:[\w-]+, ?|[\w-]+ ){0,4}?"
    r"multi[ -]?(?:cent(?:er|re|ric)|site|institution(?:al)?)\b[^.;\n]{0,40}?\b(?:trial|study|cohort|comparison)\b"
    r"|为(?:一项)?[^。；\n]{0,6}多中心"
)
_SAID: Final = ("title.official", "title", "summary", "design")
_ONE_KEYS: Final = ("single", "one", "mono", "unicent", "单中心")
_PLACES: Final = (
    "hospital", "clinics", "center", "centre", "institutions", " sites", "-site", "医院", "中心", "单位",
)  # fmt: skip
_ABOUT: Final = re.compile(
    r"(?ai)approximately|about|up to|at least|more than|over|previous|additional|other|约|至少|超过|多达|既往|~"
)
_CENTRAL: Final = re.compile(r"(?ai)\bcentral|multi|regional|中心伦理|区域|互认")
_ORDINALS: Final = frozenset(("first", "second", "third", "fourth", "fifth", "sixth"))
_GENERIC: Final = _ORDINALS | frozenset((
    "the", "of", "and", "at", "in", "for", "with", "hospital", "hospitals", "university", "school", "medicine", "medical",
    "college", "affiliated", "affiliate", "center", "centre", "institute", "department", "clinic", "people", "peoples", "s",
))  # fmt: skip
NAME: Final = re.compile(
    r"(?:[Tt]he )?(?:[Aa]ffiliated )?(?:[A-Z][\w'’-]+ ){1,6}Hospital(?:,? (?:(?:of|at"
    r"|affiliated to|with)(?: the)? )?(?:[A-Z][\w'’-]+(?: of)?,? ?){1,7})?"
)


@kept
def _names(record: Record) -> tuple[Quote, ...]:
    """The name of each listed centre, the last language told."""
    return tuple(
        whole(f"site[{place}].name", site["name"][-1])
        for place, site in enumerate(record.members("site"))
        if site.get("name")
    )


def told_and_listed(record: Record) -> Iterator[Found]:
    """A number of centres in the text that is not that of the list."""
    for words, number in _counts(record):
        names = _names(record)
        if not names or len({_plain(name.text) for name in names}) < len(names):
            return
        if number != len(names):
            yield Found(
                Phrase(
                    f"the text speaks of {number} centres, and the list has {len(names)}",
                    f"正文为{number}家中心，列出{len(names)}家",
                ),
                (words, names[-1]),
            )
        return
    several = first(record, _SAID, SEVERAL, ("multi", "多中心"))
    names = _names(record) if several is not None and not of_others(several) else ()
    if several is not None and len(names) == 1:
        yield Found(
            Phrase("the text speaks of several centres, and the list has one", "正文为多中心，仅列出1家中心"),
            (several, names[0]),
        )


_PLACE: Final = re.compile(
    r"(?i)hospitals?\b|clinics\b|cent(?:er|re)s?\b|institutions\b|\bsites\b|[ -]site\b|(?:家|个)\w{0,6}?(?:医院|中心|单位)"
)
_BEFORE: Final = re.compile(r"(?i)\d|\b(?:" + "|".join(_ENGLISH) + r")\b|[二两三四五六七八九十]\w{0,2}$")


def _counted(record: Record) -> Iterator[tuple[Quote, re.Match[str]]]:
    """What meets the pattern for a number of centres, looked for before each word for a place."""
    for name, value in holding(record, TEXTS, _PLACES):
        done = 0
        for place in _PLACE.finditer(value.text):
            begin = max(done, place.start() - 70)
            if _BEFORE.search(value.text, begin, place.start() + 1) is None:
                continue
            met = COUNT.search(value.text, begin, place.end() + 70)
            if met is not None:
                done = met.end()
                yield Quote(name, value, *met.span()), met
        yield from ((Quote(name, value, *met.span()), met) for met in AFTER.finditer(value.text))


def _counts(record: Record) -> Iterator[tuple[Quote, int]]:
    """The numbers of centres that the texts tell of the study itself, from two upwards."""
    for words, match in _counted(record):
        before = words.value.text[max(0, words.start - 25) : words.start] + words.text
        if _ABOUT.search(before) or of_others(words):
            continue
        told = match["number"] or match["zh"]
        number = count(told) or 0
        if number > 1:
            yield words, number


def one_and_several(record: Record) -> Iterator[Found]:
    """One single centre in the text, several in the list."""
    words = _single(record, _SAID)
    names = _names(record) if words is not None else ()
    if words is not None and len({_plain(name.text) for name in names}) > 1:
        yield Found(
            Phrase(
                f"'{words.text.strip()}' is said, and {len(names)} centres are listed",
                f"正文称“{words.text.strip()}”，却列出{len(names)}家中心",
            ),
            (words, names[-1]),
        )


def _single(record: Record, fields: tuple[str, ...]) -> Quote | None:
    """Where the study calls itself one of a single centre."""
    return next((words for words in search(record, fields, ONE, _ONE_KEYS) if not of_others(words)), None)


def no_site_listed(record: Record) -> Iterator[Found]:
    """Contacts, a centre told in the text, and no centre in the list."""
    if record.members("site") or not record.members("contact") or record.format.lower().startswith("ictrp"):
        return
    words = _single(record, TEXTS) or next((quote for quote, _ in _counts(record)), None)
    if words is None:
        return
    if record.members("contact") and not any("contacts and locations" in value.path for value in record.all("note")):
        who = next((whole("contact[0].name", v) for v in record.members("contact")[0].get("name", ())), None)
        yield Found(
            Phrase(
                "the study has a centre and a contact, and no place is listed", "研究有中心和联系人，却未列出研究地点"
            ),
            (words, *([who] if who else [])),
        )


def centre_without_ethics(record: Record) -> Iterator[Found]:
    """Several centres, and the approval of one ethics committee."""
    if record.register not in ("ChiCTR", "example"):
        return  # elsewhere one committee may decide for all
    names = _names(record)
    committees = record.all("ethics.committee")
    languages = {value.language for value in committees}
    if not committees or len(committees) > len(languages) or len(names) < 2 or len({_plain(n.text) for n in names}) < 2:
        return
    told = whole("ethics.committee", committees[-1])
    if _CENTRAL.search(" ".join(value.text for value in committees)):
        return
    own = [name for name in names if _core(name.text) & _core(told.text)]
    others = [name for name in names if name not in own]
    if own and others:
        yield Found(
            Phrase(
                f"'{told.text}' approved, and no approval is told for {', '.join(name.text for name in others[:3])}",
                f"仅有“{told.text}”批准，未见{'、'.join(name.text for name in others[:3])}的伦理批准",
            ),
            (told, *others[:3]),
        )


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("’", "'").replace("'s", "s")))


def _core(text: str) -> frozenset[str]:
    """The words that tell one hospital from another."""
    words = _plain(text).split()
    if any("\u4e00" <= character <= "\u9fff" for character in text):
        return frozenset({re.sub(r"(?:科研|医学)?(?:伦理.*|医院.*)", "", text)})
    return (
        frozenset(words)
        - _GENERIC
        - {"research", "ethics", "committee", "nanjing", "beijing", "shanghai", "wuhan", "guangzhou"}
    )


def one_centre_two_names(record: Record) -> Iterator[Found]:
    """A centre of the list that the text calls by nearly the same name."""
    listed: dict[str, Quote] = {}
    for words in search(record, ("summary", "description"), NAME, ("hospital",)):
        listed = listed or {_plain(name.text): name for name in _names(record)}
        told = _plain(words.text)
        cores = _distinct(told)
        if told in listed or len(cores) < 3 or any(told in each or each in told for each in listed):
            continue
        near = [name for plain, name in listed.items() if _near(cores, _distinct(plain))]
        if len(near) == 1:
            yield Found(
                Phrase(
                    f"'{words.text.strip()}' and '{near[0].text}' seem to be one centre",
                    f"“{words.text.strip()}”与“{near[0].text}”似为同一中心",
                ),
                (words, near[0]),
            )
            return


def _distinct(plain: str) -> tuple[str, ...]:
    """Words that tell a hospital from others, in order of the alphabet."""
    return tuple(sorted(set(plain.split()) - (_GENERIC - _ORDINALS)))


def _near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(set(one) & set(other)) >= 3 and len(set(one) ^ set(other)) <= 1


def spelt_two_ways(record: Record) -> Iterator[Found]:
    """One institution written in two ways: capitals, apostrophes, a part added."""
    if not holds(record, ("sponsor", "collaborator", "contact.affiliation"), ("hospital", "医院")):
        return
    seen: dict[str, Quote] = {}
    for name, value in _institutions(record):
        for part in _parts(value.text):
            plain, start = _plain(part), value.text.index(part)
            quote = Quote(name, value, start, start + len(part))
            other = seen.setdefault(plain, quote)
            if _written(other.text) != _written(part) and part.upper() != part and other.text.upper() != other.text:
                yield Found(
                    Phrase(
                        f"'{other.text}' and '{part}' are one institution, spelt in two ways",
                        f"“{other.text}”与“{part}”为同一机构的两种写法",
                    ),
                    (other, quote),
                )
                return


def _written(name: str) -> str:
    """A name without its small words, whose capitals tell nothing."""
    return " ".join(word for word in name.strip(" .").split() if word.lower() not in ("the", "of", "and", "at"))


def _institutions(record: Record) -> Iterator[tuple[str, Value]]:
    for group, own in (("contact", "affiliation"), ("site", "name")):
        for place, member in enumerate(record.members(group)):
            for value in member.get(own, ()):
                yield f"{group}[{place}].{own}", value
    for name in ("sponsor", "collaborator"):
        for value in record.all(name):
            yield name, value


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;，；(（)）]", text) if re.search(r"(?ai)hospital|医院", part)]


CHECKS: Final = (
    Check(
        code="HPT140",
        title=Phrase("The text tells another number of centres than is listed", "正文中心数与列表不符"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Which centres need approval, supply and monitoring is open.", "哪些中心需伦理批准、供药和监查不明。"
        ),
        mend=Phrase("Correct the number or the list.", "更正中心数或列表。"),
        meanwhile=Phrase("The listed centres are taken.", "以列表中心为准。"),
        find=told_and_listed,
        example=Example(
            {"summary": "Patients come from 10 tertiary hospitals.", "site[0].name": "Ruijin Hospital"},
            {"summary": "Patients come from Ruijin Hospital."},
        ),
    ),
    Check(
        code="HPT141",
        title=Phrase("A single centre in the text, several in the list", "正文为单中心，列表为多中心"),
        severity=2,
        decidability="T",
        costs=Phrase("Whether results must be looked at by centre is open.", "是否需按中心分析不明。"),
        mend=Phrase("Correct the text or the list.", "更正正文或列表。"),
        meanwhile=Phrase("The listed centres are taken.", "以列表中心为准。"),
        find=one_and_several,
        example=Example(
            {
                "summary": "A single-center study",
                "site[0].name": "Ruijin Hospital",
                "site[1].name": "Zhongshan Hospital",
            },
            {"summary": "A two-center study"},
        ),
    ),
    Check(
        code="HPT142",
        title=Phrase("A centre is spoken of, and none is listed", "正文提到中心，却未列出研究地点"),
        severity=3,
        decidability="S",
        costs=Phrase(
            "Patients cannot find where to go, and approvals cannot be checked.",
            "患者无法得知就诊地点，伦理批准也无从核对。",
        ),
        mend=Phrase("List the centre.", "列出研究中心。"),
        meanwhile=Phrase("The sponsor's own centre is taken.", "以主办单位为研究中心。"),
        find=no_site_listed,
        example=Example(
            {"summary": "A single-center study", "contact[0].name": "Q. Cai"},
            {"site[0].name": "Shenzhen Third People's Hospital"},
        ),
    ),
    Check(
        code="HPT143",
        title=Phrase("A centre without an approval of its own", "有中心未见伦理批准"),
        severity=1,
        decidability="S",
        costs=Phrase("Data of that centre may not be used.", "该中心数据可能不得使用。"),
        mend=Phrase(
            "Enter the approval of each centre, or say that one committee decides for all.",
            "补充各中心伦理批件，或注明互认。",
        ),
        meanwhile=Phrase("Participants of that centre are marked as not approved.", "该中心受试者标记为未获批准。"),
        find=centre_without_ethics,
        example=Example(
            {
                "ethics.committee": "Ethics Committee of Wuxi Hospital",
                "site[0].name": "Wuxi Hospital",
                "site[1].name": "Suzhou Hospital",
            },
            {"ethics.committee": "Central Ethics Committee for Jiangsu"},
        ),
    ),
    Check(
        code="HPT144",
        title=Phrase("One centre under two names", "同一中心两种名称"),
        severity=3,
        decidability="T",
        costs=Phrase("Lists of centres count it twice.", "中心列表会重复计数。"),
        mend=Phrase("Use one name.", "统一名称。"),
        meanwhile=Phrase("The listed name is taken.", "以列表名称为准。"),
        find=one_centre_two_names,
        example=Example(
            {
                "summary": "led by the affiliated Run Run Shaw Hospital of Zhejiang University School of Medicine",
                "site[0].name": "Sir Run Run Shaw Hospital, Zhejiang University School of Medicine",
            },
            {"summary": "led by Sir Run Run Shaw Hospital, Zhejiang University School of Medicine"},
        ),
    ),
    Check(
        code="HPT145",
        title=Phrase("One institution spelt in two ways", "同一机构写法不一"),
        severity=3,
        decidability="S",
        costs=Phrase("Searches and counts by institution miss one of them.", "按机构检索和统计会遗漏其一。"),
        mend=Phrase("Use one spelling.", "统一写法。"),
        meanwhile=Phrase("Both are taken for one.", "视为同一机构。"),
        find=spelt_two_ways,
        example=Example(
            {"sponsor": "Wuxi people’s Hospital", "contact[0].affiliation": "Wuxi People's Hospital"},
            {"sponsor": "Wuxi People's Hospital"},
        ),
    ),
)
