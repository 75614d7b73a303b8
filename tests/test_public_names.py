"""The library's surface: few names, each of which is there."""

from __future__ import annotations

from pathlib import Path

import pytest

import hepatica as hp
from hepatica import HepaticaError


def test_there_are_at_most_twenty_public_names() -> None:
    assert len(hp.__all__) <= 20


@pytest.mark.parametrize("name", hp.__all__)
def test_every_public_name_is_there_and_says_what_it_does(name: str) -> None:
    assert (getattr(hp, name).__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'simulte'"):
        hp.simulte  # noqa: B018 (the access itself is what is tested)


def test_run_can_be_called_whether_or_not_its_module_was_imported_first() -> None:
    import hepatica.run

    assert callable(hp.run)
    assert callable(hepatica.run)
    with pytest.raises(HepaticaError, match="NCT99999999"):
        hp.run("NCT99999999", Path("data"), Path("out-that-is-never-made"))
