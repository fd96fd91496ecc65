"""Numbers as they are written in each language: rounded to what is known of them, with their unit and uncertainty."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rimland.layers.quantities import Quantity

UNITS: Mapping[str, Mapping[str, str]] = {
    "km": {"en": " km", "ja": " km", "zh-Hant": "公里"},
    "nmi": {"en": " nmi", "ja": "海里", "zh-Hant": "海浬"},
    "m": {"en": " m", "ja": " m", "zh-Hant": "公尺"},
    "km2": {"en": " km²", "ja": " km²", "zh-Hant": "平方公里"},
    "%": {"en": " %", "ja": "％", "zh-Hant": "%"},
    "days": {"en": " days", "ja": "日", "zh-Hant": "天"},
    "people": {"en": " people", "ja": "人", "zh-Hant": "人"},
}
"""What stands behind a number, with the space before it where the language has one; other units are counts of what
the sentence names."""


def written(quantity: "Quantity", language: str, *, spread: bool = False) -> str:
    """A quantity in the words of a language.

    Parameters
    ----------
    quantity
        Rounded to the place of its uncertainty if it has one, else to a tenth, or to the whole from a hundred on.
    language
        One of `rimland.layers.LANGUAGES`.
    spread
        Whether its uncertainty is written too. A number that states none is written without.

    Examples
    --------
    >>> from rimland.layers.quantities import Quantity
    >>> gap = Quantity(value=107.4656, unit="km", uncertainty=0.11)
    >>> [written(gap, language, spread=True) for language in ("en", "ja", "zh-Hant")]
    ['107.47 ± 0.11 km', '107.47 ± 0.11 km', '107.47 ± 0.11公里']
    >>> written(Quantity(value=215350.86, unit="km2", uncertainty=262.45), "en", spread=True)
    '215,350 ± 260 km²'
    >>> written(Quantity(value=54580.0, unit="people"), "ja"), written(Quantity(value=46.6, unit="%"), "en")
    ('54,580人', '46.6 %')
    """
    known = quantity.uncertainty
    decimals = places(known) if known else _plain_places(quantity.value)
    text = digits(quantity.value, decimals)
    if spread and known:
        text += f" ± {digits(known, decimals)}"
    return text + UNITS.get(quantity.unit, {}).get(language, "")


def places(uncertainty: float) -> int:
    """How many decimals a number with an uncertainty is written with: two digits of it where they begin with 1 or 2.

    Negative where tens and more are rounded away. The rule is that of the Particle Data Group, a little coarser.

    Examples
    --------
    >>> places(0.11), places(0.5), places(262.45)
    (2, 1, -1)
    """
    power = math.floor(math.log10(uncertainty))
    return -power + (1 if uncertainty / 10**power < 3 else 0)


def digits(value: float, decimals: int) -> str:
    """A number with separators of thousands.

    Examples
    --------
    >>> digits(73971.9, -1), digits(-0.04, 1), digits(-12.34, 1)
    ('73,970', '0.0', '−12.3')
    """
    rounded = round(value, decimals) + 0.0  # -0.0 becomes 0.0
    text = f"{abs(rounded):,.{max(decimals, 0)}f}"
    return f"−{text}" if rounded < 0 else text


def _plain_places(value: float) -> int:
    return 0 if abs(value) >= 100 or float(value).is_integer() else 1
