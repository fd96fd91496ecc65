"""Words that shipped layers hold in English only, in three languages: answers."""

TERMS: dict[str, tuple[str, str, str]] = {
    "yes": ("yes", "はい", "是"),
    "no": ("no", "いいえ", "否"),
    "stated": ("stated", "明記", "已載明"),
    "not stated": ("not stated", "記載なし", "未載明"),
    "not listed": ("not listed", "記載なし", "未列"),
}
"""What a column that is answered in a word may hold."""
