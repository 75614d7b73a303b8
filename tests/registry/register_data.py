"""The registers' own files of the reference data, and what stands where a value was found."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.reference_data import reference

from hepatica.registry.reading import read_records
from hepatica.registry.record import Quote, Record, Span, Value

ICTRP_XML, ICTRP_CSV = "ictrp_export_2020-03-18.xml.gz", "ictrp_multi_register_2020-05-12.csv.gz"
CHICTR_PAGE, CHICTR_SEARCH = "chictr_ChiCTR2400084905_detail.html.gz", "chictr_search_results.html.gz"
EUCTR_TEXT, EUCTR_PAGE = "euctr_plaintext_download.txt.gz", "euctr_2011-005852-33.html.gz"
CTRDATA = "ctrdata_euctr_ctis_isrctn_ctgovxml.jsonl.gz"


def path_of(name: str) -> Path:
    """A file of the reference data; the test is skipped where there is none."""
    return reference("clinical", "registry", name)


@cache
def records(name: str) -> tuple[Record, ...]:
    """The records of a file, read once for all tests."""
    return tuple(read_records(path_of(name)))


def of_format(name: str, format_: str) -> list[Record]:
    """The records of one format in a file of several."""
    return [record for record in records(name) if record.format == format_]


def text_of(name: str) -> str:
    """The text of a packed file."""
    return gzip.decompress(path_of(name).read_bytes()).decode()


def span_of(record: Record, name: str, value: Value) -> Span | None:
    """Where a value stands; None where nowhere."""
    return record.span(Quote(name, value, 0, len(value.text)))


def quoted(record: Record, name: str, value: Value) -> str | None:
    """The characters of the source where a value stands; None where it stands nowhere."""
    span = span_of(record, name, value)
    return None if span is None else record.source[span.start : span.end]


def misplaced(record: Record, resolve: str) -> Iterator[tuple[str, str, str | None]]:
    """Values whose place holds other words, once they are read as their format is.

    resolve: "markup", "csv", "json" or "text". White space is left out: what wraps a line there is a blank here.
    """
    for name, value in record.values():
        raw = quoted(record, name, value)
        if raw is None or _bare(_RESOLVED[resolve](raw)) != _bare(value.text):
            yield name, value.text, raw


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _markup(raw: str) -> str:
    once = re.sub(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", "", raw, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[bB][rR] ?/? ?>", "", html.unescape(once)))


def _csv(raw: str) -> str:
    return html.unescape(re.sub(r"_x000D_|<[bB][rR] ?/? ?>", "", raw.replace('""', '"')))


def _json(raw: str) -> str:
    return str(json.loads(f'"{raw}"'))


_RESOLVED = {"markup": _markup, "csv": _csv, "json": _json, "text": str}
