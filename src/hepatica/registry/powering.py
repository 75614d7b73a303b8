"""A power that a text claims: "80% power", "a power (1-β) of 0.9", "β = 0.2", "把握度为80%"."""

from __future__ import annotations

import re
from typing import Final

_SHARE: Final = r"(?:\d{2}(?:\.\d+)?\s?(?:%|per\s?cent)|0?[.·]\d{1,2})"
POWER: Final = re.compile(
    rf"(?i)\bpower\b[^.;\n]{{0,25}}?{_SHARE}|\b\d{{2}}(?:\.\d+)?\s?(?:%|per\s?cent)\s(?:\w+\s)?power\b"
    r"|(?:\b(?:one|1)\s?[-−–]\s?)?(?:β|\bbeta\b)(?:\s(?:error|level))?\s?(?:=|:|of|is|was|set at)?\s?(?:0?[.·]\d+"
    r"|\d{1,2}\s?%)"
    r"|\btype (?:ii|2) error\b[^.;\n]{0,25}?(?:0?[.·]\d|\d{1,2}\s?%)"
    r"|(?:把握度|检验效能|效能|(?:Ⅱ|II|2|二)类错误)[^。；\n]{0,16}?\d"
)
"""A power or an error of the second kind with its number."""

POWER_WORDS: Final = ("power", "β", "beta", "type ii", "type 2", "把握度", "效能", "类错误")
"""Words of which every such claim holds one."""
