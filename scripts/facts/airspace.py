"""Air defence identification zones and the lines in the Taiwan Strait: none of them a border."""

from pathlib import Path

from rimland.scripts.facts.features import Feature, Row, by_set, feature, in_three, line, named, position, radius

PRECISION = 2 / 60
"""Degrees: the fact table gives the uncited continuation of Japan's line to one or two minutes."""

SPREAD = 23 / 60
"""Degrees between the two longitudes that tellings of the navy's line give for its northern end."""

_NOT_A_BORDER = (
    "An air defence identification zone is not sovereign airspace.",
    "防空識別圏は領空ではない。",
    "防空識別區並非領空。",
)

_NO_LINE = (
    "An operational line: no treaty made it and it says nothing of sovereignty.",
    "運用上の線であり、条約によるものではなく、主権の範囲を示さない。",
    "屬操作性質之線，並非條約所定，亦不表示主權範圍。",
)

_CHINA = (
    _NOT_A_BORDER[0] + " Its area lies between this line and the outer limit of China's territorial sea.",
    _NOT_A_BORDER[1] + "区域はこの線と中国の領海線との間。",
    _NOT_A_BORDER[2] + "範圍介於此線與中國領海線之間。",
)

_JAPAN = (
    _NOT_A_BORDER[0] + " Points 1 to 7 of 30; the odd seconds come from a change of datum.",
    _NOT_A_BORDER[1] + "全30点のうち第1～第7点。秒の端数は測地系の変換による。",
    _NOT_A_BORDER[2] + "為30點中之第1至第7點；秒數零頭源於大地基準轉換。",
)

_JAPAN_SOUTH_WEST = (
    _NOT_A_BORDER[0] + " Uncited and approximate; the arc west of Yonaguni, in force since 25 June 2010, is not drawn.",
    _NOT_A_BORDER[1] + "出典のない概略線。2010年6月25日施行の与那国島西方の円弧は描いていない。",
    _NOT_A_BORDER[2] + "無出處之概略線；2010年6月25日生效的與那國島以西弧線未繪出。",
)

_TAIWAN = (
    _NOT_A_BORDER[0] + " Corners uncited; the Ministry of National Defense gave a theoretical area of 487,000 km².",
    _NOT_A_BORDER[1] + "頂点は出典なし。台湾国防部の示した理論上の面積は48万7000km²。",
    _NOT_A_BORDER[2] + "頂點無出處；國防部公布的理論面積為48萬7千平方公里。",
)

_KOREA = (
    _NOT_A_BORDER[0] + " Some corners are uncited, and one is printed with a slip that is corrected here.",
    _NOT_A_BORDER[1] + "一部の頂点は出典がなく、一点は誤植を訂正した。",
    _NOT_A_BORDER[2] + "部分頂點無出處，另有一點已訂正印刷錯誤。",
)


def zones(facts: Path) -> list[Feature]:
    """The limits of the zones: rings where every corner is known, open lines elsewhere."""
    sets = {key: [position(row) for row in rows] for key, rows in by_set(facts / "adiz_and_median.csv").items()}
    outer, south_west = sets["adiz_japan_outer_1to7"], sets["adiz_japan_outer_sw_approx"]
    taiwan, korea = sets["adiz_taiwan"], sets["adiz_korea_2013"]
    return [
        feature(
            line(sets["adiz_china_ecs_2013"]),
            named(
                "adiz-china",
                "China's East China Sea ADIZ (outer line)",
                "中国の東シナ海防空識別圏（外縁線）",
                "中國東海防空識別區（外緣線）",
            )
            | _facts("statement-2013", "A", "A", valid_from="2013-11-23", closed="no")
            | in_three("note", _CHINA),
        ),
        feature(
            line(outer),
            named(
                "adiz-japan",
                "Japan's ADIZ, points 1 to 7",
                "日本の防空識別圏（第1～第7点）",
                "日本防空識別區（第1至第7點）",
            )
            | _facts("directive-36", "A", "A", closed="no")
            | in_three("note", _JAPAN),
        ),
        feature(
            line([outer[-1], *south_west]),
            named(
                "adiz-japan-south-west",
                "Japan's ADIZ, south-western continuation (approximate)",
                "日本の防空識別圏（南西への延長、概略）",
                "日本防空識別區（西南延伸，概略）",
            )
            | _facts("uncited-japan", "C", "C", closed="no", precision_m=radius(PRECISION))
            | in_three("note", _JAPAN_SOUTH_WEST),
        ),
        feature(
            line([*taiwan, taiwan[0]]),
            named("adiz-taiwan", "Taiwan's ADIZ", "台湾の防空識別圏", "臺灣防空識別區")
            | _facts("uncited-taiwan", "C+", "C+", closed="yes")
            | in_three("note", _TAIWAN),
        ),
        feature(
            line([*korea, korea[0]]),
            named("adiz-korea", "Republic of Korea's ADIZ", "韓国の防空識別圏", "韓國防空識別區")
            | _facts("new-daily-2013; chosun-2013", "C+", "B", valid_from="2013-12-15", closed="yes")
            | in_three("note", _KOREA),
        ),
    ]


def _facts(source: str, position_grade: str, fact_grade: str, **others: str | int) -> dict[str, str | int | None]:
    """What is said of a zone beside its names: columns that not every zone has are None in the others."""
    absent: dict[str, str | int | None] = {"valid_from": None, "precision_m": None}
    grades = {"source": source, "position_grade": position_grade, "fact_grade": fact_grade}
    return {"name_source": "ours"} | grades | absent | others


def median(facts: Path) -> list[Feature]:
    """The air-force line as the ministry disclosed it, and the navy's as a garbled copy tells it."""
    sets = by_set(facts / "adiz_and_median.csv")
    return [
        feature(
            line(_positions(sets["median_line_mnd_2019"])),
            named(
                "median-line",
                "Median line of the Taiwan Strait (as disclosed 2004 and 2019)",
                "台湾海峡の中間線（2004年・2019年公表）",
                "臺灣海峽中線（2004年、2019年公布）",
            )
            | {"name_source": "ours", "source": "mnd-2019", "position_grade": "A", "fact_grade": "A"}
            | {"precision_m": None}
            | in_three("note", _NO_LINE),
        ),
        feature(
            line(_positions(sets["median_line_navy"])),
            named(
                "median-line-navy",
                "Median line, the navy's (garbled copy, approximate)",
                "台湾海峡の中間線（海軍の線、概略）",
                "臺灣海峽中線（海軍線，概略）",
            )
            | {"name_source": "ours", "source": "navy-copy", "position_grade": "C", "fact_grade": "C"}
            | {"precision_m": radius(SPREAD)}
            | in_three("note", _NO_LINE),
        ),
    ]


def _positions(rows: list[Row]) -> list[list[float]]:
    return [position(row) for row in rows]


LAYERS = {"adiz": zones, "median-line": median}
