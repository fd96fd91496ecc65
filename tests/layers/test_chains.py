"""The chains as lines: schematic, with what the definitions name in their order."""

import csv
from pathlib import Path

import pytest

from rimland.data import ROOT
from rimland.layers import Catalog

NAMES = ["first-island-chain-line", "second-island-chain"]


@pytest.mark.parametrize("name", NAMES)
def test_a_chain_is_schematic_with_its_precision_stated(name):
    layer = Catalog()[name]
    assert layer.schematic
    assert (layer.features["precision_m"] >= 0.3 * 110_574).all()  # a degree of latitude at the equator


@pytest.mark.parametrize(("name", "chain"), [("first-island-chain-line", "first"), ("second-island-chain", "second")])
def test_a_chain_passes_its_nodes_in_the_order_of_the_table(name, chain):
    with (Path(str(ROOT)) / "facts" / "island_chains.csv").open(encoding="utf-8", newline="") as lines:
        nodes = [row for row in csv.DictReader(lines) if row["chain"] == chain]
    frame = Catalog()[name].features
    passed = list(frame.geometry[0].coords)
    for extra in frame.geometry[1:]:
        passed += extra.coords[1:]
    assert passed == [(float(row["lon"]), float(row["lat"])) for row in nodes]
    assert frame["nodes_zh_hant"][0].split(" – ")[0] == nodes[0]["node_zh"]


def test_the_leg_that_only_some_definitions_have_is_a_feature_of_its_own():
    frame = Catalog()["first-island-chain-line"].features.set_index("id")
    assert "Malay Peninsula" not in frame.loc["first-chain-line", "nodes_en"]
    assert "some definitions" in frame.loc["first-chain-line-malay", "name_en"]
