"""What is kept is what was computed, found again by what it was made from, and never trusted blindly."""

import ast
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

from rimland.layers import cache
from rimland.layers.cache import cached_shapes, cached_values

QUESTION = {"what": "test", "radius": 12}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("RIMLAND_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


class Counted:
    """A computation that says how often it was made."""

    def __init__(self, *shapes):
        self.shapes, self.times = shapes, 0

    def __call__(self):
        self.times += 1
        return {str(number): shape for number, shape in enumerate(self.shapes)}


def test_what_was_computed_once_is_not_computed_again(folder):
    shapes = shapely.box(0, 0, 1, 1), shapely.Polygon(), shapely.MultiPoint([(0.1, 0.2), (1 / 3, 2 / 3)])
    first = Counted(*shapes)
    one, other = cached_shapes(QUESTION, first), cached_shapes(QUESTION, first)
    assert first.times == 1
    assert list(one) == list(other) == ["0", "1", "2"]
    assert [shape.wkb for shape in one.values()] == [shape.wkb for shape in other.values()]


def test_another_question_is_another_answer(folder):
    cached_shapes(QUESTION, Counted(shapely.Point(0, 0)))
    assert cached_shapes(QUESTION | {"radius": 24}, Counted(shapely.Point(1, 1)))["0"].x == 1


def test_other_data_or_other_code_is_another_name(folder, monkeypatch):
    cached_shapes(QUESTION, Counted(shapely.Point(0, 0)))
    monkeypatch.setattr(cache, "_foundations", lambda *_: "another coastline")
    assert cached_shapes(QUESTION, Counted(shapely.Point(1, 1)))["0"].x == 1


@pytest.mark.parametrize("harm", [b"", b"nonsense", "cut", "flip"])
def test_an_entry_that_is_not_whole_is_computed_anew_and_mended(folder, harm):
    cached_shapes(QUESTION, Counted(shapely.Point(5, 5)))
    (entry,) = folder.iterdir()
    whole = entry.read_bytes()
    flipped = whole[:-1] + bytes([whole[-1] ^ 1])
    entry.write_bytes({"cut": whole[:-8], "flip": flipped}.get(harm, harm))
    again = Counted(shapely.Point(5, 5))
    assert cached_shapes(QUESTION, again)["0"].x == 5
    assert again.times == 1
    assert entry.read_bytes() == whole


def test_without_a_folder_that_can_be_written_all_is_computed(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("RIMLAND_CACHE", str(tmp_path / "file" / "below"))
    twice = Counted(shapely.Point(3, 3))
    assert [cached_shapes(QUESTION, twice)["0"].x for _ in range(2)] == [3, 3]
    assert twice.times == 2


def test_a_disk_that_is_full_costs_time_and_leaves_nothing(folder, monkeypatch):
    def full(path, content):
        os.open(path, os.O_CREAT)  # as a real one does: the file is there, what it should hold is not
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    twice = Counted(shapely.Point(3, 3))
    assert [cached_shapes(QUESTION, twice)["0"].x for _ in range(2)] == [3, 3]
    assert twice.times == 2
    assert not list(folder.iterdir())


def test_an_entry_that_cannot_be_read_is_computed(folder):
    cached_shapes(QUESTION, Counted(shapely.Point(3, 3)))
    (entry,) = folder.iterdir()
    entry.unlink()
    entry.mkdir()  # unreadable for everybody, root included
    assert cached_shapes(QUESTION, Counted(shapely.Point(3, 3)))["0"].x == 3


SIDE_BY_SIDE = """
import shapely
from rimland.layers.cache import cache_folder, cached_shapes

large = shapely.MultiPoint([(number / 1000, 1.0) for number in range(20_000)])
for _ in range(100):
    assert cached_shapes({"what": "shared"}, lambda: {"a": large})["a"].wkb == large.wkb
    for entry in cache_folder().glob("*.shapes"):
        entry.unlink(missing_ok=True)
"""
"""A program that writes one entry again and again, and looks at what another one wrote."""


def test_two_processes_that_write_one_entry_do_not_harm_each_other(folder):
    program = [sys.executable, "-c", SIDE_BY_SIDE]
    both = [subprocess.Popen(program, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(one.communicate(timeout=60)[1], one.returncode) for one in both] == [("", 0), ("", 0)]
    assert not list(folder.iterdir())


def test_an_empty_variable_turns_it_off(monkeypatch):
    monkeypatch.setenv("RIMLAND_CACHE", "")
    assert cache.cache_folder() is None
    twice = Counted(shapely.Point(3, 3))
    for _ in range(2):
        cached_shapes(QUESTION, twice)
    assert twice.times == 2


def test_a_failure_is_raised_and_nothing_is_kept(folder):
    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cached_shapes(QUESTION, fail)
    assert not folder.exists()


def test_what_everything_rests_on_is_told_by_the_files_that_ship():
    assert len(cache._foundations()) == 64


def test_numbers_come_back_as_the_very_same_ones(folder):
    values = {"km": 0.1 + 0.2, "rows": [{"name": "與那國島", "change": None, "held": False}], "far": 1e300}
    assert cached_values(QUESTION, lambda: values) == cached_values(QUESTION, dict) == values


def test_shapes_and_numbers_of_one_question_do_not_get_in_each_other_s_way(folder):
    cached_shapes(QUESTION, Counted(shapely.Point(5, 5)))
    assert cached_values(QUESTION, lambda: {"km": 1}) == {"km": 1}
    assert cached_shapes(QUESTION, Counted(shapely.Point(0, 0)))["0"].x == 5


def test_what_counts_as_unrelated_is_imported_by_no_computation_that_is_kept():
    """Walks the imports, those inside functions too, from every module that keeps shapes."""
    folder = Path(cache.__file__).parent
    trees = {path.stem: ast.parse(path.read_text("utf-8")) for path in folder.glob("*.py")}
    found = {name for name, tree in trees.items() if "cached_shapes" in ast.dump(tree)} - {"cache"}
    assert {"zones", "cells", "sea_routes"} <= found
    waiting = list(found)
    while waiting:
        nodes = [node for node in ast.walk(trees[waiting.pop()]) if isinstance(node, ast.ImportFrom)]
        named = {(node.module or "").removeprefix("rimland.layers.") for node in nodes}
        named |= {name.name for node in nodes if node.module == "rimland.layers" for name in node.names}
        waiting += (named & set(trees)) - found
        found |= named & set(trees)
    assert not found & cache.UNRELATED
    assert set(trees) >= cache.UNRELATED
