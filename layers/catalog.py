"""The registry: a folder of layers is its own list, the user's folders before ours."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, UnknownLayerError, did_you_mean
from rimland.layers.layer import Column, Layer, Source

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from rimland.layers.schema import LayerFile

SHORT_NAMES = {"land": "land-basemap"}
"""Names that stand for a layer of another name, unless a folder has a layer of that very name."""


class Catalog(Mapping[str, Layer]):
    """Layers by name, read from folders when they are asked for.

    Parameters
    ----------
    folders
        Searched in this order, the shipped layers last: a layer in an earlier folder replaces one of the same name.
    declared
        Layers that have no file of their own: those that a theatre derives.

    Examples
    --------
    >>> "fisheries-2013" in Catalog()
    True
    """

    def __init__(self, folders: Sequence[str | Path] = (), declared: Sequence[Layer] = ()) -> None:
        self.folders = (*(Path(folder) for folder in folders), shipped_folder())
        self.declared = frozenset(layer.name for layer in declared)
        self._layers = {layer.name: layer for layer in declared}

    def __getitem__(self, name: str) -> Layer:
        """The layer of a name.

        Raises
        ------
        UnknownLayerError
            No folder has it.
        DataError
            Its file is malformed.
        """
        full = self.full_name(name)
        if full not in self._layers:
            path = self._path(full)
            self._layers[full] = _shipped_layer(path) if path.parent == self.folders[-1] else read_layer(path)
        return self._layers[full]

    def full_name(self, name: str) -> str:
        """The name that a layer is listed under: ``land`` is short for the copy of the land that maps are drawn with.

        Examples
        --------
        >>> Catalog().full_name("land")
        'land-basemap'
        """
        return name if name in self._paths or name in self.declared else SHORT_NAMES.get(name, name)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._paths, *self.declared}))

    def __len__(self) -> int:
        return len({*self._paths, *self.declared})

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.full_name(name) in {*self._paths, *self.declared}

    def __repr__(self) -> str:
        return f"Catalog({', '.join(self)})"

    @cached_property
    def _paths(self) -> dict[str, Path]:
        """The file of each layer: the folders are listed once, the last first, so that the first one wins."""
        own, shipped = self.folders[:-1], self.folders[-1]
        paths = {path.stem: path for path in sorted(shipped.glob("*.toml"))}
        for folder in reversed(own):
            paths |= {path.stem: path for path in sorted(folder.glob("*.toml")) if _is_layer(path)}
        return paths

    def own_files(self) -> list[Path]:
        """The files of the layers that do not ship, sorted by their names: what else an answer may depend on."""
        described = [path for path in self._paths.values() if path.parent != self.folders[-1]]
        found = set(described)
        for path in described:
            with suppress(DataError):  # malformed: said when the layer is asked for
                found.add(self[path.stem].geometry_path or path)
        return sorted((path for path in found if path.is_file()), key=lambda path: path.name)

    def _path(self, name: str) -> Path:
        if name in self._paths:
            return self._paths[name]
        searched = [str(folder) for folder in self.folders[:-1]]
        where = " in " + " or ".join([*searched, "the shipped layers"])
        raise UnknownLayerError(f"no layer {name!r}{where}. {did_you_mean(name, self)}")


def _is_layer(path: Path) -> bool:
    """Whether a file in a user's folder describes a layer: others are theatres, claims, or no business of ours.

    What cannot be read is a layer, to complain of when it is asked for.
    """
    from rimland.layers.schema import read_toml

    try:
        fields = set(read_toml(path))
    except DataError:
        return True
    return "bounds" not in fields and bool(fields & {"group", "kind", "as_of", "sources"})


def load(name: str, *, folders: Sequence[str | Path] = ()) -> "GeoDataFrame":
    """The features of a layer, EPSG:4326, with `gdf.geodesic` to measure them.

    Raises
    ------
    UnknownLayerError
        No folder has it.

    Examples
    --------
    >>> "agreed-waters" in set(load("fisheries-2013")["id"])
    True
    """
    import rimland.geo.accessor  # noqa: F401  registers `.geodesic`

    return Catalog(folders)[name].features


def shipped_folder() -> Path:
    """Where the layers of the package are."""
    from rimland.data import ROOT

    return Path(str(ROOT)) / "layers"


def read_layer(path: Path) -> Layer:
    """The layer that a TOML file describes; its features are read when they are asked for.

    Raises
    ------
    DataError
        The file is malformed, its name is not that of the file, or it has neither geometry nor a rule to compute it.
    """
    from rimland.layers.schema import LayerFile, parse, read_toml

    path = Path(path)
    record = parse(LayerFile, read_toml(path), path)
    if record.name not in (None, path.stem):
        raise DataError(
            f"{path}: name: got {record.name!r}, expected {path.stem!r}, the name of the file. Rename either."
        )
    return _layer(record, path, _geometry_path(record, path))


@cache
def _shipped_layer(path: Path) -> Layer:
    """A layer that ships: one for every catalogue, so that what is computed for it is computed once."""
    return read_layer(path)


def _layer(record: "LayerFile", path: Path, geometry: Path | None) -> Layer:
    tables = record.model_dump(by_alias=True, exclude={"title", "summary", "caveat", "file", "derive"})
    return Layer(
        **tables
        | {
            "name": path.stem,
            "title": record.title.model_dump(by_alias=True),
            "summary": record.summary.model_dump(by_alias=True),
            "caveat": record.caveat and record.caveat.model_dump(by_alias=True),
            "sources": tuple(Source(**source) for source in tables["sources"]),
            "columns": {name: Column(**column) for name, column in tables["columns"].items()},
            "gaps": tuple(gap.model_dump(by_alias=True) for gap in record.gaps),
            "derive": tuple(record.derive),
            "geometry_path": geometry,
            "path": path,
        }
    )


def _geometry_path(record: "LayerFile", path: Path) -> Path | None:
    from rimland.layers.reading import SUFFIXES

    if record.file is not None:
        return path.parent / record.file
    found = [beside for suffix in SUFFIXES if (beside := path.with_suffix(suffix)).is_file()]
    if not found and not record.derive:
        wanted = ", ".join(path.stem + suffix for suffix in SUFFIXES)
        raise DataError(f"{path}: no geometry beside it. Put one of {wanted} there, or add a [[derive]] table.")
    return found[0] if found else None


def as_tables(layer: Layer) -> dict[str, Any]:
    """Everything that a layer says of itself, as plain JSON values."""
    from dataclasses import asdict, fields

    told = {field.name: getattr(layer, field.name) for field in fields(Layer)}  # without the frame of one that is given
    tables = asdict(Layer(**told | {"catalog": None}))
    for private in ("derive", "geometry_path", "path", "catalog"):
        tables.pop(private)
    return tables | {"credits": list(layer.credits), "computed": bool(layer.derive)}
