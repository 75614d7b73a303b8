"""The reference evaluator: one subject, slow and obvious, computed exactly; it explains every answer as a tree.

The columnar evaluator (`hepatica.rules.columnar`) gives the same answers for any number of subjects; tests hold the two
equal. What the rules mean is written here, function by function.
"""

from hepatica.rules.reference.days import AnchorDay, SubjectDays
from hepatica.rules.reference.explain import explain, explain_all
from hepatica.rules.reference.explanation import Explanation
from hepatica.rules.reference.subject import Fact, SubjectFacts, subject_facts

__all__ = ["AnchorDay", "Explanation", "Fact", "SubjectDays", "SubjectFacts", "explain", "explain_all", "subject_facts"]
