"""Words that shipped layers hold in English only, in three languages: answers."""

TERMS: dict[str, tuple[str, str, str]] = {
    "yes": ("yes", "はい", "是"),
    "no": ("no", "いいえ", "否"),
    "stated": ("stated", "明記", "已載明"),
    "not stated": ("not stated", "記載なし", "未載明"),
    "not listed": ("not listed", "記載なし", "未列"),
    "not established": ("not established", "未確認", "尚未查明"),
    "census": ("census", "国勢調査", "國勢調查"),
    "preliminary count": (
        "preliminary count: the final one may differ slightly",
        "速報値（確定値とわずかに異なることがある）",
        "初步統計（與確定值或略有出入）",
    ),
    "final count": ("final count", "確定値", "確定值"),
}
"""What a column that is answered in a word may hold."""
