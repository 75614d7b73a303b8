"""Results to figures, tables and documents, and from a number back to the cell it came from."""

from hepatica.report.contents import Branch, Leaving, Omitted, Participants, Ran, Reason, StandIn, Step
from hepatica.report.participants import participants
from hepatica.report.trace import Trace, trace
from hepatica.report.words import Words
from hepatica.report.write import write_report

__all__ = [
    "Branch",
    "Leaving",
    "Omitted",
    "Participants",
    "Ran",
    "Reason",
    "StandIn",
    "Step",
    "Trace",
    "Words",
    "participants",
    "trace",
    "write_report",
]
