"""Geometry as short text, read back by a decoder written apart from the encoder and from the viewer's."""

import html
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import (
    GeometryCollection,
    LineString,
    MultiPolygon,
    Point,
    Polygon,
    box,
    hausdorff_distance,
    union_all,
)

from rimland.layers import load
from rimland.maps import features, outline
from rimland.maps.encode import ALPHABET, GRIDS, encode


def read(text: str):
    """Kind and the rings of each part, in degrees, by the words of the docstring."""
    kind, grid, body = text[0], GRIDS[int(text[1])], text[2:]
    here, parts = [0, 0], []
    for part in body.split(";"):
        rings = []
        for ring in part.split(","):
            numbers, signs = [], iter(ring)
            for sign in signs:
                lead, before = ALPHABET.index(sign), 0
                for first, last, more in ((0, 73, 0), (74, 82, 1), (83, 84, 2), (85, 85, 3), (86, 86, 5)):
                    if first <= lead <= last:
                        count = lead - first
                        for _ in range(more):
                            count = count * 87 + ALPHABET.index(next(signs))
                        count += before
                    before += (last - first + 1) * 87**more
                numbers.append(-(count + 1) // 2 if count % 2 else count // 2)
            path = []
            for east, north in zip(numbers[::2], numbers[1::2], strict=True):
                here = [here[0] + east, here[1] + north]
                path.append((here[0] / grid, here[1] / grid))
            rings.append(path)
        parts.append(rings)
    return kind, parts


positions = st.tuples(st.floats(-360, 360), st.floats(-90, 90))


@given(st.lists(positions, min_size=2, max_size=12), st.sampled_from(GRIDS))
def test_a_line_comes_back_to_half_a_unit_of_its_grid(path, grid):
    written = encode(LineString(path), grid)
    nodes = np.rint(np.array(path) * grid)
    if not written:  # all its positions are one on the grid
        assert np.ptp(nodes, axis=0).max() == 0
        return
    kind, [[ring]] = read(written[0])
    assert kind == "l"
    kept = [nodes[0]]
    for node in nodes:
        if (node != kept[-1]).any():
            kept.append(node)
    assert np.abs(np.array(ring) * grid - np.array(kept)).max() < 1e-6


def test_an_area_keeps_its_holes_and_its_parts():
    lake = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2)]])
    [text] = encode(MultiPolygon([lake, box(10, 10, 11, 11)]), 10_000)
    kind, parts = read(text)
    assert kind == "a"
    assert [[len(ring) for ring in rings] for rings in parts] == [[4, 3], [4]]
    assert MultiPolygon([Polygon(rings[0], rings[1:]) for rings in parts]).equals(
        MultiPolygon([lake, box(10, 10, 11, 11)])
    )


def test_each_kind_of_part_has_a_text_of_its_own():
    mixed = GeometryCollection([Point(1, 2), LineString([(0, 0), (1, 1)]), box(0, 0, 1, 1)])
    assert [text[0] for text in encode(mixed)] == ["a", "l", "p"]


@pytest.mark.parametrize("shape", [Point(), Polygon(), LineString()])
def test_what_is_empty_is_left_out(shape):
    assert encode(shape) == []


def test_an_area_that_the_grid_makes_a_line_is_left_out_and_its_hole_never_takes_its_place():
    sliver = Polygon([(0, 0), (1, 0), (1, 1e-9)])
    assert encode(sliver, 1000) == []


def test_the_characters_are_such_that_neither_json_nor_html_writes_them_otherwise():
    assert len(ALPHABET) == len(set(ALPHABET)) == 87
    assert json.dumps(ALPHABET) == f'"{ALPHABET}"'
    assert html.escape(ALPHABET, quote=False) == ALPHABET
    assert not set(ALPHABET) & set(",;@")


@pytest.mark.parametrize(
    "step", [0, 36, -37, 37, 427, -429, 429, 7997, -7998, 7998, 337249, -337250, 337250, 36_000_000, -36_000_000]
)
def test_numbers_at_the_ends_of_each_length_come_back(step):
    [text] = encode(LineString([(0, 0), (1e-5 * step, 1e-5)]), 100_000)
    _, [[ring]] = read(text)
    assert ring[-1] == pytest.approx((1e-5 * step, 1e-5), abs=1e-9)


@pytest.mark.parametrize(
    ("layer", "drawn", "grid", "what"),
    [
        ("nansei", lambda shape: outline.coast(shape, outline.EVERYWHERE), features.ISLAND_GRID, "island"),
        ("land-basemap", lambda shape: outline.thinned(shape, outline.EVERYWHERE), features.NEAR_GRID, "land"),
        ("land-basemap", lambda shape: outline.thinned(shape, (0, 0, 1, 1)), features.FAR_GRID, "far"),
    ],
)
def test_what_is_drawn_lies_as_near_to_the_data_as_the_page_says(layer, drawn, grid, what):
    """Every coast of the theatre that is neither cut off at its edge nor too small for the grid, in degrees."""
    within = features.tolerances()[what] / (60 * 1852)
    near = load(layer).cx[120:134, 20:34].explode()
    shapes = [Polygon(shape.exterior) for shape in near.geometry if 5 / grid < shape.area**0.5 < 2.5]
    assert len(shapes) > 5
    for shape in shapes:
        rings = [ring for text in encode(drawn(shape), grid) for part in read(text)[1] for ring in part]
        sent = union_all([Polygon(ring).boundary for ring in rings])
        assert hausdorff_distance(sent, shape.boundary, densify=0.2) <= within
