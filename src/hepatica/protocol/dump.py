"""Studies to text: the file that would load as this study."""

from __future__ import annotations

from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from hepatica.protocol.study import Study


def dump(study: Study) -> str:
    """The study as one YAML file that stands on its own: what it extends is merged in.

    load_study on the text gives an equal study (apart from `extends`).
    """
    whole = study.model_dump(by_alias=True, exclude_unset=True, mode="json")
    whole.pop("extends", None)
    yaml = YAML()
    yaml.width = 120
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(_plain(whole), out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    """Nested values without empty optional parts, which a study file may not hold."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
