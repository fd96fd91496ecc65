"""The page of the map beside a stock folium map of the same layers: its size, how it opens, how long it stalls."""

import gzip
import mimetypes
import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.coasts import Coasts
from benchmarks.postgis import Database
from benchmarks.table import OURS, Row, not_run

STOCK = "folium.GeoJson, stock"
TURNS = 5
GOALS = {"first paint": 0.25, "ready": 1.0, "zoom, longest task": 0.1}
BYTES, GZIPPED = 700_000, 250_000

WATCH = """
window.stalls = [];
new PerformanceObserver((list) => window.stalls.push(...list.getEntries().map((one) => one.duration)))
  .observe({ type: "longtask", buffered: true });
"""

OPENED = """() => {
  const loaded = performance.getEntriesByType("navigation")[0].loadEventEnd;
  return { "first paint": performance.getEntriesByName("first-paint")[0].startTime,
    ready: performance.getEntriesByName("ready")[0]?.startTime ?? loaded };
}"""


def rows(coasts: Coasts, database: Database | str) -> Iterator[Row]:  # noqa: ARG001 - one signature for every family
    """Size, first paint, ready and the longest task of a zoom, ours and stock in turns."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as problem:
        yield not_run("map", OURS, str(problem))
        return
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = write_pages(Path(folder))
        yield from sizes(pages)
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        turns = [{engine: measured(chromium, path) for engine, path in pages.items()} for _ in range(TURNS)]
        chromium.close()
    for what in turns[0][OURS]:
        spent = {engine: median(turn[engine][what] for turn in turns) / 1000 for engine in pages}
        for engine, wall in spent.items():
            note = (
                f"median of {TURNS}" if engine == OURS else f"{wall / spent[OURS]:.2f} × ours; Leaflet at no distance"
            )
            goal = GOALS.get(what) if engine == OURS else None
            yield Row(operation=f"map: {what}", engine=engine, wall_s=wall, goal_s=goal, goal_of="wall", note=note)


def write_pages(folder: Path) -> dict[str, Path]:
    """Our map of the flagship theatre, and the layers of it as a person adds them to a folium map."""
    import folium

    from rimland.maps import StrategicMap

    ours = StrategicMap("buffer")
    west, south, east, north = ours.view
    stock = folium.Map(location=[(south + north) / 2, (west + east) / 2], zoom_start=5, tiles=None)
    for layer in ours.drawn_layers:
        folium.GeoJson(layer.features, name=layer.title["en"]).add_to(stock)  # tooltips break it
    folium.LayerControl().add_to(stock)
    stock.save(folder / "stock.html")
    return {OURS: ours.save(folder / "ours.html"), STOCK: folder / "stock.html"}


def sizes(pages: dict[str, Path]) -> Iterator[Row]:
    """Bytes as they are and as a web server sends them; Leaflet and the rest come on top of the stock page."""
    held = {engine: path.read_bytes() for engine, path in pages.items()}
    for name, most, measure in (
        ("bytes", BYTES, len),
        ("bytes, gzipped", GZIPPED, lambda content: len(gzip.compress(content, 9, mtime=0))),
    ):
        counted = {engine: measure(content) for engine, content in held.items()}
        for engine, number in counted.items():
            said = f"{'meets' if number <= most else 'MISSES'} {most:,}" if engine == OURS else "without its scripts"
            note = f"{number:,}; {number / counted[OURS]:.2f} × ours; {said}"
            yield Row(operation=f"map: {name}", engine=engine, note=note, extra={"bytes": number})


def measured(chromium: Any, path: Path) -> dict[str, float]:
    """Milliseconds of one opening in a fresh context, with every layer on for the zooms and the pans."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.route(re.compile("^https?:"), answer)
    page.add_init_script(WATCH)
    page.goto(path.as_uri(), wait_until="load", timeout=120_000)
    page.wait_for_timeout(1500)
    for _ in range(200):  # the page's policy lets nothing be waited for inside it
        if page.evaluate("performance.getEntriesByName('first-paint').length"):
            break
        page.wait_for_timeout(500)
    spent: dict[str, float] = page.evaluate(OPENED)
    boxes = page.locator("#legend input[type=checkbox]:not(:checked)")
    boxes.evaluate_all("boxes => boxes.forEach((box) => box.click())")
    for what, turn in (("zoom", zoom), ("pan", pan)):
        page.wait_for_timeout(800)
        page.evaluate("window.stalls.length = 0")
        turn(page)
        spent[f"{what}, longest task"] = page.evaluate("Math.max(50, ...window.stalls)")  # a shorter one is not told
    context.close()
    return spent


def answer(route: Any) -> None:
    """Leaflet from the package that we have it from too; nothing else: what is missing costs the stock page no time."""
    name = route.request.url.rsplit("/", 1)[-1]
    path = files("xstatic.pkg.leaflet").joinpath("data", name)
    if path.is_file():
        route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(name)[0])
    else:
        route.abort()


def zoom(page: Any) -> None:
    """In and out, with time for each to end."""
    buttons = page.locator("#zoom-in, .leaflet-control-zoom-in"), page.locator("#zoom-out, .leaflet-control-zoom-out")
    for button in (*buttons, *buttons):
        button.evaluate("button => button.click()")
        page.wait_for_timeout(900)


def pan(page: Any) -> None:
    """A drag by a third of the window, and back."""
    for start, end in ((300, 700), (700, 300)):
        page.mouse.move(start, 450)
        page.mouse.down()
        page.mouse.move(end, 480, steps=8)
        page.mouse.up()
        page.wait_for_timeout(900)
