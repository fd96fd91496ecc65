"""How far one coast is from another depends on which islands count: the choice is explicit."""

import pytest
import shapely
from pyproj import Geod

from rimland import geo
from rimland.layers.coasts import MIN_AREA, coast
from rimland.layers.errors import DataError
from rimland.layers.places import UnknownPlaceError, place

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
