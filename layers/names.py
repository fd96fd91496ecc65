"""When two spellings are one name: case, accents, widths, scripts and suffixes set aside."""

import re
import unicodedata

# One line a character: the form kept, then the forms that are read as it. Only characters of the names that ship, and
# of the words round them; never applied to text that is shown.
_VARIANTS = """
亞 亚 亜
佈 布
佔 占
來 来
倉 仓
倫 伦
備 备
兒 児 儿
內 内
別 别
則 则
務 务
勝 胜
勞 劳 労
勢 势
區 区
協 协
卷 巻
參 参
吳 呉 吴
呂 吕
唄 呗
圈 圏
國 国
圍 囲 围
園 园
圖 図 图
堅 坚
場 场
壇 坛
壤 壌
壹 壱
奧 奥
姬 姫
孫 孙
學 学
宮 宫
寢 寝
寧 宁
寶 宝
將 将
對 对 対
屆 届
屬 属
岡 冈
峴 岘
島 岛 嶋 嶌
峽 峡
嶼 屿
巖 岩 巌
巢 巣
帶 帯 带
庫 库
廈 厦
廠 厂
廣 广 広
廳 庁
張 张
彈 弾
彌 弥
彥 彦
後 后
德 徳
惠 恵
惡 恶 悪
愛 爱
慶 庆
戰 战 戦
戶 户 戸
掛 挂
搜 捜
撫 抚
擇 択 择
擊 撃 击
攝 摂 摄
數 数
暫 暂
曇 昙
書 书
曾 曽
會 会
東 东
條 条
棲 栖
業 业
極 极
榮 栄 荣
標 标
樺 桦
橋 桥
機 机
橫 横
櫻 桜 樱
歐 欧
歲 岁 歳
歸 帰 归
氣 气 気
決 决
沖 冲
淺 浅
湯 汤
溫 温
滿 満 满
漁 渔
漢 汉
渋 澀 涩
澤 沢 泽
濃 浓
濟 济 済
濱 浜 滨
瀧 滝 泷
瀨 濑 瀬
灘 滩
灣 湾
為 为 爲
烏 乌
熱 热
燈 灯
燒 焼 烧
營 営 营
爾 尔
狹 狭
獨 独
環 环
當 当
疊 畳 叠
發 発 发
盧 卢
礦 鉱
礪 砺
祿 禄
禰 祢
種 种
稻 稲
積 积
穗 穂
竈 竃 灶
築 筑
簽 签
紀 纪
約 约
紅 红
紋 纹
納 纳
結 结
統 统
絲 丝 糸
經 経 经
綠 緑 绿
網 网
綾 绫
線 线
緣 縁 缘
緬 缅
緯 纬
練 练
縣 县 県
總 総 总
繩 縄 绳
續 続
羅 罗
羣 群
義 义
習 习
聖 圣
聯 联
臨 临
臺 台
與 与
興 兴
茲 兹
莊 庄 荘
華 华
萊 莱
萬 万
葉 叶
蓮 莲
薩 萨
藏 蔵
藝 芸 艺
蘆 芦
蘇 苏
蘭 兰
號 号
蝦 虾
衞 衛 卫
裏 里
見 见
規 规
覺 覚
觀 観 观
計 计
訓 训
記 记
訪 访
設 设
話 话
調 调
請 请
諏 诹
論 论
諫 谏
諸 诸
諾 诺
識 识
議 议
護 护
豐 豊 丰
豫 予
貝 贝
賀 贺
賓 宾
贊 讃 赞
軍 军
輕 軽 轻
輪 轮
輸 输
連 连
進 进
達 达
遠 远
適 适
邊 边 辺
鄉 乡 郷
針 针
釣 钓
釧 钏
鈴 铃
銚 铫
錄 録 录
錢 銭 钱
錫 锡
鎌 镰
鏈 链
長 长
門 门
開 开
間 间
閣 阁
關 关 関
陸 陆
陽 阳
險 险 険
難 难
雲 云
電 电
霧 雾
霸 覇
靜 静
韓 韩
頁 页
須 须
領 领
頭 头
飛 飞
飯 饭
養 养
館 馆
馬 马
駐 驻
駒 驹
體 体
鬥 斗
鬱 郁
魚 鱼
魯 鲁
鮮 鲜
鯖 鲭
鳥 鸟
鳩 鸠
鳴 鸣
鴨 鸭
鴻 鸿
鶴 鹤
鷲 鹫
鷹 鹰
鹽 塩 盐
黃 磺 黄
黑 黒
點 点
龍 竜 龙
龜 亀 龟
""".strip()

_TO_KEPT = str.maketrans(
    {other: line[0] for line in _VARIANTS.splitlines() for other in line.replace(" ", "")[1:] if other != line[0]}
    | {"の": "之", "ノ": "之", "ヶ": "ケ", "ヵ": "カ"}
)

_ONE = ("island", "islet", "isle", "jima", "shima", "dao", "yu", "tou", "to")
_ONE_CJK = re.compile(r"(?:本島|主島|島|嶼|じま|しま|ジマ|シマ)$")
_MANY = ("islands", "islets", "isles", "archipelago", "shoto", "retto", "gunto", "group")
_MANY_CJK = re.compile(r"(?:諸島|列島|群島|列嶼)$")
_TOWN = ("city", "town")
_TOWN_CJK = re.compile(r"市$")
_JOINED = re.compile(r"(?<=[a-z]{3})(?:jima|shima)$")
_LEAST = 2
"""Letters that a suffix must leave, so that no name becomes a particle."""


_SIZES = ("", "大", "小", "中", "本", "東", "西", "南", "北")
"""What is left of 大嶼 or 小島 names no island: whoever writes 大島 is asked which one."""


def variants() -> str:
    """The forms of characters that are read as one, the kept one first: groups between spaces, for other readers.

    Examples
    --------
    >>> [group for group in variants().split() if "国" in group]
    ['國国']
    """
    return " ".join(line.replace(" ", "") for line in _VARIANTS.splitlines())


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


def town_stem(text: str) -> str:
    """The `key` of a name without the word for a town at its end.

    Examples
    --------
    >>> town_stem("Naha City"), town_stem("那霸市") == key("那覇")
    ('naha', True)
    """
    return _without(text, _TOWN, _TOWN_CJK, None)


def without_brackets(text: str) -> str:
    """A name without what stands in brackets, which tells it from another of the same name.

    Examples
    --------
    >>> without_brackets("Minna Island (Tarama)"), without_brackets("水納島（多良間）")
    ('Minna Island', '水納島')
    """
    return re.sub(r"\s*[(\uff08][^)\uff09]*[)\uff09]", "", text).strip()


def _without(text: str, endings: tuple[str, ...], cjk: re.Pattern[str], joined: re.Pattern[str] | None) -> str:
    parts = words(text)
    if len(parts) > 1 and parts[-1] in endings:
        parts = parts[:-1]
    whole = "".join(parts)
    shorter = cjk.sub("", whole)
    if shorter == whole and joined is not None:
        shorter = joined.sub("", whole)
    told = len(shorter) >= _LEAST or (not whole.isascii() and shorter not in _SIZES)
    return shorter if told else whole
