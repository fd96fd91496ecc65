"""The palette and the style records that every renderer shares."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

SEA = "#dfe8ee"
LAND = "#f6f3ec"
COAST = "#8d8a80"
INK = "#1d2730"
WATER_INK = "#1f5a86"
ACCENT = "#00527a"

OKABE_ITO = {
    "black": "#000000",
    "orange": "#e69f00",
    "sky": "#56b4e9",
    "green": "#009e73",
    "yellow": "#f0e442",
    "blue": "#0072b2",
    "vermilion": "#d55e00",
    "purple": "#cc79a7",
}
"""Eight colours that people with any colour vision can tell apart (Okabe & Ito 2008, Color Universal Design)."""

SYMBOLS = ("circle", "ring", "square", "diamond", "triangle")
LABELS = ("zone", "island", "water", "sea", "site", "lane", "none")

_COLOUR = re.compile(r"#[0-9a-f]{6}")


class StyleError(ValueError):
    """A colour, dash or size that is not one a map can be drawn with."""


def _colour(name: str, value: Any) -> str:
    text = str(value).lower()
    text = OKABE_ITO.get(text, text)
    if not _COLOUR.fullmatch(text):
        choices = ", ".join(OKABE_ITO)
        raise StyleError(f"style: {name} = {value!r}: expected a colour such as #0072b2, or one of {choices}.")
    return text


def _numbers(name: str, values: Sequence[Any], low: float, high: float) -> Sequence[Any]:
    if isinstance(values, str) or len(values) > 8:
        raise StyleError(f"style: {name} = {values!r}: expected at most eight numbers, such as [6, 4].")
    for value in values:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise StyleError(f"style: {name} = {value!r}: expected a number from {low:g} to {high:g}.")
    return values


def _choice(name: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise StyleError(f"style: {name} = {value!r}: expected one of {', '.join(choices)}.")


@dataclass(frozen=True, kw_only=True)
class Style:
    """How one kind of thing is drawn. Widths and sizes are CSS pixels; opacities run from 0 to 1.

    Attributes
    ----------
    colour
        Of the stroke and of the hatch, ``#rrggbb``.
    fill
        ``#rrggbb``, or None for the colour of the stroke.
    dash
        Lengths of strokes and gaps in turn; empty for a solid line. Colour is never the only code.
    hatch
        Lines across the fill: scenarios and overlaps.
    below_land
        Whether land covers it, as it covers a zone of the sea.
    symbol
        Of a point: one of `SYMBOLS`.
    label
        How its name is set: one of `LABELS`.
    rank
        Which label wins where two collide: the higher one.

    Examples
    --------
    >>> Style(colour="#0072b2", dash=(6, 4)).dash
    (6.0, 4.0)
    """

    colour: str = INK
    fill: str | None = None
    width: float = 1.6
    opacity: float = 1.0
    fill_opacity: float = 0.18
    dash: tuple[float, ...] = ()
    hatch: bool = False
    below_land: bool = False
    symbol: str = "circle"
    size: float = 5.0
    label: str = "site"
    rank: float = 30.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "dash", tuple(float(part) for part in _numbers("dash", self.dash, 0, 64)))
        for name in ("colour", "fill"):
            value = getattr(self, name)
            if value is not None or name == "colour":
                object.__setattr__(self, name, _colour(name, value))
        for name, top in (("width", 12), ("opacity", 1), ("fill_opacity", 1), ("size", 24), ("rank", 1000)):
            _numbers(name, [getattr(self, name)], 0, top)
        _choice("symbol", self.symbol, SYMBOLS)
        _choice("label", self.label, LABELS)

    def changed(self, hints: Mapping[str, Any]) -> "Style":
        """The same style with some fields replaced.

        Raises
        ------
        StyleError
            A hint that is no field of a style, or a value that cannot be drawn.
        """
        known = {one.name for one in fields(self)}
        for name in hints:
            if name not in known:
                raise StyleError(
                    f"style: {name!r} is not a field of a style: expected one of {', '.join(sorted(known))}."
                )
        return replace(self, **hints)

    def as_data(self) -> dict[str, Any]:
        """Its fields that differ from the default, for a renderer in another language."""
        plain = asdict(Style())
        return {name: _short(value) for name, value in asdict(self).items() if value != plain[name]}


def _short(value: Any) -> Any:
    """A whole number without its ".0"."""
    if isinstance(value, tuple):
        return [_short(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


BY_KIND = {
    "polygon": Style(colour=OKABE_ITO["blue"], label="zone"),
    "line": Style(colour=INK, width=2.0, label="lane"),
    "point": Style(colour=INK, width=1.2, fill_opacity=1.0),
}
"""What a layer that says nothing of its looks is drawn with, by its kind."""

DISPUTED_DASH = (4.0, 3.0)
SCHEMATIC_DASH = (1.0, 4.0)


def base_style(kind: str, hints: Mapping[str, Any]) -> Style:
    """The style of a layer: that of its kind, with the hints of its file that are not about one class of features.

    Examples
    --------
    >>> base_style("line", {"colour": "#d55e00", "by": "id", "main.width": 3}).colour
    '#d55e00'
    """
    own = {name: value for name, value in hints.items() if "." not in name and name != "by"}
    return BY_KIND[kind].changed(own)


def class_styles(kind: str, hints: Mapping[str, Any]) -> dict[str, Style]:
    """The style of each class of features of a layer, from hints such as ``"special.hatch" = true``.

    Examples
    --------
    >>> class_styles("polygon", {"by": "id", "special.hatch": True})["special"].hatch
    True
    """
    base = base_style(kind, hints)
    classes: dict[str, dict[str, Any]] = {}
    for name, value in hints.items():
        if "." in name:
            key, _, field = name.rpartition(".")
            classes.setdefault(key, {})[field] = value
    return {key: base.changed(own) for key, own in classes.items()}
