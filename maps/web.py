"""A theatre as a folium map: the only place that knows folium, and that flips to (latitude, longitude)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import folium
from branca.element import Element
from folium.template import Template

from rimland.layers import LANGUAGES, GivenLayer, Layer, Source, Theatre, load_theatre
from rimland.layers.errors import LayersError, UnknownLayerError
from rimland.maps import content, embed, style, text
from rimland.maps.features import Drawing, is_base, shows_coast, tolerances
from rimland.maps.outline import centred
from rimland.maps.own import own_layer
from rimland.maps.page import Page, Verbatim, write_whole
from rimland.maps.pieces import NO_PAGE, Data, LayerData, Piece
from rimland.maps.preview import preview
from rimland.maps.style import BY_KIND, base_style
from rimland.maps.texts import Texts
from rimland.maps.trusted import Assets, isolated

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

LARGE = 0.1
"""Square degrees, about 1,000 km²: the outline of a place as large as this is drawn from the land's own."""

STILL = 300
"""Units across of the picture for who has scripts switched off: every byte of it goes into every page."""

_ELEMENT = '<div class="folium-map" id="map" data-label="map" aria-describedby="map-help"></div>'


class LanguageError(ValueError):
    """A language that the interface does not speak."""


class UndrawableError(LayersError, TypeError):
    """A layer that has no positions to draw."""


class StrategicMap(folium.Map):
    """A layered map of a theatre: one file, no network, three languages.

    It is a `folium.Map` whose layers are folium elements of our own. What they hold goes into the page as data that
    nothing runs, for one viewer script that is the same for every map.

    Parameters
    ----------
    theatre
        The name of a shipped theatre, the path of a theatre file, or a theatre.
    lang
        The language that the page opens in: ``"en"``, ``"ja"`` or ``"zh-Hant"``.
    layers
        Names of the layers to draw, the lowest first, instead of those that the theatre lists.

    Raises
    ------
    LanguageError
        Another language.
    UnknownTheatreError, UnknownLayerError, DataError
        As `load_theatre` and the catalogue.

    Examples
    --------
    >>> page = StrategicMap("buffer", lang="zh-Hant", layers=["land-basemap"])
    >>> "127.0.0.1" in page.html()
    False
    """

    _template = Template("")
    default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium's own attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(
        self, theatre: str | Path | Theatre = "buffer", *, lang: str = "en", layers: Sequence[str] | None = None
    ) -> None:
        if lang not in LANGUAGES:
            raise LanguageError(f"lang = {lang!r}: expected one of {', '.join(LANGUAGES)}.")
        self.theatre = theatre if isinstance(theatre, Theatre) else load_theatre(theatre)
        if lang not in self.theatre.languages:
            choices = ", ".join(self.theatre.languages)
            raise LanguageError(f"lang = {lang!r}: theatre {self.theatre.name!r} is written in {choices}. Choose one.")
        self.lang = lang
        west, south, east, north = self.theatre.bounds
        east = east + 360 if east < west else east
        self.view = (west, south, east, north)
        self._trusted: list[Element] = []
        self._assets: Assets = {}
        super().__init__(location=[(south + north) / 2, (west + east) / 2], tiles=None, zoom_control=False)
        Element.add_child(Page(), self, name="map")
        for name in self.theatre.layer_names if layers is None else layers:
            self.add(name)

    def add(
        self,
        what: "str | Layer | GeoDataFrame | BaseGeometry | Any",
        *,
        name: str | None = None,
        style: Mapping[str, Any] | None = None,
        trusted: bool = False,
        assets: Assets | None = None,
    ) -> "StrategicMap":
        """Draw one more layer, above the others; one that is drawn already moves up.

        Parameters
        ----------
        what
            The name of a layer, a layer, a GeoDataFrame in any reference system, a shape in longitude and latitude, or
            anything with ``__geo_interface__``.
        name
            What the legend calls it; needed where it is neither a layer nor a place.
        style
            Fields of a style, such as ``{"colour": "#d55e00", "dash": [6, 4]}``.
        trusted
            Takes a folium element of your own, such as a ``folium.Marker``, whose text you vouch for: it writes its own
            script, which the page then runs, and says so. Still nothing is loaded from a network.
        assets
            The scripts and style sheets that such an element asks for, as files: ``{"https://…/a.js": "a.js"}``.

        Returns
        -------
        StrategicMap
            The map itself, so that calls can be chained.

        Raises
        ------
        TypeError
            A folium element that is not ours and not `trusted`, or something that has no geometry.
        AssetError
            A trusted element asks for something that neither the page nor `assets` has.
        UndrawableError
            A table: a layer without positions.
        UnknownLayerError
            A name that no layer has, or the path of a file.
        CRSError, GeometryError, CoordinateError, DataError
            A frame without a reference system, a shape that is nowhere, columns that would be lost.
        """
        if isinstance(what, Element):
            return self._trust(what, assets or {}) if trusted else self.add_child(what)
        if isinstance(what, Path) or (isinstance(what, str) and Path(what).suffix and what not in self.theatre.catalog):
            raise UnknownLayerError(f"no layer '{what}'. Read a file first: add(layers.read('{what}')).")
        if isinstance(what, str):
            what = self.theatre.catalog[what]
        if isinstance(what, Layer):
            if what.kind not in BY_KIND:
                raise UndrawableError(
                    f"layer {what.name!r} is a {what.kind} without positions: a map cannot show it. Leave it out."
                )
            return self._put(LayerData(what, every_fact=isinstance(what, GivenLayer)))
        return self._put(LayerData(own_layer(what, name=name, hints=style or {}), every_fact=True))

    def _trust(self, element: Element, assets: Assets) -> "StrategicMap":
        elements, known = [*self._trusted, element], {**self._assets, **assets}
        isolated(elements, known)  # refuses what cannot be inlined, while the author's own line is on the stack
        self._trusted, self._assets = elements, known
        return self

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> "StrategicMap":
        """Add a layer element of ours.

        Raises
        ------
        TypeError
            Another element: what folium's own elements write into a page can run there.
        """
        if not isinstance(child, Piece):
            raise TypeError(_refusal(child))
        super().add_child(child, name=name, index=index)
        return self

    def fit_bounds(self, bounds: Sequence[Sequence[float]], *_: Any, **__: Any) -> None:
        """Open the map on another view: ((south, west), (north, east)) in degrees, as folium has it."""
        (south, west), (north, east) = bounds
        self.view = (west, south, east, north)

    def html(self) -> str:
        """The whole page."""
        return self.get_root().render()

    def render(self, **_: Any) -> str:
        """Put the map and its layers into their page; called by the page."""
        page = self.get_root()
        if not isinstance(page, Page):
            raise TypeError(NO_PAGE)
        self._describe(page)
        page.html.add_child(Verbatim(_ELEMENT), name="map")
        pieces, drawing, texts = self._pieces(), self._drawing(), Texts()
        page.html.add_child(Verbatim(self._page_data(drawing.works, texts).markup()), name="page")
        for order, piece in enumerate(reversed(pieces)):
            piece.order = order  # of the legend: the layer on top comes first
            piece.drawing, piece.texts = replace(drawing, every_fact=piece.every_fact), texts
        drawn = "\n".join(piece.render() for piece in pieces)
        page.html.add_child(Verbatim(Data(texts.lists, label='id="rimland-texts"').markup()), name="texts")
        return drawn

    def save(self, outfile: "str | Path | BinaryIO", **_: Any) -> Path | None:  # type: ignore[override]
        """Write the page to a file, whole or not at all, and return its path; or to an open binary file.

        Raises
        ------
        OutputError
            The folder is missing or cannot be written to.
        """
        html = self.html()
        if isinstance(outfile, (str, Path)):
            return write_whole(outfile, html)
        outfile.write(html.encode("utf-8"))
        return None

    def _repr_html_(self, **_: Any) -> str:
        return embed.notebook(self.html(), title=self.title, picture=preview(self.drawn_layers, self.view))

    @property
    def title(self) -> str:
        """The theatre's title in the language of the map."""
        return self.theatre.title[self.lang]

    @property
    def drawn_layers(self) -> tuple[Layer, ...]:
        """The layers of the map, the lowest first."""
        return tuple(piece.layer for piece in self._pieces())

    def _pieces(self) -> list[LayerData]:
        return [piece for piece in self._children.values() if isinstance(piece, LayerData)]

    def _put(self, piece: LayerData) -> "StrategicMap":
        self._children.pop(piece.layer.name, None)
        return self.add_child(piece, name=piece.layer.name)

    def _describe(self, page: Page) -> None:
        page.title, page.language = text.plain(self.title), self.lang
        page.languages = tuple(self.theatre.languages)
        page.trusted = isolated(self._trusted, self._assets)
        page.still = preview(self.drawn_layers, self.view, width=STILL, inline=True)
        page.as_of, page.attribution = text.plain(self._as_of()), text.plain(_attribution(self.drawn_layers))

    def _get_self_bounds(self) -> list[list[float | None]]:
        west, south, east, north = self.view
        return [[south, west], [north, east]]

    def _as_of(self) -> str:
        """The date of the newest data: that of the map, too."""
        return max((layer.as_of for layer in self.drawn_layers if layer.as_of), default="–")

    def _page_data(self, works: Sequence[Source], texts: Texts) -> Data:
        west, south, east, north = self.view
        values = {
            "version": version("rimland"),
            "as_of": self._as_of(),
            "language": self.lang,
            "languages": list(self.theatre.languages),
            "language_names": text.LANGUAGE_NAMES,
            "bounds": [west, south, east, north],
            "colours": {"sea": style.SEA, "land": style.LAND, "coast": style.COAST, "ink": style.INK},
            "words": {
                tag: {name: said for name, said in text.words(tag).items() if name != "no_script"} for tag in LANGUAGES
            },
            "cite": content.citation(self.theatre.title, version("rimland"), self._as_of()),
            "references": content.references(self.theatre),
            "sides": content.sides(self.drawn_layers),
            "drawn": list(tolerances().values()),
            "variants": content.variants(self.drawn_layers),
            "works": [content.work(source) for source in works],
            "views": [
                {"id": view.id, "title": dict(view.title), "bounds": list(view.bounds), "layers": list(view.layers)}
                for view in self.theatre.views
            ],
            "events": content.events(self.theatre, self.drawn_layers),
            **self._argument(),
        }
        # The title stands as it is, for `embed.snippet` to read.
        return Data({"title": dict(self.theatre.title)} | texts.placed(values), label='id="rimland-page"')

    def _argument(self) -> dict[str, Any]:
        """The tour and the scenarios, where the map shows what they are about: the theatre, not some layers of it."""
        drawn = {layer.name: layer for layer in self.drawn_layers}
        if not drawn.keys() >= set(self.theatre.layer_names):
            return {"story": [], "scenarios": []}
        return {"story": content.story(self.theatre), "scenarios": content.scenarios(self.theatre, drawn)}

    def _drawing(self) -> Drawing:
        from shapely import GeometryCollection

        west, south, east, north = self.view
        near = (west - 2, south - 2, east + 2, north + 2)
        base = next((layer.features for layer in self.drawn_layers if is_base(layer)), None)
        middle = (west + east) / 2
        land = None if base is None else GeometryCollection([centred(one, middle) for one in base.geometry])
        shared = self._shared(base)
        return Drawing(
            middle=middle,
            land=land,
            near=near,
            shared=shared,
            lent=self._lent(base, shared),
            window=self.view,
            theatre=self.theatre,
            works=content.works(self.drawn_layers),
        )

    def _lent(self, base: "GeoDataFrame | None", shared: frozenset[str]) -> dict[str, str]:
        """The smaller places that layers show more finely than the land does, and the lowest layer that has each."""
        if base is None or "place" not in base:
            return {}
        found: dict[str, str] = {}
        for layer in self.drawn_layers:
            if shows_coast(layer, base_style(layer.kind, layer.style)):
                found = {str(place): layer.name for place in layer.features["id"]} | found
        return {place: found[place] for place in sorted(set(base["place"].dropna()) & found.keys() - shared)}

    def _shared(self, base: "GeoDataFrame | None") -> frozenset[str]:
        """The large places of the land that other layers show too."""
        from shapely import area

        if base is None or "place" not in base:
            return frozenset()
        large = set(base["place"][area(base.geometry.to_numpy()) > LARGE].dropna())
        coasts = [layer for layer in self.drawn_layers if shows_coast(layer, base_style(layer.kind, layer.style))]
        ids: set[str] = set().union(*[layer.features["id"] for layer in coasts if not is_base(layer)])
        return frozenset(large & ids)


def _attribution(layers: Sequence[Layer]) -> str:
    """Those whose licence asks to be named under the map; the panel lists every source."""
    owed = [source for layer in layers for source in layer.sources if source.publisher and source.licence]
    named = [f"© {(source.publisher or '').removeprefix('© ')} ({source.licence})" for source in owed]
    return " · ".join([*dict.fromkeys(named), "Leaflet"])


def _refusal(element: Any) -> str:
    return (
        f"{type(element).__name__} is an element that a StrategicMap cannot vouch for: text in it could run as a "
        "script. Add the data itself instead: add(geodataframe, name='…') or add(shape, name='…'); or vouch for the "
        "element yourself: add(element, trusted=True)."
    )
