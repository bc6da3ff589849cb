"""Questions to train the reader on, as people asked them."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.embedding.data import parallel_lines, untreebank
from training.embedding.holdout import passage_held_out
from training.reader.questions import Capitals

# Sentences of one article follow one another in the file, but which were a paragraph is lost.
_AROUND = 8
_FEWEST_BESIDE, _MOST_BESIDE = 2, 5
_INFLECTED = re.compile(r"(?:s|ed|ing|ly|tion|-.*)$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Asked:
    """A training question.

    Attributes:
        kind: where it comes from, for the report.
        title, passage: of the article that answers.
        answers: strings of the passage; none where it does not answer.
        unseen: whether the embedding model was not trained on it.
        by_sentence: the answers are whole sentences; which of their words answer is not known.
        beside: a passage that does not answer, None where none is wanted.
    """

    kind: str
    question: str
    title: str
    passage: str
    answers: tuple[str, ...]
    unseen: bool
    by_sentence: bool = False
    beside: str | None = None


def read_asked(data: Path) -> list[Asked]:
    """The questions of ``qa_zh.jsonl.xz`` and ``qa_en.jsonl.xz`` whose answer is marked."""
    return [
        asked
        for language in ("zh", "en")
        for row in _rows(data / f"qa_{language}.jsonl.xz")
        if (asked := _marked(language, row)) is not None
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _marked(kind: str, row: dict[str, Any]) -> Asked | None:
    answers = dict.fromkeys(a.strip() for a in row["a"] if a.strip() and a.strip() in row["p"])
    if not answers:
        return None
    title = (row.get("title") or "").replace("_", " ")
    return Asked(kind, row["q"], title, row["p"], tuple(answers), passage_held_out(row["p"]))


def read_sentence_pairs(data: Path, rng: random.Random) -> Iterator[Asked]:
    """Questions of ``qa_en.jsonl.xz`` of which only the sentence that answers is known.

    Sentences of the same article stand beside it, and make the passage that does not answer.
    They are in small letters, and get the capitals that their words have elsewhere.
    """
    rows = [row for row in _rows(data / "qa_en.jsonl.xz") if not row["a"]]
    translated = parallel_lines(data / "parallel.en-zh.tsv.xz")
    capitals = Capitals(english for _, (_, english, _) in translated)
    sentences = list(dict.fromkeys(row["p"] for row in rows))
    place = {sentence: number for number, sentence in enumerate(sentences)}
    plain = [capitals.restored(untreebank(sentence)) for sentence in sentences]
    for row in rows:
        at = place[row["p"]]
        around = [n for n in range(at - _AROUND, at + _AROUND + 1) if 0 <= n < len(plain) != at]
        around.remove(at)
        with_gold = sorted([at, *_some(around, rng)])
        yield Asked(
            kind="pairs",
            question=capitals.restored(untreebank(row["q"])),
            title="",
            passage=" ".join(plain[n] for n in with_gold),
            answers=(plain[at],),
            unseen=passage_held_out(row["p"]),
            by_sentence=True,
            beside=" ".join(plain[n] for n in sorted(_some(around, rng))),
        )


def _some(places: Sequence[int], rng: random.Random) -> list[int]:
    return rng.sample(places, rng.randint(_FEWEST_BESIDE, min(_MOST_BESIDE, len(places))))
