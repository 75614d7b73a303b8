"""A first study file from a registry record: `draft(record)`."""

from hepatica.registry.drafting.conflicts import decided_by_people
from hepatica.registry.drafting.criteria import Drafted
from hepatica.registry.drafting.draft import Draft, draft

__all__ = ["Draft", "Drafted", "decided_by_people", "draft"]
