"""What a map shows of a feature is said in the reader's language, whichever of the three that is."""

import re
from itertools import chain

import pytest

from rimland.layers import LANGUAGES, Catalog, load_theatre
from rimland.maps import text
from rimland.maps.facts import facts, standing
from rimland.maps.features import is_base

NEUTRAL = {
    "fact_source": "titles of works, in the language of the work, and hosts",
    "area_source": "the same",
    "population_source": "the same",
    "names_source": "the same",
    "name_ja_source": "the same",
    "unlocode": "codes",
    "points": "numbers of base points",
    "zone": "ids, for which the viewer has names",
    "side_a": "the same",
    "side_b": "the same",
}
"""What is the same in every language, and why."""

CITED = [name for name in NEUTRAL if name.endswith("_source")]

CONNECTING = re.compile(
    r"\b(?:and|area|areas|by|census|copy|count|for|from|names?|note|page|population|position|rendering|same|table)\b"
)
"""Words by which a source would be described instead of named."""

ENGLISH = re.compile("[A-Za-z]{3,}")
KANA_OR_HAN = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")

DISPUTED = ("status", "disputed")
"""Said by the card in words of its own."""

THEATRE = load_theatre("buffer")
SHOWN = [name for name in dict.fromkeys([*THEATRE.layer_names, *Catalog()]) if not is_base(THEATRE.catalog[name])]


def shown(layer):
    """Each text that a map shows of a layer's features: its name, and what it is in each language."""
    for row in layer.features.to_dict("records"):
        told = chain(((name, value) for name, value, *_ in facts(row, layer, every=False)), standing(row).items())
        for name, value in told:
            if isinstance(value, str) and f"status_{value}" not in text.words("en") and (name, value) != DISPUTED:
                yield row["id"], name, dict.fromkeys(LANGUAGES, value)
            elif isinstance(value, dict):
                yield row["id"], name, value


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_that_a_map_shows_of_a_feature_stands_in_english_only(name):
    for identity, column, texts in shown(THEATRE.catalog[name]):
        for tag in ("ja", "zh-Hant"):
            english = ENGLISH.search(texts[tag]) and not KANA_OR_HAN.search(texts[tag])
            assert column in NEUTRAL or not english, (name, identity, column, texts[tag])
            assert column in NEUTRAL or texts[tag] != texts["en"] or not ENGLISH.search(texts["en"]), texts


def test_a_source_is_named_and_not_described_so_that_no_word_of_it_needs_another_language():
    for name in ("nansei", "first-island-chain", "islands", "south-china-sea-islands"):
        for identity, column, texts in shown(THEATRE.catalog[name]):
            assert column not in CITED or not CONNECTING.search(texts["en"]), (identity, texts["en"])


def test_a_text_that_is_in_english_only_would_be_found():
    row = {"id": "one", "note": "seen from the air", "published_width_km": "96 (narrowest)"}
    told = [value for _, value, *_ in facts(row, THEATRE.catalog["gates"], every=False)]
    assert [*told, standing(row)["note"]] == ["96 (narrowest)", "seen from the air"]
