"""The words of a report in three languages: what every theatre's report says round its own texts."""

from collections.abc import Mapping

from rimland.layers.layer import LANGUAGES

_WORDS: dict[str, tuple[str, str, str]] = {
    # --- front matter
    "subtitle": ("The argument, its maps and its numbers", "論点・地図・数値の報告", "論點、地圖與數據報告"),
    "glance": ("At a glance", "要約", "摘要"),
    "glance_table": ("One number for each step of the argument", "論点ごとの数値", "各論點之主要數據"),
    "step": ("Step", "論点", "論點"),
    "number": ("Number", "数値", "數據"),
    "tally": (
        "The article makes {total} statements that were looked at. By the numbers of this run {holds} hold, {part} "
        "hold in part, {not} do not hold, and {none} are not spatial claims.",
        "論考の{total}の記述を検討した。今回の計算によれば、成立{holds}、一部成立{part}、不成立{not}、空間的主張ではないもの{none}である。",
        "本報告檢視專文{total}處陳述。依本次計算：成立{holds}處，部分成立{part}處，不成立{not}處，非空間主張{none}處。",
    ),
    "made": (
        "Data as of {date}. Computed with Rimland {version} on the WGS84 ellipsoid. Not for navigation.",
        "データ時点：{date}。Rimland {version} により WGS84 楕円体上で計算。航海には使用しないこと。",
        "資料時點：{date}。以 Rimland {version} 於 WGS84 橢球面計算。不可用於航海。",
    ),
    "separation": (
        "Facts, claims and scenarios are kept apart: a fact names its source, a claim is quoted and tested, and a "
        "scenario is hypothetical and no forecast. Every number below was computed when this report was made.",
        "事実・主張・シナリオを区別する。事実には出典を示し、主張は引用して検証し、シナリオは仮定であって予測ではない。"
        "以下の数値はすべて本報告の作成時に計算した。",
        "事實、主張與情境分開陳述：事實標明出處，主張引述並檢驗，情境純屬假設而非預測。以下數據均於本報告產生時計算。",
    ),
    "map_help": (
        "The map below is live: move it, switch layers and language, follow the story. It makes no network request.",
        "下の地図は操作できる。移動、レイヤーと言語の切替え、ストーリーの閲覧が可能で、通信は行わない。",
        "下方為可操作之地圖：可移動、切換圖層與語言、依序閱讀故事，且不產生任何網路連線。",
    ),
    "skip": ("Skip to the text", "本文へ", "跳至正文"),
    "contents": ("Contents", "目次", "目次"),
    "figure": ("Figure", "図", "圖"),
    "table": ("Table", "表", "表"),
    "page": ("Page", "ページ", "頁"),
    "f_overview": ("The theatre", "全域", "全域"),
    "f_fisheries": ("Fisheries zones and agreements", "漁業水域と取決め", "漁業海域與協議"),
    "f_gates": ("Gates of the first island chain", "第一列島線の海峡", "第一島鏈之海峽門戶"),
    "f_depth": ("Strategic depth before and after", "戦略的縦深の前後", "戰略縱深之前後"),
    "f_exposure": ("Exposure by distance, before and after", "距離ごとの暴露の前後", "各距離之暴露前後"),
    "f_lanes": ("Sea lanes and detours", "シーレーンと迂回", "海上航線與繞航"),
    # --- a step
    "caveat": ("Caveat", "注意", "注意"),
    "correction": ("Correction", "訂正", "更正"),
    "source": ("Sources", "出典", "出處"),
    "hypothetical": ("Hypothetical", "仮定", "假設"),
    "passages": ("What the article says, and what the numbers say", "論考の記述と数値", "專文陳述與數據檢驗"),
    "line": ("Line {line}", "第{line}行", "第{line}行"),
    "original": ("Original", "原文", "原文"),
    "verdict": ("Verdict", "判定", "判定"),
    "asked": ("Asked", "検証", "檢驗"),
    "found": ("Found", "結果", "結果"),
    "condition": ("Condition", "条件", "條件"),
    "holds": ("holds", "成立", "成立"),
    "holds in part": ("holds in part", "一部成立", "部分成立"),
    "does not hold": ("does not hold", "不成立", "不成立"),
    "not a spatial claim": ("not a spatial claim", "空間的主張ではない", "非空間主張"),
    "met": ("yes", "はい", "是"),
    "unmet": ("no", "いいえ", "否"),
    "open": ("open: within its uncertainty", "不確かさの範囲内で未定", "在不確定度內，未定"),
    "answer": ("Answer", "判定", "判定"),
    "other_passages": ("Other passages", "その他の記述", "其他陳述"),
    # --- tables
    "t_distances": ("Distances that the argument rests on", "論点に用いた距離", "論點所用距離"),
    "t_depth": (
        "Strategic depth before and after: {scenario}",
        "戦略的縦深の変化：{scenario}",
        "戰略縱深之前後變化：{scenario}",
    ),
    "t_exposure": (
        "Exposure before and after: {scenario}",
        "相手側海岸からの距離内に入るもの：{scenario}",
        "暴露之前後變化：{scenario}",
    ),
    "t_gates": ("Gates of the chain", "列島線の海峡", "島鏈之海峽門戶"),
    "t_lanes": (
        "Sea lanes within {radius} of the opposing coast",
        "シーレーンのうち相手側海岸から{radius}以内",
        "航線在對方海岸{radius}以內之長度",
    ),
    "t_detours": ("Detours when straits are closed", "海峡閉鎖時の迂回", "海峽封閉時之繞航"),
    "t_buffer_water": ("Buffer water: {scenario}", "緩衝海域：{scenario}", "緩衝水域：{scenario}"),
    "t_pacific_gate": ("Sea beyond the chain: {scenario}", "列島線外の海域：{scenario}", "島鏈以外海域：{scenario}"),
    "t_sensitivity": (
        "How distances move with what is counted as coast",
        "海岸の定義による距離の変化",
        "距離隨海岸定義之變化",
    ),
    "t_layers": (
        "Layers used, their dates, grades and licences",
        "使用したレイヤー（時点・等級・ライセンス）",
        "所用圖層之時點、等級與授權",
    ),
    "from": ("From", "起点", "起點"),
    "to": ("To", "終点", "終點"),
    "site": ("Site", "地点", "地點"),
    "before": ("Before", "現状", "現狀"),
    "after": ("After (hypothetical)", "変化後（仮定）", "變化後（假設）"),
    "change": ("Change", "変化", "變化"),
    "layer": ("Layer", "レイヤー", "圖層"),
    "disputed_mark": ("{name} (disputed)", "{name}（領有権に争いあり）", "{name}（有主權爭議）"),
    "radius": ("Within", "距離", "距離"),
    "residents": ("Residents", "住民", "居民"),
    "islands": ("Islands", "島", "島嶼"),
    "sites": ("Sites", "施設", "設施"),
    "land_km2": ("Land, km²", "陸地（km²）", "陸地（平方公里）"),
    "lane_km": ("Sea lanes, km", "シーレーン（km）", "航線（公里）"),
    "strait": ("Strait", "海峡", "海峽"),
    "width": ("Width", "幅", "寬度"),
    "regime": ("Legal regime", "法的地位", "法律地位"),
    "holders": ("Held by", "両岸の保持者", "兩側持有者"),
    "lane": ("Sea lane", "シーレーン", "航線"),
    "length": ("Length", "長さ", "長度"),
    "closed": ("Closed", "閉鎖", "封閉"),
    "nothing_closed": ("nothing", "なし", "無"),
    "no_way": ("no way left", "航路なし", "無航路"),
    "extra": ("Longer by", "増加", "增加"),
    "days": ("Days at {knots} knots", "{knots}ノットでの日数", "以{knots}節計之天數"),
    "disputed_count": ("Disputed places", "争いのある場所", "有爭議地點"),
    "in": ("counted", "含める", "計入"),
    "out": ("not counted", "含めない", "不計"),
    "date": ("Date", "日付", "日期"),
    "name": ("Name", "名称", "名稱"),
    "poll": ("Poll", "調査", "民調"),
    "share": ("Share", "割合", "比例"),
    "question": ("Condition stated", "示された条件", "所載條件"),
    "place": ("Place", "場所", "地點"),
    "area": ("Area", "面積", "面積"),
    "value": ("Value", "値", "數值"),
    "not_available": ("not available", "不明", "無資料"),
    "coast_from": ("Islands counted from", "数える島の最小面積", "計入島嶼之最小面積"),
    "alone": ("largest land only", "最大の陸地のみ", "僅最大陸地"),
    "every_rock": ("every rock", "すべての岩", "所有岩礁"),
    "as_of": ("As of", "時点", "時點"),
    "grades": ("Grade: position, facts", "等級：位置、事実", "等級：位置、事實"),
    "licence": ("Licence", "ライセンス", "授權"),
    "accuracy": ("Accuracy", "精度", "精度"),
    "per_feature": ("stated for each feature", "地物ごとに表示", "各圖徵分別標示"),
    # --- notes
    "n_depth": (
        "Geodesic distance to the nearest coast held by the opposing actor; the {shown} sites that lose most, of "
        "{total}. All are in the annex.",
        "相手側が保持する最も近い海岸までの測地線距離。{total}地点のうち減少の大きい{shown}地点を示す。全地点は付表にある。",
        "至對方所持最近海岸之大地線距離；列出{total}處中減少最多的{shown}處，全部見附表。",
    ),
    "n_exposure": (
        "Residents of {islands} listed islands, by figures of {years}; without one, and so not counted: {without}. "
        "A published range says how far a weapon may reach, nothing more.",
        "一覧の{islands}島の住民（{years}年の数値による。数値がなく数えていない島：{without}）。公表射程は到達し得る距離を示すにすぎない。",
        "所列{islands}座島嶼之居民（{years}年之數字；無數據而未計入者：{without}）。公布射程僅表示可及距離。",
    ),
    "n_lanes": (
        "A lane is counted in pieces of at most 2 km. Lanes are computed shortest ways, not tracks of ships.",
        "シーレーンは最長2 kmの区間で数える。計算した最短航路であり、船の航跡ではない。",
        "航線以至多2公里之小段計算；為計算所得最短航路，並非船舶航跡。",
    ),
    "n_water": (
        "Within 200 nmi of the coast and within the theatre. Our definition, and a claim of nobody.",
        "海岸から200海里以内かつ図郭内。本報告の定義であり、いかなる当事者の主張でもない。",
        "海岸200海浬以內且在圖幅內；為本報告之定義，並非任何一方之主張。",
    ),
    "n_polls": (
        "The wording of the questions and the sampling errors are not available in the sources.",
        "設問の文言と標本誤差は出典から得られない。",
        "題目文字與抽樣誤差均未見於出處。",
    ),
    # --- method
    "method": ("Method", "方法", "方法"),
    "ellipsoid": ("Ellipsoid", "楕円体", "橢球"),
    "m_ellipsoid": (
        "All distances, areas and directions are on the WGS84 ellipsoid; distances are geodesic, from nearest point to "
        "nearest point of two shapes.",
        "距離・面積・方位はすべて WGS84 楕円体上の値である。距離は二つの図形の最も近い点の間の測地線による。",
        "距離、面積與方位均以 WGS84 橢球計算；距離為兩圖形最近點之間的大地線長。",
    ),
    "edges": ("Edges", "辺", "邊"),
    "m_edges": (
        "The side between two vertices is a geodesic unless its source says that it follows a parallel or a rhumb "
        "line; where a text leaves it open both areas are given.",
        "二頂点間の辺は、出典が緯線または航程線とする場合を除き測地線とする。明示のない場合は両方の面積を示す。",
        "兩頂點間之邊為大地線，除非出處指明沿緯線或恆向線；文本未明者兩種面積並列。",
    ),
    "uncertainty": ("Uncertainty", "不確かさ", "不確定度"),
    "m_uncertainty": (
        "A distance may be off by the sum of the stated accuracies of its two ends; an area by its outline times the "
        "accuracy of it. The figure after ± is that bound, not a standard deviation. Numbers without ± state none.",
        "距離の不確かさは両端の精度の和、面積の不確かさは外周の長さと精度の積である。"
        "±の値はその上限であり標準偏差ではない。±のない値は不確かさを示さない。",
        "距離之不確定度為兩端精度之和，面積則為外周長乘以精度。±後為此上限，並非標準差；無±者未載不確定度。",
    ),
    "coast": ("Coast", "海岸", "海岸"),
    "m_coast": (
        "The coast is that of OpenStreetMap, simplified by at most 55 m. Of a named set of islands those of at least "
        "{area} km² count. The table shows how the distances move with that choice.",
        "海岸は OpenStreetMap による（最大55 mの簡略化）。名称をもつ島の集まりでは面積{area} km²以上の島を数える。"
        "表はその選び方による距離の変化を示す。",
        "海岸採 OpenStreetMap（簡化至多55公尺）。具名群島中面積{area}平方公里以上者計入；下表顯示距離隨此選擇之變化。",
    ),
    "definitions": ("Definitions", "定義", "定義"),
    "d_depth": (
        "Strategic depth: distance from a place to the nearest coast that the opposing actor holds. Nothing here is "
        "about accuracy, salvoes, warning times or targets.",
        "戦略的縦深：ある地点から相手側が保持する最も近い海岸までの距離。命中精度、斉射、警報時間、目標は扱わない。",
        "戰略縱深：某地至對方所持最近海岸之距離。不涉及命中精度、齊射、預警時間或目標。",
    ),
    "d_exposure": (
        "Exposure at a range: what lies within that distance of the opposing coast, as a curve over the range.",
        "暴露：相手側の海岸からある距離以内にあるものを、距離の関数として示す。",
        "暴露：距對方海岸某距離以內之物，表為距離之曲線。",
    ),
    "d_water": (
        "Buffer water: the sea nearer to the actor in between than to any other, within 200 nmi of its coast.",
        "緩衝海域：中間の主体の海岸から200海里以内で、他のどの主体よりもその主体に近い海。",
        "緩衝水域：距中間方海岸200海浬以內，且較任何其他行為者更近中間方之海域。",
    ),
    "d_gate": (
        "Beyond the chain: the sea outside the line of islands that is nearest to the opposing actor’s coast, within "
        "200 nmi of it.",
        "列島線外：列島線の外側で、相手側の海岸が最も近く、かつ200海里以内の海。",
        "島鏈以外：島鏈外側、最近海岸屬對方且在其200海浬以內之海域。",
    ),
    "scenario": ("Scenario", "シナリオ", "情境"),
    "data": ("Data and licences", "データとライセンス", "資料與授權"),
    "grading": (
        "Grade A: official text; B: secondary; C+: uncited but checked by geometry; C: uncited, drawn as approximate.",
        "等級A：公的な文書。B：二次資料。C+：出典なし、図形で検証済み。C：出典なし、概略として描く。",
        "A級：官方文件；B級：二手資料；C+級：無出處但經幾何檢核；C級：無出處，以示意繪製。",
    ),
    "gaps": ("Known gaps", "既知の欠落", "已知缺漏"),
    "gaps_note": (
        "What the sources do not say is left out, never guessed.",
        "出典にないものは推測せず省く。",
        "出處未載者一律從缺，不加臆測。",
    ),
    "work_licence": ("Licence: {}.", "ライセンス：{}。", "授權：{}。"),
    "bibliography": ("Bibliography", "参考文献", "參考文獻"),
    "bibliography_note": (
        "Each work is described in English, or by its own title.",
        "各資料は英語による説明、または原題で示す。",
        "各項資料以英文說明或原題列出。",
    ),
    "annex": ("Annex: all sites", "付表：全地点", "附表：全部地點"),
}


def report_words(language: str) -> Mapping[str, str]:
    """The words of a report in a language.

    Examples
    --------
    >>> report_words("ja")["caveat"]
    '注意'
    """
    place = LANGUAGES.index(language)
    return {key: texts[place] for key, texts in _WORDS.items()}
