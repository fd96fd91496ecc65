"""Numbers of several scenarios side by side: those of each alone, and their change."""

import dataclasses

import pytest

from rimland import layers
from rimland.layers import metrics


@pytest.fixture(scope="module")
def theatre():
    """The theatre that ships, with a second scenario: the disputed islands held by the PRC."""
    loaded = layers.load_theatre("buffer")
    first = loaded.scenarios["taiwan-prc-control"]
    second = dataclasses.replace(first, id="senkaku-prc", transfers={"senkaku": "prc"})
    return dataclasses.replace(loaded, scenarios={"taiwan-prc-control": first, "senkaku-prc": second})


def test_every_scenario_of_a_theatre_is_compared_with_how_things_are(theatre):
    table = layers.compare("depth", theatre=theatre)
    assert list(dict.fromkeys(table["scenario"])) == ["taiwan-prc-control", "senkaku-prc"]
    assert table["hypothetical"].all()
    for name, rows in table.groupby("scenario"):
        alone = metrics.depth(layers.scenario(name, theatre))
        assert rows["after_km"].to_numpy() == pytest.approx(alone["after_km"].to_numpy())
        assert rows["change_km"].to_numpy() == pytest.approx((rows["after_km"] - rows["before_km"]).to_numpy())


def test_what_only_one_scenario_moves_stays_in_the_other(theatre):
    table = layers.compare("depth", theatre=theatre).set_index(["scenario", "id"])
    assert table.loc[("senkaku-prc", "yonaguni"), "after_km"] == pytest.approx(
        metrics.depth(layers.scenario("senkaku-prc", theatre)).set_index("id").loc["yonaguni", "after_km"]
    )
    assert table.loc[("senkaku-prc", "uotsuri"), "after_km"] == 0
    assert table.loc[("taiwan-prc-control", "uotsuri"), "after_km"] > 100


def test_a_metric_or_a_scenario_that_is_none_is_named_with_the_nearest(theatre):
    with pytest.raises(layers.DataError, match="Did you mean 'depth'"):
        layers.compare("dept")
    with pytest.raises(layers.UnknownScenarioError, match="Did you mean"):
        layers.compare("depth", "taiwan-prc-controll")


def test_a_theatre_without_a_scenario_says_how_to_add_one(theatre):
    with pytest.raises(layers.DataError, match=r"add a \[scenarios\.NAME\] table"):
        layers.compare("depth", theatre=dataclasses.replace(theatre, scenarios={}))
