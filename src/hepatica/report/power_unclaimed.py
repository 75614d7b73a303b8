"""A study that claims no sample-size calculation: what is said of it, and what its number of subjects could detect."""

from __future__ import annotations

from typing import Final

from hepatica.protocol.study import Study
from hepatica.report.power_text import PowerText
from hepatica.report.words import Words
from hepatica.statistics.survival_size import detectable_hazard_ratio

EVENT_SHARES: Final = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
ALPHA, POWER = 0.05, 0.80


def unclaimed(study: Study, words: Words) -> list[str]:
    """That there is no claim; and for two arms, the hazard ratios that a log-rank test could detect."""
    n = study.design.enrolment
    size = words("power_none_n", n=n) if n is not None else words("power_none_size")
    told = [words("power_none", study=study.study, n=size)]
    arms = _arms(study)
    if arms is not None:
        total, ratio = sum(arms), arms[1] / arms[0]
        could = [
            words(
                "power_could_one",
                ratio=f"{float(detectable_hazard_ratio(share * total, alpha=ALPHA, power=POWER, ratio=ratio)):.2f}",
                share=PowerText.percent(share),
            )
            for share in EVENT_SHARES
        ]
        names = " + ".join(f"{size:g}" for size in arms)
        if any(arm.planned is None for arm in study.arms.values()):
            names = words("power_equal", arms=names)
        told.append(words("power_could", n=total, arms=names, list=words("joined").join(could)))
    return told


def _arms(study: Study) -> tuple[int, int] | None:
    """Planned sizes of the two arms of a comparison, or halves of the enrolment; None where no two arms are compared."""
    if len(study.arms) != 2 or not any(analysis.by == "arm" for analysis in study.analyses):
        return None
    planned = [arm.planned for arm in study.arms.values()]
    if planned[0] is not None and planned[1] is not None:
        return planned[0], planned[1]
    if study.design.enrolment is None or any(size is not None for size in planned):
        return None
    return study.design.enrolment // 2, study.design.enrolment - study.design.enrolment // 2
