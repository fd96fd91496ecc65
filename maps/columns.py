"""Features as columns, each in the shortest of a few forms: what many features share is written once.

Like stands beside like, names with names and outlines with outlines: that is also what gzip makes the most of.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rimland.maps.encode import ALPHABET

SHAPES = ("g", "a")
"""What is geometry: outline, places for the name."""


def columns(features: Sequence[Mapping[str, Any]], order: Sequence[str] = ()) -> dict[str, Any]:
    """What features say: ``n``, how many there are; ``columns`` by key; ``facts`` as (name, unit, column) in order.

    A column is a list with a value for each feature, or an object:
    ``{"all": value}``; ``{"some": {"3": value}}`` by position; or ``{"of": values, "at": text}``, where each character
    of the text is the position of a value in the alphabet of `rimland.maps.encode`. Null is for what a feature lacks.

    Parameters
    ----------
    features
        What `rimland.maps.features` makes of the rows.
    order
        The names of facts in the order in which they are told; those that are not in it follow as they are met.
    """
    keys = dict.fromkeys(key for one in features for key in one if key not in ("f", *SHAPES))
    named = dict.fromkeys(
        (fact[0], fact[2] if len(fact) > 2 else None) for one in features for fact in one.get("f", ())
    )
    ranks = {name: rank for rank, name in enumerate(order)}
    told = sorted(named, key=lambda fact: ranks.get(fact[0], len(ranks)))
    facts: dict[tuple[str, str | None], list[Any]] = {key: [None] * len(features) for key in told}
    for place, one in enumerate(features):
        for name, value, *unit in one.get("f", ()):
            facts[name, unit[0] if unit else None][place] = value
    return {
        "n": len(features),
        "columns": {key: column([one.get(key) for one in features]) for key in keys},
        "facts": [[name, unit, column(values)] for (name, unit), values in facts.items()],
    }


def shapes(features: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The columns of `SHAPES` that some feature has."""
    held = {key: [one.get(key) for one in features] for key in SHAPES}
    return {key: column(values) for key, values in held.items() if any(value is not None for value in values)}


def column(values: Sequence[Any]) -> Any:
    """The shortest form of a column.

    Examples
    --------
    >>> column(["a", "a"]), column([None, None, None, 5, None]), column(["so", "it", "so", "it", "so", "so", "so"])
    ({'all': 'a'}, {'some': {'3': 5}}, {'of': ['so', 'it'], 'at': ' ! !   '})
    """
    written = [json.dumps(value, ensure_ascii=False) for value in values]
    kinds = dict(zip(written, values, strict=True))
    if len(kinds) == 1:
        return {"all": values[0]}
    forms: list[Any] = [
        list(values),
        {"some": {str(at): value for at, value in enumerate(values) if value is not None}},
    ]
    if len(kinds) < len(ALPHABET):
        places = {text: ALPHABET[at] for at, text in enumerate(kinds)}
        forms.append({"of": list(kinds.values()), "at": "".join(places[text] for text in written)})
    return min(forms, key=lambda form: len(json.dumps(form, ensure_ascii=False, separators=(",", ":"))))
