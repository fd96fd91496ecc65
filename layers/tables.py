"""Tables of layers: what each feature is, where, and how large, for a spreadsheet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rimland.layers.export import plain
from rimland.layers.layer import Layer

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from rimland.geo.edges import Edges


def feature_table(layer: Layer) -> list[dict[str, Any]]:
    """A row for each feature: its columns, its extent on the ellipsoid, its sources and the licence.

    Points get ``lon`` and ``lat``; lines ``length_km`` and their two ends; polygons ``computed_area_km2`` and a
    position inside. Numbers are rounded to what the data can bear: metres, and 1e-5 degrees.
    """
    named = {source.id: source.credit for source in layer.sources}
    return [_row(record, layer, named) for record in layer.features.to_dict("records")]


def _row(record: dict[str, Any], layer: Layer, named: dict[str, str]) -> dict[str, Any]:
    shape = record.pop("geometry")
    cells = {name: _rounded(name, plain(value)) for name, value in record.items()}
    cited = str(cells.get("source") or "").split("; ")
    attribution = "; ".join(named.get(one, one) for one in cited)
    return cells | dict(_extent(shape, layer.edges)) | {"attribution": attribution, "licence": layer.licence}


def _rounded(name: str, value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) and name.endswith(("_km", "_km2", "_nmi")) else value


def _extent(shape: "BaseGeometry | None", edges: "Edges") -> Iterator[tuple[str, float]]:
    from shapely import get_coordinates

    from rimland import geo

    if shape is None:
        return
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        yield "computed_area_km2", round(geo.area(shape, edges=edges) / geo.KILOMETRE**2, 4)
        yield from _position(shape.representative_point())
    elif shape.geom_type in ("LineString", "MultiLineString"):
        yield "length_km", round(geo.length(shape, edges=edges) / geo.KILOMETRE, 3)
        ends = get_coordinates(shape)
        for which, (lon, lat) in (("from", ends[0]), ("to", ends[-1])):
            yield f"{which}_lon", round(float(lon), 5)
            yield f"{which}_lat", round(float(lat), 5)
    else:
        yield from _position(shape.centroid)


def _position(point: Any) -> Iterator[tuple[str, float]]:
    yield "lon", round(point.x, 5)
    yield "lat", round(point.y, 5)
