"""A run's folder as `trace` reads it: its results, its analysis data and the subject data it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import polars as pl

from hepatica.analysis.results import SCHEMA
from hepatica.errors import HepaticaError
from hepatica.lineage import content_hash, read_manifest
from hepatica.sdtm import Tables, read_tables

RESULTS: Final = "results.json"
NEAREST: Final = 5


@dataclass(frozen=True)
class RunFolder:
    """A folder that a run has written. Raises HepaticaError where a part of it is missing or unreadable."""

    path: Path

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What the run wrote down of itself."""
        return read_manifest(self.path)

    @cached_property
    def results(self) -> Mapping[str, Mapping[str, Any]]:
        """The results by their id."""
        place = self.path / RESULTS
        try:
            rows = json.loads(place.read_text(encoding="utf-8"))
            return {row["result_id"]: {name: row[name] for name in SCHEMA} for row in rows}
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise HepaticaError(
                "the results cannot be read", where=str(place), do="name the folder a run has written, unchanged"
            ) from error

    def result(self, name: str) -> Mapping[str, Any]:
        """One result; raises HepaticaError with the nearest ids where there is none of that name."""
        found = self.results.get(name)
        if found is None:
            plain = [key for key, row in self.results.items() if row.get("n_risk") is None]
            near = get_close_matches(name, plain, n=NEAREST, cutoff=0.5) or plain[:NEAREST]
            raise HepaticaError(
                f"there is no result {name!r}",
                where=str(self.path / RESULTS),
                do=f"the nearest are: {', '.join(near)}" if near else "this run has no results",
            )
        return found

    def frame(self, dataset: str) -> pl.DataFrame:
        """A frame of the analysis data: ADSL, ADTTE, ADBIN."""
        place = self.path / "adam" / f"{dataset.lower()}.parquet"
        try:
            return pl.read_parquet(place)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise HepaticaError(
                f"the analysis data {dataset} cannot be read",
                where=str(place),
                do="restore the folder as it was written",
            ) from error

    @cached_property
    def data(self) -> Path:
        """The folder of subject data that the run read."""
        return (self.path / str(self.manifest.get("data", ""))).resolve()

    @cached_property
    def tables(self) -> Tables:
        """The subject data that the run read; raises HepaticaError if they are not there any more."""
        if not self.manifest.get("data") or not self.data.is_dir():
            raise HepaticaError(
                "the subject data of this run are not where they were",
                where=str(self.data),
                do="put them back, or run the study again",
            )
        return read_tables(self.data)

    def changed(self) -> list[str]:
        """Sentences on what is no longer what the run wrote or read: results, analysis data, subject data."""
        files = {name: self.path / name for name in self.manifest["outputs"] if name.endswith((".json", ".parquet"))}
        inputs = {
            name: self.data / name.removeprefix("data/")
            for name in self.manifest["inputs"]
            if name.startswith("data/") and self.data.is_dir()
        }
        told = []
        for recorded, places in ((self.manifest["outputs"], files), (self.manifest["inputs"], inputs)):
            for name, place in places.items():
                if not place.is_file():
                    told.append(f"{name} is missing")
                elif content_hash(place) != recorded[name]:
                    told.append(f"{name} has changed since the run")
        return told
