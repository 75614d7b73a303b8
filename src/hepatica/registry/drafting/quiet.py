"""Words that carry no condition of their own: what may stand between the statements of a sentence that is read whole."""

from __future__ import annotations

import re
from typing import Final, Literal

Joint = Literal["and", "or", "and/or", ",", ""]

_ABBREVIATION: Final = (
    r"\(\s*(?:ECOG|ECOG[ -]PS|PS|BCLC|HCC|ULN|LLN|LVEF|eGFR|NYHA|HBsAg|ANC|PLT|HGB|Hb|HB|TBIL|ALT|AST|ALP|INR|APTT|aPTT|Cr"
    r"|SCr|CCr|CrCl|ALB|WBC|ICF|CNLC)\s*\)"
)
_PHRASES: Final = re.compile(
    rf"{_ABBREVIATION}"
    r"|\(?\s*(?:as\s+)?(?:calculated|estimated|measured)?\s*(?:by|using|according\s+to|with"
    r"|per)\s+(?:the\s+)?Cockcroft\s*(?:-|and|&)?\s*Gault(?:\s+(?:formula|equation|method))?\s*\)?"
    r"|\(\s*(?:as\s+)?(?:assessed|measured|determined|evaluated|confirmed)\s+by\s+(?:(?:MUGA|ECHO|UCG|echocardiogra\w+"
    r"|ultrasound|cardiac\s+ultrasound)(?:\s+scan)?\s*(?:or|/)?\s*)+\)"
    r"|,?\s*\b(?:will|must|should|shall)\s+be\s+excluded\b|\b(?:are|is)\s+(?:to\s+be\s+)?(?:excluded|not\s+eligible)\b"
    r"|\b(?:at|on|during)\s+(?:the\s+)?(?:time\s+of\s+)?(?:screening|baseline|enrol+ment)(?:\s+visit)?\b"
    r"|\b(?:(?:normal|adequate|good|preserved|well[\s-]+(?:compensated|preserved)|compensated)(?:\s+or\s+)?\s*)+(?:liver"
    r"|hepatic)\s+function\s*,?\s*"
    r"(?:(?:that\s+is|which\s+is)\s+)?(?:classified|defined|graded|indicated|evaluated|assessed)\s+(?:as|by)\b"
    r"|\b(?:the\s+)?(?:liver|hepatic)\s+function(?:\s+(?:is|status|grade|classification|score|reserve))*(?:\s+(?:classified"
    r"|graded|assessed|evaluated)\s+(?:as|by))?\b"
    r"|(?:美国)?东部肿瘤协作组\s*\(?|巴塞罗那(?:临床)?(?:肝癌)?\s*\(?"
    r"|肝功能(?:分级|评分|储备|为)*|(?:将|应)?(?:被|予以)?排除(?:在外)?(?![^,;.])|(?:入组|筛选|基线)时"
    r"|\b(?:all|both)\s+(?=$)",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(
    r"\b(?:patients?'?|subjects?'?|participants?'?|individuals?|persons?|people|those|who|whose|that|with|has|have|had"
    r"|having|is|are|was|were|be|been|being|must"
    r"|should|shall|the|an?|of|as|levels?|values?|scores?|points?|status|stages?|staging|grades?|class|results?|any"
    r"|evidence|presence|known|documented"
    r"|confirmed|currently|current|there|meet|meets|suffering|from|received|fasting)\b|发生过?|出现过?|合并|既往|患者|受试者|者|的|为|有|需|应|须"
    r"|存在|伴有|患有|符合|必须|[级期分](?![a-z])",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(r"and\s*/\s*or|or|and|,|、|或者?|且|并且?|和|及|与|/", re.IGNORECASE)
OR: Final = re.compile(r"\bor\b|或|/", re.IGNORECASE)
"""What makes a list one of alternatives."""
_EXAMPLES: Final = re.compile(
    r"(?P<what>\b(?:auto-?immune\s+(?:diseases?|disorders?)|vaccines?)|自身免疫性?疾?病|疫苗)"
    r"(?P<examples>\s*\(\s*(?:such\s+as|including(?:\s+but\s+not\s+limited\s+to)?|e\.g\.,?|for\s+example|如|包括)[^()\d<>≤≥]*\)"
    r"|\s*,?\s*(?:such\s+as|including(?:\s+but\s+not\s+limited\s+to)?)\s+[A-Za-z'\s,/-]+?(?=,?\s+will\s+be\b|\s*[.;]|\s*$))",
    re.IGNORECASE,
)
_RESTRICTS: Final = re.compile(
    r"\b(?:except|excluding|unless|without|other\s+than|not|no|within|before)\b|除外|除|不", re.IGNORECASE
)
_HEADING: Final = re.compile(r"^\s*(?P<heading>[^:.;\d<>≤≥]{1,60}):\s*(?=\S)")
_CONDITIONAL: Final = re.compile(
    r"^\s*in\b|\b(?:who|whose|with|without|if|for|when|men|women|males?|females?|patients?|subjects?|not|no|except|cohorts?"
    r"|arms?|parts?|phase|group|following|one|any|all)\b|者|若|如|队列|组|任|之一|无|非",
    re.IGNORECASE,
)


def silent(gap: str) -> bool:
    """Whether nothing in some words is a condition."""
    return _left(gap) == ""


def joint(gap: str) -> Joint | None:
    """How two statements are joined; None where the words between them say more, or nothing at all."""
    left = _left(gap, edges=False)
    met = [word.lower().replace(" ", "") for word in _JOINT.findall(left)]
    if _JOINT.sub("", left).strip():
        return None
    words = {_SAME.get(word, word) for word in met}
    named = words - {","}
    if len(named) > 1 or not words:
        return None
    return _JOINTS.get(named.pop()) if named else ","


_JOINTS: Final[dict[str, Joint]] = {"and": "and", "or": "or", "and/or": "and/or"}
_SAME: Final = {
    "、": ",",
    "或": "or",
    "或者": "or",
    "且": "and",
    "并且": "and",
    "并": "and",
    "和": "and",
    "及": "and",
    "与": "and",
}


def _left(gap: str, *, edges: bool = True) -> str:
    words = _WORDS.sub(" ", _PHRASES.sub(" ", gap)).strip()
    return words.strip(" .;:,。" if edges else " ")


def without_examples(text: str) -> str:
    """A sentence without the examples of a class: "autoimmune diseases, including psoriasis" is about all of them."""

    def blank(met: re.Match[str]) -> str:
        examples = met["examples"]
        return met["what"] + (examples if _RESTRICTS.search(examples) else " " * len(examples))

    return _EXAMPLES.sub(blank, text)


def heading(text: str) -> int:
    """How many characters at the beginning are a heading ("Renal function: "), which names what follows and limits nothing."""
    met = _HEADING.match(text)
    if met is None or len(met["heading"].split()) > 6 or _CONDITIONAL.search(met["heading"]):
        return 0
    return met.end()
