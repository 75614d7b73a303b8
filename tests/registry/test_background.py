"""Whether a sentence speaks of other studies than the record's own."""

from __future__ import annotations

import pytest

from hepatica.registry.background import of_others
from hepatica.registry.looking import record_of, whole


@pytest.mark.parametrize(
    ("told", "others"),
    [
        ("Previous studies showed a longer survival.", True),
        ("In the IMbrave150 trial, patients were randomized 2:1.", True),
        ("Several randomized trials have shown a benefit.", True),
        ("It has been reported that survival is poor.", True),
        ("Evidence from prospective trials is lacking.", True),
        ("既往研究表明该方案有效。", True),
        ("目前尚缺乏相关数据。", True),
        ("This study compares two drugs.", False),
        ("Patients with previous resection are followed.", False),
        ("本研究比较两种药物。", False),
    ],
)
def test_a_sentence_about_other_studies_is_known_by_its_words(told: str, others: bool) -> None:
    record = record_of({"summary": told})
    assert of_others(whole("summary", record.all("summary")[0])) is others
