"""Shapes made ready to be measured many times: their pieces, the tree over them, and the insides of their polygons."""

from functools import cached_property

import numpy as np

from rimland.geo.ellipsoid import Floats
from rimland.geo.inside import Interior
from rimland.geo.pieces import Ints, Pieces, pieces_of
from rimland.geo.shapes import Geometries
from rimland.geo.tree import Tree, tree_of


class Prepared:
    """An array of checked shapes, none of them empty, with what measuring them needs, made when first needed.

    Attributes
    ----------
    measured
        How many pairs with these shapes have been measured: after many it pays to load what is slow to load.
    """

    def __init__(self, geometries: Geometries) -> None:
        self.geometries = geometries
        self.measured = 0

    @cached_property
    def pieces(self) -> Pieces:
        """The boundaries of all shapes, in short pieces."""
        return pieces_of(self.geometries)

    @cached_property
    def tree(self) -> Tree:
        """The tree over the pieces."""
        return tree_of(self.pieces)

    @cached_property
    def interiors(self) -> tuple[Interior, ...]:
        """The inside of each shape's polygons."""
        return tuple(Interior(geometry) for geometry in self.geometries)

    @cached_property
    def bounds(self) -> Floats:
        """West, south, east, north of each shape's polygons, (n, 4), rather too wide; NaN where there are none."""
        return np.array([interior.bounds for interior in self.interiors])

    @cached_property
    def heads(self) -> tuple[Floats, Ints]:
        """The first position of every simple part of the shapes, degrees, (k, 2), and the shape that it is of."""
        pieces = self.pieces
        first_path = np.flatnonzero(np.r_[True, pieces.part[1:] != pieces.part[:-1]])
        piece = np.searchsorted(pieces.path, first_path)
        return pieces.lonlat[pieces.first[piece]], pieces.shape[first_path]

    @cached_property
    def head_bounds(self) -> tuple[Floats, Floats]:
        """The least and the greatest longitude and latitude of the `heads` of each shape, degrees, each (n, 2)."""
        lonlat, owner = self.heads
        first = np.searchsorted(owner, np.arange(len(self.geometries)))
        return np.minimum.reduceat(lonlat, first), np.maximum.reduceat(lonlat, first)

    def heads_of(self, shape: int) -> Floats:
        """The first position of every simple part of one shape, degrees, (k, 2)."""
        lonlat, owner = self.heads
        return lonlat[np.searchsorted(owner, shape) : np.searchsorted(owner, shape, side="right")]
