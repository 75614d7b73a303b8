"""Time points, best response and times to events from lesion tables of any size, part by part, on Polars or Spark.

Subjects are independent of one another: a part of whole subjects is derived by itself, so that memory holds one part at a
time (on Spark one for each worker), and which engine does it changes nothing in the files, to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa

from hepatica.endpoints.from_lesions import from_lesions
from hepatica.errors import HepaticaError
from hepatica.instruments.response.criteria import RECIST_1_1, Criteria
from hepatica.protocol.endpoints import Endpoint
from hepatica.screening import spark
from hepatica.sdtm.files import new_folder

ENGINES: Final = ("polars", "spark")
FRAMES: Final = ("time_points", "best_response", "adtte", "problems", "best_problems")

Part = tuple[Path, Path]
"""The lesion table of some subjects and their table of subjects, Parquet."""


def derive_parts(
    parts: Sequence[Part],
    target: Path,
    criteria: Criteria = RECIST_1_1,
    endpoints: Mapping[str, Endpoint] | None = None,
    *,
    engine: str = "polars",
    master: str | None = None,
    memory: str | None = None,
) -> Path:
    """Derive the frames of `from_lesions` part by part into a new folder: `<frame>/00000.parquet`, one file a part.

    parts: each subject whole in one part. engine: "polars", or "spark", whose Python workers derive with Polars; they must
    be able to read the parts and to write beside `target`. master, memory: of Spark (see `screening.spark.session`).
    Raises HepaticaError for an engine that is not known or not installed, for a subject that stands in two parts, for
    lesions of a subject whom its part's table of subjects lacks, and as `from_lesions` does.
    """
    if engine not in ENGINES:
        raise HepaticaError(f"there is no engine '{engine}'", do=f"use one of {', '.join(ENGINES)}")
    _check_whole(parts)
    with new_folder(target) as place:
        for frame in FRAMES:
            (place / frame).mkdir()
        work = _Work(criteria, endpoints, tuple((str(a.resolve()), str(b.resolve())) for a, b in parts), str(place))
        if engine == "polars":
            for number in range(len(parts)):
                work.derive(number)
        elif parts:
            with spark.session(master, memory) as session:
                # one part a task: a worker that is done takes the next
                numbers = session.range(0, len(parts), 1, len(parts))
                wrong = numbers.mapInArrow(work, "what string, where string, do string").collect()
            if wrong:
                raise HepaticaError(wrong[0][0], where=wrong[0][1], do=wrong[0][2])
    return target


@dataclass(frozen=True)
class _Work:
    """Derives the parts whose numbers come; sent to the workers."""

    criteria: Criteria
    endpoints: Mapping[str, Endpoint] | None
    parts: tuple[tuple[str, str], ...]
    target: str

    def derive(self, number: int) -> None:
        lesions, subjects = (pl.read_parquet(path) for path in self.parts[number])
        try:
            found = from_lesions(lesions, subjects, self.criteria, self.endpoints)
        except HepaticaError as error:
            raise HepaticaError(error.what, where=error.where or self.parts[number][0], do=error.do) from error
        for name, frame in found.items():
            place = Path(self.target) / name
            # a task that Spark does a second time must not leave half a file
            frame.write_parquet(place / f".{number:05}")
            (place / f".{number:05}").rename(place / f"{number:05}.parquet")

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Derive; what is wrong with a part comes back as a row: Spark would make a Java error of it."""
        for batch in batches:
            wrong: dict[str, list[str]] = {"what": [], "where": [], "do": []}
            for number in batch.column(0).to_pylist():
                try:
                    self.derive(number)
                except HepaticaError as error:
                    for key, words in wrong.items():
                        words.append(getattr(error, key))
            yield pa.RecordBatch.from_pydict(wrong, schema=pa.schema(dict.fromkeys(wrong, pa.string())))


def _check_whole(parts: Sequence[Part]) -> None:
    """Raise HepaticaError where a subject stands in two parts, or has lesions in a part without standing there."""
    everybody = pl.Series("subject", [], dtype=pl.String)
    for lesions, subjects in parts:
        who = pl.read_parquet(subjects, columns=["subject"])["subject"].cast(pl.String).unique()
        twice = who.filter(who.is_in(everybody.implode()))
        if twice.len():
            raise HepaticaError(
                f"{twice.sort()[0]} stands in two parts", where=str(subjects), do="put all of a subject into one part"
            )
        measured = pl.scan_parquet(lesions).select(pl.col("subject").cast(pl.String).unique()).collect()["subject"]
        strange = measured.drop_nulls().filter(~measured.drop_nulls().is_in(who.implode()))
        if strange.len():
            raise HepaticaError(
                f"{strange.sort()[0]} has lesions, but is not among the part's subjects",
                where=str(lesions),
                do="put all of a subject into one part",
            )
        everybody = pl.concat([everybody, who])
