"""Findings as SARIF: each result has its rule, its words and their place in the file."""

from __future__ import annotations

from hepatica.registry.checks import CHECKS
from hepatica.registry.finding import check
from hepatica.registry.looking import record_of
from hepatica.registry.sarif import result, sarif

SAYS = {"title": "一项研究", "enrolment": "50", "description": "It is expected to receive 100 patients."}


def test_a_result_points_at_the_words_that_collide() -> None:
    record = record_of(SAYS)
    found = check(record, [each for each in CHECKS if each.code == "HPT011"])
    (run,) = sarif((result("record.txt", record, each) for each in found), CHECKS, "1.0")["runs"]
    (told,) = run["results"]
    assert run["tool"]["driver"]["rules"][told["ruleIndex"]]["id"] == told["ruleId"] == "HPT011"
    assert told["level"] == "error"
    places = [told["locations"][0], *told["relatedLocations"]]
    for place in places:
        region = place["physicalLocation"]["region"]
        start = region["charOffset"]
        words = record.source[start : start + region["charLength"]]
        assert words == place["message"]["text"]
        line = record.source.splitlines()[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words
    assert [place["logicalLocations"][0]["name"] for place in places] == ["enrolment", "description"]


def test_nothing_found_is_a_run_without_results() -> None:
    (run,) = sarif([], CHECKS, "1.0")["runs"]
    assert run["results"] == []
    assert len(run["tool"]["driver"]["rules"]) == len(CHECKS)


def test_a_record_in_the_midst_of_a_file_is_told_by_lines_alone() -> None:
    record = record_of(SAYS)
    found = check(record, [each for each in CHECKS if each.code == "HPT011"])
    first, later = (result("record.txt", record, found[0], line)["locations"][0] for line in (1, 40))
    here, there = first["physicalLocation"]["region"], later["physicalLocation"]["region"]
    assert there["startLine"] == here["startLine"] + 39
    assert "charOffset" in here
    assert "charOffset" not in there
