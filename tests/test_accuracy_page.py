"""The accuracy page keeps its table, and the brute force behind it is right where the answer is plain."""

import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

ROOT = Path(__file__).resolve().parents[1]
GEOD = Geod(ellps="WGS84")


@pytest.fixture(autouse=True)
def benchmarks_can_be_imported(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))


def page() -> str:
    return (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")


def measured_rows() -> list[list[str]]:
    from benchmarks.accuracy import BEGIN, END

    between = page().split(BEGIN)[1].split(END)[0]
    rows = [line.strip("| ").split(" | ") for line in between.splitlines() if line.startswith("| ")]
    return rows[2:]


def test_the_page_has_a_measured_row_for_every_operation_that_it_promises():
    measured = " ".join(row[0] for row in measured_rows())
    for operation in ("inverse", "direct", "distance", "distance_matrix", "ShapeIndex", "buffer", "equidistance"):
        assert f"geo.{operation}" in measured
    assert "geo.partition" in measured
    assert "geo.area" in measured


def test_no_measured_row_breaks_its_promise_in_metres():
    unit = {"nm": 1e-9, "µm": 1e-6, "mm": 1e-3, "m": 1.0}
    length = re.compile(r"^[+-]?([\d,.e+-]+) (nm|µm|mm|m)\b")
    compared = 0
    for what, _, _, worst, promise in measured_rows():
        got, allowed = length.match(worst), length.match(promise)
        if got and allowed:
            compared += 1
            metres = [float(m[1].replace(",", "")) * unit[m[2]] for m in (got, allowed)]
            assert metres[0] <= metres[1], what
    assert compared > 15


def test_writing_the_table_again_changes_nothing_else_and_a_lost_mark_is_named():
    from benchmarks.accuracy import BEGIN, END, written

    once = written(f"before\n{BEGIN}\nold\n{END}\nafter\n", "| new |")
    assert once == written(once, "| new |")
    assert once.startswith("before\n")
    assert once.endswith("\nafter\n")
    assert "old" not in once
    with pytest.raises(ValueError, match="put them back"):
        written("no marks", "| new |")


def test_brute_force_agrees_with_the_least_of_many_samples_of_a_line():
    from benchmarks.oracle import Pieces

    line = shapely.LineString([(179.5, -1), (-179.6, 0.5), (-178, 60)])
    random = np.random.default_rng(4)
    lon, lat = random.uniform(170, 190, 40), random.uniform(-5, 70, 40)
    samples = np.vstack(
        [np.array([a, *GEOD.npts(*a, *b, 20_000), b]) for a, b in zip(line.coords, line.coords[1:], strict=False)]
    )
    dense = [
        GEOD.inv(np.full(len(samples), x), np.full(len(samples), y), *samples.T)[2]
        for x, y in zip(lon, lat, strict=True)
    ]
    least = np.min(dense, axis=1)
    got = Pieces.of(line, 1000.0).distance(lon, lat)
    assert (got <= least + 1e-6).all()
    # Samples of the long edge are some 330 m apart: a foot 165 m along the edge, at a distance of d, adds 165² / 2d.
    assert (got >= least - 170.0**2 / 2 / np.maximum(least, 1000)).all()


def test_brute_force_between_two_points_is_the_geodesic():
    from benchmarks.oracle import Pieces, separation

    for a, b in (((0, 0), (0, 1)), ((179.9, 10), (-179.9, 10)), ((0, 89.9), (180, 89.9)), ((0, 0), (179.5, 0.2))):
        pieces = [Pieces.of(shapely.Point(p)) for p in (a, b)]
        assert separation(*pieces) == pytest.approx(GEOD.inv(*a, *b)[2], abs=1e-6)


def test_the_readme_of_the_benchmarks_names_every_family_and_every_python_peer():
    from benchmarks.__main__ import FAMILIES

    readme = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert all(f"`{family}`" in readme for family in FAMILIES)
    peers = (ROOT / "benchmarks" / "requirements.txt").read_text(encoding="utf-8")
    for name in re.findall(r"^([a-z]+)", peers, re.MULTILINE):
        assert name in readme


def test_seconds_and_ratios_are_told_in_words_that_can_be_checked():
    from benchmarks.table import OURS, Row, ratio, seconds

    assert [seconds(s) for s in (12.3, 1.5, 0.012, 0.00021, None)] == ["12.3 s", "1.50 s", "12.0 ms", "210 µs", "–"]
    ours = Row(operation="x", engine=OURS, cpu_s=0.5)
    assert ratio(Row(operation="x", engine="peer", cpu_s=10.0), ours) == "20 ×"
    assert ratio(Row(operation="x", engine="peer", note="not run: missing"), ours) == ""
