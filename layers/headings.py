"""What the columns of an author's own table may be called: none may be lost under another one's name."""

from collections.abc import Iterable, Sequence

from rimland.layers.errors import DataError


def check_unique(names: Sequence[str], where: object) -> None:
    """Refuse two columns of one name: which of them is meant, nobody can say.

    Raises
    ------
    DataError
        With the name.
    """
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise DataError(f"{where}: two columns are called {twice!r}. Give each its own name.")


def check_free(names: Iterable[str], where: object) -> None:
    """Refuse a column that that of the shapes would take the place of.

    Raises
    ------
    DataError
        There is one.
    """
    if "geometry" in names:
        raise DataError(f"{where}: a column is called 'geometry', as that of the shapes is. Give it another name.")
