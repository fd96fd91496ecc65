"""Every state of the page for everybody: in three languages, by keyboard, by screen reader, in a frame, on paper."""

import re

import pytest

from rimland.maps import snippet, text

pytestmark = pytest.mark.browser

STATES = {
    "story": "#tab=story",
    "story-scenario": "#tab=story&step=what-if",
    "layers": "#tab=layers&sel=islands~contested",
    "scenario": "#tab=scenario&scenario=swap",
    "time": "#tab=time&time=2022-08",
    "table": "#tab=layers",
}
"""What a reader can have on the page, as links."""

OPEN_ALL = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  for (const one of document.querySelectorAll("#pane-layers .more")) one.click();
}"""


def opened(watch, argued, state: str, language: str, **options):
    page = watch(reduced_motion="reduce", **options).open(argued, f"{STATES[state]}&lang={language}")
    page.evaluate(OPEN_ALL)
    if state == "table":
        page.evaluate("document.getElementById('table-open').click()")
    return page


@pytest.mark.parametrize(
    ("state", "language", "width", "touch"),
    [(state, "en", width, width < 500) for state in STATES for width in (1280, 390)]
    + [(state, language, 1280, False) for state in ("story", "scenario", "table") for language in ("ja", "zh-Hant")],
)
def test_axe_finds_no_violation_in_any_state(argued, watch, state, language, width, touch):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(watch, argued, state, language, width=width, height=844, touch=touch, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


DONE = """(what) => {
  const field = document.getElementById("search");
  if (what === "search") { field.value = "a"; field.dispatchEvent(new Event("input")); }
  if (what === "link") document.getElementById("link").click();
  if (what === "time") document.querySelector(".events button").click();
  if (what === "measure") {
    document.getElementById("measure").click();
    for (let turn = 0; turn < 2; turn++) {
      document.getElementById("map").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    }
  }
}"""


@pytest.mark.parametrize("what", ["search", "link", "measure", "time"])
@pytest.mark.parametrize(
    ("width", "height", "more"),
    [(360, 640, {"touch": True}), (3840, 2160, {}), (1280, 800, {"forced_colors": "active"})],
)
def test_axe_finds_no_violation_while_a_reader_is_at_work_on_any_screen(argued, watch, what, width, height, more):
    from axe_playwright_python.sync_playwright import Axe

    fragment = f"#tab={'time' if what == 'time' else 'layers'}&sel=islands~contested"
    page = watch(width=width, height=height, reduced_motion="reduce", bypass_csp=True, **more).open(argued, fragment)
    page.evaluate(DONE, what)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# Everything that is shown or read out, with the language that it is said to be in.
SAID = """() => {
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.parentElement.closest("script, style, noscript, textarea, [data-language]")) continue;
    if (node.textContent.trim()) said.push([node.textContent.trim(), node.parentElement.closest("[lang]").lang]);
  }
  for (const name of ["aria-label", "title", "placeholder", "aria-valuetext", "alt"]) {
    for (const one of document.querySelectorAll(`[${name}]`)) {
      if (!one.closest("[data-language]")) said.push([one.getAttribute(name), one.closest("[lang]").lang]);
    }
  }
  return said;
}"""

SAME_EVERYWHERE = (
    r"(日文|中文)[\w-]+|An invented survey|Nobody|CC-BY-4\.0|example\.org|Leaflet|WGS84|Enter|Tab|Rimland|Lonely|"
    r"BibTeX|CSV|UN/LOCODE|One; Two|English(?! [a-z])"
)
"""Names of things, publishers and languages, and what the invented data have in no other language."""


@pytest.mark.parametrize("language", ["ja", "zh-Hant"])
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_left_in_another_language(argued, watch, state, language):
    """No word of English or of the other language, but in elements that say that they are in it."""
    page = opened(watch, argued, state, language)
    other = {"ja": "中文", "zh-Hant": "日文"}[language]
    for said, tag in page.evaluate(SAID):
        if tag != language:
            continue  # a name in its own language
        assert other not in re.sub(rf"\({other}\)|^{other}$", "", said), said
        left = re.sub(SAME_EVERYWHERE, "", said)
        assert not re.search(r"[A-Za-z]{4,}", left), said


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_each_language_has_its_own_fonts_and_chinese_and_japanese_are_never_slanted(argued, watch, language):
    page = opened(watch, argued, "layers", language)
    fonts = {"en": "Segoe UI", "ja": "Hiragino Sans", "zh-Hant": "PingFang TC"}
    assert fonts[language] in page.evaluate("getComputedStyle(document.querySelector('.step h2, h2')).fontFamily")
    slanted = page.evaluate("""() => [...document.querySelectorAll("body *")]
      .filter((one) => getComputedStyle(one).fontStyle !== "normal"
        && [...one.childNodes].some((node) => node.nodeType === 3 && /[\\u3040-\\u9fff]/.test(node.textContent)))
      .map((one) => one.outerHTML)""")
    assert slanted == []


def test_a_name_in_another_language_is_set_in_the_font_of_its_own(argued, watch):
    page = opened(watch, argued, "layers", "en")
    font = "getComputedStyle(document.querySelector('#card bdi[lang=\"{}\"]')).fontFamily"
    assert page.evaluate(font.format("ja")).startswith('"Hiragino Sans"')
    assert page.evaluate(font.format("zh-Hant")).startswith('"PingFang TC"')


def test_the_whole_page_is_worked_by_keyboard_alone(argued, watch):
    page = watch(reduced_motion="reduce").open(argued)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#tab-story").focus()
    for name in ("Layers", "What if", "Time line"):
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.textContent") == name
        assert page.get_by_role("tabpanel").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert "As on 2022-08" in page.locator("#told").inner_text()


# A box with its label is as large as the label.
SMALL = """() => [...document.querySelectorAll("button, select, summary, input, .layer label, .choice label")]
  .filter((one) => one.checkVisibility() && !one.matches(".layer label input, .choice label input"))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, { width, height }]) => width && (width < 39.5 || height < 39.5)).map(([told]) => told)"""


def test_every_target_of_every_state_is_forty_pixels_high_and_wide(argued, watch):
    for state in STATES:
        page = opened(watch, argued, state, "en", width=390, height=844, touch=True)
        assert page.evaluate(SMALL) == [], state


def test_the_focused_thing_wears_a_ring_of_three_pixels(argued, watch):
    page = watch().open(argued, "#tab=layers")
    page.locator("#search").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(({ outlineStyle, outlineWidth }) => [outlineStyle, outlineWidth])"
            "(getComputedStyle(document.activeElement))"
        )
        assert ring == ["solid", "3px"]


@pytest.mark.parametrize(("width", "height"), [(360, 640), (768, 1024), (1280, 800), (3840, 2160)])
def test_nothing_overflows_from_a_small_phone_to_a_wall(argued, watch, width, height):
    for state in ("story", "layers", "scenario", "time"):
        page = opened(watch, argued, state, "en", width=width, height=height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state


def test_in_a_frame_that_may_do_nothing_the_table_and_the_link_can_be_copied(argued, watch):
    host = argued.with_name("host.html")
    host.write_text(f"<!DOCTYPE html><title>Host</title>{snippet('map.html', title='Map')}", encoding="utf-8")
    page = watch().page
    page.goto(host.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    frame.get_by_role("button", name="Next step").click()
    frame.get_by_role("tab", name="Layers").click()
    frame.get_by_role("button", name="Table of features").click()
    frame.get_by_role("button", name="Download CSV").click()
    assert "Contested" in frame.locator("#csv-field").input_value()
    frame.get_by_role("button", name="Close").click()
    frame.get_by_role("button", name="Copy link").click()
    assert "tab=layers" in frame.locator("#link-field").input_value()


def test_the_map_is_cited_with_all_that_it_rests_on(argued, watch):
    page = opened(watch, argued, "layers", "en")
    assert "A sample. Map made with Rimland" in page.locator("#credits").inner_text()
    records = page.locator("#bibtex").input_value()
    assert "@misc{survey," in records
    assert "title = {{An invented survey}}" in records
    assert "url = {https://example.org/survey}" in records


def test_paper_has_the_map_the_legend_the_numbers_on_it_and_no_buttons(argued, watch):
    page = watch(reduced_motion="reduce").open(argued, "#tab=scenario&scenario=swap")
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    for name in ("#legend", ".method", "#told", ".scale", "#credits"):
        assert page.locator(name).is_visible(), name
    for name in ("#tabs", ".zoom", ".tools", ".turn", ".languages"):
        assert page.locator(name).is_hidden(), name


def test_without_scripts_there_is_a_picture_with_its_title_and_method_and_nothing_dead_to_press(argued, watch):
    watched = watch(java_script_enabled=False)
    watched.page.goto(argued.as_uri())
    assert watched.page.locator("noscript svg path").count() >= 4
    box = watched.page.locator("noscript svg").bounding_box()
    assert box["width"] > 600
    assert box["height"] > 400
    shown = watched.page.locator("body").inner_text()
    assert "This map is drawn by a script" in shown
    assert "WGS84" in shown
    assert not watched.page.locator("button, input, a").filter(visible=True).count()
    assert [url for url in watched.requests if url != argued.as_uri()] == watched.complaints == []


def test_the_legend_on_paper_lists_what_is_on_the_map_and_nothing_else(argued, watch):
    page = watch(reduced_motion="reduce").open(argued, "#tab=layers&off=islands~drills~sites")
    page.emulate_media(media="print")
    assert page.locator(".layer:visible .layer-title").all_text_contents() == ["Gaps", "Zones", "Land"]
