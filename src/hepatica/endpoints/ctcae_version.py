"""Which version of CTCAE a study grades by."""

from __future__ import annotations

from typing import Final

from hepatica.protocol.study import Study

CTCAE: Final = "CTCAE"
ADVERSE_EVENT: Final = "adverse_event"


def ctcae_version(study: Study) -> str | None:
    """The version that the study names (`5.0`), of several that by which adverse events are graded; None where it names none.

    "" where it names CTCAE without a version.
    """
    named = [each for each in study.instruments.values() if each.name.upper() == CTCAE]
    own = [each for each in named if ADVERSE_EVENT in each.measures]
    first = next(iter([*own, *named]), None)
    return None if first is None else (first.version or "").strip().lower().removeprefix("v").strip()
