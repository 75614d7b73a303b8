"""Words of the vocabulary as records spell them: a name to look for, and the code that it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from hepatica.registry.drafting.plain import END, START
from hepatica.vocabulary import load

MORE: Final[Mapping[str, str]] = {
    "autoimmune_disease": "autoimmune diseases|autoimmune disorder|autoimmune disorders|auto-immune disease|自身免疫病",
    "heart_failure": "congestive cardiac failure|cardiac failure|heart failure",
    "variceal_bleeding": "esophageal or gastric variceal bleeding|esophageal variceal bleeding"
    "|esophagogastric variceal bleeding|variceal haemorrhage"
    "|variceal hemorrhage|gastroesophageal variceal bleeding|esophageal and gastric variceal bleeding|variceal bleeding",
    "peptic_ulcer": "peptic ulcer disease|gastric ulcer or duodenal ulcer",
    "gastrointestinal_bleeding": "gastrointestinal hemorrhage|gastrointestinal haemorrhage|GI bleeding",
    "diabetes": "diabetes|diabetes mellitus",
    "hypertension": "arterial hypertension|high blood pressure",
    "unstable_angina": "unstable angina|unstable angina pectoris|不稳定性心绞痛|不稳定心绞痛",
    "non_healing_wound": "non-healing wounds|non-healing wound(s)|unhealed wound|unhealed wounds",
    "non_healing_fracture": "non-healing fractures|non-healing fracture(s)|unhealed fracture",
    "tuberculosis": "tuberculosis infection|pulmonary tuberculosis|结核|肺结核",
    "hepatic_encephalopathy": "hepatic coma",
    "septicaemia": "septicemia",
    "myocardial_infarction": "acute myocardial infarction",
    "stroke": "cerebral stroke",
    "interstitial_lung_disease": "interstitial pneumonia|interstitial lung diseases",
    "epilepsy": "epileptic disease",
    "decompensated_cirrhosis": "decompensated liver cirrhosis|decompensated hepatic cirrhosis|肝硬化失代偿期",
    "hyperthyroidism": "hyperthyroidism",
    "intra_abdominal_abscess": "abdominal abscess|intraabdominal abscess",
    "gastrointestinal_obstruction": "intestinal obstruction|bowel obstruction",
    "liver_transplantation": "liver transplant|liver transplantations|orthotopic liver transplantation",
    "targeted_therapy": "targeted drugs|targeted drug|targeted agents"
    "|molecular targeted therapy|molecularly targeted therapy|targeted anti-tumor therapy|靶向药物",
    "immune_checkpoint_inhibitor": "immune checkpoint inhibitors|ICI|ICIs",
    "biological_therapy": "biological therapy|biotherapy|biologic therapy",
    "chemotherapy": "systemic chemotherapy",
    "radiotherapy": "radiation therapy|radiation|放疗",
    "interferon": "interferons|IFN",
    "pd_1_inhibitor": "anti-PD-1 antibody|PD-1 antibody|PD-1 antibodies|PD-1 inhibitors",
}
"""Spellings of registers, beyond those of the vocabulary."""
NOT_NAMES: Final = re.compile(
    r"\bothers?\b|unspecified|another|不详|其他|^(?:infection|condition|drug|procedure|PI|LT|LAM|MI|TB|PVT)$",
    re.IGNORECASE,
)


_STATUS: Final = re.compile(r"活动性|active\s", re.IGNORECASE)
"""How a spelling begins that says more than the disease."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """The names of some codes: a pattern that meets any of them, and the code that each folded name means."""

    pattern: re.Pattern[str]
    codes: Mapping[str, str]

    def code(self, words: str) -> str:
        """The code of a name that the pattern met."""
        return self.codes[_folded(words)]


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").split())


def spelt(codes: Iterable[str], variable: str) -> Spelt:
    """The names of codes and classes of a variable, in English and Chinese, singular and plural."""
    named: dict[str, str] = {}
    labels = load()[variable].values
    for code in codes:
        label = labels.get(code)
        words = [label.en, label.zh, *label.synonyms] if label else []
        for word in (*words, *MORE.get(code, "").split("|")):
            if (
                word
                and len(word) > 1
                and not _STATUS.match(word)
                and (not NOT_NAMES.search(word) or word in MORE.get(code, ""))
            ):
                named.setdefault(_folded(word), code)
                if word[-1].isalpha() and word.isascii() and not word.endswith("s") and not word.isupper():
                    named.setdefault(_folded(word) + "s", code)
    longest = sorted(named, key=len, reverse=True)
    forms = (re.escape(name).replace(r"\ ", r"[\s-]+") for name in longest)
    return Spelt(re.compile(rf"{START}(?:{'|'.join(forms)}){END}", re.IGNORECASE), named)


@cache
def conditions() -> Spelt:
    """Diseases of the medical history."""
    return spelt(load()["medical_history"].values, "medical_history")


@cache
def drugs() -> Spelt:
    """Drugs and classes of drugs."""
    return spelt(load()["allergy"].values, "allergy")


@cache
def treatments() -> Spelt:
    """Treatments of the tumour: drugs, local treatment, operations."""
    return spelt(load()["prior_treatment"].values, "prior_treatment")
