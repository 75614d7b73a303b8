"""Rules that must stand somewhere: consent, pregnancy, age; and whether they stand in one place only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import whole_number
from hepatica.registry.criteria import leaves
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, EVERYTHING, TEXTS, first, said, search, sentence_of, text, whole
from hepatica.registry.record import Quote, Record
from hepatica.registry.traits import interventional

AGED: Final = re.compile(
    r"(?ai)\b(?:aged?|ages)\b[^.;,\n]{0,30}?\d{1,2}\s*(?:-|–|~|to|and|≤|<)?\s*\d{0,2}"
    r"|[≥>]\s*=?\s*\d{2} years?\b(?! (?:ago|after|from|since|before))"
    r"|\d{2}[ -]years?[ -](?:old|of age)|\b(?:men|women|males?|females?|adults?|patients|subjects|participants"
    r"|persons?|people|individuals|volunteers)\b"
    r"[^.;\n]{0,25}?(?:between|older than|younger than|over|above|from|\()\s*(?P<low>\d{2})(?:\s*(?:-|–|~|to|and)\s*\d{2})?"
    r"(?:\s*years?\b(?! (?:ago|after|from|since|before))|\)|\s*$|\s*[,;])"
    r"|\b(?:eighteen|twenty|sixty|seventy|eighty)\b[^.;\n]{0,25}?years?[ -](?:old|of age)|年龄[^。；\n]{0,20}\d{1,2}"
    r"|\d{2}\s*(?:周岁|岁)"
)
_AGE_WORD: Final = re.compile(
    r"(?ai)\bage[ds]?\b|years?[ -]old|\badults?\b|\byears\b|elderly|child|infant|neonat|pediatric|岁|成年|成人|年龄|儿童|老年"
)
CONSENT: Final = re.compile(
    r"(?ai)\bconsent|\bassent\b|\bICF\b|知情|同意书|同意参[加与]|自愿(?:参[加与]|入组)|voluntar"
    r"|(?:written|signed?|signing|give|provide)\s+(?:\w+\s+){0,2}(?:agreement|permission|authori[sz]ation)"
    r"|\b(?:agree|willing|accept|wish|want)\w*\b[^.;\n]{0,30}\b(?:to\s+)?(?:participat|take\s+part|(?:be\s+)?(?:included|enrolled)\b|enrol+\b|join)"
)
_DOES: Final = (
    r"provide|give|donate|undergo|take|accept|use|return|be\s+followed|comply|adhere|complete|attend"
    r"|follow|receive|allow|permit|have"
)
AGREED: Final = re.compile(
    rf"(?ai)\b(?:agree|willing|consents?|able\s+and\s+willing|willing\s+and\s+able|able)\w*\s+to\s+(?:{_DOES})\b[^.;\n]{{0,60}}"
    r"|\b(?:patients?|subjects?|participants?)\s+(?:who\s+)?accepts?\s+[^.;\n]{0,60}"
    r"|\bable\s+to\s+(?:comply|adhere)\b[^.;\n]{0,60}|(?:同意|愿意)(?:提供|接受|采集|随访|配合)[^。；\n]{0,20}"
)
PREGNANT: Final = re.compile(
    r"(?ai)pregnant\b|\bpregnancy (?:or|and|test|status)|(?:or|and|,) pregnancy|^\s*pregnancy\b|(?:serum|urine"
    r"|negative|positive|beta|β)[ -](?:\w+ )?(?:pregnancy|h?cg)|lactat|breast[ -]?feed|nursing|\bexpecting\b"
    r"|\b(?:women|who are) with child\b|\bβ?-?hcg\b|gravid|gestation(?!al age)"
    r"|妊娠(?!计划)|怀孕(?!计划)|孕妇|孕期|哺乳|childbearing[^.;\n]{0,80}(?:test|exclu)|postmenopausal women only",
    re.MULTILINE,
)
FERTILE: Final = re.compile(
    r"(?ai)(?:child-?\s?bearing|reproductive|fertile) (?:age|potential|capacity)|of gestational age|contracepti\w+"
    r"|birth control"
    r"|\bWOCBP\b|\b(?:fertile|pre-?menopausal) (?:women|females?)|育龄|避孕"
)
_ANYWHERE: Final = ("eligibility", *EVERYTHING)
_WITH_AGES: Final = ("ClinicalTrials.gov", "ChiCTR", "example")  # registers with fields for ages in years
_CONSENT_KEYS: Final = (
    "consent", "assent", "icf", "voluntar", "agreement", "permission", "authori", "participat", "take part", "included",
    "enrol", "join", "知情", "同意", "自愿",
)  # fmt: skip
_AGREED_KEYS: Final = ("agree", "willing", "able to", "accept", "同意", "愿意")
_DRUG: Final = re.compile(r"(?ai)drug|biological|genetic|radiation|药")
_RULES: Final = ("eligibility", *CRITERIA, *TEXTS)
_PREGNANT_KEYS: Final = (
    "pregnan",
    "expecting",
    "with child",
    "hcg",
    "lactat",
    "breast",
    "nursing",
    "gravid",
    "gestation",
    "bearing",
    "妊娠",
    "怀孕",
    "孕",
    "哺乳",
)
_FERTILE_KEYS: Final = ("bearing", "gestational", "reproductive", "fertile", "contracepti", "birth control", "wocbp",
    "menopausal", "育龄", "避孕")  # fmt: skip
_MALE: Final = re.compile(r"(?ai)^\s*(?:male|男性?)\s*$")
BACK: Final = re.compile(r"(?ai)retrospective|\bhistorical\b|\bpast (?:cases|patients|cohort)|回顾|历史")
AHEAD: Final = re.compile(r"(?ai)\bprospective|前瞻")
_WAIVED: Final = re.compile(
    r"(?ai)waive|exempt|consent[^.;\n]{0,40}(?:not (?:be )?(?:required|needed|necessary|applicable)|unnecessary)"
    r"|(?:no|without) (?:need for |requirement (?:of|for) )?(?:\w+ )?consent|豁免|免除知情|无需[^。；\n]{0,8}知情"
)
_WAIVED_KEYS: Final = ("waive", "exempt", "consent", "豁免", "免除", "无需")


def _criteria(record: Record) -> tuple[Quote, ...]:
    return tuple(whole(name, value) for name in CRITERIA for value in leaves(record.all(name)))


_AGED_KEYS: Final = ("age", "year", "older than", "younger than", "adult", "岁", "龄")


def age_in_text_only(record: Record) -> Iterator[Found]:
    """Ages in a criterion, and none in the fields for them."""
    if (
        record.all("age.minimum")
        or record.all("age.maximum")
        or record.register not in _WITH_AGES
        or "ICTRP" in record.format
    ):
        return
    words = first(record, ("eligibility.inclusion",), AGED, _AGED_KEYS)
    if words is not None and record.all("sex"):
        yield Found(
            Phrase(
                f"'{words.text.strip()}' stands in the criteria, and the fields for age are empty",
                f"标准中有“{words.text.strip()}”，年龄字段却为空",
            ),
            (words,),
        )


def age_in_fields_only(record: Record) -> Iterator[Found]:
    """Ages in the fields, and not a word of age in criteria that are told at length."""
    low, high = said(record, "age.minimum"), said(record, "age.maximum")
    if low is None or high is None or record.register == "ClinicalTrials.gov":
        return
    lowest, highest = whole_number(low.text), whole_number(high.text)
    limited = lowest and highest and highest < 100 and not (lowest == 1 and highest == 99)
    if not limited or len(_criteria(record)) < 8:
        return
    told = text(record, *_RULES)
    if not _AGE_WORD.search(told):
        criteria = record.all("eligibility.inclusion")
        shown = next((v for v in leaves(criteria) if v.language == "en"), None) or (leaves(criteria) or (None,))[0]
        yield Found(
            Phrase(
                f"ages of {low.text} to {high.text} stand in the fields alone: neither criteria nor text mention age",
                f"年龄{low.text}至{high.text}仅见于字段，标准与正文均未提及",
            ),
            (high, low, *([whole("eligibility.inclusion", shown)] if shown else [])),
        )


def consent_absent(record: Record) -> Iterator[Found]:
    """Criteria of a trial in which consent to it is absent."""
    agreed = first(record, CRITERIA, AGREED, _AGREED_KEYS, 100)
    if agreed is None or first(record, _ANYWHERE, CONSENT, _CONSENT_KEYS, 100) is not None:
        return
    if interventional(record) and record.all(CRITERIA[0]) and len(_criteria(record)) >= 8:
        yield Found(
            Phrase(
                f"patients '{agreed.text.strip()}', and nowhere consent to the study itself",
                f"患者“{agreed.text.strip()}”，却无参加研究的知情同意",
            ),
            (agreed,),
        )


def pregnancy_absent(record: Record) -> Iterator[Found]:
    """A drug given to women of fertile age, with exclusion of pregnancy absent from the criteria."""
    words = first(record, CRITERIA, FERTILE, _FERTILE_KEYS, 100)
    if (
        words is None
        or first(record, _RULES, PREGNANT, _PREGNANT_KEYS, 120) is not None
        or words.value.text.startswith("non-", max(0, words.start - 4))
        or not interventional(record)
        or _MALE.match(record.text("sex"))
    ):
        return  # where fertile women are not mentioned the list may be a selection
    if len(_criteria(record)) < 8:
        return
    if not any(
        _DRUG.search(" ".join(v.text for v in member.get("type", ()))) for member in record.members("intervention")
    ):
        return
    lowest = whole_number(record.text("age.minimum"))
    if lowest is not None and lowest >= 50:
        return
    drug = next(
        (
            whole(f"intervention[{place}].name", v)
            for place, m in enumerate(record.members("intervention"))
            for v in m.get("name", ())[:1]
        ),
        None,
    )
    yield Found(
        Phrase(
            "a drug is given to women who may be pregnant: no criterion "
            "excludes pregnancy or breast-feeding, or asks for a test",
            "用药对象包括育龄女性，却无妊娠、哺乳排除标准或妊娠试验",
        ),
        (sentence_of(words), *([drug] if drug else [])),
    )


def consent_for_the_past(record: Record) -> Iterator[Found]:
    """A part that looks back and one that looks ahead, and consent told for the latter alone."""
    names = [
        whole(f"arm[{place}].name", arm["name"][-1])
        for place, arm in enumerate(record.members("arm"))
        if arm.get("name")
    ]
    back = next((name for name in names if BACK.search(name.text)), None)
    ahead = next((name for name in names if AHEAD.search(name.text)), None)
    if back is None or ahead is None or first(record, _ANYWHERE, _WAIVED, _WAIVED_KEYS, 120) is not None:
        return
    consent = list(search(record, CRITERIA, _SIGNED, ("consent", "知情同意")))
    if consent:
        yield Found(
            Phrase(
                "consent is told for the part that looks ahead; for the part that looks back neither consent nor a waiver",
                "前瞻部分有知情同意，回顾部分既无知情同意也未说明豁免",
            ),
            (back, consent[-1]),
        )


_SIGNED: Final = re.compile(r"(?ai)[^.;\n]{0,60}\bconsent(?: form)?|[^。；\n]{0,16}知情同意书?")

CHECKS: Final = (
    Check(
        code="HPT320",
        title=Phrase("Ages stand in the criteria only", "年龄仅见于标准正文"),
        severity=2,
        decidability="S",
        costs=Phrase(
            "Searches by age miss the study, and systems take it as without limits.",
            "按年龄检索不到该研究，系统会视为无年龄限制。",
        ),
        mend=Phrase("Fill in the fields for age.", "填写年龄字段。"),
        meanwhile=Phrase("The ages of the criteria are taken.", "以标准所述年龄为准。"),
        find=age_in_text_only,
        example=Example({"sex": "All", "eligibility.inclusion": "Age 18-75"}, {"age.minimum": "18 Years"}),
    ),
    Check(
        code="HPT321",
        title=Phrase("Ages stand in the fields only", "年龄仅见于结构化字段"),
        severity=2,
        decidability="S",
        costs=Phrase("Those who screen by the criteria overlook the limits.", "按标准筛选者会忽略年龄限制。"),
        mend=Phrase("Repeat the ages in the criteria, in both languages.", "在中英文标准中写明年龄。"),
        meanwhile=Phrase("The ages of the fields are added to the criteria.", "将字段年龄并入标准。"),
        find=age_in_fields_only,
        example=Example(
            {
                "age.minimum": "18",
                "age.maximum": "80",
                **{f"eligibility.inclusion@{n}": f"Rule {n} of the liver" for n in range(8)},
            },
            {"eligibility.inclusion@0": "Age 18 to 80"},
        ),
    ),
    Check(
        code="HPT322",
        title=Phrase("No consent to the study in the criteria", "标准中无知情同意"),
        severity=1,
        decidability="T",
        costs=Phrase("A patient could be entered without consent.", "可能在未知情同意时入组。"),
        mend=Phrase("Add signed consent to the inclusion criteria.", "在纳入标准中增加签署知情同意书。"),
        meanwhile=Phrase("Signed consent is required.", "按须签署知情同意处理。"),
        find=consent_absent,
        example=Example(
            {
                "study_type": "Interventional",
                "eligibility.inclusion": "Agree to provide tissue and pathological specimens",
                **{f"eligibility.exclusion@{n}": f"Rule {n}" for n in range(8)},
            },
            {"eligibility.inclusion": "Agree to provide tissue, and sign informed consent"},
        ),
    ),
    Check(
        code="HPT323",
        title=Phrase("A drug, and no rule on pregnancy", "用药研究未排除妊娠"),
        severity=1,
        decidability="T",
        costs=Phrase("A pregnant woman could be treated.", "可能使孕妇用药。"),
        mend=Phrase(
            "Exclude pregnancy and breast-feeding, and say which test is made and when.",
            "排除妊娠和哺乳，写明妊娠试验及时间。",
        ),
        meanwhile=Phrase("Pregnant and breast-feeding women are not entered.", "妊娠和哺乳期女性不予入组。"),
        find=pregnancy_absent,
        example=Example(
            {
                "study_type": "Interventional",
                "intervention[0].type": "Drug",
                "intervention[0].name": "Sorafenib",
                "eligibility.inclusion": "Women of childbearing age use contraception",
                **{f"eligibility.exclusion@{n}": f"Rule {n}" for n in range(8)},
            },
            {"eligibility.exclusion@0": "Pregnant or breast-feeding women"},
        ),
    ),
    Check(
        code="HPT324",
        title=Phrase("No consent and no waiver for the part that looks back", "回顾部分无知情同意或豁免"),
        severity=1,
        decidability="T",
        costs=Phrase("Whether those data may be used is open.", "该部分数据能否使用不明。"),
        mend=Phrase("Name the waiver, or ask for consent.", "说明豁免或取得知情同意。"),
        meanwhile=Phrase("Those data are marked as waiting for a waiver.", "该部分数据标记为待豁免。"),
        find=consent_for_the_past,
        example=Example(
            {
                "arm[0].name": "Prospective part",
                "arm[1].name": "Retrospective part",
                "eligibility.inclusion": "Having signed an informed consent form",
            },
            {"description": "Consent is waived for the retrospective part."},
        ),
    ),
)
