"""The map in a notebook: run as Jupyter runs it, shown as a trusted notebook shows it and as another one does."""

import re
from xml.etree import ElementTree as ET

import nbformat
import pytest
from nbclient import NotebookClient

from rimland.maps import StrategicMap
from rimland.maps.preview import preview


@pytest.fixture
def output(theatre):
    """What a cell that ends in a map puts into its notebook."""
    code = f"from rimland import maps\nmaps.StrategicMap({str(theatre)!r}, lang='ja')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    nbformat.validate(notebook)
    (shown,) = notebook.cells[0].outputs
    return shown["data"]


@pytest.mark.browser
def test_a_cell_shows_the_map_if_trusted_and_its_name_and_picture_if_not(output, watch, tmp_path):
    assert "StrategicMap" in output["text/plain"]
    untrusted = re.sub(r"<iframe.*?</iframe>", "", output["text/html"], flags=re.DOTALL)  # as JupyterLab cleans it
    assert "iframe" not in untrusted
    for name, html in (("trusted", output["text/html"]), ("untrusted", untrusted)):
        path = tmp_path / f"{name}.html"
        path.write_text(f"<!DOCTYPE html><meta charset=utf-8>{html}", encoding="utf-8")
        watched = watch()
        watched.page.goto(path.as_uri())
        if name == "trusted":
            watched.page.frame_locator("iframe").locator("html[data-ready][lang=ja]").wait_for()
            assert watched.page.locator("iframe").get_attribute("sandbox").startswith("allow-scripts")
        picture = watched.page.locator("img")
        assert picture.get_attribute("alt") == "見本の地図"
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
        assert [url for url in watched.requests if not url.startswith(("file:", "data:", "about:"))] == []
        assert watched.complaints == []


def test_the_still_picture_draws_each_layer_that_the_map_opens_with_where_it_lies(theatre):
    page = StrategicMap(theatre)
    drawing = ET.fromstring(preview(page.drawn_layers, page.view))
    paths = drawing.findall("{*}path")
    assert len(paths) == sum(layer.visible for layer in page.drawn_layers)
    # The site at 130.8°E 32.9°N, in a view from 118° to 134°E and down from 36°N, on a plane true at 28°N.
    x, y = map(float, re.match(r"M([\d.]+) ([\d.]+)", paths[-1].get("d")).groups())
    assert x == pytest.approx((130.8 - 118) / 16 * 640, abs=0.5)  # whole units
    assert y == pytest.approx((36 - 32.9) / 16 * 640 / 0.882948, abs=0.5)
