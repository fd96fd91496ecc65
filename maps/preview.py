"""A small still picture of a map, for where its page cannot run: outlines alone, as SVG."""

from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import TYPE_CHECKING

from rimland.layers import Layer
from rimland.maps import style
from rimland.maps.features import is_base
from rimland.maps.outline import Window, centred

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH = 640
"""Units across; positions are written in tenths of them."""


def preview(layers: Sequence[Layer], view: Window) -> str:
    """The layers that a map opens with, on a plane that keeps shapes true in the middle of the view."""
    west, south, east, north = view
    across = WIDTH / (east - west)
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
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
        f'<rect width="{WIDTH}" height="{height}" fill="{style.SEA}"/>{"".join(paths)}</svg>'
    )


def _path(shape: "BaseGeometry", view: Window, scale: tuple[float, float]) -> str:
    """What of a shape is in the view, no finer than a unit."""
    import shapely

    seen = shapely.clip_by_rect(shape, *view).simplify(1 / scale[0])
    return "".join(_stroke(line, view, scale) for part in shapely.get_parts(seen) for line in _lines(part))


def _lines(part: "BaseGeometry") -> "Iterable[BaseGeometry]":
    return [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]


def _stroke(line: "BaseGeometry", view: Window, scale: tuple[float, float]) -> str:
    points = [f"{(x - view[0]) * scale[0]:.1f} {(view[3] - y) * scale[1]:.1f}" for x, y, *_ in line.coords]
    if line.geom_type == "Point":
        return f"M{points[0]}m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0"
    return f"M{'L'.join(points)}" + ("z" if line.geom_type == "LinearRing" else "")
