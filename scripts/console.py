"""What every command shares: options, words on the two streams, progress on a terminal."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

if TYPE_CHECKING:
    from rimland.layers.layer import Layer
    from rimland.layers.places import Place

AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on standard output, nothing else.")]
TheatreOption = Annotated[
    str, typer.Option("--theatre", metavar="FILE", help="A theatre file, or the name of one that ships.")
]
PLACE_HELP = "An id or a name in English, Japanese or Chinese; 24.45N 122.95E; lat,lon; or @file.geojson."
PlaceA = Annotated[str, typer.Argument(metavar="A", help=PLACE_HELP, show_default=False)]
PlaceB = Annotated[str, typer.Argument(metavar="B", help="Another place.", show_default=False)]


class InputError(Exception):
    """What was asked cannot be answered as it was asked: the command ends with status 2."""


def emit(value: Any) -> None:
    """Print a value as JSON, characters as they are where the stream can hold them."""
    unicode = "utf" in (sys.stdout.encoding or "").lower()
    print(json.dumps(value, ensure_ascii=not unicode, allow_nan=False, indent=2))


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    print(f"rimland: {message}", file=sys.stderr)


def names_of(names: Mapping[str, str]) -> dict[str, str | None]:
    """A name in each language, None where there is none."""
    return {language: names.get(language) for language in ("en", "ja", "zh-Hant")}


def spoken(place: "Place") -> str:
    """A place's names on one line, each once.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> spoken(SimpleNamespace(id="taiwan", names={"en": "Taiwan", "ja": "台湾", "zh-Hant": "臺灣"}))
    'Taiwan (台湾, 臺灣)'
    """
    first, *others = dict.fromkeys(place.names[tag] for tag in ("en", "ja", "zh-Hant") if place.names.get(tag)) or [
        place.id
    ]
    return f"{first} ({', '.join(others)})" if others else first


def credits_of(*places: "Place") -> list[str]:
    """The attribution lines of places, each once."""
    return list(dict.fromkeys(source.credit for place in places for source in place.sources))


def position(lon: float, lat: float) -> str:
    """A position with hemispheres, to a metre.

    Examples
    --------
    >>> position(122.95, -24.45)
    '24.45000°S 122.95000°E'
    """
    return f"{abs(lat):.5f}°{'S' if lat < 0 else 'N'} {abs(lon):.5f}°{'W' if lon < 0 else 'E'}"


def time_stamp(as_of: str) -> str:
    """The moment that goes into files that must have one: `SOURCE_DATE_EPOCH`, or else the date of the data.

    Raises
    ------
    InputError
        `SOURCE_DATE_EPOCH` is set and is not a number of seconds.
    """
    from rimland.layers.export import midnight

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return midnight(as_of)
    try:
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError) as error:
        raise InputError(f"SOURCE_DATE_EPOCH is {epoch!r}: expected whole seconds since 1970, or unset it.") from error


def check_folder(path: Path) -> None:
    """Refuse at once, before long work, a file whose folder is not there.

    Raises
    ------
    InputError
        The folder does not exist, or the path is a folder.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder: write the name of a file after -o.")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent} is no folder: make it first, or write another name after -o.")


def layer_named(name: str, catalog: Mapping[str, "Layer"]) -> "Layer":
    """The layer of a name, or of a vector file; what was repaired in a file is said on standard error.

    Raises
    ------
    UnknownLayerError
        Neither.
    DataError
        The file cannot be read, or its positions are no degrees.
    """
    import warnings

    from rimland.layers.errors import RepairWarning

    if name in catalog or not (Path(name).suffix or "/" in name):
        return catalog[name]
    from rimland.layers.given import read

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", RepairWarning)
        layer = read(name)
    for warning in told:
        complain(str(warning.message))
    return layer


class Progress(Protocol):
    """What tells how far long work has come."""

    def step(self, what: str) -> None:
        """Begin the next piece of work."""


class _Silent:
    def step(self, what: str) -> None:
        """Say nothing: nobody is watching."""


class _Bar:
    def __init__(self, bar: Any, task: Any) -> None:
        self._bar, self._task, self._begun = bar, task, 0

    def step(self, what: str) -> None:
        """Show what is being done; the piece before it is then done."""
        self._bar.update(self._task, completed=self._begun, description=what)
        self._begun += 1


@contextmanager
def progress(total: int) -> Iterator[Progress]:
    """A bar on standard error when that is a terminal, otherwise silence."""
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        yield _Bar(bars, bars.add_task("", total=total))
