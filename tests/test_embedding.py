"""The documents of `examples/embedding` are made as they say, and show a live map and a figure without a network."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pypandoc
import pytest

from rimland.scripts.cli import main

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "embedding"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A copy of the documents, with the map and the figure that they show."""
    folder = Path(shutil.copytree(EXAMPLES, tmp_path_factory.mktemp("embedding") / "desk"))
    commands = re.findall(r"^rimland (.*)$", (folder / "article.md").read_text(encoding="utf-8"), re.MULTILINE)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for words in commands:
            with pytest.raises(SystemExit) as ended:
                main(shlex.split(words))
            assert ended.value.code == 0
    return folder


def shows_map_and_figure(watch, path, frame="iframe", picture="img"):
    """Open a page; its frame runs a map, its picture is there, and nothing was asked of a network."""
    watched = watch()
    watched.page.goto(path.as_uri())
    for element in (frame, picture):
        watched.page.locator(element).scroll_into_view_if_needed()  # a lazy frame waits until it is seen
    watched.page.frame_locator(frame).locator("html[data-ready]").wait_for()
    assert watched.page.locator(frame).get_attribute("sandbox").startswith("allow-scripts")
    assert watched.page.locator(picture).evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert [url for url in watched.requests if not url.startswith(("file:", "data:", "about:"))] == []
    return watched.page


def test_the_markdown_page_shows_map_and_figure(desk, watch):
    pypandoc.convert_file(
        str(desk / "article.md"), "html", outputfile=str(desk / "md.html"), extra_args=["--standalone"]
    )
    shows_map_and_figure(watch, desk / "md.html")


def test_the_frames_of_both_documents_are_what_the_command_prints(desk, monkeypatch, capsys):
    monkeypatch.chdir(desk)
    with pytest.raises(SystemExit):
        main(["embed", "map.html", "--lang", "en"])
    block = capsys.readouterr().out.split("Markdown:\n\n")[1].strip()
    for name in ("article.md", "article.qmd"):
        assert block in (EXAMPLES / name).read_text(encoding="utf-8")


def test_the_quarto_document_runs_and_its_parts_make_a_page_and_a_docx(desk, watch, monkeypatch):
    """As far as it goes without Quarto: its code is run here, and Pandoc makes the rest, as Quarto would have it do."""
    monkeypatch.chdir(desk)
    text = (desk / "article.qmd").read_text(encoding="utf-8")
    names: dict = {}
    for code in re.findall(r"^```\{python\}\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        exec(code, names)
    text = re.sub(r"^```\{python\}\n.*?^```\n", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`\{python\} (.*?)`", lambda found: str(eval(found[1], names)), text)
    assert "Yonaguni is 107.5 km from Taiwan." in text
    for kind in ("html", "docx"):
        pypandoc.convert_text(text, kind, "markdown", outputfile=str(desk / f"qmd.{kind}"), extra_args=["--standalone"])
    shows_map_and_figure(watch, desk / "qmd.html")
    plain = pypandoc.convert_file(str(desk / "qmd.docx"), "markdown")
    assert "iframe" not in plain
    assert "![The gates of the first island chain" in plain


def test_the_notebook_runs_and_shows_map_and_figure(desk, watch):
    silent = [f"--HTMLExporter.{name}_url=" for name in ("require_js", "jquery", "mathjax", "mermaid_js")]
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--execute", *silent, "notebook.ipynb"]
    done = subprocess.run(command, cwd=desk, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    page = shows_map_and_figure(watch, desk / "notebook.html", picture="img[width='800']")
    assert "107.5 km, 58.0 nmi" in page.content()


def test_the_notebook_is_kept_without_outputs():
    assert '"outputs": []' in (EXAMPLES / "notebook.ipynb").read_text(encoding="utf-8")
    assert "image/png" not in (EXAMPLES / "notebook.ipynb").read_text(encoding="utf-8")
