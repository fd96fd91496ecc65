"""Files whole or not at all."""

import stat

import pytest

from rimland.layers.files import whole_file, write_whole


def test_a_file_takes_its_place_when_the_block_ends_well(tmp_path):
    path = write_whole(tmp_path / "a.txt", b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = write_whole(tmp_path / "a.txt", b"old")

    def write_half():
        with whole_file(path) as unfinished:
            unfinished.write_bytes(b"half")
            (unfinished.parent / "a.txt-journal").write_bytes(b"left by a library")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named_with_the_file_that_was_asked_for(tmp_path):
    with pytest.raises(OSError, match="No such file") as caught:
        write_whole(tmp_path / "none" / "a.txt", b"")
    assert caught.value.filename == str(tmp_path / "none" / "a.txt")


def test_a_folder_is_not_replaced_by_a_file(tmp_path):
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"")


def test_a_new_file_may_be_read_by_whoever_may_read_the_users_other_new_files(tmp_path):
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    ours = write_whole(tmp_path / "ours", b"")
    assert stat.S_IMODE(ours.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)
