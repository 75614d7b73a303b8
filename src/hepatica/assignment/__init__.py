"""How subjects get their group: one file a method."""

from hepatica.assignment.agreement import Agreement
from hepatica.assignment.assign import Assigned, assign, cannot_assign
from hepatica.assignment.centroids import Centroids

__all__ = ["Agreement", "Assigned", "Centroids", "assign", "cannot_assign"]
