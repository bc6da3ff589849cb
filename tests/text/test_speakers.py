"""Who says a sentence."""

from __future__ import annotations

import pytest

from qa.text.sentences import sentence_spans
from qa.text.speakers import naming_sentences


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("陳大文表示,渡輪很滿。公司會加班次。票價不變。", [0, 0, 0]),
        ("陳大文表示，渡輪很滿。他強調：票價不變。李小明說：「太貴了。」", [0, 0, 2]),
        ("陳大文表示，渡輪很滿。\n港口昨日關閉。", [0, 1]),
        ("大橋通車。造價九十億元。", [0, 1]),
        (
            "Mayor Wong said the boats are full. The fare stays. It will not rise, he added. "
            "Ms Li told reporters it was too much.",
            [0, 0, 0, 3],
        ),
    ],
)
def test_the_sentence_that_names_the_speaker(text: str, naming: list[int]) -> None:
    assert naming_sentences(text, sentence_spans(text)) == naming
