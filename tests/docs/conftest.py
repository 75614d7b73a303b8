"""The manual as its builder makes it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def builder() -> ModuleType:
    """The module `docs/build.py`, which is a script and no part of the package."""
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    path = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = path
    return module


@pytest.fixture(scope="session")
def sources(builder: ModuleType) -> dict[str, str]:
    """Markdown of every page by its name."""
    pages: dict[str, str] = builder.pages()
    return pages


@pytest.fixture(scope="session")
def site(builder: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built manual."""
    folder = tmp_path_factory.mktemp("manual") / "site"
    builder.build(folder)
    return folder
