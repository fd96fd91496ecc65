"""Baselines as they are announced: rings and chains of straight lines, open where a part is not known."""

from pathlib import Path
from typing import Any

from rimland.scripts.facts.features import Feature, Row, by_set, feature, in_three, line, named, position, radius

_SENKAKU = "Japan (administers); People's Republic of China; Taiwan (Republic of China)"
_SCARBOROUGH = "People's Republic of China; Philippines; Taiwan (Republic of China)"

_WORST = ("A", "B", "C+", "C")

DATUM = 1700
"""Metres by which the ministry's list, whose datum is not stated, and that of 1999 differ at most where both have a
point of the same name."""

_CHINA = {
    "cn1996_mainland_1to22": (
        "baseline-china-1996-north",
        "China: baseline of 1996, points 1 to 22",
        "中国の領海基線（1996年、第1～第22点）",
        "中國領海基線（1996年，第1至第22點）",
        "declaration-1996; wikipedia-baselines",
        "1996-05-15",
    ),
    "cn1996_mainland_23to49": (
        "baseline-china-1996-south",
        "China: baseline of 1996, points 22 to 49",
        "中国の領海基線（1996年、第22～第49点）",
        "中國領海基線（1996年，第22至第49點）",
        "wikipedia-baselines; zhwiki-zhentouyan; statement-2024-03; uncited-1996",
        "1996-05-15",
    ),
    "cn2012_diaoyu_group": (
        "baseline-china-2012-diaoyu",
        "China: baseline of 2012 around Diaoyu Dao / Uotsuri and its neighbours",
        "中国の領海基線（2012年、魚釣島・釣魚嶼とその周辺）",
        "中國領海基線（2012年，釣魚臺（魚釣島）及周邊）",
        "statement-2012",
        "2012-09-10",
    ),
    "cn2012_chiwei": (
        "baseline-china-2012-chiwei",
        "China: baseline of 2012 around Chiwei Yu / Taisho",
        "中国の領海基線（2012年、大正島・赤尾嶼）",
        "中國領海基線（2012年，赤尾嶼（大正島））",
        "statement-2012",
        "2012-09-10",
    ),
    "cn2024_gulf_of_tonkin": (
        "baseline-china-2024-tonkin",
        "China: baseline of 2024 in the northern Gulf of Tonkin",
        "中国の領海基線（2024年、トンキン湾北部）",
        "中國領海基線（2024年，北部灣北部）",
        "statement-2024-03",
        "2024-03-01",
    ),
    "cn2024_huangyan_PARTIAL": (
        "baseline-china-2024-scarborough",
        "China: baseline of 2024 around Scarborough Shoal / Huangyan Dao / Panatag (incomplete)",
        "中国の領海基線（2024年、スカボロー礁・黄岩島・パナタグ、不完全）",
        "中國領海基線（2024年，黃岩島（斯卡伯勒礁、帕納塔格礁），不完整）",
        "copy-2024-11",
        "2024-11-10",
    ),
}

_STRAIGHT = (
    "Straight baselines as announced, which is not to say that other states accept them.",
    "公表された直線基線であり、他国がこれを認めることを意味しない。",
    "依公布之直線基線，不表示他國承認。",
)

_DISPUTED = (
    "Announced by one claimant; the islands are disputed. " + _STRAIGHT[0],
    "主張者の一方が公表したもの。島々の領有権には争いがある。" + _STRAIGHT[1],
    "由主張者之一公布；島嶼主權有爭議。" + _STRAIGHT[2],
)

_PARTIAL = (
    "Points 4 to 6 are lost in the copy that was read, so the ring is open there and at its last point. "
    + _DISPUTED[0],
    "参照した写しでは第4～第6点が欠けるため、その部分と終点では線を閉じていない。" + _DISPUTED[1],
    "所見抄本缺第4至第6點，故該處及末點均未閉合。" + _DISPUTED[2],
)

_NORMAL_PARTS = (
    "Between T2 and T3, T4 and T5, T10 and T12, T17 and T18 the baseline is partly the coast itself.",
    "T2～T3、T4～T5、T10～T12、T17～T18の間は一部が通常基線（海岸線）。",
    "T2至T3、T4至T5、T10至T12、T17至T18間部分為正常基線（海岸線）。",
)

_MINISTRY = (
    "From a list of base points that names neither the notice nor the datum; taken to be the notice as amended in "
    "2009. Which sides are straight and which follow the coast is not stated.",
    "公告名も測地系も示さない基点表による。2009年修正の公告とみなした。どの辺が直線で、どの辺が海岸線かは示されていない。",
    "依未註明公告版本與大地基準之基點表，視為2009年修正公告；何段為直線、何段為海岸線並未言明。",
)


def china(facts: Path) -> list[Feature]:
    """The lines of 1996, 2012 and 2024; rings are closed only where every point is known."""
    sets = by_set(facts / "baselines_china.csv")
    return [_china(key, sets) for key in _CHINA]


def _china(key: str, sets: dict[str, list[Row]]) -> Feature:
    name, english, japanese, chinese, source, since = _CHINA[key]
    rows = sets[key]
    ring, partial = key.startswith("cn2012"), key.endswith("PARTIAL")
    properties: dict[str, Any] = named(name, english, japanese, chinese) | {
        "name_source": "ours",
        "source": source,
        "position_grade": max((row["grade"] for row in rows), key=_WORST.index),
        "fact_grade": max((row["grade"] for row in rows), key=_WORST.index),
        "valid_from": since,
        "status": "disputed" if ring or partial else None,
        "claimants": _SENKAKU if ring else _SCARBOROUGH if partial else None,
        "points": "; ".join(row["point"] for row in rows),
    }
    positions = [position(row) for row in rows]
    if ring:
        positions.append(positions[0])
    if key == "cn1996_mainland_23to49":
        positions.insert(0, position(sets["cn1996_mainland_1to22"][-1]))
    shape = _open_ring(rows) if partial else line(positions)
    return feature(shape, properties | in_three("note", _PARTIAL if partial else _DISPUTED if ring else _STRAIGHT))


def _open_ring(rows: list[Row]) -> dict[str, Any]:
    """The runs of points whose printed numbers follow one another."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if runs[-1] and _number(row) != _number(runs[-1][-1]) + 1:
            runs.append([])
        runs[-1].append(row)
    return {"type": "MultiLineString", "coordinates": [[position(row) for row in run] for run in runs]}


def _number(row: Row) -> int:
    return int("".join(letter for letter in row["point"] if letter.isdigit()))


def taiwan(facts: Path) -> list[Feature]:
    """The ring of 1999, and that of the ministry's list."""
    sets = by_set(facts / "baselines_taiwan.csv")
    first = named(
        "baseline-taiwan-1999",
        "Taiwan: baseline of 1999",
        "台湾の領海基線（1999年）",
        "臺灣領海基線（1999年）",
    ) | {
        "name_source": "ours",
        "source": "notice-1999",
        "position_grade": "C+",
        "fact_grade": "C+",
        "precision_m": radius(0.3 / 60),
        "valid_from": "1999-02-10",
        "valid_to": "2009-11-18",
    }
    second = named(
        "baseline-taiwan-2009",
        "Taiwan: baseline by the ministry's list of base points",
        "台湾の領海基線（内政部の基点表による）",
        "臺灣領海基線（依內政部基點表）",
    ) | {
        "name_source": "ours",
        "source": "moi-list",
        "position_grade": "B",
        "fact_grade": "C+",
        "precision_m": DATUM,
        "valid_from": "2009-11-18",
        "valid_to": None,
    }
    return [
        _ring(sets["tw1999_main"], first | in_three("note", _NORMAL_PARTS)),
        _ring(sets["tw_moi_main"], second | in_three("note", _MINISTRY)),
    ]


def _ring(rows: list[Row], properties: dict[str, Any]) -> Feature:
    positions = [position(row) for row in rows]
    points = {"points": "; ".join(row["point"] for row in rows)}
    return feature(line([*positions, positions[0]]), properties | points)


_JAPAN = (
    (
        "baseline-japan-kii-channel",
        "Kii Channel: Kii-Hinomisaki light to Kamodamisaki light",
        "紀伊水道：紀伊日ノ御埼灯台～蒲生田岬灯台",
        "紀伊水道：紀伊日之御埼燈塔至蒲生田岬燈塔",
    ),
    (
        "baseline-japan-hoyo-strait",
        "Hoyo Strait: Sadamisaki light to Sekizaki light",
        "豊予海峡：佐田岬灯台～関埼灯台",
        "豐予海峽：佐田岬燈塔至關埼燈塔",
    ),
    (
        "baseline-japan-kanmon-strait",
        "Kanmon Strait: Daibahana on Takenokoshima to the light of the breakwater at the mouth of Dokai Bay, Wakamatsu",
        "関門海峡：竹ノ子島台場鼻～若松洞海湾口防波堤灯台",
        "關門海峽：竹之子島臺場鼻至若松洞海灣口防波堤燈塔",
    ),
)


def japan(facts: Path) -> list[Feature]:
    """The three lines that close the Seto Inland Sea: those that the order itself prints."""
    rows = by_set(facts / "baselines_japan_partial.csv")["jp_seto_inland_lines"]
    return [
        feature(
            line([position(one), position(other)]),
            named(*names) | {"name_source": "ours", "points": f"{one['point']}; {other['point']}"},
        )
        for names, one, other in zip(_JAPAN, rows[::2], rows[1::2], strict=True)
    ]


LAYERS = {"baselines-china": china, "baselines-taiwan": taiwan, "baselines-japan": japan}
