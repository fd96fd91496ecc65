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
