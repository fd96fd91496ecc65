"""The compiled search beside the plain one, and where it is loaded from."""

import sys
from subprocess import run

import numpy as np
import pytest
import shapely
from numba.core import caching
from shapely import LineString, MultiPoint, Point, Polygon

from rimland.geo import _kernel, contact
from rimland.geo.prepared import Prepared


def any_shape(rng, brute):
    """Points, lines and stars from a metre to thousands of kilometres, some at poles and on special meridians."""
    lon = rng.choice([rng.uniform(-180, 180), 0, 180, -180])
    lat = rng.choice([float(np.degrees(np.arcsin(rng.uniform(-1, 1)))), 0, 90, -90, 89.9])
    size, count = 10 ** rng.uniform(0, 6.5), int(rng.integers(3, 60))
    azimuth = (np.arange(count) + rng.uniform(0, 0.9, count)) * 360 / count
    x, y, _ = brute.geod.fwd([lon] * count, [lat] * count, azimuth, size * rng.uniform(0.2, 1, count))
    ring = np.column_stack([x, y])
    kind = rng.integers(4)
    return [Point(lon, lat), MultiPoint(ring), LineString(ring), Polygon(ring)][kind]


@pytest.mark.parametrize("seed", range(3))
def test_the_compiled_search_finds_what_the_plain_one_finds(brute, seed, monkeypatch):
    rng = np.random.default_rng(seed)
    shapes = np.array([any_shape(rng, brute) for _ in range(80)], dtype=object)
    a, b = Prepared(shapes[:40]), Prepared(shapes[40:])
    left, right = (grid.ravel() for grid in np.indices((40, 40)))
    compiled = contact.contacts(a, b, left, right)
    monkeypatch.setattr(contact, "_kernel", lambda a, b, pairs: None)
    plain = contact.contacts(a, b, left, right)
    assert compiled.metres == pytest.approx(plain.metres, abs=1e-6)
    assert ((compiled.metres == 0) == (plain.metres == 0)).all()
    assert (compiled.metres == 0).sum() > 20
    apart = brute.geod.inv(*compiled.start.T, *compiled.end.T)[2]
    assert apart == pytest.approx(compiled.metres, abs=1e-6)


def test_the_compiled_search_leaves_shapes_that_meet_and_shapes_that_are_far_apart():
    a = Prepared(np.array([Point(0, 0), LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)]))
    b = Prepared(np.array([Point(179, 1), LineString([(0, 1), (1, 0)]), shapely.box(5, 0, 6, 1)]))
    number = np.arange(3)
    rows, feet, left_out = _kernel.search(a.tree.balls, b.tree.balls, number, number, 20)
    assert left_out.tolist() == [True, True, False]
    assert set(rows[:, 0].tolist()) == {2}
    assert ((feet >= 0) & (feet <= 1)).all()


def test_the_search_is_compiled_anew_where_no_folder_can_be_written(monkeypatch):
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    with pytest.raises(RuntimeError, match="no locator"):
        _kernel.njit(cache=True)(lambda x: x)
    assert _kernel._compiled(lambda x: x + 1)(1) == 2


def test_few_shapes_are_measured_without_loading_a_compiler():
    code = (
        "import sys; from shapely import Point; from rimland import geo;"
        "geo.distance(Point(0, 0), Point(1, 1)); geo.distance_matrix([Point(i, i) for i in range(9)]);"
        "assert 'numba' not in sys.modules;"
        "{}; assert 'numba' in sys.modules"
    )
    many = "geo.distance_matrix([Point(i, i) for i in range(60)])"
    again = "a, b = (geo.ShapeIndex(Point(i, i)) for i in range(2)); [geo.distance(a, b) for _ in range(600)]"
    for work in (many, again):
        assert run([sys.executable, "-c", code.format(work)], check=False).returncode == 0


def test_without_numba_all_pairs_are_measured_as_before(monkeypatch):
    monkeypatch.setitem(sys.modules, "rimland.geo._kernel", None)
    monkeypatch.delattr("rimland.geo._kernel")
    points = Prepared(np.array([Point(i, i) for i in range(50)], dtype=object))
    left, right = np.triu_indices(50, 1)
    assert contact._kernel(points, points, len(left)) is None
    assert np.isfinite(contact.contacts(points, points, left, right).metres).all()
