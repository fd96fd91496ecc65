"""PNG files in 256 colours: a third of the bytes of a figure, whose areas are flat and few."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLAT, ALL = 32, 256
"""Colours that are kept as they are, and those that a palette holds."""


def in_few_colours(png: bytes, dpi: int) -> bytes:
    """The same picture with a palette.

    The most frequent colours, which are those of areas and ink, stay exactly what they are; of the others, which are
    the soft edges of letters and lines, each becomes the nearest in the palette.
    """
    with Image.open(BytesIO(png)) as picture:
        plain = picture.convert("RGB")
    counted: Any = plain.getcolors(plain.width * plain.height)
    found = sorted(counted, key=lambda one: (-one[0], one[1]))
    out = BytesIO()
    if len(found) <= ALL:
        palette = colours = np.array([colour for _, colour in found])
    else:
        colours = np.array([colour for _, colour in found])
        edges = plain.quantize(ALL - FLAT, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).getpalette()
        palette = np.vstack([colours[:FLAT], np.array(edges).reshape(-1, 3)])[:ALL]
    few = Image.fromarray(_places(np.asarray(plain), colours, palette))
    few.putpalette(palette.astype(np.uint8).tobytes())
    few.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _places(
    dots: "NDArray[np.uint8]", colours: "NDArray[np.int64]", palette: "NDArray[np.int64]"
) -> "NDArray[np.uint8]":
    """Where in the palette the colour of each dot is; Pillow's own search would shift the flat colours too."""
    from scipy.spatial import KDTree

    table = np.zeros(1 << 24, np.uint8)
    table[_packed(colours)] = KDTree(palette).query(colours)[1]
    places: NDArray[np.uint8] = table[_packed(dots)]
    return places


def _packed(colours: "NDArray[np.uint8] | NDArray[np.int64]") -> "NDArray[np.int32]":
    red, green, blue = np.moveaxis(colours.astype(np.int32), -1, 0)
    packed: NDArray[np.int32] = (red << 16) | (green << 8) | blue
    return packed
