"""Words that shipped layers hold in English only, in three languages: answers, and coasts that no layer names."""

TERMS: dict[str, tuple[str, str, str]] = {
    "yes": ("yes", "はい", "是"),
    "no": ("no", "いいえ", "否"),
    "stated": ("stated", "明記", "已載明"),
    "not stated": ("not stated", "記載なし", "未載明"),
    "not listed": ("not listed", "記載なし", "未列"),
}
"""What a column that is answered in a word may hold."""

COASTS: dict[str, tuple[str, str, str]] = {
    "Bali": ("Bali", "バリ島", "峇里島"),
    "Batam": ("Batam", "バタム島", "巴淡島"),
    "Iran": ("Iran", "イラン", "伊朗"),
    "Java": ("Java", "ジャワ島", "爪哇島"),
    "Leyte": ("Leyte", "レイテ島", "雷伊泰島"),
    "Lombok": ("Lombok", "ロンボク島", "龍目島"),
    "Malay Peninsula": ("Malay Peninsula", "マレー半島", "馬來半島"),
    "Mindanao": ("Mindanao", "ミンダナオ島", "民答那峨島"),
    "Musandam Peninsula": ("Musandam Peninsula", "ムサンダム半島", "穆桑代姆半島"),
    "Samar": ("Samar", "サマル島", "薩馬島"),
    "Singapore": ("Singapore", "シンガポール", "新加坡"),
    "Sulawesi": ("Sulawesi", "スラウェシ島", "蘇拉威西島"),
    "Sumatra": ("Sumatra", "スマトラ島", "蘇門答臘島"),
}
"""The sides of straits beyond the chain, which are no places of a layer."""
