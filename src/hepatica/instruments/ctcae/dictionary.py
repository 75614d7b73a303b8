"""The 837 terms of CTCAE 5.0: their classes, the text of their grades, and search in English and Chinese.

Source: Common Terminology Criteria for Adverse Events, version 5.0, National Cancer Institute, 27 November 2017; a work of
the United States government, in the public domain. MedDRA codes are left out: they are licensed. In `data/`.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from typing import Any, Final

import polars as pl
from ruamel.yaml import YAML

from hepatica.errors import HepaticaError
from hepatica.instruments.ctcae.rules import VERSIONS, rules

GRADES: Final = ("grade_1", "grade_2", "grade_3", "grade_4", "grade_5")

SPELLINGS: Final = (("ae", "e"), ("oe", "e"), ("isation", "ization"), ("tumour", "tumor"), ("colour", "color"))
"""British to American, part by part and on both sides: anaemia, oedema, diarrhoea."""

WORD: Final = re.compile(r"[a-z0-9]+")
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")

NEAR: Final = 0.75
"""Likeness of two words from which one may be a slip of the other."""

WEIGHTS: Final = {"term": 80.0, "class": 30.0, "text": 30.0}
"""What a query scores that is found whole in the term, its class, or the text of its grades and definition."""


@cache
def terms() -> pl.DataFrame:
    """The dictionary: soc, term, grade_1 to grade_5 (null where there is no such grade), definition, note, zh, soc_zh."""
    data = resources.files("hepatica.instruments.ctcae").joinpath("data")
    table = pl.read_csv(gzip.decompress(data.joinpath("terms_v5.csv.gz").read_bytes()), infer_schema_length=0)
    words = _other_words()
    laboratory = {term: rule.zh for version in VERSIONS for term, rule in rules(version).items()}
    labels = words["terms"] | laboratory
    return table.with_columns(
        zh=pl.col("term").replace_strict(labels, default=None, return_dtype=pl.String),
        soc_zh=pl.col("soc").replace_strict(words["classes"], default=None, return_dtype=pl.String),
    )


def search(text: str, *, soc: str | None = None, limit: int = 10) -> pl.DataFrame:
    """The terms that fit a text best: words of a term, its class, or its grades; slips and British spelling are forgiven.

    text: English or Chinese. soc: only in this class (English or Chinese).
    Returns term, zh, soc, soc_zh, score (0 to 100, the best first) and found ("term", "class", "grade 3", "definition").
    Raises HepaticaError for an empty text, an unknown class, or a limit under 1.
    """
    if not text.strip():
        raise HepaticaError("there is nothing to search for", do="write a word, for example platelets")
    if limit < 1:
        raise HepaticaError(f"{limit} results cannot be shown", do="ask for 1 or more")
    table = terms()
    if soc is not None:
        table = table.filter((pl.col("soc").str.to_lowercase() == soc.casefold()) | (pl.col("soc_zh") == soc))
        if table.is_empty():
            known = ", ".join(terms()["soc"].unique(maintain_order=True))
            raise HepaticaError(f"'{soc}' is no class of CTCAE", do=f"use one of: {known}")
    asked = set(table["term"])
    entries = [each for each in _entries() if each.term in asked]
    score = _chinese if CHINESE.search(text) else _english
    hits = [(each, *score(text, each)) for each in entries]
    best = sorted((hit for hit in hits if hit[1] > 0), key=lambda hit: (-hit[1], len(hit[0].term), hit[0].term))[:limit]
    found = {
        "term": [hit[0].term for hit in best],
        "score": [hit[1] for hit in best],
        "found": [hit[2] for hit in best],
    }
    shown = pl.DataFrame(found, schema={"term": pl.String, "score": pl.Float64, "found": pl.String})
    return shown.join(table, on="term", how="left", maintain_order="left").select(
        "term", "zh", "soc", "soc_zh", "score", "found"
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    term: str
    zh: tuple[str, ...]
    soc: str
    soc_zh: str
    words: tuple[str, ...]
    also: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, frozenset[str]], ...]


@cache
def _entries() -> tuple[_Entry, ...]:
    entries = []
    for row in terms().to_dicts():
        texts = {"definition": row["definition"], **{name.replace("_", " "): row[name] for name in GRADES}}
        places = tuple((name, frozenset(_words(said or ""))) for name, said in texts.items())
        called = _other_words()["also"].get(row["term"], [])
        zh = tuple(word for word in (row["zh"], *called) if word and CHINESE.search(word))
        also = tuple(tuple(_words(word)) for word in called if not CHINESE.search(word))
        own = tuple(_words(row["term"]))
        entries.append(_Entry(row["term"], zh, row["soc"], row["soc_zh"], own, also, places))
    return tuple(entries)


def _english(text: str, entry: _Entry) -> tuple[float, str]:
    """Score and place: the whole term, its words, near words of it, then its class and its text."""
    wanted = _words(text)
    if not wanted:
        return 0.0, ""
    if tuple(wanted) == entry.words:
        return 100.0, "term"
    if tuple(wanted) in entry.also:
        return 99.0, "also called"
    same = _other_words()["same"]
    ways = [(word, same[word]) if word in same else (word,) for word in wanted]
    likeness = sum(max(_like(way, other) for way in each for other in entry.words) for each in ways) / len(wanted)
    if likeness >= NEAR:
        length = min(1.0, len(wanted) / len(entry.words))
        return round(WEIGHTS["term"] * likeness + 15 * length, 1), "term"
    if all(word in _words(entry.soc) for word in wanted):
        return WEIGHTS["class"], "class"
    for name, said in entry.places:
        if all(word in said for word in wanted):
            return WEIGHTS["text"], name
    return 0.0, ""


def _chinese(text: str, entry: _Entry) -> tuple[float, str]:
    wanted = "".join(text.split())
    if wanted in entry.zh:
        return (100.0, "term") if wanted == entry.zh[0] else (99.0, "also called")
    parts = [sorted((len(wanted), len(name))) for name in entry.zh if wanted in name or name in wanted]
    if parts:
        return round(WEIGHTS["term"] * (0.5 + max(shorter / longer for shorter, longer in parts) / 2), 1), "term"
    return (WEIGHTS["class"], "class") if wanted in entry.soc_zh else (0.0, "")


def _like(word: str, other: str) -> float:
    """1 for the same word, nearly 1 for its beginning, else how alike two words are; 0 under NEAR."""
    if word == other:
        return 1.0
    if len(word) >= 3 and other.startswith(word):
        return 0.95
    if len(word) >= 4 and word.rstrip("s") == other.rstrip("s"):
        return 0.98
    if len(word) < 4 or abs(len(word) - len(other)) > 3:
        return 0.0
    ratio = SequenceMatcher(None, word, other, autojunk=False).ratio()
    return ratio * 0.9 if ratio >= NEAR else 0.0


@cache
def _other_words() -> dict[str, Any]:
    file = resources.files("hepatica.instruments.ctcae").joinpath("data", "words.yaml")
    return dict(YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")))


def _words(text: str) -> list[str]:
    folded = text.casefold()
    for british, american in SPELLINGS:
        folded = folded.replace(british, american)
    return WORD.findall(folded)
