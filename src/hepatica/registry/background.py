"""Whether words speak of other studies than the record's own: what others found before, what is known, what is lacking."""

from __future__ import annotations

import re
from typing import Final

from hepatica.registry.looking import sentence
from hepatica.registry.record import Quote

_STUDIES: Final = (
    r"(?:stud(?:y|ies)|trials?|reports?|work|experiences?|literature|investigations?|research|analys[ei]s|cohorts?"
    r"|series"
    r"|publications?|evidence|results?|review|data|investigators|authors)"
)
OTHERS: Final = re.compile(
    r"(?ai)\b(?:previous(?:ly)?|earlier|prior|former|past|other|published|recent(?:ly)?|several|existing|parent"
    r"|similar|pivotal"
    rf"|another|that|many|most|few|retrospective) (?:[\w/-]+ ){{0,3}}?{_STUDIES}\b"
    rf"|\b{_STUDIES} (?:[\w/-]+ ){{0,5}}?(?:published|reported|conducted by|performed by|(?:have|has|had) (?:been"
    r" )?(?:shown|found|reported"
    r"|demonstrated|suggested)|showed|shows?|found|demonstrated?s?|suggest(?:s|ed)?|is lacking|are lacking|(?:are"
    r"|is) needed)\b"
    r"|\b(?:reported|published|confirmed|shown|demonstrated) (?:that|by|in)\b|\blacking\b|\bscarce\b|\bin the"
    r" literature\b"
    r"|\bet al\b|\b(?:in|from|of) the (?-i:[A-Z][\w-]*[A-Z0-9][\w-]*) (?:study|trial)\b"
    r"|(?:既往|以往|先前|其他|国外|国内外|已有)(?:的)?[^。；\n]{0,6}(?:研究|报道|试验|文献|经验)|文献|研究(?:表明|显示|发现|证实|提示)"
    r"|(?:结果|数据)(?:提示|显示|表明)|报道|尚缺|缺乏"
)


def of_others(quote: Quote) -> bool:
    """Whether the sentence of the quoted words tells of other studies."""
    return OTHERS.search(quote.value.text, *_round(quote)) is not None


def _round(quote: Quote, most: int = 400) -> tuple[int, int]:
    begin, end = sentence(quote.value, quote.start)
    return max(begin, quote.start - most), min(max(end, quote.end), quote.end + most)
