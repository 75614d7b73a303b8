"""Runs a study's analyses: endpoint, method and population to results."""

from hepatica.analysis.analyse import analyse
from hepatica.analysis.results import SCHEMA, frame

__all__ = ["SCHEMA", "analyse", "frame"]
