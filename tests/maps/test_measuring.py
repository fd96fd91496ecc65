"""The geodesics of the viewer, held against PROJ: near, far, over the poles and to the other side of the Earth."""

import random
from importlib.resources import files

import pytest
from pyproj import Geod

pytestmark = pytest.mark.browser

GEOD = Geod(ellps="WGS84")
ENDS = [
    *((0, 0, 180, 0), (0, 0, 179.5, 0), (0, 0, 179.39, 0), (0, 0, 179.4, 0), (0, 0.1, 179.8, 0.1), (0, 30, 180, -30)),
    *((0, 90, 0, -90), (10, 0, -170, 0.0001), (0, -30, 179.9999, 30), (0, 89.99, 180, 89.99), (5, 45, 5, 45)),
    *((179.9, 10, -179.9, 10.1), (122.9, 24.4, 121.9, 24.6), (30, 0, 90, 0)),
]
"""West, south, east, north as it comes: on the equator, over a pole, across the antimeridian, exactly opposite."""


def pairs() -> list[tuple[float, ...]]:
    """Anywhere, and ever nearer to the other side of the Earth."""
    chance = random.Random(7)
    found = list(map(tuple, ENDS))
    for _ in range(1500):
        lon, lat = chance.uniform(-180, 180), chance.uniform(-90, 90)
        found.append((lon, lat, chance.uniform(-180, 180), chance.uniform(-90, 90)))
        off = 10 ** chance.uniform(-6, 0.5)
        opposite = max(-90, min(90, -lat + chance.uniform(-off, off)))
        found.append((lon, lat, lon + 180 + chance.uniform(-off, off), opposite))
    return found


@pytest.fixture(scope="module")
def lines(browser):
    """What the viewer's own script makes of the pairs: metres, and where a line of that azimuth and length ends."""
    script = files("rimland.maps").joinpath("assets/viewer/geodesy.js").read_text(encoding="utf-8")
    page = browser.new_page()
    measured = page.evaluate(
        f"""(pairs) => {{ {script}
          return pairs.map((ends) => {{
            const line = inverse(...ends);
            return [line.metres, ...direct(ends[0], ends[1], line.azimuth, line.metres)];
          }});
        }}""",
        pairs(),
    )
    page.close()
    return list(zip(pairs(), measured, strict=True))


def test_a_line_is_as_long_as_proj_says_to_a_millimetre(lines):
    for ends, (metres, _, _) in lines:
        assert metres == pytest.approx(GEOD.inv(*ends)[2], abs=0.001), ends


def test_a_line_ends_where_it_should(lines):
    for ends, (_, lon, lat) in lines:
        assert GEOD.inv(lon, lat, *ends[2:])[2] < 0.001, ends
