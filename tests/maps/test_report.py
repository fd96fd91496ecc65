"""A report: one document, written as a web page, as Word, as Markdown and as PDF."""

import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from rimland import geo, layers, maps
from rimland.layers import LANGUAGES, DataError
from rimland.layers.quantities import Numbers
from rimland.maps.reports.document import Column, Picture, Table, captioned
from rimland.maps.reports.docx import WIDE_CM, docx, widths
from rimland.maps.reports.files import SUFFIXES, ReportFormatError, drawn
from rimland.maps.reports.markdown import escaped, markdown
from rimland.maps.reports.svg import inline
from rimland.maps.reports.web_page import html
from rimland.maps.reports.words import report_words

MOMENT = "2024-05-06T00:00:00Z"
HOSTILE = '</script><img src=x onerror="document.title=1">{{7*7}}{% x %} | *b* [x](javascript:1) `a` \u2028 $1^2$'

STORY = """
claims = "claims.toml"
[[story]]
id = "way"
title = { en = "The way", ja = "航路", zh-Hant = "航路" }
claim = { en = "The fab is {gap} off.", ja = "工場まで{gap}。", zh-Hant = "距工廠{gap}。" }
number = { en = "{gap±}", ja = "{gap±}", zh-Hant = "{gap±}" }
caveat = { en = "HOSTILE", ja = "HOSTILE", zh-Hant = "HOSTILE" }
source = { en = "Invented.", ja = "架空。", zh-Hant = "虛構。" }
layers = ["sites"]
bounds = [118.0, 20.0, 134.0, 36.0]
claims = ["near"]
figures = ["overview"]
tables = ["distances", "zones"]
[story.numbers]
gap = { distance = ["islands/small", "sites/fab"], unit = "km" }
"""

CLAIMS = """
version = 1
article = { en = "A", ja = "A", zh-Hant = "A" }
[[claims]]
id = "near"
line = 3
layers = ["sites"]
quote = { en = "the fab is near", ja = "工場は近い", zh-Hant = "工廠很近" }
caveat = { en = "Invented.", ja = "架空。", zh-Hant = "虛構。" }
[[claims.tests]]
unit = "km"
is = "<= 10"
number = { distance = ["islands/small", "sites/fab"] }
says = { en = "Within 10 km", ja = "10 km以内", zh-Hant = "10公里以內" }
[[claims]]
id = "opinion"
line = 9
quote = { en = "people like it", ja = "好まれている", zh-Hant = "受人喜愛" }
caveat = { en = "Not a matter of space.", ja = "空間の問題ではない。", zh-Hant = "非空間問題。" }
"""


def words_in(document) -> str:
    """All that a document says, block by block."""
    found = []
    for block in document.blocks:
        parts = [getattr(block, name, "") for name in ("text", "label", "caption", "alt")]
        if isinstance(block, Table):
            parts += [column.title for column in block.columns]
            parts += [cell for row in block.rows for cell in row] + list(block.notes)
        parts += [getattr(item, "text", item) for item in getattr(block, "items", ())]
        found += parts
    return "\n".join(found)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory):
    from tests.maps.conftest import write_theatre

    folder = tmp_path_factory.mktemp("theatre")
    path = write_theatre(folder)
    hostile = HOSTILE.replace('"', '\\"').replace("\u2028", "\\u2028")
    path.write_text(path.read_text("utf-8") + STORY.replace("HOSTILE", hostile), "utf-8")
    (folder / "claims.toml").write_text(CLAIMS, "utf-8")
    return layers.read_theatre(path)


@pytest.fixture(scope="module")
def document(theatre):
    return maps.report(theatre, lang="en")


@pytest.fixture(scope="module")
def gallery(theatre):
    from rimland.maps.figures.figure import evidence_of

    return drawn(evidence_of(theatre), "en")


def test_its_numbers_are_those_of_the_run(theatre, document):
    gap = geo.distance(
        theatre.catalog["islands"].features.set_index("id").geometry["small"],
        theatre.catalog["sites"].features.set_index("id").geometry["fab"],
    )
    said = words_in(document)
    assert f"The fab is {gap.km:,.1f} km off." in said
    assert f"Within 10 km: {gap.km:,.1f} ± 1.1 km; no" in said
    assert f"{gap.nmi:,.2f} ± 0.57 nmi" in said or f"{gap.nmi:,.1f} ± 0.6 nmi" in said


def test_verdicts_are_counted_and_every_passage_is_there_once(document):
    said = words_in(document)
    assert "0 hold, 0 hold in part, 1 do not hold, and 1 are not spatial claims" in said
    assert said.count("the fab is near") == 1
    assert said.count("people like it") == 1
    assert said.count("Other passages") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_speaks_one_language_at_a_time(theatre, lang):
    document = maps.report(theatre, lang=lang)
    assert document.language == lang
    assert not re.search(r"\{[a-z_]+\}", re.sub(re.escape("{{7*7}}"), "", words_in(document)))
    assert report_words(lang).keys() == report_words("en").keys()
    assert all(report_words(lang).values())


def test_a_step_that_names_a_claim_or_table_that_is_not_there_is_refused(theatre, tmp_path):
    path = theatre.path.with_name("other.toml")
    for wrong, said in (('["near"]', "no claim 'nera'. Did you mean 'near'"), ('"zones"]', "no table 'nera'")):
        path.write_text(
            theatre.path.read_text("utf-8").replace(wrong, wrong.replace(wrong[1:-1].strip('["]'), "nera")), "utf-8"
        )
        with pytest.raises(DataError, match=re.escape(said)):
            maps.report(layers.read_theatre(path), lang="en")
    path.unlink()


# --- the web page


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict]] = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def elements(page: str) -> list[tuple[str, dict]]:
    reader = Elements()
    reader.feed(page)
    return reader.found


def test_the_page_has_no_script_no_style_attribute_and_no_address_to_load(document, gallery):
    found = elements(html(document, gallery))
    assert not [tag for tag, _ in found if tag in ("script", "img", "link", "object", "embed")]
    assert not [attributes for _, attributes in found if "style" in attributes]
    assert not [name for _, attributes in found for name in attributes if name.startswith("on")]
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_what_data_say_is_text_on_the_page(document, gallery):
    page = html(document, gallery)
    assert "onerror=&#34;" in page
    assert "{{7*7}}{% x %}" in page


def test_a_figure_with_a_script_or_a_sheet_of_its_own_is_refused():
    for bad in ("<script>1</script>", "<style>*{fill: red}</style>"):
        with pytest.raises(ValueError, match="may have"):
            inline(f'<svg xmlns="http://www.w3.org/2000/svg">{bad}</svg>'.encode(), "a", "")


def test_style_attributes_of_a_figure_become_attributes_that_mean_the_same():
    svg = """<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><text style="font: bold 9px 'X', serif; fill: #123456"
        clip-path="url(#a)">b</text></g></svg>"""
    root = ET.fromstring(inline(svg.encode(), "one", 'said "so"'))
    text = root.find(".//{*}text")
    assert text.get("font-weight") == "bold"
    assert text.get("font-size") == "9px"
    assert text.get("font-family") == "'X', serif"
    assert text.get("fill") == "#123456"
    assert text.get("clip-path") == "url(#one-a)"
    assert root.get("aria-label") == 'said "so"'


@pytest.mark.browser
def test_the_map_in_the_page_runs_asks_for_nothing_and_cannot_reach_its_host(
    theatre, document, gallery, watch, tmp_path
):
    path = tmp_path / "report.html"
    live = maps.StrategicMap(theatre, lang="en").html()
    maps.save_report(document, path, gallery=gallery, moment=MOMENT, live=live)
    watched = watch()
    watched.page.goto(path.as_uri())
    watched.page.locator("iframe").scroll_into_view_if_needed()  # a browser draws no frame of a map that nobody sees
    frame = watched.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    assert frame.locator(".leaflet-overlay-pane path, .leaflet-overlay-pane canvas, svg path").count() > 0
    assert [url for url in watched.requests if not url.startswith(("file:", "data:", "about:"))] == []
    assert watched.complaints == []
    assert watched.page.title() == document.title
    reach = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    assert watched.page.frames[1].evaluate(reach) == "SecurityError"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_its_window_and_is_for_everybody(document, gallery, watch, tmp_path, width):
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "report.html"
    maps.save_report(document, path, gallery=gallery, moment=MOMENT)
    page = watch(width=width).page
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []


# --- Word


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_a_word_document_numbers_its_captions_with_fields_and_describes_its_pictures(document, gallery):
    body = ET.fromstring(parts(docx(document, gallery, moment=MOMENT))["word/document.xml"])
    styles = [style.get(f"{W}val") for style in body.iter(f"{W}pStyle")]
    kinds = captioned(document)
    pictures = [block for block, _ in kinds if isinstance(block, Picture)]
    tables = [block for block, _ in kinds if isinstance(block, Table)]
    assert styles.count("Caption") == len(pictures) + len(tables)
    codes = [code.text.strip() for code in body.iter(f"{W}instrText")]
    assert codes.count("SEQ Figure \\* ARABIC") == len(pictures)
    assert codes.count("SEQ Table \\* ARABIC") == len(tables)
    said = [element.get("descr") for element in body.iter() if element.tag.endswith("}docPr")]
    assert said == [picture.alt for picture in pictures]
    assert len(list(body.iter(f"{W}tblHeader"))) == len(tables)
    assert {"Title", "Heading1", "Heading2", "Lead", "KeyFigure"} <= set(styles)


@pytest.mark.parametrize(
    ("lang", "font", "tag"), [("ja", "Noto Sans CJK JP", "ja-JP"), ("zh-Hant", "Noto Sans CJK TC", "zh-TW")]
)
def test_a_word_document_names_its_east_asian_font_and_language(theatre, gallery, lang, font, tag):
    styles = parts(docx(maps.report(theatre, lang=lang), gallery, moment=MOMENT))["word/styles.xml"].decode()
    assert f'w:eastAsia="{font}"' in styles
    assert f'w:eastAsia="{tag}"' in styles
    assert "eastAsiaTheme" not in styles.partition("<w:latentStyles")[0]


def test_a_word_document_has_no_time_of_day_but_the_one_it_is_given(document, gallery):
    one, two = (docx(document, gallery, moment=MOMENT) for _ in range(2))
    assert one == two
    with zipfile.ZipFile(BytesIO(one)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert parts(one)["docProps/core.xml"].count(MOMENT.encode()) == 2


# --- Markdown, PDF, files


def test_markdown_escapes_what_would_mean_something_and_keeps_its_tables(document):
    text = markdown(document, folder="figures")
    assert escaped("*b* [x](javascript:1)") in text
    assert "<img" not in text.replace("\\<img", "")
    for line in text.splitlines():
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)\|", line)) >= 3
    assert text.count("![") == len(document.pictures)


def test_a_pdf_has_its_text_and_the_same_bytes_twice(document, gallery, tmp_path):
    pytest.importorskip("weasyprint")
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    for path in (one, two):
        maps.save_report(document, path, gallery=gallery, moment=MOMENT)
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().startswith(b"%PDF")


def test_a_missing_package_is_named_with_the_line_that_installs_it(document, gallery, tmp_path, monkeypatch):
    monkeypatch.setattr("rimland.maps.reports.pdf.find_spec", lambda _: None)
    with pytest.raises(ReportFormatError, match=re.escape('pip install "rimland[pdf]"')):
        maps.save_report(document, tmp_path / "a.pdf", gallery=gallery, moment=MOMENT)


def test_markdown_has_its_figures_beside_it_and_another_suffix_is_refused(document, gallery, tmp_path):
    written = maps.save_report(document, tmp_path / "a.md", gallery=gallery, moment=MOMENT)
    assert {path.name for path in written} == {"a.md", *(f"{picture.name}.png" for picture in document.pictures)}
    assert all(path.is_file() for path in written)
    with pytest.raises(ReportFormatError, match=re.escape(", ".join(SUFFIXES))):
        maps.save_report(document, tmp_path / "a.odt", gallery=gallery, moment=MOMENT)


@pytest.mark.parametrize(
    ("lang", "licence"),
    [("en", "Licence: ODbL-1.0."), ("ja", "ライセンス：ODbL-1.0。"), ("zh-Hant", "授權：ODbL-1.0。")],
)
def test_gaps_and_licences_are_told_in_the_language_of_the_report(theatre, lang, licence):
    from types import SimpleNamespace

    from rimland.maps.reports.annex import annex
    from rimland.maps.reports.tables import Desk

    used = (layers.Catalog()["adiz"], layers.Catalog()["nansei"])
    nothing_told = replace(theatre, story=(), scenarios={})
    desk = Desk(theatre=nothing_told, numbers=Numbers(nothing_told), language=lang, words=report_words(lang))
    said = words_in(SimpleNamespace(blocks=tuple(annex(desk, used))))
    gap = used[0].gaps[0]
    assert gap[lang] in said
    assert not any(gap[other] in said for other in gap if gap[other] != gap[lang])
    assert licence in said
    assert ("Licence: " in said) == (lang == "en")


def test_a_date_is_never_broken_to_make_room_for_the_texts_beside_it():
    long = "Asahi Shimbun, by post, 3,000 sent on 28 February 2023, 1,967 valid (66 %)"
    titles = ("Date", "Name", "Poll", "Condition stated")
    rows = (("2024-09-21", long, long, "If the United States and China clash over Taiwan"),)
    table = Table(caption="", columns=tuple(Column(title=title) for title in titles), rows=rows)
    found = widths(table)
    assert found[0] > 10 * 0.19
    assert sum(found) == pytest.approx(WIDE_CM)
