"""What the layers that a theatre derives say of themselves, in three languages."""

from rimland.layers.layer import NAME_COLUMNS, Column, Text

CAVEAT = {
    "en": "Illustrative: computed, not a claim.",
    "ja": "例示：計算によるものであり、いかなる主張でもない。",
    "zh-Hant": "示意：係計算所得，並非任何主張。",
}

NOTES = {NAME_COLUMNS[tag].replace("name", "note"): words for tag, words in CAVEAT.items()}

SUMMARIES: dict[str, Text] = {
    "buffer": {
        "en": "Everything within {radius_nmi:g} nautical miles of {what}, land included.",
        "ja": "{what}から{radius_nmi:g}海里以内（陸地を含む）。",
        "zh-Hant": "距{what}{radius_nmi:g}海浬以內（含陸地）。",
    },
    "zones": {
        "en": "The sea within {radius_nmi:g} nautical miles of the coast of {what}, inside the window.",
        "ja": "{what}の海岸から{radius_nmi:g}海里以内の海。範囲の端で切れている。",
        "zh-Hant": "距{what}海岸{radius_nmi:g}海浬以內之海域，於範圍邊緣截斷。",
    },
    "belts": {
        "en": "The sea {beyond_nmi:g} to {radius_nmi:g} nautical miles off the coast of {what}, inside the window.",
        "ja": "{what}の海岸から{beyond_nmi:g}海里を超え{radius_nmi:g}海里以内の海。範囲の端で切れている。",
        "zh-Hant": "距{what}海岸{beyond_nmi:g}至{radius_nmi:g}海浬之海域，於範圍邊緣截斷。",
    },
    "cells": {
        "en": "The window divided by which coast is nearest: {what}.",
        "ja": "範囲を、{what}のうちどの海岸に最も近いかで分けたもの。",
        "zh-Hant": "依{what}之中何者海岸最近劃分範圍。",
    },
    "overlaps": {
        "en": "What the areas of these layers share, from {least_km2:g} km², land included: {what}.",
        "ja": "次のレイヤーの区域が重なる部分（{least_km2:g}平方キロ以上、陸地を含む）：{what}。",
        "zh-Hant": "下列圖層區域重疊之部分（{least_km2:g}平方公里以上，含陸地）：{what}。",
    },
    "difference": {
        "en": "The areas of the first of these layers without those of the others: {what}.",
        "ja": "次のうち最初のレイヤーの区域から、残りのレイヤーの区域を除いたもの：{what}。",
        "zh-Hant": "下列首個圖層之區域，扣除其餘圖層之區域：{what}。",
    },
}
NAMES: dict[str, Text] = {
    "zones": {
        "en": "{place}: within {radius_nmi:g} nmi of the coast",
        "ja": "{place}の沿岸{radius_nmi:g}海里以内",
        "zh-Hant": "{place}沿岸{radius_nmi:g}海浬以內",
    },
    "belts": {
        "en": "{place}: {beyond_nmi:g} to {radius_nmi:g} nmi off the coast",
        "ja": "{place}の沿岸{beyond_nmi:g}～{radius_nmi:g}海里",
        "zh-Hant": "{place}沿岸{beyond_nmi:g}至{radius_nmi:g}海浬",
    },
    "cells": {"en": "Nearest coast: {place}", "ja": "{place}に最も近い海域", "zh-Hant": "最靠近{place}的海域"},
    "overlaps": {
        "en": "Overlap: {first}; {second}",
        "ja": "重なり：{first}、{second}",
        "zh-Hant": "重疊：{first}、{second}",
    },
}
SEA_AREA = Column(summary="Area of the sea in it, land left out; computed", unit="km²")
COLUMNS = {
    "area_km2": Column(summary="Area on the ellipsoid, land included", unit="km²"),
    "coast": Column(summary="Id of the place from whose coast it is measured"),
    "first": Column(summary="Id of the one feature"),
    "second": Column(summary="Id of the other feature"),
}
OWN_COLUMNS = {"zones": ("coast",), "cells": ("coast",), "overlaps": ("first", "second")}
CELLS_GAP = {
    "en": "How far a line may be off: more than accuracy_m where the two coasts lie in nearly the same direction.",
    "ja": "線の誤差：二つの海岸がほぼ同じ方向にある所では accuracy_m より大きい。",
    "zh-Hant": "界線誤差：兩岸幾在同一方向處大於 accuracy_m。",
}
LANES_TITLE = {
    "en": "Sea lanes of the theatre (computed)",
    "ja": "この主題図の航路（計算）",
    "zh-Hant": "本主題圖之航線（計算）",
}
LANES_SUMMARY = {
    "en": "The lanes of this theatre, each the shortest way by sea that calls at or passes the places named.",
    "ja": "この主題図の航路。それぞれ、挙げた地点に寄港または通過する最短の海路である。",
    "zh-Hant": "本主題圖之航線，各為依序停靠或通過所列地點之最短海上路徑。",
}
