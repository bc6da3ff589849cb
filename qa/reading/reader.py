"""The reader: where in passages a question is answered, and whether it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from qa.models.artefact import artefact
from qa.reading.decoding import ReadPassage, decode
from qa.reading.encoder import Encoder
from qa.reading.inputs import Reading
from qa.reading.rendering import Rendering
from qa.reading.wording import as_written
from qa.retrieval.passage import Passage
from qa.text.language import TextLanguage, detect_language, is_chinese


class Reader:
    """Reads passages for a question. Safe to use from several threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def read(
        self, question: str, language: TextLanguage, passages: Sequence[Passage]
    ) -> list[ReadPassage]:
        """Each passage as read for the question, all in one batch.

        Args:
            language: of the question.
        """
        readings = [_reading(question, language, each) for each in passages]
        encoded = self._encoder.encode(readings)
        scores = self._encoder.scores(encoded)
        return [
            decode(its, own, each.text)
            for its, own, each in zip(encoded, scores, passages, strict=True)
        ]


@cache
def shipped_reader(threads: int) -> Reader:
    """The reader that ships, loaded once.

    Args:
        threads: cores that one reading may use.

    Raises:
        ModelError: its files are missing or damaged.
    """
    return Reader(Encoder.load(artefact("reader"), threads=threads))


def _reading(question: str, language: TextLanguage, passage: Passage) -> Reading:
    """The question beside a passage, its words as the passage has them."""
    written = is_chinese(detect_language(passage.text))
    if is_chinese(language) == written:
        whole = f"{passage.title}\n{passage.text}"
        return Reading(as_written(question, whole), passage.text, title=passage.title)
    rendering = _rendered(question, chinese=written).for_passage(passage.text)
    return Reading(question, passage.text, rendering, passage.title)


@lru_cache(maxsize=64)
def _rendered(question: str, *, chinese: bool) -> Rendering:
    return Rendering.into_chinese(question) if chinese else Rendering.into_english(question)
