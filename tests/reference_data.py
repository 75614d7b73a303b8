"""Where the reference data lie: the folder `HEPATICA_DATA`, or `../shared/data` beside the repository.

A test that reads them is marked `real_data`; where they are not at hand it says that it was skipped for that.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = (Path(__file__).parents[1] / os.environ.get("HEPATICA_DATA", "../shared/data")).resolve()
RECORDS = FOLDER.parent / "records"


def reference(*parts: str) -> Path:
    """A file or folder of the reference data; the test is skipped where there is none."""
    return at_hand(FOLDER.joinpath(*parts))


def at_hand(path: Path) -> Path:
    """The path; the test is skipped where nothing is there."""
    if not path.exists():
        pytest.skip(f"no reference data at {path}: set HEPATICA_DATA")
    return path
