"""All examples as the network takes them: pieces, and where among them the answer stands."""

from __future__ import annotations

import json
import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.reading.inputs import Encoded, Reading, encode
from qa.reading.rendering import Rendering
from qa.text.language import HAN
from qa.text.sentences import sentence_spans
from training.embedding.overlap import Overlap, texts_of
from training.reader.attributes import untold
from training.reader.clozes import chinese_news, clozes, english_news
from training.reader.crossing import translated_news
from training.reader.enumerated import enumerated
from training.reader.glossed import glossed
from training.reader.near import beside_near_passages
from training.reader.persons import names_across, persons
from training.reader.questions import Example, marked, sentence_pairs
from training.reader.swaps import swapped
from training.reader.switched import switched
from training.reader.typing_habits import typed

LOG = logging.getLogger(__name__)
LONGEST = 384  # pieces
_TITLED = 0.7  # share of the passages that keep their title
_CHINESE_CLOZES, _ENGLISH_CLOZES = 7_000, 4_000
_CHINESE_SHARE = 0.12
_GLOSSED = 3_500
_AT_ONCE = 500
_LISTS = 3_000
_PERSONS = 4_000
_UNTOLD = 8_000
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Item:
    """An example as arrays.

    Attributes:
        ids: of pieces, (t,).
        starts, ends: places of first and last pieces of answers; empty where it has none or only
            the sentence is known.
        evidence: places of the pieces of sentences that answer; empty where none does.
    """

    kind: str
    held_out: bool
    ids: Ints
    starts: Ints
    ends: Ints
    evidence: Ints


def examples(data: Path, rng: random.Random) -> list[Example]:
    """Everything there is to learn from, in a fixed order.

    Args:
        data: the folder with the training files.
    """
    asked = list(marked(data))
    pairs = list(sentence_pairs(data, rng))
    answered = [each for each in asked if each.answers]
    near = list(beside_near_passages(asked, rng))
    chinese = [each for each in answered if each.kind == "zh"]
    others = [each for each in answered if each.kind != "zh"]
    across = list(glossed([*chinese, *rng.sample(others, _GLOSSED)], data))
    news = [
        *clozes(chinese_news(data), _CHINESE_CLOZES, rng, _CHINESE_SHARE),
        *clozes(english_news(data), _ENGLISH_CLOZES, rng, 1.0),
    ]
    known = names_across(data / "names.en-zh.tsv.xz")
    who = [
        *persons(chinese_news(data), _PERSONS, known, rng),
        *persons(english_news(data), _PERSONS, known, rng),
    ]
    found = [
        *asked,
        *near,
        *pairs,
        *swapped(answered, rng),
        *across,
        *rng.sample(list(beside_near_passages(across, rng)), len(across) // 2),
        *rng.sample(list(swapped(across, rng)), len(across) // 10),
        *translated_news(data, rng),
        *news,
        *swapped(news, rng),
        *who,
        *untold(_passages([*asked, *news]), _UNTOLD, known, rng),
    ]
    return _without_development(found, data)


def polishing(
    made: Sequence[Example], found: Sequence[Example], data: Path, rng: random.Random
) -> list[Example]:
    """What the last part of the training adds.

    Args:
        made: all ``examples``.
        found: those of which the words that answer were found by the reader itself.
    """
    asked = {kind: [each for each in made if each.kind == kind] for kind in ("en", "zh", "zh2")}
    crossed = {(each.passage, each.answers) for each in made if each.kind.endswith("-gloss")}
    left = [
        each
        for each in [*asked["zh2"], *asked["en"]]
        if not each.answers or (each.passage, each.answers) not in crossed
    ]
    own = [replace(each, kind="pointed") for each in found]
    drawn_ones = [
        each
        for group, most in (
            (asked["en"], 4_000),
            (asked["zh"], 2_000),
            (asked["zh2"], 3_000),
            (own, 2_000),
        )
        for each in rng.sample(group, min(most, len(group)))
    ]
    added = [
        *own,
        *beside_near_passages(rng.sample(own, len(own) // 2), rng),
        *glossed(left, data),
        *switched(drawn_ones, data, rng),
    ]
    return _without_development(added, data)


def listing(data: Path, rng: random.Random) -> list[Example]:
    """Questions for lists in Chinese news."""
    return _without_development(list(enumerated(chinese_news(data), _LISTS, data, rng)), data)


def _passages(found: Sequence[Example]) -> list[tuple[str, bool]]:
    """The different passages, and whether each is held out."""
    return list({each.passage: each.held_out for each in found}.items())


def _without_development(found: Sequence[Example], data: Path) -> list[Example]:
    overlap = Overlap(_development(data.parent / "dev"))
    seen: dict[str, bool] = {}
    for each in found:
        for text in (each.question, each.passage):
            if text not in seen:
                seen[text] = text in overlap
    kept = [each for each in found if not (seen[each.question] or seen[each.passage])]
    LOG.info("%d examples, %d cut as development text", len(kept), len(found) - len(kept))
    for kind, count in sorted(Counter(each.kind for each in kept).items()):
        LOG.info("  %s: %d", kind, count)
    return kept


def _development(dev: Path) -> Iterator[str]:
    """Questions of the development sets and the passages that answer them.

    Passages that only stand beside those are no part of it: among them are all of CMRC's and
    DRCD's, which ``qa_zh`` asks about.
    """
    for path in sorted(dev.rglob("*.jsonl")):
        qrels = path.parent / "qrels" / "test.tsv"
        gold = {line.split("\t")[1] for line in _lines(qrels)[1:]} if qrels.exists() else set()
        for line in _lines(path):
            row = json.loads(line)
            if path.name != "corpus.jsonl" or row["_id"] in gold:
                yield from texts_of(row)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def items(found: Sequence[Example], tokenizer: Tokenizer, rng: random.Random) -> Iterator[Item]:
    """The examples as arrays; those whose answer falls outside of what fits are left out."""
    for start in range(0, len(found), _AT_ONCE):
        part = [_fitting(typed(each, rng), rng) for each in found[start : start + _AT_ONCE]]
        readings = [_reading(each, rng) for each in part]
        for each, encoded in zip(part, encode(tokenizer, readings, LONGEST), strict=True):
            if (item := _item(each, encoded)) is not None:
                yield item


def _fitting(each: Example, rng: random.Random) -> Example:
    """A passage that is too long is cut to whole sentences around an answer."""
    most = LONGEST if HAN.search(each.passage) else 4 * LONGEST
    most = most if HAN.search(each.passage) else round(most * 0.8)
    if len(each.passage) <= most:
        return each
    spans = sentence_spans(each.passage)
    at = min((p for a in each.answers if (p := each.passage.find(a)) >= 0), default=None)
    holding = (
        next(n for n, (_, end) in enumerate(spans) if end > at)
        if at is not None
        else rng.randrange(len(spans))
    )
    first = last = holding
    while True:
        grow = [n for n in (first - 1, last + 1) if 0 <= n < len(spans)]
        rng.shuffle(grow)
        for n in grow:
            low, high = min(first, n), max(last, n)
            if spans[high][1] - spans[low][0] <= most:
                first, last = low, high
                break
        else:
            return replace(each, passage=each.passage[spans[first][0] : spans[last][1]])


def _reading(each: Example, rng: random.Random) -> Reading:
    title = each.title if rng.random() < _TITLED else ""
    return Reading(each.question, each.passage, rendering(each.question, each.passage), title)


def rendering(question: str, passage: str) -> str:
    """A question's words in the language of the passage; nothing where it is asked in it."""
    asked_in_chinese, written_in_chinese = bool(HAN.search(question)), bool(HAN.search(passage))
    if asked_in_chinese == written_in_chinese:
        return ""
    into = Rendering.into_chinese if written_in_chinese else Rendering.into_english
    return into(question).for_passage(passage)


def _item(each: Example, encoded: Encoded) -> Item | None:
    places = list(_places(each, encoded))
    if each.answers and not places:
        return None
    sentences = sentence_spans(each.passage)
    evidence: set[int] = set()
    for first, last in places:
        at = int(encoded.spans[first][0])
        start, end = next((s for s in sentences if s[0] <= at < s[1]), (at, at + 1))
        inside = (encoded.spans[:, 0] < end) & (encoded.spans[:, 1] > start)
        evidence.update(np.flatnonzero(inside).tolist())
        evidence.update(range(first, last + 1))
    marked_places = [] if each.by_sentence else places
    return Item(
        kind=each.kind,
        held_out=each.held_out,
        ids=encoded.ids.astype(np.int32),
        starts=_placed((first for first, _ in marked_places), encoded),
        ends=_placed((last for _, last in marked_places), encoded),
        evidence=_placed(evidence, encoded),
    )


def _placed(places: Iterable[int], encoded: Encoded) -> Ints:
    return np.array(sorted(set(places)), np.int32) + np.int32(encoded.first)


def _places(each: Example, encoded: Encoded) -> Iterator[tuple[int, int]]:
    """First and last piece, within the passage, of each place of an answer."""
    starts, ends = encoded.spans[:, 0], encoded.spans[:, 1]
    for answer in each.answers:
        at = each.passage.find(answer)
        while at >= 0 and len(starts):
            inside = np.flatnonzero((starts < at + len(answer)) & (ends > at))
            if len(inside) and ends[-1] >= at + len(answer):
                yield int(inside[0]), int(inside[-1])
            at = each.passage.find(answer, at + 1)
