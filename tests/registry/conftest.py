"""Registry records of the reference data."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reference_data import RECORDS, at_hand, reference

from hepatica.registry import Record
from hepatica.registry.reading import read_records


@pytest.fixture(scope="session")
def registry_data() -> Path:
    """Files of registers; tests that read them are marked `real_data`."""
    return reference("clinical", "registry")


@pytest.fixture(scope="session")
def records_folder() -> Path:
    """The five studies' records as they arrived; tests that read them are marked `real_data`."""
    return at_hand(RECORDS)


@pytest.fixture(scope="session")
def five(records_folder: Path) -> dict[str, Record]:
    """The records of the five studies by their numbers."""
    return {record.id: record for file in sorted(records_folder.glob("*.txt")) for record in read_records(file)}
