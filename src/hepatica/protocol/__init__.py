"""The study file: its model, how it is loaded, checked and saved, and what its schedule expands to."""

from hepatica.protocol.dump import dump
from hepatica.protocol.load import list_studies, load_study, study_path
from hepatica.protocol.schedule import PlannedVisit, expand, nominal_days
from hepatica.protocol.schema import study_schema
from hepatica.protocol.source import Place, StudyError
from hepatica.protocol.study import Override, Study

__all__ = [
    "Override",
    "Place",
    "PlannedVisit",
    "Study",
    "StudyError",
    "dump",
    "expand",
    "list_studies",
    "load_study",
    "nominal_days",
    "study_path",
    "study_schema",
]
