"""Numbers as laboratories write them: `1.50`, `<20`, `＜0.05`, `≥ 1000`, `target not detected`."""

from __future__ import annotations

from typing import Final

import polars as pl

NOT_DETECTED: Final = ("tnd", "target not detected", "not detected", "undetected", "undetectable", "未检出", "未检测到")
"""Ways to say that an assay found nothing; "below the limit of detection" is not among them, since the limit counts."""

_NUMBER: Final = r"^(<=|>=|<|>)? ?([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)(?:[ ,]+detected)?$"


def read_numbers(texts: pl.Series) -> pl.DataFrame:
    """Columns `number` (Float64), `text` (decimal text), `comparator` and `absent` (Boolean: not detected), row by row.

    Text that is no number has null `number` and `text`; so has an empty one. A comma in a number is not read, since it
    stands for thousands in one laboratory and for decimals in another.
    """
    plain = texts.str.strip_chars()
    quick = plain.cast(pl.Float64, strict=False)
    frame = pl.DataFrame({"raw": plain, "number": quick}).with_columns(
        plain_number=pl.col("number").is_finite().fill_null(False)  # "nan" and "inf" are no results
    )
    easy = pl.when("plain_number")
    odd = frame.filter(~pl.col("plain_number") & (pl.col("raw") != ""))["raw"].unique()
    if odd.is_empty():
        return frame.select(
            number=easy.then("number"),
            text=easy.then("raw"),
            comparator=pl.lit(""),
            absent=pl.lit(False),
        )
    read = _odd(odd)
    joined = frame.join(read, on="raw", how="left", maintain_order="left")
    return joined.select(
        number=easy.then("number").otherwise("odd_number"),
        text=easy.then("raw").otherwise("odd_text"),
        comparator=pl.col("odd_comparator").fill_null(""),
        absent=pl.col("odd_absent").fill_null(False),
    )


def _odd(texts: pl.Series) -> pl.DataFrame:
    """Read distinct texts that are not plain numbers: full-width forms, comparators, words."""
    tidy = pl.col("raw").str.normalize("NFKC").str.replace_all("[≤⩽≦]", "<=").str.replace_all("[≥⩾≧]", ">=")
    tidy = tidy.str.replace_all("−", "-").str.replace_all(r"\s+", " ").str.strip_chars()
    frame = texts.to_frame("raw").with_columns(tidy.alias("tidy"))
    groups = pl.col("tidy").str.extract_groups(_NUMBER).struct.rename_fields(["comparator", "text"])
    frame = frame.with_columns(groups.alias("read")).unnest("read")
    finite = pl.col("text").cast(pl.Float64, strict=False)
    return frame.with_columns(odd_number=pl.when(finite.is_finite()).then(finite)).select(
        "raw",
        "odd_number",
        odd_text=pl.when(pl.col("odd_number").is_not_null()).then("text"),
        odd_comparator=pl.col("comparator").fill_null(""),
        odd_absent=pl.col("tidy").str.to_lowercase().is_in(list(NOT_DETECTED)),
    )
