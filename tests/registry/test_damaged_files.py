"""A damaged file is read as far as it goes or refused; it never crashes and never hangs."""

from __future__ import annotations

import gzip
import random
from contextlib import suppress
from pathlib import Path

import pytest

from hepatica.errors import HepaticaError
from hepatica.registry import Quote
from hepatica.registry.reading import read_records

pytestmark = pytest.mark.real_data
TRIES = 60
MARKS = b"{}[]'\",:\\<>&;\n \t*()1."


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file cut off, with parts gone, doubled, changed or moved, or with marks where none belong."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) + 1)
        stop = min(len(data), at + chance.randint(1, 400))
        lines = data.split(b"\n")
        chance.shuffle(lines)
        data = chance.choice(
            (
                data[:stop],
                data[:at] + data[stop:],
                data[:stop] + data[at:],
                data[:at] + bytes(chance.choice(MARKS) for _ in range(6)) + data[at:],
                data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
                b"\n".join(lines),
            )
        )
    return data


@pytest.mark.parametrize(
    "name",
    [
        "NCT07100236",
        "NCT04163237",
        "NCT07363356",
        "NCT07120750",
        "ChiCTR2600120525",
        "classic",
        "version 1",
        "version 2",
    ],
)
def test_whatever_happens_to_a_file_it_is_read_or_refused(name: str, records_folder: Path, registry_data: Path) -> None:
    packed = {
        "classic": "ctgov_classic_NCT02931214.xml.gz",
        "version 1": "ctgov_legacy_v1.jsonl.gz",
        "version 2": "ctgov_v2.jsonl.gz",
    }
    if name in packed:
        data = gzip.decompress((registry_data / packed[name]).read_bytes())
        data = data if name == "classic" else data.splitlines()[0]
    else:
        data = (records_folder / f"{name}.txt").read_bytes()
    chance = random.Random(20_261_127)
    for _ in range(TRIES):
        with suppress(HepaticaError):
            for record in read_records(damaged(data, chance)):
                for field, value in record.values():
                    assert value.text == value.text.strip() != ""
                    span = record.span(Quote(field, value, 0, len(value.text)))
                    assert span is None or 0 <= span.start < span.end <= len(record.source)
