"""The JSON schema of a study file, from which an editor completes and describes every key."""

from __future__ import annotations

from typing import Any

from hepatica.protocol.study import Study


def study_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a study file: descriptions, allowed words and examples of every key."""
    schema = Study.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Hepatica study file",
        **{key: value for key, value in schema.items() if key != "title"},
    }
