"""What the page tells beside its layers, against the tables that it is told from."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from tests.maps.conftest import page_data

from rimland import geo
from rimland.layers import LANGUAGES, DataError, load, load_theatre, metrics, place, scenario
from rimland.layers.theatre import Timeline
from rimland.maps import StrategicMap, content
from rimland.maps.facts import facts


@pytest.fixture(scope="module")
def buffer():
    return load_theatre("buffer")


def test_a_theatre_that_argues_nothing_has_a_page_without_numbers(theatre):
    page = page_data(StrategicMap(theatre).html())
    assert page["scenarios"] == page["events"] == page["references"] == []
    assert page["cite"]["text"]["en"].startswith("A sample. Map made with Rimland ")


def test_some_layers_of_a_theatre_are_not_what_its_scenarios_are_about():
    page = page_data(StrategicMap("buffer", layers=["gates"]).html())
    assert page["scenarios"] == page["story"] == []


def test_the_numbers_of_a_scenario_are_those_of_the_metrics_to_the_digits_shown(buffer):
    drawn = {layer.name: layer for layer in buffer.layers}
    [shown] = content.scenarios(buffer, drawn)
    whole = metrics.summary(scenario("taiwan-prc-control", buffer))
    assert shown["hypothetical"] is True
    for part in ("depth", "gates"):
        exactly = {(row.get("layer"), row["id"]): row for row in whole[part]}
        for row in shown[part]:
            exact = exactly[row["layer"] if part == "depth" else None, row["id"]]
            for name in row.keys() & exact.keys():
                half = 0.5 if name.endswith("_m") else 0.05
                near = isinstance(exact[name], float)
                assert row[name] == (pytest.approx(exact[name], abs=half + 1e-9) if near else exact[name])
    for row, exact in zip(shown["buffer_water"], whole["buffer_water"], strict=True):
        assert row["before_km2"] == pytest.approx(exact["before_km2"], abs=0.5)
    assert all(("names" in row) != (row["layer"] in drawn) for part in ("depth", "gates") for row in shown[part])
    assert len(shown["gates"]) == len(whole["gates"])
    assert [row["id"] for row in shown["depth"]] == list(buffer.about.key_places)
    [apart] = content.scenarios(buffer, {})
    assert all(set(row["names"]) == set(LANGUAGES) for row in apart["gates"])


def test_where_a_theatre_names_no_places_each_kind_of_site_tells_of_its_greatest_change(buffer):
    drawn = {layer.name: layer for layer in buffer.layers}
    unnamed = replace(buffer, argument=replace(buffer.about, key_places=()))
    [shown] = content.scenarios(unnamed, drawn)
    whole = metrics.depth(scenario("taiwan-prc-control", buffer))
    for kind, most in whole["change_km"].abs().groupby(whole["layer"]).max().items():
        told = max(abs(row["change_km"]) for row in shown["depth"] if row["layer"] == kind)
        assert told == pytest.approx(most, abs=0.05 + 1e-9)


def test_a_place_to_tell_of_that_is_no_site_is_refused_with_the_nearest_names(buffer):
    wrong = replace(buffer, argument=replace(buffer.about, key_places=("yonagunj",)))
    with pytest.raises(DataError, match=r"argument\.key_places: 'yonagunj' is none of the sites\. Did you mean"):
        content.scenarios(wrong, {})


def test_the_tour_is_told_with_every_number_filled_in(buffer):
    steps = content.story(buffer)
    assert [step["id"] for step in steps] == [step.id for step in buffer.story]
    assert len(steps) == 8
    for step, asked in zip(steps, buffer.story, strict=True):
        assert step["layers"] == list(asked.layers)
        for part in ("title", "claim", "number", "caveat", "source"):
            assert set(step[part]) == set(LANGUAGES)
            assert not re.search(r"[{}]", "".join(step[part].values()))


def test_events_are_those_of_the_time_line_in_the_order_of_time(buffer):
    found = content.events(buffer, buffer.layers)
    dates = [event["date"] for event in found]
    assert dates == sorted(dates)
    assert min(dates) >= "2013"
    assert max(dates) < "2027"
    told = {event["text"]["en"] for event in found}
    assert set(load("sar-events")["name_en"]) <= told
    assert ("fabs", "jasm-fab-1") in {(event["layer"], event["feature"]) for event in found}


def test_several_features_of_one_day_are_one_event_of_their_layer(buffer):
    zones = load("exercises-2022-08")
    day = zones["valid_from"].mode()[0]
    assert (zones["valid_from"] == day).sum() > 1
    [event] = [one for one in content.events(buffer, [buffer.catalog["exercises-2022-08"]]) if one["date"] == day]
    assert event["feature"] is None
    assert event["text"] == buffer.catalog["exercises-2022-08"].title


def test_a_date_known_to_the_month_only_is_within_a_time_line_that_begins_in_it(buffer):
    line = Timeline(start="2024-08-15", end="2024-12-31", tables=("sar-events",))
    assert [one["date"] for one in content.events(replace(buffer, timeline=line), [])] == ["2024-08"]


def test_distances_to_the_reference_places_are_those_that_the_engine_measures(buffer):
    told = content.distances(buffer, buffer.catalog["nansei"], buffer.bounds)
    yonaguni = place("yonaguni").geometry
    expected = [geo.distance(yonaguni, place(name)).km for name in buffer.references]
    assert told["yonaguni"] == pytest.approx(expected, abs=0.051)


def test_what_lies_far_off_the_map_is_told_no_distances(buffer):
    far = content.distances(buffer, buffer.catalog["first-island-chain"], buffer.bounds)
    frame = load("first-island-chain").set_index("id")
    assert far
    assert all(frame.loc[name].geometry.bounds[1] < buffer.bounds[3] + content.NEAR for name in far)
    assert len(far) < len(frame)


def test_a_missing_date_is_no_event(buffer):
    layer = buffer.catalog["bases"]
    dated = layer.features["valid_from"].notna().sum()
    assert 0 < dated < len(layer.features)
    line = replace(buffer, timeline=Timeline(start="1900", end="2099"))
    assert all(pd.notna(event["date"]) for event in content.events(line, [layer]))


def test_a_step_says_which_features_its_numbers_are_measured_at(buffer):
    """As a reader of the theatre file finds them: the ends of its distances, those of the number shown large first."""
    about = {one["id"]: one["about"] for one in content.story(buffer)}
    assert about["kumamoto"] == [["jasm-fab-1", "tsmc-hsinchu"], ["jasm-fab-1", "camp-kengun", "china-mainland"]]
    assert about["rim"] == [["miyako-strait"], ["luzon-strait"]]
    assert about["exercises"] == [[], []]


def test_the_two_sides_of_a_gate_have_names_in_the_language_of_the_reader(buffer):
    """Every id that the table of gates gives for a side is a feature of some layer or is named by itself."""
    named = content.sides(buffer.layers)
    ids = {one for layer in buffer.layers if "id" in layer.features for one in layer.features["id"]}
    gates = load("gates")
    sides = {one.strip() for column in ("side_a", "side_b") for text in gates[column] for one in text.split(";")}
    assert sides - ids == sides & named.keys() != set()
    assert named["okinawa-islands"] == {"en": "Okinawa Islands", "ja": "沖縄諸島", "zh-Hant": "沖繩諸島"}


def test_what_the_shipped_layers_answer_in_a_word_is_told_in_the_language_of_the_reader(buffer):
    """Every column that only says yes or no, or whether something is stated, and each side of a strait."""
    layers = {layer.name: layer for layer in buffer.layers}
    for name, column in (("launches-2022-08-04", "in_japan_eez"), ("adiz", "closed"), ("fisheries-rules", "ends")):
        layer = layers[name]
        told = [fact for row in layer.features.to_dict("records") for fact in facts(row, layer, every=False)]
        answers = [value for fact, value, *_ in told if fact == column]
        assert answers
        assert all(set(value) == set(LANGUAGES) and not value["ja"].isascii() for value in answers)
    passages = layers["passages"]
    for row in passages.features.to_dict("records"):
        told = {fact: value for fact, value, *_ in facts(row, passages, every=False)}
        assert not any(told[side][tag].isascii() for side in ("side_a", "side_b") for tag in ("ja", "zh-Hant"))
    assert content.sides([passages]) == {}
