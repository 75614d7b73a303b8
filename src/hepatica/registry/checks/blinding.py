"""Who does not know the treatment: the register's field against the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.background import of_others
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import OUTCOMES, around, said, search
from hepatica.registry.record import Record

_OPEN: Final = re.compile(r"(?ai)^\s*(?:none|no\b|open|not? (?:blind|mask)|未|无|开放)")
_BLIND: Final = re.compile(r"(?ai)^\s*(?:single|double|triple|quadruple|单盲|双盲|三盲)")
_BLINDLY: Final = r"(?:double|triple|single|two)[ -]{0,3}(?:blind|mask)(?:ed|ing)?"
DOUBLE: Final = re.compile(
    rf"(?ai)[^.;\n。；]{{0,60}}\b{_BLINDLY}\b[^.;\n。；]{{0,20}}|[^.;\n。；]{{0,20}}双盲[^.;\n。；]{{0,10}}"
)
_THE_PATIENTS: Final = (
    r"(?:patients?|participants?|subjects?|investigators?|physicians?|surgeons?|doctors?|care providers?|clinicians?)"
)
SELF: Final = re.compile(
    rf"(?ai)(?:\b(?:this|the present|the (?:study|trial) is|a|an|in a)\b|^|[.;:\n] )[^.;\n]{{0,80}}?\b{_BLINDLY}\b"
    rf"[^.;\n]{{0,60}}?"
    rf"\b(?:study|trial|comparison|design|manner|fashion)\b|^[^.;\n]{{0,80}}\b{_BLINDLY}\b"
    rf"|\b{_THE_PATIENTS}(?:,? (?:and|or) (?:the |their )?(?:{_THE_PATIENTS}|(?:outcome )?(?:evaluators?"
    rf"|assessors?))){{0,3}} (?:will be|are|were|is|remain) "
    r"(?:kept )?"
    r"(?:blind(?:ed)?|masked|unaware) (?:to|of|as to|regarding|from)\b[^.;\n]{0,40}"
    rf"|\bneither (?:the )?{_THE_PATIENTS} nor (?:the )?{_THE_PATIENTS} (?:will )?(?:know|be aware)\b[^.;\n]{{0,40}}"
    r"|本(?:研究|试验)[^。；]{0,30}[单双三]盲"
)
OPENLY: Final = re.compile(
    r"(?ai)\bopen[ -]label(?:l?ed)?\b(?!,? (?:extension|phase|part|period|run|follow|treatment|lead|portion"
    r"|cohort))|开放标签"
    r"|\b(?:an?|this|randomi[sz]ed|prospective|controlled),? (?:[\w-]+,? ){0,2}?open(?:,| (?=study|trial|randomi"
    r"|controlled|parallel|prospective))"
    r"|\b(?:this|the|our) (?:[\w-]+,? ){0,3}?(?:study|trial) (?:is (?:an? )?unblinded|(?:is|will be) (?:an? )?"
    r"(?:non-?blind(?:ed)?|not (?:be )?(?:blinded|masked)))\b"
    r"(?! (?:data|pharmac|statistic|team|staff|nurse|monitor|person|analy|interim|review|member))"
    r"|\b(?:unblinded|non-?blind(?:ed)?|unmasked),? (?:[\w-]+,? ){0,3}?(?:study|trial|comparison)\b"
    r"|\b(?:no (?:blinding|masking)|(?:blinding|masking) (?:will not|is not|cannot|was not))\b[^.;\n]{0,30}"
    rf"|\bneither (?:the )?{_THE_PATIENTS} nor (?:the )?{_THE_PATIENTS} (?:will|are|is|can)[^.;\n]{{0,20}}"
    r"(?:blinded|masked)\b"
    r"|(?:本|为|采用)[^。；\n]{0,8}(?:开放性|不设盲|非盲|未设盲)"
)
_OTHER: Final = re.compile(
    r"(?ai)previous|prior|earlier|published|extension|\bOLE\b|followed by|crossover|\bperiod\b|既往|文献"
)


def open_and_double_blind(record: Record) -> Iterator[Found]:
    """No masking by the register, double-blind in the text."""
    field = said(record, "masking", _OPEN)
    if field is None:
        return
    told = (
        *search(record, OUTCOMES, DOUBLE, ("blind", "双盲")),
        *search(record, ("title.official", "title", "summary", "description", "design"), SELF, _KEYS),
    )
    words = next((quote for quote in told if not _OTHER.search(quote.text) and not of_others(quote)), None)
    if words is not None:
        yield Found(
            Phrase(
                f"blinding is '{field.text}', and the text says '{words.text.strip()}': who is blind to what is open",
                f"盲法为“{field.text}”，正文却称“{words.text.strip()}”，谁对何设盲不明",
            ),
            (field, words),
        )


_KEYS: Final = ("blind", "mask", "neither", "unaware", "盲")


_ALSO: Final = re.compile(
    r"(?ai)(?:double|single|triple|observer|assessor|evaluator)s?[ -]{0,3}(?:blind|mask)|\bblinded (?:to|as)|双盲|单盲"
)


def masked_and_open(record: Record) -> Iterator[Found]:
    """Masked by the register, open-label in the text."""
    field = said(record, "masking", _BLIND)
    if field is None or "single" in field.text.lower() or "单盲" in field.text:
        return
    for words in search(
        record, ("title", "title.official", "summary", "description"), OPENLY, ("open", "blind", "mask", "开放", "盲")
    ):
        beside = around(words, 120, 60)
        if not _OTHER.search(beside) and not _ALSO.search(beside) and not of_others(words):
            yield Found(
                Phrase(
                    f"masking is '{field.text}', and the text says '{words.text}'",
                    f"盲法为“{field.text}”，正文却称“{words.text}”",
                ),
                (field, words),
            )
            return


CHECKS: Final = (
    Check(
        code="HPT280",
        title=Phrase("Not blinded by the register, double-blind in the text", "注册为非盲，正文称双盲"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Readers who may know the treatment are called blind; what they must not see is not programmed.",
            "可能知晓治疗的阅片者被称为双盲，应屏蔽何种信息不明。",
        ),
        mend=Phrase(
            "Keep the trial's masking apart from that of the readers, and say what readers do not know.",
            "区分试验设盲与阅片设盲，写明阅片者不知晓的内容。",
        ),
        meanwhile=Phrase(
            "The trial is open, and readers do not see group or earlier reads.",
            "按开放试验处理，阅片者不知组别及既往读片结果。",
        ),
        find=open_and_double_blind,
        example=Example(
            {"masking": "None", "outcome[0].method": "Evaluated by two radiologists in a double-blind process"},
            {"outcome[0].method": "Evaluated by two radiologists who know neither group nor each other's read"},
        ),
    ),
    Check(
        code="HPT281",
        title=Phrase("Masked by the register, open-label in the text", "注册为设盲，正文称开放标签"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Whether outcomes may be swayed by knowing the treatment is open.", "知晓治疗是否影响结局评价不明。"
        ),
        mend=Phrase("Correct the field or the text.", "更正字段或正文。"),
        meanwhile=Phrase("The registered masking is taken.", "以注册盲法为准。"),
        find=masked_and_open,
        example=Example(
            {"masking": "DOUBLE", "summary": "An open-label comparison of two drugs"},
            {"summary": "A double-masked comparison of two drugs"},
        ),
    ),
)
