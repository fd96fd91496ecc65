"""The numbers of the argument, counted again by means of the tests' own: points along coasts, and PROJ between them.

Which islands make a coast, where sites lie and which way lanes go is data and is read as it is. What is near, how near,
on which side of the chain and how much in all is found here without any index, buffer, cell or line of ours.
"""

import itertools

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer
from scipy.spatial import cKDTree

from rimland import layers
from rimland.layers import metrics
from rimland.layers.coasts import coast

GEOD = Geod(ellps="WGS84")
SOLID = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
REACH_M = 200 * 1852
RADII_KM = (150.0, 300.0, 500.0, 600.0, 650.0, 700.0, 1000.0)


def solid(lonlat):
    """Earth-centred positions, metres."""
    return np.column_stack(SOLID.transform(*lonlat.T, np.zeros(len(lonlat))))


def shore(shape):
    """Points at most 0.005 degrees apart along a coast, its vertices among them."""
    return shapely.get_coordinates(shapely.segmentize(shape, 0.005))


def metres_to(lonlat, points, beyond=np.inf):
    """PROJ's distance to the nearest of some points; infinite where none is within a chord of `beyond` metres."""
    _, nearest = cKDTree(solid(points)).query(solid(lonlat), distance_upper_bound=beyond)
    near = nearest < len(points)
    metres = np.full(len(lonlat), np.inf)
    metres[near] = GEOD.inv(*lonlat[near].T, *points[nearest[near]].T)[2]
    return metres


def grid_of_equal_area(bounds, step):
    """Positions in the middle of squares of one area, `step` metres a side in the equal-area cylindrical projection."""
    flat = Transformer.from_crs("EPSG:4326", "+proj=cea +ellps=WGS84 +units=m", always_xy=True)
    (west, south), (east, north) = flat.transform(*bounds[:2]), flat.transform(*bounds[2:])
    x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    return np.column_stack(flat.transform(x.ravel(), y.ravel(), direction="INVERSE"))


def at_sea(lonlat):
    """Those positions that no polygon of land holds."""
    land = layers.load("land-detail").geometry.to_numpy()
    wet = np.ones(len(lonlat), bool)
    wet[shapely.STRtree(shapely.points(lonlat)).query(land, predicate="contains")[1]] = False
    return lonlat[wet]


@pytest.fixture(scope="module")
def after():
    return layers.scenario("taiwan-prc-control")


@pytest.fixture(scope="module")
def shores(after):
    """The coast of each place that anybody holds, in points."""
    names = {name for actor in after.theatre.actors for name in after.before.places(actor, disputed=True)}
    return {name: shore(coast(name)) for name in sorted(names)}


@pytest.fixture(scope="module")
def opposing(after, shores):
    """The opposing coast before and after, in points."""
    return {
        "before": np.vstack([shores[name] for name in after.before.places("prc")]),
        "after": np.vstack([shores[name] for name in after.places("prc")]),
    }


@pytest.fixture(scope="module")
def curve(after):
    return metrics.exposure(after, RADII_KM).set_index("radius_km")


def nearest_is(actor, which, disputed, metres):
    """Where an actor's coast is the nearest of all and within 200 nmi."""
    held = {name: which.places(name, disputed=disputed) for name in which.theatre.actors}
    least = {name: np.min([metres[place] for place in places], axis=0) for name, places in held.items() if places}
    own = least.pop(actor)
    return (own < np.min(list(least.values()), axis=0)) & (own <= REACH_M)


@pytest.fixture(scope="module")
def squares(after, shores):
    """For each place that anybody holds, the metres from the middles of squares of 25 km² of the sea to its coast."""
    lonlat = at_sea(grid_of_equal_area(after.theatre.bounds, 5000.0))
    return {name: metres_to(lonlat, points, beyond=380_000) for name, points in shores.items()}


@pytest.mark.parametrize("disputed", [True, False], ids=["in", "out"])
def test_buffer_water_is_what_counting_squares_of_the_sea_gives(after, squares, disputed):
    """An outline of 5,000 km, coasts included, leaves such a count uncertain by 0.3 √(5000 / 5) 25 = 240 km²."""
    counted = nearest_is("taiwan", after.before, disputed, squares).sum() * 25
    found = metrics.buffer_water(after).set_index("disputed").loc["in" if disputed else "out", "before_km2"]
    assert found == pytest.approx(counted, abs=4 * 240)


def chain_path(first, last, bounds):
    """From one island of the chain to another along the shortest ways that hold all islands together, as a line.

    The tree of Prim, on distances between points of their coasts; within an island by way of a point inside it.
    """
    frames = [layers.load(name) for name in layers.load_theatre().about.chain]
    rows = [row for frame in frames for row in frame.itertuples() if getattr(row, "status", None) != "disputed"]
    near = [row for row in rows if row.geometry.intersects(shapely.box(*bounds))]
    points = [shore(row.geometry) for row in near]
    trees = [cKDTree(solid(some)) for some in points]
    names = [row.id for row in near]

    def gap(one, other):
        chord, index = trees[other].query(solid(points[one]))
        at = int(np.argmin(chord))
        return chord[at], points[one][at], points[other][index[at]]

    start = names.index(first)
    cheapest = {other: (*gap(start, other), start) for other in range(len(near)) if other != start}
    into = {}
    while cheapest:
        new = min(cheapest, key=lambda other: cheapest[other][0])
        into[new] = cheapest.pop(new)
        for other in cheapest:
            way = gap(new, other)
            if way[0] < cheapest[other][0]:
                cheapest[other] = (*way, new)
    line, at = [], names.index(last)
    while at != start:
        _, leaving, arriving, before = into[at]
        line += [shapely.get_coordinates(near[at].geometry.point_on_surface())[0], arriving, leaving]
        at = before
    return np.array([*line, shapely.get_coordinates(near[start].geometry.point_on_surface())[0]])


def test_the_gate_to_the_ocean_is_what_counting_squares_of_the_sea_gives(after, shores):
    """An outline of 1,200 km leaves a count of squares of 6.25 km² uncertain by 0.3 √(1200 / 2.5) 6.25 = 41 km²."""
    line = chain_path("babuyan-island", "okinawa-island", (119.0, 18.0, 128.5, 27.5))
    east = shapely.Polygon([*line, (135.0, line[0][1]), (135.0, line[-1][1])])
    lonlat = grid_of_equal_area((119.5, after.theatre.bounds[1], 127.5, 26.5), 2500.0)
    shapely.prepare(east)
    lonlat = at_sea(lonlat[shapely.contains_xy(east, *lonlat.T)])
    metres = {name: metres_to(lonlat, points, beyond=380_000) for name, points in shores.items()}
    found = metrics.pacific_gate(after).set_index("disputed")
    for disputed, row in ((True, "in"), (False, "out")):
        for column, which in (("before_km2", after.before), ("after_km2", after)):
            counted = nearest_is("prc", which, disputed, metres).sum() * 6.25
            assert found.loc[row, column] == pytest.approx(counted, abs=4 * 41)


@pytest.fixture(scope="module")
def islands(opposing):
    """The listed islands with the kilometres from the nearest point of each to the opposing coast."""
    frame = layers.load("nansei")
    for when, points in opposing.items():
        tree = cKDTree(solid(points))
        km = []
        for shape in frame.geometry:
            own = shore(shape)
            chord, index = tree.query(solid(own))
            some = np.argsort(chord)[:50]
            km.append(GEOD.inv(*own[some].T, *points[index[some]].T)[2].min() / 1000)
        frame[f"{when}_km"] = km
    return frame


@pytest.mark.parametrize("when", ["before", "after"])
def test_depth_of_each_listed_island_is_that_between_points_of_the_two_coasts(after, islands, when):
    found = metrics.depth(after).set_index(["layer", "id"]).loc["nansei", f"{when}_km"]
    counted = islands.set_index("id").loc[found.index, f"{when}_km"]
    assert len(found) == len(islands)
    assert (found <= counted + 1e-6).all()  # points of a coast are on it, so never nearer than the coast
    assert (found >= counted - 0.05).all()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("radius", RADII_KM)
def test_islands_and_residents_within_a_radius_are_those_counted_one_by_one(curve, islands, when, radius):
    near = islands[islands[f"{when}_km"] <= radius]
    assert not islands[f"{when}_km"].between(radius, radius + 0.05).any()  # none so near that points leave it open
    assert curve.loc[radius, f"{when}_islands"] == len(near)
    assert curve.loc[radius, f"{when}_residents"] == near["population"].sum()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("what", ["sites", "towns"])
def test_sites_and_towns_within_a_radius_are_those_counted_one_by_one(after, curve, opposing, what, when):
    about = after.theatre.about
    home = coast("japan")
    shapely.prepare(home)
    names = (
        about.towns if what == "towns" else [one for one in about.sites if one not in (about.residents, *about.towns)]
    )
    at = {}
    for name in names:
        frame = layers.load(name)
        at |= {
            row.id: row.geometry.coords[0] for row in frame.itertuples() if shapely.dwithin(home, row.geometry, 0.05)
        }
    km = metres_to(np.array(list(at.values()))[:, :2], opposing[when]) / 1000
    for radius in RADII_KM:
        assert curve.loc[radius, f"{when}_{what}"] in {(km <= radius).sum(), (km - 0.05 <= radius).sum()}
    assert (km <= RADII_KM[-1]).sum() > 10


def steps(line, metres):
    """The middles of pieces of a line of at most so many metres each, along geodesics, and their lengths."""
    path = shapely.get_coordinates(line)
    fine = [path[:1]]
    for one, other in itertools.pairwise(path):
        far = GEOD.inv(*one, *other)[2]
        between = GEOD.npts(*one, *other, int(far // metres)) if far > metres else []
        fine.append(np.array([*between, tuple(other)]))
    fine = np.vstack(fine)
    return (fine[:-1] + fine[1:]) / 2, GEOD.inv(*fine[:-1].T, *fine[1:].T)[2]


def test_kilometres_of_each_lane_within_a_radius_are_those_of_its_short_pieces(after, curve, opposing):
    """The table counts pieces of 2 km: each crossing of a radius is off by 1 km, of which a lane makes some."""
    radii = (100.0, 300.0, 1000.0)
    found = metrics.lanes(after, radii).set_index(["id", "radius_km"])
    in_all = {(when, radius): 0.0 for when in opposing for radius in radii}
    for lane in layers.load("sea-lanes").itertuples():
        at, metres = steps(lane.geometry, 500.0)
        for when, points in opposing.items():
            km = metres_to(at, points) / 1000
            for radius in radii:
                near = km <= radius
                crossings = np.count_nonzero(np.diff(near.astype(int)))
                counted = metres[near].sum() / 1000
                in_all[when, radius] += counted
                row = found.loc[(lane.id, radius)]
                assert row[f"{when}_km"] == pytest.approx(
                    counted, abs=0.1 + min(crossings, row["uncertainty_m"] / 1000)
                )
    for when in opposing:
        for radius in set(radii) & set(RADII_KM):
            assert curve.loc[radius, f"{when}_lane_km"] == pytest.approx(in_all[when, radius], rel=0.002)


def test_land_within_a_radius_is_what_counting_squares_of_land_gives(curve, opposing):
    """A coast of 10,000 km as squares see it leaves a count uncertain by 0.3 √(10000 / 5) 25 = 335 km²."""
    lonlat = grid_of_equal_area((122.0, 24.0, 146.5, 46.0), 5000.0)
    land = shapely.get_parts(coast("japan"))
    inside = shapely.STRtree(shapely.points(lonlat)).query(land, predicate="contains")[1]
    for when, points in opposing.items():
        km = metres_to(lonlat[np.unique(inside)], points) / 1000
        for radius in (500.0, 700.0, 1000.0):
            counted = (km <= radius).sum() * 25
            assert curve.loc[radius, f"{when}_land_km2"] == pytest.approx(counted, abs=4 * 335 * min(1, radius / 1000))
