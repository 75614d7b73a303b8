"""The report as a page: every part is there, nothing comes from outside, the same run gives the same bytes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hepatica.protocol import Study
from hepatica.report import Omitted, Ran, write_report

VOID = {"meta", "wbr", "input", "br", "link", "img", "hr"}
CLOSED_BY_PARENT = {"circle", "rect", "line", "path", "polygon"}


class Outline(HTMLParser):
    """Checks that tags nest, and collects ids, text and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> does not nest"

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("script", "style"):
            self.text.append(data)


def outline(html: str) -> Outline:
    found = Outline()
    found.feed(html)
    assert found.open == []
    return found


@pytest.fixture(scope="module")
def html(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_the_page_is_well_formed_and_every_id_is_its_own(html: str) -> None:
    ids = outline(html).ids
    assert len(ids) == len(set(ids))


def test_every_heading_of_the_contents_leads_somewhere(html: str) -> None:
    found = outline(html)
    targets = [value[1:] for _, name, value in found.attributes if name == "href" and value and value.startswith("#")]
    assert targets
    assert set(targets) <= set(found.ids)


@pytest.mark.parametrize(
    "text",
    [
        "SIMULATED DATA",
        "overlay on a public cohort",
        "Assessed for eligibility (n = 377)",
        "another active malignancy within five years",
        "Age, years, median (IQR)",
        "Overall survival by TCGA iCluster: Kaplan–Meier estimate.",
        "Number at risk",
        "Median, years (95% CI)",
        "0.58 (0.41 to 0.83)",
        "<0.001",
        "Recurrence by TCGA iCluster: cumulative incidence",
        "no response was assessed in these data",
        "STAND-IN",
        "GENE29",
        "3fa9c01b77de",
        "Rejection threshold",
        "endpoints.os.role",
        "Two subjects have no date of last contact.",
        "hepatica trace . os.by_icluster_tcga",
        "sha256:" + "0f" * 32,
    ],
)
def test_the_report_says(html: str, text: str) -> None:
    assert text in " ".join("".join(outline(html).text).replace("\u00a0", " ").split())


def test_every_assumption_and_every_open_conflict_of_the_study_is_printed(html: str, cohort_study: Study) -> None:
    text = " ".join("".join(outline(html).text).split())
    assert len(cohort_study.assumptions) == 4
    for path, reason in cohort_study.assumptions.items():
        assert path in text
        assert " ".join(reason.split()) in text
    for conflict in cohort_study.open_conflicts:
        assert conflict.id in text
        assert all(" ".join(phrase.split()) in text for phrase in conflict.phrases)
        assert " ".join(conflict.meanwhile.split()) in text


def test_what_the_overlay_changed_is_listed(html: str, cohort_study: Study) -> None:
    table = html[html.index('id="table-changes"') :]
    shown = table[: table.index("</table>")].replace("<wbr>", "")
    assert all(change.path in shown for change in cohort_study.overrides)


def test_nothing_is_fetched_and_the_policy_names_every_script_and_style(html: str) -> None:
    found = outline(html)
    loading = [(tag, value) for tag, name, value in found.attributes if name in ("src", "srcset", "data", "action")]
    assert loading == []
    assert not any(name.startswith("on") or name == "style" for _, name, _ in found.attributes)
    policy = next(
        v for tag, name, v in found.attributes if tag == "meta" and name == "content" and v and "default-src" in v
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    blocks = re.findall(r'<(?:style|script type="module")>(.*?)</(?:style|script)>', html, flags=re.DOTALL)
    digests = {base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() for block in blocks}
    assert digests == set(re.findall(r"sha256-([^']+)'", policy))


def test_the_interactive_script_is_there_once_for_all_figures(html: str) -> None:
    assert html.count("window.hepaticaEmbed = ") == 0
    assert len(re.findall(r'<script type="module">', html)) == 2
    assert len(re.findall(r'<figure [^>]*data-chart="', html)) == 2


def test_every_figure_stands_as_a_drawing_without_scripts(html: str) -> None:
    for figure in re.findall(r"<figure .*?</figure>", html, flags=re.DOTALL):
        assert figure.count("<svg ") == 2
        assert "Simulated data." in figure


def test_the_figures_lie_beside_the_page_as_files(page: Path) -> None:
    names = {path.name for path in (page.parent / "figures").iterdir()}
    stems = {"participants", "os_by_icluster_tcga-kaplan_meier", "recurrence_by_icluster_tcga-cumulative_incidence"}
    assert names == {f"{stem}.{ending}" for stem in stems for ending in ("svg", "png")}
    assert all((page.parent / "figures" / name).read_bytes()[:4] in (b"<svg", b"\x89PNG") for name in names)


def test_the_same_run_gives_the_same_bytes(
    page: Path, everything: dict[str, Any], cohort_study: Study, tmp_path: Path
) -> None:
    again = write_report(tmp_path, cohort_study, **everything)
    for path in [page, *sorted((page.parent / "figures").iterdir())]:
        assert (again.parent / path.relative_to(page.parent)).read_bytes() == path.read_bytes()


def test_real_data_carry_no_mark_of_simulation(cohort_study: Study, made_up: SimpleNamespace, tmp_path: Path) -> None:
    rows = made_up.survival("os.by_arm", "os", made_up.BY, {"iCluster:1": (20, 300.0)}, simulated=False)
    html = write_report(tmp_path, cohort_study, made_up.frame(rows), ran=Ran("real"), interactive=False).read_text()
    assert "imulated" not in html
    assert "SIMULATED" not in html


def test_what_comes_from_data_cannot_become_part_of_the_page(written: Callable[..., str]) -> None:
    evil = "<script>alert(1)</script>"
    row = {
        "result_id": evil,
        "analysis": evil,
        "endpoint": "os",
        "method": evil,
        "term": evil,
        "statistic": evil,
        "value": 1.0,
    }
    html = written([row | {"note": evil}], notes=[evil], omitted=[Omitted(evil, evil)])
    assert evil not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_run_without_results_says_so_and_still_prints_the_assumptions(written: Callable[..., str]) -> None:
    html = written([])
    assert "No analysis of this run gave a result." in html
    assert "table-assumptions" in html


def test_the_chinese_report_is_chinese(written: Callable[..., str], made_up: SimpleNamespace) -> None:
    rows = made_up.survival("os.by_icluster_tcga", "os", made_up.BY, made_up.GROUPS)
    html = written(rows, lang="zh")
    text = "".join(outline(html).text)
    assert '<html lang="zh-CN">' in html
    assert "模拟数据" in text
    assert "总生存期，按TCGA iCluster分型分组：Kaplan–Meier 估计" in text
    assert "风险人数" in text
    assert "中位数（年）" in text
    assert not re.search(r"Median|Simulated|Number at risk|Assumptions", text)


def test_a_method_that_gave_no_result_is_named_with_the_reason_beside_those_that_did(
    written: Callable[..., str],
) -> None:
    row = {"analysis": "os.by_arm", "endpoint": "os", "method": "cox", "statistic": "not_done", "result_id": "x"}
    other = row | {"method": "kaplan_meier", "statistic": "n", "value": 3.0, "result_id": "y"}
    html = written([row | {"note": "there is one group only"}, other])
    assert "Cox proportional hazards model: not done, there is one group only." in html


def test_an_analysis_without_any_result_stands_among_those_left_out(written: Callable[..., str]) -> None:
    row = {"analysis": "os.by_arm", "endpoint": "os", "statistic": "not_done", "note": "no subject can be analysed"}
    html = written([row | {"method": method, "result_id": method} for method in ("cox", "log_rank")])
    left_out = html[html.index('id="table-left-out"') :]
    assert left_out[: left_out.index("</table>")].count("no subject can be analysed") == 1
    assert 'id="endpoint-os"' not in html


def test_subjects_left_out_of_an_analysis_are_counted_with_the_reason(written: Callable[..., str]) -> None:
    row = {"analysis": "os.by_arm", "endpoint": "os", "method": "exclusions", "statistic": "excluded"}
    rows = [
        row | {"result_id": g, "group": g, "term": "the group is not known", "value": v}
        for g, v in (("a", 3.0), ("b", 4.0))
    ]
    counted = row | {"method": "kaplan_meier", "statistic": "n", "value": 90.0, "result_id": "n", "term": ""}
    assert "Not in this analysis: 7 (the group is not known)." in written([*rows, counted])
