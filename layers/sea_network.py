"""The waters that ways by sea are looked for in, as they ship: capes, lines of sight, and the land tested against."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.geo.gnomonic import Plane, lengths
from rimland.geo.routes import SeaNetwork
from rimland.geo.sights import Corners, capes, inset
from rimland.layers.coasts import land

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LAND = "land-region"
"""The layer that every way is tested against."""

CLEARANCE_DEG, STRAYS_DEG = 0.004, 0.001
"""How far from a small island a way keeps, and how far the outline may then be simplified: 330 m of latitude remain."""

NEAR_WEST = 95.0
"""Degrees of longitude from which eastward the coast is known in full."""


def berths(rows: Iterable[int]) -> Sequence["BaseGeometry"]:
    """Small islands with the water round them that ways keep out of, by their rows of land."""
    shapes, _ = tested_land()
    return list(shapely.simplify(shapely.buffer(shapes[sorted(rows)], CLEARANCE_DEG), STRAYS_DEG))


@cache
def sea_network() -> SeaNetwork:
    """The network that ships: the waters from the Persian Gulf to Japan."""
    plane, rings, walls, edges = _read()
    return network_of_rings(plane, rings, walls, edges)


def _read() -> tuple[Plane, list[Any], int, Any]:
    """The plane, the rings in it, how many of them are walls, and the lines of sight."""
    from rimland.data import ROOT

    with ROOT.joinpath("network", "sea.npz").open("rb") as file, np.load(file) as held:
        plane = Plane(lon=float(held["centre"][0]), lat=float(held["centre"][1]))
        at = np.cumsum(held["at"], axis=0, dtype=np.int64).astype(float)
        rings = np.split(at, np.cumsum(held["sizes"])[:-1])
        return plane, rings, int(held["walls"]), np.cumsum(held["edges"], axis=0, dtype=np.int64)


def network_of_rings(plane: Plane, rings: Sequence[Any], walls: int, edges: Any) -> SeaNetwork:
    """A network of outlines in the plane, the last `walls` of which no way goes round, and its lines of sight."""
    solid = [shapely.Polygon(ring) for ring in rings]
    corners: Corners = capes(shapely.MultiPolygon(solid[: len(solid) - walls]))
    blocks, metres = inset(shapely.MultiPolygon(solid), plane), lengths(plane, corners.at, edges)
    return SeaNetwork(plane=plane, corners=corners, blocks=blocks, edges=edges, metres=metres)


@cache
def tested_land() -> tuple[Any, shapely.STRtree]:
    """The shapes of the land that every way is tested against, and where each is."""
    shapes = land(LAND).geometry.to_numpy()
    return shapes, shapely.STRtree(shapes)
