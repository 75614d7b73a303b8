"""Groups that an algorithm makes, of which the record does not tell enough to make them again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.amounts import WRITTEN, count, whole_number
from hepatica.registry.background import of_others
from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import TEXTS, first, search, sentence, sentence_of, text
from hepatica.registry.record import Quote, Record

EVERYWHERE: Final = (*TEXTS, "arm.description", "intervention.description", "outcome.description", "outcome.method")
_COUNTED: Final = (
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty",
    "twenty-nine", "fifty",
)  # fmt: skip
_MANY: Final = rf"(?:\d{{1,4}}|{'|'.join(sorted(_COUNTED, key=len, reverse=True))})"
_GENES: Final = (
    r"(?:gene(?:s|tic)?|(?:mi|lnc|circ|m)-?RNAs?|CpGs?|methylation\s+(?:markers?|sites?)|proteins?|transcripts?)"
)
SIGNATURE: Final = re.compile(
    rf"(?<!\d)(?<!\w){_MANY}\s*-?\s*{_GENES}(?:\s*-?\s*(?:based|expression|set|panel|defined|methylation"
    r"|prognostic|immune|risk))*\s*-?\s*"
    r"(?:signature|subtyp\w+|classifier|score|model|algorithm|classification|prognostic|set|assay|expression\s+panel)\b"
    r"|\b(?:signature|classifier|risk\s+score|prognostic\s+model|predictive\s+model|subtyping|algorithm|panel)\s+"
    rf"(?:\w+\s+){{0,4}}?(?:of|with|from|on"
    r"|based\s+on|comprising|including|expression\s+of)\s+(?:the\s+)?(?:expression\s+of\s+)?"
    rf"{_MANY}\s+(?:\w+\s+)?{_GENES}\b|\bgene[- ]expression\s+(?:classifier|signature)\s+\({_MANY}\s+genes\)"
    r"|(?<!\d)\d{1,4}\s*(?:个|种)?基因(?:的)?(?:组成的)?(?:分型|标签|评分|模型|特征|预后)",
    re.IGNORECASE,
)
SYMBOL: Final = re.compile(
    r"\b(?!(?:HCC|RNA|DNA|TTP|PFS|TCGA|CTCAE|MRI|ECOG|BCLC|TACE|AFP|ORR|PCR|ICI"
    r"|NYHA)\b)[A-Z][A-Z0-9]{2,6}\d?\b"
)
CLASSIFIES: Final = re.compile(
    r"classif|stratif|divid|subtyp|assign|group|predict|guide|select|split|分型|分层|分组|分为|分成|预测", re.IGNORECASE
)
_SIZED: Final = r"\(\s*(?:n\s*=\s*)?\d+\s*(?:cases|patients|participants|subjects)?\s*\)"
SIZES: Final = re.compile(
    r"\b(?:divided?s?|classif(?:ied|ies|y)|stratif(?:ied|ies|y)|group(?:ed|s)?|allocated|sort(?:ed|s)?|separated"
    r"|splits?)\s+(?:"
    rf"[\w-]+\s+){{0,3}}?(?:into|as)\b[^.;\n(]{{0,80}}{_SIZED}[^.;\n(]{{0,80}}{_SIZED}[^.;\n]*"
    r"|\b(?:\d+\s+(?:patients|participants|subjects|cases)\s+(?:will\s+be\s+|are\s+)?(?:assigned|classified"
    rf"|allocated|placed)\s+(?:to|in|into|as)|stratified\s+[^.;\n(]{{0,30}}?into\s+\d+)\b"
    rf"[^.;\n]{{0,60}}\band\s+\d+\s+[^.;\n]*"
    r"|分为[^。；\n（(]{0,30}[（(]\s*\d+\s*例[）)][^。；\n（(]{0,30}[（(]\s*\d+\s*例[）)][^。；\n]*",
    re.IGNORECASE,
)
LEARNED: Final = re.compile(
    r"algorithm|signature|gene|classifier|model|cluster|score|expression|算法|基因|模型"
    r"|评分",
    re.IGNORECASE,
)
QUOTA: Final = re.compile(
    r"quota|until|screen(?:ed|ing)|random|expected\s+(?:prevalence|proportion)|assum|配额"
    r"|随机",
    re.IGNORECASE,
)
_METRIC: Final = r"(?:IC\s?50|AUC|GI50|inhibition\s+rate|Z-?score|EC50|Emax|viability)"
TWO_METRICS: Final = re.compile(
    r"\b(?:based\s+on|according\s+to|by|using|(?:relies|depends|relying|depending)\s+on|on\s+the\s+basis\s+of|with"
    r"|from)\s+(?:both\s+)?(?:the\s+)?"
    rf"(?P<one>{_METRIC})(?:\s+values?)?\s+"
    rf"(?:and|combined\s+with|together\s+with|plus)\s+(?:the\s+)?(?P<two>{_METRIC})(?:\s+values?)?"
    rf"|(?P<one3>{_METRIC})(?:\s+values?)?\s+and\s+(?:the\s+)?(?P<two3>{_METRIC})(?:\s+values?)?(?=\s+(?:determine"
    r"|guide|decide|select))"
    r"|(?:根据|基于|依据)(?P<zone>IC50|AUC|抑制率)[值]?(?:和|与|及)(?P<ztwo>IC50|AUC|抑制率)",
    re.IGNORECASE,
)
RULE: Final = re.compile(
    r"(?:cut-?off|threshold|defined\s+as|rank(?:ed|ing)|lowest|highest|below|less\s+than|greater\s+than|\bties?\b"
    r"|weighted"
    r"|[<>≤≥]\s*\d|阈值|界值|最低|最高|排序)",
    re.IGNORECASE,
)
CHOOSES: Final = re.compile(
    r"chos|choos|select|recommend|guid|determine|decid|effective|sensitiv|treatment|regimen|选|推荐|指导|敏感|有效",
    re.IGNORECASE,
)
MOST: Final = re.compile(
    r"\b(?:the\s+)?most\s+(?:effective|sensitive|active)\s+(?:drugs?(?:\(s\))?|regimens?|agents?"
    r"|treatments?)|最(?:敏感|有效)的?药物",
    re.IGNORECASE,
)
_LEARNS: Final = (
    r"(?:deep\s+(?:learning|neural)|machine\s+learning|artificial\s+intelligence|(?:risk[\s-]+)?prediction"
    r"|predictive|prognostic|radiomics?|AI\b|risk)"
)
_MODEL_EN: Final = (
    rf"\b(?:develop|buil[dt]|construct|establish|train|creat|set\s+up|generat)\w*\s+(?:\w+[\s-]+){{0,6}}?"
    rf"(?:{_LEARNS}(?:[\s-]+\w+){{0,4}}?\s+"
    r"(?:models?|algorithms?|systems?|nomograms?|scores?)|nomograms?|radiomics\s+signatures?|(?:models?|algorithms?"
    r"|scores?)\s+(?:\w+\s+){0,3}?(?:to\s+predict|predicting|for\s+(?:the\s+)?predict))"
    rf"|\b(?:an?\s+)?(?:{_LEARNS}(?:[\s-]+\w+){{0,3}}?\s+(?:models?|algorithms?|networks?|scores?|nomograms?)"
    rf"|nomogram|neural\s+network)(?:\s+\w+){{0,5}}?\s+"
    r"(?:will\s+be|is|are)\s+(?:developed|built|constructed|established|trained|created|generated)"
)
MODEL_EN: Final = re.compile(_MODEL_EN, re.IGNORECASE)
MODEL: Final = re.compile(
    _MODEL_EN
    + r"|(?:构建|建立|开发)[^。；\n]{0,40}(?:(?:深度学习|机器学习|预测|预后|影像组学|人工智能)[^。；\n]{0,12}模型|列线图)",
    re.IGNORECASE,
)
_MODELS: Final = (
    "learning", "artificial intelligence", "predict", "prognos", "radiomic", "nomogram", "neural", " ai ", "ai-", "risk",
    "模型", "列线图",
)  # fmt: skip
_TO_BE: Final = re.compile(
    rf"\bdevelopment\s+of\s+(?:an?\s+|the\s+)?(?:\w+[\s-]+){{0,3}}?{_LEARNS}(?:[\s-]+\w+){{0,4}}?\s+(?:models?"
    r"|algorithms?|systems?|scores?)",
    re.IGNORECASE,
)
PREDICTS: Final = re.compile(
    r"[^.;。；\n,]*(?:prognostic\s+predictive|predictive|prognostic)\s+(?:value|performance)[^.;。；\n,]*"
    r"|[^。；\n,，]*预(?:测|后)[^。；\n,，]{0,10}价值[^。；\n,，]*",
    re.IGNORECASE,
)
VALIDATED: Final = re.compile(
    r"validat|(?:training|test|testing)\s+(?:set|cohort|dataset)|hold-?out|cross-?validat|bootstrap|\bAUC\b|\bAUROC\b"
    r"|C-?index|concordance|calibration|\bROC\b|Brier|decision\s+curve"
    r"|sensitivity|specificity|accuracy|验证|训练集|测试集|校准|曲线下面积|敏感[性度]|准确率|一致性指数",
    re.IGNORECASE,
)


def genes_not_named(record: Record) -> Iterator[Found]:
    """A signature of so many genes that sorts patients, in a record that names none of the genes (absent)."""
    quote = first(
        record,
        EVERYWHERE,
        SIGNATURE,
        (" gene ", "-gene", "genes", " gene-", "rna", "cpg", "methylation", "protein", "transcript", "基因"),
        130,
    )
    told = text(record, *EVERYWHERE) if quote is not None else ""
    if quote is not None and CLASSIFIES.search(told):
        count, symbols = _count(quote.text), set(SYMBOL.findall(told))
        if len(symbols) < max(3, min(count, 60) // 2) or count > 60:
            yield Found(
                Phrase(
                    f"the {count} genes or markers, their weights and the threshold are not told",
                    f"未写明{count}个基因、其权重和界值",
                ),
                (quote,),
            )


_WORDS: Final = re.compile(rf"(?i)(?<![\w-]){WRITTEN}")


def _count(text: str) -> int:
    """How many genes words tell of."""
    named = [count(met[0]) or 0 for met in _WORDS.finditer(text)]
    return whole_number(text) or max((number for number in named if number > 2), default=0)


def sizes_of_observed_classes(record: Record) -> Iterator[Found]:
    """Fixed sizes for groups that a classifier finds, with no quota and no number to be screened."""
    for quote in search(
        record, TEXTS, SIZES, ("into ", "assigned to", "classified as", "grouped as", "placed in", "分为"), 240
    ):
        around = sentence(quote.value, quote.start)
        if of_others(quote):
            continue
        if LEARNED.search(quote.value.text, *around) and not QUOTA.search(quote.value.text, *around):
            method = first(
                record,
                ("description", "arm.description", "intervention.description"),
                SIGNATURE,
                ("gene", "rna", "基因"),
            )
            yield Found(
                Phrase(
                    "the sizes of classes that are only observed are fixed beforehand",
                    "观察所得的分类，其例数却事先固定",
                ),
                (quote, method) if method else (quote,),
            )
            return


def two_metrics_no_rule(record: Record) -> Iterator[Found]:
    """A choice of drug by two measures, without a rule that joins them."""
    for quote in search(
        record,
        (*TEXTS, "arm.description", "intervention.description"),
        TWO_METRICS,
        ("auc", "ic50", "ic 50", "gi50", "ec50", "emax", "抑制率"),
    ):
        met = TWO_METRICS.match(quote.value.text, quote.start)
        pair = [name.upper() for name in met.groups() if name] if met else []
        if len(set(pair)) < 2 or CHOOSES.search(sentence_of(quote).text) is None:
            continue
        if RULE.search(quote.value.text, *sentence(quote.value, quote.start)) or RULE.search(
            quote.value.text, quote.end, quote.end + 300
        ):
            return
        most = MOST.search(quote.value.text)
        drug = Quote(quote.field, quote.value, *most.span()) if most else None
        yield Found(
            Phrase(
                "two measures choose the drug, and nothing says how they are joined",
                "两个指标共同选药，但未说明如何合并",
            ),
            (quote, drug) if drug else (quote,),
        )
        return


def model_without_validation(record: Record) -> Iterator[Found]:
    """A prediction model that is to be developed, in a record without validation or measure of its performance (absent)."""
    built = next(
        (quote for quote in search(record, ("summary", "description"), MODEL, _MODELS, 200) if not of_others(quote)),
        None,
    )
    if built is None:
        built = first(record, ("summary", "description"), _TO_BE, ("development of",))
    if built is None:
        return
    if first(record, (*EVERYWHERE, "outcome.name"), VALIDATED) is not None:
        return
    told = list(search(record, ("summary", "description"), PREDICTS))
    english = sorted(told, key=lambda quote: quote.value.language == "zh")
    built = first(record, ("summary", "description"), MODEL_EN, _MODELS, 200) or built
    yield Found(
        Phrase(
            "a prediction model is developed, and no validation, split or measure of performance is told",
            "拟建立预测模型，但未写明验证、数据划分或性能指标",
        ),
        (english[0], built) if english else (built,),
    )


CHECKS: Final = (
    Check(
        code="HPT380",
        title=Phrase("The genes of the signature are not told", "基因标签的基因未列出"),
        severity=1,
        decidability="T",
        costs=Phrase("Nobody else can assign a patient to the groups.", "他人无法将患者分到各组。"),
        mend=Phrase(
            "List genes, platform, weights and threshold, or cite the publication that does.",
            "列出基因、平台、权重和界值，或引用已发表的说明。",
        ),
        meanwhile=Phrase(
            "The group is what the laboratory reports, with the version of its algorithm.",
            "以实验室报告的分组及其算法版本为准。",
        ),
        find=genes_not_named,
        example=Example(
            {"description": "Clustering based on a 29-gene signature will classify patients."},
            {"description": "Patients are classified by histology."},
        ),
    ),
    Check(
        code="HPT381",
        title=Phrase("Sizes of groups that are only observed are fixed", "观察所得分组的例数被固定"),
        severity=1,
        decidability="H",
        costs=Phrase(
            "Either enrolment stops for one class, which distorts the other, or the sizes are not reached.",
            "要么提前停止某类入组而造成偏差，要么达不到例数。",
        ),
        mend=Phrase(
            "Give the number to be screened and the expected share, or a quota rule.",
            "写明筛查例数和预期比例，或配额规则。",
        ),
        meanwhile=Phrase(
            "The sizes are expectations; nobody is refused for their class.", "例数仅为预期，不因分类拒绝入组。"
        ),
        find=sizes_of_observed_classes,
        example=Example(
            {
                "summary": "They will be divided into a new queue (100 cases) and another (250 cases) using the gene algorithm"
            },
            {"summary": "They will be divided into two queues using the gene set algorithm"},
        ),
    ),
    Check(
        code="HPT382",
        title=Phrase("Two measures choose the drug without a rule", "以两个指标选药而无规则"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "Two laboratories can recommend different drugs from one result.", "同一结果在两个实验室可能推荐不同药物。"
        ),
        mend=Phrase(
            "Give the rule: how the measures are joined, and what decides a tie.", "写明合并规则及并列时如何决定。"
        ),
        meanwhile=Phrase(
            "Drugs are ranked by the first measure; ties are listed for a person.",
            "按第一个指标排序，并列者由人工决定。",
        ),
        find=two_metrics_no_rule,
        example=Example(
            {"description": "The most effective drug(s), based on IC50 and AUC values, are recommended."},
            {"description": "The drug with the lowest AUC is recommended."},
        ),
    ),
    Check(
        code="HPT383",
        title=Phrase("A prediction model without validation", "预测模型没有验证计划"),
        severity=1,
        decidability="T",
        costs=Phrase(
            "The performance that will be reported is that on the data the model has learned from.",
            "所报告的性能只是训练数据上的性能。",
        ),
        mend=Phrase(
            "Say how data are split, what validates the model and by which measure.",
            "写明数据划分、验证方式和性能指标。",
        ),
        meanwhile=Phrase("Validation by site is proposed and marked as assumed.", "建议按中心验证，并标为假设。"),
        find=model_without_validation,
        example=Example(
            {"summary": "This study aims to develop a multimodal deep learning model to predict response."},
            {"summary": "This study aims to develop a deep learning model, with external validation and the C-index."},
        ),
        source="Collins GS et al., TRIPOD+AI statement, BMJ 2024;385:e078378",
    ),
)
