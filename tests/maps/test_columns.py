"""Features as columns, read back by a reader written apart from the writer and from the viewer's."""

import json

from hypothesis import given
from hypothesis import strategies as st

from rimland.maps.columns import column, columns, shapes
from rimland.maps.encode import ALPHABET

values = st.none() | st.text(max_size=8) | st.integers(-5, 5) | st.lists(st.integers(0, 3), min_size=1, max_size=3)


def read(data, count: int) -> list:
    """The values of a column, by the words of the docstring."""
    if isinstance(data, list):
        return data
    if "all" in data:
        return [data["all"]] * count
    if "of" in data:
        return [data["of"][ALPHABET.index(sign)] for sign in data["at"]]
    return [data["some"].get(str(place)) for place in range(count)]


@given(st.lists(values, min_size=1, max_size=120))
def test_a_column_comes_back_in_whatever_form_it_was_written(given_):
    written = json.loads(json.dumps(column(given_)))
    assert read(written, len(given_)) == given_


def test_features_come_back_with_their_facts_in_order():
    features = [
        {"i": "a", "g": ["p4#$"], "f": [["population", 12, "2020"], ["opened", "2016"]]},
        {"i": "b", "g": ["p4##"], "note": {"en": "x", "ja": "y", "zh-Hant": "z"}, "f": [["population", 7, "2021"]]},
    ]
    held = columns(features)
    assert held["n"] == 2
    assert read(held["columns"]["i"], 2) == ["a", "b"]
    assert read(held["columns"]["note"], 2) == [None, {"en": "x", "ja": "y", "zh-Hant": "z"}]
    told = [(name, unit, read(data, 2)) for name, unit, data in held["facts"]]
    assert told == [
        ("population", "2020", [12, None]),
        ("opened", None, ["2016", None]),
        ("population", "2021", [None, 7]),
    ]
    assert shapes(features) == {"g": [["p4#$"], ["p4##"]]}


def test_facts_are_told_in_the_order_of_the_table_whichever_feature_has_one_first():
    features = [{"f": [["area", 1], ["source", "a"]]}, {"f": [["area", 2], ["difference", "b"], ["source", "c"]]}]
    assert [name for name, _, _ in columns(features)["facts"]] == ["area", "source", "difference"]
    ordered = columns(features, ["area", "difference", "source"])["facts"]
    assert [name for name, _, _ in ordered] == ["area", "difference", "source"]
    assert read(ordered[1][2], 2) == [None, "b"]


def test_a_layer_without_features_is_a_table_without_rows():
    assert columns([]) == {"n": 0, "columns": {}, "facts": []}
    assert shapes([]) == {}
