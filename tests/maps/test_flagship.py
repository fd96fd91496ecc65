"""The map of the shipped theatre: what the reader of the article gets."""

import gzip
import itertools
import re

import pytest
from pyproj import Geod

from rimland.layers import LANGUAGES, load, load_theatre
from rimland.maps import StrategicMap

# The ink of each line of each label. The box that a browser gives a text is that of the font's line, which a CJK font
# makes half as tall again as its letters.
INK = """() => {
  const ruler = document.createElement("canvas").getContext("2d");
  const lines = (label) => [...label.querySelectorAll("tspan")];
  return [...document.querySelectorAll(".names text")].map((label) => lines(label).map((line) => {
    const style = getComputedStyle(line);
    ruler.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = ruler.measureText(line.textContent);
    const [x, y, half] = [+line.getAttribute("x"), +line.getAttribute("y"), line.getComputedTextLength() / 2];
    return { text: line.textContent, left: x - half, right: x + half,
      top: y - ink.actualBoundingBoxAscent, bottom: y + ink.actualBoundingBoxDescent };
  }));
}"""


@pytest.fixture(scope="module")
def flagship(tmp_path_factory):
    return StrategicMap("buffer", lang="zh-Hant").save(tmp_path_factory.mktemp("flagship") / "buffer.html")


def test_it_keeps_to_its_budget(flagship):
    """700 KB, and 250 KB as a web server sends it."""
    page = flagship.read_bytes()
    assert len(page) <= 700_000
    assert len(gzip.compress(page, 9, mtime=0)) <= 250_000


def test_it_names_no_host_but_those_of_its_sources(flagship):
    page = re.sub(r"<(script|style).*?</\1>", "", flagship.read_text(encoding="utf-8"), flags=re.S)
    assert "http" not in re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_with_the_network_off_and_says_something_before_any_click(flagship, watch, language):
    watched = watch()
    page = watched.open(flagship, f"#lang={language}")
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith(flagship.as_uri())] == []
    assert page.title() == load_theatre("buffer").title[language]
    labels = " ".join(page.locator(".names text").all_text_contents())
    widths = load("gates").set_index("id").width_km
    for gate in ("miyako-strait", "luzon-strait", "taiwan-strait"):
        assert f"{widths[gate]:.0f}" in labels
    step = page.locator(".step").first
    assert f"{widths['miyako-strait']:.2f}" in step.locator(".figure").inner_text()
    for part in (".step-title", ".claim", ".caveat", ".small"):
        box = step.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= 800, part


@pytest.mark.browser
@pytest.mark.parametrize(("language", "name"), [("en", "Taiwan"), ("ja", "台湾"), ("zh-Hant", "臺灣")])
def test_land_that_distances_are_told_to_is_named_once_whichever_layers_are_on(flagship, watch, language, name):
    for step in ("rim", "exercises"):  # the islands of the chain are a layer of the first, and not of the second
        page = watch().open(flagship, f"#lang={language}&step={step}")
        assert page.locator(".names text").all_text_contents().count(name) == 1


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_of_the_story_says_all_of_it_and_leaves_no_brace_or_blank(flagship, watch, language):
    watched = watch(reduced_motion="reduce")
    page = watched.open(flagship, f"#lang={language}")
    story = load_theatre("buffer").story
    assert page.locator(".step").count() == len(story) == 8
    for place, step in enumerate(story):
        told = page.locator(".step").nth(place)
        assert step.title[language] in told.inner_text()
        for part in (".claim", ".caveat", ".figure strong", ".small"):
            text = told.locator(part).first.text_content()
            assert text.strip(), part
            assert not set("{}") & set(text), text
    assert watched.complaints == []


@pytest.mark.browser
def test_every_layer_of_the_theatre_is_in_the_legend_with_its_title(flagship, watch):
    page = watch().open(flagship)
    legend = page.locator("#legend").text_content()
    assert all(layer.title["zh-Hant"] in legend for layer in load_theatre("buffer").layers)


@pytest.mark.browser
def test_the_gap_lines_are_as_long_as_they_say(flagship, watch):
    """The line of each gate, as the page draws it, measured again with PROJ on the positions that the page holds."""
    gates = load("gates")
    for row in gates.itertuples():
        length = Geod(ellps="WGS84").geometry_length(row.geometry) / 1000
        assert length == pytest.approx(row.width_km, abs=0.001)


@pytest.mark.browser
def test_contested_islands_show_all_names_claimants_and_who_administers_them(flagship, watch):
    page = watch().open(flagship, "#lang=en&sel=nansei~uotsuri")
    card = page.locator("#card").inner_text()
    for part in ("Uotsuri Island / Diaoyu Island", "魚釣島", "釣魚臺", "Disputed", "Administered by\nJapan"):
        assert part in card
    for claimant in ("Japan", "People's Republic of China", "Taiwan (Republic of China)"):
        assert claimant in card


@pytest.mark.browser
def test_the_fabs_are_schematic_and_say_how_far_off_they_may_be(flagship, watch):
    page = watch().open(flagship, "#lang=en&sel=fabs~jasm-fab-1")
    assert "within 0.6 km (0.3 nmi)" in page.locator("#card").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height", "touch"), [(1280, 800, False), (390, 844, True), (3840, 2160, False)])
def test_no_two_labels_lie_over_one_another(flagship, watch, width, height, touch):
    page = watch(width=width, height=height, touch=touch).open(flagship, "#lang=en")
    labels = page.evaluate(INK)
    assert len(labels) >= 12
    for place, one in enumerate(labels):
        for other in labels[place + 1 :]:
            for a, b in itertools.product(one, other):
                across = min(a["right"], b["right"]) - max(a["left"], b["left"])
                down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
                assert min(across, down) <= 0, (a["text"], b["text"])


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_name_begins_with_what_may_not_begin_one(flagship, watch, language):
    """Small kana, the sign of a long vowel, and what closes or parts."""
    watched = watch()
    for step in ("gap", "shared-waters", "kumamoto", "lifelines", "not-on-the-map"):
        page = watched.open(flagship, f"?{step}#lang={language}&step={step}")
        lines = page.locator(".names tspan").all_text_contents()
        assert lines
        assert [
            line for line in lines if re.match(r"[ぁぃぅぇぉっゃゅょァィゥェォッャュョー・、。）」/)\s]", line)
        ] == []


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_waters_round_the_disputed_islands_carry_all_their_names(flagship, watch, language):
    page = watch(width=390, height=844, touch=True).open(flagship, f"#lang={language}&step=shared-waters")
    labels = page.locator(".names text").all_text_contents()
    own = {"en": ("Senkaku Islands", "Diaoyutai")}.get(language, ("尖閣諸島", "釣魚臺列嶼"))
    assert [label for label in labels if all(name in label for name in own)]


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exercise_area_is_named_in_full_on_a_desk(flagship, watch, language):
    page = watch(width=1440, height=900).open(flagship, f"#lang={language}&step=exercises")
    labels = page.locator(".names text").all_text_contents()
    areas = {"en": "exercise area", "ja": "演習区域", "zh-Hant": "演習區"}[language]
    drawn = len(load("exercises-2022-08")) + len(load("exercises-2025-12"))
    assert len([label for label in labels if areas in label]) == drawn


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_step_of_the_lanes_names_the_straits_that_its_number_tells(flagship, watch, language):
    names = load("passages").set_index("id")[f"name_{language.lower().replace('-', '_')}"]
    page = watch(width=1440, height=900).open(flagship, f"#lang={language}&step=lifelines")
    labels = [re.sub(r"\s", "", label) for label in page.locator(".names text").all_text_contents()]
    for strait in ("lombok-strait", "makassar-strait"):
        assert re.sub(r"\s", "", names[strait]) in labels


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation(flagship, watch, language):
    from axe_playwright_python.sync_playwright import Axe

    page = watch(bypass_csp=True).open(flagship, f"#lang={language}&sel=gates~yonaguni-gap")
    assert Axe().run(page).response["violations"] == []


@pytest.mark.browser
def test_it_prints_with_its_legend_its_scale_and_its_method_line(flagship, watch):
    watched = watch()
    page = watched.open(flagship, "#lang=en")
    page.locator("#zoom-in").click()
    page.wait_for_timeout(600)
    before = page.evaluate("location.hash")
    assert page.pdf(format="A4", print_background=True).startswith(b"%PDF")
    page.wait_for_timeout(300)
    assert page.evaluate("location.hash") == before
    assert watched.complaints == []
    page.emulate_media(media="print")
    assert page.locator(".method").is_visible()
    assert not page.locator(".tools").is_visible()
