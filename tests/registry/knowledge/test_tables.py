"""Tables of knowledge beside a record: each entry says where it is published."""

from __future__ import annotations

import re

import pytest

from hepatica.registry.knowledge import known


@pytest.mark.parametrize(("table", "list_"), [("assays", "assays"), ("renderings", "terms")])
def test_every_entry_has_a_source_and_patterns_that_compile(table: str, list_: str) -> None:
    for entry in known(table)[list_]:
        assert entry["source"]
        for pattern in [entry["named"]] if "named" in entry else entry["en"]:
            re.compile(pattern)
