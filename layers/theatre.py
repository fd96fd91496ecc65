"""A theatre: the file that says which layers a map has, where it looks and in which languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rimland.layers.catalog import Catalog
from rimland.layers.errors import UnknownTheatreError, did_you_mean
from rimland.layers.layer import LANGUAGES, Layer, Text


@dataclass(frozen=True, kw_only=True)
class Theatre:
    """What a map is about.

    Attributes
    ----------
    bounds
        West, south, east, north in degrees; west > east crosses the antimeridian (RFC 7946).
    layer_names
        In the order in which they are drawn, the lowest first.
    languages
        Those that a reader may choose, the first one first.
    """

    name: str
    title: Text
    bounds: tuple[float, float, float, float]
    layer_names: tuple[str, ...]
    languages: tuple[str, ...] = LANGUAGES
    version: int = 1
    path: Path | None = None
    catalog: Mapping[str, Layer] = field(default_factory=Catalog, repr=False, compare=False)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers themselves, the lowest first.

        Raises
        ------
        UnknownLayerError
            A layer is in none of the folders.
        """
        return tuple(self.catalog[name] for name in self.layer_names)

    @property
    def as_of(self) -> str:
        """The date of its newest layer."""
        return max(layer.as_of for layer in self.layers)


def load_theatre(name: str | Path = "buffer") -> Theatre:
    """The theatre of a name that ships, or of a TOML file.

    Layers are looked for in the folder ``layers`` beside the file, then beside the file itself, then among ours.

    Raises
    ------
    UnknownTheatreError
        Neither a theatre that ships nor a file.
    DataError
        The file is malformed.

    Examples
    --------
    >>> load_theatre("buffer").bounds
    (118.0, 20.0, 134.0, 36.0)
    """
    from rimland.data import ROOT

    folder = Path(str(ROOT)) / "theatres"
    shipped = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    if str(name) in shipped:
        return read_theatre(shipped[str(name)])
    path = Path(name)
    if path.is_file():
        return read_theatre(path)
    hint = did_you_mean(str(name), shipped)
    raise UnknownTheatreError(f"no theatre {str(name)!r}: neither a file nor one that ships. {hint}")


def read_theatre(path: str | Path) -> Theatre:
    """The theatre that a TOML file describes.

    Raises
    ------
    DataError
        The file is malformed: the message names the file, the field and what to write.
    UnknownLayerError
        It names a layer that is in none of the folders.
    """
    from rimland.layers.schema import TheatreFile, parse, read_toml

    path = Path(path)
    record = parse(TheatreFile, read_toml(path), path)
    catalog = Catalog(_folders(path))
    for name in record.layers:
        if name not in catalog:
            catalog[name]  # raises, with the nearest names
    return Theatre(
        name=path.stem,
        title=record.title.model_dump(by_alias=True),
        bounds=record.bounds,
        layer_names=tuple(catalog.full_name(name) for name in record.layers),
        languages=tuple(record.languages),
        version=record.version,
        path=path,
        catalog=catalog,
    )


def _folders(path: Path) -> list[Path]:
    from rimland.layers.catalog import shipped_folder

    if path.parent.resolve() == (shipped_folder().parent / "theatres").resolve():
        return []
    return [folder for folder in (path.parent / "layers", path.parent) if folder.is_dir()]
