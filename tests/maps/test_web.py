"""The map as Python sees it: a folium map that takes data, refuses what it cannot vouch for, and writes whole files."""

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import branca.element
import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from shapely import LineString, MultiPolygon, Point, Polygon, box

from rimland.geo import CoordinateError, CRSError, GeometryError
from rimland.layers import UnknownLayerError, load_theatre, place
from rimland.maps import LanguageError, OutputError, StrategicMap, StyleError, content, markdown, snippet
from rimland.maps.page import SCRIPTS, UNUSED, leaflet, policy, viewer_script, viewer_style


def test_a_strategic_map_is_a_folium_map(theatre):
    page = StrategicMap(theatre)
    assert isinstance(page, folium.Map)
    assert page.location == [28.0, 126.0]


def test_it_draws_every_layer_of_its_theatre_in_order(theatre):
    assert [layer.name for layer in StrategicMap(theatre).drawn_layers] == list(load_theatre(theatre).layer_names)


def test_a_list_of_layers_replaces_those_of_the_theatre(theatre):
    assert [layer.name for layer in StrategicMap(theatre, layers=["islands"]).drawn_layers] == ["islands"]


def test_adding_a_layer_twice_draws_it_once_on_top(theatre):
    page = StrategicMap(theatre).add("zones").add("islands")
    names = [layer.name for layer in page.drawn_layers]
    assert len(names) == len(set(names))
    assert names[-2:] == ["zones", "islands"]


def test_an_unknown_layer_is_refused_with_the_nearest_names(theatre):
    with pytest.raises(UnknownLayerError, match="Did you mean 'islands'"):
        StrategicMap(theatre).add("island")


def test_an_unknown_language_is_refused_with_the_choices(theatre):
    with pytest.raises(LanguageError, match="zh-Hant"):
        StrategicMap(theatre, lang="fr")


def test_a_frame_in_another_reference_system_is_brought_to_degrees(theatre):
    frame = gpd.GeoDataFrame({"name": ["Here"]}, geometry=[Point(121, 24)], crs=4326).to_crs(3857)
    page = StrategicMap(theatre).add(frame, name="Mine")
    [point] = page.drawn_layers[-1].features.geometry
    assert point.distance(Point(121, 24)) < 1e-9


def test_a_frame_without_a_reference_system_is_refused(theatre):
    with pytest.raises(CRSError, match="set_crs"):
        StrategicMap(theatre).add(gpd.GeoDataFrame(geometry=[Point(121, 24)]), name="Mine")


@pytest.mark.parametrize(
    ("shape", "error"),
    [(Point(24, 121), CoordinateError), (Polygon(), GeometryError), (Point(float("nan"), 0), CoordinateError)],
)
def test_a_shape_that_is_nowhere_is_refused(theatre, shape, error):
    with pytest.raises(error):
        StrategicMap(theatre).add(shape, name="Mine")


def test_own_data_need_a_name(theatre):
    with pytest.raises(TypeError, match="name"):
        StrategicMap(theatre).add(Point(121, 24))


def test_own_data_with_a_style_that_cannot_be_drawn_are_refused_at_once(theatre):
    with pytest.raises(StyleError, match="colour"):
        StrategicMap(theatre).add(Point(121, 24), name="Mine", style={"colour": "red;}"})


def test_the_frame_of_the_author_is_not_changed(theatre):
    frame = gpd.GeoDataFrame({"name": ["Here"], "height": [1.5]}, geometry=[Point(121, 24)], crs=4326)
    before = frame.copy()
    StrategicMap(theatre).add(frame, name="Mine").html()
    assert_geodataframe_equal(frame, before)


@pytest.mark.parametrize(
    "element",
    [
        folium.Marker([24, 121], popup="<b>x</b>"),
        folium.TileLayer("OpenStreetMap"),
        folium.LayerControl(),
        branca.element.Element("<script>window.pwned=1</script>"),
    ],
    ids=lambda element: type(element).__name__,
)
def test_an_element_that_is_not_ours_is_refused_however_it_is_added(theatre, element):
    page = StrategicMap(theatre)
    for put in (page.add, page.add_child, lambda one: one.add_to(page)):
        with pytest.raises(TypeError, match="cannot vouch for"):
            put(element)


def test_a_place_brings_its_own_names_and_sources():
    page = StrategicMap(layers=[]).add(place("yonaguni"))
    [layer] = page.drawn_layers
    assert layer.title["ja"] == "与那国島"
    assert layer.sources == place("yonaguni").sources
    assert layer.features["name_zh_hant"].tolist() == ["與那國島"]


def test_titles_without_a_latin_letter_are_told_apart(theatre):
    page = StrategicMap(theatre, layers=[]).add(Point(121, 24), name="甲乙").add(Point(122, 24), name="丙丁")
    assert len(page.drawn_layers) == 2


def test_columns_may_have_any_names_and_hold_anything(theatre):
    columns = {
        0: [1],
        (1, 2): ["x"],
        "when": [pd.Timestamp("2024-05-06")],
        "list": [[1, 2]],
        "no": [None],
        "nan": [np.nan],
    }
    frame = gpd.GeoDataFrame(columns, geometry=[Point(121, 24)], crs=4326)
    html = StrategicMap(theatre).add(frame, name="Mine").html()
    assert '["when",null,{"all":"2024-05-06"}]' in html
    assert '["list",null,{"all":"[1, 2]"}]' in html
    assert '["nan"' not in html


def test_a_theatre_across_the_antimeridian_is_drawn_in_one_piece(theatre):
    """The shape lies on both sides of 180°: as one ring of four corners, none of them a whole turn away."""
    wide = replace(load_theatre(theatre), bounds=(170.0, -10.0, -170.0, 10.0))
    cut = MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -179, 1)])
    html = StrategicMap(wide, layers=[]).add(cut, name="Mine").html()
    outlines = json.loads(re.search(r'class="layer-shapes">(.*?)</script>', html)[1])
    assert ";" not in outlines["g"]["all"][0]
    assert '"bounds":[170.0,-10.0,190.0,10.0]' in html


def test_a_map_without_layers_is_a_map(theatre):
    assert "</html>" in StrategicMap(theatre, layers=[]).html()


def test_folium_s_own_ways_to_the_page_give_the_same_page(theatre):
    page, file = StrategicMap(theatre), io.BytesIO()
    page.save(file)
    assert file.getvalue().decode() == page.get_root().render() == page.html()
    assert page.get_bounds() == [[20.0, 118.0], [36.0, 134.0]]


def test_a_language_that_the_theatre_is_not_written_in_is_refused(theatre):
    with pytest.raises(LanguageError, match="written in en"):
        StrategicMap(replace(load_theatre(theatre), languages=("en",)), lang="ja")


def test_an_element_slipped_into_the_page_stops_the_writing(theatre):
    page = StrategicMap(theatre)
    figure = branca.element.Figure()
    figure.add_child(page, name="map")
    with pytest.raises(TypeError, match="page of its own"):
        figure.render()


def test_the_page_asks_for_nothing_from_anywhere(theatre):
    html = StrategicMap(theatre).html()
    outside = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", html, flags=re.S)
    assert not re.search(r"""(src|href)=["'](?!#)""", outside)
    assert not re.search(r"url\((?!#)", leaflet("css") + viewer_style())
    assert "sourceMappingURL" not in html


def test_the_rules_of_leaflet_that_are_left_out_are_for_what_no_map_of_ours_has(argued, watch):
    page = watch().open(argued, "#lang=en&tab=layers")
    page.get_by_role("button", name="Measure").click()
    page.locator("#map").click(position={"x": 300, "y": 300})
    page.locator('path[aria-label^="Big,"]').hover()
    classes = page.evaluate("[...new Set([...document.querySelectorAll('*')].flatMap((one) => [...one.classList]))]")
    assert {"leaflet-container", "leaflet-tooltip", "leaflet-interactive"} <= set(classes)
    unused = {name for name in classes if UNUSED.search(f".{name}")}
    empty = {"leaflet-control-container", "leaflet-left", "leaflet-right", "leaflet-marker-pane", "leaflet-popup-pane"}
    assert unused <= {*empty, "leaflet-tile-pane"}
    for name in unused:
        assert page.evaluate("name => !document.querySelector(`.${name}`).textContent", name)


def test_the_policy_pins_the_assets_and_not_the_page(theatre):
    html = StrategicMap(theatre).html()
    wanted = policy((leaflet("js"), viewer_script()), (leaflet("css"), viewer_style()))
    assert re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'") == wanted
    assert wanted.startswith("default-src 'none'; ")
    assert "unsafe" not in wanted


def test_the_viewer_is_the_same_script_whatever_the_data(theatre):
    one = StrategicMap(theatre).add(Point(121, 24), name="Mine").html()
    other = StrategicMap(theatre, lang="ja", layers=["land-basemap"]).html()
    assert one.count(viewer_script()) == other.count(viewer_script()) == 1


def test_two_maps_of_the_same_theatre_are_the_same_bytes_and_so_is_the_same_map_twice(theatre):
    page = StrategicMap(theatre)
    assert page.html() == page.html() == StrategicMap(theatre).html()


def test_the_works_of_a_page_are_gathered_once(theatre, monkeypatch):
    asked, works = [], content.works
    monkeypatch.setattr(content, "works", lambda layers: works(asked.append(layers) or layers))
    StrategicMap(theatre).html()
    assert len(asked) == 1


def test_the_bytes_do_not_depend_on_the_seed_of_hashes(theatre, tmp_path):
    code = "import sys; from rimland.maps import StrategicMap; StrategicMap(sys.argv[1], lang='ja').save(sys.argv[2])"
    pages = []
    for seed in ("0", "1", "4242"):
        out = tmp_path / f"{seed}.html"
        command = [sys.executable, "-c", code, str(theatre), str(out)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed}, timeout=120)
        pages.append(out.read_bytes())
    assert len(set(pages)) == 1


def test_saving_where_nothing_can_be_written_says_so_and_leaves_nothing(theatre, tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        StrategicMap(theatre).save(tmp_path / "missing" / "map.html")
    assert not (tmp_path / "missing").exists()


def test_a_failed_save_keeps_the_file_that_was_there(theatre, tmp_path, monkeypatch):
    target = tmp_path / "map.html"
    target.write_text("before", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        StrategicMap(theatre).save(target)
    assert target.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["map.html"]


def test_a_new_file_may_be_read_by_whom_an_ordinary_one_may(theatre, tmp_path):
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    saved = StrategicMap(theatre).save(tmp_path / "map.html")
    assert saved.stat().st_mode == ordinary.stat().st_mode


def test_a_notebook_shows_the_map_in_a_frame_that_cannot_reach_its_host(theatre):
    shown = StrategicMap(theatre)._repr_html_()
    assert 'sandbox="allow-scripts' in shown
    assert "allow-same-origin" not in shown
    assert "<script" not in shown


@pytest.mark.parametrize("address", ["map.html", Path("out/地図 1.html"), 'x" onload="alert(1)'])
def test_a_snippet_is_one_frame_whatever_the_address(address):
    line = snippet(address, title='"><script>alert(1)</script>')
    assert line.count("<") == 2
    assert 'onload="' not in line
    assert markdown(address, title="T").count("```") == 2


def test_geodesic_edges_are_bent_and_those_of_a_rhumb_are_not(theatre):
    """Between two positions 20 degrees apart on 30°N the geodesic runs 0.38 degrees north of the parallel."""
    from pyproj import Geod

    from rimland.maps.outline import drawn

    line = LineString([(120, 30), (140, 30)])
    [(_, middle)] = Geod(ellps="WGS84").npts(120, 30, 140, 30, 1)
    assert drawn(line).bounds[3] == pytest.approx(middle, abs=1e-3)
    assert drawn(line, edges="rhumb").bounds[3] == pytest.approx(30, abs=1e-9)


def test_a_shape_cut_at_the_antimeridian_closes_again_in_the_middle_of_a_pacific_map():
    from rimland.maps.outline import centred

    cut = MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -179, 1)])
    assert centred(cut, 180.0).equals(box(179, 0, 181, 1))


def test_every_shipped_layer_that_has_positions_can_be_drawn_with_its_own_style():
    from rimland.layers import Catalog
    from rimland.maps.style import BY_KIND, class_styles

    for name, layer in Catalog().items():
        assert layer.kind == "table" or class_styles(layer.kind, layer.style) is not None, name
        assert layer.kind in {*BY_KIND, "table"}


def test_islands_in_a_zone_are_left_to_the_land_and_holes_in_the_sea_stay():
    """A zone of 4,000 corners with three holes: an islet, an island that is drawn, and a pocket of open sea."""
    from rimland.maps.outline import without_islands

    zone = Point(125, 25).buffer(3, quad_segs=1000)
    islet, island, pocket = (box(x, 25, x + size, 25 + size) for x, size in ((123.5, 0.01), (124, 0.3), (126, 0.3)))
    drawn = without_islands(zone - islet - island - pocket, island)
    assert [box(*ring.bounds) for ring in drawn.interiors] == [pocket]


def test_a_zone_drawn_on_under_the_land_shows_the_same_sea_with_fewer_positions():
    """A sea off a jagged coast, computed from another copy of it: what is not land stays what it was, to the width of
    the strip between the two copies."""
    from shapely import GeometryCollection, get_num_coordinates, set_precision

    from rimland.maps.outline import NEAR, tucked

    lat = np.linspace(0, 2, 4001)
    coast = np.column_stack([0.02 * np.sin(lat * 97), lat])
    land = Polygon([(-1, 0), *coast, (-1, 2)])
    zone = Polygon([*np.add(coast, (0.002, 0)), (0.4, 2), (0.4, 0)])
    drawn = tucked(zone, GeometryCollection([land]))
    seen = set_precision(drawn.difference(land), 1e-9).symmetric_difference(set_precision(zone.difference(land), 1e-9))
    assert seen.area <= 2 * (NEAR + 0.002)
    assert drawn.simplify(0.002).within(zone.union(land).buffer(2 * NEAR))
    assert get_num_coordinates(drawn.simplify(0.002)) < get_num_coordinates(zone.simplify(0.002)) / 4


def test_no_coast_is_sent_twice_where_a_layer_shows_the_islands_of_the_land():
    html = StrategicMap("buffer", layers=["land", "nansei"]).html()
    land, islands = (json.loads(text) for text in re.findall(r'class="layer-shapes">(.*?)</script>', html))
    lent = {outline for outlines in land["g"] for outline in outlines if outline[0] == "@"}
    own = [outlines for outlines in islands["g"] if outlines[0][0] != "@"]
    assert len(lent) == len(own) > 70
    assert all(re.fullmatch(r"@nansei~[a-z0-9-]+", one) for one in lent)


def test_the_viewer_is_sent_as_it_is_written_but_for_comments_and_spaces_in_code():
    """Its words and signs in their order, and every text and template with the spaces that it has."""
    folder = files("rimland.maps").joinpath("assets/viewer")
    parts = [folder.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    code = re.sub(r"^\s*//.*|(?<!:)// .*|/\* .*? \*/", "", "".join(parts), flags=re.M)
    code, sent = f'"use strict";(() => {{{code}}})();', viewer_script()
    template = re.compile(r"`(?:[^`\\\n]|\\.)*`")
    assert template.findall(sent) == template.findall(code)
    assert all(one.count("{") == one.count("}") for one in template.findall(code))  # none within another: jsmin errs
    token = re.compile(r'"[^"\n]*"|[\w$]+|[^\s\w]')
    assert token.findall(sent) == token.findall(code)
    assert not re.search(r"^\s|/\*", viewer_style(), re.M)
