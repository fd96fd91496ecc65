"""Claims are recomputed: the verdict follows from the numbers, and moves when they move."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from rimland import layers
from rimland.layers import DataError
from rimland.layers.claim_file import read_claims_file
from rimland.layers.claims import VERDICTS, Finding, Quantity, answer, as_table, assess, claims_path, verdict
from rimland.layers.conditions import read_condition

HEAD = """
version = 1
[article]
en = "An article"
ja = "論考"
zh-Hant = "文章"
[[claims]]
id = "near"
line = 1
layers = ["sites"]
quote = { en = "It is near", ja = "近い", zh-Hant = "很近" }
"""
ASKED = """
[[claims.tests]]
unit = "km"
is = "<= 120"
number = { distance = ["sites/hill", "taiwan"] }
says = { en = "Within 120 km", ja = "120 km以内", zh-Hant = "120公里以內" }
"""


def a_theatre(folder: Path, claims: str, *, lon: float = 122.98) -> layers.Theatre:
    """A theatre of one's own: one hill, and what is said of it."""
    (folder / "claims.toml").write_text(claims, encoding="utf-8")
    (folder / "mine.toml").write_text(
        'version = 1\ntitle = { en = "Mine", ja = "私の", zh-Hant = "我的" }\nbounds = [120.0, 22.0, 126.0, 27.0]\n'
        'layers = ["sites"]\nclaims = "claims.toml"\n',
        encoding="utf-8",
    )
    text = '{ en = "Sites", ja = "地点", zh-Hant = "地點" }'
    (folder / "sites.toml").write_text(
        f'title = {text}\nsummary = {text}\ngroup = "sites"\nkind = "point"\nas_of = "2025"\nlicence = "CC-BY-4.0"\n'
        'position_grade = "B"\nfact_grade = "B"\naccuracy_m = 100.0\n[[sources]]\nid = "me"\ntitle = "My notes"\n',
        encoding="utf-8",
    )
    names = {"name_en": "Hill", "name_ja": "丘", "name_zh_hant": "丘"}
    feature = {
        "type": "Feature",
        "properties": {"id": "hill", **names, "source": "me", "position_grade": "B", "fact_grade": "B"},
        "geometry": {"type": "Point", "coordinates": [lon, 24.45]},
    }
    collection = {"type": "FeatureCollection", "features": [feature]}
    (folder / "sites.geojson").write_text(json.dumps(collection), encoding="utf-8")
    return layers.read_theatre(folder / "mine.toml")


def test_all_some_or_none_of_what_is_asked_makes_the_verdict() -> None:
    assert verdict((True,)) == "holds"
    assert verdict((True, False)) == "holds in part"
    assert verdict((False,)) == "does not hold"
    assert verdict((None,)) == "holds in part"
    assert verdict((None, True)) == "holds in part"
    assert verdict(()) == "not a spatial claim"


@pytest.mark.parametrize(
    ("value", "spread", "met"), [(99.0, 0.5, True), (100.2, 0.5, None), (99.8, 0.5, None), (101.0, 0.5, False)]
)
def test_a_number_nearer_to_its_threshold_than_its_uncertainty_decides_nothing(
    value: float, spread: float, met: bool | None
) -> None:
    assert answer(Quantity(value=value, unit="km", uncertainty=spread), read_condition("<= 100")) is met


def test_changing_a_coordinate_flips_the_verdict(tmp_path: Path) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    near.mkdir()
    far.mkdir()
    assert [finding.verdict for finding in assess(a_theatre(near, HEAD + ASKED))] == ["holds"]
    assert [finding.verdict for finding in assess(a_theatre(far, HEAD + ASKED, lon=124.5))] == ["does not hold"]


def test_a_distance_carries_both_accuracies_and_both_sources(tmp_path: Path) -> None:
    (finding,) = assess(a_theatre(tmp_path, HEAD + ASKED))
    (outcome,) = finding.outcomes
    assert outcome.quantity.uncertainty == pytest.approx((100.0 + layers.place("taiwan").accuracy_m) / 1000)
    assert "My notes" in finding.sources
    assert len(finding.sources) >= 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("", "neither tests nor a caveat"),
        (ASKED.replace("<= 120", "near"), "is no condition"),
        (ASKED.replace("hill", "hull"), "Did you mean 'hill'"),
        (ASKED.replace("sites/", "sights/"), "no layer 'sights'"),
        (ASKED.replace('"taiwan"', '"taiwann"'), "taiwan"),
        (ASKED.replace('unit = "km"', 'unit = "miles"'), "write km, nmi or m"),
        (ASKED.replace('distance = ["sites/hill", "taiwan"]', 'layer = "sites", column = "height"'), "no column"),
        (ASKED.replace('distance = ["sites/hill", "taiwan"]', 'layer = "sites"'), "column is missing"),
        (ASKED.replace('["sites/hill", "taiwan"]', '["sites/hill", "taiwan"], layer = "sites"'), "exactly one of"),
        (ASKED.replace('distance = ["sites/hill", "taiwan"]', 'metric = "dept", take = "count"'), "no metric"),
        (ASKED + 'verdict = "holds"\n', "no such field"),
    ],
)
def test_what_a_claims_file_gets_wrong_is_said_with_the_file_and_the_claim(
    tmp_path: Path, wrong: str, said: str
) -> None:
    with pytest.raises(DataError, match=said) as caught:
        assess(a_theatre(tmp_path, HEAD + wrong))
    assert "claims.toml" in str(caught.value)


def test_a_theatre_without_claims_says_how_to_add_them(tmp_path: Path) -> None:
    theatre = dataclasses.replace(a_theatre(tmp_path, HEAD + ASKED), claims=None)
    with pytest.raises(DataError, match=r'claims = "claims\.toml"'):
        assess(theatre)


def test_no_verdict_is_written_in_the_file_that_ships() -> None:
    text = claims_path(layers.load_theatre("buffer")).read_text(encoding="utf-8").casefold()
    assert not [word for word in ("holds in part", "does not hold", "verdict =") if word in text.split("[article]")[1]]


def test_every_passage_of_the_file_that_ships_is_told_apart_and_shown_on_layers_that_exist() -> None:
    theatre = layers.load_theatre("buffer")
    claims = read_claims_file(claims_path(theatre)).claims
    assert len(claims) == 30
    assert not [(claim.id, name) for claim in claims for name in claim.layers if name not in theatre.catalog]


@pytest.fixture(scope="module")
def findings() -> dict[str, Finding]:
    return {finding.id: finding for finding in assess(layers.load_theatre("buffer"))}


def test_all_four_verdicts_occur(findings: dict[str, Finding]) -> None:
    assert {finding.verdict for finding in findings.values()} == set(VERDICTS)


def test_only_passages_without_a_question_are_no_spatial_claims(findings: dict[str, Finding]) -> None:
    assert all((found.verdict == VERDICTS[3]) == (not found.outcomes) for found in findings.values())


def test_the_corrections_that_the_facts_ask_for_are_shown(findings: dict[str, Finding]) -> None:
    wanted = {
        "poll-combat": "do nothing",
        "drill-2024": "Boso",
        "drills-regular": "June 2025",
        "fisheries-agreement": "4,802",
    }
    assert all(word in str((findings[name].correction or {}).get("en")) for name, word in wanted.items())
    assert findings["poll-combat"].verdict == "does not hold"


def test_what_ranges_reach_today_is_not_laid_to_the_scenario(findings: dict[str, Finding]) -> None:
    answers = [outcome.met for outcome in findings["first-strike-exposure"].outcomes]
    assert answers == [False, False, True]


def test_a_finding_is_plain_json(findings: dict[str, Finding]) -> None:
    tables: list[dict[str, Any]] = json.loads(json.dumps([as_table(finding) for finding in findings.values()]))
    assert {table["verdict"] for table in tables} <= set(VERDICTS)
    assert all(set(table["quote"]) == {"en", "ja", "zh-Hant"} for table in tables)


OURS = {"en": "threshold", "ja": "基準", "zh-Hant": "門檻"}

GIVEN = {
    "rim-and-gateway": {44.448},  # twice 12 nautical miles: the law
    "first-strike-exposure": {600.0},  # published ranges
    "missiles-in-eez": {370.4, 5.0},  # 200 nautical miles; the number that the passage is about
    "kumamoto-pivot": {1000.0},  # the published range
    "article-five-area": {22.224},
    "sar-memorandum": {1.0},
    "maritime-dialogue": {1.0},
    "drills-regular": {1.0, 2.0},  # "regular" is more than once, and October 2025 the passage's own date
    "poll-favourable": {82.0},
    "poll-combat": {1.0},
    "poll-dragged-in": {80.0, 56.0, 11.0},
}
"""Thresholds that are the law's, a source's or the article's own."""


def test_a_threshold_that_is_ours_is_called_ours_with_its_number() -> None:
    for claim in read_claims_file(claims_path(layers.load_theatre("buffer"))).claims:
        asked = {read_condition(one.must_be).operand for one in claim.tests}
        for value in asked - {0.0} - GIVEN.get(claim.id, set()):
            assert isinstance(value, float)
            for language, word in OURS.items():
                said = claim.caveat.model_dump(by_alias=True)[language] if claim.caveat else ""
                assert word in said, (claim.id, language)
                assert abs(value) < 10 or value == 25 or f"{abs(value):,g}" in said, (claim.id, language, value)
