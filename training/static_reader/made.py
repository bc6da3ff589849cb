"""Questions to train the reader on that nobody asked: made from text and from other questions."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from qa.embedding.load import shipped_model
from qa.reading.offered import offered
from qa.reading.question import ASKED
from qa.retrieval.alignment import question_words
from qa.text.enumerations import enumerations
from qa.text.language import HAN
from qa.text.sentences import sentence_spans
from qa.text.speakers import naming_sentences
from qa.text.terms import is_stop_word
from training.embedding.data import IN_ORDER, news, parallel_lines
from training.embedding.holdout import line_held_out, passage_held_out
from training.static_reader.asked import Asked

_BLOCK = 5  # sentences of a passage
_QUESTION_WORDS = {
    "en": ("What", "Which", "Who", "When", "Where", "How many", "Why did", "How does"),
    "zh": ("什么", "哪些", "谁", "何时", "哪里", "多少", "为什么", "如何"),
}
# What stands in a sentence for the words that are asked for, by their kind.
_GAPS = {
    "number": ("多少",),
    "date": ("什么时候", "何时", "哪一天"),
}
_LIST_GAPS = ("哪些", "什么")
_UNIT = re.compile(r"[^\d.,万亿千百一二三四五六七八九十两几]*$")
_SHORTEST, _LONGEST = 15, 120  # characters of a sentence that is asked about
_LONGEST_ANSWER = 40
_KEPT_CLAUSE, _LEFT_OUT, _NAMED, _LISTED = 0.4, 0.35, 0.5, 0.6
_SAYS = re.compile(r"(?:表示|指出|强调|认为|说|称|透露|介绍|宣布)$")
_CLAUSES = re.compile(r"[，,；;：:。]")
# A name within a question, or a number: what may be exchanged for another question's.
_EXCHANGED = re.compile(r"(?<=\s)[A-Z][a-z]{2,}|\d+|(?<=「)[^」]+(?=」)|(?<=《)[^》]+(?=》)")


def exchangeable(question: str) -> list[str]:
    """The names and numbers of a question that ``exchanged`` may exchange."""
    return _EXCHANGED.findall(question)


def exchanged(question: str, passage: str, others: Sequence[str], rng: random.Random) -> str | None:
    """The question with a name or number of another one, which its passage does not hold."""
    held = exchangeable(question)
    alike = [one for one in others if held and one[0].isdigit() == held[0][0].isdigit()]
    other = rng.choice(alike) if alike else ""
    if not other or other in held or other in passage:
        return None
    return question.replace(held[0], other)


def exchanged_questions(asked: Sequence[Asked], rng: random.Random) -> Iterator[Asked]:
    """Questions that take another question's name or number for granted."""
    others = [found for each in asked for found in exchangeable(each.question)]
    for each in asked:
        question = exchanged(each.question, each.passage, others, rng)
        if question is not None:
            yield replace(each, kind="exchanged", question=question, answers=(), beside=None)


def across_languages(data: Path, rng: random.Random) -> Iterator[Asked]:
    """Words of a sentence of news behind a question word, over the translation of the news.

    The passage that does not answer is the one before it in the same news.
    """
    lines = parallel_lines(data / "parallel.en-zh.tsv.xz")
    rows = (
        ({"en": english, "zh": chinese}, line_held_out(source, number))
        for number, (source, english, chinese) in lines
        if source.startswith(IN_ORDER)
    )
    before: list[dict[str, str]] = []
    while block := list(islice(rows, _BLOCK)):
        unseen = block[0][1]
        for spoken, written in (("en", "zh"), ("zh", "en")):
            passage, beside = (
                (" " if written == "en" else "").join(row[written] for row in some)
                for some in ([row for row, _ in block], before)
            )
            row = rng.choice(block)[0]
            question = " ".join(_asked_in(spoken, _words(row[spoken], rng.randint(3, 7), rng), rng))
            if len(question.split()) > 2:
                yield Asked(
                    kind=f"{spoken}-{written}",
                    question=question,
                    title="",
                    passage=passage,
                    answers=(row[written],),
                    unseen=unseen,
                    by_sentence=True,
                    beside=beside or None,
                )
        before = [row for row, _ in block]


def _asked_in(language: str, words: list[str], rng: random.Random) -> list[str]:
    asked = rng.choice(_QUESTION_WORDS[language])
    return [asked, *words] if language == "en" else [*words, asked]


def _words(text: str, count: int, rng: random.Random) -> list[str]:
    """So many of the content words of a text, in their order."""
    found = question_words(text, shipped_model())
    words = [word for word in found if len(word) > 1 and not is_stop_word(word)]
    kept = sorted(rng.sample(range(len(words)), min(count, len(words))))
    return [words[place] for place in kept]


def clozes(data: Path, count: int, rng: random.Random) -> Iterator[Asked]:
    """Chinese news asked for a number, date or list that it holds.

    The clause with these words, some of its other words left out, is the question; sentences
    further on in the same article make the passage that does not answer.
    """
    made = 0
    for article in news(data.parent / "news_zh.txt.xz"):
        text = "".join(article)
        spans = sentence_spans(text)
        if len(spans) < 2 * _BLOCK or rng.random() < 0.8:
            continue
        if (found := _cloze(text, spans, rng)) is None:
            continue
        yield found
        made += 1
        if made == count:
            return


def _cloze(text: str, spans: Sequence[tuple[int, int]], rng: random.Random) -> Asked | None:
    at = rng.randrange(len(spans))
    start, end = spans[at]
    found = _answer(text[start:end], rng) if _SHORTEST <= end - start <= _LONGEST else None
    if found is None:
        return None
    sentence = text[start:end]
    kind, first, last = found
    first_of_passage = max(0, at - rng.randrange(_BLOCK))
    passage_spans = spans[first_of_passage : first_of_passage + _BLOCK]
    others = [span for span in spans if span not in passage_spans][:_BLOCK]
    answer = sentence[first:last]
    beside = "".join(text[s:e] for s, e in others)
    unit = _UNIT.search(answer) if kind == "number" else None
    gap = rng.choice(_GAPS.get(kind, _LIST_GAPS)) + (unit.group() if unit else "")
    gap = gap.replace("多少年", "哪年").replace("多少月", "哪月").replace("多少日", "哪日")
    question = _question(sentence, first, last, gap, rng)
    if question is None:
        return None
    question = _speaker(text, spans[first_of_passage : at + 1], rng) + question
    return Asked(
        kind="cloze",
        question=question,
        title="",
        passage=text[passage_spans[0][0] : passage_spans[-1][1]],
        answers=(answer,),
        unseen=passage_held_out(text),
        beside=None if answer in beside else beside,
    )


def _speaker(text: str, spans: Sequence[tuple[int, int]], rng: random.Random) -> str:
    """Who says the last sentence, in the words of an earlier one; mostly nothing."""
    naming = naming_sentences(text, spans)[-1]
    start, end = spans[naming]
    clauses = _CLAUSES.split(text[start:end])
    named = naming < len(spans) - 1 and rng.random() < _NAMED
    return next((clause for clause in clauses if named and _SAYS.search(clause)), "")


def _answer(sentence: str, rng: random.Random) -> tuple[str, int, int] | None:
    """What a sentence offers, of a kind by chance: the kind, and where it begins and ends."""
    found = offered(sentence)
    columns = [ASKED.index(kind) for kind in _GAPS if found[:, ASKED.index(kind)].any()]
    # Lists are rarer than numbers, and what people ask for as often.
    if rng.random() < _LISTED:
        lists = [(a, b) for a, b in enumerations(sentence) if sentence.count("、", a, b) > 1]
        kind, stretches = "list", lists
    elif columns:
        column = rng.choice(columns)
        edges = np.flatnonzero(np.diff(np.concatenate([[0.0], found[:, column], [0.0]])))
        pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        kind, stretches = ASKED[column], list(pairs)
    else:
        return None
    short = [(start, end) for start, end in stretches if end - start <= _LONGEST_ANSWER]
    return (kind, *rng.choice(short)) if short else None


def _question(sentence: str, first: int, last: int, gap: str, rng: random.Random) -> str | None:
    """The clauses around an answer with a question word in its place, and some words less."""
    kept: list[str] = []
    start = 0
    for clause in [*_CLAUSES.finditer(sentence), None]:
        end = clause.start() if clause else len(sentence)
        if start <= first and last <= end:
            kept.append(
                _thinned(sentence[start:first], rng) + gap + _thinned(sentence[last:end], rng)
            )
        elif (end <= first or start >= last) and rng.random() < _KEPT_CLAUSE:
            kept.append(_thinned(sentence[start:end], rng))
        start = clause.end() if clause else end
    question = "".join(kept)
    if gap not in question or len(HAN.findall(question)) < len(gap) + 4:
        return None
    return question + "？"


def _thinned(text: str, rng: random.Random) -> str:
    words = [text[start:end] for _, start, end in shipped_model().placed_tokens(text)]
    return "".join(word for word in words if rng.random() > _LEFT_OUT)
