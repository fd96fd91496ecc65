"""Static figures: every glyph there, no name over another, text that stays text, the same bytes each time."""

import hashlib
import os
import re
import subprocess
import sys

import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg

from rimland.layers import load_theatre
from rimland.layers.catalog import shipped_folder
from rimland.maps import FigureError, UnknownFigureError, figure, figure_names, figures, save_figure
from rimland.maps import figure_fonts as fonts
from rimland.maps.figure_text import Label
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
    for name in ("nansei", "first-island-chain", "islands"):
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
