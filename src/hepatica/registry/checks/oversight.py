"""Committees: who watches over safety, and who decides on data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import OUTCOMES, TEXTS, first, search, whole
from hepatica.registry.record import Quote, Record

_NO: Final = re.compile(r"(?ai)^\s*(?:no|false|none|无|否)\b|^\s*(?:无|否)")
REVIEW: Final = re.compile(
    r"(?ai)[^.;\n]{0,60}\b(?:events?|AEs?|SAEs?|safety data|toxicit\w+)\b[^.;\n]{0,60}\b(?:reported to|reviewed by"
    r"|submitted to|monitored by|adjudicated by|assessed by|evaluated by|overseen by)[^.;\n]{0,60}\b(?:committee"
    r"|board)\b[^.;\n]{0,30}"
    r"|\b(?:safety (?:is|will be) (?:\w+ )?(?:overseen|monitored|reviewed|supervised) by)[^.;\n]{0,60}\b"
    r"(?:committee|board)\b"
    r"|\b(?:safety|steering|management|oversight|review) (?:[\w-]+ ){0,2}?(?:committee|board|group)\b(?: \("
    r"[A-Z]+\))?[^.;\n]{0,30}?"
    r"\b(?:reviews?|monitors?|oversees?|examines?|may (?:stop|halt)|(?:will|shall) (?:review|monitor|oversee|stop"
    r"|meet|examine))\b[^.;\n]{0,50}"
    r"|(?:不良)?事件[^。；\n]{0,10}由[^。；\n]{0,12}委员会[^。；\n]{0,6}|由[^。；\n]{0,12}安全[^。；\n]{0,6}委员会[^。；\n]{0,10}"
    r"|[^。；\n,，]{0,10}(?:不良)?事件[^。；\n]{0,10}上报[^。；\n]{0,16}委员会[^。；\n]{0,6}"
)
MONITOR: Final = re.compile(
    r"(?ai)\b(?:independent )?(?:data|safety) (?:and |& |/ ?)?(?:safety |data )?(?:and )?(?:monitoring|review) "
    r"(?:committee"
    r"|board)\b|\bI?DSM[BC]\b|\bI?DMC\b|数据(?:与|和|及)?(?:安全)?监[察查督]?委员会|数据安全监[察查督]委员会"
)
_ETHICS: Final = re.compile(
    r"(?ai)ethic|institutional review|\bIRB\b|\bREC\b|adjudication|tumou?r board|伦理|\bno |without|\bnot? |不设|无需|未设"
)
ACCESS: Final = re.compile(
    r"(?ai)[^.;\n]{0,60}\b(?:reviewed|approv\w+|decided|granted|request\w*|released?|proposals?|access)\b"
    r"[^.;\n]{0,60}\b(?:(?:data|safety) "
    r"(?:and |& )?(?:safety )?(?:and )?monitoring (?:committee|board)|I?DSMB|I?DMC)\b"
    r"|\b(?:data (?:and |& )?(?:safety )?(?:and )?monitoring (?:committee|board)|I?DSMB|I?DMC)\b[^.;\n]{0,30}"
    r"\b(?:decides?|approves?|grants?|reviews? (?:all |each |the )?(?:requests?|proposals?))\b[^.;\n]{0,40}"
    r"|[^。；\n]{0,30}数据(?:与|和|及)?(?:安全)?监[察查督]?委员会[^。；\n]{0,12}"
)
GATE: Final = re.compile(
    r"(?ai)[^.;\n]{0,40}\b(?:request\w*|contact\w*|application)\b[^.;\n]{0,40}\b(?:principal investigator"
    r"|corresponding author|sponsor)\b|[^。；\n]{0,20}(?:联系|申请)[^。；\n]{0,10}(?:研究者|作者|负责人)"
)
_MONITORS: Final = ("monitoring", "safety review", "data review", "dsmb", "dsmc", "dmc", "监察", "监查", "监督", "监委")
_SHARING: Final = ("sharing.access", "sharing.description")


def committee_without_dmc(record: Record) -> Iterator[Found]:
    """No monitoring committee by the register, and a committee for safety in the text."""
    field = next((whole("dmc", v) for v in reversed(record.all("dmc")) if _NO.search(v.text)), None)
    if field is None:
        return
    candidates: list[Quote] = []
    candidates += list(search(record, (*OUTCOMES, *TEXTS), REVIEW, ("committee", "board", "委员会")))[::-1]
    candidates += search(record, (*TEXTS, *OUTCOMES), MONITOR, _MONITORS)
    for words in candidates:
        if not _ETHICS.search(words.value.text[max(0, words.start - 20) : words.end + 14]):
            yield Found(
                Phrase(
                    "no monitoring committee is registered, and the text sends safety to a committee",
                    "注册为无数据与安全监察委员会，正文却由某委员会审核安全性",
                ),
                (field, words),
            )
            return


def dmc_opens_the_data(record: Record) -> Iterator[Found]:
    """The monitoring committee as the gate to shared data."""
    words = first(record, ("sharing.description", "sharing.access"), ACCESS, _MONITORS)
    if words is None:
        return
    gate = first(record, _SHARING, GATE, ("investigator", "author", "sponsor", "研究者", "作者", "负责人"))
    yield Found(
        Phrase(
            "the committee that monitors safety decides who may have data, long after its work has ended",
            "安全监察委员会被用作数据开放的审批者，而其工作届时早已结束",
        ),
        (words, *([gate] if gate else [])),
    )


CHECKS: Final = (
    Check(
        code="HPT290",
        title=Phrase("No monitoring committee, but a committee for safety", "无监察委员会却由委员会审核安全性"),
        severity=2,
        decidability="T",
        costs=Phrase("Nobody knows who may stop the study.", "无人知晓谁有权叫停研究。"),
        mend=Phrase(
            "Register the committee, or say what the one in the text may decide.", "登记该委员会，或说明其职权。"
        ),
        meanwhile=Phrase("Events are listed for the committee of the text.", "按正文所述委员会报送事件列表。"),
        find=committee_without_dmc,
        example=Example(
            {"dmc": "No", "outcome[0].method": "All events are reported to the Management Committee for review."},
            {"dmc": "Yes"},
        ),
    ),
    Check(
        code="HPT291",
        title=Phrase("The monitoring committee decides on access to data", "监察委员会审批数据共享"),
        severity=2,
        decidability="T",
        costs=Phrase("Requests will reach nobody once the study has ended.", "研究结束后申请将无人受理。"),
        mend=Phrase("Name an access committee.", "指定数据访问委员会。"),
        meanwhile=Phrase("An access committee is assumed.", "假定另设数据访问委员会。"),
        find=dmc_opens_the_data,
        example=Example(
            {"sharing.description": "Requests will be reviewed by the study's data monitoring committee."},
            {"sharing.description": "Requests will be reviewed by an access committee."},
        ),
    ),
)
