"""Strategic depth: how far what an actor holds is from the nearest coast of another, before and after a change."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rimland.layers.coasts import MIN_AREA
from rimland.layers.layer import NAME_COLUMNS, Layer
from rimland.layers.places import place
from rimland.layers.scenarios import Scenario
from rimland.layers.theatre import Theatre

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from rimland.geo import ShapeIndex
    from rimland.layers.layer import Source

NEAR_HOME = 0.05
"""Degrees from the land of an actor within which a feature counts as on it: positions may be rounded."""

ANY_ISLAND = 0.001
"""Square kilometres: the least island of the land that ships."""


def depth(scenario: Scenario, *, min_area: float = MIN_AREA) -> "GeoDataFrame":
    """Geodesic distance from each site of the home actor to the nearest coast that the opposing one holds.

    Parameters
    ----------
    scenario
        What is compared with the status quo of its theatre.
    min_area
        Square kilometres from which an island counts as coast.

    Returns
    -------
    GeoDataFrame
        A row for each site, in the order of the theatre: `layer`, `id`, the names, `status` (``"disputed"`` or None)
        and `claimants`, `population` where the layer has one, `before_km`, `after_km`, `change_km`, the nearest points
        (`before_lon`, `before_lat`, `after_lon`, `after_lat`, and `before_from_lon` and so on, those of
        the site); `uncertainty_m` of each distance, the accuracy of the
        site and that of the coast; and `change_uncertainty_m`, twice that, or 0 where the nearest point stays. No
        disputed place of the theatre is an opposing coast under either, unless the scenario makes it one.

    Raises
    ------
    DataError
        The theatre has no argument.
    """
    import numpy as np

    about = scenario.theatre.about
    sites = _sites(scenario.theatre)
    for column, which in (("before", scenario.before), ("after", scenario)):
        feet = _nearest(sites, opposing_coast(which, min_area))
        for name, values in feet.items():
            sites[f"{column}_{name}"] = values
    sites["change_km"] = sites["after_km"] - sites["before_km"]
    for text in ("status", "claimants"):
        sites[text] = sites[text].astype(object).where(sites[text].notna(), None)
    sites["uncertainty_m"] = sites["precision_m"] + coast_accuracy(scenario)
    same = (sites["before_lon"] == sites["after_lon"]) & (sites["before_lat"] == sites["after_lat"])
    sites["change_uncertainty_m"] = (2 * sites["uncertainty_m"]).where(~same, 0.0)
    sites["population"] = sites["population"].astype(float) if "population" in sites else np.nan
    order = [
        "layer",
        "id",
        *NAME_COLUMNS.values(),
        "status",
        "claimants",
        "population",
        "before_km",
        "after_km",
        "change_km",
    ]
    ends = [f"{when}_{end}{axis}" for when in ("before", "after") for end in ("", "from_") for axis in ("lon", "lat")]
    table = sites[[*order, "uncertainty_m", "change_uncertainty_m", *ends, "geometry"]]
    table.attrs["sources"] = credits_of(scenario.theatre, about.sites)
    return table


def opposing_coast(scenario: Scenario, min_area: float = MIN_AREA) -> "ShapeIndex":
    """The coast of the opposing actor, ready to be measured from."""
    return coast_index(scenario.places(scenario.theatre.about.opposing), min_area)


def coast_accuracy(scenario: Scenario) -> float:
    """Metres by which an opposing coast may be off, at worst."""
    return max(place(name).accuracy_m for name in scenario.places(scenario.theatre.about.opposing))


def credits_of(theatre: Theatre, names: Iterable[str]) -> tuple[str, ...]:
    """The lines that credit layers, and the coast that all is measured from, each once."""
    return tuple(source.credit for source in sources_of(theatre, names))


def sources_of(theatre: Theatre, names: Iterable[str]) -> "tuple[Source, ...]":
    """The sources of layers, and those of the coast that all is measured from, each once."""
    layers = [source for name in names for source in theatre.catalog[name].sources]
    coasts = [source for actor in theatre.actors.values() for name in actor.holds for source in place(name).sources]
    return tuple({source.credit: source for source in layers + coasts}.values())


@lru_cache(maxsize=16)
def coast_index(names: tuple[str, ...], min_area: float) -> "ShapeIndex":
    """The coasts of places, ready to be measured from."""
    from rimland.geo import ShapeIndex
    from rimland.layers.coasts import coast
    from rimland.layers.places import joined

    return ShapeIndex(joined([coast(name, min_area=min_area) for name in names]))


def _sites(theatre: Theatre) -> "GeoDataFrame":
    """The features of the theatre's sites that are on the home actor's land, with their precision in metres."""
    import geopandas
    import pandas as pd
    import shapely

    from rimland.layers.scenarios import scenario

    home = scenario(theatre=theatre).coast(theatre.about.home, min_area=ANY_ISLAND)  # a listed islet may be small
    shapely.prepare(home)
    frames = []
    for name in theatre.about.sites:
        frame = site_features(theatre.catalog[name])
        frames.append(frame[shapely.dwithin(home, frame.geometry.to_numpy(), NEAR_HOME)])
    return geopandas.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs="EPSG:4326")


def site_features(layer: Layer) -> "GeoDataFrame":
    """The features of a layer with `layer`, `status` and `precision_m` filled in."""
    import pandas as pd

    frame = layer.features
    given = frame["precision_m"].astype(float) if "precision_m" in frame else pd.Series(float("nan"), frame.index)
    frame["precision_m"] = given.fillna(layer.accuracy_m or 0.0)
    frame["layer"] = layer.name
    disputed = frame["status"].eq("disputed") if "status" in frame else pd.Series(False, frame.index)
    frame["status"] = disputed.map({True: "disputed", False: None}).astype(object)
    frame["claimants"] = (frame["claimants"] if "claimants" in frame else pd.Series(None, frame.index)).astype(object)
    columns = ["layer", "id", *NAME_COLUMNS.values(), "status", "claimants", "precision_m", "geometry"]
    return frame[[*columns, *(["population"] if "population" in frame else [])]]


def _nearest(sites: "GeoDataFrame", coast: "ShapeIndex") -> dict[str, Any]:
    """Kilometres to a coast and the point of it that is nearest, for each site."""
    import numpy as np

    from rimland.geo import KILOMETRE
    from rimland.geo.contact import contacts
    from rimland.geo.prepared import Prepared
    from rimland.geo.shapes import as_geometries

    each = np.arange(len(sites))
    found = contacts(Prepared(as_geometries(sites.geometry)), coast.prepared, each, np.zeros_like(each))
    ends = {
        "lon": found.end[:, 0],
        "lat": found.end[:, 1],
        "from_lon": found.start[:, 0],
        "from_lat": found.start[:, 1],
    }
    return {"km": found.metres / KILOMETRE, **ends}
