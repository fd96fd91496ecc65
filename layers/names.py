"""When two spellings are one name: case, accents, widths, scripts and suffixes set aside."""

import re
import unicodedata

# One line a character: the form kept, then the forms that are read as it. Only characters of the names that ship, and
# of the words round them; never applied to text that is shown.
_VARIANTS = """
島 岛 嶋 嶌
嶼 屿
臺 台 台
灣 湾
與 与
國 国
龜 亀 龟
龍 竜 龙
寶 宝
惡 悪 恶
黑 黒
瀨 瀬 濑
德 徳
濱 浜 滨
來 来
彌 弥 弥
繩 縄 绳
澤 沢 泽
釣 钓
魚 鱼
諸 诸
東 东
門 门
馬 马
亞 亜 亚
烏 乌
呂 吕
蘭 兰
奧 奥
關 関 关
對 対 对
壹 壱
綠 緑 绿
橫 横
當 当
屬 属
縣 県 县
廣 広 广
歸 帰 归
贊 讃 赞
巖 岩
礦 鉱
磺 黄
將 将
獨 独
濟 済 济
鬱 郁
擇 択 择
後 后
溫 温
禰 祢
幌 幌
圖 図 图
錫 锡
賓 宾
羅 罗
達 达
萬 万
漁 渔
連 连
領 领
臨 临
爾 尔
倫 伦
蘇 苏
盧 卢
華 华
慶 庆
間 间
渡 渡
粟 粟
為 爲 为
榮 栄 荣
壇 坛
陸 陆
韓 韩
朝 朝
鮮 鲜
薩 萨
庫 库
頁 页
邊 辺 边
周 週
環 环
塞 塞
羣 群
線 线
區 区
協 协
漢 汉
灘 滩
險 険 险
雅 雅
絲 糸 丝
氣 気 气
機 机
場 场
空 空
軍 军
駐 驻
地 地
竹 竹
嘉 嘉
喜 喜
納 纳
諏 诹
訪 访
請 请
鳩 鸠
間 间
慶 庆
喇 喇
噶 噶
橋 桥
魯 鲁
婆 婆
邦 邦
佈 布
錢 銭 钱
勝 胜
連 连
熊 熊
積 积
電 电
廠 厂
園 园
積 积
體 体
衛 卫
戰 戦 战
約 约
協 协
議 议
適 适
用 用
特 特
別 别
""".strip()

_TO_KEPT = str.maketrans(
    {other: line[0] for line in _VARIANTS.splitlines() for other in line.replace(" ", "")[1:] if other != line[0]}
    | {"の": "之", "ノ": "之", "ヶ": "ケ", "ヵ": "カ"}
)

_ONE = ("island", "islet", "isle", "jima", "shima", "dao", "yu", "tou", "to")
_ONE_CJK = re.compile(r"(?:本島|主島|島|嶼|じま|しま|ジマ|シマ)$")
_MANY = ("islands", "islets", "isles", "archipelago", "shoto", "retto", "gunto", "group")
_MANY_CJK = re.compile(r"(?:諸島|列島|群島|列嶼)$")
_JOINED = re.compile(r"(?<=[a-z]{3})(?:jima|shima)$")
_LEAST = 2
"""Letters that a suffix must leave, so that no name becomes a particle."""


def words(text: str) -> list[str]:
    """The words of a name in their plainest form: lower case, narrow, without accents, one form a character.

    Examples
    --------
    >>> words("Lü Tao"), words("YONAGUNI"), words("与那国岛") == words("與那國島")
    (['lu', 'tao'], ['yonaguni'], True)
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    # Only the accents of Latin letters: the voicing marks of kana are combining marks too.
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not "\u0300" <= c <= "\u036f")
    kept = unicodedata.normalize("NFC", bare).translate(_TO_KEPT)
    return re.findall(r"[^\W_]+", re.sub(r"['’ʻ`´]", "", kept))


def key(text: str) -> str:
    """One string for all spellings of a name, its suffix kept.

    Examples
    --------
    >>> key("Wang’an Island") == key("wangan-island")
    True
    """
    return "".join(words(text))


def stem(text: str) -> str:
    """The `key` of a name without the word for one island at its end.

    Examples
    --------
    >>> stem("Kikaijima"), stem("Yonaguni Island"), stem("与那国島") == stem("與那國")
    ('kikai', 'yonaguni', True)
    """
    return _without(text, _ONE, _ONE_CJK, _JOINED)


def group_stem(text: str) -> str:
    """The `key` of a name without the word for several islands at its end.

    Examples
    --------
    >>> group_stem("Babuyan Islands"), group_stem("先島諸島") == key("先島")
    ('babuyan', True)
    """
    return _without(text, _MANY, _MANY_CJK, None)


def without_brackets(text: str) -> str:
    """A name without what stands in brackets, which tells it from another of the same name.

    Examples
    --------
    >>> without_brackets("Minna Island (Tarama)"), without_brackets("水納島(多良間)")
    ('Minna Island', '水納島')
    """
    return re.sub(r"\s*[((][^))]*[))]", "", text).strip()


def _without(text: str, endings: tuple[str, ...], cjk: re.Pattern[str], joined: re.Pattern[str] | None) -> str:
    parts = words(text)
    if len(parts) > 1 and parts[-1] in endings:
        parts = parts[:-1]
    whole = "".join(parts)
    shorter = cjk.sub("", whole)
    if shorter == whole and joined is not None:
        shorter = joined.sub("", whole)
    return shorter if len(shorter) >= _LEAST or (not whole.isascii() and shorter) else whole
