"""LI-RADS v2018: the diagnostic table cell by cell, and 400 tumours whose histology is known.

The tumours come with nonrim and rim hyperenhancement, washout, capsule and a three-dimensional diameter; growth and the
other signs of LR-M were not recorded and are taken to be absent, and every person is taken to be at high risk: what is
compared is how often the pattern of LR-5 occurs, not whether LI-RADS may be used.
"""

from __future__ import annotations

from collections.abc import Hashable

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.lirads import FEATURES, NOT_TARGETOID, TARGETOID, lirads

MM = {"<10": (5, 9.9), "<20": (5, 9.9, 10, 19.9), "10-19": (10, 19.9), ">=20": (20, 45)}
"""Sizes that stand for each row of the table."""

WAYS = {
    "0": [(False, False, False)],
    "1": [(True, False, False), (False, True, False), (False, False, True)],
    ">=2": [(True, True, False), (True, False, True), (False, True, True), (True, True, True)],
}
"""Washout, capsule, threshold growth."""

PUBLISHED = {"HCC": 40, "others": 13}


def comparisons() -> list[Compared]:
    """The table, and the tumours with LR-5."""
    return [diagnostic_table(), tumours()]


def diagnostic_table() -> Compared:
    """Every combination of size, hyperenhancement and features against its cell."""
    file = reference("clinical", "grading", "lirads_v2018_ct_mri_diagnostic_table.csv")
    cells = pl.read_csv(file, infer_schema=False).fill_null("").to_dicts()
    expected: dict[Hashable, object] = {}
    rows = []
    for cell in cells:
        for size in MM[cell["size_mm"]]:
            for washout, capsule, growth in WAYS[cell["additional_major_features"]]:
                if cell["condition"] and ("capsule" in cell["condition"]) != capsule:
                    continue
                key = (cell["nonrim_aphe"], size, washout, capsule, growth)
                expected[key] = cell["category"]
                rows.append(key)
    table = pl.DataFrame(rows, schema=["aphe", "size_mm", "washout", "capsule", "threshold_growth"], orient="row")
    table = table.with_columns(nonrim_aphe=pl.col("aphe") == "yes", high_risk=True)
    found = lirads(table, absent=["benign", *(name for name in FEATURES if name not in table.columns)])
    return Compared("LI-RADS diagnostic table", expected, dict(zip(rows, found["category"], strict=True)))


def tumours() -> Compared:
    """How many tumours of each kind are LR-5."""
    found = categorised().filter(pl.col("category") == "LR-5")
    counted = {
        "HCC": found.filter(pl.col("type") == "HCC").height,
        "others": found.filter(pl.col("type") != "HCC").height,
    }
    return Compared("tumours that are LR-5", dict(PUBLISHED), dict(counted))


def categorised() -> pl.DataFrame:
    """The tumours with their kind and category."""
    folder = reference("imaging", "mct_ltdiag")
    kinds = pl.read_csv(folder / "meta_info_patient.csv").select("ID", "type")
    read = pl.read_csv(folder / "meta_info_tumor.csv").join(kinds, on="ID", how="left", maintain_order="left")
    table = read.select(
        "ID",
        "type",
        size_mm="Max3D_Diameter_mm",
        high_risk=pl.lit(True),
        **{
            name: pl.col(column).replace_strict({"Y": True, "N": False})
            for name, column in {
                "nonrim_aphe": "Nonrim APHE", "washout": "Washout", "capsule": "Capsule presence", "rim_aphe": "Rim APHE"
            }.items()
        },
    )  # fmt: skip
    lacking = [name for name in (*TARGETOID, *NOT_TARGETOID, *FEATURES) if name not in table.columns]
    return pl.concat([table, lirads(table, absent=["benign", *dict.fromkeys(lacking)])], how="horizontal")
