"""Fixtures of the instruments' tests: the folder of real reference data."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reference_data import reference


@pytest.fixture(scope="session")
def clinical() -> Path:
    """The folder of clinical reference data."""
    return reference("clinical")
