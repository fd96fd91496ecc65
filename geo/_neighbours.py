"""Shapes made ready to be owners of the sea: what overlaps refused, what touches held apart by a hair."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rimland.geo._owners import Owner
from rimland.geo._region import drawn
from rimland.geo.errors import GeometryError
from rimland.geo.index import ShapeIndex
from rimland.geo.shapes import Geometries, as_geometry, simple_parts

HAIR = 0.25
"""Metres by which the coasts of two shapes that touch are shortened where they do.

The boundary then leaves the place where they touch midway between the two coasts, also where that place itself is the
nearest of both and every line would be as far from one as from the other.
"""


def owners_of(
    shapes: Mapping[str, BaseGeometry], effects: Mapping[str, Sequence[float]]
) -> tuple[list[Owner], list[BaseGeometry]]:
    """Checked shapes as owners, and those polygons of them that touch another's.

    `effects` has the effect of each simple part, for the names whose parts do not all have full effect.

    Raises
    ------
    GeometryError
        Two of the shapes overlap, or one is nothing but part of another's boundary.
    """
    flat = {name: _drawn(shape, effects.get(name)) for name, shape in shapes.items()}
    lines: dict[str, BaseGeometry] = {}
    touching: list[BaseGeometry] = []
    for one, other in combinations(shapes, 2):
        i, j = shapely.STRtree(flat[other]).query(flat[one], predicate="intersects")
        if not len(i):
            continue
        a, b = flat[one][i], flat[other][j]
        common = _common(one, a, other, b)
        for name in (one, other):
            if name in effects:
                raise GeometryError(f"{one} and {other} touch: partial effect is for shapes that are apart.")
            lines[name] = shapely.difference(lines.get(name, _outline(flat[name])), common)
            if lines[name].is_empty:
                raise GeometryError(f"{name} is nothing but part of another shape's boundary: expected shapes apart.")
        touching += [part for part in (*a, *b) if part.geom_type == "Polygon"]
    owners = [_owner(lines.get(name, shape), effects.get(name)) for name, shape in shapes.items()]
    return owners, touching


def parts_and_effects(
    shape: Any, effects: Sequence[float] | None, name: str
) -> tuple[BaseGeometry, list[float] | None]:
    """A shape, or several taken together, and the effect of each of its simple parts; ``None`` where all is full.

    Raises
    ------
    GeometryError
        The effects are not one a part, not from 0 to 1, or none is 1.
    """
    several = isinstance(shape, list | tuple)
    given = [as_geometry(one) for one in shape] if several else [as_geometry(shape)]
    parts = [simple_parts(one)[0] for one in given]
    whole = given[0] if len(given) == 1 else shapely.GeometryCollection(list(np.concatenate(parts)))
    if effects is None:
        return whole, None
    counts = [len(part) for part in parts]
    wanted = len(given) if several else counts[0]
    weights = [float(effect) for effect in effects]
    if len(weights) != wanted:
        what = "shapes" if several else "parts"
        raise GeometryError(f"{name} has {wanted} {what} and {len(weights)} effects: expected one effect each.")
    if not all(0 <= weight <= 1 for weight in weights) or 1.0 not in weights:
        raise GeometryError(
            f"the effects of {name} are {weights}: expected numbers from 0 (none) to 1 (full), and at least one 1,"
            " since partial effect is measured against what has full effect."
        )
    spread = np.repeat(weights, counts) if several else weights
    return whole, [float(weight) for weight in spread]


def _drawn(shape: BaseGeometry, effects: Sequence[float] | None) -> Geometries:
    """The simple parts of a shape that have any effect, as they are drawn on a flat map."""
    parts = simple_parts(shape)[0]
    if effects is not None:
        parts = parts[np.array(effects) > 0]
    return drawn(parts)


def _owner(shape: BaseGeometry, effects: Sequence[float] | None) -> Owner:
    if effects is None:
        return Owner(full=ShapeIndex(shape))
    parts, weights = simple_parts(shape)[0], np.array(effects)
    groups = {
        weight: ShapeIndex(shapely.GeometryCollection(list(parts[weights == weight])))
        for weight in np.unique(weights[weights > 0])
    }
    return Owner(full=groups.pop(1.0), partial=tuple((float(weight), index) for weight, index in groups.items()))


def _common(one: str, a: Geometries, other: str, b: Geometries) -> BaseGeometry:
    """What parts that meet, row by row, have in common, and a hair around where it ends, as polygons in degrees."""
    within = shapely.relate_pattern(a, b, "T********") & ((shapely.get_type_id(a) == 3) | (shapely.get_type_id(b) == 3))
    if within.any():
        raise GeometryError(f"{one} and {other} overlap: expected shapes that are apart, or touch.")
    a_lines, b_lines = (_outline(parts) for parts in (a, b))
    common = shapely.get_parts(shapely.intersection(a_lines, b_lines))
    lines = shapely.line_merge(shapely.MultiLineString(list(common[shapely.get_dimensions(common) == 1])))
    ends = np.vstack(
        [shapely.get_coordinates(common[shapely.get_dimensions(common) == 0]), shapely.get_coordinates(lines.boundary)]
    )
    return shapely.union_all([shapely.buffer(lines, 1e-10), *(_disc(lon, lat) for lon, lat in ends)])


def _disc(lon: float, lat: float) -> BaseGeometry:
    """A circle of a hair's radius on the Earth, as a polygon in degrees."""
    turn = np.linspace(0, 2 * np.pi, 721)
    degree = 111_195.0
    east = HAIR / (degree * max(np.cos(np.radians(lat)), 1e-9))
    return shapely.Polygon(np.column_stack([lon + east * np.cos(turn), lat + HAIR / degree * np.sin(turn)]))


def _outline(parts: Geometries) -> BaseGeometry:
    """Polygons as their rings, points and lines as they are, together."""
    areal = shapely.get_type_id(parts) == 3
    return shapely.union_all(np.concatenate([parts[~areal], shapely.boundary(parts[areal])]))
