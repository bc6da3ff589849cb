"""One slip of the finger: letters exchanged or left out, a character that sounds the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion

_WORD = re.compile(r"[A-Za-z]{5,}")
# What input methods offer in the place of the right word.
_SOUND_ALIKE = (
    "時候時侯 时候时侯 哪裏那裏 哪里那里 哪一那一 隧道遂道 天然天燃 協定協訂 參加參家 参加参家 "
    "抵達低達 發射發社 獎牌講牌 邀請邀清 動工動功 开工开公 任務任物 研製研至 決賽決塞 "
    "新增新曾 終點中點 终点中点 主题主提 建交建郊 开幕开募 管道管到 机组机祖 用户用护 投资投姿 "
    "接待接代 會見會件 押後押后 商业商页 出发出法"
).split()


def with_a_typo(question: PlainQuestion) -> Iterator[str]:
    """The question with one typing error, in each of the ways it may hold one."""
    text = question.question
    if question.is_chinese:
        for pair in _SOUND_ALIKE:
            right, wrong = pair[:2], pair[2:]
            if right in text:
                yield text.replace(right, wrong, 1)
        return
    words = sorted(_WORD.finditer(text), key=lambda match: (-len(match.group()), match.start()))
    for match, mistyped in zip(words, (_exchanged, _shortened), strict=False):
        yield f"{text[: match.start()]}{mistyped(match.group())}{text[match.end() :]}"


def _exchanged(word: str) -> str:
    middle = len(word) // 2
    return f"{word[: middle - 1]}{word[middle]}{word[middle - 1]}{word[middle + 1 :]}"


def _shortened(word: str) -> str:
    middle = len(word) // 2
    return word[:middle] + word[middle + 1 :]
