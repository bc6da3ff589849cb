"""Checking a written answer: each sentence gets a verdict, each citation an exact quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.answering.answer import Citation, Doubt, Sentence
from qa.answering.claims import MARKER, Claim, claims_of, plain_words
from qa.answering.evidence import Evidence, evidence
from qa.answering.markdown import escape
from qa.answering.verdicts import SUPPORTED, judge
from qa.index.index import Index
from qa.messages.catalogue import messages
from qa.retrieval.passage import Passage
from qa.text.language import Language

# Of several passages that a sentence cites, each must say at least this much of it.
_SHARE = 0.7


@dataclass(frozen=True)
class Checked:
    """An answer after its check: ``text`` has quotes in the place of what was wrong."""

    text: str
    citations: tuple[Citation, ...]
    sentences: tuple[Sentence, ...]

    @property
    def replaced(self) -> int:
        """How many sentences gave way to quotes."""
        return sum(sentence.replaced for sentence in self.sentences)


@dataclass(frozen=True)
class _Part:
    """A piece of the text: a sentence with what was found of it, or what stands between."""

    text: str
    claim: Claim | None = None
    doubt: Doubt | None = None
    quote: Evidence | None = None
    found: Sequence[Evidence] = ()


def check(
    text: str, cited: Sequence[Passage], index: Index, *, language: Language, today: date
) -> Checked:
    """Check an answer that cites passages as ``[1]``, ``[2]``, ...

    A sentence whose numbers or dates contradict its passages gives way to their best sentence,
    as a quote. Citations are then numbered anew, in the order in which they are first cited.
    """
    parts = list(_parts(text, cited, index, language, today))
    named = [int(n) for part in parts if part.claim for n in MARKER.findall(part.text)]
    order = list(dict.fromkeys(number for number in named if 1 <= number <= len(cited)))
    numbered = {old: new for new, old in enumerate(order, start=1)}
    sentences, whole = _sentences(parts, numbered)
    citations = tuple(_citation(old, cited[old - 1], numbered[old], parts, index) for old in order)
    return Checked(whole, citations, sentences)


def _parts(
    text: str, cited: Sequence[Passage], index: Index, language: Language, today: date
) -> list[_Part]:
    parts: list[_Part] = []
    quoted: set[tuple[str, int]] = set()
    position = 0
    for claim in claims_of(text):
        between, position = text[position : claim.start], claim.end
        part = _judged(text, claim, cited, index, language, today)
        place = (part.quote.passage.article_id, part.quote.start) if part.quote else None
        if place and place in quoted:
            continue  # two wrong sentences, one quote
        quoted |= {place} if place else set()
        parts += [_Part(between), part]
    return [*parts, _Part(text[position:])]


def _judged(
    text: str,
    claim: Claim,
    cited: Sequence[Passage],
    index: Index,
    language: Language,
    today: date,
) -> _Part:
    said = text[claim.start : claim.end]
    numbers = [number for number in claim.numbers if number <= len(cited)]
    if not numbers:
        return _Part(said, claim, "uncited")
    verdict = judge(claim.text, [(n, cited[n - 1]) for n in numbers], index, today)
    if not verdict.contradicted:
        return _Part(said, claim, verdict.doubt, found=verdict.found)
    best = verdict.found[0]
    words = messages(language).answer
    quote = f"{words.said_open}{escape(best.text)}{words.said_close} [{best.number}]"
    return _Part(quote, replace(claim, numbers=(best.number,)), None, best, verdict.found)


def _sentences(
    parts: Sequence[_Part], numbered: dict[int, int]
) -> tuple[tuple[Sentence, ...], str]:
    """The sentences with their places in the text, and the text."""
    whole = ""
    sentences: list[Sentence] = []
    for part in parts:
        start = len(whole)
        whole += MARKER.sub(
            lambda m: f"[{numbered[int(m[1])]}]" if int(m[1]) in numbered else "", part.text
        )
        if part.claim is None:
            continue
        numbers = tuple(numbered[n] for n in part.claim.numbers if n in numbered)
        sentences.append(
            Sentence(
                start=start,
                end=len(whole),
                text=part.quote.text if part.quote else plain_words(whole[start:]),
                numbers=numbers,
                verified=part.doubt is None,
                doubt=part.doubt,
                replaced=part.quote is not None,
            )
        )
    return tuple(sentences), whole


def _citation(
    old: int, passage: Passage, new: int, parts: Sequence[_Part], index: Index
) -> Citation:
    """The citation of a passage: the sentence of it that bears out best what cites it."""
    citing = [part for part in parts if part.claim and old in part.claim.numbers]
    quotes = [part.quote for part in citing if part.quote]
    found = [one for part in citing for one in part.found if one.number == old]
    if not found:
        said = " ".join(part.claim.text for part in citing if part.claim)
        found = evidence(said or passage.title, [(old, passage)], index)
    best = quotes[0] if quotes else max(found, key=lambda one: one.score)
    borne_out = bool(quotes) or best.score >= _SHARE * SUPPORTED
    return Citation(
        number=new,
        article_id=passage.article_id,
        title=passage.title,
        url=passage.url,
        source=passage.source,
        published=passage.published,
        quote=best.text,
        start=best.start,
        end=best.end,
        verified=bool(citing) and borne_out and all(part.doubt is None for part in citing),
    )
