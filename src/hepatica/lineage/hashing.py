"""Content hashes: `sha256:` and 64 hexadecimal digits, of a file's bytes or of a text."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from hepatica.errors import HepaticaError


def content_hash(path: Path | str) -> str:
    """The hash of a file's bytes, read in pieces; raises HepaticaError if the file cannot be read."""
    try:
        with open(path, "rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        raise HepaticaError(
            f"cannot read the file ({error.strerror})", where=os.fspath(path), do="check the path and its permissions"
        ) from error


def text_hash(text: str) -> str:
    """The hash of a text's UTF-8 bytes.

    >>> text_hash("")
    'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
