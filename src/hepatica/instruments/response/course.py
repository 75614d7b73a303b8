"""The course of each subject: the assessments that count, one a day, in order; what was kept out, and why."""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.inputs import require
from hepatica.instruments.response.best_rules import CODES, CR, NE, NED, PD, PR, WHERE, BestRules
from hepatica.instruments.response.reader import reader
from hepatica.instruments.response.stretches import first, on_each_row, starts

OPTIONAL: Final = ("new_therapy", "death", "last")
"""Days a subject may have beside day zero."""

KEYS: Final = ("subject", "line", "reader")
PROBLEMS: Final = {
    "subject": pl.String,
    "reader": pl.String,
    "day": pl.Int64,
    "problem": pl.String,
    "kept_out": pl.Boolean,
    "what": pl.String,
    "what_zh": pl.String,
}
"""reader is "" and day null where the problem is not theirs; what names the problem."""


def cases(assessments: pl.DataFrame, subjects: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row for each subject (and line) and reader, numbered in the column case, with the days of the subject.

    Where the assessments have readers, every subject has a case of each of them. deaths: whether days of death were given.
    Also returns the problems of subjects.
    Raises HepaticaError for tables without the columns, and for a subject (and line) that stands there twice.
    """
    lined = "line" in subjects.columns
    subjects = require(
        subjects, f"{WHERE}: subjects", keys=("subject", *(["line"] if lined else [])), numbers=("zero",)
    )
    own = ("subject", "line") if lined else ("subject",)
    twice = subjects.filter(subjects.select(own).is_duplicated())
    if not twice.is_empty():
        raise HepaticaError(
            f"subject {twice['subject'][0]} stands among the subjects {len(twice)} times",
            where=f"{WHERE}: subjects",
            do="give one row a subject" + (" and line" if lined else ""),
        )
    given = [name for name in OPTIONAL if name in subjects.columns]
    subjects = require(subjects, f"{WHERE}: subjects", numbers=given)
    days = [pl.col(name).cast(pl.Int64) for name in ("zero", *given)]
    absent = [pl.lit(None, pl.Int64).alias(name) for name in OPTIONAL if name not in given]
    asked = pl.lit("death" in given).alias("deaths")
    table = subjects.select(*(_text(name) for name in own), *days, *absent, asked)
    if "reader" not in assessments.columns or assessments.is_empty():
        readers = pl.DataFrame({"reader": [""]})
    else:
        readers = assessments.select(reader(assessments)).unique().sort("reader")
    wrong = _of_subjects(table)
    sure = [
        pl.when((pl.col(name) < pl.col("zero")).fill_null(False).not_()).then(name).alias(name)
        for name in ("new_therapy", "death")
    ]
    found = table.with_columns(sure).join(readers, how="cross", maintain_order="left")
    return found.with_row_index("case").with_columns(pl.col("case").cast(pl.Int64)), wrong


def course(assessments: pl.DataFrame, table: pl.DataFrame, rules: BestRules) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The assessments that count, and the problems.

    assessments: subject, day, overall; reader (and line, where the cases have one).
    Returns case, zero, day, rank (the number of the response, null where unknown), sorted, one row a day; and the problems.
    """
    lined = "line" in table.columns
    assessments = require(assessments, f"{WHERE}: assessments", keys=("subject",), numbers=("day",), codes=("overall",))
    if lined:
        require(assessments, f"{WHERE}: assessments", keys=("line",))
    rows = _placed(assessments, table).with_columns(rank=_ranks(assessments["overall"]))
    rows, found = _faults(rows, rules)
    day, cut = pl.col("day"), pl.min_horizontal("new_therapy", "last")
    begun = (day >= pl.col("zero")) | pl.lit(rules.before_zero == "counted")
    rows = rows.filter(begun & (cut.is_null() | (day <= cut)))
    rows = rows.select("case", "zero", "day", "rank", "subject", "reader").sort("case", "day", maintain_order=True)
    rows, twice = _one_a_day(rows, rules)
    return rows, pl.concat([pl.DataFrame(schema=PROBLEMS), *found, *twice])


def _placed(assessments: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Each assessment with the case it belongs to and the days of that; null where it belongs to none."""
    own = [name for name in KEYS if name in table.columns]
    names = [_text(name) for name in own if name != "reader"]
    rows = assessments.select(
        *names, reader(assessments), pl.col("day").cast(pl.Int64), word=pl.col("overall").cast(pl.String)
    )
    # where there are no readers, subject (and line) say it all
    needed = (
        own if table["reader"].n_unique() > 1 or rows["reader"].n_unique() > 1 else [n for n in own if n != "reader"]
    )
    return rows.join(table.drop(n for n in own if n not in needed), on=needed, how="left", maintain_order="left")


def _ranks(overall: pl.Series) -> pl.Series:
    """The number of each response, whatever its capitals; null for another word."""
    words = overall.cast(pl.String)
    numbers = {code: number for number, code in enumerate(CODES)} | {NED: NE}
    read = {word: numbers.get(word.strip().upper()) for word in words.unique().drop_nulls()}
    return words.replace_strict(read, default=None, return_dtype=pl.Int8)


def up_to_progression(rows: pl.DataFrame, rules: BestRules) -> pl.DataFrame:
    """The assessments up to the first PD, and what follows a CR read as the rules say; `reread` marks what was changed."""
    rows = _cut(rows.with_columns(reread=pl.lit(False)), rules)
    rank, day = pl.col("rank"), pl.col("day")
    begin = starts(rows["case"])
    if rules.after_cr == "progression":
        complete = on_each_row(first(rows["rank"] == CR, rows["day"], begin), begin, rows.height)
        reread = (rows["day"] > complete) & rows["rank"].is_between(CR + 1, PD - 1)
        if reread.any():
            rows = rows.with_columns(rank=pl.when(reread).then(pl.lit(PD, pl.Int8)).otherwise(rank), reread=reread)
            rows = _cut(rows, rules)
    elif rules.after_cr == "partial":
        partial = pl.when(rank == PR).then(day).max().over("case")
        reread = rows.select(((rank == CR) & (day < partial)).fill_null(False)).to_series()
        rows = rows.with_columns(rank=pl.when(reread).then(pl.lit(PR, pl.Int8)).otherwise(rank), reread=reread)
    return rows


def _cut(rows: pl.DataFrame, rules: BestRules) -> pl.DataFrame:
    """Without what follows the first PD of each case."""
    if rules.after_progression == "counted":
        return rows
    begin = starts(rows["case"])
    progressed = on_each_row(first(rows["rank"] == PD, rows["day"], begin), begin, rows.height)
    return rows.filter(rows["day"] <= progressed)


def _one_a_day(rows: pl.DataFrame, rules: BestRules) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """One response a day; days with several different ones are problems. An unknown one beside others leaves it open."""
    repeated = (pl.col("case") == pl.col("case").shift()) & (pl.col("day") == pl.col("day").shift())
    if not rows.select(repeated.fill_null(False).any()).item():
        return rows.select("case", "zero", "day", "rank"), []
    evaluable = pl.when(pl.col("rank") != NE).then("rank")
    chosen = evaluable.max() if rules.same_day == "worst" else evaluable.min()
    extreme = PD if rules.same_day == "worst" else CR
    known = chosen.fill_null(pl.col("rank").max())
    open_ = pl.col("rank").is_null().any() & (chosen != extreme).fill_null(True)
    days = rows.group_by("case", "day", maintain_order=True).agg(
        pl.when(open_).then(None).otherwise(known).alias("rank"),
        pl.col("zero", "subject", "reader").first(),
        several=pl.col("rank").n_unique(),
        said=_code().unique(maintain_order=True).str.join(", "),
    )
    many = days.filter(pl.col("several") > 1).with_columns(taken=_code())
    words = ("{} on one day: {} counts", "同日有 {}：以 {} 计")
    twice = problems(many, "several on one day", *words, "said", "taken", kept_out=False)
    return days.select("case", "zero", "day", "rank"), [twice]


def _code() -> pl.Expr:
    """The response of a number."""
    return pl.col("rank").replace_strict(dict(enumerate(CODES)), default="unknown", return_dtype=pl.String)


def _faults(rows: pl.DataFrame, rules: BestRules) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The assessments that can be used, and what is wrong with the others."""
    day = pl.col("day")
    unread = (pl.col("word").str.strip_chars() != "") & pl.col("rank").is_null()
    out = rules.unreadable == "left out"
    said, said_zh = ("it is left out", "不计入") if out else ("the response of that day is unknown", "当日疗效未知")
    found = [
        (
            "no subject",
            pl.col("case").is_null(),
            "no such subject (and line) among the subjects",
            "名单中没有该受试者（及治疗线）",
        ),
        ("no day zero", pl.col("zero").is_null(), "the subject has no day zero", "受试者没有起始日"),
        ("no day", day.is_null(), "the assessment has no day", "评估没有日期"),
        ("after death", day > pl.col("death"), "the assessment lies after death", "评估日期晚于死亡"),
        ("no response", unread, f"'{{}}' is no response: {said}", f"“{{}}”不是疗效代码：{said_zh}"),
    ]
    listed = []
    for kind, holds, en, zh in found:
        wrong = rows.filter(holds)
        if wrong.is_empty():
            continue
        if kind == "no day zero":
            wrong = wrong.unique(["subject", "reader"], maintain_order=True).drop("day")
        kept_out = kind != "no response" or out
        listed.append(problems(wrong, kind, en, zh, *(["word"] if "{}" in en else []), kept_out=kept_out))
        if kept_out:
            rows = rows.filter(~holds.fill_null(False))
    return rows, listed


def _of_subjects(table: pl.DataFrame) -> pl.DataFrame:
    """Days of subjects that cannot be right."""
    words = (("death", "death", "死亡"), ("new_therapy", "new therapy", "新治疗"))
    return pl.concat(
        problems(
            table.filter(pl.col(name) < pl.col("zero")).select("subject", day=name),
            "before day zero",
            f"the day of {en} lies before day zero: it is left out",
            f"{zh}日期早于起始日：不计入",
        )
        for name, en, zh in words
    )


def problems(frame: pl.DataFrame, kind: str, en: str, zh: str, *places: str, kept_out: bool = True) -> pl.DataFrame:
    """The rows of a frame as problems of one kind, in words that may hold places for columns."""
    given = {"reader": pl.lit(""), "day": pl.lit(None)}
    named = {
        "problem": pl.lit(kind),
        "kept_out": pl.lit(kept_out),
        "what": pl.format(en, *places) if places else pl.lit(en),
        "what_zh": pl.format(zh, *places) if places else pl.lit(zh),
    }
    rows = frame.with_columns(**{name: value for name, value in given.items() if name not in frame.columns}, **named)
    return rows.select(pl.col(name).cast(kind_) for name, kind_ in PROBLEMS.items())


def _text(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String)
