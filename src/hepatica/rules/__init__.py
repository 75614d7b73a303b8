"""The rule language: text to frozen nodes, nodes to text, and the judgement whether a rule makes sense.

The evaluators stand beside it: `hepatica.rules.reference` explains one subject, `hepatica.rules.columnar` runs on
frames.
"""

from hepatica.rules.check import check_anchor, check_event, check_rule, check_window
from hepatica.rules.errors import RuleError
from hepatica.rules.parse import (
    parse_anchor,
    parse_duration,
    parse_event,
    parse_events,
    parse_point,
    parse_rule,
    parse_window,
)
from hepatica.rules.printing import (
    format_anchor,
    format_duration,
    format_event,
    format_point,
    format_rule,
    format_window,
)

__all__ = [
    "RuleError",
    "check_anchor",
    "check_event",
    "check_rule",
    "check_window",
    "format_anchor",
    "format_duration",
    "format_event",
    "format_point",
    "format_rule",
    "format_window",
    "parse_anchor",
    "parse_duration",
    "parse_event",
    "parse_events",
    "parse_point",
    "parse_rule",
    "parse_window",
]
