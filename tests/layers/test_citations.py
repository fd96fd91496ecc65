"""The bibliography, read back with parsers that are not ours: pybtex for BibTeX, `json` for CSL."""

import json
import re

import pytest
from pybtex.database import parse_string

from rimland.layers import Catalog, FormatError, Layer, Source, bibliography, load_theatre
from rimland.layers.citations import citation_key

CSL_FIELDS = {"id", "type", "title", "publisher", "issued", "URL", "note", "keyword"}
"""Of the names that the CSL-JSON schema allows, those that we write."""

CSL_TYPES = {"webpage", "document"}

HOSTILE = r'50 % of {all} & #1_a ~ b^2 \ $5 "q" @misc{x, 與那國島'


def layer_of(*sources: Source, name: str = "mine") -> Layer:
    words = dict.fromkeys(("en", "ja", "zh-Hant"), name)
    return Layer(
        name=name,
        title=words,
        summary=words,
        group="x",
        kind="point",
        as_of="2024",
        sources=sources,
        licence="CC0-1.0",
        position_grade="B",
        fact_grade="B",
    )


PRINTED = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    **{rf"\{special}": special for special in "#$%&_"},
}
"""What LaTeX prints for a command, from the LaTeX reference manual."""


def latex_to_text(value: str) -> str:
    """What LaTeX prints of a field: commands by their characters, braces that only group by nothing."""
    commands = "|".join(map(re.escape, PRINTED))
    return re.sub(rf"{commands}|[{{}}]", lambda found: PRINTED.get(found[0], ""), value)


@pytest.mark.parametrize("theatre", ["buffer"])
def test_every_source_of_a_theatre_is_an_entry_that_an_independent_parser_reads(theatre):
    layers = load_theatre(theatre).layers
    entries = parse_string(bibliography(layers), "bibtex").entries
    sources = {citation_key(source): source for layer in layers for source in layer.sources}
    assert set(entries.keys()) == set(sources)
    for key, source in sources.items():
        fields = entries[key].fields
        assert latex_to_text(fields["title"]) == source.title
        assert latex_to_text(fields.get("howpublished", "")) == (source.publisher or "")
        assert fields.get("date") == source.date
        assert ("url" in fields) == (source.url is not None)


def test_csl_items_have_what_the_schema_requires_and_nothing_that_it_forbids():
    layers = load_theatre("buffer").layers
    items = json.loads(bibliography(layers, format="csl-json"))
    assert {item["id"] for item in items} == {citation_key(source) for layer in layers for source in layer.sources}
    for item in items:
        assert {"id", "type"} <= set(item) <= CSL_FIELDS
        assert item["type"] in CSL_TYPES
        for parts in item.get("issued", {"date-parts": []})["date-parts"]:
            assert 1 <= len(parts) <= 3
            assert all(isinstance(part, int) for part in parts)


def test_a_title_that_is_code_elsewhere_comes_back_as_it_was():
    source = Source(id="s", title=HOSTILE, publisher="A & B {C", url="https://a.example/x?y=%20z{}\\_與#f")
    entries = parse_string(bibliography([layer_of(source)]), "bibtex").entries
    ((_, entry),) = entries.items()
    assert latex_to_text(entry.fields["title"]) == HOSTILE
    assert entry.fields["url"] == "https://a.example/x?y=%20z%7B%7D%5C_%E8%88%87#f"
    (item,) = json.loads(bibliography([layer_of(source)], format="csl-json"))
    assert item["title"] == HOSTILE


def test_a_work_that_several_layers_cite_is_one_entry_with_one_key():
    catalog = Catalog()
    alone = parse_string(bibliography([catalog["nansei"]]), "bibtex").entries
    together = parse_string(bibliography([catalog["gates"], catalog["nansei"]]), "bibtex").entries
    assert set(alone.keys()) < set(together.keys())
    (osm,) = (entry for entry in together.values() if "OpenStreetMap" in entry.fields["title"])
    assert osm.fields["keywords"] == "gates, nansei"


def test_works_that_share_an_id_in_two_layers_are_two_entries():
    one, other = Source(id="report", title="One", date="2020"), Source(id="report", title="Other", date="2020")
    entries = parse_string(bibliography([layer_of(one, name="a"), layer_of(other, name="b")]), "bibtex").entries
    assert sorted(latex_to_text(entry.fields["title"]) for entry in entries.values()) == ["One", "Other"]


def test_the_order_of_the_layers_changes_nothing():
    layers = load_theatre("buffer").layers
    for form in ("bibtex", "csl-json"):
        assert bibliography(layers, form) == bibliography(layers[::-1], form)


def test_no_layers_make_an_empty_bibliography():
    assert bibliography([]) == ""
    assert json.loads(bibliography([], "csl-json")) == []


def test_an_unknown_format_is_refused_with_the_choices():
    with pytest.raises(FormatError, match=r"'ris': expected one of bibtex, csl-json"):
        bibliography([], "ris")
