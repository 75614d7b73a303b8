"""Units as people write them, to UCUM: µ and μ, × and *, superscripts, full width, blanks, Chinese words."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from hepatica.vocabulary.errors import UnitError
from hepatica.vocabulary.nearest import nearest_word
from hepatica.vocabulary.ucum import measure

SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SIGNS: Final = str.maketrans(
    {"μ": "u", "µ": "u", "×": "x", "✕": "x", "·": ".", "•": ".", "−": "-", "∕": "/", "⁄": "/"}
)


def plain(text: str) -> str:
    """The text with full-width forms narrowed, superscripts as `^9`, µ as u, × as x; blanks stay."""
    marked: list[str] = []
    raised = False
    for sign in text:
        is_raised = sign in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
        if is_raised and not raised:
            marked.append("^")
        marked.append(sign.translate(SUPERSCRIPTS))
        raised = is_raised
    return unicodedata.normalize("NFKC", "".join(marked)).translate(_SIGNS)


def squeeze(text: str) -> str:
    """A unit in the form in which spellings are compared: plain and without blanks."""
    return "".join(plain(text).split())


class Spellings:
    """The known spellings of units."""

    def __init__(self, spellings: Mapping[str, Sequence[str]], units: Iterable[str] = ()) -> None:
        """spellings: canonical UCUM unit -> other ways to write it. units: further canonical units."""
        self._exact: dict[str, list[str]] = {}
        self._caseless: dict[str, list[str]] = {}
        for unit, others in {**dict.fromkeys(units, ()), **spellings}.items():
            for spelling in (unit, *others):
                squeezed = squeeze(spelling)
                _add(self._exact, squeezed, unit)
                _add(self._caseless, squeezed.casefold(), unit)

    def read(self, text: str, accepted: Collection[str] = ()) -> tuple[str, ...]:
        """The UCUM units a text may stand for: none, one, or several.

        accepted: units that decide where a spelling has several meanings (IU/L of an enzyme is U/L). Text that is UCUM
        already stands for itself.
        """
        squeezed = squeeze(text)
        found = self._exact.get(squeezed, [])
        if not found and _is_ucum(squeezed):  # `mg/dl` is UCUM and the same as mg/dL; `g/L` is not G/L in another case
            folded = self._caseless.get(squeezed.casefold(), [])
            found = [unit for unit in folded if measure(unit) == measure(squeezed)] or [squeezed]
        found = found or self._caseless.get(squeezed.casefold(), [])
        return tuple(unit for unit in found if unit in accepted) or tuple(found)

    def nearest(self, text: str, accepted: Collection[str] = ()) -> str | None:
        """The canonical unit whose spelling is nearest to the text, among the accepted ones if any are."""
        known = {
            spelling: units[0]
            for spelling, units in self._exact.items()
            if not accepted or any(unit in accepted for unit in units)
        }
        found = nearest_word(squeeze(text), known)
        return None if found is None else known[found]


def _add(table: dict[str, list[str]], key: str, unit: str) -> None:
    units = table.setdefault(key, [])
    if unit not in units:
        units.append(unit)


def _is_ucum(text: str) -> bool:
    try:
        measure(text)
    except UnitError:
        return False
    return True
