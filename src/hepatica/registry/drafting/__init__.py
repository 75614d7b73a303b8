"""A first study file from a registry record: `draft(record)`."""

from hepatica.registry.drafting.criteria import Drafted
from hepatica.registry.drafting.draft import Draft, draft

__all__ = ["Draft", "Drafted", "draft"]
