"""Aims that studies announce, and the words by which their outcomes would measure them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hepatica.registry.finding import Phrase


@dataclass(frozen=True, slots=True)
class Aim:
    """A thing that studies announce to measure: how the aim says it, and how an outcome would."""

    name: Phrase
    aim: re.Pattern[str]
    outcome: re.Pattern[str]
    keys: tuple[str, ...]


_GOAL: Final = (
    r"(?ai)\b(?:aim\w*|objectives?|purpose|goals?|intended|explore|in order to"
    r"|to (?:evaluate|assess|determine|investigate|examine|explore))\b[^.;]{0,140}?"
)
AIMS: Final = (
    Aim(
        Phrase("feasibility", "可行性"),
        re.compile(_GOAL + r"\bfeasibility\b|(?:评价|评估|探讨|观察)[^。；]{0,30}可行性"),
        re.compile(
            r"(?ai)feasib|\brates? of|success|complet|recruit|adheren|complian"
            r"|retention|correlat|concordan|agreement|dropout|drop-out"
            r"|accept|withdraw|enrol|proportion|deliver|number of|可行|成功率|完成率|依从"
        ),
        ("feasibility", "可行性"),
    ),
    Aim(
        Phrase("clinical cure", "临床治愈"),
        re.compile(_GOAL + r"\b(?:clinical|functional) cure\b|(?:提高|探讨|评价|实现)[^。；]{0,30}(?:临床|功能性)治愈"),
        re.compile(r"(?ai)\bcure\b|治愈"),
        ("clinical cure", "functional cure", "治愈"),
    ),
    Aim(
        Phrase("quality of life", "生活质量"),
        re.compile(_GOAL + r"\bquality of life\b|(?:评价|评估|探讨|观察|改善)[^。；]{0,30}生活质量"),
        re.compile(
            r"(?ai)quality|\bH?R?QO?L|QLQ|EQ-?5D|SF-?(?:36|12)|FACT|EORTC|questionnaire|patient[ -]reported"
            r"|\bPRO\b|well-?being|symptom|score|function|生活质量|生存质量|评分|量表"
        ),
        ("quality of life", "生活质量"),
    ),
    Aim(
        Phrase("cost-effectiveness", "成本效果"),
        re.compile(
            _GOAL
            + r"\bcost[ -](?:effectiveness|utility|benefit)\b|(?:评价|评估|探讨)[^。；]{0,30}(?:成本效[果益]|卫生经济)"
        ),
        re.compile(r"(?ai)cost|economic|QALY|费用|成本|经济"),
        ("cost", "成本", "经济"),
    ),
    Aim(
        Phrase("overall survival", "总生存期"),
        re.compile(_GOAL + r"\boverall survival\b|(?:提高|延长|评价|评估|探讨|观察)[^。；]{0,30}总生存"),
        re.compile(r"(?ai)surviv|death|mortality|\balive\b|\bOS\b|\bdie[sd]?\b|prognos|生存|死亡|存活|预后"),
        ("overall survival", "总生存"),
    ),
    Aim(
        Phrase("safety", "安全性"),
        re.compile(
            _GOAL + r"\b(?:safety|tolerability)\b(?! net)|(?:评价|评估|探讨|观察)[^。；]{0,30}(?:安全性|耐受性)"
        ),
        re.compile(
            r"(?ai)safe|adverse|toler|toxic|complicat|side[ -]effect|\b[ST]?E?AEs?\b|\bDLT|\bMTD\b|morbidit|mortality"
            r"|death|bleed|h[ae]?emorrh|events?\b"
            r"|discontinu|infection|hypotens|h[ay]po|injur|reaction|laborator|liver function|abnormal|harm|QTc?|CTCAE"
            r"|perforat|leak|fail|pain|vital sign"
            r"|安全|不良|毒性|耐受|并发症|副反应|副作用|死亡|出血|肝功|反应|感染|异常"
        ),
        ("safety", "tolerability", "安全性", "耐受性"),
    ),
    Aim(
        Phrase("pharmacokinetics", "药代动力学"),
        re.compile(_GOAL + r"\b(?:pharmacokinetics?|PK\b)|(?:评价|评估|探讨|观察)[^。；]{0,30}药代动力学"),
        re.compile(
            r"(?ai)pharmacokin|\bPK\b|\bAUC|c-?max|t-?max|half[ -]?life|concentrat|clearance|trough|plasma|serum"
            r"|level|exposure|药代|浓度|半衰期"
        ),
        ("pharmacokinetic", "pk", "药代"),
    ),
)
"""Aims with the words in which an outcome measures them."""
