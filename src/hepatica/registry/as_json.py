"""A registry record as plain data, each value with its place in the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hepatica.registry.record import FIELDS, Group, Quote, Record, Value


def as_json(record: Record, field: str | None = None) -> dict[str, Any]:
    """The record as dicts and lists, or one field or group of it.

    fields: name -> list of `text`, `path`, `language` ("" where it has none), and `start` and `end`: the characters of the
    source (decoded; of a file with one record a line, of that line), null where the place cannot be told. groups: name ->
    list of members, each as such fields.
    """
    group, _, own = (field or "").partition(".")
    fields, groups = record.fields, record.groups
    if field is not None:
        fields = {field: record.all(field)} if field in FIELDS else {}
        groups = {} if field in FIELDS else {group: record.members(group)}
    return {
        "id": record.id,
        "register": record.register,
        "format": record.format,
        "fields": {key: _values(record, key, values) for key, values in fields.items()},
        "groups": {
            key: [_member(record, f"{key}[{n}]", member, own) for n, member in enumerate(members)]
            for key, members in groups.items()
        },
        "notes": list(record.notes),
    }


def _member(record: Record, name: str, member: Group, only: str) -> Mapping[str, Any]:
    kept = {key: values for key, values in member.items() if not only or key == only}
    return {key: _values(record, f"{name}.{key}", values) for key, values in kept.items()}


def _values(record: Record, name: str, values: Iterable[Value]) -> list[dict[str, Any]]:
    return [
        {
            "text": value.text,
            "path": value.path,
            "language": value.language,
            **record.place(Quote(name, value, 0, len(value.text))),
        }
        for value in values
    ]
