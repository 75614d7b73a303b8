"""Questions about the design that a person must answer: the check asks, it does not judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import CRITERIA, IN, first, search
from hepatica.registry.record import Quote, Record
from hepatica.registry.stages import stated

INCLUSION, EXCLUSION = CRITERIA[:1], CRITERIA[1:]
TEXT: Final = ("summary", "description")
OUTCOME: Final = ("outcome.name", "outcome.description", "outcome.method")

_RESPONDERS: Final = re.compile(
    r"(?i)(?:proportion|percentage|share|rate|number) of (?:the )?(?:[\w-]+ )?(?:patients|participants|subjects"
    r"|cases) (?:achieving|with|who|having|that|showing|in whom)[^.;\n]{0,40}"
    r"(?:response|remission|(?<![\[(])\b[CP]R\b)|(?:response|remission) rates? (?:is|was|are|will be"
    r"|:)[^.;\n]{0,40}(?:patients|participants|subjects)|(?:缓解|应答)(?:的)?患者(?:的)?比例"
)
_PER_LINE: Final = re.compile(
    r"(?i)(?:for|at|in|after|by|per|with|of|on) (?:each|every|(?<=per )) ?(?:treatment |therapy |successive )?(?:line"
    r"|regimen|course)s?\b(?: of (?:therapy|treatment))?"
    r"|\bper[- ](?:line|regimen)\b|\b(?:by|separately for|according to) (?:the )?(?:line|lines) of (?:therapy"
    r"|treatment)|\b(?:line|regimen)-by-(?:line|regimen)|每(?:一)?线治疗|各线治疗|每线"
)


_SHARES: Final = ("proportion", "percentage", "share of", "rate", "number of", "比例")
_LINES: Final = ("each line", "each regimen", "each course", "every line", "every regimen", "each treatment line",
    "every treatment line", "each therapy line",
    "per line", "per regimen", "per-line", "line of therapy", "line of treatment", "lines of therapy",
    "lines of treatment", "line-by-line",
    "regimen-by", "线治疗", "每线")  # fmt: skip


def patients_or_lines(record: Record) -> Iterator[Found]:
    """A proportion of patients that is assessed for each line of therapy."""
    line = first(record, (*TEXT, *OUTCOME), _PER_LINE, _LINES, 40)
    share = first(record, (*TEXT, *OUTCOME), _RESPONDERS, _SHARES) if line is not None else None
    if line is not None and share is not None:
        yield Found(
            Phrase(
                "is a patient with two lines of therapy counted once or twice?", "接受两线治疗的患者计一次还是两次？"
            ),
            (share, line),
        )


_IMMUNO_TITLE: Final = re.compile(
    r"(?i)(?:immunotherapy|immune checkpoint (?:inhibitors?|blockade|therapy)|ICIs?|(?:anti-)?PD-?L?1(?: inhibitors?"
    r"| blockade| therapy)?) (?:effectiveness|efficacy|response|benefit|outcome|sensitivity|resistance)s?"
    r"|(?:effectiveness|efficacy|response|benefit|outcomes?|sensitivity|resistance) (?:of|to"
    r"|from) (?:\w+ )?(?:immunotherapy|immune checkpoint|(?:anti-)?PD-?L?1)[\w -]{0,20}"
    r"|免疫治疗(?:的)?(?:疗效|获益|反应|应答|敏感|耐药)"
)
_COMBINED: Final = re.compile(
    r"(?i)(?:targeted?|TKI|anti-?angiogenic)[\w -]{0,20}?(?:combined (?:with )?|plus |\+ ?|and )"
    r"(?:immun|ICI|PD-1)[\w -]{0,30}|靶向(?:治疗|药物)?(?:联合|\+|＋|和|与)免疫"
    r"|(?:immunotherapy|ICIs?|PD-?L?1[\w -]{0,20}|checkpoint inhibitors?) ?(?:combined with|plus|in combination with"
    r"|together with|\+|and) ?(?:\w+ )?(?:targeted|TKI|tyrosine|lenvatinib|sorafenib"
    r"|bevacizumab|apatinib|anti-?angiogenic|anti-?VEGF)[\w -]{0,30}|免疫(?:治疗)?(?:联合|\+|＋|和|与)靶向"
)


def claim_about_one_of_two(record: Record) -> Iterator[Found]:
    """A claim about immunotherapy where everybody receives a targeted drug as well, without allocation."""
    if not any(
        "bservational" in value.text or "OBSERV" in value.text or "观察" in value.text
        for value in record.all("study_type")
    ):
        return
    title = first(
        record, ("title", "title.official"), _IMMUNO_TITLE, ("immun", "ici", "pd-1", "pd-l1", "pd1", "pdl1", "免疫")
    )
    if title is None or re.search(r"(?i)target|combin|plus|lenvatinib|bevacizumab|靶向|联合", title.value.text):
        return
    exposure = first(
        record,
        (*TEXT, *INCLUSION),
        _COMBINED,
        ("target", "tki", "angiogenic", "lenvatinib", "bevacizumab", "vegf", "靶向"),
    )
    if exposure is not None:
        yield Found(
            Phrase(
                "how will the part of immunotherapy be told from that of the targeted drug, with no group without it?",
                "没有对照组，如何区分免疫治疗与靶向药物各自的作用？",
            ),
            (title, exposure),
        )


_B7: Final = re.compile(
    r"(?i)(?:Child-?\s?Pugh )?(?:class |grade )B,? \(?(?:with a score of|score(?: of)?|≤)?\s?[≤<]?\s?[78]\b"
    r"|B\s?级[^。；;\n]{0,4}[78]\s?分|Child-?Pugh[^.;\n]{0,20}\bB7"
)
_DECOMPENSATED: Final = re.compile(
    r"(?i)decompensated (?:chronic )?(?:liver disease|(?:liver |hepatic )?cirrhosis|liver function|hepatic function"
    r"|hepatopathy|liver)[^.;\n]{0,50}"
    r"|(?:hepatic|liver) (?:function )?decompensation|decompensation of (?:the )?(?:liver|cirrhosis)|肝(?:脏)?(?:硬化"
    r"|功能)?失代偿|失代偿(?:期)?(?:性)?肝"
)
_SPECIFIED: Final = re.compile(
    r"(?i)ascites|encephalopathy|bleeding|Child-?Pugh|defined|such as|腹水|肝性脑病|出血|定义"
)


def decompensated_and_b7(record: Record) -> Iterator[Found]:
    """Child-Pugh B7 that may enter beside decompensation that may not, without saying what that is."""
    for out in search(record, EXCLUSION, _DECOMPENSATED, ("decompensat", "失代偿")):
        if _SPECIFIED.search(out.value.text) is not None:
            continue
        stages = (
            each.quote
            for each in stated(record, "Child-Pugh", IN)
            if each.sure and each.steps & {"B", "B7", "B8", "B9"}
        )
        admitted = next(stages, None) or first(record, INCLUSION, _B7, ("child", "pugh", "b级", "b 级", "class b"))
        if admitted is not None:
            yield Found(
                Phrase(
                    "which participants of class B are decompensated: B7 often is, by ascites or albumin?",
                    "哪些B级患者属于失代偿？B7常有腹水或低白蛋白",
                ),
                (admitted, out),
            )
        return


_ORGANOID: Final = re.compile(r"(?i)organoid|类器官")
_ANTIBODY: Final = re.compile(r"[A-Za-z]{3,}mab\b(?:\s?\+\s?[A-Za-z]+mab\b)?|[\u4e00-\u9fff]{2,4}单抗")
_COCULTURE: Final = re.compile(
    r"(?i)co-?cultur|immune cells?|PBMC|lymphocytes|assembloid|microenvironment|共培养|免疫细胞|微环境"
)


def antibody_in_an_organoid(record: Record) -> Iterator[Found]:
    """Antibodies against immune or vascular targets tested on organoids of tumour cells alone."""
    organoid = first(record, (*TEXT, "title"), _ORGANOID, ("organoid", "类器官"))
    if (
        organoid is None
        or first(
            record,
            TEXT,
            _COCULTURE,
            (
                "culture",
                "immune cell",
                "pbmc",
                "lymphocyte",
                "assembloid",
                "microenvironment",
                "共培养",
                "免疫细胞",
                "微环境",
            ),
        )
        is not None
    ):
        return
    text = next((value for value in record.all("description") if "ensitiv" in value.text or "药敏" in value.text), None)
    met = _ANTIBODY.search(text.text) if text is not None else None
    if text is None or met is None:
        return
    grown = re.search(r"(?i)[^.;\n]{0,80}(?:establish|culture)[^.;\n]{0,20}organoid[^.;\n]{0,20}", organoid.value.text)
    shown = Quote(organoid.field, organoid.value, *grown.span()) if grown else organoid
    yield Found(
        Phrase(
            "how can a culture of tumour cells alone tell the effect of an antibody on immune cells or vessels?",
            "仅含肿瘤细胞的类器官如何反映作用于免疫或血管的抗体疗效？",
        ),
        (Quote("description", text, *met.span()), shown),
    )


_NOT_RANDOM: Final = re.compile(r"(?i)non[-_\s]?randomi[sz]ed|not randomi[sz]ed|非随机")
_COX_WITH: Final = re.compile(
    r"(?i)(?:Cox|multivaria\w+|logistic|hazards) (?:[\w-]+ ){0,4}?(?:models?|regression"
    r"|analys[ie]s) (?:[\w-]+ ){0,3}?(?:includ\w+|adjust\w*(?: for)?|with|containing|controlling for)[^.;\n]{5,90}"
    r"|\b(?:adjust\w*|controlling|corrected) for [^.;\n]{5,80}? (?:in|by|with|using) (?:an? )?(?:Cox|multivaria\w+"
    r"|logistic)[^.;\n]{0,30}"
    r"|Cox[^。；;\n]{0,10}(?:纳入|校正)[^。；;\n]{3,40}"
)
_BALANCED: Final = re.compile(
    r"(?i)propensity|weighting|\bIPTW\b|matched|matching|instrumental|target trial|倾向性?评分|匹配|加权"
)


def few_covariates(record: Record) -> Iterator[Found]:
    """Groups that were not allocated by chance, compared with a model of a few covariates."""
    model = first(record, TEXT, _COX_WITH, ("cox", "multivaria", "logistic", "hazards"))
    if (
        model is None
        or model.text.count(",") + model.text.count("、") > 4
        or first(
            record,
            TEXT,
            _BALANCED,
            ("propensity", "weight", "iptw", "match", "instrumental", "target trial", "倾向", "匹配", "加权"),
        )
        is not None
    ):
        return
    chosen = first(record, ("title.official", "allocation", "design", *TEXT), _NOT_RANDOM, ("random", "随机"))
    if chosen is not None:
        yield Found(
            Phrase(
                "do these covariates hold all the reasons for which one treatment or the other was chosen?",
                "这些协变量是否涵盖了选择治疗的全部原因？",
            ),
            (chosen, model),
        )


CHECKS: Final = (
    Check(
        code="HPT440",
        title=Phrase("A proportion of patients is assessed by line of therapy", "患者比例按治疗线评估"),
        severity=1,
        decidability="H",
        costs=Phrase(
            "The rate has one denominator for patients and another for lines.", "按患者与按治疗线的分母不同。"
        ),
        mend=Phrase("Say whether patients or lines are counted.", "说明按患者还是按治疗线计数。"),
        meanwhile=Phrase("Patients are counted, at their first line.", "按患者的首线治疗计数。"),
        find=patients_or_lines,
        source="ICH E9(R1)",
        example=Example(
            {"description": "Proportion of patients achieving a response, assessed for each line of therapy."},
            {"description": "Proportion of patients achieving a response on the first line of therapy."},
        ),
    ),
    Check(
        code="HPT441",
        title=Phrase("The claim is about one of two drugs that all receive", "结论针对全体受试者所用两类药物之一"),
        severity=1,
        decidability="H",
        costs=Phrase(
            "A marker of outcome in general cannot be told from one of benefit from immunotherapy.",
            "无法区分预后标志物与免疫治疗疗效预测标志物。",
        ),
        mend=Phrase("Add a group without immunotherapy, or claim less.", "增设无免疫治疗组，或缩小结论。"),
        meanwhile=Phrase("The result is reported for the combination.", "结果按联合治疗报告。"),
        find=claim_about_one_of_two,
        source="Ballman, J Clin Oncol 2015",
        example=Example(
            {
                "study_type": "OBSERVATIONAL",
                "title": "A gene subtype and immunotherapy effectiveness",
                "summary": "Response of patients to targeted therapy combined with immune checkpoint inhibitors.",
            },
            {"title": "A gene subtype and response to targeted therapy with immunotherapy"},
        ),
    ),
    Check(
        code="HPT442",
        title=Phrase(
            "Class B7 may enter, decompensation may not, and is not defined", "允许B7而排除失代偿，但未定义失代偿"
        ),
        severity=1,
        decidability="H",
        costs=Phrase("Sites would decide differently on the same participant.", "各中心对同一受试者判断不同。"),
        mend=Phrase(
            "Define decompensation by ascites, encephalopathy and bleeding.", "按腹水、肝性脑病和出血定义失代偿。"
        ),
        meanwhile=Phrase(
            "Ascites, encephalopathy or variceal bleeding count as decompensation.",
            "腹水、肝性脑病或静脉曲张出血计为失代偿。",
        ),
        find=decompensated_and_b7,
        source="de Franchis et al., Baveno VII, J Hepatol 2022",
        example=Example(
            {
                "eligibility.inclusion": "Child-Pugh Class A or Class B with a score of 7",
                "eligibility.exclusion": "Decompensated liver disease",
            },
            {"eligibility.exclusion": "Decompensated liver disease, defined by ascites or encephalopathy"},
        ),
    ),
    Check(
        code="HPT443",
        title=Phrase("Antibodies are tested on cultures without their targets", "抗体药敏所用培养体系缺乏其靶点"),
        severity=1,
        decidability="H",
        costs=Phrase(
            "The test would call drugs inactive that act through immune cells or vessels.",
            "检测会将作用于免疫细胞或血管的药物判为无效。",
        ),
        mend=Phrase(
            "Use a culture with those cells, or leave the antibodies out of the panel.",
            "采用含相应细胞的培养体系，或将抗体移出药物组合。",
        ),
        meanwhile=Phrase("Results of the test for antibodies are marked.", "抗体的药敏结果予以标记。"),
        find=antibody_in_an_organoid,
        source="Dijkstra et al., Cell 2018",
        example=Example(
            {"description": "Organoids of tumour tissue undergo drug sensitivity testing (bevacizumab, apatinib)."},
            {
                "description": "Organoids in co-culture with immune cells undergo drug sensitivity testing "
                "(bevacizumab)."
            },
        ),
    ),
    Check(
        code="HPT444",
        title=Phrase("Groups chosen without chance are compared with a few covariates", "非随机分组仅用少数协变量校正"),
        severity=1,
        decidability="H",
        costs=Phrase(
            "The difference may be that between the patients, not the treatments.", "差异可能来自患者而非治疗。"
        ),
        mend=Phrase(
            "List the reasons for the choice of treatment, and weight or match for them.",
            "列出选择治疗的原因，并加权或匹配。",
        ),
        meanwhile=Phrase("A weighted analysis stands beside the model.", "在模型之外同时进行加权分析。"),
        find=few_covariates,
        source="Hernán and Robins, Am J Epidemiol 2016",
        example=Example(
            {
                "title.official": "A non-randomized study",
                "description": "The Cox model includes age, BCLC stage and HBsAg.",
            },
            {"description": "The Cox model is weighted by the propensity score."},
        ),
    ),
)
