"""Write the table of `docs/accuracy.md` anew: `python -m benchmarks.accuracy`."""

import platform
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks.checks import Check, every
from benchmarks.coasts import Coasts

PAGE = Path(__file__).resolve().parents[1] / "docs" / "accuracy.md"
BEGIN = "<!-- the table is written by `python -m benchmarks.accuracy`; edit nothing between these lines -->"
END = "<!-- end of the table -->"
HEADINGS = ("what", "against", "cases", "worst in this run", "promise")


def table(checks: list[Check]) -> str:
    """The checks as a Markdown table, and the versions that were measured."""
    lines = [HEADINGS, ("---",) * len(HEADINGS)]
    lines += [(c.what, c.against, c.cases, c.worst, c.promise) for c in checks]
    names = ("rimland", "numpy", "scipy", "shapely", "pyproj")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{rows}\n\nMeasured with {versions}, Python {platform.python_version()}."


def written(page: str, table: str) -> str:
    """The page with its table replaced.

    Raises
    ------
    ValueError
        The page has lost one of the two lines that the table stands between.
    """
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise ValueError(f"{PAGE.name} must have once each the lines {BEGIN!r} and {END!r}: put them back.")
    head, rest = page.split(BEGIN)
    return f"{head}{BEGIN}\n\n{table}\n\n{END}{rest.split(END)[1]}"


def main() -> None:
    """Measure, say each line as it is done, and write the page."""
    checks = []
    for check in every(Coasts.read(None)):
        checks.append(check)
        print(f"{check.what}: {check.worst} (promise {check.promise})", file=sys.stderr, flush=True)
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), table(checks)), encoding="utf-8")


if __name__ == "__main__":
    main()
