"""Fetches a record from its register: ClinicalTrials.gov, ISRCTN and CTIS, each by its own public interface.

    NCT07120750             GET https://clinicaltrials.gov/api/v2/studies/NCT07120750                       JSON
    ISRCTN96912679          GET https://www.isrctn.com/api/query/format/default?q=ISRCTN96912679            XML
    2023-508143-51-00       GET https://euclinicaltrials.eu/ctis-public-api/retrieve/2023-508143-51-00      JSON

Each address can be replaced, for a mirror or a test: by an argument or by the environment variables HEPATICA_CTGOV_URL,
HEPATICA_ISRCTN_URL and HEPATICA_CTIS_URL. The other registers have no public interface: their records are read from files.

ClinicalTrials.gov answers 404 where it has no such study and 301 where a number was given up for another (`nctIdAliases`);
ISRCTN searches texts, so an answer may hold other studies that mention the number, or none; the site of CTIS may answer with
a page where it has no such trial. So others have described the interfaces (2024 to 2026): dev.to/odeeb on the study endpoint
of ClinicalTrials.gov, rfhb/ctrdata and several clients of the two others on GitHub. They were not asked themselves.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import quote

from hepatica.errors import HepaticaError
from hepatica.registry.client import Answer, Client
from hepatica.registry.clinicaltrials_gov import NUMBER
from hepatica.registry.reading import read_records
from hepatica.registry.record import Record


@dataclass(frozen=True)
class Register:
    """A register that can be asked.

    name: as records call it. form: of its numbers. variable: the environment variable with another address. home: the address
    of its interface. path: what follows, with `{id}` for the number. accept: media type of its answers.
    """

    name: str
    form: re.Pattern[str]
    variable: str
    home: str
    path: str
    accept: str


REGISTERS: Final = (
    Register(
        "ClinicalTrials.gov",
        NUMBER,
        "HEPATICA_CTGOV_URL",
        "https://clinicaltrials.gov/api/v2",
        "/studies/{id}",
        "application/json",
    ),
    Register(
        "ISRCTN",
        re.compile(r"ISRCTN\d{8}"),
        "HEPATICA_ISRCTN_URL",
        "https://www.isrctn.com/api",
        "/query/format/default?q={id}&limit=20",
        "application/xml",
    ),
    Register(
        "CTIS",
        re.compile(r"20\d{2}-5\d{5}-\d{2}-\d{2}"),
        "HEPATICA_CTIS_URL",
        "https://euclinicaltrials.eu/ctis-public-api",
        "/retrieve/{id}",
        "application/json",
    ),
)

_NOTHING_FOUND: Final = re.compile(rb"<allTrials\b[^>]*\btotalCount=[\"']0[\"']")
_FROM_FILES: Final = {
    "ChiCTR": (re.compile(r"CHICTR[-A-Z]*\d+"), "open it on www.chictr.org.cn, save the page and give the file"),
    "CTIS": (re.compile(r"20\d{2}-5\d{5}-\d{2}"), "write the whole EU CT number, as in 2023-508143-51-00"),
    "EUCTR": (
        re.compile(r"(EUCTR)?(19|20)\d{2}-\d{6}-\d{2}(-[A-Z]{2})?"),
        "download 'Full Trial Details' from www.clinicaltrialsregister.eu and give the file",
    ),
    "a register of the WHO network": (
        re.compile(
            r"(ACTRN|CTRI|DRKS|IRCT|JPRN|JRCT|KCT|LBCTR|NTR|NL|PACTR|PER|RBR|RPCEC|SLCTR|TCTR|UMIN|ITMCTR)[-/A-Z\d]*\d+.*"
        ),
        "export it from trialsearch.who.int and give the file",
    ),
}


def fetch(identifier: str, *, addresses: Mapping[str, str] | None = None, client: Client | None = None) -> Record:
    """The record of a registry number as its register has it now.

    identifier: NCT00000000, ISRCTN00000000 or 2023-500000-00-00, in either case, with or without white space. addresses: name
    of a register -> address of its interface, before those of the environment. client: who asks; by default one for the
    whole process, so that no register is asked more than 50 times a minute.
    Raises HepaticaError where the number is of no register that can be asked, where the register has no such record, where it
    cannot be reached or answers something else, and where its answer cannot be read.
    """
    number = "".join(identifier.split()).upper()
    register = _register(number, identifier)
    home = (addresses or {}).get(register.name) or os.environ.get(register.variable) or register.home
    url = home.rstrip("/") + register.path.format(id=quote(number, safe=""))
    answer = (client or _client()).get(url, register.accept)
    if answer.status != 200:
        raise _absent(number, register, url, answer)
    return _record(number, register, answer)


@cache
def _client() -> Client:
    return Client()


def _register(number: str, identifier: str) -> Register:
    for register in REGISTERS:
        if register.form.fullmatch(number):
            return register
    for name, (form, way) in _FROM_FILES.items():
        if form.fullmatch(number):
            raise HepaticaError(f"'{identifier}' is a number of {name}, which cannot be asked for a record", do=way)
    raise HepaticaError(
        f"'{identifier}' is a number of no register",
        do="write a number as in NCT07120750, ISRCTN96912679 or 2023-508143-51-00, or give a file",
    )


def _absent(number: str, register: Register, url: str, answer: Answer) -> HepaticaError:
    said = answer.body[:200].decode("utf-8", "replace").strip()
    reason = f": it answered {answer.status} '{said}'" if said and "<" not in said and "{" not in said else ""
    return HepaticaError(
        f"{register.name} has no record {number}{reason}", where=url, do="check the number, digit by digit"
    )


def _record(number: str, register: Register, answer: Answer) -> Record:
    start = answer.body[:200].decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    page = start.lower().startswith(("<!doctype html", "<html"))
    if not start.startswith("{" if register.accept.endswith("json") else "<") or page:
        wanted = "JSON" if register.accept.endswith("json") else "XML"
        shown = f"begins with '{start[:40]}'" if start else "is empty"
        raise HepaticaError(
            f"{register.name} did not answer with {wanted}; its answer {shown}",
            where=answer.url,
            do=f"check whether {number} exists: open it on the register's own site, and try again later if it does",
        )
    records = _records(register, answer)
    for record in records:
        if number in _numbers(record):
            return record
    others = sorted({record.id for record in records if record.id})
    if register.name == "ISRCTN":  # a search: what it finds may only mention the number
        found = f"; {', '.join(others)} only mention it" if others else ""
        raise HepaticaError(
            f"ISRCTN has no record {number}{found}", where=answer.url, do="check the number, digit by digit"
        )
    raise HepaticaError(
        f"{register.name} was asked for {number} and answered with {', '.join(others) or 'a record without a number'}",
        where=answer.url,
        do="check the address of the register, then tell the register",
    )


def _records(register: Register, answer: Answer) -> list[Record]:
    if register.name == "ISRCTN" and _NOTHING_FOUND.search(answer.body[:2000]):
        return []
    try:
        return list(read_records(answer.body, name=answer.url))
    except HepaticaError as error:
        raise HepaticaError(
            f"the answer of {register.name} cannot be read: {error.what}",
            where=error.where,
            do="try again later; if it is the same then, save the record from the register's site and give the file",
        ) from error


def _numbers(record: Record) -> set[str]:
    """The record's own number and those it was given up for, in capitals."""
    aliases = (value.text for value in record.all("other_id") if "nctIdAliases" in value.path)
    return {text.upper() for text in (record.id, *aliases)}
