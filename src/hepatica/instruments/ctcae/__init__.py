"""Common Terminology Criteria for Adverse Events: grades of laboratory results and of events, and the dictionary."""

from hepatica.instruments.ctcae.dictionary import search, terms
from hepatica.instruments.ctcae.events import grade_events
from hepatica.instruments.ctcae.grading import grade_laboratory
from hepatica.instruments.ctcae.rules import Rule, Version, rules
from hepatica.instruments.ctcae.toxicity import toxicity

__all__ = ["Rule", "Version", "grade_events", "grade_laboratory", "rules", "search", "terms", "toxicity"]
