"""The coast is whole, valid and where it should be, and what is no coast is marked as such."""

from hashlib import sha256

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rimland.layers.catalog import Catalog
from rimland.layers.places import place

WINDOWS = {
    "land-region": (95.0, -12.0, 160.0, 52.0),
    "land-detail": (118.0, 20.0, 134.0, 36.0),
    "land-basemap": (95.0, -12.0, 160.0, 52.0),
}

GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module", params=list(WINDOWS))
def land(request):
    layer = Catalog()[request.param]
    return layer, layer.features, WINDOWS[request.param]


def edge(lonlat, window):
    """For each position, the sides of the window on which it lies, as bits."""
    west, south, east, north = window
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    return (lon == west) * 1 + (lon == east) * 2 + (lat == south) * 4 + (lat == north) * 8


def segments_on_edge(shapes, window):
    """Metres of segments of lines whose two ends lie on one side of the window, found by hand."""
    total = 0.0
    for line in shapely.get_parts(shapes):
        lonlat = shapely.get_coordinates(line)
        sides = edge(lonlat, window)
        for one, other in zip(np.flatnonzero(sides), np.flatnonzero(sides) + 1, strict=True):
            if other < len(lonlat) and sides[one] & sides[other]:
                total += GEOD.line_length(lonlat[[one, other], 0], lonlat[[one, other], 1])
    return total


def test_every_polygon_is_valid_and_has_its_own_id(land):
    _, frame, _ = land
    assert frame.geometry.is_valid.all()
    assert (frame.geometry.geom_type == "Polygon").all()
    assert (shapely.area(frame.geometry.values) > 0).all()
    assert frame["id"].is_unique


def test_the_hash_in_the_catalogue_is_that_of_the_file(land):
    layer, _, _ = land
    assert sha256(layer.geometry_path.read_bytes()).hexdigest() == layer.sha256


def test_nothing_lies_outside_the_window(land):
    _, frame, (west, south, east, north) = land
    assert frame.total_bounds[0] >= west
    assert frame.total_bounds[1] >= south
    assert frame.total_bounds[2] <= east
    assert frame.total_bounds[3] <= north


def test_the_windows_edge_never_counts_as_coast(land):
    """Boundary minus ``cut`` has no segment along the edge; without that there are hundreds of kilometres."""
    _, frame, window = land
    cut = frame[frame["cut"].notna()]
    assert len(cut) > 3
    rings = shapely.boundary(cut.geometry.values)
    coast = shapely.difference(rings, shapely.from_wkt(cut["cut"].to_numpy(str)))
    assert segments_on_edge(rings, window) > 100_000
    assert segments_on_edge(coast, window) == 0


def test_a_polygon_without_a_cut_does_not_touch_the_edge(land):
    _, frame, window = land
    whole = frame[frame["cut"].isna()]
    rings = shapely.get_parts(shapely.boundary(whole.geometry.values))
    assert segments_on_edge(rings, window) == 0


def test_a_cut_lies_wholly_on_the_edge(land):
    _, frame, window = land
    for wkt in frame["cut"].dropna():
        for line in shapely.get_parts(shapely.from_wkt(wkt)):
            sides = edge(shapely.get_coordinates(line), window)
            assert (sides[1:] & sides[:-1]).all()


def test_every_named_island_carries_its_id(land):
    _, frame, window = land
    here = shapely.box(*window)
    named = set(frame["place"].dropna())
    for name in ("nansei", "first-island-chain", "islands", "south-china-sea-islands"):
        islands = Catalog()[name].features
        inside = set(islands["id"][islands.geometry.within(here)])
        assert inside <= named


def test_coordinates_have_five_decimals_but_for_the_smallest_rocks():
    for name in ("land-region", "land-detail"):
        frame = Catalog()[name].features
        lonlat, which = shapely.get_coordinates(frame.geometry.values, return_index=True)
        finer = np.unique(which[(np.round(lonlat, 5) != lonlat).any(axis=1)])
        assert (frame["area_km2"].iloc[finer] < 1e-4).all()
        assert len(finer) < 10


def test_the_region_and_the_detail_are_one_coast():
    """Polygons of one id; pieces are numbered within each layer, and left out here."""
    region, detail = (Catalog()[name].features for name in ("land-region", "land-detail"))
    region, detail = (frame[frame["id"].str.count("-") == 1] for frame in (region, detail))
    both = region.merge(detail, on="id", suffixes=("_region", "_detail"))
    both = both[both["cut_detail"].isna() & both["cut_region"].isna()]
    assert len(both) > 9_000
    assert (shapely.to_wkb(both["geometry_region"].values) == shapely.to_wkb(both["geometry_detail"].values)).all()


def test_the_region_leaves_out_only_what_is_smaller_than_it_says():
    assert (Catalog()["land-region"].features["area_km2"] >= 0.001).all()


def test_areas_are_the_geodesic_ones():
    frame = Catalog()["land-detail"].features.iloc[::500]
    for area, shape in zip(frame["area_km2"], frame.geometry, strict=True):
        assert abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6 == pytest.approx(area, abs=1e-6)


def test_the_smallest_islands_that_matter_are_drawn():
    drawn = set(Catalog()["land-basemap"].features["place"].dropna())
    assert {"okinotorishima", "minamitorishima", "huaping", "pratas", "taiping", "uotsuri", "taisho"} <= drawn


def test_the_drawing_copy_is_light_and_close_to_the_coast():
    """Within 1 km of the coast in the theatre, on islands that are named."""
    frame = Catalog()["land-basemap"].features
    assert 1_400 < len(frame) < 2_000
    assert shapely.get_num_coordinates(frame.geometry.values).sum() < 90_000
    drawn = frame.sort_values("area_km2").drop_duplicates("place", keep="last").set_index("place").geometry
    for name in ("okinawa-island", "yonaguni", "ishigaki", "taiwan", "uotsuri", "guishan"):
        assert shapely.hausdorff_distance(drawn[name].boundary, place(name).geometry.boundary) < 0.01


# --- mainland coasts


@pytest.fixture(scope="module")
def mainlands():
    return Catalog()["mainland-coasts"].features


def test_a_mainland_coast_is_a_line_and_has_no_edge_of_the_window(mainlands):
    assert set(mainlands.geometry.geom_type) == {"MultiLineString"}
    for shape in mainlands.geometry:
        assert segments_on_edge(shape, WINDOWS["land-region"]) == 0


def test_a_land_border_is_no_coast(mainlands):
    """No stretch goes inland: its vertices are on the shore of the source's polygon, or on a spit pinched off there."""
    region = Catalog()["land-region"].features
    shores = region.geometry[region["area_km2"] > 5_000].boundary
    vertices = {tuple(lonlat) for lonlat in shapely.get_coordinates(shores.values)}
    for shape in mainlands.geometry:
        for line in shapely.get_parts(shape):
            if line.is_closed and line.length < 0.5:
                assert shapely.distance(shores.values, line).min() < 1e-9
            else:
                assert all(tuple(lonlat) in vertices for lonlat in shapely.get_coordinates(line))


def test_two_neighbours_share_no_coast(mainlands):
    shapes = dict(zip(mainlands["id"], mainlands.geometry, strict=True))
    for one in shapes:
        for other in shapes:
            if one < other:
                assert shapely.intersection(shapes[one], shapes[other]).length == 0, (one, other)


@pytest.mark.parametrize(
    ("identity", "lon", "lat"),
    [
        ("china-mainland", 119.3, 25.3),
        ("china-mainland", 121.9, 30.9),
        ("china-mainland", 114.17, 22.3),
        ("north-korea", 125.3, 38.7),
        ("south-korea", 129.05, 35.1),
        ("russia-far-east", 131.9, 43.1),
        ("vietnam-mainland", 108.25, 16.07),
        ("cambodia-mainland", 103.5, 10.62),
        ("thailand-mainland", 100.9, 13.2),
        ("thailand-mainland", 98.3, 8.5),
        ("malaysia-peninsula", 103.4, 3.8),
        ("myanmar-mainland", 97.6, 16.1),
        ("brunei", 114.9, 4.95),
        ("malaysia-borneo", 116.05, 5.95),
        ("indonesia-borneo", 109.3, 0.0),
        ("kamchatka-south", 156.67, 50.87),
    ],
)
def test_the_coast_near_a_well_known_spot_is_that_of_its_state(mainlands, identity, lon, lat):
    spot = shapely.Point(lon, lat)
    nearest = shapely.distance(mainlands.geometry.values, spot).argmin()
    assert mainlands["id"].iloc[nearest] == identity
