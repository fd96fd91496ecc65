"""The sea network: capes of the land with a margin, and the lines of sight between them."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.geo.ellipsoid import inverse
from rimland.geo.gnomonic import Plane, lengths
from rimland.geo.routes import BERTH, NoRouteError, SeaNetwork
from rimland.geo.sights import INSET, sights, wall
from rimland.layers.closures import closures
from rimland.layers.sea_network import berths, network_of_rings
from rimland.layers.sea_routes import clear_way, crossed
from rimland.scripts.build_source import areas, read_source, tidy, within

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Position = tuple[float, float]
"""Longitude and latitude, degrees."""

CENTRE = (100.0, 12.0)
"""Longitude and latitude that the plane touches the Earth at: the middle of the waters."""

NEAR = (95.0, -12.0, 160.0, 52.0)
"""West, south, east, north of the waters whose coast is known in full."""

FAR = (40.0, -12.0, 95.2, 31.0)
"""Of those whose coast is coarse: from the Gulf to the Bay of Bengal."""

NEAR_MARGIN_M, NEAR_STRAYS_DEG, NEAR_AREA_KM2 = 1000.0, 0.008, 30.0
"""How far from land a way keeps, how far the outline may then be simplified (0.008 degrees are 890 m at most), and the
least island: smaller ones are gone round when a way meets them."""

FAR_MARGIN_M, FAR_STRAYS_DEG, FAR_AREA_KM2 = 4000.0, 0.03, 0.5
"""The same where the coast is coarse, and the least island there."""

CLOSED = 2
"""Straits that are closed at once when the longest way is looked at."""

TILE = 5.0
"""Degrees: land is widened tile by tile, a degree of longitude being as long as it is in the middle of the tile."""


def outlines(land: "Any", plane: Plane) -> list["Any"]:
    """The rings that no way enters, metres in the plane: land with a margin, and last the walls round it all."""
    far = tidy(within(read_source(), FAR))
    far = far.take(areas(far.shapes) >= FAR_AREA_KM2)
    wide = [outline(land, NEAR_MARGIN_M, NEAR_STRAYS_DEG), outline(far.shapes, FAR_MARGIN_M, FAR_STRAYS_DEG)]
    flat = shapely.make_valid(shapely.transform(shapely.union_all(wide), plane.project))
    solid = [shapely.Polygon(part.exterior) for part in shapely.get_parts(flat) if part.geom_type == "Polygon"]
    walls = [shapely.transform(box, plane.project) for box in frame()]
    parts = [*shapely.get_parts(shapely.union_all(solid)), *walls]
    return [np.round(shapely.get_coordinates(part.exterior)[:-1]).astype(np.int32) for part in parts]


def outline(land: "Any", margin: float, strays: float) -> "BaseGeometry":
    """Land with a margin, simplified; no land is nearer to its outline than the margin less what it strays."""
    tiles = []
    for west in np.arange(40.0, 160.0, TILE):
        for south in np.arange(-12.0, 52.0, TILE):
            box = shapely.box(west, south, west + TILE, min(south + TILE, 52.0))
            near = shapely.clip_by_rect(land[shapely.intersects(land, box)], *box.bounds)
            if len(near):
                tiles.append(_widened(near, margin, south + TILE / 2))
    return shapely.simplify(shapely.union_all(tiles), strays)


def _widened(shapes: "Any", margin: float, lat: float) -> "BaseGeometry":
    narrow = np.cos(np.radians(lat))
    flat = shapely.transform(shapes, lambda lonlat: lonlat * [narrow, 1.0])
    wide = shapely.union_all(shapely.buffer(shapely.make_valid(flat), margin / 111_000.0, quad_segs=3))
    return shapely.transform(wide, lambda lonlat: lonlat / [narrow, 1.0])


def frame() -> list["BaseGeometry"]:
    """Walls round the waters, where the land is not known."""
    west, south, east, north = FAR[0], FAR[1], NEAR[2], NEAR[3]
    thick = 0.5
    return [
        _long(west - thick, south - thick, east + thick, south),
        _long(west - thick, north, east + thick, north + thick),
        _long(west - thick, south - thick, west, north + thick),
        _long(east, south - thick, east + thick, north + thick),
        _long(west, FAR[3], NEAR[0], FAR[3] + thick),
    ]


def _long(west: float, south: float, east: float, north: float) -> "BaseGeometry":
    return shapely.segmentize(shapely.box(west, south, east, north), 2.0)


def network(land: "Any", plane: Plane) -> tuple[list["Any"], SeaNetwork]:
    """The rings round some land and the network of their capes."""
    rings = outlines(land, plane)
    bare = network_of_rings(plane, [ring.astype(float) for ring in rings], len(frame()), np.empty((0, 2), np.int64))
    return rings, _ordered(bare, sights(bare.corners, bare.blocks, plane, np.arange(len(bare.corners.at))))


def met(built: SeaNetwork, ports: list[Position]) -> set[int]:
    """The rows of land that ways between ports meet: islands too small to have been in the network.

    Those met on the longest way when one or two of the straits in it are closed are met often, and are in it too.
    """
    rows: set[int] = set()
    for start, end in combinations(ports, 2):
        new = clear_way(built, [], start, end)[1]
        if new:
            rows |= new
            built = built.round_land(*berths(new))
    return rows | met_on_detours(built, farthest(ports))


def farthest(ports: list[Position]) -> tuple[Position, Position]:
    """The two ports that are farthest apart."""
    return max(combinations(ports, 2), key=lambda ends: inverse(*ends[0], *ends[1])[2])


def met_on_detours(built: SeaNetwork, ends: tuple[Position, Position]) -> set[int]:
    """The rows of land that a way meets when a strait that it takes is closed, and then one that it takes instead."""
    rows: set[int] = set()
    left, seen = [frozenset[str]()], set[frozenset[str]]()
    while left:
        shut = left.pop()
        seen.add(shut)
        try:
            way, new = clear_way(built, [one.shape for one in closures(sorted(shut))], *ends)
        except NoRouteError:
            if not shut:
                raise
            continue  # nothing is left open: no island to go round
        rows |= new
        further = {shut | {strait} for strait in crossed(way.line)} if len(shut) < CLOSED else set()
        left.extend(sorted(further - seen - set(left), key=sorted))
    return rows


def with_small(rings: list["Any"], built: SeaNetwork, rows: set[int]) -> tuple[list["Any"], SeaNetwork]:
    """A network with small islands in it as well, by their rows of land: only what they change is looked at."""
    plane, walls = built.plane, len(frame())
    wide = shapely.buffer(shapely.union_all([wall(berth, plane) for berth in berths(rows)]), BERTH, quad_segs=2)
    outer = shapely.get_exterior_ring(shapely.get_parts(shapely.simplify(wide, BERTH / 3)))
    more = [np.round(shapely.get_coordinates(ring)[:-1]).astype(np.int32) for ring in outer]
    rings = [*rings[:-walls], *more, *rings[-walls:]]
    bare = network_of_rings(plane, [ring.astype(float) for ring in rings], walls, built.edges)
    crossed = bare.crossed(np.array([shapely.Polygon(ring).buffer(-INSET) for ring in more]))
    new = sights(bare.corners, bare.blocks, plane, np.arange(len(built.corners.at), len(bare.corners.at)))
    return rings, _ordered(bare, np.concatenate([np.delete(built.edges, crossed, axis=0), new]))


def _ordered(bare: SeaNetwork, edges: "Any") -> SeaNetwork:
    edges = edges[np.lexsort((edges[:, 1], edges[:, 0]))]
    return replace(bare, edges=edges, metres=lengths(bare.plane, bare.corners.at, edges))


def complete(rings: list["Any"], built: SeaNetwork, ports: list[Position]) -> tuple[list["Any"], SeaNetwork]:
    """A network with all small islands that ways between ports meet, those behind them too."""
    while rows := met(built, ports):
        rings, built = with_small(rings, built, rows)
    return rings, built


def write(rings: list["Any"], built: SeaNetwork, path: Path) -> None:
    """Write a network, the same bytes from the same land: rings in metres of the plane, edges as pairs of corners."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        centre=np.array([built.plane.lon, built.plane.lat]),
        walls=np.array(len(frame())),
        sizes=np.array([len(ring) for ring in rings], np.int32),
        at=np.diff(np.concatenate(rings), axis=0, prepend=np.zeros((1, 2), np.int32)),
        edges=np.diff(built.edges.astype(np.int32), axis=0, prepend=np.zeros((1, 2), np.int32)),
    )


def main() -> None:
    """Build the network of the coastline that ships, again with the small islands that ways meet, and so on."""
    from rimland.data import ROOT
    from rimland.layers.catalog import load

    plane = Plane(lon=CENTRE[0], lat=CENTRE[1])
    frame_ = load("land-region")
    ports = [(float(point.x), float(point.y)) for point in load("ports").geometry]
    large = (frame_["area_km2"] >= NEAR_AREA_KM2).to_numpy(copy=True)
    _, built = network(frame_.geometry[large].to_numpy(), plane)
    large[sorted(met(built, ports))] = True
    whole = complete(*network(frame_.geometry[large].to_numpy(), plane), ports)
    write(*whole, Path(str(ROOT)) / "network" / "sea.npz")


if __name__ == "__main__":
    main()
