"""A name on a map with a halo: text that stays text in every format, its letters spaced where it names water."""

from typing import TYPE_CHECKING, Any

from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Text

from rimland.maps.figures import fonts

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase
    from matplotlib.font_manager import FontProperties


class Label(Text):
    """One line, centred on a position of its axes, its baseline at `y`.

    In SVG the halo is the same text with a stroke, hidden from screen readers; elsewhere it is drawn as an outline.
    """

    def __init__(
        self,
        x: float,
        y: float,
        text: str,
        *,
        font: "FontProperties",
        colour: str,
        language: str,
        halo: str = "#ffffff",
        halo_width: float = 1.6,
        spacing: float = 0.0,
        zorder: float = 20.0,
        angle: float = 0.0,
    ) -> None:
        super().__init__(x, y, text, fontproperties=font, color=colour, ha="center", va="baseline", zorder=zorder)
        self.set_parse_math(False)
        if angle:
            self.set(rotation=angle, rotation_mode="anchor")
        self._halo, self._halo_width, self._spacing, self._language = halo, halo_width, spacing, language

    def draw(self, renderer: "RendererBase", *_: Any, **__: Any) -> None:
        """Draw halo and text."""
        writer = getattr(renderer, "writer", None)
        if writer is not None and hasattr(writer, "start"):
            self._draw_svg(renderer, writer)
        else:
            # On pixels the text is drawn from outlines as its halo is: hinted letters would not lie upon it.
            body: list[Any] = [] if hasattr(renderer, "file") else [Normal()]
            halo = Stroke(linewidth=self._halo_width, foreground=self._halo, alpha=0.85, joinstyle="round")
            passes: list[list[Any]] = [[halo], body]
            for effects in passes:
                self.set_path_effects(effects)
                self._draw_letters(renderer)
        self.stale = False

    def _draw_letters(self, renderer: "RendererBase") -> None:
        if not self._spacing:
            super().draw(renderer)
            return
        text, (x, y) = self.get_text(), self.get_position()
        for sign, shift in zip(text, self._shifts(text), strict=True):
            if sign.strip():
                self.set_text(sign)
                self.set_x(x + shift)
                super().draw(renderer)
        self.set_text(text)
        self.set_position((x, y))

    def _shifts(self, text: str) -> list[float]:
        """From the middle of the text to that of each letter, millimetres."""
        size, left, shifts = float(self.get_fontsize()), 0.0, []
        widths = [fonts.width(sign, self._language, size) for sign in text]
        between = self._spacing * size * fonts.POINT
        whole = sum(widths) + between * (len(text) - 1)
        for wide in widths:
            shifts.append(left + wide / 2 - whole / 2)
            left += wide + between
        return shifts

    def _draw_svg(self, renderer: "RendererBase", writer: Any) -> None:
        self.set_path_effects([])
        spaced = f"letter-spacing:{self._spacing}em;" if self._spacing else ""
        wide = self._halo_width
        halo = f"{spaced}stroke:{self._halo};stroke-opacity:0.85;stroke-width:{wide};stroke-linejoin:round"
        writer.start("g", attrib={"style": halo, "aria-hidden": "true"})
        super().draw(renderer)
        writer.end("g")
        if spaced:
            writer.start("g", attrib={"style": spaced.rstrip(";")})
        super().draw(renderer)
        if spaced:
            writer.end("g")
