"""What a run learnt because the record does not give it, in the words of the report."""

from __future__ import annotations

from hepatica.assignment import Assigned
from hepatica.protocol.study import Study
from hepatica.report.contents import StandIn
from hepatica.report.words import Words


def stand_ins(study: Study, assigned: Assigned, words: Words) -> list[StandIn]:
    """The classifier of a run, labelled as what it is; none where the study does not classify by expression."""
    classifier, agreement = assigned.classifier, assigned.agreement
    if classifier is None:
        return []
    status = getattr(study.assignment, "label_status", None)
    facts = {
        words("classifier_version"): classifier.version,
        words("classes"): ", ".join(classifier.classes),
        words("threshold"): f"{classifier.threshold:g}",
        words("origin"): classifier.origin,
    }
    if agreement is not None:
        facts[words("agreement")] = words(
            "agreement_text",
            n=agreement.n,
            nearest=f"{agreement.nearest:.1%}",
            kappa=f"{agreement.kappa:.2f}",
            called=f"{agreement.called:.1%}",
            accuracy=f"{agreement.accuracy:.1%}",
        )
    text = status.in_language(words.lang) if status else words("stand_in_explanation")
    return [StandIn(words("stand_in_title"), text, facts, classifier.genes)]
