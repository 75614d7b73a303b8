"""Studies that extend others: an overlay merged over its base, with a list of what it changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hepatica.errors import HepaticaError
from hepatica.protocol.check import resolves
from hepatica.protocol.source import Path_, Source, StudyError, dotted, read_source
from hepatica.protocol.study import Override

Find = Callable[[str, Path], Path]


def resolve(path: Path, find: Find, above: tuple[Path, ...] = ()) -> tuple[Source, tuple[Override, ...]]:
    """A file merged over everything it extends, and what it changes in its base.

    find: the file of a study named in `extends`, looked for beside the file that names it.
    """
    source = read_source(path)
    base_name = source.data.get("extends")
    if base_name is None:
        _refuse_empty(source.data, (), source)
        return source, ()
    place = source.place(("extends",))
    if path.resolve() in above:
        chain = " → ".join(p.stem for p in (*above[above.index(path.resolve()) :], path.resolve()))
        raise StudyError(
            f"the studies extend each other in a circle: {chain}",
            place=place,
            do="let one of them stand on its own",
            value=base_name,
        )
    if not isinstance(base_name, str):
        raise StudyError(f"«{base_name}» is not a study", place=place, do="write an id or a file", value=base_name)
    try:
        base_path = find(base_name, path.parent)
    except HepaticaError as error:
        raise StudyError(error.what, place=place, do=error.do, value=base_name) from None
    base, _ = resolve(base_path, find, (*above, path.resolve()))
    overrides: list[Override] = []
    data = _merge(base.data, source.data, (), overrides)
    _drop_assumptions(data, source.data)
    own = tuple(change for change in overrides if change.path not in ("study", "extends"))
    return source.over(base, data), own


def _merge(base: dict[str, Any], over: dict[str, Any], path: Path_, changes: list[Override]) -> dict[str, Any]:
    """`over` merged into `base`, mapping by mapping; null takes a key out, lists are replaced whole."""
    merged = dict(base)
    for key, value in over.items():
        here = (*path, key)
        old = base.get(key)
        if value is None:
            if key in merged:
                del merged[key]
                changes.append(Override(dotted(here), old, None))
        elif isinstance(value, dict) and isinstance(old, dict):
            merged[key] = _merge(old, value, here, changes)
        elif value != old:
            merged[key] = _without_null(value)
            changes.append(Override(dotted(here), old, merged[key]))
    return merged


def _drop_assumptions(data: dict[str, Any], over: dict[str, Any]) -> None:
    """Drop the base's assumptions about what the overlay has taken out."""
    assumed, own = data.get("assumed"), over.get("assumed")
    if isinstance(assumed, dict):
        kept = own if isinstance(own, dict) else {}
        data["assumed"] = {path: why for path, why in assumed.items() if path in kept or resolves(data, path)}


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(item) for key, item in value.items() if item is not None}
    return value


def _refuse_empty(value: Any, path: Path_, source: Source) -> None:
    """Refuse keys without a value in a study that stands on its own: they say nothing."""
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, item in items:
        here = (*path, key)
        if item is None:
            raise StudyError(
                f"«{dotted(here)}» has no value",
                place=source.place(here, key=True),
                do="write a value, or leave the key out",
            )
        _refuse_empty(item, here, source)
