"""ISRCTN's own XML, as `https://www.isrctn.com/api/query/format/default?q=…` answers: `<allTrials>` with a `<fullTrial>` each.

The names of the elements are those of answers that others have published (2025 and 2026), among them `outcomeMeasure`,
`interventionalTrialDesign` and `lowerAgeLimit`, which older records do not have; the interface itself was not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.isrctn import FULL_TRIAL, isrctn_record
from hepatica.registry.markup import read_xml
from hepatica.registry.record import Record
from hepatica.registry.xml_nested import XmlNested

FORMAT = "ISRCTN XML"
_ROOT: Final = re.compile(r"<allTrials\b[^>]*http://www\.67bricks\.com/isrctn|<fullTrial\b")


def fits(text: str) -> bool:
    """Whether a text is such an answer; one without any trial too."""
    return _ROOT.search(text[:2000]) is not None


def read(text: str) -> Iterator[Record]:
    """The records of an answer, in its order."""
    for trial in read_xml(text, "fullTrial"):
        yield isrctn_record(XmlNested(trial, text), FULL_TRIAL, text, FORMAT)
