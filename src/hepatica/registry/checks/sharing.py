"""What is shared with others: results, data of participants, documents, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hepatica.registry.finding import Check, Example, Found, Phrase
from hepatica.registry.looking import first, said, search, sentence_of, whole
from hepatica.registry.record import Record

_PRIVATE: Final = re.compile(r"(?ai)^\s*(?:private|no\b|不公开|否)")
_YES: Final = re.compile(r"(?ai)^\s*(?:yes|true|是|公开)")
PUBLIC: Final = re.compile(
    r"(?ai)[^.;\n,]{0,60}\b(?:publicly|openly|freely) (?:available|accessible|shared|released)\b[^.;\n]{0,80}"
    r"|[^.;\n,]{0,60}\b(?:public|open)(?:ly)? (?:database|repositor\w+|available|accessible|sharing|platform"
    r"|access)\b[^.;\n]{0,40}"
    r"|通过[^。；\n]{0,30}公[开共][^。；\n]{0,20}|数据[^。；\n]{0,10}公开[^。；\n]{0,10}"
)
PLATFORM: Final = re.compile(
    r"(?a)(?:[Tt]hrough|[Vv]ia|on|in|using|from|(?:uploaded|deposited|submitted|transferred) to|at) (?:the |an? "
    r"|our )?(?:[\w'’-]+ ){1,6}?(?:[Pp]latform|[Ww]ebsite|[Ww]eb site|[Dd]atabase"
    r"|[Rr]epository|[Dd]ata (?:[Cc]enter|[Cc]entre|[Bb]ank))\b"
    r"|(?:通过|上传至|提交至|存放于)[^。；\n]{0,24}(?:平台|网站|数据库)"
)
_URL: Final = re.compile(r"(?ai)https?:|www\.|\b[\w-]+\.(?:org|com|cn|net|gov|edu)\b|resman|figshare|zenodo|dryad")
DOCUMENTS: Final = {
    "CSR": re.compile(r"(?ai)study report|\bCSR\b|研究报告"),
    "ANALYTIC_CODE": re.compile(r"(?ai)\bcodes?\b|script|syntax|代码|程序"),
    "SAP": re.compile(r"(?ai)statistical analysis plan|\bSAP\b|统计分析计划"),
    "STUDY_PROTOCOL": re.compile(r"(?ai)protocol|方案"),
    "ICF": re.compile(r"(?ai)consent|\bICF\b|知情"),
}
"""What ClinicalTrials.gov offers to tick, and how a text says it."""
LISTED: Final = re.compile(
    r"(?ai)[^.;\n]{0,50}\b(?:documentation|documents|materials)\b[^.;\n]{0,30}(?:such "
    r"as|including|include|e\.g\.,?|:)[^.;\n]{0,120}"
)


def private_results_public_data(record: Record) -> Iterator[Found]:
    """Results are private, and the data behind them are made public."""
    field = said(record, "results.public", _PRIVATE)
    if field is None:
        return
    words = first(record, ("sharing.description", "sharing"), PUBLIC, ("public", "open", "free", "公开", "公共"))
    shared = said(record, "sharing", _YES)
    if words is not None and _DENIED.search(words.text) is None:
        english = [
            q for q in search(record, ("sharing.description",), PUBLIC, ("public",)) if q.value.language == "en"
        ][:1]
        yield Found(
            Phrase(
                f"results are '{field.text}', and the data of participants are made public",
                f"结果“{field.text}”，受试者数据却公开",
            ),
            (field, *(english or [words]), *([shared] if shared else [])),
        )


_DENIED: Final = re.compile(r"(?ai)\bnot\b|\bno\b|n't\b|不|未")
_NO_SHARING: Final = re.compile(r"(?ai)^\s*(?:no|false)\s*$|^\s*[否不]")
_DATA: Final = (
    r"(?:(?:de-?identified |anonymi[sz]ed |(?:individual|participant|patient|subject)(?:-level)? |raw |original |all "
    r"|the |study "
    r"|research |collected |IPD |such )*"
    r"(?:data ?(?:sets?)?|IPD|participant data)(?: (?:of|from|that|underlying|supporting|collected|used|generated"
    r"|sets?)\b[^.;,\n]{0,60}?)?)"
)
_SHARED: Final = re.compile(
    rf"(?ai)(?:^|(?<=[.;:,\n] )|\bthe |\bour |\b(?=individual|de-?identified|anonymi[sz]ed)){_DATA} "
    r"(?:will be |are |is |can be |may be |shall be )(?:\w+ly )?(?:made )?(?:shared|available|obtained|provided"
    r"|accessible|released|requested)\b[^.;\n]{0,60}"
    rf"|\b(?:we|investigators|authors) (?:will|plan to|intend to|are willing to) share (?:the )?{_DATA}[^.;\n]{{0,60}}"
    r"|数据(?![^。；，\n]{0,12}[不未])[^。；，\n]{0,12}(?:可[^。；\n]{0,12}(?:获取|获得|索取)|将?(?:共享|公开|提供))"
)
_REFUSED: Final = re.compile(
    rf"(?ai)(?:^|(?<=[.;:\n] )|\bthe |\b(?=individual)){_DATA} (?:will|are|is|can|may|shall)(?: not|not) (?:be )?"
    r"(?:\w+ly )?(?:made )?"
    r"(?:shared|available|provided|accessible|released)\b[^.;\n]{0,40}|\b(?:no|not|without(?: an?y?)?) plans? to"
    r" share\b[^.;\n]{0,40}"
    r"|\b(?:we|the investigators) (?:do not|will not|don't) (?:plan to |intend to )?share\b[^.;\n]{0,40}|数据(?:不予?"
    r"|不会|暂不)(?:共享|公开)"
)
_IDENTITY: Final = re.compile(
    r"(?ai)identif(?!ied individual)(?:y|ying|iable)|\bnames?\b|third part|study team|within the (?:team|group"
    r"|hospital)|sponsor"
)
_RESULTS: Final = re.compile(r"(?ai)^[^.;\n]{0,40}(?:summary|aggregat)|汇总|仅[^。；]{0,10}结果")


def shared_and_not(record: Record) -> Iterator[Found]:
    """No data are shared by the field and the text offers them, or the other way round."""
    texts = ("sharing.description", "sharing.access")
    no, yes = said(record, "sharing", _NO_SHARING), said(record, "sharing", _YES)
    if (no is None) == (yes is None) or not record.all("sharing.description"):
        return
    field, pattern = (no, _SHARED) if no is not None else (yes, _REFUSED)
    for words in search(record, texts, pattern, ("data", "ipd", "share", "数据")):
        if (
            field is None
            or _IDENTITY.search(sentence_of(words).text)
            or (no and (_RESULTS.search(words.text) or _DENIED.search(sentence_of(words).text)))
        ):
            continue
        if no is None and first(record, texts, _SHARED, ("data", "ipd", "数据")) is not None:
            return  # some data are shared and others are not
        yield Found(
            Phrase(
                f"sharing is '{field.text}', and the text says '{words.text.strip()}'",
                f"数据共享为“{field.text}”，正文却称“{words.text.strip()}”",
            ),
            (field, words),
        )
        return


def documents_ticked_and_told(record: Record) -> Iterator[Found]:
    """Documents that are ticked and not told, or told and not ticked."""
    ticked = {value.text.upper(): whole("sharing.information", value) for value in record.all("sharing.information")}
    if not ticked:
        return
    words = first(record, ("sharing.description", "sharing.access"), LISTED, ("document", "material"))
    if words is None:
        return
    untold = [name for name in ticked if name in DOCUMENTS and not DOCUMENTS[name].search(words.text)]
    unticked = [name for name, said in DOCUMENTS.items() if name not in ticked and said.search(words.text)]
    if untold or unticked:
        yield Found(
            Phrase(
                f"ticked: {', '.join(ticked)}; told: '{words.text.strip()}'",
                f"勾选：{'、'.join(ticked)}；正文：“{words.text.strip()}”",
            ),
            (*(ticked[name] for name in (untold or list(ticked))), words),
        )


def platform_without_address(record: Record) -> Iterator[Found]:
    """A platform is named for the data, and no address of it."""
    if not any(_YES.search(value.text) for value in record.all("sharing")) or record.all("sharing.url"):
        return
    fields = ("sharing.description", "sharing.access", "sharing.time")
    if first(record, fields, _URL) is not None:
        return
    for words in sorted(
        search(
            record,
            fields,
            PLATFORM,
            (
                "platform",
                "website",
                "web site",
                "database",
                "repository",
                "data center",
                "data centre",
                "data bank",
                "平台",
                "网站",
                "数据库",
            ),
        ),
        key=lambda quote: quote.value.language != "en",
    ):
        yield Found(
            Phrase(
                f"data are shared '{words.text}', and its address is not told", f"数据“{words.text}”共享，却未给出网址"
            ),
            (words,),
        )
        return


CHECKS: Final = (
    Check(
        code="HPT300",
        title=Phrase("Private results, public data", "结果不公开，原始数据却公开"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Anybody could compute the results that are said to be private.", "他人可据公开数据算出所谓不公开的结果。"
        ),
        mend=Phrase("Decide whether results are public.", "明确结果是否公开。"),
        meanwhile=Phrase("Nothing is published by itself.", "不自动公开任何内容。"),
        find=private_results_public_data,
        example=Example(
            {"results.public": "Private", "sharing.description": "De-identified data will be made publicly available."},
            {"results.public": "Public"},
        ),
    ),
    Check(
        code="HPT301",
        title=Phrase("Documents ticked and documents told differ", "勾选与正文的共享文件不一致"),
        severity=3,
        decidability="T",
        costs=Phrase("Those who ask will not get what they were promised.", "申请者可能得不到所承诺的文件。"),
        mend=Phrase("Make the two lists alike.", "统一两处清单。"),
        meanwhile=Phrase("The package holds what either list names.", "数据包包含两处所列全部文件。"),
        find=documents_ticked_and_told,
        example=Example(
            {
                "sharing.information": "CSR",
                "sharing.description": "Documents such as the clinical data dictionary will be shared.",
            },
            {"sharing.description": "Documents such as the clinical study report will be shared."},
        ),
    ),
    Check(
        code="HPT302",
        title=Phrase("A platform for the data without its address", "共享平台无网址"),
        severity=3,
        decidability="T",
        costs=Phrase("The data cannot be found.", "无法找到数据。"),
        mend=Phrase("Give the address.", "补充网址。"),
        meanwhile=Phrase("The address is left open in the data package.", "数据包中网址留空。"),
        find=platform_without_address,
        example=Example(
            {"sharing": "Yes", "sharing.description": "Data are available through the National Data Sharing Platform."},
            {"sharing.url": "https://example.org"},
        ),
    ),
    Check(
        code="HPT303",
        title=Phrase("Data are shared by one place and not by the other", "是否共享数据前后不一"),
        severity=2,
        decidability="T",
        costs=Phrase(
            "Participants and readers are told two things about their data.", "对受试者和读者的说明相互矛盾。"
        ),
        mend=Phrase("Make the field and the text say the same.", "统一字段与正文。"),
        meanwhile=Phrase("Nothing is shared.", "不共享数据。"),
        find=shared_and_not,
        source="ICMJE, Data Sharing Statements for Clinical Trials, 2017",
        example=Example(
            {"sharing": "NO", "sharing.description": "De-identified data will be shared on request."},
            {"sharing": "YES"},
        ),
    ),
)
