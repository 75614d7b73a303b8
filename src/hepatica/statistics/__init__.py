"""Numerical methods on arrays; knows nothing of studies."""

from hepatica.statistics.agreement import Kappa, cohen_kappa, fleiss_kappa
from hepatica.statistics.arguments import Observations, StatisticsError
from hepatica.statistics.chi_square import ChiSquareTest
from hepatica.statistics.concordance import Concordance, concordance
from hepatica.statistics.cox import CoxFit, cox
from hepatica.statistics.cox_residuals import SchoenfeldResiduals, martingale_residuals, schoenfeld_residuals
from hepatica.statistics.cumulative_incidence import CumulativeIncidence, IncidenceAt, cumulative_incidence
from hepatica.statistics.event_probability import event_probability
from hepatica.statistics.event_rate import EventRate, RateRatio, event_rate, rate_ratio
from hepatica.statistics.follow_up import follow_up
from hepatica.statistics.gray import GrayTest, gray_test
from hepatica.statistics.kaplan_meier import KaplanMeier, SurvivalAt, kaplan_meier
from hepatica.statistics.log_rank import LogRank, log_rank
from hepatica.statistics.many_log_rank import many_log_rank
from hepatica.statistics.measurement_agreement import (
    BlandAltman,
    IntraclassCorrelation,
    bland_altman,
    intraclass_correlation,
)
from hepatica.statistics.proportion import Proportion, proportion
from hepatica.statistics.proportion_size import proportion_comparison
from hepatica.statistics.proportional_hazards import ProportionalHazards, proportional_hazards
from hepatica.statistics.quantile import Quantile
from hepatica.statistics.restricted_mean import RestrictedMean, restricted_mean
from hepatica.statistics.sample_size import Comparison, power_with, subjects_needed
from hepatica.statistics.survival_size import (
    TwoArms,
    detectable_hazard_ratio,
    events_needed,
    survival_comparison,
)
from hepatica.statistics.whole_subjects import whole_subjects

__all__ = [
    "BlandAltman",
    "ChiSquareTest",
    "Comparison",
    "Concordance",
    "CoxFit",
    "CumulativeIncidence",
    "EventRate",
    "GrayTest",
    "IncidenceAt",
    "IntraclassCorrelation",
    "KaplanMeier",
    "Kappa",
    "LogRank",
    "Observations",
    "Proportion",
    "ProportionalHazards",
    "Quantile",
    "RateRatio",
    "RestrictedMean",
    "SchoenfeldResiduals",
    "StatisticsError",
    "SurvivalAt",
    "TwoArms",
    "bland_altman",
    "cohen_kappa",
    "concordance",
    "cox",
    "cumulative_incidence",
    "detectable_hazard_ratio",
    "event_probability",
    "event_rate",
    "events_needed",
    "fleiss_kappa",
    "follow_up",
    "gray_test",
    "intraclass_correlation",
    "kaplan_meier",
    "log_rank",
    "many_log_rank",
    "martingale_residuals",
    "power_with",
    "proportion",
    "proportion_comparison",
    "proportional_hazards",
    "rate_ratio",
    "restricted_mean",
    "schoenfeld_residuals",
    "subjects_needed",
    "survival_comparison",
    "whole_subjects",
]
