"""Findings as SARIF: each result has its rule, its words and their place in the file."""

from __future__ import annotations

from hepatica.registry.checks import CHECKS
from hepatica.registry.finding import check
from hepatica.registry.looking import record_of
from hepatica.registry.sarif import sarif

SAYS = {"title": "一项研究", "enrolment": "50", "description": "It is expected to receive 100 patients."}


def test_a_result_points_at_the_words_that_collide() -> None:
    record = record_of(SAYS)
    found = check(record, [each for each in CHECKS if each.code == "HPT011"])
    (run,) = sarif([("record.txt", record, found)], CHECKS, "1.0")["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "HPT011"
    assert result["level"] == "error"
    places = [result["locations"][0], *result["relatedLocations"]]
    for place in places:
        region = place["physicalLocation"]["region"]
        start = region["charOffset"]
        words = record.source[start : start + region["charLength"]]
        assert words == place["message"]["text"]
        line = record.source.splitlines()[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words
    assert [place["logicalLocations"][0]["name"] for place in places] == ["enrolment", "description"]


def test_nothing_found_is_a_run_without_results() -> None:
    (run,) = sarif([("record.txt", record_of({"title": "A"}), ())], CHECKS, "1.0")["runs"]
    assert run["results"] == []
    assert len(run["tool"]["driver"]["rules"]) == len(CHECKS)
