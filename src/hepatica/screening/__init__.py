"""Eligibility of one subject, explained, or of a cohort."""

from hepatica.screening.flow import Flow, flow
from hepatica.screening.reasons import reasons
from hepatica.screening.screen import ELIGIBLE, NOT_ELIGIBLE, UNKNOWN, screen

__all__ = ["ELIGIBLE", "NOT_ELIGIBLE", "UNKNOWN", "Flow", "flow", "reasons", "screen"]
