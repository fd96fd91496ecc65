"""Facts with a name, a meaning, a date and a source."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rimland.layers.catalog import Catalog, load, read_layer
    from rimland.layers.citations import bibliography
    from rimland.layers.coasts import coast
    from rimland.layers.errors import (
        DataError,
        FormatError,
        LayersError,
        RepairWarning,
        UnknownLayerError,
        UnknownTheatreError,
    )
    from rimland.layers.given import GivenLayer, read
    from rimland.layers.layer import LANGUAGES, Layer, Source
    from rimland.layers.places import AmbiguousPlaceError, Place, UnknownPlaceError, place
    from rimland.layers.scenarios import Scenario, UnknownScenarioError, scenario
    from rimland.layers.sea_routes import SeaRoute, sea_route
    from rimland.layers.sensitivity import spread
    from rimland.layers.story import Told, told
    from rimland.layers.theatre import Theatre, load_theatre, read_theatre

# A name and the module that has it: imported when first asked for, because finding a place by its name must not wait
# for what reads whole layers (GeoPandas, pydantic).
_HOMES = {
    "LANGUAGES": "layer",
    "AmbiguousPlaceError": "places",
    "Catalog": "catalog",
    "DataError": "errors",
    "FormatError": "errors",
    "GivenLayer": "given",
    "Layer": "layer",
    "LayersError": "errors",
    "Place": "places",
    "RepairWarning": "errors",
    "Scenario": "scenarios",
    "SeaRoute": "sea_routes",
    "Source": "layer",
    "Theatre": "theatre",
    "Told": "story",
    "UnknownLayerError": "errors",
    "UnknownPlaceError": "places",
    "UnknownScenarioError": "scenarios",
    "UnknownTheatreError": "errors",
    "bibliography": "citations",
    "coast": "coasts",
    "compare": "compared",
    "load": "catalog",
    "load_theatre": "theatre",
    "place": "places",
    "read": "given",
    "read_layer": "catalog",
    "read_theatre": "theatre",
    "scenario": "scenarios",
    "sea_route": "sea_routes",
    "spread": "sensitivity",
    "told": "story",
}

__all__ = [
    "LANGUAGES",
    "AmbiguousPlaceError",
    "Catalog",
    "DataError",
    "FormatError",
    "GivenLayer",
    "Layer",
    "LayersError",
    "Place",
    "RepairWarning",
    "Scenario",
    "SeaRoute",
    "Source",
    "Theatre",
    "Told",
    "UnknownLayerError",
    "UnknownPlaceError",
    "UnknownScenarioError",
    "UnknownTheatreError",
    "bibliography",
    "coast",
    "compare",
    "load",
    "load_theatre",
    "place",
    "read",
    "read_layer",
    "read_theatre",
    "scenario",
    "sea_route",
    "spread",
    "told",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"rimland.layers.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
