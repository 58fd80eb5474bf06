"""Mainland addresses and police authorities, made up from real district names and invented streets.

The administrative names (places.tsv) are public facts; streets, estates and house numbers are put together at
random, so that an address leads to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal
from zlib import crc32

import numpy as np

Half = Literal["all", "even", "odd"]

LONGEST_ADDRESS = 35
"""Characters that the permit's chip has room for (DOCUMENTS.md, section 3)."""
LONGEST_AUTHORITY = 15

_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_STREET_FIRST = (
    "人民解放中山建设和平胜利新华文化光明团结民主长江黄河珠江金山银河东方南湖西湖北环中兴复兴振兴科技创业高新工业"
    "迎宾滨海滨江凤凰龙腾虎跃朝阳夕照紫荆红棉玉兰桂花梅园荷塘柳堤松岭竹林枫叶杏花桃源樱花海棠翠竹青云白云彩云"
    "天府锦绣沿河环城学府书院状元进士崇文尚德仁和义井礼嘉智慧信义诚实友谊幸福康乐富强繁荣昌盛永安泰和"
)
_STREET_LAST = (
    "安宁平泰康福寿祥瑞庆丰裕兴旺达通顺利和美丽华荣盛昌明辉耀星辰阳月云霞雨露风雷山川河溪泉湖海洋港湾洲岛"
    "桥亭台楼阁门城关堡寨岗岭坡坪田园林森松柏竹梅兰菊桂荷莲苇柳杨榕槐枫银铜铁金玉珠宝琴棋书画诗文武德"
    "仁义礼智信忠孝廉正直清高远大新光彩虹龙凤麒麟鹤鹏燕莺鹿马牛羊濠鑫淼沁涌潭滘涌圳埔墩墟垌塱沥"
)
_STREET_KINDS = (
    "路",
    "路",
    "路",
    "街",
    "大道",
    "大街",
    "巷",
    "东路",
    "西路",
    "南路",
    "北路",
    "中路",
    "一路",
    "二路",
    "横街",
)
_ESTATE_KINDS = (
    "花园", "小区", "家园", "公寓", "雅苑", "名苑", "广场", "大厦", "新村", "豪庭", "华府",
    "国际城", "湾畔", "山庄", "嘉园", "学苑", "御景", "时代城", "壹号院", "新城", "丽都", "水岸",
    "国际公馆", "宿舍", "教师村", "商住楼",
)  # fmt: skip
_TOWN_KINDS = ("镇", "镇", "乡", "街道")
_VILLAGE_KINDS = ("村", "村委会", "社区")


@dataclass(frozen=True, slots=True)
class District:
    """One county-level place: its province, its city and its own name."""

    province: str
    city: str
    name: str


@lru_cache(maxsize=1)
def districts() -> tuple[District, ...]:
    """Every district of places.tsv."""
    rows = files("hmtocr.specimens").joinpath("places.tsv").read_text("utf-8").splitlines()
    split = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return tuple(District(province, city, name) for province, city, names in split for name in names.split())


def in_half(text: str, half: Half) -> bool:
    """Whether a made-up text belongs to `half`: the two halves share none, whatever the seed."""
    return half == "all" or crc32(text.encode()) % 2 == (half == "odd")


def invent_address(rng: np.random.Generator, half: Half = "all") -> str:
    """An address of 10 to 35 characters, in one piece as it would be typed."""
    while True:
        address = _region(rng) + _spot(rng)
        if len(address) <= LONGEST_ADDRESS and in_half(address, half):
            return address


def invent_authority(rng: np.random.Generator, half: Half = "all") -> str:
    """The name of a county-level public security organ, at most 15 characters."""
    while True:
        place = districts()[int(rng.integers(len(districts())))]
        authority = _authority(place, rng)
        if len(authority) <= LONGEST_AUTHORITY and in_half(authority, half):
            return authority


def _authority(place: District, rng: np.random.Generator) -> str:
    style = rng.random()
    if place.name.endswith(("县", "市")) or place.city == "中山市":
        office = place.city if place.city in ("中山市", "东莞市") else place.name
        return f"{office}公安局"
    if style < 0.6:
        return f"{place.city}公安局{_bare(place.name)}分局"
    if style < 0.8 and place.city not in _MUNICIPALITIES:
        special = ("高新", "经开", "开发区", "新区", "高新技术产业开发区", "经济技术开发区")
        return f"{place.city}公安局{special[int(rng.integers(len(special)))]}分局"
    return f"{place.city}{place.name}公安局" if style < 0.9 else f"{place.city}公安局"


def _bare(name: str) -> str:
    """城关区 to 城关, but 东区街道 and two-character names such as 城区 whole."""
    return name[:-1] if name.endswith("区") and len(name) > 2 else name


def _region(rng: np.random.Generator) -> str:
    place = districts()[int(rng.integers(len(districts())))]
    if place.province == place.city:
        return place.city + place.name
    style = rng.random()
    if style < 0.6:
        return place.province + place.city + place.name
    if style < 0.9 or not place.name.endswith(("县", "市")):
        return place.city + place.name
    return place.province + place.name


def _spot(rng: np.random.Generator) -> str:
    """Street and house, estate and flat, or village and group."""
    style = rng.random()
    if style < 0.2:
        town = _word(rng) + _one(rng, _TOWN_KINDS)
        village = _word(rng) + _one(rng, _VILLAGE_KINDS)
        return f"{town}{village}{_village_house(rng)}"
    street = f"{_word(rng)}{_one(rng, _STREET_KINDS)}"
    number = str(int(rng.integers(1, 1000 if rng.random() < 0.3 else 200)))
    lane = f"{int(rng.integers(1, 60))}弄" if rng.random() < 0.06 else ""
    town = _word(rng) + "街道" if rng.random() < 0.15 else ""
    if style < 0.4:
        return f"{town}{street}{lane}{number}号{_flat(rng) if rng.random() < 0.7 else ''}"
    estate = _word(rng) + _one(rng, _ESTATE_KINDS)
    house = f"{number}号" if rng.random() < 0.75 else ""
    return f"{town}{street}{lane}{house}{estate}{_flat(rng)}"


def _village_house(rng: np.random.Generator) -> str:
    number = int(rng.integers(1, 300))
    if rng.random() < 0.5:
        return f"{number}号"
    group = _one(rng, ("{}组", "第{}组", "{}队", "村民小组{}号"))
    return group.format(int(rng.integers(1, 20))) + (f"{number}号" if rng.random() < 0.5 and "号" not in group else "")


def _flat(rng: np.random.Generator) -> str:
    block = int(rng.integers(1, 40))
    floor, door = int(rng.integers(1, 34)), int(rng.integers(1, 9))
    room = f"{floor}{door:02d}"
    letter = "ABCDEFGH"[int(rng.integers(8))]
    forms = (
        f"{block}号楼{int(rng.integers(1, 6))}单元{room}室",
        f"{block}栋{room}室",
        f"{block}栋{room}",
        f"{block}幢{room}室",
        f"{letter}座{room}室",
        f"{letter}栋{room}房",
        f"{letter}{block}栋{floor}楼{letter}",
        f"{block}座{room}房",
        f"{block}-{int(rng.integers(1, 5))}-{room}",
        f"{int(rng.integers(1, 9))}期{block}号楼{room}室",
        f"{block}楼{int(rng.integers(1, 8))}门{room}号",
        f"{room}室",
        f"{floor}楼{letter}室",
    )
    return _one(rng, forms)


def _word(rng: np.random.Generator) -> str:
    """Two characters that could name a street: two loose ones, or a pair of common use."""
    if rng.random() < 0.5:
        start = 2 * int(rng.integers(len(_STREET_FIRST) // 2))
        return _STREET_FIRST[start : start + 2]
    first = _STREET_FIRST[int(rng.integers(len(_STREET_FIRST)))]
    return first + _STREET_LAST[int(rng.integers(len(_STREET_LAST)))]


def _one(rng: np.random.Generator, choices: tuple[str, ...]) -> str:
    return choices[int(rng.integers(len(choices)))]
