"""An author's own folium elements: shown when vouched for, without a network, without running data as templates."""

import folium
import pytest
from folium.plugins import MarkerCluster

from rimland.maps import AssetError, StrategicMap
from rimland.maps.page import leaflet, policy

HOSTILE = "{{ 7*7 }} {% for %} {# never closed <img src=x onerror=window.pwned=1>"


def shown(theatre, tooltip="{{ 7*7 }} {% for %} {# never closed"):
    page = StrategicMap(theatre)
    group = folium.FeatureGroup("Mine")
    folium.Marker([25, 125], tooltip=tooltip, popup="<b>bold</b> {{ 6*7 }}").add_to(group)
    line = {"type": "LineString", "coordinates": [[122, 24], [126, 28]]}
    page.add(group, trusted=True)
    return page.add(folium.GeoJson(line, style_function=lambda _: {"color": "#ff0000"}), trusted=True)


@pytest.mark.browser
def test_a_trusted_element_is_shown_without_a_request_or_a_complaint(theatre, watch, tmp_path):
    watched = watch()
    page = watched.open(shown(theatre).save(tmp_path / "map.html"))
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.decode().then(() => image.naturalWidth)") == 25
    assert page.locator("path[stroke='#ff0000']").count() == 1
    marker.dispatch_event("click")
    assert "{{ 6*7 }}" in page.locator(".leaflet-popup-content").inner_text()
    assert page.locator(".leaflet-popup-content b").inner_text() == "bold"
    assert [url for url in watched.requests if not url.startswith(("file:", "data:"))] == []
    assert watched.complaints == []


@pytest.mark.browser
def test_markup_in_a_trusted_element_still_cannot_run_a_script(theatre, watch, tmp_path):
    watched = watch()
    page = watched.open(shown(theatre, tooltip=HOSTILE).save(tmp_path / "map.html"))
    page.locator("img.leaflet-marker-icon").dispatch_event("mouseover")
    page.wait_for_selector(".leaflet-tooltip img")
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert "{{ 7*7 }} {% for %} {# never closed" in page.locator(".leaflet-tooltip").last.inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "ja", "zh-Hant"])
def test_the_page_says_that_it_vouches_for_less(theatre, watch, tmp_path, lang):
    page = StrategicMap(theatre, lang=lang).add(folium.Marker([25, 125]), trusted=True)
    page = watch().open(page.save(tmp_path / "map.html"))
    assert "Marker" in page.locator("[data-word=trusted]").inner_text()


def test_the_page_has_all_of_the_style_sheet_that_the_element_may_need(theatre):
    page = StrategicMap(theatre).add(folium.Marker([25, 125], popup="Mine"), trusted=True).html()
    assert ".leaflet-popup-content-wrapper" in page
    assert ".leaflet-popup-content-wrapper" not in StrategicMap(theatre).html().replace(leaflet("js"), "")


def test_a_map_without_such_elements_keeps_the_strict_policy(theatre):
    assert "unsafe" not in StrategicMap(theatre).html()
    assert "unsafe-inline" not in policy(["x"], ["y"])
    loose = policy(["x"], ["y"], style_attributes=True).split("; ")
    assert [rule for rule in loose if "unsafe" in rule] == ["style-src-attr 'unsafe-inline'"]


def test_an_element_is_refused_unless_its_author_vouches_for_it(theatre):
    for refused in (StrategicMap(theatre).add, StrategicMap(theatre).add_child, folium.Marker([25, 125]).add_to):
        argument = StrategicMap(theatre) if refused.__name__ == "add_to" else folium.Marker([25, 125])
        with pytest.raises(TypeError, match="trusted=True"):
            refused(argument)


def test_a_script_from_elsewhere_is_refused_by_its_address_or_taken_from_a_file(theatre, tmp_path):
    url = dict(MarkerCluster.default_js)["markerclusterjs"]
    with pytest.raises(AssetError, match=url.replace(".", r"\.")):
        StrategicMap(theatre).add(MarkerCluster(), trusted=True)
    assets = {}
    for place, (_, asked) in enumerate([*MarkerCluster.default_js, *MarkerCluster.default_css]):
        assets[asked] = tmp_path / str(place)
        assets[asked].write_text(f"/* stands for file {place} */", encoding="utf-8")
    html = StrategicMap(theatre).add(MarkerCluster(), trusted=True, assets=assets).html()
    assert all(f"/* stands for file {place} */" in html for place in range(len(assets)))
    assert "cdn." not in html


@pytest.mark.parametrize(
    ("element", "asks"),
    [
        (lambda: folium.Marker([25, 125], icon=folium.Icon(color="red")), "awesome-markers"),
        (lambda: folium.TileLayer("OpenStreetMap"), "network"),
        (lambda: folium.FeatureGroup("g").add_child(folium.TileLayer("OpenStreetMap")), "network"),
    ],
)
def test_what_needs_a_network_is_refused_with_its_reason(theatre, element, asks):
    page = StrategicMap(theatre)
    before = page.html()
    with pytest.raises(AssetError, match=asks):
        page.add(element(), trusted=True)
    assert page.html() == before


def test_a_style_sheet_that_loads_more_is_refused(theatre, tmp_path):
    sheet = tmp_path / "s.css"
    sheet.write_text(".a { background: url(images/x.png) }", encoding="utf-8")
    assets = {asked: sheet for _, asked in [*MarkerCluster.default_js, *MarkerCluster.default_css]}
    with pytest.raises(AssetError, match=r"images/x\.png"):
        StrategicMap(theatre).add(MarkerCluster(), trusted=True, assets=assets)


def test_text_that_would_end_the_script_is_refused(theatre):
    with pytest.raises(AssetError, match="would end its element"):
        StrategicMap(theatre).add(folium.Marker([25, 125], tooltip="</script>"), trusted=True)


def test_the_same_elements_give_the_same_bytes(theatre):
    assert shown(theatre).html() == shown(theatre).html()
    page = shown(theatre)
    assert page.html() == page.html()


def test_rendering_runs_no_template_in_the_data(theatre, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    attack = "{{ cycler.__init__.__globals__.os.system('touch pwned') }}"
    point = {"type": "Feature", "properties": {"name": attack}, "geometry": {"type": "Point", "coordinates": [125, 25]}}
    points = {"type": "FeatureCollection", "features": [point]}
    element = folium.GeoJson(points, name=attack, tooltip=folium.GeoJsonTooltip(["name"]), popup=attack)
    StrategicMap(theatre).add(element, trusted=True).html()
    assert list(tmp_path.glob("pwned")) == []
