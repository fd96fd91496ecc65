"""The map inside other people's pages: the lines that `rimland embed` prints, in a browser."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rimland.maps import StrategicMap, snippet

HOST = """<!DOCTYPE html><html lang="en"><meta name="viewport" content="width=device-width"><title>Host</title>
<link rel="icon" href="data:,">
<body style="margin:0"><div style="width:{width}">{frame}</div><script>window.secret = 1</script>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def saved(theatre, tmp_path):
    return StrategicMap(theatre, lang="en").save(tmp_path / "map.html")


@pytest.fixture
def server(tmp_path):
    """The folder with the map, as a web server on this machine serves it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


def page_with(folder, width="100%", **options):
    frame = snippet("map.html", title="A map", **options)
    (folder / "host.html").write_text(HOST.format(width=width, frame=frame), encoding="utf-8")
    return folder / "host.html"


@pytest.mark.browser
@pytest.mark.parametrize("served", [False, True], ids=["file", "http"])
def test_a_frame_runs_in_the_language_asked_for_and_cannot_reach_its_host(saved, server, watch, served):
    host = page_with(saved.parent, lang="ja")
    watched = watch()
    if served:
        watched.page.context.set_offline(False)
    watched.page.goto(f"{server}/host.html" if served else host.as_uri())
    inside = watched.page.frame_locator("iframe")
    inside.locator("html[data-ready][lang=ja]").wait_for()
    frame = watched.page.frames[1]
    assert frame.evaluate("window.origin") == "null"
    assert frame.evaluate("try { parent.secret } catch (error) { error.name }") == "SecurityError"
    assert watched.page.get_by_title("A map").count() == 1
    assert watched.complaints == []
    wanted = {"host.html", "map.html"}
    assert {url.split("#")[0].rsplit("/", 1)[1] for url in watched.requests} <= wanted


@pytest.mark.browser
@pytest.mark.parametrize(
    ("window", "column", "ratio", "size"),
    [
        (1280, "100%", 1.6, (1280, 800)),
        (1280, "900px", 16 / 9, (900, 506.25)),
        (390, "100%", 1.6, (390, 480)),  # never lower than 480 pixels
    ],
)
def test_a_frame_is_as_wide_as_its_column_and_keeps_its_ratio(saved, watch, window, column, ratio, size):
    watched = watch(width=window)
    watched.page.goto(page_with(saved.parent, column, ratio=ratio).as_uri())
    box = watched.page.locator("iframe").bounding_box()
    assert (box["width"], box["height"]) == pytest.approx(size, abs=0.6)
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= window
    watched.page.frame_locator("iframe").locator("html[data-ready]").wait_for()


@pytest.mark.parametrize("wrong", [{"ratio": 0}, {"ratio": float("nan")}, {"height": 0}])
def test_a_frame_without_a_size_is_refused(wrong):
    with pytest.raises(ValueError, match="expected width to height"):
        snippet("map.html", title="A map", **wrong)
