"""The control: what it receives by the register and what by the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.agents import NAMED
from hepatica.registry.background import of_others
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import holding, holds, lower, places, sentence, sentence_of, text, values
from hepatica.registry.record import Quote, Record

TOLD: Final = ("summary", "description", "design")
TESTED: Final = re.compile(r"experimental|试验", re.IGNORECASE)
CONTROL: Final = re.compile(
    r"(?<!disease )(?<!tumor )(?<!tumour )(?<!local )(?<!viral )(?<!symptom )\bcontrols?\b|对照组", re.IGNORECASE
)
WITHOUT: Final = re.compile(
    r"\b(?:not|without|never|no|nor|untreated\s+with|except|excluding|omit\w*"
    r"|withh[eo]ld\w*)\b(?P<between>[^.;,，]{0,40}?)$"
    r"|(?:未|不|无|没有)(?P<zh>[^。；，,]{0,8}?)$",
    re.IGNORECASE,
)
"""A denial before a drug's name."""
DENIED: Final = re.compile(
    r"\s*(?:(?:is|was|are|will|will\s+be|would)\s+)?(?:not\s+(?:be\s+)?(?:given|administered|used|received|added"
    r"|allowed)|omitted|withheld)"
    r"|\s*(?:不|未)(?:给予|使用|应用)",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"\b(?:but|instead|only|alone|rather|before|previous\w*|prior|followed|and\s+(?:then|receiv)|respond\w*|toler\w*"
    r"|differ\w*|inferior|more"
    r"|less|significant\w*|longer|until|candidates?)\b|既往|耐受|优于|低于|劣于|仅|联合",
    re.IGNORECASE,
)
"""Words between a denial and a drug, or in its sentence, by which something else is denied."""
PANEL: Final = re.compile(
    r"\b(?:panel|list|choice|set|range|options?|selected\s+from|chosen\s+from|choose\s+from|one\s+of)\b[^.;():]{0,60}"
    r"(?:\(|:\s|\b(?:including|comprising|consisting\s+of|containing|such\s+as|of)\s)(?P<en>[^().;]{10,300})[)）]?"
    r"|药物(?:库|清单|组合|面板|目录)[^。；（(：:]{0,20}[（(：:](?P<zh>[^()（）。；]{6,200})",
    re.IGNORECASE,
)
COMPARED: Final = re.compile(
    r"(?:control|comparator|empirical|standard)[^.\n]{0,160}?\b(?:receives?|receiving|will\s+receive|treated\s+with"
    r"|treatment\s+with|gets?"
    r"|given|assigned\s+to|(?:is|are|:)(?=\s+\w{2,}(?:nib|mab)\b))\s+(?P<en>[^.\n]{0,50})|对照组[^。\n]{0,80}?(?:接受"
    r"|给予)(?P<zh>[^。\n]{0,30})",
    re.IGNORECASE,
)


def control_without_its_drug(record: Record) -> Iterator[Found]:
    """A control arm registered with a drug, and a text by which the control does not receive that drug."""
    arms = [
        (number, value)
        for number, arm in enumerate(record.members("arm"))
        if not any(TESTED.search(told.text) for told in (*arm.get("type", ()), *arm.get("name", ())))
        for value in (*arm.get("intervention", ()), *arm.get("name", ()))
    ]
    if not arms:
        return
    drugs = {met[0].casefold() for _, value in arms for met in NAMED.finditer(value.text)}
    if not drugs or not holds(record, TOLD, tuple(drugs)):
        return
    for name, value in holding(record, TOLD, ("control", "对照")):
        low = lower(value.text)
        for drug in drugs:
            for at in places(low, (drug,)):
                begin, end = sentence(value, at)
                if CONTROL.search(value.text, begin, end) is None or not _denied(value.text, begin, at, at + len(drug)):
                    continue
                for number, arm in arms:
                    if drug in arm.text.casefold() and "placebo" not in arm.text.casefold():
                        yield Found(
                            Phrase(
                                f"the control receives {drug} by the register, and not by the text",
                                f"登记的对照组用{drug}，正文则不用",
                            ),
                            (
                                Quote(f"arm[{number}].intervention", arm, 0, len(arm.text)),
                                Quote(name, value, begin, end),
                            ),
                        )
                        return


def _denied(text: str, begin: int, start: int, end: int) -> bool:
    """Whether words before or behind a drug deny it."""
    met = WITHOUT.search(text, max(begin, start - 60), start)
    if met is not None:
        return _OTHER.search(met["between"] or met["zh"] or "") is None
    return DENIED.match(text, end) is not None


_KINDS: Final = {
    "placebo": re.compile(r"(?i)placebo|sham|安慰剂"),
    "best supportive care": re.compile(r"(?i)best supportive care|(?-i:\bBSC\b)|supportive care|最佳支持"),
    "no treatment": re.compile(
        r"(?i)\bno (?:further |adjuvant |additional )?(?:treatment|therapy|intervention)\b"
        r"|\bobservation(?:al)? (?:group|arm|only|alone)"
        r"|\b(?:active )?surveillance\b|\bobservation\b|untreated|watchful waiting|空白对照|仅观察|不予治疗"
    ),
}
"""Kinds of control -> how they are told."""
_AGAINST: Final = re.compile(
    r"(?i)\b(?:compar\w+|versus|vs\.?|against|superior\w* to|inferior\w* to|than)\s(?:with\s|to\s)?(?:that\sof\s"
    r"|those\sof\s)?(?:an?\s|the\s)?"
    r"(?P<en>[^.;,\n]{3,60})|(?:与|和|较)(?P<zh>[^。；，\n]{2,16}?)(?:相比|比较|对比|对照)"
)


_REGISTERED: Final = ("arm.name", "arm.type", "arm.intervention", "intervention.name")
_KIND_WORDS: Final = (
    "placebo", "sham", "supportive", "no ", "observation", "surveillance", "untreated", "watchful", "安慰剂", "最佳支持",
    "空白对照", "仅观察", "不予治疗",
)  # fmt: skip


def another_kind_of_control(record: Record) -> Iterator[Found]:
    """A control of one kind (placebo, best supportive care, no treatment) by the register, of another by the text."""
    if not holds(record, _REGISTERED, _KIND_WORDS):
        return
    registered = [
        (field, value, kind)
        for field, value in values(record, _REGISTERED)
        for kind, pattern in _KINDS.items()
        if pattern.search(value.text)
    ]
    kinds = {kind for _, _, kind in registered}
    if len(kinds) != 1:
        return
    field, own, kind = registered[0]
    if _KINDS[kind].search(text(record, "title", "title.official", *TOLD)):
        return
    given = text(
        record, "arm.name", "arm.description", "arm.intervention", "intervention.name", "intervention.description"
    )
    for name, value in holding(record, ("title", "title.official", *TOLD), _AGAINST_KEYS):
        for met in _AGAINST.finditer(value.text):
            words = met["en"] or met["zh"]
            other = next((each for each, pattern in _KINDS.items() if each != kind and pattern.search(words)), None)
            quote = Quote(name, value, *met.span())
            if (
                other is None
                or _KINDS[other].search(given)
                or of_others(quote)
                or _PAST.search(sentence_of(quote).text)
            ):
                continue
            yield Found(
                Phrase(
                    f"the control is {kind} by the register, and {other} by the text",
                    f"登记的对照为“{own.text.strip()}”，正文为“{words.strip()}”",
                ),
                (Quote(field, own, 0, len(own.text)), quote),
            )
            return


_PAST: Final = re.compile(r"(?i)\b(?:failed|did not|improved|prolonged|reduced|was|were|had)\b")
"""Words of what another study found."""
_AGAINST_KEYS: Final = ("compar", "versus", " vs", "against", "superior", "inferior", "than", "比", "对照")


_PANELS: Final = ("panel", "list of", "choice of", "a set of", "range of", "options", "selected from",
    "chosen from", "choose from", "one of the follow",
    "药物")  # fmt: skip


def _several(words: str) -> bool:
    """Whether words name three drugs or more."""
    return (
        words.count(",") + words.count("、") + words.count("，") + words.count("/") > 1
        and len(set(NAMED.findall(words))) > 2
    )


def comparator_outside_the_panel(record: Record) -> Iterator[Found]:
    """A treatment chosen from a panel of drugs, compared with a drug that the panel does not hold."""
    if not holds(record, TOLD, ("control", "comparator", "empirical", "standard", "对照")):
        return
    for name, value in holding(record, TOLD, _PANELS):
        panel = next((met for met in PANEL.finditer(value.text) if _several(met["en"] or met["zh"])), None)
        drugs = {met[0].casefold() for met in NAMED.finditer(panel["en"] or panel["zh"])} if panel else set()
        if panel is None or len(drugs) < 3:
            continue
        for met in COMPARED.finditer(value.text):
            group = "en" if met["en"] is not None else "zh"
            agent = NAMED.search(value.text, *met.span(group))
            if agent and agent[0].casefold() not in drugs:
                yield Found(
                    Phrase(
                        f"{agent[0]} is the comparator and not in the panel: a difference may be that of the drugs",
                        f"对照药{agent[0]}不在药物清单内：差异可能来自药物本身",
                    ),
                    (
                        Quote(name, value, *panel.span()),
                        Quote(name, value, max(met.start(group) - 12, met.start()), agent.end()),
                    ),
                )
                return


CHECKS: Final = (
    Check(
        code="HPT250",
        title=Phrase("The control's treatment differs between register and text", "对照组治疗在登记与正文间不一致"),
        severity=1,
        decidability="T",
        costs=Phrase("What the study compares is not known.", "无法得知比较的是什么。"),
        mend=Phrase("Say in both places what the control receives.", "两处写明对照组的治疗。"),
        meanwhile=Phrase(
            "The registered arms are taken; exposure is recorded as it was.", "以登记的分组为准，用药按实际记录。"
        ),
        find=control_without_its_drug,
        example=Example(
            {
                "arm[0].name": "Control",
                "arm[0].type": "Other group",
                "arm[0].intervention": "Drug: Sorafenib",
                "summary": "Patients who were not treated with sorafenib after surgery were classified as the "
                "control group.",
            },
            {"arm[0].intervention": "Other: Observation"},
        ),
    ),
    Check(
        code="HPT251",
        title=Phrase("The comparator is not in the panel from which treatment is chosen", "对照药不在可选药物清单内"),
        severity=1,
        decidability="H",
        costs=Phrase(
            "The effect of choosing cannot be told from that of the drug.", "无法区分“选药策略”与药物本身的效应。"
        ),
        mend=Phrase(
            "Put the comparator into the panel, or compare with free choice from it.",
            "将对照药纳入清单，或以清单内自由选择作对照。",
        ),
        meanwhile=Phrase("Results are shown by drug as well as by group.", "结果同时按药物和分组展示。"),
        find=comparator_outside_the_panel,
        example=Example(
            {
                "description": "Organoids are tested against a panel of drugs (apatinib, atezolizumab, sintilimab). "
                "The control group receives lenvatinib."
            },
            {
                "description": "Organoids are tested against a panel of drugs (apatinib, lenvatinib, sintilimab). "
                "The control group receives lenvatinib."
            },
        ),
    ),
    Check(
        code="HPT252",
        title=Phrase("The kind of control differs between register and text", "对照类型在登记与正文间不一致"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Whether anybody is blinded, and what the difference means, is open.", "是否设盲以及组间差异的含义均不明。"
        ),
        mend=Phrase("Name the same control in both places.", "两处写明同一对照。"),
        meanwhile=Phrase("The registered control is taken.", "以登记的对照为准。"),
        find=another_kind_of_control,
        example=Example(
            {
                "arm[0].name": "Donafenib",
                "arm[1].name": "Placebo",
                "summary": "Donafenib is compared with best supportive care alone.",
            },
            {"arm[1].name": "Best supportive care"},
        ),
    ),
)
