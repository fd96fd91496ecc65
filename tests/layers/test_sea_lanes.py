"""Sea lanes: schematic, and never drawn over land."""

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rimland.layers import Catalog

WGS84 = Geod(ellps="WGS84")
WEST_OF_THE_COAST_THAT_SHIPS = 95.0


@pytest.fixture(scope="module")
def lanes():
    return Catalog()["sea-lanes"].features


@pytest.fixture(scope="module")
def land():
    polygons = Catalog()["land-region"].features.geometry.to_numpy()
    shapely.prepare(polygons)
    return shapely.STRtree(polygons)


def test_no_leg_that_is_drawn_crosses_land(lanes, land):
    """Each leg as positions 500 m apart along the geodesic, by PROJ; the coast of the region at full resolution.

    Of the legs that begin west of the coast that ships (95°E), only the part within it is tested here.
    """
    for leg in (leg for lane in lanes.geometry for leg in lane.geoms):
        path = _every_500_metres(*leg.coords)
        east = path[path[:, 0] > WEST_OF_THE_COAST_THAT_SHIPS]
        if len(east) > 1:
            segments = shapely.linestrings(np.stack([east[:-1], east[1:]], axis=1))
            segment, polygon = land.query(segments)
            assert not shapely.intersects(land.geometries[polygon], segments[segment]).any(), leg.wkt


def test_what_is_left_out_is_listed_with_each_lane(lanes):
    main = lanes.set_index("id").loc["lane-main"]
    assert "E of Nansei – S of Shikoku" in main["legs_left_out_en"]
    assert "南西諸島東方 – 四国南方" in main["legs_left_out_ja"]
    assert "南西諸島以東 – 四國以南" in main["legs_left_out_zh_hant"]
    assert main["legs_drawn"] == len(main.geometry.geoms)


def test_lanes_are_schematic_and_say_how_precise_they_are(lanes):
    assert set(lanes["position_grade"]) == {"C"}
    assert (lanes["precision_m"] > 20_000).all()
    assert Catalog()["sea-lanes"].schematic


def test_the_caveat_says_that_legs_are_missing():
    layer = Catalog()["sea-lanes"]
    assert "not drawn" in layer.caveat["en"]
    assert any("Sunda" in gap for gap in layer.gaps)


def _every_500_metres(start, end):
    steps = int(WGS84.inv(*start, *end)[2] // 500) + 1
    return np.array([start, *WGS84.npts(*start, *end, steps), end])
