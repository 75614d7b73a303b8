"""Agents in a record's words: named ones by their stem, regimens by their letters, targets and classes that name none.

Stems: WHO, The use of stems in the selection of International Nonproprietary Names (INN), 2018, WHO/EMP/RHT/TSN/2018.1.
"""

from __future__ import annotations

import re
from typing import Final

_STEMS: Final = (
    "mab|tinib|fenib|nib|platin|taxel|rubicin|citabine|fluorouracil|trexed|tecan|poside|mustine|lidomide|ciclib|parib"
    "|zomib|limus|"
    "tegafur|vincristine|vinorelbine|interferon|leukin|cept|vir|statin|gliptin|gliflozin|glutide|sartan|prazole|mycin|cillin|"
    "floxacin|azole|setron|steride|lutamide|trozole|relin|reotide|dronate|oxaban|parin|grel|olol|dipine|thymosin"
    "|thymalfasin|fugetuximab"
)
NAMED: Final = re.compile(
    rf"\b(?:(?:peg)?[A-Za-z]{{2,}}(?:{_STEMS})s?(?:\s+(?:alfa|alpha|beta)(?:-\w+)?)?)\b|interferon|"
    r"[\u4e00-\u9fff]{1,5}(?:单抗|替尼|非尼|铂|紫杉醇|阿霉素|他滨|干扰素|嘧啶|替康|来那度胺|沙坦|洛韦|卡韦|福韦)",
    re.IGNORECASE,
)
"""A drug told by its nonproprietary name."""

CHEMOTHERAPY: Final = re.compile(
    r"\b(?:m?FOLFOX\w*|FOLFIRI\w*|FOLFOXIRI|GEMOX|XELOX|CAPOX|\w+(?:platin|taxel|rubicin|citabine|tecan)|5-FU"
    r"|fluorouracil)\b",
    re.IGNORECASE,
)
"""A cytotoxic drug or regimen."""

TARGETS: Final = re.compile(
    r"(?:anti[\s-]?)?(?:PD-?\s?L?-?1|CTLA-?4|VEGF-?R?\d?|EGFR|HER-?2|LAG-?3|TIGIT|TIM-?3|PD-1/PD-L1|PD-\(?L\)?1"
    r"|FGFR\d?|MET|mTOR)"
    r"(?P<kind>\s*(?:inhibitors?|antibod(?:y|ies)|monoclonal\s+antibod(?:y|ies)|mAbs?|blockade|blockers?|抑制剂|单抗"
    r"|抗体|单克隆抗体))?",
    re.IGNORECASE,
)
"""A receptor or ligand; with `kind`, the class of agents directed at it."""

CLASSES: Final = re.compile(
    r"(?:TKIs?|tyrosine\s+kinase\s+inhibitors?|immune\s+checkpoint\s+inhibitors?|ICIs?|targeted\s+(?:drugs?|therapy"
    r"|agents?)|immunotherapy|chemotherapy"
    r"|靶向(?:药物|治疗)|免疫(?:检查点抑制剂|治疗)|化疗)",
    re.IGNORECASE,
)
"""A class of agents and nothing more."""

DOSE: Final = re.compile(
    r"\d\s*(?:mg|μg|µg|ug|mcg|g|kg|IU|MIU|mIU|U|mLs?|mmol|Gy|mCi|GBq|MBq|kBq|万|毫克|微克|克|毫升|单位|片|粒|支"
    r"|袋)(?![A-Za-z])"
    r"|\bAUC\s*=?\s*\d|\d\s*(?:million|billion|×\s*10)|\d\s*%|\b\d+\s*(?:tablets?|capsules?|units?|drops?|sessions?"
    r"|sprays?|pills?|puffs?|ampoules?|fractions?|bags?|copies|particles|cells)\b",
    re.IGNORECASE,
)
"""An amount of a drug."""

AMOUNT: Final = re.compile(
    r"\d\s*(?:mg|μg|µg|ug|mcg|g|IU|MIU|Gy|毫克|微克)(?![A-Za-z])(?!\s*/\s*(?:d?L|m[Ll]"
    r"|ml)\b)",
    re.IGNORECASE,
)
"""An amount of a drug in running text, where laboratory values stand too."""

RHYTHM: Final = re.compile(
    r"\bq\.?\d?[dwmh]\b|\bb\.?i\.?d\b|\bt\.?i\.?d\b|\bq\.?d\b|\bdaily\b|\bweekly\b|\bmonthly\b|\bonce\b|\btwice\b"
    r"|every\s+(?:\w+\s+)?(?:\d|other|day|week|month|three|two|four|hour)"
    r"|\b(?:one|two|three|\d+)\s+doses\b|\bper\s+day\b|times\s+(?:a|per)\s|\bday\s*\d|\bcycles?\s+of\b|每[日天周月]"
    r"|每\d|一日|次/[日天]"
    r"|\bpre-?operative|\bintraoperative|\bsingle\b|\bbolus\b",
    re.IGNORECASE,
)
"""How often a drug is given."""
