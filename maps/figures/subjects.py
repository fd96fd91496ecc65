"""What each figure of a theatre shows: its words, its layers, its window, its numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

import shapely

from rimland.layers import Layer, Theatre
from rimland.maps.figures.lettering import Named, is_area, place_name
from rimland.maps.figures.map import Area, Dots, Shown, land_window
from rimland.maps.figures.parts import Subject, faint, fitted, unnamed, within
from rimland.maps.figures.words import number, word
from rimland.maps.style import Style

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.claim_file import ClaimFile
    from rimland.layers.claims import Finding
    from rimland.layers.scenarios import Scenario


SUBJECT = 40.0
"""How much higher the names of what a figure is about rank than those around."""

WAYS = (
    ("#1d2730", (), 5.0),
    ("#56b4e9", (), 4.2),
    ("#d55e00", (7.0, 3.0), 3.4),
    ("#009e73", (3.0, 2.0), 2.8),
    ("#cc79a7", (), 2.2),
    ("#e69f00", (5.0, 2.0), 1.6),
)
"""Colour, dash and width of ways by sea: the later ones narrower, so that what several share shows all of them."""

LANDMARK = 34.0
"""The rank of the names of a theatre's reference places, where no layer names them."""

LOSSES = (
    ((0.0, 1.0), "#ffffff", 2.6),
    ((1.0, 50.0), "#fdd0a2", 3.0),
    ((50.0, 150.0), "#f16913", 3.4),
    ((150.0, inf), "#7f2704", 3.8),
)
"""Classes of loss in kilometres, light to dark and small to large, so that grey tells them apart too."""


@dataclass(eq=False)
class Evidence:
    """A theatre with what is computed of it, under a scenario or its first one, each thing once for all its figures.

    Examples
    --------
    >>> Evidence(theatre=load_theatre()).names[:2]  # doctest: +SKIP
    ('overview', 'fisheries')
    """

    theatre: Theatre
    under: str = ""
    _findings: "dict[str, Finding]" = field(default_factory=dict)

    @cached_property
    def claims(self) -> "dict[str, ClaimFile]":
        """The claims that a map can show, by id."""
        from rimland.layers.claim_file import read_claims_file
        from rimland.layers.claims import claims_path

        if self.theatre.claims is None:
            return {}
        found = read_claims_file(claims_path(self.theatre)).claims
        return {claim.id: claim for claim in found if claim.tests and self.drawable(claim.layers)}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the theatre's figures."""
        about = self.theatre.argument
        themes = ["overview"]
        if about is not None:
            themes += ["fisheries"] if about.fisheries else []
            themes += ["gates"] if about.gates else []
            themes += ["depth", "exposure"] if self.theatre.scenarios else []
            themes += ["lanes"] if about.lanes else []
        return (*themes, *(name for name in self.claims if name not in themes))

    def prepare(self, names: Iterable[str]) -> None:
        """Compute what figures need, so that it can be handed to several processes."""
        from rimland.layers.claims import assess

        asked = [name for name in names if name in self.claims and name not in self._findings]
        if asked:
            self._findings |= {finding.id: finding for finding in assess(self.theatre, only=asked)}
        for name in names:
            subject = self.subject(name, self.theatre.languages[0])
            for one in subject.shown:
                _ = one.layer.features
            if subject.chart == "exposure":
                _ = self.exposure
            _ = subject.areas

    def finding(self, name: str) -> "Finding":
        """What was found of a claim."""
        if name not in self._findings:
            from rimland.layers.claims import assess

            for finding in assess(self.theatre, only=[name]):
                self._findings[finding.id] = finding
        return self._findings[name]

    @cached_property
    def scenario(self) -> "Scenario":
        """The scenario that is drawn: the theatre's first one where none is named."""
        from rimland.layers.scenarios import scenario

        return scenario(self.under or next(iter(self.theatre.scenarios)), self.theatre)

    @cached_property
    def depth(self) -> "GeoDataFrame":
        """Strategic depth under that scenario."""
        return self._metric("depth")

    @cached_property
    def exposure(self) -> "DataFrame":
        """Exposure under that scenario."""
        return self._metric("exposure")

    def _metric(self, name: str) -> "GeoDataFrame":
        """A table under that scenario, computed once for all that asks the theatre."""
        return self.theatre.numbers.metric(name, self.scenario.id)

    def drawable(self, names: Iterable[str]) -> list[Layer]:
        """The layers of these names that have positions."""
        return [layer for name in names if (layer := self.theatre.catalog[name]).kind != "table"]

    # --- the figures

    def subject(self, name: str, language: str) -> Subject:
        """What a figure shows, in a language."""
        if name in self.claims:
            from rimland.maps.figures.claims import claim_subject

            return claim_subject(self, self.claims[name], language)
        return {
            "overview": self._overview,
            "fisheries": self._fisheries,
            "gates": self._gates,
            "depth": self._depth,
            "exposure": self._exposure,
            "lanes": self._lanes,
        }[name](language)

    def _overview(self, language: str) -> Subject:
        layers = [layer for layer in self.theatre.layers if layer.visible]
        return Subject(
            title=self.theatre.title[language],
            shown=self.shown(layers, 0.0),
            bounds=self.theatre.bounds,
            named=self.landmarks(language),
        )

    def _fisheries(self, language: str) -> Subject:
        layers = self.drawable(self.theatre.about.fisheries)
        layers = [unnamed(layer) if layer.kind == "line" else layer for layer in layers]  # no room for all their names
        return Subject(
            title=word("fisheries", language),
            shown=self.shown(layers),
            bounds=fitted(layers, self.theatre.bounds),
            named=self.landmarks(language),
        )

    def _gates(self, language: str) -> Subject:
        about = self.theatre.about
        chain, straits = self.drawable(about.chain), self.drawable([about.gates or ""])
        return Subject(
            title=word("gates", language),
            shown=(*self.shown(chain, 0.0), *(Shown(layer=layer, boost=SUBJECT) for layer in straits)),
            bounds=fitted(straits, None),
        )

    def _depth(self, language: str) -> Subject:
        return Subject(
            title=word("depth", language),
            subtitle=self.scenario.summary[language],
            shown=self.shown([]),
            bounds=self.theatre.bounds,
            chart="depth",
            dots=tuple(self._losses(language)),
            named=self.landmarks(language),
        )

    def _losses(self, language: str) -> Iterable[Dots]:
        """The sites by how much depth they would lose."""
        loss = -self.depth["change_km"]
        points = shapely.get_coordinates(shapely.point_on_surface(self.depth.geometry.to_numpy()))
        for (low, high), fill, size in LOSSES:
            if high == inf:
                title = word("loss_more", language).format(number(low))
            else:
                title = word("loss", language).format(number(low), number(high)) if low else word("loss_none", language)
            chosen = ((loss >= max(low, 1.0 if low else -inf)) & (loss < (high if low else 1.0))).to_numpy()
            yield Dots(lonlat=points[chosen], style=Style(fill=fill, width=1.0, size=size), title=title)

    def _exposure(self, language: str) -> Subject:
        return Subject(
            title=word("exposure", language),
            subtitle=self.scenario.summary[language],
            shown=(),
            bounds=self.theatre.bounds,
            chart="exposure",
            sources=tuple(self.exposure.attrs.get("sources", ())),
        )

    def _lanes(self, language: str) -> Subject:
        layers = self.drawable([self.theatre.about.lanes or ""])
        window = land_window(self.theatre)
        bounds = fitted(layers, window)
        detours = tuple(self._detours(language)) if self.theatre.about.voyage else ()
        reach = layers[0].features.total_bounds
        cut = window is not None and (reach[0] < window[0] or reach[2] > window[2])
        return Subject(
            title=word("lanes", language),
            subtitle=detours[0][1] if detours else "",
            shown=self.shown([faint(layer) for layer in layers] if detours else layers, 0.0),
            bounds=within(bounds, window) if window is not None else bounds,
            areas=tuple(area for area, _ in detours if area is not None),
            named=self.landmarks(language),
            notes=tuple(text for area, text in detours if area is None) + ((word("cut", language),) if cut else ()),
            sources=tuple(self.detours.attrs.get("sources", ())) if detours else (),
        )

    def water(self, metric: str) -> "GeoDataFrame":
        """A table of areas of the sea under the scenario: ``"buffer_water"`` or ``"pacific_gate"``."""
        return self._metric(metric)

    @cached_property
    def detours(self) -> "GeoDataFrame":
        """The theatre's voyage, with nothing closed and with each set of straits closed."""
        return self._metric("detours")

    def _detours(self, language: str) -> Iterable[tuple[Area | None, str]]:
        """Each way round with what it costs; a closure that leaves no way has words alone."""
        from rimland.layers import place
        from rimland.layers.closures import straits
        from rimland.layers.sea_routes import KNOTS

        names = {one.id: one.names for one in straits()}
        ends = [place(name).names for name in self.theatre.about.voyage]
        ends_ = [one.get(language) or next(iter(one.values())) for one in ends]
        for turn, row in enumerate(self.detours.to_dict("records")):
            closed = [names[one].get(language, one) for one in str(row["closed"] or "").split("; ") if one in names]
            shut = {"en": " + ", "ja": "・", "zh-Hant": "、"}[language].join(closed)
            if row["geometry"] is None:
                yield None, word("no_way", language).format(shut)
                continue
            if not shut:
                text = word("open_way", language).format(*ends_, number(row["length_km"]))
            else:
                told = {"km": number(row["extra_km"]), "days": number(row["extra_days"], 1), "knots": number(KNOTS)}
                text = word("detour", language).format(shut, **told)
            colour, dash, width = WAYS[turn % len(WAYS)]
            style = Style(colour=colour, dash=dash, width=width)
            yield Area(shape=row["geometry"], style=style, title=text, kind="line"), text

    @cached_property
    def _reference_land(self) -> "dict[str, BaseGeometry]":
        """The land among the theatre's reference places, no finer than a name on a map asks for."""
        from rimland.layers import place

        shapes = {name: place(name).geometry for name in self.theatre.references}
        return {name: shapely.simplify(shape, 0.01) for name, shape in shapes.items() if is_area(shape)}

    def landmarks(self, language: str) -> tuple[Named, ...]:
        """That land with its names, so that a reader knows where things are."""
        return tuple(
            Named(shape=shape, text=place_name(name, language), rank=LANDMARK)
            for name, shape in self._reference_land.items()
        )

    def shown(self, layers: Sequence[Layer], boost: float = SUBJECT) -> tuple[Shown, ...]:
        """Layers, with the names of the seas under them."""
        seas = [layer for layer in self.theatre.layers if layer.style.get("label") == "sea" and layer not in layers]
        return (*(Shown(layer=layer) for layer in seas), *(Shown(layer=layer, boost=boost) for layer in layers))
