"""Any number of the argument under any number of scenarios, side by side with how things are."""

from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, did_you_mean
from rimland.layers.scenarios import Scenario, scenario
from rimland.layers.theatre import Theatre

if TYPE_CHECKING:
    from pandas import DataFrame


def compare(
    metric: str, *scenarios: Scenario | str, theatre: Theatre | str = "buffer", **arguments: Any
) -> "DataFrame":
    """A metric before and after each of some scenarios, and the change.

    Parameters
    ----------
    metric
        One of `rimland.layers.metrics.METRICS`.
    scenarios
        Scenarios or their names; all that the theatre has if none is given.
    theatre
        The one whose scenarios are named.
    arguments
        Passed to the metric, such as ``min_area=1.0``.

    Returns
    -------
    DataFrame
        The table of the metric for each scenario, one below the other: `scenario`, `hypothetical`, then its columns;
        for every ``before_…`` and ``after_…`` of numbers there is a ``change_…``. ``attrs["sources"]`` are lines to
        print.

    Raises
    ------
    DataError
        No such metric, or the theatre has no scenario.
    UnknownScenarioError
        The theatre has no scenario of a name.

    Examples
    --------
    >>> table = compare("gates", "taiwan-prc-control")
    >>> sorted(table["id"][table["changes"]])
    ['bashi-channel', 'luzon-strait', 'taiwan-strait', 'yonaguni-gap']
    """
    import pandas as pd

    from rimland.layers.metrics import METRICS
    from rimland.layers.theatre import load_theatre

    if metric not in METRICS:
        raise DataError(f"no metric {metric!r}. {did_you_mean(metric, METRICS)} There are {', '.join(METRICS)}.")
    known = load_theatre(theatre) if isinstance(theatre, str) else theatre
    asked = scenarios or tuple(known.scenarios)
    if not asked:
        raise DataError(f"{known.path or known.name}: no scenarios: add a [scenarios.NAME] table.")
    tables = []
    for one in asked:
        which = scenario(one, known) if isinstance(one, str) else one
        held = isinstance(one, str) and not arguments  # the theatre's own, which others ask for too
        table = known.numbers.metric(metric, which.id) if held else METRICS[metric](which, **arguments)
        tables.append(_changed(table, which))
    whole = pd.concat([table.drop(columns="geometry", errors="ignore") for table in tables], ignore_index=True)
    whole.attrs = {"sources": tuple(dict.fromkeys(line for table in tables for line in table.attrs["sources"]))}
    return whole


def _changed(table: "DataFrame", which: Scenario) -> "DataFrame":
    """A table that says of which scenario it is, with a change for every pair of numbers."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    for column in [name for name in table.columns if name.startswith("before_")]:
        what = column.removeprefix("before_")
        pair = table[column], table.get(f"after_{what}")
        number = all(one is not None and is_numeric_dtype(one) and not is_bool_dtype(one) for one in pair)
        if number and f"change_{what}" not in table and not what.endswith(("lon", "lat")) and "uncertainty" not in what:
            table[f"change_{what}"] = pair[1] - pair[0]
    table.insert(0, "scenario", which.id)
    table.insert(1, "hypothetical", which.hypothetical)
    return table
