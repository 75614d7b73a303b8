"""Tables that come from the study file and the run, not from the results: assumptions, changes, what was left out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any, Final

from markupsafe import Markup

from hepatica.protocol.study import Study
from hepatica.report.contents import Omitted, Ran
from hepatica.report.numbers import ABSENT
from hepatica.report.table import Cell, Column, Table
from hepatica.report.words import Words

SHORT: Final = 90  # a value longer than this is not shown beside its assumption
LONG: Final = 160  # a longer value is told by what its entries are called
ENDS: Final = {"start", "end"}  # keys that a value means little without, even where it stands alone
ASIDE: Final = frozenset({"label", "text", "zh", "source", "class", "assumed", "notes", "description"})
"""Keys that say nothing of what a value is."""


def assumption_table(study: Study, words: Words) -> Table | None:
    """Every assumption: where it stands, the value used where that is short, and why it is not the record's."""
    if not study.assumptions:
        return None
    data = study.model_dump(mode="json", by_alias=True)
    rows: list[list[Cell]] = [
        [_path(path), _short(_value(data, path)), reason] for path, reason in study.assumptions.items()
    ]
    heads = [Column(words("where")), Column(words("value")), Column(words("reason"))]
    return Table("table-assumptions", "", heads, rows)


def change_table(study: Study, words: Words) -> Table | None:
    """What an overlay changes in the study it extends."""
    if not study.overrides:
        return None
    rows: list[list[Cell]] = [
        [
            _path(change.path),
            words("not_in_base") if change.base is None else _brief(change.base, words),
            words("removed") if change.value is None else _brief(change.value, words),
        ]
        for change in study.overrides
    ]
    heads = [Column(words("where")), Column(words("was")), Column(words("now"))]
    return Table("table-changes", "", heads, rows)


def omitted_table(omitted: Sequence[Omitted], words: Words) -> Table | None:
    """What was not derived or analysed, and why."""
    if not omitted:
        return None
    rows: list[list[Cell]] = [[one.what, one.reason] for one in omitted]
    return Table(
        "table-left-out",
        "",
        [Column(words("analysis")), Column(words("reason"))],
        rows,
    )


def reproducing_tables(ran: Ran, words: Words) -> list[Table]:
    """Hashes of the input files and versions of the packages that made the run."""
    tables = []
    if ran.inputs:
        rows: list[list[Cell]] = [[name, _code(value)] for name, value in ran.inputs.items()]
        heads = [Column(words("file")), Column(words("hash"))]
        tables.append(Table("table-inputs", words("sentence", text=words("inputs_n", n=len(rows))), heads, rows))
    if ran.packages:
        versions: list[list[Cell]] = [[name, value] for name, value in ran.packages.items()]
        heads = [Column(words("package")), Column(words("version"))]
        tables.append(Table("table-packages", words("sentence", text=words("packages")), heads, versions))
    return tables


def _path(path: str) -> Markup:
    """A dotted path that may break at its dots."""
    return Markup('<span class="path">{}</span>').format(Markup(".<wbr>").join(path.split(".")))


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _value(data: Any, path: str) -> Any:
    """The value at a dotted path; None where the path leads nowhere (it may name a rule's part)."""
    here = data
    for step in path.split("."):
        if isinstance(here, Mapping) and step in here:
            here = here[step]
        elif isinstance(here, list):
            by_id = [item for item in here if isinstance(item, Mapping) and item.get("id") == step]
            here = by_id[0] if by_id else here[int(step)] if step.isdigit() and int(step) < len(here) else None
        else:
            return None
    return here


def _short(value: Any) -> str:
    text = _plain(value)
    return text if value is not None and len(text) <= SHORT else ABSENT


def _brief(value: Any, words: Words) -> str:
    """A value in full where it is short; of a long one how many entries it has and what they are called."""
    text = _plain(value)
    if len(text) <= LONG or not isinstance(value, Mapping | list | tuple):
        return text
    if isinstance(value, Mapping) and "rule" in value:
        return shorten(_plain(value["rule"]), LONG, placeholder=" …")
    if isinstance(value, Mapping) and "label" in value:
        return _plain(value["label"].get("en", "") if isinstance(value["label"], Mapping) else value["label"])
    names = [str(key) for key in value] if isinstance(value, Mapping) else [_name(item) for item in value]
    listed = shorten(", ".join(filter(None, names)), LONG, placeholder=" …")
    return words("entries", n=len(value), names=listed) if listed else words("entries_only", n=len(value))


def _name(item: Any) -> str:
    return str(item.get("id", "")) if isinstance(item, Mapping) else ""


def _plain(value: Any) -> str:
    """A value as a reader of the study file would write it."""
    if isinstance(value, Mapping):
        said = {key: item for key, item in value.items() if key not in ASIDE and item not in (None, "", [], {})}
        said = said or dict(value)
        if len(said) == 1 and not ENDS & said.keys():
            return _plain(next(iter(said.values())))
        return "; ".join(f"{key}: {_plain(item)}" for key, item in said.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
