"""Chinese names in Latin letters: Qin Gang may be 秦刚, and nothing that is read otherwise.

Which characters a syllable may be comes from ``pinyin.tsv``, which
``python -m training lexicon`` makes of a dictionary (CC-CEDICT).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from qa.models.artefact import artefact

PINYIN_FILE = "pinyin.tsv"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
    "卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严赖覃洪武莫孔汤"
    "习温萧单关卓霍岑麦"
)
SURNAMES_IN_PINYIN = frozenset(
    """wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang
    song zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang
    cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong
    jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan qian xi""".split()
)
_NAME = re.compile(r"\b([A-Z][a-z]{1,5}) ([A-Z][a-z]{1,5}['’-]?[a-z]{1,6}|[A-Z][a-z]{1,11})\b")
_APART = re.compile(r"['’-]")
_LONGEST = 6  # letters of a syllable

Syllables = tuple[str, ...]


def names_in_pinyin(text: str) -> Iterator[tuple[str, str, tuple[Syllables, ...]]]:
    """The Chinese names of an English text: surname, given name, and the syllables of both.

    A given name of one or two syllables may fall apart in two ways (Xian).

    Raises:
        ModelError: the table that ships is missing or damaged.
    """
    for match in _NAME.finditer(text):
        surname, given = match.groups()
        if surname.lower() in SURNAMES_IN_PINYIN:
            found = tuple((surname.lower(), *one) for one in _syllables(given.lower()))
            if found:
                yield surname, given, found


def characters(syllable: str) -> str:
    """The characters that are read so, those first that names have most often; folded.

    Raises:
        ModelError: the table that ships is missing or damaged.
    """
    return _table().get(syllable, "")


def surnames(syllable: str) -> str:
    """Those of ``characters`` that are surnames, or all if none is known to be one."""
    found = characters(syllable)
    return "".join(one for one in found if one in SURNAMES) or found


def in_pinyin(name: str) -> Iterator[tuple[str, str]]:
    """How a Chinese name, folded, may stand in Latin letters: surname and given name, in small.

    Nothing for what is no surname of one character with a given name of one or two.

    Raises:
        ModelError: the table that ships is missing or damaged.
    """
    if 2 <= len(name) <= 3 and name[0] in SURNAMES:
        read = [_readings().get(character, ()) for character in name]
        for surname in read[0]:
            if surname in SURNAMES_IN_PINYIN:
                yield from ((surname, "".join(given)) for given in product(*read[1:]))


def _syllables(name: str) -> Iterator[Syllables]:
    known = _table()
    plain = _APART.sub("", name)
    if plain in known and plain == name:
        yield (plain,)
    marks = _APART.search(name)
    for place in [marks.start()] if marks else range(1, min(len(plain), _LONGEST + 1)):
        if plain[:place] in known and plain[place:] in known:
            yield plain[:place], plain[place:]


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """The syllables that each character may be."""
    found: dict[str, tuple[str, ...]] = {}
    for syllable, held in _table().items():
        for character in held:
            found[character] = (*found.get(character, ()), syllable)
    return found


@cache
def _table() -> dict[str, str]:
    rows = artefact("lexicon").read(PINYIN_FILE).decode("utf-8").splitlines()
    return dict(row.split("\t") for row in rows)
