"""Waterfall, spider and swimmer figures: who is drawn where and how, and that nobody vanishes."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
import vl_convert
from tests.figures import made_up, onco
from tests.figures.made_up import Frames

from hepatica.errors import HepaticaError
from hepatica.instruments.response.criteria import EASL
from hepatica.report import draw, response_figures
from hepatica.report.page import Numbering
from hepatica.report.response_data import courses, lane_marks, lanes, subjects_from_adtte
from hepatica.report.response_figures import Told, spider, swimmer, waterfall
from hepatica.report.response_figures import response_figures as all_three
from hepatica.report.response_palette import COLOURS, colour
from hepatica.report.spider_figure import segments, with_heights
from hepatica.report.words import LANGUAGES, Words

UNPAINTED = pytest.mark.usefixtures("unpainted")
"""For tests that look at captions and specifications alone: painting takes most of the time."""

EN = Told(Words("en"))
ZH = Told(Words("zh"))
POINT = {"subject": pl.String, "day": pl.Int64, "baseline_mm": pl.Float64, "change_pct": pl.Float64, "target": pl.String,
         "new_lesion": pl.String, "overall": pl.String}  # fmt: skip
RESULT = {"subject": pl.String, "parameter": pl.String, "value": pl.String, "day": pl.Int64}


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures without their drawings."""
    monkeypatch.setattr(response_figures, "draw", SimpleNamespace(svg=lambda chart: "", spec=draw.spec))


def points(*rows: tuple[str, int, float | None, str], new: str | None = None) -> pl.DataFrame:
    """Time points: subject, day, change, overall."""
    return pl.DataFrame(
        [(who, day, 50.0, change, "SD", new, overall) for who, day, change, overall in rows], schema=POINT, orient="row"
    )


def results(**best: tuple[str | None, int | None, int | None]) -> pl.DataFrame:
    """Best responses by subject: value, day of the response, day of progression."""
    rows: list[tuple[Any, ...]] = []
    for who, (value, response, progression) in best.items():
        rows += [
            (who, "BOR", value, response or progression),
            (who, "CBOR", value, response or progression),
            (who, "RSP", "Y" if response else "N", response),
            (who, "CRSP", "N", None),
            (who, "PD", "Y" if progression else "N", progression),
        ]
    return pl.DataFrame(rows, schema=RESULT, orient="row")


def people(*names: str, **columns: list[Any]) -> pl.DataFrame:
    """Subjects."""
    return pl.DataFrame({"subject": list(names), **columns}, schema_overrides={"subject": pl.String})


def layers(told: Told, figure: Any) -> list[dict[str, Any]]:
    """Every layer of an interactive chart's panels, with its rows."""
    assert told.interactive
    found = []
    for panel in figure.spec["vconcat"]:
        for layer in panel.get("layer", []):
            data = layer.get("data", {})
            rows = figure.spec["datasets"][data["name"]] if "name" in data else data.get("values", [])
            found.append({"mark": layer["mark"], "encoding": layer["encoding"], "rows": rows})
    return found


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg.replace("\u00a0", " "))


ANSWERING = Told(Words("en"), interactive=True)
NAMED = Told(Words("en"), interactive=True, names=True)
FOUR = points(
    ("a", 57, -40.0, "PR"), ("a", 113, -62.5, "PR"),
    ("b", 57, 25.0, "PD"),
    ("c", 57, 0.0, "SD"),
    ("d", 57, 140.0, "PD"),
)  # fmt: skip
BEST = results(a=("PR", 57, None), b=("PD", None, 57), c=("SD", None, None), d=("PD", None, 57))
ALL = people("a", "b", "c", "d")


def bars(figure: Any) -> list[dict[str, Any]]:
    return next(layer["rows"] for layer in layers(NAMED, figure) if layer["mark"]["type"] == "rect")


@UNPAINTED
def test_bars_run_from_most_growth_to_most_shrinkage_and_show_each_subjects_best_change() -> None:
    rows = bars(waterfall(FOUR, BEST, ALL, NAMED))
    assert [(row["subject"], row["change"]) for row in rows] == [("d", 140.0), ("b", 25.0), ("c", 0.0), ("a", -62.5)]


@UNPAINTED
def test_a_bar_has_the_colour_of_the_best_response_not_of_its_height() -> None:
    shrank = points(("n", 57, -45.0, "PD"), new="UNEQUIVOCAL")
    rows = bars(waterfall(shrank, results(n=("PD", None, 57)), people("n"), NAMED))
    assert (rows[0]["high"], rows[0]["colour"]) == (-45.0, COLOURS["PD"])


def test_a_bar_over_one_hundred_percent_is_cut_with_a_tip_and_told() -> None:
    figure = waterfall(FOUR, BEST, ALL, NAMED)
    assert bars(figure)[0]["high"] == 100.0
    tips = [layer["rows"] for layer in layers(NAMED, figure) if layer["mark"].get("shape") == "triangle-up"]
    assert [row["subject"] for row in tips[0]] == ["d"]
    assert "+140" in texts(figure.page)
    assert "▲ cut at +100%: 1, up to +140%." in figure.caption


@UNPAINTED
def test_no_change_at_all_is_still_seen_as_a_bar() -> None:
    flat = bars(waterfall(FOUR, BEST, ALL, NAMED))[2]
    assert (flat["change"], flat["low"] < flat["high"]) == (0.0, True)


def test_the_lines_are_those_of_the_criteria() -> None:
    assert {"+20%", "−30%"} <= set(texts(waterfall(FOUR, BEST, ALL, EN).page))
    areas = waterfall(FOUR, BEST, ALL, Told(Words("en"), criteria=EASL))
    assert {"+25%", "−50%"} <= set(texts(areas.page))
    assert "Dashed: −50% and +25% of baseline" in areas.caption


@UNPAINTED
def test_shrinkage_after_progression_or_new_therapy_is_no_best_change() -> None:
    late = points(("a", 57, 30.0, "PD"), ("a", 113, -80.0, "PR"), ("b", 57, 5.0, "SD"), ("b", 113, -80.0, "PR"))
    best = results(a=("PD", None, 57), b=("SD", None, None))
    subjects = people("a", "b", new_therapy=[None, 60])
    assert [row["change"] for row in bars(waterfall(late, best, subjects, NAMED))] == [30.0, 5.0]
    kept = waterfall(late, best, subjects, Told(Words("en"), names=True, interactive=True, after_progression=True))
    assert [row["change"] for row in bars(kept)] == [5.0, -80.0]


@UNPAINTED
def test_who_has_no_bar_is_counted_with_the_reason() -> None:
    some = pl.concat(
        [
            points(("a", 57, -40.0, "PR"), ("no_sum", 57, None, "NE")),
            points(("no_base", 57, None, "NE")).with_columns(baseline_mm=pl.lit(None, pl.Float64)),
            points(("no_targets", 57, None, "SD")).with_columns(target=pl.lit(None, pl.String)),
        ]
    )
    subjects = people("a", "never", "no_sum", "no_base", "no_targets")
    best = results(a=("PR", 57, None), never=("MISSING", None, None))
    caption = waterfall(some, best, subjects, EN).caption
    assert "1 of 5 subjects" in caption
    assert caption.endswith(
        "Not drawn: no assessment that counts and can be compared with a baseline, 1; no target lesion, 1; "
        "no baseline sum, 1; no whole sum after baseline, 1."
    )
    assert "例，每例一条" in waterfall(some, best, subjects, ZH).caption
    assert "no whole sum after baseline, 1: no_sum" in waterfall(some, best, subjects, NAMED).caption


def test_a_response_that_is_not_decided_yet_is_drawn_as_unknown() -> None:
    figure = waterfall(points(("a", 57, -40.0, "PR")), results(a=(None, None, None)), people("a"), ANSWERING)
    assert "not known" in texts(figure.page)
    assert "not known yet 1" in figure.caption


def test_each_group_has_a_panel_and_bars_of_one_width() -> None:
    subjects = people("a", "b", "c", "d", group=["X", "Y", "X", "X"])
    figure = waterfall(FOUR, BEST, subjects, NAMED)
    assert {"X (n = 3)", "Y (n = 1)"} <= set(texts(figure.page))
    panels = [layer for layer in layers(NAMED, figure) if layer["mark"]["type"] == "rect"]
    assert [[row["subject"] for row in panel["rows"]] for panel in panels] == [["d", "c", "a"], ["b"]]
    domains = [panel["encoding"]["x"]["scale"]["domain"] for panel in panels]
    assert domains[0] == domains[1]


# ---------------------------------------------------------------- spider


def test_a_line_starts_at_the_baseline_and_joins_whole_sums() -> None:
    course, _ = courses(FOUR, BEST, ALL)
    lines = segments(with_heights(course)).filter(pl.col("subject") == "a")
    assert lines.drop("subject").rows() == [(0, 0.0, 56, -40.0, True), (56, -40.0, 112, -62.5, True)]


def test_a_line_over_an_assessment_without_a_whole_sum_is_not_solid() -> None:
    gap = points(("a", 57, -10.0, "SD"), ("a", 113, None, "NE"), ("a", 169, -50.0, "PR"))
    course, _ = courses(gap, results(a=("PR", 169, None)), people("a"))
    assert segments(with_heights(course))["whole"].to_list() == [True, False]
    assert "Dotted" in spider(gap, results(a=("PR", 169, None)), people("a"), EN).caption


@UNPAINTED
def test_progression_without_a_whole_sum_stands_at_the_height_before_it() -> None:
    lost = points(("a", 57, -40.0, "PR"), ("a", 113, None, "PD"), new="UNEQUIVOCAL")
    figure = spider(lost, results(a=("PR", 57, 113)), people("a"), ANSWERING)
    marks = next(layer for layer in layers(ANSWERING, figure) if layer["encoding"].get("shape", {}).get("field") == "shape"
                 and layer["rows"] and "change" in layer["rows"][0])  # fmt: skip
    assert [(row["change"], row["shape"]) for row in marks["rows"]] == [(-40.0, "diamond")]
    assert "Progression 0, Progression with a new lesion 1." in figure.caption


@UNPAINTED
def test_progression_that_follows_a_complete_response_is_marked_although_its_time_point_says_sd() -> None:
    again = points(("a", 57, -100.0, "CR"), ("a", 113, -90.0, "SD"))
    figure = spider(again, results(a=("CR", 57, 113)), people("a"), EN)
    assert "Progression 1" in figure.caption


# --------------------------------------------------------------- swimmer


def test_bars_stand_by_group_and_the_longest_first() -> None:
    subjects = people("a", "b", "c", "d", group=["X", "Y", "X", "Y"], last=[100, 300, 200, 400])
    drawn, missing = lanes(subjects)
    assert drawn.select("subject", "end").rows() == [("c", 199), ("a", 99), ("d", 399), ("b", 299)]
    assert missing.is_empty()


def test_marks_are_response_progression_death_and_who_goes_on() -> None:
    subjects = people("a", "b", last=[300, 200], death=[None, 200], ongoing=[True, False])
    marks = lane_marks(results(a=("PR", 57, None), b=("PD", None, 113)), subjects, "RSP")
    assert sorted(marks.rows()) == [
        ("a", "ongoing", 299), ("a", "response", 56), ("b", "death", 199), ("b", "progression", 112),
    ]  # fmt: skip
    caption = swimmer(results(a=("PR", 57, None), b=("PD", None, 113)), subjects, EN).caption
    assert "Start of response 1, Progression 1, Death 1, Ongoing 1." in caption


@UNPAINTED
def test_the_start_of_a_response_is_that_of_the_confirmed_one_where_that_is_shown() -> None:
    subjects = people("a", last=[300])
    told = swimmer(results(a=("PR", 57, None)), subjects, Told(Words("en"), best="CBOR"))
    assert "Start of response 0" in told.caption


@UNPAINTED
def test_who_has_no_last_day_is_not_drawn_but_counted() -> None:
    subjects = people("a", "b", "c", last=[300, None, -5], death=[None, None, None])
    caption = swimmer(results(a=("PR", 57, None)), subjects, NAMED).caption
    assert "1 of 3 subjects" in caption
    assert caption.endswith("Not drawn: no last day known, 1: b; last day before day zero, 1: c.")


def test_a_death_is_the_last_day_where_none_is_known_and_treatment_never_outlasts_it() -> None:
    drawn, _ = lanes(people("a", last=[None], death=[120], treated_until=[150]))
    assert drawn.select("end", "treated").rows() == [(119, 119)]


@UNPAINTED
def test_a_mark_after_the_last_day_known_is_told() -> None:
    caption = swimmer(results(a=("PD", None, 113)), people("a", last=[60]), EN).caption
    assert "1 marks lie after the last day known." in caption


def test_subjects_and_deaths_come_from_adtte() -> None:
    adtte = pl.DataFrame(
        {
            "USUBJID": ["a", "b", "c", "a"],
            "TRT01A": ["X", "Y", "X", "X"],
            "PARAMCD": ["OS", "OS", "OS", "PFS"],
            "AVAL": [100, 250, None, 60],
            "CNSR": [0, 1, None, 0],
        }
    )
    found = subjects_from_adtte(adtte, "OS")
    assert found.select("subject", "last", "death").rows() == [("a", 100, 100), ("b", 250, None), ("c", None, None)]
    drawn, missing = lanes(found)
    assert dict(drawn.select("subject", "end").rows()) == {"a": 99, "b": 249}
    assert missing["reason"].to_list() == ["no_last_day"]


# ------------------------------------------------------------- all three


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n", [0, 1])
def test_nobody_and_one_subject_make_a_figure(n: int, lang: str) -> None:
    subjects = people("a", last=[200]).head(n)
    told = Told(Words("zh" if lang == "zh" else "en"), interactive=True)
    drawn = all_three(FOUR.filter(pl.col("subject") == "a").head(2 * n), BEST.head(5 * n), subjects, told)
    assert [figure.name for figure in drawn] == ["waterfall", "spider", "swimmer"]
    for figure in drawn:
        assert figure.page.startswith("<svg")
        assert (f"{n} of {n} subjects" in figure.caption) or (f"{n} 例中的 {n} 例" in figure.caption)
        assert Numbering().figure(figure)["chart"] is not None


@pytest.mark.parametrize("names", [False, True])
def test_subjects_are_named_only_where_that_is_asked_for(names: bool) -> None:
    for figure in all_three(*made_up.frames(9), Told(Words("en"), interactive=True, names=names)):
        everything = f"{figure.page}{figure.phone}{figure.caption}{figure.spec}"
        assert ("S001" in everything) == names


def test_the_same_frames_give_the_same_drawing() -> None:
    study = made_up.frames(12)
    assert waterfall(*study, EN).page == waterfall(*study, EN).page


def test_simulated_data_say_so_in_the_drawing() -> None:
    told = Told(Words("en"), mark="SIMULATED DATA")
    assert all("SIMULATED DATA" in texts(figure.page) for figure in all_three(*made_up.frames(4), told))


@UNPAINTED
def test_a_chart_that_answers_can_be_drawn() -> None:
    for figure in all_three(*made_up.frames(12), ANSWERING):
        assert figure.spec is not None
        assert any("tooltip" in layer["encoding"] for layer in layers(ANSWERING, figure))
        assert "role-mark" in vl_convert.vegalite_to_svg(figure.spec, allowed_base_urls=[])


@pytest.mark.parametrize("n", [80, 250])
def test_the_drawing_stays_within_a_page_however_many_subjects(n: int) -> None:
    for figure in all_three(*made_up.frames(n), EN):
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', figure.page)
        assert size is not None
        width, height = float(size[1]), float(size[2])
        assert width < 720
        assert height < 1.35 * width


def test_time_points_of_two_readers_are_refused() -> None:
    two = pl.concat([FOUR.with_columns(reader=pl.lit("1")), FOUR.with_columns(reader=pl.lit("2"))])
    with pytest.raises(HepaticaError, match="2 readers"):
        waterfall(two, BEST, ALL, EN)


def test_a_subject_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(HepaticaError, match="subject a stands there twice"):
        waterfall(FOUR, BEST, people("a", "a"), EN)


def test_a_best_response_that_was_not_derived_is_refused_with_those_there_are() -> None:
    with pytest.raises(HepaticaError, match="iBOR"):
        waterfall(FOUR, BEST, ALL, Told(Words("en"), best="iBOR"))


def test_a_table_without_changes_is_refused() -> None:
    with pytest.raises(HepaticaError, match="change_pct"):
        waterfall(FOUR.drop("change_pct"), BEST, ALL, EN)


def test_irecist_codes_have_the_colours_of_the_responses_they_are() -> None:
    assert [colour(code) for code in ("iPR", "iCPD", "iUPD")] == [COLOURS["PR"], COLOURS["PD"], COLOURS["UPD"]]


@pytest.mark.real_data
def test_the_reference_study_is_drawn_with_everybody_accounted_for() -> None:
    if not onco.ONCO.is_dir():
        pytest.skip("no reference data")
    study: Frames = onco.frames()
    course, missing = courses(*study)
    drawn = course.drop_nulls("change")["subject"].n_unique()
    assert (drawn + missing.height, study.subjects.height) == (254, 254)
    # 49 treated subjects have no assessment after the baseline (fact of the source)
    assert missing.filter(pl.col("reason") == "no_assessment").height == 49
