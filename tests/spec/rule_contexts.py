"""The surroundings in which the rules of the specification are read.

The default window is the 28 days before consent; consent is 2026-03-01, surgery 2026-02-10, the first dose 2026-03-05.
"""

from __future__ import annotations

from hepatica.rules import parse_anchor, parse_window
from hepatica.rules.context import Context
from hepatica.vocabulary import load

VOCABULARY = load()
ANCHORS = {
    "consent": parse_anchor("first informed_consent"),
    "surgery": parse_anchor("last of surgery, ablation"),
    "first_dose": parse_anchor("first study_treatment"),
}
CONTEXT = Context(VOCABULARY, ANCHORS, parse_window("28 d before consent"), "consent")
EVERYONE = """
  {who} | 2026-03-01 | informed_consent | yes
  {who} | 2026-02-10 | surgery          | resection
  {who} | 2026-03-05 | study_treatment  | lenvatinib
"""
