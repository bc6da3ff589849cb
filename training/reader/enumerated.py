"""Questions for what somebody lists: "which areas did the minister name?"

Encyclopedias are seldom asked for lists, and a news report gives them as what somebody said some
sentences before. Asked for is the kind of thing that stands behind the list (投資、能源等領域), by
whoever spoke last, or by the clause that the list stands in.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from qa.text.enumerations import enumerations
from qa.text.sentences import sentence_spans
from training.reader.clozes import Article
from training.reader.glossed import Glossary
from training.reader.questions import Example

_FEWEST_ITEMS = 3
_AROUND = 4  # sentences before and behind
_FEWEST_USES = 40  # of a word as what is listed
_KIND = re.compile(r"等(?:多个|各个|多项|多种|重点|相关)?([\u4e00-\u9fff]{2})")
_SPOKE = re.compile(
    r"([^，。：；“”「」、\s\d]{2,9}?)(?:还|也|则|向记者|\d+日)?(?:表示|指出|强调|认为|介绍|透露)[，：,:]"
)
_CLAUSE = re.compile(r"[，,。；：（(]")
_LONGEST_ITEM, _SHORTEST_LEAD = 10, 4
_FAR = 3  # sentences back to who spoke
_VERBS = ("列出了", "提到了", "谈到", "提出", "列举了", "提到", "说到", "点出", "讲了")
_WISHES = ("希望加强", "想推动", "重视", "将支持", "关注")
_VERBS_EN = ("list", "name", "mention", "talk about", "point to", "cite")


@dataclass(frozen=True)
class _Listed:
    """An enumeration in a passage."""

    kind: str
    speaker: str
    lead: str
    answer: str
    passage: str
    held_out: bool


def enumerated(
    articles: Iterator[Article], count: int, data: Path, rng: random.Random
) -> Iterator[Example]:
    """Questions for lists in Chinese, and in English word by word.

    Each also beside a passage that lists things of the same kind, but is about something else.
    """
    found = list(islice(_usual(list(_listed(articles))), 4 * count))
    chosen = rng.sample(found, min(count, len(found)))
    same: defaultdict[str, list[_Listed]] = defaultdict(list)
    for each in found:
        same[each.kind].append(each)
    glossary = Glossary(data)
    for each in chosen:
        chinese = Example(
            "list-zh", _question(each, rng), each.passage, (each.answer,), held_out=each.held_out
        )
        english = replace(chinese, kind="list-en-zh", question=_in_english(each, glossary, rng))
        other = rng.choice(same[each.kind])
        for asked in (chinese, english):
            yield asked
            if each.speaker and each.speaker not in other.passage:
                yield replace(asked, kind=f"{asked.kind}-near", passage=other.passage, answers=())


def _listed(articles: Iterator[Article]) -> Iterator[_Listed]:
    for article in articles:
        spans = sentence_spans(article.text)
        for place, (start, end) in enumerate(spans):
            sentence = article.text[start:end]
            for first, last in enumerations(sentence)[:1]:
                kind = _KIND.match(sentence, last)
                named = sentence[first:last].split("、")
                if kind is None or not _is_plain(named):
                    continue
                around = spans[max(0, place - _AROUND) : place + _AROUND + 1]
                speaker = _speaker(article.text, spans[max(0, place - _FAR) : place + 1], first)
                lead = _CLAUSE.split(sentence[:first])[-1].strip()
                if not speaker and len(lead) < _SHORTEST_LEAD:
                    continue
                yield _Listed(
                    kind=kind.group(1),
                    speaker=speaker,
                    lead=lead,
                    answer=sentence[first:last],
                    passage=article.text[around[0][0] : around[-1][1]],
                    held_out=article.held_out,
                )


def _is_plain(named: Sequence[str]) -> bool:
    """Whether these are things that are listed, each in a few characters."""
    return len(named) >= _FEWEST_ITEMS and all(len(one) <= _LONGEST_ITEM for one in named)


def _usual(found: Sequence[_Listed]) -> Iterator[_Listed]:
    """Those whose kind is a word that often stands behind lists, each list once."""
    once = list({each.answer: each for each in found}.values())
    uses = Counter(each.kind for each in once)
    yield from (each for each in once if uses[each.kind] >= _FEWEST_USES)


def _speaker(text: str, spans: Sequence[tuple[int, int]], before: int) -> str:
    """Who spoke last before the list; nothing where nobody did."""
    said = text[spans[0][0] : spans[-1][0] + before]
    found = _SPOKE.findall(said)
    return found[-1] if found else ""


def _question(each: _Listed, rng: random.Random) -> str:
    if each.speaker and rng.random() < 0.75:
        if rng.random() < 0.3:
            return f"{each.speaker}{rng.choice(_WISHES)}哪些{each.kind}"
        return f"{each.speaker}{rng.choice(_VERBS)}哪些{each.kind}？"
    return f"{each.lead}哪些{each.kind}？"


def _in_english(each: _Listed, glossary: Glossary, rng: random.Random) -> str:
    kind = " ".join(glossary.english(each.kind))
    if each.speaker:
        who = " ".join(glossary.english(each.speaker))
        return f"{rng.choice(('what', 'which'))} {kind} did {who} {rng.choice(_VERBS_EN)}?"
    return f"which {kind} {' '.join(glossary.english(each.lead))}?"
