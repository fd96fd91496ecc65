"""The parts of what a figure shows: its statements, its caption, the window that it is fitted to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shapely

from rimland.layers import Layer
from rimland.maps.figures.lettering import Named
from rimland.maps.figures.map import Area, Dots, Measure, Shown, measure_text
from rimland.maps.figures.words import number, word

if TYPE_CHECKING:
    from rimland.layers.claims import Outcome

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Something asked, the number found, and what is answered."""

    text: str
    number: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What one figure shows."""

    title: str
    subtitle: str = ""
    shown: tuple[Shown, ...]
    bounds: Bounds
    measures: tuple[Measure, ...] = ()
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    chart: str = ""
    dots: tuple[Dots, ...] = ()
    areas: tuple[Area, ...] = ()
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Caption:
    """The words that go with a figure: `text` has its numbers and caveats, `alt` is for who cannot see it."""

    title: str
    text: str
    alt: str


def caption(subject: Subject, language: str) -> Caption:
    """The words that go with a subject."""
    space, stop = (" ", ".") if language == "en" else ("", "。")
    said = [subject.subtitle, *(f"{one.text}{': ' if one.number else ''}{one.number}" for one in subject.statements)]
    ended = [text if text[-1] in ".。" else text + stop for text in (*said, *subject.notes) if text]
    layers = dict.fromkeys(one.layer.title[language] for one in subject.shown)
    marks = {"en": "; ", "ja": "、", "zh-Hant": "、"}[language]
    kind = word(f"alt_{subject.chart or 'map'}", language)
    return Caption(title=subject.title, text=space.join(ended), alt=kind.format(subject.title, marks.join(layers)))


def faint(layer: Layer) -> Layer:
    """A layer of lines drawn thin, under what matters more."""
    thin = unnamed(layer)
    return replace(thin, style={**thin.style, "colour": "#7a8791", "width": 1.0}).holding(thin.features)


def unnamed(layer: Layer) -> Layer:
    """A layer whose features stand without their names: the legend alone says what they are."""
    return replace(layer, style={**layer.style, "label": "none"}).holding(layer.features)


def statement(outcome: "Outcome", language: str) -> Statement:
    """What was asked of a number, as it is printed."""
    found = outcome.quantity
    answer = {True: "met", False: "not_met", None: "open"}[outcome.met]
    unit = {"km": "km", "nmi": "nmi", "km2": "km2"}.get(found.unit)
    if unit == "km":
        text = measure_text(found.value, found.uncertainty, language)
    else:
        digits = 1 if found.unit == "nmi" else 0
        off = f" ± {number(found.uncertainty, digits)}" if found.uncertainty else ""
        space = "" if found.unit == "%" else " "
        shown = word(unit, language) if unit else found.unit if found.unit == "%" else ""
        text = f"{number(found.value, digits)}{off}{space}{shown}".rstrip()
    return Statement(text=outcome.says[language], number=text, answer=word(answer, language))


def fitted(layers: Sequence[Layer], window: Bounds | None, more: Sequence[Any] = ()) -> Bounds:
    """The window that holds layers: points wherever they are, lines and areas as far as a theatre reaches.

    Parameters
    ----------
    layers
        What is to be seen.
    window
        Of the theatre; None lets lines and areas reach wherever they do.
    more
        Shapes that must be in it whole.
    """
    boxes = [shape.bounds for shape in more]
    for layer in layers:
        frame = layer.features
        if window is not None and layer.kind != "point":
            west, south, east, north = window
            near = shapely.clip_by_rect(frame.geometry.to_numpy(), west, south, east, north)
            boxes.append(tuple(shapely.total_bounds(near)))
        else:
            boxes.append(tuple(frame.total_bounds))
    boxes = [box for box in boxes if box[0] == box[0]] or [window or (-180.0, -60.0, 180.0, 60.0)]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    wide, tall = max((east - west) * 1.16, 6.0), max((north - south) * 1.16, 5.0)
    wide, tall = max(wide, 0.8 * tall), max(tall, 0.55 * wide)
    x, y = (west + east) / 2, (south + north) / 2
    return (x - wide / 2, max(y - tall / 2, -85.0), x + wide / 2, min(y + tall / 2, 85.0))


def within(bounds: Bounds, window: Bounds) -> Bounds:
    """What a window has of bounds.

    Examples
    --------
    >>> within((40, -10, 150, 40), (95, -12, 160, 52))
    (95, -10, 150, 40)
    """
    return (
        max(bounds[0], window[0]),
        max(bounds[1], window[1]),
        min(bounds[2], window[2]),
        min(bounds[3], window[3]),
    )
