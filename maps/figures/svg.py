"""SVG files that are no larger than what can be seen on them, and that name the fonts a reader's machine may have."""

import re

from rimland.maps.figures.fonts import FAMILIES, STACKS
from rimland.maps.text import html_text

FINEST = 10
"""Positions for a point: a tenth is 0.035 mm, less than half a dot of a printer with 300 to the inch."""

_PATH = re.compile(r'(?<= d=")[^"]+')
_LONG = re.compile(r"-?\d+\.\d{3,}")


def finished(svg: bytes, language: str, title: str) -> bytes:
    """A file as Matplotlib writes it, with title, language, fonts to fall back on, and short numbers."""
    head = f'<svg role="img" xml:lang="{language}" '
    text = svg.decode("utf-8").replace("<svg ", head, 1)
    text = text.replace(" <metadata>", f" <title>{html_text(title)}</title>\n <metadata>", 1)
    whole, ours = (", ".join(repr(name) for name in FAMILIES[language][:end]) for end in (None, 2))
    stack = ", ".join(name if name == "sans-serif" else repr(name) for name in STACKS[language])
    text = text.replace(whole, ours).replace(ours, f"{ours}, {stack}")
    return _PATH.sub(lambda found: shortened(found[0]), text).encode()


def shortened(path: str) -> str:
    """A path with no vertex that cannot be seen: straight ones as steps, curves, which are symbols, to a hundredth.

    Examples
    --------
    >>> shortened("M 12.345678 9.1 L 12.349 9.104 L 14.01 9.08 L 14 7 z")
    'M12.3 9.1h1.7v-2.1z'
    """
    words = path.split()
    if "C" in words or "Q" in words:
        return _LONG.sub(lambda found: f"{round(float(found[0]), 2) + 0.0:g}", path)
    lines: list[list[tuple[int, int]]] = []
    closed: list[bool] = []
    place = 0
    while place < len(words):
        if words[place] == "z":
            closed[-1] = True
            place += 1
            continue
        if words[place] == "M":
            lines.append([])
            closed.append(False)
        lines[-1].append((round(float(words[place + 1]) * FINEST), round(float(words[place + 2]) * FINEST)))
        place += 3
    return "".join(_steps(line) + "z" * end for line, end in zip(lines, closed, strict=True))


def _steps(line: list[tuple[int, int]]) -> str:
    """A start and steps from it; what is too small for any step keeps the smallest, for its stroke is seen."""
    x, y = line[0]
    steps = [f"M{_tenths(x)} {_tenths(y)}"]
    for across, along in line[1:]:
        right, down = across - x, along - y
        x, y = across, along
        if right and down:
            steps.append(f"l{_tenths(right)}{' ' if down > 0 else ''}{_tenths(down)}")
        elif right:
            steps.append(f"h{_tenths(right)}")
        elif down:
            steps.append(f"v{_tenths(down)}")
    return "".join(steps) if len(steps) > 1 else f"{steps[0]}h{_tenths(1)}"


def _tenths(count: int) -> str:
    return f"{count / FINEST:g}"
