"""Variant shapes of one traditional character.

Hong Kong names are written with several shapes of the same character (啟 and 啓, 衞 and 衛), and a code
book may hold only one of them. The table is compiled by hand; it holds what Unicode's Unihan database calls
z-variants, and the semantic variants that people use interchangeably in names.

A traditional character and its simplification (黃 and 黄, 葉 and 叶) are not variants here: taking one for
the other is a reading error. The exceptions are shapes such as 温, 户, 峰, 群, 恒, 强, 净, 悦 and 税 that
mainland China chose as its standard but that traditional writing in Hong Kong has always used as well.

>>> same_character("衞", "衛"), same_character("黃", "黄"), same_character("張", "张")
(True, False, False)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

_GROUPS = """
啟啓 悅悦 衞衛 峯峰 羣群 綫線 裏裡 溫温 戶户 說説 鈎鉤 麪麵 柏栢 恆恒 峨峩 為爲 眾衆 真眞
青靑 淨净 強强 脫脱 稅税 銳鋭 閱閲 兌兑 清淸 教敎 絕絶 偽僞 媯嬀 緒緖 滙匯 雞鷄 鄰隣 鑑鑒
妍姸 研硏 顏顔 產産 鎮鎭 慎愼 填塡 顛顚 巔巓 查査 值値 既旣 即卽 鄉鄕 概槪 晚晩 高髙 綠緑
錄録 郎郞 略畧 棋棊 崑崐 崙崘 缽鉢 鰲鼇 鵝鵞 贊賛 讚讃 嘆歎 蘇蘓 艷豔艶 舘館 庵菴 杯盃 婿壻
牆墻 蘊藴 隸隷 嫻嫺 攜擕 蔥葱 咒呪 皋皐臯 歲嵗 遍徧 彝彞 闊濶 款欵 穎頴 德徳 寶寳 富冨 寬寛
珍珎 畫畵 秘祕 稿稾 繡綉 翱翺 舉擧 褒襃 睹覩 諡謚 賓賔 軟輭 迺廼 鉛鈆 鎖鎻 陰隂 霸覇 頹頽
飄飃 雁鴈 炯烱 熙熈 效効 敍敘 敕勅 昂昻 期朞 楠枬 梨棃 毗毘 廁厠 告吿 喻喩 俞兪 偷偸 回囘
垂埀 壽夀 卯夘 獎奬 幫幇 往徃 怪恠 愨慤 慚慙 憩憇 拿拏 床牀 唇脣 粽糉 勻匀 冰氷 兔兎
"""


@cache
def _variants() -> Mapping[str, str]:
    return MappingProxyType({char: group for group in _GROUPS.split() for char in group})


def variants_of(char: str) -> tuple[str, ...]:
    """The other shapes of a character; empty if none is known.

    >>> variants_of("艷"), variants_of("李")
    (('豔', '艶'), ())
    """
    return tuple(other for other in _variants().get(char, "") if other != char)


def same_character(a: str, b: str) -> bool:
    """Whether two characters are equal or variant shapes of one another.

    >>> same_character("啟", "啓"), same_character("啟", "悅")
    (True, False)
    """
    return a == b or b in variants_of(a)
