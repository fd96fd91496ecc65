"""Shapes and numbers that took long to compute, kept in the user's cache folder, found by what they were made from.

An entry is named by the digest of everything that it depends on: the question, the data that ship and the code that
computes. So a new coastline or a corrected algorithm is a new name, and nothing stale is ever read. Each entry carries
the digest of its own bytes: one that was cut short or altered is computed anew. Without a folder that can be written
everything is computed each time, and is as right.
"""

import json
import os
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.files import write_whole

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

VARIABLE = "RIMLAND_CACHE"
"""The environment variable that names the folder; empty, it turns the cache off."""

UNRELATED = frozenset(
    {
        *("checks", "citations", "claims", "conditions", "depths", "detours", "export", "exposures", "holders"),
        *("metric_features", "metric_layers", "metric_words", "metrics", "quantities", "scenarios", "sensitivity"),
        *("story", "tables", "waters"),
    }
)
"""Modules of this part that no computation of shapes imports: a change in them leaves what is kept valid."""

_MARK = b"rimland cache 1\n"


def cached_shapes(
    question: Mapping[str, Any], compute: "Callable[[], Mapping[str, BaseGeometry]]"
) -> "dict[str, BaseGeometry]":
    """Named shapes from the cache, or computed and put there.

    Parameters
    ----------
    question
        Plain JSON values that say what is computed, with a ``"what"`` that tells one computation from another.
    compute
        Called where the cache has no answer; what it raises is raised.

    Examples
    --------
    >>> import shapely
    >>> cached_shapes({"what": "example"}, lambda: {"a": shapely.Point(1, 2)})
    {'a': <POINT (1 2)>}
    """
    return _cached(f"{_digest(question, UNRELATED)}.shapes", compute, _packed, _unpacked)


def cached_values(question: Mapping[str, Any], compute: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Plain JSON values from the cache, or computed and put there.

    Parameters
    ----------
    question
        As for `cached_shapes`.
    compute
        Called where the cache has no answer. A number comes back as the very same one.

    Examples
    --------
    >>> cached_values({"what": "example"}, lambda: {"km": 0.1})
    {'km': 0.1}
    """
    return _cached(f"{_digest(question)}.json", compute, lambda values: json.dumps(values).encode(), json.loads)


def content(*shapes: "BaseGeometry") -> str:
    """A digest of shapes, for a question that asks about them.

    Examples
    --------
    >>> import shapely
    >>> content(shapely.Point(1, 2)) == content(shapely.Point(1, 2)) != content(shapely.Point(1, 3))
    True
    """
    import shapely

    return sha256(b"".join(shapely.to_wkb(list(shapes)))).hexdigest()


def _cached(
    name: str,
    compute: Callable[[], Mapping[str, Any]],
    pack: Callable[[Mapping[str, Any]], bytes],
    unpack: Callable[[bytes], dict[str, Any]],
) -> dict[str, Any]:
    folder = cache_folder()
    if folder is None:
        return dict(compute())
    body = _read(folder / name)
    if body is not None:
        return unpack(body)
    found = dict(compute())
    _write(folder / name, pack(found))
    return found


def cache_folder() -> Path | None:
    """Where entries are kept; None where the cache is turned off."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path

    return user_cache_path("rimland", appauthor=False)


def _digest(question: Mapping[str, Any], unrelated: frozenset[str] = frozenset()) -> str:
    asked = json.dumps(question, sort_keys=True, ensure_ascii=False)
    return sha256(f"{asked}\n{_foundations(unrelated)}".encode()).hexdigest()


@cache
def _foundations(unrelated: frozenset[str] = frozenset()) -> str:
    """The digest of what all rests on: our code, some modules left out, the shapes of places, the coastlines."""
    import pyproj
    import shapely

    from rimland.data import ROOT

    root = Path(str(ROOT))
    rooms = Path(__file__).parent, Path(__file__).parent.parent / "geo"
    code = [path for room in rooms for path in sorted(room.glob("*.py")) if path.stem not in unrelated]
    shapes = [path for name in ("network", "places") for path in sorted((root / name).iterdir())]
    data = [*shapes, *sorted((root / "layers").glob("*.toml"))]
    facts = sorted((root / "facts").glob("*.csv"))
    digest = sha256(f"{shapely.__version__} {shapely.geos_version} {pyproj.__version__}".encode())
    for path in (*code, *data, *facts):
        digest.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read(path: Path) -> bytes | None:
    """What an entry holds; None where there is none or it is not whole."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    mark, checked, body = content[: len(_MARK)], content[len(_MARK) : len(_MARK) + 32], content[len(_MARK) + 32 :]
    return body if mark == _MARK and sha256(body).digest() == checked else None


def _write(path: Path, body: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _MARK + sha256(body).digest() + body)
    except OSError:
        return  # a folder that cannot be written costs time, nothing else


def _packed(shapes: "Mapping[str, BaseGeometry]") -> bytes:
    import shapely

    blocks = {name: shapely.to_wkb(shape) for name, shape in shapes.items()}
    head = json.dumps([[name, len(block)] for name, block in blocks.items()]).encode()
    return head + b"\n" + b"".join(blocks.values())


def _unpacked(body: bytes) -> "dict[str, BaseGeometry]":
    import shapely

    head, _, blocks = body.partition(b"\n")
    shapes, start = {}, 0
    for name, size in json.loads(head):
        shapes[name] = shapely.from_wkb(blocks[start : start + size])
        start += size
    return shapes
