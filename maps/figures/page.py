"""The page of a figure: title above, map or charts, legend beside or below, sources at the foot; all in millimetres."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.figure import Figure

from rimland.maps.figures import fonts
from rimland.maps.figures.layers import Entry
from rimland.maps.figures.sheet import Sheet, latitude, nice
from rimland.maps.figures.strokes import PIXEL, draw_marks, hatch_lines, patch, stroke
from rimland.maps.figures.words import number, word
from rimland.maps.style import INK, SEA

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTHS = {"single": 89.0, "double": 183.0}
"""Millimetres: one column of a journal, and two."""

GREY = "#55606a"
RULE = "#b9c1c7"

TITLE, SUBTITLE, HEADING, BODY, FOOT = 10.5, 7.6, 7.2, 6.6, 5.4
"""Sizes of text in points."""

SWATCH = 7.0
"""Width of a sample in the legend, millimetres."""


class Picture(Figure):
    """A figure that knows its title and the language that it speaks, for the formats that can say so."""

    title: str = ""
    language: str = "en"


class Page:
    """A figure under construction: positions run from the upper left corner, millimetres right and down.

    Attributes
    ----------
    figure
        What is made.
    canvas
        Axes over the whole page, whose data are millimetres.
    width
        Of the page.
    """

    def __init__(self, language: str, width: float) -> None:
        self.language, self.width = language, width
        self.figure = Picture(figsize=(width / 25.4, width / 25.4), facecolor="#ffffff", dpi=150)
        self.figure.language = language
        self.canvas: Axes = self.figure.add_axes((0, 0, 1, 1), zorder=5)
        self.canvas.set_axis_off()
        self._placed: list[tuple[Axes, float, float, float, float]] = []

    def axes(self, left: float, top: float, width: float, height: float) -> "Axes":
        """Axes for a map or a chart."""
        axes = self.figure.add_axes((0, 0, 1, 1), zorder=2)
        self._placed.append((axes, left, top, width, height))
        return axes

    def finish(self, height: float) -> "Figure":
        """The figure, as high as what it holds."""
        self.figure.set_size_inches(self.width / 25.4, height / 25.4)
        self.canvas.set_xlim(0, self.width)
        self.canvas.set_ylim(height, 0)
        for axes, left, top, wide, high in self._placed:
            axes.set_position((left / self.width, 1 - (top + high) / height, wide / self.width, high / height))
        return self.figure

    def line(self, x: float, y: float, text: str, size: float, **look: Any) -> None:
        """One line of text whose letters stand on `y`: `bold`, `colour` and `align` say how."""
        self.canvas.text(
            x,
            y,
            fonts.checked(text, self.language),
            fontproperties=fonts.font(self.language, size, bold=look.get("bold", False)),
            color=look.get("colour", INK),
            ha=look.get("align", "left"),
            va="baseline",
            parse_math=False,
            gid=look.get("gid"),
        )

    def paragraph(self, x: float, top: float, text: str, size: float, room: float, **look: Any) -> float:
        """Text broken into lines; where it ends below."""
        bold = look.pop("bold", False) and fonts.is_bold(text, self.language)
        lines = fonts.wrapped(text, self.language, size, room, bold=bold)
        return self.lines(x, top, lines, size, bold=bold, **look)

    def lines(self, x: float, top: float, lines: Sequence[str], size: float, **look: Any) -> float:
        """Lines of text one under another; where they end below."""
        step = size * fonts.POINT * fonts.LEADING
        for turn, text in enumerate(lines):
            self.line(x, top + size * fonts.POINT * fonts.ASCENT + turn * step, text, size, **look)
        return top + fonts.height(len(lines), size)

    def heading(self, x: float, top: float, text: str) -> float:
        """A heading of a part."""
        return self.paragraph(x, top, text, HEADING, 200.0, bold=True) + 0.8

    def rule(self, x: float, top: float, wide: float) -> None:
        """A thin line across."""
        self.canvas.plot([x, x + wide], [top, top], color=RULE, linewidth=0.5, solid_capstyle="butt")

    def entry(self, x: float, top: float, entry: Entry, room: float) -> float:
        """A line of the legend: a sample and its words; where it ends below."""
        lines = fonts.wrapped(entry.title, self.language, BODY, room - SWATCH - 2)
        middle = top + BODY * fonts.POINT * (fonts.ASCENT + fonts.DESCENT) / 2
        self.sample(x, middle, entry)
        return self.lines(x + SWATCH + 2, top, lines, BODY)

    def sample(self, x: float, middle: float, entry: Entry) -> None:
        """What a line of the legend looks like on the map."""
        style, canvas = entry.style, self.canvas
        width, dash = style.width * PIXEL, tuple(part * PIXEL for part in style.dash)
        if entry.kind == "point":
            draw_marks(canvas, np.array([[x + SWATCH / 2, middle]]), style, order=3)
            return
        if entry.kind == "ring":
            ring = shapely.Point(x + SWATCH / 2, middle).buffer(1.6).exterior
            stroke(canvas, [ring], colour=style.colour, width=width, dash=dash, order=3)
            return
        if entry.kind == "line":
            across = shapely.LineString([(x, middle), (x + SWATCH, middle)])
            stroke(canvas, [across], colour=style.colour, width=width, dash=dash, order=3)
            return
        box = shapely.box(x, middle - 1.5, x + SWATCH, middle + 1.5)
        patch(canvas, [box], face=SEA if style.below_land else "#f6f3ec", order=1)
        if style.fill_opacity:
            patch(canvas, [box], face=style.fill or style.colour, opacity=style.fill_opacity * style.opacity, order=2)
        if style.hatch or entry.hatch:
            slope = 1 if entry.hatch else -1  # down is up here
            stroke(canvas, hatch_lines([box], slope=slope), colour=style.colour, width=0.35, order=2.5, opacity=0.75)
        if width:
            stroke(canvas, [shapely.boundary(box)], colour=style.colour, width=width, dash=dash, order=3)

    def scale_bar(self, x: float, top: float, sheet: Sheet, room: float) -> float:
        """A bar in kilometres over one in nautical miles, for the middle of the map; where it ends below."""
        from rimland.geo import NAUTICAL_MILE

        per_mm = sheet.metres_per_mm()
        centre = sheet.lonlat(np.array([[sheet.width / 2, sheet.height / 2]]))[0]
        at = word("scale_at", self.language).format(latitude(float(centre[1])))
        y = self.paragraph(x, top, at, FOOT, room, colour=GREY) + 3.2
        for unit, metres, side in (("km", 1000.0, -1), ("nmi", NAUTICAL_MILE, 1)):
            value = nice(room * 0.72 * per_mm / metres)
            length = value * metres / per_mm
            for turn, colour in enumerate((INK, "#ffffff")):
                half = shapely.box(x + turn * length / 2, y, x + (turn + 1) * length / 2, y + side * 0.9)
                patch(self.canvas, [half], face=colour, order=2)
                stroke(self.canvas, [shapely.boundary(half)], colour=INK, width=0.4, order=3)
            base = y - 1.5 if side < 0 else y + 1.5 + FOOT * fonts.POINT * fonts.ASCENT * 0.85
            self.line(x, base, "0", FOOT)
            self.line(x + length / 2, base, number(value / 2, 0 if value >= 2 else 1), FOOT, align="center")
            last = f"{number(value)} {word(unit, self.language)}"
            self.line(x + length - fonts.width(number(value), self.language, FOOT) / 2, base, last, FOOT)
        return y + 1.5 + FOOT * fonts.POINT
