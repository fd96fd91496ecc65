"""PNG files in 256 colours: a third of the bytes of a figure, whose areas are flat and few."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

FLAT, ALL = 32, 256
"""Colours that are kept as they are, and those that a palette holds."""


def png_of(figure: "Figure", dpi: int) -> bytes:
    """A figure as a PNG file."""
    dots = BytesIO()
    figure.savefig(dots, format="rgba", dpi=dpi)  # not as PNG: packing what is unpacked at once takes longest
    width, height = (int(inches * dpi) for inches in figure.get_size_inches())
    return in_few_colours(Image.frombytes("RGBA", (width, height), dots.getbuffer()), dpi)


def in_few_colours(picture: Image.Image, dpi: int) -> bytes:
    """The same picture with a palette, as a PNG file.

    The most frequent colours, which are those of areas and ink, stay exactly what they are; of the others, which are
    the soft edges of letters and lines, each becomes the nearest in the palette.
    """
    plain = picture.convert("RGB")
    counted: Any = plain.getcolors(plain.width * plain.height)
    colours = np.array([colour for _, colour in sorted(counted, key=lambda one: (-one[0], one[1]))])
    palette = colours
    if len(colours) > ALL:
        once = Image.fromarray(colours[None].astype(np.uint8))  # a palette of what there is, not of how much there is
        edges = once.quantize(ALL - FLAT, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).getpalette()
        palette = np.vstack([colours[:FLAT], np.array(edges).reshape(-1, 3)])[:ALL]
    few = Image.fromarray(_places(np.asarray(plain), colours, palette))
    few.putpalette(palette.astype(np.uint8).tobytes())
    out = BytesIO()
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
