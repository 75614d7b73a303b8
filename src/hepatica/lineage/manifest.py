"""The manifest of a folder of results: hashes of all that went in and came out, and what it was made with.

Two runs with the same inputs, study, seeds and package versions give the same manifest, except for what stands under
"clock"; `comparable` leaves that out.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from hepatica.errors import HepaticaError
from hepatica.lineage.hashing import content_hash

NAME = "manifest.json"
FORMAT = 1

PACKAGES = ("hepatica", "narwhals", "numpy", "polars", "pyarrow", "pydantic", "scipy")
"""The packages whose version can move a number."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not what the manifest says. `kind`: changed, missing, or added (an output nobody recorded)."""

    kind: str
    part: str
    name: str
    expected: str | None
    found: str | None

    def __str__(self) -> str:
        what = {"changed": "is not the recorded content", "missing": "is not there", "added": "is not recorded"}
        return f"{self.part} {self.name} {what[self.kind]}"


def package_versions(names: tuple[str, ...] = PACKAGES) -> dict[str, str]:
    """Versions of Python and of the named packages; those not installed are left out."""
    versions = {"python": platform.python_version()}
    for name in names:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def output_hashes(folder: Path) -> dict[str, str]:
    """Hash of each file under a folder by its path relative to it (with `/`), the manifest itself left out."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    return {path.relative_to(folder).as_posix(): content_hash(path) for path in files}


def write_manifest(
    folder: Path,
    *,
    inputs: Mapping[str, Path | str],
    study: Mapping[str, Any] | None = None,
    seeds: Mapping[str, int] | None = None,
    clock: Mapping[str, str] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Write `manifest.json` for all files now in `folder`, and return it.

    inputs: name -> path of an input file (hashed here) or its recorded hash ("sha256:…").
    study: id, format and hash of the study file. seeds: name -> seed.
    clock: whatever differs between two runs of the same thing (started, ended). extra: further reproducible facts.
    """
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "study": dict(study or {}),
        "inputs": {name: _hash_of(value) for name, value in sorted(inputs.items())},
        "outputs": output_hashes(folder),
        "packages": package_versions(),
        "seeds": dict(sorted((seeds or {}).items())),
        **dict(extra or {}),
        "clock": dict(clock or {}),
    }
    (folder / NAME).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; raises HepaticaError if there is none or it is not one."""
    path = folder / NAME
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise HepaticaError("there is no manifest", where=str(path), do="name the folder a run has written") from error
    except (OSError, ValueError) as error:
        raise HepaticaError(
            f"the manifest cannot be read ({error})", where=str(path), do="restore it from the original run"
        ) from error
    if not isinstance(manifest, dict) or not all(
        isinstance(manifest.get(part), dict) for part in ("outputs", "inputs")
    ):
        raise HepaticaError("this is not a manifest", where=str(path), do="name the folder a run has written")
    if manifest.get("format") != FORMAT:
        raise HepaticaError(
            f"the manifest has format {manifest.get('format')!r}",
            where=str(path),
            do=f"this version reads format {FORMAT}",
        )
    return manifest


def comparable(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest without its clock: equal for two runs of the same thing."""
    return {key: value for key, value in manifest.items() if key != "clock"}


def verify_manifest(folder: Path, originals: Mapping[str, Path] | None = None) -> list[Difference]:
    """How a folder, and the originals that are at hand, differ from the manifest; empty where nothing does.

    originals: input name -> path; inputs not named here are not looked at.
    """
    manifest = read_manifest(folder)
    now = output_hashes(folder)
    found = [
        difference
        for name, expected in sorted(manifest["outputs"].items())
        if (difference := _compare("output", name, expected, now.get(name)))
    ]
    found += [Difference("added", "output", name, None, now[name]) for name in sorted(now.keys() - manifest["outputs"])]
    for name, path in sorted((originals or {}).items()):
        recorded = manifest["inputs"].get(name)
        actual = content_hash(path) if path.is_file() else None
        if recorded is None:
            found.append(Difference("added", "input", name, None, actual))
        elif difference := _compare("input", name, recorded, actual):
            found.append(difference)
    return found


def _compare(part: str, name: str, expected: str, actual: str | None) -> Difference | None:
    if actual == expected:
        return None
    return Difference("missing" if actual is None else "changed", part, name, expected, actual)


def _hash_of(value: Path | str) -> str:
    return value if isinstance(value, str) and value.startswith("sha256:") else content_hash(value)
