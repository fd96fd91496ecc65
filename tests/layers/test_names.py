"""Spellings of one name have one key."""

import pytest

from rimland.layers.names import group_stem, key, stem, without_brackets


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yonaguni", "YONAGUNI"),
        ("Yonaguni", "ｙｏｎａｇｕｎｉ"),
        ("Lü Tao", "lu tao"),
        ("Hachijō-jima", "hachijo jima"),
        ("Wang’an Island", "Wangan-Island"),
        ("与那国島", "與那國島"),
        ("与那国島", "与那国岛"),
        ("臺灣", "台湾"),
        ("釣魚臺列嶼", "钓鱼台列屿"),
        ("尖閣諸島", "尖阁诸岛"),
        ("沖ノ鳥島", "沖之鳥島"),
        ("宝島", "寶島"),
        ("悪石島", "惡石島"),
        ("亀山島", "龟山岛"),
        ("壱岐", "壹岐"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("バタン", "パタン"), ("しま", "じま"), ("石垣島", "石垣"), ("北小島", "南小島"), ("Kume", "Kuma")],
)
def test_different_names_have_different_keys(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Yonaguni-jima", "Yonaguni"),
        ("Kikaijima", "Kikai"),
        ("Tokunoshima", "Tokuno"),
        ("Ishigaki Island", "Ishigaki"),
        ("与那国島", "與那國"),
        ("よなぐにじま", "よなぐに"),
        ("黃尾嶼", "黃尾"),
        ("沖縄本島", "沖縄"),
    ],
)
def test_the_word_for_an_island_may_be_left_off(name, bare):
    assert stem(name) == stem(bare)


def test_a_name_that_is_the_word_for_an_island_stays():
    assert stem("島") == key("島")
    assert stem("To") == "to"


def test_groups_lose_only_the_word_for_a_group():
    assert group_stem("八重山列島") == key("八重山")
    assert group_stem("Kerama Islands") == "kerama"
    assert stem("八重山列島") == key("八重山列")


def test_what_stands_in_brackets_is_told_apart():
    assert without_brackets("Minna Island (Tarama)") == "Minna Island"
    assert without_brackets("水納島(多良間)") == "水納島"
