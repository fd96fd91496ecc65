"""Ways by sea between named places: off every coast that ships, and round what is closed."""

import itertools

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely import Point

from rimland import geo, layers
from rimland.geo import length
from rimland.layers import Catalog, sea_route
from rimland.layers.closures import closures, straits
from rimland.layers.sea_routes import through

WGS84 = Geod(ellps="WGS84")
WEST_OF_THE_COAST_THAT_SHIPS = 95.0

PORTS = [
    *("yokohama", "tokyo", "nagoya", "osaka", "kobe", "hakata", "nagasaki", "kagoshima", "naha", "port-of-ishigaki"),
    *("keelung", "taichung", "kaohsiung", "hualien", "shanghai", "ningbo", "xiamen", "hong-kong"),
    *("busan", "manila", "singapore", "qingdao"),
]
"""The 22 ports of which every pair is joined."""

TOLERANCE = {"shanghai": 20_000.0, "ningbo": 20_000.0}
"""Metres at either end that may cross land, the straight leg between a port's position and open water: Shanghai lies up
the Huangpu, Ningbo up the Yong."""

ELSEWHERE = 11_000.0
"""The same at every other port."""


@pytest.fixture(scope="module")
def land():
    polygons = Catalog()["land-region"].features.geometry.to_numpy()
    shapely.prepare(polygons)
    return shapely.STRtree(polygons)


def on_land(land, turns):
    """The stretches of a way on land, by positions 250 m apart along PROJ's geodesics, east of 95°E."""
    pieces = []
    for one, other in itertools.pairwise([tuple(turn) for turn in turns]):
        steps = int(WGS84.inv(*one, *other)[2] // 250)
        path = np.array([one, *(WGS84.npts(*one, *other, steps) if steps else []), other])
        path = path[path[:, 0] > WEST_OF_THE_COAST_THAT_SHIPS]
        # In pieces of 10 km, whose boxes meet few polygons; the polygons are the ones that are prepared.
        pieces += [shapely.LineString(path[at : at + 41]) for at in range(0, len(path) - 1, 40)]
    piece, row = land.query(np.array(pieces, object))
    return land.geometries[row][shapely.intersects(land.geometries[row], np.array(pieces, object)[piece])].tolist()


def test_every_pair_of_22_ports_is_joined_by_water_alone(land):
    """All 231 pairs; the legs out of harbour and into it are told apart and are short."""
    assert len(PORTS) == 22
    for one, other in itertools.combinations(PORTS, 2):
        way = sea_route(one, other)
        assert not on_land(land, way.route.open_water.coords), (one, other)
        for port, metres in zip((one, other), way.route.harbours, strict=True):
            assert metres <= TOLERANCE.get(port, ELSEWHERE), (port, metres)
        assert way.metres >= WGS84.inv(*way.route.turns[0], *way.route.turns[-1])[2] - 1e-3


def test_there_and_back_are_as_long():
    assert sea_route("naha", "manila").metres == pytest.approx(sea_route("manila", "naha").metres, abs=1e-3)


def test_hormuz_to_yokohama_passes_malacca_and_the_luzon_strait(land):
    way = sea_route("ras-tanura", "yokohama")
    assert not on_land(land, way.route.open_water.coords)
    assert way.straits[:3] == ("strait-of-hormuz", "strait-of-malacca", "singapore-strait")
    assert "luzon-strait" in way.straits


@pytest.mark.parametrize("name", ["Malacca", "strait-of-malacca", "マラッカ海峡", "麻六甲海峽", "malacca strait"])
def test_a_strait_is_found_by_any_of_its_names(name):
    assert [(one.id, one.name) for one in closures([name])] == [("strait-of-malacca", name)]


def test_a_closed_strait_is_gone_round():
    open_way = sea_route("singapore", "ras-tanura")
    closed = sea_route("singapore", "ras-tanura", avoid=["マラッカ海峡"])
    assert "strait-of-malacca" in open_way.straits
    assert "strait-of-malacca" not in closed.straits
    assert closed.metres > open_way.metres + 100_000
    assert closed.closed == ("マラッカ海峡",)


@pytest.mark.parametrize("name", ["taiwan-strait", "tsushima-east-channel"])
def test_a_closed_strait_leaves_no_way_between_the_places_of_one_side(name):
    """Haitan stands for the continent in the Taiwan Strait, Iki for Kyushu: what lies behind them is closed with it."""
    strait = next(one for one in straits() if one.id == name)
    line = strait.narrowest
    (lon, lat), (lon2, lat2) = line.coords[0], line.coords[-1]
    azimuth, _, _ = WGS84.inv(lon, lat, lon2, lat2)
    middle = WGS84.npts(lon, lat, lon2, lat2, 1)[0]
    ends = [WGS84.fwd(*middle, azimuth + turn, 15_000)[:2] for turn in (90, -90)]
    one, other = (f"{lat_:.5f},{lon_:.5f}" for lon_, lat_ in ends)
    way = sea_route(one, other, avoid=[name])
    assert not way.route.line.crosses(strait.shape)
    assert way.km > 2 * length(line) / 1000


def test_what_is_near_a_place_is_closed_to_within_the_radius():
    way = sea_route("kaohsiung", "naha", avoid=["within 100 nmi of yonaguni"])
    nearest = geo.distance(layers.place("yonaguni"), way.route.line)
    assert nearest.nmi > 99.9
    assert way.metres > sea_route("kaohsiung", "naha").metres


def test_a_layer_and_a_shape_are_closed():
    exercises = sea_route("xiamen", "keelung", avoid=["exercises-2022-08"])
    assert exercises.metres >= sea_route("xiamen", "keelung").metres
    shape = Point(125, 28).buffer(1.0)
    way = sea_route("shanghai", "naha", avoid=[shape])
    assert way.route.line.distance(Point(125, 28)) > 0.99


def test_a_closed_world_says_what_closed_it():
    with pytest.raises(geo.NoRouteError, match=r"no route from ras-tanura to yokohama with 'hormuz' closed"):
        sea_route("ras-tanura", "yokohama", avoid=["hormuz"])


def test_an_unknown_name_is_an_error_and_is_not_left_out():
    with pytest.raises(layers.UnknownPlaceError, match=r"Did you mean.*A strait is one of"):
        sea_route("kaohsiung", "naha", avoid=["bashhi"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("exercises-2022", r"Is it the layer .*exercises-2022-08"),
        ("exercises-2022-08/zone-9", r"layer 'exercises-2022-08' has no feature 'zone-9'"),
        ("areas.geojson", r"write @areas\.geojson"),
        ("100nmi of exercises-2022", r"Is it the layer"),
    ],
)
def test_an_unknown_layer_or_feature_is_told_what_is_near(name, said):
    with pytest.raises(layers.UnknownPlaceError, match=said):
        closures([name])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cities", "'cities' is a point"),
        ("naha", "write '5nmi of naha'"),
        ("trade", "no position"),
        ("9km of trade", "nothing is near"),
    ],
)
def test_what_closes_nothing_is_refused_by_its_name(name, said):
    with pytest.raises(layers.DataError, match=said):
        closures([name])


def test_one_feature_of_a_layer_and_what_is_near_a_layer_are_closed():
    whole = closures(["exercises-2022-08"])[0].shape
    area, near = closures(["exercises-2022-08/exercise-2022-08-zone-5", "within 12 nmi of exercises-2022-08"])
    assert area.shape.equals(layers.place("exercise-2022-08-zone-5").geometry)
    assert near.shape.contains(whole)
    assert sea_route("hualien", "manila").route.line.intersects(area.shape)
    assert not sea_route("hualien", "manila", avoid=[area.name]).route.line.intersects(area.shape)


@pytest.mark.parametrize("radius", ["100parsecs of taiwan", "-5km of taiwan", "0km of taiwan"])
def test_a_distance_that_is_none_is_refused(radius):
    with pytest.raises((geo.UnitError, geo.RadiusError, layers.UnknownPlaceError)):
        closures([radius])


def test_a_voyage_calls_where_it_is_told():
    legs = through(["ras-tanura", "strait-of-malacca", "bashi-channel", "yokohama"])
    assert [leg.start.id for leg in legs] == ["ras-tanura", "strait-of-malacca", "bashi-channel"]
    for before, after in itertools.pairwise(legs):
        assert shapely.get_coordinates(before.route.line)[-1] == pytest.approx(
            shapely.get_coordinates(after.route.line)[0]
        )
    with pytest.raises(layers.DataError, match="two calls"):
        through(["yokohama"])


def test_days_follow_from_speed():
    way = sea_route("kaohsiung", "manila")
    assert way.days(10.0) == pytest.approx(way.nmi / 240)
    for speed in (0, -1, float("nan"), float("inf")):
        with pytest.raises(layers.DataError, match="positive"):
            way.days(speed)


def test_the_way_from_a_port_to_itself_is_out_of_harbour_and_back():
    way = sea_route("kaohsiung", "kaohsiung")
    assert way.metres == pytest.approx(sum(way.route.harbours), abs=1e-3)
    assert way.route.open_water.length == 0


@pytest.mark.parametrize("name", ["taiwan-strait", "exercises-2022-08", "exercise-2022-08-zone-5", "9nmi of yonaguni"])
def test_a_way_tells_the_sources_of_what_is_closed(name):
    told = {source.id for source in sea_route("hualien", "manila", avoid=[name]).sources}
    layer = Catalog()[closures([name])[0].layer]
    assert told
    assert told <= {source.id for source in layer.sources}
