"""The tables of RECIST 1.1 and mRECIST that turn the parts of a response into the overall one."""

from __future__ import annotations

from itertools import product

import polars as pl
from tests.known_answers.compared import Compared
from tests.reference_data import reference

from hepatica.instruments.response.overall import NON_TARGET, TARGET, overall_response

MEANT = {
    "any": None,
    "-": ("",),
    "no": ("NONE",),
    "yes": ("UNEQUIVOCAL",),
    "yes or no": ("NONE", "UNEQUIVOCAL"),
    "NE (not all evaluated)": ("NE",),
    "NON-PD": ("CR", "NON-CR/NON-PD", "NE"),
    "non-PD": ("CR", "NON-CR/NON-PD", "NE"),
    "NON-PD or not all evaluated": ("CR", "NON-CR/NON-PD", "NE"),
}


def comparisons() -> list[Compared]:
    """Each line of the tables for every combination of codes that it covers."""
    lines = pl.read_csv(reference("clinical", "grading", "recist11_and_mrecist_tables.csv"))
    rows, expected = [], {}
    for number, line in enumerate(lines.to_dicts()):
        targets = MEANT.get(line["target"], (line["target"],)) or TARGET
        non_targets = MEANT.get(line["nontarget"], (line["nontarget"],)) or NON_TARGET
        news = MEANT.get(line["new_lesions"], (line["new_lesions"],)) or ("NONE", "UNEQUIVOCAL")
        for target, non_target, new in product(targets, non_targets, news):
            rows.append((f"{line['table']} line {number + 1}", len(rows), target, non_target, new))
            expected[rows[-1]] = line["result"]
    table = pl.DataFrame(rows, schema=["subject", "day", "target", "non_target", "new_lesion"], orient="row")
    found, problems = overall_response(table)
    assert problems.is_empty()
    return [
        Compared("overall response by the published tables", expected, dict(zip(rows, found["overall"], strict=True)))
    ]
