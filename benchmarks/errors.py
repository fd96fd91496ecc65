"""Differences from brute force, in words."""

from collections.abc import Callable
from typing import Any

import numpy as np


def signed(metres: float) -> str:
    """A difference in a unit that suits it.

    >>> signed(2.5e-6), signed(-1234.5)
    ('+2.5 µm', '-1,234.50 m')
    """
    if abs(metres) < 1e-3:
        return f"{metres * 1e6:+.2g} µm"
    return f"{metres * 1e3:+.2g} mm" if abs(metres) < 0.1 else f"{metres:+,.2f} m"


def span(differences: Any) -> str:
    """The least and the greatest of some differences."""
    differences = np.asarray(differences, float)
    return f"{signed(differences.min())} … {signed(differences.max())}"


def against(truth: Any) -> Callable[[Any], str]:
    """Puts in words how far a result is off; `truth` may be a function, called when first needed."""
    return lambda result: span(np.asarray(result, float) - np.asarray(truth() if callable(truth) else truth, float))
