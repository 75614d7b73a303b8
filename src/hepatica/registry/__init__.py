"""Registry records: read from any register's format, checked for what contradicts itself, drafted into a study file."""

from hepatica.registry.record import FIELDS, GROUPS, Group, Language, Quote, Record, Span, Value

__all__ = ["FIELDS", "GROUPS", "Group", "Language", "Quote", "Record", "Span", "Value"]
