"""What `rimland layers show` prints: all that a layer holds, in words that a reader needs no other page for."""

import re

import pytest

from rimland.layers import Catalog
from rimland.layers.catalog import as_tables
from rimland.layers.export import plain
from rimland.scripts.showing import lines

NAMED = [name for name in Catalog() if Catalog()[name].named]


def shown(name: str) -> tuple[list[str], list[dict]]:
    layer = Catalog()[name]
    rows = layer.features.drop(columns="geometry").to_dict("records")
    features = [{column: plain(value) for column, value in row.items()} for row in rows]
    return list(lines(as_tables(layer), features, named=layer.named)), features


@pytest.mark.parametrize("name", NAMED)
def test_every_text_of_every_feature_is_told(name):
    """But for codes that the same row puts in words, and sources where every feature cites all of the layer's."""
    told, features = shown(name)
    whole = "\n".join(told)
    every = {source.id for source in Catalog()[name].sources}
    for feature in features:
        for column, value in feature.items():
            all_cited = column == "source" and set(str(value).split("; ")) == every
            if isinstance(value, str) and f"{column}_en" not in feature and not all_cited:
                assert value in whole, (feature["id"], column)


@pytest.mark.parametrize("name", NAMED)
def test_no_label_stands_twice_under_a_feature_and_no_line_says_not_available_again_and_again(name):
    told, _ = shown(name)
    starts = [row for row, line in enumerate(told) if re.match(r"  \S", line)]
    for start, end in zip(starts, [*starts[1:], len(told)], strict=True):
        labels = [line.split(":")[0] for line in told[start + 1 : end] if line.startswith("    ")]
        assert len(labels) == len(set(labels)), told[start]
    assert not [line for line in told if "not available; not available" in line]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("polls", "percent: 71.2 %"),
        ("gates", "width_km: 107.5 km"),
        ("passages", "side_a: Sumatra / スマトラ島 / 蘇門答臘島"),
        ("south-china-sea-islands", "claimants: People's Republic of China; Taiwan (Republic of China); Viet Nam"),
        ("fabs", "precision_m: 557 m"),
        ("nansei", "population_year: 2015"),
        ("nansei", "population: 12,913 people"),
    ],
)
def test_numbers_have_their_units_disputed_places_their_claimants_and_rough_positions_their_radius(name, line):
    assert f"    {line}" in shown(name)[0]


def test_a_table_says_nothing_of_positions_and_a_layer_of_points_where_to_find_its_accuracy():
    table, points = shown("polls")[0], shown("fabs")[0]
    assert not [line for line in table if line.startswith(("edges", "position_grade", "accuracy_m", "style", "shown"))]
    assert "accuracy_m: see precision_m of each feature" in points


def test_a_source_says_by_name_what_is_not_known_of_it():
    assert (
        "  uncited: Uncited: compiled by hand, no source found; not available: publisher, date, url, licence"
        in (shown("fabs")[0])
    )
