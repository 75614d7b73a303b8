"""The marks of lists as people type them: bullets, numbers, letters, in a line of their own or within a paragraph."""

from __future__ import annotations

import re
from functools import cache
from string import ascii_lowercase
from typing import Final, NamedTuple

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE: Final = "一二三四五六七八九十"
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_MARK: Final = re.compile(
    r"(?P<bullet>[*+o](?=\s)|[•●○◦▪■□▸►➢➤✓√‣⁃∙·\uf0b7]|[-–—](?=\s|[^\W\d]|$))\s*"
    r"|(?P<age>\d{1,2})[.．](?=\d{2}\s?(?:周?岁|years)|\d{2}\s?[-–—~～至到≤<]\s?\d{2}\s?(?:周?岁|years)|\d{2}\s?(?:周?岁)?\s?[≤<])"
    r"|(?P<many>\d{1,2}(?:\.\d{1,2})+(?:\.\s\d{1,2}(?=\.))?)(?P<many_end>[.)、]?)(?:\s+|(?=[^\W\d]))"
    r"|(?P<one>\d{1,2})\s?(?P<one_end>[.．](?![\d%])|[)）、]|[:：](?=\s))(?:\s+\.(?=\s))?\s*"
    r"|[(（]\s?(?P<paren>\d{1,2})\s?[)）][.、]?\s*"
    r"|(?P<circled>[①-⑳])[.、]?\s*"
    r"|(?P<chinese>[一二三四五六七八九十])\s?[、.．]\s*|[(（](?P<chinese_paren>[一二三四五六七八九十])[)）]\s*"
    r"|(?P<letter>[a-zA-Z]|[ivx]{2,5})(?P<letter_end>[.)])(?=\s)\s*"
    r"|[(（](?P<letter_paren>[a-zA-Z]|[ivx]{2,5})[)）]\s*"
)


class Mark(NamedTuple):
    """The mark of a line.

    style: marks of one list share it. numbers: `(8, 1)` for "8.1."; () for a bullet. end: offset behind it. closed: it is a
    mark wherever it stands; "8.1" and "E." are so only where they continue a list.
    """

    style: str
    numbers: tuple[int, ...]
    end: int
    closed: bool

    @property
    def bullet(self) -> bool:
        """Whether it has no number."""
        return not self.numbers

    @property
    def first(self) -> bool:
        """Whether it can begin a list."""
        return self.bullet or self.numbers[-1] == 1

    def follows(self, other: Mark) -> bool:
        """Whether `other` is the next of the same list."""
        if self.style != other.style or not other.numbers:
            return False
        return other.numbers == (*self.numbers[:-1], self.numbers[-1] + 1)


def mark_of(text: str, start: int, end: int) -> Mark | None:
    """The mark with which a line begins (`start` is behind its indentation); None where it has none."""
    found = _MARK.match(text, start, end)
    if found is None:
        return None
    if found["bullet"]:
        return Mark(found["bullet"], (), found.end(), True)
    if found["age"]:  # "1.18岁以上" is the first of a list, not 1.18
        return Mark("number.", (int(found["age"]),), found.end(), True)
    if found["many"]:
        numbers = tuple(int(part) for part in re.findall(r"\d+", found["many"]))
        return Mark(f"number {len(numbers)}", numbers, found.end(), bool(found["many_end"]))
    if found["one"]:
        return Mark(f"number{found['one_end']}", (int(found["one"]),), found.end(), True)
    if found["paren"]:
        return Mark("(number)", (int(found["paren"]),), found.end(), True)
    if found["circled"]:
        return Mark("circled", (_CIRCLED.index(found["circled"]) + 1,), found.end(), True)
    if found["chinese"] or found["chinese_paren"]:
        word = found["chinese"] or found["chinese_paren"]
        return Mark("一、" if found["chinese"] else "(一)", (_CHINESE.index(word) + 1,), found.end(), True)
    letter = found["letter"] or found["letter_paren"]
    style = f"letter{found['letter_end'] or '()'}{'A' if letter.isupper() else ''}"
    return Mark(style, (_ordinal(letter),), found.end(), False)


_NUMBER: Final = re.compile(r"(\d{1,2})[.．](?=\d)")


def number_of(text: str, start: int, end: int) -> Mark | None:
    """The number of a line such as "3.1.5 ULN" read as 3, which it is only where it continues a list."""
    found = _NUMBER.match(text, start, end)
    return Mark("number.", (int(found[1]),), found.end(), False) if found is not None else None


def _ordinal(letter: str) -> int:
    """a, b, c or i, ii, iii; a single letter i counts as the Roman numeral, because lists rarely have nine members."""
    low = letter.lower()
    if low in _ROMAN and (len(low) > 1 or low == "i"):
        return _ROMAN.index(low) + 1
    return ord(low) - ord("a") + 1 if len(low) == 1 else 99


# ---------------------------------------------------------------- within a paragraph

_STYLES: Final = {
    "paren": (r"[(（]\s?{}\s?[)）][.、]?", "number"),
    "close": (r"{}\s?[、)）]", "number"),
    "point": (r"{}\s?[.．](?![\d%])", "number"),
    "circle": (r"{}", "circled"),
    "letter_paren": (r"[(（]{}[)）]", "letter"),
    "letter": (r"{}[.)](?=\s)", "letter"),
    "roman_paren": (r"[(（]{}[)）]", "roman"),
    "roman": (r"{}[.)](?=\s)", "roman"),
}
_IN_LINE: Final = {
    "number.": "point",
    "number．": "point",
    "number)": "close",
    "number）": "close",
    "number、": "close",
    "(number)": "paren",
    "circled": "circle",
}
"""Style of a mark at the start of a line -> its style within one."""
_FIRSTS: Final = {"number": "1", "circled": "①", "letter": "a", "roman": "i"}
_MOST: Final = 60  # members of a list within a paragraph
_FIRST: Final = "|".join(f"(?P<{name}>{form.format(_FIRSTS[kind])})" for name, (form, kind) in _STYLES.items())
_BEGINS: Final = re.compile(rf"\s*(?:{_FIRST})\s*")
_ANNOUNCED: Final = re.compile(rf"[:：]\s*(?:{_FIRST})\s*")
"""A list may begin at the start of the words, or behind a colon."""

_STARTS: Final = frozenset(" (（1①ai")  # a list begins with one of these, or behind a colon

Part = tuple[int, int, list[tuple[int, int]]]
"""Start and end of an item's own words, and of each member of the list that follows them."""


def inline(text: str, start: int, end: int, mark: Mark | None, following: Mark | None) -> list[Part]:
    """The items on one line: mostly one; more where "9." stands within the line of "8.", each with the list in its words.

    mark: that of the line. following: that of the next line of the same list.
    """
    found: list[Part] = []
    for begin, stop in _siblings(text, start, end, mark, following):
        listed = _listed(text, begin, stop)
        found.append((begin, listed[0][0] if listed else stop, [(a, b) for _, a, b in listed]))
    return found


def _siblings(text: str, start: int, end: int, mark: Mark | None, following: Mark | None) -> list[tuple[int, int]]:
    style = _IN_LINE.get(mark.style) if mark is not None else None
    if mark is None or style is None:
        return [(start, end)]
    number = mark.numbers[0] + 1
    if following is not None and following.numbers in ((), (number,)):
        return [(start, end)]
    found: list[tuple[int, int]] = []
    while (member := _member(style, number).search(text, start, end)) is not None:
        found.append((start, member.start()))
        start, number = member.end(), number + 1
    return [*found, (start, end)]


def _listed(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """The members of the first list within a paragraph: start of the mark, start and end of the words."""
    found = _BEGINS.match(text, start, end) if text[start : start + 1] in _STARTS else None
    if found is None and (text.find(":", start, end) >= 0 or text.find("：", start, end) >= 0):
        found = _ANNOUNCED.search(text, start, end)
    if found is None or found.lastgroup is None:
        return []
    style = found.lastgroup
    marks = [(found.start(style), found.end())]
    while (following := _member(style, len(marks) + 1).search(text, marks[-1][1], end)) is not None:
        marks.append(following.span())
    if len(marks) == 1:
        return []
    ends = [*(begin for begin, _ in marks[1:]), end]
    return [(begin, stop, last) for (begin, stop), last in zip(marks, ends, strict=True)]


@cache
def _member(style: str, number: int) -> re.Pattern[str]:
    """Member `number` of a list: its mark, behind white space or the end of a clause."""
    form, kind = _STYLES[style]
    return re.compile(r"(?<=[\s:：;；,，。.、)）])" + form.format(_name(number, kind)) + r"\s*")


def _name(number: int, kind: str) -> str:
    if number > _MOST:
        return "(?!)"
    if kind == "number":
        return str(number)
    names = _CIRCLED if kind == "circled" else _ROMAN if kind == "roman" else ascii_lowercase
    return names[number - 1] if number <= len(names) else "(?!)"
