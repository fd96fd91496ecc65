"""The folium elements of ours that a map is made of: they hold data, and nothing that they write can run."""

from collections.abc import Mapping
from typing import Any

from branca.element import MacroElement

from rimland.layers import Layer
from rimland.maps import text
from rimland.maps.features import Drawing, layer_data
from rimland.maps.page import Page, Verbatim
from rimland.maps.texts import Texts

NO_PAGE = "a StrategicMap is a page of its own: call save(), and embed the file in another page."


class Piece(MacroElement):
    """A folium element of ours: it writes itself verbatim, and nothing that it writes can run."""

    def markup(self) -> str:
        """The HTML of the piece."""
        raise NotImplementedError

    def render(self, **_: Any) -> str:
        """Put the piece into its page."""
        page = self.get_root()
        if not isinstance(page, Page):
            raise TypeError(NO_PAGE)
        markup = self.markup()
        page.html.add_child(Verbatim(markup), name=self.get_name())
        return markup


class Data(Piece):
    """Values for the viewer, in a script element that no browser runs."""

    def __init__(self, values: Mapping[str, Any], *, label: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.values, self.label = values, label

    def markup(self) -> str:
        """A script element of type ``application/json``."""
        return f'<script type="application/json" {self.label}>{text.inert_json(self.values)}</script>'


class LayerData(Piece):
    """One layer of a map."""

    def __init__(self, layer: Layer, *, every_fact: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "LayerData"
        self.layer, self.every_fact, self.order = layer, every_fact, 0
        self.drawing, self.texts = Drawing(), Texts()

    def markup(self) -> str:
        """The layer as inert JSON: what it says, and its shapes."""
        values, shapes = layer_data(self.layer, self.drawing)
        said = Data(self.texts.placed(values | {"order": self.order}), label='class="layer-data"')
        drawn = Data(shapes, label='class="layer-shapes"')
        return f"{said.markup()}\n{drawn.markup()}"
