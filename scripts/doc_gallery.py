"""The gallery of the documentation: the general figures of the theatre as pictures, the others by name."""

from hashlib import sha256
from pathlib import Path

from rimland.scripts.doc_pages import escaped

SHOWN = ("overview", "fisheries", "gates", "depth", "exposure", "lanes")
"""Drawn for the gallery; the others, one for each claim, would take longer than the rest of the site."""

DPI = 150


def write_gallery(folder: Path) -> str:
    """The page, whose pictures are drawn anew when anything that they rest on has changed."""
    from rimland.maps import figure, figure_caption
    from rimland.maps.figures import evidence_of

    evidence = evidence_of("buffer")
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    stamp, now = folder / "figures" / "stamp.txt", _digest()
    fresh = stamp.is_file() and stamp.read_text(encoding="utf-8") == now
    lines = ["# Figures", "", "Each is drawn by `rimland figure NAME -o FILE`, in three languages.", ""]
    for name in SHOWN:
        words = figure_caption(name, evidence, lang="en")
        if not fresh:
            figure(name, evidence, lang="en").savefig(folder / "figures" / f"{name}.png", dpi=DPI)
        lines += [f"## {escaped(words.title)}", "", f"`rimland figure {name} -o {name}.svg`", ""]
        lines += [f"![{escaped(words.alt)}](figures/{name}.png)", "", escaped(words.text), ""]
    stamp.write_text(now, encoding="utf-8")
    others = [name for name in evidence.names if name not in SHOWN]
    lines += ["## One for each claim", "", "Each with its verdict and its numbers:", ""]
    return "\n".join([*lines, *(f"- `{name}`" for name in others), ""])


def _digest() -> str:
    """Of all code and data that a figure can rest on."""
    root, found = Path(__file__).resolve().parents[1], sha256()
    for part in ("geo", "layers", "maps", "data"):
        for path in sorted((root / part).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                found.update(path.read_bytes())
    return found.hexdigest()
