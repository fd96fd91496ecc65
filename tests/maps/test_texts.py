"""The texts of a page: each written once, all of them found again."""

import json

from tests.maps.conftest import page_data

from rimland.layers import LANGUAGES
from rimland.maps import StrategicMap
from rimland.maps.texts import Texts

SEA = {"en": "Sea", "ja": "海", "zh-Hant": "海"}
ISLE = {"en": "Isle", "ja": "島", "zh-Hant": "島"}


def test_a_text_that_is_said_twice_is_written_once():
    texts = Texts()
    assert texts.placed([SEA, {"deep": (ISLE, SEA)}]) == [{"": 0}, {"deep": [{"": 1}, {"": 0}]}]
    assert texts.lists == {"en": ["Sea", "Isle"], "ja": ["海", "島"], "zh-Hant": ["海", "島"]}


def test_what_is_no_text_in_three_languages_stays_as_it_is():
    others = [
        {"en": "Sea", "ja": "海"},
        {**SEA, "ko": "바다"},
        dict.fromkeys(LANGUAGES, 3),
        ["Sea", "海", "海"],
        None,
        2.5,
    ]
    texts = Texts()
    assert texts.placed(others) == others
    assert texts.lists == {tag: [] for tag in LANGUAGES}


def test_a_page_says_its_theatre_and_layers_once_in_each_language(theatre):
    html = StrategicMap(theatre, lang="en").html()
    spoken = json.loads(html.split('id="rimland-texts">')[1].split("</script>")[0])
    told = list(zip(*(spoken[tag] for tag in LANGUAGES), strict=True))
    assert ("Invented.", "架空の地物。", "虛構圖徵。") in told
    assert len(told) == len(set(told))
    assert html.count("架空の地物。") == 1
    assert page_data(html)["cite"]["text"]["ja"].count("Rimland") == 1
