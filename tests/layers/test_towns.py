"""Towns, seats of prefectures and cities of the region, held against sources that they were not made from."""

import pytest
from pyproj import Geod

from rimland.layers import Catalog, load_theatre, place

WGS84 = Geod(ellps="WGS84")
LAYERS = ["prefectural-capitals", "towns", "cities"]

PORTS = {
    "naha": "naha-city",
    "nagasaki": "nagasaki-city",
    "kagoshima": "kagoshima-city",
    "hakata": "fukuoka-city",
    "kobe": "kobe-city",
    "yokohama": "yokohama-city",
    "nagoya": "nagoya-city",
    "osaka": "osaka-city",
    "tokyo": "tokyo-wards",
    "port-of-ishigaki": "ishigaki-city",
    "keelung": "keelung-city",
    "hualien": "hualien-city",
    "kaohsiung": "kaohsiung-city",
    "busan": "busan-city",
    "manila": "manila-city",
}
"""Ports of the World Port Index, and the city that each belongs to."""


def test_every_prefecture_has_one_seat():
    codes = Catalog()["prefectural-capitals"].features["capital_of"]
    assert sorted(codes) == [f"{code:02}" for code in range(1, 48)]


@pytest.mark.parametrize(
    ("city", "prefecture"),
    [("naha-city", "Okinawa"), ("akita-city", "Akita"), ("matsue-city", "Shimane"), ("tsu-city", "Mie")],
)
def test_seats_whose_name_is_not_that_of_the_prefecture_are_right(city, prefecture):
    frame = Catalog()["prefectural-capitals"].features.set_index("id")
    assert frame.loc[city, "prefecture_en"] == prefecture


def test_no_town_is_listed_twice():
    frames = [Catalog()[name].features for name in LAYERS]
    ids = [one for frame in frames for one in frame["id"]]
    numbers = [one for frame in frames for one in frame["geonames_id"]]
    assert len(set(ids)) == len(ids)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(("port", "city"), PORTS.items())
def test_a_city_is_where_the_world_port_index_has_its_port(port, city):
    """Two sources that know nothing of each other: no harbour is 15 km from the middle of its city."""
    one, other = place(port), place(city)
    metres = WGS84.inv(one.geometry.x, one.geometry.y, other.geometry.x, other.geometry.y)[2]
    assert metres < 15_000


def test_every_town_of_japan_is_on_land_that_japan_administers():
    from rimland.layers.exposures import town_points

    theatre = load_theatre("buffer")
    listed = sum(len(theatre.catalog[name].features) for name in theatre.about.towns)
    assert len(town_points(theatre)) == listed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fukuoka", "fukuoka-city"),
        ("福岡", "fukuoka-city"),
        ("那霸市", "naha-city"),
        ("Naha", "naha"),
        ("石垣", "ishigaki"),
        ("石垣市", "ishigaki-city"),
        ("台北", "taipei-city"),
        ("臺北市", "taipei-city"),
        ("Kumamoto", "kumamoto-city"),
        ("熊本市", "kumamoto-city"),
        ("广州", "guangzhou-city"),
        ("広島市", "hiroshima-city"),
    ],
)
def test_a_town_is_found_by_its_name_and_gives_way_to_an_island_or_a_port_of_that_name(text, found):
    assert place(text).id == found


@pytest.mark.parametrize("name", LAYERS)
def test_chinese_names_are_in_traditional_characters(name):
    """None of the characters that are written so in Japan or in simplified Chinese alone."""
    for text in Catalog()[name].features["name_zh_hant"].dropna():
        assert not set(text) & set("国広浜県区内戸沢塩黄恵浅万与东广县门马龙冈岛长宁苏")
