"""A scenario is data: who holds which coast, before and after."""

import pytest

from rimland import geo, layers
from rimland.layers import DataError, UnknownScenarioError

THEATRE = """
version = 1
title = { en = "T", ja = "T", zh-Hant = "T" }
bounds = [119.0, 18.0, 123.0, 23.0]
layers = ["land"]
[actors.a]
name = { en = "A", ja = "A", zh-Hant = "A" }
holds = ["hainan"]
[actors.b]
name = { en = "B", ja = "B", zh-Hant = "B" }
holds = ["taiwan", "penghu"]
[[disputed]]
place = "senkaku"
administered_by = "b"
claimed_by = ["a"]
[scenarios.all]
title = { en = "All", ja = "All", zh-Hant = "All" }
summary = { en = "All", ja = "All", zh-Hant = "All" }
hypothetical = true
transfers = { b = "a" }
[scenarios.one]
title = { en = "One", ja = "One", zh-Hant = "One" }
summary = { en = "One", ja = "One", zh-Hant = "One" }
hypothetical = true
transfers = { penghu = "a" }
[scenarios.rocks]
title = { en = "Rocks", ja = "Rocks", zh-Hant = "Rocks" }
summary = { en = "Rocks", ja = "Rocks", zh-Hant = "Rocks" }
hypothetical = true
transfers = { senkaku = "a" }
"""

ARGUMENT = """
[argument]
home = "b"
opposing = "a"
buffer = "a"
sites = ["nansei"]
residents = "nansei"
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(THEATRE, "utf-8")
    return path


def test_the_status_quo_needs_no_table(file):
    now = layers.scenario("status-quo", layers.read_theatre(file))
    assert (now.holds["a"], now.holds["b"], now.hypothetical) == (("hainan",), ("taiwan", "penghu"), False)


def test_all_that_an_actor_holds_changes_hands_with_what_it_administers(file):
    after = layers.scenario("all", layers.read_theatre(file))
    assert (after.holds["a"], after.holds["b"]) == (("hainan", "taiwan", "penghu"), ())
    assert after.administers == {"senkaku": "a"}
    assert after.coast("b") is None


def test_a_single_place_changes_hands(file):
    after = layers.scenario("one", layers.read_theatre(file))
    assert (after.holds["a"], after.holds["b"]) == (("hainan", "penghu"), ("taiwan",))
    rocks = layers.scenario("rocks", layers.read_theatre(file))
    assert (rocks.administers, rocks.holds["b"]) == ({"senkaku": "a"}, ("taiwan", "penghu"))


def test_a_disputed_place_counts_with_its_administrator_or_not_at_all(file):
    now = layers.scenario("status-quo", layers.read_theatre(file))
    uotsuri = layers.place("uotsuri")
    assert geo.distance(now.coast("b"), uotsuri).metres == 0
    assert geo.distance(now.coast("b", disputed=False), uotsuri).metres > 100_000


def test_the_status_quo_of_a_scenario_is_that_of_its_own_theatre(file):
    theatre = layers.read_theatre(file)
    assert layers.scenario("all", theatre).before == layers.scenario("status-quo", theatre)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('transfers = { b = "a" }', 'transfers = { b = "c" }', r"scenarios\.all\.transfers\.b: no actor 'c'"),
        ('transfers = { penghu = "a" }', 'transfers = { matsu = "a" }', r"nobody holds 'matsu'"),
        ('["taiwan", "penghu"]', '["taiwan", "hainan"]', r"'hainan' is held twice"),
        ('["taiwan", "penghu"]', '["taiwan", "senkaku"]', r"'senkaku' is held by an actor too"),
        ('administered_by = "b"', 'administered_by = "d"', r"disputed\.0\.administered_by: no actor 'd'"),
        (
            "[actors.a]",
            ARGUMENT.replace('home = "b"', 'home = "bb"').replace('buffer = "a"', 'buffer = "b"') + "[actors.a]",
            r"argument\.home: no actor 'bb'",
        ),
        ("[actors.a]", ARGUMENT + "[actors.a]", r"three different actors"),
        ("hypothetical = true", "hypothetical = false", r"write hypothetical = true"),
        ('holds = ["hainan"]', "holds = []", r"actors\.a\.holds"),
        ("[scenarios.all]", "[scenarios.all]\nlikely = 0.5", r"scenarios\.all\.likely: no such field"),
    ],
)
def test_what_is_wrong_with_actors_is_said_with_its_field(file, old, new, said):
    file.write_text(THEATRE.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=said):
        layers.read_theatre(file)


def test_an_unknown_scenario_or_actor_answers_with_the_nearest():
    with pytest.raises(UnknownScenarioError, match="Did you mean 'taiwan-prc-control'"):
        layers.scenario("taiwan-prc-controll")
    with pytest.raises(UnknownScenarioError, match="no actor 'japn'"):
        layers.scenario("status-quo").coast("japn")


def test_a_theatre_without_actors_has_no_scenarios(file):
    file.write_text(THEATRE.split("[actors.a]")[0], "utf-8")
    with pytest.raises(DataError, match="no actors"):
        layers.scenario("status-quo", layers.read_theatre(file))


def test_the_scenario_of_the_default_theatre_says_that_it_is_hypothetical():
    after = layers.scenario("taiwan-prc-control")
    assert after.hypothetical
    assert "Hypothetical" in after.summary["en"]
    assert "仮定" in after.summary["ja"]
    assert "假設" in after.summary["zh-Hant"]
    assert "taiwan-administered" in after.holds["prc"]
