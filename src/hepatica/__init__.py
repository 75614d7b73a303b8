"""Hepatica runs a liver-cancer study from its registry record to its result.

The library has the same verbs as the command line: `import hepatica as hp; hp.run("NCT07120750", data, out)`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hepatica.analysis.analyse import analyse
    from hepatica.assignment.assign import assign
    from hepatica.endpoints.derive import derive
    from hepatica.errors import HepaticaError
    from hepatica.protocol import Study, list_studies, load_study
    from hepatica.registry.obtain import record
    from hepatica.report.trace import trace
    from hepatica.run import run
    from hepatica.screening.explain import explain_subject
    from hepatica.screening.screen import screen
    from hepatica.sdtm import Tables, import_files, read_tables, validate, write_tables
    from hepatica.simulation.power import power
    from hepatica.simulation.simulate import simulate
    from hepatica.study_data import read_study_data

_HOME = {
    "HepaticaError": "errors",
    "Study": "protocol",
    "Tables": "sdtm",
    "analyse": "analysis",
    "assign": "assignment",
    "derive": "endpoints",
    "explain_subject": "screening",
    "import_files": "sdtm",
    "list_studies": "protocol",
    "load_study": "protocol",
    "power": "simulation.power",
    "read_study_data": "study_data",
    "read_tables": "sdtm",
    "record": "registry.obtain",
    "run": "run",
    "screen": "screening",
    "simulate": "simulation",
    "trace": "report",
    "validate": "sdtm",
    "write_tables": "sdtm",
}

__all__ = [
    "HepaticaError",
    "Study",
    "Tables",
    "analyse",
    "assign",
    "derive",
    "explain_subject",
    "import_files",
    "list_studies",
    "load_study",
    "power",
    "read_study_data",
    "read_tables",
    "record",
    "run",
    "screen",
    "simulate",
    "trace",
    "validate",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    """A public name, its room imported when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'hepatica' has no attribute {name!r}")
    return getattr(import_module(f"hepatica.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
