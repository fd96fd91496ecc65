"""The words of static figures in three languages."""

from rimland.layers import LANGUAGES

# Each word once, as (en, ja, zh-Hant). `{}` is where a number or a name goes.
_WORDS: dict[str, tuple[str, str, str]] = {
    "claim": ("Claim, line {} of the article", "論考{}行目の主張", "文章第{}行之主張"),
    "verdict": ("Verdict: {}", "判定：{}", "判定：{}"),
    "holds": ("holds", "成り立つ", "成立"),
    "holds in part": ("holds in part", "一部成り立つ", "部分成立"),
    "does not hold": ("does not hold", "成り立たない", "不成立"),
    "not a spatial claim": ("not a spatial claim", "空間的な主張ではない", "非空間性主張"),
    "met": ("yes", "該当", "符合"),
    "not_met": ("no", "非該当", "不符"),
    "open": ("undecided: within the uncertainty", "不確かさの範囲内で判定できない", "在不確定度之內，無法判定"),
    "found": ("{}: {}", "{}：{}", "{}：{}"),
    "numbers": ("What was computed", "計算結果", "計算結果"),
    "legend": ("Legend", "凡例", "圖例"),
    "hypothetical": ("{} (hypothetical)", "{}（仮定）", "{}（假設）"),
    "scale_at": ("Scale at {}", "{} における縮尺", "{}處之比例尺"),
    "km": ("km", "km", "公里"),
    "nmi": ("nmi", "海里", "海浬"),
    "km2": ("km²", "km²", "平方公里"),
    "claimed": ("{} (disputed: claimed by {})", "{}（領有権に争いあり：{}が主張）", "{}（有主權爭議：{}主張）"),
    "drawn_about": ("{} (approximate)", "{}（概略）", "{}（概略）"),
    "precision": (
        "Approximate position: within the dotted circle",
        "概略位置：点線の円の範囲内",
        "概略位置：位於點線圓內",
    ),
    "measured": ("Shortest geodesic, measured", "最短測地線（計測）", "最短大地線（量測）"),
    "projection": ("Projection: {}.", "投影法：{}。", "投影：{}。"),
    "method": (
        "Distances and areas on the WGS84 ellipsoid; edges are geodesics{}. Data as of {}. Not for navigation.",
        "距離と面積は WGS84 楕円体上、線は測地線{}。データ時点：{}。航海には使用しないでください。",
        "距離與面積依 WGS84 橢球計算，線段為大地線{}。資料時點：{}。不可用於航海。",
    ),
    "rhumb": (" (rhumb lines: {})", "（航程線：{}）", "（恆向線：{}）"),
    "sources": ("Sources: {}.", "出典：{}。", "出處：{}。"),
    "more": ("and {} more", "ほか{}件", "及其他{}筆"),
    "caveat": ("Caveat: {}", "注意：{}", "注意：{}"),
    "correction": ("Correction: {}", "訂正：{}", "更正：{}"),
    "before": ("Status quo", "現状", "現狀"),
    "after": ("Scenario (hypothetical)", "シナリオ（仮定）", "情境（假設）"),
    "fisheries": (
        "Fisheries arrangements and where they overlap",
        "漁業取決め・協定とその重なり",
        "漁業協議與協定及其重疊",
    ),
    "gates": ("The gates of the chain and their widths", "列島線の海峡とその幅", "島鏈的海峽門戶及其寬度"),
    "lanes": (
        "Sea lanes, and the way round when straits are closed",
        "シーレーンと海峡封鎖時の迂回",
        "海上航線與海峽封閉時之繞道",
    ),
    "depth": ("Strategic depth before and after", "戦略的縦深：前と後", "戰略縱深：前與後"),
    "depth_axis": (
        "Distance to the nearest opposing coast: {} (km)",
        "{}が保持する最も近い海岸までの距離（km）",
        "至{}所持最近海岸之距離（公里）",
    ),
    "depth_note": (
        "{count} of {of} sites would lose depth; the largest loss is {most} km ({name}).",
        "{of}か所のうち{count}か所で縦深が減る。最大の減少は{most} km（{name}）。",
        "{of}處中有{count}處縱深減少，最大減少{most}公里（{name}）。",
    ),
    "depth_shown": (
        "Shown: the {} that lose most; islands without residents are left out.",
        "図は減少の大きい{}か所を示し、住民のいない島を除く。",
        "圖示減少最多之{}處，無居民之島嶼不列。",
    ),
    "loss_none": ("No loss", "減少なし", "無減少"),
    "loss": ("Loss of {} to {} km", "{}～{} km の減少", "減少{}至{}公里"),
    "loss_more": ("Loss of more than {} km", "{} km を超える減少", "減少逾{}公里"),
    "exposure": (
        "What lies within a distance of the opposing coast",
        "相手側の海岸からの距離以内にあるもの",
        "距對方海岸一定距離以內者",
    ),
    "exposure_axis": (
        "Distance from an opposing coast: {} (km)",
        "{}が保持する海岸からの距離（km）",
        "距{}所持海岸之距離（公里）",
    ),
    "residents": ("Residents of listed islands (thousands)", "一覧の島の住民（千人）", "所列島嶼居民（千人）"),
    "islands": ("Listed islands", "一覧の島の数", "所列島嶼數"),
    "towns": ("Listed towns", "一覧の都市の数", "所列城鎮數"),
    "sites": ("Listed sites", "一覧の施設の数", "所列設施數"),
    "land_km2": ("Land (thousand km²)", "陸地（千 km²）", "陸地（千平方公里）"),
    "lane_km": ("Sea lanes (thousand km)", "シーレーン（千 km）", "海上航線（千公里）"),
    "range_mark": ("Published range of a weapon (km)", "公表された射程（km）", "公布之武器射程（公里）"),
    "beyond": ("Published ranges beyond the axis: {}.", "軸の外にある公表射程：{}。", "超出座標軸之公布射程：{}。"),
    "detour": (
        "{} closed: +{km} km, +{days} days at {knots} knots",
        "{}を封鎖：+{km} km、{knots}ノットで+{days}日",
        "{}封閉：+{km}公里，以{knots}節計+{days}日",
    ),
    "buffer_water": ("Buffer water", "緩衝海域", "緩衝水域"),
    "pacific_gate": (
        "Sea beyond the chain that is nearest to the opposing coast",
        "列島線の外側で相手側の海岸が最も近い海",
        "島鏈以外最近對方海岸之海域",
    ),
    "open_way": ("{}–{}, nothing closed: {} km", "{}–{}、封鎖なし：{} km", "{}至{}，未封閉：{}公里"),
    "no_way": ("{} closed: no way by sea", "{}の封鎖：航路なし", "{}封閉：無海路可通"),
    "cut": (
        "The ways go on beyond the edge of the map.",
        "航路は図郭の外へ続く。",
        "航路延伸至圖幅之外。",
    ),
    "alt_map": ("Map: {}. It shows: {}.", "地図：{}。表示：{}。", "地圖：{}。顯示：{}。"),
    "alt_depth": (
        "Map and chart: {}. Each site with its distance to the opposing coast before and after. {}",
        "地図とグラフ：{}。各地点から相手側の海岸までの距離を前後で示す。{}",
        "地圖與圖表：{}。各地點至對方海岸之距離，前後對照。{}",
    ),
    "alt_exposure": (
        "Curves over the distance, before and after: {}. {}",
        "距離に対する曲線、前と後：{}。{}",
        "依距離之曲線，前後對照：{}。{}",
    ),
    "figure_overview": ("Overview", "全体図", "全圖"),
}


def word(key: str, language: str) -> str:
    """A word in a language.

    Examples
    --------
    >>> word("legend", "ja")
    '凡例'
    """
    return _WORDS[key][LANGUAGES.index(language)]


def number(value: float, digits: int = 0) -> str:
    """A number with its thousands grouped by commas and a true minus, the same in every language.

    Examples
    --------
    >>> number(215350.86), number(107.4655, 1), number(-3)
    ('215,351', '107.5', '−3')
    """
    return f"{value:,.{digits}f}".replace("-", "−")
