"""Zones computed from coasts, against distances that PROJ measures to every vertex of the coast, one by one."""

import functools
import tomllib
from itertools import pairwise

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rimland.layers import Catalog, load, place
from rimland.layers.catalog import shipped_folder
from rimland.layers.coasts import coast
from rimland.layers.zones import coast_lines, reach

WGS84 = Geod(ellps="WGS84")
NMI = 1852.0
WINDOW = (118.0, 20.0, 134.0, 36.0)
ACTORS = ("china-with-islands", "taiwan-administered", "japan", "senkaku", "philippines", "korea")
ZONES = {"territorial-sea": (0, 12), "contiguous-zone": (12, 24), "limits-200nmi": (0, 200)}
SLACK = 10 + 15
"""Metres: what the edge of a zone may be off, and what is lost between the points of a coast cut to some 100 m."""


@functools.cache
def frame(name):
    return Catalog()[name].features


@functools.cache
def coast_points(name, least):
    """Points at most some 100 m apart along a coast: polygons by their rings, mainlands by their lines."""
    parts = shapely.get_parts(coast(name, min_area=least))
    polygons = shapely.get_type_id(parts) == 3
    lines = np.r_[shapely.boundary(parts[polygons]), parts[~polygons]]
    return shapely.get_coordinates(shapely.segmentize(lines, 0.001))


def brute_force(name, least, lon, lat, reach_nmi):
    """Metres to the nearest point of a coast; only those in a generous box about the position are tried."""
    points = coast_points(name, least)
    high = reach_nmi / 50
    near = points[(abs(points[:, 1] - lat) < high) & (abs(points[:, 0] - lon) < 1.4 * high)]
    if not len(near):
        return np.inf
    return WGS84.inv(*near.T, np.full(len(near), lon), np.full(len(near), lat))[2].min()


def positions(count=60):
    rng = np.random.default_rng(20240401)
    return np.column_stack([rng.uniform(WINDOW[0], WINDOW[2], count), rng.uniform(WINDOW[1], WINDOW[3], count)])


def least_of(name):
    return 0.05 if name == "limits-200nmi" else 0


def narrowed(row):
    """Whether 3 nautical miles hold in some strait of it."""
    return row["id"] == "territorial-sea-japan"


@pytest.mark.parametrize("name", ZONES)
def test_a_position_is_in_a_zone_exactly_when_proj_measures_it_within_the_distance(name):
    """Random positions of the whole window, and vertices of every zone's own edge moved a little to each side."""
    land = shapely.STRtree(load("land-detail").geometry.to_numpy())
    low, high = (nmi * NMI for nmi in ZONES[name])
    seen = {True: 0, False: 0}
    for row in frame(name).to_dict("records"):
        edge = shapely.get_coordinates(row["geometry"])
        rng = np.random.default_rng(7)
        beside = edge[rng.integers(0, len(edge), 25)] + rng.normal(0, 0.02, (25, 2))
        for lon, lat in np.vstack([positions(), beside]):
            inside = 118 < lon < 134 and 20 < lat < 36
            if not inside or len(land.query(shapely.Point(lon, lat), predicate="intersects")):
                continue
            metres = brute_force(row["coast"], least_of(name), lon, lat, ZONES[name][1])
            if min(abs(metres - low), abs(metres - high)) < SLACK or (
                narrowed(row) and metres > 3 * NMI and 29 < lat < 32
            ):
                continue
            found = bool(shapely.contains_xy(row["geometry"], lon, lat))
            assert found == (low < metres < high), (row["id"], lon, lat, metres / NMI)
            seen[found] += 1
    assert min(seen.values()) > 50


def test_the_edge_of_a_zone_is_as_far_from_the_coast_as_its_name_says():
    """Vertices of the edge that are neither on the window nor on the land, one in twenty of each zone's."""
    for row in frame("limits-200nmi").to_dict("records"):
        lon, lat = shapely.get_coordinates(row["geometry"]).T
        inner = (lon > 118.01) & (lon < 133.99) & (lat > 20.01) & (lat < 35.99)
        for x, y in zip(lon[inner][::20], lat[inner][::20], strict=True):
            assert brute_force(row["coast"], 0.05, x, y, 200) == pytest.approx(200 * NMI, abs=SLACK)


def test_a_cut_at_a_border_or_at_the_edge_of_the_data_or_of_the_window_is_no_coast():
    """The Asian mainland is cut at the land borders, and the detailed coastline at 36°N: neither is measured from.

    The cut of Korea at 36°N runs from 126.75°E to 129.43°E through the land; the coast within a box about that cut
    has no vertex on it but where the coast itself crosses it.
    """
    box = (126.9, 35.9, 129.2, 36.1)
    assert shapely.intersection(coast_lines("south-korea", 0.05, box), shapely.box(127.2, 35.9, 128.9, 36.1)).is_empty
    for name in ("china-mainland", "north-korea", "south-korea"):
        assert set(shapely.get_type_id(shapely.get_parts(place(name).geometry))) == {1}
    lines = coast_lines("japan", 0.05, (129.0, 32.0, 131.0, 33.0))
    on_side = [part for part in lines.geoms if np.ptp(shapely.get_coordinates(part)[:, 0]) == 0]
    assert not on_side, "a side of the box was taken for a coast"


def test_the_middle_of_china_is_in_no_zone_of_the_sea():
    """118.6°E 33.0°N: 150 km from the nearest coast, though the data are cut there at 118°E."""
    for name in ("territorial-sea", "contiguous-zone"):
        assert not shapely.intersects_xy(frame(name).geometry.to_numpy(), 118.3, 33.0).any()


def test_both_points_of_passage_of_the_osumi_strait_are_outside_the_territorial_sea():
    """The printed points of the passage through a designated area: within 12 nmi of Japan, and not of its sea."""
    japan = frame("territorial-sea").set_index("coast").geometry["japan"]
    for lon, lat in (
        (130 + 16 / 60 + 13.3 / 3600, 30 + 36 / 60 + 8.8 / 3600),
        (130 + 58 / 60 + 32.2 / 3600, 30 + 56 / 60 + 32.2 / 3600),
    ):
        assert 3 * NMI < brute_force("japan", 0, lon, lat, 12) < 12 * NMI
        assert not shapely.intersects_xy(japan, lon, lat)


def test_within_3_nautical_miles_the_osumi_strait_is_territorial_sea_all_the_same():
    japan = frame("territorial-sea").set_index("coast").geometry["japan"]
    sata = np.array([130.66, 30.97])
    assert brute_force("japan", 0, *sata, 12) < 3 * NMI
    assert shapely.intersects_xy(japan, *sata)


def test_the_sea_within_12_nautical_miles_of_the_disputed_islands_is_that_of_the_fisheries_layer_without_their_land():
    """Two ways to the same water: a buffer of polygons there, a zone of coast lines less the land here."""
    islands = sum(
        WGS84.geometry_area_perimeter(part)[0] for part in shapely.orient_polygons(place("senkaku").geometry).geoms
    )
    whole = frame("fisheries-2013").set_index("id").loc["twelve-mile-waters", "area_km2"]
    sea = frame("territorial-sea").set_index("coast").loc["senkaku", "area_km2"]
    assert sea == pytest.approx(whole - abs(islands) / 1e6, abs=3)


@pytest.mark.parametrize("name", [*ZONES, "zones-from-baselines"])
def test_the_disputed_islands_have_a_feature_of_their_own_and_their_claimants_are_named(name):
    rows = frame(name)
    for row in rows[rows["coast"] == "senkaku"].to_dict("records"):
        assert row["status"] == "disputed"
        assert all(one in row["claimants"] for one in ("Japan", "People's Republic of China", "Taiwan"))
    assert "senkaku" in set(rows["coast"])


@functools.cache
def declared_points(baselines):
    """Points some 100 m apart along the lines that a zone is measured from, geodesics by PROJ."""
    lines = [line for name in baselines.split("; ") for line in shapely.get_parts(place(name).geometry)]
    ends = [(a, b) for line in lines for a, b in pairwise(line.coords)]
    steps = {"del_s": 100, "initial_idx": 0, "terminus_idx": 0, "return_back_azimuth": False}
    between = [WGS84.inv_intermediate(*a, *b, **steps) for a, b in ends]
    return np.vstack([np.column_stack([way.lons, way.lats]) for way in between])


def to_baseline(row, lon, lat):
    """Metres to the nearest point of the lines that a zone is measured from."""
    there = declared_points(row["baselines"])
    return WGS84.inv(*there.T, np.full(len(there), lon), np.full(len(there), lat))[2].min()


def test_the_edge_of_a_zone_from_baselines_is_its_distance_from_the_lines_or_the_coast():
    """Every fortieth vertex of the edge that is neither on the window nor on land."""
    land = shapely.STRtree(load("land-detail").geometry.to_numpy())
    from_lines = 0
    for row in frame("zones-from-baselines").to_dict("records"):
        radius = row["radius_nmi"] * NMI
        for lon, lat in shapely.get_coordinates(row["geometry"])[:: 200 if row["radius_nmi"] == 12 else 40]:
            if not (118.01 < lon < 133.99 and 20.01 < lat < 35.99):
                continue
            if len(land.query(shapely.Point(lon, lat), predicate="dwithin", distance=1e-4)):
                continue
            line = to_baseline(row, lon, lat)
            coastal = brute_force(row["coast"], 0 if row["radius_nmi"] == 12 else 0.05, lon, lat, row["radius_nmi"])
            assert min(line, coastal) == pytest.approx(radius, abs=SLACK), (row["id"], lon, lat)
            from_lines += line < coastal - SLACK
    assert from_lines > 20


@pytest.mark.parametrize(("radius", "layer"), [(12, "territorial-sea"), (200, "limits-200nmi")])
def test_declared_baselines_add_to_the_zone_of_the_coast_and_take_nothing_from_it(radius, layer):
    plain = frame(layer).set_index("coast")
    declared = frame("zones-from-baselines")
    declared = declared[declared["radius_nmi"] == radius].set_index("coast")
    for name, row in declared.iterrows():
        assert row["adds_km2"] > 100
        assert row["area_km2"] - row["adds_km2"] == pytest.approx(plain.loc[name, "area_km2"], abs=0.01)
        lon, lat = positions(400).T
        inner = shapely.intersects_xy(plain.geometry[name], lon, lat)
        assert shapely.intersects_xy(row["geometry"], lon[inner], lat[inner]).all()


COMPUTED = [
    "territorial-sea",
    "contiguous-zone",
    "limits-200nmi",
    "zones-from-baselines",
    "overlaps-200nmi",
    "exercise-overlaps",
    "equidistance",
]


@pytest.mark.parametrize("name", COMPUTED)
def test_a_computed_layer_says_in_three_languages_that_it_is_no_claim_and_is_off_until_asked_for(name):
    layer = Catalog()[name]
    said = {"en": "not a claim", "ja": "主張", "zh-Hant": "主張"}
    assert all(word in layer.caveat[tag] for tag, word in said.items())
    assert frame(name)["note_en"].str.contains(r"Illustrative: computed(?: from the coast)?, not a claim").all()
    assert not layer.visible


@pytest.mark.parametrize("name", COMPUTED)
def test_a_computed_layer_has_no_geometry_of_its_own_and_cites_the_coastline(name):
    tables = tomllib.loads((shipped_folder() / f"{name}.toml").read_text("utf-8"))
    assert tables["derive"]
    assert Catalog()[name].geometry_path is None
    assert name == "adiz-overlaps" or frame(name)["source"].str.contains("osm-land").all()


def test_the_area_of_a_zone_leaves_the_land_out_whether_the_shape_does_or_not():
    """PROJ's area of the shape less that of the land inside it, cut here a second time."""
    window = (122.0, 24.0, 123.5, 25.0)
    shape = reach("yonaguni", 12, 0.05, window)
    land = load("land-detail").geometry.to_numpy()
    inner = shapely.intersection(shape, land[shapely.intersects(shape, land)])
    whole, island = (
        abs(WGS84.geometry_area_perimeter(shapely.orient_polygons(one))[0]) / 1e6
        for one in (shape, shapely.union_all(inner))
    )
    from rimland.layers.zones import sea_km2, square_km, without_land

    assert sea_km2(shape, window) == pytest.approx(whole - island, abs=1e-3)
    assert square_km(without_land(shape, window)) == pytest.approx(whole - island, abs=1e-3)


def test_an_overlap_is_exactly_what_two_zones_share():
    """Random positions: in the overlap of two when, and only when, in both."""
    zones = frame("limits-200nmi").set_index("id").geometry
    for row in frame("overlaps-200nmi").to_dict("records"):
        for lon, lat in positions(200):
            both = all(shapely.intersects_xy(zones[row[side]], lon, lat) for side in ("first", "second"))
            assert bool(shapely.intersects_xy(row["geometry"], lon, lat)) == both


def test_no_overlap_is_larger_than_either_zone_and_japan_is_not_set_against_the_islands_that_it_administers():
    zones = frame("limits-200nmi").set_index("id")["area_km2"]
    pairs = frame("overlaps-200nmi")
    for row in pairs.to_dict("records"):
        assert 0 < row["area_km2"] <= min(zones[row["first"]], zones[row["second"]])
    assert not ((pairs["first"] == "limit-200nmi-japan") & (pairs["second"] == "limit-200nmi-senkaku")).any()


def test_what_the_disputed_islands_add_is_their_overlap_without_that_of_japan():
    """Shares of the sea are counted on a grid of a twentieth of a degree, each cell by the cosine of its latitude."""
    lon, lat = np.meshgrid(np.arange(118.025, 134, 0.05), np.arange(20.025, 36, 0.05))
    zones = frame("limits-200nmi").set_index("coast").geometry
    within = {
        name: shapely.intersects_xy(zones[name], lon, lat) for name in ("japan", "senkaku", "taiwan-administered")
    }
    added = within["senkaku"] & within["taiwan-administered"] & ~within["japan"]
    cells = 0.05**2 * 111.2**2 * np.cos(np.radians(lat))
    row = frame("overlaps-200nmi").set_index("id").loc["overlap-200nmi-taiwan-administered-and-senkaku"]
    tree = shapely.STRtree(load("land-detail").geometry.to_numpy())
    where = np.argwhere(added)
    on_land = [len(tree.query(shapely.Point(lon[i, j], lat[i, j]), predicate="intersects")) for i, j in where]
    counted = sum(cells[i, j] for (i, j), land in zip(where, on_land, strict=True) if not land)
    assert row["adds_km2"] == pytest.approx(counted, rel=0.02, abs=50)


def test_the_area_off_hateruma_where_missiles_came_down_is_within_200_nautical_miles_of_japan():
    """The Ministry of Defense lists five of nine launches as inside Japan's zone, all in area 4 of August 2022."""
    launches = load("launches-2022-08-04")
    inside = set(launches.loc[launches["in_japan_eez"] == "yes", "zone"])
    assert inside == {"exercise-2022-08-zone-4"}
    shares = frame("exercise-overlaps")
    near_japan = shares[(shares["second"] == "limit-200nmi-japan") & (shares["radius_nmi"] == 200)]
    assert inside <= set(near_japan["first"])
    areas = load("exercises-2022-08").set_index("id")["area_km2"]
    assert near_japan.set_index("first")["area_km2"]["exercise-2022-08-zone-4"] == pytest.approx(
        areas["exercise-2022-08-zone-4"], rel=1e-6
    )


def test_the_parts_of_exercise_areas_within_12_nautical_miles_lie_in_both_area_and_distance():
    """A position of each part: it is in the announced area, and PROJ finds the named coast within 12 nautical miles."""
    areas = {name: load(name).set_index("id").geometry for name in ("exercises-2022-08", "exercises-2025-12")}
    shares = frame("exercise-overlaps")
    zones = frame("territorial-sea").set_index("id")["coast"]
    close = shares[shares["radius_nmi"] == 12]
    assert len(close) > 5
    for row in close.to_dict("records"):
        area = next(found[row["first"]] for found in areas.values() if row["first"] in found.index)
        lon, lat = row["geometry"].representative_point().coords[0]
        assert shapely.intersects_xy(area, lon, lat)
        assert brute_force(zones[row["second"]], 0, lon, lat, 12) < 12 * NMI + SLACK


def test_shares_carry_the_sources_of_both_sides_and_the_days_of_the_exercise():
    shares = frame("exercise-overlaps").set_index("id")
    row = shares.loc["exercise-2022-08-zone-4-200nmi-japan"]
    assert {"xinhua-2022", "osm-land"} <= set(row["source"].split("; "))
    assert (row["valid_from"], row["valid_to"]) == ("2022-08-04", "2022-08-07")
    assert (shares.loc[shares["second"].str.contains("senkaku"), "status"] == "disputed").all()


VARIANTS = {
    "without-senkaku": tuple(name for name in ACTORS if name != "senkaku"),
    "with-senkaku": ACTORS,
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_position_of_the_window_is_in_the_cell_of_the_coast_that_proj_finds_nearest(variant):
    """Brute force over all coasts at random positions; where two are equal to some metres, either will do."""
    cells = frame("equidistance")
    cells = cells[cells["variant"] == variant].set_index("coast").geometry
    for lon, lat in positions(40):
        metres = {name: brute_force(name, 0.05, lon, lat, 450) for name in VARIANTS[variant]}
        one, other = sorted(metres, key=metres.__getitem__)[:2]
        if metres[other] - metres[one] > 30:
            assert [name for name in cells.index if shapely.intersects_xy(cells[name], lon, lat)] == [one]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_cells_tile_the_window(variant):
    """PROJ's area of the window, whose sides are cut along its parallels, is that of the cells together."""
    cells = frame("equidistance")
    cells = cells[cells["variant"] == variant].geometry.to_numpy()
    both = shapely.intersection(cells[:, None], cells[None, :])
    assert max(shapely.area(both[i, j]) for i in range(len(cells)) for j in range(i)) < 1e-9
    window = shapely.segmentize(shapely.box(*WINDOW), 0.001)
    whole = abs(WGS84.geometry_area_perimeter(window)[0])
    parts = [abs(WGS84.geometry_area_perimeter(part)[0]) for part in shapely.get_parts(shapely.orient_polygons(cells))]
    assert sum(parts) == pytest.approx(whole, rel=1e-3)


def test_the_disputed_islands_only_ever_take_from_the_other_cells():
    cells = frame("equidistance")
    plain, counted = (cells[cells["variant"] == one].set_index("coast") for one in VARIANTS)
    assert "senkaku" not in plain.index
    assert counted.loc["senkaku", "status"] == "disputed"
    lost = sum(plain.loc[name, "area_km2"] - counted.loc[name, "area_km2"] for name in plain.index)
    assert lost == pytest.approx(counted.loc["senkaku", "area_km2"], abs=10)


def test_the_overlap_of_the_chinese_and_korean_air_defence_zones_is_what_their_printed_corners_enclose():
    """The corners as printed, entered a second time; sides straight in degrees instead of rhumb lines: within 1 %."""
    china = shapely.Polygon(
        [(121.783, 33.183), (125, 33.183), (128.333, 31), (125, 25.633), (123, 24.75), (120.967, 26.733)]
    )
    korea = shapely.Polygon(
        [(124, 30), (125 + 25 / 60, 30), (126 + 50 / 60, 32.5), (127.5, 32.5), (128 + 52 / 60, 34 + 17 / 60), (124, 37)]
    )
    both = shapely.segmentize(china & korea, 0.01)
    printed = abs(WGS84.geometry_area_perimeter(both)[0]) / 1e6
    found = frame("adiz-overlaps").set_index("id").loc["adiz-china-and-korea", "area_km2"]
    assert found == pytest.approx(printed, rel=0.01)


def test_zones_whose_limits_only_meet_or_are_a_degree_apart_do_not_overlap():
    """Taiwan's ends at 29°N and Korea's begins at 30°N; Japan's and Taiwan's meet at 123°E."""
    ids = set(frame("adiz-overlaps")["id"])
    assert not ids & {"adiz-taiwan-and-korea", "adiz-japan-and-taiwan"}
