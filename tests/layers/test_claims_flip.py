"""What is moved, in the data or in a scenario, flips the claims that rest on it, and no other."""

import dataclasses
from typing import Any

import pytest
import shapely

from rimland import layers
from rimland.layers.claims import assess

ON_PLACES = (
    *("kumamoto-fab", "kumamoto-pivot", "strategic-depth", "bases-for-taiwan", "tier-two", "tier-three"),
    *("missiles-in-eez", "drill-2024", "poll-favourable", "poll-combat", "poll-dragged-in"),
)
"""Claims on single features and on what a scenario makes of their depth."""

ON_SCENARIO = ("strategic-depth", "nansei-barrier", "first-strike-exposure", "buffer-water", "supply-lines")
"""The claims that ask for a number of the scenario."""


def few(theatre: layers.Theatre) -> dict[str, layers.Layer]:
    """The layers that the claims on places rest on."""
    names = (*theatre.about.sites, "launches-2022-08-04", "sar-places", "polls")
    return {name: theatre.catalog[name] for name in names}


def with_value(layer: str, feature: str, column: str, value: Any) -> layers.Theatre:
    """The theatre in which one value of one feature is another."""
    theatre = layers.load_theatre("buffer")
    whole = theatre.catalog[layer]
    frame = whole.features
    assert feature in set(frame["id"])
    frame.loc[frame["id"] == feature, column] = value
    return dataclasses.replace(theatre, catalog=few(theatre) | {layer: whole.holding(frame)})


def with_transfers(**transfers: str) -> layers.Theatre:
    """The theatre whose scenario hands over something else."""
    theatre = layers.load_theatre("buffer")
    change = dataclasses.replace(theatre.scenarios["taiwan-prc-control"], transfers=transfers)
    return dataclasses.replace(theatre, scenarios={change.id: change})


def verdicts_of(theatre: layers.Theatre, only: tuple[str, ...] = ON_PLACES) -> dict[str, str]:
    return {finding.id: finding.verdict for finding in assess(theatre, only=only)}


@pytest.fixture(scope="module")
def as_it_is() -> dict[str, str]:
    theatre = layers.load_theatre("buffer")
    return verdicts_of(dataclasses.replace(theatre, catalog=few(theatre)))


@pytest.mark.parametrize(
    ("layer", "feature", "where", "flips"),
    [
        # On Ishigaki JASM's plant is neither on Kyushu nor far from Hsinchu nor near Camp Kengun, and would lose depth.
        ("fabs", "jasm-fab-1", (124.2, 24.4), {"kumamoto-fab": "does not hold", "strategic-depth": "holds"}),
        ("fabs", "tsmc-hsinchu", (130.8, 32.8), {"kumamoto-fab": "holds in part"}),
        ("bases", "sasebo-naval-base", (127.7, 26.4), {"bases-for-taiwan": "holds", "strategic-depth": "holds"}),
        ("bases", "kadena-air-base", (139.5, 35.6), {"bases-for-taiwan": "does not hold", "tier-two": "holds in part"}),
        ("bases", "mcas-iwakuni", (127.7, 26.4), {"tier-two": "holds", "strategic-depth": "holds"}),
        ("bases", "camp-kengun", (143.0, 43.0), {"kumamoto-pivot": "does not hold"}),
        ("sar-places", "sar-drill-2024", (150.0, 20.0), {"drill-2024": "does not hold"}),
        ("sar-places", "sar-drill-2024", (137.5, 34.2), {}),
    ],
)
def test_a_feature_elsewhere_flips_the_claims_that_rest_on_where_it_is(
    as_it_is: dict[str, str], layer: str, feature: str, where: tuple[float, float], flips: dict[str, str]
) -> None:
    found = verdicts_of(with_value(layer, feature, "geometry", shapely.Point(where)))
    assert found == as_it_is | flips


@pytest.mark.parametrize(
    ("layer", "feature", "column", "value", "flips"),
    [
        ("polls", "poll-thinktank-2024-sanctions", "percent", 12.0, {"poll-combat": "holds"}),
        ("polls", "poll-pew-2023-favourable", "percent", 81.0, {"poll-favourable": "does not hold"}),
        ("polls", "poll-asahi-2023-fight", "percent", 27.0, {"poll-dragged-in": "holds in part"}),
        ("bases", "kadena-air-base", "operator", "jsdf", {}),
    ],
)
def test_another_figure_flips_the_claims_that_quote_it(
    as_it_is: dict[str, str], layer: str, feature: str, column: str, value: Any, flips: dict[str, str]
) -> None:
    assert verdicts_of(with_value(layer, feature, column, value)) == as_it_is | flips


def test_were_nothing_transferred_nothing_would_be_lost() -> None:
    """What asks for a change fails; what is so today, that there is buffer water and trade, stays."""
    assert verdicts_of(with_transfers(), ON_SCENARIO) == {
        "strategic-depth": "does not hold",
        "nansei-barrier": "holds in part",  # none is within 300 km today, and that stays true
        "first-strike-exposure": "does not hold",
        "buffer-water": "holds in part",
        "supply-lines": "holds in part",
    }
