"""Each number of the argument as a layer of a map: complete, in three languages, and as the table has it."""

import pytest
from pyproj import Geod

from rimland import layers
from rimland.layers import metrics
from rimland.layers.checks import check_layer

GEOD = Geod(ellps="WGS84")
SHOWN = ("depth", "exposure", "buffer_water", "pacific_gate", "gates", "lanes")


@pytest.fixture(scope="module")
def after():
    return layers.scenario("taiwan-prc-control")


@pytest.fixture(scope="module")
def shown(after):
    return {name: metrics.as_layer(name, after) for name in SHOWN}


@pytest.mark.parametrize("name", SHOWN)
def test_a_metric_is_a_layer_that_passes_every_check_of_a_layer(shown, name):
    assert list(check_layer(shown[name])) == []


@pytest.mark.parametrize("name", SHOWN)
def test_a_layer_of_a_scenario_says_in_each_language_that_it_is_hypothetical(shown, name):
    layer = shown[name]
    for tag, word in (("en", "hypothetical"), ("ja", "仮定"), ("zh-Hant", "假設")):
        assert word in layer.title[tag]
    assert "not a forecast" in layer.caveat["en"]
    assert layer.sources
    assert any("OpenStreetMap" in line for line in layer.credits)


def test_the_status_quo_is_called_so_and_shows_nothing_of_after():
    layer = metrics.as_layer("depth", layers.scenario())
    assert "hypothetical" not in layer.title["en"].lower()
    assert set(layer.features["moment"]) == {"before"}


def test_a_line_of_depth_is_as_long_as_the_depth(shown):
    for row in shown["depth"].features.itertuples():
        assert GEOD.geometry_length(row.geometry) / 1000 == pytest.approx(row.distance_km, abs=0.001)


def test_the_contour_of_a_distance_is_that_far_from_the_coast(after, shown):
    from rimland import geo

    lines = shown["exposure"].features.set_index("id")
    for moment, which in (("before", after.before), ("after", after)):
        line = lines.loc[f"exposure-300-{moment}", "geometry"]
        coast = geo.ShapeIndex(which.coast("prc"))
        at = [line.interpolate(part, normalized=True) for part in (0.1, 0.37, 0.52, 0.81)]
        metres = coast.nearest([point.x for point in at], [point.y for point in at]).metres
        assert metres == pytest.approx(300_000, abs=60)


def test_water_that_changes_hands_is_as_large_as_the_table_says(shown, after):
    from rimland.layers.zones import sea_km2

    row = shown["pacific_gate"].features.set_index("id").loc["pacific-gate"]
    assert sea_km2(row.geometry, after.theatre.bounds) == pytest.approx(row["after_km2"], rel=1e-6)


def test_the_stretches_of_a_lane_are_as_long_as_counted(shown):
    for row in shown["lanes"].features.itertuples():
        assert GEOD.geometry_length(row.geometry) / 1000 == pytest.approx(row.distance_km, abs=0.5)


def test_a_metric_that_is_none_is_named_with_the_nearest(after):
    with pytest.raises(layers.DataError, match="Did you mean 'depth'"):
        metrics.as_layer("dept", after)
