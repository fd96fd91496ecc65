"""How far one coast is from another depends on which islands count: the choice is explicit."""

import itertools

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rimland import geo, layers
from rimland.layers.catalog import Catalog
from rimland.layers.coasts import MIN_AREA, coast
from rimland.layers.errors import DataError
from rimland.layers.places import UnknownPlaceError, place, place_ids

GEOD = Geod(ellps="WGS84")


@pytest.mark.parametrize(("min_area", "surveyed_km"), [(0, 106.0), (MIN_AREA, 107.1), (10, 107.5)])
def test_japan_to_taiwan_is_what_the_survey_of_coastlines_found(min_area, surveyed_km):
    """106.0 km counting every rock, 107.1 km for 0.05 km² and more (Guishan), 107.5 km for the main island."""
    japan, taiwan = coast("japan", min_area=min_area), coast("taiwan-and-islands", min_area=min_area)
    assert geo.distance(japan, taiwan).km == pytest.approx(surveyed_km, abs=0.05)


def test_a_larger_least_area_counts_fewer_polygons():
    counts = [len(coast("penghu", min_area=least).geoms) for least in (0, 0.001, 0.01, 0.05, 1)]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == len(counts)


def test_no_polygon_is_smaller_than_asked_but_for_spits_of_a_larger_one():
    for part in coast("okinawa-islands", min_area=1).geoms:
        area = abs(GEOD.geometry_area_perimeter(part)[0]) / 1e6
        assert area >= 1 or any(part.touches(other) for other in coast("okinawa-islands", min_area=1).geoms)


def test_the_set_of_every_rock_can_be_counted_from_a_size():
    assert len(place("senkaku").geometry.geoms) > 100
    assert len(coast("senkaku").geoms) == 4


def test_one_island_is_itself_whatever_counts():
    assert shapely.equals(coast("yonaguni", min_area=0), place("yonaguni").geometry)
    assert shapely.equals(coast("与那国島", min_area=50), place("yonaguni").geometry)


def test_what_cannot_be_counted_is_told():
    for wrong in (-1, float("nan")):
        with pytest.raises(DataError, match="square kilometres"):
            coast("japan", min_area=wrong)
    with pytest.raises(DataError, match="smaller min_area"):
        coast("senkaku", min_area=100)
    with pytest.raises(UnknownPlaceError):
        coast("atlantis")


# --- cuts are no coast


SIDES = [(0, 95.0), (0, 160.0), (1, -12.0), (1, 52.0), (0, 118.0), (0, 134.0), (1, 20.0), (1, 36.0)]
"""The edges of the two coastlines that ship: axis, and longitude or latitude."""


def segments(shapes):
    """Segments of polygons and lines, both ends on the grid of the data, the western end first."""
    parts = shapely.get_parts(shapes)
    flat = shapely.get_dimensions(parts) == 2
    lines = shapely.get_parts(np.concatenate([shapely.boundary(parts[flat]), parts[~flat]]))
    xy, line = shapely.get_coordinates(lines[shapely.get_dimensions(lines) == 1], return_index=True)
    grid = np.rint(xy * 1e5).astype(np.int64)
    ends = np.stack([grid[:-1], grid[1:]], axis=1)[line[1:] == line[:-1]]
    (west, south), (east, north) = ends[:, 0].T, ends[:, 1].T
    swap = (west > east) | ((west == east) & (south > north))
    ends[swap] = ends[swap][:, ::-1]
    return ends.reshape(-1, 4)


def on_an_edge(shape):
    found = segments([shape])
    return sum(
        int(((found[:, axis] == round(at * 1e5)) & (found[:, axis + 2] == round(at * 1e5))).sum()) for axis, at in SIDES
    )


def test_no_place_has_a_coast_along_the_edge_of_the_data():
    """Sakhalin, which the edge cuts at 52°N, is its coast alone, as every mainland is."""
    coasts = ("nansei", "islands", "south-china-sea-islands", "first-island-chain", "mainland-coasts", "sets")
    shapes = {name: place(name).geometry for name in place_ids() if place(name).layer in coasts}
    assert len(shapes) > 150
    assert {name: shape for name, shape in shapes.items() if on_an_edge(shape)} == {}
    assert place("sakhalin").geometry.geom_type == "LineString"


@pytest.mark.parametrize("name", ["japan", "philippines", "china-with-islands"])
def test_no_rock_that_counts_was_cut_at_the_edge_of_the_data(name):
    assert on_an_edge(coast(name, min_area=0)) == 0


def test_every_step_of_every_mainland_coast_is_one_of_the_source_and_none_is_a_border():
    """A line that closed a country along its land border would have steps that no ring of the coastline has.

    28 steps of China's are seven closed rings: islets that rounding pinched off, smaller than the 0.001 km² of the
    polygons that ship.
    """
    land = Catalog()["land-region"].features
    known = segments(land.geometry.to_numpy())
    rows = np.dtype([("", np.int64)] * 4)
    whole = np.unique(np.ascontiguousarray(known).view(rows).ravel())
    for name, line in Catalog()["mainland-coasts"].features.set_index("id").geometry.items():
        ends = np.ascontiguousarray(segments([line]))
        steps = ends.view(rows).ravel()
        strange = ends[~np.isin(steps, whole)] / 1e5
        rings = shapely.get_parts(shapely.polygonize(shapely.linestrings(strange.reshape(-1, 2, 2))))
        assert sum(len(ring.exterior.coords) - 1 for ring in rings) == len(strange), name
        assert all(abs(GEOD.geometry_area_perimeter(ring)[0]) < 1000 for ring in rings), name
        assert len(np.unique(steps)) == len(steps), name


@pytest.mark.parametrize("least", [0, 0.001])
def test_no_rock_belongs_to_two_holders(least):
    """Rings of two holders may share water, and then no rock in it: whatever counts as coast, each has its own."""
    status_quo = layers.scenario("status-quo")
    held = [*itertools.chain.from_iterable(status_quo.holds.values()), *status_quo.administers]
    rocks = [[part for part in shapely.get_parts(coast(name, min_area=least)) if part.area] for name in held]
    for (one, its), (other, theirs) in itertools.combinations(zip(held, rocks, strict=True), 2):
        assert not shapely.STRtree(its).query(theirs, predicate="intersects").size, (one, other)
