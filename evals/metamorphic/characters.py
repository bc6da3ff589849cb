"""Characters that one script writes in two ways: 台 and 臺, 裏 and 裡."""

from __future__ import annotations

from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion

_PAIRS = "台臺 裏裡 着著 線綫 峰峯 為爲 衛衞 啟啓 群羣 說説 床牀 污汙 匯滙 鉤鈎 真眞 內内 面靣"


def other_characters(question: PlainQuestion) -> Iterator[str]:
    """The question with the other form of each such character, one at a time."""
    if question.language == "zh-Hant":
        for pair in _PAIRS.split():
            swapped = question.question.translate(str.maketrans(pair, pair[::-1]))
            if swapped != question.question:
                yield swapped
