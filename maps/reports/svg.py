"""A figure's SVG inside a web page whose policy allows no style but its own."""

import re
from xml.etree import ElementTree as ET

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_FONT = re.compile(
    r"(?:(?P<style>italic|oblique)\s+)?(?:(?P<weight>bold|[1-9]00)\s+)?(?P<size>[\d.]+px)\s+(?P<family>.+)"
)


def inline(svg: bytes, prefix: str, alt: str) -> str:
    """An SVG file as an element of a page.

    Style attributes, which the policy of the page forbids, become presentation attributes, which mean the same; ids get
    a prefix, because those of two figures would meet on one page; the picture gets its words for who cannot see it.

    Raises
    ------
    ValueError
        It holds a style sheet or a script of its own.
    """
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    root = ET.fromstring(svg)  # noqa: S314  a file that our own figures made
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    for parent in list(root.iter()):
        for child in [child for child in parent if _dropped(child)]:
            parent.remove(child)
    for element in root.iter():
        _restyle(element)
        for name, value in list(element.attrib.items()):
            element.set(name, _prefixed(name, value, prefix, ids))
    root.set("role", "img")
    root.set("aria-label", alt)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("stroke-linejoin", "round")  # what Matplotlib's own style sheet says of all
    root.set("stroke-linecap", "butt")
    return ET.tostring(root, encoding="unicode")


def _dropped(element: ET.Element) -> bool:
    """Whether a child is of no use on a page: metadata, and the one rule that Matplotlib writes as a style sheet."""
    kind = element.tag.rpartition("}")[2]
    if kind == "script" or (
        kind == "style" and (element.text or "").strip() != "*{stroke-linejoin: round; stroke-linecap: butt}"
    ):
        raise ValueError(f"a figure holds a <{kind}> element that no page may have: draw it without.")
    return kind in ("style", "metadata")


def _restyle(element: ET.Element) -> None:
    for rule in (element.attrib.pop("style", "")).split(";"):
        name, colon, value = rule.partition(":")
        if not colon:
            continue
        found = _FONT.fullmatch(value.strip()) if name.strip() == "font" else None
        if found:
            for part, said in found.groupdict().items():
                if said:
                    element.set(f"font-{part}", said)
        else:
            element.set(name.strip(), value.strip())


def _prefixed(name: str, value: str, prefix: str, ids: set[str | None]) -> str:
    if name == "id":
        return f"{prefix}-{value}"
    if name.endswith("href") and value[:1] == "#" and value[1:] in ids:
        return f"#{prefix}-{value[1:]}"
    return re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{prefix}-{found[1]})", value)
