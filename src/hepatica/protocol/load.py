"""Study files to studies: find, merge an overlay over its base, validate; every fault is one clear error."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from hepatica.errors import HepaticaError
from hepatica.protocol.check import check_study
from hepatica.protocol.faults import first, located, validate
from hepatica.protocol.overlay import resolve
from hepatica.protocol.section import nearest
from hepatica.protocol.study import Study
from hepatica.vocabulary import load as load_vocabulary


def load_study(name: str | Path) -> Study:
    """The study of this id (as `list_studies` gives them) or of this file.

    Errors: StudyError with file, line and column at the first fault, by its place in the file.
    """
    path = study_path(name)
    source, overrides = resolve(path, study_path)
    study = validate(source)
    study._overrides, study._file = overrides, str(path)
    faults = [located(fault, source) for fault in check_study(study, load_vocabulary())]
    if faults:
        raise first(faults, source)
    return study


def list_studies() -> dict[str, Path]:
    """Ids of the studies that come with Hepatica, and their files."""
    folder = Path(str(files("hepatica"))) / "studies"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def study_path(name: str | Path, beside: Path = Path()) -> Path:
    """The file of a study id or a file name; a relative file name is looked for in the folder `beside`.

    Errors: HepaticaError naming the nearest known study.
    """
    known = list_studies()
    if isinstance(name, str) and name in known:
        return known[name]
    path = beside / name
    if path.is_file():
        return path
    word = nearest(str(name), list(known))
    raise HepaticaError(
        f"there is no study «{name}»",
        do=f"did you mean {word}?" if word else f"give a file, or one of: {', '.join(known)}",
    )
