"""What can be wrong with layers, theatres and names, said with the file and the field where it is.

Each error subclasses a builtin, so that ``except LookupError`` and ``except ValueError`` work.
"""

from collections.abc import Iterable


class LayersError(Exception):
    """Any error that this package raises on purpose."""


class DataError(LayersError, ValueError):
    """A layer or theatre file that is malformed: the message names the file and the field or feature."""


class RepairWarning(UserWarning):
    """Something in a file of the user's that was put right, to be looked at."""


class FormatError(LayersError, ValueError):
    """A file whose suffix says no format that can be read or written."""


class UnknownLayerError(LayersError, LookupError):
    """A layer that is in none of the folders searched."""


class UnknownTheatreError(LayersError, LookupError):
    """A theatre that is neither a file nor one of those that ship."""


def did_you_mean(got: str, choices: Iterable[str]) -> str:
    """A sentence with the choices nearest to what was written, or all of them when none is near.

    Examples
    --------
    >>> did_you_mean("starits", ["straits", "nansei"])
    "Did you mean 'straits'?"
    >>> did_you_mean("zzz", ["straits", "nansei"])
    'Choose from: nansei, straits.'
    """
    from difflib import get_close_matches

    known = sorted(choices)
    near = get_close_matches(got, known, n=3, cutoff=0.6)
    if near:
        return f"Did you mean {' or '.join(repr(choice) for choice in near)}?"
    return f"Choose from: {', '.join(known)}." if known else "There is none to choose from."


def no_shape(error: Exception, kind: str, do: str) -> str:
    """What is the matter with a shape that shapely or numpy cannot read, and what to do, from what they say of it.

    Examples
    --------
    >>> no_shape(ValueError("Unknown geometry type: 'circle'"), "a GeoJSON geometry", "Check it.")
    "not a GeoJSON geometry (Unknown geometry type: 'circle'). Check it."
    >>> no_shape(ValueError("Points of LinearRing do not form a closed linestring"), "WKT", "Check it.")
    'a ring that does not end where it begins. Repeat its first position at its end.'
    """
    said = " ".join(str(error).split()).rstrip(".")
    if "closed linestring" in said:
        return "a ring that does not end where it begins. Repeat its first position at its end."
    if "inhomogeneous" in said:
        return "positions of different lengths, as if some had a height. Give all of them a height, or none."
    return f"not {kind} ({said}). {do}"
