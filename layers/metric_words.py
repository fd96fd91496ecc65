"""What the layers of the numbers say, in three languages."""

from rimland.layers.layer import Column, Text


def three(en: str, ja: str, zh_hant: str) -> Text:
    """The same words in each language."""
    return {"en": en, "ja": ja, "zh-Hant": zh_hant}


COLON, COMMA, SPACE = three(": ", "：", "："), three(", ", "、", "，"), three(" ", "", "")
FROM_COAST = three(" from an opposing coast", "（相手側海岸から）", "（距對方海岸）")
DISPUTED = three(
    ", what the disputed islands move", "のうち係争中の島の扱いで変わる部分", "中因爭議島嶼之計入與否而變動者"
)
CLOSED, OPEN = three("Closed: ", "閉鎖：", "封閉："), three("Nothing closed", "閉鎖なし", "無封閉")
CAVEAT = three(
    "Distances and areas only: nothing here tells what a weapon can do, or is a claim of anybody.",
    "距離と面積だけを示し、兵器の性能や当事者の主張を示すものではない。",
    "僅示距離與面積，不代表任何武器性能或任何一方之主張。",
)
COLUMNS = {
    "moment": Column(summary="before: in the status quo; after: under the scenario"),
    "site": Column(summary="Id of the site"),
    "distance_km": Column(summary="Geodesic distance, or length within the radius", unit="km"),
    "change_km": Column(summary="After less before", unit="km"),
    "uncertainty_m": Column(summary="Sum of the stated accuracies", unit="m"),
    "radius_km": Column(summary="Distance from the opposing coast", unit="km"),
    "width_km": Column(summary="Shortest geodesic distance between the sides", unit="km"),
    "residents": Column(summary="Of the listed islands within, those without a figure left out", unit="people"),
    "islands": Column(summary="Listed islands within, by the nearest point of each"),
    "towns": Column(summary="Listed towns within"),
    "sites": Column(summary="Listed sites within that are neither islands nor towns"),
    "land_km2": Column(summary="Land of the home actor within", unit="km2"),
    "land_uncertainty_km2": Column(summary="By how much that may be off", unit="km2"),
    "lane_km": Column(summary="Sea lanes within, each counted for itself", unit="km"),
    "disputed": Column(summary="in: disputed islands count with who administers them; out: they do not count"),
    "before_km2": Column(summary="Area in the status quo", unit="km2"),
    "after_km2": Column(summary="Area under the scenario", unit="km2"),
    "change_km2": Column(summary="After less before", unit="km2"),
    "uncertainty_km2": Column(summary="By how much the area may be off", unit="km2"),
    "change_uncertainty_km2": Column(summary="By how much the change may be off", unit="km2"),
    "changes": Column(summary="Whether a side changes hands: yes or no"),
    "before_a": Column(summary="Actor that holds one side in the status quo"),
    "before_b": Column(summary="Actor that holds the other side"),
    "after_a": Column(summary="Actor that holds one side under the scenario"),
    "after_b": Column(summary="Actor that holds the other side"),
    "closed": Column(summary="Ids of the straits that are closed"),
    "straits": Column(summary="Ids of the straits that the way passes, in order"),
    "length_km": Column(summary="Geodesic length", unit="km"),
    "extra_km": Column(summary="Beyond the way with nothing closed", unit="km"),
    "extra_nmi": Column(summary="The same", unit="nmi"),
    "extra_days": Column(summary="The same at the stated speed", unit="days"),
}
"""What the columns of these layers hold."""

TITLES = {
    "depth": three("Strategic depth", "戦略的縦深", "戰略縱深"),
    "exposure": three("Distance from an opposing coast", "相手側海岸からの距離", "距對方海岸之距離"),
    "buffer_water": three("Buffer water", "緩衝海域", "緩衝水域"),
    "pacific_gate": three("Pacific gate", "太平洋への門戸", "太平洋門戶"),
    "gates": three("Who holds the gates", "海峡両岸の保持者", "海峽兩岸之持有者"),
    "lanes": three("Sea lanes near an opposing coast", "相手側海岸に近いシーレーン", "鄰近對方海岸之航線"),
    "detours": three("Detours by closure", "海峡閉鎖時の迂回路", "海峽封閉之繞行"),
}

LANE_KM = 200.0
"""The distance within which a lane is drawn as near an opposing coast."""

SUMMARIES = {
    "depth": three(
        "From each site of the home actor, the shortest geodesic to a coast that the opposing one holds.",
        "各地点から相手側が保持する海岸までの最短測地線。",
        "自各地點至對方所持海岸之最短大地線。",
    ),
    "exposure": three(
        "Lines at equal geodesic distance from the coasts that the opposing actor holds, and what lies within.",
        "相手側が保持する海岸から等しい測地距離にある線と、その内側にあるもの。",
        "距對方所持海岸等大地距離之線，及其範圍內之數量。",
    ),
    "buffer_water": three(
        "The sea nearer to the buffer actor than to any other, within 200 nmi of its coast and in the theatre.",
        "緩衝となる主体の海岸が他のどの主体よりも近く、その200海里以内かつ図郭内の海。",
        "較任何其他行為者更近緩衝方海岸、距其200海浬以內且在圖幅內之海域。",
    ),
    "pacific_gate": three(
        "The sea beyond the island chain, nearest to a coast of the opposing actor and within 200 nmi of it.",
        "列島線の外側で、相手側の海岸が最も近く、その200海里以内にある海。",
        "島鏈以外、最近對方海岸且距其200海浬以內之海域。",
    ),
    "gates": three(
        "Each strait of the chain, with the actor that holds each end of the shortest line across.",
        "列島線の各海峡と、最短線の両端を保持する主体。",
        "島鏈各海峽，及最短線兩端之持有者。",
    ),
    "lanes": three(
        f"The stretches of each sea lane within {LANE_KM:g} km of a coast that the opposing actor holds.",
        f"各シーレーンのうち、相手側が保持する海岸から{LANE_KM:g} km以内の区間。",
        f"各航線距對方所持海岸{LANE_KM:g}公里以內之區段。",
    ),
    "detours": three(
        "The shortest way by sea of the theatre's voyage, with nothing closed and with each set of straits closed.",
        "本図の航海の最短経路。閉鎖なしの場合と、各海峡の組を閉鎖した場合。",
        "本圖航程之最短海上路徑：無封閉時，及各組海峽封閉時。",
    ),
}
