"""SDTM tumour tables to the lesion table: TU says which lesion is what, TR what was measured, RS which responses were given.

SDTMIG 3.4, section 6.3.5 (TU, TR, RS). Readers are told apart by --EVALID; the day of an assessment is counted from
the subject's start where the date is whole, else --DY, else the last day that a partial date can mean.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from hepatica.errors import HepaticaError
from hepatica.instruments.response.lesions import COLUMNS
from hepatica.instruments.response.problems import Fault, gathered, listed
from hepatica.instruments.response.reader import reader
from hepatica.sdtm.dates import day_bounds

ROLES: Final = {"TARGET": "target", "NON-TARGET": "non_target", "NEW": "new", "NEW LESION": "new"}

LENGTHS: Final = {
    "LDIAM": "longest_mm",
    "LPERP": "short_axis_mm",
    "LDIAMVIA": "viable_mm",
    "LPERPVIA": "viable_perpendicular_mm",
}

COUNTED: Final = "DIAMETER"
"""The test whose result is the diameter that is summed: the short axis of a node, the longest of any other lesion."""

STATES: Final = {
    "PRESENT": "present",
    "ABSENT": "absent",
    "TOO SMALL TO MEASURE": "too_small",
    "NOT EVALUABLE": "not_evaluable",
    "NOT ASSESSABLE": "not_evaluable",
    "SPLIT": "split",
    "MERGED": "merged",
    "COALESCED": "merged",
    "UNEQUIVOCAL PROGRESSION": "unequivocal_progression",
    "UNEQUIVOCAL": "unequivocal",
    "EQUIVOCAL": "equivocal",
}
"""Tumour states; UNEQUIVOCAL of a non-target lesion is its progression. Any other stays as it is, and is listed later."""

PART: Final = r"^(.+)\.\d+$"
"""How the parts of a split lesion are named (SDTMIG 3.4, TU, example of a split tumour)."""

RESPONSES: Final = {"TRGRESP": "target", "NTRGRESP": "non_target", "NEWLPROG": "new_lesion", "OVRLRESP": "overall"}


def lesions_from_sdtm(
    tu: pl.DataFrame, tr: pl.DataFrame, starts: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lesion table of TU and TR, and the problems.

    starts: columns subject, start (ISO date of study day 1); without it, or for a subject without one, the first whole
    date of the subject is day 1. Sums (SUMDIAM) are not read: they are computed. A measurement of a lesion that TU does
    not name is listed, and left out.
    Raises HepaticaError for a missing column.
    """
    _check("TU", tu, ("USUBJID", "TULNKID", "TUSTRESC"))
    _check("TR", tr, ("USUBJID", "TRLNKID", "TRTESTCD", "TRSTRESC"))
    named = _named(tu)
    read = with_days(tr, "TR", starts).filter(pl.col("TRTESTCD").is_in([*LENGTHS, COUNTED, "TUMSTATE"]))
    rows = _wide(read)
    both = rows.join(named, on=["subject", "reader", "lesion"], how="left", maintain_order="left")
    unnamed = Fault(
        "lesion not identified",
        pl.lit(True),
        pl.lit("measured, but TU does not say what it is"),
        pl.lit("有测量值，但 TU 未说明该病灶"),
    )
    wrong = both.filter(pl.col("role").is_null())
    table = both.filter(pl.col("role").is_not_null())
    progressed = (pl.col("role") == "non_target") & (pl.col("state") == "unequivocal")
    state = pl.when(progressed).then(pl.lit("unequivocal_progression")).otherwise("state")
    node, counted = pl.col("node"), pl.col("counted")
    table = table.with_columns(
        state=state,
        longest_mm=pl.when(~node).then(pl.coalesce(counted, "longest_mm")).otherwise("longest_mm"),
        short_axis_mm=pl.when(node).then(pl.coalesce(counted, "short_axis_mm")).otherwise("short_axis_mm"),
    )
    table = _with_parts(table)
    table = table.select([name for name in COLUMNS if name in table.columns])
    return table, gathered([listed(wrong, unnamed)])


def responses_from_sdtm(rs: pl.DataFrame, starts: pl.DataFrame | None = None) -> pl.DataFrame:
    """The responses that were given in RS: subject, reader, day, target, non_target, new_lesion, overall.

    One row for each subject, reader and date; null where a response was not given.
    Raises HepaticaError for a missing column.
    """
    _check("RS", rs, ("USUBJID", "RSTESTCD", "RSSTRESC"))
    read = with_days(rs, "RS", starts).filter(pl.col("RSTESTCD").is_in(list(RESPONSES)))
    one = {name: pl.col("RSSTRESC").filter(pl.col("RSTESTCD") == code).first() for code, name in RESPONSES.items()}
    return read.group_by("subject", "reader", "day", maintain_order=True).agg(**one)


def first_days(tr: pl.DataFrame) -> pl.DataFrame:
    """The first whole date of each subject in TR, as starts for RS: columns subject, start."""
    _check("TR", tr, ("USUBJID", "TRDTC"))
    whole = tr.filter(pl.col("TRDTC").str.len_chars() >= len("2026-08-31"))
    return whole.group_by(subject="USUBJID").agg(start=pl.col("TRDTC").str.head(10).min())


def without_lesions(responses: pl.DataFrame, lesions: pl.DataFrame) -> pl.DataFrame:
    """Problems: responses for assessments of which the lesion table has nothing."""
    keys = ["subject", "reader", "day"]
    bare = responses.join(lesions.select(keys), on=keys, how="anti", maintain_order="left")
    fault = Fault(
        "response without lesions",
        pl.lit(True),
        pl.format("the response {} has no lesion behind it", pl.col("overall").fill_null("?")),
        pl.format("疗效 {} 没有任何病灶记录支持", pl.col("overall").fill_null("?")),
    )
    return gathered([listed(bare.with_columns(lesion=pl.lit(None, pl.String)), fault)])


def with_days(table: pl.DataFrame, domain: str, starts: pl.DataFrame | None) -> pl.DataFrame:
    """The rows of a findings table with subject, reader and study day."""
    date, day = f"{domain}DTC", f"{domain}DY"
    texts = table[date] if date in table.columns else pl.Series(date, [None] * table.height, pl.String)
    bounds = day_bounds(texts.fill_null(""))
    known = bounds["lo"] == bounds["hi"]
    rows = table.with_columns(
        subject="USUBJID",
        reader=reader(table, f"{domain}EVALID"),
        whole=known,
        date=bounds["hi"],
    )
    rows = rows.with_columns(first=pl.when("whole").then("date").min().over("subject"))
    if starts is not None:
        at = starts.select("subject", at=day_bounds(starts["start"].fill_null(""))["lo"])
        rows = rows.join(at, on="subject", how="left", maintain_order="left")
        rows = rows.with_columns(first=pl.coalesce("at", "first"))
    after = pl.col("date") - pl.col("first")
    counted = pl.when(after >= 0).then(after + 1).otherwise(after)
    recorded = pl.col(day).cast(pl.Int64) if day in table.columns else pl.lit(None, pl.Int64)
    return rows.with_columns(day=pl.when("whole").then(counted).otherwise(pl.coalesce(recorded, counted)))


def _named(tu: pl.DataFrame) -> pl.DataFrame:
    """What TU says of each lesion: role and organ, node."""
    organ = pl.col("TULOC") if "TULOC" in tu.columns else pl.lit(None, pl.String)
    role = pl.col("TUSTRESC").str.strip_chars().str.to_uppercase()
    named = tu.select(
        subject="USUBJID",
        reader=reader(tu, "TUEVALID"),
        lesion="TULNKID",
        role=role.replace_strict(ROLES, default=None, return_dtype=pl.String),
        organ=organ,
        node=organ.str.contains("(?i)node").fill_null(False),
    )
    return named.filter(pl.col("role").is_not_null()).unique(
        ["subject", "reader", "lesion"], keep="first", maintain_order=True
    )


def _with_parts(table: pl.DataFrame) -> pl.DataFrame:
    """The table with `part_of`: T04.1 and T04.2 are parts of T04 where the subject has a lesion of that name."""
    keys = ["subject", "reader", "lesion"]
    parts = table.select(*keys, part_of=pl.col("lesion").str.extract(PART)).drop_nulls("part_of").unique()
    known = table.select("subject", "reader", part_of="lesion").unique()
    parts = parts.join(known, on=["subject", "reader", "part_of"], how="semi")
    return table.join(parts, on=keys, how="left", maintain_order="left")


def _wide(tr: pl.DataFrame) -> pl.DataFrame:
    """One row for each subject, reader, day and lesion, the measurements side by side, in mm.

    Repeated results of one test stay apart, as further rows: duplicates are looked for in the lesion table.
    """
    number = pl.col("TRSTRESN").cast(pl.String) if "TRSTRESN" in tr.columns else pl.lit(None, pl.String)
    unit = pl.col("TRSTRESU") if "TRSTRESU" in tr.columns else pl.lit(None, pl.String)
    done = pl.lit(True) if "TRSTAT" not in tr.columns else pl.col("TRSTAT").fill_null("") != "NOT DONE"
    key = ["subject", "reader", "day", "lesion"]
    long = tr.with_columns(
        lesion="TRLNKID",
        value=pl.coalesce(number, "TRSTRESC"),
        unit=unit,
        done=done,
        text=pl.col("TRSTRESC").str.strip_chars().str.to_uppercase(),
    )
    same = long.select(pl.struct(*key, "TRTESTCD").hash()).to_series().is_duplicated()
    again = pl.int_range(pl.len()).over(*key, "TRTESTCD") if same.any() else pl.lit(0, pl.Int64)
    long = long.with_columns(copy=again)
    sizes = {
        name: pl.col("value").filter((pl.col("TRTESTCD") == code) & pl.col("done")).first()
        for code, name in {**LENGTHS, COUNTED: "counted"}.items()
    }
    state = pl.col("text").filter(pl.col("TRTESTCD") == "TUMSTATE").first()
    wide = long.group_by(*key, "copy", maintain_order=True).agg(
        **sizes, unit=pl.col("unit").drop_nulls().first(), state=state, done=pl.col("done").any()
    )
    lost = pl.when(pl.col("done")).then(pl.col("state").replace(STATES)).otherwise(pl.lit("not_evaluable"))
    return wide.with_columns(state=lost)


def _check(domain: str, table: pl.DataFrame, needed: tuple[str, ...]) -> None:
    lacking = [name for name in needed if name not in table.columns]
    if lacking:
        raise HepaticaError(f"{domain} has no column {', '.join(lacking)}", do="give the SDTM table with these columns")
