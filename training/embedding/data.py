"""Training text: pairs of texts that mean the same, and documents of consecutive sentences.

Reads only what the data folder's README marks as fit for weights that ship.
"""

from __future__ import annotations

import json
import logging
import lzma
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from training.embedding.holdout import line_held_out, passage_held_out
from training.embedding.overlap import Overlap

LOG = logging.getLogger(__name__)

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;」』”]*|[\n]+")
_ENGLISH_SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[A-Z0-9(])")
_NEWS_PREFIX = re.compile(r"^[\d\-: ]*，?正文：")
_BRACKETED = re.compile(r"\[[^\]]*\]|\([^)]*\)|[\w·]*\|")
_CROSS_REFERENCE = re.compile(r"^(?:variant of|old variant of|see |CL:|abbr\. for|also pr\.)")
_TREEBANK = {"-lrb-": "(", "-rrb-": ")", "``": '"', "''": '"', " 's": "'s"}
_LONGEST_LAW = 1200  # characters of English; longer articles are lists of powers and fines
_FEWEST_SENTENCES = 3
# What `read_training_text` reads of the data folder.
FILES = (
    "news_zh.txt.xz",
    *(f"train/{name}.en-zh.tsv.xz" for name in ("parallel", "names")),
    *(f"train/{name}.xz" for name in ("cedict.u8", "qa_en.jsonl", "qa_zh.jsonl")),
    "dev/**/*.jsonl",
)
# The tokenizer sees every n-th text of the sources that would crowd out the others.
_TOKENIZER_STRIDE = {"law": 10, "news_zh": 6}
# Sources of the parallel file whose lines follow one another as in their documents.
IN_ORDER = ("newscomm", "alma", "newstest", "generaltest", "tico19", "wmt24")


@dataclass(frozen=True)
class Pairs:
    """Two lists of the same length whose members at one place belong together."""

    name: str
    left: list[str]
    right: list[str]


@dataclass(frozen=True)
class Documents:
    """Documents as lists of sentences; ``other`` holds their translations line for line."""

    name: str
    documents: list[list[str]]
    other: list[list[str]] | None = None


@dataclass(frozen=True)
class TrainingText:
    """Everything the model learns from."""

    pairs: list[Pairs]
    documents: list[Documents]

    def english(self) -> Iterator[str]:
        """English text, for the tokenizer."""
        for source in self.pairs:
            if source.name in ("law", "parallel", "names", "qa_en", "cedict"):
                yield from source.left[:: _TOKENIZER_STRIDE.get(source.name, 1)]
            if source.name == "qa_en":
                yield from dict.fromkeys(source.right)

    def chinese(self) -> Iterator[str]:
        """Chinese text of both scripts, for the tokenizer: words and names weigh in too."""
        for source in self.pairs:
            if source.name in ("law", "parallel", "names", "cedict", "qa_zh"):
                yield from source.right[:: _TOKENIZER_STRIDE.get(source.name, 1)]
        for group in self.documents:
            if group.name == "news_zh":
                yield from (
                    "".join(sentences)
                    for sentences in group.documents[:: _TOKENIZER_STRIDE["news_zh"]]
                )

    def dictionary(self) -> Iterator[str]:
        """Chinese words of the dictionary, Simplified."""
        for source in self.pairs:
            if source.name == "cedict":
                yield from source.right


def read_training_text(data: Path) -> TrainingText:
    """All sources below the data folder, without what the development sets hold."""
    overlap = Overlap.from_folder(data / "dev")
    LOG.info("development text: %d runs kept out", len(overlap))
    train = data / "train"
    parallel = [
        (source, english, chinese)
        for line, (source, english, chinese) in parallel_lines(train / "parallel.en-zh.tsv.xz")
        if not (source.startswith(IN_ORDER) and line_held_out(source, line))
    ]
    pairs = [
        _pairs("parallel", ((e, z) for s, e, z in parallel if "law" not in s), overlap),
        _pairs("law", _laws(parallel), overlap),
        _pairs("cedict", dictionary(train / "cedict.u8.xz"), None),
        _pairs("names", names(train / "names.en-zh.tsv.xz"), None),
        _pairs("qa_en", _questions(train / "qa_en.jsonl.xz"), overlap),
        _pairs("qa_zh", _questions(train / "qa_zh.jsonl.xz"), overlap),
    ]
    documents = [
        _parallel_documents(parallel, overlap),
        _documents("news_zh", news(data / "news_zh.txt.xz"), overlap),
        _documents("passages_en", _english_passages(pairs[4].right), None),
    ]
    return TrainingText(pairs, documents)


def parallel_lines(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Line number from 0 and (source, English, Chinese) of each whole line."""
    for number, line in enumerate(_lines(path)):
        parts = line.split("\t")
        if len(parts) == 3 and parts[1] and parts[2]:
            yield number, (parts[0], parts[1], parts[2])


def _lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n")


def _pairs(name: str, rows: Iterator[tuple[str, str]], overlap: Overlap | None) -> Pairs:
    unique = list(dict.fromkeys(rows))
    kept = [r for r in unique if overlap is None or not (r[0] in overlap or r[1] in overlap)]
    LOG.info("%s: %d pairs, %d cut as development text", name, len(kept), len(unique) - len(kept))
    return Pairs(name, [left for left, _ in kept], [right for _, right in kept])


def _laws(parallel: list[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Statutes, split by sentence where both sides have as many."""
    for source, english, chinese in parallel:
        if "law" not in source or len(english) > _LONGEST_LAW:
            continue
        left = _ENGLISH_SENTENCE.split(english)
        right = [part for part in _SENTENCE.findall(chinese) if part.strip()]
        if len(left) == len(right):
            yield from zip(left, right, strict=True)
        else:
            yield english, chinese


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A word of CC-CEDICT.

    Attributes:
        word: in Simplified characters.
        reading: its syllables with tones, as in ``Bei3 jing1``.
        senses: as they stand, remarks included.
    """

    word: str
    reading: str
    senses: tuple[str, ...]


def dictionary_entries(path: Path) -> Iterator[DictionaryEntry]:
    """The words of the dictionary."""
    for line in _lines(path):
        if line.startswith("#"):
            continue
        head, _, senses = line.partition("/")
        word, _, reading = head.partition(" ")[2].partition(" ")
        yield DictionaryEntry(word, reading.strip("[] "), tuple(senses.strip("/ ").split("/")))


def dictionary(path: Path) -> Iterator[tuple[str, str]]:
    """Glosses and the Simplified word; cross-references are left out."""
    for entry in dictionary_entries(path):
        glosses = [
            " ".join(_BRACKETED.sub(" ", sense).split())
            for sense in entry.senses
            if not _CROSS_REFERENCE.match(sense)
        ]
        glosses = [gloss for gloss in glosses if any(c.isalpha() for c in gloss)]
        if glosses:
            yield "; ".join(glosses[:3]), entry.word


def names(path: Path) -> Iterator[tuple[str, str]]:
    """English and Chinese titles, and the parts of names of people in pairs."""
    for line in _lines(path):
        english, chinese, _ = line.split("\t")
        if "@@@" in english:
            continue
        yield english, chinese
        # 米哈伊爾·米舒斯京: each part is the sound of one word, and surnames stand alone in news.
        words, parts = english.split(), chinese.split("·")
        if len(parts) > 1 and len(words) == len(parts):
            yield from zip(words, parts, strict=True)


def _questions(path: Path) -> Iterator[tuple[str, str]]:
    for line in _lines(path):
        row = json.loads(line)
        if passage_held_out(row["p"]):
            continue
        yield untreebank(row["q"]), untreebank(row["p"])


def untreebank(text: str) -> str:
    """A text of the Penn Treebank's tokens with brackets and quotation marks as usual."""
    for mark, plain in _TREEBANK.items():
        text = text.replace(mark, plain)
    return text


def news(path: Path) -> Iterator[list[str]]:
    """The sentences of each article, without its dateline."""
    for line in _lines(path):
        yield _SENTENCE.findall(_NEWS_PREFIX.sub("", line))


def _english_passages(passages: list[str]) -> Iterator[list[str]]:
    for passage in dict.fromkeys(passages):
        yield _ENGLISH_SENTENCE.split(passage)


def _documents(name: str, documents: Iterator[list[str]], overlap: Overlap | None) -> Documents:
    kept: list[list[str]] = []
    cut = 0
    for sentences in documents:
        clean = [s for s in sentences if s.strip() and not (overlap is not None and s in overlap)]
        cut += len(sentences) - len(clean)
        if len(clean) >= _FEWEST_SENTENCES:
            kept.append(clean)
    LOG.info("%s: %d documents, %d sentences cut", name, len(kept), cut)
    return Documents(name, kept)


def _parallel_documents(parallel: list[tuple[str, str, str]], overlap: Overlap) -> Documents:
    """Runs of translated news lines, so that a line has neighbours in the other language."""
    by_source: Callable[[tuple[str, str, str]], str] = lambda row: row[0]  # noqa: E731
    english: list[list[str]] = []
    chinese: list[list[str]] = []
    for source, group in groupby(parallel, by_source):
        if source.startswith(IN_ORDER):
            rows = [r for r in group if not (r[1] in overlap or r[2] in overlap)]
            english.append([row[1] for row in rows])
            chinese.append([row[2] for row in rows])
    LOG.info("parallel documents: %d lines", sum(map(len, english)))
    return Documents("parallel_documents", english, chinese)
