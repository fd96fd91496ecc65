"""Bases of Japan's Self-Defense Forces and of the United States in Japan, no finer than a map for readers needs."""

from math import hypot
from pathlib import Path
from typing import Any

from rimland.scripts.facts.features import Feature, Row, feature, in_three, named, radius, read_rows

DECIMALS = 2
"""Positions are rounded to 0.01 degrees, whatever the table gives."""

_ROUNDING = hypot(0.005, 0.005)

_OPERATORS = {
    "jsdf": ("Japan Self-Defense Forces", "自衛隊", "日本自衛隊"),
    "us": ("United States Forces Japan", "在日米軍", "駐日美軍"),
}

_IDS = {
    "Camp Yonaguni (coast observation)": ("camp-yonaguni", "yaeyama-nippo; ryukyu-shimpo"),
    "Camp Ishigaki": ("camp-ishigaki", "ntv"),
    "Camp Miyakojima": ("camp-miyakojima", "yaeyama-nippo; ryukyu-shimpo; jawiki-miyakojima"),
    "Camp Amami + Setouchi sub-camp": ("camp-amami", "yaeyama-nippo; ryukyu-shimpo; jawiki-amami"),
    "Camp Naha / Naha Air Base": ("naha-base", "airportsdata"),
    "Katsuren sub-camp (7th SSM Regiment)": ("katsuren-sub-camp", "uncited"),
    "Mageshima (FCLP base under construction)": ("mageshima-base", "wikipedia-mageshima"),
    "Camp Kengun (Western Army HQ; Type 12 upgraded)": ("camp-kengun", "jiji; jawiki-kengun"),
    "Camp Ebino (HVGP planned FY2026)": ("camp-ebino", "ann"),
    "Camp Fuji (HVGP deployed)": ("camp-fuji", "livedoor; jawiki-fuji"),
    "Nyutabaru Air Base": ("nyutabaru-air-base", "airportsdata"),
    "Sasebo (JMSDF) / Camp Ainoura (ARDB)": ("sasebo-jmsdf", "uncited"),
    "Kadena Air Base": ("kadena-air-base", "airportsdata"),
    "MCAS Futenma": ("mcas-futenma", "airportsdata"),
    "White Beach": ("white-beach", "light-page"),
    "Sasebo Naval Base": ("sasebo-naval-base", "uncited"),
    "MCAS Iwakuni": ("mcas-iwakuni", "airportsdata"),
}

_OPENED = {"2016-03-28", "2019-03-26", "2023-03-16"}
"""The dates in the column ``opened`` that are the day on which a base opened: the others are of something else."""

_RENAMED = {
    "mageshima-base": (
        "Mageshima base (FCLP, under construction)",
        "馬毛島（FCLP用基地、建設中）",
        "馬毛島（FCLP基地，興建中）",
    )
}
"""What the table names as the island alone: two places of one name could not be told apart."""

_ALIASES = {
    "camp-kengun": "Kengun; 健軍",
    "nyutabaru-air-base": "Nyutabaru; 新田原",
    "kadena-air-base": "Kadena; 嘉手納; 嘉手納基地",
    "mcas-futenma": "Futenma; 普天間",
    "mcas-iwakuni": "Iwakuni Air Base; 岩国基地",
}
"""Other names by which a base is found; none that is also a town's or an island's of the catalogue."""

_NOTES = {
    "camp-amami": (
        "The position is that of Camp Amami; the Setouchi sub-camp is elsewhere on the island.",
        "位置は奄美駐屯地のもの。瀬戸内分屯地は島内の別の場所にある。",
        "位置為奄美駐屯地；瀨戶內分屯地位於島上他處。",
    ),
    "naha-base": (
        "The position is the reference point of the airport that the air base shares.",
        "位置は航空基地が共用する空港の標点。",
        "位置為與航空基地共用之機場的參考點。",
    ),
    "mageshima-base": (
        "Works since January 2023 (uncited). The position is the middle of the island.",
        "2023年1月から工事（出典なし）。位置は島の中央。",
        "2023年1月起施工（無出處）。位置為島中央。",
    ),
    "camp-kengun": (
        "Upgraded Type 12 missiles deployed on 31 March 2026.",
        "2026年3月31日、12式地対艦誘導弾能力向上型を配備。",
        "2026年3月31日部署12式地對艦飛彈能力提升型。",
    ),
    "camp-fuji": (
        "Hyper-velocity gliding projectiles deployed on 31 March 2026.",
        "2026年3月31日、島嶼防衛用高速滑空弾を配備。",
        "2026年3月31日部署島嶼防衛用高速滑翔彈。",
    ),
    "camp-ebino": (
        "Hyper-velocity gliding projectiles planned for fiscal 2026.",
        "2026年度に島嶼防衛用高速滑空弾の配備を計画。",
        "計畫於2026年度部署島嶼防衛用高速滑翔彈。",
    ),
    "katsuren-sub-camp": (
        "The regiment's date, March 2024, is uncited.",
        "連隊の新編時期（2024年3月）は出典なし。",
        "部隊成立時間（2024年3月）無出處。",
    ),
    "sasebo-jmsdf": (
        "Not the position of Camp Ainoura, which is 9 to 10 km west to north-west of Sasebo station.",
        "相浦駐屯地の位置ではない（同駐屯地は佐世保駅の西から北西へ9～10km）。",
        "非相浦駐屯地之位置（該地在佐世保車站以西至西北9至10公里）。",
    ),
}

_PERSONNEL = {
    "~160": ("about 160", "約160人", "約160人"),
    "~570": ("about 570", "約570人", "約570人"),
    "~550 (both)": ("about 550, both camps", "約550人（両方）", "約550人（兩處合計）"),
    "380 at opening, 700–800 with missile units": (
        "380 at opening, 700 to 800 with missile units",
        "開設時380人、ミサイル部隊を含め700～800人",
        "啟用時380人，含飛彈部隊700至800人",
    ),
    "": None,
}


def bases(facts: Path) -> list[Feature]:
    """The bases of the table as rounded points, each with the radius within which it is."""
    return [_base(row) for row in read_rows(facts / "sites.csv") if row["kind"] in _OPERATORS]


def _base(row: Row) -> Feature:
    key, source = _IDS[row["name_en"]]
    names = _RENAMED.get(key, (row["name_en"], row["name_ja"], row["name_zh"]))
    at = [round(float(row["lon"]), DECIMALS), round(float(row["lat"]), DECIMALS)]
    properties: dict[str, Any] = named(key, *names) | {
        "aliases": _ALIASES.get(key),
        "name_source": "ours" if key in _RENAMED else "facts",
        "source": source,
        "position_grade": row["grade_coord"],
        "fact_grade": row["grade_facts"],
        "precision_m": radius(float(row["coord_precision_deg"]) + _ROUNDING),
        "valid_from": row["opened"] if row["opened"] in _OPENED else None,
    }
    properties["operator"] = row["kind"]
    properties |= in_three("operator", _OPERATORS[row["kind"]])
    properties |= in_three("personnel", _PERSONNEL[row["personnel"]])
    return feature({"type": "Point", "coordinates": at}, properties | in_three("note", _NOTES.get(key)))


LAYERS = {"bases": bases}
