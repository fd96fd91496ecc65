"""The scripts of `examples/` run as they stand, and their numbers agree with PROJ and brute force."""

import contextlib
import io
import json
import re
import runpy
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod, Transformer

from rimland import layers

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
SCRIPTS = sorted(path.stem for path in EXAMPLES.glob("*.py"))
GEOD = Geod(ellps="WGS84")


@cache
def ran(name: str) -> tuple[str, Path]:
    """What a script prints, and the empty folder in which it was run."""
    folder, said = Path(mkdtemp(prefix="rimland-example-")), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said):
        runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name="__main__")
    return said.getvalue(), folder


def numbers(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in re.findall(r"-?\d[\d,]*\.?\d*", text)]


def least_to_vertices(lon, lat, shape) -> np.ndarray:
    """Kilometres from positions to the nearest vertex of a shape, all pairs tried."""
    vertices = shapely.get_coordinates(shape)
    found = [
        GEOD.inv(np.full(len(vertices), x), np.full(len(vertices), y), *vertices.T)[2].min()
        for x, y in zip(lon, lat, strict=True)
    ]
    return np.array(found) / 1000


def evenly(west, south, east, north, count=4000) -> tuple[np.ndarray, np.ndarray, float]:
    """Random positions, as many to each square kilometre of a window, and its area in square kilometres."""
    random = np.random.default_rng(7)
    plane = Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True)
    (left, low), (right, high) = plane.transform(west, south), plane.transform(east, north)
    _, lat = plane.transform(np.zeros(count), random.uniform(low, high, count), direction="INVERSE")
    return random.uniform(west, east, count), lat, (right - left) * (high - low) / 1e6


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_example_is_short_and_says_what_it_is_for(name):
    script = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    assert len(script.splitlines()) < 40
    assert re.match(r'"""[A-Z].*\."""\n', script)


def test_the_gap_is_the_geodesic_between_its_points_and_no_vertices_are_nearer():
    said, _ = ran("measure_a_gap")
    head, points, *_ = said.splitlines()
    km, nmi = numbers(head)[0], numbers(head)[2]
    x1, y1, x2, y2 = numbers(points)
    assert GEOD.inv(x1, y1, x2, y2)[2] / 1000 == pytest.approx(km, abs=0.05)
    assert km / 1.852 == pytest.approx(nmi, abs=0.05)
    here, there = (layers.place(name).geometry for name in ("yonaguni", "taiwan"))
    near = shapely.get_coordinates(shapely.intersection(there, shapely.box(121.5, 24, 122.1, 25.2)))
    least = least_to_vertices(*shapely.get_coordinates(here).T, shapely.MultiPoint(near)).min()
    assert km - 0.05 <= least <= km + 0.5  # a foot may lie on an edge, whose ends are farther
    assert "source: © OpenStreetMap contributors" in said


def test_what_is_counted_inside_is_what_geodesics_to_each_point_count():
    said, folder = ran("count_inside")
    table, bases, islands = pd.read_csv(EXAMPLES / "points.csv"), layers.load("bases"), layers.load("nansei")
    away = np.array([least_to_vertices(table.lon, table.lat, island) for island in islands.geometry])
    for number, row in enumerate(table.itertuples()):
        line = next(line for line in said.splitlines() if line.startswith(row.name))
        count = len(bases)
        metres = GEOD.inv(np.full(count, row.lon), np.full(count, row.lat), bases.geometry.x, bases.geometry.y)[2]
        near = islands[away[:, number] <= 300]
        expected = [(metres <= 300_000).sum(), near.population.sum(), near.population.isna().sum()]
        assert numbers(line.split(": ")[1]) == expected
    (zone,) = geopandas.read_file(folder / "within-300-km.geojson").geometry
    lon, lat, window = evenly(119, 20, 135, 37)
    pairs = [
        GEOD.inv(np.full_like(lon, row.lon), np.full_like(lat, row.lat), lon, lat)[2] for row in table.itertuples()
    ]
    least = np.min(pairs, axis=0)
    clear = abs(least - 300_000) > 2
    assert (shapely.contains_xy(zone, lon, lat) == (least <= 300_000))[clear].all()
    area = numbers(said.splitlines()[-1].split(": ")[1])[0]
    assert area == pytest.approx(window * (least <= 300_000).mean(), rel=0.03)


def test_200_nmi_of_own_islands_hold_the_positions_that_are_nearer_on_both_sides_of_180():
    said, folder = ran("own_islands_200nmi")
    zones = geopandas.read_file(folder / "zones.gpkg")
    islands = geopandas.read_file(EXAMPLES / "islands.geojson").geometry
    lon, lat, _ = evenly(174, 7, 186, 19)
    lon = (lon + 180) % 360 - 180
    for zone, island in zip(zones.geometry, islands, strict=True):
        nmi = least_to_vertices(lon, lat, island) / 1.852
        clear = abs(nmi - 200) > 0.1  # the sides of an islet of ten kilometres are nearer than its corners by 40 m
        assert (shapely.contains_xy(zone, lon, lat) == (nmi <= 200))[clear].all()
    turn = np.linspace(0, 360, 3600, endpoint=False)
    ring = GEOD.fwd(np.full(3600, 179.5), np.full(3600, 12.0), turn, np.full(3600, 200 * 1852.0))[:2]
    disc = abs(GEOD.polygon_area_perimeter(*ring)[0]) / 1e6
    assert numbers(said.splitlines()[0].split(": ")[1])[0] == pytest.approx(disc, abs=2)


def test_a_route_is_as_long_as_its_line_stays_off_land_and_out_of_what_is_closed():
    said, _ = ran("closure_scenario")
    usual, by, *detours = said.splitlines()
    land = layers.load("land-basemap").geometry
    closed = [[], ["taiwan-strait"], ["taiwan-strait", "50nmi of yonaguni"]]
    lines = [layers.sea_route("kaohsiung", "yokohama", avoid=one).route.line for one in closed]
    nmi = [GEOD.geometry_length(line) / 1852 for line in lines]
    assert numbers(usual)[0] == pytest.approx(nmi[0], abs=0.5)
    assert [numbers(line.split(": ")[1])[0] for line in detours] == pytest.approx(np.array(nmi[1:]) - nmi[0], abs=0.5)
    assert "taiwan-strait" in by
    assert all("taiwan-strait" not in line.split(", by ")[1] for line in detours)
    for line in lines:
        at_sea = shapely.LineString(line.coords[2:-2])  # a harbour may lie behind land that the copy draws too wide
        assert not land.intersects(at_sea).any()
    near = least_to_vertices(*shapely.get_coordinates(lines[2]).T, layers.place("yonaguni").geometry)
    assert near.min() >= 50 * 1.852 - 0.5


def test_the_table_of_depth_has_the_least_of_all_distances_to_a_coast():
    said, folder = ran("depth_table")
    rows = {cells[0]: cells[1:] for line in said.splitlines() if (cells := line.strip("| ").split(" | "))[1:]}
    assert len(rows) == 12  # ten sites, under a head and a rule
    before, after, change = (float(cell) for cell in rows["Camp Yonaguni (coast observation)"][:3])
    camp = layers.load("bases").set_index("id").geometry["camp-yonaguni"]
    to_china, to_taiwan = (
        least_to_vertices([camp.x], [camp.y], layers.coast(name))[0]
        for name in ("china-with-islands", "taiwan-administered")
    )
    assert before == pytest.approx(to_china, abs=0.8)  # half a kilometre of rounding, the rest for a foot on an edge
    assert after == pytest.approx(to_taiwan, abs=0.8)
    assert change == pytest.approx(after - before, abs=1)
    table = pd.read_csv(folder / "depth.csv")
    assert table.change_km.min() == pytest.approx(float(rows["Hateruma"][2]), abs=0.5)
    assert "hypothetical" in said


@pytest.mark.browser
def test_the_new_theatre_opens_with_its_own_layers_and_nothing_else(watch):
    said, folder = ran("new_theatre")
    watched = watch()
    page = watched.open(folder / "luzon-strait.html")
    assert watched.complaints == []
    assert page.title() == "Luzon Strait"
    legend = page.locator("#legend").inner_text()
    titles = [line.rsplit(": ", 1)[0] for line in said.splitlines()[1:]]
    assert titles[-1] == "Within 24 nmi of Batanes"
    assert all(title in legend for title in titles)
    assert "Nansei" not in legend
    gates = json.loads((ROOT / "data" / "layers" / "gates.geojson").read_text(encoding="utf-8"))["features"]
    assert f"{len(gates)} features" in next(line for line in said.splitlines() if line.startswith("Gates"))


@pytest.mark.browser
def test_every_row_of_the_csv_is_on_the_map_under_its_name(watch):
    said, folder = ran("csv_on_the_map")
    watched = watch()
    page = watched.open(folder / said.strip())
    assert watched.complaints == []
    assert "My posts" in page.locator("#legend").inner_text()
    for row in pd.read_csv(EXAMPLES / "points.csv").itertuples():
        assert page.locator(f'[aria-label="{row.name}, My posts"]').count() == 1


def test_the_word_document_has_the_figure_at_300_dpi_with_its_caption_and_alternative_text():
    from docx import Document
    from PIL import Image

    said, folder = ran("figure_for_word")
    document = Document(str(folder / said.strip()))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("Map: ")
    assert shape.width.cm == pytest.approx(16, abs=0.01)
    caption = next(paragraph for paragraph in document.paragraphs if paragraph.style.name == "Caption")
    assert caption.text.startswith("Figure 1. Luzon Strait")
    with Image.open(folder / "overview.png") as picture:
        assert picture.width == pytest.approx(183 / 25.4 * 300, abs=2)  # two columns of a journal
