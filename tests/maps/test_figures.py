"""Static figures: every glyph there, no name over another, text that stays text, the same bytes each time."""

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from rimland.layers import load_theatre
from rimland.layers.catalog import shipped_folder
from rimland.layers.scenarios import UnknownScenarioError
from rimland.maps import FigureError, UnknownFigureError, figure, figure_names, save_figure
from rimland.maps.figures import figure as figures
from rimland.maps.figures import fonts
from rimland.maps.figures.claims import quoted
from rimland.maps.figures.labels import Wish, placed
from rimland.maps.figures.lettering import Brush, Named, with_named
from rimland.maps.figures.png import in_few_colours
from rimland.maps.figures.sheet import sheet
from rimland.maps.figures.svg import shortened
from rimland.maps.figures.text import Label
from rimland.scripts.build_fonts import WORDS, characters, daily

LANGUAGES = ("en", "ja", "zh-Hant")


@pytest.fixture(scope="module")
def evidence():
    return figures.evidence_of("buffer")


@pytest.mark.parametrize(("script", "language"), [("TC", "zh-Hant"), ("JP", "ja")])
def test_the_fonts_have_every_character_in_daily_use(script, language):
    own = fonts._faces(language, False)[0][1]
    assert not {sign for sign in daily(script) if ord(sign) not in own}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_have_every_character_of_our_data_and_words(language):
    known = set().union(*(signs for _, signs in fonts._faces(language, False)))
    used = characters([shipped_folder().parent, *WORDS])
    for name in ("nansei", "first-island-chain", "islands", "south-china-sea-islands"):
        frame = load_theatre("buffer").catalog[name].features
        used |= {sign for column in frame if column.startswith("name") for sign in "".join(frame[column].dropna())}
    assert len(used) > 1000
    assert sorted(sign for sign in used if sign > "~" and ord(sign) not in known) == []


def drawn_texts(picture):
    """Each label of a map with the box of its ink in pixels."""
    canvas = FigureCanvasAgg(picture)
    renderer = canvas.get_renderer()
    picture.draw(renderer)
    return [
        (label, label.get_window_extent(renderer))
        for axes in picture.axes
        for label in axes.get_children()
        if isinstance(label, Label)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_on_a_map_lies_over_another(evidence, language):
    labels = drawn_texts(figure("overview", evidence, lang=language))
    upright = [(label, box) for label, box in labels if not label.get_rotation()]
    assert len(upright) > 20
    boxes = [shapely.box(box.x0, box.y0 + 0.15 * box.height, box.x1, box.y1) for _, box in upright]
    first, second = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    over = [
        (upright[one][0].get_text(), upright[other][0].get_text())
        for one, other in zip(first, second, strict=True)
        if one < other and boxes[one].intersection(boxes[other]).area > 0.1 * min(boxes[one].area, boxes[other].area)
    ]
    assert over == []


@pytest.mark.parametrize(("language", "name"), [("en", "Taiwan"), ("ja", "東シナ海"), ("zh-Hant", "菲律賓海")])
def test_the_text_of_an_svg_is_text_in_each_language(tmp_path, evidence, language, name):
    path = save_figure(figure("overview", evidence, lang=language), tmp_path / "map.svg")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text(encoding="utf-8"))
    assert name in texts
    assert fonts.STACKS[language][0] in path.read_text(encoding="utf-8")


def test_a_figure_has_the_same_bytes_in_another_process_with_another_hash_seed(tmp_path, evidence):
    code = (
        "import sys; from rimland.maps import figure, save_figure\n"
        "picture = figure('overview', lang='ja')\n"
        "[save_figure(picture, sys.argv[1] + end) for end in ('.svg', '.png', '.pdf')]"
    )
    stem = str(tmp_path / "map")
    subprocess.run(
        [sys.executable, "-c", code, stem], check=True, env=os.environ | {"PYTHONHASHSEED": "7"}, timeout=300
    )
    picture = figure("overview", evidence, lang="ja")
    for suffix in figures.SUFFIXES:
        ours = hashlib.sha256(figures.figure_bytes(picture, suffix)).hexdigest()
        assert hashlib.sha256((tmp_path / f"map{suffix}").read_bytes()).hexdigest() == ours, suffix


def test_an_unknown_figure_is_answered_with_the_nearest_name(evidence):
    with pytest.raises(UnknownFigureError, match=r"no figure 'gate'.*gates"):
        figure("gate", evidence)


def test_another_language_or_suffix_is_refused_in_one_sentence(tmp_path, evidence):
    with pytest.raises(FigureError, match="lang = 'fr'"):
        figure("overview", evidence, lang="fr")
    with pytest.raises(FigureError, match=r"\.svg, \.png, \.pdf"):
        save_figure(figure("overview", evidence), tmp_path / "map.jpg")
    assert list(tmp_path.iterdir()) == []


def test_every_spatial_claim_has_a_figure_and_no_other(evidence):
    from rimland.layers.claim_file import read_claims_file
    from rimland.layers.claims import claims_path

    names = figure_names(evidence)
    for claim in read_claims_file(claims_path(evidence.theatre)).claims:
        kinds = {evidence.theatre.catalog[name].kind for name in claim.layers}
        assert (claim.id in names) == bool(claim.tests and kinds - {"table"}), claim.id


# --- other theatres


@pytest.fixture
def own(theatre):
    """The figures of a small invented theatre."""
    return figures.evidence_of(theatre)


def map_axes(picture):
    """The axes of its map: those that lie below the page's own."""
    return next(axes for axes in picture.axes if axes is not picture.axes[0])


def written(picture):
    """The texts of the page, apart from the names on its map, with the positions where they begin."""
    return [(text.get_text(), text.get_position()) for text in picture.axes[0].texts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_theatre_is_drawn_with_its_own_words(own, language):
    assert own.names == ("overview",)
    picture = figure("overview", own, lang=language)
    texts = [text for text, _ in written(picture)]
    assert {"en": "A sample", "ja": "見本の地図", "zh-Hant": "樣本地圖"}[language] in texts
    labels = {label.get_text() for label, _ in drawn_texts(picture)}
    assert {"en": "Big", "ja": "大島", "zh-Hant": "大島"}[language] in labels


def test_a_disputed_place_has_all_its_names_and_its_claimants(own):
    picture = figure("overview", own, lang="ja")
    assert "係争島 / 爭議島" in {label.get_text() for label, _ in drawn_texts(picture)}
    assert "One、Two" in "".join(text for text, _ in written(picture))


@pytest.mark.parametrize("size", ["single", "double"])
def test_nothing_is_madeover_the_map_but_its_names(own, size):
    picture = figure("overview", own, size=size)
    drawn_texts(picture)
    frame = map_axes(picture).get_window_extent()
    renderer = FigureCanvasAgg(picture).get_renderer()
    for text in picture.axes[0].texts:
        box = text.get_window_extent(renderer)
        assert not (box.x1 > frame.x0 + 1 and box.x0 < frame.x1 - 1 and box.y1 > frame.y0 + 1 and box.y0 < frame.y1 - 1)
        assert box.x0 >= 0
        assert box.x1 <= picture.bbox.width, text.get_text()


def test_every_name_stays_within_the_frame(own):
    picture = figure("overview", own)
    labels = drawn_texts(picture)
    frame = map_axes(picture).get_window_extent()
    assert labels
    for label, box in labels:
        assert frame.x0 <= box.x0, label.get_text()
        assert box.x1 <= frame.x1, label.get_text()


def test_a_theatre_across_the_antimeridian_is_one_map(theatre):
    from shapely import LineString
    from tests.maps.conftest import feature, layer_file, names, words, write_layer

    folder = theatre.parent
    way = LineString([(174, -18), (180, -17)]), LineString([(-180, -17), (-174, -16)])
    write_layer(
        folder,
        "gaps",
        layer_file(title=words("Ways", "航路", "航路"), kind="line", group="lanes", style='{ label = "lane" }'),
        [feature(shapely.MultiLineString(list(way)), id="way", **names("Way", "航路", "航路"))],
    )
    file = folder / "sample.toml"
    text = file.read_text(encoding="utf-8").replace("[118.0, 20.0, 134.0, 36.0]", "[170.0, -25.0, -170.0, -5.0]")
    file.write_text(text, encoding="utf-8")
    picture = figure("overview", file)
    texts = [text for text, _ in written(picture)]
    assert {"176°E", "180°", "176°W"} <= set(texts)
    assert "Way" in {label.get_text() for label, _ in drawn_texts(picture)}


def test_a_character_without_a_glyph_is_refused_by_name(theatre):
    from rimland.maps.figures.fonts import MissingGlyphError

    file = theatre
    file.write_text(file.read_text(encoding="utf-8").replace("A sample", "A ཀ sample"), encoding="utf-8")
    with pytest.raises(MissingGlyphError, match=r"U\+0F40"):
        figure("overview", file)


def test_an_svg_says_its_title_and_its_language(tmp_path, own):
    text = save_figure(figure("overview", own, lang="ja"), tmp_path / "map.svg").read_text(encoding="utf-8")
    assert 'xml:lang="ja"' in text
    assert "<title>見本の地図</title>" in text


def test_a_pdf_embeds_its_fonts_and_no_file_says_when_it_was_made(own):
    picture = figure("overview", own, lang="zh-Hant")
    made = {suffix: figures.figure_bytes(picture, suffix) for suffix in figures.SUFFIXES}
    assert b"/FontFile2" in made[".pdf"]
    assert b"RimlandSansTC-Regular" in made[".pdf"]
    assert not re.search(rb"/CreationDate|/ModDate", made[".pdf"])
    assert not re.search(rb"<dc:date>|Matplotlib v", made[".svg"])
    assert not re.search(rb"tIME|Software", made[".png"])


@pytest.mark.parametrize(
    ("name", "language"),
    [("gates", "zh-Hant"), ("fisheries", "ja"), ("grey-zone", "en"), ("drill-2024", "zh-Hant"), ("tier-two", "ja")],
)
def test_a_figure_has_its_numbers_and_is_drawn_without_a_warning(evidence, name, language):
    picture = figure(name, evidence, lang=language)
    assert len(drawn_texts(picture)) > 3
    if name in evidence.claims:
        text = "".join(text for text, _ in written(picture))
        for one in evidence.subject(name, language).statements:
            assert re.sub(r"\s", "", one.number) in re.sub(r"\s", "", text)


def test_several_processes_write_the_same_bytes_as_one(tmp_path, evidence):
    for count in (1, 2):
        (tmp_path / str(count)).mkdir()
        figures.save_all(
            evidence, tmp_path / str(count), names=["overview", "tier-two"], suffixes=[".svg"], workers=count
        )
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("1", "2"))
    assert one == two
    assert set(one) == {"overview.svg", "tier-two.svg"}


# --- the command


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["gate", "-o", "x.svg"], 2, "no figure 'gate'"),
        (["gates", "-o", "x.jpg"], 2, ".svg, .png, .pdf"),
        (["gates", "-o", "nowhere/x.svg"], 2, "nowhere"),
        ([], 2, "--list"),
    ],
)
def test_wrong_use_of_the_command_is_answered_in_one_sentence(capsys, tmp_path, monkeypatch, words, status, said):
    from rimland.scripts.cli import main

    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["figure", *words])
    assert left.value.code == status
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_a_figure_and_lists_their_names(capsys, tmp_path, theatre):
    from rimland.scripts.cli import main

    for words in (["--list"], ["overview", "-o", str(tmp_path / "map.png"), "--lang", "ja"]):
        with pytest.raises(SystemExit) as left:
            main(["figure", *words, "--theatre", str(theatre)])
        assert left.value.code == 0
    assert capsys.readouterr().out.splitlines() == ["overview", str(tmp_path / "map.png")]
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


def test_a_path_of_an_svg_is_as_short_as_can_be_seen_and_no_islet_is_lost():
    path = "M 10 20 L 10.02 20.01 L 13.26 20 L 13.26 17.5 z M 5.01 5.01 L 5.02 5.01 L 5.02 5.02 z"
    assert shortened(path) == "M10 20h3.3v-2.5zM5 5h0.1z"
    assert shortened("M 0.123456 -1 C 2 3 4 5 6.000001 7") == "M 0.12 -1 C 2 3 4 5 6 7"


def test_steps_along_a_path_do_not_add_up_their_roundings():
    rng = np.random.default_rng(5)
    walk = np.cumsum(rng.uniform(-0.4, 0.4, (4000, 2)), axis=0) + 300
    told = shortened("M " + " L ".join(f"{x:.6f} {y:.6f}" for x, y in walk))
    x, y = map(float, re.match(r"M(\S+?) ([\d.]+)", told).groups())
    for step, numbers in re.findall(r"([lhv])([-\d. ]+)", told):
        first, *second = map(float, re.findall(r"-?[\d.]+", numbers))
        x, y = (x, y + first) if step == "v" else (x + first, y + (second[0] if second else 0))
    assert abs(x - walk[-1, 0]) < 0.051
    assert abs(y - walk[-1, 1]) < 0.051


def test_a_png_in_few_colours_keeps_areas_exactly_and_edges_nearly(own):
    canvas = FigureCanvasAgg(figure("overview", own))
    whole, few = BytesIO(), BytesIO()
    canvas.print_png(whole)
    few.write(in_few_colours(Image.open(whole), 300))
    full, ours = (np.asarray(Image.open(one).convert("RGB"), int) for one in (whole, few))
    colours, counts = np.unique(full.reshape(-1, 3), axis=0, return_counts=True)
    assert len(colours) > 256
    for colour in colours[np.argsort(-counts)[:16]]:
        dots = (full == colour).all(axis=-1)
        assert (ours[dots] == colour).all()
    assert np.abs(ours - full).max() <= 20
    assert len(few.getvalue()) < len(whole.getvalue()) / 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bases-for-taiwan", {"Kadena Air Base", "Sasebo Naval Base", "Taiwan"}),
        ("missiles-in-eez", {"Hateruma", "Taiwan"}),
        ("taiwan-contingency", {"Yonaguni", "Taiwan"}),
    ],
)
def test_what_a_distance_ends_at_is_named(evidence, name, said):
    assert said <= {label.get_text() for label, _ in drawn_texts(figure(name, evidence))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbered_zones_all_have_their_number(evidence, language):
    texts = [label.get_text() for label, _ in drawn_texts(figure("growing-exercises", evidence, lang=language))]
    assert sorted(text for text in texts if text.isdecimal()) == sorted([*"1234567", *"12345"])


@pytest.mark.parametrize(("places", "found"), [([(20.0, 50.0)], []), ([(20.0, 50.0), (80.0, 50.0)], [(80.0, 50.0)])])
def test_no_line_from_a_name_runs_across_an_island(places, found):
    island = shapely.box(35, 40, 55, 60)
    wish = Wish(lines=("Strait",), places=places, kind="water", language="en", must=True, anchor=(60.0, 50.0))
    names = placed([wish], frame=(0, 0, 100, 100), lines=[], marks=[], land=island)
    assert [(name.x, name.y) for name in names] == found


def test_a_place_beyond_the_frame_gets_no_name_and_raises_no_other():
    window = sheet((120.0, 22.0, 126.0, 26.0), room=(100.0, 100.0))
    brush = Brush(axes=None, sheet=window, language="en", land=shapely.Polygon())
    wish = Wish(lines=("Near",), places=[(10.0, 10.0)], kind="island", language="en", rank=1.0)
    far = [
        Named(shape=shapely.box(140, 35, 141, 36), text="Far", rank=9.0),
        Named(shape=shapely.Point(0, 0), text="Dot", rank=9.0),
    ]
    assert with_named([wish], far, brush) == [wish]
    assert with_named([], far, brush) == []
    (raised,) = with_named([wish], [Named(shape=shapely.box(122, 23, 123, 24), text="Near", rank=9.0)], brush)
    assert (raised.rank, raised.must) == (9.0, True)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("a “quasi-alliance” of two", "en", "“a ‘quasi-alliance’ of two”"),
        ("“the whole is quoted”", "en", "“the whole is quoted”"),
        ("“one” and “two”", "en", "“‘one’ and ‘two’”"),
        ("日台「準同盟」", "ja", "「日台『準同盟』」"),
    ],
)
def test_quotation_marks_within_a_passage_are_the_inner_ones(text, language, said):
    assert quoted(text, language) == said


SECOND = """
[scenarios.islets-change-hands]
title = { en = "Two (hypothetical)", ja = "二（仮定）", zh-Hant = "二（假設）" }
summary = { en = "Another summary.", ja = "別の要約。", zh-Hant = "另一摘要。" }
hypothetical = true
transfers = { senkaku = "prc" }

[[story]]"""


def test_depth_is_drawn_under_the_scenario_that_is_named(tmp_path):
    shipped = shipped_folder().parent / "theatres"
    for path in shipped.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace("\n[[story]]", SECOND, 1), "utf-8")
    evidence = figures.evidence_of(tmp_path / "buffer.toml", "islets-change-hands")
    assert "Another summary." in {text for text, _ in written(figure("depth", evidence))}
    assert evidence.scenario.administers["senkaku"] == "prc"
    with pytest.raises(FigureError, match="computed under 'islets-change-hands'"):
        figure("depth", evidence, scenario="taiwan-prc-control")
    with pytest.raises(UnknownScenarioError, match=r"no scenario .islet-change-hands.*islets-change-hands"):
        figure("depth", tmp_path / "buffer.toml", scenario="islet-change-hands")


@pytest.mark.parametrize("language", ["ja", "zh-Hant"])
def test_the_legend_has_a_disputed_zone_by_all_its_names_with_its_claimants(evidence, language):
    lines = [line for line, _ in written(figure("buffer-water", evidence, lang=language))]
    legend = "".join(lines).replace("\n", "")
    assert "尖閣諸島の沿岸200海里以内" in legend
    assert "釣魚臺列嶼沿岸200海浬以內" in legend
    assert {"ja": "領有権に争いあり", "zh-Hant": "有主權爭議"}[language] in legend


def test_no_line_ends_between_a_number_and_its_unit():
    assert fonts.wrapped("at least 70,000 km² of it", "en", 8, 20) == ["at least", "70,000 km² of", "it"]
