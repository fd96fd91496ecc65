"""A theatre of another author's: everything works on it, so that no code knows the first."""

from pathlib import Path

import pytest

from rimland import geo
from rimland.layers import Catalog, load_theatre, place, scenario
from rimland.layers.checks import check_file
from rimland.layers.claims import assess
from rimland.layers.depths import depth
from rimland.layers.story import told
from rimland.maps import StrategicMap

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FILE = EXAMPLES / "luzon-strait.toml"
CHANGE = "taiwan-prc-control"


@pytest.fixture(scope="module")
def theatre():
    return load_theatre(FILE)


@pytest.fixture(scope="module")
def table(theatre):
    return depth(scenario(CHANGE, theatre=theatre)).set_index("id")


@pytest.mark.parametrize("path", [FILE, EXAMPLES / "layers" / "batanes-12nmi.toml"], ids=lambda path: path.name)
def test_its_files_are_in_order(path):
    assert check_file(path) == []


def test_its_own_layer_is_found_beside_it_and_not_among_ours(theatre):
    assert "batanes-12nmi" in theatre.layer_names
    assert "batanes-12nmi" not in Catalog()
    (shape,) = theatre.catalog["batanes-12nmi"].features.geometry
    assert geo.distance(place("taiwan"), shape).metres > 0


def test_depth_is_that_of_its_home_and_falls_to_the_distance_from_taiwan(table):
    assert {"luzon", "manila-city"} <= set(table.index)
    assert not {"yonaguni", "naha-city"} & set(table.index)
    near = min(geo.distance(place("batan"), place(name)).km for name in ("taiwan", "lanyu", "xiao-lanyu"))
    assert table.loc["batan", "after_km"] == pytest.approx(near, abs=0.001)
    assert table.loc["batan", "before_km"] > 3 * near


def test_its_claims_get_verdicts_from_its_own_numbers(theatre):
    verdicts = {claim.id: claim.verdict for claim in assess(theatre)}
    assert verdicts == {"width": "does not hold", "open-water": "holds", "batanes-depth": "holds"}


def test_its_tour_has_three_steps_whose_numbers_are_filled_in(theatre):
    steps = told(theatre)
    assert [step.step.id for step in steps] == ["channels", "waters", "if"]
    for step in steps:
        for texts in (step.claim, step.number):
            assert set(texts) == {"en", "ja", "zh-Hant"}
            assert not any("{" in words for words in texts.values())


def test_its_map_says_nothing_of_the_first_theatre(theatre):
    page = StrategicMap(theatre).html()
    assert "Within 12 nmi of Batanes" in page
    assert "Yonaguni Island" not in page
    assert "Kumamoto" not in page


def test_its_lane_and_the_layers_it_derives_are_of_its_own_places(theatre):
    lanes = theatre.catalog["lanes"].features.set_index("id")
    assert lanes.loc["kaohsiung-naha", "straits"] == "luzon-strait; bashi-channel"
    belt, inner = (theatre.catalog[name].features for name in ("batanes-beyond-12nmi", "batanes-12nmi"))
    whole = theatre.catalog["batanes-24nmi"].features["area_km2"].sum()
    assert belt["area_km2"].sum() + inner["area_km2"].sum() == pytest.approx(whole, rel=1e-6)
    assert set(theatre.catalog["nearest-coast"].features["coast"]) >= {"taiwan-administered", "philippines"}


@pytest.mark.browser
def test_a_view_is_a_button_and_an_address(theatre, watch, tmp_path):
    page = tmp_path / "map.html"
    StrategicMap(theatre).save(page)
    watched = watch()
    opened = watched.open(page, "#view=batanes")
    assert opened.locator("[data-layer=gates]").is_checked()
    assert not opened.locator("[data-layer=cities]").is_checked()
    there = opened.evaluate("new URLSearchParams(location.hash.slice(1)).get('map')") or ""
    opened.get_by_role("button", name="Bashi Channel", exact=True).click()
    opened.wait_for_function("(was) => new URLSearchParams(location.hash.slice(1)).get('map') !== was", arg=there)
    opened.wait_for_timeout(1200)
    _, lat, lon = opened.evaluate("new URLSearchParams(location.hash.slice(1)).get('map')").split("/")
    (view,) = (one for one in theatre.views if one.id == "bashi")
    west, south, east, north = view.bounds
    assert west < float(lon) < east
    assert south < float(lat) < north
    assert not opened.locator("[data-layer=cities]").is_checked()  # this view leaves the layers as they are
    assert watched.complaints == []
