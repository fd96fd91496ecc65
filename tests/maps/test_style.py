"""What may be drawn, and what a file that asks for something else is told."""

import pytest

from rimland.maps.style import OKABE_ITO, Style, StyleError, base_style, class_styles


@pytest.mark.parametrize(
    "colour",
    [
        "red;}</style>",
        "url(javascript:alert(1))",
        "#12345",
        "#1234567",
        "expression(alert(1))",
        "",
        "</style>",
        None,
        7,
    ],
)
def test_only_plain_colours_are_taken(colour):
    with pytest.raises(StyleError, match="expected a colour such as"):
        Style(colour=colour)


@pytest.mark.parametrize("name", OKABE_ITO)
def test_the_palette_may_be_used_by_name(name):
    assert Style(colour=name).colour == OKABE_ITO[name]


@pytest.mark.parametrize(
    "hints",
    [
        {"dash": "4 4"},
        {"dash": [1, -2]},
        {"dash": [1] * 9},
        {"dash": ["1"]},
        {"width": "2"},
        {"width": 1e9},
        {"width": True},
        {"fill_opacity": 1.5},
        {"fill_opacity": float("nan")},
        {"size": -1},
        {"symbol": "skull"},
        {"label": "<b>"},
        {"onclick": "alert(1)"},
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(hints):
    with pytest.raises(StyleError, match=next(iter(hints))):
        base_style("polygon", hints)


def test_a_class_of_features_changes_only_what_it_says():
    styles = class_styles("polygon", {"colour": "#cc79a7", "width": 2, "by": "id", "special.hatch": True})
    assert styles["special"] == Style(colour="#cc79a7", width=2, hatch=True, label="zone")


def test_colours_of_the_palette_are_told_apart_in_greyscale_or_by_more_than_colour():
    """Not every pair of the palette differs in lightness: so contested and schematic things differ in form too."""
    from rimland.maps.style import DISPUTED_DASH, SCHEMATIC_DASH

    assert DISPUTED_DASH
    assert SCHEMATIC_DASH
    assert DISPUTED_DASH != SCHEMATIC_DASH
