"""Scores and formulas as pure functions, and the facts that are derived with them before rules run."""

from hepatica.instruments.albi import albi
from hepatica.instruments.bclc import bclc, bclc_consistency
from hepatica.instruments.child_pugh import child_pugh
from hepatica.instruments.corrected_calcium import corrected_calcium
from hepatica.instruments.creatinine_clearance import creatinine_clearance
from hepatica.instruments.ctcae import grade_events, grade_laboratory, toxicity
from hepatica.instruments.derive import Derived, derived, with_derived
from hepatica.instruments.deterioration import time_to_deterioration
from hepatica.instruments.ecog import ecog_consistency, ecog_from_karnofsky
from hepatica.instruments.egfr import egfr
from hepatica.instruments.hys_law import hys_law
from hepatica.instruments.lirads import lirads
from hepatica.instruments.lirads_eligible import high_risk, threshold_growth
from hepatica.instruments.lirads_treated import lirads_treated
from hepatica.instruments.meld import meld
from hepatica.instruments.qlq_c30 import qlq_c30
from hepatica.instruments.qlq_hcc18 import qlq_hcc18
from hepatica.instruments.questionnaire import important_change
from hepatica.instruments.seriousness import seriousness
from hepatica.instruments.settings import Settings
from hepatica.instruments.who_umc import causality

__all__ = [
    "Derived",
    "Settings",
    "albi",
    "bclc",
    "bclc_consistency",
    "causality",
    "child_pugh",
    "corrected_calcium",
    "creatinine_clearance",
    "derived",
    "ecog_consistency",
    "ecog_from_karnofsky",
    "egfr",
    "grade_events",
    "grade_laboratory",
    "high_risk",
    "hys_law",
    "important_change",
    "lirads",
    "lirads_treated",
    "meld",
    "qlq_c30",
    "qlq_hcc18",
    "seriousness",
    "threshold_growth",
    "time_to_deterioration",
    "toxicity",
    "with_derived",
]
