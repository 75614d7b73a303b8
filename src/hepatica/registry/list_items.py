"""The items of a list that people typed: by marks, by indentation, by lines, or within a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from hepatica.registry.enumeration import Mark, inline, mark_of, number_of
from hepatica.registry.lines import spans

DEEPEST: Final = 12  # levels; whatever is indented further stands on the last
_TAB: Final = 4  # columns
_LEAD_IN: Final = re.compile(
    r".*\b(?:following|below|criteria|these)\b.*\b(?:criteri|exclu|inclu|eligib|met|apply|fulfil|participat|enrol).*[:：]$|"
    r".*\b(?:criteri|exclu|inclu|eligib|meet|fulfil|satisf|participat|enrol).*\b(?:following|below|these)\b.*[:：]$",
    re.IGNORECASE | re.DOTALL,
)
"""A sentence that only announces a list: "Patients must meet all of the following criteria:"."""
_NOTHING: Final = re.compile(r"[\W_]*")


@dataclass(slots=True)
class Item:
    """An item: where its own words stand, those below it, its indentation in columns, its mark."""

    start: int
    end: int
    below: list[Item] = field(default_factory=list)
    indent: int = 0
    mark: Mark | None = None


def items(text: str, start: int, end: int) -> list[Item]:
    """The items between two offsets of a text. A sentence that only announces them is none, nor is a mark without words."""
    return _Reading(text).of(start, end)


class _Reading:
    """Reads items line by line; `_open` are the ones that the next line may stand under."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._top: list[Item] = []
        self._open: list[Item] = []

    def of(self, start: int, end: int) -> list[Item]:
        blank = True
        for at, stop in spans(self._text, start, end):
            line = self._text[at:stop]
            if not line.strip():
                blank = True
                continue
            begin = at + len(line) - len(line.lstrip())
            indent = len(line[: begin - at].expandtabs(_TAB))
            if (mark := self._mark(begin, stop, indent)) is not None:
                self._add(mark.end, stop, indent, mark)
            else:
                self._plain(begin, stop, indent, blank)
            blank = False
        return self._kept()

    # -- marked lines

    def _mark(self, start: int, end: int, indent: int) -> Mark | None:
        """The mark of a line, for which place is made; None where it has none or what looks like one is none."""
        mark = mark_of(self._text, start, end)
        if mark is not None and self._place(mark, indent):
            return mark
        mark = number_of(self._text, start, end)
        return mark if mark is not None and self._continues(mark) and self._place(mark, indent) else None

    def _place(self, mark: Mark, indent: int) -> bool:
        """Close the items that a marked line is not under; False where its mark is none after all ("1.5 × ULN")."""
        if len(mark.numbers) > 1:
            above = next((n for n, item in enumerate(self._open) if _numbers(item) == mark.numbers[:-1]), None)
            if above is not None:
                del self._open[above + 1 :]
                return True
            if not mark.closed:
                return False
        elif not mark.closed and not self._follows(mark):
            return False
        while self._open and self._open[-1].indent > indent:
            self._open.pop()
        if self._open and self._flush_right(self._open[-1], mark, indent):
            self._open.pop()
        else:
            self._same_indent(mark, indent)
        return True

    def _flush_right(self, last: Item, mark: Mark, indent: int) -> bool:
        """Whether " 9." and "10." follow each other, set so that their points are in line."""
        return last.mark is not None and last.mark.follows(mark) and last.indent == indent - 1

    def _follows(self, mark: Mark) -> bool:
        """Whether a letter begins or continues a list: "E. coli" does not."""
        return mark.first or self._continues(mark)

    def _continues(self, mark: Mark) -> bool:
        return any(item.mark is not None and item.mark.follows(mark) for item in self._open)

    def _same_indent(self, mark: Mark, indent: int) -> None:
        level = [at for at, item in enumerate(self._open) if item.indent == indent]
        for at in level:
            own = self._open[at].mark
            if own is not None and own.style == mark.style and (not mark.first or mark.bullet or own.first):
                del self._open[at:]
                return
        if level and not (mark.first and self._announces(self._open[-1])):
            del self._open[level[0] :]

    def _announces(self, item: Item) -> bool:
        return self._text[item.start : item.end].rstrip().endswith((":", "："))

    # -- lines without a mark

    def _plain(self, start: int, end: int, indent: int, blank: bool) -> None:
        last = self._open[-1] if self._open else None
        if last is not None and last.mark is not None and (not blank or self._announces(last)):
            last.end = end  # the line goes on, or the list that it announces is written as a paragraph
            return
        while self._open and self._open[-1].indent >= indent:
            self._open.pop()
        if self._open and not self._open[-1].below and self._open[-1].mark is not None:
            self._open[-1].end = end
        else:
            self._add(start, end, indent, None)

    # -- both

    def _add(self, start: int, end: int, indent: int, mark: Mark | None) -> None:
        del self._open[DEEPEST:]
        item = Item(start, end, [], indent, mark)
        (self._open[-1].below if self._open else self._top).append(item)
        self._open.append(item)

    def _kept(self) -> list[Item]:
        found = self._top
        if found and self._is_lead_in(found[0]):
            if len(found) == 1:
                found = found[0].below or found
            elif found[0].mark is None and not found[0].below:
                found = found[1:]
        return [item for each in self._split(found) if (item := self._filled(each)) is not None]

    def _is_lead_in(self, item: Item) -> bool:
        return self._announces(item) and _LEAD_IN.fullmatch(self._text[item.start : item.end].strip()) is not None

    def _filled(self, item: Item) -> Item | None:
        item.below = [kept for each in item.below if (kept := self._filled(each)) is not None]
        empty = _NOTHING.fullmatch(self._text, item.start, item.end) is not None
        return None if empty and not item.below else item

    def _split(self, found: list[Item]) -> list[Item]:
        """Take apart what stands on one line: "8. … 9. …", "any of: 1) …; 2) …"."""
        whole: list[Item] = []
        for at, item in enumerate(found):
            following = found[at + 1].mark if at + 1 < len(found) else None
            parts = inline(self._text, item.start, item.end, item.mark, following)
            if len(parts) == 1 and not item.below and not parts[0][2]:
                whole.append(item)
                continue
            for own, (start, end, listed) in enumerate(parts):
                below = self._split([Item(a, b) for a, b in listed])
                rest = self._split(item.below) if own == len(parts) - 1 else []
                whole.append(Item(start, end, [*below, *rest], item.indent, item.mark))
        return whole


def _numbers(item: Item) -> tuple[int, ...]:
    return item.mark.numbers if item.mark is not None else ()
