"""Conditions as a file states them: `">= 100"`, `"< 2025-10"`, a value, or one of several."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from pandas import DataFrame

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What must hold of one value: `sign` is a comparison, `operand` a number or a text."""

    sign: str
    operand: float | str

    def holds(self, value: Any) -> bool:
        """Whether it holds; of a value that is missing nothing does.

        Examples
        --------
        >>> read_condition(">= 100").holds(120), read_condition("< 2025").holds("2024-07-18")
        (True, True)
        """
        if value is None or value != value:
            return False
        if isinstance(self.operand, str) or isinstance(value, str):
            return _COMPARE[self.sign](str(value), _text(self.operand))
        return _COMPARE[self.sign](float(value), self.operand)

    def __str__(self) -> str:
        return f"{self.sign} {self.operand:,g}" if isinstance(self.operand, float) else f"{self.sign} {self.operand}"


def _text(operand: float | str) -> str:
    """An operand as it stands in a text: a year such as 2025 was read as a number."""
    return f"{operand:.15g}" if isinstance(operand, float) else operand


def read_condition(text: str) -> Condition:
    """The condition that a text states: a sign of comparison and a number, a date or a word.

    Dates are compared as texts, which ISO 8601 allows; a year alone stands before every day in it.

    Raises
    ------
    DataError
        No sign, or nothing behind it.

    Examples
    --------
    >>> read_condition(">= 100")
    Condition(sign='>=', operand=100.0)
    """
    found = re.fullmatch(r"\s*(>=|<=|!=|>|<|=)\s*([^\s<>=!].*?)\s*", text)
    if not found:
        raise DataError(f"{text!r} is no condition: write a sign ({', '.join(_COMPARE)}) and a value, as in '>= 100'.")
    sign, operand = found.groups()
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", operand) and ("-" in operand):
        return Condition(sign=sign, operand=operand)
    try:
        return Condition(sign=sign, operand=float(operand))
    except ValueError:
        return Condition(sign=sign, operand=operand)


def rows_where(table: "DataFrame", where: Mapping[str, Any]) -> "DataFrame":
    """The rows of a table of which every condition holds, each on its own column.

    A value alone asks for equality, a list for one of it (``""`` in it for none at all), a text that begins with a sign
    for a comparison.

    Raises
    ------
    DataError
        The table has no such column.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"id": ["a", "b", "c"], "km": [5.0, 15.0, 25.0]})
    >>> list(rows_where(table, {"km": "> 10", "id": ["a", "b"]})["id"])
    ['b']
    """
    for column, wanted in where.items():
        if column not in table.columns:
            raise DataError(f"no column {column!r}. {did_you_mean(column, map(str, table.columns))}")
        table = table[[_fits(value, wanted) for value in table[column]]]
    return table


def _fits(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return value in wanted or ("" in wanted and (value is None or value != value))
    if isinstance(wanted, str) and wanted[:1] in "<>=!":
        return read_condition(wanted).holds(value)
    return bool(value == wanted)
