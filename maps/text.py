"""The words of the interface in three languages, and escaping: here and nowhere else."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

LANGUAGES = ("en", "ja", "zh-Hant")
"""BCP 47 tags, in the order in which a word is looked for when its own language has none."""

LANGUAGE_NAMES = {"en": "English", "ja": "日本語", "zh-Hant": "中文"}

# Each word once, as (en, ja, zh-Hant). `{}` is where the viewer puts a number or a name.
_WORDS: dict[str, tuple[str, str, str]] = {
    "skip": ("Skip to the panel", "パネルへ移動", "跳至面板"),
    "language": ("Language", "言語", "語言"),
    "map": ("Map", "地図", "地圖"),
    "map_help": (
        "Arrow keys move the map, plus and minus zoom. Tab goes to the features: arrow keys then go from one to the "
        "next, Enter opens the card of one.",
        "矢印キーで地図を動かし、＋と−で拡大・縮小します。Tab キーで地物に移り、矢印キーで隣の地物へ、"
        "Enter キーで詳細を開きます。",
        "方向鍵移動地圖，加號與減號縮放。按 Tab 進入圖徵，以方向鍵在圖徵間移動，按 Enter 開啟資訊卡。",
    ),
    "zoom_in": ("Zoom in", "拡大", "放大"),
    "zoom_out": ("Zoom out", "縮小", "縮小"),
    "whole": ("Whole theatre", "全域を表示", "顯示全域"),
    "views": ("Views", "表示範囲", "檢視範圍"),
    "layers": ("Layers and legend", "レイヤーと凡例", "圖層與圖例"),
    "about_layer": ("About, sources, opacity", "説明・出典・不透明度", "說明、出處、不透明度"),
    "opacity": ("Opacity of {}", "{}の不透明度", "「{}」的不透明度"),
    "panel": ("Story, layers and tools", "解説・レイヤー・ツール", "導覽、圖層與工具"),
    "tab_story": ("Story", "解説", "導覽"),
    "tab_layers": ("Layers", "レイヤー", "圖層"),
    "tab_scenario": ("What if", "仮定", "情境"),
    "tab_time": ("Time line", "年表", "時間軸"),
    "steps": (
        "The story, step by step. Arrow keys turn the steps.",
        "段階ごとの解説。矢印キーで前後に進みます。",
        "逐步導覽。以方向鍵切換步驟。",
    ),
    "step_back": ("Previous step", "前へ", "上一步"),
    "step_next": ("Next step", "次へ", "下一步"),
    "step_shows": ("What the map shows", "地図の内容", "地圖內容"),
    "step_view": ("From {} to {}, {} to {}", "{}から{}、{}から{}まで", "{}至{}，{}至{}"),
    "step_numbers": ("All numbers, before and after", "変化前後の数値を見る", "查看前後全部數值"),
    "status_quo": ("Status quo", "現状", "現狀"),
    "hypothetical": ("Hypothetical, not a forecast", "仮定であり予測ではない", "純屬假設，並非預測"),
    "scenario": ("Who holds which coast", "どの海岸をだれが保持するか", "何方持有哪段海岸"),
    "quantity": ("Quantity", "項目", "項目"),
    "before": ("Status quo", "現状", "現狀"),
    "after": ("Scenario", "仮定", "情境"),
    "numbers_caption": (
        "Depth is the distance to the nearest coast that the opposing side holds",
        "縦深：相手側が保持する最も近い海岸までの距離",
        "縱深：至對方所持最近海岸之距離",
    ),
    "depth_of": ("Depth of {}", "{}の縦深", "{}的縱深"),
    "buffer_water": ("Buffer water", "緩衝水域", "緩衝水域"),
    "pacific_gate": ("Water beyond the chain", "列島線の外側の水域", "島鏈外側水域"),
    "disputed_in": ("disputed islands counted", "係争中の島を含む", "計入爭議島嶼"),
    "disputed_out": ("disputed islands left out", "係争中の島を除く", "不計爭議島嶼"),
    "gates_change": ("{} of {} gates change hands", "{}の海峡で保持者が変わる（全{}）", "{} 處海峽易手（共 {} 處）"),
    "exposure": ("Within reach of the opposing coast", "相手側の海岸からの到達圏", "對方海岸可及範圍"),
    "counted": ("Count", "数える対象", "計算項目"),
    "counted_residents": ("Residents of the islands", "島々の住民", "島嶼居民"),
    "counted_islands": ("Islands", "島の数", "島嶼數"),
    "counted_towns": ("Towns", "都市の数", "城市數"),
    "counted_sites": ("Sites", "施設の数", "設施數"),
    "counted_land_km2": ("Land", "陸地面積", "陸地面積"),
    "counted_lane_km": ("Sea lanes", "海上交通路の長さ", "海上航線長度"),
    "reach": ("Distance from the coast", "海岸からの距離", "距海岸"),
    "reach_axis": ("km from the opposing coast", "相手側の海岸からの距離（km）", "距對方海岸（公里）"),
    "within_reach": ("Within {}: {}, in the scenario {}", "{}以内：{}、仮定では{}", "{}以內：{}，情境下 {}"),
    "without_figure": (
        "{} of {} islands have no published figure and are not counted.",
        "公表値のない島（{}、全{}島）は含まない。",
        "無公布數據之島嶼（{} 座，共 {} 座）未計入。",
    ),
    "ranges": ("Published ranges", "公表されている射程", "公布射程"),
    "ranges_note": (
        "Marks under the axis: published weapon ranges of all sides, which say nothing of accuracy.",
        "軸の下の印：各側の兵器の公表射程。命中精度を示すものではない。",
        "軸下標記：各方武器之公布射程，不代表精度。",
    ),
    "curve_table": ("The curve as a table", "曲線の表", "曲線數據表"),
    "time_slider": ("Day", "日付", "日期"),
    "time_at": ("As on {}", "{}の時点", "{} 當日"),
    "time_all": ("All dates", "全期間", "所有日期"),
    "time_play": ("Play", "再生", "播放"),
    "time_pause": ("Pause", "一時停止", "暫停"),
    "time_next": ("Next event", "次の出来事", "下一事件"),
    "time_help": (
        "Dated features are shown on the days when they were in force.",
        "日付のある地物は、有効だった日にのみ表示します。",
        "有日期的圖徵僅於其有效期間顯示。",
    ),
    "csv_field": ("Select this text and copy it", "このテキストを選んでコピーしてください", "請選取並複製此文字"),
    "bibtex": ("Select these records and copy them", "この文献情報を選んでコピーしてください", "請選取並複製此書目"),
    "sources_all": ("All {} sources", "すべての出典（{}）", "全部出處（{}）"),
    "distance_to": ("To {}", "{}まで", "至{}"),
    "touches": ("0, the same place or coast", "0（同じ場所・海岸）", "0（同一處或同一海岸）"),
    "search": ("Search a name", "名前で検索", "搜尋名稱"),
    "search_none": ("No name matches.", "該当する名前はありません。", "沒有符合的名稱。"),
    "search_count": ("{} found", "{}件", "找到 {} 筆"),
    "tools": ("Tools", "ツール", "工具"),
    "measure": ("Measure", "距離を測る", "測距"),
    "measure_help": (
        "Click the map, or press Enter at its centre, to add positions.",
        "地図をクリックするか、Enter キーで中心の位置を加えます。",
        "點選地圖，或按 Enter 加入地圖中心點。",
    ),
    "measure_leg": ("Last leg {}, azimuth {}", "最後の区間 {}、方位角 {}", "最後一段 {}，方位角 {}"),
    "measure_total": ("Total {}", "合計 {}", "合計 {}"),
    "clear": ("Clear", "消去", "清除"),
    "link": ("Copy link", "リンクをコピー", "複製連結"),
    "link_done": ("The link is copied.", "リンクをコピーしました。", "已複製連結。"),
    "link_field": ("Select this link and copy it", "このリンクを選んでコピーしてください", "請選取並複製此連結"),
    "table": ("Table of features", "地物の一覧表", "圖徵表格"),
    "csv": ("Download CSV", "CSV をダウンロード", "下載 CSV"),
    "print": ("Print", "印刷", "列印"),
    "close": ("Close", "閉じる", "關閉"),
    "selected": ("Selected feature", "選択中の地物", "選取的圖徵"),
    "position": ("Position", "位置", "位置"),
    "edges": ("Edges", "線の種類", "線段種類"),
    "edges_geodesic": ("geodesic", "測地線", "大地線"),
    "edges_rhumb": ("rhumb lines", "航程線（等角航路）", "恆向線"),
    "layer": ("Layer", "レイヤー", "圖層"),
    "kind": ("Kind", "種別", "類別"),
    "name": ("Name", "名称", "名稱"),
    "sources": ("Sources", "出典", "出處"),
    "source": ("Source", "出典", "出處"),
    "licence": ("Licence", "ライセンス", "授權"),
    "as_of": ("As of", "時点", "資料時點"),
    "caveat": ("Caveat", "注意", "注意"),
    "gaps": ("Known gaps", "既知の欠落", "已知缺漏"),
    "not_available": ("not available", "不明", "無資料"),
    "no_name": ("no name in the sources", "出典に名称なし", "出處未載名稱"),
    "position_grade": ("Position grade", "位置の等級", "位置等級"),
    "fact_grade": ("Fact grade", "事実の等級", "事實等級"),
    "grade_A": ("A: official text", "A：公的な文書", "A：官方文件"),
    "grade_B": ("B: secondary source", "B：二次資料", "B：二手資料"),
    "grade_C+": ("C+: uncited, checked by geometry", "C+：出典なし、図形で検証済み", "C+：無出處，經幾何檢核"),
    "grade_C": ("C: uncited", "C：出典なし", "C：無出處"),
    "grade_own": ("supplied by the author of this map", "この地図の作成者による", "由本地圖作者提供"),
    "schematic": ("Schematic position", "概略位置", "示意位置"),
    "within": ("within {}", "誤差 {} 以内", "誤差 {} 以內"),
    "disputed": ("Disputed", "領有権に争いあり", "有主權爭議"),
    "status": ("Status", "地位", "狀態"),
    "claimants": ("Claimed by", "領有権を主張", "主張者"),
    "administered_by": ("Administered by", "施政", "實際管轄"),
    "note": ("Note", "備考", "備註"),
    "group": ("Group", "諸島・区分", "群島/分組"),
    "area_km2": ("Area", "面積", "面積"),
    "area_published_km2": ("Area, published", "面積（公表値）", "面積（公布值）"),
    "area_rhumb_km2": ("Area with rhumb-line sides", "面積（航程線による）", "面積（以恆向線計）"),
    "area_difference": ("Why the areas differ", "面積の差の理由", "面積差異原因"),
    "population": ("Population", "人口", "人口"),
    "population_basis": ("What the population is", "人口の種別", "人口類別"),
    "population_2015": ("Population of 2015", "人口（2015年）", "人口（2015年）"),
    "width_km": ("Width, computed", "幅（計算値）", "寬度（計算值）"),
    "published_width_km": ("Width, published (km)", "幅（公表値、km）", "寬度（公布值，公里）"),
    "side_a": ("One side", "一方の岸", "一側"),
    "side_b": ("Other side", "他方の岸", "另一側"),
    "straits": ("Straits passed", "通過する海峡", "所經海峽"),
    "trade": ("Published figures", "公表値", "公布數據"),
    "unlocode": ("UN/LOCODE", "UN/LOCODE", "UN/LOCODE"),
    "fact_source": ("Sources of the facts", "数値の出典", "數據出處"),
    "area_source": ("Source of the area", "面積の出典", "面積出處"),
    "population_source": ("Source of the population", "人口の出典", "人口出處"),
    "names_source": ("Source of the names", "名称の出典", "名稱出處"),
    "name_ja_source": ("Source of the Japanese name", "日本語名の出典", "日文名稱出處"),
    "status_operating": ("operating", "稼働中", "營運中"),
    "status_planned": ("planned", "計画中", "規劃中"),
    "status_under construction": ("under construction", "建設中", "興建中"),
    "uncertainty_m": ("Uncertainty", "不確かさ", "不確定度"),
    "length_km": ("Length", "長さ", "長度"),
    "precision_m": ("Precision of the position", "位置の精度", "位置精度"),
    "valid_from": ("From", "開始", "起"),
    "valid_to": ("Until", "終了", "迄"),
    "opened": ("Opened", "開設", "啟用"),
    "announced": ("Announced", "公表", "公布"),
    "zone": ("Exercise area", "演習区域", "演習區"),
    "time_jst": ("Time (JST)", "時刻（日本時間）", "時間（日本時間）"),
    "range_km": ("Range, about", "飛距離・射程（概数）", "射程（約）"),
    "in_japan_eez": ("In Japan's EEZ (by Japan)", "日本のEEZ内（日本の発表）", "日本專屬經濟海域內（日方說法）"),
    "overflew_taiwan": ("Over Taiwan (by Japan)", "台湾上空の通過（日本の発表）", "飛越臺灣（日方說法）"),
    "launched_from": ("From", "発射地点", "發射地"),
    "came_down": ("To", "落下海域", "落入海域"),
    "closed": ("Whole limit known", "全周が判明", "全線已知"),
    "operator": ("Operator", "運用主体", "使用者"),
    "personnel": ("Personnel", "人員", "人員"),
    "points": ("Points", "基点", "基點"),
    "ends": ("Ends of the line", "線の端", "線段端點"),
    "nodes": ("Nodes", "節点", "節點"),
    "place": ("Place", "場所", "地點"),
    "regime": ("Legal regime", "法的地位", "法律地位"),
    "unit_km": ("km", "km", "公里"),
    "unit_nmi": ("nmi", "海里", "海浬"),
    "unit_m": ("m", "m", "公尺"),
    "unit_km2": ("km²", "km²", "平方公里"),
    "unit_people": ("people", "人", "人"),
    "scale_at": ("at {}", "{}", "{}"),
    "scale": ("Scale bar", "縮尺", "比例尺"),
    "facts": ("Facts", "数値・事実", "數據與事實"),
    "trusted": (
        "Its author added elements that Rimland does not vouch for: {}.",
        "作成者が加えた要素（{}）について Rimland は安全性を保証しません。",
        "作者另行加入之元素（{}），Rimland 不擔保其安全。",
    ),
    "method": (
        "WGS84 ellipsoid; edges are geodesics. Data as of {}. Not for navigation.",
        "WGS84 楕円体、線は測地線。データ時点：{}。航海には使用しないでください。",
        "WGS84 橢球，線段為大地線。資料時點：{}。不可用於航海。",
    ),
    "drawn": (
        "Drawn to within {} km of the data (land), {} km (land far away), {} km (computed limits) and {} km (small "
        "islands); what is measured is measured on the data.",
        "描画の誤差：陸地{} km、遠方の陸地{} km、計算した境界線{} km、小島{} km 以内。計測値は元データによる。",
        "繪製誤差：陸地{}公里、遠方陸地{}公里、計算之界線{}公里、小島{}公里以內；量測值依原始資料計算。",
    ),
    "credits": ("Data and licences", "データとライセンス", "資料與授權"),
    "cite": ("Cite this map", "この地図の引用", "引用本地圖"),
    "cite_line": (
        "{}. Map made with Rimland {}, data as of {}.",
        "「{}」 Rimland {} により作成、データ時点：{}。",
        "〈{}〉，以 Rimland {} 製作，資料時點：{}。",
    ),
    "two_fingers": (
        "Use two fingers to move the map",
        "地図は2本指で動かしてください",
        "請用兩指移動地圖",
    ),
    "no_script": (
        "This map is drawn by a script inside this file. Your browser has scripts switched off.",
        "この地図はファイル内のスクリプトで描かれます。ブラウザーのスクリプトが無効になっています。",
        "本地圖由檔案內的程式繪製，但您的瀏覽器已停用程式。",
    ),
}

GROUPS: dict[str, tuple[str, str, str]] = {
    "added": ("Added", "追加", "加入的圖層"),
    "coast": ("Coast", "海岸", "海岸"),
    "islands": ("Islands", "島々", "島嶼"),
    "zones": ("Sea areas", "海域", "海域"),
    "fisheries": ("Fisheries", "漁業", "漁業"),
    "waters": ("Waters", "海域", "海域"),
    "sites": ("Sites", "施設", "設施"),
    "towns": ("Towns", "都市", "城市"),
    "industry": ("Industry", "産業", "產業"),
    "lanes": ("Sea lanes", "海上交通路", "海上航線"),
    "chain": ("First island chain", "第一列島線", "第一島鏈"),
    "cooperation": ("Co-operation", "協力", "合作"),
    "opinion": ("Opinion", "世論", "民意"),
    "figures": ("Figures", "統計", "數據"),
    "straits": ("Straits", "海峡", "海峽"),
    "security": ("Security", "安全保障", "安全"),
    "argument": ("The argument, computed", "論点（計算）", "論點（計算）"),
}
"""The headings of the legend for the groups that shipped layers use; another group is headed by its own name."""

ACTORS: dict[str, tuple[str, str, str]] = {
    "China": ("China", "中国", "中國"),
    "Japan": ("Japan", "日本", "日本"),
    "Malaysia": ("Malaysia", "マレーシア", "馬來西亞"),
    "People's Republic of China": ("People's Republic of China", "中華人民共和国", "中華人民共和國"),
    "Philippines": ("Philippines", "フィリピン", "菲律賓"),
    "Republic of Korea": ("Republic of Korea", "大韓民国", "大韓民國"),
    "Russia": ("Russia", "ロシア", "俄羅斯"),
    "Taiwan (Republic of China)": ("Taiwan (Republic of China)", "台湾（中華民国）", "臺灣（中華民國）"),
    "Viet Nam": ("Viet Nam", "ベトナム", "越南"),
}
"""Who claims or administers what, for files that name them in English only."""

_ADMINISTERS = (" (administers)", "（施政）", "（實際管轄）")
"""What a list of claimants adds to the one who administers the place."""


def actors(names: str) -> dict[str, str]:
    """Actors joined by "; " in each language; one we have no words for as it is written.

    Examples
    --------
    >>> actors("Japan; Russia")["ja"]
    '日本；ロシア'
    >>> actors("Japan (administers); Russia")["zh-Hant"]
    '日本（實際管轄）；俄羅斯'
    """
    known = [_actor(name.strip()) for name in names.split(";")]
    marks = zip(LANGUAGES, ("; ", "；", "；"), strict=True)
    return {tag: mark.join(actor[place] for actor in known) for place, (tag, mark) in enumerate(marks)}


def _actor(name: str) -> tuple[str, ...]:
    who = name.removesuffix(_ADMINISTERS[0])
    known = ACTORS.get(who, (who,) * 3)
    return known if who == name else tuple(map("".join, zip(known, _ADMINISTERS, strict=True)))


def words(language: str) -> dict[str, str]:
    """The words of the interface in a language.

    Examples
    --------
    >>> words("ja")["source"]
    '出典'
    """
    return {key: texts[LANGUAGES.index(language)] for key, texts in _WORDS.items()}


def group_title(group: str) -> dict[str, str]:
    """The heading of a group of layers in each language; its own name where we have no words for it."""
    return dict(zip(LANGUAGES, GROUPS.get(group, (group,) * 3), strict=True))


def plain(text: str) -> str:
    r"""A text that UTF-8 can write: what is left of a broken surrogate pair becomes U+FFFD, and NUL goes the same way.

    Examples
    --------
    >>> plain("a\ud800b") == "a\ufffdb"
    True
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\ufffd")


def html_text(text: str) -> str:
    """A text as it may stand in HTML between tags or in a quoted attribute.

    Examples
    --------
    >>> html_text('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return escape(plain(text), quote=True)


def inert_json(value: Mapping[str, Any]) -> str:
    r"""A value as JSON that may stand inside an HTML script element: nothing in it can end the element.

    Examples
    --------
    >>> inert_json({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(_plain_values(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _plain_values(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {plain(str(key)): _plain_values(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain_values(one) for one in value]
    return value
