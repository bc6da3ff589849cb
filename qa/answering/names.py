"""Names in a sentence, and whether they stand in its source, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.chunking.ranks import encoding
from qa.embedding.load import shipped_model
from qa.retrieval.translation import Rendering, to_chinese, to_english, variants
from qa.text.folding import fold
from qa.text.language import HAN
from qa.text.pinyin import SURNAMES, SURNAMES_IN_PINYIN
from qa.text.places import NamedPlace, named_places, stands
from qa.text.sounds import sounds
from qa.text.terms import is_stop_word, stem, terms

_LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9_]*(?:[-'’.][A-Za-zÀ-ɏ0-9]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|[“\"(\[])$")
_TIMES = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept
    oct nov dec""".split()
)
_MONEY_NEXT = re.compile(r" ?(?:\$|dollars?|cents?)")
_MONEY = frozenset("us hk rmb usd hkd eur gbp cny".split())
# What stands before the name of a person in Chinese.
TITLES = (
    "总理|总统|主席|部长|外长|防长|市长|省长|州长|议长|院长|校长|社长|行长|会长|厂长|署长|局长|司长|处长"
    "|首相|国王|女王|王子|总裁|执行官|董事长|经理|主任|教授|博士|发言人|书记|大使|将军|上将|导演|作家"
    "|记者|选手|教练|律师|法官|总监|主管|秘书长|创始人|研究员|关员|医生|先生|女士"
)
_TITLED = re.compile(rf"(?:{TITLES})(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})")
# Characters that newspapers spell foreign names with.
_SPELLING = (
    "得拜阿埃艾爱安昂奥巴白班邦包保贝本比彼毕别宾波博伯勃布蔡查察楚茨达戴丹当道德登邓迪蒂丁东杜敦顿多厄恩尔"
    "法凡范菲费芬丰冯弗夫福富盖甘高戈哥格根贡古瓜圭哈海汉汗杭豪赫黑亨洪侯胡华怀惠霍基吉季加贾简杰金津"
    "京卡凯坎康考科克肯孔库夸奎昆拉莱赖兰朗劳勒雷里利莉立廉良列林留龙娄卢鲁路吕伦罗洛马玛迈麦曼芒毛梅"
    "门蒙米密明缪莫默姆木穆那纳娜奈南内尼宁努诺欧帕派潘庞佩彭皮平珀普齐奇契恰强乔切钦琼让热任日荣儒瑞"
    "若撒萨塞赛桑瑟森沙山尚绍舍申圣施什史舒顺斯思丝苏孙索所塔泰坦汤陶特滕提铁廷通图土托瓦万旺威韦维魏"
    "温文翁沃乌伍武西希锡夏肖谢辛休许雪雅亚延扬耶叶伊因英尤于约云泽扎詹张哲珍治朱兹宗佐"
)
_DOTTED = re.compile(rf"[{_SPELLING}]+(?:[·•‧・][{_SPELLING}]+)+")
_SPELLED = re.compile(rf"[{_SPELLING}]{{3,}}")
_SPELLED_WORD = re.compile(rf"[{_SPELLING}]+")
# Of these, the ones that plain words are made of as well: 東南亞 is no one's name.
_PLAIN_TOO = frozenset("东西南海山林马方里万安金白高立列因于当热亚云")
# What one newspaper's spelling shares with another's: this share of the likeliest pairs.
_HEARD = 0.5
_PINYIN = re.compile(
    r"(?:(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei"
    r"|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|[aeiou])){1,2}"
)
_LIKELY = 0.45
_LONG_NAME = 6  # letters
_LEAST_WEIGHT = 0.3


@dataclass(frozen=True)
class Source:
    """The text that names are looked for in: a passage with its title."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The text, folded."""
        return fold(self.text)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its terms."""
        return frozenset(terms(self.text))

    @cached_property
    def heard(self) -> frozenset[str]:
        """Pairs of Chinese characters that its Latin names may be written with."""
        names = {name for name in _LATIN.findall(self.text) if name[:1].isupper()}
        parts = {part for name in names for part in re.split(r"[-'’.]", name)}
        return frozenset(
            pair for part in parts for pair, weight in sounds(part) if weight >= _LEAST_WEIGHT
        )

    @cached_property
    def chinese(self) -> bool:
        """Whether it is Chinese, at least for the most part."""
        return len(HAN.findall(self.text)) * 2 > len(self.text) / 2


def missing_names(claim: str, source: str) -> list[str]:
    """The names of a claim that do not stand in its source.

    Across languages a name stands where its place, its translation or its sound does. What
    cannot be told to be a name is left out.
    """
    where = Source(source)
    places = places_in(claim)
    missing = [one.name for one in places if not stands(one.name, source)]
    covered = [(one.start, one.end) for one in places]
    for start, end, name in (*_latin_names(claim), *_chinese_names(claim)):
        if any(start < stop and begin < end for begin, stop in covered):
            continue
        # Across languages an ordinary word in a name (Red Crescent) is left to the match of
        # the whole sentence: it may be translated in many ways.
        ordinary = name.isascii() and name.isalpha() and _is_ordinary(name)
        if where.chinese and (ordinary or _is_pinyin_given_name(claim[:start], name)):
            continue
        if not _stands(name, where):
            missing.append(name)
    return missing


def places_in(claim: str) -> list[NamedPlace]:
    """The countries and cities that a claim names."""
    # "us" is a place in capitals only, and none before "dollars".
    return [one for one in named_places(claim) if one.name != "us" or _is_country(claim, one)]


def _is_country(claim: str, one: NamedPlace) -> bool:
    return claim[one.start : one.end].isupper() and not _MONEY_NEXT.match(claim, one.end)


def _latin_names(claim: str) -> Iterator[tuple[int, int, str]]:
    for match in _LATIN.finditer(claim):
        word = match.group().removesuffix("'s").removesuffix("’s")
        lower = word.lower()
        if lower in _TIMES or lower in _MONEY or is_stop_word(lower) or len(word) < 2:
            continue
        coded = any(c.isdigit() for c in word) or (word.isupper() and len(word) > 1)
        begins = _SENTENCE_START.search(claim[: match.start()])
        if coded or (word[0].isupper() and (not begins or _is_rare(word))):
            yield match.start(), match.end(), word


def _is_pinyin_given_name(before: str, name: str) -> bool:
    """Whether it is Xudong after Wang: which characters those are, is not known here."""
    words = before.rsplit(maxsplit=1)
    surname = words[-1].lower() if words else ""
    return surname in SURNAMES_IN_PINYIN and _PINYIN.fullmatch(name.lower()) is not None


def _is_ordinary(word: str) -> bool:
    """Whether a word with a capital is one of the language's own: Red, Bridge."""
    small = word.lower()
    renderings = to_chinese([word])[0][:1]
    if any(len(each.text) > 1 and _SPELLED_WORD.fullmatch(each.text) for each in renderings):
        return False  # Biden is said in Chinese as it sounds
    known = len(shipped_model().token_ids([small])[0]) == 1
    return _cost(small) == 1 or (known and _cost(small) < _cost(word))


def _is_rare(word: str) -> bool:
    """Whether a word at the start of a sentence, where each has a capital, is a name."""
    capital, small = _cost(word), _cost(word.lower())
    rare = len(shipped_model().token_ids([word])[0]) > 1
    return small > capital or (rare and small == capital)


def _cost(word: str) -> int:
    """In how many pieces our encoding of news cuts a word: names cost less with a capital."""
    return len(encoding().encode_ordinary(f" {word}"))


def _chinese_names(claim: str) -> Iterator[tuple[int, int, str]]:
    folded = fold(claim)
    taken: list[tuple[int, int]] = []
    for pattern, group in ((_DOTTED, 0), (_TITLED, "name")):
        for match in pattern.finditer(folded):
            taken.append(match.span(group))
            yield *match.span(group), match[group]
    for match in _SPELLED.finditer(folded):
        telling = sum(character not in _PLAIN_TOO for character in match.group())
        if telling >= 2 and not any(match.start() < b and a < match.end() for a, b in taken):
            yield match.start(), match.end(), match.group()


def _stands(name: str, source: Source) -> bool:
    if HAN.search(name):
        return _chinese_stands(name, source)
    folded = fold(name)
    if stem(folded) in source.terms or folded in source.folded:
        return True
    if "-" in name:
        return all(_stands(part, source) for part in name.split("-") if part)
    if not source.chinese or (any(c.isdigit() for c in name)):
        return name.isdigit() and folded in source.folded
    # A Chinese given name may be one character; one of a foreign name stands in any text.
    shortest = 1 if _PINYIN.fullmatch(folded) else 2
    if any(each.text in source.folded for each in _likely(to_chinese([name])[0], shortest)):
        return True
    return sounds_like(name, source)


def _likely(found: Sequence[Rendering], shortest: int) -> Iterator[Rendering]:
    """The renderings that can stand for a name: not what is only often said beside it."""
    return (each for each in found if each.weight >= _LIKELY and len(each.text) >= shortest)


def sounds_like(name: str, source: Source) -> bool:
    """Whether the source holds characters in a row that a Latin name may be written with."""
    for part in re.split(r"[-'’.]", name):
        pairs = {pair for pair, weight in sounds(part) if weight >= _LEAST_WEIGHT}
        # Two characters may stand together by chance, three of a long name hardly.
        long = len(part) >= _LONG_NAME and not _PINYIN.fullmatch(part.lower())
        needed = 2 if long else 1
        text = source.folded
        runs = (
            all(text[i + n : i + n + 2] in pairs for n in range(needed)) for i in range(len(text))
        )
        if any(runs):
            return True
    return False


def _chinese_stands(name: str, source: Source) -> bool:
    folded = fold(name)
    parts = [part for part in re.split(r"[·•‧・]", folded) if part]
    last = parts[-1]
    # A surname and two characters may be a name of two, followed by another word.
    if last in source.folded or (len(parts) == 1 and len(last) == 3 and last[:2] in source.folded):
        return True
    # So may a foreign one: 普拉博沃當 of 普拉博沃當選.
    shorter = (last[a:b] for a in (0, 1) for b in (len(last), len(last) - 1, len(last) - 2))
    if any(len(part) >= 3 and part in source.folded for part in shorter):
        return True
    if any(each.text in source.folded for each in variants(last)):
        return True
    if source.chinese:
        return False
    if any(each.text in source.terms for each in _likely(to_english([last])[0], 3)):
        return True
    pairs = [last[i : i + 2] for i in range(len(last) - 1)]
    heard = sum(pair in source.heard for pair in pairs)
    if heard and heard >= _HEARD * len(pairs):
        return True
    # Chinese names are written in English by pinyin, which is not known here.
    return len(parts) == 1 and last[0] in SURNAMES and not _SPELLED.fullmatch(last)
