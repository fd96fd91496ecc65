"""The scenario and the time line: what changes on the map and beside it, never without its label."""

import pytest
from tests.maps.conftest import ARGUMENT, put_in

pytestmark = pytest.mark.browser

SCENARIO = ARGUMENT["scenarios"][0]
LABELS = {"en": "Hypothetical, not a forecast", "ja": "仮定であり予測ではない", "zh-Hant": "純屬假設，並非預測"}


@pytest.fixture
def what_if(argued, watch):
    watched = watch(reduced_motion="reduce")
    watched.open(argued, "#tab=scenario")
    yield watched.page
    assert watched.complaints == []


def switch_on(page) -> None:
    page.get_by_role("radio", name="English swap").check()


@pytest.mark.parametrize("language", LABELS)
def test_a_scenario_is_never_on_the_map_without_its_label(argued, watch, language):
    page = watch(reduced_motion="reduce").open(argued, f"#tab=scenario&lang={language}")
    label = page.locator("#told")
    assert label.is_hidden()
    page.locator("#scenario-1").check()
    for mode in ("scenario", "layers", "time"):
        page.locator(f"#tab-{mode}").click()
        assert LABELS[language] in label.inner_text()
    page.locator("#tab-scenario").click()
    page.locator("#scenario-0").check()
    assert label.is_hidden()


def test_the_numbers_are_those_of_the_scenario_to_the_digit_that_their_uncertainty_leaves(what_if):
    switch_on(what_if)
    rows = {
        row.locator("th").inner_text().split("\n")[0]: row.inner_text().replace("\t", " ")
        for row in what_if.locator(".numbers tbody tr").all()
    }
    assert "± 0.1 km" in rows["Depth of Small"]
    assert "321.6 km" in rows["Depth of Small"]
    assert "107.1 km" in rows["Depth of Small"]
    assert rows["Depth of Big"].count("600.0 km") == 2
    assert "215,400 km²" in rows["Buffer water, disputed islands counted"]
    assert "234,900 km²" in rows["Buffer water, disputed islands left out"]
    assert "45,600 km²" in rows["Water beyond the chain"]
    assert "1 of 2 gates change hands" in what_if.locator("#pane-scenario").inner_text()
    assert "Gap 91.2 km" in what_if.locator("#pane-scenario").inner_text()


def test_a_gate_that_changes_hands_is_hatched_and_not_when_it_does_not(what_if):
    hatched = "[...document.querySelectorAll('.leaflet-lines-pane path[stroke^=\"url(#hatch\"]')].length"
    assert what_if.evaluate(hatched) == 0
    switch_on(what_if)
    assert what_if.evaluate(hatched) == 1
    what_if.get_by_role("radio", name="Status quo").check()
    assert what_if.evaluate(hatched) == 0


def test_a_place_that_changes_hands_is_hatched(what_if):
    hatched = "document.querySelectorAll('.leaflet-areas-pane path[fill^=\"url(#hatch-d55e00\"]').length"
    assert what_if.evaluate(hatched) == 0
    switch_on(what_if)
    assert what_if.evaluate(hatched) == 1


def test_the_curve_says_in_words_and_in_a_table_what_it_draws(what_if):
    switch_on(what_if)
    picture = what_if.get_by_role("img", name="Within reach of the opposing coast")
    assert "Residents of the islands" in picture.get_attribute("aria-label")
    what_if.locator("#reach").fill("600")
    assert what_if.locator("output").inner_text() == "Within 600 km: 20,000, in the scenario 50,000"
    what_if.locator("#curve details").evaluate("one => { one.open = true; }")
    cells = what_if.locator("#curve tbody tr").nth(6).inner_text().split("\t")
    assert cells == ["600", "20,000", "50,000"]
    assert "English far 4,000 km" in what_if.locator("#curve").inner_text()
    assert "11 of 78 islands" in what_if.locator("#curve").inner_text()
    assert what_if.locator("#counted option").all_inner_texts() == ["Residents of the islands"]


def test_the_curve_is_drawn_where_the_numbers_are(what_if):
    """The heights of the two lines at 600 km, read off the picture, are to each other as the numbers are."""
    read = """(line) => {
      const points = document.querySelector(line).getAttribute("d").slice(1).split("L");
      const at = points.map((one) => one.split(" ").map(Number));
      return { at: at[24], first: at[0], last: at[100] };
    }"""
    before, after = (what_if.evaluate(read, f".curve .curve-{turn}") for turn in (0, 1))
    curve = SCENARIO["exposure"]
    tall = max(curve["after_residents"])
    base, top = before["first"][1], after["last"][1]
    for line, name in ((before, "before_residents"), (after, "after_residents")):
        assert (base - line["at"][1]) / (base - top) == pytest.approx(curve[name][24] / tall, abs=0.002)
        along = (line["at"][0] - line["first"][0]) / (line["last"][0] - line["first"][0])
        assert along == pytest.approx(600 / 2500, abs=0.002)


def test_a_published_range_is_marked_where_it_lies_on_the_axis(what_if):
    marks = what_if.evaluate(
        "[...document.querySelectorAll('.curve .mark')].map((one) => parseFloat(one.getAttribute('d').slice(1)))"
    )
    names = what_if.locator(".curve .range").all_text_contents()
    ticks = what_if.evaluate("""[...document.querySelectorAll('.curve .tick[text-anchor=middle]')]
      .map((one) => [Number(one.textContent.replace(",", "")), Number(one.getAttribute("x"))])""")
    (low, left), (high, right) = ticks[0], ticks[-1]
    expected = [left + (radius - low) / (high - low) * (right - left) for radius in (300, 1000)]
    assert marks == pytest.approx(expected, abs=0.2)
    assert names == ["English near", "English middle"]


def test_a_layer_of_a_scenario_is_there_in_that_one_alone(argued, watch, tmp_path):
    path = tmp_path / "map.html"
    text = argued.read_text(encoding="utf-8").replace('"name":"zones"', '"scenario":"swap","name":"zones"', 1)
    path.write_text(text, encoding="utf-8")
    page = watch(reduced_motion="reduce").open(path, "#tab=scenario")
    zone = page.locator('path.hit[aria-label^="Agreed"]')
    assert "off" in zone.get_attribute("class")
    switch_on(page)
    assert "off" not in zone.get_attribute("class")


def test_a_theatre_without_an_argument_has_no_tabs(argued, watch, tmp_path):
    path = tmp_path / "map.html"
    path.write_bytes(argued.read_bytes())
    page = watch().open(put_in(path, {"story": [], "scenarios": [], "events": []}))
    assert page.locator("#tabs").is_hidden()
    assert page.locator("#search").is_visible()


def test_the_time_line_filters_dated_features_and_shows_the_layer_of_an_event(argued, watch):
    page = watch(reduced_motion="reduce").open(argued, "#tab=time")
    drill = page.locator('path.hit[aria-label^="Drill"]')
    assert "off" in drill.get_attribute("class")  # its layer is hidden at first
    page.get_by_role("button", name="2022-08 – 2022-08-07").click()
    assert "off" not in drill.get_attribute("class")
    assert "As on 2022-08" in page.locator("#told").inner_text()
    page.locator("#time").focus()
    page.keyboard.press("ArrowRight")
    assert "As on 2024-07-18" in page.locator("#told").inner_text()
    assert "off" in drill.get_attribute("class")
    assert page.locator("#time").get_attribute("aria-valuetext") == "2024-07-18"
    page.get_by_role("button", name="All dates").click()
    assert page.locator("#told").is_hidden()


def test_a_feature_is_there_from_its_first_day_to_its_last(argued, watch, tmp_path):
    """With the layer on: only the day counts."""
    events = [{"date": date, "text": {"en": date}, "layer": "zones", "feature": None} for date in
              ("2022", "2022-08-03", "2022-08-04", "2022-08-07", "2022-08-08", "2023")]  # fmt: skip
    path = tmp_path / "map.html"
    path.write_bytes(argued.read_bytes())
    page = watch(reduced_motion="reduce").open(put_in(path, {"events": events}), "#tab=time&off=")
    drill = page.locator('path.hit[aria-label^="Drill"]')
    shown = []
    for event in page.locator(".events button").all():
        event.click()
        shown.append("off" not in drill.get_attribute("class"))
    assert shown == [True, False, True, True, False, False]


def test_playing_goes_through_the_events_and_stops(argued, watch):
    page = watch().open(argued, "#tab=time")
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    seen = [page.locator("#told").inner_text()]
    for _ in range(2):
        page.clock.run_for(1600)
        seen.append(page.locator("#told").inner_text())
    assert seen == ["As on 2013-04-10", "As on 2022-08", "As on 2024-07-18"]
    assert page.get_by_role("button", name="Play").is_visible()


def test_nothing_plays_by_itself_for_whoever_wants_no_motion(argued, watch):
    page = watch(reduced_motion="reduce").open(argued, "#tab=time")
    assert page.get_by_role("button", name="Play").count() == 0
    page.get_by_role("button", name="Next event").click()
    assert "As on 2013-04-10" in page.locator("#told").inner_text()


def test_a_link_restores_scenario_and_day(argued, watch):
    page = watch(reduced_motion="reduce").open(argued, "#tab=scenario")
    switch_on(page)
    page.get_by_role("tab", name="Time line").click()
    page.get_by_role("button", name="2024-07-18").click()
    address = page.evaluate("location.hash")
    again = watch(reduced_motion="reduce").open(argued, address)
    assert "As on 2024-07-18" in again.locator("#told").inner_text()
    assert "English swap" in again.locator("#told").inner_text()
    assert again.get_by_role("tab", name="Time line").get_attribute("aria-selected") == "true"
    assert again.evaluate("location.hash") == address
