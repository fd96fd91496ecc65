"""A small still picture of a map, for where its page cannot run: outlines alone, as SVG."""

from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from rimland.layers import Layer
from rimland.maps import style
from rimland.maps.features import is_base
from rimland.maps.outline import Window, centred

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH = 640
"""Units across, where the picture stands for the map in a notebook."""


def preview(layers: Sequence[Layer], view: Window, *, width: int = WIDTH, inline: bool = False) -> str:
    """The layers that a map opens with, on a plane that keeps shapes true in the middle of the view.

    Parameters
    ----------
    layers
        The lowest first.
    view
        West, south, east, north, degrees.
    width
        Units across; nothing in it is finer than one of them.
    inline
        Whether it stands in a page itself, and not in a file or an address of its own: there it names its namespace.
    """
    west, south, east, north = view
    across = width / (east - west)
    down = across / cos(radians((south + north) / 2))
    height = round((north - south) * down)
    paths = []
    for layer in layers:
        look = style.base_style(layer.kind, layer.style)
        if not layer.visible or (layer.kind == "point" and not look.size):  # letters alone, such as those of seas
            continue
        ground = is_base(layer)
        fill = "none" if layer.kind == "line" else style.LAND if ground else look.fill or look.colour
        drawn = "".join(
            _path(centred(shape, (west + east) / 2), view, (across, down)) for shape in layer.features.geometry
        )
        paths.append(
            f'<path d="{drawn}" fill="{fill}" fill-opacity="{1 if ground else look.fill_opacity}" '
            f'stroke="{style.COAST if ground else look.colour}" stroke-width="{0.5 if ground else 1}"/>'
        )
    namespace = "" if inline else ' xmlns="http://www.w3.org/2000/svg"'
    return (
        f'<svg{namespace} width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="{style.SEA}"/>{"".join(paths)}</svg>'
    )


def _path(shape: "BaseGeometry", view: Window, scale: tuple[float, float]) -> str:
    """What of a shape is in the view, in whole units."""

    def placed(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([(lonlat[:, 0] - view[0]) * scale[0], (view[3] - lonlat[:, 1]) * scale[1]])

    seen = shapely.transform(shapely.clip_by_rect(shape, *view), placed).simplify(1)
    return "".join(_stroke(line) for part in shapely.get_parts(seen) for line in _lines(part))


def _lines(part: "BaseGeometry") -> "Iterable[BaseGeometry]":
    """Its rings without those of less than a unit, which nobody would see."""
    if part.geom_type != "Polygon":
        return [part]
    return [ring for ring in (part.exterior, *part.interiors) if shapely.Polygon(ring).area >= 1]


def _stroke(line: "BaseGeometry") -> str:
    places = np.rint(shapely.get_coordinates(line)).astype(int)
    if line.geom_type == "Point":
        return "M{} {}m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0".format(*places[0])
    steps = np.diff(places, axis=0)
    told = " ".join("{} {}".format(*step) for step in steps[steps.any(axis=1)].tolist()).replace(" -", "-")
    return "M{} {}l".format(*places[0]) + told if told else ""
