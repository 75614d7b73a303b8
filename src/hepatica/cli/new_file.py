"""A table asked for with `-o FILE`: written completely or not at all, and never over a file that is there."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

from hepatica.errors import HepaticaError


def refuse_existing_file(path: Path | None) -> None:
    """Raise HepaticaError if there is already something of that name. None: no file is asked for."""
    if path is not None and (path.exists() or path.is_symlink()):
        raise HepaticaError(
            "there is already something here", where=str(path), do="name a new file, or remove this one"
        )


def write_new_parquet(frame: pl.DataFrame, path: Path | None) -> None:
    """Write a table to a new file under its name only when it is whole; raises HepaticaError if that cannot be done."""
    refuse_existing_file(path)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as beside:
            whole = Path(beside) / path.name
            frame.write_parquet(whole)
            whole.rename(path)
    except OSError as error:
        raise HepaticaError(
            f"the file cannot be written ({error.strerror or error})",
            where=str(path),
            do="choose a place you may write to",
        ) from error
