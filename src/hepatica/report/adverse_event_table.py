"""Adverse events by term: for each term and group how many subjects had it, at which worst grade, and whether related."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from hepatica.instruments.ctcae import terms
from hepatica.report import numbers
from hepatica.report.estimate import Row
from hepatica.report.labels import Labels
from hepatica.report.table import Cell, Column, Table, with_id
from hepatica.report.words import Words

METHOD: Final = "incidence_table"
NOT_COUNTED: Final = "not_counted"
ANY: Final = "incidence"
GRADE: Final = "incidence_grade_"
NO_GRADE: Final = "incidence_no_grade"
RELATED: Final = "incidence_related"


def is_of_table(row: Row) -> bool:
    """Whether a row belongs into the table: of one term, or a worst grade of all together."""
    if row["method"] != METHOD or row["statistic"] == NOT_COUNTED:
        return False
    return bool(row["term"]) or row["statistic"].startswith(GRADE) or row["statistic"] == NO_GRADE


def adverse_event_table(rows: Sequence[Row], name: str, labels: Labels) -> Table | None:
    """The table of the results of method `incidence_table`; None where no event was counted.

    rows: all of an analysis; of those of all terms together, how many had any event and whether related are shown here
    too, at the head. Grades and "not known" have a column where somebody has them.
    """
    ours = [row for row in rows if row["method"] == METHOD and row["statistic"] != NOT_COUNTED]
    if not any(row["term"] for row in ours):
        return None
    words = labels.words
    found = {(row["term"] or "", row["group_by"] or "", row["group"] or "", row["statistic"]): row for row in ours}
    grades = sorted({key[3] for key in found if key[3].startswith(GRADE)})
    unknown = any(row["events"] for row in ours if row["statistic"] == NO_GRADE)
    columns = [ANY, *grades, *([NO_GRADE] if unknown else []), RELATED]
    groups = list(dict.fromkeys(key[1:3] for key in found))
    body: list[list[Cell]] = []
    parts: list[str] = []
    for term in dict.fromkeys(key[0] for key in found):
        for by, group in groups:
            cells = [found.get((term, by, group, statistic)) for statistic in columns]
            body.append([labels.group(by, group), *(_cell(row, words) for row in cells)])
            parts.append(term_label(term, words) if term else words("any_adverse_event"))
    heads = [Column(""), *(Column(_heading(statistic, words), "right") for statistic in columns)]
    return Table(name, words("adverse_events_by_term"), heads, body, parts, [words("adverse_events_note")])


def term_label(term: str, words: Words) -> str:
    """A term in the language of the report, as the dictionary of CTCAE has it."""
    if words.lang != "zh":
        return term
    known = terms().filter(terms()["term"] == term)["zh"].drop_nulls()
    return str(known[0]) if known.len() else term


def not_counted(rows: Sequence[Row], words: Words) -> list[str]:
    """Sentences on events that may count, and could not be counted."""
    ours = [row for row in rows if row["method"] == METHOD and row["statistic"] == NOT_COUNTED]
    reasons = dict.fromkeys(row["term"] for row in ours)
    counts = {reason: sum(row["value"] or 0 for row in ours if row["term"] == reason) for reason in reasons}
    return [words("not_counted", n=numbers.count(count), reason=reason) for reason, count in counts.items()]


def _heading(statistic: str, words: Words) -> str:
    if statistic.startswith(GRADE):
        return words("grade_n", n=statistic.removeprefix(GRADE))
    return words({ANY: "any_grade", NO_GRADE: "no_grade", RELATED: "related"}[statistic])


def _cell(row: Row | None, words: Words) -> Cell:
    """The subjects; in the column of any grade with their share and the result id, as of other estimates."""
    if row is None:
        return Markup("")
    text = numbers.count(row["events"])
    if row["statistic"] != ANY:
        return with_id(text, "")
    return with_id(words("count_of", n=text, percent=numbers.percent(row["value"])), row["result_id"])
