"""Registry records of the reference data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hepatica.registry import Record
from hepatica.registry.reading import read_records

ROOT = Path(__file__).parents[2]


def data_folder() -> Path:
    """The folder of reference data."""
    return (ROOT / os.environ.get("HEPATICA_DATA", "../shared/data")).resolve()


@pytest.fixture(scope="session")
def registry_data() -> Path:
    """Files of registers; tests that read them are marked `real_data`."""
    folder = data_folder() / "clinical" / "registry"
    if not folder.is_dir():
        pytest.skip("the reference data are not at hand")
    return folder


@pytest.fixture(scope="session")
def records_folder() -> Path:
    """The five studies' records as they arrived; tests that read them are marked `real_data`."""
    folder = data_folder().parent / "records"
    if not folder.is_dir():
        pytest.skip("the records of the five studies are not at hand")
    return folder


@pytest.fixture(scope="session")
def five(records_folder: Path) -> dict[str, Record]:
    """The records of the five studies by their numbers."""
    return {record.id: record for file in sorted(records_folder.glob("*.txt")) for record in read_records(file)}
