"""Words in three languages, and text that cannot become anything else."""

import json
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rimland.maps import text
from rimland.maps.page import SCRIPTS, viewer_script


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_word_is_there_in_every_language(language):
    words = text.words(language)
    assert words.keys() == text.words("en").keys()
    assert all(word.strip() for word in words.values())


@pytest.mark.parametrize("key", text.words("en"))
def test_a_word_has_the_same_blanks_in_every_language(key):
    assert len({text.words(language)[key].count("{}") for language in text.LANGUAGES}) == 1


def test_japanese_and_chinese_words_are_not_english():
    same_by_right = {"unit_km", "unit_km2", "unit_m", "scale_at", "unlocode"}
    for language in ("ja", "zh-Hant"):
        foreign = text.words(language)
        for key, word in text.words("en").items():
            assert key in same_by_right or word != foreign[key], key


def test_chinese_words_are_traditional():
    """Signs that only simplified Chinese has: a few hundred would be a table, these are the ones of our own subject."""
    simplified = set("图层岛线图标称单击选择显关闭语时间据数资来东湾国与为这没发链")
    for key, word in text.words("zh-Hant").items():
        assert not simplified & set(word), key


def test_every_word_that_the_viewer_asks_for_exists():
    words = text.words("en")
    page = files("rimland.maps").joinpath("assets/page.html").read_text(encoding="utf-8")
    asked = set(re.findall(r'word\("([a-z_0-9]+)"', viewer_script()))
    asked |= set(re.findall(r'data-(?:word|label)="([a-z_0-9]+)"', page)) | set(
        re.findall(r"words\.([a-z_0-9]+)", page)
    )
    assert asked <= words.keys(), asked - words.keys()
    assert asked


def test_the_viewer_is_made_of_all_its_parts():
    folder = files("rimland.maps").joinpath("assets/viewer")
    assert {f"{name}.js" for name in SCRIPTS} == {entry.name for entry in folder.iterdir()}


def test_the_viewer_never_makes_html_from_text():
    for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc"):
        assert danger not in viewer_script(), danger


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_inert_json_is_json_that_no_parser_of_html_can_leave(value):
    written = text.inert_json({"value": value})
    assert not set("<>&\u2028\u2029") & set(written)
    written.encode("utf-8")
    json.loads(written)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_text_that_can_be_written_is_not_changed(words):
    assert text.plain(words) == words
    assert json.loads(text.inert_json({"value": words})) == {"value": words}


@pytest.mark.parametrize("broken", ["\ud800", "a\udfffb", "\udc00\ud800", "\0"])
def test_what_utf8_cannot_write_becomes_a_replacement_sign(broken):
    assert "\ufffd" in text.plain(broken)
    text.plain(broken).encode("utf-8")
