"""Strokes, fills, hatches and symbols: styles turned into what matplotlib draws on axes of millimetres."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.maps.style import Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from shapely.geometry.base import BaseGeometry

PIXEL = 0.58
"""Points on paper for a pixel of a style: a figure is read from nearer than a screen."""

HATCH = 1.5
"""Millimetres between the lines of a hatch."""

MARKERS = {"circle": "o", "ring": "o", "square": "s", "diamond": "D", "triangle": "^"}


def patch(
    axes: "Axes",
    shapes: "Sequence[BaseGeometry]",
    *,
    face: str,
    order: float,
    opacity: float = 1.0,
    edge: str = "none",
    width: float = 0.0,
) -> None:
    """Fill areas as one, so that what two of them share is not darker; `width` of the edge is points."""
    from matplotlib.patches import PathPatch

    whole = path_of(shapes)
    if whole is not None:
        look = {"facecolor": face, "edgecolor": edge, "linewidth": width, "alpha": opacity, "joinstyle": "round"}
        axes.add_artist(PathPatch(whole, zorder=order, **look))


def stroke(
    axes: "Axes",
    shapes: "Sequence[BaseGeometry]",
    *,
    colour: str,
    width: float,
    order: float,
    dash: tuple[float, ...] = (),
    opacity: float = 1.0,
) -> None:
    """Draw lines; `width` and `dash` are points."""
    from matplotlib.patches import PathPatch

    whole = path_of(shapes)
    if whole is None:
        return
    dashed = (0, tuple(part / width for part in dash)) if dash and sum(dash) else "solid"
    axes.add_artist(
        PathPatch(
            whole,
            facecolor="none",
            edgecolor=colour,
            linewidth=width,
            linestyle=dashed,
            alpha=opacity,
            zorder=order,
            capstyle="butt",
            joinstyle="round",
        )
    )


def path_of(shapes: "Sequence[BaseGeometry]") -> "Path | None":
    """Lines and areas as one path; holes run the other way round."""
    from matplotlib.path import Path

    if not len(shapes):
        return None
    parts = shapely.get_parts(shapely.get_parts(shapely.normalize(np.array(list(shapes), dtype=object))))
    lines = [ring for part in parts for ring in _rings(part)]
    if not lines:
        return None
    codes = [np.full(len(line), Path.LINETO, dtype=np.uint8) for line in lines]
    for code in codes:
        code[0] = Path.MOVETO
    for code, line in zip(codes, lines, strict=True):
        if len(line) > 3 and (line[0] == line[-1]).all():
            code[-1] = Path.CLOSEPOLY
    return Path(np.vstack(lines), np.concatenate(codes))


def _rings(part: "BaseGeometry") -> list[Any]:
    if part.geom_type == "Polygon":
        return [shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)] if not part.is_empty else []
    if part.geom_type in ("LineString", "LinearRing") and not part.is_empty:
        return [shapely.get_coordinates(part)]
    return []


def hatch_lines(shapes: "Sequence[BaseGeometry]", *, slope: int = 1) -> "list[BaseGeometry]":
    """Lines at 45 degrees across areas, the same ones for neighbours."""
    whole = shapely.make_valid(shapely.union_all([shapely.make_valid(shape) for shape in shapes]))
    if whole.is_empty:
        return []
    left, low, right, high = whole.bounds
    step = HATCH * np.sqrt(2)
    first, last = (left - high, right - low) if slope > 0 else (left + low, right + high)
    offsets = np.arange(np.floor(first / step), np.ceil(last / step) + 1) * step
    ends = [[(low * slope + by, low), (high * slope + by, high)] for by in offsets]
    return [line for line in shapely.intersection(shapely.linestrings(ends), whole) if not line.is_empty]


def draw_marks(axes: "Axes", xy: Any, style: Style, *, order: float) -> None:
    """Draw the symbol of a style at positions."""
    hollow = style.symbol == "ring"
    axes.plot(
        xy[:, 0],
        xy[:, 1],
        linestyle="none",
        marker=MARKERS[style.symbol],
        markersize=2 * style.size * PIXEL * (0.9 if style.symbol in ("square", "diamond") else 1.0),
        markerfacecolor="#ffffff" if hollow else style.fill or style.colour,
        markeredgecolor=(style.fill or style.colour) if hollow else style.colour,
        markeredgewidth=(1.6 if hollow else 0.8) * style.width * PIXEL,
        zorder=order,
    )
