"""The two sides of an island chain: its islands, joined by the shortest ways, divide the sea of a theatre."""

from functools import lru_cache
from typing import TYPE_CHECKING

from rimland.layers.cache import cached_shapes, content
from rimland.layers.zones import Bounds, window_polygon

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from rimland.geo import Separation

PLAIN_DEGREES = 0.005
"""By how much outlines are made plainer to see which islands may be neighbours."""


@lru_cache(maxsize=4)
def sides(window: Bounds, islands: "tuple[BaseGeometry, ...]") -> "tuple[BaseGeometry, ...]":
    """What a chain divides a window into."""

    def divide() -> "dict[str, BaseGeometry]":
        import shapely

        barrier = shapely.buffer(chain_line(window, *islands), 1e-6)
        parts = shapely.get_parts(window_polygon(window) - barrier)
        return {str(number): part for number, part in enumerate(parts)}

    question = {"what": "sides of a chain", "window": window, "islands": content(*islands)}
    return tuple(cached_shapes(question, divide).values())


def chain_line(window: Bounds, *islands: "BaseGeometry") -> "BaseGeometry":
    """Islands, joined by the shortest ways that make all hang together: geodesics between two nearest points."""
    import shapely

    from rimland import geo

    ways = [
        shapely.LineString([gap.start, gap.end]) if gap.metres else shapely.Point(gap.start)
        for gap in _spanning(window, islands)
    ]
    lines = [geo.densify(way, 10_000.0) for way in ways if way.geom_type == "LineString"]
    return shapely.union_all([shapely.make_valid(island) for island in islands] + lines)


def _spanning(window: Bounds, islands: "tuple[BaseGeometry, ...]") -> "list[Separation]":
    """The separations of the pairs that a tree of least length joins."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    from rimland import geo

    indexed = [geo.ShapeIndex(island) for island in islands]  # each is measured to two others or more
    gaps = {pair: geo.distance(*(indexed[one] for one in pair)) for pair in _likely(window, islands)}
    rows, columns = np.array(list(gaps)).reshape(-1, 2).T
    metres = np.maximum([gap.metres for gap in gaps.values()], 1e-3)  # nothing would be no edge
    tree = minimum_spanning_tree(csr_array((metres, (rows, columns)), shape=(len(islands),) * 2))
    return [gaps[pair] for pair in zip(*(index.tolist() for index in tree.nonzero()), strict=True)]


def _likely(window: Bounds, islands: "tuple[BaseGeometry, ...]") -> "list[tuple[int, int]]":
    """The pairs among which the tree is: all that a plane leaves open.

    No edge of a tree of least length is longer than the longest on the way between its ends in another tree. The plane
    is azimuthal round the middle of the window, and less than a tenth off within 4,000 km of it.
    """
    import numpy as np
    import shapely
    from pyproj import Transformer
    from scipy.cluster.hierarchy import cophenet, linkage

    if len(islands) < 2:
        return []
    west, south, east, north = window
    middle = f"+proj=aeqd +ellps=WGS84 +lon_0={(west + east) / 2} +lat_0={(south + north) / 2}"
    plane = Transformer.from_crs("EPSG:4326", middle, always_xy=True)
    plain = shapely.simplify(np.array(islands), PLAIN_DEGREES)
    flat = shapely.transform(plain, lambda lonlat: np.column_stack(plane.transform(*lonlat.T)))
    shapely.prepare(flat)
    rows, columns = np.triu_indices(len(flat), 1)
    far = shapely.distance(flat[rows], flat[columns])
    likely = far <= cophenet(linkage(far, "single")) * 1.1 + 4 * PLAIN_DEGREES * 112_000
    return list(zip(rows[likely].tolist(), columns[likely].tolist(), strict=True))
