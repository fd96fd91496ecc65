"""The island chains as schematic lines through the nodes that definitions name."""

from pathlib import Path

from rimland.scripts.facts.features import Feature, Row, feature, line, named, radius, read_rows

PRECISION = 0.3
"""Degrees by which the uncited position of a node may be off."""

SOME_DEFINITIONS = "(some definitions)"
"""What the table says of a node that not every definition has."""


def first(facts: Path) -> list[Feature]:
    """The first chain's line, and the leg that only some definitions add."""
    rows = [row for row in read_rows(facts / "island_chains.csv") if row["chain"] == "first"]
    core = [row for row in rows if SOME_DEFINITIONS not in row["node_en"]]
    extra = [core[-1], *(row for row in rows if SOME_DEFINITIONS in row["node_en"])]
    return [
        _chain(core, "first-chain-line", "First island chain (schematic)", "第一列島線（模式図）", "第一島鏈（示意）"),
        _chain(
            extra,
            "first-chain-line-malay",
            "First island chain: leg to the Malay Peninsula (some definitions)",
            "第一列島線：マレー半島への延長（一部の定義）",
            "第一島鏈：至馬來半島之延伸（部分定義）",
        ),
    ]


def second(facts: Path) -> list[Feature]:
    """The second chain's line, of the usual textbook list."""
    rows = [row for row in read_rows(facts / "island_chains.csv") if row["chain"] == "second"]
    return [
        _chain(rows, "second-chain-line", "Second island chain (schematic)", "第二列島線（模式図）", "第二島鏈（示意）")
    ]


def _chain(rows: list[Row], key: str, english: str, japanese: str, chinese: str) -> Feature:
    nodes = {f"nodes_{tag}": " – ".join(row[f"node_{end}"] for row in rows) for tag, end in _NODES.items()}
    properties = named(key, english, japanese, chinese) | {"name_source": "ours", "precision_m": radius(PRECISION)}
    return feature(line([[float(row["lon"]), float(row["lat"])] for row in rows]), properties | nodes)


_NODES = {"en": "en", "ja": "ja", "zh_hant": "zh"}

LAYERS = {"first-island-chain-line": first, "second-island-chain": second}
