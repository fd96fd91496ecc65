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
