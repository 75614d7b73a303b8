"""What stands under a figure of response: who is drawn, what the colours and marks mean, and who is missing and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from hepatica.instruments.response.criteria import Criteria
from hepatica.report import response_palette
from hepatica.report.response_data import REASONS
from hepatica.report.words import Words

MOST_NAMES: Final = 20


def response_counts(codes: pl.Series, words: Words) -> str:
    """Each best response that is drawn, in words, and how often: "CR (complete response) 3, PR (partial response) 12."."""
    counts = dict(codes.value_counts().rows())
    told = []
    for code in response_palette.ordered(counts):
        meaning = response_palette.plain(code)
        if meaning:
            told.append(words("response_count", code=code, meaning=words(meaning), n=counts[code]))
        else:
            told.append(words("response_unknown_count", n=counts[code]))
    return words("response_counts", codes=words("comma").join(told)) if told else ""


def lines_note(criteria: Criteria, words: Words) -> str:
    """What the two dashed lines are."""
    return words(
        "line_note",
        fall=f"\u2212{criteria.fall:g}%",
        rise=f"+{criteria.rise:g}%",
        reference=words(f"reference_{criteria.reference}"),
    )


def cut_note(changes: pl.Series, top: float, words: Words) -> str:
    """How many bars or lines are cut, and how far they go; empty where none is."""
    cut = changes.filter(changes > top)
    if cut.is_empty():
        return ""
    return words("cut_note", top=f"{top:g}", n=cut.len(), highest=f"{max(cut.to_list()):.0f}")


def without(missing: pl.DataFrame, words: Words, *, names: bool) -> str:
    """Who is not drawn: counts by reason, with the subjects' names where they are wanted; empty where nobody is."""
    told = []
    for reason in REASONS:
        subjects = missing.filter(pl.col("reason") == reason)["subject"].sort().to_list()
        if not subjects:
            continue
        if names:
            shown = words("comma").join(subjects[:MOST_NAMES])
            rest = len(subjects) - MOST_NAMES
            text = f"{shown} {words('others', n=rest)}" if rest > 0 else shown
            told.append(words("without_named", reason=words(reason), n=len(subjects), names=text))
        else:
            told.append(words("without_some", reason=words(reason), n=len(subjects)))
    return words("without_caption", reasons=words("and").join(told)) if told else ""


def mark_counts(marks: pl.DataFrame, kinds: Sequence[str], words: Words) -> str:
    """How often each mark stands in the figure, none included."""
    counts = dict(marks["kind"].value_counts().rows())
    told = [words("mark_count", mark=words(f"mark_{kind}"), n=counts.get(kind, 0)) for kind in kinds]
    return words("mark_counts", counts=words("comma").join(told))


def joined(words: Words, *sentences: str) -> str:
    """Sentences after each other; Chinese ones without a space."""
    return ("" if words.lang == "zh" else " ").join(sentence for sentence in sentences if sentence)
