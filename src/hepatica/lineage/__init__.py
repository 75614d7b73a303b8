"""Where things come from: source references, content hashes, manifests, and the way back to the original cell."""

from hepatica.lineage.hashing import content_hash, text_hash
from hepatica.lineage.manifest import (
    Difference,
    comparable,
    output_hashes,
    package_versions,
    read_manifest,
    verify_manifest,
    write_manifest,
)
from hepatica.lineage.originals import Cell, Originals
from hepatica.lineage.source import SourceRef, quote, unquote

__all__ = [
    "Cell",
    "Difference",
    "Originals",
    "SourceRef",
    "comparable",
    "content_hash",
    "output_hashes",
    "package_versions",
    "quote",
    "read_manifest",
    "text_hash",
    "unquote",
    "verify_manifest",
    "write_manifest",
]
