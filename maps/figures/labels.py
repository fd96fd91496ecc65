"""Names on a static map: placed by rank where they hide nothing, never one over another, the same ones each time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import affinity

from rimland.maps.figures import fonts
from rimland.maps.style import INK, WATER_INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

SPACING = 0.14
"""Between the letters of names of water, in sizes."""

GAP = 0.5
"""Millimetres that names keep from each other and from marks."""

PIECE = 40
"""Edges of a line that are looked at together."""

APART = 3.2
"""Millimetres from what it names at which a name is joined to it by a line."""

OVER_LAND = 3.0
"""Millimetres that such a line may run over land."""

CROWDED = 4.0
"""Millimetres of line that a name may cover before it is rather left out."""

SIZES = {"sea": 7.6, "water": 6.2, "zone": 6.4, "numeral": 8.4, "island": 6.4, "site": 6.2, "lane": 6.2, "number": 6.8}
"""Points, by the kind of name."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A name that wants a place.

    Attributes
    ----------
    lines
        Of its text, from the top.
    places
        Where the middle of its text may be, the best first, millimetres, and at what angle, degrees, if it is turned.
    inside
        What it must not leave, or None.
    rank
        Which of two wins: the higher one. Names of equal rank go by their text.
    must
        Whether it is placed even where it hides a line.
    anchor
        What a thin line joins it to where it stands apart.
    """

    lines: tuple[str, ...]
    places: Sequence[tuple[float, ...]]
    kind: str
    language: str
    colour: str = INK
    rank: float = 30.0
    inside: "BaseGeometry | None" = field(default=None, repr=False)
    must: bool = False
    anchor: tuple[float, float] | None = None

    @property
    def size(self) -> float:
        """Of its letters, points."""
        return SIZES[self.kind]

    @property
    def spacing(self) -> float:
        """Between its letters, in sizes."""
        return SPACING if self.kind in ("sea", "water") else 0.0

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height of its ink, millimetres."""
        return extent(self.lines, self.kind, self.language)


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name that has found its place: the middle of its text, and the angle of its lines."""

    wish: Wish
    x: float
    y: float
    angle: float = 0.0

    @property
    def leader(self) -> "BaseGeometry | None":
        """The line that joins it to what it names, where it stands apart from that."""
        if self.wish.anchor is None:
            return None
        end = shapely.Point(self.wish.anchor)
        box = self.outline
        return None if box.distance(end) < APART else shapely.shortest_line(box, end)

    @property
    def outline(self) -> "BaseGeometry":
        """What its ink may take."""
        wide, high = self.wish.extent
        box = shapely.box(self.x - wide / 2, self.y - high / 2, self.x + wide / 2, self.y + high / 2)
        return affinity.rotate(box, self.angle, origin=(self.x, self.y)) if self.angle else box


def extent(lines: Sequence[str], kind: str, language: str) -> tuple[float, float]:
    """Width and height of lines set as a kind of name, millimetres."""
    spacing = SPACING if kind in ("sea", "water") else 0.0
    wide = max(fonts.width(line, language, SIZES[kind], spacing=spacing) for line in lines)
    return wide, fonts.height(len(lines), SIZES[kind])


def around(box: Box, size: tuple[float, float], gap: float = 0.7) -> list[tuple[float, float]]:
    """The places of a name beside a mark: right of it first, then left, above, below, and at its corners."""
    left, low, right, high = box
    wide, tall = size[0] / 2 + gap, size[1] / 2 + gap * 0.4
    x, y = (left + right) / 2, (low + high) / 2
    corner = 0.7
    beside = [(right + wide, y), (left - wide, y), (x, high + tall), (x, low - tall)]
    corners = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    ends = {-1: (left - wide, low - tall), 1: (right + wide, high + tall)}
    return beside + [(x + (ends[i][0] - x) * 0.92, y + (ends[j][1] - y) * corner) for i, j in corners]


def placed(
    wishes: Iterable[Wish],
    *,
    frame: Box,
    lines: "Sequence[BaseGeometry]",
    marks: Sequence[Box],
    land: "BaseGeometry | None" = None,
) -> list[Name]:
    """Names with their places, the highest rank first; one that has no good place is left out.

    Parameters
    ----------
    wishes
        What wants to be placed.
    frame
        What no name leaves.
    lines
        What a name had better not cover.
    marks
        What no name covers.
    land
        What names of water avoid.
    """
    table = _Table(frame, lines, marks, land)
    ordered = sorted(wishes, key=lambda wish: (-wish.rank, wish.lines, tuple(wish.places)))
    return [name for wish in ordered if (name := table.place(wish)) is not None]


class _Table:
    """The paper, as far as it is taken."""

    def __init__(
        self, frame: Box, lines: "Sequence[BaseGeometry]", marks: Sequence[Box], land: "BaseGeometry | None"
    ) -> None:
        self.frame = shapely.box(*frame).buffer(-0.8, join_style="mitre")
        self.lines = _pieces(lines)
        self.land = np.empty(0, dtype=object) if land is None else shapely.get_parts(land)
        self.tree, self.land_tree = shapely.STRtree(self.lines), shapely.STRtree(self.land)
        self.taken: list[BaseGeometry] = [shapely.box(*mark) for mark in marks]

    def place(self, wish: Wish) -> Name | None:
        best: tuple[float, Name] | None = None
        for turn, (x, y, *angle) in enumerate(wish.places):
            name = Name(wish=wish, x=x, y=y, angle=angle[0] if angle else 0.0)
            outline, leader = name.outline, name.leader
            if not self._free(outline, wish) or (leader is not None and self._crosses(leader)):
                continue
            cost = self._hidden(outline, wish) + 0.15 * turn + (0.25 * leader.length if leader is not None else 0.0)
            if best is None or cost < best[0] - 1e-9:
                best = (cost, name)
            if cost < 0.2:
                break
        if best is None or (best[0] > CROWDED and not wish.must):
            return None
        self.taken += [one for one in (best[1].outline, best[1].leader) if one is not None]
        return best[1]

    def _crosses(self, leader: "BaseGeometry") -> bool:
        """Whether the line from a name to what it names runs over other names, or over an island."""
        under = self.land[self.land_tree.query(leader)]
        if float(shapely.length(shapely.intersection(under, leader)).sum()) > OVER_LAND:
            return True
        return bool(shapely.intersects(np.array(self.taken, dtype=object), leader).any()) if self.taken else False

    def _free(self, outline: "BaseGeometry", wish: Wish) -> bool:
        if not self.frame.contains(outline) or not (wish.inside is None or wish.inside.contains(outline)):
            return False
        if not self.taken:
            return True
        near: NDArray[np.bool_] = shapely.dwithin(np.array(self.taken, dtype=object), outline, GAP)
        return not near.any()

    def _hidden(self, outline: "BaseGeometry", wish: Wish) -> float:
        """Millimetres of line under a name; a name of water on land hides as much as it is wide."""
        near = self.lines[self.tree.query(outline)]
        hidden = float(shapely.length(shapely.intersection(near, outline)).sum()) if len(near) else 0.0
        if wish.kind in ("sea", "water", "zone", "numeral"):
            under = self.land[self.land_tree.query(outline)]
            hidden += 12.0 * float(shapely.area(shapely.intersection(under, outline)).sum() / outline.area)
        return hidden


def _pieces(lines: "Sequence[BaseGeometry]") -> "NDArray[np.object_]":
    """Lines in short pieces: what a name hides of a long coast is then found without walking all of it."""
    parts = shapely.get_parts(np.array([line for line in lines if not line.is_empty], dtype=object))
    runs = [shapely.get_coordinates(part) for part in parts]
    cut = [run[at : at + PIECE + 1] for run in runs for at in range(0, max(len(run) - 1, 1), PIECE)]
    return np.array([shapely.LineString(run) for run in cut if len(run) > 1], dtype=object)


def draw(names: Iterable[Name], axes: "Axes", *, order: float = 20.0) -> None:
    """Put names on a map whose data are millimetres."""
    from rimland.maps.figures.text import Label

    for name in names:
        wish, leader = name.wish, name.leader
        if leader is not None:
            (x0, y0), (x1, y1) = shapely.get_coordinates(leader)
            axes.plot([x0, x1], [y0, y1], color=WATER_INK, linewidth=0.4, zorder=order - 1)
        step = wish.size * fonts.POINT * fonts.LEADING
        first = wish.extent[1] / 2 - wish.size * fonts.POINT * fonts.ASCENT
        turn = np.radians(name.angle)
        for number, line in enumerate(wish.lines):
            down = first - number * step
            label = Label(
                name.x - np.sin(turn) * down,
                name.y + np.cos(turn) * down,
                fonts.checked(line, wish.language),
                font=fonts.font(wish.language, wish.size),
                colour=WATER_INK if wish.kind in ("sea", "water") else wish.colour,
                spacing=wish.spacing,
                language=wish.language,
                zorder=order,
                angle=name.angle,
            )
            axes.add_artist(label)


def wish_lines(text: str, kind: str, language: str, room: float = 26.0) -> tuple[str, ...]:
    """A name in lines that are not too long for a map."""
    return tuple(fonts.balanced(text, language, SIZES[kind], room)) or (text,)
