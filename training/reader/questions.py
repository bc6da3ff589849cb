"""Questions on passages as people asked them: the data folder's marked and unmarked ones."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.embedding.data import parallel_lines, untreebank
from training.embedding.holdout import passage_held_out

# Sentences of one article follow one another in the file, but which were a paragraph is lost.
_AROUND = 8
_FEWEST_BESIDE, _MOST_BESIDE = 2, 5
_INFLECTED = re.compile(r"(?:s|ed|ing|ly|tion|-.*)$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Example:
    """A question and a passage.

    Attributes:
        kind: where it comes from, for the report; pairs of languages as ``en-zh``.
        answers: strings of the passage; none where it does not answer.
        by_sentence: the answers are whole sentences; which of their words answer is not known.
        title: of the passage's article, or nothing.
        held_out: whether it is for measuring only.
    """

    kind: str
    question: str
    passage: str
    answers: tuple[str, ...] = ()
    by_sentence: bool = False
    title: str = ""
    held_out: bool = False


def marked(data: Path) -> Iterator[Example]:
    """Questions whose answer is marked, and those of SQuAD 2.0 that have none."""
    for kind, name in (("zh", "qa_zh"), ("en", "qa_en"), ("zh2", "qa_zh_squad2")):
        for row in _rows(data / f"{name}.jsonl.xz"):
            answers = dict.fromkeys(a.strip() for a in row["a"] if a.strip() in row["p"])
            answers.pop("", None)
            if not answers and row.get("answerable", True):
                continue
            yield Example(
                kind=kind,
                question=row["q"].strip(),
                passage=row["p"].strip(),
                answers=tuple(answers) if row.get("answerable", True) else (),
                title=(row.get("title") or "").replace("_", " "),
                held_out=passage_held_out(row["p"]),
            )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def sentence_pairs(data: Path, rng: random.Random) -> Iterator[Example]:
    """Questions of which only the sentence that answers is known, and without that sentence.

    Sentences of the same article stand beside it. They are in small letters, and get the
    capitals that their words have elsewhere.
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
        question = capitals.restored(untreebank(row["q"]))
        unseen = passage_held_out(row["p"])
        with_gold = sorted([at, *_some(around, rng)])
        passage = " ".join(plain[n] for n in with_gold)
        yield Example("pairs", question, passage, (plain[at],), True, held_out=unseen)
        beside = " ".join(plain[n] for n in sorted(_some(around, rng)))
        yield Example("pairs", question, beside, held_out=unseen)


def _some(places: Sequence[int], rng: random.Random) -> list[int]:
    return rng.sample(places, rng.randint(_FEWEST_BESIDE, min(_MOST_BESIDE, len(places))))


class Capitals:
    """How words are mostly written where they begin no sentence."""

    def __init__(self, texts: Iterator[str]) -> None:
        forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for match in _WORD.finditer(text):
                if match.start():
                    forms[match.group().lower()][match.group()] += 1
        self._usual = {word: found.most_common(1)[0][0] for word, found in forms.items()}

    def restored(self, text: str) -> str:
        """A sentence with the capitals that it may have had; words not known are names."""
        found = _WORD.sub(lambda match: self._written(match.group()), text)
        return found[:1].upper() + found[1:]

    def _written(self, word: str) -> str:
        return self._usual.get(word) or (word if _INFLECTED.search(word) else word.capitalize())
