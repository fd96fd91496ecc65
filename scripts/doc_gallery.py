"""The gallery of the documentation: every figure of the theatre as a picture, with its caption."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rimland.scripts.doc_pages import escaped

if TYPE_CHECKING:
    from rimland.maps.figures.subjects import Evidence

DPI = 120

OPENING = """# Figures

Each is drawn by `rimland figure NAME -o FILE`, in three languages; these are in English.
"""

CLAIMS = """## One for each claim

Under the passage of the article that it is about, each has its verdict and the numbers that gave it.
"""


def write_gallery(folder: Path) -> str:
    """The page, whose pictures are drawn anew when anything that they rest on has changed."""
    from rimland.maps.figures.figure import evidence_of

    evidence = evidence_of("buffer")
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    stamp, now = folder / "figures" / "stamp.txt", _digest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != now:
        _draw(evidence, folder / "figures")
        stamp.write_text(now, encoding="utf-8")
    themes = [name for name in evidence.names if name not in evidence.claims]
    parts = [OPENING, *(_entry(name, evidence, 2) for name in themes)]
    return "\n".join([*parts, CLAIMS, *(_entry(name, evidence, 3) for name in evidence.claims)])


def _draw(evidence: "Evidence", folder: Path) -> None:
    from rimland.maps import figure

    for name in evidence.names:
        figure(name, evidence, lang="en").savefig(folder / f"{name}.png", dpi=DPI)


def _entry(name: str, evidence: "Evidence", level: int) -> str:
    """A heading, the picture, and what is said of it."""
    from rimland.maps import figure_caption

    words = figure_caption(name, evidence, lang="en")
    lines = [f"{'#' * level} {escaped(words.title)}", f"`rimland figure {name} -o {name}.svg`"]
    lines += [f"![{escaped(words.alt)}](figures/{name}.png)", escaped(words.text)]
    return "".join(f"{line}\n\n" for line in lines if line)


def _digest() -> str:
    """Of all code and data that a figure can rest on."""
    root, found = Path(__file__).resolve().parents[1], sha256()
    for part in ("geo", "layers", "maps", "data"):
        for path in sorted((root / part).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                found.update(path.read_bytes())
    return found.hexdigest()
