"""Files written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """A path to write to, of the same name, that takes its place only when the block ends well.

    The old file stays as it was when the block fails. The new one gets the permissions that any new file would get.

    Raises
    ------
    OSError
        The folder does not exist or cannot be written, or the path is a folder.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> with whole_file(Path(folder.name) / "a.txt") as unfinished:
    ...     _ = unfinished.write_text("whole")
    >>> (Path(folder.name) / "a.txt").read_text()
    'whole'
    >>> folder.cleanup()
    """
    path = Path(path)
    if path.is_dir():
        raise IsADirectoryError(21, "Is a directory", str(path))
    try:
        # Beside the goal, so that the last step is a rename on one file system; its own folder, since GDAL writes
        # journals beside what it writes and takes the format from the suffix.
        folder = Path(mkdtemp(prefix=".rimland-", dir=path.parent))
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from error
    unfinished = folder / path.name
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


def write_whole(path: str | Path, content: bytes) -> Path:
    """Write bytes to a file, whole or not at all.

    Raises
    ------
    OSError
        The folder does not exist or cannot be written.
    """
    with whole_file(path) as unfinished:
        unfinished.write_bytes(content)
    return Path(path)
