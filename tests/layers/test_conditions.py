"""What a claims file may ask of a number or a row."""

import math

import pandas as pd
import pytest

from rimland.layers import DataError
from rimland.layers.conditions import read_condition, rows_where


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        (">= 100", 100, 99.9),
        ("> 100", 100.1, 100),
        ("< 2025-10", "2025-09-30", "2025-10-03"),
        (">= 2025-10", "2025-10-03", "2025-09-30"),
        ("< 2025", "2024-12-31", "2025-01-01"),
        ("= yes", "yes", "no"),
        ("!= 12", 11, 12),
    ],
)
def test_a_condition_holds_of_the_values_that_its_sign_says(text: str, yes: object, no: object) -> None:
    assert read_condition(text).holds(yes)
    assert not read_condition(text).holds(no)


@pytest.mark.parametrize("value", [None, math.nan])
@pytest.mark.parametrize("text", [">= 0", "< 0", "!= 5"])
def test_nothing_holds_of_a_value_that_is_missing(text: str, value: object) -> None:
    assert not read_condition(text).holds(value)


@pytest.mark.parametrize("text", ["", "100", ">=", "about 100", "=> 100"])
def test_what_is_no_condition_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(DataError, match="as in '>= 100'"):
        read_condition(text)


def test_a_condition_says_itself_as_it_was_written() -> None:
    assert [str(read_condition(text)) for text in (">= 2150", "< 2025-10")] == [">= 2,150", "< 2025-10"]


def test_rows_are_picked_by_value_by_list_and_by_comparison() -> None:
    table = pd.DataFrame({"id": ["a", "b", "c", "d"], "kind": ["x", "x", "y", "x"], "km": [5.0, 15.0, 25.0, None]})
    assert list(rows_where(table, {"kind": "x"})["id"]) == ["a", "b", "d"]
    assert list(rows_where(table, {"id": ["c", "d", "z"]})["id"]) == ["c", "d"]
    assert list(rows_where(table, {"kind": "x", "km": "<= 15"})["id"]) == ["a", "b"]
    assert list(rows_where(table, {})["id"]) == ["a", "b", "c", "d"]


def test_an_unknown_column_is_named_with_the_nearest_ones() -> None:
    with pytest.raises(DataError, match=r"'kmm'.*Did you mean 'km'"):
        rows_where(pd.DataFrame({"km": [1.0]}), {"kmm": "> 0"})
