"""The page in a real browser, with the network shut off: what a reader does, and what must never happen."""

import math
import re

import geopandas as gpd
import pytest
from pyproj import Geod
from shapely import LineString, Point, box
from tests.maps.conftest import feature, names, put_in, write_layer

from rimland.maps import StrategicMap, snippet

pytestmark = pytest.mark.browser

HALO = 5
"""Pixels that the box of a label has more than its letters: the halo on both sides, and the line's own leading."""

WORDS_OF = {"en": "Islands", "ja": "島々", "zh-Hant": "島嶼"}


@pytest.fixture
def saved(theatre, tmp_path):
    return StrategicMap(theatre, lang="en").save(tmp_path / "map.html")


@pytest.fixture
def opened(saved, watch):
    watched = watch()
    watched.open(saved)
    return watched


def no_complaint(watched, path) -> None:
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith(path.as_uri())] == []


def shown_labels(page) -> list[str]:
    return page.locator(".names text").all_text_contents()


def test_it_opens_without_a_network_and_nothing_complains(opened, saved):
    no_complaint(opened, saved)
    assert opened.page.title() == "A sample"


@pytest.mark.parametrize("language", WORDS_OF)
def test_it_opens_in_the_language_that_it_was_made_in(theatre, tmp_path, watch, language):
    page = watch().open(StrategicMap(theatre, lang=language).save(tmp_path / "map.html"))
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("checkbox", name=WORDS_OF[language], exact=True).count() == 1


def test_switching_the_language_changes_every_word_of_the_interface(opened):
    page = opened.page
    for language, name in (("ja", "日本語"), ("zh-Hant", "中文"), ("en", "English")):
        page.get_by_role("button", name=name, exact=True).click()
        assert page.locator("html").get_attribute("lang") == language
        text = page.locator("body").inner_text()
        assert WORDS_OF[language] in text
        if language != "en":
            own = r"An invented survey|Nobody|CC-BY-4.0|example\.org|Leaflet|English|WGS84|Lonely|Enter|Rimland|BibTeX"
            assert re.findall(r"[A-Za-z]{4,}", re.sub(own, "", text)) == []
    assert opened.complaints == []


def test_a_layer_is_shown_and_hidden_by_its_box_in_the_legend(opened):
    page = opened.page
    gap = page.locator('path[aria-label^="Gap"]')
    assert "off" not in gap.get_attribute("class")
    assert any("91.2 km" in label for label in shown_labels(page))
    page.get_by_role("checkbox", name="Gaps").click()
    assert "off" in gap.get_attribute("class")
    assert not any("91.2 km" in label for label in shown_labels(page))
    page.get_by_role("checkbox", name="Gaps").click()
    assert "off" not in gap.get_attribute("class")


def test_the_tip_names_a_feature_in_three_languages_with_source_and_grade(opened):
    page = opened.page
    page.locator('path[aria-label^="Big,"]').hover()
    tip = page.locator(".tip").inner_text()
    for part in ("Big", "大島", "Nobody", "B: secondary source"):
        assert part in tip


def test_a_click_opens_the_card_with_facts_claimants_and_a_link_that_leaks_nothing(opened):
    page = opened.page
    page.locator('path[aria-label^="Contested"]').click()
    card = page.locator("#card")
    for part in ("Contested", "係争島", "爭議島", "Disputed", "One; Two", "Not real.", "An invented survey"):
        assert part in card.inner_text()
    link = card.get_by_role("link").first
    assert link.get_attribute("href") == "https://example.org/survey"
    assert "noopener" in link.get_attribute("rel")
    page.get_by_role("button", name="Close").first.click()
    assert not card.is_visible()


def test_a_small_number_is_shown_with_two_digits_and_not_as_nothing(theatre, tmp_path, watch):
    frame = gpd.GeoDataFrame({"name": ["Islet"], "area_km2": [0.0048]}, geometry=[Point(126, 24)], crs=4326)
    page = watch().open(StrategicMap(theatre).add(frame, name="Mine").save(tmp_path / "map.html"))
    page.locator('path[aria-label^="Islet"]').click()
    assert "0.0048 km²" in page.locator("#card").inner_text()


def test_a_name_that_the_sources_lack_is_shown_in_another_language_and_said_to_be_missing(opened):
    page = opened.page
    page.get_by_role("button", name="日本語").click()
    page.locator('path[aria-label^="Lonely"]').click()
    assert "出典に名称なし" in page.locator("#card").inner_text()


def test_contested_things_are_dashed_and_schematic_ones_have_their_circle(opened):
    page = opened.page
    dashed = page.eval_on_selector_all(
        "path.leaflet-interactive, .leaflet-areas-pane path",
        "all => all.map(one => one.getAttribute('stroke-dasharray')).filter(Boolean)",
    )
    assert "4 3" in dashed
    assert "1 4" in dashed


def test_labels_never_lie_over_one_another(opened):
    page = opened.page
    for zoom in (0, 1, 1, 1):
        for _ in range(zoom):
            page.locator("#zoom-in").click()
            page.wait_for_timeout(350)
        boxes = [label.bounding_box() for label in page.locator(".names text").all()]
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = (
                    one["x"] + one["width"] <= other["x"] + HALO
                    or other["x"] + other["width"] <= one["x"] + HALO
                    or one["y"] + one["height"] <= other["y"] + HALO
                    or other["y"] + other["height"] <= one["y"] + HALO
                )
                assert apart, (one, other)


def test_the_keyboard_alone_reaches_features_and_their_cards(opened):
    from playwright.sync_api import expect

    page = opened.page
    page.locator('path[tabindex="0"]').focus()
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    expect(page.locator(".tip")).to_have_count(1)
    page.keyboard.press("Enter")
    assert second.split(",")[0] in page.locator("#card").inner_text()
    assert page.locator('path[tabindex="0"]').count() == 1


def test_measuring_agrees_with_proj(opened):
    page = opened.page
    page.get_by_role("button", name="Measure").click()
    box_ = page.locator("#map").bounding_box()
    places = [
        (box_["x"] + 200, box_["y"] + 500),
        (box_["x"] + 700, box_["y"] + 120),
        (box_["x"] + 420, box_["y"] + 640),
    ]
    for x, y in places:
        page.mouse.click(x, y)
    metres = float(page.locator("#measured").get_attribute("data-metres"))
    where = page.evaluate("document.getElementById('measured').dataset.positions").split(" ")
    lonlat = [tuple(map(float, one.split(","))) for one in where]
    expected = Geod(ellps="WGS84").line_length(*zip(*lonlat, strict=True))
    assert metres == pytest.approx(expected, abs=0.001)
    assert "Total" in page.locator("#measured").inner_text()
    page.get_by_role("button", name="Clear").click()
    assert page.locator("#measured").get_attribute("data-metres") == "0"


def test_the_scale_bar_is_as_long_on_the_ellipsoid_as_it_says(opened):
    """Leaflet's projection is spherical Mercator: positions of the bar's ends, then PROJ, give its length again."""
    page = opened.page
    page.locator("#zoom-in").click()
    page.wait_for_timeout(500)
    pixels = page.locator("#scale-km").bounding_box()["width"]
    said = float(page.locator("#scale-km").inner_text().split()[0].replace(",", ""))
    zoom, lat, lon = page.evaluate("new URLSearchParams(location.hash.slice(1)).get('map')").split("/")
    turn = 360 * pixels / (256 * 2 ** float(zoom))
    _, _, metres = Geod(ellps="WGS84").inv(float(lon) - turn / 2, float(lat), float(lon) + turn / 2, float(lat))
    assert metres / 1000 == pytest.approx(said, rel=0.01)


def test_a_zone_is_not_named_where_another_zone_of_its_layer_lies_on_it(theatre, tmp_path, watch):
    shapes = [("agreed", box(122.5, 25, 126, 27), "Agreed"), ("special", box(123.2, 25.3, 125.3, 26.7), "Special")]
    write_layer(
        theatre.parent,
        "zones",
        (theatre.parent / "zones.toml").read_text(encoding="utf-8"),
        [feature(shape, id=key, **names(word, word, word)) for key, shape, word in shapes],
    )
    page = watch().open(StrategicMap(theatre, lang="en").save(tmp_path / "map.html"))
    over = page.evaluate("""() => {
      const name = [...document.querySelectorAll(".names text")].find((one) => one.textContent === "Agreed");
      const part = document.querySelector('path.hit[aria-label^="Special"]');
      const [a, b] = [name, part].map((one) => one.getBoundingClientRect());
      return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    }""")
    assert not over


def test_searching_finds_a_name_in_any_language_and_goes_there(opened):
    page = opened.page
    for text, name in (
        ("big", "Big"),
        ("係争", "Contested"),
        ("孤岛", "Lonely"),
        ("LÓNELY", "Lonely"),
        ("大 島", "Big"),
    ):
        page.locator("#search").fill(text)
        page.locator("#found button").first.click()
        assert name in page.locator("#card").inner_text()
    page.locator("#search").fill("nowhere at all")
    assert "No name matches." in page.locator("#found").inner_text()


def test_searching_finds_a_name_that_no_label_has_and_puts_what_is_called_so_first(theatre, tmp_path, watch):
    frame = gpd.GeoDataFrame(
        {"name": ["Far side of Big", "Bigger", "Elsewhere"], "aliases": [None, None, "Old name; 釣魚島"]},
        geometry=[Point(125, 30), Point(126, 30), Point(127, 30)],
        crs=4326,
    )
    page = watch().open(StrategicMap(theatre, lang="en").add(frame, name="Mine").save(tmp_path / "map.html"))
    for sought, found in (
        ("钓鱼岛", ["Elsewhere"]),
        ("old NAME", ["Elsewhere"]),
        ("big", ["Big", "Bigger", "Far side of Big"]),
    ):
        page.locator("#search").fill(sought)
        assert page.locator("#found bdi").all_text_contents() == found


def test_a_reading_in_kana_finds_what_is_spelt_in_latin_letters_and_the_shortest_name_comes_first(
    theatre, tmp_path, watch
):
    spelt = ["Yonaguni Gap of old", "Yonaguni", "Osumi", "Kyan", "Shoin"]
    frame = gpd.GeoDataFrame({"name": spelt}, geometry=[Point(125, 28 + n / 2) for n in range(5)], crs=4326)
    page = watch().open(StrategicMap(theatre, lang="ja").add(frame, name="Mine").save(tmp_path / "map.html"))
    for sought, found in (
        ("よなぐに", ["Yonaguni", "Yonaguni Gap of old"]),
        ("ヨナグニ", ["Yonaguni", "Yonaguni Gap of old"]),
        ("yona", ["Yonaguni", "Yonaguni Gap of old"]),
        ("おおすみ", ["Osumi"]),
        ("きゃん", ["Kyan"]),
        ("しょういん", ["Shoin"]),
        ("ねこ", []),
    ):
        page.locator("#search").fill(sought)
        assert page.locator("#found bdi").all_text_contents() == found, sought


def test_opacity_fades_a_layer_and_a_link_keeps_it(opened, saved, watch):
    page = opened.page
    page.get_by_role("button", name="About, sources, opacity: Gaps").click()
    page.get_by_role("slider", name="Opacity of Gaps").fill("40")
    faded = "document.querySelectorAll('.leaflet-lines-pane path[stroke-opacity=\"0.4\"]').length"
    assert page.evaluate(faded) == 1
    page.get_by_role("slider", name="Opacity of Gaps").dispatch_event("change")
    again = watch().open(saved, page.evaluate("location.hash"))
    assert again.evaluate(faded) == 1


def test_a_card_tells_the_distances_to_the_reference_places_with_their_uncertainty(saved, watch):
    text = saved.read_text(encoding="utf-8")
    start = '"columns":{"i":["big","nameless-in-japanese","small","contested"]'
    assert start in text
    text = text.replace(start, start.replace("{", '{"d":{"some":{"2":[107.5,0]}},'))
    saved.write_text(text, encoding="utf-8")
    references = [
        {"id": "one", "names": {"en": "One", "ja": "一", "zh-Hant": "一"}, "accuracy": 155.0},
        {"id": "two", "names": {"en": "Two", "ja": "二", "zh-Hant": "二"}, "accuracy": 0.0},
    ]
    page = watch().open(put_in(saved, {"references": references}), "#sel=islands~small")
    card = page.locator("#card").inner_text()
    assert "To One\n107.5 km (58.0 nmi) ±\u00a00.2\u00a0km" in card  # 55 m of the layer and 155 m of the place
    assert "To Two\n0, the same place or coast" in card


def test_a_link_restores_language_layers_view_and_selection(opened, saved, watch):
    page = opened.page
    page.get_by_role("button", name="日本語").click()
    page.get_by_role("checkbox", name="海峡").click()
    page.locator('path[aria-label^="大島"]').click()
    page.locator("#zoom-in").click()
    page.wait_for_timeout(500)
    address = page.evaluate("location.hash")
    again = watch().open(saved, address)
    assert again.locator("html").get_attribute("lang") == "ja"
    assert not again.get_by_role("checkbox", name="海峡").is_checked()
    assert "大島" in again.locator("#card").inner_text()
    assert again.evaluate("location.hash") == address


def test_a_link_put_into_the_address_of_an_open_map_is_followed(saved, watch):
    page = watch().open(saved, "#lang=en")
    page.evaluate("() => { location.hash = '#lang=ja&tab=layers'; }")
    page.wait_for_selector("html[lang=ja][data-ready]")


@pytest.mark.parametrize(
    "fragment", ["#map=1e9/x/y&off=%3Cimg%3E&lang=fr&sel=__proto__&fade=a:9", "#%E0%A4%A", "#map=", "#&&&==="]
)
def test_a_broken_link_still_opens_the_map(saved, watch, fragment):
    watched = watch()
    watched.open(saved, fragment)
    assert watched.complaints == []


def test_the_table_lists_every_feature_and_its_csv_is_safe_in_a_spreadsheet(theatre, tmp_path, watch):
    frame = gpd.GeoDataFrame({"name": ["=HYPERLINK(1)"]}, geometry=[Point(125, 30)], crs=4326)
    path = StrategicMap(theatre, lang="en").add(frame, name="Mine").save(tmp_path / "map.html")
    page = watch().open(path)
    page.get_by_role("button", name="Table of features").click()
    assert page.locator("#table tbody tr").count() == 9
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 10
    assert '"\'=HYPERLINK(1)"' in text


def test_on_a_phone_the_panel_lies_under_the_map_and_nothing_overflows(saved, watch):
    page = watch(width=360, height=740, touch=True).open(saved)
    stage, panel = (page.locator(one).bounding_box() for one in (".stage", ".panel"))
    assert panel["y"] >= stage["y"] + stage["height"] - 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_lines_grow_with_the_letters_on_a_wall(saved, watch):
    def drawn(width: int, height: int) -> float:
        page = watch(width=width, height=height).open(saved)
        line = page.locator(".leaflet-lines-pane path[stroke='#d55e00']").first
        return float(line.get_attribute("stroke-width")) / page.evaluate(
            "parseFloat(getComputedStyle(document.documentElement).fontSize)"
        )

    assert drawn(3840, 2160) == pytest.approx(drawn(1280, 800))


@pytest.mark.parametrize(("width", "touch"), [(1280, False), (390, True)])
def test_axe_finds_no_violation(saved, watch, width, touch):
    from axe_playwright_python.sync_playwright import Axe

    page = watch(width=width, touch=touch, bypass_csp=True).open(saved)
    assert Axe().run(page).response["violations"] == []
    page.locator('path[aria-label^="Big,"]').first.focus()
    page.keyboard.press("Enter")
    page.locator(".more").first.click()
    assert Axe().run(page).response["violations"] == []


def test_touch_targets_are_at_least_forty_pixels(saved, watch):
    page = watch(width=390, height=844, touch=True).open(saved)
    for target in page.locator("button:visible, .layer label:visible, input[type=search]:visible").all():
        size = target.bounding_box()
        assert size["height"] >= 40 - 0.5, target.inner_text()
        assert size["width"] >= 40 - 0.5, target.inner_text()


def test_it_runs_inside_a_sandboxed_frame(saved, watch):
    host = saved.with_name("host.html")
    host.write_text(f"<!DOCTYPE html><title>Host</title>{snippet('map.html', title='Map')}", encoding="utf-8")
    watched = watch()
    watched.page.goto(host.as_uri())
    frame = watched.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    frame.get_by_role("button", name="日本語").click()
    frame.get_by_role("button", name="リンクをコピー").click()
    assert frame.locator("#link-field").input_value().startswith("file:")
    assert watched.complaints == []


def test_a_long_line_of_the_authors_own_is_drawn_geodesic_with_its_name(theatre, tmp_path, watch):
    path = (
        StrategicMap(theatre, lang="en")
        .add(LineString([(119, 21), (133, 35)]), name="Mine")
        .save(tmp_path / "map.html")
    )
    page = watch().open(path)
    assert page.get_by_role("checkbox", name="Mine").is_checked()
    assert "Mine" in shown_labels(page)


def test_a_layer_that_was_hidden_while_the_map_moved_is_in_its_place_when_shown_again(theatre, watch, tmp_path):
    path = StrategicMap(theatre).save(tmp_path / "map.html")
    drawn = []
    for hidden in (False, True):
        page = watch().open(path)
        box = page.locator("input[data-layer=zones]")
        if hidden:
            box.uncheck()
        before = page.evaluate(OUTLINES)
        page.locator("#zoom-in").click()
        page.wait_for_function("() => !document.querySelector('.leaflet-zoom-anim')")
        page.wait_for_timeout(400)
        box.check()
        drawn.append(page.evaluate(OUTLINES))
        assert drawn[-1] != before
    assert drawn[0] == drawn[1]


OUTLINES = "() => [...document.querySelectorAll('.leaflet-zones-pane path')].map((path) => path.getAttribute('d'))"


WHERE = """(name) => {
  const path = document.querySelector(`path.hit[aria-label^="${name},"]`);
  const [box, at] = [path.getBBox(), path.getScreenCTM()];
  const { left, top, width, height } = document.getElementById("map").getBoundingClientRect();
  const corner = (x, y) => [x * at.a + at.e - left - width / 2, y * at.d + at.f - top - height / 2];
  const middle = new DOMPoint(left + width / 2, top + height / 2).matrixTransform(at.inverse());
  return { corners: [...corner(box.x, box.y), ...corner(box.x + box.width, box.y + box.height)],
    holds: path.isPointInFill(middle), frame: [width, height] };
}"""


def in_pixels(lon: float, lat: float, zoom: float) -> tuple[float, float]:
    """Web Mercator: pixels from the meridian of Greenwich and from the equator, by its formula."""
    turn = 256 * 2**zoom
    return turn * lon / 360, -turn * math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)


@pytest.mark.parametrize(
    ("zoom", "lat", "lon"), [(5.75, 26.5, 128), (6.25, 26.4, 127.9), (9, 26.45, 127.95), (12, 26.12, 127.72)]
)
def test_an_outline_is_where_the_projection_puts_it_and_is_cut_only_out_of_sight(
    theatre, tmp_path, watch, zoom, lat, lon
):
    path = StrategicMap(theatre, lang="en").save(tmp_path / "map.html")
    found = watch().open(path, f"#tab=layers&map={zoom}/{lat}/{lon}").evaluate(WHERE, "Big")
    x, y = in_pixels(lon, lat, zoom)
    (west, north), (east, south) = in_pixels(127.7, 26.8, zoom), in_pixels(128.2, 26.1, zoom)
    width, height = found["frame"]
    for shown, true, half in zip(
        found["corners"], (west - x, north - y, east - x, south - y), (width / 2, height / 2) * 2, strict=True
    ):
        assert abs(shown - true) < 1 or (abs(true) > abs(shown) > half and shown * true > 0)
    assert found["holds"]


@pytest.mark.parametrize("language", ["en", "ja", "zh-Hant"])
def test_a_long_name_stands_on_two_lines_and_is_not_cut(theatre, tmp_path, watch, language):
    names = {
        "en": "A long name of an invented lane of the sea",
        "ja": "架空の海の長い航路の名前は二行で",
        "zh": "虛構海域的一條很長的航線名稱分作兩行",
    }
    line = gpd.GeoDataFrame(
        {"name_en": [names["en"]], "name_ja": [names["ja"]], "name_zh_hant": [names["zh"]]},
        geometry=[LineString([(124, 30), (132, 30.5)])],
        crs=4326,
    )
    path = StrategicMap(theatre, lang=language).add(line, name="Mine").save(tmp_path / "map.html")
    told = watch().open(path).locator("svg.names text").all()
    rows = [one.locator("tspan").all_text_contents() for one in told]
    whole = names[language[:2]]
    assert [len(row) for row in rows if "".join(row).replace(" ", "") == whole.replace(" ", "")] == [2]
