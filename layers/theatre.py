"""A theatre: the file that says which layers a map has, where it looks and in which languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.catalog import Catalog
from rimland.layers.errors import DataError, UnknownLayerError, UnknownTheatreError, did_you_mean
from rimland.layers.layer import LANGUAGES, Layer, Text

if TYPE_CHECKING:
    from rimland.layers.derive_file import DeriveFile, LaneFile
    from rimland.layers.number_file import QuantityFile
    from rimland.layers.quantities import Numbers
    from rimland.layers.theatre_file import ArgumentFile, TheatreFile, TimelineFile, ViewFile

STATUS_QUO = "status-quo"
"""The scenario in which nothing changes hands: every theatre has it."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A set of territories under one administration: `holds` are places, by name or id."""

    id: str
    name: Text
    holds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Disputed:
    """A place that several actors claim; it counts with the one that administers it, or not at all."""

    place: str
    administered_by: str
    claimed_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a scenario says: `transfers` gives what an actor holds, or one place, to an actor."""

    id: str
    title: Text
    summary: Text
    hypothetical: bool
    transfers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Argument:
    """What the metrics are about.

    Attributes
    ----------
    home, opposing, buffer
        The actor whose depth is asked, the one from whose coasts it is measured, and the one between them.
    sites
        Layers whose features of the home actor have a depth.
    residents
        The layer of islands with their populations.
    key_places
        Ids of the sites whose depth a map shows beside it.
    fisheries
        Layers of fisheries zones and their rules, drawn together as a figure.
    towns, lanes, ranges, gates
        Layers of towns, of sea lanes, of published weapon ranges, and of straits; None where there is none.
    chain, outer
        Layers of the islands that make the chain, and a place in the sea beyond it.
    voyage, closures
        The ports at the ends of the way by sea whose detours are asked, and the sets of straits that may be closed.
    """

    home: str
    opposing: str
    buffer: str
    sites: tuple[str, ...]
    residents: str
    key_places: tuple[str, ...] = ()
    fisheries: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    lanes: str | None = None
    ranges: str | None = None
    gates: str | None = None
    chain: tuple[str, ...] = ()
    outer: str | None = None
    voyage: tuple[str, ...] = ()
    closures: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the guided tour: its words, what it shows, and where it looks.

    Words in braces, such as ``{gap}``, stand for the numbers of that name: see `rimland.layers.told`, which fills them.
    """

    id: str
    title: Text
    claim: Text
    number: Text
    caveat: Text
    source: Text
    layers: tuple[str, ...]
    bounds: tuple[float, float, float, float]
    scenario: str = STATUS_QUO
    claims: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    numbers: "Mapping[str, QuantityFile]" = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class View:
    """A part of the map that has a name: where it looks, and the layers that it shows; those shown before if none."""

    id: str
    title: Text
    bounds: tuple[float, float, float, float]
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Between which days events are shown, ISO dates, and tables of events beside the layers that are drawn."""

    start: str
    end: str
    tables: tuple[str, ...] = ()


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
    references
        Places to which a reader is told distances.
    actors, disputed, scenarios
        Who holds which coast, and what could change; empty where the theatre does not say.
    argument
        What the metrics are about; None where the theatre argues nothing.
    claims
        The file beside it that says what is claimed.
    story
        The steps of the guided tour.
    timeline
        Which events are shown; None where the theatre has no time line.
    views
        Parts of the map that a reader finds by name.
    derived
        What the file says of the layers that it computes, and of its lanes; `catalog` has them.
    """

    name: str
    title: Text
    bounds: tuple[float, float, float, float]
    layer_names: tuple[str, ...]
    languages: tuple[str, ...] = LANGUAGES
    version: int = 1
    path: Path | None = None
    references: tuple[str, ...] = ()
    argument: Argument | None = None
    actors: Mapping[str, Actor] = field(default_factory=dict)
    disputed: tuple[Disputed, ...] = ()
    scenarios: Mapping[str, Change] = field(default_factory=dict)
    claims: str | None = None
    story: tuple[Step, ...] = ()
    timeline: Timeline | None = None
    views: tuple[View, ...] = ()
    derived: "tuple[DeriveFile | LaneFile, ...]" = ()
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
    def about(self) -> Argument:
        """What the metrics are about.

        Raises
        ------
        DataError
            The theatre argues nothing.
        """
        if self.argument is None:
            raise DataError(f"{self.path or self.name}: no [argument]: say which actors and layers it is about.")
        return self.argument

    @cached_property
    def numbers(self) -> "Numbers":
        """Its numbers, each table computed once for all that asks: the tour, the claims, the figures, the report."""
        from rimland.layers.quantities import Numbers

        return Numbers(self)

    @property
    def digest(self) -> str | None:
        """A digest of what it says and of the layer files in its own folders: what names its numbers in a cache.

        None where its layers are not files.
        """
        if not isinstance(self.catalog, Catalog):
            return None
        digest = sha256(repr(replace(self, path=None)).encode())
        for path in self.catalog.own_files():
            digest.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
        return digest.hexdigest()

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
    files = sorted(folder.glob("*.toml"))
    shipped = {path.stem: path for path in files if not path.stem.endswith("-claims")}
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
    from rimland.layers.schema import parse, read_toml
    from rimland.layers.theatre_file import TheatreFile

    path = Path(path)
    record = parse(TheatreFile, read_toml(path), path)
    catalog = _catalog(record, path)
    layer_names = _known(record.layers, catalog, f"{path}: layers")
    return Theatre(
        name=path.stem,
        title=record.title.model_dump(by_alias=True),
        bounds=record.bounds,
        layer_names=layer_names,
        languages=tuple(record.languages),
        version=record.version,
        path=path,
        catalog=catalog,
        references=tuple(record.references),
        claims=record.claims,
        views=tuple(_view(one, catalog) for one in record.view),
        derived=(*record.derive, *record.lane),
        timeline=None if record.timeline is None else _timeline(record.timeline, catalog, path),
        **_argument(record, catalog),
    )


def _catalog(record: "TheatreFile", path: Path) -> Catalog:
    """The layers of its folders and ours, and those that it derives."""
    from rimland.layers.theatre_layers import derived_layers

    return Catalog(_folders(path), derived_layers(record, path, _folders(path)))


def _known(names: Sequence[str], catalog: Catalog, field: str) -> tuple[str, ...]:
    """The full names of layers; what is wrong with one is said with the field of the file in which it stands."""
    try:
        full = tuple(catalog.full_name(name) if name in catalog else catalog[name].name for name in names)
    except UnknownLayerError as error:
        raise UnknownLayerError(f"{field}: {error}") from error
    twice = next((name for name in full if full.count(name) > 1), None)
    if twice is not None:  # under two names: what is written twice is refused when the file is parsed
        raise DataError(f"{field}: {twice!r} is named twice, once by its short name. Name it once.")
    return full


def _view(record: "ViewFile", catalog: Catalog) -> View:
    title: Text = record.title.model_dump(by_alias=True)
    shown = tuple(catalog.full_name(name) for name in record.layers)
    return View(id=record.id, title=title, bounds=record.bounds, layers=shown)


def _timeline(record: "TimelineFile", catalog: Catalog, path: Path) -> Timeline:
    tables = _known(record.tables, catalog, f"{path}: timeline.tables")
    return Timeline(start=record.start, end=record.end, tables=tables)


def _argument(record: "TheatreFile", catalog: Catalog) -> dict[str, Any]:
    """What a file says of actors, scenarios and the story."""
    steps = (step.model_dump(by_alias=True) | {"numbers": dict(step.numbers)} for step in record.story)
    return {
        "argument": None if record.argument is None else _about(record.argument),
        "actors": {
            name: Actor(id=name, name=actor.name.model_dump(by_alias=True), holds=tuple(actor.holds))
            for name, actor in record.actors.items()
        },
        "disputed": tuple(
            Disputed(place=one.place, administered_by=one.administered_by, claimed_by=tuple(one.claimed_by))
            for one in record.disputed
        ),
        "scenarios": {
            name: Change(id=name, **scenario.model_dump(by_alias=True)) for name, scenario in record.scenarios.items()
        },
        "story": tuple(
            Step(**step | {"layers": tuple(catalog.full_name(name) for name in step["layers"])} | _lists(step))
            for step in steps
        ),
    }


def _lists(step: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(step[name]) for name in ("claims", "figures", "tables")}


def _about(record: "ArgumentFile") -> Argument:
    given: dict[str, Any] = record.model_dump()
    lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    return Argument(**given | lists | {"closures": tuple(map(tuple, record.closures))})


def _folders(path: Path) -> list[Path]:
    from rimland.layers.catalog import shipped_folder

    if path.parent.resolve() == (shipped_folder().parent / "theatres").resolve():
        return []
    return [folder for folder in (path.parent / "layers", path.parent) if folder.is_dir()]
