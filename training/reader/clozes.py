"""Questions made from news: a sentence asked for a number, date, list or speaker that it holds.

Real questions come from encyclopedias; these bring the language of the news, in which most
sentences report what somebody said and most answers are figures.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.text.enumerations import enumerations
from qa.text.language import HAN
from qa.text.sentences import sentence_spans
from qa.text.terms import is_stop_word
from training.embedding.data import IN_ORDER, news, parallel_lines
from training.embedding.holdout import line_held_out, passage_held_out
from training.reader.offered import KINDS, offered
from training.reader.questions import Example

_FEWEST_SENTENCES, _MOST_SENTENCES = 3, 7
_SHORTEST, _LONGEST = {"zh": 15, "en": 40}, {"zh": 120, "en": 280}
_LONGEST_ANSWER = 60
_KEPT_CLAUSE, _LEFT_OUT = 0.4, 0.3
_CLAUSES = re.compile(r"[，,；;：:。]")
_LATIN_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_UNIT = re.compile(r"[^\d.,万亿千百一二三四五六七八九十两几]*$")
_GAPS = {"number": ("多少", "几"), "date": ("什么时候", "何时", "哪一天"), "list": ("哪些", "什么")}
_ASKING = {
    "number": ("How many", "How much", "What number of", "What was the figure for"),
    "date": ("When", "On what date", "What day"),
    "list": ("Which", "What are the", "List the", "What"),
    "name": ("Who", "Which official", "Who was it that"),
    "reason": ("Why", "What is the reason"),
}
_SPOKE = re.compile(
    r"^([^，。：“「]{2,24}?)(?:[^，。：“「]{0,12})?(?:表示|指出|强调|认为|说|称|透露|介绍|宣布)[，：,:]"
)
_SAID_EN = re.compile(
    r"((?:[A-Z][\w.'’-]+ ){1,3})"
    r"(?:said|says|told|added|warned|announced|argued|insisted|stressed)\b"
)
_SAYING = (
    "{who}对{what}说了什么？",
    "{who}就{what}有什么看法？",
    "{who}怎么评价{what}？",
    "{who}关于{what}表示了什么",
    "{who}怎么看{what}",
)
_SAYING_EN = (
    "What did {who} say about {what}?",
    "what does {who} think of {what}",
    "How did {who} comment on {what}?",
    "What was {who}'s view on {what}?",
)


@dataclass(frozen=True)
class Article:
    """An article of news as text, and whether it is for measuring only."""

    text: str
    held_out: bool


def chinese_news(data: Path) -> Iterator[Article]:
    """Articles in Chinese."""
    for sentences in news(data.parent / "news_zh.txt.xz"):
        text = "".join(sentences)
        yield Article(text, passage_held_out(text))


def english_news(data: Path) -> Iterator[Article]:
    """Blocks of neighbouring sentences of translated news, in English."""
    lines = parallel_lines(data / "parallel.en-zh.tsv.xz")
    rows = (
        (english, line_held_out(source, number))
        for number, (source, english, _) in lines
        if source.startswith(IN_ORDER)
    )
    while block := list(islice(rows, 2 * _MOST_SENTENCES)):
        yield Article(" ".join(english for english, _ in block), block[0][1])


def clozes(
    articles: Iterator[Article], count: int, rng: random.Random, share: float
) -> Iterator[Example]:
    """At most two questions of an article, each also beside sentences that do not answer.

    Args:
        share: of the articles, by chance, that are asked about.
    """
    made = 0
    for article in articles:
        if rng.random() > share:
            continue
        spans = sentence_spans(article.text)
        if len(spans) < 2 * _FEWEST_SENTENCES:
            continue
        for at in rng.sample(range(len(spans)), 2):
            found = _asked(article, spans, at, rng)
            if found:
                yield from found
                made += 1
        if made >= count:
            return


def _asked(
    article: Article, spans: Sequence[tuple[int, int]], at: int, rng: random.Random
) -> list[Example]:
    start, end = spans[at]
    sentence = article.text[start:end]
    language = "zh" if HAN.search(sentence) else "en"
    if not _SHORTEST[language] <= len(sentence) <= _LONGEST[language]:
        return []
    made = _speech(sentence, language, rng) if rng.random() < 0.25 else None
    made = made or (_chinese(sentence, rng) if language == "zh" else _english(sentence, rng))
    if made is None:
        return []
    question, answer = made
    size = rng.randint(_FEWEST_SENTENCES, _MOST_SENTENCES)
    first = max(0, at - rng.randrange(size))
    around = spans[first : first + size]
    others = [span for span in spans if span not in around][:size]
    joint = "" if language == "zh" else " "
    beside = joint.join(article.text[s:e] for s, e in others)
    passage = article.text[around[0][0] : around[-1][1]]
    by_sentence = answer == sentence
    kind = f"news-{language}"
    found = [Example(kind, question, passage, (answer,), by_sentence, held_out=article.held_out)]
    if beside and answer not in beside:
        found.append(Example(f"{kind}-near", question, beside, held_out=article.held_out))
    return found


def _speech(sentence: str, language: str, rng: random.Random) -> tuple[str, str] | None:
    """Who said what: the sentence answers."""
    match = (_SPOKE if language == "zh" else _SAID_EN).search(sentence)
    if match is None:
        return None
    rest = sentence[match.end() :]
    words = _content(rest)
    if len(words) < 3:
        return None
    first = rng.randrange(len(words) - 1)
    kept = words[first : first + rng.randint(1, 3)]
    form = rng.choice(_SAYING if language == "zh" else _SAYING_EN)
    topic = ("" if language == "zh" else " ").join(kept)
    return form.format(who=match.group(1).strip(), what=topic), sentence


def _content(text: str) -> list[str]:
    words = (
        [text[start:end] for _, start, end in shipped_model().placed_tokens(text)]
        if HAN.search(text)
        else _LATIN_WORD.findall(text)
    )
    return [word for word in words if len(word) > 1 and not is_stop_word(word)]


def _chinese(sentence: str, rng: random.Random) -> tuple[str, str] | None:
    """The clauses around an answer with a question word in its place, and some words less."""
    found = _answer(sentence, ("number", "date"), rng)
    if found is None:
        return None
    kind, first, last = found
    answer = sentence[first:last]
    unit = _UNIT.search(answer) if kind == "number" else None
    gap = rng.choice(_GAPS[kind]) + (unit.group() if unit else "")
    for wrong, right in (("多少年", "哪年"), ("多少月", "哪月"), ("多少日", "哪日")):
        gap = gap.replace(wrong, right)
    kept: list[str] = []
    start = 0
    for clause in [*_CLAUSES.finditer(sentence), None]:
        end = clause.start() if clause else len(sentence)
        if start <= first and last <= end:
            before, after = sentence[start:first], sentence[last:end]
            kept.append(_thinned(before, rng) + gap + _thinned(after, rng))
        elif (end <= first or start >= last) and rng.random() < _KEPT_CLAUSE:
            kept.append(_thinned(sentence[start:end], rng))
        start = clause.end() if clause else end
    question = "".join(kept)
    if gap not in question or len(HAN.findall(question)) < len(gap) + 4:
        return None
    return question + rng.choice(("？", "？", "", "?")), answer


def _english(sentence: str, rng: random.Random) -> tuple[str, str] | None:
    """A question word and some of the words around an answer."""
    found = _answer(sentence, ("number", "date", "name", "reason"), rng)
    if found is None:
        return None
    kind, first, last = found
    answer = sentence[first:last].strip(" ,;:")
    before, after = _content(sentence[:first]), _content(sentence[last:])
    words = [*before[-6:], *after[:6]]
    kept = [word for word in words if rng.random() > _LEFT_OUT]
    if len(kept) < 3 or not answer:
        return None
    helper = rng.choice(("did", "was", "were", "is", "has", ""))
    asked = " ".join(part for part in (rng.choice(_ASKING[kind]), helper, *kept) if part)
    return asked + rng.choice(("?", "?", "")), answer


def _answer(sentence: str, kinds: Sequence[str], rng: random.Random) -> tuple[str, int, int] | None:
    """What a sentence offers, of a kind by chance: the kind, and where it begins and ends."""
    # "May" within a sentence is mostly a verb where it is written small.
    flags = offered(re.sub(r"\bmay\b", "___", sentence))
    spans: dict[str, list[tuple[int, int]]] = {
        "list": [(a, b) for a, b in enumerations(sentence) if _items(sentence[a:b]) > 2]
    }
    for kind in kinds:
        column = flags[:, KINDS.index(kind)]
        edges = [n for n in range(len(column) + 1) if _at(column, n) != _at(column, n - 1)]
        spans[kind] = list(zip(edges[::2], edges[1::2], strict=True))
    short = {
        kind: [(a, b) for a, b in each if 0 < b - a <= _LONGEST_ANSWER]
        for kind, each in spans.items()
    }
    held = [kind for kind, each in short.items() if each]
    if not held:
        return None
    kind = rng.choice(held)
    return (kind, *rng.choice(short[kind]))


def _at(column: NDArray[np.float32], place: int) -> bool:
    return 0 <= place < len(column) and bool(column[place])


def _items(text: str) -> int:
    return text.count("、") + text.count(",") + 1


def _thinned(text: str, rng: random.Random) -> str:
    words = [text[start:end] for _, start, end in shipped_model().placed_tokens(text)]
    return "".join(word for word in words if rng.random() > _LEFT_OUT)
